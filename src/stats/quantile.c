/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles of a sample, and where in a sample a score stands. */
#include "stats/quantile.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>

static int
compare(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;

    return (left > right) - (left < right);
}

void
quantile_sort(double *values, size_t n)
{
    if (n > 1)
        qsort(values, n, sizeof *values, compare);
}

double
quantile_of(const double *sorted, size_t n, double p, enum quantile_type type)
{
    /* Position among the values, the first at 1; a product that misses a
       whole number by rounding alone is that number. */
    double at =
        type == QUANTILE_6 ? p * ((double)n + 1) : 1 + p * ((double)n - 1);
    double whole = floor(at + 4 * DBL_EPSILON * at);
    double part = fmax(at - whole, 0);
    size_t below;

    assert(n > 0 && p >= 0 && p <= 1);
    if (whole < 1)
        return sorted[0];
    if (whole >= (double)n)
        return sorted[n - 1];
    below = (size_t)whole - 1;
    return sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

double
quantile_median(const double *sorted, size_t n)
{
    return quantile_of(sorted, n, 0.5, QUANTILE_7);
}

struct percentile_rank
percentile_rank_of(const double *values, size_t n, double score)
{
    size_t n_below = 0;
    size_t n_equal = 0;
    double percent = 100 / (double)n;

    assert(n > 0);
    for (size_t i = 0; i < n; i++) {
        n_below += values[i] < score;
        n_equal += values[i] == score;
    }
    return (struct percentile_rank){
        .below = percent * (double)n_below,
        .mid = percent * ((double)n_below + 0.5 * (double)n_equal),
        .at_or_below = percent * (double)(n_below + n_equal),
    };
}
