/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attainable scores against every form that can be filled in, and what is said
   of bands, norm tables and cut-offs that do not fit them. */
#include "unit.h"
#include "scoring.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "proof/attainable.h"
#include "proof/proof.h"
#include "score/judge.h"

enum { MAX_FORMS = 1000 };

/* ---- every form ---- */

/* Four items: three of the choices 0 1 2.5, one grid from -1 to 1. */
static const char four[] =
    "<choices id='r'><choice value='0'>a</choice><choice value='1'>b</choice>"
    "<choice value='2.5'>c</choice></choices>"
    "<range id='g' min='-1' max='1' step='0.5'><low>l</low><high>h</high>"
    "</range><section id='s' responses='r'><item id='a'><text>a</text></item>"
    "<item id='b'><text>b</text></item><item id='c'%s><text>c</text></item>"
    "<item id='d' responses='g'><text>d</text></item></section>"
    "<scale id='x' direction='neither' %s><title>X</title></scale>";

static const char *const cells[4][6] = {
    {".", "0", "1", "2.5"},
    {".", "0", "1", "2.5"},
    {".", "0", "1", "2.5", "not-applicable"},
    {".", "-1", "-0.5", "0", "0.5", "1"},
};

static int
compare_doubles(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;
    return (left > right) - (left < right);
}

/* The scores of all forms, sorted and with doubles; returns their number. */
static size_t
score_every_form(struct scoring *s, double *scores)
{
    size_t n = 0;
    for (int form = 0; form < 6 * 6 * 6 * 6; form++) {
        const char *cell[4];
        int rest = form;
        for (int i = 0; i < 4; i++, rest /= 6)
            cell[i] = cells[i][rest % 6];
        if (!cell[0] || !cell[1] || !cell[2] || !cell[3])
            continue;
        const char *row = arena_printf(s->arena, "%s %s %s %s", cell[0],
                                       cell[1], cell[2], cell[3]);
        struct score score = scoring_one(s, row, "x");
        if (score.why == WHY_SCORED)
            scores[n++] = score.value;
    }
    qsort(scores, n, sizeof(*scores), compare_doubles);
    return n;
}

static bool
is_near(double a, double b)
{
    return fabs(a - b) <= 1e-12 * (1 + fabs(a));
}

/* 'may_list_more': than comes about, which a median of unlike items does. */
static void
check_against_forms(const char *gate, const char *attributes,
                    bool may_list_more)
{
    double scores[MAX_FORMS];
    struct buf body = {0};
    buf_addf(&body, four, gate, attributes);
    struct scoring *s = scoring_open(buf_text(&body));
    size_t n = score_every_form(s, scores);
    struct attainable attainable =
        attainable_scores(s->plan, 0, ATTAINABLE_LIMIT, s->arena);
    size_t j = 0;
    assert_true(n > 5 && attainable.is_exact);
    for (size_t i = 0; i < attainable.n; i++) {
        bool is_given = j < n && is_near(scores[j], attainable.scores[i]);
        if (!is_given && !may_list_more)
            fail_msg("%s: %.17g is listed, no form gives it", attributes,
                     attainable.scores[i]);
        while (j < n && is_near(scores[j], attainable.scores[i]))
            j++;
    }
    if (j < n)
        fail_msg("%s: %.17g is not listed", attributes, scores[j]);
    buf_clear(&body);
    scoring_close(s);
}

static void
test_every_form(void **state)
{
    static const struct {
        const char *gate;
        const char *attributes;
        bool may_list_more;
    } cases[] = {
        {"", "method='sum' items='a b c' min-answered='all'", false},
        {"", "method='sum' items='a b c' reversed='b' min-answered='1'", false},
        {"", "method='sum' items='a*1.5 b*1.5 c*1.5' min-answered='2/3'",
         false},
        {"", "method='sum' items='a b*2 d' reversed='d' min-answered='all'",
         false},
        {"", "method='mean' items='a b c' min-answered='2'", false},
        {"", "method='mean' items='a*2 b*0.5 d' min-answered='all'", false},
        {"", "method='mean' items='d' min-answered='1'", false},
        {"", "method='percent' items='a b d' min-answered='1'", false},
        {"", "method='percent' items='a*3 b d*0.5' min-answered='all'", false},
        {"",
         "method='count' items='a b c d' count-if='ge 1' reversed='a'"
         " min-answered='50%'",
         false},
        {"", "method='max' items='a b c' min-answered='all'", false},
        {"", "method='min' items='a d' min-answered='1'", false},
        {"", "method='median' items='a b c' min-answered='all'", false},
        {"", "method='median' items='a b c' reversed='b' min-answered='1'",
         false},
        {"", "method='median' items='a b c d' min-answered='all'", true},
        {"", "method='median' items='a b d' min-answered='all'", true},
        {"", "method='median' items='a d' min-answered='2'", true},
        {"", "method='median' items='a b c d' reversed='d' min-answered='3'",
         true},
        {"", "method='median' items='b d' min-answered='1'", true},
        {" relevant='b > 0'",
         "method='median' items='a b c' min-answered='2/3'"
         " not-applicable='excluded'",
         false},
        {" relevant='a > 0'",
         "method='sum' items='b c' min-answered='all'"
         " not-applicable='excluded'",
         false},
        {" relevant='a > 0'",
         "method='mean' items='b c' min-answered='1'"
         " not-applicable='counted'",
         false},
        {" relevant='b > 0'",
         "method='sum' items='a b c' min-answered='2/3'"
         " not-applicable='excluded'",
         false},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        check_against_forms(cases[i].gate, cases[i].attributes,
                            cases[i].may_list_more);
}

/* ---- what cannot be listed ---- */

static struct attainable
scores_of(struct scoring *s, size_t limit)
{
    return attainable_scores(s->plan, 0, limit, s->arena);
}

static void
test_ranges(void **state)
{
    static const char *const scales[] = {
        "<scale id='x' method='formula' formula='a + 1' min='1' max='5'"
        " direction='neither'><title>X</title></scale>",
        /* Weights that depend on who is answered. */
        "<scale id='x' method='percent' items='a*2 b' min-answered='1'"
        " direction='neither'><title>X</title></scale>",
        "<scale id='x' method='sum' items='a b' min-answered='1'"
        " direction='neither'><title>X</title></scale>",
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(scales); i++) {
        struct scoring *s = scoring_open_five(scales[i]);
        struct attainable scores = scores_of(s, 5);
        assert_false(scores.is_exact);
        assert_int_equal(scores.n, 2);
        assert_true(scores.scores[0] == s->instrument->scales[0].lo);
        assert_true(scores.scores[1] == s->instrument->scales[0].hi);
        scoring_close(s);
    }
}

/* ---- traps ---- */

#define NINE(attributes, inside)                                               \
    "<choices id='r'><choice value='0'>a</choice><choice value='1'>b"          \
    "</choice><choice value='2'>c</choice><choice value='3'>d</choice>"        \
    "</choices><section id='s' responses='r'>" ITEM("a") ITEM("b") ITEM("c")   \
        ITEM("d") ITEM("e") ITEM("f") ITEM("g") ITEM("h")                      \
            ITEM("i") "</section><scale id='x' method='sum' " attributes       \
                      " direction='higher-worse'><title>X</title>" inside      \
                      "</scale>"
#define ITEM(id) "<item id='" id "'><text>x</text></item>"

static bool
is_listed(const struct attainable *scores, double score)
{
    for (size_t i = 0; i < scores->n; i++)
        if (is_near(scores->scores[i], score))
            return true;
    return false;
}

/* The scores that lie on the worse side of the first cut-off. */
static size_t
count_beyond(const struct scale *scale, const struct attainable *scores)
{
    size_t n = 0;
    for (size_t i = 0; i < scores->n; i++)
        n += judge_beyond(scale, scale->cutoffs[0].points, scores->scores[i])
             == BEYOND_YES;
    return n;
}

/* 7 of 9 items: what prorating alone reaches is listed, rounds as stated and
   has a band. */
static void
trap_6_prorated_totals_and_rounding(void **state)
{
    struct scoring *s = scoring_open(
        NINE("items='a..i' min-answered='6' decimals='0' round='half-up'",
             "<bands basis='criterion' source='x'><band id='low' from='0'>l"
             "</band><band id='high' from='11'>h</band></bands>"));
    struct attainable scores = scores_of(s, ATTAINABLE_LIMIT);
    const struct scale *x = &s->instrument->scales[0];
    (void)state;
    assert_true(scores.is_exact);
    assert_true(scores.scores[0] == 0 && scores.scores[scores.n - 1] == 27);
    assert_true(is_listed(&scores, 72.0 / 7)); /* 7 answered, sum 8 */
    assert_true(is_listed(&scores, 10.5));     /* 6 answered, sum 7 */
    assert_false(is_listed(&scores, 10.25));
    assert_int_equal(judge_band(x, 0, 72.0 / 7), 0);
    assert_int_equal(judge_band(x, 0, 10.5), 1);
    for (size_t i = 0; i < scores.n; i++)
        assert_true(judge_band(x, 0, scores.scores[i]) >= 0);
    assert_true(attainable_check(s->plan, s->diag));
    scoring_close(s);
}

/* 6 of 7 items with the sum 8 are 9.33: between "5 to 9" and "10 to 14". */
static void
trap_7_gaps_between_integer_bands(void **state)
{
    struct scoring *s = scoring_open(
        NINE("items='a..g' min-answered='6'",
             "<bands basis='criterion' source='x'><band id='none' from='0'>n"
             "</band><band id='some' from='5'>s</band><band id='more' "
             "from='10'>m</band><band id='much' from='15'>m</band></bands>"));
    struct attainable scores = scores_of(s, ATTAINABLE_LIMIT);
    const struct scale *x = &s->instrument->scales[0];
    (void)state;
    assert_true(is_listed(&scores, 7 * 8 / 6.0));
    assert_int_equal(judge_band(x, 0, 7 * 8 / 6.0), 1);
    assert_true(attainable_check(s->plan, s->diag));
    scoring_close(s);
}

/* Raw below 13 and at most 50 percent are one set of answers. */
static void
trap_39_two_metrics(void **state)
{
    struct scoring *s = scoring_open(
        "<choices id='r'><choice value='0'>a</choice><choice value='1'>b"
        "</choice><choice value='2'>c</choice><choice value='3'>d</choice>"
        "<choice value='4'>e</choice><choice value='5'>f</choice></choices>"
        "<section id='s' responses='r'>" ITEM("a") ITEM("b") ITEM("c") ITEM("d")
            ITEM("e") "</section><scale id='x' method='sum' items='a..e' "
                      "min-answered='all'"
                      " direction='higher-better'><title>X</title><cutoff "
                      "id='c' at='13'"
                      " include='no' source='x'/></scale>"
                      "<scale id='y' method='percent' items='a..e' "
                      "min-answered='all'"
                      " direction='higher-better'><title>Y</title><cutoff "
                      "id='c' at='50'"
                      " source='x'/></scale>");
    const struct scale *scales = s->instrument->scales;
    struct attainable raw = scores_of(s, ATTAINABLE_LIMIT);
    struct attainable percent =
        attainable_scores(s->plan, 1, ATTAINABLE_LIMIT, s->arena);
    (void)state;
    assert_int_equal(raw.n, 26);
    assert_int_equal(percent.n, 26);
    assert_int_equal(count_beyond(&scales[0], &raw), 13);
    assert_int_equal(count_beyond(&scales[1], &percent), 13);
    for (size_t i = 0; i < raw.n; i++)
        assert_true(is_near(raw.scores[i] * 4, percent.scores[i]));
    assert_true(is_listed(&percent, 48) && is_listed(&percent, 52));
    scoring_close(s);
}

/* ---- what is said ---- */

struct said_case {
    const char *attributes; /* of a scale over a..i, 0 to 3 each */
    const char *inside;
    const char *said; /* code, place and detail of each problem */
};

static void
check_said(const struct said_case *each)
{
    struct buf body = {0};
    struct buf said = {0};
    buf_addf(&body, NINE("%s", "\n%s"), each->attributes, each->inside);
    struct scoring *s = scoring_open(buf_text(&body));
    size_t before = diag_total(s->diag);
    size_t n_errors = diag_count(s->diag, SEVERITY_ERROR);
    bool is_good = attainable_check(s->plan, s->diag);
    assert_int_equal(is_good, diag_count(s->diag, SEVERITY_ERROR) == n_errors);
    for (size_t i = before; i < diag_total(s->diag); i++) {
        const struct diagnostic *d = diag_get(s->diag, i);
        assert_int_equal(d->place.line, 4);
        buf_addf(&said, "%s %d+%d %s; ", message_code(d->message),
                 d->place.column, d->place.width, d->detail);
        assert_non_null(d->hint);
    }
    if (strcmp(buf_text(&said), each->said) != 0)
        fail_msg("%s %s:\nsaid     %s\nexpected %s", each->attributes,
                 each->inside, buf_text(&said), each->said);
    buf_clear(&said);
    buf_clear(&body);
    scoring_close(s);
}

#define BANDS(first, second)                                                   \
    "<bands basis='criterion' source='x'><band id='l' from='" first            \
    "'>l</band><band id='h' from='" second "'>h</band></bands>"
#define TABLE(first, second)                                                   \
    "<norm-table id='t' gives='t' n='9' source='x'><row from='" first          \
    "' value='30'/><row from='" second "' value='60'/></norm-table>"
#define NORMS                                                                  \
    "<norm id='f' mean='4' sd='3' n='9' source='x'/>"                          \
    "<norm id='c' mean='20' sd='4' n='9' source='x'/>"

static void
test_said(void **state)
{
    static const struct said_case cases[] = {
        {"items='a..i' min-answered='all'", BANDS("0", "10"), ""},
        {"items='a*0.5' min-answered='all' decimals='0' round='half-even'",
         BANDS("0", "1"), ""},
        {"items='a..c' min-answered='all'", BANDS("0", "2.5"), ""},
        {"items='a..c' min-answered='all'",
         "<bands basis='criterion' source='x'><band id='l' from='0'>l</band>"
         "<band id='m' from='2.2'>m</band><band id='h' from='2.5'>h</band>"
         "</bands>",
         "W204 86+3 from 2.2; "},
        {"items='a..c' min-answered='2' decimals='0' round='half-up'",
         "<norm-table id='t' gives='t' n='9' source='x'><row from='0' "
         "value='30'/><row from='1.5' value='40'/><row from='1.8' value='45'/>"
         "</norm-table>",
         "W205 84+3 from 1.5; "},
        /* Method a: 20 - 8; b: 4 + 6; c: (4 * 4 + 3 * 20) / 7. */
        {"items='a..i' min-answered='all'",
         "<cutoff id='k' method='a' clinical='c' source='x'/>"
         "<cutoff id='m' method='b' functional='f' source='x'/>"
         "<cutoff id='n' method='c' clinical='c' functional='f' "
         "source='x'/>" NORMS,
         ""},
        {"items='a..c' min-answered='all'",
         "<cutoff id='k' method='a' clinical='c' source='x'/>"
         "<norm id='c' mean='8' sd='5' n='9' source='x'/>",
         "E202 24+1 'k' at -2; "},
        {"items='a..c' min-answered='all'",
         "<cutoff id='k' method='b' functional='f' source='x'/>"
         "<norm id='f' mean='8' sd='5' n='9' source='x'/>",
         "E202 24+1 'k' at 18; "},
        {"items='a..c' min-answered='all'",
         "<cutoff id='k' at='0' source='x'/>", "E203 20+1 'k' at 0; "},
        {"items='a..c' min-answered='all'",
         "<cutoff id='k' at='9' include='no' source='x'/>",
         "E203 20+1 'k' at 9; "},
        {"items='a..c' min-answered='all'",
         "<cutoff id='k' at='9' source='x'/>", ""},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        check_said(&cases[i]);
}

/* The lowest score is 0.5, and half even makes 0 of it. */
static void
test_falls_through(void **state)
{
    static const char low[] =
        "<choices id='r'><choice value='1' score='0.5'>a</choice><choice "
        "value='2' score='1.5'>b</choice></choices><section id='s' "
        "responses='r'>" ITEM("a") "</section><scale id='x' method='sum' "
                                   "items='a' min-answered='all' "
                                   "direction='higher-worse' decimals='0' "
                                   "round='%s'><title>X</title>" BANDS("0.5",
                                                                       "1.5")
                                       TABLE("0.5", "1.5") "</scale>";
    static const struct {
        const char *rounding;
        size_t n_problems;
    } cases[] = {{"half-up", 0}, {"half-even", 4}};
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct buf body = {0};
        buf_addf(&body, low, cases[i].rounding);
        struct scoring *s = scoring_open(buf_text(&body));
        size_t before = diag_total(s->diag);
        assert_int_equal(attainable_check(s->plan, s->diag),
                         !cases[i].n_problems);
        assert_int_equal(diag_total(s->diag) - before, cases[i].n_problems);
        for (size_t j = 0; j < cases[i].n_problems; j++) {
            const struct diagnostic *d = diag_get(s->diag, before + j);
            static const enum message wanted[] = {
                MSG_SCORE_WITHOUT_BAND, MSG_BAND_UNREACHED,
                MSG_SCORE_WITHOUT_ROW, MSG_ROW_UNREACHED};
            assert_int_equal(d->message, wanted[j]);
            assert_string_equal(d->detail,
                                j % 2 ? "from 0.5" : "0.5, rounded to 0");
        }
        buf_clear(&body);
        scoring_close(s);
    }
}

UNIT_MAIN(cmocka_unit_test(test_every_form), cmocka_unit_test(test_ranges),
          cmocka_unit_test(trap_6_prorated_totals_and_rounding),
          cmocka_unit_test(trap_7_gaps_between_integer_bands),
          cmocka_unit_test(trap_39_two_metrics), cmocka_unit_test(test_said),
          cmocka_unit_test(test_falls_through))
