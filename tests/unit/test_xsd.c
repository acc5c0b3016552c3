/* SPDX-License-Identifier: GPL-3.0-or-later */

/* instruments/instrument.xsd, which editors use, and attune's own grammar give
   one verdict on every file that grammar alone can judge: on cases written by
   hand, on files that hold every part and are then spoilt in every way we know
   at every place, and on values made up at random.

   attune's verdict is that of its grammar, E016 to E026.  The differences that
   XML Schema 1.0 leaves, each with a case below:
   - What is judged before the grammar, E010 to E015: document types, limits,
     control characters.  No schema sees them.
   - Attributes of the xml namespace that have no place, such as xml:space or a
     second xml:lang.  A wildcard for other namespaces takes that one in.
   - xsi:type and xsi:nil speak to a validator; to attune they are attributes
     of another namespace, and passed over. */

#include <dirent.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "instrument/grammar.h"
#include "said.h"
#include "unit.h"
#include "xml/schema.h"
#include "xsd_kit.h"

#define XSI "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"

/* ---- cases written by hand ---- */

struct xsd_case {
    enum whole_file file;
    const char *from; /* in the file */
    const char *to;
    bool is_valid;
};

/* clang-format off: a case a line or two. */
static const struct xsd_case cases[] = {
#include "xsd_cases.def"
};
/* clang-format on */

static void
test_cases(void **state)
{
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct arena *arena = arena_new();
        const struct xsd_case *one = &cases[i];
        const char *text = said_patch(arena, xsd_whole_file(one->file, arena),
                                      one->from, one->to);
        if (attune_accepts(text) != one->is_valid)
            fail_msg("attune on '%s'", one->to);
        if (xsd_accepts(*state, text) != one->is_valid)
            fail_msg("the schema on '%s'", one->to);
        arena_free(arena);
    }
}

/* What is said above to differ does: else it is no difference any more. */
static void
test_known_differences(void **state)
{
    static const struct {
        const char *to; /* in place of the title */
        bool attune_accepts;
    } differences[] = {
        {"<title xml:space='preserve'>T</title>", false},
        {"<title xml:lang='en'>T</title>", false},
        {"<title xml:id='t'>T</title>", false},
        {"<title>T\xc2\x85</title>", false},
        {"<title " XSI " xsi:type='norm'>T</title>", true},
        {"<title " XSI " xsi:nil='true'>T</title>", true},
    };
    struct arena *arena = arena_new();
    const char *whole = xsd_whole_file(INSTRUMENT, arena);
    for (size_t i = 0; i < N_ELEMENTS(differences); i++) {
        const char *text = said_patch(arena, whole, "<title>Every part</title>",
                                      differences[i].to);
        assert_int_equal(attune_accepts(text), differences[i].attune_accepts);
        assert_int_equal(xsd_accepts(*state, text),
                         !differences[i].attune_accepts);
    }
    const char *doctype = said_patch(arena, whole, "<instrument ",
                                     "<!DOCTYPE instrument>\n<instrument ");
    assert_false(attune_accepts(doctype));
    assert_true(xsd_accepts(*state, doctype));
    arena_free(arena);
}

/* ---- the whole files are whole ---- */

static const struct xml_element *
child_find(const struct xml_element *element, const char *name)
{
    for (size_t i = 0; i < element->n_children; i++)
        if (strcmp(element->children[i].name, name) == 0)
            return &element->children[i];
    return NULL;
}

/* The first element of each kind has every attribute and child there is. */
static void
check_whole(const struct schema_element *rule,
            const struct xml_element *element)
{
    const struct schema_attribute *attribute = rule->attributes;
    for (; attribute && attribute->name; attribute++)
        if (!xml_attribute_find(element, attribute->name))
            fail_msg("no '%s' of '%s'", attribute->name, rule->name);
    const struct schema_child *child = rule->children;
    for (; child && child->element; child++) {
        const char *name = child->element->name;
        const struct xml_element *found = child_find(element, name);
        if (!found)
            fail_msg("no '%s' in '%s'", name, rule->name);
        check_whole(child->element, found);
    }
}

static void
test_whole_files(void **state)
{
    (void)state;
    const struct schema_element *const rules[] = {
        [INSTRUMENT] = &grammar_instrument, [WORDING] = &grammar_wording};
    for (int i = 0; i < N_WHOLE_FILES; i++) {
        struct arena *arena = arena_new();
        struct diag *diag = diag_new();
        const char *text = xsd_whole_file((enum whole_file)i, arena);
        const struct xml_element *root = xml_read(
            "x.xml", str_from(text), INSTRUMENT_NAMESPACE, arena, diag);
        assert_non_null(root);
        check_whole(rules[i], root);
        diag_free(diag);
        arena_free(arena);
    }
}

/* ---- values made up at random ---- */

/* An attribute of each type, as it stands in the whole instrument. */
static const char *const typed[] = {
    "edition=\"1\"",       "age=\"40\"",      "score=\"1\"",  "fires=\"no\"",
    "responses=\"often\"", "xml:lang=\"en\"", "number=\"1\"",
};

/* Up to 20 characters of those that matter to some type. */
static void
make_up(uint32_t *seed, struct buf *value)
{
    static const char letters[] = "000112399..--ab-_Z ";
    size_t n = (*seed >> 8) % 21;
    buf_empty(value);
    while (n--) {
        *seed = *seed * 1664525u + 1013904223u;
        buf_add_char(value, letters[(*seed >> 16) % (sizeof letters - 1)]);
    }
    *seed = *seed * 1664525u + 1013904223u;
}

static void
test_random_values(void **state)
{
    enum { N_EACH = 600 };
    struct buf value = {0};
    struct tally tally = {0};
    uint32_t seed = 1;
    for (size_t i = 0; i < N_ELEMENTS(typed) * N_EACH; i++) {
        struct arena *arena = arena_new();
        const char *from = typed[i % N_ELEMENTS(typed)];
        make_up(&seed, &value);
        const char *to =
            arena_printf(arena, "%.*s\"%s\"", (int)strcspn(from, "\""), from,
                         buf_text(&value));
        const char *text =
            said_patch(arena, xsd_whole_file(INSTRUMENT, arena), from, to);
        xsd_compare(*state, text, to, &tally);
        arena_free(arena);
    }
    buf_clear(&value);
    assert_true(tally.n_accepted > 500);
    assert_true(tally.n_refused > 500);
}

/* Puts a value in the place of another in the whole instrument. */
static void
compare_value(xmlSchema *schema, const char *from, const char *name,
              const char *value, struct tally *tally)
{
    struct arena *arena = arena_new();
    const char *to = arena_printf(arena, "%s=\"%s\"", name, value);
    const char *text =
        said_patch(arena, xsd_whole_file(INSTRUMENT, arena), from, to);
    xsd_compare(schema, text, to, tally);
    arena_free(arena);
}

/* 15 and 16 digits, the point behind each of them; then INT32_MAX with one
   digit changed to each other. */
static void
test_edges_of_numbers(void **state)
{
    static const char digits[] = "9876543219876543";
    struct tally tally = {0};
    char value[32];
    for (int n = 15; n <= 16; n++)
        for (int n_whole = 1; n_whole <= n; n_whole++) {
            snprintf(value, sizeof value, "%.*s%s%.*s", n_whole, digits,
                     n_whole < n ? "." : "", n - n_whole, digits + n_whole);
            compare_value(*state, "score=\"1\"", "score", value, &tally);
        }
    assert_int_equal(tally.n_accepted, 15);
    assert_int_equal(tally.n_refused, 16);
    for (size_t i = 0; i < 10; i++)
        for (char c = '0'; c <= '9'; c++) {
            snprintf(value, sizeof value, "%d", INT32_MAX);
            value[i] = c;
            compare_value(*state, "edition=\"1\"", "edition", value, &tally);
        }
    assert_true(tally.n_accepted > 50);
}

/* ---- what editors show ---- */

static size_t
count_undocumented(xmlNode *node, size_t *n_parts)
{
    size_t n = 0;
    for (node = xmlFirstElementChild(node); node;
         node = xmlNextElementSibling(node)) {
        const char *name = (const char *)node->name;
        xmlChar *said = xmlNodeGetContent(xmlFirstElementChild(node));
        bool is_part =
            strcmp(name, "element") == 0 || strcmp(name, "attribute") == 0;
        *n_parts += is_part;
        if (is_part && !str_trim(str_from((const char *)said)).len)
            n++;
        xmlFree(said);
        n += count_undocumented(node, n_parts);
    }
    return n;
}

/* ---- what is shipped ---- */

/* Definitions and wordings, of editions of before too. */
static size_t
check_folder(xmlSchema *schema, const char *name)
{
    struct arena *arena = arena_new();
    const char *folder = arena_text(arena, str_from(unit_data(name)));
    DIR *dir = opendir(folder);
    size_t n = 0;
    assert_non_null(dir);
    for (const struct dirent *entry; (entry = readdir(dir));) {
        size_t len = strlen(entry->d_name);
        struct diag *diag = diag_new();
        struct str bytes;
        if (len < 4 || strcmp(entry->d_name + len - 4, ".xml") != 0) {
            diag_free(diag);
            continue;
        }
        const char *path = arena_printf(arena, "%s/%s", folder, entry->d_name);
        assert_true(file_read_whole(path, 1 << 20, arena, &bytes, diag));
        const char *text = arena_text(arena, bytes);
        if (!attune_accepts(text) || !xsd_accepts(schema, text))
            fail_msg("'%s' is refused", entry->d_name);
        diag_free(diag);
        n++;
    }
    closedir(dir);
    arena_free(arena);
    return n;
}

static void
test_shipped_files(void **state)
{
    assert_true(check_folder(*state, "../../instruments") >= 30);
    assert_true(check_folder(*state, "../../instruments/published") >= 20);
}

/* Every element and attribute says what it means. */
static void
test_documentation(void **state)
{
    (void)state;
    xmlDoc *doc = xmlReadFile(xsd_path(), NULL, XML_PARSE_NONET);
    size_t n_parts = 0;
    assert_int_equal(count_undocumented(xmlDocGetRootElement(doc), &n_parts),
                     0);
    assert_true(n_parts > 150);
    xmlFreeDoc(doc);
}

/* Every method of methods.def is one of the schema. */
static void
test_methods(void **state)
{
    struct arena *arena = arena_new();
    const char *whole = xsd_whole_file(INSTRUMENT, arena);
    for (size_t i = 0; scale_method_names[i]; i++) {
        const char *text = said_patch(
            arena, whole, "method=\"mean\"",
            arena_printf(arena, "method=\"%s\"", scale_method_names[i]));
        assert_true(attune_accepts(text));
        if (!xsd_accepts(*state, text))
            fail_msg("the schema lacks '%s'", scale_method_names[i]);
    }
    arena_free(arena);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_methods),
        cmocka_unit_test(test_known_differences),
        cmocka_unit_test(test_whole_files),
        cmocka_unit_test(test_random_values),
        cmocka_unit_test(test_edges_of_numbers),
        cmocka_unit_test(test_documentation),
        cmocka_unit_test(test_shipped_files),
    };
    unit_prepare();
    return cmocka_run_group_tests(tests, xsd_open, xsd_close);
}
