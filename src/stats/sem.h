/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error of measurement: of one score, of a difference, of an estimate.
   All are standard errors in points of the score.  An sd is that of a
   reference sample, on the same metric as the score (that of a sum is not that
   of a mean), and a reliability is that of the same sample, 0 to 1. */
#ifndef ATTUNE_STATS_SEM_H
#define ATTUNE_STATS_SEM_H

#include <stddef.h>

/* Standard error of measurement: sd √(1 - r). */
double sem_of(double sd, double reliability);

/* Of a score in which 'part' > 0 of a 'whole' of parallel items stands for all:
   sem √(k / v). */
double sem_prorated(double sem, double whole, double part);

/* Of the difference between two scores with independent errors, of one person
   (two scales, two occasions) or of two people: √(a² + b²).  The scores are on
   one metric. */
double sem_of_difference(double sem_a, double sem_b);

/* The estimated true score, drawn to the mean: mean + r (score - mean). */
double sem_true_score(double score, double mean, double reliability);

/* The reliability of a scale made 'times' as long (0.5: half), times > 0:
   Spearman and Brown 1910. */
double sem_lengthened(double reliability, double times);

struct interval {
    double low;
    double high;
};

/* centre ± critical · error. */
struct interval interval_around(double centre, double error, double critical);

#endif
