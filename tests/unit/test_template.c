/* SPDX-License-Identifier: GPL-3.0-or-later */
/* template: the words of every language, and files that are refused. */
#include "unit.h"

#include <string.h>
#include "base/file.h"
#include "report/block.h"
#include "report/logo.h"
#include "report/template.h"
#include "said.h"
#include "xsd_kit.h"

static const char good[] =
    "<report xmlns='urn:attune:report:1' id='progress' xml:lang='en'>\n"
    "<title>Progress</title>\n"
    "<title xml:lang='de'>Verlauf</title>\n"
    "<table>\n"
    "<heading>Numbers</heading>\n"
    "<heading xml:lang='de-AT'>Zahlen</heading>\n"
    "</table>\n"
    "<head/>\n"
    "</report>\n";

struct reading {
    struct arena *arena;
    struct diag *diag;
};

static const struct template *
read_text(struct reading *reading, const char *text, enum language language)
{
    reading->arena = arena_new();
    reading->diag = diag_new();
    return template_read("t.xml", str_from(text), language, reading->arena,
                         reading->diag);
}

static void
done(struct reading *reading)
{
    diag_free(reading->diag);
    arena_free(reading->arena);
}

static void
test_words(void **state)
{
    static const struct {
        enum language language;
        const char *title;
        const char *heading;
    } cases[] = {
        {LANG_EN, "Progress", "Numbers"},
        {LANG_DE, "Verlauf", "Zahlen"},
        {LANG_AR, "Progress", "Numbers"}, /* its own, where it lacks them */
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct reading reading;
        const struct template *template =
            read_text(&reading, good, cases[i].language);

        assert_non_null(template);
        assert_int_equal(diag_total(reading.diag), 0);
        assert_int_equal(template->kind, KIND_PROGRESS);
        assert_string_equal(template->path, "t.xml");
        assert_string_equal(template->title, cases[i].title);
        assert_int_equal(template->n_blocks, 2);
        assert_ptr_equal(template->blocks[0].class, &block_table);
        assert_string_equal(template->blocks[0].heading, cases[i].heading);
        assert_ptr_equal(template->blocks[1].class, &block_head);
        assert_null(template->blocks[1].heading);
        done(&reading);
    }
}

static void
test_refused(void **state)
{
    static const struct {
        const char *from; /* of the good one */
        const char *to;
        const char *said;
        const char *hint; /* of the first problem */
    } cases[] = {
        {"<head/>", "<haed/>", "8:2 E017 [haed]", "did you mean 'head'?"},
        {"<head/>", "<table/>", "8:2 E019 [table]", NULL},
        {"<head/>", "<head colour='red'/>", "8:7 E022 [colour]",
         "this element has no attributes"},
        {"<head/>", "<head>Hello</head>", "8:7 E026 [Hello]", NULL},
        {"<head/>", "<head><title>T</title></head>", "8:8 E017 [title]", NULL},
        {"id='progress'", "id='progres'", "1:41 E140 [progres]",
         "did you mean 'progress'?"},
        {"id='progress'", "id='nothing'", "1:41 E140 [nothing]",
         "the kinds of pages: progress, session, clinician, couple, cohort"},
        {"id='progress' ", "", "1:2 E023 [report]", NULL},
        {" xml:lang='en'", "", "1:2 E023 [report]", NULL},
        {" xml:lang='de'>Verlauf", ">Verlauf", "3:2 E142 [title]", NULL},
        {"xml:lang='de-AT'", "xml:lang='EN'", "6:20 E142 [EN]", NULL},
        {"urn:attune:report:1", "urn:attune:report:2", "1:2 E016 [report]",
         NULL},
        {"<title>Progress</title>\n<title xml:lang='de'>Verlauf</title>\n", "",
         "1:2 E021 [report]", NULL},
        {"<title>Progress</title>", "<title/>", "2:2 E025 [title]", NULL},
        {"<head/>", "<head logo='tree.png'/>", "8:7 E022 [logo]",
         "this element has no attributes"},
        {"<head/>", "<letterhead logo='../tree.png'/>",
         "8:19 E152 [../tree.png]",
         "a PNG beside the template, of at most 256 KiB and 2000 points each "
         "way"},
        {"<head/>", "<letterhead logo='none.png'/>", "8:19 E152 [none.png]",
         NULL},
        {"<head/>", "<label item='a'>A</label>", "8:2 E020 [label]", NULL},
        {"<table>", "<label item='a'>A</label><table>", "1:2 E039 [report]",
         NULL},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct arena *arena = arena_new();
        const char *text = said_patch(arena, good, cases[i].from, cases[i].to);
        struct reading reading;
        struct buf said = {0};

        assert_null(read_text(&reading, text, LANG_EN));
        said_add(&said, reading.diag, text);
        assert_string_equal(buf_text(&said), cases[i].said);
        if (cases[i].hint)
            assert_string_equal(diag_get(reading.diag, 0)->hint, cases[i].hint);
        buf_clear(&said);
        done(&reading);
        arena_free(arena);
    }
}

static void
test_idle_words(void **state)
{
    struct arena *arena = arena_new();
    const char *text =
        said_patch(arena, good, "xml:lang='de-AT'", "xml:lang='fr'");
    struct reading reading;
    struct buf said SCOPED(buf_clear) = {0};

    (void)state;
    assert_non_null(read_text(&reading, text, LANG_EN));
    said_add(&said, reading.diag, text);
    assert_string_equal(buf_text(&said), "6:20 W153 [fr]");
    done(&reading);
    arena_free(arena);
}

static void
test_empty(void **state)
{
    struct reading reading;

    (void)state;
    assert_null(read_text(&reading,
                          "<report xmlns='urn:attune:report:1' id='progress' "
                          "xml:lang='en'><title>T</title></report>",
                          LANG_EN));
    assert_int_equal(diag_total(reading.diag), 1);
    assert_int_equal(diag_get(reading.diag, 0)->message, MSG_REPORT_EMPTY);
    done(&reading);
}

/* ---- reports/report.xsd, which editors use ---- */

/* By its grammar alone, E016 to E026: what else is wrong, no schema sees; nor,
   in a schema of XML Schema 1.0, that a block is listed twice. */
static bool
grammar_accepts(const char *text)
{
    struct reading reading;
    bool accepts = true;

    (void)!read_text(&reading, text, LANG_EN);
    for (size_t i = 0; i < diag_total(reading.diag); i++)
        accepts &= message_number(diag_get(reading.diag, i)->message) > 26;
    done(&reading);
    return accepts;
}

static void
test_schema(void **state)
{
    static const struct {
        const char *from; /* of the good one */
        const char *to;
    } cases[] = {
        {"<head/>", "<haed/>"},
        {"<head/>", "<head colour='red'/>"},
        {"<head/>", "<head xmlns:o='urn:o' o:colour='red'/>"},
        {"<head/>", "<head>Hello</head>"},
        {"<head/>", "<head> </head>"},
        {"<head/>", "<head><title>T</title></head>"},
        {"<head/>", "<head><heading>H</heading></head>"},
        {"<head/>", "<head><heading></heading></head>"},
        {"<head/>", "<head><heading> </heading></head>"},
        {"<head/>", "<head><heading id='h'>H</heading></head>"},
        {"<head/>", "<head/><title>T</title>"},
        {"<head/>", ""},
        {"id='progress'", "id='Progress'"},
        {"id='progress'", "id='progress '"},
        {"id='progress' ", ""},
        {" xml:lang='en'", ""},
        {" xml:lang='en'", " xml:lang='english-'"},
        {" xml:lang='en'", " xml:lang='en' primary='a.b c.d'"},
        {" xml:lang='en'", " xml:lang='en' primary=' '"},
        {" xml:lang='en'", " xml:lang='en' practices='a'"},
        {" xml:lang='en'", " xml:lang='en' practices='a b'"},
        {" xml:lang='en'", " xml:lang='en' other='a'"},
        {" xml:lang='de'>Verlauf", ">Verlauf"},
        {"<title>Progress</title>", "<title/>"},
        {"<title>Progress</title>\n<title xml:lang='de'>Verlauf</title>\n", ""},
        {"<head/>", "<head logo='a'/>"},
        {"<head/>", "<letterhead/>"},
        {"<head/>", "<letterhead logo='a'/>"},
        {"<head/>", "<letterhead logo=' '/>"},
        {"<head/>", "<letterhead><alt>A</alt></letterhead>"},
        {"<head/>",
         "<letterhead><alt>A</alt><heading>A</heading></letterhead>"},
        {"<head/>", "<letterhead><alt/></letterhead>"},
        {"<head/>", "<label item='a'>A</label>"},
        {"<table>", "<label item='a'>A</label><table>"},
        {"<table>", "<label item='A'>A</label><table>"},
        {"<table>", "<label>A</label><table>"},
        {"<table>", "<label item='a'/><table>"},
    };
    struct arena *arena = arena_new();
    xmlSchemaParserCtxt *parser =
        xmlSchemaNewParserCtxt(unit_data("../../reports/report.xsd"));
    xmlSchema *schema = xmlSchemaParse(parser);

    (void)state;
    assert_non_null(schema);
    assert_true(xsd_accepts(schema, good));
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const char *text = said_patch(arena, good, cases[i].from, cases[i].to);

        if (xsd_accepts(schema, text) != grammar_accepts(text))
            fail_msg("the schema on %s", cases[i].to);
    }
    for (size_t i = 0; block_classes[i]; i++) {
        const char *text = arena_printf(
            arena,
            "<report xmlns='urn:attune:report:1' id='progress' xml:lang='en'>"
            "<title>T</title><%s><heading>H</heading></%s></report>",
            block_classes[i]->name, block_classes[i]->name);

        if (!xsd_accepts(schema, text))
            fail_msg("the schema on '%s'", block_classes[i]->name);
    }
    xmlSchemaFree(schema);
    xmlSchemaFreeParserCtxt(parser);
    arena_free(arena);
}

/* ---- letterheads ---- */

static void
test_letterhead(void **state)
{
    static const char text[] =
        "<report xmlns='urn:attune:report:1' id='cohort' xml:lang='en'>"
        "<title>T</title><letterhead logo='tree.png'><heading>W</heading>"
        "<alt xml:lang='ar'>A</alt></letterhead></report>";
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    const struct template *template =
        template_read(unit_data("t.xml"), str_from(text), LANG_DE, arena, diag);

    (void)state;
    assert_non_null(template);
    assert_int_equal(template->blocks[0].logo->width, 240);
    assert_int_equal(template->blocks[0].logo->height, 120);
    assert_string_equal(template->blocks[0].logo->path, unit_data("tree.png"));
    assert_string_equal(template->blocks[0].heading, "W");
    assert_string_equal(template->blocks[0].alt, "A");
    diag_free(diag);
    arena_free(arena);
}

/* A file that is not what it was in one bit, or in its length, is refused. */
static void
test_spoilt_logo(void **state)
{
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct image image;
    struct str bytes;
    char *spoilt;

    (void)state;
    assert_true(file_read_whole(unit_data("tree.png"), LOGO_LIMIT_SIZE, arena,
                                &bytes, diag));
    assert_null(logo_read(bytes, &image));
    spoilt = arena_text(arena, bytes);
    for (size_t i = 0; i < bytes.len; i++) {
        assert_non_null(logo_read((struct str){bytes.bytes, i}, &image));
        for (int bit = 0; bit < 8; bit++) {
            spoilt[i] = (char)(bytes.bytes[i] ^ 1 << bit);
            assert_non_null(logo_read((struct str){spoilt, bytes.len}, &image));
        }
        spoilt[i] = bytes.bytes[i];
    }
    /* The NUL behind it. */
    assert_non_null(logo_read((struct str){spoilt, bytes.len + 1}, &image));
    diag_free(diag);
    arena_free(arena);
}

static void
add_number(struct buf *png, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_add_char(png, (char)(number >> shift));
}

/* Files that are whole, by sums that zlib's crc32() has made, and say of
   themselves what a page has no room for. */
static void
test_odd_logos(void **state)
{
    static const struct {
        const char *type;
        uint32_t width;
        uint32_t height;
        char bits;
        char kind;
        char compression;
        uint32_t sum;
        const char *why;
    } cases[] = {
        {"IHDR", 2000, 2000, 8, 0, 0, 0xBF539BA5, NULL},
        {"IHDR", 1, 1, 16, 0, 0, 0x6AEE4716, NULL},
        {"IHDR", 1, 1, 1, 3, 0, 0x25DB56CA, NULL},
        {"IHDR", 1, 1, 8, 6, 0, 0x1F15C489, NULL},
        {"IHDR", 2001, 1, 8, 0, 0, 0x4C54019F,
         "it is more than 2000 points wide or high"},
        {"IHDR", 1, 2001, 8, 0, 0, 0xEDE7B9F4,
         "it is more than 2000 points wide or high"},
        {"IHDR", 0x80000000, 1, 8, 0, 0, 0x75D6D57C,
         "it is more than 2000 points wide or high"},
        {"IHDR", 0, 1, 8, 0, 0, 0xD5BCF06B, "it is damaged"},
        {"IHDR", 1, 1, 8, 0, 1, 0x3BBCF162, "it is damaged"},
        {"IHDR", 1, 1, 3, 0, 0, 0x4DAEAA44, "it is damaged"},
        {"IHDR", 1, 1, 16, 3, 0, 0x785BE8F8, "it is damaged"},
        {"IHDR", 1, 1, 4, 2, 0, 0x5587BEDF, "it is damaged"},
        {"IHDR", 1, 1, 8, 5, 0, 0x0DA06B67, "it is damaged"},
        {"CgBI", 1, 1, 8, 0, 0, 0x9AF78B38, "it is damaged"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct image image;
        struct buf png = {0};
        const char *why;

        buf_add_text(&png, "\x89PNG\r\n\x1a\n");
        add_number(&png, 13);
        buf_add_text(&png, cases[i].type);
        add_number(&png, cases[i].width);
        add_number(&png, cases[i].height);
        buf_add_char(&png, cases[i].bits);
        buf_add_char(&png, cases[i].kind);
        buf_add_char(&png, cases[i].compression);
        buf_add(&png, (struct str){"\0\0", 2});
        add_number(&png, cases[i].sum);
        add_number(&png, 0);
        buf_add_text(&png, "IDAT");
        add_number(&png, 0x35AF061E);
        add_number(&png, 0);
        buf_add_text(&png, "IEND");
        add_number(&png, 0xAE426082);
        why = logo_read(buf_str(&png), &image);
        if (!cases[i].why)
            assert_null(why);
        else
            assert_string_equal(why, cases[i].why);
        buf_clear(&png);
    }
}

/* What is on the shelf is good, and speaks all languages: one of each kind. */
static void
test_shelf(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    for (int kind = 0; kind < N_REPORT_KINDS; kind++)
        for (int language = 0; language < N_LANGUAGES; language++) {
            const char *path = unit_data(arena_printf(
                arena, "../../reports/%s.xml", report_kind_names[kind]));
            struct diag *diag = diag_new();
            struct str bytes;
            const struct template *english;
            const struct template *template;

            assert_true(file_read_whole(path, 1 << 20, arena, &bytes, diag));
            english = template_read(path, bytes, LANG_EN, arena, diag);
            template = template_read(path, bytes, (enum language)language,
                                     arena, diag);
            assert_non_null(template);
            assert_int_equal(template->kind, kind);
            assert_true(template->n_blocks > 1);
            if (language != LANG_EN)
                assert_string_not_equal(template->title, english->title);
            diag_free(diag);
        }
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_words), cmocka_unit_test(test_refused),
          cmocka_unit_test(test_idle_words), cmocka_unit_test(test_empty),
          cmocka_unit_test(test_schema), cmocka_unit_test(test_letterhead),
          cmocka_unit_test(test_spoilt_logo), cmocka_unit_test(test_odd_logos),
          cmocka_unit_test(test_shelf))
