/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of each score since its client's baseline, as columns beside
   those of scores.h: what score --change prints.  Rows must be read in groups,
   each of one client, in whatever order it has them. */
#ifndef ATTUNE_CHANGE_ROW_CHANGES_H
#define ATTUNE_CHANGE_ROW_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "score/plan.h"
#include "score/reading.h"
#include "change/verdict.h"

struct row_change {
    const char *baseline; /* label of the session; NULL: there is none */
    /* Of a session behind the baseline: */
    bool has_verdict;
    enum verdict_kind verdict;
    enum verdict_category category;
    enum verdict_cut cut;
    bool cut_depends;
    bool is_seen_once;
    bool is_alpha_only;
    bool reaches_mic; /* where the scale has one and there is a difference */
    bool mic_depends; /* the blanks decide whether it does */
    bool has_difference;
    double difference;
    bool has_index; /* not of the method points */
    double index;
    const struct change *rule; /* that it was judged by; NULL: it was not */
    const struct reliability *reliability; /* NULL: the rule needs none */
    /* Whose facts choose the norm, so that one holds for the whole series;
       NULL: the row's own. */
    const struct person *norm_person;
};

struct row_changes;

const struct row_change *row_changes_get(const struct row_changes *changes,
                                         size_t scale_idx, size_t row);

/* ---- judging ---- */

struct changes_options {
    const struct plan *const *plans;
    size_t n_plans;
    struct verdict_options verdict;
    bool with_private; /* a row with nothing but private answers is a session */
};

/* Judges the batches of one piece after the other. */
struct change_judge;

/* Borrows the options. */
struct change_judge *
change_judge_new(const struct changes_options *options) MUST_USE;
void change_judge_free(struct change_judge *judge); /* NULL is allowed */

/* The piece's scores with their changes, good until the next call; NULL where
   its rows are seen ahead.  A session's baseline, and what was before it, is
   not judged.  Warnings are told to the piece's chunk. */
const struct scored *change_judge_take(struct change_judge *judge,
                                       const struct piece *piece) MUST_USE;

#endif
