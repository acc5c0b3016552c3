/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that hold every part of the grammar, spoilt in every way we know at
   every place: attune and instruments/instrument.xsd must agree about all of
   them.  See test_xsd.c for what is out of their common reach. */

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

#include "instrument/instrument.h"
#include "unit.h"
#include "xsd_kit.h"

static const xmlChar *
xml(const char *text)
{
    return (const xmlChar *)text;
}

/* Every word of the grammar and what stands next to the borders of each
   type. */
static const char *const values[] = {
    "",
    " ",
    "x",
    "X",
    "q1",
    " q1",
    "q1 ",
    "q_1-",
    "-q",
    "1q",
    "\xc3\xa9",
    "1",
    " 1",
    "01",
    "0",
    "00",
    "-0",
    "-1",
    "+1",
    "1.",
    ".5",
    "1.50",
    "-2.5",
    "1.2.3",
    "1e3",
    "1,5",
    "0x1",
    "2147483647",
    "2147483648",
    "99999999999",
    "123456789012345",
    "1234567890123456",
    "123456789012345.0",
    "12345678901234.5",
    "123456789012345.5",
    "0.000000000000001",
    "0.0000000000000001",
    "0.50000000000000000000",
    "yes",
    "no",
    "YES",
    "true",
    "en",
    "pt-BR",
    "e",
    "en-",
    "en-x-123456789",
    "englishes",
    "e1",
    "unvalidated",
    "validated",
    "skeleton",
    "skipped",
    "declined",
    "unknown",
    "not-applicable",
    "not-asked",
    "unclear",
    "higher-better",
    "higher-worse",
    "neither",
    "half-up",
    "half-even",
    "excluded",
    "counted",
    "by-range",
    "zero",
    "norm",
    "criterion",
    "range",
    "a",
    "b",
    "c",
    "d",
    "f",
    "m",
    "t",
    "percentile",
    "stanine",
    "sten",
    "alpha",
    "omega",
    "retest",
    "jacobson-truax",
    "gln",
    "hll",
    "ha",
    "nk",
    "points",
    "mean",
    "sum",
    "percent",
    "count",
    "min",
    "max",
    "formula",
    "grm",
    "rasch",
    "errors",
    "ignore",
    "list",
    "too-few",
    "bad",
    "operand",
    "outside",
    "no-case",
    "no-earlier",
    "couple",
};

/* The idx-th element in document order; NULL when there are fewer. */
static xmlNode *
element_at(xmlNode *node, size_t *idx)
{
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        if ((*idx)-- == 0)
            return node;
        xmlNode *found = element_at(node->children, idx);
        if (found)
            return found;
    }
    return NULL;
}

static void
drop(xmlNode *node)
{
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

static bool
is_root(const xmlNode *node)
{
    return node->parent->type == XML_DOCUMENT_NODE;
}

static bool
remove_it(xmlNode *node)
{
    if (is_root(node))
        return false;
    drop(node);
    return true;
}

static bool
double_it(xmlNode *node)
{
    return !is_root(node) && xmlAddNextSibling(node, xmlCopyNode(node, 1));
}

static bool
put_last(xmlNode *node)
{
    xmlNode *parent = node->parent;
    if (is_root(node))
        return false;
    xmlUnlinkNode(node);
    return xmlAddChild(parent, node);
}

static bool
put_first(xmlNode *node)
{
    return !is_root(node) && xmlAddPrevSibling(node->parent->children, node);
}

static bool
put_behind_next(xmlNode *node)
{
    xmlNode *next = xmlNextElementSibling(node);
    return !is_root(node) && next && xmlAddNextSibling(next, node);
}

static bool
rename_it(xmlNode *node)
{
    xmlNodeSetName(node, xml("surprise"));
    return true;
}

/* An element that its parent knows, where that one does not. */
static bool
put_into_previous(xmlNode *node)
{
    xmlNode *previous = xmlPreviousElementSibling(node);
    if (is_root(node) || !previous)
        return false;
    xmlUnlinkNode(node);
    return xmlAddChild(previous, node);
}

static bool
add_child(xmlNode *node)
{
    return xmlNewChild(node, node->ns, xml("surprise"), NULL);
}

static bool
add_foreign_child(xmlNode *node)
{
    xmlNode *child = xmlNewChild(node, node->ns, xml("title"), NULL);
    xmlSetNs(child, xmlNewNs(child, xml("urn:x"), xml("x")));
    return true;
}

static bool
add_text(xmlNode *node)
{
    return xmlAddChild(node, xmlNewText(xml(" words ")));
}

static bool
add_blanks(xmlNode *node)
{
    return xmlAddChild(node, xmlNewText(xml(" \n\t")));
}

static bool
add_comment(xmlNode *node)
{
    return xmlAddChild(node, xmlNewComment(xml(" a remark ")));
}

static bool
add_instruction(xmlNode *node)
{
    return xmlAddChild(node, xmlNewPI(xml("editor"), xml("fold")));
}

/* White space alone, after what was there went. */
static bool
empty_it(xmlNode *node)
{
    while (node->children)
        drop(node->children);
    return add_blanks(node);
}

static bool
add_attribute(xmlNode *node)
{
    return xmlNewProp(node, xml("surprise"), xml("1"));
}

static bool
add_foreign_attribute(xmlNode *node)
{
    xmlNs *ns = xmlNewNs(node, xml("urn:x"), xml("x"));
    return xmlNewNsProp(node, ns, xml("id"), xml("?"));
}

/* One of ours, but with a prefix. */
static bool
add_prefixed_attribute(xmlNode *node)
{
    xmlNs *ns = xmlNewNs(node, xml(INSTRUMENT_NAMESPACE), xml("a"));
    return xmlNewNsProp(node, ns, xml("source"), xml("x"));
}

static const struct {
    const char *name;
    bool (*apply)(xmlNode *node); /* false: nothing was changed */
} spoilers[] = {
    {"removed", remove_it},
    {"doubled", double_it},
    {"put last", put_last},
    {"put first", put_first},
    {"put behind the next", put_behind_next},
    {"renamed", rename_it},
    {"put into the previous", put_into_previous},
    {"with an unknown child", add_child},
    {"with a foreign child", add_foreign_child},
    {"with text", add_text},
    {"with blanks", add_blanks},
    {"with a comment", add_comment},
    {"with a processing instruction", add_instruction},
    {"emptied", empty_it},
    {"with an unknown attribute", add_attribute},
    {"with a foreign attribute", add_foreign_attribute},
    {"with a prefixed attribute", add_prefixed_attribute},
};

static void
compare_doc(xmlSchema *schema, xmlDoc *doc, const char *what,
            struct tally *tally)
{
    xmlChar *text;
    int size;
    xmlDocDumpMemory(doc, &text, &size);
    xsd_compare(schema, (const char *)text, what, tally);
    xmlFree(text);
}

static void
spoil_element(xmlSchema *schema, xmlDoc *whole, size_t idx, struct tally *tally)
{
    for (size_t i = 0; i < N_ELEMENTS(spoilers); i++) {
        xmlDoc *doc = xmlCopyDoc(whole, 1);
        size_t left = idx;
        xmlNode *node = element_at(doc->children, &left);
        if (spoilers[i].apply(node))
            compare_doc(schema, doc, spoilers[i].name, tally);
        xmlFreeDoc(doc);
    }
}

/* Whether some parent cannot do without it. */
static bool
is_needed(const xmlNode *node)
{
    static const char *const needed[] = {
        "title", "about", "author", "section", "item", "choice",
        "row",   "band",  "when",   "expect",  "text", "parameters"};
    for (size_t i = 0; i < N_ELEMENTS(needed); i++)
        if (strcmp((const char *)node->name, needed[i]) == 0)
            return true;
    return false;
}

/* Leaves of the file what the element needs around it, so that thousands of
   values are tried in little time. */
static void
thin_out(xmlNode *node)
{
    for (; !is_root(node); node = node->parent) {
        xmlNode *next;
        for (xmlNode *each = node->parent->children; each; each = next) {
            next = each->next;
            if (each != node
                && (each->type != XML_ELEMENT_NODE || !is_needed(each)))
                drop(each);
        }
    }
}

static void
spoil_attributes(xmlSchema *schema, xmlDoc *whole, size_t idx,
                 struct tally *tally)
{
    xmlDoc *doc = xmlCopyDoc(whole, 1);
    xmlNode *node = element_at(doc->children, &idx);
    if (node)
        thin_out(node);
    for (xmlAttr *attr = node ? node->properties : NULL; attr;
         attr = attr->next) {
        xmlNode *old = attr->children;
        size_t n_accepted = tally->n_accepted;
        for (size_t i = 0; i < N_ELEMENTS(values); i++) {
            attr->children = xmlNewDocText(doc, xml(values[i]));
            attr->children->parent = (xmlNode *)attr;
            compare_doc(schema, doc, (const char *)attr->name, tally);
            xmlFreeNode(attr->children);
        }
        attr->children = old;
        assert_true(tally->n_accepted > n_accepted);
    }
    xmlFreeDoc(doc);
}

static void
remove_attributes(xmlSchema *schema, xmlDoc *whole, size_t idx,
                  struct tally *tally)
{
    for (size_t i = 0;; i++) {
        xmlDoc *doc = xmlCopyDoc(whole, 1);
        size_t left = idx;
        xmlNode *node = element_at(doc->children, &left);
        xmlAttr *attr = node ? node->properties : NULL;
        for (size_t skip = i; attr && skip; skip--)
            attr = attr->next;
        bool is_end = !attr;
        if (attr) {
            xmlRemoveProp(attr);
            compare_doc(schema, doc, "without an attribute", tally);
        }
        xmlFreeDoc(doc);
        if (is_end)
            return;
    }
}

static void
test_spoilt_everywhere(void **state)
{
    struct tally tally = {0};
    for (int i = 0; i < N_WHOLE_FILES; i++) {
        struct arena *arena = arena_new();
        const char *text = xsd_whole_file((enum whole_file)i, arena);
        assert_true(attune_accepts(text));
        assert_true(xsd_accepts(*state, text));
        xmlDoc *doc = xmlReadMemory(text, (int)strlen(text), NULL, NULL, 0);
        for (size_t idx = 0;; idx++) {
            size_t left = idx;
            xmlNode *node = element_at(doc->children, &left);
            if (!node)
                break;
            spoil_element(*state, doc, idx, &tally);
            remove_attributes(*state, doc, idx, &tally);
            spoil_attributes(*state, doc, idx, &tally);
        }
        xmlFreeDoc(doc);
        arena_free(arena);
    }
    assert_true(tally.n_accepted > 3000);
    assert_true(tally.n_refused > 8000);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spoilt_everywhere),
    };
    unit_prepare();
    return cmocka_run_group_tests(tests, xsd_open, xsd_close);
}
