/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formula scales.  Answered and items count the operands.  A formula is
   prorated when a scale that it rests on is. */
#include "score/run.h"

#include <math.h>
#include "base/near.h"
#include "score/judge.h"
#include "score/operands.h"
#include "score/told.h"

/* Most results lie well between the ends of the range. */
static enum why
formula_why(double min, double max, struct expr_value result,
            const struct operands_tally *tally)
{
    if (result.state == EXPR_BAD)
        return WHY_BAD;
    if (result.state == EXPR_MISSING)
        return tally->n_bad      ? WHY_BAD
               : tally->why_none ? tally->why_none
                                 : WHY_OPERAND;
    if ((result.number < min && judge_point(result.number, min) < 0)
        || (result.number > max && judge_point(result.number, max) > 0))
        return WHY_OUTSIDE;
    return WHY_SCORED;
}

static void
put_settled(struct score_column *column, uint8_t *may_miss, size_t row)
{
    bool is_scored = column->why[row] == WHY_SCORED;
    column->has_range[row] = is_scored;
    column->low[row] = column->value[row];
    column->high[row] = column->value[row];
    may_miss[row] = !is_scored;
}

/* A result outside the declared range would be no score. */
static void
put_open(const struct scale *scale, struct expr_range range,
         struct score_column *column, uint8_t *may_miss, size_t row)
{
    if (range.low <= range.high) {
        range.low = near_settled(near_outcome(range.low)).number;
        range.high = near_settled(near_outcome(range.high)).number;
    }
    double low = fmax(range.low, decimal_value(scale->min));
    double high = fmin(range.high, decimal_value(scale->max));
    column->has_range[row] = range.low <= range.high && low <= high;
    column->low[row] = column->has_range[row] ? low : 0;
    column->high[row] = column->has_range[row] ? high : 0;
    may_miss[row] = range.may_miss || low != range.low || high != range.high;
}

/* A formula stays prorated where a scale that it rests on does. */
static void
put_filled(const struct run *run, const struct operands *operands,
           struct score_column *column, size_t row)
{
    column->out_least[row] = column->out_most[row] = 0;
    column->blanks[row] = 0;
    for (size_t i = 0; i < operands->n; i++) {
        const struct told *told =
            operands->list[i].kind == EXPR_TOLD
                ? told_get(run->batch, operands->list[i].idx, row)
                : NULL;
        column->out_least[row] |= told && told->is_out_least;
        column->out_most[row] |= told && told->is_out_most;
        if (operands->list[i].kind != EXPR_SCALE)
            continue;
        const struct score_column *part =
            &run->scores->columns[operands->list[i].idx];
        column->out_least[row] |= part->out_least[row] > 0;
        column->out_most[row] |= part->out_most[row] > 0;
    }
}

static void
put_range(const struct run *run, const struct op *op, struct operands *operands,
          size_t row)
{
    const struct scale *scale = &run->plan->instrument->scales[op->idx];
    struct score_column *column = run_column(run, op);
    uint8_t *may_miss = run->may_miss[op->idx];
    switch (operands_survey(operands, run, row)) {
    case OUTLOOK_SETTLED:
        put_settled(column, may_miss, row);
        break;
    case OUTLOOK_OPEN:
        put_open(scale, expr_run_range(operands->expr, operands->ranges),
                 column, may_miss, row);
        break;
    case OUTLOOK_UNSAID:
        column->has_range[row] = 0;
        column->low[row] = column->high[row] = 0;
        may_miss[row] = 0;
        break;
    }
    put_filled(run, operands, column, row);
    column->may_lack[row] = may_miss[row];
}

bool
formula_run(const struct run *run, const struct op *op,
            struct operands *operands)
{
    if (operands_lack_column(operands, run))
        return false;
    const struct scale *scale = &run->plan->instrument->scales[op->idx];
    struct score_column *column = run_column(run, op);
    double min = decimal_value(scale->min), max = decimal_value(scale->max);
    for (size_t row = 0; row < run->n_rows; row++) {
        struct operands_tally tally = operands_load(operands, run, row);
        struct expr_value result = expr_run(operands->expr, operands->values);
        struct near settled =
            near_settled((struct near){result.number, result.noise});
        result.number = settled.number;
        column->noise[row] = settled.noise;
        enum why why = formula_why(min, max, result, &tally);
        column->why[row] = (uint8_t)why;
        /* + 0.0 makes a plain zero of a negative one. */
        column->value[row] = why == WHY_SCORED ? result.number + 0.0 : 0;
        column->answered[row] = (uint16_t)tally.n_known;
        column->items[row] =
            (uint16_t)(operands->n - tally.n_not_applicable - tally.n_others);
        column->prorated[row] = why == WHY_SCORED && tally.is_prorated;
        if (run->with_details)
            put_range(run, op, operands, row);
    }
    return true;
}
