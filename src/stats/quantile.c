/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The median of a sample. */
#include "stats/quantile.h"

#include <assert.h>
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
quantile_median(const double *sorted, size_t n)
{
    assert(n > 0);
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
}
