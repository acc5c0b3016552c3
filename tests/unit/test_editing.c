/* SPDX-License-Identifier: GPL-3.0-or-later */

/* editing: keys by table, the cursor shown as '|'. */

#include "unit.h"

#include <string.h>
#include "fill/editing.h"

static void
press(struct editing *editing, char key)
{
    switch (key) {
    case '<':
        editing_left(editing);
        break;
    case '>':
        editing_right(editing);
        break;
    case 'H':
        editing_home(editing);
        break;
    case 'E':
        editing_end(editing);
        break;
    case 'U':
        editing_up(editing);
        break;
    case 'D':
        editing_down(editing);
        break;
    case 'B':
        editing_erase_before(editing);
        break;
    case 'X':
        editing_erase_after(editing);
        break;
    default:
        editing_insert(editing, (uint32_t)key);
    }
}

#define ACUTE "e\xcc\x81"

static void
test_keys(void **state)
{
    static const struct {
        const char *text;
        const char *keys;
        const char *want;
    } cases[] = {
        {"", "ab", "ab|"},
        {"ab", "<c", "ac|b"},
        {"ab", "<<<c", "c|ab"},
        {"ab", "H>c", "ac|b"},
        {"ab", "BBB", "|"},
        {"ab",
         "HXX"
         "X",
         "|"},
        {"ab", "HX", "|b"},
        {"a" ACUTE "b", "<<x", "ax|" ACUTE "b"},
        {"a" ACUTE, "B", "a|"},
        {"a" ACUTE "b", "H>X", "a|b"},
        {"\xe6\xbc\xa2", "<x", "x|\xe6\xbc\xa2"},
        {"one\ntwo", "H", "one\n|two"},
        {"one\ntwo", "U", "one|\ntwo"},
        {"one\ntwo", "<U", "on|e\ntwo"},
        {"one\ntwo", "UHD", "one\n|two"},
        {"one\ntw", "UD", "one\ntw|"},
        {"o\ntwo", "U", "o|\ntwo"},
        {"one", "U", "one|"},
        {"one", "D", "one|"},
        {"one\ntwo", "HB", "one|two"},
        {"a\x1b"
         "b",
         "", "ab|"},
        {"a\xff", "", "a\xef\xbf\xbd|"},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct editing editing = {0};
        struct buf got = {0};
        editing_set(&editing, str_from(cases[i].text));
        for (const char *key = cases[i].keys; *key; key++)
            press(&editing, *key);
        struct str text = buf_str(&editing.text);
        buf_add(&got, (struct str){text.bytes, editing.cursor});
        buf_add_char(&got, '|');
        buf_add(&got, (struct str){text.bytes + editing.cursor,
                                   text.len - editing.cursor});
        assert_string_equal(buf_text(&got), cases[i].want);
        buf_clear(&got);
        editing_clear(&editing);
    }
}

static void
test_limit(void **state)
{
    struct editing editing = {.limit_size = 4};

    (void)state;
    editing_set(&editing, STR("abc"));
    assert_false(editing_insert(&editing, 0xe9));
    assert_true(editing.is_full);
    /* What fits behind what did not would leave a hole in the text. */
    assert_false(editing_insert(&editing, 'd'));
    assert_true(str_is(buf_str(&editing.text), "abc"));
    assert_true(editing_erase_before(&editing));
    assert_true(editing_insert(&editing, 0xe9));
    assert_false(editing_insert(&editing, 'e'));
    assert_true(str_is(buf_str(&editing.text), "ab\xc3\xa9"));
    editing_set(&editing, STR("abcdef"));
    assert_true(str_is(buf_str(&editing.text), "abcd"));
    assert_true(editing.is_full);
    editing_set(&editing, STR("abcd"));
    assert_false(editing.is_full);
    editing_clear(&editing);
}

UNIT_MAIN(cmocka_unit_test(test_keys), cmocka_unit_test(test_limit))
