/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text as lines of the frame's width, each with its look, and with some air
   between paragraphs where there is room. */
#ifndef ATTUNE_FILL_TUI_TEXT_H
#define ATTUNE_FILL_TUI_TEXT_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/str.h"
#include "fill/canvas.h"

struct frame;

enum { TUI_LIMIT_LINES = 4096 };

/* A zeroed struct is no text. */
struct text_lines {
    struct buf text; /* ended by a newline each */
    int n;
    int question; /* where the question itself begins */
    enum look looks[TUI_LIMIT_LINES];
    bool ends_paragraph[TUI_LIMIT_LINES]; /* some air belongs behind it */
};

void tui_text_clear(struct text_lines *lines); /* frees */

/* Adds 'text', broken into lines that but for the first are indented. */
void tui_text_add(struct text_lines *lines, const struct frame *frame,
                  enum look look, struct str text, int indent);
/* Adds a line of two columns, the left one 'n_cells' wide. */
void tui_text_add_pair(struct text_lines *lines, struct str left, int n_cells,
                       struct str right);
void tui_text_end_paragraph(struct text_lines *lines);

/* The rows it takes with 'gap' rows between paragraphs. */
int tui_text_rows(const struct text_lines *lines, int gap);

/* Puts 'n_rows' lines from the line 'first' on; all of them, with 'gap' rows
   between paragraphs, where that fits. */
void tui_text_put(const struct frame *frame, const struct text_lines *lines,
                  int first, int row, int n_rows, int gap);

#endif
