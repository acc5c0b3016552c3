/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OP_ALERT: what a person must be told of single answers, whether the scales
   came to a score or not.  A condition that cannot be decided, for whatever
   reason, is undecided: that something did not apply is no "no". */
#ifndef ATTUNE_SCORE_ALERTS_H
#define ATTUNE_SCORE_ALERTS_H

#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "response/batch.h"
#include "score/plan.h"
#include "score/scores.h"

enum alert_state {
    ALERT_QUIET,     /* its condition is false */
    ALERT_FIRES,     /* it is true */
    ALERT_UNDECIDED, /* it could not be judged; 'why' says for what reason */
    N_ALERT_STATES
};

struct alert_words {
    const char *word; /* for programs */
    const char *text; /* for people */
};

/* Words as worked examples expect them: "yes", "no" or "unknown". */
extern const struct alert_words alert_states[];

/* One alert in one row. */
struct alert_result {
    enum alert_state state;
    enum why why; /* WHY_SCORED but for ALERT_UNDECIDED and rows of others,
                     which are ALERT_QUIET */
    /* Why the alert's own item has no answer, where the alert lists that;
       ANSWERED: nothing to be listed.  It may fire nevertheless. */
    enum answer_kind unanswered;
};

/* What a therapist is to be told of an alert in a row. */
enum alert_notice {
    NOTICE_NONE,
    NOTICE_FIRED,
    NOTICE_UNANSWERED, /* its item was left open, and it lists that */
    NOTICE_UNDECIDED,
    N_NOTICES
};

/* One for each result, the gravest: what fired is not listed as open too. */
enum alert_notice alert_notice_of(const struct alert_result *result);

/* "fired", "unanswered", "undecided"; for people "fired", "left unanswered",
   "could not be judged"; "" of none. */
extern const struct alert_words alert_notices[];

typedef size_t notice_counts[N_NOTICES];

/* Counts the notices of a row, where batch_was_given() says that it is of the
   instrument, or of all rows; NOTICE_NONE is not counted. */
void alerts_count_row(const struct batch *batch, const struct scores *scores,
                      size_t row, notice_counts counts);
void alerts_count(const struct batch *batch, const struct scores *scores,
                  notice_counts counts);

/* The alerts of a batch, as columns. */
struct alert_column {
    uint8_t *state;
    uint8_t *why;
    uint8_t *unanswered;
};

/* One for each of plan->alerts, with room for BATCH_ROWS rows. */
struct alert_column *alert_columns_new(const struct plan *plan,
                                       struct arena *arena) MUST_USE;

/* 'alert_idx' is the position in plan->alerts. */
struct alert_result alerts_get(const struct scores *scores, size_t alert_idx,
                               size_t row);

#endif
