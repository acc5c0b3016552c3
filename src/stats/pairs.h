/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two arrays in step: two partners over their items, or couples over one
   score.  What is compared is on one metric. */
#ifndef ATTUNE_STATS_PAIRS_H
#define ATTUNE_STATS_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/mem.h"

enum { PAIRS_MIN_CORRELATION = 3, PAIRS_MIN_DIFFERENCE = 2 };

/* Pearson's r: likeness of shape, blind to a difference of level.  False below
   three pairs (two are always on a line) and where one side does not vary. */
bool pair_correlation(const double *a, const double *b, size_t n,
                      double *r) MUST_USE;

/* The correlation over both orders of every pair, the pairwise intraclass
   correlation for partners who cannot be told apart (Griffin & Gonzalez 1995):
   likeness of shape and level.  False below two pairs and where no value
   differs from any other. */
bool pair_double_entry(const double *a, const double *b, size_t n,
                       double *icc) MUST_USE;

/* a - b over n >= 2 pairs. */
struct pair_differences {
    size_t n;
    double mean;
    double sd; /* with n - 1 */
    /* Limits of agreement, mean ± 1.96 sd (Bland & Altman 1986): within them
       lie some 95 of 100 differences. */
    double limit_low;
    double limit_high;
};
bool pair_differences_of(const double *a, const double *b, size_t n,
                         struct pair_differences *out) MUST_USE;

/* How alike two people's answers to the same n >= 1 items are. */
struct pair_profile {
    size_t n;
    bool has_correlation;
    double correlation; /* of shape */
    bool has_icc;
    double icc;       /* of shape and level: pair_double_entry() */
    double d_squared; /* sum of the squared differences */
    double mean_abs;  /* mean of |a - b| */
};
struct pair_profile pair_profile_of(const double *a, const double *b, size_t n);

#endif
