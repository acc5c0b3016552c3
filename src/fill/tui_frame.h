/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The column of text in the middle of the screen, and how a line is put into
   it.  For the tui_*.c that draw; they know no terminal. */
#ifndef ATTUNE_FILL_TUI_FRAME_H
#define ATTUNE_FILL_TUI_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include "fill/canvas.h"
#include "fill/form.h"
#include "fill/tui_layout.h"

struct frame {
    const struct form *form;
    const struct tui_view *view;
    struct canvas *canvas;
    enum language language; /* of the words that are not the instrument's */
    int left;
    int width;
    int indent; /* of what is entered */
};

struct frame tui_frame_of(const struct form *form, const struct tui_view *view,
                          struct canvas *canvas);
bool tui_is_narrow(const struct frame *frame);

/* A sign, or what stands for it in a font that lacks it. */
const char *tui_sign(const struct frame *frame, const char *drawn,
                     const char *ascii);

void tui_put(const struct frame *frame, int row, int column, enum look look,
             struct str text);
/* Puts a line of text: at the left of the frame, or at its right when it runs
   from right to left. */
void tui_put_line(const struct frame *frame, int row, enum look look,
                  struct str text);
/* Adds a text that ends in dots where it takes more than 'n_cells'. */
void tui_add_cut(const struct frame *frame, struct buf *buf, struct str text,
                 int n_cells);

/* Whether a text runs from right to left, by its first letter. */
bool tui_runs_left(struct str text);

/* The line of 'text' that begins at '*at'; false behind the last one. */
bool tui_next_line(struct str text, size_t *at, struct str *line);
int tui_count_lines(struct str text);

#endif
