/* SPDX-License-Identifier: GPL-3.0-or-later */

/* keyboard: what each key means on each kind of page, by table; and that no
   letter of any script is a command anywhere. */

#include "unit.h"

#include <stdio.h>
#include "fill/keyboard.h"
#include "fill_kit.h"

#define TO_A "enter enter enter " /* readers, notice, section */
#define TO_M TO_A "2 1 "
#define TO_L TO_M "1 enter "
#define TO_W TO_L "50 enter "
#define TO_D TO_W "'hello enter "

/* Every kind of page there is a key on. */
static const char *const pages[] = {
    "",
    TO_A,
    TO_M,
    TO_L,
    TO_W,
    TO_D,
    TO_A "overview",
    TO_A "help",
    TO_A "pause",
    TO_D "2026-03-31 enter 2 3 skip",
};

enum { CTRL_X = 24, NOTHING = -1, PLAIN = -2, INTERRUPT = -3 };

static int
meaning_of(const struct form *form, struct keyboard_key key)
{
    struct form_key out = {0};

    switch (keyboard_read(form, key, &out)) {
    case MEANS_FORM:
        return (int)out.kind;
    case MEANS_PLAIN_LINES:
        return PLAIN;
    case MEANS_INTERRUPT:
        return INTERRUPT;
    case MEANS_NOTHING:
    case MEANS_REDRAW:
        break;
    }
    return NOTHING;
}

struct key_case {
    const char *page;
    struct keyboard_key key;
    int want;
};

#define CHARACTER(c)                                                           \
    {                                                                          \
        KEYBOARD_CHARACTER, (c), false                                         \
    }
#define PASTED(c)                                                              \
    {                                                                          \
        KEYBOARD_CHARACTER, (c), true                                          \
    }
#define KEY(name)                                                              \
    {                                                                          \
        KEYBOARD_##name, 0, false                                              \
    }

static const struct key_case cases[] = {
    {"", CHARACTER('\r'), FORM_KEY_ENTER},
    {"", CHARACTER(' '), FORM_KEY_ENTER},
    {"", CHARACTER('-'), NOTHING},
    {TO_A, CHARACTER('3'), FORM_KEY_CHARACTER},
    {TO_A, CHARACTER('-'), FORM_KEY_SKIP},
    {TO_A, CHARACTER('!'), FORM_KEY_DECLINE},
    {TO_A, CHARACTER('?'), FORM_KEY_UNKNOWN},
    {TO_A, CHARACTER(' '), NOTHING},
    {TO_A, CHARACTER('\t'), FORM_KEY_OVERVIEW},
    {TO_A, KEY(LEFT), FORM_KEY_BACK},
    {TO_A, KEY(SHIFT_TAB), FORM_KEY_BACK},
    {TO_A, KEY(UP), FORM_KEY_UP},
    {TO_A, KEY(F1), FORM_KEY_HELP},
    {TO_A, KEY(F2), PLAIN},
    {TO_A, KEY(ESCAPE), FORM_KEY_PAUSE},
    {TO_A, KEY(F12), FORM_KEY_LEAVE},
    {TO_A, CHARACTER(CTRL_X), FORM_KEY_LEAVE},
    {TO_A, CHARACTER(3), INTERRUPT},
    {TO_A, CHARACTER(26), NOTHING},
    {TO_A, KEY(OTHER), NOTHING},
    {TO_A, PASTED('3'), NOTHING},
    {TO_A, PASTED('\r'), NOTHING},
    {TO_A, PASTED(CTRL_X), NOTHING},
    {TO_M, CHARACTER(' '), FORM_KEY_CHARACTER},
    {TO_L, KEY(LEFT), FORM_KEY_LEFT},
    {TO_L, KEY(SHIFT_TAB), FORM_KEY_BACK},
    {TO_L, CHARACTER('-'), FORM_KEY_SKIP},
    {TO_L, CHARACTER('5'), FORM_KEY_CHARACTER},
    {TO_L, PASTED('5'), FORM_KEY_CHARACTER},
    {TO_L, PASTED('\r'), NOTHING},
    {TO_W, CHARACTER('-'), FORM_KEY_CHARACTER},
    {TO_W, CHARACTER('!'), FORM_KEY_CHARACTER},
    {TO_W, CHARACTER('?'), FORM_KEY_CHARACTER},
    {TO_W, CHARACTER('x'), FORM_KEY_CHARACTER},
    {TO_W, CHARACTER(0x65e5), FORM_KEY_CHARACTER},
    {TO_W, CHARACTER('\r'), FORM_KEY_ENTER},
    {TO_W, CHARACTER('\n'), FORM_KEY_NEWLINE},
    {TO_W, KEY(ALT_ENTER), FORM_KEY_NEWLINE},
    {TO_W, KEY(F3), FORM_KEY_SKIP},
    {TO_W, KEY(F4), FORM_KEY_DECLINE},
    {TO_W, KEY(F5), FORM_KEY_UNKNOWN},
    {TO_W, KEY(F12), FORM_KEY_LEAVE},
    {TO_W, CHARACTER(CTRL_X), FORM_KEY_LEAVE},
    {TO_W, KEY(ESCAPE), FORM_KEY_PAUSE},
    {TO_W, CHARACTER(0x7f), FORM_KEY_BACKSPACE},
    {TO_W, PASTED('\r'), FORM_KEY_NEWLINE},
    {TO_W, PASTED('\t'), FORM_KEY_CHARACTER},
    {TO_W, PASTED(0x1b), NOTHING},
    {TO_W, PASTED(CTRL_X), NOTHING},
    {TO_D, CHARACTER('-'), FORM_KEY_CHARACTER},
    {TO_D, CHARACTER('!'), FORM_KEY_DECLINE},
    {TO_D, KEY(F3), FORM_KEY_SKIP},
};

static void
test_cases(void **state)
{
    size_t n_bad = 0;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct fill_kit kit = fill_open(fill_body, NULL);
        fill_press(&kit, cases[i].page);
        int got = meaning_of(kit.form, cases[i].key);
        if (got != cases[i].want) {
            printf("# after '%s' key %d, character %u: want %d, got %d\n",
                   cases[i].page, (int)cases[i].key.kind,
                   (unsigned)cases[i].key.character, cases[i].want, got);
            n_bad++;
        }
        fill_close(&kit);
    }
    assert_int_equal(n_bad, 0);
}

static bool
is_letter(uint32_t character)
{
    uint32_t small = character | 0x20;

    return (small >= 'a' && small <= 'z') || character >= 0xa0;
}

/* The key leaves everything as it was, or is typed. */
static void
test_letters(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(pages); i++) {
        struct fill_kit kit = fill_open(fill_body, NULL);
        fill_press(&kit, pages[i]);
        for (uint32_t c = ' '; c < 0x3000; c++) {
            struct keyboard_key key = {KEYBOARD_CHARACTER, c, false};
            int meaning = meaning_of(kit.form, key);
            if (is_letter(c) && meaning != NOTHING
                && (meaning != FORM_KEY_CHARACTER
                    || kit.form->entry.kind != FORM_ENTRY_TEXT))
                fail_msg("letter %x means %d after '%s'", (unsigned)c, meaning,
                         pages[i]);
        }
        fill_close(&kit);
    }
}

/* Leaving works on every page, and what is named does what it says. */
static void
test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(pages); i++) {
        struct fill_kit kit = fill_open(fill_body, NULL);
        fill_press(&kit, pages[i]);
        assert_int_equal(meaning_of(kit.form, (struct keyboard_key)KEY(F12)),
                         FORM_KEY_LEAVE);
        assert_true(form_offers(kit.form, FORM_KEY_LEAVE));
        for (int kind = FORM_KEY_SKIP; kind <= FORM_KEY_UNKNOWN; kind++) {
            const char *name = keyboard_name(kit.form, (enum form_key_kind)kind,
                                             LANG_EN, false);
            bool is_sign = name[1] == '\0';
            struct keyboard_key key = CHARACTER((unsigned char)name[0]);
            if (is_sign && form_offers(kit.form, (enum form_key_kind)kind))
                assert_int_equal(meaning_of(kit.form, key), kind);
        }
        fill_close(&kit);
    }
}

UNIT_MAIN(cmocka_unit_test(test_cases), cmocka_unit_test(test_letters),
          cmocka_unit_test(test_names))
