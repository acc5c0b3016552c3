/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes our tree of libxml2's events in lock step with the scanner: the n-th
   start tag in the bytes is the n-th element, and so with attributes.  The
   values are libxml2's, the places the scanner's.

   Invariant: libxml2 tells of an element only when all up to it is well
   formed, so the two cannot part; if they do after all, there is no tree. */
#include "xml/xml_document.h"

#include <libxml/parser.h>
#include "base/buf.h"
#include "base/utf8.h"
#include "xml/xml_scan.h"

/* What libxml2 tells of an attribute. */
enum { LOCAL, PREFIX, NAMESPACE, VALUE, VALUE_END, N_TOLD };

/* An element whose end has not come. */
struct open {
    struct xml_element element;
    size_t first_child; /* bytes of 'closed' before its children */
    size_t first_char;  /* bytes of 'text' before its own */
    bool is_empty_tag;
};

struct xml_builder {
    const struct xml_document *document;
    const char *ns;
    struct arena *arena;
    struct diag *diag;
    size_t at; /* how far the scanner is */
    struct open open[XML_LIMIT_DEPTH];
    size_t depth;
    struct buf closed; /* structs of elements whose parent is open, or root */
    struct buf text;   /* of the open elements, the innermost's last */
    bool failed;
};

static const char *
chars(const xmlChar *text)
{
    return (const char *)text;
}

static bool
is_ours(const struct xml_builder *builder, const xmlChar *ns)
{
    return ns && strcmp(chars(ns), builder->ns) == 0;
}

static struct str
raw_at(const struct xml_builder *builder, size_t offset, size_t size)
{
    return (struct str){builder->document->bytes.bytes + offset, size};
}

/* The guard has seen all characters, but not what references stand for. */
static void
check_value(struct xml_builder *builder, struct str value, struct xml_spot spot)
{
    struct str raw = raw_at(builder, spot.offset, spot.size);
    size_t bad =
        memchr(raw.bytes, '&', raw.len) ? xml_guard_control(value) : value.len;
    if (bad == value.len)
        return;
    struct str rest = str_skip(value, bad);
    uint32_t character = 0;
    utf8_next(&rest, &character);
    xml_problem(builder->diag, MSG_XML_CONTROL, spot, "U+%04X",
                (unsigned int)character);
    builder->failed = true;
}

/* ---- attributes ---- */

/* Attributes of no namespace and of xml's are the grammar's business, and so
   is one of ours written with a prefix, which it will refuse. */
static bool
is_kept(const struct xml_builder *builder, const xmlChar *const *told)
{
    return !told[NAMESPACE] || is_ours(builder, told[NAMESPACE])
           || str_is(str_from(chars(told[PREFIX])), "xml");
}

static bool
declares_namespace(struct str name)
{
    return str_starts(name, "xmlns")
           && (name.len == strlen("xmlns") || str_starts(name, "xmlns:"));
}

static struct xml_attribute
attribute_of(struct xml_builder *builder, const struct xml_raw_attribute *raw,
             const xmlChar *const *told)
{
    struct str text = {chars(told[VALUE]),
                       (size_t)(told[VALUE_END] - told[VALUE])};
    struct str raw_value = raw_at(builder, raw->value_offset, raw->value_size);
    text.bytes = arena_text(builder->arena, text);
    check_value(builder, text,
                (struct xml_spot){builder->document, raw->value_offset,
                                  raw->value_size});
    return (struct xml_attribute){
        .name = arena_text(builder->arena, raw->name),
        .value = text,
        .name_offset = raw->name_offset,
        .value_offset = raw->value_offset,
        .value_size = raw->value_size,
        .marks = xml_scan_marks(raw_value, text.len, builder->arena),
    };
}

static void
take_attributes(struct xml_builder *builder, const struct xml_piece *tag,
                size_t n_told, const xmlChar *const *told,
                struct xml_element *element)
{
    struct str bytes = builder->document->bytes;
    const xmlChar *const *end = n_told ? told + n_told * N_TOLD : told;
    struct xml_attribute *out =
        ARENA_ARRAY(builder->arena, n_told, struct xml_attribute);
    struct xml_raw_attribute raw;
    size_t at = tag->offset + 1 + xml_scan_name(bytes, tag).len;
    element->attributes = out;
    while (told != end && xml_scan_attribute(bytes, tag, &at, &raw)) {
        if (declares_namespace(raw.name))
            continue;
        if (is_kept(builder, told))
            *out++ = attribute_of(builder, &raw, told);
        told += N_TOLD;
    }
    builder->failed |= told != end;
    element->n_attributes = (size_t)(out - element->attributes);
}

/* ---- text ---- */

/* White space is collapsed over all pieces of an element's text. */
static void
add_collapsed(struct xml_builder *builder, struct str text)
{
    struct buf *buf = &builder->text;
    size_t first = builder->open[builder->depth - 1].first_char;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.bytes[i];
        if (!str_is_white(c))
            buf_add_char(buf, c);
        else if (buf->len > first && buf->bytes[buf->len - 1] != ' ')
            buf_add_char(buf, ' ');
    }
}

/* Stretches the element's text over a piece of it. */
static void
note_text(const struct xml_builder *builder, const struct xml_piece *piece,
          struct xml_element *element)
{
    struct str raw = raw_at(builder, piece->offset, piece->size);
    if (piece->kind == XML_PIECE_CDATA) {
        raw.bytes += strlen("<![CDATA[");
        raw.len -= strlen("<![CDATA[]]>");
    }
    raw = str_trim(raw);
    if (!raw.len)
        return;
    size_t start = (size_t)(raw.bytes - builder->document->bytes.bytes);
    if (!element->text_size)
        element->text_offset = start;
    element->text_size = start + raw.len - element->text_offset;
}

/* The next tag, behind the text that belongs to the innermost open element.
   False when there is none. */
static bool
next_tag(struct xml_builder *builder, struct xml_piece *tag)
{
    while (xml_scan_next(builder->document->bytes, &builder->at, tag)) {
        if (tag->kind >= XML_PIECE_START_TAG)
            return true;
        if (builder->depth
            && (tag->kind == XML_PIECE_TEXT || tag->kind == XML_PIECE_CDATA))
            note_text(builder, tag, &builder->open[builder->depth - 1].element);
    }
    return false;
}

/* ---- libxml2's events ---- */

/* NULL: nothing that comes now is of use. */
static struct xml_builder *
builder_of(void *parser)
{
    const struct xml_parse *parse = ((xmlParserCtxt *)parser)->_private;
    return parse->failed || parse->builder->failed ? NULL : parse->builder;
}

static void
on_begin(void *parser, const xmlChar *name, const xmlChar *prefix,
         const xmlChar *ns, int n_namespaces, const xmlChar **namespaces,
         int n_attributes, int n_defaulted, const xmlChar **attributes)
{
    struct xml_builder *builder = builder_of(parser);
    struct xml_piece tag;
    (void)prefix;
    (void)n_namespaces;
    (void)namespaces;
    (void)n_defaulted;
    if (!builder)
        return;
    if (!next_tag(builder, &tag) || tag.kind == XML_PIECE_END_TAG
        || builder->depth == XML_LIMIT_DEPTH) {
        builder->failed = true;
        return;
    }
    struct open *open = &builder->open[builder->depth++];
    bool is_foreign = !is_ours(builder, ns);
    struct str own = is_foreign ? xml_scan_name(builder->document->bytes, &tag)
                                : str_from(chars(name));
    *open = (struct open){
        .element = {.name = arena_text(builder->arena, own),
                    .is_foreign = is_foreign,
                    .document = builder->document,
                    .offset = tag.offset + 1},
        .first_child = builder->closed.len,
        .first_char = builder->text.len,
        .is_empty_tag = tag.kind == XML_PIECE_EMPTY_TAG,
    };
    take_attributes(builder, &tag, (size_t)n_attributes, attributes,
                    &open->element);
}

static void
on_text(void *parser, const xmlChar *text, int len)
{
    struct xml_builder *builder = builder_of(parser);
    if (builder && builder->depth)
        add_collapsed(builder, (struct str){chars(text), (size_t)len});
}

static void
take_children(struct xml_builder *builder, const struct open *open,
              struct xml_element *element)
{
    struct str children = buf_str_from(&builder->closed, open->first_child);
    size_t n = children.len / sizeof(struct xml_element);
    struct xml_element *copy =
        ARENA_ARRAY(builder->arena, n, struct xml_element);
    if (n)
        memcpy(copy, children.bytes, children.len);
    element->children = copy;
    element->n_children = n;
    builder->closed.len = open->first_child;
}

static void
on_end(void *parser, const xmlChar *name, const xmlChar *prefix,
       const xmlChar *ns)
{
    struct xml_builder *builder = builder_of(parser);
    struct xml_piece tag;
    (void)name;
    (void)prefix;
    (void)ns;
    if (!builder)
        return;
    struct open *open = &builder->open[builder->depth - 1];
    if (!open->is_empty_tag
        && (!next_tag(builder, &tag) || tag.kind != XML_PIECE_END_TAG)) {
        builder->failed = true;
        return;
    }
    struct xml_element *element = &open->element;
    struct str text = str_trim(buf_str_from(&builder->text, open->first_char));
    element->text = arena_text(builder->arena, text);
    check_value(builder, text, xml_text_spot(element));
    builder->text.len = open->first_char;
    take_children(builder, open, element);
    builder->depth--;
    buf_add(&builder->closed,
            (struct str){(const char *)element, sizeof *element});
}

struct xml_builder *
xml_tree_new(const struct xml_document *document, const char *ns,
             struct arena *arena, struct diag *diag)
{
    struct xml_builder *builder = mem_alloc(sizeof *builder);
    *builder = (struct xml_builder){
        .document = document, .ns = ns, .arena = arena, .diag = diag};
    return builder;
}

void
xml_tree_listen(xmlSAXHandler *sax)
{
    sax->startElementNs = on_begin;
    sax->endElementNs = on_end;
    sax->characters = on_text;
    sax->ignorableWhitespace = on_text;
    sax->cdataBlock = on_text;
    sax->comment = NULL;
    sax->processingInstruction = NULL;
}

const struct xml_element *
xml_tree_take(struct xml_builder *builder)
{
    struct xml_element *root = ARENA_NEW(builder->arena, struct xml_element);
    if (builder->failed || builder->closed.len != sizeof *root)
        return NULL;
    memcpy(root, builder->closed.bytes, sizeof *root);
    if (!root->is_foreign)
        return root;
    const char *colon = strchr(root->name, ':');
    xml_problem(builder->diag, MSG_XML_ROOT, xml_element_spot(root),
                "'%s' is not in the namespace '%s'", root->name, builder->ns);
    diag_hint(builder->diag, "write <%s xmlns=\"%s\" \u2026>",
              colon ? colon + 1 : root->name, builder->ns);
    return NULL;
}

void
xml_tree_free(struct xml_builder *builder)
{
    buf_clear(&builder->closed);
    buf_clear(&builder->text);
    mem_free(builder);
}
