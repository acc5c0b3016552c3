/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format is Adobe's: dictionaries that say where other parts stand, and
   lists ("INDEX"); an outline is numbers, each row of them before the operator
   that takes it. */
#include "render/charstrings.h"

#include <stdint.h>
#include "base/high_first.h"
#include "base/mem.h"

enum {
    MOST_DEPTH = 10, /* of calls, says the format */
    MOST_CALLS = 4096,
    MOST_LEN = 65535, /* of the outlines, which offsets of two bytes reach */
    MOST_PLACES = 8,
    PLACE_LEN = 5, /* bytes of a number, as cairo writes where something is */
    PREDEFINED = 3 /* charsets and encodings that stand nowhere */
};

/* Operators of dictionaries; those behind an escape are 256 more. */
enum {
    DICT_CHARSET = 15,
    DICT_ENCODING = 16,
    DICT_CHARSTRINGS = 17,
    DICT_PRIVATE = 18,
    DICT_SUBRS = 19,
    DICT_KIND = 256 + 6, /* of the outlines; not said: the second */
    DICT_FONTS = 256 + 36,
    DICT_FONT_OF = 256 + 37
};

/* Operators of outlines. */
enum {
    H_STEM = 1,
    V_STEM = 3,
    CALL_LOCAL = 10,
    RETURN = 11,
    ESCAPE = 12,
    END = 14,
    H_STEM_MASKED = 18,
    MASK = 19,
    COUNTER_MASK = 20,
    V_STEM_MASKED = 23,
    CALL_GLOBAL = 29,
    FIRST_FLEX = 34, /* the four behind an escape that draw, not reckon */
    LAST_FLEX = 37
};

/* A number, as it stands in the font. */
struct number {
    size_t at;
    size_t len;
    int32_t value;
};

/* Where a list begins and ends. */
struct list {
    size_t from;
    size_t to;
    uint32_t n;
    uint32_t size; /* bytes of an offset */
};

struct font {
    struct str bytes;
    struct list globals;
    struct list glyphs;
    struct list locals; /* from 0: there are none */
    bool has_fonts;     /* a list of dictionaries, which has one */
    bool has_private;
    struct number places[MOST_PLACES]; /* that say where something stands */
    size_t n_places;
};

/* ---- lists ---- */

/* Where part 'idx' begins; that behind the last one is the end of the list. */
static bool
part_at(struct str bytes, const struct list *list, size_t idx, size_t *at)
{
    uint32_t offset;

    if (!high_first_get(bytes, list->from + 3 + idx * list->size, list->size,
                        &offset))
        return false;
    *at = list->from + 2 + (list->n + (size_t)1) * list->size + offset;
    return *at <= bytes.len;
}

static bool
read_list(struct str bytes, size_t from, struct list *list)
{
    uint32_t size;

    *list = (struct list){.from = from, .to = from + 2};
    if (!high_first_get(bytes, from, 2, &list->n))
        return false;
    if (!list->n)
        return true;
    if (!high_first_get(bytes, from + 2, 1, &size) || size < 1 || size > 4)
        return false;
    list->size = size;
    return part_at(bytes, list, list->n, &list->to);
}

static bool
list_part(struct str bytes, const struct list *list, size_t idx,
          struct str *part)
{
    size_t from;
    size_t to;

    if (idx >= list->n || !part_at(bytes, list, idx, &from)
        || !part_at(bytes, list, idx + 1, &to) || from > to)
        return false;
    *part = (struct str){bytes.bytes + from, to - from};
    return true;
}

/* ---- dictionaries ---- */

/* One operator with the last two numbers before it. */
struct entry {
    size_t to;
    uint32_t op;
    struct number last;
    struct number last_but_one;
};

/* Behind a real number, whose last half byte is 15. */
static bool
skip_real(struct str bytes, size_t *at)
{
    uint32_t byte;

    do {
        if (!high_first_get(bytes, (*at)++, 1, &byte))
            return false;
    } while (byte >> 4 != 15 && (byte & 15) != 15);
    return true;
}

/* A whole number of the sizes that dictionaries and outlines share. */
static bool
read_number(struct str bytes, size_t at, struct number *number)
{
    uint32_t first;
    uint32_t rest;

    if (!high_first_get(bytes, at, 1, &first))
        return false;
    *number = (struct number){.at = at, .len = 1};
    if (first == 28) {
        number->len = 3;
        if (!high_first_get(bytes, at + 1, 2, &rest))
            return false;
        number->value = (int16_t)rest;
    } else if (first >= 32 && first <= 246) {
        number->value = (int32_t)first - 139;
    } else if (first >= 247 && first <= 254) {
        number->len = 2;
        if (!high_first_get(bytes, at + 1, 1, &rest))
            return false;
        number->value = first < 251
                            ? (int32_t)((first - 247) * 256 + rest) + 108
                            : -(int32_t)((first - 251) * 256 + rest) - 108;
    } else {
        return false;
    }
    return true;
}

static bool
read_entry(struct str bytes, size_t at, struct entry *entry)
{
    uint32_t first;

    *entry = (struct entry){0};
    for (;;) {
        struct number number = {.at = at, .len = 5};
        uint32_t value;

        if (!high_first_get(bytes, at, 1, &first))
            return false;
        if (first <= 21)
            break;
        if (first == 30) {
            at++;
            if (!skip_real(bytes, &at))
                return false;
            continue;
        }
        if (first == 29 && high_first_get(bytes, at + 1, 4, &value))
            number.value = (int32_t)value;
        else if (!read_number(bytes, at, &number))
            return false;
        entry->last_but_one = entry->last;
        entry->last = number;
        at += number.len;
    }
    entry->op = first;
    entry->to = at + 1;
    if (first == ESCAPE) {
        if (!high_first_get(bytes, at + 1, 1, &first))
            return false;
        entry->op = 256 + first;
        entry->to++;
    }
    return true;
}

static bool
read_private(struct font *font, const struct entry *entry)
{
    struct str bytes = font->bytes;
    size_t from = (size_t)entry->last.value;
    size_t len = (size_t)entry->last_but_one.value;
    struct entry at;

    if (font->has_private || entry->last.value < 0
        || entry->last_but_one.value < 0 || from > bytes.len
        || bytes.len - from < len)
        return false;
    font->has_private = true;
    bytes.len = from + len;
    for (size_t next = from; next < from + len; next = at.to) {
        if (!read_entry(bytes, next, &at))
            return false;
        if (at.op == DICT_SUBRS
            && (at.last.value < (int32_t)len
                || !read_list(font->bytes, from + (size_t)at.last.value,
                              &font->locals)))
            return false;
    }
    return true;
}

static bool read_fonts(struct font *font, size_t from);

/* What of an entry says where something stands. */
static bool
read_place(struct font *font, const struct entry *entry)
{
    size_t place = (size_t)entry->last.value;

    switch (entry->op) {
    case DICT_KIND:
        return false;
    case DICT_CHARSTRINGS:
        if (!read_list(font->bytes, place, &font->glyphs))
            return false;
        break;
    case DICT_PRIVATE:
        if (!read_private(font, entry))
            return false;
        break;
    case DICT_FONTS:
        if (!read_fonts(font, place))
            return false;
        break;
    case DICT_CHARSET:
    case DICT_ENCODING:
    case DICT_FONT_OF:
        break;
    default:
        return true;
    }
    if (place < PREDEFINED)
        return true;
    if (font->n_places == MOST_PLACES || entry->last.len != PLACE_LEN
        || entry->last.value < 0)
        return false;
    font->places[font->n_places++] = entry->last;
    return true;
}

static bool
read_dictionary(struct font *font, const struct list *list)
{
    struct str part;
    struct entry entry;

    if (list->n != 1 || !list_part(font->bytes, list, 0, &part))
        return false;
    size_t from = (size_t)(part.bytes - font->bytes.bytes);
    struct str bytes = {font->bytes.bytes, from + part.len};
    for (size_t at = from; at < bytes.len; at = entry.to)
        if (!read_entry(bytes, at, &entry) || !read_place(font, &entry))
            return false;
    return true;
}

/* The one dictionary of a font that has such a list. */
static bool
read_fonts(struct font *font, size_t from)
{
    struct list fonts;

    if (font->has_fonts)
        return false;
    font->has_fonts = true;
    return read_list(font->bytes, from, &fonts)
           && read_dictionary(font, &fonts);
}

static bool
meets(const struct list *list, size_t from, size_t to)
{
    return list->from < to && from < list->to;
}

/* Whether nothing but the lists themselves is in them, as cairo lays fonts
   out. */
static bool
lists_are_apart(const struct font *font)
{
    const struct list *lists[] = {&font->globals, &font->glyphs, &font->locals};

    for (size_t i = 0; i < font->n_places; i++) {
        const struct number *number = &font->places[i];
        size_t place = (size_t)number->value;

        for (size_t j = 0; j < N_ELEMENTS(lists); j++)
            if (meets(lists[j], number->at, number->at + number->len)
                || meets(lists[j], place, place))
                return false;
    }
    return font->globals.to <= font->glyphs.from
           && (!font->locals.from
               || (font->glyphs.to <= font->locals.from
                   && font->locals.to == font->bytes.len));
}

static bool
read_font(struct font *font)
{
    struct list list;
    uint32_t version;
    uint32_t header;

    if (!high_first_get(font->bytes, 0, 1, &version) || version != 1
        || !high_first_get(font->bytes, 2, 1, &header)
        || !read_list(font->bytes, header, &list) /* names */
        || !read_list(font->bytes, list.to, &list)
        || !read_dictionary(font, &list)
        || !read_list(font->bytes, list.to, &list) /* texts */
        || !read_list(font->bytes, list.to, &font->globals))
        return false;
    return font->has_private && lists_are_apart(font);
}

/* ---- outlines ---- */

/* An outline as it is written out. */
struct outline {
    struct buf *out;
    size_t base;        /* of offsets in it */
    size_t n_numbers;   /* that wait for their operator; */
    struct number last; /* of them, as it stands in out; len 0: unknown */
    size_t n_hints;
    int n_calls;
};

/* How many bytes a mask of hints has; numbers before it are hints as well. */
static size_t
mask_len(const struct outline *outline)
{
    return (outline->n_hints + 7) / 8;
}

/* The outline that the last number stands for, which goes. */
static bool
take_called(struct outline *outline, struct str bytes, const struct list *list,
            struct str *part)
{
    int32_t bias = list->n < 1240 ? 107 : list->n < 33900 ? 1131 : 32768;
    struct number number = outline->last;

    if (!number.len || number.value < -bias || ++outline->n_calls > MOST_CALLS)
        return false;
    outline->out->len = number.at;
    outline->n_numbers--;
    outline->last.len = 0;
    return list_part(bytes, list, (size_t)(number.value + bias), part);
}

static bool
add_number(struct outline *outline, struct str code, size_t *at)
{
    struct number number = {.at = *at, .len = 5};

    if (code.bytes[*at] != '\xFF' && !read_number(code, *at, &number))
        return false;
    if (code.len - *at < number.len)
        return false;
    *at += number.len;
    number.at = outline->out->len;
    buf_add(outline->out,
            (struct str){code.bytes + *at - number.len, number.len});
    if (code.bytes[*at - number.len] == '\xFF')
        number.len = 0;
    outline->last = number;
    outline->n_numbers++;
    return true;
}

/* An operator that stays, with what stands behind it. */
static bool
add_operator(struct outline *outline, struct str code, size_t *at)
{
    unsigned char op = (unsigned char)code.bytes[*at];
    size_t len = 1;

    switch (op) {
    case H_STEM:
    case V_STEM:
    case H_STEM_MASKED:
    case V_STEM_MASKED:
        outline->n_hints += outline->n_numbers / 2;
        break;
    case MASK:
    case COUNTER_MASK:
        outline->n_hints += outline->n_numbers / 2;
        len += mask_len(outline);
        break;
    case ESCAPE:
        len++;
        if (code.len - *at < len || code.bytes[*at + 1] < FIRST_FLEX
            || code.bytes[*at + 1] > LAST_FLEX)
            return false;
        break;
    default:
        break;
    }
    if (code.len - *at < len)
        return false;
    buf_add(outline->out, (struct str){code.bytes + *at, len});
    *at += len;
    outline->n_numbers = 0;
    outline->last.len = 0;
    return true;
}

/* '*ends' where the outline does, not only what was called. */
static bool
add_code(struct outline *outline, const struct font *font, struct str code,
         int depth, bool *ends)
{
    size_t at = 0;

    while (at < code.len && !*ends) {
        unsigned char byte = (unsigned char)code.bytes[at];
        struct str called;

        if (outline->out->len - outline->base > MOST_LEN)
            return false;
        if (byte == RETURN)
            return depth > 0;
        if (byte == CALL_LOCAL || byte == CALL_GLOBAL) {
            at++;
            if (depth == MOST_DEPTH
                || !take_called(outline, font->bytes,
                                byte == CALL_LOCAL ? &font->locals
                                                   : &font->globals,
                                &called)
                || !add_code(outline, font, called, depth + 1, ends))
                return false;
        } else if (byte == 28 || byte >= 32) {
            if (!add_number(outline, code, &at))
                return false;
        } else {
            *ends = byte == END;
            if (!add_operator(outline, code, &at))
                return false;
        }
    }
    return depth > 0 || *ends;
}

/* ---- writing ---- */

/* The list of the outlines, each with its own. */
static bool
add_glyphs(struct buf *out, const struct font *font)
{
    enum { OFFSET = 2 };
    uint32_t n = font->glyphs.n;
    size_t begin = out->len + 3;

    buf_add_char(out, (char)(n >> 8));
    buf_add_char(out, (char)n);
    buf_add_char(out, OFFSET);
    for (size_t i = 0; i < (n + (size_t)1) * OFFSET; i++)
        buf_add_char(out, 0);
    size_t base = out->len - 1;
    high_first_set(out, begin, OFFSET, 1);
    for (uint32_t i = 0; i < n; i++) {
        struct outline outline = {.out = out, .base = base};
        bool ends = false;
        struct str code;

        if (!list_part(font->bytes, &font->glyphs, i, &code)
            || !add_code(&outline, font, code, 0, &ends))
            return false;
        high_first_set(out, begin + (i + (size_t)1) * OFFSET, OFFSET,
                       (uint32_t)(out->len - base));
    }
    return true;
}

/* Where a place is that was outside of the lists. */
static uint32_t
moved(const struct font *font, size_t place, size_t glyphs_len)
{
    size_t to = place;

    if (place >= font->globals.to)
        to = to + 2 - (font->globals.to - font->globals.from);
    if (place >= font->glyphs.to)
        to = to + glyphs_len - (font->glyphs.to - font->glyphs.from);
    return (uint32_t)to;
}

static void
add_part(struct buf *out, const struct font *font, size_t from, size_t to)
{
    buf_add(out, (struct str){font->bytes.bytes + from, to - from});
}

static bool
write_font(struct buf *out, const struct font *font)
{
    static const struct str no_list = {"\0\0", 2};
    size_t begin = out->len;

    add_part(out, font, 0, font->globals.from);
    buf_add(out, no_list);
    add_part(out, font, font->globals.to, font->glyphs.from);
    size_t glyphs = out->len;
    if (!add_glyphs(out, font))
        return false;
    size_t glyphs_len = out->len - glyphs;
    if (font->locals.from) {
        add_part(out, font, font->glyphs.to, font->locals.from);
        buf_add(out, no_list);
    } else {
        add_part(out, font, font->glyphs.to, font->bytes.len);
    }
    for (size_t i = 0; i < font->n_places; i++) {
        const struct number *number = &font->places[i];

        high_first_set(out, begin + moved(font, number->at, glyphs_len) + 1,
                       PLACE_LEN - 1,
                       moved(font, (size_t)number->value, glyphs_len));
    }
    return true;
}

bool
charstrings_add(struct buf *out, struct str bytes)
{
    struct font font = {.bytes = bytes};
    size_t begin = out->len;
    bool ok = read_font(&font) && write_font(out, &font);

    if (!ok)
        out->len = begin;
    return ok;
}
