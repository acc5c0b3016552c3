/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inserts, erases and moves in a text; see editing.h. */
#include "fill/editing.h"

#include <string.h>
#include "base/utf8.h"

static bool
is_joined(uint32_t character)
{
    return utf8_cells(character) == 0;
}

void
editing_clear(struct editing *editing)
{
    buf_clear(&editing->text);
    editing->cursor = 0;
    editing->is_full = false;
}

void
editing_set(struct editing *editing, struct str text)
{
    uint32_t character;

    buf_empty(&editing->text);
    editing->cursor = 0;
    editing->is_full = false;
    while (utf8_next(&text, &character))
        if (!editing_insert(editing, character))
            continue;
}

/* Makes room for 'size' bytes at the cursor. */
static void
open_gap(struct editing *editing, size_t size)
{
    struct buf *text = &editing->text;

    buf_reserve(text, size);
    memmove(text->bytes + editing->cursor + size, text->bytes + editing->cursor,
            text->len - editing->cursor);
    text->len += size;
}

bool
editing_insert(struct editing *editing, uint32_t character)
{
    struct buf one SCOPED(buf_clear) = {0};

    if (character != '\n' && utf8_is_control(character))
        return false;
    utf8_add(&one, character);
    editing->is_full |= editing->limit_size
                        && editing->text.len + one.len > editing->limit_size;
    if (!editing->is_full) {
        open_gap(editing, one.len);
        memcpy(editing->text.bytes + editing->cursor, one.bytes, one.len);
        editing->cursor += one.len;
    }
    return !editing->is_full;
}

/* The begin of the byte sequence before 'offset', and its character. */
static size_t
step_back(const struct buf *text, size_t offset, uint32_t *character)
{
    size_t from = offset - 1;

    while (from && ((unsigned char)text->bytes[from] & 0xc0) == 0x80)
        from--;
    struct str rest = {text->bytes + from, offset - from};
    if (!utf8_next(&rest, character))
        *character = 0;
    return from;
}

static size_t
before(const struct editing *editing)
{
    size_t offset = editing->cursor;
    uint32_t character = 0;

    do {
        if (!offset)
            break;
        offset = step_back(&editing->text, offset, &character);
    } while (is_joined(character));
    return offset;
}

static size_t
after(const struct editing *editing)
{
    struct str rest = buf_str_from(&editing->text, editing->cursor);
    struct str next = rest;
    uint32_t character;

    if (!utf8_next(&next, &character))
        return editing->cursor;
    do {
        rest = next;
    } while (utf8_next(&next, &character) && is_joined(character));
    return editing->text.len - rest.len;
}

static bool
erase(struct editing *editing, size_t from, size_t to)
{
    if (from == to)
        return false;
    memmove(editing->text.bytes + from, editing->text.bytes + to,
            editing->text.len - to);
    editing->text.len -= to - from;
    editing->cursor = from;
    editing->is_full = false;
    return true;
}

bool
editing_erase_before(struct editing *editing)
{
    return erase(editing, before(editing), editing->cursor);
}

bool
editing_erase_after(struct editing *editing)
{
    return erase(editing, editing->cursor, after(editing));
}

static bool
move(struct editing *editing, size_t to)
{
    bool moves = editing->cursor != to;

    editing->cursor = to;
    return moves;
}

bool
editing_left(struct editing *editing)
{
    return move(editing, before(editing));
}

bool
editing_right(struct editing *editing)
{
    return move(editing, after(editing));
}

static size_t
line_begin(const struct buf *text, size_t offset)
{
    while (offset && text->bytes[offset - 1] != '\n')
        offset--;
    return offset;
}

static size_t
line_end(const struct buf *text, size_t offset)
{
    while (offset < text->len && text->bytes[offset] != '\n')
        offset++;
    return offset;
}

bool
editing_home(struct editing *editing)
{
    return move(editing, line_begin(&editing->text, editing->cursor));
}

bool
editing_end(struct editing *editing)
{
    return move(editing, line_end(&editing->text, editing->cursor));
}

/* The cursor as many characters into the line that begins at 'line' as it is
   into its own. */
static bool
move_to_line(struct editing *editing, size_t line)
{
    const struct buf *text = &editing->text;
    size_t begin = line_begin(text, editing->cursor);
    size_t n =
        utf8_count((struct str){text->bytes + begin, editing->cursor - begin});
    size_t end = line_end(text, line);

    editing->cursor = line;
    while (n-- && editing->cursor < end)
        editing->cursor = after(editing);
    return true;
}

bool
editing_up(struct editing *editing)
{
    size_t begin = line_begin(&editing->text, editing->cursor);

    return begin
           && move_to_line(editing, line_begin(&editing->text, begin - 1));
}

bool
editing_down(struct editing *editing)
{
    size_t end = line_end(&editing->text, editing->cursor);

    return end < editing->text.len && move_to_line(editing, end + 1);
}
