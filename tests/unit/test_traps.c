/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The known ways to score wrongly, each with the number that is right.  Named
   and numbered as in the project's page on scoring. */
#include "unit.h"
#include "scoring.h"

#include <math.h>
#include <stdio.h>

#include "base/num.h"
#include "reference.h"
#include "score/judge.h"

#define BETTER " direction='higher-better'><title>X</title></scale>"
#define ITEM(id) "<item id='" id "'><text>" id "</text></item>"
#define CHOICE(value) "<choice value='" value "'>" value "</choice>"
#define ZERO_TO_3 CHOICE("0") CHOICE("1") CHOICE("2") CHOICE("3")
#define ONE_TO_6                                                               \
    CHOICE("1") CHOICE("2") CHOICE("3") CHOICE("4") CHOICE("5") CHOICE("6")

static void
assert_near(double got, double want)
{
    if (!(fabs(got - want) <= 1e-9))
        fail_msg("%.17g is not %.17g", got, want);
}

/* A number of tests/data/reference/traps.csv. */
static void
expect(const char *name, double got)
{
    struct reference *reference = reference_open("traps");
    char key[80];

    snprintf(key, sizeof key, "trap,%s", name);
    reference_expect(reference, key, got);
    reference_close(reference, 1);
}

static void
test_trap_01_reversing_from_zero(void **state)
{
    struct scoring *s =
        scoring_open_five("<scale id='x' method='sum' items='a' reversed='a'"
                          " min-answered='all'" BETTER);
    (void)state;
    expect("reverse,,correct_0to4_x1", scoring_one(s, "1 . . . .", "x").value);
    assert_true(scoring_one(s, "0 . . . .", "x").value == 4);
    scoring_close(s);
}

static void
test_trap_02_ends_from_the_data(void **state)
{
    struct scoring *s =
        scoring_open_five("<scale id='x' method='sum' items='a' reversed='a'"
                          " min-answered='all'" BETTER);
    (void)state;
    /* Nobody chose 0: 2 stays 2. */
    for (int i = 1; i <= 4; i++) {
        char cells[] = "1 . . . .";
        cells[0] = (char)('0' + i);
        scoring_row(s, cells);
    }
    scoring_run(s);
    expect("reverse,,observed_range_right", scoring_get(s, "x", 1).value);
    scoring_close(s);
}

static const char mixed[] = "<choices id='six'>" CHOICE("0") ONE_TO_6
    "</choices>"
    "<choices id='five'>" ZERO_TO_3 CHOICE("4") CHOICE(
        "5") "</choices>"
             "<section id='s' responses='five'><item id='a' responses='six'>"
             "<text>a</text></item>" ITEM(
                 "b") "</section>"
                      "<scale id='total' method='sum' items='a b' reversed='a "
                      "b'"
                      " min-answered='all'" BETTER
                      "<scale id='share' method='percent' items='a b' "
                      "min-answered='1'" BETTER;

static void
test_trap_03_items_with_their_own_range(void **state)
{
    struct scoring *s = scoring_open(mixed);
    (void)state;
    assert_true(scoring_one(s, "1 1", "total").value == 5 + 4);
    assert_int_equal(scoring_one(s, "1 .", "total").why, WHY_TOO_FEW);
    assert_true(scoring_one(s, "3 .", "share").value == 50);
    scoring_close(s);
}

static void
test_trap_04_opposite_keys(void **state)
{
    struct scoring *s = scoring_open_five(
        "<scale id='x' method='sum' items='a b' min-answered='all'" BETTER
        "<scale id='y' method='sum' items='a b' reversed='a'"
        " min-answered='all'" BETTER);
    (void)state;
    assert_true(scoring_one(s, "1 2 . . .", "x").value == 3);
    assert_true(scoring_one(s, "1 2 . . .", "y").value == 5);
    scoring_close(s);
}

static const char nine[] =
    "<choices id='r'>" ZERO_TO_3
    "</choices><section id='s' responses='r'>" ITEM("a") ITEM("b") ITEM("c")
        ITEM("d") ITEM("e") ITEM("f") ITEM("g") ITEM("h") ITEM(
            "i") "</section>"
                 "<scale id='x' method='sum' items='a..i' min-answered='7'"
                 " direction='higher-worse' decimals='0' "
                 "round='half-up'><title>X</title>"
                 "<bands basis='criterion' source='made up'><band id='none' "
                 "from='0'>n"
                 "</band><band id='some' from='5'>s</band><band id='much' "
                 "from='10'>m"
                 "</band></bands><cutoff id='c' at='10' source='made "
                 "up'/></scale>"
                 "<scale id='even' method='sum' items='a..i' min-answered='6'"
                 " direction='higher-worse' decimals='0' round='half-even'>"
                 "<title>X</title></scale>"
                 "<scale id='raw' method='sum' items='a..g' min-answered='6'"
                 " direction='higher-worse'><title>X</title>"
                 "<bands basis='criterion' source='made up'><band id='low' "
                 "from='0'>l"
                 "</band><band id='mid' from='5'>m</band><band id='high' "
                 "from='10'>h"
                 "</band></bands></scale>";

static void
test_trap_06_prorated_totals_and_rounding(void **state)
{
    struct scoring *s = scoring_open(nine);
    const struct scale *up = instrument_scale(s->instrument, "x");
    const struct scale *even = instrument_scale(s->instrument, "even");
    (void)state;
    struct score score = scoring_one(s, "2 2 1 1 1 1 0 . .", "x");
    expect("prorate,,phq9_7of9_sum8", score.value);
    assert_true(score.prorated);
    assert_int_equal(score.band, 2);
    assert_int_equal(score.beyond, BEYOND_YES);
    /* 9 * 8.5 / 9: a stated rule alone decides on which side 10.5 is. */
    expect("prorate,,round_half_up_10.5", judge_rounded(up, 10.5));
    expect("prorate,,round_half_even_10.5", judge_rounded(even, 10.5));
    expect("prorate,,round_half_even_11.5", judge_rounded(even, 11.5));
    assert_true(judge_rounded(up, 11.5) == 12);
    scoring_close(s);
}

static void
test_trap_07_gaps_between_bands(void **state)
{
    struct scoring *s = scoring_open(nine);
    (void)state;
    struct score score = scoring_one(s, "2 2 1 1 1 1 . 0 0", "raw");
    expect("band_gap,,gad7_prorated", score.value);
    expect("prorate,,gad7_6of7_sum8", score.value);
    assert_int_equal(score.band, 1);
    scoring_close(s);
}

static void
test_trap_08_prorating_before_reversing(void **state)
{
    struct scoring *s = scoring_open_five(
        "<scale id='x' method='sum' items='a b c d' reversed='c'"
        " min-answered='3'" BETTER);
    (void)state;
    expect("prorate_reverse,,reverse_first_total",
           scoring_one(s, "4 . 1 0 .", "x").value);
    scoring_close(s);
}

static void
test_trap_09_half_rule(void **state)
{
    struct scoring *s = scoring_open(
        "<choices id='r'>" ZERO_TO_3 "</choices>"
        "<section id='s' responses='r'>" ITEM("a") ITEM("b") ITEM("c") ITEM("d")
            ITEM("e") ITEM("f") "</section>"
                                "<scale id='half' method='mean' items='a..f' "
                                "min-answered='50%'" BETTER
                                "<scale id='third' method='mean' items='a..f'"
                                " min-answered='2/3'" BETTER);
    (void)state;
    assert_int_equal(scoring_one(s, "1 1 1 . . .", "half").why, WHY_SCORED);
    assert_int_equal(scoring_one(s, "1 1 . . . .", "half").why, WHY_TOO_FEW);
    assert_int_equal(scoring_one(s, "1 1 1 1 . .", "third").why, WHY_SCORED);
    assert_int_equal(scoring_one(s, "1 1 1 . . .", "third").why, WHY_TOO_FEW);
    scoring_close(s);
}

/* 0.58 * 50 is 28.999... in doubles: 29 of 50 are 58 % exactly, 28 are not;
   nor are 3 of 30 less than 10 %. */
static void
test_trap_10_shares_in_binary(void **state)
{
    struct buf buf = {0};
    struct buf all = {0};
    (void)state;
    buf_add_text(&buf, "<choices id='r'>" ZERO_TO_3
                       "</choices><section id='s' responses='r'>");
    for (int i = 0; i < 50; i++)
        buf_addf(&buf, "<item id='q%d'><text>q</text></item>", i);
    buf_add_text(&buf, "</section><scale id='x' method='mean' items='q0..q49'"
                       " min-answered='58%'" BETTER
                       "<scale id='y' method='mean' items='q0..q29'"
                       " min-answered='10%'" BETTER);
    struct scoring *s = scoring_open(buf_text(&buf));
    static const struct {
        int n;
        const char *scale;
        enum why why;
    } cases[] = {
        {29, "x", WHY_SCORED},
        {28, "x", WHY_TOO_FEW},
        {3, "y", WHY_SCORED},
        {2, "y", WHY_TOO_FEW},
    };
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        buf_empty(&all);
        for (int item = 0; item < 50; item++)
            buf_add_text(&all, item < cases[i].n ? "1 " : ". ");
        assert_int_equal(scoring_one(s, buf_text(&all), cases[i].scale).why,
                         cases[i].why);
    }
    buf_clear(&buf);
    buf_clear(&all);
    scoring_close(s);
}

static void
test_trap_11_missing_skipped_in_sums(void **state)
{
    struct scoring *s = scoring_open(
        "<choices id='r'>" ONE_TO_6 "</choices>"
        "<section id='s' responses='r'>" ITEM("a") ITEM("b") ITEM("c") ITEM("d")
            ITEM("e") "</section>"
                      "<scale id='x' method='sum' items='a..e' "
                      "min-answered='3'" BETTER);
    (void)state;
    assert_int_equal(scoring_one(s, "4 . . . .", "x").why, WHY_TOO_FEW);
    assert_int_equal(scoring_one(s, ". . . . .", "x").why, WHY_TOO_FEW);
    scoring_close(s);
}

#define SCALE_WITH_CUTOFF(id, direction, at, more)                             \
    "<scale id='" id "' method='sum' items='a..e' min-answered='all'"          \
    " direction='" direction "'><title>X</title><cutoff id='c' at='" at        \
    "' source='made up'" more "/></scale>"

static void
test_trap_23_exactly_on_the_cut(void **state)
{
    struct scoring *s = scoring_open_five(
        SCALE_WITH_CUTOFF("worse", "higher-worse", "10", "") SCALE_WITH_CUTOFF(
            "better", "higher-better", "10", "")
            SCALE_WITH_CUTOFF("without", "higher-worse", "10", " include='no'")
                SCALE_WITH_CUTOFF("below", "higher-better", "10",
                                  " include='no'"));
    (void)state;
    static const struct {
        const char *scale;
        enum beyond at_9;
        enum beyond at_10;
        enum beyond at_11;
    } cases[] = {
        {"worse", BEYOND_NO, BEYOND_YES, BEYOND_YES},
        {"better", BEYOND_YES, BEYOND_YES, BEYOND_NO},
        {"without", BEYOND_NO, BEYOND_NO, BEYOND_YES},
        {"below", BEYOND_YES, BEYOND_NO, BEYOND_NO},
    };
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const char *scale = cases[i].scale;
        assert_int_equal(scoring_one(s, "1 2 2 2 2", scale).beyond,
                         cases[i].at_9);
        assert_int_equal(scoring_one(s, "2 2 2 2 2", scale).beyond,
                         cases[i].at_10);
        assert_int_equal(scoring_one(s, "3 2 2 2 2", scale).beyond,
                         cases[i].at_11);
    }
    scoring_close(s);
}

/* 2.4 + 2.8 + 3.2 over 3 is 2.8 on paper; added up in doubles it is less. */
static void
test_trap_23_on_the_point_in_decimals(void **state)
{
    struct scoring *s = scoring_open(
        "<range id='r' min='0' max='4' step='0.1'><low>l</low><high>h</high>"
        "</range><section id='s' responses='r'>" ITEM("a") ITEM("b") ITEM(
            "c") "</section><scale id='x' method='mean' items='a..c'"
                 " min-answered='all' "
                 "direction='higher-better'><title>X</title>"
                 "<bands basis='criterion' source='made up'><band id='low' "
                 "from='0'>l"
                 "</band><band id='high' from='2.8'>h</band></bands></scale>");
    (void)state;
    struct score score = scoring_one(s, "2.4 2.8 3.2", "x");
    assert_true((2.4 + 2.8 + 3.2) / 3 < 2.8 && score.value == 2.8);
    assert_int_equal(score.band, 1);
    assert_int_equal(scoring_one(s, "2.4 2.8 3.1", "x").band, 0);
    scoring_close(s);
}

/* What an option stores and what it scores are two things. */
static void
test_trap_24_collapsed_scores(void **state)
{
    struct scoring *s = scoring_open(
        "<choices id='r'><choice value='1' score='0'>a</choice>"
        "<choice value='2' score='0'>b</choice><choice value='3' score='0'>c"
        "</choice><choice value='4' score='1'>d</choice><choice value='5'"
        " score='2'>e</choice><choice value='6' score='3'>f</choice></choices>"
        "<section id='s' responses='r'>" ITEM("a")
            ITEM("b") "</section>"
                      "<scale id='x' method='sum' items='a b' reversed='b'"
                      " min-answered='all'" BETTER);
    (void)state;
    assert_true(scoring_one(s, "5 2", "x").value == 2 + 3);
    assert_true(scoring_one(s, "1 6", "x").value == 0);
    scoring_close(s);
}

static void
test_trap_38_recoded_data(void **state)
{
    struct scoring *s =
        scoring_open("<choices id='r'>" ZERO_TO_3 CHOICE(
            "4") "</choices>"
                 "<missing code='-9' kind='declined'/><section id='s' "
                 "responses='r'>" ITEM("a")
                         ITEM("b") "</section>"
                                   "<scale id='x' method='mean' items='a b' "
                                   "min-answered='1'" BETTER);
    (void)state;
    assert_int_equal(scoring_one(s, "34.2 2", "x").why, WHY_BAD);
    assert_int_equal(scoring_one(s, "5 2", "x").why, WHY_BAD);
    assert_int_equal(scoring_one(s, "99 2", "x").why, WHY_BAD);
    assert_true(scoring_one(s, "-9 2", "x").value == 2);
    scoring_close(s);
}

/* a, b and c after Jacobson and Truax 1991: 55, 45 and 50 for the example of
   the paper; 13, 18 and 15.727 where lower is better. */
static void
test_trap_22_cutoffs_of_two_samples(void **state)
{
    static const struct norm norms[] = {
        {.id = "c", .mean = {40, 0}, .sd = {75, 1}},
        {.id = "f", .mean = {60, 0}, .sd = {75, 1}},
        {.id = "c2", .mean = {25, 0}, .sd = {6, 0}},
        {.id = "f2", .mean = {8, 0}, .sd = {5, 0}},
    };
    static const struct {
        enum direction direction;
        enum cutoff_method method;
        const char *clinical;
        const char *functional;
        double want;
    } cases[] = {
        {HIGHER_BETTER, CUTOFF_A, "c", "f", 55},
        {HIGHER_BETTER, CUTOFF_B, "c", "f", 45},
        {HIGHER_BETTER, CUTOFF_C, "c", "f", 50},
        {HIGHER_WORSE, CUTOFF_A, "c2", "f2", 13},
        {HIGHER_WORSE, CUTOFF_B, "c2", "f2", 18},
        {HIGHER_WORSE, CUTOFF_C, "c2", "f2", 15.7272727272727},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct scale scale = {.direction = cases[i].direction,
                              .norms = norms,
                              .n_norms = N_ELEMENTS(norms),
                              .hi = 100};
        struct cutoff_point cutoff = {.method = cases[i].method,
                                      .clinical_id = cases[i].clinical,
                                      .functional_id = cases[i].functional};
        double point;
        assert_true(judge_cutoff_point(&scale, &cutoff, &point));
        assert_near(point, cases[i].want);
        double worse = cases[i].direction == HIGHER_WORSE ? 1 : -1;
        assert_int_equal(judge_beyond(&scale, &cutoff, point + worse),
                         BEYOND_YES);
        assert_int_equal(judge_beyond(&scale, &cutoff, point - worse),
                         BEYOND_NO);
        cutoff.functional_id = "none";
        if (cases[i].method != CUTOFF_A)
            assert_int_equal(judge_beyond(&scale, &cutoff, 0), BEYOND_UNKNOWN);
    }
}

UNIT_MAIN(cmocka_unit_test(test_trap_01_reversing_from_zero),
          cmocka_unit_test(test_trap_02_ends_from_the_data),
          cmocka_unit_test(test_trap_03_items_with_their_own_range),
          cmocka_unit_test(test_trap_04_opposite_keys),
          cmocka_unit_test(test_trap_06_prorated_totals_and_rounding),
          cmocka_unit_test(test_trap_07_gaps_between_bands),
          cmocka_unit_test(test_trap_08_prorating_before_reversing),
          cmocka_unit_test(test_trap_09_half_rule),
          cmocka_unit_test(test_trap_10_shares_in_binary),
          cmocka_unit_test(test_trap_11_missing_skipped_in_sums),
          cmocka_unit_test(test_trap_22_cutoffs_of_two_samples),
          cmocka_unit_test(test_trap_23_exactly_on_the_cut),
          cmocka_unit_test(test_trap_23_on_the_point_in_decimals),
          cmocka_unit_test(test_trap_24_collapsed_scores),
          cmocka_unit_test(test_trap_38_recoded_data))
