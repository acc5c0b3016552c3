/* SPDX-License-Identifier: GPL-3.0-or-later */

/* wrap: lines that fit, whatever the text. */

#include "unit.h"

#include <string.h>
#include "base/utf8.h"
#include "fill/wrap.h"

static void
test_cases(void **state)
{
    static const struct {
        const char *text;
        int width_cells;
        int indent_cells;
        const char *want;
    } cases[] = {
        {"", 20, 0, "\n"},
        {"one two", 20, 0, "one two\n"},
        {"one  two ", 20, 0, "one two\n"},
        {"one two three four", 13, 0, "one two three\nfour\n"},
        {"one two three four", 12, 0, "one two\nthree four\n"},
        {"1 one two three four", 12, 2, "1 one two\n  three four\n"},
        {"see /b\u00a0back now", 10, 0, "see\n/b back\nnow\n"},
        {"0123456789abcde", 10, 0, "0123456789\nabcde\n"},
        {"x 0123456789abcde", 10, 0, "x\n0123456789\nabcde\n"},
        {"a\nb", 10, 0, "a\nb\n"},
        {"\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2x", 10, 0,
         "\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\nx\n"},
        {"e\xcc\x81"
         "23456789ab",
         10, 0,
         "e\xcc\x81"
         "23456789a\nb\n"},
        {"\x1b[2J!", 20, 0, "\\u{1b}[2J!\n"},
        {"a\xe2\x80\xae"
         "b",
         20, 0, "a\\u{202e}b\n"},
        {"\xff", 20, 0, "\xef\xbf\xbd\n"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct buf out = {0};
        wrap_add(&out, str_from(cases[i].text), cases[i].width_cells,
                 cases[i].indent_cells);
        assert_string_equal(buf_text(&out), cases[i].want);
        buf_clear(&out);
    }
}

/* 10,000 characters of every kind: no line is too long, nothing that a
   terminal obeys gets through. */
static void
test_long(void **state)
{
    struct buf text = {0};
    struct buf out = {0};
    uint32_t character;
    uint32_t random = 7;
    int cells = 0;

    (void)state;
    for (int i = 0; i < 10000; i++) {
        random = random * 1664525u + 1013904223u;
        utf8_add(&text, (random >> 8) % 0x3100);
    }
    wrap_add(&out, buf_str(&text), 40, 2);
    struct str rest = buf_str(&out);
    while (utf8_next(&rest, &character)) {
        cells = character == '\n' ? 0 : cells + utf8_cells(character);
        assert_true(cells <= 40);
        assert_true(character == '\n' || !utf8_is_control(character));
    }
    buf_clear(&text);
    buf_clear(&out);
}

UNIT_MAIN(cmocka_unit_test(test_cases), cmocka_unit_test(test_long))
