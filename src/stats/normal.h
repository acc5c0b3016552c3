/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The normal, t and F distributions, the critical values made of them, and norm
   scores.
   A probability is a share, 0 to 1; degrees of freedom need not be whole. */
#ifndef ATTUNE_STATS_NORMAL_H
#define ATTUNE_STATS_NORMAL_H

/* The share of a standard normal distribution below 'z'. */
double normal_cdf(double z);

/* The z below which the share 'p' lies, 0 < p < 1. */
double normal_quantile(double p);

/* The z that the middle share 'level' of a normal distribution keeps within:
   1.959964 for 0.95, 0 < level < 1.  What is printed as 1.96 by convention is
   rci_critical(). */
double normal_critical(double level);

/* The t that the middle share 'level' keeps within, 0 < level < 1. */
double t_critical(double level, double df);

/* The share of an F distribution above 'f', f >= 0. */
double f_upper(double f, double df1, double df2);

/* The F above which the share 'q' lies, 0 < q < 1.  NaN where the degrees of
   freedom are too many to tell (some millions on both sides). */
double f_upper_quantile(double q, double df1, double df2);

/* ---- scores on the metrics of norm tables ----

   Each starts from z, which starts from the raw score unrounded; what is
   rounded is rounded once, at the end. */

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
