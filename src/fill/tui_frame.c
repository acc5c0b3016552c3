/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places lines in the column of text; see tui_frame.h. */
#include "fill/tui_frame.h"

#include <string.h>
#include "base/utf8.h"

enum { NARROW_COLUMNS = 60, LIMIT_FRAME_CELLS = 76, INDENT_CELLS = 2 };

struct frame
tui_frame_of(const struct form *form, const struct tui_view *view,
             struct canvas *canvas)
{
    bool is_narrow = view->n_columns < NARROW_COLUMNS;
    int margin = is_narrow ? 1 : 2;
    int width = view->n_columns - 2 * margin;

    if (width > LIMIT_FRAME_CELLS)
        width = LIMIT_FRAME_CELLS;
    return (struct frame){
        .form = form,
        .view = view,
        .canvas = canvas,
        .language = form_language(form),
        .left = (view->n_columns - width) / 2,
        .width = width,
        .indent = is_narrow ? 0 : INDENT_CELLS,
    };
}

bool
tui_is_narrow(const struct frame *frame)
{
    return frame->view->n_columns < NARROW_COLUMNS;
}

bool
tui_runs_left(struct str text)
{
    uint32_t character;

    while (utf8_next(&text, &character)) {
        if (utf8_is_rtl(character))
            return true;
        if ((character | 0x20) >= 'a' && (character | 0x20) <= 'z')
            return false;
        if (character >= 0xc0)
            return false;
    }
    return false;
}

const char *
tui_sign(const struct frame *frame, const char *drawn, const char *ascii)
{
    return frame->view->is_ascii ? ascii : drawn;
}

void
tui_put(const struct frame *frame, int row, int column, enum look look,
        struct str text)
{
    canvas_put(frame->canvas,
               (struct piece){.row = row,
                              .column = column,
                              .look = look,
                              .choice = CANVAS_NO_CHOICE},
               text);
}

void
tui_put_line(const struct frame *frame, int row, enum look look,
             struct str text)
{
    int column = frame->left;

    if (tui_runs_left(text))
        column += frame->width - canvas_cells(text);
    tui_put(frame, row, column < frame->left ? frame->left : column, look,
            text);
}

void
tui_add_cut(const struct frame *frame, struct buf *buf, struct str text,
            int n_cells)
{
    struct str dots = str_from(tui_sign(frame, "…", "..."));

    if (canvas_fit(text, n_cells).len == text.len) {
        buf_add(buf, text);
        return;
    }
    buf_add(buf, canvas_fit(text, n_cells - canvas_cells(dots)));
    buf_add(buf, dots);
}

bool
tui_next_line(struct str text, size_t *at, struct str *line)
{
    if (*at >= text.len)
        return false;
    const char *newline = memchr(text.bytes + *at, '\n', text.len - *at);
    size_t end = newline ? (size_t)(newline - text.bytes) : text.len;
    *line = (struct str){text.bytes + *at, end - *at};
    *at = end + 1;
    return true;
}

int
tui_count_lines(struct str text)
{
    struct str line;
    size_t at = 0;
    int n = 0;

    while (tui_next_line(text, &at, &line))
        n++;
    return n;
}
