/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs each formula over intervals, in the order of the plan: what a formula
   rests on has its interval already. */
#include "score/reach.h"

#include <math.h>
#include "base/num.h"
#include "score/judge.h"
#include "score/operands.h"
#include "xml/xml.h"

/* Without the noise of binary fractions. */
enum { SHOWN_DECIMALS = 9 };

struct reach {
    const struct instrument *instrument;
    struct expr_range *scales; /* what each gives; every one may be missing */
    struct arena *scratch;
    struct diag *diag;
};

static struct expr_range
declared_range(const struct scale *scale)
{
    return (struct expr_range){scale->lo, scale->hi, true};
}

static struct expr_range
formula_range(const struct reach *reach, const struct expr *formula)
{
    size_t n;
    const struct expr_operand *operands = expr_operands(formula, &n);
    struct expr_range *ranges =
        ARENA_ARRAY(reach->scratch, n, struct expr_range);
    for (size_t i = 0; i < n; i++) {
        ranges[i] = operands[i].kind == EXPR_SCALE
                        ? reach->scales[operands[i].idx]
                        : operands_item_range(&operands[i], reach->instrument);
        ranges[i].may_miss = true;
    }
    struct expr_range range = expr_run_range(formula, ranges);
    arena_rewind(reach->scratch);
    return range;
}

/* "100 to 104", or "100" */
static void
add_range(struct buf *out, struct expr_range range)
{
    num_add(out, num_round(range.low, SHOWN_DECIMALS, ROUND_HALF_UP));
    if (range.low < range.high) {
        buf_add_text(out, " to ");
        num_add(out, num_round(range.high, SHOWN_DECIMALS, ROUND_HALF_UP));
    }
}

static void
hint_range(struct diag *diag, struct expr_range range)
{
    struct buf given = {0};
    if (range.low > range.high) {
        diag_hint(diag, "whatever is answered, it gives no number");
        return;
    }
    add_range(&given, range);
    diag_hint(diag, "whatever is answered, it gives %s", buf_text(&given));
    buf_clear(&given);
}

static void
say_outside(const struct reach *reach, const struct scale *scale,
            struct expr_range range)
{
    struct buf declared = {0};
    add_range(&declared, (struct expr_range){scale->lo, scale->hi, false});
    xml_problem(reach->diag, MSG_FORMULA_OUTSIDE,
                xml_value_spot(scale->at, "formula"), "'%s' is declared %s",
                scale->id, buf_text(&declared));
    hint_range(reach->diag, range);
    buf_clear(&declared);
}

static void
say_away(const struct reach *reach, const struct scale *scale, const char *end,
         struct expr_range range)
{
    xml_problem(reach->diag, MSG_FORMULA_NARROWER,
                xml_value_spot(scale->at, end), "'%s' of '%s'", end, scale->id);
    hint_range(reach->diag, range);
}

/* What the formula gives within its declared range: all of that where it gives
   nothing, so that what rests on it is not blamed as well. */
static struct expr_range
hold_formula(const struct reach *reach, const struct scale *scale)
{
    struct expr_range declared = declared_range(scale);
    struct expr_range range = formula_range(reach, scale->formula);
    if (range.low > range.high || judge_side(scale, range.high, scale->lo) < 0
        || judge_side(scale, range.low, scale->hi) > 0) {
        say_outside(reach, scale, range);
        return declared;
    }
    if (judge_side(scale, range.low, scale->lo) > 0)
        say_away(reach, scale, "min", range);
    if (judge_side(scale, range.high, scale->hi) < 0)
        say_away(reach, scale, "max", range);
    return (struct expr_range){fmax(range.low, declared.low),
                               fmin(range.high, declared.high), true};
}

bool
reach_check(const struct plan *plan, struct diag *diag)
{
    const struct instrument *instrument = plan->instrument;
    struct arena *arena = arena_new();
    struct reach reach = {
        .instrument = instrument,
        .scales = ARENA_ARRAY(arena, instrument->n_scales, struct expr_range),
        .scratch = arena_new(),
        .diag = diag,
    };
    size_t n_errors = diag_count(diag, SEVERITY_ERROR);
    for (size_t i = 0; i < plan->n_ops; i++) {
        const struct op *op = &plan->ops[i];
        if (op->code == OP_COMBINE)
            reach.scales[op->idx] =
                declared_range(&instrument->scales[op->idx]);
        else if (op->code == OP_FORMULA)
            reach.scales[op->idx] =
                hold_formula(&reach, &instrument->scales[op->idx]);
    }
    arena_free(reach.scratch);
    arena_free(arena);
    return diag_count(diag, SEVERITY_ERROR) == n_errors;
}
