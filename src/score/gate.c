/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Relevance; see run.h. */
#include "score/run.h"

#include <string.h>
#include "score/operands.h"
#include "score/terms.h"

/* Whether the blanks that the gate rests on may still decide about its item
   otherwise than is done now. */
static bool
gate_is_open(struct operands *operands, const struct run *run, size_t row,
             bool is_shut)
{
    enum operands_outlook outlook = operands_survey(operands, run, row);
    if (!operands->is_open)
        return false;
    struct expr_range range = expr_run_range(operands->expr, operands->ranges);
    bool is_known = range.low <= range.high;
    bool may_be_false = is_known && range.low <= 0;
    bool may_be_other = outlook == OUTLOOK_UNSAID || range.may_miss
                        || (is_known && range.high > 0);
    return is_shut ? may_be_other : may_be_false;
}

void
gate_open_blanks(const struct run *run, size_t item_idx)
{
    const struct item *item = &run->plan->instrument->items[item_idx];
    const uint8_t *code = run->batch->answers[item_idx].code;
    for (size_t row = 0; row < run->n_rows; row++)
        run->open[item_idx][row] = item->offers_not_applicable
                                   && kind_of_code(code[row]) != ANSWERED
                                   && terms_fills(code[row]);
}

void
gate_run(const struct run *run, const struct op *op, struct operands *operands)
{
    struct answers *answers = &run->batch->answers[op->idx];
    memcpy(answers->asked, answers->code, run->n_rows);
    for (size_t row = 0; row < run->n_rows; row++) {
        operands_load(operands, run, row);
        struct expr_value gate = expr_run(operands->expr, operands->values);
        bool is_shut = gate.state == EXPR_KNOWN && gate.number == 0;
        bool is_bad = kind_of_code(answers->code[row]) == ANSWER_BAD;
        if (is_shut && !answers->is_absent) {
            answers->code[row] = code_of_kind(ANSWER_NOT_APPLICABLE);
            if (answers->number)
                answers->number[row] = 0;
            if (answers->choices)
                answers->choices[row] = 0;
            if (answers->text)
                answers->text[row] = (struct str){NULL, 0};
        }
        if (run->with_details || run->plan->n_alerts)
            run->idle[op->idx][row] =
                is_shut
                || (gate.state == EXPR_MISSING
                    && operands_are_idle(operands, run, row));
        if (!run->with_details)
            continue;
        bool is_open = gate_is_open(operands, run, row, is_shut)
                       || (!is_shut && run->open[op->idx][row]);
        run->open[op->idx][row] = !is_open ? GATE_SETTLED
                                  : is_bad ? GATE_OPEN_OVER_BAD
                                           : GATE_OPEN;
    }
}
