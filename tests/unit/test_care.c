/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs of care by hand; tests/check-bfi.sh holds them against R's over real
   answers. */
#include "unit.h"
#include "scoring.h"

#include <math.h>
#include "score/care.h"
#include "twin.h"

/* a to d of one response scale, l of another, n of numbers, x of no scale, p
   and the question behind its gate private. */
static const char mixed[] =
    "<choices id='r'><choice value='0'>a</choice><choice value='1'>b</choice>"
    "<choice value='2'>c</choice><choice value='3'>d</choice>"
    "<choice value='4'>e</choice></choices>"
    "<choices id='q'><choice value='0'>a</choice><choice value='4'>b</choice>"
    "</choices><range id='any' min='0' max='10'/>"
    "<section id='s' responses='r'>"
    "<item id='a'><text>a</text></item><item id='b'><text>b</text></item>"
    "<item id='c' relevant='b ge 1'><text>c</text></item>"
    "<item id='x'><text>x</text></item>"
    "<item id='p' private='yes'><text>p</text></item>"
    "<item id='g' relevant='p ge 1'><text>g</text></item>"
    "<item id='d'><text>d</text></item>"
    "<item id='l' responses='q'><text>l</text></item>"
    "<item id='n' responses='any'><text>n</text></item>"
    "<item id='m' responses='any'><text>m</text></item></section>"
    "<scale id='t' method='mean' items='a b c d' reversed='b'"
    " min-answered='1' not-applicable='excluded' direction='neither'>"
    "<title>T</title></scale>"
    "<scale id='v' method='mean' items='n m' min-answered='1'"
    " direction='neither'><title>V</title></scale>"
    "<scale id='w' method='sum' items='l' min-answered='1'"
    " direction='neither'><title>W</title></scale>"
    "<scale id='u' method='mean' items='p g' min-answered='1'"
    " not-applicable='excluded' direction='neither'><title>U</title></scale>";

/* Signs of all rows that were added. */
static double *
find(struct scoring *s, bool with_private)
{
    double *signs = ARENA_ARRAY(s->arena, N_CARE_SIGNS * BATCH_ROWS, double);

    care_run(care_new(s->plan, with_private, s->arena), s->batch, signs);
    return signs;
}

static double
sign_of(const double *signs, enum care_sign sign, size_t row)
{
    return signs[(size_t)sign * BATCH_ROWS + row];
}

static void
check_near(double got, double want, const char *what)
{
    if (isnan(want) ? !isnan(got) : !(fabs(got - want) < 1e-12))
        fail_msg("%s: %.17g for %.17g", what, got, want);
}

static void
test_by_hand(void **state)
{
    static const struct {
        const char *cells; /* a b c x p g d l n m */
        double run;
        double spread;
    } cases[] = {
        /* Of answers as they were given: b is not turned. */
        {"4 4 4 . . . 4 . . .", 4, 0},
        /* A blank ends a run; what no scale has does not. */
        {"2 . 2 3 . . 2 . . .", 2, 0},
        {"2 skipped 2 3 . . 1 . . .", 1, 0.14433756729740643},
        /* Nor does what is private, or was not asked. */
        {"0 0 . . . . 0 . . .", 3, 0},
        {"0 0 not-asked 1 4 4 0 . . .", 3, 0},
        /* The same number on another response scale is another answer. */
        {"0 4 4 . . . 4 4 . .", 3, 0.44721359549995793},
        /* Numbers that are one. */
        {". . . . . . . . 2.5 2.5", 2, 0},
        {". . . . . . . . 2.5 2.6", 1, 0.0070710678118654757},
        {"1 . . . . . . . . .", 1, NAN},
        {". . . 3 2 2 . . . .", NAN, NAN},
        {"9 3 . . . . 3 . . .", 1, 0},
    };
    struct scoring *s = scoring_open(mixed);

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        scoring_row(s, cases[i].cells);
    scoring_run(s);
    const double *signs = find(s, false);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        check_near(sign_of(signs, CARE_RUN, i), cases[i].run, cases[i].cells);
        check_near(sign_of(signs, CARE_SPREAD, i), cases[i].spread,
                   cases[i].cells);
        check_near(sign_of(signs, CARE_EVEN_ODD, i), NAN, cases[i].cells);
    }
    signs = find(s, true);
    check_near(sign_of(signs, CARE_RUN, 9), 2, "with private ones");
    check_near(sign_of(signs, CARE_SPREAD, 9), 0, "with private ones");
    scoring_close(s);
}

/* Choices that no few steps have in common; what is declined has a value, and
   no place: the deviation of 0, 0.3337 and 1, and of the first two. */
static void
test_uneven(void **state)
{
    struct scoring *s = scoring_open(
        "<choices id='r'><choice value='0'>a</choice>"
        "<choice value='0.3337'>b</choice><choice value='1'>c</choice>"
        "<choice value='-99' missing='declined'>d</choice></choices>"
        "<section id='s' responses='r'><item id='a'><text>a</text></item>"
        "<item id='b'><text>b</text></item><item id='c'><text>c</text></item>"
        "</section><scale id='t' method='mean' items='a b c' min-answered='1'"
        " direction='neither'><title>T</title></scale>");

    (void)state;
    scoring_row(s, "0 0.3337 1");
    scoring_row(s, "0.3337 0 -99");
    scoring_run(s);
    const double *signs = find(s, false);
    check_near(sign_of(signs, CARE_SPREAD, 0), 0.50913511304302449, "three");
    check_near(sign_of(signs, CARE_SPREAD, 1), 0.3337 / sqrt(2), "two");
    scoring_close(s);
}

/* Five scales of two items, and a total that has them all. */
static struct scoring *
open_pairs(void)
{
    struct buf body = {0};

    buf_add_text(&body, "<range id='r' min='0' max='4' step='1'/>"
                        "<section id='s' responses='r'>");
    for (int i = 1; i <= 10; i++)
        buf_addf(&body, "<item id='i%d'><text>i</text></item>", i);
    buf_add_text(&body, "<item id='p' private='yes'><text>p</text></item>"
                        "<item id='o'><text>o</text></item></section>"
                        "<scale id='all' method='sum' items='i1..i10'"
                        " min-answered='1' direction='neither'><title>A"
                        "</title></scale><scale id='own' method='sum'"
                        " items='p o' min-answered='1' direction='neither'>"
                        "<title>P</title></scale>");
    for (int i = 1; i <= 10; i += 2)
        buf_addf(&body,
                 "<scale id='s%d' method='mean' items='i%d i%d' reversed='i%d'"
                 " min-answered='1' direction='neither'><title>S</title>"
                 "</scale>",
                 i, i, i + 1, i);
    struct scoring *s = scoring_open(buf_text(&body));
    buf_clear(&body);
    return s;
}

/* The first of each pair is reversed: halves 0 1 2 3 4 and 0 1 2 4 3 in steps
   of a quarter have r = 1 - 6 * 2 / (5 * 24) = 0.9. */
static void
test_even_odd(void **state)
{
    static const struct {
        const char *cells;
        double even_odd;
    } cases[] = {
        {"4 0 3 1 2 2 1 4 0 3 . .", 1.8 / 1.9},
        {"4 0 3 1 2 2 1 3 0 4 . .", 1},
        {"4 4 3 3 2 2 1 1 0 0 . .", -1},
        {"4 0 3 1 2 2 1 3 . 4 . .", NAN}, /* four scales */
        {"4 0 4 1 4 2 4 3 4 4 . .", NAN}, /* a half does not vary */
    };
    struct scoring *s = open_pairs();

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        scoring_row(s, cases[i].cells);
    scoring_run(s);
    const double *signs = find(s, false);
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        check_near(sign_of(signs, CARE_EVEN_ODD, i), cases[i].even_odd,
                   cases[i].cells);
    scoring_close(s);
}

/* From the start to the end, where all that was answered may be counted. */
static void
test_pace(void **state)
{
    static struct str started[] = {
        {"2025-03-01T10:00:00", 19}, {"2025-03-01T10:00:00", 19}, {"", 0}};
    static struct str finished[] = {{"2025-03-01T10:00:21", 19},
                                    {"2025-03-01T09:00:00", 19},
                                    {"2025-03-01T10:00:20", 19}};
    struct scoring *s = open_pairs();

    (void)state;
    for (int i = 0; i < 3; i++)
        scoring_row(s, "1 2 3 4 1 2 . . . . 2 .");
    s->rows.text[FACT_STARTED] = started;
    s->rows.text[FACT_FINISHED] = finished;
    scoring_run(s);
    const double *signs = find(s, true);
    check_near(sign_of(signs, CARE_PACE, 0), 3, "21 seconds, 7 items");
    check_near(sign_of(signs, CARE_PACE, 1), NAN, "the end before the start");
    check_near(sign_of(signs, CARE_PACE, 2), NAN, "no start");
    check_near(sign_of(find(s, false), CARE_PACE, 0), NAN,
               "a private answer would tell");
    scoring_close(s);
}

/* Whatever was answered to private questions. */
static void
test_private(void **state)
{
    static const char *const answers[] = {".",        "0", "1",         "2",
                                          "declined", "4", "not-asked", "3"};
    struct buf cells = {0};
    uint64_t seed = 7;

    (void)state;
    for (int round = 0; round < 200; round++) {
        struct scoring *s = scoring_open(mixed);
        const char *at[10];
        for (int k = 0; k < 10; k++)
            at[k] = answers[twin_below(&seed, 8)];
        for (int row = 0; row < 2; row++) {
            at[4] = answers[twin_below(&seed, 8)];
            at[5] = answers[twin_below(&seed, 8)];
            buf_empty(&cells);
            for (int k = 0; k < 10; k++)
                buf_addf(&cells, "%s ", at[k]);
            scoring_row(s, buf_text(&cells));
        }
        scoring_run(s);
        const double *signs = find(s, false);
        for (int sign = 0; sign < N_CARE_SIGNS; sign++)
            check_near(sign_of(signs, (enum care_sign)sign, 0),
                       sign_of(signs, (enum care_sign)sign, 1),
                       buf_text(&cells));
        scoring_close(s);
    }
    buf_clear(&cells);
}

static void
test_tally(void **state)
{
    struct arena *arena = arena_new();
    struct care_tally *tally = care_tally_new(arena);

    (void)state;
    for (int i = 1; i <= 10; i++)
        care_tally_add(tally, CARE_RUN, i == 10 ? 3 : i % 3 + 1);
    care_tally_add(tally, CARE_RUN, NAN); /* 1 1 1 2 2 2 3 3 3 3 */
    care_tally_add(tally, CARE_EVEN_ODD, -1);
    care_tally_add(tally, CARE_EVEN_ODD, 1);
    care_tally_add(tally, CARE_PACE, 1e9);
    assert_int_equal(care_tally_n(tally, CARE_RUN), 10);
    check_near(care_tally_percentile(tally, CARE_RUN, 2, NULL, 0), 45,
               "middle");
    check_near(care_tally_percentile(tally, CARE_RUN, 3, NULL, 0), 80,
               "highest");
    check_near(care_tally_percentile(tally, CARE_RUN, 9, NULL, 0), 100,
               "beyond");
    check_near(care_tally_quantile(tally, CARE_RUN, 30), 1, "30");
    check_near(care_tally_quantile(tally, CARE_RUN, 31), 2, "31");
    check_near(care_tally_quantile(tally, CARE_EVEN_ODD, 50), -1, "lower");
    check_near(care_tally_quantile(tally, CARE_EVEN_ODD, 51), 1, "upper");
    check_near(care_tally_percentile(tally, CARE_PACE, 3, NULL, 0), 0, "slow");
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_by_hand), cmocka_unit_test(test_uneven),
          cmocka_unit_test(test_even_odd), cmocka_unit_test(test_pace),
          cmocka_unit_test(test_private), cmocka_unit_test(test_tally))
