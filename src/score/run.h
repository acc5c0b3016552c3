/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the operations of a kernel share while they run over a batch; private
   to kernel.c and the operations: gate.c, combine.c, formula.c, classes.c,
   alerts.c. */
#ifndef ATTUNE_SCORE_RUN_H
#define ATTUNE_SCORE_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "response/batch.h"
#include "score/plan.h"
#include "score/scores.h"

/* Whether the blanks that an item's gate rests on may still make the item not
   applicable, or applicable again; and then its answer may be a bad value. */
enum gate_outlook { GATE_SETTLED, GATE_OPEN, GATE_OPEN_OVER_BAD };

struct run {
    const struct plan *plan;
    struct batch *batch;
    struct scores *scores;
    size_t n_rows;
    bool with_details;
    /* Of details only.  By item; NULL for items without a gate that offer no
       choice of not applicable.  Each an enum gate_outlook: of the blanks that
       its gate rests on, and of its own. */
    uint8_t *const *open;
    /* By item; NULL for items without a gate; of details, and for alerts.  1
       where the item was not to be asked: its gate is false, or rests on
       nothing but items that were not to be. */
    uint8_t *const *idle;
    /* Of details only, by scale: 1 where there may be no score even if every
       blank were answered.  Without a range: 1 where there can be none. */
    uint8_t *const *may_miss;
};

static inline struct score_column *
run_column(const struct run *run, const struct op *op)
{
    return &run->scores->columns[op->idx];
}

/* Bands and cut-offs of the scores just made; details only. */
void run_judge(const struct run *run, const struct op *op);

/* All rows of a scale that rests on an absent column. */
void run_no_column(const struct run *run, const struct op *op);

#endif
