/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alerts; see alerts.h. */
#include "score/alerts.h"

#include <assert.h>
#include "base/mem.h"
#include "score/operands.h"
#include "score/run.h"

static const struct {
    const char *word;
    const char *text;
} states[N_ALERT_STATES] = {
    [ALERT_QUIET] = {"no", "does not fire"},
    [ALERT_FIRES] = {"yes", "fires"},
    [ALERT_UNDECIDED] = {"unknown", "could not be judged"},
};

static const struct {
    const char *word;
    const char *text;
} notices[N_NOTICES] = {
    [NOTICE_NONE] = {"", ""},
    [NOTICE_FIRED] = {"fired", "fired"},
    [NOTICE_UNANSWERED] = {"unanswered", "left unanswered"},
    [NOTICE_UNDECIDED] = {"undecided", "could not be judged"},
};

const char *
alert_state_word(enum alert_state state)
{
    return states[state].word;
}

const char *
alert_state_text(enum alert_state state)
{
    return states[state].text;
}

struct alert_column *
alert_columns_new(const struct plan *plan, struct arena *arena)
{
    struct alert_column *columns =
        ARENA_ARRAY(arena, plan->n_alerts, struct alert_column);
    for (size_t i = 0; i < plan->n_alerts; i++)
        columns[i] = (struct alert_column){
            .state = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t),
            .why = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t),
            .unanswered = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t),
        };
    return columns;
}

struct alert_result
alerts_get(const struct scores *scores, size_t alert_idx, size_t row)
{
    assert(alert_idx < scores->n_alerts && row < scores->n_rows);
    const struct alert_column *column = &scores->alerts[alert_idx];
    return (struct alert_result){
        .state = (enum alert_state)column->state[row],
        .why = (enum why)column->why[row],
        .unanswered = (enum answer_kind)column->unanswered[row],
    };
}

/* ---- what is told ---- */

const char *
alert_notice_word(enum alert_notice notice)
{
    return notices[notice].word;
}

const char *
alert_notice_text(enum alert_notice notice)
{
    return notices[notice].text;
}

/* Of an answer that is listed: what the person left open, else what somebody
   must look at, since it cannot be read or does not say. */
static enum alert_notice
notice_of_kind(enum answer_kind kind)
{
    switch (kind) {
    case ANSWERED:
    case N_ANSWER_KINDS:
        break;
    case ANSWER_BLANK:
    case ANSWER_SKIPPED:
    case ANSWER_DECLINED:
    case ANSWER_UNKNOWN:
    case ANSWER_UNCLEAR:
        return NOTICE_UNANSWERED;
    case ANSWER_NOT_APPLICABLE:
    case ANSWER_NOT_ASKED:
    case ANSWER_BAD:
    case ANSWER_ABSENT:
        return NOTICE_UNDECIDED;
    }
    return NOTICE_NONE;
}

enum alert_notice
alert_notice_of(const struct alert_result *result)
{
    if (result->state == ALERT_FIRES)
        return NOTICE_FIRED;
    enum alert_notice notice = notice_of_kind(result->unanswered);
    if (notice == NOTICE_NONE && result->state == ALERT_UNDECIDED)
        return NOTICE_UNDECIDED;
    return notice;
}

void
alerts_count_row(const struct batch *batch, const struct scores *scores,
                 size_t row, notice_counts counts)
{
    for (size_t i = 0; i < scores->n_alerts; i++) {
        struct alert_result result = alerts_get(scores, i, row);
        enum alert_notice notice = alert_notice_of(&result);
        counts[notice] += notice != NOTICE_NONE && batch_was_given(batch, row);
    }
}

void
alerts_count(const struct batch *batch, const struct scores *scores,
             notice_counts counts)
{
    for (size_t row = 0; scores->n_alerts && row < scores->n_rows; row++)
        alerts_count_row(batch, scores, row, counts);
}

/* ---- the alert's own item ---- */

static enum answer_kind
item_kind(const struct run *run, size_t item_idx, size_t row)
{
    const struct answers *answers = &run->batch->answers[item_idx];
    return answers->is_absent ? ANSWER_ABSENT
                              : kind_of_code(answers->code[row]);
}

/* A question that was not to be asked was not left open by anybody. */
static bool
is_idle(const struct run *run, size_t item_idx, size_t row)
{
    return run->idle[item_idx] && run->idle[item_idx][row];
}

static enum answer_kind
unanswered_kind(const struct run *run, const struct plan_alert *alert,
                size_t row)
{
    enum answer_kind kind = item_kind(run, alert->item_idx, row);
    bool is_listed =
        alert->alert->lists_unanswered && !is_idle(run, alert->item_idx, row);
    return is_listed ? kind : ANSWERED;
}

/* ---- the condition ---- */

static enum why
undecided_why(const struct run *run, const struct operands *operands,
              const struct operands_tally *tally)
{
    if (tally->n_bad)
        return WHY_BAD;
    return operands_lack_column(operands, run) ? WHY_NO_COLUMN : WHY_OPERAND;
}

static void
put_state(const struct run *run, struct operands *operands,
          struct alert_column *column, size_t row)
{
    struct operands_tally tally = operands_load(operands, run, row);
    struct expr_value when = expr_run(operands->expr, operands->values);
    enum alert_state state = ALERT_UNDECIDED;
    enum why why = WHY_SCORED;
    if (when.state == EXPR_KNOWN)
        state = when.number == 0 ? ALERT_QUIET : ALERT_FIRES;
    else
        why = undecided_why(run, operands, &tally);
    column->state[row] = (uint8_t)state;
    column->why[row] = (uint8_t)why;
}

void
alert_run(const struct run *run, const struct op *op, struct operands *operands)
{
    const struct plan_alert *alert = &run->plan->alerts[op->idx];
    struct alert_column *column = &run->scores->alerts[op->idx];
    for (size_t row = 0; row < run->n_rows; row++) {
        put_state(run, operands, column, row);
        column->unanswered[row] = (uint8_t)unanswered_kind(run, alert, row);
    }
}

void
alert_put_why(const struct run *run, size_t alert_idx, size_t row, enum why why)
{
    struct alert_column *column = &run->scores->alerts[alert_idx];
    bool is_other = why == WHY_OTHER_INSTRUMENT;
    column->state[row] = is_other ? ALERT_QUIET : ALERT_UNDECIDED;
    column->why[row] = (uint8_t)why;
    column->unanswered[row] = ANSWERED;
}

void
alert_column_copy_row(struct alert_column *to, size_t to_row,
                      const struct alert_column *from, size_t from_row)
{
    to->state[to_row] = from->state[from_row];
    to->why[to_row] = from->why[from_row];
    to->unanswered[to_row] = from->unanswered[from_row];
}
