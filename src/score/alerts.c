/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alerts; see alerts.h. */
#include "score/alerts.h"

#include <assert.h>
#include <string.h>
#include "score/operands.h"
#include "score/run.h"

enum { N_CODES = 256 };

struct alert_test {
    struct operands *operands;
    /* Where it rests on one answer with a code: what each code makes of it.
       NULL: it does not. */
    uint8_t *state;
    uint8_t *why;
    size_t item_idx;
    size_t n_positions;
};

const struct alert_words alert_states[N_ALERT_STATES] = {
    [ALERT_QUIET] = {"no", "does not fire"},
    [ALERT_FIRES] = {"yes", "fires"},
    [ALERT_UNDECIDED] = {"unknown", "could not be judged"},
};

const struct alert_words alert_notices[N_NOTICES] = {
    [NOTICE_NONE] = {"", ""},
    [NOTICE_FIRED] = {"fired", "fired"},
    [NOTICE_UNANSWERED] = {"unanswered", "left unanswered"},
    [NOTICE_UNDECIDED] = {"undecided", "could not be judged"},
};

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
    for (size_t row = 0; scores->n_alerts && row < scores->n_rows; row++) {
        bool is_quiet = true;
        for (size_t i = 0; i < scores->n_alerts; i++)
            is_quiet &= scores->alerts[i].state[row] == ALERT_QUIET
                        && scores->alerts[i].unanswered[row] == ANSWERED;
        if (!is_quiet)
            alerts_count_row(batch, scores, row, counts);
    }
}

/* ---- the alert's own item ---- */

/* A question that was not to be asked was not left open by anybody. */
static void
put_unanswered(const struct run *run, size_t item_idx, uint8_t *unanswered)
{
    const struct answers *answers = &run->batch->answers[item_idx];
    const uint8_t *idle = run->idle[item_idx];

    for (size_t row = 0; row < run->n_rows; row++)
        unanswered[row] = (uint8_t)kind_of_code(answers->code[row]);
    if (answers->is_absent)
        memset(unanswered, ANSWER_ABSENT, run->n_rows);
    for (size_t row = 0; idle && row < run->n_rows; row++)
        if (idle[row])
            unanswered[row] = ANSWERED;
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

static enum alert_state
state_of(const struct expr_value *when)
{
    if (when->state != EXPR_KNOWN)
        return ALERT_UNDECIDED;
    return when->number == 0 ? ALERT_QUIET : ALERT_FIRES;
}

/* Most alerts ask one answer of a few: each is judged once, and looked up. */
static void
judge_codes(struct alert_test *test)
{
    struct operands *operands = test->operands;

    for (int code = 0; code < N_CODES; code++) {
        enum answer_kind kind = kind_of_code((uint8_t)code);
        bool is_answer = code < CODE_FIRST_KIND;
        if (is_answer ? (size_t)code >= test->n_positions
                      : kind == ANSWERED || kind >= N_ANSWER_KINDS)
            continue; /* there are none */
        operands_load_code(operands, (uint8_t)code);
        struct expr_value when = expr_run(operands->expr, operands->values);
        enum alert_state state = state_of(&when);
        test->state[code] = (uint8_t)state;
        test->why[code] = (uint8_t)(state != ALERT_UNDECIDED ? WHY_SCORED
                                    : kind == ANSWER_BAD     ? WHY_BAD
                                                             : WHY_OPERAND);
    }
}

struct alert_test *
alert_test_new(const struct plan *plan, const struct op *op,
               struct arena *arena)
{
    struct alert_test *test = ARENA_NEW(arena, struct alert_test);

    test->operands =
        operands_new(plan, plan->alerts[op->idx].alert->when, arena);
    if (!operands_are_code(test->operands, plan))
        return test;
    test->item_idx = test->operands->list[0].idx;
    test->n_positions =
        plan_positions(plan->instrument->items[test->item_idx].response);
    test->state = ARENA_ARRAY(arena, N_CODES, uint8_t);
    test->why = ARENA_ARRAY(arena, N_CODES, uint8_t);
    judge_codes(test);
    return test;
}

static void
put_state(const struct run *run, struct operands *operands,
          struct alert_column *column, size_t row)
{
    struct operands_tally tally = operands_load(operands, run, row);
    struct expr_value when = expr_run(operands->expr, operands->values);
    enum alert_state state = state_of(&when);

    column->state[row] = (uint8_t)state;
    column->why[row] = (uint8_t)(state == ALERT_UNDECIDED
                                     ? undecided_why(run, operands, &tally)
                                     : WHY_SCORED);
}

static void
put_states(const struct run *run, const struct alert_test *test,
           struct alert_column *column)
{
    const struct answers *answers =
        test->state ? &run->batch->answers[test->item_idx] : NULL;

    if (!answers || answers->is_absent) {
        for (size_t row = 0; row < run->n_rows; row++)
            put_state(run, test->operands, column, row);
        return;
    }
    for (size_t row = 0; row < run->n_rows; row++) {
        column->state[row] = test->state[answers->code[row]];
        column->why[row] = test->why[answers->code[row]];
    }
}

void
alert_run(const struct run *run, const struct op *op, struct alert_test *test)
{
    const struct plan_alert *alert = &run->plan->alerts[op->idx];
    struct alert_column *column = &run->scores->alerts[op->idx];

    put_states(run, test, column);
    if (!alert->alert->lists_unanswered) {
        memset(column->unanswered, ANSWERED, run->n_rows);
        return;
    }
    put_unanswered(run, alert->item_idx, column->unanswered);
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
