/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean, standard deviation and median of an array. */
#ifndef ATTUNE_STATS_MOMENTS_H
#define ATTUNE_STATS_MOMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/mem.h"

/* The squares are of deviations from the mean, so that large values with a
   small spread lose no digits. */
struct moments {
    size_t n;
    double mean;
    double squares; /* sum of the squared deviations */
};

/* 'values' has n > 0 finite numbers. */
struct moments moments_of(const double *values, size_t n);

/* Sample standard deviation, with n - 1, as all published norms have it.
   False below two values. */
bool moments_sd(const struct moments *moments, double *sd) MUST_USE;

/* Puts finite numbers in ascending order. */
void quantile_sort(double *values, size_t n);

/* Of n > 0 sorted values; of two in the middle their mean. */
double quantile_median(const double *sorted, size_t n);

#endif
