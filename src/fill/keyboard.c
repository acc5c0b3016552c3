/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What keys mean; see keyboard.h. */
#include "fill/keyboard.h"

enum { CTRL = 0x40 }; /* Ctrl-X is 'X' less this */

struct meaning {
    enum keyboard_meaning meaning;
    enum form_key_kind form_key;
};

/* Keys that mean the same on every page and in every text. */
static const struct meaning keys[N_KEYBOARD_KINDS] = {
#define KEYBOARD(name, code, meaning, form_key)                                \
    [KEYBOARD_##name] = {meaning, form_key},
#include "fill/keyboard.def"
#undef KEYBOARD
};

static const struct {
    uint32_t character;
    struct meaning meaning;
} controls[] = {
    {'A' - CTRL, {MEANS_FORM, FORM_KEY_HOME}},
    {'C' - CTRL, {MEANS_INTERRUPT, N_FORM_KEYS}},
    {'E' - CTRL, {MEANS_FORM, FORM_KEY_END}},
    {'G' - CTRL, {MEANS_FORM, FORM_KEY_HELP}},
    {'H' - CTRL, {MEANS_FORM, FORM_KEY_BACKSPACE}},
    {'I' - CTRL, {MEANS_FORM, FORM_KEY_OVERVIEW}},
    {'J' - CTRL, {MEANS_FORM, FORM_KEY_NEWLINE}},
    {'L' - CTRL, {MEANS_REDRAW, N_FORM_KEYS}},
    {'M' - CTRL, {MEANS_FORM, FORM_KEY_ENTER}},
    {'P' - CTRL, {MEANS_PLAIN_LINES, N_FORM_KEYS}},
    {'U' - CTRL, {MEANS_FORM, FORM_KEY_CLEAR}},
    {'X' - CTRL, {MEANS_FORM, FORM_KEY_LEAVE}},
    {0x7f, {MEANS_FORM, FORM_KEY_BACKSPACE}},
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

    if (!entry_is_typed(&form->entry))
        return MEANS_NOTHING;
    if (form->entry.kind == FORM_ENTRY_TEXT && is_line)
        return form_key(out, FORM_KEY_NEWLINE, 0);
    if (character == '\t')
        character = ' ';
    return entry_types(&form->entry, character)
               ? form_key(out, FORM_KEY_CHARACTER, character)
               : MEANS_NOTHING;
}

static enum keyboard_meaning
read_sign(const struct form *form, uint32_t character, struct form_key *out)
{
    if (character == ' ' && form->entry.kind == FORM_ENTRY_NONE)
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
    struct meaning meaning = keys[key.kind];

    if (key.is_pasted)
        return is_character ? read_pasted(form, key.character, out)
                            : MEANS_NOTHING;
    for (size_t i = 0; is_character && i < N_ELEMENTS(controls); i++)
        if (controls[i].character == key.character)
            meaning = controls[i].meaning;
    if (key.kind == KEYBOARD_LEFT && !entry_is_typed(&form->entry))
        meaning.form_key = FORM_KEY_BACK;
    if (meaning.meaning == MEANS_FORM)
        return form_key(out, meaning.form_key, 0);
    if (!is_character || meaning.meaning != MEANS_NOTHING)
        return meaning.meaning;
    if (entry_types(&form->entry, key.character))
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
        [FORM_KEY_TAKE_BACK] = {"F6", NULL},
    };
    const char *sign = names[kind].sign;
    if (kind == FORM_KEY_BACK && (entry_is_typed(&form->entry) || is_ascii))
        return word_in(language, WORD_FILL_SHIFT_TAB);
    return sign && !entry_types(&form->entry, (unsigned char)*sign)
               ? sign
               : names[kind].key;
}
