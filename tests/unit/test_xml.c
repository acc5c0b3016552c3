/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xml: places that people can trust, and files that mean harm. */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "xml/xml.h"

#define NS "urn:attune:test:1"
#define ROOT "<r xmlns='" NS "'>"

struct world {
    struct arena *arena;
    struct diag *diag;
};

static struct world
world_new(void)
{
    return (struct world){arena_new(), diag_new()};
}

static void
world_free(struct world *world)
{
    diag_free(world->diag);
    arena_free(world->arena);
}

static const struct xml_element *
read_bytes(struct world *world, struct str bytes)
{
    return xml_read("t.xml", bytes, NS, world->arena, world->diag);
}

static const struct xml_element *
read_good(struct world *world, const char *text)
{
    const struct xml_element *root = read_bytes(world, str_from(text));
    if (!root)
        fail_msg("refused: %s: %s", text, diag_get(world->diag, 0)->detail);
    return root;
}

/* "line:column+width" */
static const char *
place_text(struct world *world, struct xml_spot spot)
{
    struct place place = xml_place(spot);
    assert_string_equal(place.file, "t.xml");
    return arena_printf(world->arena, "%d:%d+%d", place.line, place.column,
                        place.width);
}

/* ---- places ---- */

/* The place of the value of 'a' of the last child, and of that value's first
   word that is 'word'. */
static const struct {
    const char *xml;
    const char *name_place;
    const char *value;
    const char *value_place;
    const char *word;
    const char *word_place;
} attribute_cases[] = {
    {ROOT "<e a='x y'/></r>", "1:33+1", "x y", "1:36+3", "y", "1:38+1"},
    {ROOT "\n<e\n  b=\"1\"\n  a\n = 'x y'\n/></r>", "4:3+1", "x y", "5:5+3",
     "y", "5:7+1"},
    {ROOT "\r\n<e\r\n\ta='x\r\ny z'/></r>", "3:2+1", "x y z", "3:5+1", "z",
     "4:3+1"},
    {ROOT "\n<e b='&lt;&#x1F600;' a='&amp;&#233;&#xe9; q'/></r>", "2:22+1",
     "&\u00e9\u00e9 q", "2:25+19", "q", "2:43+1"},
    {ROOT "\n<e a='x&lt;y &quot;'/></r>", "2:4+1", "x<y \"", "2:7+13", "\"",
     "2:14+6"},
    {ROOT "\n<!-- <e a='no'/> > --><e a='x'/></r>", "2:26+1", "x", "2:29+1",
     "x", "2:29+1"},
    {ROOT "\n<![CDATA[<e a='no'/>]]><?e a='no' > ?><e a='x'/></r>", "2:42+1",
     "x", "2:45+1", "x", "2:45+1"},
    {ROOT "\n\u00fc\u4f60\U0001f600\t<e a='\u4f60\u597d y'/></r>", "2:8+1",
     "\u4f60\u597d y", "2:11+4", "y", "2:14+1"},
    {ROOT "\n<f><g a='no'>x</g></f ><e b='>' a=\"'\"/></r>", "2:33+1", "'",
     "2:36+1", "'", "2:36+1"},
    {ROOT "\n<e xmlns:o='urn:o' o:a='no' a='x'/></r>", "2:29+1", "x", "2:32+1",
     "x", "2:32+1"},
    {ROOT "\n<e a=''/></r>", "2:4+1", "", "2:7+0", "", "2:7+0"},
    {"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>" ROOT "<e a='x'/></r>",
     "1:71+1", "x", "1:74+1", "x", "1:74+1"},
    {"\xef\xbb\xbf" ROOT "<e a='x'/></r>", "1:33+1", "x", "1:36+1", "x",
     "1:36+1"},
};

static void
test_places_of_attributes(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(attribute_cases); i++) {
        struct world world = world_new();
        const struct xml_element *root =
            read_good(&world, attribute_cases[i].xml);
        const struct xml_element *e = &root->children[root->n_children - 1];
        const struct xml_attribute *a = xml_attribute_find(e, "a");
        print_message("# %s\n", attribute_cases[i].xml);
        assert_non_null(a);
        assert_string_equal(a->value.bytes, attribute_cases[i].value);
        assert_int_equal(a->value.len, strlen(attribute_cases[i].value));
        assert_string_equal(place_text(&world, xml_name_spot(e, "a")),
                            attribute_cases[i].name_place);
        assert_string_equal(place_text(&world, xml_value_spot(e, "a")),
                            attribute_cases[i].value_place);
        const char *word = strstr(a->value.bytes, attribute_cases[i].word);
        struct str found = {word, strlen(attribute_cases[i].word)};
        assert_string_equal(place_text(&world, xml_word_spot(e, "a", found)),
                            attribute_cases[i].word_place);
        world_free(&world);
    }
}

/* Words far into long values, with and without references before them. */
static void
test_places_in_long_values(void **state)
{
    static const struct {
        const char *part; /* raw */
        size_t raw_len;   /* in characters */
        size_t value_len; /* in bytes */
    } cases[] = {
        {"ab c", 4, 4},
        {"\u00e4b", 2, 3},
        {"a&#32;", 6, 2},
        {"&lt;&#x1F600;b", 14, 6},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct world world = world_new();
        struct buf xml = {0};
        buf_add_text(&xml, "<r xmlns='" NS "' a='");
        size_t start = xml.len + 1;
        for (int n = 0; n < 2000; n++)
            buf_add_text(&xml, cases[i].part);
        buf_add_text(&xml, "'/>");
        const struct xml_element *root = read_good(&world, buf_text(&xml));
        struct str value = xml_attribute_find(root, "a")->value;
        assert_int_equal(value.len, 2000 * cases[i].value_len);
        for (size_t n = 0; n < 2000; n += 37) {
            struct str word = {value.bytes + n * cases[i].value_len,
                               cases[i].value_len};
            struct place place = xml_place(xml_word_spot(root, "a", word));
            assert_int_equal(place.column, start + n * cases[i].raw_len);
            assert_int_equal(place.width, cases[i].raw_len);
        }
        buf_clear(&xml);
        world_free(&world);
    }
}

static void
test_places_without_attribute(void **state)
{
    (void)state;
    struct world world = world_new();
    const struct xml_element *root =
        read_good(&world, ROOT "\n  <long-name/></r>");
    const struct xml_element *e = root->children;
    assert_null(xml_attribute_find(e, "a"));
    assert_string_equal(place_text(&world, xml_name_spot(e, "a")), "2:4+9");
    assert_string_equal(place_text(&world, xml_value_spot(e, "a")), "2:4+9");
    assert_string_equal(place_text(&world, xml_text_spot(e)), "2:4+9");
    assert_string_equal(place_text(&world, xml_word_spot(e, "a", STR("x"))),
                        "2:4+9");
    world_free(&world);
}

static void
test_attributes_that_are_kept(void **state)
{
    (void)state;
    struct world world = world_new();
    const struct xml_element *root =
        read_good(&world, "<p:r xmlns:p='" NS "' xmlns:o='urn:o' xml:lang='en' "
                          "o:x='1' p:id='2' id='3'><p:e/><o:f/><g/></p:r>");
    assert_string_equal(root->name, "r");
    assert_int_equal(root->n_attributes, 3);
    assert_string_equal(root->attributes[0].name, "xml:lang");
    assert_string_equal(root->attributes[1].name, "p:id");
    assert_string_equal(root->attributes[2].name, "id");
    assert_int_equal(root->n_children, 3);
    assert_string_equal(root->children[0].name, "e");
    assert_false(root->children[0].is_foreign);
    assert_string_equal(root->children[1].name, "o:f");
    assert_true(root->children[1].is_foreign);
    assert_string_equal(root->children[2].name, "g");
    assert_true(root->children[2].is_foreign);
    assert_string_equal(
        place_text(&world, xml_element_spot(&root->children[0])), "1:89+3");
    world_free(&world);
}

/* A line of a megabyte: the columns are counted, not guessed. */
static void
test_places_in_a_long_line(void **state)
{
    (void)state;
    struct world world = world_new();
    struct buf buf = {0};
    buf_add_text(&buf, ROOT);
    for (int i = 0; i < 100000; i++)
        buf_add_text(&buf, "\u4f60<e/>");
    buf_add_text(&buf, "<e a='x'/></r>");
    const struct xml_element *root = read_bytes(&world, buf_str(&buf));
    assert_non_null(root);
    assert_int_equal(root->n_children, 100001);
    const struct xml_element *e = &root->children[100000];
    assert_string_equal(place_text(&world, xml_value_spot(e, "a")),
                        "1:500036+1");
    xml_problem(world.diag, MSG_ATTRIBUTE_VALUE, xml_value_spot(e, "a"), "x");
    assert_null(diag_get(world.diag, 0)->excerpt);
    buf_clear(&buf);
    world_free(&world);
}

static void
test_texts(void **state)
{
    static const struct {
        const char *inside;
        const char *text;
        const char *place;
    } cases[] = {
        {"", "", "1:2+1"},
        {" \n\t ", "", "1:2+1"},
        {"a", "a", "1:30+1"},
        {" a \r\n\t b  c ", "a b c", "1:31+2"},
        {"\n  a &amp; b\n", "a & b", "2:3+9"},
        {"a<!-- x -->b", "ab", "1:30+12"},
        {"<!-- x --> a ", "a", "1:41+1"},
        {"<![CDATA[ a < b ]]>", "a < b", "1:40+5"},
        {"a<?x y?> b", "a b", "1:30+10"},
        {"a<e>inner</e>b", "ab", "1:30+14"},
        {"\u4f60\u597d", "\u4f60\u597d", "1:30+2"},
        {"&#x202e;x", "\u202ex", "1:30+9"},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct world world = world_new();
        const char *xml =
            arena_printf(world.arena, ROOT "%s</r>", cases[i].inside);
        const struct xml_element *root = read_good(&world, xml);
        print_message("# %s\n", cases[i].inside);
        assert_string_equal(root->text, cases[i].text);
        assert_string_equal(place_text(&world, xml_text_spot(root)),
                            cases[i].place);
        world_free(&world);
    }
}

static void
test_problem_shows_its_line(void **state)
{
    (void)state;
    struct world world = world_new();
    const struct xml_element *root =
        read_good(&world, ROOT "\r\n\t<e a='x'/>\r\n</r>");
    xml_problem(world.diag, MSG_ATTRIBUTE_VALUE,
                xml_value_spot(root->children, "a"), "'%s'", "x");
    xml_problem(world.diag, MSG_ATTRIBUTE_VALUE, xml_element_spot(root), NULL);
    const struct diagnostic *problem = diag_get(world.diag, 0);
    assert_string_equal(problem->excerpt, "\t<e a='x'/>");
    assert_string_equal(problem->detail, "'x'");
    assert_int_equal(problem->place.column, 8);
    assert_null(diag_get(world.diag, 1)->detail);
    world_free(&world);
}

/* ---- files that are refused ---- */

/* A problem in one line: "line:column code: detail (hint)". */
static const char *
first_problem(struct world *world)
{
    const struct diagnostic *problem = diag_get(world->diag, 0);
    return arena_printf(world->arena, "%d:%d %s: %s", problem->place.line,
                        problem->place.column, message_code(problem->message),
                        problem->detail ? problem->detail : "-");
}

static void
check_refused(struct str bytes, const char *problem, const char *hint)
{
    struct world world = world_new();
    print_message("# want %s\n", problem);
    assert_null(read_bytes(&world, bytes));
    assert_int_equal(diag_total(world.diag), 1);
    assert_string_equal(first_problem(&world), problem);
    const char *said = diag_get(world.diag, 0)->hint;
    if (!hint)
        assert_null(said);
    else if (!said || !strstr(said, hint))
        fail_msg("hint '%s' has no '%s'", said ? said : "", hint);
    world_free(&world);
}

#define LAUGHS                                                                 \
    "<?xml version='1.0'?>\n<!DOCTYPE r [<!ENTITY a 'ha'>"                     \
    "<!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>\n" ROOT "&b;</r>"
#define LOCAL_FILE                                                             \
    "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" ROOT "&x;</r>"

static void
test_refused(void **state)
{
    static const struct {
        struct str xml;
        const char *problem;
        const char *hint;
    } cases[] = {
        {STR(""), "0:0 E015: the file is empty", NULL},
        {STR("\xef\xbb\xbf"), "0:0 E015: the file is empty", NULL},
        {STR(LAUGHS), "2:1 E013: -", "<!"},
        {STR(LOCAL_FILE), "1:1 E013: -", "<!"},
        {STR("<!doctype html><html/>"), "1:1 E013: -", "<!"},
        {STR(ROOT "\n<e>\xc3</e></r>"), "2:4 E010: byte 0xc3", "UTF-8"},
        {STR(ROOT "\n\xc3\xa9t\xe9</r>"), "2:3 E010: byte 0xe9", "UTF-8"},
        {STR("\xff\xfe<\0r\0"), "1:1 E010: this is UTF-16", "UTF-8"},
        {STR("<?xml version='1.0' encoding='ISO-8859-1'?>" ROOT "</r>"),
         "1:31 E011: 'ISO-8859-1'", "UTF-8"},
        {STR(ROOT "\n a\0</r>"), "2:3 E012: U+0000", NULL},
        {STR(ROOT "\n a\x1b[0m</r>"), "2:3 E012: U+001B", NULL},
        {STR(ROOT "\n a\xc2\x9b</r>"), "2:3 E012: U+009B", NULL},
        {STR(ROOT "\n a\x7f</r>"), "2:3 E012: U+007F", NULL},
        {STR(ROOT "\n a&#x9b;</r>"), "2:2 E012: U+009B", NULL},
        {STR(ROOT "\n<e a='b&#x7f;'/></r>"), "2:7 E012: U+007F", NULL},
        {STR(ROOT "\n a&#27;</r>"), "2:3 E015: no such character", "control"},
        {STR(ROOT "\n<e>\n</f></r>"),
         "3:1 E015: opening and ending tag "
         "mismatch: e line 2 and f",
         "closed"},
        {STR(ROOT "\n<e>x"),
         "2:5 E015: premature end of data in tag e line "
         "2",
         "ends before"},
        {STR(ROOT "\n a & b</r>"), "2:4 E015: no name after '<' or '&'",
         "&amp;"},
        {STR(ROOT "\n<e a='a & b'/></r>"), "2:9 E015: no name after '<' or '&'",
         "&amp;"},
        {STR(ROOT "\n a&nbsp;b</r>"), "2:3 E015: entity 'nbsp' not defined",
         "itself"},
        {STR(ROOT "\n<e a=x/></r>"), "2:6 E015: a value without quotes",
         "name=\""},
        {STR(ROOT "\n<e a='x>\n<f/></r>"), "3:1 E015: a '<' within a value",
         "quote"},
        {STR(ROOT "\n<e a='q < 1'/></r>"), "2:9 E015: a '<' within a value",
         "&lt;"},
        {STR(ROOT "\n<e a='x' a='y'/></r>"),
         "2:15 E015: attribute a "
         "redefined",
         NULL},
        {STR(ROOT "</r>\n<r/>"), "2:1 E015: something after the end",
         "outermost"},
        {STR(ROOT "<o:e/></r>"),
         "1:34 E015: namespace prefix o on e is not "
         "defined",
         NULL},
        {STR("\n<?xml version='1.0'?>" ROOT "</r>"),
         "2:6 E015: XML declaration allowed only at the start of the document",
         "empty line"},
        {STR("hello"), "1:1 E015: no element begins here", "begin"},
        {STR("\n<r/>"), "2:2 E016: 'r' is not in the namespace '" NS "'",
         "<r xmlns=\"" NS "\""},
        {STR("<r xmlns='urn:other'/>"),
         "1:2 E016: 'r' is not in the "
         "namespace '" NS "'",
         "xmlns"},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        check_refused(cases[i].xml, cases[i].problem, cases[i].hint);
}

static void
add_times(struct buf *buf, const char *text, int n)
{
    for (int i = 0; i < n; i++)
        buf_add_text(buf, text);
}

static void
test_too_large(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_add_text(&buf, ROOT);
    add_times(&buf, "0123456789abcdef", (5 << 20) / 16);
    check_refused(buf_str(&buf),
                  "0:0 E004: 5242909 bytes, and at most 4194304 are read",
                  NULL);
    buf_clear(&buf);
}

static void
test_too_many_attributes(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_add_text(&buf, ROOT "\n<e");
    for (int i = 0; i < 200000; i++)
        buf_addf(&buf, " a%d=''", i);
    buf_add_text(&buf, "/></r>");
    check_refused(buf_str(&buf), "2:1 E014: a tag longer than 64 KiB", NULL);
    buf_clear(&buf);
}

/* Many tags that are each short enough would take libxml2 seconds. */
static void
test_attribute_limit(void **state)
{
    (void)state;
    struct world world = world_new();
    struct buf buf = {0};
    buf_add_text(&buf, ROOT "\n<e");
    for (int i = 0; i < XML_LIMIT_ATTRIBUTES; i++)
        buf_addf(&buf, " a%d=''", i);
    size_t len = buf.len;
    buf_add_text(&buf, "/></r>");
    assert_non_null(read_bytes(&world, buf_str(&buf)));
    buf.len = len;
    buf_add_text(&buf, " b=''/></r>");
    check_refused(buf_str(&buf), "2:1 E014: more than 200 attributes", NULL);
    buf_clear(&buf);
    world_free(&world);
}

static void
test_tag_size_limit(void **state)
{
    (void)state;
    struct world world = world_new();
    struct buf buf = {0};
    buf_add_text(&buf, ROOT "\n<e a='");
    add_times(&buf, "x", XML_LIMIT_TAG_SIZE - 9);
    size_t len = buf.len;
    buf_add_text(&buf, "'/></r>");
    assert_non_null(read_bytes(&world, buf_str(&buf)));
    buf.len = len;
    buf_add_text(&buf, "x'/></r>");
    check_refused(buf_str(&buf), "2:1 E014: a tag longer than 64 KiB", NULL);
    buf_clear(&buf);
    world_free(&world);
}

static void
test_too_deep(void **state)
{
    (void)state;
    struct world world = world_new();
    struct buf buf = {0};
    buf_add_text(&buf, ROOT);
    add_times(&buf, "<e>", XML_LIMIT_DEPTH - 1);
    size_t len = buf.len;
    add_times(&buf, "</e>", XML_LIMIT_DEPTH - 1);
    buf_add_text(&buf, "</r>");
    assert_non_null(read_bytes(&world, buf_str(&buf)));
    buf.len = len;
    add_times(&buf, "<e>", 8);
    check_refused(buf_str(&buf), "1:123 E014: more than 32 elements deep",
                  NULL);
    buf_clear(&buf);
    world_free(&world);
}

static void
test_too_many_elements(void **state)
{
    (void)state;
    struct buf buf = {0};
    buf_add_text(&buf, ROOT);
    add_times(&buf, "<e/>", XML_LIMIT_ELEMENTS);
    buf_add_text(&buf, "</r>");
    check_refused(buf_str(&buf), "1:800026 E014: more than 200,000 elements",
                  NULL);
    buf_clear(&buf);
}

/* Every beginning of a file, and every file with one byte changed, is either
   read or refused with a problem. */
static void
test_torn_and_flipped(void **state)
{
    static const char text[] =
        "<?xml version='1.0'?>" ROOT "<!-- c --><e a='x&amp;y' b=\"1\">t"
        "<![CDATA[<]]></e><?p q?></r>";
    static const char bytes[] = "<>&;'\"/!?-[] =a\0\xc3";
    (void)state;
    char copy[sizeof text];
    for (size_t i = 0; i < sizeof text - 1; i++) {
        struct world world = world_new();
        assert_null(read_bytes(&world, (struct str){text, i}));
        assert_int_equal(diag_total(world.diag), 1);
        world_free(&world);
        for (size_t j = 0; j < sizeof bytes - 1; j++) {
            world = world_new();
            memcpy(copy, text, sizeof text);
            copy[i] = bytes[j];
            struct str flipped = {copy, sizeof text - 1};
            bool read = read_bytes(&world, flipped) != NULL;
            assert_int_equal(diag_total(world.diag), read ? 0 : 1);
            world_free(&world);
        }
    }
}

UNIT_MAIN(cmocka_unit_test(test_places_of_attributes),
          cmocka_unit_test(test_places_in_long_values),
          cmocka_unit_test(test_places_without_attribute),
          cmocka_unit_test(test_attributes_that_are_kept),
          cmocka_unit_test(test_places_in_a_long_line),
          cmocka_unit_test(test_texts),
          cmocka_unit_test(test_problem_shows_its_line),
          cmocka_unit_test(test_refused), cmocka_unit_test(test_too_large),
          cmocka_unit_test(test_too_many_attributes),
          cmocka_unit_test(test_attribute_limit),
          cmocka_unit_test(test_tag_size_limit),
          cmocka_unit_test(test_too_deep),
          cmocka_unit_test(test_too_many_elements),
          cmocka_unit_test(test_torn_and_flipped))
