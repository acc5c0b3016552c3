/* SPDX-License-Identifier: GPL-3.0-or-later */
/* charstrings: of a font made by hand, whose every byte is known, each outline
   holds what it called and all else stays; of a spoilt one nothing is made that
   was not there. */
#include "unit.h"

#include <string.h>
#include "base/mem.h"
#include "render/charstrings.h"

/* As the format has them: a number from -107 to 107 is a byte, and the first of
   fewer than 1240 parts that are called is -107. */
#define N(number) (char)((number) + 139)
#define PART(idx) N((idx)-107)
#define BYTES(...)                                                             \
    {                                                                          \
        (const char[]){__VA_ARGS__}, sizeof((const char[]){__VA_ARGS__})       \
    }

enum {
    LINE = 5,
    CALL_LOCAL = 10,
    RETURN = 11,
    ESCAPE = 12,
    END = 14,
    H_STEM_MASKED = 18,
    COUNTER_MASK = 20,
    MOVE = 22,
    CALL_GLOBAL = 29,
    ADD = 10, /* behind an escape, */
    FLEX = 35,
    KIND = 6
};

/* What a font is made of, and where its parts came to stand. */
struct made {
    const struct str *glyphs; /* two of each, or none */
    const struct str *globals;
    const struct str *locals;
    int offset;      /* how many bytes have those of the glyphs */
    struct str more; /* in the first dictionary */
    size_t charset_at;
    size_t glyphs_at;
    size_t private_at;
};

static void
put(struct buf *font, int n_bytes, size_t number)
{
    while (n_bytes--)
        buf_add_char(font, (char)(number >> (8 * n_bytes)));
}

static void
put_list(struct buf *font, const struct str *parts, size_t n, int offset)
{
    size_t end = 1;

    put(font, 2, parts ? n : 0);
    if (!parts)
        return;
    put(font, 1, (size_t)offset);
    put(font, offset, end);
    for (size_t i = 0; i < n; i++)
        put(font, offset, end += parts[i].len);
    for (size_t i = 0; i < n; i++)
        buf_add(font, parts[i]);
}

static void
put_place(struct buf *dictionary, size_t place, char op)
{
    buf_add_char(dictionary, 29);
    put(dictionary, 4, place);
    buf_add_char(dictionary, op);
}

/* The second time the places are known. */
static void
put_font(struct buf *font, struct made *made)
{
    enum { PRIVATE_LEN = 6 };
    const struct str header = BYTES(1, 0, 4, 1);
    const struct str half = BYTES(30, (char)0x0A, (char)0x5F, 12, 18);
    struct buf top = {0};

    buf_empty(font);
    buf_add(font, header);
    put_list(font, &STR("Font"), 1, 1);
    put_place(&top, made->charset_at, 15);
    put_place(&top, made->glyphs_at, 17);
    buf_add(&top, half); /* a real number */
    buf_add(&top, made->more);
    buf_add_char(&top, N(PRIVATE_LEN));
    put_place(&top, made->private_at, 18);
    const struct str dictionary = buf_str(&top);
    put_list(font, &dictionary, 1, 1);
    buf_clear(&top);
    put_list(font, NULL, 0, 1);
    put_list(font, made->globals, 2, 1);
    made->charset_at = font->len;
    buf_add(font, STR("\0\0\1"));
    made->glyphs_at = font->len;
    put_list(font, made->glyphs, 2, made->offset);
    made->private_at = font->len;
    put_place(font, PRIVATE_LEN, 19);
    put_list(font, made->locals, 2, 1);
}

static void
make_font(struct buf *font, struct made made)
{
    put_font(font, &made);
    put_font(font, &made);
}

/* The second outline has nine hints, of which eight are numbers before a mask
   of two bytes that look like others; then lines from parts of parts. */
static const struct str glyphs[] = {
    BYTES(END),
    BYTES(N(1), N(2), H_STEM_MASKED, N(3), N(4), PART(1), CALL_LOCAL,
          COUNTER_MASK, CALL_LOCAL, 28, 28, 1, 0, (char)247, 0, MOVE, PART(0),
          CALL_LOCAL, (char)255, 0, 1, 0, 0, ESCAPE, FLEX, PART(0),
          CALL_GLOBAL),
};
static const struct str globals[] = {
    BYTES(N(8), N(9), LINE, END),
    BYTES(N(6), RETURN),
};
static const struct str locals[] = {
    BYTES(PART(1), CALL_GLOBAL, N(5), LINE, RETURN),
    BYTES(N(0), N(0), N(0), N(0), N(0), N(0), N(0), N(0), N(0), N(0), N(0),
          N(0), N(0), N(0), RETURN),
};
static const struct made with_parts = {
    .glyphs = glyphs, .globals = globals, .locals = locals, .offset = 1};

static void
test_called_is_there(void **state)
{
    const struct str alone[] = {
        BYTES(END),
        BYTES(N(1), N(2), H_STEM_MASKED, N(3), N(4), N(0), N(0), N(0), N(0),
              N(0), N(0), N(0), N(0), N(0), N(0), N(0), N(0), N(0), N(0),
              COUNTER_MASK, CALL_LOCAL, 28, 28, 1, 0, (char)247, 0, MOVE, N(6),
              N(5), LINE, (char)255, 0, 1, 0, 0, ESCAPE, FLEX, N(8), N(9), LINE,
              END),
    };
    struct buf font = {0};
    struct buf want = {0};
    struct buf slim = {0};

    (void)state;
    make_font(&font, with_parts);
    make_font(&want, (struct made){.glyphs = alone, .offset = 2});
    buf_add_char(&slim, 'x'); /* what stands there stays */
    assert_true(charstrings_add(&slim, buf_str(&font)));
    assert_int_equal(slim.len, want.len + 1);
    assert_memory_equal(slim.bytes + 1, want.bytes, want.len);
    /* Once more it is what it is. */
    buf_empty(&slim);
    assert_true(charstrings_add(&slim, buf_str(&want)));
    assert_int_equal(slim.len, want.len);
    assert_memory_equal(slim.bytes, want.bytes, want.len);
    buf_clear(&slim);
    buf_clear(&want);
    buf_clear(&font);
}

/* What cannot be written out is left as it is. */
static void
test_others_stay(void **state)
{
    const struct str cases[] = {
        BYTES(CALL_LOCAL),                        /* no number */
        BYTES(PART(2), CALL_LOCAL),               /* no such part */
        BYTES(PART(0), CALL_GLOBAL, CALL_GLOBAL), /* itself, for ever */
        BYTES(N(1), N(1), ESCAPE, ADD, END),      /* what is to be reckoned */
        BYTES(N(1), MOVE),                        /* no end */
        BYTES(N(1), RETURN),
        BYTES(ESCAPE),
        BYTES(28, 1),
        BYTES((char)255, 0, 0, 0),
    };
    const struct str rings[] = {
        BYTES(PART(0), CALL_GLOBAL),
        BYTES(RETURN),
    };
    struct buf font = {0};
    struct buf slim = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const struct str two[] = {BYTES(END), cases[i]};
        struct made made = with_parts;

        made.glyphs = two;
        made.globals = rings;
        make_font(&font, made);
        assert_false(charstrings_add(&slim, buf_str(&font)));
        assert_int_equal(slim.len, 0);
    }
    struct made first_kind = with_parts;
    first_kind.more = (struct str)BYTES(N(1), ESCAPE, KIND);
    make_font(&font, first_kind);
    assert_false(charstrings_add(&slim, buf_str(&font)));
    buf_clear(&slim);
    buf_clear(&font);
}

/* Cut off anywhere, and with any byte another. */
static void
test_spoilt(void **state)
{
    struct buf font = {0};

    (void)state;
    make_font(&font, with_parts);
    for (size_t len = 0; len < font.len; len++) {
        struct buf slim = {0};
        char *exact = mem_alloc(len + 1);

        memcpy(exact, font.bytes, len);
        assert_false(charstrings_add(&slim, (struct str){exact, len}));
        mem_free(exact);
        buf_clear(&slim);
    }
    for (size_t i = 0; i < font.len; i++)
        for (int add = 1; add < 256; add++) {
            struct buf slim = {0};
            char was = font.bytes[i];

            font.bytes[i] = (char)(was + add);
            if (!charstrings_add(&slim, buf_str(&font)))
                assert_int_equal(slim.len, 0);
            font.bytes[i] = was;
            buf_clear(&slim);
        }
    buf_clear(&font);
}

UNIT_MAIN(cmocka_unit_test(test_called_is_there),
          cmocka_unit_test(test_others_stay), cmocka_unit_test(test_spoilt))
