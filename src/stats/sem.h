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

/* Of a score prorated from 'n_answered' > 0 of 'n_items' parallel items:
   sem √(k / v). */
double sem_prorated(double sem, size_t n_items, size_t n_answered);

/* Of the difference between two scores with independent errors, of one person
   (two scales, two occasions) or of two people: √(a² + b²).  The scores are on
   one metric. */
double sem_of_difference(double sem_a, double sem_b);

/* The estimated true score, drawn to the mean: mean + r (score - mean). */
double sem_true_score(double score, double mean, double reliability);

/* Of a true score around its estimate: sd √(r (1 - r)). */
double sem_of_true_score(double sd, double reliability);

/* Of a second, parallel score around the estimate: sd √(1 - r²). */
double sem_of_retest(double sd, double reliability);

/* The reliability of a scale made 'times' as long (0.5: half), times > 0:
   Spearman and Brown 1910. */
double sem_lengthened(double reliability, double times);

/* How many times as long a scale must be for a reliability that is wished: the
   same formula turned round.  Both above 0 and below 1. */
double sem_length_for(double reliability, double wished);

/* A correlation of two scores as it would be without their errors, r / √(r_a
   r_b) (Spearman 1904).  Beyond 1 in size where sampling has it so: not
   clipped.  Reliabilities above 0. */
double sem_disattenuated(double r, double reliability_a, double reliability_b);

/* One of the scores that a composite adds up. */
struct sem_part {
    double weight;
    double sd;
    double reliability;
};

/* The reliability of a weighted sum of scores whose errors are independent
   (Mosier 1943): 1 - (sum of weight² sd² (1 - reliability)) / variance, the
   last being that of the composite, > 0. */
double sem_composite(const struct sem_part *parts, size_t n, double variance);

struct interval {
    double low;
    double high;
};

/* centre ± critical · error. */
struct interval interval_around(double centre, double error, double critical);

#endif
