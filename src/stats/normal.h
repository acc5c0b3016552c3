/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The normal, t and F distributions, and the critical values made of them.
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

/* How often |t| or more comes by chance alone, df > 0. */
double t_two_sided(double t, double df);

/* The t that the middle share 'level' keeps within, 0 < level < 1. */
double t_critical(double level, double df);

/* The share of an F distribution above 'f', f >= 0. */
double f_upper(double f, double df1, double df2);

/* The F above which the share 'q' lies, 0 < q < 1.  NaN where the degrees of
   freedom are too many to tell (some millions on both sides). */
double f_upper_quantile(double q, double df1, double df2);

#endif
