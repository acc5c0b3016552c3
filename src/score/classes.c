/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes; see classes.h. */
#include "score/classes.h"

#include <assert.h>
#include <string.h>
#include "score/operands.h"
#include "score/run.h"

enum { WORD_BITS = 64 };

struct class_tests {
    const struct class *class;
    struct operands **operands; /* by case; NULL for the otherwise */
};

/* ---- columns ---- */

struct class_column *
class_columns_new(const struct plan *plan, bool with_details,
                  struct arena *arena)
{
    const struct instrument *instrument = plan->instrument;
    struct class_column *columns =
        ARENA_ARRAY(arena, instrument->n_classes, struct class_column);
    for (size_t i = 0; i < instrument->n_classes; i++) {
        struct class_column *column = &columns[i];
        column->which = ARENA_ARRAY(arena, BATCH_ROWS, int16_t);
        column->why = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t);
        column->stopped_at = ARENA_ARRAY(arena, BATCH_ROWS, int16_t);
        if (!with_details)
            continue;
        column->n_words = instrument->classes[i].n_cases / WORD_BITS + 1;
        column->has_range = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t);
        column->may_miss = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t);
        column->possible =
            ARENA_ARRAY(arena, column->n_words * BATCH_ROWS, uint64_t);
    }
    return columns;
}

void
class_add_possible(const struct class_result *result, const struct class *class,
                   struct buf *out)
{
    const char *gap = "";
    for (size_t i = 0; result->has_range && i < class->n_cases; i++) {
        if (!class_can_be(result, i))
            continue;
        buf_addf(out, "%s%s", gap, class->cases[i].id);
        gap = " ";
    }
}

struct class_result
classes_get(const struct scores *scores, size_t class_idx, size_t row)
{
    assert(class_idx < scores->n_classes && row < scores->n_rows);
    const struct class_column *column = &scores->classes[class_idx];
    struct class_result result = {
        .which = column->which[row],
        .why = (enum why)column->why[row],
        .stopped_at = column->stopped_at[row],
    };
    if (scores->with_details) {
        result.has_range = column->has_range[row];
        result.may_miss = column->may_miss[row];
        result.possible = &column->possible[row * column->n_words];
    }
    return result;
}

bool
class_can_be(const struct class_result *result, size_t case_idx)
{
    assert(result->has_range);
    return result->possible[case_idx / WORD_BITS] >> case_idx % WORD_BITS & 1;
}

static uint64_t *
possible_at(const struct class_column *column, size_t row)
{
    return &column->possible[row * column->n_words];
}

void
class_put_why(const struct run *run, size_t class_idx, size_t row, enum why why)
{
    struct class_column *column = &run->scores->classes[class_idx];
    column->which[row] = -1;
    column->why[row] = (uint8_t)why;
    column->stopped_at[row] = -1;
    if (!run->with_details)
        return;
    column->has_range[row] = 0;
    column->may_miss[row] = 0;
    memset(possible_at(column, row), 0, column->n_words * sizeof(uint64_t));
}

/* ---- the case that holds ---- */

struct class_tests *
class_tests_new(const struct plan *plan, const struct op *op,
                struct arena *arena)
{
    struct class_tests *tests = ARENA_NEW(arena, struct class_tests);
    const struct class *class = &plan->instrument->classes[op->idx];
    tests->class = class;
    tests->operands = ARENA_ARRAY(arena, class->n_cases, struct operands *);
    for (size_t i = 0; i < class->n_cases; i++)
        if (class->cases[i].test)
            tests->operands[i] =
                operands_new(plan, class->cases[i].test, arena);
    return tests;
}

static void
put_case(const struct run *run, struct class_tests *tests,
         struct class_column *column, size_t row)
{
    column->which[row] = -1;
    column->stopped_at[row] = -1;
    column->why[row] = WHY_NO_CASE;
    for (size_t i = 0; i < tests->class->n_cases; i++) {
        struct operands *operands = tests->operands[i];
        struct expr_value test = {.number = 1, .state = EXPR_KNOWN};
        struct operands_tally tally = {0};
        if (operands) {
            tally = operands_load(operands, run, row);
            test = expr_run(operands->expr, operands->values);
        }
        if (test.state == EXPR_KNOWN && test.number == 0)
            continue;
        bool holds = test.state == EXPR_KNOWN;
        bool is_bad = test.state == EXPR_BAD || tally.n_bad;
        column->which[row] = (int16_t)(holds ? (int)i : -1);
        column->stopped_at[row] = (int16_t)(holds ? -1 : (int)i);
        column->why[row] = (uint8_t)(holds            ? WHY_SCORED
                                     : is_bad         ? WHY_BAD
                                     : tally.why_none ? tally.why_none
                                                      : WHY_OPERAND);
        return;
    }
}

/* ---- what the blanks could make it ---- */

/* What a test could come out as; false where that cannot be said. */
static bool
test_range(struct operands *operands, const struct run *run, size_t row,
           struct expr_range *range)
{
    enum operands_outlook outlook = operands_survey(operands, run, row);
    if (outlook == OUTLOOK_UNSAID)
        return false;
    if (outlook == OUTLOOK_OPEN) {
        *range = expr_run_range(operands->expr, operands->ranges);
        return true;
    }
    operands_load(operands, run, row);
    struct expr_value test = expr_run(operands->expr, operands->values);
    *range = test.state == EXPR_KNOWN
                 ? (struct expr_range){test.number, test.number, false}
                 : (struct expr_range){1, 0, true};
    return true;
}

/* Goes as far as the tests before could all be false. */
static void
put_range(const struct run *run, struct class_tests *tests,
          struct class_column *column, size_t row)
{
    uint64_t *possible = possible_at(column, row);
    memset(possible, 0, column->n_words * sizeof(uint64_t));
    column->has_range[row] = 1;
    column->may_miss[row] = 0;
    for (size_t i = 0; i < tests->class->n_cases; i++) {
        struct operands *operands = tests->operands[i];
        struct expr_range range = {1, 1, false};
        if (operands && !test_range(operands, run, row, &range)) {
            column->has_range[row] = 0;
            return;
        }
        bool is_known = range.low <= range.high;
        if (is_known && range.high > 0)
            possible[i / WORD_BITS] |= UINT64_C(1) << i % WORD_BITS;
        column->may_miss[row] |= range.may_miss;
        if (!is_known || range.low > 0)
            return;
    }
    column->may_miss[row] = 1;
}

/* ---- the operation ---- */

void
class_run(const struct run *run, const struct op *op, struct class_tests *tests)
{
    struct class_column *column = &run->scores->classes[op->idx];
    bool lacks_column = false;
    for (size_t i = 0; i < tests->class->n_cases; i++)
        lacks_column |=
            tests->operands[i] && operands_lack_column(tests->operands[i], run);
    for (size_t row = 0; row < run->n_rows; row++) {
        if (lacks_column) {
            class_put_why(run, op->idx, row, WHY_NO_COLUMN);
            continue;
        }
        put_case(run, tests, column, row);
        if (run->with_details)
            put_range(run, tests, column, row);
    }
}
