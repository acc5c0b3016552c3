/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel against values worked out by hand: every method with reversal,
   weights, missing answers, items that do not apply, and gates. */
#include "unit.h"
#include "scoring.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* One row of a table: an instrument's scale "x", answers, what they give. */
struct kernel_case {
    const char *scale;
    const char *cells;
    enum why why;
    double value; /* 0 where there is no score */
    int answered;
    int items;
    bool prorated;
};

#define DIRECTION " direction='higher-better'><title>X</title></scale>"

static void
check_case(const struct kernel_case *want, struct scoring *s)
{
    struct score got = scoring_one(s, want->cells, "x");
    if (got.why != want->why || got.value != want->value
        || got.answered != want->answered || got.items != want->items
        || got.prorated != want->prorated)
        fail_msg("%s: %s: got '%s' %a, %d of %d%s", want->scale, want->cells,
                 why_word(got.why), got.value, got.answered, got.items,
                 got.prorated ? ", prorated" : "");
}

static void
check_cases(const char *body, const struct kernel_case *cases, size_t n)
{
    struct scoring *s = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!s || strcmp(cases[i].scale, cases[i - 1].scale) != 0) {
            if (s)
                scoring_close(s);
            struct buf buf = {0};
            buf_add_text(&buf, body);
            buf_add_text(&buf, cases[i].scale);
            s = scoring_open(buf_text(&buf));
            buf_clear(&buf);
        }
        check_case(&cases[i], s);
    }
    scoring_close(s);
}

static void
test_methods(void **state)
{
    static const char mean[] =
        "<scale id='x' method='mean' items='a..e' reversed='b d'"
        " min-answered='4'" DIRECTION;
    static const char sum[] =
        "<scale id='x' method='sum' items='a..e' reversed='b d'"
        " min-answered='80%'" DIRECTION;
    static const char all[] = "<scale id='x' method='sum' items='a..e'"
                              " min-answered='all'" DIRECTION;
    static const char percent[] =
        "<scale id='x' method='percent' items='a b c' reversed='b'"
        " min-answered='1/2'" DIRECTION;
    static const char count[] =
        "<scale id='x' method='count' items='a..e' reversed='e'"
        " count-if='ge 2' min-answered='2'" DIRECTION;
    static const char min[] =
        "<scale id='x' method='min' items='a..c' reversed='a'"
        " min-answered='2'" DIRECTION;
    static const char max[] =
        "<scale id='x' method='max' items='a..c' reversed='a'"
        " min-answered='2'" DIRECTION;
    static const char median[] =
        "<scale id='x' method='median' items='a..e' reversed='b d'"
        " min-answered='2'" DIRECTION;
    static const struct kernel_case cases[] = {
        /* 1 + (4 - 1) + 3 + (4 - 0) + 2 = 13 */
        {mean, "1 1 3 0 2", WHY_SCORED, 13.0 / 5, 5, 5, false},
        {mean, "1 1 3 . 2", WHY_SCORED, 9.0 / 4, 4, 5, true},
        {mean, "1 1 . declined 2", WHY_TOO_FEW, 0, 3, 5, false},
        {mean, "1 1 9 0 2", WHY_BAD, 0, 4, 5, false},
        {mean, "1 . 9 . .", WHY_BAD, 0, 1, 5, false},
        {mean, ". . . . .", WHY_TOO_FEW, 0, 0, 5, false},
        {sum, "1 1 3 0 2", WHY_SCORED, 13, 5, 5, false},
        {sum, "1 1 3 . 2", WHY_SCORED, 5.0 * 9 / 4, 4, 5, true},
        {sum, "1 . 3 . 2", WHY_TOO_FEW, 0, 3, 5, false},
        {all, "1 1 3 0 2", WHY_SCORED, 7, 5, 5, false},
        {all, "1 1 3 0 skipped", WHY_TOO_FEW, 0, 4, 5, false},
        /* 75, 100 - 25, 0 */
        {percent, "3 1 0", WHY_SCORED, 50, 3, 3, false},
        {percent, "3 . 0", WHY_SCORED, 37.5, 2, 3, true},
        {percent, "3 . .", WHY_TOO_FEW, 0, 1, 3, false},
        /* 2, 3 and 4 - 1 */
        {count, "2 1 3 0 1", WHY_SCORED, 3, 5, 5, false},
        {count, "2 . . 0 .", WHY_SCORED, 1, 2, 5, false},
        {count, "2 . . . .", WHY_TOO_FEW, 0, 1, 5, false},
        {min, "0 3 4", WHY_SCORED, 3, 3, 3, false},
        {min, "4 3 .", WHY_SCORED, 0, 2, 3, false},
        {max, "4 3 1", WHY_SCORED, 3, 3, 3, false},
        {max, "0 . 1", WHY_SCORED, 4, 2, 3, false},
        {max, ". . 1", WHY_TOO_FEW, 0, 1, 3, false},
        /* 1, 4 - 1, 3, 4 - 0, 2 in order: 1 2 3 3 4 */
        {median, "1 1 3 0 2", WHY_SCORED, 3, 5, 5, false},
        {median, "1 1 3 4 2", WHY_SCORED, 2, 5, 5, false},
        /* 1 2 3 4: halfway between 2 and 3; nothing is prorated */
        {median, "1 . 3 0 2", WHY_SCORED, 2.5, 4, 5, false},
        {median, ". . 3 . 2", WHY_SCORED, 2.5, 2, 5, false},
        {median, ". . 3 . .", WHY_TOO_FEW, 0, 1, 5, false},
        {median, "1 1 9 0 2", WHY_BAD, 0, 4, 5, false},
        {median, ". . . . .", WHY_TOO_FEW, 0, 0, 5, false},
    };
    (void)state;
    struct kernel_case padded[N_ELEMENTS(cases)];
    char cells[N_ELEMENTS(cases)][64];
    /* Three items in the scale: the others are blank. */
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        padded[i] = cases[i];
        bool is_short = strstr(cases[i].scale, "..e") == NULL;
        snprintf(cells[i], sizeof(cells[i]), "%s%s", cases[i].cells,
                 is_short ? " . ." : "");
        padded[i].cells = cells[i];
    }
    check_cases(scoring_five, padded, N_ELEMENTS(padded));
}

static void
test_weights(void **state)
{
    static const char mean[] =
        "<scale id='x' method='mean' items='a b*2 c*0.5 d e' reversed='b'"
        " min-answered='all'" DIRECTION;
    static const char sum[] =
        "<scale id='x' method='sum' items='a b*2 c*0.5 d e'"
        " min-answered='all'" DIRECTION;
    static const char percent[] =
        "<scale id='x' method='percent' items='a b*2 c*0.5 d e'"
        " min-answered='3'" DIRECTION;
    static const char twice[] =
        "<scale id='x' method='sum' items='a*2 b*2 c*2 d*2 e*2'"
        " min-answered='4'" DIRECTION;
    static const struct kernel_case cases[] = {
        /* (1 + 2 * 3 + 0.5 * 3 + 0 + 2) / 5.5 */
        {mean, "1 1 3 0 2", WHY_SCORED, 10.5 / 5.5, 5, 5, false},
        {mean, "1 1 3 . 2", WHY_TOO_FEW, 0, 4, 5, false},
        {sum, "1 1 3 0 2", WHY_SCORED, 6.5, 5, 5, false},
        /* 25, 2 * 25, 0.5 * 75, 50 over 4.5 */
        {percent, "1 1 3 . 2", WHY_SCORED, 162.5 / 4.5, 4, 5, true},
        {twice, "1 1 3 0 2", WHY_SCORED, 14, 5, 5, false},
        {twice, "1 1 3 . 2", WHY_SCORED, 5.0 * 14 / 4, 4, 5, true},
    };
    (void)state;
    check_cases(scoring_five, cases, N_ELEMENTS(cases));
}

/* Item d depends on a, e on d. */
static const char gated[] =
    "<choices id='r'><choice value='0'>a</choice><choice value='1'>b</choice>"
    "<choice value='2'>c</choice><choice value='3'>d</choice>"
    "<choice value='4'>e</choice></choices>"
    "<section id='s' responses='r'>"
    "<item id='a'><text>a</text></item><item id='b'><text>b</text></item>"
    "<item id='c'><text>c</text></item>"
    "<item id='d' relevant='a > 0'><text>d</text></item>"
    "<item id='e' relevant='d > 1'><text>e</text></item></section>";

static void
test_not_applicable(void **state)
{
    static const char sum[] =
        "<scale id='x' method='sum' items='a..e' min-answered='80%'"
        " not-applicable='excluded'" DIRECTION;
    static const char all[] =
        "<scale id='x' method='mean' items='a..e' min-answered='all'"
        " not-applicable='excluded'" DIRECTION;
    static const char four[] =
        "<scale id='x' method='mean' items='a..e' min-answered='4'"
        " not-applicable='excluded'" DIRECTION;
    static const char counted[] =
        "<scale id='x' method='sum' items='a..e' min-answered='4'"
        " not-applicable='counted'" DIRECTION;
    static const char two[] =
        "<scale id='x' method='mean' items='d e' min-answered='1'"
        " not-applicable='excluded'" DIRECTION;
    static const struct kernel_case cases[] = {
        {sum, "1 1 3 2 2", WHY_SCORED, 9, 5, 5, false},
        /* A gate known false: d goes though it was answered; then e's gate
           is missing and e stays. 5 * (0 + 1 + 3 + 2) / 4 */
        {sum, "0 1 3 4 2", WHY_SCORED, 7.5, 4, 4, true},
        /* d does not apply, e is blank: 3 of 4 are less than 80 %. */
        {sum, "0 1 3 . .", WHY_TOO_FEW, 0, 3, 4, false},
        /* e does not apply. */
        {sum, "1 1 3 1 4", WHY_SCORED, 7.5, 4, 4, true},
        /* The gate's item is blank: d stays and scores. */
        {sum, ". 1 3 2 2", WHY_SCORED, 10, 4, 5, true},
        {all, "1 1 3 1 .", WHY_SCORED, 1.5, 4, 4, true},
        {all, "1 1 . 1 .", WHY_TOO_FEW, 0, 3, 4, false},
        /* A whole number asks for no more than apply. */
        {four, "0 1 3 . .", WHY_TOO_FEW, 0, 3, 4, false},
        {four, "0 1 3 . not-applicable", WHY_SCORED, 4.0 / 3, 3, 3, true},
        {counted, "1 1 3 1 .", WHY_SCORED, 7.5, 4, 5, true},
        {counted, "0 1 3 . .", WHY_TOO_FEW, 0, 3, 5, false},
        {two, "0 1 1 1 not-applicable", WHY_NOT_APPLICABLE, 0, 0, 0, false},
        /* A bad value behind a shut gate is not needed. */
        {two, "0 1 1 77 3", WHY_SCORED, 3, 1, 1, true},
        /* But one in the gate itself leaves it open. */
        {two, "77 1 1 2 3", WHY_SCORED, 2.5, 2, 2, false},
    };
    (void)state;
    check_cases(gated, cases, N_ELEMENTS(cases));
}

static void
test_rows_not_scored(void **state)
{
    struct scoring *s = scoring_open_five(
        "<scale id='x' method='mean' items='a..c' min-answered='1'" DIRECTION
        "<scale id='y' method='mean' items='d e' min-answered='1'" DIRECTION
        "<scale id='z' method='formula' formula='coalesce(x, y)' min='0'"
        " max='4'" DIRECTION);
    (void)state;
    for (int i = 0; i < 4; i++)
        scoring_row(s, "1 77 3 0 2");
    s->batch->state[1] = ROW_BROKEN;
    s->batch->state[2] = ROW_OTHER_INSTRUMENT;
    s->batch->state[3] = ROW_OTHER_EDITION;
    s->batch->answers[2].is_absent = true;
    scoring_run(s);
    /* The lacking column comes before the bad value, and reaches what rests
       on it whatever coalesce() says. */
    assert_int_equal(scoring_get(s, "x", 0).why, WHY_NO_COLUMN);
    assert_int_equal(scoring_get(s, "y", 0).why, WHY_SCORED);
    assert_int_equal(scoring_get(s, "z", 0).why, WHY_NO_COLUMN);
    assert_false(scoring_get(s, "x", 0).has_range);
    assert_int_equal(scoring_get(s, "x", 1).why, WHY_BROKEN_ROW);
    assert_int_equal(scoring_get(s, "y", 1).why, WHY_BROKEN_ROW);
    assert_int_equal(scoring_get(s, "z", 2).why, WHY_OTHER_INSTRUMENT);
    assert_int_equal(scoring_get(s, "y", 3).why, WHY_OTHER_EDITION);
    assert_true(scoring_get(s, "y", 1).value == 0);
    assert_false(scoring_get(s, "y", 1).has_range);
    scoring_close(s);
}

static void
test_formulas(void **state)
{
    struct scoring *s = scoring_open_five(
        "<scale id='late' method='formula' formula='x * 2 + a' min='0'"
        " max='9'" DIRECTION
        "<scale id='x' method='mean' items='b c' min-answered='1'" DIRECTION
        "<scale id='safe' method='formula' formula='coalesce(a, 3) - e'"
        " min='-4' max='4'" DIRECTION
        "<scale id='ratio' method='formula' formula='a div e' min='0'"
        " max='4'" DIRECTION);
    (void)state;
    assert_true(scoring_one(s, "1 2 3 0 0", "late").value == 6);
    assert_false(scoring_one(s, "1 2 3 0 0", "late").prorated);
    assert_true(scoring_one(s, "1 2 . 0 0", "late").value == 5);
    assert_true(scoring_one(s, "1 2 . 0 0", "late").prorated);
    assert_int_equal(scoring_one(s, ". 2 3 0 0", "late").why, WHY_OPERAND);
    assert_int_equal(scoring_one(s, "1 . . 0 0", "late").why, WHY_OPERAND);
    assert_int_equal(scoring_one(s, "1 77 2 0 0", "late").why, WHY_BAD);
    assert_int_equal(scoring_one(s, ". 77 2 0 0", "late").why, WHY_BAD);
    assert_int_equal(scoring_one(s, "4 4 4 0 0", "late").why, WHY_OUTSIDE);
    assert_int_equal(scoring_one(s, "1 2 3 0 0", "late").answered, 2);
    assert_int_equal(scoring_one(s, ". 2 3 0 0", "late").answered, 1);
    assert_int_equal(scoring_one(s, ". 2 3 0 0", "late").items, 2);
    assert_true(scoring_one(s, ". . . 0 4", "safe").value == -1);
    assert_int_equal(scoring_one(s, "77 . . 0 4", "safe").why, WHY_BAD);
    assert_int_equal(scoring_one(s, "2 . . 0 0", "ratio").why, WHY_OPERAND);
    scoring_close(s);
}

/* Answers that are no positions. */
static void
test_numbers(void **state)
{
    struct scoring *s = scoring_open(
        "<range id='any' min='0' max='10'><low>l</low>"
        "<high>h</high></range>"
        "<range id='fine' min='0' max='100' step='0.1'><low>l</low>"
        "<high>h</high></range>"
        "<section id='s' responses='any'>"
        "<item id='a'><text>a</text></item><item id='b'><text>b</text></item>"
        "<item id='c' responses='fine'><text>c</text></item></section>"
        "<scale id='m' method='mean' items='a b' reversed='b'"
        " min-answered='1'" DIRECTION
        "<scale id='f' method='max' items='c' reversed='c'"
        " min-answered='1'" DIRECTION
        "<scale id='n' method='count' items='a b' count-if='gt 5'"
        " min-answered='1'" DIRECTION
        "<scale id='lo' method='min' items='a b' min-answered='1'" DIRECTION);
    (void)state;
    assert_true(scoring_one(s, "2.5 6 99.9", "m").value == 3.25);
    /* 100 - 99.9 is 0.09999999999999432 in doubles alone. */
    assert_true(scoring_one(s, "2.5 6 99.9", "f").value == 0.1);
    assert_true(scoring_one(s, "2.5 6 99.9", "n").value == 1);
    assert_true(scoring_one(s, "2.5 6 99.9", "lo").value == 2.5);
    assert_true(scoring_one(s, ". 6 99.9", "lo").value == 6);
    assert_int_equal(scoring_one(s, "11 6 99.9", "m").why, WHY_BAD);
    struct score score = scoring_one(s, ". 6 .", "m");
    assert_true(score.value == 4);
    assert_true(score.low == 2 && score.high == 7);
    scoring_close(s);
}

static void
test_ranges(void **state)
{
    struct scoring *s = scoring_open_five(
        "<scale id='avg' method='mean' items='a..e' reversed='e'"
        " min-answered='3'" DIRECTION
        "<scale id='n' method='count' items='a b c' count-if='ge 2'"
        " min-answered='1'" DIRECTION "<scale id='least' method='min' items='a "
        "b c' min-answered='1'" DIRECTION
        "<scale id='f' method='formula' formula='avg * 2 + a' min='0'"
        " max='10'" DIRECTION);
    static const struct {
        const char *cells;
        const char *scale;
        double low;
        double high;
    } cases[] = {
        {"1 2 3 0 4", "avg", 6.0 / 5, 6.0 / 5},
        {"1 2 3 0 .", "avg", 6.0 / 5, 10.0 / 5},
        {"1 2 . . .", "avg", 3.0 / 5, 15.0 / 5}, /* though too few */
        {". . . . .", "avg", 0, 4},
        {"1 2 . . .", "n", 1, 2},
        {"1 2 . . .", "least", 0, 1},
        {"1 2 3 0 .", "f", 6.0 / 5 * 2 + 1, 5},
        {". 2 3 0 4", "f", 2, 9.0 / 5 * 2 + 4},
        {". . . . .", "f", 0, 10}, /* 12 would be outside */
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct score got = scoring_one(s, cases[i].cells, cases[i].scale);
        if (!got.has_range || got.low != cases[i].low
            || got.high != cases[i].high)
            fail_msg("%s: %s: %a to %a", cases[i].scale, cases[i].cells,
                     got.low, got.high);
    }
    assert_false(scoring_one(s, "1 2 77 0 .", "avg").has_range);
    assert_false(scoring_one(s, "1 2 77 0 .", "f").has_range);
    assert_true(scoring_one(s, "1 2 77 . .", "f").why == WHY_BAD);
    scoring_close(s);
}

/* ---- the middle one ---- */

/* Items of unlike ranges; c drops out with g, d with h. */
enum { N_UNLIKE = 6, N_WAYS = 3 };

static const char unlike[] =
    "<choices id='r'><choice value='0'>a</choice><choice value='1'>b</choice>"
    "<choice value='4'>c</choice></choices>"
    "<range id='n' min='2' max='3' step='0.1'/>"
    "<section id='s' responses='r'><item id='g'><text>g</text></item>"
    "<item id='h'><text>h</text></item><item id='a'><text>a</text></item>"
    "<item id='b' responses='n'><text>b</text></item>"
    "<item id='c' relevant='g > 0'><text>c</text></item>"
    "<item id='d' relevant='h > 0'><text>d</text></item></section>";

/* What a blank is filled with: no median lies lower or higher by others. */
static const char *const ways[N_UNLIKE][N_WAYS] = {
    {"0", "1", "4"},   {"0", "1", "4"}, {"0", "1", "4"},
    {"2", "2.1", "3"}, {"0", "1", "4"}, {"0", "1", "4"},
};

static const char *
row_text(struct scoring *s, const char *const *cells)
{
    return arena_printf(s->arena, "%s %s %s %s %s %s", cells[0], cells[1],
                        cells[2], cells[3], cells[4], cells[5]);
}

/* The least and the greatest median of a row when its blanks are answered in
   every way; false where there is none. */
static bool
fill_all(struct scoring *s, const char *const *given, size_t i,
         const char **cells, double *ends)
{
    bool has_range = false;
    if (i == N_UNLIKE) {
        struct score score = scoring_one(s, row_text(s, cells), "x");
        ends[0] = ends[1] = score.value;
        return score.why == WHY_SCORED;
    }
    for (size_t way = 0; way < (*given[i] == '.' ? N_WAYS : 1); way++) {
        double filled[2];
        cells[i] = *given[i] == '.' ? ways[i][way] : given[i];
        if (!fill_all(s, given, i + 1, cells, filled))
            continue;
        ends[0] = has_range && ends[0] < filled[0] ? ends[0] : filled[0];
        ends[1] = has_range && ends[1] > filled[1] ? ends[1] : filled[1];
        has_range = true;
    }
    return has_range;
}

/* Every row of answers and blanks: what is said of the blanks is what they can
   make of it, also where an item drops out with its gate. */
static void
check_middle_ranges(const char *attributes)
{
    static const char *const marks[N_UNLIKE][N_WAYS] = {
        {".", "0", "4"},   {".", "0", "4"}, {".", "0", "4"},
        {".", "2.1", "3"}, {".", "1", "4"}, {".", "0", "4"},
    };
    struct buf body = {0};
    buf_addf(&body, "%s<scale id='x' method='median' items='a..d' %s" DIRECTION,
             unlike, attributes);
    struct scoring *s = scoring_open(buf_text(&body));
    buf_clear(&body);
    for (size_t form = 0; form < 3 * 3 * 3 * 3 * 3 * 3; form++) {
        const char *given[N_UNLIKE];
        const char *cells[N_UNLIKE];
        double ends[2] = {0, 0};
        size_t rest = form;
        for (size_t i = 0; i < N_UNLIKE; i++, rest /= 3)
            given[i] = marks[i][rest % 3];
        bool has_range = fill_all(s, given, 0, cells, ends);
        struct score said = scoring_one(s, row_text(s, given), "x");
        if (said.has_range != has_range
            || (has_range && (said.low != ends[0] || said.high != ends[1])))
            fail_msg("%s: %s: said %g to %g, attained %g to %g", attributes,
                     row_text(s, given), said.low, said.high, ends[0], ends[1]);
    }
    scoring_close(s);
}

static void
test_middle_ranges(void **state)
{
    static const char *const cases[] = {
        "min-answered='all' not-applicable='excluded'",
        "min-answered='1' not-applicable='excluded'",
        "min-answered='3' not-applicable='counted'",
        "min-answered='4/5' not-applicable='excluded' reversed='a d'",
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        check_middle_ranges(cases[i]);
}

/* 0.1 and 0.2 are halfway at 0.15, not at a last digit beside it; and the order
   of the answers is nothing to a median. */
static void
test_middle_of_decimals(void **state)
{
    static const char *const rows[] = {"0.1 0.2", "0.2 0.1"};
    struct scoring *s = scoring_open(
        "<range id='n' min='0' max='1' step='0.1'/><range id='any' min='0' "
        "max='1'/><section id='s' responses='n'><item id='a'><text>a</text>"
        "</item><item id='b' responses='any'><text>b</text></item></section>"
        "<scale id='x' method='median' items='a b' "
        "min-answered='all'" DIRECTION);
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(rows); i++)
        assert_true(scoring_one(s, rows[i], "x").value == 0.15);
    assert_true(scoring_one(s, "0.3 0.3", "x").value == 0.3);
    scoring_close(s);
}

/* Where a gate's own item is blank, its item may count or not. */
static void
test_ranges_of_open_gates(void **state)
{
    struct buf buf = {0};
    buf_add_text(&buf, gated);
    buf_add_text(&buf,
                 "<scale id='x' method='sum' items='c d' min-answered='1'"
                 " not-applicable='excluded'" DIRECTION
                 "<scale id='y' method='count' items='c d' count-if='ge 0'"
                 " min-answered='1' not-applicable='excluded'" DIRECTION);
    struct scoring *s = scoring_open(buf_text(&buf));
    (void)state;
    buf_clear(&buf);
    /* a could become 0: then c alone, 2 * 3; else 3 + 4. */
    struct score score = scoring_one(s, ". 0 3 4 0", "x");
    assert_true(score.value == 7);
    assert_true(score.low <= 6 && score.high >= 7);
    score = scoring_one(s, ". 0 3 4 0", "y");
    assert_true(score.low == 1 && score.high == 2);
    score = scoring_one(s, "1 0 3 4 0", "y");
    assert_true(score.low == 2 && score.high == 2);
    scoring_close(s);
}

/* ---- counts of several choices ---- */

enum { N_SET = 4, N_COUNTED = 2 };

/* Every answer to two items, of which the second takes several choices, two of
   them counted; blanks too. */
static void
test_sets(void **state)
{
    struct scoring *s = scoring_open(
        "<choices id='r'><choice value='0'>a</choice><choice value='1'>b"
        "</choice><choice value='2'>c</choice></choices>"
        "<choices id='m' multiple='yes'><choice value='1' score='2'>a</choice>"
        "<choice value='2' score='0'>b</choice><choice value='3'>c</choice>"
        "<choice value='4' score='-1'>d</choice></choices>"
        "<section id='s' responses='r'><item id='a'><text>a</text></item>"
        "<item id='b' responses='m'><text>b</text></item></section>"
        "<scale id='x' method='count' min-answered='1'"
        " direction='higher-worse'><title>X</title>"
        "<count items='a' if='= 1'/><count items='b' if='ge 2'/></scale>");
    struct buf row = {0};
    (void)state;
    assert_true(s->instrument->scales[0].lo == 0);
    assert_true(s->instrument->scales[0].hi == 1 + N_COUNTED);
    for (int a = -1; a < 3; a++)
        for (int set = -1; set < 1 << N_SET; set++) {
            /* Without blanks between the values, which part cells here: one
               choice at most, or none. */
            if (set > 0 && set & (set - 1))
                continue;
            int value = set == 1 ? 1 : set == 2 ? 2 : set == 4 ? 3 : 4;
            int counted = set == 1 || set == 4;
            buf_empty(&row);
            buf_addf(&row, a < 0 ? ". " : "%d ", a);
            if (set > 0)
                buf_addf(&row, "%d", value);
            else
                buf_add_text(&row, set < 0 ? "." : "none");
            struct score score = scoring_one(s, buf_text(&row), "x");
            bool is_empty = a < 0 && set < 0;
            if (score.why != (is_empty ? WHY_TOO_FEW : WHY_SCORED)
                || score.value != (a == 1) + counted
                || score.low != (a == 1) + counted
                || score.high
                       != (a < 0 ? 1 : a == 1)
                              + (set < 0 ? N_COUNTED : counted))
                fail_msg("'%s': %g, %g to %g", buf_text(&row), score.value,
                         score.low, score.high);
        }
    buf_clear(&row);
    scoring_close(s);
}

/* ---- conversion ---- */

enum { N_CONVERTED = 3, MOST_SUM = 4 * N_CONVERTED };

/* By the sum of three answers 0 to 4. */
static const double metric[MOST_SUM + 1] = {21.5, 30,   30, 37.25, 41, 44.5, 47,
                                            50,   53.5, 58, 60.1,  66, 79.9};

/* What a form gives whose answers are digits, -1 for a blank, with three times
   the sum over the number answered rounded up in whole numbers. */
static double
convert(const int *answers)
{
    int sum = 0;
    int n = 0;
    for (int i = 0; i < N_CONVERTED; i++) {
        sum += answers[i] < 0 ? 0 : answers[i];
        n += answers[i] >= 0;
    }
    return metric[(N_CONVERTED * sum + n - 1) / n];
}

/* The ends of what every way of filling the blanks from 'first' on gives. */
static void
convert_filled(int *answers, int first, double *low, double *high)
{
    while (first < N_CONVERTED && answers[first] >= 0)
        first++;
    if (first == N_CONVERTED) {
        *low = fmin(*low, convert(answers));
        *high = fmax(*high, convert(answers));
        return;
    }
    for (answers[first] = 0; answers[first] <= 4; answers[first]++)
        convert_filled(answers, first + 1, low, high);
    answers[first] = -1;
}

/* Every form of three items, blanks too, against the plain way. */
static void
test_conversion(void **state)
{
    struct buf rows = {0};
    (void)state;
    buf_add_text(&rows, "<scale id='x' method='sum' items='a b c' "
                        "min-answered='2' round='up' "
                        "direction='higher-better'><title>X</title>"
                        "<norm-table id='t' gives='metric' title='M' "
                        "source='made up'>");
    for (int i = 0; i <= MOST_SUM; i++) {
        buf_addf(&rows, "<row from='%d' value='", i);
        num_add(&rows, metric[i]);
        buf_add_text(&rows, "'/>");
    }
    buf_add_text(&rows, "</norm-table></scale>");
    struct scoring *s = scoring_open_five(buf_text(&rows));
    for (int form = 0; form < 6 * 6 * 6; form++) {
        int answers[] = {form % 6 - 1, form / 6 % 6 - 1, form / 36 - 1};
        double low = HUGE_VAL;
        double high = -HUGE_VAL;
        int n = 0;
        buf_empty(&rows);
        for (int i = 0; i < N_CONVERTED; i++) {
            n += answers[i] >= 0;
            buf_addf(&rows, "%c ", answers[i] < 0 ? '.' : '0' + answers[i]);
        }
        buf_add_text(&rows, ". .");
        convert_filled(answers, 0, &low, &high);
        struct score score = scoring_one(s, buf_text(&rows), "x");
        if (score.why != (n < 2 ? WHY_TOO_FEW : WHY_SCORED)
            || score.value != (n < 2 ? 0 : convert(answers)) || score.low != low
            || score.high != high)
            fail_msg("'%s': %g, %g to %g", buf_text(&rows), score.value,
                     score.low, score.high);
    }
    assert_true(s->instrument->scales[0].lo == 21.5);
    assert_true(s->instrument->scales[0].hi == 79.9);
    scoring_close(s);
    buf_clear(&rows);
}

UNIT_MAIN(cmocka_unit_test(test_conversion), cmocka_unit_test(test_sets),
          cmocka_unit_test(test_methods), cmocka_unit_test(test_weights),
          cmocka_unit_test(test_not_applicable),
          cmocka_unit_test(test_rows_not_scored),
          cmocka_unit_test(test_formulas), cmocka_unit_test(test_numbers),
          cmocka_unit_test(test_ranges),
          cmocka_unit_test(test_ranges_of_open_gates),
          cmocka_unit_test(test_middle_ranges),
          cmocka_unit_test(test_middle_of_decimals))
