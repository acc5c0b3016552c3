/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sentences: numbers, spans, comparisons and methods in words. */
#include "unit.h"

#include <string.h>
#include "base/date.h"
#include "report/judged.h"
#include "scoring.h"

static void
test_spans(void **state)
{
    static const struct {
        enum language language;
        struct civil first;
        struct civil latest;
        const char *want;
    } cases[] = {
        {LANG_EN, {2026, 5, 5}, {2026, 9, 14}, "5 May – 14 September 2026"},
        {LANG_DE, {2026, 5, 5}, {2026, 9, 14}, "5. Mai – 14. September 2026"},
        {LANG_ES,
         {2026, 5, 5},
         {2026, 9, 14},
         "5 de mayo – 14 de septiembre de 2026"},
        {LANG_EN,
         {2025, 12, 30},
         {2026, 1, 6},
         "30 December 2025 – 6 January 2026"},
        {LANG_EN, {2026, 5, 5}, {2026, 5, 5}, "5 May 2026"},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        assert_string_equal(
            sentence_span((struct tongue){cases[i].language, arena},
                          date_days(cases[i].first),
                          date_days(cases[i].latest)),
            cases[i].want);
    arena_free(arena);
}

static void
test_lists(void **state)
{
    static const char *const texts[] = {"2", "5", "7"};
    struct arena *arena = arena_new();
    struct tongue en = {LANG_EN, arena};

    (void)state;
    assert_string_equal(sentence_list(en, texts, 1), "2");
    assert_string_equal(sentence_list(en, texts, 2), "2 and 5");
    assert_string_equal(sentence_list(en, texts, 3), "2, 5 and 7");
    /* Spanish has another "and" before the sound of an "i". */
    static const char *const pairs[][3] = {
        {"Calma", "Intimidad", "Calma e Intimidad"},
        {"Calma", "hijos", "Calma e hijos"},
        {"Calma", "hielo", "Calma y hielo"},
        {"Irritación", "Calma", "Irritación y Calma"},
    };
    for (size_t i = 0; i < N_ELEMENTS(pairs); i++)
        assert_string_equal(
            sentence_list((struct tongue){LANG_ES, arena}, pairs[i], 2),
            pairs[i][2]);
    arena_free(arena);
}

/* The words, and the mark beside them, follow the difference as it is printed.
 */
static void
test_comparisons(void **state)
{
    static const struct {
        double first;
        double latest;
        int decimals;
        const char *difference;
        const char *word;
    } cases[] = {
        {1.2, 3.1, 2, "+1.90", "higher"},
        {3.6, 2.2, 1, "−1.4", "lower"},
        {2, 2, 2, "0.00", "the same"},
        {2, 2.004, 2, "0.00", "the same"},
        {2, 1.996, 2, "0.00", "the same"},
        {34, 66, 0, "+32", "higher"},
        {2.75, 3, 1, "+0.3", "higher"},
        {2.5, 2, 0, "−1", "lower"},
        {3.15, 3, 1, "−0.2", "lower"},
        /* 10 and 10 are not 1 apart, nor 3.2 and 3.3 the same. */
        {9.6, 10.4, 0, "+0.8", "higher"},
        {3.24, 3.26, 1, "+0.02", "higher"},
        {3.29, 3.33, 1, "0.0", "the same"},
    };
    struct arena *arena = arena_new();
    struct tongue en = {LANG_EN, arena};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const struct scale scale = {.decimals = cases[i].decimals};
        const struct instrument instrument = {.scales = &scale, .n_scales = 1};
        const struct score scores[] = {{.value = cases[i].first},
                                       {.value = cases[i].latest}};
        const struct session sessions[] = {{.scores = &scores[0]},
                                           {.scores = &scores[1]}};
        const struct history history = {&instrument, "c", sessions, 2, NULL};
        struct series series = series_of(&history, 0);
        const struct topic topic = {.audience = FOR_TABLE};
        struct finding finding = {
            .topic = &topic, .series = &series, .has_pair = true};
        double difference = cases[i].latest - cases[i].first;

        finding.verdict.change.before.score = scores[0];
        assert_string_equal(
            sentence_difference(en, &finding, sentence_pair_decimals(&finding)),
            cases[i].difference);
        assert_string_equal(sentence_comparison(en, &finding), cases[i].word);
        finding.verdict.kind = difference > 0   ? VERDICT_HIGHER
                               : difference < 0 ? VERDICT_LOWER
                                                : VERDICT_SAME;
        finding.verdict.change.difference = difference;
        assert_int_equal(judged_mark(&finding) != VERDICT_MARK_NONE,
                         strcmp(cases[i].word, "the same") != 0);
    }
    arena_free(arena);
}

static void
test_methods(void **state)
{
    static const struct {
        const char *scale;
        const char *want;
    } cases[] = {
        {"method='mean' items='a..e' reversed='b e' min-answered='4' "
         "direction='neither'",
         "mean of 5 items; at least 4 answered; items 2 and 5 turned round; "
         "from 0 to 4"},
        {"method='sum' items='a b c' reversed='c' min-answered='80%' "
         "direction='neither'",
         "sum of 3 items; at least 80 % answered; item 3 turned round; from "
         "0 to 12"},
        {"method='percent' items='a b' min-answered='1/2' direction='neither'",
         "2 items, each as a percentage of its own range, and the mean of "
         "these; at least 1 of every 2 answered; from 0 to 100"},
        {"method='count' items='a b' count-if='ge 2' min-answered='all' "
         "direction='neither'",
         "how many of 2 items are at least 2; all answered; from 0 to 2"},
        {"method='count' items='a b' count-if='&lt; 1.5' min-answered='all' "
         "direction='neither'",
         "how many of 2 items are less than 1.5; all answered; from 0 to 2"},
        {"method='count' items='a b' count-if='ne 1 + 1' min-answered='all' "
         "direction='neither'",
         "how many of 2 items meet the condition “ne 1 + 1”; all answered; "
         "from 0 to 2"},
        {"method='mean' items='b' reversed='b' min-answered='1' "
         "direction='neither'",
         "one item; item 2 turned round; from 0 to 4"},
        {"method='percent' items='b' min-answered='1' direction='neither'",
         "one item, as a percentage of its own range; from 0 to 100"},
        {"method='sum' items='a*2 b' min-answered='1' prorate='by-weight' "
         "source='M' direction='neither'",
         "sum of 2 items; at least 1 answered; blanks stand where the other "
         "answers do (M); items weighted; from 0 to 12"},
        {"method='sum' items='a b*-1' min-answered='1' blanks='zero' "
         "source='M' direction='neither'",
         "sum of 2 items; at least 1 answered; blanks count as 0 (M); items "
         "weighted; from −4 to 4"},
        {"method='min' items='a b' min-answered='1' direction='neither'",
         "lowest of 2 items; at least 1 answered; from 0 to 4"},
        {"method='max' items='a b' min-answered='1' direction='neither'",
         "highest of 2 items; at least 1 answered; from 0 to 4"},
        {"method='formula' formula='a + b' min='0' max='8' "
         "direction='neither'",
         "computed by the formula “a + b”; from 0 to 8"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct buf body = {0};
        struct scoring *scoring;
        struct tongue en;

        buf_addf(&body, "<scale id='x' %s><title>X</title></scale>",
                 cases[i].scale);
        scoring = scoring_open_five(buf_text(&body));
        en = (struct tongue){LANG_EN, scoring->arena};
        struct history history = {.instrument = scoring->instrument};
        struct series series = series_of(&history, 0);
        struct topic topic = {.audience = FOR_TABLE, .history = &history};
        struct finding finding = {.topic = &topic, .series = &series};
        assert_string_equal(sentence_method(en, &finding), cases[i].want);
        scoring_close(scoring);
        buf_clear(&body);
    }
}

/* Three and more that follow each other are a run. */
static void
test_runs(void **state)
{
    static const char *const names[] = {"1", "2", "3", "4", "5", "x", "7"};
    static const struct {
        size_t places[7];
        size_t n;
        const char *want;
    } cases[] = {
        {{0}, 1, "1"},
        {{0, 1}, 2, "1, 2"},
        {{0, 1, 2}, 3, "1–3"},
        {{0, 2, 3, 4, 6}, 5, "1, 3–5, 7"},
        {{0, 1, 3, 4, 5}, 5, "1, 2, 4–x"},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        assert_string_equal(sentence_runs((struct tongue){LANG_EN, arena},
                                          names, cases[i].places, cases[i].n),
                            cases[i].want);
    arena_free(arena);
}

/* A line of Arabic bears 125 texts in each other, and no list asks for them. */
static void
test_long_lists_are_flat(void **state)
{
    const char *texts[300];
    struct arena *arena = arena_new();
    int depth = 0;
    int deepest = 0;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(texts); i++)
        texts[i] = "7";
    for (const char *at = sentence_list((struct tongue){LANG_AR, arena}, texts,
                                        N_ELEMENTS(texts));
         *at; at++) {
        depth += (strncmp(at, "\u2068", 3) == 0);
        depth -= (strncmp(at, "\u2069", 3) == 0);
        deepest = depth > deepest ? depth : deepest;
    }
    assert_int_equal(depth, 0);
    assert_in_range(deepest, 1, 3);
    arena_free(arena);
}

/* An English line with an Arabic name in it runs from left to right, wherever
   the name stands; without one it has no signs. */
static void
test_names_against_the_page(void **state)
{
    struct arena *arena = arena_new();
    struct tongue tongue = {LANG_EN, arena};
    const char *const names[] = {"السكينة", "Heard"};

    (void)state;
    assert_string_equal(sentence_dotted(tongue, names[0], "7"),
                        "\u200e\u2068السكينة\u2069 · \u20687\u2069");
    assert_string_equal(sentence_joined(tongue, WORD_LIST_NEXT, names, 2),
                        "\u200e\u2068السكينة\u2069, \u2068Heard\u2069");
    assert_string_equal(sentence_dotted(tongue, names[1], "7"), "Heard · 7");
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_runs),
          cmocka_unit_test(test_names_against_the_page),
          cmocka_unit_test(test_long_lists_are_flat),
          cmocka_unit_test(test_spans), cmocka_unit_test(test_lists),
          cmocka_unit_test(test_comparisons), cmocka_unit_test(test_methods))
