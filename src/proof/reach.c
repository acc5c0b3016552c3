/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs each formula over intervals, in the order of the plan: what a formula
   rests on has its interval already; then each test. */
#include "proof/proof.h"

#include <math.h>
#include "base/near.h"
#include "base/num.h"
#include "response/answer.h"
#include "proof/attainable.h"
#include "score/judge.h"
#include "score/operands.h"
#include "xml/xml.h"

enum {
    SHOWN_DECIMALS = 9,  /* without the noise of binary fractions */
    MOST_TRIED = 1000,   /* places of all operands together */
    N_OF_ANY_NUMBER = 65 /* places tried of what can be any number */
};

struct reach {
    const struct plan *plan;
    struct expr_range *scales; /* what each gives; every one may be missing */
    struct expr_value *empty;  /* what each gives where nothing was answered */
    struct arena *scratch;
    struct diag *diag;
};

static struct expr_range
declared_range(const struct scale *scale)
{
    return (struct expr_range){scale->lo, scale->hi, true};
}

static void
widen(struct expr_range *range, double value)
{
    range->low = fmin(range->low, value);
    range->high = fmax(range->high, value);
}

/* What the norms of a scale, each for some people, make of its ends. */
static struct expr_range
seen_range(const struct reach *reach, const struct expr_operand *operand)
{
    const struct scale *scale = &reach->plan->instrument->scales[operand->idx];
    struct expr_range own = reach->scales[operand->idx];
    struct expr_range seen = {INFINITY, -INFINITY, true};
    if (operand->standing == EXPR_AS_SCORED || own.low > own.high)
        return own;
    for (size_t i = 0; i < scale->n_norms; i++)
        for (int end = 0; end < 2; end++)
            widen(&seen, operands_seen(&scale->norms[i], operand->standing,
                                       near_of(end ? own.high : own.low))
                             .number);
    for (size_t i = 0; i < scale->n_norm_tables; i++) {
        const struct norm_table *table = &scale->norm_tables[i];
        bool counts = operand->standing == EXPR_T && table->gives == NORM_T;
        for (size_t j = 0; counts && j < table->n_rows; j++)
            widen(&seen, decimal_value(table->rows[j].value));
    }
    return seen;
}

/* By operand; in the scratch arena. */
static struct expr_range *
operand_ranges(const struct reach *reach, const struct expr *formula)
{
    size_t n;
    const struct expr_operand *operands = expr_operands(formula, &n);
    struct expr_range *ranges =
        ARENA_ARRAY(reach->scratch, n, struct expr_range);
    for (size_t i = 0; i < n; i++) {
        struct expr_operand own =
            instrument_operand(reach->plan->instrument, &operands[i]);
        ranges[i] = own.kind == EXPR_SCALE
                        ? seen_range(reach, &own)
                        : operands_item_range(&own, reach->plan->instrument);
        ranges[i].may_miss = true;
    }
    return ranges;
}

static bool
gives_nothing(struct expr_range range)
{
    return range.low > range.high;
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
    struct buf given SCOPED(buf_clear) = {0};
    if (gives_nothing(range)) {
        diag_hint(diag, "whatever is answered, it gives no number");
        return;
    }
    add_range(&given, range);
    diag_hint(diag, "whatever is answered, it gives %s", buf_text(&given));
}

static void
say_outside(const struct reach *reach, const struct scale *scale,
            struct expr_range range)
{
    struct buf declared SCOPED(buf_clear) = {0};
    add_range(&declared, (struct expr_range){scale->lo, scale->hi, false});
    xml_problem(reach->diag, MSG_FORMULA_OUTSIDE,
                xml_value_spot(scale->at, "formula"), "'%s' is declared %s",
                scale->id, buf_text(&declared));
    hint_range(reach->diag, range);
}

static void
say_away(const struct reach *reach, const struct scale *scale, const char *end,
         struct expr_range range)
{
    xml_problem(reach->diag, MSG_FORMULA_NARROWER,
                xml_value_spot(scale->at, end), "'%s' of '%s'", end, scale->id);
    hint_range(reach->diag, range);
}

/* ---- formulas that never have a value ---- */

/* The values of an operand that are tried one by one. */
struct places {
    const double *items;
    size_t n;
};

/* Of what can be any number, places all over: a formula would have to have
   its values between them alone to be taken for one without. */
static struct places
spread_places(const struct reach *reach, struct expr_range range)
{
    enum { N_STEPS = N_OF_ANY_NUMBER - 1 };
    double *places = ARENA_ARRAY(reach->scratch, N_OF_ANY_NUMBER, double);
    for (int i = 0; i <= N_STEPS; i++)
        places[i] =
            (range.low * (N_STEPS - i) + range.high * i) / (double)N_STEPS;
    return (struct places){places, N_OF_ANY_NUMBER};
}

static struct places
item_places(const struct reach *reach, const struct response *response)
{
    size_t n = plan_positions(response);
    double *places = ARENA_ARRAY(reach->scratch, n, double);
    for (size_t i = 0; i < n; i++)
        places[i] = answer_score(response, (uint8_t)i);
    return (struct places){places, n};
}

static struct places
operand_places(const struct reach *reach, const struct expr_operand *operand,
               struct expr_range range)
{
    static const double truths[] = {0, 1};
    const struct expr_operand own =
        instrument_operand(reach->plan->instrument, operand);
    bool is_fact = operand->kind == EXPR_FACT;
    if (operand->kind == EXPR_SELECTED || (is_fact && operand->word))
        return (struct places){truths, N_ELEMENTS(truths)};
    if (own.kind == EXPR_ITEM) {
        const struct response *response =
            reach->plan->instrument->items[own.idx].response;
        if (answer_form_of(response) == FORM_CODES)
            return item_places(reach, response);
    } else if (own.kind == EXPR_SCALE && own.standing == EXPR_AS_SCORED) {
        struct attainable scores =
            attainable_scores(reach->plan, own.idx, MOST_TRIED, reach->scratch);
        if (scores.is_exact)
            return (struct places){scores.scores, scores.n};
    }
    return spread_places(reach, range);
}

/* Operands that the formula uses more than once are held at one of their
   values, one operand after the other; all others keep their ranges. */
struct trial {
    const struct reach *reach;
    const struct expr *formula;
    const struct expr_operand *operands;
    size_t n;
    struct expr_range *ranges;
};

static bool
never_has_value(const struct trial *trial, size_t i, size_t n_left)
{
    while (i < trial->n && expr_uses(trial->formula, i) < 2)
        i++;
    if (i == trial->n)
        return gives_nothing(expr_run_range(trial->formula, trial->ranges));
    struct expr_range whole = trial->ranges[i];
    struct places places =
        operand_places(trial->reach, &trial->operands[i], whole);
    if (!places.n || places.n > n_left)
        return never_has_value(trial, i + 1, n_left);
    bool is_never = true;
    for (size_t j = 0; j < places.n && is_never; j++) {
        trial->ranges[i] =
            (struct expr_range){places.items[j], places.items[j], true};
        is_never = never_has_value(trial, i + 1, n_left / places.n);
    }
    trial->ranges[i] = whole;
    return is_never;
}

static bool
is_never_known(const struct reach *reach, const struct expr *formula,
               struct expr_range *ranges)
{
    struct trial trial = {.reach = reach, .formula = formula, .ranges = ranges};
    trial.operands = expr_operands(formula, &trial.n);
    return never_has_value(&trial, 0, MOST_TRIED);
}

/* What the formula gives within its declared range: all of that where it gives
   nothing, so that what rests on it is not blamed as well. */
static struct expr_range
hold_formula(const struct reach *reach, const struct scale *scale)
{
    struct expr_range declared = declared_range(scale);
    struct expr_range *ranges = operand_ranges(reach, scale->formula);
    struct expr_range range = expr_run_range(scale->formula, ranges);
    if (gives_nothing(range) || judge_side(scale, range.high, scale->lo) < 0
        || judge_side(scale, range.low, scale->hi) > 0) {
        say_outside(reach, scale, range);
        return declared;
    }
    if (is_never_known(reach, scale->formula, ranges)) {
        xml_problem(reach->diag, MSG_FORMULA_NEVER,
                    xml_value_spot(scale->at, "formula"), "'%s'", scale->id);
        diag_hint(reach->diag, "whatever is answered, it gives no number: does "
                               "it divide by what is always 0?");
        return declared;
    }
    if (judge_side(scale, range.low, scale->lo) > 0)
        say_away(reach, scale, "min", range);
    if (judge_side(scale, range.high, scale->hi) < 0)
        say_away(reach, scale, "max", range);
    return (struct expr_range){fmax(range.low, declared.low),
                               fmin(range.high, declared.high), true};
}

/* ---- formulas that score an empty form ---- */

static bool
asks_only_whether_answered(const struct expr *formula)
{
    size_t n;
    (void)expr_operands(formula, &n);
    for (size_t i = 0; i < n; i++)
        if (expr_uses(formula, i))
            return false;
    return n > 0;
}

static void
say_empty(const struct reach *reach, const struct scale *scale, double value)
{
    struct buf given SCOPED(buf_clear) = {0};
    num_add(&given, num_round(value, SHOWN_DECIMALS, ROUND_HALF_UP));
    xml_problem(reach->diag, MSG_FORMULA_EMPTY,
                xml_value_spot(scale->at, "formula"), "'%s' gets %s", scale->id,
                buf_text(&given));
    diag_hint(reach->diag,
              "where nothing is answered, it gives %s; a scale with "
              "'min-answered' has no score then",
              buf_text(&given));
}

/* A blank scale has no score, unless it is a formula that has found one. */
static struct expr_value
hold_empty(const struct reach *reach, const struct scale *scale)
{
    const struct expr_value missing = {.state = EXPR_MISSING};
    size_t n;
    const struct expr_operand *operands = expr_operands(scale->formula, &n);
    struct expr_value *values =
        ARENA_ARRAY(reach->scratch, n, struct expr_value);
    for (size_t i = 0; i < n; i++)
        values[i] = operands[i].kind == EXPR_SCALE
                            && operands[i].standing == EXPR_AS_SCORED
                        ? reach->empty[operands[i].idx]
                        : missing;
    struct expr_value value = expr_run(scale->formula, values);
    if (value.state != EXPR_KNOWN
        || judge_side(scale, value.number, scale->lo) < 0
        || judge_side(scale, value.number, scale->hi) > 0)
        return missing;
    if (!scale->is_internal && !asks_only_whether_answered(scale->formula))
        say_empty(reach, scale, value.number);
    return value;
}

static void
hold_scale(const struct reach *reach, enum op_code code, size_t idx)
{
    const struct scale *scale = &reach->plan->instrument->scales[idx];
    reach->empty[idx] = (struct expr_value){.state = EXPR_MISSING};
    if (code == OP_COMBINE) {
        reach->scales[idx] = declared_range(scale);
        return;
    }
    reach->scales[idx] = hold_formula(reach, scale);
    reach->empty[idx] = hold_empty(reach, scale);
    arena_rewind(reach->scratch);
}

/* ---- tests that no answer makes true ---- */

static void
hint_of_item(const struct reach *reach, const struct expr *test,
             const struct expr_range *ranges)
{
    const struct instrument *instrument = reach->plan->instrument;
    struct buf given SCOPED(buf_clear) = {0};
    size_t n;
    const struct expr_operand *operands = expr_operands(test, &n);
    struct expr_operand own = n ? instrument_operand(instrument, &operands[0])
                                : (struct expr_operand){.kind = EXPR_FACT};
    if (own.kind != EXPR_ITEM || gives_nothing(ranges[0])) {
        diag_hint(reach->diag, "whatever is answered, it is not true");
        return;
    }
    add_range(&given, ranges[0]);
    diag_hint(reach->diag,
              "whatever is answered, it is not true: '%s' has scores of %s",
              instrument->items[own.idx].id, buf_text(&given));
}

/* No test (NULL) is always true. */
static void
hold_test(const struct reach *reach, const struct expr *test,
          const struct xml_element *at, const char *attribute, const char *id)
{
    if (!test)
        return;
    struct expr_range *ranges = operand_ranges(reach, test);
    if (expr_run_range(test, ranges).high < 1) {
        xml_problem(reach->diag, MSG_TEST_NEVER, xml_value_spot(at, attribute),
                    "'%s' of '%s'", attribute, id);
        hint_of_item(reach, test, ranges);
    }
    arena_rewind(reach->scratch);
}

static void
hold_tests(const struct reach *reach)
{
    const struct instrument *instrument = reach->plan->instrument;
    for (size_t i = 0; i < instrument->n_items; i++) {
        const struct item *item = &instrument->items[i];
        hold_test(reach, item->relevant, item->at, "relevant", item->id);
        for (size_t j = 0; j < item->n_alerts; j++)
            hold_test(reach, item->alerts[j].when, item->alerts[j].at, "when",
                      item->alerts[j].id);
    }
    for (size_t i = 0; i < instrument->n_classes; i++) {
        const struct class *class = &instrument->classes[i];
        for (size_t j = 0; j < class->n_cases; j++)
            hold_test(reach, class->cases[j].test, class->cases[j].at, "test",
                      class->cases[j].id);
    }
}

bool
reach_check(const struct plan *plan, struct diag *diag)
{
    const struct instrument *instrument = plan->instrument;
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct reach reach = {
        .plan = plan,
        .scales = ARENA_ARRAY(arena, instrument->n_scales, struct expr_range),
        .empty = ARENA_ARRAY(arena, instrument->n_scales, struct expr_value),
        .scratch = arena_new(),
        .diag = diag,
    };
    size_t n_errors = diag_count(diag, SEVERITY_ERROR);
    for (size_t i = 0; i < plan->n_ops; i++) {
        const struct op *op = &plan->ops[i];
        if (op->code == OP_COMBINE || op->code == OP_FORMULA)
            hold_scale(&reach, op->code, op->idx);
    }
    hold_tests(&reach);
    arena_free(reach.scratch);
    return diag_count(diag, SEVERITY_ERROR) == n_errors;
}
