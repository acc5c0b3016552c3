/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is being entered, on the canvas: choices, a line with a mark, a text.
   Used by tui_layout.c alone. */
#ifndef ATTUNE_FILL_TUI_ENTRY_H
#define ATTUNE_FILL_TUI_ENTRY_H

#include <stdbool.h>
#include "fill/canvas.h"
#include "fill/form.h"
#include "fill/tui_layout.h"

/* The column of text in the middle of the screen. */
struct frame {
    const struct form *form;
    const struct tui_view *view;
    struct canvas *canvas;
    enum language language; /* of the words that are not the instrument's */
    int left;
    int width;
    int indent; /* of what is entered */
};

/* The rows it wants, and the least it can do with. */
int tui_entry_rows(const struct frame *frame);
int tui_entry_least_rows(const struct frame *frame);

/* Draws it from 'row' on in 'n_rows', around the mark or the cursor. */
void tui_entry_put(const struct frame *frame, int row, int n_rows);

/* Puts a line of text: at the left of the frame, or at its right when it runs
   from right to left. */
void tui_put_line(const struct frame *frame, int row, enum look look,
                  struct str text);

#endif
