/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form's page on a canvas of any size from 40 x 12 on: what stands where.
   Air is what goes first when there is little room, then hints; what does not
   fit of a text is scrolled, and the choices are never lost.  tui_entry.c
   draws what is being entered. */
#ifndef ATTUNE_FILL_TUI_LAYOUT_H
#define ATTUNE_FILL_TUI_LAYOUT_H

#include <stdbool.h>
#include "fill/canvas.h"
#include "fill/form.h"

enum { TUI_LEAST_ROWS = 12, TUI_LEAST_COLUMNS = 40 };

/* How the page is looked at. */
struct tui_view {
    int n_rows;
    int n_columns;
    bool is_ascii;  /* the terminal's font lacks arrows and boxes */
    bool is_first;  /* no key was pressed yet: the first line names F2 */
    int text_row;   /* the first row of the text that is wanted; negative: the
                       question's */
    int text_first; /* out: the one that is shown */
    int text_page;  /* out: how far a page of it goes; 0: it all fits */
};

/* Draws the page; nothing at all on FORM_PAGE_BLANK. */
void tui_layout(const struct form *form, struct tui_view *view,
                struct canvas *canvas);

#endif
