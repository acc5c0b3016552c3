/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of each score since its client's baseline, as columns beside
   those of scores.h: what score --change prints. */
#ifndef ATTUNE_CHANGE_CHANGES_H
#define ATTUNE_CHANGE_CHANGES_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "score/plan.h"
#include "change/series.h"
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

/* Room for BATCH_ROWS rows. */
struct row_changes *row_changes_new(const struct plan *plan,
                                    struct arena *arena) MUST_USE;

/* Says of 'n_rows' rows that nothing was judged. */
void row_changes_empty(struct row_changes *changes, size_t n_rows);

const struct row_change *row_changes_get(const struct row_changes *changes,
                                         size_t scale_idx, size_t row);

/* Judges one session of a series, whose label of the baseline is borrowed, and
   puts it into a row.  The baseline itself, and what was before it, is not
   judged. */
void row_changes_put(struct row_changes *changes, size_t row,
                     const struct series *series, size_t session,
                     const struct verdict_options *options);

#endif
