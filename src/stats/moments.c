/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean and standard deviation, in two passes: the mean first, its own rounding
   error taken out, then the deviations; and the median. */
#include "stats/moments.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

static double
mean_of(const double *values, size_t n)
{
    double sum = 0;
    double rest = 0;
    double mean;

    for (size_t i = 0; i < n; i++)
        sum += values[i];
    mean = sum / (double)n;
    for (size_t i = 0; i < n; i++)
        rest += values[i] - mean;
    return mean + rest / (double)n;
}

struct moments
moments_of(const double *values, size_t n)
{
    struct moments moments = {.n = n};

    assert(n > 0);
    moments.mean = mean_of(values, n);
    for (size_t i = 0; i < n; i++) {
        double deviation = values[i] - moments.mean;

        moments.squares += deviation * deviation;
    }
    return moments;
}

bool
moments_sd(const struct moments *moments, double *sd)
{
    if (moments->n < 2)
        return false;
    *sd = sqrt(moments->squares / (double)(moments->n - 1));
    return true;
}

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
quantile_median(const double *sorted, size_t n)
{
    assert(n > 0);
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
}
