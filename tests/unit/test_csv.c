/* SPDX-License-Identifier: GPL-3.0-or-later */

/* csv: rows and cells by table, against a reader that goes byte by byte, and
   cut anywhere. */

#include "unit.h"

#include <stdio.h>
#include <string.h>
#include "base/arena.h"
#include "base/buf.h"
#include "response/csv.h"
#include "response/csv_marks.h"

static const char *const fault_names[] = {"",      "after-quote", "unclosed",
                                          "field", "cells",       "cr-first"};

/* Records as text: cells in <>, faults with their offset, a LF each. */
static void
add_records(struct buf *out, struct str bytes, char delimiter)
{
    struct csv_cell cells[64];
    struct csv_record record = {.cells = cells, .size = N_ELEMENTS(cells)};
    struct arena *arena = arena_new();
    size_t offset = 0;

    while (csv_next(bytes, &offset, delimiter, &record)) {
        for (size_t i = 0; i < record.n_cells && i < record.size; i++) {
            buf_add_char(out, '<');
            buf_add(out, csv_cell_text(cells[i], arena));
            buf_add_char(out, '>');
        }
        if (record.fault)
            buf_addf(out, " %s", fault_names[record.fault]);
        buf_add_char(out, '\n');
    }
    arena_free(arena);
}

static void
test_records(void **state)
{
    static const struct {
        const char *in;
        const char *want;
        char delimiter;
    } cases[] = {
        {"", "", ','},
        {"a,b\n1,2\n", "<a><b>\n<1><2>\n", ','},
        {"a,b\r\n1,2\r\n", "<a><b>\n<1><2>\n", ','},
        {"a,b\n1,2", "<a><b>\n<1><2>\n", ','},
        {"a,b\r\n1,2\r", "<a><b>\n<1><2>\n", ','},
        {",\n", "<><>\n", ','},
        {"a,\n", "<a><>\n", ','},
        {"\n\r\n\na\n\r\n", "<a>\n", ','},
        {"\"a\",\"b\"\r\n\"c\"\n", "<a><b>\n<c>\n", ','},
        {"\"\"\n", "<>\n", ','},
        {"\"\"\"\"\n", "<\">\n", ','},
        {"\"a\"\"b\",c\n", "<a\"b><c>\n", ','},
        {"\"a,b\nc\r\nd\",e\n", "<a,b\nc\r\nd><e>\n", ','},
        {"a\"b,\"c\"\n", "<a\"b><c>\n", ','},
        {" \"a\",b\n", "< \"a\"><b>\n", ','},
        {"a\rb,c\n", "<a\rb><c>\n", ','},
        {"\"a\r\"\n", "<a\r>\n", ','},
        {"a;b,c;\"d;e\"\n", "<a><b,c><d;e>\n", ';'},
        {"a\tb\n", "<a><b>\n", '\t'},
        {"\"a\"b,c\nd,e\n", "<\"a\"b><c> after-quote\n<d><e>\n", ','},
        {"\"a\" ,c\n", "<\"a\" ><c> after-quote\n", ','},
        {"\"a\"\rb\n", "<\"a\"\rb> after-quote\n", ','},
        {"\"a\"b\"c,d\"\n", "<\"a\"b\"c><d\"> after-quote\n", ','},
        {"a,\"b\nc,d\n", "<a><b\nc,d\n> unclosed\n", ','},
        {"a,\"", "<a><> unclosed\n", ','},
        {"\xff\xfe,\x80\n", "<\xff\xfe><\x80>\n", ','},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct buf got = {0};

        add_records(&got, str_from(cases[i].in), cases[i].delimiter);
        if (strcmp(buf_text(&got), cases[i].want) != 0)
            fail_msg("case %zu: got %s want %s", i, buf_text(&got),
                     cases[i].want);
        buf_clear(&got);
    }
}

static void
test_offsets(void **state)
{
    struct csv_cell cells[2];
    struct csv_record record = {.cells = cells, .size = 2};
    struct str bytes = STR("\n\na,b,c,d\n\"e\"f\n");
    size_t offset = 0;

    (void)state;
    assert_true(csv_next(bytes, &offset, ',', &record));
    assert_int_equal(record.offset, 2);
    assert_int_equal(record.n_cells, 4);
    assert_int_equal(offset, 10);
    assert_true(csv_next(bytes, &offset, ',', &record));
    assert_int_equal(record.offset, 10);
    assert_int_equal(record.fault, CSV_TEXT_AFTER_QUOTE);
    assert_int_equal(record.fault_offset, 13);
    assert_false(csv_next(bytes, &offset, ',', &record));
}

static enum csv_fault
fault_of(struct str bytes)
{
    struct csv_record record = {0};
    size_t offset = 0;

    assert_true(csv_next(bytes, &offset, ',', &record));
    assert_int_equal(offset, bytes.len);
    return record.fault;
}

static void
test_limits(void **state)
{
    struct buf field = {0};
    struct buf cells = {0};

    (void)state;
    for (size_t i = 0; i < CSV_LIMIT_FIELD_SIZE; i++)
        buf_add_char(&field, 'x');
    assert_int_equal(fault_of(buf_str(&field)), CSV_FINE);
    buf_add_char(&field, 'x');
    assert_int_equal(fault_of(buf_str(&field)), CSV_FIELD_TOO_LONG);
    for (size_t i = 1; i < CSV_LIMIT_COLUMNS; i++)
        buf_add_char(&cells, ',');
    assert_int_equal(fault_of(buf_str(&cells)), CSV_FINE);
    buf_add_char(&cells, ',');
    assert_int_equal(fault_of(buf_str(&cells)), CSV_TOO_MANY_CELLS);
    buf_clear(&field);
    buf_clear(&cells);
}

/* ---- the slow twin ---- */

enum where { AT_ROW, AT_CELL, IN_PLAIN, IN_QUOTES, AT_QUOTE, AFTER_QUOTE };

struct twin {
    struct buf *out;
    struct buf raw;  /* the cell as it stands */
    struct buf text; /* and what it says */
    enum where where;
    const char *fault; /* the row's first; NULL: none */
};

static void
twin_end_cell(struct twin *twin)
{
    struct str text =
        buf_str(twin->where == AT_QUOTE ? &twin->text : &twin->raw);

    buf_add_char(twin->out, '<');
    buf_add(twin->out, text);
    buf_add_char(twin->out, '>');
    buf_empty(&twin->raw);
    buf_empty(&twin->text);
    twin->where = AT_CELL;
}

static void
twin_end_row(struct twin *twin)
{
    twin_end_cell(twin);
    if (twin->fault)
        buf_addf(twin->out, " %s", twin->fault);
    buf_add_char(twin->out, '\n');
    twin->fault = NULL;
    twin->where = AT_ROW;
}

static void
twin_byte(struct twin *twin, char c, char delimiter)
{
    if (twin->where == IN_QUOTES) {
        buf_add_char(&twin->raw, c);
        if (c == '"')
            twin->where = AT_QUOTE;
        else
            buf_add_char(&twin->text, c);
    } else if (twin->where == AT_QUOTE && c == '"') {
        buf_add_char(&twin->raw, c);
        buf_add_char(&twin->text, c);
        twin->where = IN_QUOTES;
    } else if (c == '\n') {
        if (twin->where != AT_ROW)
            twin_end_row(twin);
    } else if (c == delimiter) {
        twin_end_cell(twin);
    } else {
        buf_add_char(&twin->raw, c);
        if (c == '\r' && twin->where == AT_ROW)
            twin->fault = "cr-first";
        if (c == '"' && (twin->where == AT_ROW || twin->where == AT_CELL))
            twin->where = IN_QUOTES;
        else if (twin->where == AT_QUOTE || twin->where == AFTER_QUOTE)
            twin->where = AFTER_QUOTE;
        else
            twin->where = IN_PLAIN;
        if (twin->where == AFTER_QUOTE && !twin->fault)
            twin->fault = "after-quote";
    }
}

/* As add_records(). */
static void
twin_add_records(struct buf *out, struct str bytes, char delimiter)
{
    struct twin twin = {.out = out};

    for (size_t i = 0; i < bytes.len; i++) {
        bool ends_row = i + 1 == bytes.len || bytes.bytes[i + 1] == '\n';

        if (bytes.bytes[i] != '\r' || !ends_row || twin.where == IN_QUOTES)
            twin_byte(&twin, bytes.bytes[i], delimiter);
    }
    if (twin.where == IN_QUOTES) {
        buf_add_char(out, '<');
        buf_add(out, buf_str(&twin.text));
        buf_addf(out, "> %s\n", twin.fault ? twin.fault : "unclosed");
    } else if (twin.where != AT_ROW) {
        twin_end_row(&twin);
    }
    buf_clear(&twin.raw);
    buf_clear(&twin.text);
}

/* A generator of its own: the same inputs on every machine. */
static uint32_t
next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static struct str
random_bytes(uint32_t *seed, char *bytes, size_t size)
{
    static const char alphabet[] = "\"\",,\n\n\rab;";
    size_t len = next_random(seed) % size;

    for (size_t i = 0; i < len; i++)
        bytes[i] = alphabet[next_random(seed) % (sizeof alphabet - 1)];
    return (struct str){bytes, len};
}

static void
test_twin(void **state)
{
    uint32_t seed = 1;
    struct buf got = {0};
    struct buf want = {0};

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char room[48];
        struct str bytes = random_bytes(&seed, room, sizeof room);
        char delimiter = i % 4 ? ',' : ';';

        buf_empty(&got);
        buf_empty(&want);
        add_records(&got, bytes, delimiter);
        twin_add_records(&want, bytes, delimiter);
        if (!str_equal(buf_str(&got), buf_str(&want)))
            fail_msg("input %d: [%.*s] got [%s] want [%s]", i, STR_ARGS(bytes),
                     buf_text(&got), buf_text(&want));
    }
    buf_clear(&got);
    buf_clear(&want);
}

/* The records of whole rows and those of what is left, for every length that
   a reader may have in its hands, are the records of all. */
static void
test_cut_anywhere(void **state)
{
    uint32_t seed = 2;
    struct buf got = {0};
    struct buf want = {0};

    (void)state;
    for (int i = 0; i < 2000; i++) {
        char room[48];
        struct str bytes = random_bytes(&seed, room, sizeof room);

        buf_empty(&want);
        add_records(&want, bytes, ',');
        for (size_t len = 0; len <= bytes.len; len++) {
            size_t cut = csv_whole_rows((struct str){room, len}, ',');

            assert_true(cut <= len);
            assert_true(cut == 0 || room[cut - 1] == '\n');
            buf_empty(&got);
            add_records(&got, (struct str){room, cut}, ',');
            add_records(&got, (struct str){room + cut, bytes.len - cut}, ',');
            if (!str_equal(buf_str(&got), buf_str(&want)))
                fail_msg("input %d [%.*s] cut at %zu", i, STR_ARGS(bytes), cut);
        }
    }
    buf_clear(&got);
    buf_clear(&want);
}

/* ---- marks ---- */

/* Most of it as it should be, so that blocks are marked as a whole; rarely a
   quote inside a cell, or text behind one that closed. */
static bool
add_likely_bytes(struct buf *out, uint32_t *seed, size_t len)
{
    bool is_likely = true;
    static const char *const cells[] = {"",
                                        "7",
                                        "a longer remark",
                                        "\"a,b\"",
                                        "\"\"",
                                        "\"\n\"",
                                        "\"\"\"\"",
                                        "\"say \"\"a\"\"\"",
                                        "a\r",
                                        "\"\r\n\"",
                                        "c01",
                                        "=1",
                                        "-1",
                                        "'a",
                                        "\"=a,\"",
                                        "\t",
                                        "2026-01-31",
                                        "\"a\"\"\nb, \"\"\"",
                                        "\"plain\""};
    static const char *const odd[] = {"a\"b", "\"a\"b", "\xc3\xa9", "\"a\"\"b",
                                      "\"a\" \"b\""};

    while (out->len < len) {
        bool is_odd = next_random(seed) % 100 == 0;
        is_likely &= !is_odd;
        buf_add_text(out, is_odd
                              ? odd[next_random(seed) % N_ELEMENTS(odd)]
                              : cells[next_random(seed) % N_ELEMENTS(cells)]);
        buf_add_char(out, next_random(seed) % 5 ? ',' : '\n');
    }
    return is_likely;
}

/* Whether a cell would be written as it stands; of one that may be guarded, it
   need not be known. */
static bool
is_smooth(struct str raw, char delimiter, bool *is_sure)
{
    struct csv_cell cells[2];
    struct csv_record record = {.cells = cells, .size = 2};
    struct buf line = {0};
    struct buf written = {0};
    struct arena *arena = arena_new();
    size_t at = 0;
    bool is_same = !raw.len;

    *is_sure = true;
    buf_add(&line, raw);
    buf_add_char(&line, '\n');
    if (csv_next(buf_str(&line), &at, delimiter, &record) && !record.fault) {
        struct str text = csv_cell_text(cells[0], arena);
        csv_add_guarded(&written, text, delimiter);
        is_same = str_equal(buf_str(&written), raw);
        *is_sure = !text.len || !csv_may_be_guarded(text.bytes[0]);
    }
    buf_clear(&line);
    buf_clear(&written);
    arena_free(arena);
    return is_same;
}

/* What is said of byte 'at', looked at from there and as part of a block. */
static bool
is_end_at(const struct csv_marks *marks, struct str bytes, size_t at)
{
    const struct csv_block *block = &marks->blocks[at / CSV_BLOCK];
    bool is_end = csv_marks_ends(marks, bytes.bytes, at) & 1;

    assert_int_equal(block->lines >> at % CSV_BLOCK & 1,
                     bytes.bytes[at] == '\n');
    assert_int_equal(csv_marks_ends(marks, bytes.bytes, at - at % CSV_BLOCK)
                             >> at % CSV_BLOCK
                         & 1,
                     is_end);
    return is_end;
}

/* What the bits say, against the slow twin.  'is_likely': no quote is where it
   should not be. */
static void
check_marks(const struct csv_marks *marks, struct str bytes, bool is_likely)
{
    size_t begin = 0;
    struct buf unused = {0};
    struct twin twin = {.out = &unused};
    size_t last_row = 0;
    bool is_ascii = true;

    for (size_t i = 0; i < bytes.len; i++) {
        const struct csv_block *block = &marks->blocks[i / CSV_BLOCK];
        uint64_t bit = UINT64_C(1) << i % CSV_BLOCK;
        char c = bytes.bytes[i];
        bool is_stop = c == marks->delimiter || c == '\n';
        bool is_end = is_stop && twin.where != IN_QUOTES;

        bool is_odd = c == '"' || c == '\r' || (is_stop && !is_end);

        if (is_end != is_end_at(marks, bytes, i)
            || is_odd != (!marks->is_calm && block->odd & bit))
            fail_msg("byte %zu by %d of [%.*s]", i, (int)marks->vector,
                     STR_ARGS(bytes));
        if (is_end && !marks->is_calm) {
            struct str raw = {bytes.bytes + begin, i - begin};
            bool is_sure;
            bool smooth =
                is_smooth(raw, marks->delimiter, &is_sure) && c != '\n';
            bool is_rough = block->rough & bit;
            if (is_rough ? smooth && is_sure && is_likely : !smooth)
                fail_msg("cell at %zu by %d of [%.*s]", begin,
                         (int)marks->vector, STR_ARGS(bytes));
        }
        if (is_end)
            begin = i + 1;
        twin_byte(&twin, c, marks->delimiter);
        if (is_end && c == '\n')
            last_row = i + 1;
        is_ascii &= (unsigned char)c - 1u < 0x7f;
    }
    assert_int_equal(csv_marks_last_row(marks, bytes), last_row);
    assert_int_equal(marks->is_ascii, is_ascii);
    buf_clear(&twin.raw);
    buf_clear(&twin.text);
    buf_clear(&unused);
}

static void
check_lines(const struct csv_marks *marks, struct str bytes, size_t from)
{
    size_t n = 0;

    for (size_t i = from; i < bytes.len; i++)
        n += bytes.bytes[i] == '\n';
    assert_int_equal(csv_marks_lines(marks, from, bytes.len), n);
}

/* At every width, in one go and in two. */
static void
test_marks(void **state)
{
    uint32_t seed = 3;
    struct buf text = {0};

    (void)state;
    for (int i = 0; i < 4000; i++) {
        char room[200];
        struct str bytes = random_bytes(&seed, room, sizeof room);

        bool is_likely = false;

        buf_empty(&text);
        if (i % 4)
            is_likely =
                add_likely_bytes(&text, &seed, next_random(&seed) % 500);
        else
            buf_add(&text, bytes);
        if (text.len && i % 16 == 1) {
            text.bytes[next_random(&seed) % text.len] = '\0';
            is_likely = false;
        }
        for (size_t at = 0; i % 3 == 0 && at < text.len; at++)
            if (strchr("\"\r", text.bytes[at]))
                text.bytes[at] = 'c';
        buf_reserve(&text, CSV_BLOCK);
        memset(text.bytes + text.len, 0, CSV_BLOCK);
        for (int k = VECTOR_BASELINE; k <= (int)vector_widest(); k++) {
            struct csv_marks marks = {.delimiter = i % 8 ? ',' : ';',
                                      .vector = (enum vector)k,
                                      .with_rough = true};
            size_t some = text.len ? next_random(&seed) % text.len : 0;

            csv_marks_begin(&marks);
            csv_marks_go_on(&marks, (struct str){text.bytes, some});
            check_marks(&marks, (struct str){text.bytes, some}, is_likely);
            csv_marks_go_on(&marks, buf_str(&text));
            check_marks(&marks, buf_str(&text), is_likely);
            check_lines(&marks, buf_str(&text), some);
            csv_marks_clear(&marks);
        }
    }
    buf_clear(&text);
}

static void
test_whole_rows(void **state)
{
    static const struct {
        const char *in;
        size_t want;
    } cases[] = {
        {"", 0},
        {"a,b", 0},
        {"a\nb", 2},
        {"a\nb\n", 4},
        {"a\n\"b\n", 2},
        {"a\n\"b\nc", 2},
        {"a\nb\"", 2},
        {"\"a\nb\"\nc", 6},
        {"a\"\nb\nc", 5},
        {"a,\"\n\"\"\n", 0},
        {"\"a\n\"b\"\nc", 7},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        size_t got = csv_whole_rows(str_from(cases[i].in), ',');

        if (got != cases[i].want)
            fail_msg("case %zu: %zu, not %zu", i, got, cases[i].want);
    }
}

static void
test_delimiter(void **state)
{
    static const struct {
        const char *header;
        char want;
    } cases[] = {
        {"q1", ','},
        {"", ','},
        {"a,b", ','},
        {"a;b;c,d", ';'},
        {"a\tb\tc", '\t'},
        {"\"a,b,c\";d", ';'},
        {"\"a\"\",,\";d", ';'},
        {"a;b\nc,d,e", ';'},
        {"5\" tall;b", ';'},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        if (csv_detect_delimiter(str_from(cases[i].header)) != cases[i].want)
            fail_msg("case %zu", i);
    }
}

static void
test_writing(void **state)
{
    static const struct {
        const char *in;
        const char *cell;
        const char *guarded;
    } cases[] = {
        {"", "", ""},
        {"abc", "abc", "abc"},
        {"a b", "a b", "a b"},
        {"a,b", "\"a,b\"", "\"a,b\""},
        {"a;b", "a;b", "a;b"},
        {"a\"b", "\"a\"\"b\"", "\"a\"\"b\""},
        {"a\nb", "\"a\nb\"", "\"a\nb\""},
        {"-3", "-3", "-3"},
        {"-3.25", "-3.25", "-3.25"},
        {"-1.5e-7", "-1.5e-7", "-1.5e-7"},
        {"-12345678901234567890", "-12345678901234567890",
         "-12345678901234567890"},
        {"3", "3", "3"},
        {"-", "-", "'-"},
        {"-3.", "-3.", "'-3."},
        {"-3+4", "-3+4", "'-3+4"},
        {"-1e", "-1e", "'-1e"},
        {"=1+1", "=1+1", "'=1+1"},
        {"+1", "+1", "'+1"},
        {"@a", "@a", "'@a"},
        {"\ta", "\ta", "'\ta"},
        {"\ra", "\"\ra\"", "\"'\ra\""},
        {"=A(\"b\")", "\"=A(\"\"b\"\")\"", "\"'=A(\"\"b\"\")\""},
        {"\na", "\"\na\"", "\"'\na\""},
        {"\n=1", "\"\n=1\"", "\"'\n=1\""},
        {"\uff1d1", "\uff1d1", "'\uff1d1"},
        {"\uff0b1", "\uff0b1", "'\uff0b1"},
        {"\uff0d1", "\uff0d1", "'\uff0d1"},
        {"\uff20a", "\uff20a", "'\uff20a"},
        {"\uff1c", "\uff1c", "\uff1c"},
        {" =1", " =1", "' =1"},
        {"  @a", "  @a", "'  @a"},
        {"\ufeff=1", "\ufeff=1", "'\ufeff=1"},
        {" -3", " -3", " -3"},
        {" a", " a", " a"},
        {"\u2212"
         "1",
         "\u2212"
         "1",
         "\u2212"
         "1"},
        {"-.50", "-.50", "-.50"},
        {"-1,5", "\"-1,5\"", "\"-1,5\""},
        {"-,5", "\"-,5\"", "\"-,5\""},
        {"-1.50E-005", "-1.50E-005", "-1.50E-005"},
        {"-1,5,", "\"-1,5,\"", "\"'-1,5,\""},
        {"-.", "-.", "'-."},
        {"-.e1", "-.e1", "'-.e1"},
        {"'=a", "'=a", "''=a"},
        {"'a", "'a", "'a"},
        {"'-3", "'-3", "'-3"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct buf cell = {0};
        struct buf guarded = {0};

        csv_add_cell(&cell, str_from(cases[i].in), ',');
        csv_add_guarded(&guarded, str_from(cases[i].in), ',');
        if (strcmp(buf_text(&cell), cases[i].cell) != 0
            || strcmp(buf_text(&guarded), cases[i].guarded) != 0)
            fail_msg("case %zu: %s, %s", i, buf_text(&cell),
                     buf_text(&guarded));
        buf_clear(&cell);
        buf_clear(&guarded);
    }
}

static void
test_unguarded(void **state)
{
    static const struct {
        const char *in;
        const char *want;
    } cases[] = {
        {"", ""},          {"'", "'"},
        {"'=1+1", "=1+1"}, {"'a", "'a"},
        {"'-3", "'-3"},    {"'-x", "-x"},
        {"''=a", "'=a"},   {"''a", "''a"},
        {"'\n=1", "\n=1"}, {"'\uff1da", "\uff1da"},
        {"'-,5", "'-,5"},  {"=a", "=a"},
        {"' +a", " +a"},   {"' a", "' a"},
        {"a'=b", "a'=b"},  {"'\tx", "\tx"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        if (!str_is(csv_unguarded(str_from(cases[i].in)), cases[i].want))
            fail_msg("case %zu: %s", i, cases[i].in);
    }
}

/* What was written, guarded or not, reads back as it was. */
static void
test_round_trip(void **state)
{
    static const char alphabet[] = "\",\n\r'=-1@a ";
    uint32_t seed = 3;
    struct arena *arena = arena_new();
    struct buf line = {0};

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char room[8];
        struct str text = {room, next_random(&seed) % sizeof room};
        struct csv_cell cells[2];
        struct csv_record record = {.cells = cells, .size = 2};
        size_t offset = 0;

        for (size_t k = 0; k < text.len; k++)
            room[k] = alphabet[next_random(&seed) % (sizeof alphabet - 1)];
        buf_empty(&line);
        csv_add_guarded(&line, text, ',');
        buf_add_char(&line, ',');
        csv_add_cell(&line, text, ',');
        buf_add_char(&line, '\n');
        assert_true(csv_next(buf_str(&line), &offset, ',', &record));
        assert_int_equal(record.fault, CSV_FINE);
        assert_int_equal(record.n_cells, 2);
        if (!str_equal(csv_unguarded(csv_cell_text(cells[0], arena)), text)
            || !str_equal(csv_cell_text(cells[1], arena), text))
            fail_msg("[%.*s] became [%s]", STR_ARGS(text), buf_text(&line));
        arena_rewind(arena);
    }
    buf_clear(&line);
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_records), cmocka_unit_test(test_offsets),
          cmocka_unit_test(test_limits), cmocka_unit_test(test_twin),
          cmocka_unit_test(test_cut_anywhere), cmocka_unit_test(test_marks),
          cmocka_unit_test(test_whole_rows), cmocka_unit_test(test_delimiter),
          cmocka_unit_test(test_writing), cmocka_unit_test(test_unguarded),
          cmocka_unit_test(test_round_trip))
