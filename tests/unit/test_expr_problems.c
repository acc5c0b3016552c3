/* SPDX-License-Identifier: GPL-3.0-or-later */
/* expr: what is said about wrong expressions, and that nothing makes the
   compiler stumble. */
#include "unit.h"

#include <string.h>
#include "expr_kit.h"

/* All problems, a line each: column in the text, width, code, detail, hint. */
static const char *
problems_text(struct kit *kit)
{
    const char *all = "";
    for (size_t i = 0; i < diag_total(kit->diag); i++) {
        const struct diagnostic *problem = diag_get(kit->diag, i);
        assert_int_equal(problem->place.line, 2);
        all = arena_printf(
            kit->arena, "%s%d+%d %s %s%s%s%s\n", all, problem->place.column - 3,
            problem->place.width, message_code(problem->message),
            problem->detail, problem->hint ? " (" : "",
            problem->hint ? problem->hint : "", problem->hint ? ")" : "");
    }
    return all;
}

struct problem_case {
    const char *text;
    const char *problems;
};

static void
check_case(const struct problem_case *each, enum expr_type want, bool condition)
{
    struct kit kit = kit_new();
    const struct xml_element *element = kit_element(&kit, each->text);
    const struct expr *expr =
        condition
            ? expr_compile_condition(element, "x", kit.arena, kit.diag)
            : expr_compile(element, "x", want, &kit_scope, kit.arena, kit.diag);
    const char *said = problems_text(&kit);
    if (strcmp(said, each->problems) != 0)
        fail_msg("'%s':\n%snot\n%s", each->text, said, each->problems);
    assert_true(!expr == (diag_total(kit.diag) > 0));
    kit_free(&kit);
}

static void
test_grammar(void **state)
{
    static const struct problem_case cases[] = {
        {"", "1+0 E080 a name, a number or '(' is needed at the end\n"},
        {"a +", "4+0 E080 a name, a number or '(' is needed at the end\n"},
        {"a b", "3+1 E080 an operator or the end is needed instead of 'b'\n"},
        {"a AND b", "3+3 E080 an operator or the end is needed instead of "
                    "'AND' (write 'and')\n"},
        {"(a", "3+0 E080 ')' or an operator is needed at the end\n"},
        {"a)", "2+1 E080 an operator or the end is needed instead of ')'\n"},
        {"()", "2+1 E080 a name, a number or '(' is needed instead of ')'\n"},
        {"* a", "1+1 E080 a name, a number or '(' is needed instead of '*'\n"},
        {"a / b", "3+1 E080 an operator or the end is needed instead of '/' "
                  "(division is 'div')\n"},
        {"a == b", "3+2 E080 an operator or the end is needed instead of "
                   "'==' (write '=')\n"},
        {"a \u2265 b", "3+1 E080 an operator or the end is needed instead of "
                       "'\u2265' (write 'ge')\n"},
        {"a + 'b'", "5+1 E080 a name, a number or '(' is needed instead of "
                    "''' (there are no texts, only numbers: write the "
                    "choice's value)\n"},
        {"a..c", "2+2 E080 an operator or the end is needed instead of '..' "
                 "(a run stands among the arguments of a function: "
                 "'sum(q1..q9)')\n"},
        {"round(a..b)", "8+2 E080 ',' or ')' is needed instead of '..' (a "
                        "run stands among the arguments of a function: "
                        "'sum(q1..q9)')\n"},
        {".5", "1+1 E080 a name, a number or '(' is needed instead of '.' "
               "(numbers look like '0.5', runs of items like 'q1..q9')\n"},
        {"1.", "2+1 E080 an operator or the end is needed instead of '.' "
               "(numbers look like '0.5', runs of items like 'q1..q9')\n"},
        {"1e5", "2+2 E080 an operator or the end is needed instead of 'e5'\n"},
        {"1234567890123456",
         "1+16 E080 a name, a number or '(' is needed "
         "instead of '1234567890123456' (a number has at most 15 digits)\n"},
        {"sum(a,)", "7+1 E080 an argument after ',' is needed instead of "
                    "')'\n"},
        {"sum(a b)", "7+1 E080 ',' or ')' is needed instead of 'b'\n"},
        {"sum(a", "6+0 E080 ',' or ')' is needed at the end\n"},
        {"abs(a b)", "7+1 E080 ')' is needed instead of 'b'\n"},
        {"sum(a..3)", "8+1 E080 the last item of the run is needed instead "
                      "of '3'\n"},
        {"a &#10; \u4f60 b", "9+1 E080 an operator or the end is needed "
                             "instead of '\u4f60'\n"},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        check_case(&cases[i], EXPR_NUMBER, false);
}

static void
test_names(void **state)
{
    static const struct problem_case cases[] = {
        {"scal + 1", "1+4 E081 'scal' (did you mean 'scale'?)\n"},
        {"a + nonsense * 2 - humbug",
         "5+8 E081 'nonsense'\n20+6 E081 'humbug'\n"},
        {"b-c", "1+3 E081 'b-c' (subtraction needs blanks: 'b - c')\n"},
        {"b-1", "1+3 E081 'b-1' (subtraction needs blanks: 'b - 1')\n"},
        {"a-b-c", "1+5 E081 'a-b-c' (subtraction needs blanks: 'a-b - c')\n"},
        {"b- c", "1+2 E081 'b-' (subtraction needs blanks: 'b - \u2026')\n"
                 "4+1 E080 an operator or the end is needed instead of 'c'\n"},
        {"1 + sum", "5+3 E081 'sum' (a function is called: 'sum(\u2026)')\n"},
        {"summ(a)", "1+4 E082 'summ' (did you mean 'sum'?)\n"},
        {"hypotenuse(nonsense)",
         "1+10 E082 'hypotenuse' (there are: if coalesce sum mean min max "
         "count "
         "round abs answered not selected sex lang group sqrt ln exp power sd "
         "median z t partner "
         "first previous)\n"
         "12+8 E081 'nonsense'\n"},
        {"t(scale)", "3+5 E085 't' needs a scale with a norm here\n"},
        {"z(a) + z(unknown) + z(2)", "3+1 E085 'z' needs a scale with a norm "
                                     "here\n10+7 E081 'unknown'\n23+1 E085 'z' "
                                     "needs a scale with a norm here (what is "
                                     "computed first needs a scale of its own, "
                                     "whose name stands here)\n"},
        {"partner(a + 1)",
         "9+5 E085 'partner' needs the name of an item or a "
         "scale here (what is computed first needs a scale of "
         "its own, whose name stands here)\n"},
        {"power(a) + sd(b)", "1+8 E084 1 (it is 'power(x, 2)')\n12+5 E084 1 "
                             "(it is 'sd(q1..q9)')\n"},
        {"a &amp;amp; nonsense",
         "3+5 E080 an operator or the end is needed instead of '&' (write "
         "'and')\n"},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        check_case(&cases[i], EXPR_NUMBER, false);
}

#define HAS_NONE                                                               \
    " (answered(\u2026) tells whether there is an answer, selected(\u2026) "   \
    "whether a choice is among several)\n"

/* An item without a number stands in answered() and selected() alone. */
static void
test_items_without_a_number(void **state)
{
    static const struct problem_case cases[] = {
        {"text > 1", "1+4 E083 'text' is a free text, no number" HAS_NONE},
        {"a = 1 and -many lt 2",
         "12+4 E083 'many' is a choice of several, no number" HAS_NONE},
        {"sum(a..many, text) > 0",
         "5+7 E083 'a..many' holds a free text, no number" HAS_NONE
         "14+4 E083 'text' is a free text, no number" HAS_NONE},
        {"answered(text + 1)",
         "10+4 E083 'text' is a free text, no number" HAS_NONE
         "10+8 E085 'answered' needs the name of an item here\n"},
        {"answered(text) and selected(many, 3)", ""},
        {"selected(text, 1)",
         "16+1 E085 no answer of the item has the value '1'\n"},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        check_case(&cases[i], EXPR_TRUTH, false);
}

#define COMPARE " (this is a number: compare it, as in 'q1 > 0')\n"
#define USE_IF                                                                 \
    " (this is true or false: 'if(\u2026, 1, 0)' makes a number of it)\n"

static void
test_types(void **state)
{
    static const struct problem_case numbers[] = {
        {"a = 1", "1+5 E083 'x' needs a number" USE_IF},
        {"1 + (a = 1)", "5+7 E083 '+' needs a number" USE_IF},
        {"(a &gt; 1) * (b &gt; 1)", "1+10 E083 '*' needs a number" USE_IF
                                    "14+10 E083 '*' needs a number" USE_IF},
        {"-(a = 1)", "2+7 E083 '-' needs a number" USE_IF},
        {"sum(a, b = 1)", "8+5 E083 'sum' needs a number" USE_IF},
        {"count(a..c)", "7+4 E083 'count' needs a truth" COMPARE},
        {"count(a, b = 1)", "7+1 E083 'count' needs a truth" COMPARE},
        {"if(a, 1, 2)", "4+1 E083 'if' needs a truth" COMPARE},
        {"if(a = 1, 1, b = 2)", "14+5 E083 'if' needs a number" USE_IF},
        {"coalesce(a, b = 1)", "13+5 E083 'coalesce' needs a number" USE_IF},
        {"abs()", "1+5 E084 0 (it is 'abs(x)')\n"},
        {"abs(a, b)", "1+9 E084 2 (it is 'abs(x)')\n"},
        {"if(a = 1, 2)", "1+12 E084 2 (it is 'if(test, then, else)')\n"},
        {"round()", "1+7 E084 0 (it is 'round(x) or round(x, decimals)')\n"},
        {"round(a, b)", "10+1 E085 'round' needs a plain number here\n"},
        {"round(a, 1.5)",
         "10+3 E085 decimals are a whole number from 0 to 15\n"},
        {"round(a, 16)",
         "10+2 E085 decimals are a whole number from 0 to 15\n"},
        {"round(a, -1)",
         "10+2 E085 decimals are a whole number from 0 to 15\n"},
        {"sum(c..a)",
         "5+4 E086 'c..a' (a run goes from an item to a later one)\n"},
        {"sum(a..scale)",
         "5+8 E086 'a..scale' (a run goes from an item to a later one)\n"},
        {"sum(a..humbug, hokum)", "8+6 E081 'humbug'\n16+5 E081 'hokum'\n"},
    };
    static const struct problem_case truths[] = {
        {"a + 1", "1+5 E083 'x' needs a truth" COMPARE},
        {"a and b", "1+1 E083 'and' needs a truth" COMPARE
                    "7+1 E083 'and' needs a truth" COMPARE},
        {"a = 1 = b", "9+1 E083 '=' needs a truth" COMPARE},
        {"1 &lt; a &lt; 3", "1+8 E083 '<' needs a number" USE_IF},
        {"not(a)", "5+1 E083 'not' needs a truth" COMPARE},
        {"answered(a + 1)",
         "10+5 E085 'answered' needs the name of an item here\n"},
        {"answered(humbug)", "10+6 E081 'humbug'\n"},
        {"selected(a, 7)",
         "13+1 E085 no answer of the item has the value '7'\n"},
        {"selected(a, -1)",
         "13+2 E085 no answer of the item has the value '-1'\n"},
        {"selected(c, 1)",
         "13+1 E085 no answer of the item has the value '1'\n"},
        {"selected(scale, 1)",
         "17+1 E085 no answer of the item has the value '1'\n"},
        {"selected(a, b)", "13+1 E085 'selected' needs a plain number here\n"},
        {"selected(a)", "1+11 E084 1 (it is 'selected(q1, 3)')\n"},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(numbers); i++)
        check_case(&numbers[i], EXPR_NUMBER, false);
    for (size_t i = 0; i < N_ELEMENTS(truths); i++)
        check_case(&truths[i], EXPR_TRUTH, false);
}

static void
test_conditions(void **state)
{
    static const struct problem_case cases[] = {
        {"2", "1+1 E080 a comparison such as 'ge 2' is needed instead of "
              "'2'\n"},
        {"and 2", "1+3 E080 a comparison such as 'ge 2' is needed instead of "
                  "'and'\n"},
        {"", "1+0 E080 a comparison such as 'ge 2' is needed at the end\n"},
        {"ge", "3+0 E080 a name, a number or '(' is needed at the end\n"},
        {"ge 2 and 3",
         "10+1 E080 a comparison such as 'ge 2' is needed instead "
         "of '3'\n"},
        {"ge missing", "4+7 E081 'missing' (only numbers stand here)\n"},
        {"ge 2 = 3", "6+1 E080 an operator or the end is needed instead of "
                     "'='\n"},
        {"ge 2 or",
         "8+0 E080 a comparison such as 'ge 2' is needed at the end\n"},
        {"ge a", "4+1 E081 'a' (only numbers stand here)\n"},
        {"ge sum(a..b)", "8+1 E081 'a' (only numbers stand here)\n"
                         "11+1 E081 'b' (only numbers stand here)\n"},
        {"eq (1 = 1)", "4+7 E083 'eq' needs a number" USE_IF},
        {"eq selected(a, 1)", "13+1 E081 'a' (only numbers stand here)\n"
                              "4+14 E083 'eq' needs a number" USE_IF},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        check_case(&cases[i], EXPR_TRUTH, true);
}

static const char *
nested(struct kit *kit, const char *open, const char *inside, const char *close,
       size_t n)
{
    struct buf buf = {0};
    for (size_t i = 0; i < n; i++)
        buf_add_text(&buf, open);
    buf_add_text(&buf, inside);
    for (size_t i = 0; i < n; i++)
        buf_add_text(&buf, close);
    const char *text = arena_text(kit->arena, buf_str(&buf));
    buf_clear(&buf);
    return text;
}

static void
test_limits(void **state)
{
    static const struct {
        const char *open, *close;
        const char *problem;
        size_t n; /* the most that fits */
    } cases[] = {
        {"(", ")", "65+1 E087 nested more than 64 deep\n", 63},
        {"-", "", "65+1 E087 nested more than 64 deep\n", 63},
        {"abs(", ")", "257+1 E087 nested more than 64 deep\n", 63},
        {"1+", "", "1002+0 E087 more than 1000 operations\n", 499},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct kit kit = kit_new();
        const char *text =
            nested(&kit, cases[i].open, "a", cases[i].close, cases[i].n);
        check_case(&(struct problem_case){text, ""}, EXPR_NUMBER, false);
        text = nested(&kit, cases[i].open, "a", cases[i].close, cases[i].n + 1);
        check_case(&(struct problem_case){text, cases[i].problem}, EXPR_NUMBER,
                   false);
        kit_free(&kit);
    }
    struct kit kit = kit_new();
    const char *text = nested(&kit, "(", "", "", 60000);
    assert_null(kit_compile_either(&kit, text));
    assert_int_equal(diag_total(kit.diag), 1);
    kit_free(&kit);
}

UNIT_MAIN(cmocka_unit_test(test_grammar), cmocka_unit_test(test_names),
          cmocka_unit_test(test_items_without_a_number),
          cmocka_unit_test(test_types), cmocka_unit_test(test_conditions),
          cmocka_unit_test(test_limits))
