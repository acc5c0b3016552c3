/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row is told of another row: the partner's, one of the same person
   from before, or of another questionnaire at the same session.  Who knows
   which rows belong together puts it into the batch before it is scored
   (reading.h, struct teller); a row that nobody tells anything has nobody
   there. */
#ifndef ATTUNE_SCORE_TOLD_H
#define ATTUNE_SCORE_TOLD_H

#include "instrument/expr.h"
#include "score/operands.h"
#include "score/scores.h"

/* An item or a scale as another row has it. */
struct told {
    struct expr_value value;
    struct expr_range range; /* what the blanks of that row could make it */
    enum operands_outlook outlook; /* of the range */
    bool is_prorated;
    bool is_out_least; /* it stands in for items that do not apply, however */
    bool is_out_most;  /* the blanks are filled; or may do so */
    enum why why;      /* of a scale */
    enum answer_kind kind; /* of an item */
    const char *session;   /* its name, and its date, for people */
    int32_t date_days;
};

/* What the row of 'batch' is told of instrument->asked[idx]; NULL: there is no
   such other row. */
static inline const struct told *
told_get(const struct batch *batch, size_t idx, size_t row)
{
    return batch->told[row * batch->instrument->n_asked + idx];
}

/* Why there is no such row. */
extern const enum why told_whys[];

#endif
