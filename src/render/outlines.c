/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The format is OpenType's: a directory of tables, of which 'loca' says where
   in 'glyf' each outline stands. */
#include "render/outlines.h"

#include <assert.h>
#include <stdint.h>
#include "base/high_first.h"

enum {
    MOST_TABLES = 32,
    HEADER = 12, /* of the directory, */
    RECORD = 16, /* and of each table in it */
    GLYPH_HEADER = 10,
    HEAD_LOCA = 50, /* in 'head': whether places in 'loca' are long */
    MAXP_GLYPHS = 4 /* in 'maxp': how many glyphs there are */
};

/* Of a part of a glyph that is made of others. */
enum {
    WORDS = 0x0001,
    SCALE = 0x0008,
    MORE = 0x0020,
    TWO_SCALES = 0x0040,
    MATRIX = 0x0080,
    INSTRUCTIONS = 0x0100
};

struct table {
    uint32_t tag;
    struct str bytes;
};

struct font {
    uint32_t kind;
    struct table tables[MOST_TABLES];
    int n_tables;
    struct buf glyf; /* as they are to be */
    struct buf loca;
};

#define TAG(a, b, c, d)                                                        \
    ((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8            \
     | (uint32_t)(d))

/* ---- numbers, the high byte first ---- */

static void
add(struct buf *out, size_t n_bytes, uint32_t number)
{
    while (n_bytes--)
        buf_add_char(out, (char)(number >> (8 * n_bytes) & 0xFF));
}

static void
fill_up(struct buf *out)
{
    while (out->len % 4)
        buf_add_char(out, 0);
}

/* ---- glyphs ---- */

/* Of outlines: the instructions stand between the ends of the contours and the
   points. */
static bool
add_simple(struct buf *out, struct str glyph, uint32_t n_contours)
{
    size_t at = GLYPH_HEADER + 2 * (size_t)n_contours;
    uint32_t len;

    if (!high_first_get(glyph, at, 2, &len) || glyph.len - at - 2 < len)
        return false;
    buf_add(out, (struct str){glyph.bytes, at});
    add(out, 2, 0);
    buf_add(out, str_skip(glyph, at + 2 + len));
    return true;
}

/* Of other glyphs: the instructions are at the end. */
static bool
add_composite(struct buf *out, struct str glyph)
{
    size_t at = GLYPH_HEADER;
    size_t begin = out->len;
    uint32_t flags;

    buf_add(out, glyph);
    do {
        if (!high_first_get(glyph, at, 2, &flags))
            return false;
        high_first_set(out, begin + at, 2, flags & ~(uint32_t)INSTRUCTIONS);
        at += flags & WORDS ? 8u : 6u;
        at += flags & SCALE        ? 2u
              : flags & TWO_SCALES ? 4u
              : flags & MATRIX     ? 8u
                                   : 0u;
        if (at > glyph.len)
            return false;
    } while (flags & MORE);
    out->len = begin + at;
    return true;
}

static bool
add_glyph(struct buf *out, struct str glyph)
{
    uint32_t n_contours;

    if (!glyph.len)
        return true;
    if (glyph.len < GLYPH_HEADER || !high_first_get(glyph, 0, 2, &n_contours))
        return false;
    return n_contours < 0x8000 ? add_simple(out, glyph, n_contours)
                               : add_composite(out, glyph);
}

/* ---- tables ---- */

static struct str
find(const struct font *font, uint32_t tag)
{
    for (int i = 0; i < font->n_tables; i++)
        if (font->tables[i].tag == tag)
            return font->tables[i].bytes;
    return (struct str){NULL, 0};
}

/* Both of those tables anew. */
static bool
strip_glyphs(struct font *font)
{
    struct str glyf = find(font, TAG('g', 'l', 'y', 'f'));
    struct str loca = find(font, TAG('l', 'o', 'c', 'a'));
    uint32_t is_long;
    uint32_t n_glyphs;
    uint32_t from;
    uint32_t to;

    if (!high_first_get(find(font, TAG('h', 'e', 'a', 'd')), HEAD_LOCA, 2,
                        &is_long)
        || !high_first_get(find(font, TAG('m', 'a', 'x', 'p')), MAXP_GLYPHS, 2,
                           &n_glyphs))
        return false;
    size_t size = is_long ? 4 : 2;
    uint32_t unit = is_long ? 1 : 2;
    add(&font->loca, size, 0);
    for (size_t i = 0; i < n_glyphs; i++) {
        if (!high_first_get(loca, i * size, size, &from)
            || !high_first_get(loca, (i + 1) * size, size, &to) || from > to
            || to > glyf.len / unit
            || !add_glyph(&font->glyf,
                          (struct str){glyf.bytes + (size_t)from * unit,
                                       (size_t)(to - from) * unit}))
            return false;
        fill_up(&font->glyf);
        add(&font->loca, size, (uint32_t)font->glyf.len / unit);
    }
    return true;
}

static bool
is_kept(uint32_t tag)
{
    return tag != TAG('f', 'p', 'g', 'm') && tag != TAG('p', 'r', 'e', 'p')
           && tag != TAG('c', 'v', 't', ' ') && tag != TAG('g', 'a', 's', 'p');
}

/* Whether this is a font; then its tables that are kept. */
static bool
read_tables(struct font *font, struct str bytes)
{
    uint32_t n;

    if (!high_first_get(bytes, 0, 4, &font->kind)
        || !high_first_get(bytes, 4, 2, &n) || n > MOST_TABLES)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        size_t at = HEADER + RECORD * (size_t)i;
        uint32_t tag;
        uint32_t from;
        uint32_t len;

        if (!high_first_get(bytes, at, 4, &tag)
            || !high_first_get(bytes, at + 8, 4, &from)
            || !high_first_get(bytes, at + 12, 4, &len) || from > bytes.len
            || bytes.len - from < len)
            return false;
        if (is_kept(tag))
            font->tables[font->n_tables++] =
                (struct table){tag, {bytes.bytes + from, len}};
    }
    return true;
}

/* ---- writing ---- */

static uint32_t
sum_of(struct str bytes)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < bytes.len; i++)
        sum += (uint32_t)(unsigned char)bytes.bytes[i] << (24 - 8 * (i % 4));
    return sum;
}

static void
write_font(const struct font *font, struct buf *out)
{
    size_t begin = out->len;
    uint32_t range = 1;
    uint32_t log = 0;

    for (; 2 * range <= (uint32_t)font->n_tables; range *= 2)
        log++;
    add(out, 4, font->kind);
    add(out, 2, (uint32_t)font->n_tables);
    add(out, 2, RECORD * range);
    add(out, 2, log);
    add(out, 2, RECORD * ((uint32_t)font->n_tables - range));
    size_t records = out->len;
    for (int i = 0; i < font->n_tables * RECORD / 4; i++)
        add(out, 4, 0);
    for (int i = 0; i < font->n_tables; i++) {
        const struct table *table = &font->tables[i];
        size_t at = records + RECORD * (size_t)i;

        high_first_set(out, at, 4, table->tag);
        high_first_set(out, at + 4, 4, sum_of(table->bytes));
        high_first_set(out, at + 8, 4, (uint32_t)(out->len - begin));
        high_first_set(out, at + 12, 4, (uint32_t)table->bytes.len);
        buf_add(out, table->bytes);
        fill_up(out);
    }
}

bool
outlines_add(struct buf *out, struct str bytes)
{
    struct font font = {0};
    bool is_font = read_tables(&font, bytes) && strip_glyphs(&font);

    assert(out->len % 4 == 0);
    for (int i = 0; is_font && i < font.n_tables; i++) {
        struct table *table = &font.tables[i];

        if (table->tag == TAG('g', 'l', 'y', 'f'))
            table->bytes = buf_str(&font.glyf);
        if (table->tag == TAG('l', 'o', 'c', 'a'))
            table->bytes = buf_str(&font.loca);
    }
    if (is_font)
        write_font(&font, out);
    buf_clear(&font.glyf);
    buf_clear(&font.loca);
    return is_font;
}
