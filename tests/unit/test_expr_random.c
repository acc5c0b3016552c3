/* SPDX-License-Identifier: GPL-3.0-or-later */
/* expr: random expressions.  Every value lies in the interval that its twin
   foretells, and no text makes the compiler stumble. */
#include "unit.h"

#include <float.h>
#include <math.h>
#include <string.h>
#include "expr_kit.h"

/* xorshift64*: the same everywhere. */
static uint32_t
draw(uint64_t *seed, uint32_t n)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return (uint32_t)((*seed * 0x2545f4914f6cdd1dU) >> 33) % n;
}

/* ---- expressions that are right ---- */

static void add_truth(struct buf *buf, uint64_t *seed, int depth);

static void
add_number(struct buf *buf, uint64_t *seed, int depth)
{
    static const char *const leaves[] = {
        "a",      "b", "c",   "a-b", "scale",
        "0",      "1", "2.5", "100", "99999999999999",
        "missing"};
    static const char *const infix[] = {"+", "-", "*", "div", "mod"};
    static const char *const many[] = {"sum", "mean", "min",    "max",
                                       "sd",  "sd",   "median", "coalesce"};
    static const char *const one[] = {"abs", "sqrt", "ln", "exp"};
    static const char *const rounds[] = {"", ", 0", ", 2", ", 15"};
    static const char *const exponents[] = {"2", "3", "-1", "0.5", "a", "b"};
    uint32_t shape = depth > 0 ? draw(seed, 11) : 0;
    switch (shape) {
    case 0:
        buf_add_text(buf, leaves[draw(seed, N_ELEMENTS(leaves))]);
        return;
    case 1:
        buf_add_text(buf, "-");
        add_number(buf, seed, 0);
        return;
    case 2:
        buf_addf(buf, "%s(", one[draw(seed, N_ELEMENTS(one))]);
        add_number(buf, seed, depth - 1);
        break;
    case 3:
        buf_add_text(buf, "round(");
        add_number(buf, seed, depth - 1);
        buf_add_text(buf, rounds[draw(seed, N_ELEMENTS(rounds))]);
        break;
    case 4:
        buf_add_text(buf, "if(");
        add_truth(buf, seed, depth - 1);
        buf_add_text(buf, ", ");
        add_number(buf, seed, depth - 1);
        buf_add_text(buf, ", ");
        add_number(buf, seed, depth - 1);
        break;
    case 5:
        buf_add_text(buf, "count(");
        add_truth(buf, seed, depth - 1);
        buf_add_text(buf, ", ");
        add_truth(buf, seed, depth - 1);
        break;
    case 6:
        buf_addf(buf, "%s(a..c, ", many[draw(seed, N_ELEMENTS(many))]);
        add_number(buf, seed, depth - 1);
        break;
    case 7:
        buf_addf(buf, "%s(", many[draw(seed, N_ELEMENTS(many))]);
        add_number(buf, seed, depth - 1);
        buf_add_text(buf, ", ");
        add_number(buf, seed, depth - 1);
        break;
    case 8:
        buf_add_text(buf, "power(");
        add_number(buf, seed, depth - 1);
        buf_addf(buf, ", %s", exponents[draw(seed, N_ELEMENTS(exponents))]);
        break;
    default:
        buf_add_text(buf, "(");
        add_number(buf, seed, depth - 1);
        buf_addf(buf, " %s ", infix[draw(seed, N_ELEMENTS(infix))]);
        add_number(buf, seed, depth - 1);
        break;
    }
    buf_add_text(buf, ")");
}

static void
add_truth(struct buf *buf, uint64_t *seed, int depth)
{
    static const char *const compare[] = {"=", "!=", "lt", "le", "gt", "ge"};
    static const char *const join[] = {"and", "or", "=", "!="};
    static const char *const leaves[] = {"answered(a)", "answered(scale)",
                                         "selected(a, 1)", "selected(b, 0)"};
    uint32_t shape = depth > 0 ? draw(seed, 7) : 0;
    switch (shape) {
    case 0:
        buf_add_text(buf, leaves[draw(seed, N_ELEMENTS(leaves))]);
        return;
    case 1:
        buf_add_text(buf, "not(");
        add_truth(buf, seed, depth - 1);
        break;
    case 2:
        buf_add_text(buf, "coalesce(");
        add_truth(buf, seed, depth - 1);
        buf_add_text(buf, ", ");
        add_truth(buf, seed, depth - 1);
        break;
    case 3:
    case 4:
        buf_add_text(buf, "(");
        add_truth(buf, seed, depth - 1);
        buf_addf(buf, " %s ", join[draw(seed, N_ELEMENTS(join))]);
        add_truth(buf, seed, depth - 1);
        break;
    default:
        buf_add_text(buf, "(");
        add_number(buf, seed, depth - 1);
        buf_addf(buf, " %s ", compare[draw(seed, N_ELEMENTS(compare))]);
        add_number(buf, seed, depth - 1);
        break;
    }
    buf_add_text(buf, ")");
}

/* ---- values within ranges ---- */

/* A few values that are hard on an interval, and many that are likely. */
static double
draw_number(uint64_t *seed)
{
    static const double hard[] = {0,   1,      -1,      DBL_MAX, -DBL_MAX,
                                  0.1, 1e-300, DBL_MIN, 1e300,   -2.5};
    if (draw(seed, 4) == 0)
        return hard[draw(seed, N_ELEMENTS(hard))];
    return (double)draw(seed, 2001) / 100 - 10;
}

static struct expr_range
draw_range(uint64_t *seed, bool is_truth)
{
    double low = is_truth ? (double)draw(seed, 2) : draw_number(seed);
    double high = is_truth ? (double)draw(seed, 2) : draw_number(seed);
    bool empty = draw(seed, 16) == 0;
    return (struct expr_range){.low = empty ? 1 : fmin(low, high),
                               .high = empty ? 0 : fmax(low, high),
                               .may_miss = empty || draw(seed, 2)};
}

static struct expr_value
draw_value(uint64_t *seed, struct expr_range range, bool is_truth)
{
    struct expr_value missing = {.state = EXPR_MISSING};
    uint32_t choice = draw(seed, 4);
    double share = (double)draw(seed, 1001) / 1000;
    if (range.low > range.high || (range.may_miss && draw(seed, 4) == 0))
        return missing;
    if (choice == 0 || (is_truth && choice < 2))
        return (struct expr_value){.number = range.low};
    if (choice == 1 || is_truth)
        return (struct expr_value){.number = range.high};
    double between = range.low * (1 - share) + range.high * share;
    return (struct expr_value){.number =
                                   fmax(range.low, fmin(range.high, between))};
}

static bool
is_within(struct expr_value value, struct expr_range range)
{
    if (value.state == EXPR_MISSING)
        return range.may_miss;
    return value.state == EXPR_KNOWN && isfinite(value.number)
           && range.low <= value.number && value.number <= range.high;
}

static void
check_expression(struct kit *kit, const char *text, enum expr_type type,
                 uint64_t *seed)
{
    struct expr_range ranges[KIT_N_NAMES * 2];
    struct expr_value values[KIT_N_NAMES * 2];
    const struct expr *expr = expr_compile(kit_element(kit, text), "x", type,
                                           &kit_scope, kit->arena, kit->diag);
    if (!expr)
        fail_msg("'%s' is refused", text);
    size_t n;
    const struct expr_operand *operands = expr_operands(expr, &n);
    for (size_t i = 0; i < n; i++)
        ranges[i] = draw_range(seed, operands[i].kind == EXPR_SELECTED);
    struct expr_range range = expr_run_range(expr, ranges);
    for (int run = 0; run < 10; run++) {
        for (size_t i = 0; i < n; i++)
            values[i] =
                draw_value(seed, ranges[i], operands[i].kind == EXPR_SELECTED);
        struct expr_value value = expr_run(expr, values);
        if (!is_within(value, range))
            fail_msg("'%s': %.17g (state %d) is not in [%.17g, %.17g] (%d)",
                     text, value.number, (int)value.state, range.low,
                     range.high, range.may_miss);
        if (type == EXPR_TRUTH)
            assert_true(value.number == 0 || value.number == 1);
    }
}

static void
test_values_lie_in_their_ranges(void **state)
{
    uint64_t seed = 20240229;
    struct buf buf = {0};
    size_t n_long = 0;
    (void)state;
    for (int i = 0; i < 40000; i++) {
        struct kit kit = kit_new();
        bool is_truth = draw(&seed, 3) == 0;
        buf_empty(&buf);
        if (is_truth)
            add_truth(&buf, &seed, 4);
        else
            add_number(&buf, &seed, 4);
        n_long += buf.len > 30;
        check_expression(&kit, buf_text(&buf),
                         is_truth ? EXPR_TRUTH : EXPR_NUMBER, &seed);
        kit_free(&kit);
    }
    assert_true(n_long > 5000);
    buf_clear(&buf);
}

/* ---- texts that are mostly wrong ---- */

/* Compiled or not, but then for a reason; what compiles also runs. */
static void
try_text(struct kit *kit, struct xml_attribute *attribute,
         const struct xml_element *element, struct str text, int turn)
{
    struct expr_value values[KIT_N_NAMES * 2] = {{0}};
    const struct expr *expr;
    struct diag *diag = diag_new();
    attribute->value = text;
    if (turn % 3 == 2)
        expr = expr_compile_condition(element, "x", kit->arena, diag);
    else
        expr = expr_compile(element, "x", turn % 3 ? EXPR_TRUTH : EXPR_NUMBER,
                            &kit_scope, kit->arena, diag);
    assert_true(!expr == (diag_total(diag) > 0));
    if (expr)
        assert_int_not_equal(expr_run(expr, values).state, EXPR_BAD);
    diag_free(diag);
}

static void
try_texts(void (*make)(struct buf *buf, uint64_t *seed), int n)
{
    uint64_t seed = 1234567;
    struct buf buf = {0};
    struct kit kit = kit_new();
    /* The raw text is longer than any that is tried, so that places exist. */
    struct xml_element element = *kit_element(
        &kit, "                                                            "
              "                                                            ");
    struct xml_attribute attribute = element.attributes[0];
    element.attributes = &attribute;
    for (int i = 0; i < n; i++) {
        buf_empty(&buf);
        make(&buf, &seed);
        struct arena *arena = arena_new();
        struct kit each = {arena, kit.diag};
        struct str text = {arena_text(arena, buf_str(&buf)), buf.len};
        try_text(&each, &attribute, &element, text, i);
        arena_free(arena);
    }
    buf_clear(&buf);
    kit_free(&kit);
}

static void
make_bytes(struct buf *buf, uint64_t *seed)
{
    uint32_t n = draw(seed, 20);
    for (uint32_t i = 0; i < n; i++)
        buf_add_char(buf, (char)draw(seed, 256));
}

static void
make_tokens(struct buf *buf, uint64_t *seed)
{
    static const char *const tokens[] = {
        "a",      "b",    "c..",       "a..c", "a-b",       "scale",  "x",
        "0",      "1",    "2.5",       "..",   "(",         ")",      "(",
        ")",      ",",    ",",         "+",    "-",         "*",      "div",
        "mod",    "and",  "or",        "=",    "!=",        "<",      "lt",
        "ge",     "if(",  "coalesce(", "sum(", "mean(",     "min(",   "count(",
        "round(", "abs(", "answered(", "not(", "selected(", "wrong(", "$",
    };
    uint32_t n = draw(seed, 12);
    for (uint32_t i = 0; i < n; i++) {
        buf_add_text(buf, tokens[draw(seed, N_ELEMENTS(tokens))]);
        if (draw(seed, 4))
            buf_add_char(buf, ' ');
    }
}

static void
test_random_bytes(void **state)
{
    (void)state;
    try_texts(make_bytes, 50000);
}

static void
test_random_tokens(void **state)
{
    (void)state;
    try_texts(make_tokens, 50000);
}

UNIT_MAIN(cmocka_unit_test(test_values_lie_in_their_ranges),
          cmocka_unit_test(test_random_bytes),
          cmocka_unit_test(test_random_tokens))
