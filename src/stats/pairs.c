/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two arrays in step: sums of squares and products about the means, and what
   is made of them. */
#include "stats/pairs.h"

#include <assert.h>
#include <math.h>
#include "stats/moments.h"

struct sums {
    double mean_a;
    double mean_b;
    double squares_a;
    double squares_b;
    double products;
};

static struct sums
sums_of(const double *a, const double *b, size_t n)
{
    struct moments of_a = moments_of(a, n);
    struct moments of_b = moments_of(b, n);
    struct sums sums = {of_a.mean, of_b.mean, of_a.squares, of_b.squares, 0};

    for (size_t i = 0; i < n; i++)
        sums.products += (a[i] - of_a.mean) * (b[i] - of_b.mean);
    return sums;
}

/* Rounding must not make an r of more than 1. */
static double
within_one(double r)
{
    return fmax(-1, fmin(1, r));
}

bool
pair_correlation(const double *a, const double *b, size_t n, double *r)
{
    if (n < PAIRS_MIN_CORRELATION)
        return false;
    struct sums sums = sums_of(a, b, n);
    if (!(sums.squares_a > 0 && sums.squares_b > 0))
        return false;
    *r = within_one(sums.products
                    / (sqrt(sums.squares_a) * sqrt(sums.squares_b)));
    return true;
}

/* Both orders of a pair about the mean of all: each side's deviations from its
   own mean, and half the distance of the means. */
bool
pair_double_entry(const double *a, const double *b, size_t n, double *icc)
{
    if (n < PAIRS_MIN_DIFFERENCE)
        return false;
    struct sums sums = sums_of(a, b, n);
    double level = (sums.mean_a - sums.mean_b) / 2;
    level *= level * 2 * (double)n;
    double squares = sums.squares_a + sums.squares_b + level;
    if (!(squares > 0))
        return false;
    *icc = within_one((2 * sums.products - level) / squares);
    return true;
}

/* Mean and sum of squares of a - b, without a third array. */
static void
add_differences(const double *a, const double *b, struct pair_differences *out)
{
    double n = (double)out->n;
    double squares = 0;

    for (size_t i = 0; i < out->n; i++)
        out->mean += (a[i] - b[i]) / n;
    for (size_t i = 0; i < out->n; i++) {
        double deviation = a[i] - b[i] - out->mean;

        squares += deviation * deviation;
    }
    out->sd = sqrt(squares / (n - 1));
}

static bool
all_differ_alike(const double *a, const double *b, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (a[i] - b[i] != a[0] - b[0])
            return false;
    return true;
}

bool
pair_differences_of(const double *a, const double *b, size_t n,
                    struct pair_differences *out)
{
    struct pair_differences result = {.n = n};

    if (n < PAIRS_MIN_DIFFERENCE)
        return false;
    add_differences(a, b, &result);
    if (all_differ_alike(a, b, n))
        result.sd = 0;
    result.limit_low = result.mean - 1.96 * result.sd;
    result.limit_high = result.mean + 1.96 * result.sd;
    *out = result;
    return true;
}

struct pair_profile
pair_profile_of(const double *a, const double *b, size_t n)
{
    struct pair_profile profile = {.n = n};

    assert(n > 0);
    for (size_t i = 0; i < n; i++) {
        double difference = a[i] - b[i];

        profile.d_squared += difference * difference;
        profile.mean_abs += fabs(difference);
    }
    profile.mean_abs /= (double)n;
    profile.has_correlation = pair_correlation(a, b, n, &profile.correlation);
    profile.has_icc = pair_double_entry(a, b, n, &profile.icc);
    return profile;
}
