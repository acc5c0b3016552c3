/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What keys mean; see keyboard.h. */
#include "fill/keyboard.h"

enum { CTRL = 0x40 }; /* Ctrl-X is 'X' less this */

/* Keys that mean the same on every page and in every text. */
static const struct {
    enum keyboard_kind kind;
    uint32_t character;
    enum keyboard_meaning meaning;
    enum form_key_kind form_key;
} everywhere[] = {
    {KEYBOARD_F12, 0, MEANS_FORM, FORM_KEY_LEAVE},
    {KEYBOARD_CHARACTER, 'X' - CTRL, MEANS_FORM, FORM_KEY_LEAVE},
    {KEYBOARD_ESCAPE, 0, MEANS_FORM, FORM_KEY_PAUSE},
    {KEYBOARD_F1, 0, MEANS_FORM, FORM_KEY_HELP},
    {KEYBOARD_CHARACTER, 'G' - CTRL, MEANS_FORM, FORM_KEY_HELP},
    {KEYBOARD_F2, 0, MEANS_PLAIN_LINES, N_FORM_KEYS},
    {KEYBOARD_CHARACTER, 'P' - CTRL, MEANS_PLAIN_LINES, N_FORM_KEYS},
    {KEYBOARD_F3, 0, MEANS_FORM, FORM_KEY_SKIP},
    {KEYBOARD_F4, 0, MEANS_FORM, FORM_KEY_DECLINE},
    {KEYBOARD_F5, 0, MEANS_FORM, FORM_KEY_UNKNOWN},
    {KEYBOARD_SHIFT_TAB, 0, MEANS_FORM, FORM_KEY_BACK},
    {KEYBOARD_CHARACTER, 'I' - CTRL, MEANS_FORM, FORM_KEY_OVERVIEW},
    {KEYBOARD_CHARACTER, 'C' - CTRL, MEANS_INTERRUPT, N_FORM_KEYS},
    {KEYBOARD_CHARACTER, 'Z' - CTRL, MEANS_SUSPEND, N_FORM_KEYS},
    {KEYBOARD_CHARACTER, 'L' - CTRL, MEANS_REDRAW, N_FORM_KEYS},
    {KEYBOARD_UP, 0, MEANS_FORM, FORM_KEY_UP},
    {KEYBOARD_DOWN, 0, MEANS_FORM, FORM_KEY_DOWN},
    {KEYBOARD_RIGHT, 0, MEANS_FORM, FORM_KEY_RIGHT},
    {KEYBOARD_PAGE_UP, 0, MEANS_FORM, FORM_KEY_PAGE_UP},
    {KEYBOARD_PAGE_DOWN, 0, MEANS_FORM, FORM_KEY_PAGE_DOWN},
    {KEYBOARD_HOME, 0, MEANS_FORM, FORM_KEY_HOME},
    {KEYBOARD_CHARACTER, 'A' - CTRL, MEANS_FORM, FORM_KEY_HOME},
    {KEYBOARD_END, 0, MEANS_FORM, FORM_KEY_END},
    {KEYBOARD_CHARACTER, 'E' - CTRL, MEANS_FORM, FORM_KEY_END},
    {KEYBOARD_BACKSPACE, 0, MEANS_FORM, FORM_KEY_BACKSPACE},
    {KEYBOARD_CHARACTER, 'H' - CTRL, MEANS_FORM, FORM_KEY_BACKSPACE},
    {KEYBOARD_CHARACTER, 0x7f, MEANS_FORM, FORM_KEY_BACKSPACE},
    {KEYBOARD_DELETE, 0, MEANS_FORM, FORM_KEY_DELETE},
    {KEYBOARD_CHARACTER, 'U' - CTRL, MEANS_FORM, FORM_KEY_CLEAR},
    {KEYBOARD_ENTER, 0, MEANS_FORM, FORM_KEY_ENTER},
    {KEYBOARD_CHARACTER, 'M' - CTRL, MEANS_FORM, FORM_KEY_ENTER},
    {KEYBOARD_ALT_ENTER, 0, MEANS_FORM, FORM_KEY_NEWLINE},
    {KEYBOARD_CHARACTER, 'J' - CTRL, MEANS_FORM, FORM_KEY_NEWLINE},
};

/* Signs that are commands where they are not part of what is typed.  Never a
   letter or a digit. */
static const struct {
    char sign;
    enum form_key_kind form_key;
} signs[] = {
    {'-', FORM_KEY_SKIP},
    {'!', FORM_KEY_DECLINE},
    {'?', FORM_KEY_UNKNOWN},
};

static enum keyboard_meaning
form_key(struct form_key *out, enum form_key_kind kind, uint32_t character)
{
    *out = (struct form_key){.kind = kind, .character = character};
    return MEANS_FORM;
}

/* A pasted text can be typed; it never chooses, confirms or leads away. */
static enum keyboard_meaning
read_pasted(const struct form *form, uint32_t character, struct form_key *out)
{
    bool is_line = character == '\n' || character == '\r';

    if (!entry_is_typed(form_entry(form)))
        return MEANS_NOTHING;
    if (form_entry(form)->kind == FORM_ENTRY_TEXT && is_line)
        return form_key(out, FORM_KEY_NEWLINE, 0);
    if (character == '\t')
        character = ' ';
    return entry_types(form_entry(form), character)
               ? form_key(out, FORM_KEY_CHARACTER, character)
               : MEANS_NOTHING;
}

static enum keyboard_meaning
read_sign(const struct form *form, uint32_t character, struct form_key *out)
{
    if (character == ' ' && form_entry(form)->kind == FORM_ENTRY_NONE)
        return form_key(out, FORM_KEY_ENTER, 0);
    for (size_t i = 0; i < N_ELEMENTS(signs); i++)
        if (character == (unsigned char)signs[i].sign
            && form_offers(form, signs[i].form_key))
            return form_key(out, signs[i].form_key, 0);
    return MEANS_NOTHING;
}

enum keyboard_meaning
keyboard_read(const struct form *form, struct keyboard_key key,
              struct form_key *out)
{
    bool is_character = key.kind == KEYBOARD_CHARACTER;

    if (key.is_pasted)
        return is_character ? read_pasted(form, key.character, out)
                            : MEANS_NOTHING;
    if (key.kind == KEYBOARD_LEFT)
        return form_key(out,
                        entry_is_typed(form_entry(form)) ? FORM_KEY_LEFT
                                                         : FORM_KEY_BACK,
                        0);
    for (size_t i = 0; i < N_ELEMENTS(everywhere); i++) {
        if (everywhere[i].kind != key.kind
            || (is_character && everywhere[i].character != key.character))
            continue;
        if (everywhere[i].meaning != MEANS_FORM)
            return everywhere[i].meaning;
        return form_key(out, everywhere[i].form_key, 0);
    }
    if (!is_character)
        return MEANS_NOTHING;
    if (entry_types(form_entry(form), key.character))
        return form_key(out, FORM_KEY_CHARACTER, key.character);
    return read_sign(form, key.character, out);
}

/* ---- names ---- */

/* Where a sign does the same as a key, and can be typed, it is an answer. */
struct key_name {
    const char *key;
    const char *sign;
};

const char *
keyboard_name(const struct form *form, enum form_key_kind kind,
              enum language language, bool is_ascii)
{
    static const struct key_name names[N_FORM_KEYS] = {
        [FORM_KEY_SKIP] = {"F3", "-"},       [FORM_KEY_DECLINE] = {"F4", "!"},
        [FORM_KEY_UNKNOWN] = {"F5", "?"},    [FORM_KEY_BACK] = {"←", NULL},
        [FORM_KEY_OVERVIEW] = {"Tab", NULL}, [FORM_KEY_HELP] = {"F1", NULL},
        [FORM_KEY_PAUSE] = {"Esc", NULL},    [FORM_KEY_LEAVE] = {"F12", NULL},
    };
    const char *sign = names[kind].sign;
    if (kind == FORM_KEY_BACK && (entry_is_typed(form_entry(form)) || is_ascii))
        return word_in(language, WORD_FILL_SHIFT_TAB);
    return sign && !entry_types(form_entry(form), (unsigned char)*sign)
               ? sign
               : names[kind].key;
}
