/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a file with libxml2, which decides what is well formed.  xml_guard.c
   looks at the bytes first, xml_tree.c makes our tree of what it tells. */
#include "xml/xml.h"

#include <libxml/catalog.h>
#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include "base/mem.h"
#include "xml/xml_document.h"

#if LIBXML_VERSION < 21200
typedef xmlError xml_error;
#else
typedef const xmlError xml_error;
#endif

enum mark {
    MARK_HERE,
    MARK_END_TAG,   /* the end tag that was just read */
    MARK_REFERENCE, /* the last '&' */
};

/* The mistakes that people make most, and what to do about them. */
static const struct fault {
    int code;
    enum mark mark;
    const char *words; /* NULL: libxml2's own are plain enough */
    const char *hint;
} faults[] = {
    {XML_ERR_DOCUMENT_EMPTY, MARK_HERE, "no element begins here",
     "the file should begin with '<?xml version=\"1.0\"?>'"},
    {XML_ERR_RESERVED_XML_NAME, MARK_HERE, NULL,
     "nothing stands before '<?xml', no empty line either"},
    {XML_ERR_DOCUMENT_END, MARK_HERE, "something after the end",
     "everything stands within one outermost element"},
    {XML_ERR_TAG_NAME_MISMATCH, MARK_END_TAG, NULL,
     "each <tag> is closed by its </tag>, the innermost first"},
    {XML_ERR_TAG_NOT_FINISHED, MARK_HERE, NULL,
     "the file ends before everything is closed"},
    {XML_ERR_NAME_REQUIRED, MARK_HERE, "no name after '<' or '&'",
     "a plain '<' is written '&lt;', a plain '&' is written '&amp;'"},
    {XML_ERR_ENTITYREF_SEMICOL_MISSING, MARK_REFERENCE,
     "no ';' after '&' and a name", "a plain '&' is written '&amp;'"},
    {XML_ERR_UNDECLARED_ENTITY, MARK_REFERENCE, NULL,
     "only &amp; &lt; &gt; &quot; &apos; are known; write the character "
     "itself"},
    {XML_ERR_INVALID_CHAR, MARK_REFERENCE, "no such character",
     "control characters are not allowed"},
    {XML_ERR_INVALID_HEX_CHARREF, MARK_REFERENCE, "no such character",
     "references look like '&#233;' or '&#xe9;'"},
    {XML_ERR_INVALID_DEC_CHARREF, MARK_REFERENCE, "no such character",
     "references look like '&#233;' or '&#xe9;'"},
    {XML_ERR_LT_IN_ATTRIBUTE, MARK_HERE, "a '<' within a value",
     "a quote is missing, or a '<' is meant: write '&lt;', in expressions "
     "'lt'"},
    {XML_ERR_ATTRIBUTE_NOT_STARTED, MARK_HERE, "a value without quotes",
     "write name=\"value\", with straight quotes"},
    {XML_ERR_ATTRIBUTE_NOT_FINISHED, MARK_HERE, "a value that does not end",
     "a quote is missing"},
    {XML_ERR_ATTRIBUTE_WITHOUT_VALUE, MARK_HERE, "an attribute without value",
     "write name=\"value\""},
    {XML_ERR_SPACE_REQUIRED, MARK_HERE, NULL, "is a quote or a blank missing?"},
    {XML_ERR_GT_REQUIRED, MARK_HERE, NULL, "is a '>' or a quote missing?"},
};

static const struct fault *
fault_find(int code)
{
    for (size_t i = 0; i < N_ELEMENTS(faults); i++)
        if (faults[i].code == code)
            return &faults[i];
    return NULL;
}

/* Where the parser stands in the document's bytes. */
static size_t
parser_offset(const xmlParserCtxt *parser, size_t len)
{
    const xmlParserInput *input = parser->input;
    if (!input)
        return len;
    size_t offset = input->consumed + (size_t)(input->cur - input->base);
    return offset < len ? offset : len;
}

/* From where the parser noticed a mistake back to where it is. */
static struct xml_spot
fault_spot(const struct xml_document *document, size_t offset, enum mark mark)
{
    const char *bytes = document->bytes.bytes;
    size_t start = offset;
    char first = mark == MARK_END_TAG ? '<' : '&';
    if (mark != MARK_HERE)
        while (start > 0 && bytes[--start] != first)
            continue;
    else if (start > 0 && bytes[start - 1] == '&')
        start--;
    size_t size = mark == MARK_END_TAG ? offset - start : 1;
    return (struct xml_spot){document, start, size};
}

static bool
is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static void
report_fault(const struct xml_parse *parse, const struct fault *fault,
             struct xml_spot spot, const char *message)
{
    struct str words = str_from(message);
    if (words.len) /* the second line of a message is raw text of the file */
        words.len = strcspn(words.bytes, "\n");
    bool is_word =
        words.len > 1 && is_upper(words.bytes[0]) && !is_upper(words.bytes[1]);
    if (fault && fault->words)
        xml_problem(parse->diag, MSG_XML_MALFORMED, spot, "%s", fault->words);
    else if (is_word)
        xml_problem(parse->diag, MSG_XML_MALFORMED, spot, "%c%.*s",
                    *words.bytes - 'A' + 'a', (int)words.len - 1,
                    words.bytes + 1);
    else if (words.len)
        xml_problem(parse->diag, MSG_XML_MALFORMED, spot, "%.*s",
                    STR_ARGS(words));
    else
        xml_problem(parse->diag, MSG_XML_MALFORMED, spot, NULL);
    if (fault)
        diag_hint(parse->diag, "%s", fault->hint);
}

static void
on_error(void *aux, xml_error *error)
{
    xmlParserCtxt *parser = aux;
    struct xml_parse *parse = parser->_private;
    if (parse->failed || error->level < XML_ERR_ERROR)
        return;
    parse->failed = true;
    const struct fault *fault = fault_find(error->code);
    size_t offset = parser_offset(parser, parse->document->bytes.len);
    struct xml_spot spot =
        fault_spot(parse->document, offset, fault ? fault->mark : MARK_HERE);
    report_fault(parse, fault, spot, error->message);
}

/* The guard has refused document types; if one gets past it after all, this
   stops the parser before it reads a declaration. */
static void
on_doctype(void *aux, const xmlChar *name, const xmlChar *external,
           const xmlChar *system)
{
    xmlParserCtxt *parser = aux;
    struct xml_parse *parse = parser->_private;
    (void)name;
    (void)external;
    (void)system;
    if (!parse->failed)
        xml_problem(parse->diag, MSG_XML_DOCTYPE,
                    (struct xml_spot){parse->document, 0, 0}, NULL);
    parse->failed = true;
    xmlStopParser(parser);
}

static char *
duplicate(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(mem_alloc(size), text, size);
}

static void *
resize(void *block, size_t size)
{
    return mem_resize(block, 1, size);
}

/* libxml2's allocations end the process when memory runs out, as ours do, so
   that none of its half-tried error paths is ever entered. */
void
xml_prepare_library(void)
{
    xmlMemSetup(mem_free, mem_alloc, resize, duplicate);
    xmlInitParser();
    xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE);
}

/* Entities are put in: of those there are the five, and values of attributes
   would keep references to '&' otherwise.  False where libxml2 finds a fault.
   (Its document holds nothing but a name.) */
static bool
parse_bytes(struct xml_parse *parse)
{
    struct str bytes = parse->document->bytes;
    xml_prepare_library();
    xmlParserCtxt *parser = xmlNewParserCtxt();
    parser->_private = parse;
    parser->sax->serror = on_error;
    parser->sax->internalSubset = on_doctype;
    xml_tree_listen(parser->sax);
    xmlDoc *doc =
        xmlCtxtReadMemory(parser, bytes.bytes, (int)bytes.len, NULL, "UTF-8",
                          XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR
                              | XML_PARSE_NOWARNING);
    xmlFreeParserCtxt(parser);
    xmlResetLastError();
    xmlFreeDoc(doc);
    return doc && !parse->failed;
}

/* What is wrong with values is told only of a file that is well formed. */
static const struct xml_element *
read_tree(const struct xml_document *document, const char *ns,
          struct arena *arena, struct diag *diag)
{
    struct diag *found SCOPED(diag_drop) = diag_new();
    struct xml_parse parse = {.document = document,
                              .diag = diag,
                              .builder =
                                  xml_tree_new(document, ns, arena, found)};
    const struct xml_element *root = NULL;
    size_t n_problems = diag_total(diag);
    if (parse_bytes(&parse)) {
        root = xml_tree_take(parse.builder);
        diag_move(diag, found);
    }
    xml_tree_free(parse.builder);
    if (!root && diag_total(diag) == n_problems)
        xml_problem(diag, MSG_XML_MALFORMED, (struct xml_spot){document, 0, 0},
                    NULL);
    return root;
}

const struct xml_element *
xml_read(const char *file, struct str bytes, const char *ns,
         struct arena *arena, struct diag *diag)
{
    if (bytes.len > XML_LIMIT_SIZE) {
        diag_add(diag, MSG_TOO_LARGE, (struct place){.file = file},
                 "%zu bytes, and at most %d are read", bytes.len,
                 (int)XML_LIMIT_SIZE);
        return NULL;
    }
    const struct xml_document *document = xml_document_new(file, bytes, arena);
    if (!document->bytes.len) {
        diag_add(diag, MSG_XML_MALFORMED, (struct place){.file = file},
                 "the file is empty");
        return NULL;
    }
    if (!xml_guard(document, diag))
        return NULL;
    return read_tree(document, ns, arena, diag);
}

void
xml_add(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        switch (text.bytes[i]) {
        case '&':
            buf_add_text(out, "&amp;");
            break;
        case '<':
            buf_add_text(out, "&lt;");
            break;
        case '>':
            buf_add_text(out, "&gt;");
            break;
        case '"':
            buf_add_text(out, "&quot;");
            break;
        default:
            buf_add_char(out, text.bytes[i]);
        }
}

void
xml_add_comment(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        buf_add_char(out, text.bytes[i]);
        if (text.bytes[i] == '-'
            && (i + 1 == text.len || text.bytes[i + 1] == '-'))
            buf_add_char(out, ' ');
    }
}
