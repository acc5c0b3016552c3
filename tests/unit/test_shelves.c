/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What instruments/ holds, all of it: every file and every wording is read
   without an error or a warning, its worked examples hold, no item is asked
   in two instruments, the README has a row of each, and a skeleton holds
   numbers and sources but no words of its questionnaire. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "instrument/grammar.h"
#include "instrument/library.h"
#include "proof/proof.h"
#include "output/working.h"

enum { MIN_EXAMPLES = 4 };

struct shelves {
    struct arena *arena;
    struct diag *diag;
    struct library *library;
    const char *folders[1];
    const struct library_entry *entries;
    size_t n_entries;
};

static struct shelves *
shelves_open(void)
{
    struct arena *arena = arena_new();
    struct shelves *shelves = ARENA_NEW(arena, struct shelves);
    shelves->arena = arena;
    shelves->diag = diag_new();
    shelves->folders[0] =
        arena_text(arena, str_from(unit_data("../../instruments")));
    shelves->library = library_new(shelves->folders, 1, arena);
    shelves->entries = library_list(shelves->library, &shelves->n_entries);
    assert_true(shelves->n_entries >= 23);
    return shelves;
}

static void
shelves_close(struct shelves *shelves)
{
    diag_free(shelves->diag);
    arena_free(shelves->arena);
}

/* Fails the test for whatever is worse than a note. */
static void
check_silence(const struct shelves *shelves)
{
    size_t n = 0;
    for (size_t i = 0; i < diag_total(shelves->diag); i++) {
        const struct diagnostic *d = diag_get(shelves->diag, i);
        if (message_severity(d->message) == SEVERITY_NOTE)
            continue;
        printf("# %s:%d:%d: %s: %s\n", d->place.file ? d->place.file : "",
               d->place.line, d->place.column, message_words(d->message),
               d->detail ? d->detail : "");
        n++;
    }
    assert_int_equal(n, 0);
}

/* In its language number 'language'; the first is its own. */
static const struct instrument *
shelves_get(struct shelves *shelves, size_t idx, size_t language)
{
    const struct library_entry *entry = &shelves->entries[idx];
    const struct instrument *instrument =
        library_load(shelves->library, entry->id, entry->languages[language], 0,
                     shelves->diag);
    check_silence(shelves);
    assert_non_null(instrument);
    return instrument;
}

static void
test_every_file_is_right(void **state)
{
    struct shelves *shelves = shelves_open();
    (void)state;
    for (size_t i = 0; i < shelves->n_entries; i++)
        for (size_t j = 0; j < shelves->entries[i].n_languages; j++) {
            const struct instrument *instrument = shelves_get(shelves, i, j);
            size_t n_held;
            bool holds = examples_run(plan_compile(instrument, shelves->arena),
                                      working_add, &n_held, shelves->diag);
            check_silence(shelves);
            assert_true(holds);
            if (instrument->n_examples < MIN_EXAMPLES)
                fail_msg("'%s' has too few examples", instrument->id);
        }
    shelves_close(shelves);
}

static void
test_no_item_is_asked_twice(void **state)
{
    struct shelves *shelves = shelves_open();
    struct map *seen = map_new(shelves->arena, true);
    size_t n = 0;
    (void)state;
    for (size_t i = 0; i < shelves->n_entries; i++)
        for (size_t j = 0; j < shelves->entries[i].n_languages; j++) {
            const struct instrument *instrument = shelves_get(shelves, i, j);
            for (size_t k = 0; k < instrument->n_items; k++) {
                const char *text = instrument->items[k].text;
                if (text && !map_add(seen, str_from(text), i))
                    fail_msg("'%s' of '%s' is asked elsewhere", text,
                             instrument->id);
                n += text != NULL;
            }
        }
    assert_true(n >= 54);
    shelves_close(shelves);
}

/* ---- the table of the README ---- */

static const char *
read_readme(struct shelves *shelves)
{
    struct str text;
    if (!file_read_whole(unit_data("../../instruments/README.md"), 1 << 20,
                         shelves->arena, &text, shelves->diag))
        fail_msg("there is no README");
    return arena_text(shelves->arena, text);
}

/* "| en, de, es |"; a skeleton has no words in any. */
static const char *
languages_cell(struct shelves *shelves, size_t idx,
               const struct instrument *instrument)
{
    const struct library_entry *entry = &shelves->entries[idx];
    if (instrument->status == STATUS_SKELETON)
        return "| bring the words |";
    const char *cell = arena_printf(shelves->arena, "| %s", instrument->lang);
    for (size_t i = 1; i < entry->n_languages; i++)
        cell =
            arena_printf(shelves->arena, "%s, %s", cell, entry->languages[i]);
    return arena_printf(shelves->arena, "%s |", cell);
}

/* The instrument's row of the table: items, languages and status as they
   are. */
static void
check_row(const char *readme, const struct instrument *instrument,
          const char *languages)
{
    char start[80];
    char items[16];
    char status[32];
    snprintf(start, sizeof start, "\n| `%s` |", instrument->id);
    snprintf(items, sizeof items, "| %zu |", instrument->n_items);
    snprintf(status, sizeof status, "| %s |",
             grammar_statuses[instrument->status]);
    const char *row = strstr(readme, start);
    if (!row)
        fail_msg("the README has no row of '%s'", instrument->id);
    const char *end = strchr(row + 1, '\n');
    const char *found_items = strstr(row, items);
    const char *found_languages = strstr(row, languages);
    const char *found_status = strstr(row, status);
    if (!found_items || found_items > end || !found_languages
        || found_languages > end || !found_status || found_status > end)
        fail_msg("the README has '%s' wrong", instrument->id);
}

static void
test_readme_has_all(void **state)
{
    struct shelves *shelves = shelves_open();
    const char *readme = read_readme(shelves);
    size_t n_rows = 0;
    (void)state;
    for (size_t i = 0; i < shelves->n_entries; i++) {
        const struct instrument *instrument = shelves_get(shelves, i, 0);
        check_row(readme, instrument, languages_cell(shelves, i, instrument));
    }
    for (const char *row = readme; (row = strstr(row, "\n| `")); row++)
        n_rows++;
    assert_int_equal(n_rows, shelves->n_entries);
    shelves_close(shelves);
}

/* ---- skeletons ---- */

static void
check_wordless(const struct instrument *instrument)
{
    for (size_t i = 0; i < instrument->n_items; i++)
        if (instrument->items[i].text || !instrument->items[i].number)
            fail_msg("item '%s' of '%s'", instrument->items[i].id,
                     instrument->id);
    for (size_t i = 0; i < instrument->n_responses; i++)
        for (size_t j = 0; j < instrument->responses[i].n_choices; j++)
            if (instrument->responses[i].choices[j].label)
                fail_msg("a choice of '%s' has words", instrument->id);
    assert_true(instrument->about->licence && instrument->about->n_citations);
}

/* Words that a stranger can follow, and not a code of ours. */
static void
check_source(const struct scale *scale, const char *source)
{
    if (!source || strlen(source) < 20 || !strchr(source, ' '))
        fail_msg("a source of '%s' says too little", scale->id);
}

static void
check_sources(const struct scale *scale)
{
    for (size_t i = 0; i < scale->n_band_sets; i++)
        check_source(scale, scale->band_sets[i].source);
    for (size_t i = 0; i < scale->n_cutoffs; i++)
        for (size_t j = 0; j < scale->cutoffs[i].n_points; j++)
            check_source(scale, scale->cutoffs[i].points[j].source);
    for (size_t i = 0; i < scale->n_norms; i++)
        check_source(scale, scale->norms[i].source);
    for (size_t i = 0; i < scale->n_reliabilities; i++)
        check_source(scale, scale->reliabilities[i].source);
    for (size_t i = 0; i < scale->n_changes; i++)
        check_source(scale, scale->changes[i].source);
    for (size_t i = 0; i < scale->n_mics; i++)
        check_source(scale, scale->mics[i].source);
}

static void
test_skeletons_hold_facts_alone(void **state)
{
    struct shelves *shelves = shelves_open();
    size_t n = 0;
    (void)state;
    for (size_t i = 0; i < shelves->n_entries; i++) {
        const struct instrument *instrument = shelves_get(shelves, i, 0);
        bool is_published =
            strstr(shelves->entries[i].path, "/published/") != NULL;
        assert_int_equal(instrument->status == STATUS_SKELETON, is_published);
        if (!is_published)
            continue;
        check_wordless(instrument);
        for (size_t j = 0; j < instrument->n_scales; j++)
            check_sources(&instrument->scales[j]);
        n++;
    }
    assert_int_equal(n, 49);
    shelves_close(shelves);
}

UNIT_MAIN(cmocka_unit_test(test_every_file_is_right),
          cmocka_unit_test(test_no_item_is_asked_twice),
          cmocka_unit_test(test_readme_has_all),
          cmocka_unit_test(test_skeletons_hold_facts_alone))
