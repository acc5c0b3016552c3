/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks libxml2's tree in document order in lock step with the scanner: the
   n-th start tag in the bytes is the n-th element, and so with attributes.
   The values are libxml2's, the places the scanner's.

   Invariant: the bytes are well formed, so the two cannot part. */
#include "xml/xml_document.h"

#include <assert.h>
#include <libxml/tree.h>
#include "base/buf.h"
#include "base/utf8.h"
#include "xml/xml_scan.h"

struct builder {
    const struct xml_document *document;
    const char *ns;
    struct arena *arena;
    struct diag *diag;
    size_t at; /* how far the scanner is */
    struct buf text;
    bool failed;
};

static const char *
chars(const xmlChar *text)
{
    return (const char *)text;
}

static bool
is_ours(const struct builder *builder, const xmlNode *node)
{
    return node->ns && strcmp(chars(node->ns->href), builder->ns) == 0;
}

/* The scanner sees characters, this sees what references stand for. */
static void
check_value(struct builder *builder, struct str value, struct xml_spot spot)
{
    size_t bad = xml_guard_control(value);
    if (bad == value.len)
        return;
    struct str rest = {value.bytes + bad, value.len - bad};
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
is_kept(const struct builder *builder, const xmlAttr *attr)
{
    return !attr->ns || strcmp(chars(attr->ns->href), builder->ns) == 0
           || str_is(str_from(chars(attr->ns->prefix)), "xml");
}

static bool
declares_namespace(struct str name)
{
    return str_is(name, "xmlns") || str_starts(name, "xmlns:");
}

static struct str
attribute_value(struct builder *builder, const xmlAttr *attr)
{
    xmlChar *value = xmlNodeListGetString(attr->doc, attr->children, 1);
    struct str text = str_from(chars(value));
    text.bytes = arena_text(builder->arena, text);
    xmlFree(value);
    return text;
}

static void
build_attributes(struct builder *builder, const xmlNode *node,
                 const struct xml_piece *tag, struct xml_element *element)
{
    struct str bytes = builder->document->bytes;
    const xmlAttr *attr = node->properties;
    size_t n = 0;
    for (const xmlAttr *each = attr; each; each = each->next)
        n++;
    struct xml_attribute *out =
        ARENA_ARRAY(builder->arena, n, struct xml_attribute);
    element->attributes = out;
    struct xml_raw_attribute raw;
    size_t at = tag->offset + 1 + xml_scan_name(bytes, tag).len;
    while (xml_scan_attribute(bytes, tag, &at, &raw)) {
        if (declares_namespace(raw.name))
            continue;
        assert(attr);
        if (is_kept(builder, attr)) {
            struct str value = attribute_value(builder, attr);
            struct str raw_value = {bytes.bytes + raw.value_offset,
                                    raw.value_size};
            *out = (struct xml_attribute){
                .name = arena_text(builder->arena, raw.name),
                .value = value,
                .name_offset = raw.name_offset,
                .value_offset = raw.value_offset,
                .value_size = raw.value_size,
                .marks = xml_scan_marks(raw_value, value.len, builder->arena),
            };
            check_value(builder, value,
                        (struct xml_spot){builder->document, raw.value_offset,
                                          raw.value_size});
            out++;
        }
        attr = attr->next;
    }
    assert(!attr);
    element->n_attributes = (size_t)(out - element->attributes);
}

/* ---- text ---- */

static void
add_collapsed(struct buf *buf, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.bytes[i];
        if (!str_is_white(c))
            buf_add_char(buf, c);
        else if (buf->len && buf->bytes[buf->len - 1] != ' ')
            buf_add_char(buf, ' ');
    }
}

static const char *
own_text(struct builder *builder, const xmlNode *node)
{
    struct buf *buf = &builder->text;
    buf_empty(buf);
    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_TEXT_NODE
            || child->type == XML_CDATA_SECTION_NODE)
            add_collapsed(buf, str_from(chars(child->content)));
    return arena_text(builder->arena, str_trim(buf_str(buf)));
}

/* Stretches the element's text over a piece of it. */
static void
note_text(const struct builder *builder, const struct xml_piece *piece,
          struct xml_element *element)
{
    struct str raw = {builder->document->bytes.bytes + piece->offset,
                      piece->size};
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

/* ---- elements ---- */

static const xmlNode *
next_element(const xmlNode *node)
{
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->next;
    return node;
}

static void build_element(struct builder *builder, const xmlNode *node,
                          const struct xml_piece *tag,
                          struct xml_element *element);

/* Goes on behind the start tag and ends behind the end tag. */
static void
build_content(struct builder *builder, const xmlNode *node,
              struct xml_element *element)
{
    size_t n = 0;
    for (const xmlNode *child = next_element(node->children); child;
         child = next_element(child->next))
        n++;
    struct xml_element *children =
        ARENA_ARRAY(builder->arena, n, struct xml_element);
    const xmlNode *child = next_element(node->children);
    struct xml_piece piece;
    element->children = children;
    while (xml_scan_next(builder->document->bytes, &builder->at, &piece)
           && piece.kind != XML_PIECE_END_TAG) {
        if (piece.kind == XML_PIECE_TEXT || piece.kind == XML_PIECE_CDATA)
            note_text(builder, &piece, element);
        if (piece.kind != XML_PIECE_START_TAG
            && piece.kind != XML_PIECE_EMPTY_TAG)
            continue;
        assert(child);
        build_element(builder, child, &piece, &children[element->n_children++]);
        child = next_element(child->next);
    }
    assert(!child);
}

/* The scanner stands behind 'tag'. */
static void
build_element(struct builder *builder, const xmlNode *node,
              const struct xml_piece *tag, struct xml_element *element)
{
    const struct xml_document *document = builder->document;
    struct str name = xml_scan_name(document->bytes, tag);
    element->is_foreign = !is_ours(builder, node);
    if (!element->is_foreign)
        name = str_from(chars(node->name));
    element->name = arena_text(builder->arena, name);
    element->document = document;
    element->offset = tag->offset + 1;
    element->text = own_text(builder, node);
    build_attributes(builder, node, tag, element);
    if (tag->kind == XML_PIECE_START_TAG)
        build_content(builder, node, element);
    check_value(builder, str_from(element->text), xml_text_spot(element));
}

static bool
first_tag(struct builder *builder, struct xml_piece *tag)
{
    while (xml_scan_next(builder->document->bytes, &builder->at, tag))
        if (tag->kind == XML_PIECE_START_TAG
            || tag->kind == XML_PIECE_EMPTY_TAG)
            return true;
    return false;
}

const struct xml_element *
xml_tree_build(const struct xml_document *document, xmlDoc *doc, const char *ns,
               struct arena *arena, struct diag *diag)
{
    struct builder builder = {
        .document = document, .ns = ns, .arena = arena, .diag = diag};
    const xmlNode *node = xmlDocGetRootElement(doc);
    struct xml_element *root = ARENA_NEW(arena, struct xml_element);
    struct xml_piece tag;
    bool found = first_tag(&builder, &tag);
    assert(found);
    (void)found;
    build_element(&builder, node, &tag, root);
    buf_clear(&builder.text);
    if (!builder.failed && root->is_foreign) {
        xml_problem(diag, MSG_XML_ROOT, xml_element_spot(root),
                    "'%s' is not in the namespace '%s'", root->name, ns);
        diag_hint(diag, "write <%s xmlns=\"%s\" \u2026>", chars(node->name),
                  ns);
        builder.failed = true;
    }
    return builder.failed ? NULL : root;
}
