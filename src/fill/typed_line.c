/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adds to a line and takes off it; see typed_line.h. */
#include "fill/typed_line.h"

#include <string.h>
#include "base/utf8.h"

enum { CTRL = 0x40 }; /* Ctrl-X is 'X' less this */

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
