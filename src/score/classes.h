/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OP_CLASS: the first case of a class whose test is true.  A test that cannot
   be decided before that leaves the class without a case: it never falls
   through to a later one, nor to 'otherwise'. */
#ifndef ATTUNE_SCORE_CLASSES_H
#define ATTUNE_SCORE_CLASSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "score/plan.h"
#include "score/scores.h"

/* The class of one row. */
struct class_result {
    int which;      /* the case that holds; -1: none */
    enum why why;   /* WHY_SCORED, or why there is none */
    int stopped_at; /* the case whose test could not be decided; -1: none */
    /* What the blanks could still have made it; details only.  has_range is
       false where that cannot be said (a bad value, a broken row); read the
       cases with class_can_be(). */
    bool has_range;
    bool may_miss; /* there may be no case even if all were answered */
    const uint64_t *possible;
};

/* Whether the blanks could still make it that case; needs has_range.  May say
   so of too many cases, never of too few. */
bool class_can_be(const struct class_result *result, size_t case_idx);

/* The ids of these cases, parted by blanks; nothing without has_range. */
void class_add_possible(const struct class_result *result,
                        const struct class *class, struct buf *out);

/* The classes of a batch, as columns. */
struct class_column {
    int16_t *which;
    uint8_t *why;
    int16_t *stopped_at;
    /* Of details only, else NULL: */
    uint8_t *has_range;
    uint8_t *may_miss;
    uint64_t *possible; /* n_words for each row */
    size_t n_words;
};

/* One for each class, with room for BATCH_ROWS rows. */
struct class_column *class_columns_new(const struct plan *plan,
                                       bool with_details,
                                       struct arena *arena) MUST_USE;

struct class_result classes_get(const struct scores *scores, size_t class_idx,
                                size_t row);

#endif
