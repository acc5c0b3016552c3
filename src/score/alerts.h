/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OP_ALERT: what a person must be told of single answers, whether the scales
   came to a score or not.  Judged with details only. */
#ifndef ATTUNE_SCORE_ALERTS_H
#define ATTUNE_SCORE_ALERTS_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "score/plan.h"
#include "score/scores.h"

struct operands;
struct run;

enum alert_state {
    ALERT_QUIET,     /* its condition is false */
    ALERT_FIRES,     /* it is true */
    ALERT_UNDECIDED, /* it could not be judged; 'why' says for what reason */
    ALERT_NOT_ASKED, /* nothing it rests on was to be asked: shut gates */
    N_ALERT_STATES
};

/* As worked examples expect it: "yes", "no" or "unknown". */
const char *alert_state_word(enum alert_state state);

/* For people. */
const char *alert_state_text(enum alert_state state);

/* One alert in one row. */
struct alert_result {
    enum alert_state state;
    enum why why; /* WHY_SCORED but for ALERT_UNDECIDED and rows of others */
    /* Why the alert's own item has no answer, where the alert lists that;
       ANSWERED: nothing to be listed.  It may fire nevertheless. */
    enum answer_kind unanswered;
};

/* The alerts of a batch, as columns. */
struct alert_column {
    uint8_t *state;
    uint8_t *why;
    uint8_t *unanswered;
};

/* One for each of plan->alerts, with room for BATCH_ROWS rows. */
struct alert_column *alert_columns_new(const struct plan *plan,
                                       struct arena *arena) MUST_USE;

/* 'alert_idx' is the position in plan->alerts; needs details. */
struct alert_result alerts_get(const struct scores *scores, size_t alert_idx,
                               size_t row);

/* ---- for scores.c ---- */

void alert_column_copy_row(struct alert_column *to, size_t to_row,
                           const struct alert_column *from, size_t from_row);

/* ---- for kernel.c ---- */

/* The scales have been scored. */
void alert_run(const struct run *run, const struct op *op,
               struct operands *operands);

/* A row that is not scored at all. */
void alert_put_why(const struct run *run, size_t alert_idx, size_t row,
                   enum why why);

#endif
