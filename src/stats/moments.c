/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean and standard deviation, in two passes: the mean first, its own rounding
   error taken out, then the deviations; and the median. */
#include "stats/moments.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "stats/normal.h"

static double
mean_of(const double *values, size_t n)
{
    double sum = 0;
    double rest = 0;

    for (size_t i = 0; i < n; i++)
        sum += values[i];
    double mean = sum / (double)n;
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

struct range_parts
range_parts_of(double lo, double hi, size_t n_steps)
{
    double step = n_steps ? (hi - lo) / (double)n_steps : 0;
    size_t n_values = n_steps ? n_steps + 1 : RANGE_PARTS;
    size_t n_in_one = (n_values + RANGE_PARTS - 1) / RANGE_PARTS;

    return (struct range_parts){
        .from = lo - step / 2,
        .to = hi + step / 2,
        .width = n_steps ? step * (double)n_in_one : (hi - lo) / RANGE_PARTS,
        .n = (n_values + n_in_one - 1) / n_in_one,
    };
}

double
range_part_from(const struct range_parts *parts, size_t part)
{
    return part < parts->n ? parts->from + parts->width * (double)part
                           : parts->to;
}

size_t
range_part_at(const struct range_parts *parts, double value)
{
    double at = floor((value - parts->from) / parts->width + 1e-9);

    return (size_t)fmax(0, fmin((double)parts->n - 1, at));
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

struct clustered_mean
clustered_mean_of(const double *values, const size_t *clusters, size_t n,
                  size_t n_clusters, double level, struct arena *arena)
{
    double *sums = ARENA_ARRAY(arena, n_clusters, double);
    struct clustered_mean mean = {
        .n = n, .n_clusters = n_clusters, .mean = mean_of(values, n)};
    double g = (double)n_clusters;
    double squares = 0;

    for (size_t i = 0; i < n; i++)
        sums[clusters[i]] += values[i] - mean.mean;
    for (size_t i = 0; i < n_clusters; i++)
        squares += sums[i] * sums[i];
    mean.has_interval = n_clusters > 1;
    if (!mean.has_interval)
        return mean;
    double reach =
        t_critical(level, g - 1) * sqrt(g / (g - 1) * squares) / (double)n;
    mean.low = mean.mean - reach;
    mean.high = mean.mean + reach;
    return mean;
}
