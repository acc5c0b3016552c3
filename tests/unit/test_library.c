/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shelves, with the files of a folder that each test makes and removes. */

#include "instrument/library.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "said.h"
#include "unit.h"

/* A folder with a folder in it, and what was written there. */
struct world {
    char folder[64];
    const char *paths[16];
    size_t n_paths;
    struct arena *arena;
    struct diag *diag;
    struct library *library;
    const char *folders[3];
};

static const char *
world_path(struct world *world, const char *name)
{
    const char *path = arena_printf(world->arena, "%s/%s", world->folder, name);
    world->paths[world->n_paths++] = path;
    return path;
}

static void
world_write(struct world *world, const char *name, const char *text)
{
    FILE *file = fopen(world_path(world, name), "w");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void
world_instrument(struct world *world, const char *name, const char *id,
                 int edition)
{
    char text[600];
    snprintf(text, sizeof text,
             "<instrument xmlns='urn:attune:instrument:1' id='%s' "
             "edition='%d' xml:lang='en' status='validated'><title>T</title>"
             "<about><author>a</author></about>"
             "<free id='f'/><section id='s' responses='f'>"
             "<item id='q1'><text>One</text></item></section></instrument>",
             id, edition);
    world_write(world, name, text);
}

static void
world_wording(struct world *world, const char *name, const char *lang,
              int edition)
{
    char text[400];
    snprintf(text, sizeof text,
             "<wording xmlns='urn:attune:instrument:1' for='mood' "
             "edition='%d' xml:lang='%s'><title>T-%s</title>"
             "<item ref='q1'><text>Q-%s</text></item></wording>",
             edition, lang, lang, lang);
    world_write(world, name, text);
}

static struct world *
world_new(void)
{
    struct world *world = mem_alloc(sizeof *world);
    world->arena = arena_new();
    snprintf(world->folder, sizeof world->folder, "/tmp/attune-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    const char *inner =
        arena_printf(world->arena, "%s/published", world->folder);
    assert_int_equal(mkdir(inner, 0700), 0);
    world_instrument(world, "mood.xml", "mood", 2);
    world_instrument(world, "mood.1.xml", "mood", 1);
    world_wording(world, "mood.es.xml", "es", 2);
    world_wording(world, "mood.1.de.xml", "de", 1);
    world_wording(world, "mood.fr.xml", "es", 2);
    world_instrument(world, "published/anger.xml", "anger", 1);
    world_instrument(world, "published/mood.xml", "mood", 9);
    world_instrument(world, "mad.xml", "sad", 1);
    world_instrument(world, "mood.7.xml", "mood", 6);
    world_write(world, "notes.txt", "no instrument");
    world->diag = diag_new();
    world->folders[0] = "/nonexistent";
    /* Named twice, as by a user who names the program's own. */
    world->folders[1] = world->folder;
    world->folders[2] = world->folder;
    world->library = library_new(world->folders, 3, world->arena);
    return world;
}

static void
world_free(struct world *world)
{
    for (size_t i = 0; i < world->n_paths; i++)
        unlink(world->paths[i]);
    const char *inner =
        arena_printf(world->arena, "%s/published", world->folder);
    rmdir(inner);
    rmdir(world->folder);
    diag_free(world->diag);
    arena_free(world->arena);
    mem_free(world);
}

static const struct instrument *
load(struct world *world, const char *id, const char *lang, int32_t edition)
{
    return library_load(world->library, id, lang, edition, world->diag);
}

/* What was said last, since the call before: a code, or "". */
static const char *
last_code(struct world *world)
{
    size_t n = diag_total(world->diag);
    const char *code =
        n ? message_code(diag_get(world->diag, n - 1)->message) : "";
    diag_free(world->diag);
    world->diag = diag_new();
    return code;
}

static void
test_found(void **state)
{
    (void)state;
    struct world *world = world_new();
    const struct instrument *mood = load(world, "mood", NULL, 0);
    assert_non_null(mood);
    assert_int_equal(mood->edition, 2);
    /* Read once, also by its path. */
    assert_ptr_equal(load(world, "mood", NULL, 2), mood);
    assert_ptr_equal(load(world, "mood", "en", 0), mood);
    assert_ptr_equal(load(world, "mood", "en-GB", 0), mood);
    assert_int_equal(load(world, "mood", NULL, 1)->edition, 1);
    assert_string_equal(load(world, "mood", "es", 0)->title, "T-es");
    assert_string_equal(load(world, "mood", "es-MX", 0)->title, "T-es");
    assert_string_equal(load(world, "mood", "de", 1)->title, "T-de");
    assert_string_equal(load(world, "anger", NULL, 0)->id, "anger");
    assert_ptr_equal(
        library_load_id(world->library, STR("mood"), 0, world->diag), mood);
    const char *path = arena_printf(world->arena, "%s/mood.xml", world->folder);
    assert_string_equal(load(world, path, "es", 0)->title, "T-es");
    assert_int_equal(load(world, path, NULL, 1)->edition, 1);
    /* By its path a file need not be named after its id. */
    path = arena_printf(world->arena, "%s/mad.xml", world->folder);
    assert_string_equal(load(world, path, NULL, 0)->id, "sad");
    assert_string_equal(last_code(world), "");
    world_free(world);
}

static void
test_not_found(void **state)
{
    (void)state;
    struct world *world = world_new();
    bool seen[N_MESSAGES] = {false};
    static const struct {
        const char *id;
        const char *lang;
        int32_t edition;
        const char *code;
        const char *hint;
    } cases[] = {
        {"moood", NULL, 0, "E065", "did you mean 'mood'?"},
        {"../mood", NULL, 0, "E001", NULL},
        {"mood.xml", NULL, 0, "E001", NULL},
        {"mood", "de", 0, "E066", "there is 'en', 'es', 'fr'"},
        {"mood", NULL, 3, "E067", "the current edition of 'mood' is 2"},
        {"mood", NULL, 7, "E068", "its name says edition 7"},
        {"mood", "fr", 0, "E068", "its name says 'fr'"},
        {"mad", NULL, 0, "E068", "its name says 'mad'"},
    };
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        assert_null(load(world, cases[i].id, cases[i].lang, cases[i].edition));
        size_t n = diag_total(world->diag);
        assert_true(n > 0);
        const struct diagnostic *last = diag_get(world->diag, n - 1);
        seen[last->message] = true;
        if (cases[i].hint)
            assert_string_equal(last->hint, cases[i].hint);
        assert_string_equal(last_code(world), cases[i].code);
    }
    for (int i = 0; i < N_MESSAGES; i++) {
        int number = said_number((enum message)i);
        if (number >= 65 && number <= 68 && !seen[i])
            fail_msg("no case for %s", message_code((enum message)i));
    }
    world_free(world);
}

static void
check_wording(const struct instrument *instrument, const char *lang,
              const struct instrument *worded)
{
    const struct instrument_words *words =
        instrument_wording(instrument, str_from(lang));
    if (!worded) {
        assert_null(words);
        return;
    }
    assert_non_null(words);
    assert_string_equal(words->digest.hex, worded->wording_digest.hex);
}

/* The same words as in load(), for each language. */
static void
test_words(void **state)
{
    (void)state;
    struct world *world = world_new();
    const struct instrument *es = load(world, "mood", "es", 0);
    const struct instrument *mood = load(world, "mood", NULL, 0);
    /* Nobody asked for them so far. */
    check_wording(mood, "es", NULL);
    mood = library_with_words(world->library, mood, world->diag);
    assert_string_equal(mood->words[0].lang, "en");
    assert_int_equal(mood->n_words, 3);
    check_wording(mood, "es", es);
    check_wording(mood, "ES", es);
    check_wording(mood, "es-MX", es);
    check_wording(mood, "es_MX", NULL);
    check_wording(mood, "en", NULL);
    check_wording(mood, "en-GB", NULL);
    check_wording(mood, "de", NULL);
    check_wording(mood, "", NULL);
    /* That file says es: it is neither of the two. */
    check_wording(mood, "fr", NULL);
    assert_int_equal(diag_total(world->diag), 1);
    assert_string_equal(strrchr(diag_get(world->diag, 0)->place.file, '/'),
                        "/mood.fr.xml");
    assert_string_equal(last_code(world), "W144");
    /* In whatever language it is loaded, and of its own edition. */
    check_wording(library_with_words(world->library, es, world->diag), "es",
                  es);
    assert_string_equal(last_code(world), "W144");
    const struct instrument *old = load(world, "mood", NULL, 1);
    check_wording(library_with_words(world->library, old, world->diag), "de",
                  load(world, "mood", "de", 1));
    assert_string_equal(last_code(world), "");
    world_free(world);
}

/* What cannot be used does not hand its rows on to the language at large: they
   were not answered in those words. */
static void
test_words_unfit(void **state)
{
    (void)state;
    struct world *world = world_new();
    world_wording(world, "mood.es-AR.xml", "es-AR", 1);
    world_write(world, "mood.it.xml", "<wording");
    const struct instrument *mood = library_with_words(
        world->library, load(world, "mood", NULL, 0), world->diag);
    check_wording(mood, "es-AR", NULL);
    check_wording(mood, "it", NULL);
    assert_non_null(instrument_wording(mood, STR("es-MX")));
    assert_int_equal(diag_total(world->diag), 3);
    world_free(world);
}

/* A skeleton's words are in the wording file of its own language. */
static void
test_words_of_skeleton(void **state)
{
    (void)state;
    struct world *world = world_new();
    world_write(world, "bone.xml",
                "<instrument xmlns='urn:attune:instrument:1' id='bone'"
                " edition='1' xml:lang='en' status='skeleton'><title>B</title>"
                "<about><author>a</author></about><free id='f'/>"
                "<section id='s' responses='f'><item id='q1' number='1'/>"
                "</section></instrument>");
    world_write(world, "bone.en.xml",
                "<wording xmlns='urn:attune:instrument:1' for='bone'"
                " edition='1' xml:lang='en'><title>B</title>"
                "<item ref='q1'><text>One</text></item></wording>");
    const struct instrument *bone = library_with_words(
        world->library, load(world, "bone", NULL, 0), world->diag);
    check_wording(bone, "en", load(world, "bone", "en", 0));
    check_wording(bone, "en-GB", load(world, "bone", "en-GB", 0));
    check_wording(bone, "es", NULL);
    assert_string_equal(last_code(world), "");
    world_free(world);
}

/* A cell of a data file is an id, never a path, and is not repeated. */
static void
test_cells(void **state)
{
    (void)state;
    struct world *world = world_new();
    const char *path = arena_printf(world->arena, "%s/mood.xml", world->folder);
    assert_null(
        library_load_id(world->library, str_from(path), 0, world->diag));
    const struct diagnostic *problem = diag_get(world->diag, 0);
    assert_null(problem->detail);
    assert_string_equal(problem->secret, path);
    assert_string_equal(last_code(world), "E065");
    assert_null(library_load_id(world->library, STR(""), 0, world->diag));
    assert_string_equal(last_code(world), "E065");
    world_free(world);
}

static void
test_list(void **state)
{
    (void)state;
    struct world *world = world_new();
    size_t n;
    const struct library_entry *entries = library_list(world->library, &n);
    assert_int_equal(n, 3);
    assert_string_equal(entries[0].id, "anger");
    assert_string_equal(entries[1].id, "mad");
    assert_string_equal(entries[2].id, "mood");
    assert_null(strstr(entries[2].path, "published"));
    assert_int_equal(entries[2].n_languages, 3);
    assert_null(entries[2].languages[0]);
    assert_string_equal(entries[2].languages[1], "es");
    assert_int_equal(entries[0].n_languages, 1);
    world_free(world);
}

UNIT_MAIN(cmocka_unit_test(test_found), cmocka_unit_test(test_not_found),
          cmocka_unit_test(test_words), cmocka_unit_test(test_words_unfit),
          cmocka_unit_test(test_words_of_skeleton),
          cmocka_unit_test(test_cells), cmocka_unit_test(test_list))
