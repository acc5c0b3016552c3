/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The course of a series: the way it goes, the line, two phases. */
#include "unit.h"
#include "reference.h"
#include "scoring.h"

#include <math.h>
#include <stdio.h>

#include "base/date.h"
#include "change/course.h"

enum { MAX_VISITS = 16 };

static const char body[] =
    "<range id='p' min='0' max='40' step='1'><low>l</low><high>h</high>"
    "</range><section id='s' responses='p'><item id='a'><text>a</text></item>"
    "</section>"
    "<scale id='up' method='sum' items='a' min-answered='all'"
    " direction='higher-better'><title>U</title></scale>"
    "<scale id='down' method='sum' items='a' min-answered='all'"
    " direction='higher-worse'><title>D</title></scale>"
    "<scale id='flat' method='sum' items='a' min-answered='all'"
    " direction='neither'><title>N</title></scale>";

enum { UP, DOWN, NEITHER };

struct visit {
    double score; /* -1: none */
    int week;     /* -1: no date */
    const char *phase;
    int edition;
    const char *lang;
};

#define FULL(score, week, phase, edition, lang)                                \
    {                                                                          \
        score, week, phase, edition, lang                                      \
    }
#define NAMED(score, week, phase) FULL(score, week, phase, 0, "")
#define AT(score, week) FULL(score, week, "", 0, "")

static struct series
series_for(struct scoring *s, const struct visit *visits, size_t n,
           size_t scale_idx)
{
    struct session *sessions = ARENA_ARRAY(s->arena, n, struct session);
    struct history *history = ARENA_NEW(s->arena, struct history);
    for (size_t i = 0; i < n; i++) {
        const struct visit *visit = &visits[i];
        struct score *scores = ARENA_ARRAY(s->arena, 3, struct score);
        for (size_t k = 0; k < 3; k++)
            scores[k] = visit->score < 0
                            ? (struct score){.why = WHY_TOO_FEW}
                            : (struct score){.value = visit->score};
        sessions[i] = (struct session){
            .label = "1",
            .date_days = visit->week < 0 ? DATE_NONE : 20000 + 7 * visit->week,
            .edition = visit->edition,
            .lang = visit->lang ? visit->lang : "",
            .phase = visit->phase ? visit->phase : "",
            .scores = scores,
        };
    }
    *history = (struct history){s->instrument, "c", sessions, n, NULL};
    return series_of(history, scale_idx);
}

/* Scores in weeks. */
static struct course
course_for(struct scoring *s, const double *weeks, const double *scores,
           size_t n)
{
    struct visit *visits = ARENA_ARRAY(s->arena, n, struct visit);
    for (size_t i = 0; i < n; i++)
        visits[i] = (struct visit){.score = scores[i], .week = (int)weeks[i]};
    struct series series = series_for(s, visits, n, UP);
    return course_of(&series, s->arena);
}

static void
check_text(const struct course *course, enum language language,
           const char *want)
{
    struct buf buf = {0};
    assert_int_equal(course_add_text(course, language, &buf), *want != 0);
    assert_string_equal(buf_text(&buf), want);
    buf_clear(&buf);
}

static const struct {
    const char *name;
    size_t n;
    double weeks[MAX_VISITS];
    double scores[MAX_VISITS];
    const char *text;
} known[] = {
    {"s1",
     10,
     {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
     {34, 33, 35, 30, 28, 29, 25, 24, 22, 23},
     "all 10 scores: mostly falling"},
    {"s2_gaps",
     7,
     {0, 1, 2, 4, 5, 8, 12},
     {18, 19, 16, 15, 15, 11, 12},
     "all 7 scores: mostly falling"},
    {"s3_flat_ties",
     8,
     {1, 2, 3, 4, 5, 6, 7, 8},
     {10, 10, 11, 10, 9, 10, 10, 11},
     "all 8 scores: no clear trend"},
};

static void
expect(struct reference *reference, const char *name, const char *stat,
       double got)
{
    char key[80];
    snprintf(key, sizeof key, "series,%s,,%s", name, stat);
    reference_expect(reference, key, got);
}

/* R's numbers, whose time is in weeks. */
static void
test_reference(void **state)
{
    struct reference *reference = reference_open("series");
    struct scoring *s = scoring_open(body);
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(known); i++) {
        struct course course =
            course_for(s, known[i].weeks, known[i].scores, known[i].n);
        const struct course_trend *trend = &course.trend;
        expect(reference, known[i].name, "n", (double)course.n_scores);
        expect(reference, known[i].name, "slope", course.line.slope);
        expect(reference, known[i].name, "slope_ci95_lower", course.line.low);
        expect(reference, known[i].name, "slope_ci95_upper", course.line.high);
        expect(reference, known[i].name, "theil_sen", trend->theil_sen);
        expect(reference, known[i].name, "kendall_S", (double)trend->kendall.s);
        expect(reference, known[i].name, "mann_kendall_p", trend->kendall.p);
        check_text(&course, LANG_EN, known[i].text);
    }
    scoring_close(s);
    reference_close(reference, 7 * N_ELEMENTS(known));
}

/* The slope is of time, not of the number of the session. */
static void
test_trap_32_time_axis(void **state)
{
    static const double weeks[] = {0, 1, 2, 8};
    static const double same_day[] = {3, 3, 3, 3, 3, 3};
    static const double scores[] = {30, 28, 24, 22, 22, 22};
    struct reference *reference = reference_open("traps");
    struct scoring *s = scoring_open(body);
    struct course course = course_for(s, weeks, scores, 4);
    (void)state;
    assert_int_equal(course.line.why, COURSE_SAID);
    assert_int_equal(course.trend.why, COURSE_FEW_SCORES);
    reference_expect(reference, "trap,time_axis,,slope_per_week",
                     course.line.slope);
    course = course_for(s, weeks, scores, 2);
    assert_int_equal(course.line.why, COURSE_FEW_FOR_LINE);
    /* On one day time stands still. */
    course = course_for(s, same_day, scores, 6);
    assert_int_equal(course.line.why, COURSE_ONE_DAY);
    assert_int_equal(course.trend.why, COURSE_ONE_DAY);
    check_text(&course, LANG_EN, "");
    scoring_close(s);
    reference_close(reference, 1);
}

static void
test_words(void **state)
{
    static const double weeks[] = {0, 1, 2, 3, 4, 5};
    static const double rising[] = {1, 2, 3, 4, 5, 6};
    static const double tied[] = {3, 3, 3, 3, 3, 3};
    /* S = 13 has p = 0.024, S = 11 has p = 0.060. */
    static const double clear[] = {2, 1, 3, 4, 5, 6};
    static const double unclear[] = {2, 1, 4, 3, 5, 6};
    struct scoring *s = scoring_open(body);
    struct course course = course_for(s, weeks, rising, 6);
    (void)state;
    check_text(&course, LANG_EN, "all 6 scores: mostly rising");
    check_text(&course, LANG_DE, "alle 6 Werte: meist steigend");
    check_text(&course, LANG_ES, "las 6 puntuaciones: en general en aumento");
    check_text(&course, LANG_AR, "جميع الدرجات (6): في ارتفاع في الغالب");
    course = course_for(s, weeks, clear, 6);
    check_text(&course, LANG_EN, "all 6 scores: mostly rising");
    course = course_for(s, weeks, unclear, 6);
    check_text(&course, LANG_EN, "all 6 scores: no clear trend");
    course = course_for(s, weeks, tied, 6);
    check_text(&course, LANG_EN, "all 6 scores: no clear trend");
    assert_string_equal(course_way_word(course.trend.way), "no-direction");
    scoring_close(s);
}

/* All pairs are looked at: a file with one code for everybody is no course. */
static void
test_too_many(void **state)
{
    static double weeks[COURSE_MAX_SCORES + 1];
    static double scores[COURSE_MAX_SCORES + 1];
    struct scoring *s = scoring_open(body);
    (void)state;
    for (int i = 0; i <= COURSE_MAX_SCORES; i++) {
        weeks[i] = i;
        scores[i] = i % 40;
    }
    struct course course = course_for(s, weeks, scores, COURSE_MAX_SCORES);
    assert_int_equal(course.trend.why, COURSE_SAID);
    course = course_for(s, weeks, scores, COURSE_MAX_SCORES + 1);
    assert_int_equal(course.trend.why, COURSE_MANY_SCORES);
    assert_int_equal(course.line.why, COURSE_MANY_SCORES);
    scoring_close(s);
}

/* From six dated scores on, of one measure. */
static void
test_needs(void **state)
{
    static const struct {
        struct visit visits[7];
        size_t n;
        enum course_why why;
        const char *text;
    } cases[] = {
        {{AT(1, 0), AT(2, 1), AT(3, 2), AT(4, 3), AT(5, 4)},
         5,
         COURSE_FEW_SCORES,
         ""},
        {{AT(1, 0), AT(2, 1), AT(3, 2), AT(4, 3), AT(5, 4), AT(-1, 5)},
         6,
         COURSE_FEW_SCORES,
         ""},
        {{AT(1, 0), AT(2, 1), AT(3, 2), AT(4, 3), AT(5, 4), AT(6, -1)},
         6,
         COURSE_FEW_SCORES,
         ""},
        {{AT(1, 0), AT(2, 1), AT(3, 2), AT(4, 3), AT(5, 4), AT(6, 5),
          AT(0, -1)},
         7,
         COURSE_SAID,
         "all 6 dated scores: mostly rising"},
        {{AT(1, -1), AT(2, -1)}, 2, COURSE_NO_DATES, ""},
        {{AT(-1, 1)}, 1, COURSE_FEW_SCORES, ""},
        {{FULL(1, 0, "", 1, ""), AT(2, 1), AT(3, 2), FULL(4, 3, "", 2, ""),
          FULL(5, 4, "", 2, ""), FULL(6, 5, "", 2, "")},
         6,
         COURSE_OTHER_EDITION,
         ""},
        {{FULL(1, 0, "", 0, "en"), AT(2, 1), FULL(3, 2, "", 0, "es"), AT(4, 3),
          AT(5, 4), AT(6, 5)},
         6,
         COURSE_OTHER_LANGUAGE,
         ""},
    };
    struct scoring *s = scoring_open(body);
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct series series = series_for(s, cases[i].visits, cases[i].n, UP);
        struct course course = course_of(&series, s->arena);
        assert_int_equal(course.trend.why, cases[i].why);
        assert_true(*course_why_texts[course.trend.why]);
        check_text(&course, LANG_EN, cases[i].text);
    }
    scoring_close(s);
}

/* ex2 of Parker, Vannest and Davis (2011): NAP 38.5 of 42 pairs. */
static const double before[] = {20, 20, 26, 25, 22, 23};
static const double after[] = {28, 25, 24, 27, 30, 30, 29};

static struct course
course_of_phases(struct scoring *s, const char *first, const char *second,
                 size_t scale_idx)
{
    struct visit visits[MAX_VISITS] = {{0}};
    size_t n = 0;
    for (size_t i = 0; i < N_ELEMENTS(before); i++, n++)
        visits[n] = (struct visit){before[i], (int)n, first, 0, ""};
    for (size_t i = 0; i < N_ELEMENTS(after); i++, n++)
        visits[n] = (struct visit){after[i], (int)n, i ? "" : second, 0, ""};
    struct series series = series_for(s, visits, n, scale_idx);
    return course_of(&series, s->arena);
}

static void
test_phases(void **state)
{
    struct reference *reference = reference_open("series");
    struct scoring *s = scoring_open(body);
    struct course up = course_of_phases(s, "", "talks", UP);
    struct course down = course_of_phases(s, "base", "talks", DOWN);
    struct course neither = course_of_phases(s, "base", "talks", NEITHER);
    (void)state;
    assert_int_equal(up.phases.why, COURSE_SAID);
    assert_string_equal(up.phases.before, "");
    assert_string_equal(up.phases.after, "talks");
    assert_int_equal(up.phases.n_before, 6);
    assert_int_equal(up.phases.n_after, 7);
    assert_true(fabs(up.phases.nap_pairs - 38.5) < 1e-12);
    expect(reference, "ex2_pvd2011", "nap", up.phases.nap);
    expect(reference, "ex2_pvd2011", "tau_U_AvsB_minus_A_SCE", up.phases.tau_u);
    /* Better is the other way: what was above is below. */
    assert_true(fabs(down.phases.nap_pairs - 3.5) < 1e-12);
    assert_true(fabs(down.phases.tau_u + up.phases.tau_u) < 1e-12);
    assert_int_equal(neither.phases.why, COURSE_NO_DIRECTION);
    scoring_close(s);
    reference_close(reference, 2);
}

static void
test_phases_needed(void **state)
{
    static const struct {
        struct visit visits[9];
        size_t n;
        enum course_why why;
    } cases[] = {
        {{NAMED(1, 0, "a"), NAMED(2, 1, "a"), NAMED(3, 2, "")},
         3,
         COURSE_NO_PHASES},
        {{NAMED(1, 0, "a"), AT(2, 1), NAMED(3, 2, "b"), AT(4, 3), AT(5, 4),
          AT(6, 5)},
         6,
         COURSE_FEW_IN_PHASE},
        {{NAMED(1, 0, "a"), AT(2, 1), AT(3, 2), NAMED(4, 3, "b"), AT(5, 4),
          AT(6, 5), NAMED(7, 6, "a"), AT(8, 7), AT(9, 8)},
         9,
         COURSE_NO_PHASES},
        {{NAMED(1, 0, "a"), AT(2, 1), AT(3, 2), NAMED(4, 3, "b"), AT(5, 4),
          AT(6, 5)},
         6,
         COURSE_SAID},
        /* What has no date is in no phase. */
        {{NAMED(1, 0, "a"), AT(2, 1), AT(3, 2), NAMED(4, 3, "b"), AT(5, 4),
          AT(6, 5), NAMED(7, -1, "c")},
         7,
         COURSE_SAID},
    };
    struct scoring *s = scoring_open(body);
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct series series = series_for(s, cases[i].visits, cases[i].n, UP);
        struct course course = course_of(&series, s->arena);
        assert_int_equal(course.phases.why, cases[i].why);
    }
    scoring_close(s);
}

UNIT_MAIN(cmocka_unit_test(test_reference),
          cmocka_unit_test(test_trap_32_time_axis),
          cmocka_unit_test(test_words), cmocka_unit_test(test_too_many),
          cmocka_unit_test(test_needs), cmocka_unit_test(test_phases),
          cmocka_unit_test(test_phases_needed))
