/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the operations of a plan in order, then says of rows that cannot be
   scored why.  The operations are in gate.c, combine.c, formula.c, classes.c
   and alerts.c. */
#include "score/kernel.h"

#include <assert.h>
#include <string.h>
#include "score/judge.h"
#include "score/norm.h"
#include "score/operands.h"
#include "score/run.h"
#include "score/told.h"

struct kernel {
    const struct plan *plan;
    struct combine **combines;  /* by operation; NULL for the others */
    struct operands **operands; /* by operation; NULL for the others */
    struct class_tests **tests; /* by operation; NULL for the others */
    struct alert_test **alerts; /* by operation; NULL for the others */
    struct combine_scratch *scratch;
    uint8_t **open;     /* by item */
    uint8_t **idle;     /* by item */
    uint8_t **may_miss; /* by scale */
};

static void
prepare_op(struct kernel *kernel, size_t idx, struct arena *arena)
{
    const struct instrument *instrument = kernel->plan->instrument;
    const struct op *op = &kernel->plan->ops[idx];
    switch (op->code) {
    case OP_GATE:
        kernel->operands[idx] = operands_new(
            kernel->plan, instrument->items[op->idx].relevant, arena);
        kernel->idle[op->idx] = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t);
        break;
    case OP_COMBINE:
        kernel->combines[idx] = combine_new(kernel->plan, op, arena);
        break;
    case OP_FORMULA:
        kernel->operands[idx] = operands_new(
            kernel->plan, instrument->scales[op->idx].formula, arena);
        break;
    case OP_CLASS:
        kernel->tests[idx] = class_tests_new(kernel->plan, op, arena);
        break;
    case OP_ALERT:
        kernel->alerts[idx] = alert_test_new(kernel->plan, op, arena);
        break;
    case N_OP_CODES:
        break;
    }
}

struct kernel *
kernel_new(const struct plan *plan, struct arena *arena)
{
    const struct instrument *instrument = plan->instrument;
    struct kernel *kernel = ARENA_NEW(arena, struct kernel);
    kernel->plan = plan;
    kernel->combines = ARENA_ARRAY(arena, plan->n_ops, struct combine *);
    kernel->operands = ARENA_ARRAY(arena, plan->n_ops, struct operands *);
    kernel->tests = ARENA_ARRAY(arena, plan->n_ops, struct class_tests *);
    kernel->alerts = ARENA_ARRAY(arena, plan->n_ops, struct alert_test *);
    kernel->scratch = combine_scratch_new(arena);
    kernel->open = ARENA_ARRAY(arena, instrument->n_items, uint8_t *);
    kernel->idle = ARENA_ARRAY(arena, instrument->n_items, uint8_t *);
    kernel->may_miss = ARENA_ARRAY(arena, instrument->n_scales, uint8_t *);
    for (size_t i = 0; i < instrument->n_items; i++)
        if (instrument->items[i].relevant
            || instrument->items[i].offers_not_applicable)
            kernel->open[i] = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t);
    for (size_t i = 0; i < instrument->n_scales; i++)
        kernel->may_miss[i] = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t);
    for (size_t i = 0; i < plan->n_ops; i++)
        prepare_op(kernel, i, arena);
    return kernel;
}

/* A row of a scale without a score and without anything known of one. */
static void
put_why(const struct run *run, size_t scale_idx, size_t row, enum why why)
{
    struct score_column *column = &run->scores->columns[scale_idx];
    column->why[row] = (uint8_t)why;
    column->value[row] = 0;
    column->answered[row] = 0;
    column->items[row] = 0;
    column->prorated[row] = 0;
    if (column->error)
        column->error[row] = column->error_least[row] =
            column->error_most[row] = 0;
    if (!run->with_details)
        return;
    column->has_range[row] = 0;
    column->low[row] = column->high[row] = 0;
    column->out_least[row] = column->out_most[row] = 0;
    column->may_lack[row] = 0;
    column->blanks[row] = 0;
    column->fitting[row] = 0;
    column->band[row] = -1;
    column->beyond[row] = BEYOND_UNKNOWN;
    run->may_miss[scale_idx][row] = 0;
}

/* A table that climbs keeps the order of low and high. */
static void
convert(const struct run *run, const struct op *op)
{
    const struct scale *scale = &run->plan->instrument->scales[op->idx];
    struct score_column *column = run_column(run, op);
    for (size_t row = 0; scale->metric && row < run->n_rows; row++) {
        if (column->why[row] == WHY_SCORED)
            column->value[row] = judge_metric(scale, column->value[row]);
        if (!run->with_details || !column->has_range[row])
            continue;
        column->low[row] = judge_metric(scale, column->low[row]);
        column->high[row] = judge_metric(scale, column->high[row]);
    }
}

/* Bands and cut-offs of the scores just made; details only. */
static void
judge(const struct run *run, const struct op *op)
{
    const struct scale *scale = &run->plan->instrument->scales[op->idx];
    struct score_column *column = run_column(run, op);
    for (size_t row = 0; row < run->n_rows; row++) {
        bool is_scored = column->why[row] == WHY_SCORED;
        double value = column->value[row];
        struct person person = person_of_row(run->batch->rows, row);
        uint64_t fitting = norm_fitting(scale, &person);
        const struct cutoff_point *cutoff =
            is_scored && scale->n_cutoffs
                ? judge_cutoff(&scale->cutoffs[0], fitting)
                : NULL;
        column->fitting[row] = fitting;
        column->band[row] =
            (int16_t)(is_scored ? judge_band(scale, fitting, value) : -1);
        column->beyond[row] = (int8_t)judge_beyond(scale, cutoff, value);
    }
}

/* Says of a scale that was run what is the same whichever operation ran it;
   'has_columns': none that it rests on is absent. */
static void
finish_scale(const struct run *run, const struct op *op, bool has_columns)
{
    for (size_t row = 0; !has_columns && row < run->n_rows; row++)
        put_why(run, op->idx, row, WHY_NO_COLUMN);
    if (has_columns)
        convert(run, op);
    if (has_columns && run->with_details)
        judge(run, op);
}

const enum why kernel_whys[] = {
    [ROW_TO_SCORE] = WHY_SCORED,
    [ROW_BROKEN] = WHY_BROKEN_ROW,
    [ROW_OTHER_INSTRUMENT] = WHY_OTHER_INSTRUMENT,
    [ROW_OTHER_EDITION] = WHY_OTHER_EDITION,
    [ROW_OTHER_CODING] = WHY_OTHER_CODING,
};

static void
put_row_states(const struct run *run)
{
    for (size_t row = 0; row < run->n_rows; row++) {
        uint8_t state = run->batch->state[row];
        enum why why = kernel_whys[state];
        if (state == ROW_TO_SCORE)
            continue;
        for (size_t i = 0; i < run->scores->n_scales; i++)
            put_why(run, i, row, why);
        for (size_t i = 0; i < run->scores->n_classes; i++)
            class_put_why(run, i, row, why);
        for (size_t i = 0; i < run->scores->n_alerts; i++)
            alert_put_why(run, i, row, why);
    }
}

static void
run_op(const struct kernel *kernel, const struct run *run, size_t idx)
{
    const struct op *op = &kernel->plan->ops[idx];
    switch (op->code) {
    case OP_GATE:
        gate_run(run, op, kernel->operands[idx]);
        break;
    case OP_COMBINE:
        finish_scale(run, op,
                     combine_run(run, kernel->combines[idx], kernel->scratch));
        break;
    case OP_FORMULA:
        finish_scale(run, op, formula_run(run, op, kernel->operands[idx]));
        break;
    case OP_CLASS:
        class_run(run, op, kernel->tests[idx]);
        break;
    case OP_ALERT:
        alert_run(run, op, kernel->alerts[idx]);
        break;
    case N_OP_CODES:
        break;
    }
}

static struct run
run_of(const struct kernel *kernel, struct batch *batch, struct scores *scores)
{
    return (struct run){
        .plan = kernel->plan,
        .batch = batch,
        .scores = scores,
        .n_rows = batch->n_rows,
        .with_details = scores->with_details,
        .open = kernel->open,
        .idle = kernel->idle,
        .may_miss = kernel->may_miss,
    };
}

void
kernel_tell(const struct kernel *kernel, struct operands *asked,
            struct batch *batch, struct scores *scores, size_t row,
            struct told *told)
{
    const struct run run = run_of(kernel, batch, scores);
    (void)operands_load(asked, &run, row);
    for (size_t i = 0; i < asked->n; i++) {
        const struct expr_operand *operand = &asked->list[i];
        size_t entry = asked->asked[i];
        told[entry] =
            (struct told){.value = asked->values[i], .date_days = DATE_NONE};
        told[entry].outlook = operands_survey_one(asked, i, &run, row);
        told[entry].range = asked->ranges[i];
        if (operand->kind == EXPR_ITEM) {
            const struct answers *answers = &batch->answers[operand->idx];
            told[entry].kind = answers->is_absent
                                   ? ANSWER_ABSENT
                                   : kind_of_code(answers->code[row]);
            continue;
        }
        struct score score = scores_get(scores, operand->idx, row);
        told[entry].why = score.why;
        told[entry].is_prorated = score.prorated;
        told[entry].is_out_least = score.out_least > 0;
        told[entry].is_out_most = score.out_most > 0;
    }
}

void
kernel_run(struct kernel *kernel, struct batch *batch, struct scores *scores)
{
    const struct plan *plan = kernel->plan;
    struct run run = run_of(kernel, batch, scores);
    assert(batch->n_rows <= BATCH_ROWS);
    scores->n_rows = batch->n_rows;
    for (size_t i = 0; run.with_details && i < plan->instrument->n_items; i++)
        if (run.open[i])
            gate_open_blanks(&run, i);
    for (size_t i = 0; i < plan->n_ops; i++)
        run_op(kernel, &run, i);
    put_row_states(&run);
}
