/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From offsets to places.  Only offsets are kept in the tree; lines, columns
   and widths are counted when a problem is reported. */
#include "xml/xml_document.h"

#include <stdarg.h>
#include "base/utf8.h"
#include "xml/xml_scan.h"

enum {
    BLOCK_SIZE = 256,
    EXCERPT_LIMIT_SIZE = 1000, /* bytes of a line worth showing */
};

static const size_t *
line_offsets(struct str bytes, struct arena *arena, size_t *n_lines)
{
    const char *end = bytes.bytes + bytes.len;
    const char *at = bytes.bytes;
    size_t n = 1;
    for (; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        n++;
    size_t *offsets = ARENA_ARRAY(arena, n, size_t);
    *n_lines = n;
    at = bytes.bytes;
    for (size_t i = 1; i < n; i++) {
        at = (const char *)memchr(at, '\n', (size_t)(end - at)) + 1;
        offsets[i] = (size_t)(at - bytes.bytes);
    }
    return offsets;
}

/* Characters are counted by their first bytes, so that a block may begin
   within one. */
static size_t
count_chars(struct str bytes, size_t from, size_t to)
{
    return utf8_count((struct str){bytes.bytes + from, to - from});
}

static const size_t *
block_chars(struct str bytes, struct arena *arena)
{
    size_t n = bytes.len / BLOCK_SIZE + 1;
    size_t *chars = ARENA_ARRAY(arena, n, size_t);
    for (size_t i = 1; i < n; i++)
        chars[i] = chars[i - 1]
                   + count_chars(bytes, (i - 1) * BLOCK_SIZE, i * BLOCK_SIZE);
    return chars;
}

const struct xml_document *
xml_document_new(const char *file, struct str bytes, struct arena *arena)
{
    struct xml_document *document = ARENA_NEW(arena, struct xml_document);
    bytes = str_skip(bytes, utf8_mark_len(bytes));
    document->file = file;
    document->bytes = bytes;
    document->line_offsets = line_offsets(bytes, arena, &document->n_lines);
    document->block_chars = block_chars(bytes, arena);
    return document;
}

static size_t
chars_before(const struct xml_document *document, size_t offset)
{
    size_t block = offset / BLOCK_SIZE;
    return document->block_chars[block]
           + count_chars(document->bytes, block * BLOCK_SIZE, offset);
}

/* The last line that begins at or before 'offset'. */
static size_t
line_idx(const struct xml_document *document, size_t offset)
{
    size_t low = 0;
    size_t high = document->n_lines;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (document->line_offsets[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Without its line end. */
static struct str
line_text(const struct xml_document *document, size_t line)
{
    struct str bytes = document->bytes;
    size_t start = document->line_offsets[line];
    size_t end = line + 1 < document->n_lines
                     ? document->line_offsets[line + 1] - 1
                     : bytes.len;
    if (end > start && bytes.bytes[end - 1] == '\r')
        end--;
    return (struct str){bytes.bytes + start, end - start};
}

struct place
xml_place(struct xml_spot spot)
{
    const struct xml_document *document = spot.document;
    size_t len = document->bytes.len;
    if (document->is_data)
        return (struct place){.file = document->file};
    size_t start = spot.offset < len ? spot.offset : len;
    size_t end = spot.size < len - start ? start + spot.size : len;
    size_t line = line_idx(document, start);
    size_t line_start = document->line_offsets[line];
    size_t line_end = line_start + line_text(document, line).len;
    if (end > line_end)
        end = line_end > start ? line_end : start;
    size_t before = chars_before(document, start);
    return (struct place){
        .file = document->file,
        .line = (int)line + 1,
        .column = (int)(before - chars_before(document, line_start)) + 1,
        .width = (int)(chars_before(document, end) - before),
    };
}

bool
xml_problem(struct diag *diag, enum message message, struct xml_spot spot,
            const char *fmt, ...)
{
    struct place place = xml_place(spot);
    va_list args;
    va_start(args, fmt);
    diag_vadd(diag, message, place, fmt, args);
    va_end(args);
    if (!place.line)
        return false;
    struct str line = line_text(spot.document, (size_t)place.line - 1);
    if (line.len <= EXCERPT_LIMIT_SIZE)
        diag_excerpt(diag, line);
    return false;
}

const struct xml_attribute *
xml_attribute_find(const struct xml_element *element, const char *name)
{
    for (size_t i = 0; i < element->n_attributes; i++)
        if (strcmp(element->attributes[i].name, name) == 0)
            return &element->attributes[i];
    return NULL;
}

/* The name as it is written, with its prefix. */
struct xml_spot
xml_element_spot(const struct xml_element *element)
{
    struct str bytes = element->document->bytes;
    struct xml_piece tag = {XML_PIECE_START_TAG, element->offset - 1,
                            bytes.len - element->offset + 1};
    return (struct xml_spot){element->document, element->offset,
                             xml_scan_name(bytes, &tag).len};
}

struct xml_spot
xml_name_spot(const struct xml_element *element, const char *attribute)
{
    const struct xml_attribute *found = xml_attribute_find(element, attribute);
    if (!found)
        return xml_element_spot(element);
    return (struct xml_spot){element->document, found->name_offset,
                             strlen(found->name)};
}

struct xml_spot
xml_value_spot(const struct xml_element *element, const char *attribute)
{
    const struct xml_attribute *found = xml_attribute_find(element, attribute);
    if (!found)
        return xml_element_spot(element);
    return (struct xml_spot){element->document, found->value_offset,
                             found->value_size};
}

struct xml_spot
xml_word_spot(const struct xml_element *element, const char *attribute,
              struct str word)
{
    struct xml_spot spot = xml_value_spot(element, attribute);
    const struct xml_attribute *found = xml_attribute_find(element, attribute);
    if (!found || word.bytes < found->value.bytes
        || word.bytes + word.len > found->value.bytes + found->value.len)
        return spot;
    struct str raw = {element->document->bytes.bytes + spot.offset, spot.size};
    size_t start = (size_t)(word.bytes - found->value.bytes);
    size_t raw_start = xml_scan_raw_size(raw, found->marks, start);
    size_t raw_end = xml_scan_raw_size(raw, found->marks, start + word.len);
    return (struct xml_spot){element->document, spot.offset + raw_start,
                             raw_end - raw_start};
}

struct xml_spot
xml_text_spot(const struct xml_element *element)
{
    if (!element->text_size)
        return xml_element_spot(element);
    return (struct xml_spot){element->document, element->text_offset,
                             element->text_size};
}
