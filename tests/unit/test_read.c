/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Instrument files: a sound one, changed in one place at a time, and what is
   said about it, to the very characters that are marked. */

#include "instrument/read.h"

#include <string.h>

#include "base/file.h"
#include "model_dump.h"
#include "said.h"
#include "scoring.h"
#include "unit.h"

/* Says nothing wrong, and holds every element of the grammar. */
static const char base[] =
    "<instrument xmlns='urn:attune:instrument:1' id='base' edition='2' "
    "xml:lang='en' status='validated'>\n" /* 1 */
    "<title>Base</title>\n"
    "<about><author>a</author><minutes>3</minutes></about>\n"
    "<choices id='often'><choice value='0'>Never</choice>"
    "<choice value='1'>Once</choice><choice value='2'>Often</choice>"
    "</choices>\n" /* 4 */
    "<choices id='many' multiple='yes'><choice value='1'>One</choice>"
    "<choice value='2'>Two</choice></choices>\n" /* 5 */
    "<range id='line' min='0' max='10' step='0.5'><low>low</low></range>\n"
    "<free id='words'/>\n"
    "<date id='day'/>\n"
    "<missing code='-9' kind='declined'/>\n"
    "<missing code='-8' kind='skipped'/>\n" /* 10 */
    "<section id='s' responses='often'>\n"
    "<item id='q1'><text>One</text></item>\n"
    "<item id='q2'><text>Two</text>"
    "<alert id='al' when='q2 ge 1'>Ask.</alert></item>\n" /* 13 */
    "<item id='q3' relevant='q1 ge 1'><text>Three</text></item>\n"
    "<item id='q4' responses='line'><text>Four</text></item>\n" /* 15 */
    "<item id='q5' responses='words'><text>Five</text></item>\n"
    "<item id='q6' responses='many'><text>Six</text></item>\n"
    "<item id='q7' responses='day'><text>Seven</text></item>\n"
    "</section>\n"
    "<scale id='m' method='mean' items='q1 q2' reversed='q2' "
    "min-answered='1' direction='higher-worse' round='half-up'>\n" /* 20 */
    "<bands basis='criterion' source='x'><band id='b0' from='0'>low</band>"
    "<band id='b1' from='1'>high</band></bands>\n" /* 21 */
    "<cutoff id='cut' at='1' source='x'/>\n"
    "<cutoff id='cc' method='c' clinical='n1' functional='n2' "
    "source='x'/>\n" /* 23 */
    "<norm id='n1' mean='1.5' sd='0.5' n='100' source='x'/>\n"
    "<norm id='n2' mean='0.5' sd='0.5' n='90' sex='f' age-from='18' "
    "age-to='65' source='x'/>\n" /* 25 */
    "<norm-table id='t1' gives='t' n='50' source='x'>"
    "<row from='0' value='30'/><row from='1' value='50'/>"
    "<row from='2' value='70'/></norm-table>\n" /* 26 */
    "<reliability id='al' kind='alpha' value='0.9' n='100' source='x'/>\n"
    "<reliability id='rt' kind='retest' value='0.8' n='50' days='14' "
    "source='x'/>\n" /* 28 */
    "<change id='c1' method='jacobson-truax' norm='n1' reliability='rt' "
    "cutoff='cut'/>\n" /* 29 */
    "<change id='c2' method='points' at='1' source='x'/>\n"
    "<mic value='0.5' source='x'/>\n" /* 31 */
    "</scale>\n"
    "<scale id='p' method='percent' items='q1 q4*2' min-answered='all' "
    "direction='higher-better'/>\n" /* 33 */
    "<scale id='k' method='count' items='q1..q3' count-if='ge 1' "
    "min-answered='1' direction='neither' not-applicable='excluded'/>\n"
    "<scale id='f' method='formula' formula='m + p' min='0' max='102' "
    "direction='higher-better'/>\n" /* 35 */
    "<class id='c'><when id='w1' test='selected(q6, 1)'>one</when>"
    "<otherwise id='w2'>other</otherwise></class>\n" /* 36 */
    "<example title='one' sex='f' age='40'>"
    "<before><answer item='q1' value='2'/></before>\n" /* 37 */
    "<answer item='q1' value='1'/><answer item='q4' value='2.5'/>"
    "<answer item='q6' value='1 2'/><answer item='q7' value='2026-02-28'/>"
    "<answer item='q2' missing='declined'/>\n" /* 38 */
    "<expect scale='m' value='1.0' band='b1' t='50' beyond='yes' "
    "verdict='unchanged'/>\n" /* 39 */
    "<expect class='c' when='w1'/><expect alert='al' fires='unknown'/>"
    "<expect scale='p' missing='too-few'/>\n" /* 40 */
    "</example>\n"
    "</instrument>\n";

struct read_case {
    const char *from; /* in the base; NULL: nothing is changed */
    const char *to;
    const char *said; /* see said.h */
};

/* clang-format off: a case a line or two. */
static const struct read_case cases[] = {
#include "read_cases.def"
};
/* clang-format on */

static bool seen[N_MESSAGES];

static void
note_seen(const struct diag *diag)
{
    for (size_t i = 0; i < diag_total(diag); i++)
        seen[diag_get(diag, i)->message] = true;
}

static void
check_case(const struct read_case *one)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct buf said = {0};
    const char *text = said_patch(arena, base, one->from, one->to);
    struct instrument *instrument =
        instrument_read("base.xml", str_from(text), arena, diag);
    said_add(&said, diag, text);
    note_seen(diag);
    if (strcmp(buf_text(&said), one->said) != 0)
        fail_msg("'%s' for '%s':\nsaid     %s\nexpected %s",
                 one->to ? one->to : "", one->from ? one->from : "",
                 buf_text(&said), one->said);
    if (!!instrument == (diag_count(diag, SEVERITY_ERROR) > 0))
        fail_msg("'%s': an instrument in spite of errors, or none without",
                 one->to);
    buf_clear(&said);
    diag_free(diag);
    arena_free(arena);
}

static void
test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        check_case(&cases[i]);
}

/* Ten formulas of 999 operations each, run over so many rows of answers. */
static const char *
heavy_text(struct arena *arena, int n_rows)
{
    struct buf list = {0};
    for (int i = 0; i < 10; i++) {
        buf_addf(&list, "<scale id='h%d' method='formula' formula='q1", i);
        for (int k = 1; k < 500; k++)
            buf_add_text(&list, " + q1");
        buf_add_text(&list, "' min='0' max='1000' direction='neither'/>");
    }
    buf_add_text(&list, "<class id='c'>");
    const char *text =
        said_patch(arena, base, "<class id='c'>", buf_text(&list));
    buf_empty(&list);
    for (int i = 2; i < n_rows; i++)
        buf_addf(&list,
                 "<example title='%d'><expect scale='h0' "
                 "missing='operand'/></example>",
                 i);
    buf_add_text(&list, "</instrument>");
    text = said_patch(arena, text, "</instrument>", buf_text(&list));
    buf_clear(&list);
    return text;
}

/* A file may take a while to write, not to load. */
static void
test_work(void **state)
{
    (void)state;
    for (int n_rows = 999; n_rows <= 1000; n_rows++) {
        struct arena *arena = arena_new();
        struct diag *diag = diag_new();
        struct buf said = {0};
        const char *text = heavy_text(arena, n_rows);
        bool is_read = instrument_read("base.xml", str_from(text), arena, diag);
        said_add(&said, diag, text);
        assert_string_equal(buf_text(&said),
                            n_rows == 999 ? "" : "37:2 E060 [example]");
        assert_int_equal(is_read, n_rows == 999);
        buf_clear(&said);
        diag_free(diag);
        arena_free(arena);
    }
}

/* Too many of something: a list of 'n' copies of 'one', in which each # is
   the number of the copy. */
static void
check_limit(const char *from, const char *before, const char *one, int n,
            const char *after)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct buf list = {0};
    buf_add_text(&list, before);
    for (int i = 0; i < n; i++)
        for (const char *c = one; *c; c++)
            if (*c == '#')
                buf_addf(&list, "%d", i);
            else
                buf_add_char(&list, *c);
    buf_add_text(&list, after);
    const char *text = said_patch(arena, base, from, buf_text(&list));
    assert_null(instrument_read("base.xml", str_from(text), arena, diag));
    assert_int_equal(diag_total(diag), 1);
    assert_int_equal(diag_get(diag, 0)->message, MSG_TOO_MANY);
    note_seen(diag);
    buf_clear(&list);
    diag_free(diag);
    arena_free(arena);
}

/* Each choice is a bit of an answer: 64 are the last that fit. */
static void
test_choices_of_several(void **state)
{
    (void)state;
    for (int n = 64; n <= 65; n++) {
        struct arena *arena = arena_new();
        struct diag *diag = diag_new();
        struct buf list = {0};
        struct buf said = {0};
        buf_add_text(&list, "Two</choice>");
        for (int i = 3; i <= n; i++)
            buf_addf(&list, "<choice value='%d'>c</choice>", i);
        const char *text =
            said_patch(arena, base, "Two</choice>", buf_text(&list));
        const struct instrument *instrument =
            instrument_read("base.xml", str_from(text), arena, diag);
        said_add(&said, diag, text);
        assert_string_equal(buf_text(&said),
                            n == 64 ? "" : "5:2 E060 [choices]");
        assert_true((instrument != NULL) == (n == 64));
        buf_clear(&list);
        buf_clear(&said);
        diag_free(diag);
        arena_free(arena);
    }
}

static void
test_limits(void **state)
{
    (void)state;
    check_limit("</section>", "", "<item id='i#'><text>t</text></item>", 994,
                "</section>");
    check_limit("<choice value='0'>Never</choice>", "",
                "<choice value='#'>c</choice>", 199, "");
    check_limit("<row from='0' value='30'/>", "", "<row from='0.#' value='3'/>",
                999, "");
    check_limit("<mic value='0.5' source='x'/>", "",
                "<mic value='0.5' source='x'/>", 201, "");
    check_limit("<bands basis", "",
                "<recode items='q1'><to from='#' value='1'/></recode>", 201,
                "<bands basis");
    check_limit("<bands basis", "<recode items='q1'>",
                "<to from='#' value='1'/>", 201, "</recode><bands basis");
    check_limit("<class id='c'>", "",
                "<class id='c#'><when id='a' test='q1 = 1'>x</when></class>",
                500, "<class id='c'>");
}

/* Every message about instruments has a case: here, or in the test that is
   named. */
static void
test_every_message_has_a_case(void **state)
{
    (void)state;
    test_cases(state);
    test_limits(state);
    for (int i = 0; i < N_MESSAGES; i++) {
        int number = said_number((enum message)i);
        bool is_wording = number >= 62 && number <= 64; /* test_wording.c */
        bool is_library = number >= 65 && number <= 69; /* test_library.c */
        bool is_ours =
            (number >= 30 && number <= 69 && !is_wording && !is_library)
            || (number >= 74 && number <= 79);
        if (is_ours && !seen[i])
            fail_msg("no case for %s: %s", message_code((enum message)i),
                     message_words((enum message)i));
    }
}

/* Reads a file of the test data, or its text. */
static struct str
data_bytes(const char *name, struct arena *arena)
{
    struct diag *diag = diag_new();
    struct str bytes;
    if (!file_read_whole(unit_data(name), 1 << 20, arena, &bytes, diag))
        fail_msg("cannot read '%s'", name);
    diag_free(diag);
    return bytes;
}

/* The whole model of the example of the format's page. */
static void
test_dump(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct str bytes = data_bytes("being-heard.xml", arena);
    struct str want = data_bytes("being-heard.dump", arena);
    struct instrument *instrument =
        instrument_read("being-heard.xml", bytes, arena, diag);
    assert_non_null(instrument);
    struct buf dump = {0};
    model_dump(instrument, &dump);
    assert_string_equal(buf_text(&dump), arena_text(arena, want));
    /* q6 is asked and used by nothing: a note, no more. */
    assert_int_equal(diag_total(diag), 1);
    assert_int_equal(diag_get(diag, 0)->message, MSG_ITEM_UNUSED);
    buf_clear(&dump);
    diag_free(diag);
    arena_free(arena);
}

/* The base, changed in one place, which must read without an error. */
static const struct instrument *
read_sound(struct arena *arena, const char *from, const char *to)
{
    struct diag *diag = diag_new();
    const char *text = said_patch(arena, base, from, to);
    struct instrument *instrument =
        instrument_read("base.xml", str_from(text), arena, diag);
    if (!instrument)
        fail_msg("'%s' for '%s' is refused", to, from);
    diag_free(diag);
    return instrument;
}

/* Everything that rests on a private answer is private; by default a blank of
   a private item is listed. */
static void
test_privacy(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct instrument *open = read_sound(arena, NULL, NULL);
    assert_false(instrument_item(open, "q3")->is_private);
    assert_true(instrument_item(open, "q5")->is_private); /* free text */
    assert_false(open->classes[0].is_private);
    const struct instrument *q1 =
        read_sound(arena, "<item id='q1'>", "<item id='q1' private='yes'>");
    assert_true(instrument_item(q1, "q1")->is_private);
    assert_false(instrument_item(q1, "q2")->is_private);
    assert_true(instrument_item(q1, "q3")->is_private); /* its gate */
    assert_true(instrument_scale(q1, "m")->is_private);
    assert_true(instrument_scale(q1, "f")->is_private); /* over m and p */
    assert_false(instrument_item(q1, "q2")->alerts[0].is_private);
    assert_false(instrument_item(q1, "q2")->alerts[0].lists_unanswered);
    const struct instrument *q2 =
        read_sound(arena, "<item id='q2'>", "<item id='q2' private='yes'>");
    assert_true(instrument_item(q2, "q2")->alerts[0].is_private);
    assert_true(instrument_item(q2, "q2")->alerts[0].lists_unanswered);
    assert_false(instrument_scale(q2, "p")->is_private);
    assert_true(instrument_scale(q2, "f")->is_private);
    const struct instrument *q6 =
        read_sound(arena, "responses='many'", "responses='many' private='yes'");
    assert_true(q6->classes[0].is_private);
    const struct instrument *q5 = read_sound(arena, "responses='words'",
                                             "responses='words' private='no'");
    assert_false(instrument_item(q5, "q5")->is_private);
    arena_free(arena);
}

/* The attainable ends of each method, by hand. */
static void
test_ends(void **state)
{
    (void)state;
    static const struct {
        const char *attributes;
        double lo;
        double hi;
        bool can_prorate;
    } scales[] = {
        {"method='mean' items='q1 q2' min-answered='1'", 0, 2, true},
        {"method='mean' items='q1 q4' min-answered='all'", 0, 6, false},
        {"method='mean' items='q1 q4*3' min-answered='all'", 0, 8, false},
        {"method='sum' items='q4 q1' min-answered='all'", 0, 12, false},
        {"method='sum' items='q1*2 q2*2' min-answered='50%'", 0, 8, true},
        {"method='sum' items='q1..q2 q4*0.5' min-answered='all'", 0, 9, false},
        {"method='percent' items='q1 q4' min-answered='1/2'", 0, 100, false},
        {"method='count' items='q1 q2 q4' count-if='ge 1' min-answered='1'", 0,
         3, false},
        {"method='min' items='q1 q4' min-answered='all'", 0, 2, false},
        {"method='min' items='q1 q4' min-answered='1'", 0, 10, false},
        {"method='max' items='q1 q4' min-answered='all'", 0, 10, false},
        {"method='formula' formula='q1 - 3' min='-3' max='-1'", -3, -1, false},
    };
    for (size_t i = 0; i < N_ELEMENTS(scales); i++) {
        struct arena *arena = arena_new();
        const char *to = arena_printf(
            arena, "<scale id='z' direction='neither' %s/><class id='c'>",
            scales[i].attributes);
        const struct instrument *instrument =
            read_sound(arena, "<class id='c'>", to);
        const struct scale *scale = instrument_scale(instrument, "z");
        assert_true(scale->lo == scales[i].lo);
        assert_true(scale->hi == scales[i].hi);
        assert_int_equal(scale->can_prorate, scales[i].can_prorate);
        arena_free(arena);
    }
}

UNIT_MAIN(cmocka_unit_test(test_cases), cmocka_unit_test(test_limits),
          cmocka_unit_test(test_choices_of_several),
          cmocka_unit_test(test_work),
          cmocka_unit_test(test_every_message_has_a_case),
          cmocka_unit_test(test_dump), cmocka_unit_test(test_privacy),
          cmocka_unit_test(test_ends))
