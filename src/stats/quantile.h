/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The median of a sample. */
#ifndef ATTUNE_STATS_QUANTILE_H
#define ATTUNE_STATS_QUANTILE_H

#include <stddef.h>

/* Puts finite numbers in ascending order. */
void quantile_sort(double *values, size_t n);

/* Of n > 0 sorted values; of two in the middle their mean. */
double quantile_median(const double *sorted, size_t n);

#endif
