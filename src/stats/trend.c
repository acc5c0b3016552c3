/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One person over sessions: a line by least squares; by ranks the median slope,
   Mann-Kendall, and the overlap of two phases. */
#include "stats/trend.h"

#include <assert.h>
#include <math.h>
#include "base/mem.h"
#include "stats/moments.h"
#include "stats/normal.h"

/* ---- a line ---- */

static double
residual_squares(const struct line *line, const double *times,
                 const double *scores)
{
    double squares = 0;

    for (size_t i = 0; i < line->n; i++) {
        double left = scores[i] - line->intercept - line->slope * times[i];

        squares += left * left;
    }
    return squares;
}

bool
line_fit(const double *times, const double *scores, size_t n, struct line *out)
{
    struct line line = {.n = n};
    double products = 0;

    if (n < TREND_MIN_LINE)
        return false;
    struct moments of_times = moments_of(times, n);
    struct moments of_scores = moments_of(scores, n);
    if (!(of_times.squares > 0))
        return false;
    for (size_t i = 0; i < n; i++)
        products += (times[i] - of_times.mean) * (scores[i] - of_scores.mean);
    line.time_squares = of_times.squares;
    line.slope = products / of_times.squares;
    line.intercept = of_scores.mean - line.slope * of_times.mean;
    double left = residual_squares(&line, times, scores);
    if (n > 2)
        line.residual_sd = sqrt(left / (double)(n - 2));
    *out = line;
    return true;
}

bool
line_slope_of(const struct line *line, double level, struct interval *out)
{
    if (line->n < TREND_MIN_LINE_ERROR)
        return false;
    double error = line->residual_sd / sqrt(line->time_squares);
    *out = interval_around(line->slope, error,
                           t_critical(level, (double)line->n - 2));
    return true;
}

/* ---- ranks ---- */

/* Two scores that differ by the noise of binary arithmetic alone, such as two
   means made of other answers, are one score. */
static int
sign_of(double from, double to)
{
    double noise = 1e-9 * fmax(fabs(from), fabs(to));

    return (to - from > noise) - (from - to > noise);
}

bool
trend_theil_sen(const double *times, const double *scores, size_t n,
                double *slope)
{
    size_t n_slopes = 0;

    if (n < TREND_MIN_SLOPES)
        return false;
    double *slopes SCOPED(mem_drop) = mem_array(n, n * sizeof *slopes);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            if (sign_of(times[i], times[j]) != 0)
                slopes[n_slopes++] =
                    (scores[j] - scores[i]) / (times[j] - times[i]);
        }
    }
    quantile_sort(slopes, n_slopes);
    if (n_slopes > 0)
        *slope = quantile_median(slopes, n_slopes);
    return n_slopes > 0;
}

static size_t
pairs_of(size_t n)
{
    return n * (n - 1) / 2;
}

/* Sums over the groups of t equal values, as Kendall has them. */
struct ties {
    double pairs;    /* t (t - 1) */
    double triples;  /* t (t - 1) (t - 2) */
    double weighted; /* t (t - 1) (2 t + 5) */
};

static struct ties
ties_of(const double *values, size_t n)
{
    double *sorted SCOPED(mem_drop) = mem_array(n, sizeof *sorted);
    struct ties ties = {0};

    for (size_t i = 0; i < n; i++)
        sorted[i] = values[i];
    quantile_sort(sorted, n);
    for (size_t start = 0, end = 0; start < n; start = end) {
        while (end < n && sign_of(sorted[start], sorted[end]) == 0)
            end++;
        double t = (double)(end - start);
        ties.pairs += t * (t - 1);
        ties.triples += t * (t - 1) * (t - 2);
        ties.weighted += t * (t - 1) * (2 * t + 5);
    }
    return ties;
}

/* The variance of S with ties on both sides (Kendall 1970); where only scores
   are tied the last two terms are 0. */
static double
kendall_variance(double n, const struct ties *times, const struct ties *scores)
{
    double all = n * (n - 1);
    double variance =
        (all * (2 * n + 5) - times->weighted - scores->weighted) / 18;

    variance += times->pairs * scores->pairs / (2 * all);
    if (n > 2)
        variance += times->triples * scores->triples / (9 * all * (n - 2));
    return variance;
}

static void
test_against_none(struct mann_kendall *result)
{
    double s = (double)result->s;

    result->p = 1;
    if (result->s == 0)
        return;
    result->z = (s - (s > 0 ? 1 : -1)) / sqrt(result->variance);
    result->p = 2 * normal_cdf(-fabs(result->z));
}

bool
mann_kendall_of(const double *times, const double *scores, size_t n,
                struct mann_kendall *out)
{
    struct mann_kendall result = {.n = n};

    if (n < TREND_MIN_KENDALL)
        return false;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            result.s +=
                sign_of(times[i], times[j]) * sign_of(scores[i], scores[j]);
    struct ties of_times = ties_of(times, n);
    struct ties of_scores = ties_of(scores, n);
    result.n_pairs = pairs_of(n);
    result.variance = kendall_variance((double)n, &of_times, &of_scores);
    test_against_none(&result);
    *out = result;
    return true;
}

static int64_t
s_within(const double *scores, size_t n)
{
    int64_t s = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            s += sign_of(scores[i], scores[j]);
    return s;
}

static int64_t
s_between(const double *a, size_t n_a, const double *b, size_t n_b)
{
    int64_t s = 0;

    for (size_t i = 0; i < n_a; i++)
        for (size_t j = 0; j < n_b; j++)
            s += sign_of(a[i], b[j]);
    return s;
}

bool
phases_compare(const double *a, size_t n_a, const double *b, size_t n_b,
               struct phases *out)
{
    struct phases phases = {0};

    if (n_a < TREND_MIN_PHASE || n_b < TREND_MIN_PHASE)
        return false;
    phases.pairs_ab = n_a * n_b;
    phases.s_ab = s_between(a, n_a, b, n_b);
    phases.s_a = s_within(a, n_a);
    *out = phases;
    return true;
}

/* Pairs won and half the ties: (all + won - lost) / 2. */
double
nap_toward(const struct phases *phases, int direction)
{
    double pairs = (double)phases->pairs_ab;

    assert(direction == 1 || direction == -1);
    return (pairs + direction * (double)phases->s_ab) / (2 * pairs);
}

double
tau_u_over_ab(const struct phases *phases)
{
    return (double)(phases->s_ab - phases->s_a) / (double)phases->pairs_ab;
}
