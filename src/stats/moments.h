/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean, standard deviation, skewness and kurtosis of an array. */
#ifndef ATTUNE_STATS_MOMENTS_H
#define ATTUNE_STATS_MOMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/mem.h"

/* Sums of powers of the deviations from the mean, so that large values with a
   small spread lose no digits. */
struct moments {
    size_t n;
    double mean;
    double squares; /* sum of the squared deviations */
    double cubes;
    double fourths;
};

/* 'values' has n > 0 finite numbers. */
struct moments moments_of(const double *values, size_t n);

/* Sample standard deviation, with n - 1, as all published norms have it.
   False below two values. */
bool moments_sd(const struct moments *moments, double *sd) MUST_USE;

/* Joanes & Gill 1998: 1 is the plain one (m3 / m2^1.5), 2 the unbiased one of
   SPSS, PSPP, SAS and spreadsheets, 3 the one of R's psych.  False where all
   values are equal, and below three (kurtosis: four) values. */
enum skewness_type { SKEWNESS_1 = 1, SKEWNESS_2, SKEWNESS_3 };
bool moments_skewness(const struct moments *moments, enum skewness_type type,
                      double *out) MUST_USE;
/* Excess kurtosis: 0 for a normal distribution. */
bool moments_kurtosis(const struct moments *moments, enum skewness_type type,
                      double *out) MUST_USE;

#endif
