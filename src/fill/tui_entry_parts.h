/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kinds of what is entered, each drawn by a file of its own: tui_choices.c,
   tui_range.c, tui_typed.c.  Used by tui_entry.c alone.  "_rows" are those that
   it wants; "_put" draws it from 'row' on in 'n_rows'. */
#ifndef ATTUNE_FILL_TUI_ENTRY_PARTS_H
#define ATTUNE_FILL_TUI_ENTRY_PARTS_H

struct frame;

int tui_choices_rows(const struct frame *frame);
void tui_choices_put(const struct frame *frame, int row, int n_rows);

int tui_range_rows(const struct frame *frame);
void tui_range_put(const struct frame *frame, int row, int n_rows);

int tui_text_entry_rows(const struct frame *frame);
void tui_text_entry_put(const struct frame *frame, int row, int n_rows);

/* A date as it is typed, or a code that is not shown, behind its 'label'
   (NULL: none), in one row. */
void tui_word_put(const struct frame *frame, int row, const char *label);

#endif
