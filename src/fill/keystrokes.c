/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts bytes into characters and escape sequences, and types characters into a
   line; see keystrokes.h. */
#include "fill/keystrokes.h"

#include <string.h>
#include "base/utf8.h"

enum {
    ESCAPE = 27,
    BELL = 7,
    DELETE = 127,
    REPLACEMENT = 0xfffd,
    CTRL = 0x40 /* Ctrl-X is 'X' less this */
};

void
keystrokes_clear(struct keystrokes *keystrokes)
{
    buf_clear(&keystrokes->bytes);
    keystrokes->at = 0;
}

struct buf *
keystrokes_room(struct keystrokes *keystrokes)
{
    struct buf *bytes = &keystrokes->bytes;

    if (keystrokes->at)
        memmove(bytes->bytes, bytes->bytes + keystrokes->at,
                bytes->len - keystrokes->at);
    bytes->len -= keystrokes->at;
    keystrokes->at = 0;
    return bytes;
}

/* ---- how long it is; 0: its end has not come yet ---- */

static size_t
character_len(struct str bytes)
{
    unsigned char first = (unsigned char)*bytes.bytes;
    size_t len = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

    for (size_t i = 1; i < len; i++) {
        if (i == bytes.len)
            return 0;
        if (((unsigned char)bytes.bytes[i] & 0xc0) != 0x80)
            return 1; /* of another encoding */
    }
    return len;
}

/* ESC [ or ESC O, parameters, and one sign that ends it.  A byte that cannot
   be in it was typed behind a sequence that was cut off. */
static size_t
control_len(struct str bytes)
{
    size_t i = 2;

    if (bytes.len > 2 && bytes.bytes[1] == '[' && bytes.bytes[2] == '[')
        i = 3; /* function keys of a Linux console */
    while (i < bytes.len && bytes.bytes[i] >= 0x20 && bytes.bytes[i] < 0x40)
        i++;
    if (i == bytes.len)
        return 0;
    return i + (bytes.bytes[i] >= 0x40 && bytes.bytes[i] < DELETE);
}

/* What a terminal says of itself: up to a bell or ESC \. */
static size_t
report_len(struct str bytes)
{
    for (size_t i = 2; i < bytes.len; i++) {
        if (bytes.bytes[i] == BELL)
            return i + 1;
        if (bytes.bytes[i] == '\\' && bytes.bytes[i - 1] == ESCAPE)
            return i + 1;
    }
    return 0;
}

static size_t
sequence_len(struct str bytes)
{
    if (bytes.len < 2)
        return 0;
    switch (bytes.bytes[1]) {
    case '[':
    case 'O':
        return control_len(bytes);
    case ']':
    case 'P':
    case '_':
    case '^':
    case 'X':
        return report_len(bytes);
    default:
        break;
    }
    /* Escape by itself, and then another key; or a key with Alt. */
    unsigned char second = (unsigned char)bytes.bytes[1];
    if (second < 0x20 || second == DELETE)
        return 1;
    size_t len = character_len(str_skip(bytes, 1));
    return len ? 1 + len : 0;
}

static size_t
whole_len(const struct keystrokes *keystrokes, struct str bytes)
{
    if (!bytes.len)
        return 0;
    return *bytes.bytes == ESCAPE && !keystrokes->is_plain
               ? sequence_len(bytes)
               : character_len(bytes);
}

/* ---- what it is ---- */

/* ESC [ NUMBER ~, with or without keys held down (;5). */
static bool
is_numbered(struct str sequence, const char *number)
{
    size_t len = strlen(number);

    if (sequence.len < len + 3 || sequence.bytes[1] != '['
        || sequence.bytes[sequence.len - 1] != '~'
        || memcmp(sequence.bytes + 2, number, len) != 0)
        return false;
    char behind = sequence.bytes[2 + len];
    return behind == '~' || behind == ';';
}

static bool
take_sequence(struct keystrokes *keystrokes, struct str sequence,
              struct keyboard_key *key)
{
    if (is_numbered(sequence, "200"))
        keystrokes->is_pasting = true;
    else if (is_numbered(sequence, "201"))
        keystrokes->is_pasting = false;
    key->kind = KEYBOARD_F12;
    return is_numbered(sequence, "24");
}

/* Whoever wrote into a pipe pressed no keys: nothing there edits or leads away.
   A control character stays to be seen as what it is not. */
static void
make_plain(struct keyboard_key *key)
{
    if (key->character == '\r')
        key->character = ' ';
    else if (key->character == '\n')
        key->kind = KEYBOARD_ENTER;
    else if (key->character != '\t' && utf8_is_control(key->character))
        key->character = REPLACEMENT;
}

static bool
take_character(struct str bytes, struct keyboard_key *key)
{
    if (!utf8_next(&bytes, &key->character))
        return false;
    if (key->character == '\n' || key->character == '\r')
        key->kind = KEYBOARD_ENTER;
    else if (key->character == '\b' || key->character == DELETE)
        key->kind = KEYBOARD_BACKSPACE;
    return true;
}

bool
keystrokes_next(struct keystrokes *keystrokes, struct keyboard_key *key)
{
    for (;;) {
        struct str rest = buf_str_from(&keystrokes->bytes, keystrokes->at);
        struct str whole = {rest.bytes, whole_len(keystrokes, rest)};
        if (!whole.len)
            return false;
        keystrokes->at += whole.len;
        *key = (struct keyboard_key){.is_pasted = keystrokes->is_pasting};
        if (keystrokes->is_plain) {
            utf8_next(&whole, &key->character);
            make_plain(key);
            return true;
        }
        if (*whole.bytes == ESCAPE ? take_sequence(keystrokes, whole, key)
                                   : take_character(whole, key))
            return true;
    }
}

bool
keystrokes_is_open(const struct keystrokes *keystrokes)
{
    return keystrokes->is_pasting || keystrokes->at < keystrokes->bytes.len;
}

void
keystrokes_give_up(struct keystrokes *keystrokes)
{
    keystrokes->is_pasting = false;
    buf_empty(&keystrokes->bytes);
    keystrokes->at = 0;
}

/* ---- what a key does to a line ---- */

static void
type(struct editing *line, uint32_t character, struct buf *echo)
{
    if (character == '\t')
        character = ' ';
    if (character != '\n' && utf8_is_control(character))
        return;
    if (editing_insert(line, character))
        utf8_add(echo, character);
}

/* What stands behind the last new line. */
static struct str
last_line(struct str text)
{
    size_t at = text.len;

    while (at && text.bytes[at - 1] != '\n')
        at--;
    return str_skip(text, at);
}

/* Takes the last character away, on the screen too; what is erased stays
   behind the end of the text for as long as it is looked at.  A terminal cannot
   go back over the end of a line: there the one before is shown again. */
static bool
erase(struct editing *line, struct buf *echo)
{
    struct buf *text = &line->text;
    struct str erased = buf_str(text);

    if (!editing_erase_before(line))
        return false;
    erased = str_skip(erased, text->len);
    if (*erased.bytes == '\n') {
        buf_add_char(echo, '\n');
        buf_add(echo, last_line(buf_str(text)));
        return true;
    }
    for (int i = utf8_text_cells(erased); i > 0; i--)
        buf_add_text(echo, "\b \b");
    return true;
}

static bool
ends_in_blank(const struct editing *line)
{
    struct str text = buf_str(&line->text);

    return text.len && strchr(" \n", text.bytes[text.len - 1]);
}

static void
erase_word(struct editing *line, struct buf *echo)
{
    while (ends_in_blank(line) && erase(line, echo))
        continue;
    while (!ends_in_blank(line) && erase(line, echo))
        continue;
}

static enum typed_line_result
press_control(struct editing *line, uint32_t character, struct buf *echo)
{
    switch (character) {
    case 'X' - CTRL:
        return TYPED_LINE_LEAVE;
    case 'D' - CTRL:
        return buf_str(&line->text).len ? TYPED_LINE_GOING : TYPED_LINE_END;
    case 'U' - CTRL:
        while (erase(line, echo))
            continue;
        break;
    case 'W' - CTRL:
        erase_word(line, echo);
        break;
    default:
        type(line, character, echo);
        break;
    }
    return TYPED_LINE_GOING;
}

static enum typed_line_result
press_pasted(struct editing *line, struct keyboard_key key, struct buf *echo)
{
    if (key.kind == KEYBOARD_ENTER)
        type(line, '\n', echo);
    else if (key.kind == KEYBOARD_CHARACTER)
        type(line, key.character, echo);
    return TYPED_LINE_GOING;
}

enum typed_line_result
typed_line_press(struct editing *line, struct keyboard_key key,
                 struct buf *echo)
{
    if (key.is_pasted)
        return press_pasted(line, key, echo);
    if (key.kind == KEYBOARD_CHARACTER)
        return press_control(line, key.character, echo);
    if (key.kind == KEYBOARD_ENTER)
        return TYPED_LINE_DONE;
    if (key.kind == KEYBOARD_F12)
        return TYPED_LINE_LEAVE;
    if (key.kind == KEYBOARD_BACKSPACE)
        erase(line, echo);
    return TYPED_LINE_GOING;
}
