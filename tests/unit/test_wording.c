/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Wording files: laid over a definition, and what is said of those that lack
   something or word what is not there. */

#include "instrument/wording.h"

#include <string.h>

#include "base/file.h"
#include "instrument/read.h"
#include "said.h"
#include "unit.h"

/* A definition and a wording that words all of it. */
static const char definition[] =
    "<instrument xmlns='urn:attune:instrument:1' id='d' edition='3' "
    "xml:lang='en' status='validated'>"
    "<title>T</title><about><author>a</author></about>"
    "<choices id='o'><choice value='0'>No</choice>"
    "<choice value='1'>Yes</choice></choices>"
    "<range id='l' min='0' max='9'><low>few</low></range>"
    "<section id='s' responses='o'><title>S</title>"
    "<item id='q1'><text>One</text><alert id='al' when='q1 ge 1'>Ask</alert>"
    "</item><item id='q2' responses='l'><text>Two</text></item></section>"
    "<scale id='m' method='sum' items='q1 q2' min-answered='all' "
    "direction='higher-worse'><title>M</title><bands basis='range'>"
    "<band id='b' from='0'>band</band></bands>"
    "<cutoff id='k' at='1' separates='ill|well' source='s'/></scale>"
    "<scale id='n' method='sum' items='q1' min-answered='all' "
    "direction='neither'/>"
    "<class id='c'><title>C</title><when id='w' test='m gt 1'>w</when>"
    "<otherwise id='x'>x</otherwise></class></instrument>";

static const char base[] =
    "<wording xmlns='urn:attune:instrument:1' for='d' edition='3' "
    "xml:lang='es'>\n" /* 1 */
    "<title>T-es</title>\n"
    "<choices ref='o'><choice value='0'>no</choice>"
    "<choice value='1.0'>sí</choice></choices>\n" /* 3 */
    "<range ref='l'><low>pocos</low></range>\n"
    "<section ref='s'><title>S-es</title></section>\n" /* 5 */
    "<item ref='q1'><text>Uno</text></item>\n"
    "<item ref='q2'><text>Dos</text></item>\n" /* 7 */
    "<alert ref='al'>Pregunte</alert>\n"
    "<scale ref='m'><title>M-es</title><band ref='b'>banda</band>"
    "<cutoff ref='k'>mal | bien</cutoff></scale>\n"
    "<class ref='c'><title>C-es</title><when ref='w'>w-es</when>"
    "<otherwise ref='x'>x-es</otherwise></class>\n" /* 10 */
    "</wording>\n";

/* clang-format off: a case a line. */
static const struct {
    const char *from;
    const char *to;
    const char *said;
} cases[] = {
#include "wording_cases.def"
};
/* clang-format on */

/* The definition, changed in one place, in the arena. */
static const struct instrument *
read_definition(struct arena *arena, const char *from, const char *to)
{
    struct diag *diag = diag_new();
    const char *text = said_patch(arena, definition, from, to);
    struct instrument *instrument =
        instrument_read("d.xml", str_from(text), arena, diag);
    assert_non_null(instrument);
    diag_free(diag);
    return instrument;
}

static void
test_cases(void **state)
{
    (void)state;
    bool seen[N_MESSAGES] = {false};
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct arena *arena = arena_new();
        struct diag *diag = diag_new();
        struct buf said = {0};
        const struct instrument *plain = read_definition(arena, NULL, NULL);
        const char *text = said_patch(arena, base, cases[i].from, cases[i].to);
        struct wording_texts lacking = {0};
        const struct instrument *worded = wording_read(
            "d.es.xml", str_from(text), plain, &lacking, arena, diag);
        wording_report(&lacking, arena, diag);
        diag_sort(diag);
        said_add(&said, diag, text);
        for (size_t j = 0; j < diag_total(diag); j++)
            seen[diag_get(diag, j)->message] = true;
        if (strcmp(buf_text(&said), cases[i].said) != 0)
            fail_msg("'%s':\nsaid     %s\nexpected %s", cases[i].to,
                     buf_text(&said), cases[i].said);
        assert_int_equal(!worded, diag_count(diag, SEVERITY_ERROR) > 0);
        buf_clear(&said);
        diag_free(diag);
        arena_free(arena);
    }
    for (int i = 0; i < N_MESSAGES; i++) {
        int number = said_number((enum message)i);
        if (number >= 62 && number <= 64 && !seen[i])
            fail_msg("no case for %s", message_code((enum message)i));
    }
}

static const struct instrument *
lay(const struct instrument *plain, const char *text, struct arena *arena,
    size_t n_lacking)
{
    struct diag *diag = diag_new();
    struct wording_texts lacking = {0};
    const struct instrument *worded =
        wording_read("d.es.xml", str_from(text), plain, &lacking, arena, diag);
    assert_non_null(worded);
    assert_int_equal(diag_total(diag), 0);
    assert_int_equal(lacking.n, n_lacking);
    diag_free(diag);
    return worded;
}

/* Every text is replaced, nothing else is, and the definition stays. */
static void
test_laid_over(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct instrument *plain = read_definition(arena, NULL, NULL);
    const struct instrument *worded = lay(plain, base, arena, 0);
    assert_string_equal(worded->lang, "es");
    assert_string_equal(worded->title, "T-es");
    assert_string_equal(worded->items[0].text, "Uno");
    assert_string_equal(worded->items[0].response->choices[1].label, "sí");
    assert_string_equal(worded->items[1].response->low, "pocos");
    assert_string_equal(worded->items[0].alerts[0].text, "Pregunte");
    assert_string_equal(worded->sections[0].title, "S-es");
    assert_string_equal(worded->scales[0].title, "M-es");
    assert_string_equal(worded->scales[0].bands[0].label, "banda");
    assert_string_equal(worded->scales[0].cutoffs[0].separates, "mal | bien");
    assert_string_equal(plain->scales[0].cutoffs[0].separates, "ill|well");
    assert_string_equal(worded->scales[1].title, "n"); /* has none: its id */
    assert_string_equal(worded->classes[0].cases[0].label, "w-es");
    assert_string_equal(worded->classes[0].cases[1].label, "x-es");
    assert_string_equal(plain->items[0].text, "One");
    assert_string_equal(plain->lang, "en");
    assert_string_equal(worded->digest.hex, plain->digest.hex);
    assert_string_equal(worded->wording_digest.hex,
                        digest_of(str_from(base)).hex);
    assert_string_equal(plain->wording_digest.hex, "");
    arena_free(arena);
}

/* A skeleton takes any text; one that every instrument needs is missed. */
static void
test_skeleton(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *bare = said_patch(arena, definition, "<text>One</text>", "");
    bare = said_patch(arena, bare, "status='validated'", "status='skeleton'");
    struct diag *diag = diag_new();
    const struct instrument *plain =
        instrument_read("d.xml", str_from(bare), arena, diag);
    assert_non_null(plain);
    diag_free(diag);
    const char *more = said_patch(arena, base, "<title>M-es</title>",
                                  "<title>M-es</title><low>menos</low>");
    assert_string_equal(lay(plain, more, arena, 0)->scales[0].low, "menos");
    const char *less =
        said_patch(arena, base, "<item ref='q1'><text>Uno</text></item>", "");
    assert_null(lay(plain, less, arena, 1)->items[0].text);
    arena_free(arena);
}

/* The Spanish of the format's page fits it. */
static void
test_being_heard(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct str bytes;
    assert_true(file_read_whole(unit_data("being-heard.xml"), 1 << 20, arena,
                                &bytes, diag));
    const struct instrument *plain =
        instrument_read("being-heard.xml", bytes, arena, diag);
    assert_non_null(plain);
    size_t n_before = diag_total(diag);
    assert_true(file_read_whole(unit_data("being-heard.es.xml"), 1 << 20, arena,
                                &bytes, diag));
    struct wording_texts lacking = {0};
    const struct instrument *worded =
        wording_read("being-heard.es.xml", bytes, plain, &lacking, arena, diag);
    assert_non_null(worded);
    assert_int_equal(lacking.n, 0);
    assert_int_equal(diag_total(diag), n_before);
    assert_string_equal(worded->items[3].response->high, "Muy cerca");
    diag_free(diag);
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_cases), cmocka_unit_test(test_laid_over),
          cmocka_unit_test(test_skeleton), cmocka_unit_test(test_being_heard))
