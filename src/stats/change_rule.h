/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Change judged by other means than an index of reliable change: in percent of
   the first score, by half an sd, and against what a group's line predicts.
   Indices and fixed points are in rci.h. */
#ifndef ATTUNE_STATS_CHANGE_RULE_H
#define ATTUNE_STATS_CHANGE_RULE_H

#include <stdbool.h>
#include "base/mem.h"
#include "stats/trend.h"

/* (after - before) / before, a share: -0.5 is half of it gone.  Means something
   only on a scale whose 0 is none at all.  False where 'before' is not above
   0: there is no share of nothing. */
bool change_share(double before, double after, double *out) MUST_USE;

/* Limits of shares > 0, each of which counts itself (to a billionth). */
struct share_limits {
    double better;
    double worse;
};

/* 1 for better, -1 for worse, 0 for neither; 'direction' is 1 where higher is
   better and -1 where lower is. */
int change_share_sign(double share, const struct share_limits *limits,
                      int direction);

/* Half an sd of the first scores, in points, which many found to be what people
   notice (Norman, Sloan & Wyrwich 2003); a rule of thumb. */
double change_half_sd(double sd);

/* How far a second score is off what the line of a reference group (of second
   scores on first) predicts: positive where it is higher. */
struct line_departure {
    double z; /* in residual sds: McSweeny et al. 1993; good for large groups */
    double t; /* in errors of a new score: Crawford & Howell 1998; df n - 2 */
    double p; /* two-sided, of t */
};

/* Needs TREND_MIN_LINE_ERROR scores, not all on the line. */
bool line_departure_of(const struct line *line, double before, double after,
                       struct line_departure *out) MUST_USE;

#endif
