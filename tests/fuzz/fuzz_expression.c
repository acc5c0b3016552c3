/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An expression as the value of an attribute: compiled as a number, a truth
   and a condition; run with what is known, missing and bad; and held to the
   range that is claimed for it. */
#include "fuzz.h"

#include <math.h>

#include "base/buf.h"
#include "instrument/expr.h"
#include "xml/xml.h"
#include "../unit/expr_kit.h"

/* What an operand can be; the first KNOWN_ONES are no missing or bad ones. */
static const struct expr_value values[] = {
    {0, EXPR_KNOWN, 0},  {1, EXPR_KNOWN, 0},     {2.5, EXPR_KNOWN, 0},
    {-1, EXPR_KNOWN, 0}, {1e300, EXPR_KNOWN, 0}, {0, EXPR_MISSING, 0},
    {0, EXPR_BAD, 0},
};
enum { N_VALUES = 7, N_NOT_BAD = 6 };

static const struct xml_element *
element_of(const uint8_t *data, size_t size, struct arena *arena,
           struct diag *diag)
{
    struct buf xml = {0};
    const struct xml_element *element;

    buf_add_text(&xml, "<e xmlns='urn:t' x=\"");
    for (size_t i = 0; i < size; i++)
        if (data[i] == '<' || data[i] == '&' || data[i] == '"')
            buf_addf(&xml, "&#%d;", data[i]);
        else
            buf_add_char(&xml, (char)data[i]);
    buf_add_text(&xml, "\"/>");
    const char *text = arena_text(arena, buf_str(&xml));
    element =
        xml_read("fuzz.xml", (struct str){text, xml.len}, "urn:t", arena, diag);
    buf_clear(&xml);
    return element;
}

static struct expr_value
value_of(const struct expr_operand *operand, size_t choice)
{
    struct expr_value value = values[choice];

    if (operand->kind == EXPR_SELECTED && value.state == EXPR_KNOWN)
        value.number = choice % 2 ? 1 : 0;
    return value;
}

/* Runs it with the values from 'first' on, round and round. */
static void
run_one(const struct expr *expr, size_t first, struct arena *arena,
        struct expr_range all)
{
    size_t n;
    const struct expr_operand *operands = expr_operands(expr, &n);
    struct expr_value *given = ARENA_ARRAY(arena, n, struct expr_value);
    bool has_bad = false;

    for (size_t i = 0; i < n; i++) {
        given[i] = value_of(&operands[i],
                            (first + i * (1 + first / N_VALUES)) % N_VALUES);
        has_bad |= given[i].state == EXPR_BAD;
    }
    struct expr_value got = expr_run(expr, given);
    fuzz_check(isfinite(got.number), "a result that is no number");
    fuzz_check(got.state == EXPR_KNOWN || !(got.number < 0 || got.number > 0),
               "a number that is not known");
    fuzz_check(has_bad || got.state != EXPR_BAD, "bad out of nothing");
    if (got.state == EXPR_KNOWN && !has_bad)
        fuzz_check(all.low <= got.number && got.number <= all.high,
                   "a result outside its range");
    if (got.state == EXPR_MISSING && !has_bad)
        fuzz_check(all.may_miss, "missing against its range");
}

/* Returns what it can come to. */
static struct expr_range
use(const struct expr *expr, struct arena *arena)
{
    size_t n;
    const struct expr_operand *operands = expr_operands(expr, &n);
    struct expr_range *ranges = ARENA_ARRAY(arena, n, struct expr_range);
    struct buf out = {0};

    for (size_t i = 0; i < n; i++)
        ranges[i] = operands[i].kind == EXPR_SELECTED
                        ? (struct expr_range){0, 1, true}
                        : (struct expr_range){-1, 1e300, true};
    struct expr_range all = expr_run_range(expr, ranges);
    for (size_t first = 0; first < (size_t)N_VALUES * 3; first++)
        run_one(expr, first, arena, all);
    kit_dump(expr, &out);
    buf_clear(&out);
    return all;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    const struct xml_element *element = element_of(data, size, arena, diag);
    const struct expr *compiled[3] = {NULL};
    struct expr_range all[3] = {{0}};

    if (element) {
        compiled[0] =
            expr_compile(element, "x", EXPR_NUMBER, &kit_scope, arena, diag);
        compiled[1] =
            expr_compile(element, "x", EXPR_TRUTH, &kit_scope, arena, diag);
        compiled[2] = expr_compile_condition(element, "x", arena, diag);
    }
    for (size_t i = 0; i < 3; i++)
        if (compiled[i])
            all[i] = use(compiled[i], arena);
    /* 'missing' is what is asked for, as it has no value. */
    fuzz_check(!compiled[0] || !compiled[1] || all[0].low > all[0].high,
               "a number that is a truth");
    fuzz_check_problems(diag);
    diag_free(diag);
    arena_free(arena);
    return 0;
}
