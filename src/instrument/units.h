/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Combined scales in whole numbers.  Each answered item brings in a term, and
   a score is made of the sum of the terms with one division at the end:

       mean      Σ w x / Σ w          sum   Σ w x, prorated times k / v
       percent   Σ w 100 (x - lo) / (hi - lo) / Σ w        count   Σ 1

   or, prorated by rule, where u of each item is its w, or its w (hi - lo) by
   range (then L is Σ w lo over all, else 0, and x is counted from lo), and U is
   Σ u over all:

       sum       L + U Σ w x / Σ u         mean   the same over Σ w of all

   Scores, weights and ends are decimals, so that all terms of a scale are
   whole numbers over one denominator.  Sums of whole numbers do not depend on
   their order, and the quotient is the double nearest to the score on paper:
   equal answers in any order give the same bytes, and 75 is 75.

   How wide the sums are is settled here, once for a scale. */
#ifndef ATTUNE_INSTRUMENT_UNITS_H
#define ATTUNE_INSTRUMENT_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "instrument/instrument.h"

/* A sum of whole numbers lies in doubles, which hold them exactly below 2^53:
   one where that is enough, else three limbs of 40 bits each. */
enum { UNITS_MOST_LIMBS = 3, UNITS_LIMB_BITS = 40 };

struct unit_member {
    int decimals;    /* of its scores */
    __int128 zero;   /* taken off its score: the lower end of a percentage */
    __int128 factor; /* makes a term of what is left */
    __int128 weight; /* what it brings into the divisor */
};

struct units {
    const struct unit_member *members;
    __int128 den;     /* of a sum of terms */
    bool has_weights; /* the divisor is not the number of answers */
    /* What the weights of an average lost by becoming whole and small. */
    __int128 weight_times;
    __int128 weight_den;
    /* Prorated by rule: U and L; else 0. */
    __int128 all;
    __int128 offset;
    __int128 term_den; /* of a sum of terms; 'den' may divide it further */
    size_t n_limbs;
    bool is_too_wide; /* not even 119 bits hold the largest sum: no scale whose
                         numbers have so many digits is taken */
};

/* Of a scale whose members, method and can_prorate are known. */
const struct units *units_new(const struct scale *scale,
                              struct arena *arena) MUST_USE;

/* The term of a member's score after reversal.  Of min and max it is the
   score itself over the denominator. */
__int128 units_term(const struct scale *scale, size_t member_idx, double keyed);

/* What such a term lacks to the weighed score itself, where it is counted from
   the lower end to be prorated by range; else 0. */
__int128 units_lowest(const struct scale *scale, size_t member_idx);

/* A score of v answers is sum * times / divisor, or, where the scale has
   weights, (sum * times + offset * weight) / (divisor * weight); exact, and of
   one limb also in doubles. */
struct units_ratio {
    __int128 times;
    __int128 offset;
    __int128 divisor;
};
struct units_ratio units_ratio(const struct scale *scale, size_t v);

/* That score.  The weight counts where the scale has weights. */
double units_score(const struct scale *scale, __int128 sum, size_t v,
                   __int128 weight);

/* The mean of two scores of members, the double nearest to it on paper. */
double units_middle(const struct scale *scale, double a, double b);

/* A sum of terms, or of weights, as it is shown: in the weights of the file. */
double units_shown(const struct scale *scale, __int128 sum);
double units_shown_weight(const struct scale *scale, __int128 weight);

/* Whether a score, after reversal, is one that is counted. */
bool units_counts(const struct expr *count_if, double keyed);

/* In how many equal steps the scores of forms without blanks lie from the
   lowest to the highest attainable one (some may be attained by no form); 0: it
   is not known, or they are more than UNITS_MOST_STEPS.  'items' are the
   instrument's.
 */
enum { UNITS_MOST_STEPS = 10000 };
size_t units_steps(const struct scale *scale, const struct item *items);

/* The decimals that the scores of a response have; -1: any number. */
int units_decimals(const struct response *response);

#endif
