/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fingerprints: what changes which part, by table; known values, from b2sum of
   what the header says is in them; what a cell says. */
#include "unit.h"

#include <string.h>

#include "instrument/fingerprint.h"
#include "instrument/read.h"
#include "instrument/wording.h"
#include "said.h"

static const char definition[] =
    "<instrument xmlns='urn:attune:instrument:1' id='d' edition='3' "
    "xml:lang='en' status='validated'>"
    "<title>T</title><about><author>a</author></about><notice>N</notice>"
    "<choices id='o'><choice value='0'>No</choice>"
    "<choice value='1' score='2'>Yes</choice></choices>"
    "<choices id='v' multiple='yes'><choice value='1'>x</choice>"
    "<choice value='2'>y</choice></choices>"
    "<range id='l' min='0' max='10' step='2'><low>few</low><high>many</high>"
    "<unit>h</unit></range><free id='f'/><date id='t'/>"
    "<missing code='-9' kind='declined'/>"
    "<section id='s' responses='o'><title>S</title><notice>SN</notice>"
    "<instruction>I</instruction><item id='q1'><text>One</text>"
    "<alert id='al' when='q1 ge 2'>Ask</alert></item>"
    "<item id='q2' responses='l' relevant='q1 eq 2'><text>Two</text></item>"
    "<item id='q3' responses='f'><text>Three</text></item></section>"
    "<section id='u' responses='t'><item id='q4'><text>Four</text></item>"
    "<item id='q5' responses='v'><text>Five</text></item></section>"
    "<scale id='m' method='sum' items='q1' min-answered='all' "
    "not-applicable='excluded' "
    "direction='neither'><title>M</title><bands basis='range'>"
    "<band id='b' from='0'>band</band></bands></scale></instrument>";

static struct instrument *
read_changed(struct arena *arena, const char *from, const char *to)
{
    struct diag *diag = diag_new();
    const char *text = said_patch(arena, definition, from, to);
    struct instrument *instrument =
        instrument_read("d.xml", str_from(text), arena, diag);

    if (!instrument) {
        struct buf said = {0};

        said_add(&said, diag, text);
        fail_msg("refused with '%s' for '%s': %s", to, from, buf_text(&said));
    }
    diag_free(diag);
    return instrument;
}

enum changes { NOTHING, CODING, TEXTS, BOTH };

static void
test_changes(void **state)
{
    static const struct {
        const char *from;
        const char *to;
        enum changes want;
    } cases[] = {
        /* how it is written */
        {"<title>S", "<!-- a note --><title>\n  S  ", NOTHING},
        {"relevant='q1 eq 2'", "relevant=' q1  =\t2.0 '", NOTHING},
        {"value='1' score='2'", "score='2.00' value='1.0'", NOTHING},
        {"<choice value='0'>", "<choice value='0' score='0'>", NOTHING},
        {"step='2'", "step='2.0'", NOTHING},
        {"min='0' max='10'", "max='10' min='0'", NOTHING},
        /* how it is scored and told of */
        {"edition='3'", "edition='4'", NOTHING},
        {"status='validated'", "status='unvalidated'", NOTHING},
        {"id='d'", "id='e'", NOTHING},
        {"method='sum'", "method='mean'", NOTHING},
        {"min-answered='all'", "min-answered='1' reversed='q1'", NOTHING},
        {"<title>M</title>", "<title>Mm</title>", NOTHING},
        {"from='0'>band", "from='0'>ribbon", NOTHING},
        {"'q1 ge 2'>Ask", "'q1 ge 1'>Do ask", NOTHING},
        {"</section><scale", "</section><thanks>Ta</thanks><scale", NOTHING},
        {"<author>a", "<author>b", NOTHING},
        {"code='-9' kind='declined'", "code='-8' kind='unknown'", NOTHING},
        {"<item id='q1'>", "<item id='q1' number='7'>", NOTHING},
        {"<item id='q1'>", "<item id='q1' required='yes'>", NOTHING},
        {"<item id='q5'", "<item private='yes' id='q5'", NOTHING},
        {"<section id='u'", "<section id='w'", NOTHING},
        /* what is asked, and what an answer stands for */
        {"<item id='q4'", "<item id='q6'", CODING},
        {"responses='f'><text>Three", "responses='t'><text>Three", CODING},
        {"relevant='q1 eq 2'", "relevant='q1 eq 0'", CODING},
        {"relevant='q1 eq 2'", "", CODING},
        {"value='1' score='2'", "value='1' score='3'", CODING},
        {"value='1' score='2'", "value='3' score='2'", CODING},
        {"multiple='yes'", "multiple='no'", CODING},
        {"<choice value='0'>", "<choice value='0' missing='not-applicable'>",
         CODING},
        {"step='2'", "step='5'", CODING},
        {"step='2'", "", CODING},
        {"max='10'", "max='20'", CODING},
        {"min='0'", "min='-2'", CODING},
        {"<choice value='2'>y</choice>", "", BOTH},
        {"<item id='q3' responses='f'><text>Three</text></item>", "", BOTH},
        {"<item id='q4'><text>Four</text></item>"
         "<item id='q5' responses='v'><text>Five</text></item>",
         "<item id='q5' responses='v'><text>Five</text></item>"
         "<item id='q4'><text>Four</text></item>",
         BOTH},
        /* the words it is asked in */
        {"<title>T", "<title>Tt", TEXTS},
        {"<notice>N", "<notice>Nn", TEXTS},
        {"<title>S", "<title>Ss", TEXTS},
        {"<notice>SN", "<notice>Sn", TEXTS},
        {"<instruction>I", "<instruction>Ii", TEXTS},
        {"<text>Two", "<text>To", TEXTS},
        {">Yes<", ">Ja<", TEXTS},
        {"<low>few", "<low>fewer", TEXTS},
        {"<high>many", "<high>more", TEXTS},
        {"<unit>h", "<unit>min", TEXTS},
        {"<low>few</low>", "", TEXTS},
        /* nothing moves from one field into the next in silence */
        {"<title>S</title><notice>SN</notice>",
         "<title>SS</title><notice>N</notice>", TEXTS},
        {"<title>S</title><notice>SN</notice>", "<title>S</title>", TEXTS},
        {"<low>few</low><high>many</high>", "<high>few many</high>", TEXTS},
    };

    (void)state;
    struct arena *arena = arena_new();
    struct fingerprint before = fingerprint_of(read_changed(arena, NULL, NULL));

    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const char *to = cases[i].to;
        struct fingerprint now =
            fingerprint_of(read_changed(arena, cases[i].from, to));
        bool has_coding = memcmp(before.text, now.text, FINGERPRINT_PART) != 0;
        bool has_texts =
            strcmp(before.text + FINGERPRINT_PART, now.text + FINGERPRINT_PART)
            != 0;
        enum changes got =
            (enum changes)(has_coding * CODING + has_texts * TEXTS);

        if (got != cases[i].want)
            fail_msg("'%s' instead of '%s' changes %d, not %d", to,
                     cases[i].from, (int)got, (int)cases[i].want);
    }
    arena_free(arena);
}

/* A response scale counts by what it holds. */
static void
test_same_choices(void **state)
{
    static const char two[] =
        "<instrument xmlns='urn:attune:instrument:1' id='d' edition='1' "
        "xml:lang='en' "
        "status='unvalidated'><title>T</title><about><author>a</author></about>"
        "<choices id='a'><choice value='1'>x</choice></choices>"
        "<choices id='b'><choice value='1'>x</choice></choices>"
        "<section id='s' responses='a'><item id='q1'><text>1</text></item>"
        "</section></instrument>";

    (void)state;
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    const char *other = said_patch(arena, two, "<section id='s' responses='a'>",
                                   "<section id='s' responses='b'>");
    struct instrument *a = instrument_read("d", str_from(two), arena, diag);
    struct instrument *b = instrument_read("d", str_from(other), arena, diag);
    assert_non_null(a);
    assert_non_null(b);
    assert_string_equal(fingerprint_of(a).text, fingerprint_of(b).text);
    diag_free(diag);
    arena_free(arena);
}

/* What b2sum -l 256 gives first, of the coding

   2:q10:7:choices2;1:01:01:11:2 2:q27:q1 eq 25:range1:02:101:2
   2:q30:4:free 2:q40:4:date 2:q50:7:several2;1:11:11:21:2

   and of the texts

   1:T1:N 1:S2:SN1:I 3:One2;2:No3:Yes0:0:0: 3:Two0;3:few4:many1:h
   5:Three0;0:0:0: 0:0:0: 4:Four0;0:0:0: 4:Five2;1:x1:y0:0:0:

   (the blanks but those of 'q1 eq 2' are none), and of these with 3:Uno for
   3:One. */
#define KNOWN_CODING "540478a089e14497"
#define KNOWN_TEXTS "0cbdef56053e7e4a"
#define KNOWN_SPANISH "f32689f421782e63"

static void
test_known(void **state)
{
    static const char wording[] =
        "<wording xmlns='urn:attune:instrument:1' for='d' edition='3' "
        "xml:lang='es'><item ref='q1'><text>Uno</text></item></wording>";

    (void)state;
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct instrument *plain = read_changed(arena, NULL, NULL);
    struct wording_texts lacking = {0};
    const struct instrument *spanish = wording_read(
        "d.es.xml", str_from(wording), plain, &lacking, arena, diag);

    assert_non_null(spanish);
    assert_string_equal(fingerprint_of(plain).text,
                        KNOWN_CODING "-" KNOWN_TEXTS);
    assert_string_equal(fingerprint_of(spanish).text,
                        KNOWN_CODING "-" KNOWN_SPANISH);
    diag_free(diag);
    arena_free(arena);
}

static void
test_match(void **state)
{
    static const struct {
        const char *cell;
        enum fingerprint_match want;
    } cases[] = {
        {KNOWN_CODING "-" KNOWN_TEXTS, FINGERPRINT_SAME},
        {KNOWN_CODING "-" KNOWN_SPANISH, FINGERPRINT_OTHER_TEXTS},
        {KNOWN_TEXTS "-" KNOWN_TEXTS, FINGERPRINT_OTHER_CODING},
        {KNOWN_TEXTS "-" KNOWN_CODING, FINGERPRINT_OTHER_CODING},
        {"", FINGERPRINT_NONE},
        {KNOWN_CODING "-", FINGERPRINT_NONE},
        {KNOWN_CODING "-" KNOWN_TEXTS "0", FINGERPRINT_NONE},
        {KNOWN_CODING "." KNOWN_TEXTS, FINGERPRINT_NONE},
        {"9F3C1B07A2D477E0-9f3c1b07a2d477e0", FINGERPRINT_NONE},
        {"digests of a program of its own..", FINGERPRINT_NONE},
    };

    (void)state;
    struct fingerprint now = {KNOWN_CODING "-" KNOWN_TEXTS};
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        assert_int_equal(fingerprint_match(&now, str_from(cases[i].cell)),
                         cases[i].want);
}

UNIT_MAIN(cmocka_unit_test(test_changes), cmocka_unit_test(test_same_choices),
          cmocka_unit_test(test_known), cmocka_unit_test(test_match))
