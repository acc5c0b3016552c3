/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The light scanner; see xml_scan.h.  Every loop moves on by at least a byte
   and ends at the end of the bytes, whatever they are. */
#include "xml/xml_scan.h"

enum { MARK_STRIDE = 256 /* bytes of a value from mark to mark */ };

#include <stdint.h>

static bool
starts_at(struct str bytes, size_t at, const char *with)
{
    return str_starts(str_skip(bytes, at), with);
}

/* The offset behind the first 'end' from 'at' on, or of the end. */
static size_t
behind(struct str bytes, size_t at, const char *end)
{
    for (; at < bytes.len; at++) {
        const char *next = memchr(bytes.bytes + at, end[0], bytes.len - at);
        if (!next)
            break;
        at = (size_t)(next - bytes.bytes);
        if (starts_at(bytes, at, end))
            return at + strlen(end);
    }
    return bytes.len;
}

/* A '<' ends a tag too, even between quotes: it may not stand there, and what
   follows a forgotten quote would be taken for one endless tag. */
static size_t
behind_tag(struct str bytes, size_t at)
{
    char quote = 0;
    for (at++; at < bytes.len; at++) {
        char c = bytes.bytes[at];
        if (c == '<')
            return at;
        if (quote) {
            if (c == quote)
                quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return at + 1;
        }
    }
    return bytes.len;
}

static size_t
behind_text(struct str bytes, size_t at)
{
    const char *next = memchr(bytes.bytes + at, '<', bytes.len - at);
    return next ? (size_t)(next - bytes.bytes) : bytes.len;
}

bool
xml_scan_next(struct str bytes, size_t *at, struct xml_piece *piece)
{
    static const struct {
        const char *start;
        const char *end;
        enum xml_piece_kind kind;
    } delimited[] = {
        {"<!--", "-->", XML_PIECE_COMMENT},
        {"<![CDATA[", "]]>", XML_PIECE_CDATA},
        {"<?", "?>", XML_PIECE_INSTRUCTION},
        {"<!", ">", XML_PIECE_DOCTYPE},
    };
    size_t start = *at;
    if (start >= bytes.len)
        return false;
    char second = start + 1 < bytes.len ? bytes.bytes[start + 1] : '\0';
    piece->offset = start;
    if (bytes.bytes[start] != '<') {
        piece->kind = XML_PIECE_TEXT;
        *at = behind_text(bytes, start);
    } else if (second == '!' || second == '?') {
        size_t i = 0;
        while (!starts_at(bytes, start, delimited[i].start))
            i++;
        piece->kind = delimited[i].kind;
        *at =
            behind(bytes, start + strlen(delimited[i].start), delimited[i].end);
    } else {
        *at = behind_tag(bytes, start);
        piece->kind = second == '/' ? XML_PIECE_END_TAG
                      : *at - start > 2 && bytes.bytes[*at - 2] == '/'
                          ? XML_PIECE_EMPTY_TAG
                          : XML_PIECE_START_TAG;
    }
    piece->size = *at - start;
    return true;
}

static bool
ends_name(char c)
{
    return str_is_white(c) || c == '=' || c == '>' || c == '/';
}

static struct str
name_at(struct str bytes, size_t at, size_t end)
{
    size_t start = at;
    while (at < end && !ends_name(bytes.bytes[at]))
        at++;
    return (struct str){bytes.bytes + start, at - start};
}

struct str
xml_scan_name(struct str bytes, const struct xml_piece *tag)
{
    return name_at(bytes, tag->offset + 1, tag->offset + tag->size);
}

static size_t
skip_space(struct str bytes, size_t at, size_t end)
{
    while (at < end && str_is_white(bytes.bytes[at]))
        at++;
    return at;
}

bool
xml_scan_attribute(struct str bytes, const struct xml_piece *tag, size_t *at,
                   struct xml_raw_attribute *attribute)
{
    size_t end = tag->offset + tag->size;
    size_t name_offset = skip_space(bytes, *at, end);
    struct str name = name_at(bytes, name_offset, end);
    size_t sign = skip_space(bytes, name_offset + name.len, end);
    if (!name.len || sign >= end || bytes.bytes[sign] != '=')
        return false;
    size_t quote = skip_space(bytes, sign + 1, end);
    if (quote >= end)
        return false;
    const char *closing =
        memchr(bytes.bytes + quote + 1, bytes.bytes[quote], end - quote - 1);
    if (!closing)
        return false;
    size_t value_end = (size_t)(closing - bytes.bytes);
    *attribute = (struct xml_raw_attribute){
        .name = name,
        .name_offset = name_offset,
        .value_offset = quote + 1,
        .value_size = value_end - quote - 1,
    };
    *at = value_end + 1;
    return true;
}

static uint32_t
reference_number(struct str digits, uint32_t base)
{
    uint32_t number = 0;
    for (size_t i = 0; i < digits.len && number < 0x110000; i++) {
        char c = digits.bytes[i];
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10
                                                : 0;
        number = number * base + digit;
    }
    return number;
}

/* The bytes that a reference (between '&' and ';') stands for. */
static size_t
reference_value_size(struct str inside)
{
    if (!str_starts(inside, "#"))
        return 1;
    bool hex = str_starts(inside, "#x");
    size_t skipped = hex ? 2 : 1;
    struct str digits = str_skip(inside, skipped);
    uint32_t c = reference_number(digits, hex ? 16 : 10);
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

/* Steps over what stands for one byte of the value or, being a reference, for
   several. */
static struct xml_mark
step(struct str raw, struct xml_mark from)
{
    struct str rest = str_skip(raw, from.raw);
    const char *end =
        *rest.bytes == '&' ? memchr(rest.bytes, ';', rest.len) : NULL;
    if (!end) {
        from.raw += str_starts(rest, "\r\n") ? 2 : 1;
        from.value++;
        return from;
    }
    size_t size = (size_t)(end - rest.bytes);
    from.value += reference_value_size((struct str){rest.bytes + 1, size - 1});
    from.raw += size + 1;
    return from;
}

static struct xml_mark
step_to(struct str raw, struct xml_mark from, size_t value_idx)
{
    while (from.raw < raw.len && from.value < value_idx)
        from = step(raw, from);
    return from;
}

const struct xml_mark *
xml_scan_marks(struct str raw, size_t value_len, struct arena *arena)
{
    if (raw.len == value_len)
        return NULL;
    size_t n = value_len / MARK_STRIDE + 1;
    struct xml_mark *marks = ARENA_ARRAY(arena, n, struct xml_mark);
    for (size_t i = 1; i < n; i++)
        marks[i] = step_to(raw, marks[i - 1], i * MARK_STRIDE);
    return marks;
}

size_t
xml_scan_raw_size(struct str raw, const struct xml_mark *marks,
                  size_t value_idx)
{
    if (!marks)
        return value_idx;
    return step_to(raw, marks[value_idx / MARK_STRIDE], value_idx).raw;
}
