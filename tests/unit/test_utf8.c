/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8, and showing text that may be hostile. */
#include "unit.h"

#include "base/utf8.h"

static void
test_valid_len(void **state)
{
    static const struct {
        const char *text;
        size_t want;
    } cases[] = {
        {"", 0},
        {"plain", 5},
        {"\xc3\xa4\xe2\x82\xac\xf0\x9f\x99\x82", 9},
        {"a\x80", 1},
        {"a\xbf", 1},
        {"ab\xc3", 2},
        {"ab\xc3(", 2},
        {"\xe2\x82", 0},
        {"\xe2\x28\xa1", 0},
        {"\xf0\x9f\x99", 0},
        /* Longer than needed. */
        {"\xc0\x80", 0},
        {"\xc1\xbf", 0},
        {"\xe0\x80\xaf", 0},
        {"\xe0\x9f\xbf", 0},
        {"\xf0\x80\x80\x80", 0},
        {"\xf0\x8f\xbf\xbf", 0},
        {"\xe0\xa0\x80", 3},
        {"\xf0\x90\x80\x80", 4},
        /* Surrogates and their neighbours. */
        {"\xed\x9f\xbf", 3},
        {"\xed\xa0\x80", 0},
        {"\xed\xbf\xbf", 0},
        {"\xee\x80\x80", 3},
        /* The last character, and beyond. */
        {"\xf4\x8f\xbf\xbf", 4},
        {"\xf4\x90\x80\x80", 0},
        {"\xf5\x80\x80\x80", 0},
        {"\xf8\x88\x80\x80\x80", 0},
        {"\xfe", 0},
        {"\xff", 0},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        size_t got = utf8_valid_len(str_from(cases[i].text));

        if (got != cases[i].want)
            fail_msg("case %zu: %zu, not %zu", i, got, cases[i].want);
    }
    assert_int_equal(utf8_valid_len(STR("a\0\xc3")), 2);
    assert_int_equal(utf8_valid_len(str_from(NULL)), 0);
    assert_int_equal(utf8_text_len(STR("a\0\xc3")), 1);
    assert_int_equal(utf8_text_len(STR("a\xc3\0")), 1);
    assert_int_equal(utf8_text_len(STR("a\xc3\xa9")), 3);
    assert_true(utf8_is_text(STR("")) && utf8_is_text(STR("\xc3\xa9")));
    assert_false(utf8_is_text(STR("a\0")) || utf8_is_text(STR("\xe9")));
}

static void
test_count(void **state)
{
    (void)state;
    assert_int_equal(utf8_count(STR("")), 0);
    assert_int_equal(utf8_count(STR("abc")), 3);
    assert_int_equal(utf8_count(STR("\xc3\xa4\xe2\x82\xac\xf0\x9f\x99\x82")),
                     3);
}

/* Every number is either a character that is written and read back, or
   becomes U+FFFD. */
static void
test_every_character(void **state)
{
    struct buf buf = {0};

    (void)state;
    for (uint32_t number = 0; number <= 0x110010; number++) {
        bool is_character =
            number <= 0x10ffff && !(number >= 0xd800 && number <= 0xdfff);
        struct str rest;
        uint32_t got = 0;

        buf_empty(&buf);
        utf8_add(&buf, number);
        rest = buf_str(&buf);
        if (utf8_valid_len(rest) != buf.len || utf8_count(rest) != 1
            || !utf8_next(&rest, &got) || rest.len
            || got != (is_character ? number : 0xfffd))
            fail_msg("U+%04X: U+%04X", number, got);
    }
    buf_clear(&buf);
}

static void
test_next_over_rubbish(void **state)
{
    static const uint32_t want[] = {'a', 0xfffd, 0xfffd, 0xfffd,
                                    'b', 0xe4,   0xfffd};
    struct str rest = STR("a\xff\xe2\x82"
                          "b\xc3\xa4\xc3");
    uint32_t got;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(want); i++) {
        assert_true(utf8_next(&rest, &got));
        assert_int_equal(got, want[i]);
    }
    assert_false(utf8_next(&rest, &got));
}

/* What may move the cursor, colour, delete or turn text around. */
static bool
is_dangerous(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e)
           || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

static void
test_shown_is_harmless(void **state)
{
    struct buf plain = {0};
    struct buf shown = {0};
    struct buf lines = {0};

    (void)state;
    for (uint32_t number = 0; number <= 0x10ffff; number++) {
        struct str rest;
        uint32_t got;

        buf_empty(&plain);
        buf_empty(&shown);
        utf8_add(&plain, number);
        utf8_add_shown(&shown, buf_str(&plain));
        assert_int_equal(utf8_valid_len(buf_str(&shown)), shown.len);
        rest = buf_str(&shown);
        while (utf8_next(&rest, &got)) {
            if (is_dangerous(got))
                fail_msg("U+%04X shows U+%04X", number, got);
        }
        if (!is_dangerous(number)
            && !str_equal(buf_str(&shown), buf_str(&plain)))
            fail_msg("U+%04X is spelled out", number);
        if (utf8_is_control(number) != is_dangerous(number))
            fail_msg("U+%04X", number);
        bool stays = number == '\n' || number == '\t';
        buf_empty(&lines);
        utf8_add_shown_lines(&lines, buf_str(&plain));
        if (!str_equal(buf_str(&lines), buf_str(stays ? &plain : &shown)))
            fail_msg("U+%04X in lines", number);
    }
    buf_clear(&plain);
    buf_clear(&shown);
    buf_clear(&lines);
}

/* No two bytes, whole characters or not, come out dangerous. */
static void
test_shown_bytes(void **state)
{
    struct buf shown = {0};

    (void)state;
    for (unsigned i = 0; i < 0x10000; i++) {
        char bytes[2] = {(char)(i >> 8), (char)i};
        struct str rest;
        uint32_t got;

        buf_empty(&shown);
        utf8_add_shown(&shown, (struct str){bytes, 2});
        rest = buf_str(&shown);
        assert_int_equal(utf8_valid_len(rest), rest.len);
        while (utf8_next(&rest, &got)) {
            if (is_dangerous(got))
                fail_msg("%04x shows U+%04X", i, got);
        }
    }
    buf_clear(&shown);
}

static void
test_shown(void **state)
{
    static const struct {
        const char *in;
        const char *want;
    } cases[] = {
        {"", ""},
        {"q1 \xc3\xa4", "q1 \xc3\xa4"},
        {"\x1b[31mred", "\\u{1b}[31mred"},
        {"a\nb\tc", "a\\u{a}b\\u{9}c"},
        {"\x7f", "\\u{7f}"},
        {"\xc2\x9b", "\\u{9b}"},
        {"\xe2\x80\xae", "\\u{202e}"},
        {"\x9b", "\xef\xbf\xbd"},
        {"a\xc3", "a\xef\xbf\xbd"},
    };
    struct buf buf = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        buf_empty(&buf);
        utf8_add_shown(&buf, str_from(cases[i].in));
        if (!str_is(buf_str(&buf), cases[i].want))
            fail_msg("case %zu: '%s'", i, buf_text(&buf));
    }
    buf_clear(&buf);
}

/* Unicode's classes R and AL, and what is beside them. */
static void
test_which_scripts_run_from_the_right(void **state)
{
    static const struct {
        uint32_t character;
        bool want;
    } cases[] = {
        {0x05d0, true},  /* alef */
        {0x0645, true},  /* meem */
        {0x07ca, true},  /* N'Ko */
        {0xfefb, true},  /* lam with alef */
        {0x10840, true}, /* Imperial Aramaic */
        {0x1e900, true}, /* Adlam */
        {'a', false},    {'4', false},    {0x058f, false}, /* Armenian */
        {0x0915, false},                                   /* Devanagari */
        {0xfeff, false}, {0x4e00, false}, {0x1f600, false},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        if (utf8_is_rtl(cases[i].character) != cases[i].want)
            fail_msg("U+%04X", cases[i].character);
}

/* As a POSIX shell, or one that knows $'...', reads them back. */
static void
test_shell_words(void **state)
{
    static const struct {
        const char *word;
        const char *want;
    } cases[] = {
        {"plain-1.csv", "plain-1.csv"},
        {"", "''"},
        {"two words", "'two words'"},
        {"it's", "'it'\\''s'"},
        {"$HOME", "'$HOME'"},
        {"caf\xc3\xa9", "'caf\xc3\xa9'"},
        {"\x1b[2J", "$'\\033[2J'"},
        {"it's\ta \\", "$'it\\'s\\011a \\\\'"},
        {"\xe2\x80\xae!", "$'\\342\\200\\256!'"},
        {"\x7f", "$'\\177'"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct buf out = {0};

        utf8_add_shell_word(&out, cases[i].word);
        assert_string_equal(buf_text(&out), cases[i].want);
        buf_clear(&out);
    }
}

UNIT_MAIN(cmocka_unit_test(test_valid_len), cmocka_unit_test(test_count),
          cmocka_unit_test(test_which_scripts_run_from_the_right),
          cmocka_unit_test(test_every_character),
          cmocka_unit_test(test_next_over_rubbish),
          cmocka_unit_test(test_shown_is_harmless),
          cmocka_unit_test(test_shown_bytes), cmocka_unit_test(test_shown),
          cmocka_unit_test(test_shell_words))
