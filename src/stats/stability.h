/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How steady a row of scores is: control charts, and whether each score leans
   on the one before it.

   These come from the making of things, where a process is to stay as it is
   and there are scores enough to say how it is.  With five or six sessions the
   limits are guesses, scores that lean on each other draw them too narrow, and
   a trend, which they call trouble, is what therapy is for: they are an aid to
   judge whether a baseline is steady, and nothing else.  Lines, ranks and
   phases are in trend.h. */
#ifndef ATTUNE_STATS_STABILITY_H
#define ATTUNE_STATS_STABILITY_H

#include <stdbool.h>
#include <stddef.h>
#include "base/mem.h"
#include "stats/sem.h"
#include "stats/trend.h"

enum { STABILITY_MIN_XMR = 2, STABILITY_MIN_LAG = 3 };

/* ---- XmR: single scores and moving ranges ---- */

/* Of ranges of two scores, in a normal distribution: the mean range is 1.128
   sd (d2), its limit 3.267 times it (D4); 2.66 is 3 / 1.128 and 3.145 is 3
   over the median range's 0.954, as printed in Wheeler & Chambers 1992. */
#define XMR_D2 1.128
#define XMR_RANGE_LIMIT 3.267
#define XMR_BY_MEAN 2.66
#define XMR_BY_MEDIAN 3.145

struct xmr {
    double centre;       /* the mean score */
    double mean_range;   /* of |this score - the one before| */
    double median_range; /* one odd session does not move it much */
    double sigma;        /* sd as the ranges have it: mean_range / XMR_D2 */
    double range_limit;  /* XMR_RANGE_LIMIT mean_range */
    /* Natural process limits: centre ± XMR_BY_MEAN mean_range, and ±
       XMR_BY_MEDIAN median_range.  That of 3 sigma differs from the first in
       the last digits, as 3 / 1.128 is not quite 2.66. */
    struct interval by_mean;
    struct interval by_median;
};

/* Of the scores of a baseline in the order of time.  False below
   STABILITY_MIN_XMR. */
bool xmr_of(const double *scores, size_t n, struct xmr *out) MUST_USE;

/* ---- EWMA: a moving average that forgets ---- */

/* Roberts 1959: share · score + (1 - share) · previous, 0 < share <= 1; the
   first one's 'previous' is the target. */
double ewma_next(double previous, double score, double share);

/* Standard error of the n-th average (1-based) of scores with an sd:
   sd √(share / (2 - share) (1 - (1 - share)^(2 n))). */
double ewma_error(double sd, double share, size_t n);

/* The same after many scores, which NIST's handbook uses throughout:
   sd √(share / (2 - share)). */
double ewma_error_in_the_end(double sd, double share);

/* ---- CUSUM: what adds up above and below a target ---- */

/* The tabular form (Page 1954).  Starts as {0}; beyond a limit of some five sd
   it signals. */
struct cusum {
    double high; /* max(0, high + score - target - slack) */
    double low;  /* max(0, low + target - slack - score) */
};

/* 'slack' >= 0 is what is forgiven every time, mostly half an sd. */
struct cusum cusum_next(struct cusum before, double score, double target,
                        double slack);

/* ---- each score and the one before ---- */

/* The sum of the products of neighbours' deviations from the mean over the sum
   of their squares: the estimate of Box & Jenkins, which leans toward 0 in
   short rows.  Takes the sessions as evenly spaced.  False below
   STABILITY_MIN_LAG and where all are equal. */
bool lag_correlation(const double *scores, size_t n, double *r) MUST_USE;

/* Durbin & Watson 1950 of what a line leaves: 2 for errors that are
   independent, less where neighbours are alike, 0 to 4.  The scores are those
   that the line was fitted to, in the order of time.  False below
   STABILITY_MIN_LAG and where the line leaves nothing. */
bool line_durbin_watson(const struct line *line, const double *times,
                        const double *scores, double *d) MUST_USE;

#endif
