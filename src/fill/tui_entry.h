/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is being entered, on the canvas: choices, a line with a mark, a text.
   Used by tui_layout.c alone. */
#ifndef ATTUNE_FILL_TUI_ENTRY_H
#define ATTUNE_FILL_TUI_ENTRY_H

struct frame;

/* The rows it wants, and the least it can do with. */
int tui_entry_rows(const struct frame *frame);
int tui_entry_least_rows(const struct frame *frame);

/* Draws it from 'row' on in 'n_rows', around the mark or the cursor. */
void tui_entry_put(const struct frame *frame, int row, int n_rows);

#endif
