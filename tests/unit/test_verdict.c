/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts on pairs and series, and the words for them. */
#include "unit.h"
#include "scoring.h"

#include <string.h>

#include "base/date.h"
#include "change/verdict.h"

/* A sum from 0 to 40 of one item, with a cut-off at 20; the limit of change is
   1.96 · 4 · √(2 · 0.25) = 5.54 points. */
#define SCALE(direction, kind) SCALE_WITH(direction, kind, "")
#define SCALE_WITH(direction, kind, separates)                                 \
    SCALE_BY("jacobson-truax", direction, kind, separates)
#define SCALE_BY(method, direction, kind, separates)                           \
    "<range id='p' min='0' max='40' step='1'><low>l</low><high>h</high>"       \
    "</range><section id='s' responses='p'><item id='a'><text>a</text></item>" \
    "</section><scale id='x' method='sum' items='a' min-answered='all'"        \
    " direction='" direction "'><title>X</title>"                              \
    "<cutoff id='c' at='20' source='s'" separates "/>"                         \
    "<norm id='n' mean='20' sd='4' n='9' source='s'/>"                         \
    "<reliability id='r' kind='" kind " value='0.75' n='9' source='s'/>"       \
    "<change id='r' method='" method "' norm='n' "                             \
    "reliability='r'/></scale>"
#define RETEST "retest' days='14'"

/* The same of a formula, whose error over blanks is not known. */
#define FORMULA(direction)                                                     \
    "<range id='p' min='0' max='40' step='1'><low>l</low><high>h</high>"       \
    "</range><section id='s' responses='p'><item id='a'><text>a</text></item>" \
    "<item id='b'><text>b</text></item></section>"                             \
    "<scale id='x' method='formula' formula='m' min='0' max='40'"              \
    " direction='" direction "'><title>X</title>"                              \
    "<cutoff id='c' at='20' source='s'/>"                                      \
    "<norm id='n' mean='20' sd='4' n='9' source='s'/>"                         \
    "<reliability id='r' kind='alpha' value='0.75' n='9' source='s'/>"         \
    "<change method='jacobson-truax' norm='n' reliability='r'/></scale>"       \
    "<scale id='m' method='mean' items='a b' min-answered='1'"                 \
    " direction='" direction "'><title>M</title></scale>"

static const char higher_better[] = SCALE("higher-better", RETEST);
static const char higher_worse[] = SCALE("higher-worse", RETEST);
static const char drawn[] = SCALE_BY("gln", "higher-better", RETEST, "");
static const char alpha_only[] = SCALE("higher-better", "alpha'");

/* A score; with low < high some of it was blank. */
static struct score
ranged(double value, double low, double high)
{
    return (struct score){.value = value,
                          .answered = 1,
                          .items = 1,
                          .has_range = true,
                          .low = low,
                          .high = high};
}

static struct score
full(double value)
{
    return ranged(value, value, value);
}

static void
assert_text(const struct verdict *verdict, enum language language,
            const char *want)
{
    struct buf buf = {0};
    verdict_add_text(verdict, language, &buf);
    assert_string_equal(buf_text(&buf), want);
    buf_clear(&buf);
}

struct pair {
    struct score before;
    struct score after;
    const char *want;
};

static void
check_pairs(const char *body, const struct pair *pairs, size_t n)
{
    struct scoring *s = scoring_open(body);
    const struct scale *scale = &s->instrument->scales[0];
    for (size_t i = 0; i < n; i++) {
        struct verdict verdict =
            verdict_of(s->instrument, scale, change_rule_find(scale, NULL),
                       &pairs[i].before, &pairs[i].before, &pairs[i].after);
        assert_text(&verdict, LANG_EN, pairs[i].want);
    }
    scoring_close(s);
}

#define ONCE "; seen once, look again"
#define BETTER "better by more than measurement error" ONCE
#define WORSE "worse by more than measurement error" ONCE
#define NO_CHANGE "too small to tell from error"
#define MEAN_UNKNOWN                                                           \
    "not judged: the error of this mean of several scores is not known"
#define NO_ROOM "too small to tell and no room to show better"
/* The scale has a retest reliability alone, which is none of one score. */
#define CROSSED "; across the cut-off 20, by too little to tell"
#define CUT " the cut-off 20; the score's own error is not known"

static void
test_pairs(void **state)
{
    const struct pair pairs[] = {
        {full(10), full(15), NO_CHANGE},
        {full(10), full(16), BETTER},
        {full(10), full(20), BETTER},
        {full(10), full(21), BETTER "; now on the better side of" CUT},
        {full(20), full(26), BETTER "; now on the better side of" CUT},
        {full(18), full(22), NO_CHANGE CROSSED},
        {full(22), full(18), NO_CHANGE CROSSED},
        {full(30), full(24), WORSE},
        {full(30), full(20), WORSE "; now on the worse side of" CUT},
        {full(35), full(40), NO_ROOM},
        {full(35), full(35), NO_ROOM},
        {full(34), full(34), NO_CHANGE},
        {full(38), full(32), WORSE},
        {full(10), ranged(16, 12, 18), "depends on the blanks"},
        {full(10), ranged(12, 11, 16), "depends on the blanks"},
        {ranged(12, 8, 16), full(18), "depends on the blanks"},
        {full(10), ranged(18, 16, 19), BETTER},
        {full(10), ranged(21, 18, 24),
         BETTER "; which side of the cut-off 20 depends on the blanks"},
        {full(10), ranged(12, 11, 14), NO_CHANGE},
    };
    struct pair turned[N_ELEMENTS(pairs)];
    (void)state;
    check_pairs(higher_better, pairs, N_ELEMENTS(pairs));
    /* The mirror image, where lower is better, reads the same. */
    for (size_t i = 0; i < N_ELEMENTS(pairs); i++) {
        struct score b = pairs[i].before;
        struct score a = pairs[i].after;
        turned[i].before = ranged(40 - b.value, 40 - b.high, 40 - b.low);
        turned[i].after = ranged(40 - a.value, 40 - a.high, 40 - a.low);
        turned[i].want = pairs[i].want;
    }
    check_pairs(higher_worse, turned, N_ELEMENTS(pairs));
}

static void
test_alpha_only(void **state)
{
    const struct pair pairs[] = {
        {full(10), full(15), NO_CHANGE "; day-to-day swings not counted"},
        {full(10), full(16), BETTER "; day-to-day swings not counted"},
    };
    (void)state;
    check_pairs(alpha_only, pairs, N_ELEMENTS(pairs));
}

/* Who is on which side is told where the cut-off says so and the score is
   beyond it by more than its own error, 1.96 · 4 · √0.25 = 3.92. */
static void
test_separates(void **state)
{
    static const char body[] =
        SCALE_WITH("higher-better", "alpha'", " separates='ill | well'");
    const struct pair pairs[] = {
        {full(10), full(24),
         BETTER "; now on the “well” side of the cut-off "
                "20; day-to-day swings not counted"},
        {full(10), full(23.9),
         BETTER "; too near the cut-off 20 to tell"
                "; day-to-day swings not counted"},
        {full(30), full(16),
         WORSE "; now on the “ill” side of the cut-off 20"
               "; day-to-day swings not counted"},
        /* Clear of it, by a change that is none beyond 5.54. */
        {full(19), full(24),
         NO_CHANGE "; now on the “well” side of the cut-off 20"
                   "; day-to-day swings not counted"},
        {full(21), full(16),
         NO_CHANGE "; now on the “ill” side of the cut-off 20"
                   "; day-to-day swings not counted"},
    };
    static const char *const others[N_LANGUAGES] = {
        [LANG_ES] = "ahora en el lado «well» del punto de corte 20",
        [LANG_DE] = "jetzt auf der Seite „well“ des Grenzwerts 20",
        [LANG_AR] = "الآن في جانب «well» من الحد الفاصل 20",
    };
    struct scoring *s = scoring_open(body);
    const struct scale *scale = &s->instrument->scales[0];
    struct verdict verdict =
        verdict_of(s->instrument, scale, change_rule_find(scale, NULL),
                   &pairs[0].before, NULL, &pairs[0].after);
    (void)state;
    check_pairs(body, pairs, N_ELEMENTS(pairs));
    for (int i = 0; i < N_LANGUAGES; i++) {
        struct buf buf = {0};
        verdict_add_text(&verdict, (enum language)i, &buf);
        if (others[i])
            assert_non_null(strstr(buf_text(&buf), others[i]));
        buf_clear(&buf);
    }
    scoring_close(s);
}

/* The error of a formula over blanks is not known, so that the pair as it
   stands has no verdict; however they are filled the score crosses, by less
   than 5.54, to where it is clear of the cut-off. */
static void
test_clear_however_filled(void **state)
{
    static const char better[] =
        NO_CHANGE "; however the blanks are filled; now on the better side "
                  "of the cut-off 20; day-to-day swings not counted";
    static const char worse[] =
        NO_CHANGE "; however the blanks are filled; now on the worse side "
                  "of the cut-off 20; day-to-day swings not counted";
    struct pair pairs[] = {
        {ranged(18.8, 18.6, 19), full(24), better},
        {ranged(21.2, 21, 21.4), full(16), worse},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(pairs); i++)
        pairs[i].before.prorated = true;
    check_pairs(FORMULA("higher-better"), pairs, N_ELEMENTS(pairs));
    pairs[0].want = worse;
    pairs[1].want = better;
    check_pairs(FORMULA("higher-worse"), pairs, N_ELEMENTS(pairs));
}

/* Neither end is better: higher and lower, and nothing more. */
static void
test_neither(void **state)
{
    static const char scale[] =
        "<range id='p' min='0' max='40' step='1'><low>l</low><high>h</high>"
        "</range><section id='s' responses='p'><item id='a'><text>a</text>"
        "</item></section><scale id='x' method='sum' items='a'"
        " min-answered='all' direction='neither'><title>X</title>"
        "<norm id='n' mean='20' sd='4' n='9' source='s'/></scale>";
    const struct pair pairs[] = {
        {full(10), full(40), "higher"},
        {full(10), full(9), "lower"},
        {full(10), full(10), "the same"},
        {{.why = WHY_TOO_FEW},
         full(10),
         "not judged: there is no score to start from"},
    };
    (void)state;
    check_pairs(scale, pairs, N_ELEMENTS(pairs));
}

/* ---- series ---- */

struct visit {
    const char *label;
    double value; /* -1: no score */
    int edition;
    const char *lang;
};

static struct history
history_of(struct scoring *s, const struct visit *visits, size_t n)
{
    struct session *sessions = ARENA_ARRAY(s->arena, n, struct session);
    for (size_t i = 0; i < n; i++) {
        struct score *score = ARENA_NEW(s->arena, struct score);
        *score = full(visits[i].value);
        if (visits[i].value < 0)
            *score = (struct score){.why = WHY_TOO_FEW};
        sessions[i].label = sessions[i].name = visits[i].label;
        sessions[i].edition = visits[i].edition;
        sessions[i].lang = visits[i].lang;
        sessions[i].scores = score;
    }
    return (struct history){.instrument = s->instrument,
                            .client = "c",
                            .sessions = sessions,
                            .n_sessions = n};
}

struct told {
    const char *baseline;
    const char *rule;
    struct visit visits[4];
    const char *want;
};

static void
assert_told(struct scoring *s, const struct told *told)
{
    size_t n = 0;
    while (n < 4 && told->visits[n].label)
        n++;
    struct history history = history_of(s, told->visits, n);
    struct series series = series_of(&history, 0);
    struct verdict_options options = {told->baseline, told->rule};
    struct verdict verdict = verdict_latest(&series, &options);
    assert_text(&verdict, LANG_EN, told->want);
}

static void
test_series(void **state)
{
    static const struct told cases[] = {
        {NULL,
         NULL,
         {{"1", 10, 0, ""}},
         "not judged: it is the score to start from"},
        {NULL,
         NULL,
         {{"1", -1, 0, ""}},
         "not judged: there is no score "
         "to start from"},
        {NULL,
         NULL,
         {{"1", -1, 0, ""}, {"2", 10, 0, ""}, {"3", 16, 0, ""}},
         BETTER},
        /* The latest score, not the latest session; none between counts. */
        {NULL,
         NULL,
         {{"1", 10, 0, ""},
          {"2", 40, 0, ""},
          {"3", 11, 0, ""},
          {"4", -1, 0, ""}},
         NO_CHANGE},
        {"2",
         NULL,
         {{"1", 10, 0, ""}, {"2", 12, 0, ""}, {"3", 17, 0, ""}},
         NO_CHANGE},
        {"7",
         NULL,
         {{"1", 10, 0, ""}, {"2", 12, 0, ""}},
         "not judged: there is no score to start from"},
        {NULL,
         "no",
         {{"1", 10, 0, ""}, {"2", 12, 0, ""}},
         "not judged: the scale has no such rule of change"},
        {NULL,
         NULL,
         {{"1", 10, 1, ""}, {"2", 16, 2, ""}},
         "not judged: the two are of different editions"},
        {NULL,
         NULL,
         {{"1", 10, 1, "en"}, {"2", 16, 0, "de"}},
         BETTER "; answered in two languages"},
        /* After a new edition it is counted from that one's first score. */
        {NULL,
         NULL,
         {{"1", 10, 1, ""}, {"2", 36, 2, ""}, {"3", 38, 2, ""}},
         NO_ROOM},
        {NULL,
         NULL,
         {{"1", 30, 1, ""}, {"2", 10, 2, ""}, {"3", 15, 2, ""}},
         NO_CHANGE},
        /* Twice in a row is no longer "seen once". */
        {NULL,
         NULL,
         {{"1", 10, 0, ""}, {"2", 16, 0, ""}, {"3", 17, 0, ""}},
         "better by more than measurement error"},
        {NULL,
         NULL,
         {{"1", 38, 0, ""}, {"2", 30, 0, ""}, {"3", 31, 0, ""}},
         "worse by more than measurement error"},
        {NULL,
         NULL,
         {{"1", 38, 0, ""}, {"2", 35, 0, ""}, {"3", 31, 0, ""}},
         WORSE},
        {NULL,
         NULL,
         {{"1", 38, 0, ""},
          {"2", 30, 0, ""},
          {"3", -1, 0, ""},
          {"4", 31, 0, ""}},
         "worse by more than measurement error"},
    };
    struct scoring *s = scoring_open(higher_better);
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        assert_told(s, &cases[i]);
    scoring_close(s);
}

/* Several sessions to start from: their errors, 2 each, make that of the mean
   2 / sqrt(n), and the limit 1.96 x 2 x sqrt(1 + 1 / n) is 5.54 for one, 4.80
   for two, 4.53 for three. */
static void
test_mean(void **state)
{
    static const char at_start[] = "not judged: it is the score to start from";
    static const char nothing[] = "not judged: there is no score to start from";
    static const struct told cases[] = {
        {"1", NULL, {{"1", 11, 0, ""}, {"2", 16, 0, ""}}, NO_CHANGE},
        {"1..3",
         NULL,
         {{"1", 10, 0, ""},
          {"2", 11, 0, ""},
          {"3", 12, 0, ""},
          {"4", 16, 0, ""}},
         BETTER},
        {"1..3",
         NULL,
         {{"1", 10, 0, ""},
          {"2", 11, 0, ""},
          {"3", 12, 0, ""},
          {"4", 15, 0, ""}},
         NO_CHANGE},
        /* 4.5 is between the two limits. */
        {"1..3",
         NULL,
         {{"1", 10, 0, ""},
          {"2", -1, 0, ""},
          {"3", 13, 0, ""},
          {"4", 16, 0, ""}},
         NO_CHANGE},
        {"1..3",
         NULL,
         {{"1", 10, 0, ""},
          {"2", -1, 0, ""},
          {"3", 12, 0, ""},
          {"4", 16, 0, ""}},
         BETTER},
        {"1..2",
         NULL,
         {{"1", 10, 0, ""},
          {"2", 12, 0, ""},
          {"3", 16, 0, ""},
          {"4", 17, 0, ""}},
         "better by more than measurement error"},
        /* None of those that are counted from is a look. */
        {"1..2",
         NULL,
         {{"1", 2, 0, ""}, {"2", 14, 0, ""}, {"3", 14, 0, ""}},
         BETTER},
        {"one..two",
         NULL,
         {{"one", 10, 0, ""}, {"two", 12, 0, ""}, {"three", 16, 0, ""}},
         BETTER},
        {"two..one",
         NULL,
         {{"one", 10, 0, ""}, {"two", 12, 0, ""}, {"three", 16, 0, ""}},
         nothing},
        {"one..four",
         NULL,
         {{"one", 10, 0, ""}, {"two", 12, 0, ""}, {"three", 16, 0, ""}},
         nothing},
        {"2..9", NULL, {{"1", 10, 0, ""}, {"2", 12, 0, ""}}, at_start},
        {"2..1", NULL, {{"1", 10, 0, ""}, {"2", 12, 0, ""}}, nothing},
        {"1..", NULL, {{"1", 10, 0, ""}, {"2", 12, 0, ""}}, nothing},
        /* A session may be called so. */
        {"1..2", NULL, {{"1..2", 11, 0, ""}, {"3", 16, 0, ""}}, NO_CHANGE},
        {"1..2",
         NULL,
         {{"1", 10, 1, ""}, {"2", 12, 2, ""}, {"3", 20, 2, ""}},
         "not judged: the two are of different editions"},
        {"1..2",
         NULL,
         {{"1", 10, 0, "en"}, {"2", 12, 0, "de"}, {"3", 20, 0, "de"}},
         BETTER "; answered in two languages"},
    };
    struct scoring *s = scoring_open(higher_better);
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        assert_told(s, &cases[i]);
    scoring_close(s);
}

/* Sessions that the data does not name are numbered: 15 is beyond 4.80 of the
   mean of 9 and 11, and not beyond 5.54 of 11. */
static void
test_mean_without_names(void **state)
{
    static const struct visit visits[] = {
        {"1", 9, 0, ""}, {"2", 11, 0, ""}, {"3", 15, 0, ""}};
    const struct verdict_options options = {"1..2", NULL};
    struct scoring *s = scoring_open(higher_better);
    struct history history = history_of(s, visits, 3);
    struct session sessions[3];

    (void)state;
    memcpy(sessions, history.sessions, sizeof sessions);
    for (size_t i = 0; i < 3; i++)
        sessions[i].name = "";
    history.sessions = sessions;
    assert_true(verdict_has_baseline(&history, "1..2"));
    struct series series = series_of(&history, 0);
    struct verdict verdict = verdict_latest(&series, &options);
    assert_text(&verdict, LANG_EN, BETTER);
    scoring_close(s);
}

/* Blanks of one of them shift the mean by half of what they may be: 10 and 8 to
   12 are 9 to 11, and 15 is beyond 4.80 of the one and not of the other. */
static void
test_mean_with_blanks(void **state)
{
    static const struct visit visits[] = {
        {"1", 10, 0, ""}, {"2", 10, 0, ""}, {"3", 15, 0, ""}};
    const struct verdict_options options = {"1..2", NULL};
    struct scoring *s = scoring_open(higher_better);
    struct history history = history_of(s, visits, 3);
    struct score blank = ranged(10, 8, 12);
    struct session *sessions = ARENA_ARRAY(s->arena, 3, struct session);
    struct verdict verdict;

    (void)state;
    memcpy(sessions, history.sessions, 3 * sizeof *sessions);
    history.sessions = sessions;
    blank.prorated = true;
    sessions[1].scores = &blank;
    struct series series = series_of(&history, 0);
    verdict = verdict_latest(&series, &options);
    assert_text(&verdict, LANG_EN, "depends on the blanks");
    blank = ranged(10, 10, 10.2);
    verdict = verdict_latest(&series, &options);
    assert_text(&verdict, LANG_EN, BETTER);
    assert_true(verdict_is_judged(&verdict));
    /* An item that does not apply is none that could be filled in. */
    blank.out_least = blank.out_most = 1;
    verdict = verdict_latest(&series, &options);
    assert_text(&verdict, LANG_EN, MEAN_UNKNOWN);
    assert_false(verdict_is_judged(&verdict));
    scoring_close(s);
}

/* As it stands the mean has no known error; all fillings agree. */
static void
test_mean_however_filled(void **state)
{
    static const struct visit visits[] = {
        {"1", 10, 0, ""}, {"2", 10, 0, ""}, {"3", 15, 0, ""}};
    const struct verdict_options options = {"1..2", NULL};
    struct scoring *s = scoring_open(FORMULA("higher-better"));
    struct history history = history_of(s, visits, 3);
    struct score blank = ranged(10, 10, 10.2);
    struct session sessions[3];

    (void)state;
    memcpy(sessions, history.sessions, sizeof sessions);
    history.sessions = sessions;
    blank.prorated = true;
    sessions[1].scores = &blank;
    struct series series = series_of(&history, 0);
    struct verdict verdict = verdict_latest(&series, &options);
    assert_int_equal(verdict.change.why, CHANGE_MEAN);
    assert_text(
        &verdict, LANG_EN,
        BETTER
        "; however the blanks are filled; day-to-day swings not counted");
    assert_true(verdict_is_judged(&verdict));
    scoring_close(s);
}

/* A method that draws a score to a mean knows none of several. */
static void
test_mean_of_other_methods(void **state)
{
    static const struct told told = {
        "1..2",
        NULL,
        {{"1", 10, 0, ""}, {"2", 12, 0, ""}, {"3", 30, 0, ""}},
        MEAN_UNKNOWN};
    struct scoring *s = scoring_open(drawn);

    (void)state;
    assert_told(s, &told);
    scoring_close(s);
}

/* What was given twice is still seen once, whatever stands between. */
static void
test_given_twice(void **state)
{
    static const struct {
        struct visit visits[4]; /* the last is the second again */
        const char *want;
    } cases[] = {
        {{{"1", 10, 0, ""},
          {"2a", 16, 0, ""},
          {"3", -1, 0, ""},
          {"2b", 17, 0, ""}},
         BETTER},
        {{{"1", 10, 0, ""},
          {"2a", 16, 0, ""},
          {"3", 11, 0, ""},
          {"2b", 17, 0, ""}},
         BETTER},
        {{{"1", 10, 0, ""},
          {"2a", 11, 0, ""},
          {"3", 16, 0, ""},
          {"2b", 17, 0, ""}},
         "better by more than measurement error"},
    };
    struct scoring *s = scoring_open(higher_better);
    struct verdict_options options = {NULL, NULL};
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct session sessions[4];
        struct history history = history_of(s, cases[i].visits, 4);
        memcpy(sessions, history.sessions, sizeof sessions);
        sessions[3].again_after = 2;
        history.sessions = sessions;
        struct series series = series_of(&history, 0);
        struct verdict verdict = verdict_latest(&series, &options);
        assert_text(&verdict, LANG_EN, cases[i].want);
    }
    scoring_close(s);
}

/* Before its baseline a session is not judged, nor is it at it. */
static void
test_each_session(void **state)
{
    static const struct visit visits[] = {
        {"1", 10, 0, ""}, {"2", 12, 0, ""}, {"3", -1, 0, ""}, {"4", 19, 0, ""}};
    static const enum change_why want[] = {CHANGE_BEFORE, CHANGE_AT_START,
                                           CHANGE_NO_SCORE, CHANGE_JUDGED};
    struct scoring *s = scoring_open(higher_better);
    struct history history = history_of(s, visits, 4);
    struct series series = series_of(&history, 0);
    struct verdict_options options = {"2", NULL};
    (void)state;
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(verdict_at(&series, i, &options).change.why, want[i]);
    /* Nothing is counted backwards. */
    assert_false(verdict_at(&series, 0, &options).change.has_difference);
    struct verdict verdict = verdict_at(&series, 3, &options);
    assert_true(verdict.change.difference == 7);
    options.baseline = "7";
    assert_int_equal(verdict_at(&series, 3, &options).change.why,
                     CHANGE_NO_BASELINE);
    scoring_close(s);
}

/* ---- words ---- */

static void
test_other_languages(void **state)
{
    struct scoring *s = scoring_open(higher_better);
    const struct scale *scale = &s->instrument->scales[0];
    struct score before = full(10);
    struct score after = full(21);
    struct verdict verdict =
        verdict_of(s->instrument, scale, change_rule_find(scale, NULL), &before,
                   NULL, &after);
    (void)state;
    assert_text(&verdict, LANG_DE,
                "besser als durch Messfehler erklärbar; einmal gesehen, noch "
                "einmal hinsehen; jetzt auf der besseren Seite des Grenzwerts "
                "20; der Messfehler dieses Werts ist nicht bekannt");
    assert_text(&verdict, LANG_ES,
                "mejor, más allá del error de medida; visto una vez, conviene "
                "volver a mirar; ahora en el lado mejor del punto de corte 20; "
                "no se conoce el error de esa puntuación");
    assert_text(&verdict, LANG_AR,
                "أفضل بما يتجاوز خطأ القياس؛ لوحظ مرة واحدة، يُستحسن النظر مرة "
                "أخرى؛ الآن في الجانب الأفضل من الحد الفاصل 20؛ خطأ قياس هذه "
                "الدرجة غير معروف");
    scoring_close(s);
}

static void
test_standing(void **state)
{
    struct scoring *s = scoring_open(higher_better);
    const struct scale *scale = &s->instrument->scales[0];
    struct score before = full(10);
    struct score after = ranged(22, 14, 26);
    struct verdict verdict =
        verdict_of(s->instrument, scale, change_rule_find(scale, NULL), &before,
                   NULL, &after);
    struct buf buf = {0};
    (void)state;
    assert_int_equal(verdict.kind, VERDICT_DEPENDS);
    assert_int_equal(verdict.standing.kind, VERDICT_BETTER);
    assert_int_equal(verdict.category, CATEGORY_NONE);
    verdict_add_standing_text(&verdict, LANG_EN, &buf);
    assert_string_equal(buf_text(&buf),
                        BETTER "; now on the better side of" CUT);
    buf_clear(&buf);
    scoring_close(s);
}

static void
test_mic_beside(void **state)
{
    const struct {
        struct score after;
        bool reaches;
        bool depends;
    } cases[] = {
        {full(12.4), false, false},
        {full(12.5), true, false},
        {full(7.5), true, false},
        {ranged(13, 12, 14), false, true},
        {ranged(13, 12.5, 14), true, false},
        {ranged(10, 7, 13), false, true}, /* nothing of it in between */
        {ranged(10, 8, 12), false, false},
    };
    struct scoring *s = scoring_open(
        "<range id='p' min='0' max='40' step='0.1'><low>l</low><high>h</high>"
        "</range><section id='s' responses='p'><item id='a'><text>a</text>"
        "</item></section><scale id='x' method='sum' items='a'"
        " min-answered='all' direction='higher-better'><title>X</title>"
        "<mic value='2.5' source='s'/></scale>");
    struct score before = full(10);
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct verdict verdict =
            verdict_of(s->instrument, &s->instrument->scales[0], NULL, &before,
                       NULL, &cases[i].after);
        assert_text(&verdict, LANG_EN, "not judged: its error is not known");
        assert_int_equal(verdict.reaches_mic, cases[i].reaches);
        assert_int_equal(verdict.mic_depends, cases[i].depends);
    }
    scoring_close(s);
}

static void
test_words_of_files(void **state)
{
    (void)state;
    assert_string_equal(verdict_words[VERDICT_DEPENDS], "depends-on-blanks");
    assert_string_equal(category_word(CATEGORY_HARMED), "harmed");
    for (int i = 0; i < N_CATEGORIES; i++)
        for (int j = 0; j < N_LANGUAGES; j++) {
            const char *text =
                category_text((enum verdict_category)i, (enum language)j);
            /* No word for a person: what is said is said of a score. */
            assert_null(strstr(text, "harm"));
            assert_null(strstr(text, "fail"));
        }
}

UNIT_MAIN(cmocka_unit_test(test_pairs), cmocka_unit_test(test_alpha_only),
          cmocka_unit_test(test_separates),
          cmocka_unit_test(test_clear_however_filled),
          cmocka_unit_test(test_neither), cmocka_unit_test(test_series),
          cmocka_unit_test(test_mean),
          cmocka_unit_test(test_mean_without_names),
          cmocka_unit_test(test_mean_with_blanks),
          cmocka_unit_test(test_mean_however_filled),
          cmocka_unit_test(test_mean_of_other_methods),
          cmocka_unit_test(test_given_twice),
          cmocka_unit_test(test_each_session),
          cmocka_unit_test(test_other_languages),
          cmocka_unit_test(test_standing), cmocka_unit_test(test_mic_beside),
          cmocka_unit_test(test_words_of_files))
