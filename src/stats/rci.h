/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indices of reliable change: by how many standard errors a second score is
   off what it would be without change.  Every method has one form,

       index = (after - expected) / error,

   so that each draws a band (rci_band) and can be explained with its numbers
   put in. */
#ifndef ATTUNE_STATS_RCI_H
#define ATTUNE_STATS_RCI_H

#include <stdbool.h>
#include <stddef.h>
#include "base/mem.h"
#include "stats/sem.h"

/* With m s r the mean, sd and reliability of the sample at first, m' s' r'
   later, r12 the correlation of the two, S1 and S2 the errors of the person's
   two scores (s √(1 - r) where all is answered), D = √(S1² + S2²):

   JT   Jacobson & Truax 1991, with the root of 2 of Christensen & Mendoza
        1986: expected before; error D.
   GLN  Gulliksen, Lord & Novick in Hsu 1989: expected m + r (before - m); error
        s √(1 - r²).
   HLL  Hsu, Linn & Lord in Hsu 1989: expected m' + r (before - m), so that the
        sample's own change does not count; error as GLN.
   EN   Edwards & Nunnally (Edwards et al. 1978, Speer 1992): expected as GLN;
        error s √(1 - r).
   NK   Nunnally & Kotsch 1983: expected as GLN; error √(r² S1² + s² (1 - r')).
   HA   Hageman & Arrindell 1999: with v = s² + s'² - 2 s s' r12 and
        R = (v - 2 s² (1 - r)) / v, the reliability of a difference, (R (after
        - before) + (1 - R) (m' - m)) / (√R D), which is expected before
        - (m' - m) (1 - R) / R and error D / √R. */
enum rci_method {
    RCI_JT,
    RCI_GLN,
    RCI_HLL,
    RCI_EN,
    RCI_NK,
    RCI_HA,
    N_RCI_METHODS
};

/* What is known of the reference sample; what a method does not need is not
   looked at, and NaN is not known. */
struct rci_sample {
    double mean;
    double sd;
    double reliability;
    double mean_post;
    double sd_post;
    double reliability_post;
    double r12;
};

/* Two scores of one person.  A prorated score has a larger error, at its own
   end: 'stretch' is k / v, by which the variance of its error grows; 1 where
   everything is answered, and of the mean of n scores, whose errors are taken
   as independent, the mean of theirs over n (JT alone).  The published formulas
   know no such scores; all give the published number where both are 1.  With
   them S1 and S2 stretch, each by its own, and so do the parts of error within
   the others: GLN and HLL have √(s² r (1 - r)² + S2² + r² S1²), which is s √(1
   - r²) put apart; EN √((S1² + S2²) / 2), both ends counting alike; NK
   stretches its two terms; HA takes R = t / (t + D²) with t = v - 2 s² (1 - r),
   the variance of true change. */
struct rci_pair {
    double before;
    double after;
    double stretch_before;
    double stretch_after;
};

struct rci {
    double index;      /* positive: 'after' is higher than expected */
    double expected;   /* the second score without change */
    double error;      /* standard error of (after - expected) */
    double sem_before; /* of each score; 0 for a method that does not use it */
    double sem_after;
    double true_share; /* R of HA; 0 for the others */
};

/* False, '*out' untouched, where a needed fact is missing or impossible (an sd
   or r12 out of range, a reliability below 0 or of 1 and more), where the
   error would be 0, and for HA where the sample's differences hold nothing but
   error (R <= 0). */
bool rci_compute(enum rci_method method, const struct rci_sample *sample,
                 const struct rci_pair *pair, struct rci *out) MUST_USE;

/* The limit that |index| must pass at a level, 0 < level < 1.  At 0.95 it is
   1.96, by convention, and 1.65 for HA, which judges one side, as their authors
   have it; at other levels the normal quantile, two-sided and one-sided. */
double rci_critical(enum rci_method method, double level);

/* The share of second scores within the limits at a level where nothing
   changes but by error and scores are normal: the level itself for JT, GLN,
   and HLL; less for NK and much less for EN, whose errors leave out
   part of what GLN counts (at r = 0.8 and 0.95: 0.939 and 0.856); of HA, which
   judges each side at the level, 2 level - 1. */
double rci_share_within(enum rci_method method, const struct rci_sample *sample,
                        double level);

/* Where a second score is no reliable change, both ends included: expected ±
   critical · error.  Not clipped to the range of the scale. */
struct interval rci_band(const struct rci *rci, double critical);

/* 1 for better, -1 for worse, 0 for no change beyond error; 'direction' is 1
   where higher is better and -1 where lower is.  Strict: an index on the limit
   (to a billionth, the noise of binary arithmetic) is no change. */
int rci_sign(double index, double critical, int direction);

/* The same by a fixed number of points > 0, which counts itself; whether a
   change is that number on paper is for the caller to judge. */
int rci_points_sign(double change, double points, int direction);

/* How often at least one of 'n' verdicts would be a reliable change when
   nothing changes, if they were independent: 1 - level^n. */
double rci_chance_of_any(size_t n, double level);

/* Of HA: by how many standard errors the true score after is past 'cut', the
   cut-off between true scores (outcome_true_groups).  Needs mean_post, sd_post,
   sd and reliability; false as rci_compute(). */
bool rci_ha_passing(const struct rci_sample *sample,
                    const struct rci_pair *pair, double cut,
                    double *index) MUST_USE;

#endif
