/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlines: of a font made by hand, whose every byte is known, the programs go
   and all else stays; of a spoilt one nothing is made that was not there. */
#include "unit.h"

#include <string.h>
#include "render/outlines.h"

/* An outline of one contour and one point; and two parts, the first moved by
   words and scaled, the second by bytes. */
static const char simple[] = "\0\1\0\0\0\0\0\1\0\1"
                             "\0\0"
                             "\0\3\xAA\xBB\xCC"
                             "\x37\1\1";
static const char simple_bare[] = "\0\1\0\0\0\0\0\1\0\1"
                                  "\0\0"
                                  "\0\0"
                                  "\x37\1\1";
static const char composite[] = "\xFF\xFF\0\0\0\0\0\1\0\1"
                                "\1\x2B\0\1\0\5\0\6\x40\0"
                                "\1\2\0\1\7\x08"
                                "\0\2\xAA\xBB";
static const char composite_bare[] = "\xFF\xFF\0\0\0\0\0\1\0\1"
                                     "\0\x2B\0\1\0\5\0\6\x40\0"
                                     "\0\2\0\1\7\x08";

#define LEN(text) (sizeof(text) - 1)

static void
put(struct buf *buf, int n_bytes, unsigned number)
{
    while (n_bytes--)
        buf_add_char(buf, (char)(number >> (8 * n_bytes)));
}

static void
put_padded(struct buf *buf, const char *bytes, size_t len)
{
    buf_add(buf, (struct str){bytes, len});
    while (buf->len % 4)
        buf_add_char(buf, 0);
}

/* A table's name and what is in it; the second glyph of three is empty. */
struct part {
    const char *name;
    struct buf bytes;
};

enum { HEAD, MAXP, LOCA, GLYF, FPGM, N_PARTS };

static void
make_font(struct buf *font, bool is_long)
{
    struct part parts[N_PARTS] = {
        {"head", {0}}, {"maxp", {0}}, {"loca", {0}},
        {"glyf", {0}}, {"fpgm", {0}},
    };
    size_t at = 12 + 16 * N_PARTS;

    for (int i = 0; i < 50; i++)
        buf_add_char(&parts[HEAD].bytes, 0);
    put(&parts[HEAD].bytes, 4, is_long ? 0x10000 : 0);
    put(&parts[MAXP].bytes, 4, 0x10000);
    put(&parts[MAXP].bytes, 2, 3);
    buf_add_text(&parts[FPGM].bytes, "abcdefg");
    put(&parts[LOCA].bytes, is_long ? 4 : 2, 0);
    put_padded(&parts[GLYF].bytes, simple, LEN(simple));
    for (int i = 0; i < 2; i++)
        put(&parts[LOCA].bytes, is_long ? 4 : 2,
            (unsigned)parts[GLYF].bytes.len / (is_long ? 1 : 2));
    put_padded(&parts[GLYF].bytes, composite, LEN(composite));
    put(&parts[LOCA].bytes, is_long ? 4 : 2,
        (unsigned)parts[GLYF].bytes.len / (is_long ? 1 : 2));
    put(font, 4, 0x10000);
    put(font, 2, N_PARTS);
    put(font, 4, 0);
    put(font, 2, 0);
    for (int i = 0; i < N_PARTS; i++) {
        buf_add_text(font, parts[i].name);
        put(font, 4, 0);
        put(font, 4, (unsigned)at);
        put(font, 4, (unsigned)parts[i].bytes.len);
        at += (parts[i].bytes.len + 3) / 4 * 4;
    }
    for (int i = 0; i < N_PARTS; i++) {
        put_padded(font, parts[i].bytes.bytes, parts[i].bytes.len);
        buf_clear(&parts[i].bytes);
    }
}

static unsigned
number_at(struct str bytes, size_t at, int n_bytes)
{
    unsigned number = 0;

    for (int i = 0; i < n_bytes; i++)
        number = number << 8 | (unsigned char)bytes.bytes[at + (size_t)i];
    return number;
}

static struct str
table_of(struct str font, const char *name)
{
    for (size_t i = 0; i < number_at(font, 4, 2); i++) {
        size_t at = 12 + 16 * i;

        if (memcmp(font.bytes + at, name, 4) == 0)
            return (struct str){font.bytes + number_at(font, at + 8, 4),
                                number_at(font, at + 12, 4)};
    }
    return (struct str){NULL, 0};
}

static void
assert_glyph(struct str font, size_t idx, bool is_long, const char *want,
             size_t len)
{
    int size = is_long ? 4 : 2;
    size_t unit = is_long ? 1 : 2;
    struct str loca = table_of(font, "loca");
    size_t from = unit * number_at(loca, idx * (size_t)size, size);
    size_t to = unit * number_at(loca, (idx + 1) * (size_t)size, size);

    assert_int_equal(to - from, (len + 3) / 4 * 4);
    assert_true(to <= table_of(font, "glyf").len);
    if (len)
        assert_memory_equal(table_of(font, "glyf").bytes + from, want, len);
}

static void
test_programs_go(void **state)
{
    (void)state;
    for (int is_long = 0; is_long < 2; is_long++) {
        struct buf font = {0};
        struct buf slim = {0};

        make_font(&font, is_long);
        assert_true(outlines_add(&slim, buf_str(&font)));
        struct str got = buf_str(&slim);
        assert_int_equal(number_at(got, 4, 2), N_PARTS - 1);
        /* The largest power of two that is no more than 4, times 16; its
           logarithm; and the rest. */
        assert_int_equal(number_at(got, 6, 2), 64);
        assert_int_equal(number_at(got, 8, 2), 2);
        assert_int_equal(number_at(got, 10, 2), 0);
        assert_null(table_of(got, "fpgm").bytes);
        assert_int_equal(table_of(got, "head").len, 54);
        assert_glyph(got, 0, is_long, simple_bare, LEN(simple_bare));
        assert_glyph(got, 1, is_long, NULL, 0);
        assert_glyph(got, 2, is_long, composite_bare, LEN(composite_bare));
        /* Once more it is what it is. */
        buf_empty(&font);
        assert_true(outlines_add(&font, got));
        assert_int_equal(font.len, slim.len);
        assert_memory_equal(font.bytes, slim.bytes, slim.len);
        buf_clear(&font);
        buf_clear(&slim);
    }
}

/* Cut off anywhere, and with any byte another. */
static void
test_spoilt(void **state)
{
    struct buf font = {0};

    (void)state;
    make_font(&font, false);
    for (size_t len = 0; len < font.len; len++) {
        struct buf slim = {0};
        char *exact = mem_alloc(len + 1);

        memcpy(exact, font.bytes, len);
        assert_true(!outlines_add(&slim, (struct str){exact, len})
                    || len + 4 > font.len);
        mem_free(exact);
        buf_clear(&slim);
    }
    for (size_t i = 0; i < font.len; i++)
        for (int add = 1; add < 256; add += 27) {
            struct buf slim = {0};
            char was = font.bytes[i];

            font.bytes[i] = (char)(was + add);
            if (outlines_add(&slim, buf_str(&font)))
                assert_true(slim.len <= 4 * font.len);
            font.bytes[i] = was;
            buf_clear(&slim);
        }
    buf_clear(&font);
}

UNIT_MAIN(cmocka_unit_test(test_programs_go), cmocka_unit_test(test_spoilt))
