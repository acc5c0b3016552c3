/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps and puts lines of text; see tui_text.h. */
#include "fill/tui_text.h"

#include "fill/tui_frame.h"
#include "fill/wrap.h"

void
tui_text_clear(struct text_lines *lines)
{
    buf_clear(&lines->text);
}

/* Takes up the lines that were added from byte 'at' on. */
static void
take_lines(struct text_lines *lines, enum look look, size_t at)
{
    for (; at < lines->text.len; at++) {
        if (lines->text.bytes[at] != '\n')
            continue;
        if (lines->n == TUI_LIMIT_LINES) {
            lines->text.len = at;
            return;
        }
        lines->ends_paragraph[lines->n] = false;
        lines->looks[lines->n++] = look;
    }
}

void
tui_text_add(struct text_lines *lines, const struct frame *frame,
             enum look look, struct str text, int indent)
{
    size_t at = lines->text.len;

    wrap_add(&lines->text, text, frame->width, indent);
    take_lines(lines, look, at);
}

void
tui_text_add_pair(struct text_lines *lines, struct str left, int n_cells,
                  struct str right)
{
    size_t at = lines->text.len;

    buf_add(&lines->text, left);
    for (int i = canvas_cells(left); i < n_cells; i++)
        buf_add_char(&lines->text, ' ');
    buf_add(&lines->text, right);
    buf_add_char(&lines->text, '\n');
    take_lines(lines, LOOK_PLAIN, at);
}

void
tui_text_end_paragraph(struct text_lines *lines)
{
    if (lines->n)
        lines->ends_paragraph[lines->n - 1] = true;
}

/* The rows of all text with some air between paragraphs. */
int
tui_text_rows(const struct text_lines *lines, int gap)
{
    int rows = lines->n;

    for (int i = 0; i + 1 < lines->n; i++)
        rows += lines->ends_paragraph[i] ? gap : 0;
    return rows;
}

void
tui_text_put(const struct frame *frame, const struct text_lines *lines,
             int first, int row, int n_rows, int gap)
{
    bool is_part = tui_text_rows(lines, gap) > n_rows;
    struct str line;
    size_t at = 0;

    for (int i = 0; tui_next_line(buf_str(&lines->text), &at, &line); i++) {
        if (i < first || i >= first + n_rows)
            continue;
        tui_put_line(frame, row++, lines->looks[i], line);
        row += lines->ends_paragraph[i] && !is_part ? gap : 0;
    }
}
