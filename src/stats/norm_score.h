/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores on the metrics of norm tables.  Each starts from z, which starts from
   the raw score unrounded; what is rounded is rounded once, at the end. */
#ifndef ATTUNE_STATS_NORM_SCORE_H
#define ATTUNE_STATS_NORM_SCORE_H

/* (score - mean) / sd, sd > 0. */
double z_score(double score, double mean, double sd);

double t_score(double z);      /* 50 + 10 z */
double iq_score(double z);     /* 100 + 15 z */
double z_percentile(double z); /* of a normal distribution, 0 to 100 */

/* By formula: 5 + 2 z within 1 to 9, and 5.5 + 2 z within 1 to 10, rounded
   half up (toward +infinity), so that a z on a limit (0.25, 0.75 ...) belongs
   to the higher of the two.  Noise past the ninth decimal is no part of z:
   a score on a limit stays on it. */
int stanine_of_z(double z);
int sten_of_z(double z);

/* By percent, 0 to 100, as published tables have it: a stanine begins at 4,
   11, 23, 40, 60, 77, 89, 96, a sten at the normal areas below -2, -1.5 ... 2
   printed to three decimals (2.275, 6.681 ...).  A percentile on a limit
   belongs to the higher one.  On a limit the two forms may disagree: z = -0.25
   is stanine 5 by formula, and z = -1.5 sten 3 by formula and 2 by percent. */
int stanine_of_percentile(double percentile);
int sten_of_percentile(double percentile);

/* To a whole number, half up, noise past the ninth decimal left out. */
double round_half_up(double number);

#endif
