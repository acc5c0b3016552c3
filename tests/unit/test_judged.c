/* SPDX-License-Identifier: GPL-3.0-or-later */
/* judged: verdicts in the words of a page. */
#include "unit.h"

#include <math.h>
#include <string.h>
#include "chart/palette.h"
#include "report/judged.h"
#include "report/report.h"
#include "scoring.h"

/* A sum from 0 to 40 of one item, with a cut-off at 20. */
#define SCALE(status, figures)                                                 \
    "<range id='p' min='0' max='40' step='1'><low>l</low><high>h</high>"       \
    "</range><section id='s' responses='p'><item id='a'><text>a</text></item>" \
    "</section><scale id='x' method='sum' items='a' min-answered='all'"        \
    " direction='" status "'><title>X</title>"                                 \
    "<cutoff id='c' at='20' source='s'/>"                                      \
    "<norm id='n' mean='20' sd='4' n='9' source='book'/>"                      \
    "<reliability id='k' kind='alpha' value='0.75' source='paper'/>"           \
    "<reliability id='t' kind='retest' days='14' value='0.75' n='30' "         \
    "source='paper'/>" figures "</scale>"

#define NEITHER                                                                \
    "<range id='p' min='0' max='40' step='1'><low>l</low><high>h</high>"       \
    "</range><section id='s' responses='p'><item id='a'><text>a</text></item>" \
    "</section><scale id='x' method='sum' items='a' min-answered='all'"        \
    " direction='neither'><title>X</title></scale>"

#define TRUAX                                                                  \
    "<change method='jacobson-truax' norm='n' reliability='t' level='0.95'/>"
#define ALPHA "<change method='jacobson-truax' norm='n' reliability='k'/>"
#define WIDE                                                                   \
    "<change method='jacobson-truax' norm='n' reliability='t' level='0.9'/>"
#define GULLIKSEN "<change method='gln' norm='n' reliability='t'/>"
#define EDWARDS "<change method='en' norm='n' reliability='t'/>"
#define POINTS "<change method='points' at='6' source='manual'/>"

/* A client's two scores in an arena of their own, and the verdict. */
struct pair {
    struct scoring *scoring;
    struct score scores[2];
    struct session sessions[2];
    struct history history;
    struct subject subject;
};

static void
judge(struct pair *pair, const char *body, double first, double latest)
{
    *pair = (struct pair){.scoring = scoring_open(body)};
    for (int i = 0; i < 2; i++) {
        pair->scores[i] = (struct score){
            .value = i ? latest : first, .answered = 1, .items = 1};
        pair->sessions[i] = (struct session){.label = i ? "9" : "1",
                                             .lang = "",
                                             .phase = "",
                                             .row = (size_t)i,
                                             .scores = &pair->scores[i]};
    }
    pair->history = (struct history){pair->scoring->instrument, "c",
                                     pair->sessions, 2, NULL};
    const struct history *history = &pair->history;
    pair->subject = subject_of(
        &(struct report_data){.histories = &history, .n_histories = 1},
        &(struct template){.path = "x"}, pair->scoring->arena);
}

static struct tongue
english(const struct pair *pair)
{
    return (struct tongue){LANG_EN, pair->scoring->arena};
}

#define BETTER "better by more than measurement error"
#define ONCE "; seen once, look again"
#define CUT(side) "now on the " side " side of the cut-off 20"

/* 24 is beyond the cut-off by 4, its own error 1.96 · 4 · √0.25 = 3.92.  The
   limit is 1.96 · 4 · √(2 · 0.25) = 5.5437, or 6 points. */
static void
test_at_a_glance(void **state)
{
    static const struct {
        const char *body;
        double first;
        double latest;
        const char *change;
        const char *headline;
        const char *strip;
        const char *cautions; /* NULL: nothing */
    } cases[] = {
        {SCALE("higher-better", TRUAX), 10, 24, "+14\u00a0±\u00a06",
         BETTER ONCE, "better, seen once", CUT("better")},
        {SCALE("higher-worse", TRUAX), 10, 24, "+14\u00a0±\u00a06",
         "worse by more than measurement error" ONCE, "worse, seen once",
         CUT("worse")},
        /* A limit of "6" would say the contrary. */
        {SCALE("higher-better", TRUAX), 10, 16, "+6.0\u00a0±\u00a05.5",
         BETTER ONCE, "better, seen once", NULL},
        {SCALE("higher-better", TRUAX), 18, 22, "+4\u00a0±\u00a06",
         "too small to tell from error", "too small to tell",
         "too near the cut-off 20 to tell"},
        /* It fell, and could not have risen by much: both are said. */
        {SCALE("higher-better", TRUAX), 38, 36, "−2\u00a0±\u00a06",
         "too small to tell and no room to show better",
         "no room to show better", NULL},
        {SCALE("higher-better", POINTS), 38, 36, "−2",
         "changed by fewer than the published 6 points and no room to show "
         "better",
         "no room to show better", NULL},
        {SCALE("higher-better", ALPHA), 21, 30, "+9\u00a0±\u00a06", BETTER ONCE,
         "better, seen once", "day-to-day swings not counted"},
        {SCALE("higher-better", POINTS), 21, 27, "+6",
         "changed by the published 6 points or more: better" ONCE,
         "better by 6 or more, seen once", NULL},
        {SCALE("higher-better", POINTS), 21, 26, "+5",
         "changed by fewer than the published 6 points", "by fewer than 6",
         NULL},
        /* It does not count from the first score. */
        {SCALE("higher-better", GULLIKSEN), 30, 39, "+9", BETTER ONCE,
         "better, seen once", NULL},
        {SCALE("higher-better", ""), 10, 24, "+14",
         "not judged: the questionnaire states no rule for it", "not judged",
         NULL},
        {NEITHER, 24, 10, "−14", "lower", "lower", NULL},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct pair pair;
        const struct finding *finding;
        const char *cautions;

        judge(&pair, cases[i].body, cases[i].first, cases[i].latest);
        finding = pair.subject.findings;
        cautions = judged_cautions(english(&pair), &pair.subject, finding);
        assert_string_equal(judged_change(english(&pair), finding),
                            cases[i].change);
        assert_string_equal(judged_headline(english(&pair), finding),
                            cases[i].headline);
        assert_string_equal(judged_strip(english(&pair), finding),
                            cases[i].strip);
        assert_string_equal(cautions ? cautions : "",
                            cases[i].cautions ? cases[i].cautions : "");
        scoring_close(pair.scoring);
    }
}

/* To the client higher and lower, and what limits that. */
static void
test_client(void **state)
{
    static const struct {
        const char *body;
        double first;
        double latest;
        const char *change;
        const char *strip;
        enum verdict_mark mark;
    } cases[] = {
        {SCALE("higher-better", TRUAX), 24, 15, "−9",
         "lower than at first, by more than error, seen once",
         VERDICT_MARK_LOWER},
        {SCALE("higher-worse", TRUAX), 24, 15, "−9",
         "lower than at first, by more than error, seen once",
         VERDICT_MARK_LOWER},
        {SCALE("higher-better", ALPHA), 21, 30, "+9",
         "higher than at first, by more than error, seen once; day-to-day "
         "swings not counted",
         VERDICT_MARK_HIGHER},
        {SCALE("higher-better", TRUAX), 18, 22, "+4",
         "too small to tell from error", VERDICT_MARK_LEVEL},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct pair pair;
        const struct finding *findings;

        judge(&pair, cases[i].body, cases[i].first, cases[i].latest);
        findings = pair.subject.findings;
        struct topic topic = *findings->topic;
        struct finding finding = *findings;
        topic.audience = FOR_CLIENT;
        finding.topic = &topic;
        assert_string_equal(judged_change(english(&pair), &finding),
                            cases[i].change);
        assert_string_equal(judged_strip(english(&pair), &finding),
                            cases[i].strip);
        assert_null(judged_cautions(english(&pair), &pair.subject, &finding));
        assert_int_equal(judged_mark(&finding), cases[i].mark);
        assert_int_not_equal(judged_color(&finding), COLOR_WARN);
        scoring_close(pair.scoring);
    }
}

static void
test_method(void **state)
{
    static const struct {
        const char *body;
        double first;
        const char *want;
    } cases[] = {
        {SCALE("higher-better", TRUAX), 10,
         "from session 1 to session 9; Jacobson–Truax; SD 4 (n 9; book); "
         "retest 0.75 over 14 days (n 30; paper); error of the change 2.83; "
         "limit at 95 %: ± 6"},
        {SCALE("higher-better", ALPHA), 10,
         "from session 1 to session 9; Jacobson–Truax; SD 4 (n 9; book); "
         "alpha 0.75 (paper); error of the change 2.83; limit at 95 %: ± 6; "
         "day-to-day swings not counted"},
        /* 20 + 0.75 (10 - 20) = 12.5; 4 √(1 - 0.75²) = 2.646; 1.96 of it is
           5.186. */
        {SCALE("higher-better", GULLIKSEN), 10,
         "from session 1 to session 9; Gulliksen–Lord–Novick; mean 20, SD 4 "
         "(n 9; book); retest 0.75 over 14 days (n 30; paper); error of the "
         "change 2.65; no change at 95 %: a latest score of 7.31 to 17.69"},
        /* 20 + 0.75 (0 - 20) = 5, which lies 5.186 above -0.186. */
        {SCALE("higher-better", GULLIKSEN), 0,
         "from session 1 to session 9; Gulliksen–Lord–Novick; mean 20, SD 4 "
         "(n 9; book); retest 0.75 over 14 days (n 30; paper); error of the "
         "change 2.65; no change at 95 %: a latest score of 0.00 to 10.19; as "
         "far as the scale goes"},
        /* 1.96 · 4 √(1 - 0.75) = 3.92; 2 Φ(1.96 / √1.75) - 1 = 0.8616. */
        {SCALE("higher-better", EDWARDS), 10,
         "from session 1 to session 9; Edwards–Nunnally; mean 20, SD 4 "
         "(n 9; book); retest 0.75 over 14 days (n 30; paper); error of the "
         "change 2.00; no change at 86.2 %: a latest score of 8.58 to 16.42; "
         "no 95 % rule: without any change 14 of 100 would be beyond its "
         "limit"},
        {SCALE("higher-better", POINTS), 10,
         "from session 1 to session 9; counted from 6 points on (manual)"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct pair pair;

        judge(&pair, cases[i].body, cases[i].first, 24);
        assert_string_equal(
            judged_method(english(&pair), &pair.subject, pair.subject.findings),
            cases[i].want);
        scoring_close(pair.scoring);
    }
}

/* The tally of scales as these, which are each of a subject of its own. */
static struct judged_tally
tally_of(const char *const *bodies, size_t n)
{
    struct pair pairs[6];
    struct finding findings[6];
    struct judged_tally tally;

    for (size_t i = 0; i < n; i++) {
        judge(&pairs[i], bodies[i], 10, 24);
        findings[i] = pairs[i].subject.findings[0];
    }
    tally =
        judged_count(&(struct subject){.findings = findings, .n_findings = n},
                     pairs[0].scoring->arena);
    for (size_t i = 0; i < n; i++)
        scoring_close(pairs[i].scoring);
    return tally;
}

/* 1 - 0.95³ = 0.142625; with one of 90 % 1 - 0.95² · 0.9 = 0.18775. */
static void
test_tally(void **state)
{
    static const char *const bodies[] = {
        SCALE("higher-better", TRUAX), NEITHER,
        SCALE("higher-worse", ALPHA),  SCALE("higher-better", POINTS),
        SCALE("higher-better", ""),    SCALE("higher-better", TRUAX)};
    static const char *const mixed[] = {SCALE("higher-better", WIDE),
                                        SCALE("higher-better", TRUAX),
                                        SCALE("higher-better", TRUAX)};
    struct judged_tally tally = tally_of(bodies, N_ELEMENTS(bodies));

    (void)state;
    assert_int_equal(tally.n, 4);
    assert_int_equal(tally.n_points, 1);
    assert_false(tally.is_mixed || tally.depends);
    assert_true(fabs(tally.chance - 0.142625) < 1e-12);
    assert_true(fabs(tally.share - 0.95) < 1e-12);
    tally = tally_of(mixed, N_ELEMENTS(mixed));
    assert_true(tally.is_mixed);
    assert_true(fabs(tally.chance - 0.18775) < 1e-12);
}

UNIT_MAIN(cmocka_unit_test(test_at_a_glance), cmocka_unit_test(test_client),
          cmocka_unit_test(test_method), cmocka_unit_test(test_tally))
