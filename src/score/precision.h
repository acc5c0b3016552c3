/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How exact one score is: its standard error of measurement (SEM) and its 95 %
   interval, with all that they are made of, or why they cannot be said.

   SEM = sd √(1 - r), times √(k / v) where v of k parallel items stand for all;
   prorated by range or weight, k and v are the ranges or weights of all items
   and of those answered, as of so many parallel parts.  Where blanks count as
   0, the published sd and r are of such scores, and nothing is added.
   r is internal consistency: of the change rule where it names one, else the
   first alpha or omega of the scale; a retest reliability is none.  The sd is
   of the sample that the change rule names, so that sd and r belong together,
   else of the norm chosen for the person.  Where the table of the scale's
   metric has a standard error for the score, that is taken for sd √(1 - r); and
   an estimate has its own, which counts its blanks already. */
#ifndef ATTUNE_SCORE_PRECISION_H
#define ATTUNE_SCORE_PRECISION_H

#include <stdbool.h>
#include <stddef.h>
#include "instrument/instrument.h"
#include "score/norm.h"
#include "score/scores.h"

enum precision_why {
    PRECISION_SAID,
    PRECISION_NO_SCORE,
    PRECISION_NO_RELIABILITY, /* no internal consistency is known */
    PRECISION_NO_NORM,        /* no standard deviation is known */
    PRECISION_BLANKS,  /* a formula over a prorated scale: k / v is not known */
    PRECISION_WEIGHTS, /* prorated, and items that weigh unequally are not
                          parallel: k / v does not hold */
    N_PRECISION_WHYS
};
extern const char *const precision_why_texts[]; /* English */

struct precision {
    enum precision_why why;
    bool is_of_table;        /* the error is from the table of the metric, or */
    bool is_own;             /* the score's own, as it is an estimate; */
    const struct norm *norm; /* then these are NULL */
    const struct reliability *reliability;
    size_t n_items;    /* k; 0 for formulas */
    size_t n_answered; /* v */
    double whole;      /* k and v, or the ranges or weights for them */
    double part;
    double sem_full; /* sd √(1 - r) */
    double sem;      /* of this score */
    double critical; /* 1.96 */
    double low;      /* value ± critical · sem, within the scale's ends */
    double high;
    bool is_cut; /* it ends at one of them: it would go beyond */
};

/* 'change' is the rule that the scale is judged by; NULL: none. */
struct precision precision_of(const struct scale *scale,
                              const struct change *change,
                              const struct norm_choice *choice,
                              const struct score *score);

/* Whether a point lies beyond the interval's reach, so that it is told on which
   side of it the score is. */
bool precision_clears(const struct precision *precision, double value,
                      double point) MUST_USE;

/* k / v, or of ranges or weights, by which the variance of a prorated score's
   error grows; 1 where nothing is prorated.  False where that is not known: for
   a formula over a prorated scale and for items that weigh unequally. */
bool precision_stretch(const struct scale *scale, const struct score *score,
                       double *stretch) MUST_USE;

#endif
