/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fit of a mixed model, which attune does not do, checked from its outside:
   given lme4's variances, the fixed part, its errors and the deviance follow by
   generalised least squares, and the deviance must be the least there.  What
   makes the sums is recovery_own_of(), so that this checks it as well. */
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "reference.h"
#include "stats/recovery.h"

enum { N_SESSIONS = 5 };

/* One client's scores, and when they were. */
struct client {
    size_t n;
    double times[N_SESSIONS];
    double scores[N_SESSIONS];
};

struct clients {
    size_t n;
    struct client items[60];
};

static struct clients
clients_of(double (*time_of)(double))
{
    static const char *const columns[N_SESSIONS] = {"s0", "s1", "s2", "s3",
                                                    "s4"};
    struct reference *clinic = reference_open("clinic_synthetic");
    struct clients clients = {.n = reference_n_rows(clinic)};

    for (size_t row = 0; row < clients.n; row++) {
        struct client *client = &clients.items[row];

        for (size_t i = 0; i < N_SESSIONS; i++)
            if (reference_number(clinic, row, columns[i],
                                 &client->scores[client->n]))
                client->times[client->n++] =
                    time_of ? time_of((double)i) : (double)i;
    }
    reference_close(clinic, 0);
    return clients;
}

/* a' V⁻¹ b over one client, V = Z T Z' + sigma2 I: with u(a) the departures
   that scores 'a' make from a line of 0, V⁻¹ a = (a - Z u(a)) / sigma2. */
static double
weigh(const struct recovery_model *model, const struct client *client,
      const double *a, const double *b)
{
    struct recovery_model zero = *model;
    struct recovery_own own;
    double sum = 0;

    zero.intercept = zero.slope = 0;
    own = recovery_own_of(&zero, client->times, a, client->n);
    for (size_t i = 0; i < client->n; i++)
        sum += b[i] * (a[i] - own.intercept - own.slope * client->times[i]);
    return sum / model->sigma2;
}

/* ln |V| of one client: n ln sigma2 + ln |I + T Z'Z / sigma2|. */
static double
log_determinant(const struct recovery_model *model, const struct client *client)
{
    double z1 = 0;
    double z2 = 0;
    double z0 = (double)client->n / model->sigma2;

    for (size_t i = 0; i < client->n; i++) {
        z1 += client->times[i] / model->sigma2;
        z2 += client->times[i] * client->times[i] / model->sigma2;
    }
    return (double)client->n * log(model->sigma2)
           + log((1 + model->tau00 * z0 + model->tau01 * z1)
                     * (1 + model->tau01 * z1 + model->tau11 * z2)
                 - (model->tau00 * z1 + model->tau01 * z2)
                       * (model->tau01 * z0 + model->tau11 * z1));
}

struct fixed {
    double intercept;
    double slope;
    double intercept_se;
    double slope_se;
    double deviance; /* REML, with its constant */
};

static struct fixed
fixed_of(const struct recovery_model *model, const struct clients *clients)
{
    static const double ones[N_SESSIONS] = {1, 1, 1, 1, 1};
    double x00 = 0, x01 = 0, x11 = 0, y0 = 0, y1 = 0, yy = 0, logs = 0;
    struct fixed fixed;
    double det;
    size_t n = 0;

    for (size_t i = 0; i < clients->n; i++) {
        const struct client *client = &clients->items[i];

        x00 += weigh(model, client, ones, ones);
        x01 += weigh(model, client, ones, client->times);
        x11 += weigh(model, client, client->times, client->times);
        y0 += weigh(model, client, client->scores, ones);
        y1 += weigh(model, client, client->scores, client->times);
        yy += weigh(model, client, client->scores, client->scores);
        logs += log_determinant(model, client);
        n += client->n;
    }
    det = x00 * x11 - x01 * x01;
    fixed.intercept = (x11 * y0 - x01 * y1) / det;
    fixed.slope = (x00 * y1 - x01 * y0) / det;
    fixed.intercept_se = sqrt(x11 / det);
    fixed.slope_se = sqrt(x00 / det);
    fixed.deviance = (double)(n - 2) * log(2 * acos(-1)) + logs + log(det) + yy
                     - fixed.intercept * y0 - fixed.slope * y1;
    return fixed;
}

/* Where the deviance is least as one variance moves about 'at': the vertex of
   the parabola through three points, one in a thousand apart. */
static double
vertex(const struct recovery_model *model, const struct clients *clients,
       size_t offset)
{
    struct recovery_model moved = *model;
    double *variance = (double *)((char *)&moved + offset);
    double at = *variance;
    double step = at * 1e-3;
    double below, here, above;

    *variance = at - step;
    below = fixed_of(&moved, clients).deviance;
    *variance = at;
    here = fixed_of(&moved, clients).deviance;
    *variance = at + step;
    above = fixed_of(&moved, clients).deviance;
    assert_true(below - 2 * here + above > 0);
    return at + step * (below - above) / (2 * (below - 2 * here + above));
}

static double
coefficient(const struct reference *change, const char *set, const char *stat)
{
    double value = NAN;

    for (size_t row = 0; row < reference_n_rows(change); row++)
        if (strcmp(reference_text(change, row, "scale"), set) == 0
            && strcmp(reference_text(change, row, "stat"), stat) == 0)
            assert_true(reference_number(change, row, "value", &value));
    if (isnan(value))
        fail_msg("no %s of %s", stat, set);
    return value;
}

/* Every variance is where the deviance is least, to lme4's 1e-3. */
static void
expect_least(const struct recovery_model *model, const struct clients *clients,
             const size_t *offsets, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double want = *(const double *)((const char *)model + offsets[i]);
        double got = vertex(model, clients, offsets[i]);

        printf("# variance %.12g, least deviance at %.12g\n", want, got);
        assert_true(fabs(got - want) <= 1e-3 * fabs(want));
    }
}

static void
test_hlm(void **state)
{
    static const size_t offsets[] = {offsetof(struct recovery_model, tau00),
                                     offsetof(struct recovery_model, tau01),
                                     offsetof(struct recovery_model, tau11),
                                     offsetof(struct recovery_model, sigma2)};
    struct reference *change = reference_open("change");
    struct clients clients = clients_of(NULL);
    struct recovery_model model = {
        .tau00 = coefficient(change, "hlm", "tau00"),
        .tau01 = coefficient(change, "hlm", "tau01"),
        .tau11 = coefficient(change, "hlm", "tau11"),
        .sigma2 = coefficient(change, "hlm", "sigma2"),
    };
    struct fixed fixed = fixed_of(&model, &clients);

    (void)state;
    reference_expect(change, "change,hlm,,intercept", fixed.intercept);
    reference_expect(change, "change,hlm,,slope", fixed.slope);
    reference_expect(change, "change,hlm,,intercept_se", fixed.intercept_se);
    reference_expect(change, "change,hlm,,slope_se", fixed.slope_se);
    reference_expect(change, "change,hlm,,reml_deviance", fixed.deviance);
    expect_least(&model, &clients, offsets, N_ELEMENTS(offsets));
    reference_close(change, 5);
}

/* One slope for all, on the logarithm of the session. */
static void
test_log_model(void **state)
{
    static const size_t offsets[] = {offsetof(struct recovery_model, tau00),
                                     offsetof(struct recovery_model, sigma2)};
    struct reference *change = reference_open("change");
    struct clients clients = clients_of(recovery_log_time);
    struct recovery_model model = {
        .tau00 = coefficient(change, "log_model", "tau00"),
        .sigma2 = coefficient(change, "log_model", "sigma2"),
    };
    struct fixed fixed = fixed_of(&model, &clients);

    (void)state;
    reference_expect(change, "change,log_model,,b0", fixed.intercept);
    reference_expect(change, "change,log_model,,b1", fixed.slope);
    expect_least(&model, &clients, offsets, N_ELEMENTS(offsets));
    reference_close(change, 2);
}

UNIT_MAIN(cmocka_unit_test(test_hlm), cmocka_unit_test(test_log_model))
