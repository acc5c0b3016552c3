/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expected courses from a fitted mixed model; see recovery.h. */
#include "stats/recovery.h"

#include <assert.h>
#include <math.h>

bool
recovery_is_sound(const struct recovery_model *model)
{
    double product = model->tau00 * model->tau11;

    return isfinite(model->intercept) && isfinite(model->slope)
           && isfinite(model->sigma2) && isfinite(product) && model->sigma2 > 0
           && model->tau00 >= 0 && model->tau11 >= 0
           && model->tau01 * model->tau01 <= product;
}

double
recovery_log_time(double sessions)
{
    assert(sessions >= 0);
    return log(sessions + 1);
}

static double
variance_at(const struct recovery_model *model, double time)
{
    return model->tau00 + 2 * time * model->tau01 + time * time * model->tau11
           + model->sigma2;
}

struct expected_score
recovery_expect(const struct recovery_model *model, double time)
{
    assert(recovery_is_sound(model));
    return (struct expected_score){model->intercept + model->slope * time,
                                   sqrt(variance_at(model, time))};
}

struct expected_score
recovery_expect_from(const struct recovery_model *model, double intake,
                     double time)
{
    struct expected_score score = recovery_expect(model, time);
    double shared = model->tau00 + time * model->tau01;
    double pull = shared / variance_at(model, 0);

    assert(time > 0);
    score.mean += pull * (intake - model->intercept);
    score.sd = sqrt(variance_at(model, time) - pull * shared);
    return score;
}

/* With T the variances of the client's own intercept and slope, A = Z'Z /
   sigma2 and g = Z'(y - the model's line) / sigma2, where Z has the rows (1,
   time): the conditional variance is C = (I + T A)⁻¹ T, which needs no inverse
   of T and so allows tau11 = 0, and the departures are C g. */
struct recovery_own
recovery_own_of(const struct recovery_model *model, const double *times,
                const double *scores, size_t n)
{
    double a00 = 0, a01 = 0, a11 = 0, g0 = 0, g1 = 0;
    double m00, m01, m10, m11, det, c00, c01, c11;

    assert(recovery_is_sound(model));
    for (size_t i = 0; i < n; i++) {
        double line = model->intercept + model->slope * times[i];
        double left = (scores[i] - line) / model->sigma2;

        a00 += 1 / model->sigma2;
        a01 += times[i] / model->sigma2;
        a11 += times[i] * times[i] / model->sigma2;
        g0 += left;
        g1 += times[i] * left;
    }
    m00 = 1 + model->tau00 * a00 + model->tau01 * a01;
    m01 = model->tau00 * a01 + model->tau01 * a11;
    m10 = model->tau01 * a00 + model->tau11 * a01;
    m11 = 1 + model->tau01 * a01 + model->tau11 * a11;
    det = m00 * m11 - m01 * m10;
    c00 = (m11 * model->tau00 - m01 * model->tau01) / det;
    c01 = (m11 * model->tau01 - m01 * model->tau11) / det;
    c11 = (m00 * model->tau11 - m10 * model->tau01) / det;
    return (struct recovery_own){c00 * g0 + c01 * g1, c01 * g0 + c11 * g1,
                                 sqrt(c00), sqrt(c11)};
}
