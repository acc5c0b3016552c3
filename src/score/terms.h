/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each answer to an item brings into a combined scale, looked up by the
   byte of the answer.  Terms are added, or the least or greatest taken; an
   answer that brings nothing has the neutral term. */
#ifndef ATTUNE_SCORE_TERMS_H
#define ATTUNE_SCORE_TERMS_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "instrument/instrument.h"
#include "score/plan.h"

/* In the place of an answer's byte where blanks may still decide whether the
   item counts. */
enum { CODE_OPEN = 255, N_CODES = 256 };

/* What brings nothing in. */
double terms_neutral(const struct scale *scale);

/* Numbers by the byte of an answer. */
struct term_table {
    double at[N_CODES];
};

/* Each is an array of as many tables as the scale's sums have limbs (see
   instrument/units.h). */
struct terms {
    struct term_table *value; /* of what was answered */
    struct term_table *low;   /* with the least a blank could become */
    struct term_table *high;
    struct term_table *weight;        /* of what was answered, else 0 */
    struct term_table *weight_filled; /* of what was or could be answered */
};

/* The limb of a whole number that goes into table 'limb' of 'n_limbs'. */
double terms_limb(__int128 whole, size_t limb, size_t n_limbs);

/* Of member 'idx' of a scale. */
const struct terms *terms_new(const struct scale *scale, size_t idx,
                              const struct plan_member *member,
                              struct arena *arena) MUST_USE;

/* An item that is not applicable is out of the scale; else it counts as one
   that was not answered. */
bool terms_excludes(const struct scale *scale);

/* Whether an answer's byte is an answer or could still become one: what is
   known not to apply never does. */
bool terms_fills(uint8_t code);

#endif
