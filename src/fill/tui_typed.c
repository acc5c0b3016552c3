/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws what is typed: a text, a date, a code; see tui_entry.h. */
#include "fill/tui_entry_parts.h"

#include "base/utf8.h"
#include "fill/tui_frame.h"

enum { LIMIT_TEXT_ROWS = 10 };

/* The row of the text that begins at '*at', broken at a blank where there is
   one; false behind the last row.  '*is_open' after a newline at the end. */
static bool
next_text_row(struct str text, size_t *at, int n_cells, struct str *row)
{
    struct str rest = {text.bytes + *at, text.len - *at};
    size_t begin = *at;
    size_t blank = 0; /* behind the last one */
    uint32_t character;

    if (begin > text.len)
        return false;
    for (size_t here = begin; utf8_next(&rest, &character);
         here = text.len - rest.len) {
        n_cells -= utf8_cells(character);
        if (character == '\n') {
            *row = (struct str){text.bytes + begin, here - begin};
            *at = here + 1;
            return true;
        }
        if (n_cells < 0 && here > begin) {
            size_t end = blank ? blank : here;
            *row = (struct str){text.bytes + begin, end - begin};
            *at = end;
            return true;
        }
        if (character == ' ')
            blank = text.len - rest.len;
    }
    *row = (struct str){text.bytes + begin, text.len - begin};
    *at = text.len + 1;
    return true;
}

static int
text_cells(const struct frame *frame)
{
    return frame->width - frame->indent - 3;
}

/* The rows of the text, and the one that the cursor is in. */
static int
measure_text(const struct frame *frame, int *cursor_row)
{
    struct str text = entry_text(form_entry(frame->form));
    size_t cursor = entry_cursor(form_entry(frame->form));
    size_t at = 0;
    struct str row;
    int n = 0;

    *cursor_row = 0;
    for (size_t begin = 0; next_text_row(text, &at, text_cells(frame), &row);
         begin = at, n++)
        if (cursor >= begin)
            *cursor_row = n;
    return n;
}

int
tui_text_entry_rows(const struct frame *frame)
{
    const struct item *item = form_item(frame->form);
    int cursor_row;
    int rows = measure_text(frame, &cursor_row);
    int lines = item ? (int)item->response->lines : 1;

    rows = rows < lines ? lines : rows;
    rows = rows < 3 ? 3 : rows;
    return rows > LIMIT_TEXT_ROWS ? LIMIT_TEXT_ROWS : rows;
}

static void
put_text_row(const struct frame *frame, int row, struct str text,
             size_t cursor_len)
{
    int column = frame->left + frame->indent + 2;

    if (tui_runs_left(text))
        column = frame->left + frame->width - 1 - canvas_cells(text);
    tui_put(frame, row, column, LOOK_PLAIN, text);
    if (cursor_len <= text.len)
        canvas_set_cursor(
            frame->canvas, row,
            column + canvas_cells((struct str){text.bytes, cursor_len}), true);
}

void
tui_text_entry_put(const struct frame *frame, int row, int n_rows)
{
    struct str text = entry_text(form_entry(frame->form));
    int cursor_row;
    int total = measure_text(frame, &cursor_row);
    int first =
        total <= n_rows || cursor_row < n_rows ? 0 : cursor_row - n_rows + 1;
    size_t at = 0;
    struct str line;

    for (int i = 0; i < n_rows; i++)
        tui_put(frame, row + i, frame->left + frame->indent, LOOK_ACCENT,
                str_from(tui_sign(frame, "│", "|")));
    size_t begin = 0;
    for (int i = 0; next_text_row(text, &at, text_cells(frame), &line);
         i++, begin = at)
        if (i >= first && i < first + n_rows)
            put_text_row(frame, row + i - first, line,
                         i == cursor_row
                             ? entry_cursor(form_entry(frame->form)) - begin
                             : SIZE_MAX);
}

/* A date as it is typed, or a code that is not shown. */
void
tui_word_put(const struct frame *frame, int row, const char *label)
{
    int column = frame->left + frame->indent;
    struct str text = entry_text(form_entry(frame->form));

    if (label) {
        tui_put(frame, row, column, LOOK_PLAIN, str_from(label));
        column += canvas_cells(str_from(label)) + 1;
    } else {
        tui_put(frame, row, column, LOOK_ACCENT,
                str_from(tui_sign(frame, "│", "|")));
        column += 2;
    }
    tui_put(frame, row, column, LOOK_STRONG, text);
    struct str before = {text.bytes, entry_cursor(form_entry(frame->form))};
    canvas_set_cursor(frame->canvas, row, column + canvas_cells(before), true);
}
