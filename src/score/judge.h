/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a score means by its scale's own bands and cut-offs.  One operator,
   used everywhere: in columns, reports and for both ends of a range. */
#ifndef ATTUNE_SCORE_JUDGE_H
#define ATTUNE_SCORE_JUDGE_H

#include <stdbool.h>
#include <stddef.h>
#include "instrument/instrument.h"
#include "score/scores.h"

/* < 0, 0, > 0 as a score lies below, on or above a point of its scale: of a
   band, a cut-off, a norm table, an end.  Scores and points are the doubles
   nearest to what they are on paper, so this is the verdict on paper (see
   base/near.h). */
int judge_point(double value, double point);

/* The same of what was calculated from scores, such as their difference: less
   than a 10^12th of the scale counts as on the point. */
int judge_side(const struct scale *scale, double value, double point);

/* after - before, as on paper: 43.2 - 45 is -1.8. */
double judge_difference(double after, double before);

/* < 0, 0, > 0 as two scores lie less than so many points apart, as many, or
   more, on paper: from 1.1 to 7.1 it is 6, and to 7.09999999999 it is less. */
int judge_apart(double a, double b, double points);

/* How many decimals, 'least' at first, it takes for a number to be seen on its
   side of a limit when both are rounded to them. */
int judge_decimals(double number, double limit, int least);

/* How many decimals, 'least' at first, it takes for a score to be seen on its
   side of the cut-offs and of the bands told that are for the person whom
   'fitting' is of: 9.6 beside a cut-off at 10 is not 10. */
int judge_score_decimals(const struct scale *scale, uint64_t fitting,
                         double value, int least);

/* How many decimals, 'least' at first, it takes for two scores to be seen to
   differ as their difference does: 9.6 and 10.4 are not 10 and 10, 1 apart. */
int judge_pair_decimals(double before, double after, int least);

/* The value as bands and cut-offs see it: rounded where the scale says how. */
double judge_rounded(const struct scale *scale, double value);

/* What the items give as the table of a metric sees it, and what that gives. */
double judge_before_metric(const struct scale *scale, double value);
double judge_metric(const struct scale *scale, double value);

/* The standard error that the table has for a score, the largest of several;
   0: none. */
double judge_metric_error(const struct scale *scale, double value);

/* The bands for a person whom 'fitting' is of (norm_fitting()): the first that
   fit.  NULL: none, as far as is known. */
const struct band_set *judge_bands(const struct scale *scale, uint64_t fitting);

/* The position of the band that 'value' falls into, among all bands of the
   scale; -1 where there is none. */
int judge_band(const struct scale *scale, uint64_t fitting, double value);

/* The bands that the blanks could still have made it: of the lowest and of the
   highest score, which are one where nothing is open.  -1 where there is none,
   or where the lowest and highest cannot be said. */
struct band_span {
    int low;
    int high;
};
struct band_span judge_band_span(const struct scale *scale,
                                 const struct score *score);

/* Bands that only cut the range in parts say nothing of a score and are never
   put beside one. */
bool judge_tells_bands(const struct scale *scale);

/* The norm with mean and sd of that id; NULL: none, also for a NULL id. */
const struct norm *judge_norm(const struct scale *scale, const char *id);

/* What a cut-off is for a person; NULL: it has nothing for them. */
const struct cutoff_point *judge_cutoff(const struct cutoff *cutoff,
                                        uint64_t fitting);

/* Where the cut-off lies; a b c after Jacobson and Truax 1991, b with the
   functional sample's own standard deviation.  False when it rests on a norm
   that the scale does not have. */
bool judge_cutoff_point(const struct scale *scale,
                        const struct cutoff_point *cutoff,
                        double *point) MUST_USE;

/* Whether 'value' is beyond a cut-off, in the direction of worse; NULL: none
   that is for the person. */
enum beyond judge_beyond(const struct scale *scale,
                         const struct cutoff_point *cutoff, double value);

#endif
