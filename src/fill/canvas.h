/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A screen before it is painted: pieces of text, each with its place and its
   look.  Knows no terminal; tui_layout.c fills it, tui_screen.c paints it. */
#ifndef ATTUNE_FILL_CANVAS_H
#define ATTUNE_FILL_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/str.h"

/* What a piece is, not how it looks: a terminal without colours shows the same
   words, and none of them means less there. */
enum look {
    LOOK_PLAIN,
    LOOK_STRONG, /* the question, the choice that is marked */
    LOOK_ACCENT, /* titles, keys, progress */
    LOOK_LIT,    /* the choice just made */
    N_LOOKS
};

enum { CANVAS_NO_CHOICE = -1 };

struct piece {
    int row; /* from 0, at the top */
    int column;
    enum look look;
    int choice;   /* of which it is a part; CANVAS_NO_CHOICE: none */
    size_t begin; /* of its bytes in the canvas's text */
    size_t len;
};

/* A zeroed struct is an empty canvas of no size. */
struct canvas {
    int n_rows;
    int n_columns;
    struct buf text;
    struct piece *pieces;
    size_t n_pieces;
    size_t pieces_size; /* allocated */
    bool has_cursor;
    bool is_typed_at; /* what is typed comes to the cursor, which is seen */
    int cursor_row;
    int cursor_column;
};

void canvas_clear(struct canvas *canvas); /* frees */
void canvas_start(struct canvas *canvas, int n_rows, int n_columns);

/* Puts a line of text, which goes through utf8_add_shown() first; outside of
   the canvas it is left out, and cut at its right edge. */
void canvas_put(struct canvas *canvas, struct piece piece, struct str text);
void canvas_set_cursor(struct canvas *canvas, int row, int column,
                       bool is_typed_at);

struct str canvas_piece_text(const struct canvas *canvas, size_t idx);

/* Puts 'n_rows' of another one, from its row 'first' on, at 'row'; the cursor
   with them, if it is there. */
void canvas_copy(struct canvas *canvas, int row, const struct canvas *from,
                 int first, int n_rows);

/* The cells that a text takes once it is shown. */
int canvas_cells(struct str text);
/* The longest beginning of 'text' that takes at most 'n_cells'. */
struct str canvas_fit(struct str text, int n_cells);

#endif
