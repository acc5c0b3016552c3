/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores on the metrics of norm tables.  Each starts from z, which starts from
   the raw score unrounded; what is rounded is rounded once, at the end. */
#ifndef ATTUNE_STATS_NORM_SCORE_H
#define ATTUNE_STATS_NORM_SCORE_H

/* (score - mean) / sd, sd > 0. */
double z_score(double score, double mean, double sd);

double t_score(double z);      /* 50 + 10 z */
double z_percentile(double z); /* of a normal distribution, 0 to 100 */

/* By formula: 5 + 2 z within 1 to 9, and 5.5 + 2 z within 1 to 10, rounded
   half up (toward +infinity), so that a z on a limit (0.25, 0.75 ...) belongs
   to the higher of the two.  Noise past the ninth decimal is no part of z:
   a score on a limit stays on it. */
int stanine_of_z(double z);
int sten_of_z(double z);

#endif
