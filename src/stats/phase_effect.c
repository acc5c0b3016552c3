/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Effects of two phases other than by all pairs; see phase_effect.h. */
#include "stats/phase_effect.h"

#include <assert.h>
#include <math.h>
#include "base/num.h"
#include "stats/moments.h"
#include "stats/quantile.h"
#include "stats/trend.h"

/* The share of B beyond a bar, on it counted as 'on_bar'. */
static double
share_beyond(const struct phase *b, double bar, int direction, double on_bar)
{
    double count = 0;

    for (size_t i = 0; i < b->n; i++) {
        double beyond = direction * (b->scores[i] - bar);

        count += beyond > 0 ? 1 : beyond < 0 ? 0 : on_bar;
    }
    return count / (double)b->n;
}

double
pnd_toward(const struct phase *a, const struct phase *b, int direction)
{
    double best;

    assert(a->n > 0 && b->n > 0 && (direction == 1 || direction == -1));
    best = a->scores[0];
    for (size_t i = 1; i < a->n; i++)
        if (direction * (a->scores[i] - best) > 0)
            best = a->scores[i];
    return share_beyond(b, best, direction, 0);
}

double
pem_toward(const struct phase *a, const struct phase *b, int direction)
{
    double *sorted = mem_array(a->n, sizeof *sorted);
    double median;

    assert(a->n > 0 && b->n > 0 && (direction == 1 || direction == -1));
    for (size_t i = 0; i < a->n; i++)
        sorted[i] = a->scores[i];
    quantile_sort(sorted, a->n);
    median = quantile_median(sorted, a->n);
    mem_free(sorted);
    return share_beyond(b, median, direction, 0.5);
}

bool
phase_effect_of(const struct phase *a, const struct phase *b,
                struct phase_effect *out)
{
    struct phase_effect effect = {0};
    struct moments of_a;
    struct moments of_b;
    double sd;

    if (a->n < 2 || b->n < 1)
        return false;
    of_a = moments_of(a->scores, a->n);
    of_b = moments_of(b->scores, b->n);
    if (!moments_sd(&of_a, &sd))
        return false;
    effect.has_smd = sd > 0;
    if (effect.has_smd)
        effect.smd = (of_b.mean - of_a.mean) / sd;
    effect.has_log_ratio = of_a.mean > 0 && of_b.mean > 0;
    if (effect.has_log_ratio)
        effect.log_ratio = log(of_b.mean / of_a.mean);
    effect.band = interval_around(of_a.mean, sd, 2);
    *out = effect;
    return true;
}

/* The scores less a slope, to the ninth decimal: what binary arithmetic leaves
   behind must not break a tie. */
static void
take_off(const struct phase *phase, double slope, double *out)
{
    for (size_t i = 0; i < phase->n; i++)
        out[i] = num_round(phase->scores[i] - slope * phase->times[i], 9,
                           ROUND_HALF_UP);
}

bool
phase_corrected_tau(const struct phase *a, const struct phase *b, double *tau)
{
    struct phases phases;
    double *left;
    double slope;
    bool ok;

    if (!trend_theil_sen(a->times, a->scores, a->n, &slope))
        return false;
    left = mem_array(a->n + b->n, sizeof *left);
    take_off(a, slope, left);
    take_off(b, slope, left + a->n);
    ok = phases_compare(left, a->n, left + a->n, b->n, &phases);
    mem_free(left);
    if (ok)
        *tau = phases.tau;
    return ok;
}

double
phases_variance_untied(size_t n_a, size_t n_b)
{
    return (double)n_a * (double)n_b * (double)(n_a + n_b + 1) / 3;
}
