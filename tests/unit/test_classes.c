/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes: the first case that holds, what stops before it, and which cases
   the blanks could still make it. */
#include "unit.h"
#include "scoring.h"

#include <string.h>

#include "score/classes.h"

#define SUM(id, items)                                                         \
    "<scale id='" id "' method='sum' items='" items "' min-answered='all'"     \
    " direction='neither'><title>X</title></scale>"
#define CLASS(cases) "<class id='k'><title>C</title>" cases "</class>"
#define WHEN(id, test) "<when id='" id "' test='" test "'>x</when>"
#define OTHERWISE "<otherwise id='other'>o</otherwise>"

/* A class as one word: its case or why there is none, then the case that could
   not be decided, then what it could still become. */
static const char *
class_text(struct scoring *s, size_t row)
{
    const struct class *class = &s->instrument->classes[0];
    struct class_result result = classes_get(s->scores, 0, row);
    struct buf buf = {0};
    buf_add_text(&buf, result.which < 0 ? why_word(result.why)
                                        : class->cases[result.which].id);
    if (result.stopped_at >= 0)
        buf_addf(&buf, " at %s", class->cases[result.stopped_at].id);
    buf_add_text(&buf, result.has_range ? ";" : "; unsaid");
    for (size_t i = 0; result.has_range && i < class->n_cases; i++)
        if (class_can_be(&result, i))
            buf_addf(&buf, " %s", class->cases[i].id);
    if (result.may_miss)
        buf_add_text(&buf, " none");
    const char *text = arena_text(s->arena, buf_str(&buf));
    buf_clear(&buf);
    return text;
}

struct class_case_of {
    const char *cells;
    const char *want;
};

static void
check_rows(struct scoring *s, const struct class_case_of *cases, size_t n)
{
    for (size_t i = 0; i < n; i++)
        scoring_row(s, cases[i].cells);
    scoring_run(s);
    for (size_t i = 0; i < n; i++)
        if (strcmp(class_text(s, i), cases[i].want) != 0)
            fail_msg("%s: '%s', not '%s'", cases[i].cells, class_text(s, i),
                     cases[i].want);
    scoring_close(s);
}

static void
check_class(const char *body, const struct class_case_of *cases, size_t n)
{
    check_rows(scoring_open_five(body), cases, n);
}

static void
test_first_case_that_holds(void **state)
{
    static const struct class_case_of cases[] = {
        {"0 0 . . .", "low; low"},
        {"1 0 . . .", "low; low"},
        {"2 0 . . .", "mid; mid"},
        {"4 4 . . .", "other; other"},
    };
    (void)state;
    check_class(SUM("x", "a b") CLASS(WHEN("low", "x lt 2")
                                          WHEN("mid", "x lt 4") OTHERWISE),
                cases, N_ELEMENTS(cases));
}

/* A test that cannot be decided is never passed over. */
static void
test_missing_is_never_otherwise(void **state)
{
    static const struct class_case_of cases[] = {
        {". 4 0 . .", "operand at first; first second"},
        {". 2 0 . .", "operand at first; first other"},
        {". . 0 . .", "operand at first; first second other"},
        {"4 . 0 . .", "first; first"},
        {"0 . 0 . .", "operand at second; second other"},
        {"0 3 0 . .", "second; second"},
        {"0 0 0 . .", "other; other"},
        {"99 4 0 . .", "bad at first; unsaid"},
        {"4 99 0 . .", "first; first"},
        {"0 99 0 . .", "bad at second; unsaid"},
    };
    (void)state;
    check_class(SUM("x", "a") SUM("y", "b") CLASS(
                    WHEN("first", "x gt 3") WHEN("second", "y gt 2") OTHERWISE),
                cases, N_ELEMENTS(cases));
}

static void
test_three_valued_logic_saves_a_case(void **state)
{
    static const struct class_case_of cases[] = {
        {"4 . . . .", "far; far"},
        {"0 . . . .", "operand at far; far near none"},
        {"0 0 . . .", "near; near"},
    };
    (void)state;
    check_class(CLASS(WHEN("far", "a gt 2 or b gt 2") WHEN(
                    "near", "a lt 1 and b lt 1") WHEN("odd", "a gt 2")),
                cases, N_ELEMENTS(cases));
}

static void
test_no_case_at_all(void **state)
{
    static const struct class_case_of cases[] = {
        {"4 . . . .", "high; high"},
        {"3 . . . .", "no-case; none"},
        {". . . . .", "operand at high; high none"},
        {"declined . . . .", "operand at high; high none"},
    };
    (void)state;
    check_class(CLASS(WHEN("high", "a gt 3")), cases, N_ELEMENTS(cases));
}

/* Division by zero, not a blank, leaves it undecided whatever is answered. */
static void
test_undecidable_with_all_answers(void **state)
{
    static const struct class_case_of cases[] = {
        {"1 0 . . .", "operand at some; none"},
        {"1 1 . . .", "some; some"},
        {"1 . . . .", "operand at some; some other none"},
    };
    (void)state;
    check_class(CLASS(WHEN("some", "a div b ge 1") OTHERWISE), cases,
                N_ELEMENTS(cases));
}

static void
test_rows_and_columns_that_are_not_there(void **state)
{
    struct scoring *s = scoring_open_five(
        CLASS(WHEN("one", "a gt 3") WHEN("two", "b gt 3") OTHERWISE));
    (void)state;
    scoring_row(s, "4 4 . . .");
    scoring_row(s, "4 4 . . .");
    s->batch->state[1] = ROW_OTHER_EDITION;
    scoring_run(s);
    assert_string_equal(class_text(s, 0), "one; one");
    assert_string_equal(class_text(s, 1), "other-edition; unsaid");
    s->batch->answers[1].is_absent = true;
    scoring_run(s);
    assert_string_equal(class_text(s, 0), "no-column; unsaid");
    scoring_close(s);
}

/* More cases than a word of bits holds. */
static void
test_many_cases(void **state)
{
    struct buf body = {0};
    (void)state;
    buf_add_text(&body, "<class id='k'>");
    for (int i = 0; i < 200; i++)
        buf_addf(&body, "<when id='w%d' test='100 * a + 25 * b = %d'>x</when>",
                 i, i * 5);
    buf_add_text(&body, "</class>");
    struct scoring *s = scoring_open_five(buf_text(&body));
    scoring_row(s, "4 2 . . .");
    scoring_row(s, "3 . . . .");
    scoring_run(s);
    assert_string_equal(class_text(s, 0), "w90; w90");
    struct class_result result = classes_get(s->scores, 0, 1);
    assert_int_equal(result.stopped_at, 0);
    assert_true(class_can_be(&result, 65) && class_can_be(&result, 80));
    assert_false(class_can_be(&result, 59) || class_can_be(&result, 81));
    assert_true(result.may_miss);
    buf_clear(&body);
    scoring_close(s);
}

#define GATED(gate_b, gate_c, class)                                           \
    "<choices id='r'><choice value='0'>a</choice><choice value='1'>b</choice>" \
    "</choices><section id='s' responses='r'>"                                 \
    "<item id='a'><text>a</text></item>"                                       \
    "<item id='b' relevant='" gate_b "'><text>b</text></item>"                 \
    "<item id='c' relevant='" gate_c "'><text>c</text></item></section>" class

/* What a blank lets in, or takes away, may be bad. */
static void
test_bad_behind_undecided_gate(void **state)
{
    static const struct class_case_of let_in[] = {
        {". 9 1", "other; unsaid"},
        {". 1 1", "other; one other"},
        {". . 1", "other; one other"},
    };
    static const struct class_case_of taken_away[] = {
        {". 9 1", "one; one other"},
        {"0 9 1", "other; other"},
        {"1 9 1", "one; one"},
    };
    (void)state;
    check_rows(
        scoring_open(GATED("answered(a)", "a ge 0",
                           CLASS(WHEN("one", "coalesce(b, 0) = 1") OTHERWISE))),
        let_in, N_ELEMENTS(let_in));
    check_rows(scoring_open(GATED("a ge 1", "b = a and a ge 1",
                                  CLASS(WHEN("one", "answered(c)") OTHERWISE))),
               taken_away, N_ELEMENTS(taken_away));
}

UNIT_MAIN(cmocka_unit_test(test_first_case_that_holds),
          cmocka_unit_test(test_missing_is_never_otherwise),
          cmocka_unit_test(test_three_valued_logic_saves_a_case),
          cmocka_unit_test(test_no_case_at_all),
          cmocka_unit_test(test_undecidable_with_all_answers),
          cmocka_unit_test(test_rows_and_columns_that_are_not_there),
          cmocka_unit_test(test_many_cases),
          cmocka_unit_test(test_bad_behind_undecided_gate))
