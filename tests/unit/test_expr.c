/* SPDX-License-Identifier: GPL-3.0-or-later */
/* expr: what expressions mean and what is said about wrong ones. */
#include "unit.h"

#include <string.h>
#include "expr_kit.h"

/* A value of the tables: '_' is missing, '!' is bad. */
static struct expr_value
value_of(const char *text)
{
    struct decimal number;
    if (strcmp(text, "_") == 0)
        return (struct expr_value){.state = EXPR_MISSING};
    if (strcmp(text, "!") == 0)
        return (struct expr_value){.state = EXPR_BAD};
    assert_true(decimal_read(str_from(text), &number));
    return (struct expr_value){.number = decimal_value(number)};
}

static const char *
text_of(struct kit *kit, struct expr_value value)
{
    struct buf buf = {0};
    if (value.state == EXPR_MISSING)
        buf_add_text(&buf, "_");
    else if (value.state == EXPR_BAD)
        buf_add_text(&buf, "!");
    else
        num_add(&buf, value.number);
    const char *text = arena_text(kit->arena, buf_str(&buf));
    buf_clear(&buf);
    return text;
}

/* Runs with the items a, b, c, ... of 'values', parted by blanks; the others
   are 0. */
static const char *
run(struct kit *kit, const struct expr *expr, const char *values)
{
    struct expr_value items[KIT_N_NAMES] = {{0}};
    struct expr_value operands[KIT_N_NAMES * 2];
    struct str rest = str_from(values);
    struct str word;
    for (size_t i = 0; str_next_word(&rest, &word); i++)
        items[i] = value_of(arena_text(kit->arena, word));
    size_t n;
    const struct expr_operand *needed = expr_operands(expr, &n);
    for (size_t i = 0; i < n; i++) {
        operands[i] = items[needed[i].idx];
        if (needed[i].kind == EXPR_SELECTED && operands[i].state == EXPR_KNOWN)
            operands[i].number =
                operands[i].number == (double)needed[i].choice_idx;
    }
    return text_of(kit, expr_run(expr, operands));
}

struct run_case {
    const char *text;
    const char *values;
    const char *result;
};

static void
check_runs(const struct run_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct kit kit = kit_new();
        const struct expr *expr = kit_compile_either(&kit, cases[i].text);
        if (!expr)
            fail_msg("'%s' is refused", cases[i].text);
        const char *result = run(&kit, expr, cases[i].values);
        if (strcmp(result, cases[i].result) != 0)
            fail_msg("'%s' of '%s' is %s, not %s", cases[i].text,
                     cases[i].values, result, cases[i].result);
        kit_free(&kit);
    }
}

static void
test_arithmetic(void **state)
{
    static const struct run_case cases[] = {
        {"a + b", "2 3", "5"},
        {"a - b", "2 3", "-1"},
        {"a -b", "2 3", "-1"},
        {"a * b", "2 3", "6"},
        {"a div b", "3 2", "1.5"},
        {"a mod b", "5 2", "1"},
        {"a mod b", "-5 2", "-1"},
        {"a mod b", "5 -2", "1"},
        {"a mod b", "-5 -2", "-1"},
        {"a mod b", "1.5 0.5", "0"},
        {"-a", "2", "-2"},
        {"-a", "0", "0"},
        {"--a", "2", "2"},
        {"a div b", "1 0", "_"},
        {"a div b", "0 0", "_"},
        {"a mod b", "1 0", "_"},
        {"a + b", "_ 1", "_"},
        {"a + b", "1 _", "_"},
        {"a - b", "_ 1", "_"},
        {"a * b", "_ 0", "_"},
        {"a div b", "0 _", "_"},
        {"a mod b", "_ 2", "_"},
        {"-a", "_", "_"},
        {"a + b", "! _", "!"},
        {"a * b", "0 !", "!"},
        {"-a", "!", "!"},
        {"3", "", "3"},
        {"0.25", "", "0.25"},
        {"007.50", "", "7.5"},
        {" \t( 1 ) ", "", "1"},
    };
    (void)state;
    check_runs(cases, N_ELEMENTS(cases));
}

/* 1e14 to the 22nd is finite, to the 23rd it is not. */
static void
test_overflow(void **state)
{
#define A11 "a * a * a * a * a * a * a * a * a * a * a"
    static const struct run_case cases[] = {
        {"a * " A11 " * " A11, "100000000000000", "_"},
        {"-a * " A11 " * " A11, "100000000000000", "_"},
        {"coalesce(a * " A11 " * " A11 ", 7)", "100000000000000", "7"},
        {A11 " * " A11 " gt 1", "100000000000000", "1"},
    };
#undef A11
    (void)state;
    check_runs(cases, N_ELEMENTS(cases));
}

static void
test_comparison(void **state)
{
    static const struct {
        const char *sign;
        const char *word;
        const char *less, *equal, *greater;
    } signs[] = {
        {"=", "eq", "0", "1", "0"},    {"!=", "ne", "1", "0", "1"},
        {"&lt;", "lt", "1", "0", "0"}, {"&lt;=", "le", "1", "1", "0"},
        {"&gt;", "gt", "0", "0", "1"}, {"&gt;=", "ge", "0", "1", "1"},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(signs); i++)
        for (int j = 0; j < 2; j++) {
            struct kit kit = kit_new();
            const char *text = arena_printf(kit.arena, "a %s b",
                                            j ? signs[i].word : signs[i].sign);
            struct run_case cases[] = {
                {text, "1 2", signs[i].less},
                {text, "2 2", signs[i].equal},
                {text, "2.5 2", signs[i].greater},
                {text, "_ 2", "_"},
                {text, "2 _", "_"},
                {text, "_ _", "_"},
                {text, "! 2", "!"},
                {text, "_ !", "!"},
            };
            check_runs(cases, N_ELEMENTS(cases));
            kit_free(&kit);
        }
}

/* The tables of truth, by hand: rows and columns 0, 1, missing, bad. */
static void
test_truth_tables(void **state)
{
    static const char *const values[] = {"0", "1", "_", "!"};
    static const char *const and[] = {"000!", "01_!", "0__!", "!!!!"};
    static const char *const or [] = {"01_!", "111!", "_1_!", "!!!!"};
    static const char *const equal[] = {"10_!", "01_!", "___!", "!!!!"};
    static const char *const unequal[] = {"01_!", "10_!", "___!", "!!!!"};
    static const struct {
        const char *word;
        const char *const *table;
    } tables[] = {{"and", and}, {"or", or }, {"=", equal}, {"ne", unequal}};
    (void)state;
    for (size_t i = 0; i < 64; i++) {
        struct kit kit = kit_new();
        size_t row = i / 4 % 4;
        size_t column = i % 4;
        const char result[] = {tables[i / 16].table[row][column], '\0'};
        struct run_case one = {
            arena_printf(kit.arena, "(a = 1) %s (b = 1)", tables[i / 16].word),
            arena_printf(kit.arena, "%s %s", values[row], values[column]),
            result};
        check_runs(&one, 1);
        kit_free(&kit);
    }
    static const struct run_case not_cases[] = {
        {"not(a = 1)", "0", "1"},
        {"not(a = 1)", "1", "0"},
        {"not(a = 1)", "_", "_"},
        {"not(a = 1)", "!", "!"},
    };
    check_runs(not_cases, N_ELEMENTS(not_cases));
}

static void
test_precedence(void **state)
{
    static const struct run_case cases[] = {
        {"1 + 2 * 3", "", "7"},
        {"(1 + 2) * 3", "", "9"},
        {"10 - 4 - 3", "", "3"},
        {"24 div 4 div 2", "", "3"},
        {"24 div 4 * 2", "", "12"},
        {"7 mod 4 * 2", "", "6"},
        {"2 * 7 mod 4", "", "2"},
        {"-2 * 3", "", "-6"},
        {"2 * -3", "", "-6"},
        {"-a mod 2", "5", "-1"},
        {"1 - -1", "", "2"},
        {"1 + 1 = 2", "", "1"},
        {"2 = 1 + 1", "", "1"},
        {"1 lt 2 = 2 lt 3", "", "1"},
        {"1 lt 2 != 3 lt 2", "", "1"},
        {"1 = 1 = (2 = 2)", "", "1"},
        {"1 = 2 or 1 = 1 and 1 = 2", "", "0"},
        {"1 = 1 or 1 = 1 and 1 = 2", "", "1"},
        {"(1 = 1 or 1 = 1) and 1 = 2", "", "0"},
        {"1 = 2 and 1 = 1 or 1 = 1", "", "1"},
        {"a-b + 1", "0 0 0 7", "8"},
    };
    (void)state;
    check_runs(cases, N_ELEMENTS(cases));
}

static void
test_functions(void **state)
{
    static const struct run_case cases[] = {
        {"if(a = 1, b, c)", "1 2 3", "2"},
        {"if(a = 1, b, c)", "0 2 3", "3"},
        {"if(a = 1, b, c)", "_ 2 2", "_"},
        {"if(a = 1, b, c)", "! 2 3", "!"},
        {"if(a = 1, b, c)", "1 2 !", "2"},
        {"if(a = 1, b, c)", "0 2 !", "!"},
        {"if(a = 1, b, c)", "_ ! !", "_"},
        {"if(a = 1, b, c)", "1 _ 3", "_"},
        {"if(a = 1, b = 2, c = 3)", "1 2 3", "1"},
        {"coalesce(a, b, 9)", "1 2", "1"},
        {"coalesce(a, b, 9)", "_ 2", "2"},
        {"coalesce(a, b, 9)", "_ _", "9"},
        {"coalesce(a, b)", "_ _", "_"},
        {"coalesce(a, b)", "! 2", "!"},
        {"coalesce(a, b)", "1 !", "!"},
        {"coalesce(a..c)", "_ _ 5", "5"},
        {"coalesce(a = 1, b = 1)", "_ 1", "1"},
        {"sum(a, b, c)", "1 2 3.5", "6.5"},
        {"sum(a..c)", "1 2 3", "6"},
        {"sum(a..c, 10, b)", "1 2 3", "18"},
        {"sum(a..a)", "4", "4"},
        {"sum(a..c)", "1 _ 3", "_"},
        {"sum(a..c)", "1 _ !", "!"},
        {"mean(a..c)", "1 2 6", "3"},
        {"mean(a..c)", "1 _ 6", "_"},
        {"min(a..c)", "3 1 2", "1"},
        {"max(a..c)", "3 1 2", "3"},
        {"min(a..c)", "3 1 _", "_"},
        {"max(a..c)", "3 _ 2", "_"},
        {"max(a..c)", "3 ! _", "!"},
        {"count(a = 1, b = 1, c = 1)", "1 0 1", "2"},
        {"count(a = 1, b = 1)", "1 _", "_"},
        {"count(a = 1, b = 1)", "! 1", "!"},
        {"abs(a)", "-2.5", "2.5"},
        {"abs(a)", "2.5", "2.5"},
        {"abs(a)", "_", "_"},
        {"round(a)", "2.5", "3"},
        {"round(a)", "-2.5", "-2"},
        {"round(a)", "2.4999", "2"},
        {"round(a)", "-0.4", "0"},
        {"round(a, 2)", "2.675", "2.68"},
        {"round(a, 2)", "1.005", "1.01"},
        {"round(a, 0)", "0.5", "1"},
        {"round(a)", "_", "_"},
        {"round(a)", "!", "!"},
        {"answered(a)", "0", "1"},
        {"answered(a)", "_", "0"},
        {"answered(a)", "!", "!"},
        {"answered(scale)", "0 0 0 0 _", "0"},
        {"selected(a, 3)", "3", "1"},
        {"selected(a, 3)", "2", "0"},
        {"selected(a, 3)", "_", "_"},
        {"selected(a, 3)", "!", "!"},
        {"not(answered(a)) or a gt 2", "_", "1"},
        {"scale * 2", "0 0 0 0 4", "8"},
        {"sqrt(a)", "2.25", "1.5"},
        {"sqrt(a)", "0", "0"},
        {"sqrt(a)", "-0.25", "_"},
        {"sqrt(0.1 + 0.2 - 0.3)", "", "0"},
        {"sqrt(a * a) = abs(a)", "-0.3", "1"},
        {"sqrt(a)", "_", "_"},
        {"sqrt(a)", "!", "!"},
        {"ln(a)", "1", "0"},
        {"ln(a)", "0", "_"},
        {"ln(0.1 + 0.2 - 0.3)", "", "_"},
        {"ln(a)", "-1", "_"},
        {"ln(exp(a)) = a", "0.7", "1"},
        {"exp(a)", "0", "1"},
        {"exp(a)", "710", "_"},
        {"exp(a)", "-800", "0"},
        {"exp(ln(a)) = a", "3", "1"},
        {"power(a, 3)", "-2", "-8"},
        {"power(a, 2)", "0.1", "0.010000000000000002"},
        {"power(a, 2) = 0.01", "0.1", "1"},
        {"power(a, b)", "4 0.5", "2"},
        {"power(a, b)", "-8 0.5", "_"},
        {"power(a, 1 div b)", "-8 3", "_"},
        {"power(a, 0.1 + 0.2 + 2.7)", "-2", "-8"},
        {"power(a, b)", "0 0", "1"},
        {"power(a, b)", "0 -1", "_"},
        {"power(a, b)", "10 400", "_"},
        {"power(a, b)", "10 -2", "0.01"},
        {"power(a, b)", "_ 0", "_"},
        {"sd(a..c)", "1 2 3", "1"},
        {"sd(a..c)", "0.1 0.1 0.1", "0"},
        {"sd(a, b) * sd(a, b) = 0.5", "1 2", "1"},
        {"sd(a, b)", "1 _", "_"},
        {"median(a..c)", "3 1 2", "2"},
        {"median(a..c, 10)", "3 1 2", "2.5"},
        {"median(a)", "3", "3"},
        {"median(a, b)", "_ 1", "_"},
        {"missing", "", "_"},
        {"coalesce(missing, a)", "2", "2"},
        {"if(a gt 1, a, missing)", "1", "_"},
        {"if(a gt 1, a, missing)", "2", "2"},
        {"a gt 1 or missing", "2", "1"},
        {"answered(a) and missing", "_", "0"},
        {"z(scale) + scale", "0 0 0 0 4", "8"},
    };
    (void)state;
    check_runs(cases, N_ELEMENTS(cases));
}

/* A stack larger than the small one. */
static void
test_many_arguments(void **state)
{
    (void)state;
    struct kit kit = kit_new();
    struct buf buf = {0};
    buf_add_text(&buf, "sum(1");
    for (int i = 0; i < 998; i++)
        buf_add_text(&buf, ", a");
    buf_add_text(&buf, ", b)");
    const struct expr *expr = kit_compile_either(&kit, buf_text(&buf));
    assert_null(expr);
    buf_empty(&buf);
    kit_free(&kit);
    kit = kit_new();
    buf_add_text(&buf, "sum(1");
    for (int i = 0; i < 998; i++)
        buf_add_text(&buf, ", a");
    buf_add_text(&buf, ")");
    expr = kit_compile_either(&kit, buf_text(&buf));
    assert_non_null(expr);
    assert_string_equal(run(&kit, expr, "2"), "1997");
    assert_string_equal(run(&kit, expr, "_"), "_");
    buf_clear(&buf);
    kit_free(&kit);
}

static void
test_conditions(void **state)
{
    static const struct {
        const char *text;
        const char *answer;
        const char *result;
    } cases[] = {
        {"ge 2", "2", "1"},
        {"ge 2", "1", "0"},
        {"&gt; 1 + 1", "2", "0"},
        {"= -1", "-1", "1"},
        {"ne 3", "_", "_"},
        {"le abs(2)", "!", "!"},
        {"ge 2 and le 4", "3", "1"},
        {"ge 2 and le 4", "5", "0"},
        {"lt 1 or gt 3", "0", "1"},
        {"lt 1 or gt 3", "2", "0"},
        {"= 0 or ge 2 and le 4", "0", "1"},
        {"= 0 or ge 2 and le 4", "5", "0"},
        {"ge 2 and le 4 or = 9", "9", "1"},
        {"ge 2 and le 4", "_", "_"},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct kit kit = kit_new();
        const struct expr *expr = expr_compile_condition(
            kit_element(&kit, cases[i].text), "x", kit.arena, kit.diag);
        assert_non_null(expr);
        size_t n;
        assert_int_equal(expr_operands(expr, &n)->kind, EXPR_ANSWER);
        assert_int_equal(n, 1);
        assert_string_equal(run(&kit, expr, cases[i].answer), cases[i].result);
        kit_free(&kit);
    }
}

static void
test_dump(void **state)
{
    (void)state;
    struct kit kit = kit_new();
    struct buf buf = {0};
    const struct expr *expr =
        kit_compile_either(&kit, "if(answered(a) and not(selected(b, 3)), "
                                 "round(-a * 2.5 + scale, 1), mean(a..c, a))");
    kit_dump(expr, &buf);
    assert_string_equal(buf_text(&buf), "answered item 0\n"
                                        "operand item 1 choice 3\n"
                                        "not 1\n"
                                        "and 2\n"
                                        "operand item 0\n"
                                        "negate 1\n"
                                        "number 2.5\n"
                                        "multiply 2\n"
                                        "operand scale 4\n"
                                        "add 2\n"
                                        "round 1 to 1\n"
                                        "operand item 0\n"
                                        "operand item 1\n"
                                        "operand item 2\n"
                                        "operand item 0\n"
                                        "mean 4\n"
                                        "if 3\n");
    size_t n;
    expr_operands(expr, &n);
    assert_int_equal(n, 5);
    buf_empty(&buf);
    expr = expr_compile_condition(kit_element(&kit, "ge 2"), "x", kit.arena,
                                  kit.diag);
    kit_dump(expr, &buf);
    assert_string_equal(buf_text(&buf), "operand answer\nnumber 2\nge 2\n");
    buf_clear(&buf);
    kit_free(&kit);
}

static void
test_reserved(void **state)
{
    static const char *const reserved[] = {
        "or",       "and", "eq",    "ne",    "lt",       "le",       "gt",
        "ge",       "div", "mod",   "if",    "coalesce", "sum",      "mean",
        "min",      "max", "count", "round", "abs",      "answered", "not",
        "selected", "sex", "lang",  "group",
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(reserved); i++)
        assert_true(expr_is_reserved(str_from(reserved[i])));
    assert_false(expr_is_reserved(STR("q1")));
    /* Functions that came later. */
    assert_false(expr_is_reserved(STR("sd")));
    assert_false(expr_is_reserved(STR("t")));
    assert_false(expr_is_reserved(STR("andy")));
    assert_false(expr_is_reserved(STR("")));
}

UNIT_MAIN(cmocka_unit_test(test_arithmetic), cmocka_unit_test(test_overflow),
          cmocka_unit_test(test_comparison),
          cmocka_unit_test(test_truth_tables),
          cmocka_unit_test(test_precedence), cmocka_unit_test(test_functions),
          cmocka_unit_test(test_many_arguments),
          cmocka_unit_test(test_conditions), cmocka_unit_test(test_dump),
          cmocka_unit_test(test_reserved))
