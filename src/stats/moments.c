/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean, standard deviation, skewness and kurtosis, in two passes: the mean
   first, its own rounding error taken out, then the deviations. */
#include "stats/moments.h"

#include <assert.h>
#include <math.h>

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
        double square = deviation * deviation;

        moments.squares += square;
        moments.cubes += square * deviation;
        moments.fourths += square * square;
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

bool
moments_skewness(const struct moments *moments, enum skewness_type type,
                 double *out)
{
    double n = (double)moments->n;
    double variance = moments->squares / n;
    double plain;

    if (moments->n < 3 || !(moments->squares > 0))
        return false;
    plain = moments->cubes / n / (variance * sqrt(variance));
    switch (type) {
    case SKEWNESS_1:
        *out = plain;
        break;
    case SKEWNESS_2:
        *out = plain * sqrt(n * (n - 1)) / (n - 2);
        break;
    case SKEWNESS_3:
        *out = plain * (n - 1) / n * sqrt((n - 1) / n);
        break;
    }
    return true;
}

bool
moments_kurtosis(const struct moments *moments, enum skewness_type type,
                 double *out)
{
    double n = (double)moments->n;
    double variance = moments->squares / n;
    double plain;

    if (moments->n < 4 || !(moments->squares > 0))
        return false;
    plain = moments->fourths / n / (variance * variance) - 3;
    switch (type) {
    case SKEWNESS_1:
        *out = plain;
        break;
    case SKEWNESS_2:
        *out = ((n + 1) * plain + 6) * (n - 1) / ((n - 2) * (n - 3));
        break;
    case SKEWNESS_3:
        *out = (plain + 3) * (n - 1) / n * (n - 1) / n - 3;
        break;
    }
    return true;
}
