/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantiles of a sample, and where in a sample a score stands. */
#ifndef ATTUNE_STATS_QUANTILE_H
#define ATTUNE_STATS_QUANTILE_H

#include <stddef.h>

/* Puts finite numbers in ascending order. */
void quantile_sort(double *values, size_t n);

/* The types of Hyndman & Fan 1996: 6 is that of SPSS and PSPP, 7 that of R
   and of spreadsheets. */
enum quantile_type { QUANTILE_6 = 6, QUANTILE_7 = 7 };

/* The value below which the share 'p' (0 to 1) of the n > 0 sorted values
   lies. */
double quantile_of(const double *sorted, size_t n, double p,
                   enum quantile_type type);

double quantile_median(const double *sorted, size_t n);

/* Where 'score' stands among n > 0 values in any order, in percent.  Norm
   tables differ in which of the three they mean; 'mid' (below, and half of the
   ties) is ours where a file does not say. */
struct percentile_rank {
    double below;
    double mid;
    double at_or_below;
};
struct percentile_rank percentile_rank_of(const double *values, size_t n,
                                          double score);

#endif
