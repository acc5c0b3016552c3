/* SPDX-License-Identifier: GPL-3.0-or-later */

/* keystrokes and typed_line: bytes as they come, cut at every place, and the
   line and the screen that they make. */

#include "unit.h"

#include <string.h>
#include "base/utf8.h"
#include "fill/keystrokes.h"

static void
add_key(struct buf *buf, struct keyboard_key key)
{
    if (key.is_pasted)
        buf_add_char(buf, '\'');
    if (key.kind == KEYBOARD_CHARACTER)
        utf8_add_shown(buf, (struct str){(char[]){(char)key.character}, 1});
    else if (key.kind == KEYBOARD_ENTER)
        buf_add_text(buf, "<enter>");
    else if (key.kind == KEYBOARD_BACKSPACE)
        buf_add_text(buf, "<bs>");
    else if (key.kind == KEYBOARD_F12)
        buf_add_text(buf, "<f12>");
    else
        fail_msg("kind %d", (int)key.kind);
}

static void
read_in(struct keystrokes *keystrokes, struct str bytes)
{
    buf_add(keystrokes_room(keystrokes), bytes);
}

static void
take_all(struct keystrokes *keystrokes, struct buf *got)
{
    struct keyboard_key key;

    while (keystrokes_next(keystrokes, &key)) {
        if (key.kind == KEYBOARD_CHARACTER && key.character >= 0x20)
            utf8_add(got, key.character);
        else
            add_key(got, key);
    }
}

static void
test_keys(void **state)
{
    static const struct {
        const char *bytes;
        const char *want;
    } cases[] = {
        {"ab 1", "ab 1"},
        {"é日😀", "é日😀"},
        {"a\r\n\x7f\b", "a<enter><enter><bs><bs>"},
        {"\x18\x04\x1a", "\\u{18}\\u{4}\\u{1a}"},
        /* Keys that mean nothing are passed over as a whole. */
        {"a\x1b[3~b\x1b[A\x1b[1;5Cc\x1bOPd", "abcd"},
        {"a\x1b[[Ab\x1bO5Pc\x1bxd\x1b\xc3\xa9"
         "e",
         "abcde"},
        {"\x1b[24~", "<f12>"},
        {"\x1b[24;5~", "<f12>"},
        {"\x1b[2~\x1b[4~\x1b[240~\x1b[24$\x1b[1;24~", ""},
        {"\x1b\x1b[24~", "<f12>"},
        {"\x1b\x18", "\\u{18}"},
        /* A sequence that was cut off takes nothing with it. */
        {"\x1b[3\rx", "<enter>x"},
        {"\x1b[\xc3\xa9", "é"},
        /* What a terminal says of itself. */
        {"\x1b]11;rgb:0/0/0\x07"
         "a\x1bP1$r0m\x1b\\b",
         "ab"},
        /* Of another encoding: nothing is swallowed. */
        {"\xe9"
         "a\xff\r",
         "\uFFFDa\uFFFD<enter>"},
    };
    struct buf got = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct str bytes = str_from(cases[i].bytes);
        for (size_t at = 0; at <= bytes.len; at++) {
            struct keystrokes keystrokes = {0};
            buf_empty(&got);
            read_in(&keystrokes, (struct str){bytes.bytes, at});
            take_all(&keystrokes, &got);
            read_in(&keystrokes,
                    (struct str){bytes.bytes + at, bytes.len - at});
            take_all(&keystrokes, &got);
            assert_string_equal(buf_text(&got), cases[i].want);
            keystrokes_clear(&keystrokes);
        }
    }
    buf_clear(&got);
}

static void
test_pastes(void **state)
{
    struct keystrokes keystrokes = {0};
    struct buf got = {0};

    (void)state;
    read_in(&keystrokes, STR("a\x1b[200~\r\x18\x1b[24~\x1b[201~\r"));
    take_all(&keystrokes, &got);
    assert_string_equal(buf_text(&got), "a'<enter>'\\u{18}'<f12><enter>");
    assert_false(keystrokes_is_open(&keystrokes));
    /* A paste whose end is lost does not last for ever. */
    buf_empty(&got);
    read_in(&keystrokes, STR("\x1b[200~\r"));
    take_all(&keystrokes, &got);
    assert_true(keystrokes_is_open(&keystrokes));
    keystrokes_give_up(&keystrokes);
    read_in(&keystrokes, STR("\r"));
    take_all(&keystrokes, &got);
    assert_string_equal(buf_text(&got), "'<enter><enter>");
    /* Escape alone is a key of its own. */
    buf_empty(&got);
    read_in(&keystrokes, STR("\x1b"));
    take_all(&keystrokes, &got);
    assert_true(keystrokes_is_open(&keystrokes));
    keystrokes_give_up(&keystrokes);
    read_in(&keystrokes, STR("[3"));
    take_all(&keystrokes, &got);
    assert_string_equal(buf_text(&got), "[3");
    keystrokes_clear(&keystrokes);
    buf_clear(&got);
}

/* From a pipe nothing edits, leaves or is passed over; what ends a line is its
   newline alone. */
static void
test_plain(void **state)
{
    struct keystrokes keystrokes = {.is_plain = true};
    struct buf got = {0};

    (void)state;
    read_in(&keystrokes, STR("2\r\n\x1b[A\x18\x04\x7f\x1b[24~\xc3\xa9\n"));
    take_all(&keystrokes, &got);
    assert_string_equal(buf_text(&got), "2 <enter>\uFFFD[A\uFFFD\uFFFD\uFFFD"
                                        "\uFFFD[24~é<enter>");
    assert_false(keystrokes_is_open(&keystrokes));
    keystrokes_clear(&keystrokes);
    buf_clear(&got);
}

static void
test_line(void **state)
{
    static const struct {
        const char *bytes;
        enum typed_line_result result;
        const char *text;
        const char *echo;
    } cases[] = {
        {"of\r", TYPED_LINE_DONE, "of", "of"},
        {"ab\x7f"
         "c",
         TYPED_LINE_GOING, "ac", "ab\b \bc"},
        {"日\x7f", TYPED_LINE_GOING, "", "日\b \b\b \b"},
        {"e\u0301\x7f", TYPED_LINE_GOING, "", "e\u0301\b \b"},
        {"\x7f", TYPED_LINE_GOING, "", ""},
        {"ab\x15", TYPED_LINE_GOING, "", "ab\b \b\b \b"},
        {"a bc \x17", TYPED_LINE_GOING, "a ", "a bc \b \b\b \b\b \b"},
        {"a\x1b[3~\x1b[A\tb\x07", TYPED_LINE_GOING, "a b", "a b"},
        {"a\u202e\xc2\x85\u2028", TYPED_LINE_GOING, "a", "a"},
        {"half\x18", TYPED_LINE_LEAVE, "half", "half"},
        {"half\x1b[24~", TYPED_LINE_LEAVE, "half", "half"},
        {"half\x1a", TYPED_LINE_GOING, "half", "half"},
        {"half\x04", TYPED_LINE_GOING, "half", "half"},
        {"\x04", TYPED_LINE_END, "", ""},
        {"\x1b[200~a\rb\x18\x04\r\x1b[201~", TYPED_LINE_GOING, "a\nb\n",
         "a\nb\n"},
        {"\x1b[200~a\rb\x1b[201~\x7f\x7f", TYPED_LINE_GOING, "a",
         "a\nb\b \b\na"},
        {"123456789", TYPED_LINE_GOING, "12345678", "12345678"},
        {"1234567é", TYPED_LINE_GOING, "1234567", "1234567"},
    };
    struct editing line = {.limit_size = 8};
    struct buf echo = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct keystrokes keystrokes = {0};
        enum typed_line_result result = TYPED_LINE_GOING;
        struct keyboard_key key;
        buf_empty(&echo);
        editing_set(&line, STR(""));
        read_in(&keystrokes, str_from(cases[i].bytes));
        while (result == TYPED_LINE_GOING && keystrokes_next(&keystrokes, &key))
            result = typed_line_press(&line, key, &echo);
        assert_int_equal(result, cases[i].result);
        assert_true(str_is(buf_str(&line.text), cases[i].text));
        assert_string_equal(buf_text(&echo), cases[i].echo);
        keystrokes_clear(&keystrokes);
    }
    editing_clear(&line);
    buf_clear(&echo);
}

UNIT_MAIN(cmocka_unit_test(test_keys), cmocka_unit_test(test_pastes),
          cmocka_unit_test(test_plain), cmocka_unit_test(test_line))
