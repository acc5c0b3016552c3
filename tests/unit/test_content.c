/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questionnaires of our own: their words are easy to read, each item is
   scored the right way round, hardly any is reversed, and a wording is a
   translation.  Each rule is also shown to catch what breaks it.  That files
   are right, and that no item is asked twice, is in test_shelves.c. */
#include "unit.h"
#include "scoring.h"

#include <stdio.h>
#include <string.h>

#include "instrument/library.h"
#include "score/alerts.h"

/* How somebody answers for whom all is well, and one for whom nothing is, in
   the order of the items: written from the words of the questionnaire, not
   from its key. */
static const struct respondents {
    const char *id;
    const char *well;
    const char *unwell;
    size_t n_alerts; /* that fire for the second */
} respondents[] = {
    {"after-session", "10 10 10 .", "0 0 0 .", 0},
    {"attachment", "1 1 1 1 1 1 1 1 1 1 7 7 7 7 7 7 7 7",
     "7 7 7 7 7 7 7 7 7 7 1 1 1 1 1 1 1 1", 0},
    {"closeness", "4 4 4 4 100 1 4 4 4 0 0", "0 0 0 0 0 1 0 0 0 1 1", 2},
    {"communication", "4 4 4 4 0 4 4 4 4 4 4 0 4 4 4 4 4 4 0",
     "0 0 0 0 4 0 0 0 0 0 0 4 0 0 0 0 0 0 4", 0},
    {"goals", "home 10 calm 10 work 10", "home 0 calm 0 work 0", 0},
    {"practices", "7 7 7 7 7 7 7 7 7", "0 0 0 0 0 0 0 0 0", 0},
    {"regulation", "4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 0",
     "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 4", 1},
    {"session-check", "10 10 10 10 10 10 0 .", "0 0 0 0 0 0 1 .", 1},
    {"stigma", "0 0 0 0 4 4 4 4", "4 4 4 4 0 0 0 0", 0},
};

static struct library *
open_library(struct arena *arena)
{
    const char **folder = ARENA_NEW(arena, const char *);
    *folder = arena_text(arena, str_from(unit_data("../../instruments")));
    return library_new(folder, 1, arena);
}

/* Calls 'check' for each questionnaire of our own, in each of its languages. */
static void
for_each_own(void (*check)(const struct instrument *own,
                           const struct instrument *worded))
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct library *library = open_library(arena);
    size_t n_entries;
    const struct library_entry *entries = library_list(library, &n_entries);
    size_t n_own = 0;
    for (size_t i = 0; i < n_entries; i++) {
        const struct instrument *own =
            library_load(library, entries[i].id, NULL, 0, diag);
        assert_non_null(own);
        if (own->status != STATUS_UNVALIDATED)
            continue;
        n_own++;
        for (size_t j = 0; j < entries[i].n_languages; j++)
            check(own, library_load(library, own->id, entries[i].languages[j],
                                    0, diag));
    }
    assert_int_equal(n_own, N_ELEMENTS(respondents));
    diag_free(diag);
    arena_free(arena);
}

/* ---- the right way round ---- */

/* The end of the scale that is meant by well or unwell.  Of a quantity that is
   neither good nor bad, well stands for much. */
static double
expected_end(const struct scale *scale, bool is_well)
{
    bool is_high = is_well == (scale->direction != HIGHER_WORSE);
    return is_high ? scale->hi : scale->lo;
}

static size_t
count_alerts(const struct scoring *s, size_t row)
{
    size_t n = 0;
    for (size_t i = 0; i < s->plan->n_alerts; i++)
        n += alerts_get(s->scores, i, row).state == ALERT_FIRES;
    return n;
}

/* The first scale that stands at the wrong end; NULL: none. */
static const char *
wrong_scale(struct scoring *s, const struct respondents *who)
{
    size_t rows[2];
    rows[0] = scoring_row(s, who->unwell);
    rows[1] = scoring_row(s, who->well);
    scoring_run(s);
    assert_true(s->instrument->n_scales > 0);
    for (size_t i = 0; i < s->instrument->n_scales; i++) {
        const struct scale *scale = &s->instrument->scales[i];
        for (size_t j = 0; j < 2; j++) {
            struct score score = scoring_get(s, scale->id, rows[j]);
            if (score.why != WHY_SCORED
                || score.value != expected_end(scale, j == 1))
                return scale->id;
        }
    }
    return NULL;
}

static void
test_scored_the_right_way_round(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(respondents); i++) {
        char name[64];
        snprintf(name, sizeof name, "%s.xml", respondents[i].id);
        struct scoring *s = scoring_open_shelf(name);
        const char *wrong = wrong_scale(s, &respondents[i]);
        if (wrong)
            fail_msg("'%s' of '%s'", wrong, respondents[i].id);
        assert_int_equal(count_alerts(s, 0), respondents[i].n_alerts);
        assert_int_equal(count_alerts(s, 1), 0);
        scoring_close(s);
    }
}

static void
test_a_wrong_key_is_noticed(void **state)
{
    static const struct respondents who = {"t", "4 0 4 4 4", "0 4 0 0 0", 0};
    static const char *const scales[] = {
        "<scale id='x' method='mean' items='a..e' reversed='b'"
        " min-answered='4' direction='higher-better'><title>X</title></scale>",
        "<scale id='x' method='mean' items='a..e' min-answered='4'"
        " direction='higher-better'><title>X</title></scale>",
        "<scale id='x' method='mean' items='a..e' reversed='b'"
        " min-answered='4' direction='higher-worse'><title>X</title></scale>",
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(scales); i++) {
        struct scoring *s = scoring_open_five(scales[i]);
        assert_int_equal(wrong_scale(s, &who) != NULL, i != 0);
        scoring_close(s);
    }
}

/* ---- alerts ---- */

/* Who is alone asked to stay would be known to have answered something: what
   an alert has one do is done with both, in any language. */
static bool
singles_nobody_out(const struct instrument *worded, const char *text)
{
    static const struct {
        const char *lang;
        const char *words; /* that it has */
    } both[] = {{"en", "ach of them time alone"},
                {"de", "beiden je eine Zeit allein"},
                {"es", "a solas a cada una de las dos personas"},
                {"ar", "لكل من الاثنين على انفراد"}};
    for (size_t i = 0; i < N_ELEMENTS(both); i++)
        if (strcmp(worded->lang, both[i].lang) == 0)
            return strstr(text, both[i].words) != NULL;
    return false;
}

static size_t
check_alerts(const struct instrument *worded)
{
    size_t n = 0;
    for (size_t i = 0; i < worded->n_items; i++)
        for (size_t j = 0; j < worded->items[i].n_alerts; j++, n++)
            if (!singles_nobody_out(worded, worded->items[i].alerts[j].text))
                fail_msg("'%s' of '%s' in '%s'", worded->items[i].alerts[j].id,
                         worded->id, worded->lang);
    return n;
}

static void
test_alerts_single_nobody_out(void **state)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct library *library = open_library(arena);
    size_t n_entries;
    const struct library_entry *entries = library_list(library, &n_entries);
    size_t n = 0;
    (void)state;
    for (size_t i = 0; i < n_entries; i++)
        for (size_t j = 0; j < entries[i].n_languages; j++)
            n += check_alerts(library_load(library, entries[i].id,
                                           entries[i].languages[j], 0, diag));
    assert_int_equal(n, 14); /* 9 of ours in their languages, 5 published */
    diag_free(diag);
    arena_free(arena);
}

/* ---- private questions announce themselves nowhere ---- */

/* They are counted only of somebody who is alone with the screen: who looks on
   and reads of eight where six are asked would know the rest. */
static bool
tells_how_many(const char *notice, size_t n_items)
{
    static const struct {
        size_t n;
        const char *words[4];
    } numbers[] = {{4, {"Four ", "Vier ", "Cuatro ", "أربع"}},
                   {8, {"Eight ", "Acht ", "Ocho ", "ثماني"}},
                   {11, {"Eleven ", "Elf ", "Once ", "أحد عشر"}},
                   {19, {"Nineteen ", "Neunzehn ", "Diecinueve ", "تسعة عشر"}}};
    for (size_t i = 0; i < N_ELEMENTS(numbers); i++)
        for (size_t j = 0; numbers[i].n == n_items && j < 4; j++)
            if (strstr(notice, numbers[i].words[j]))
                return true;
    return false;
}

static void
check_notice(const struct instrument *own, const struct instrument *worded)
{
    bool is_private = false;
    for (size_t i = 0; i < own->n_items; i++)
        is_private |= own->items[i].is_private;
    if (is_private && tells_how_many(worded->notice, own->n_items))
        fail_msg("'%s' in '%s'", own->id, worded->lang);
}

static void
test_notices_count_nothing_private(void **state)
{
    (void)state;
    assert_true(tells_how_many("Eight short questions.", 8));
    assert_false(tells_how_many("A few short questions.", 8));
    for_each_own(check_notice);
}

/* ---- hardly any reversed ---- */

/* At most one in six, and so none in a scale of three. */
static bool
has_few_reversed(const struct scale *scale)
{
    size_t n = 0;
    for (size_t i = 0; i < scale->n_members; i++)
        n += scale->members[i].reversed;
    return n * 6 <= scale->n_members;
}

static void
check_reversed(const struct instrument *own, const struct instrument *worded)
{
    (void)worded;
    for (size_t i = 0; i < own->n_scales; i++)
        if (!has_few_reversed(&own->scales[i]))
            fail_msg("'%s' of '%s'", own->scales[i].id, own->id);
}

static void
test_few_are_reversed(void **state)
{
    struct scoring *s = scoring_open_five(
        "<scale id='x' method='mean' items='a b c' reversed='b'"
        " min-answered='all' direction='neither'><title>X</title></scale>");
    (void)state;
    assert_false(has_few_reversed(&s->instrument->scales[0]));
    scoring_close(s);
    for_each_own(check_reversed);
}

/* ---- easy to read ---- */

/* The automated readability index (Senter and Smith, 1967; AMRL-TR-66-220):
   4.71 letters a word + 0.5 words a sentence - 21.43, a year of school in the
   United States.  The sixth is that of 11 to 12 years. */
static const double hardest = 6.0;      /* all items of a file together */
static const double hardest_line = 7.0; /* a single item */

struct reading {
    size_t n_letters;
    size_t n_words;
    size_t n_sentences;
};

static void
reading_add(struct reading *reading, const char *text)
{
    struct str rest = str_from(text);
    struct str word;
    size_t n_words = 0;
    while (str_next_word(&rest, &word)) {
        n_words++;
        for (size_t i = 0; i < word.len; i++) {
            char c = word.bytes[i];
            reading->n_letters += (c >= 'a' && c <= 'z')
                                  || (c >= 'A' && c <= 'Z')
                                  || (c >= '0' && c <= '9');
            reading->n_sentences += c == '.' || c == '?' || c == '!';
        }
    }
    reading->n_words += n_words;
}

static double
reading_grade(const struct reading *reading)
{
    double n_words = (double)reading->n_words;
    return 4.71 * (double)reading->n_letters / n_words
           + 0.5 * n_words / (double)reading->n_sentences - 21.43;
}

/* One line is longer, of short words: the question about safety has to say
   whom it is a talk with, whom without, and that it is asked for, not owed. */
static double
hardest_of(const struct instrument *own, const struct item *item)
{
    bool is_safety = strcmp(own->id, "session-check") == 0
                     && strcmp(item->id, "safety") == 0;
    return is_safety ? 11.0 : hardest_line;
}

static void
check_reading(const struct instrument *own, const struct instrument *worded)
{
    struct reading all = {0};
    if (worded->wording_digest.hex[0])
        return;
    for (size_t i = 0; i < own->n_items; i++) {
        struct reading one = {0};
        reading_add(&one, own->items[i].text);
        reading_add(&all, own->items[i].text);
        if (one.n_sentences != 1
            || reading_grade(&one) > hardest_of(own, &own->items[i]))
            fail_msg("'%s' of '%s'", own->items[i].id, own->id);
    }
    double grade = reading_grade(&all);
    if (!(grade <= hardest))
        fail_msg("'%s': grade %.1f", own->id, grade);
}

static void
test_easy_to_read(void **state)
{
    struct reading easy = {0};
    struct reading hard = {0};
    (void)state;
    reading_add(&easy, "We talked about good things.");
    /* 23 letters in 5 words: 21.666 + 2.5 - 21.43. */
    assert_int_equal(easy.n_letters, 23);
    assert_true(reading_grade(&easy) > 2.73 && reading_grade(&easy) < 2.74);
    reading_add(&hard, "I experienced considerable difficulty in articulating "
                       "emotional vulnerability.");
    assert_true(reading_grade(&hard) > hardest);
    for_each_own(check_reading);
}

/* ---- translated ---- */

static void
check_translated(const struct instrument *own, const struct instrument *worded)
{
    assert_non_null(worded);
    if (worded == own)
        return;
    assert_string_not_equal(worded->title, own->title);
    assert_string_not_equal(worded->thanks, own->thanks);
    for (size_t i = 0; i < own->n_items; i++)
        if (strcmp(worded->items[i].text, own->items[i].text) == 0)
            fail_msg("'%s' of '%s' in '%s'", own->items[i].id, own->id,
                     worded->lang);
    for (size_t i = 0; i < own->n_scales; i++)
        if (strcmp(worded->scales[i].title, own->scales[i].title) == 0)
            fail_msg("'%s' of '%s' in '%s'", own->scales[i].id, own->id,
                     worded->lang);
}

static void
test_wordings_are_translations(void **state)
{
    (void)state;
    for_each_own(check_translated);
}

UNIT_MAIN(cmocka_unit_test(test_scored_the_right_way_round),
          cmocka_unit_test(test_a_wrong_key_is_noticed),
          cmocka_unit_test(test_alerts_single_nobody_out),
          cmocka_unit_test(test_notices_count_nothing_private),
          cmocka_unit_test(test_few_are_reversed),
          cmocka_unit_test(test_easy_to_read),
          cmocka_unit_test(test_wordings_are_translations))
