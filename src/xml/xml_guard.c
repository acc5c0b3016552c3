/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Own checks of the raw bytes.  libxml2's time grows with the square of the
   attributes of an element, and it believes a declared encoding; so it sees
   only what passed here. */
#include "xml/xml_document.h"

#include "base/utf8.h"
#include "xml/xml_scan.h"

static struct xml_spot
spot_at(const struct xml_document *document, size_t offset, size_t size)
{
    return (struct xml_spot){document, offset, size};
}

static bool
check_utf8(const struct xml_document *document, struct diag *diag)
{
    struct str bytes = document->bytes;
    size_t bad = utf8_valid_len(bytes);
    if (bad == bytes.len)
        return true;
    bool is_utf16 =
        str_starts(bytes, "\xff\xfe") || str_starts(bytes, "\xfe\xff");
    /* No excerpt: the line holds what is not text. */
    diag_add(diag, MSG_XML_NOT_UTF8, xml_place(spot_at(document, bad, 0)),
             is_utf16 ? "this is UTF-16" : "byte 0x%02x",
             (unsigned int)(unsigned char)bytes.bytes[bad]);
    return diag_hint(diag, "save the file with the encoding UTF-8");
}

size_t
xml_guard_control(struct str text)
{
    for (size_t at = 0; at < text.len; at++) {
        unsigned char c = (unsigned char)text.bytes[at];
        if (c >= 0x20 && c < 0x7f)
            continue;
        bool is_c0 = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
        /* C1, U+0080 to U+009F, is 0xC2 and one byte below 0xA0. */
        bool is_c1 = c == 0xc2 && at + 1 < text.len
                     && (unsigned char)text.bytes[at + 1] < 0xa0;
        if (is_c0 || is_c1 || c == 0x7f)
            return at;
    }
    return text.len;
}

static bool
check_controls(const struct xml_document *document, struct diag *diag)
{
    struct str bytes = document->bytes;
    size_t bad = xml_guard_control(bytes);
    if (bad == bytes.len)
        return true;
    struct str rest = str_skip(bytes, bad);
    uint32_t character = 0;
    utf8_next(&rest, &character);
    return xml_problem(diag, MSG_XML_CONTROL, spot_at(document, bad, 1),
                       "U+%04X", (unsigned int)character);
}

/* The value of 'encoding' in the XML declaration; empty when there is none. */
static struct str
declared_encoding(const struct xml_document *document)
{
    struct str bytes = document->bytes;
    struct xml_piece piece;
    struct xml_raw_attribute attribute;
    size_t at = 0;
    if (!str_starts(bytes, "<?xml") || !xml_scan_next(bytes, &at, &piece))
        return (struct str){0};
    at = strlen("<?xml");
    while (xml_scan_attribute(bytes, &piece, &at, &attribute))
        if (str_is(attribute.name, "encoding"))
            return (struct str){bytes.bytes + attribute.value_offset,
                                attribute.value_size};
    return (struct str){0};
}

static bool
check_encoding(const struct xml_document *document, struct diag *diag)
{
    struct str encoding = declared_encoding(document);
    if (!encoding.bytes || str_equal_nocase(encoding, STR("UTF-8")))
        return true;
    size_t offset = (size_t)(encoding.bytes - document->bytes.bytes);
    xml_problem(diag, MSG_XML_ENCODING, spot_at(document, offset, encoding.len),
                "'%.*s'", STR_ARGS(encoding));
    return diag_hint(diag,
                     "save the file as UTF-8 and write encoding=\"UTF-8\"");
}

struct guard {
    const struct xml_document *document;
    struct diag *diag;
    size_t depth;
    size_t n_elements;
};

static bool
refuse(const struct guard *guard, size_t offset, const char *limit)
{
    return xml_problem(guard->diag, MSG_XML_LIMIT,
                       spot_at(guard->document, offset, 1), "%s", limit);
}

static bool
has_many_attributes(const struct guard *guard, const struct xml_piece *tag)
{
    if (tag->size < XML_LIMIT_ATTRIBUTES * sizeof "a=''")
        return false;
    struct str bytes = guard->document->bytes;
    struct xml_raw_attribute attribute;
    size_t at = tag->offset + 1 + xml_scan_name(bytes, tag).len;
    size_t n = 0;
    while (n <= XML_LIMIT_ATTRIBUTES
           && xml_scan_attribute(bytes, tag, &at, &attribute))
        n++;
    return n > XML_LIMIT_ATTRIBUTES;
}

static bool
check_tag(struct guard *guard, const struct xml_piece *piece)
{
    _Static_assert(XML_LIMIT_ATTRIBUTES == 200, "the messages name the limits");
    _Static_assert(XML_LIMIT_TAG_SIZE == 64 << 10 && XML_LIMIT_DEPTH == 32
                       && XML_LIMIT_ELEMENTS == 200 * 1000,
                   "the messages name the limits");
    if (piece->size > XML_LIMIT_TAG_SIZE)
        return refuse(guard, piece->offset, "a tag longer than 64 KiB");
    if (piece->kind == XML_PIECE_INSTRUCTION)
        return true;
    if (piece->kind == XML_PIECE_END_TAG) {
        guard->depth -= guard->depth > 0;
        return true;
    }
    if (guard->depth == XML_LIMIT_DEPTH)
        return refuse(guard, piece->offset, "more than 32 elements deep");
    if (has_many_attributes(guard, piece))
        return refuse(guard, piece->offset, "more than 200 attributes");
    if (guard->n_elements++ == XML_LIMIT_ELEMENTS && !guard->document->is_data)
        return refuse(guard, piece->offset, "more than 200,000 elements");
    guard->depth += piece->kind == XML_PIECE_START_TAG;
    return true;
}

/* XML does not allow '--' in a comment, and libxml2 says so for each with a
   copy of the comment so far: a file of nothing else would take it hours. */
static bool
check_comment(const struct guard *guard, const struct xml_piece *piece)
{
    const char *bytes = guard->document->bytes.bytes;
    size_t end = piece->offset + piece->size;
    for (size_t at = piece->offset + strlen("<!--"); at + 2 < end; at++) {
        if (bytes[at] != '-' || bytes[at + 1] != '-')
            continue;
        if (at + 3 == end && bytes[at + 2] == '>')
            return true;
        xml_problem(guard->diag, MSG_XML_MALFORMED,
                    spot_at(guard->document, at, 2), "'--' within a comment");
        return diag_hint(guard->diag,
                         "a comment ends with '-->' and holds no other "
                         "'--'");
    }
    return true;
}

static bool
check_piece(struct guard *guard, const struct xml_piece *piece)
{
    switch (piece->kind) {
    case XML_PIECE_TEXT:
    case XML_PIECE_CDATA:
        return true;
    case XML_PIECE_COMMENT:
        return check_comment(guard, piece);
    case XML_PIECE_DOCTYPE:
        xml_problem(guard->diag, MSG_XML_DOCTYPE,
                    spot_at(guard->document, piece->offset, 2), NULL);
        return diag_hint(guard->diag,
                         "leave out everything that begins with '<!' "
                         "and is no comment");
    case XML_PIECE_INSTRUCTION:
    case XML_PIECE_START_TAG:
    case XML_PIECE_EMPTY_TAG:
    case XML_PIECE_END_TAG:
        return check_tag(guard, piece);
    }
    return true;
}

static bool
check_markup(const struct xml_document *document, struct diag *diag)
{
    struct guard guard = {.document = document, .diag = diag};
    struct xml_piece piece;
    size_t at = 0;
    while (xml_scan_next(document->bytes, &at, &piece))
        if (!check_piece(&guard, &piece))
            return false;
    return true;
}

bool
xml_guard(const struct xml_document *document, struct diag *diag)
{
    return check_utf8(document, diag)
           && (document->is_data || check_controls(document, diag))
           && check_encoding(document, diag) && check_markup(document, diag);
}
