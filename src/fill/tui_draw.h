/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tui_*.c draw with; they know no terminal.  The column of text in the
   middle of the screen, lines of text in it, keys and their names side by side,
   and what is being entered. */
#ifndef ATTUNE_FILL_TUI_DRAW_H
#define ATTUNE_FILL_TUI_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include "fill/canvas.h"
#include "fill/form.h"
#include "fill/tui_layout.h"

/* ---- the column ---- */

struct frame {
    const struct form *form;
    const struct tui_view *view;
    struct canvas *canvas;
    enum language language; /* of the words that are not the instrument's */
    bool is_narrow;
    int left;
    int width;
    int indent; /* of what is entered */
};

struct frame tui_frame_of(const struct form *form, const struct tui_view *view,
                          struct canvas *canvas);

/* A sign, or what stands for it in a font that lacks it. */
struct str tui_sign(const struct frame *frame, const char *drawn,
                    const char *ascii);

/* Returns the column behind it. */
int tui_put(const struct frame *frame, int row, int column, enum look look,
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

/* ---- text: lines of the width of the frame, each with its look, and with
   some air between paragraphs where there is room ---- */

enum { TUI_LIMIT_LINES = 4096 };

/* A zeroed struct is no text. */
struct text_lines {
    struct buf text; /* ended by a newline each; to be cleared by its user */
    int n;
    int question; /* where the question itself begins */
    enum look looks[TUI_LIMIT_LINES];
    bool ends_paragraph[TUI_LIMIT_LINES]; /* some air belongs behind it */
};

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

/* ---- keys and what they do, in as few rows as it takes ---- */

enum { TUI_LIMIT_LEGENDS = 12 };

struct legend {
    const char *key;
    const char *name;
    bool is_now; /* how the question stands at present */
    int weight;  /* what is heavier stays when there is little room */
};

/* A zeroed struct is empty. */
struct legends {
    struct legend items[TUI_LIMIT_LEGENDS];
    size_t n;
    int key_gap; /* cells between a key and its name */
};

/* What leads elsewhere, and what may be said instead of an answer. */
void tui_legends_add_ways(struct legends *legends, const struct frame *frame);
void tui_legends_add_instead(struct legends *legends,
                             const struct frame *frame);
/* The last of the ways alone: out at once. */
void tui_legends_add_leave(struct legends *legends, const struct frame *frame);
/* The key that scrolls a text. */
void tui_legends_add_more(struct legends *legends, const struct frame *frame);

/* Drops what is lightest until the rest does not take too many rows; what is
   left out is in the help.  There is at least one key. */
void tui_legends_fit(const struct frame *frame, struct legends *legends);

/* Puts them into rows from 'row' on, or counts them only when it is negative.
   Returns the number of rows. */
int tui_legends_put(const struct frame *frame, const struct legends *legends,
                    int row, int indent);

/* ---- what is being entered: choices, a line with a mark, a text ---- */

/* Drawn on a canvas of its own, from its first row on, with the columns of the
   frame. */
struct tui_entry {
    struct canvas canvas;
    int n_rows;
    int wanted_rows; /* of them; of a long text not all */
    int least_rows;  /* it can do with so many, if not with all */
    int focus;       /* the row of the mark or the cursor */
};

void tui_entry_draw(const struct frame *frame, struct tui_entry *entry);
/* Puts 'n_rows' of it from 'row' on, around the mark or the cursor. */
void tui_entry_put(const struct frame *frame, const struct tui_entry *entry,
                   int row, int n_rows);

#endif
