/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far raters agree: the intraclass correlation of the scores that several
   (partners, occasions) give several targets (couples, people). */
#ifndef ATTUNE_STATS_AGREEMENT_H
#define ATTUNE_STATS_AGREEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/mem.h"

struct icc {
    bool known;   /* false where nothing varies that it rests on */
    double value; /* may be below 0: never clipped */
    bool tested;  /* its interval is known: there is error to test against */
    double low;
    double high;
};

/* ICC(1,1) of Shrout & Fleiss 1979: of one rating, where raters differ from
   target to target and cannot be told apart.

   'ratings' has n_targets rows of n_raters numbers, complete; 'level' is that
   of the interval, 0 < level < 1.  False below two targets or raters, and where
   all ratings are equal. */
bool icc_compute(const double *ratings, size_t n_targets, size_t n_raters,
                 double level, struct icc *out) MUST_USE;

#endif
