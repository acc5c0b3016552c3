/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One cell of a table, and how its words are set. */
#ifndef ATTUNE_REPORT_CELL_H
#define ATTUNE_REPORT_CELL_H

#include <stdbool.h>
#include "report/layout.h"
#include "report/pen.h"

/* A figure before words, which says what they say. */
enum cell_mark {
    MARK_NONE,
    MARK_BETTER, /* a triangle upward */
    MARK_WORSE,  /* and downward */
    MARK_LEVEL   /* a dash */
};

struct table_cell {
    const char *text;              /* NULL: nothing */
    const char *below;             /* on lines of its own; NULL: none */
    const char *sign;              /* set behind a number; NULL: none */
    const struct drawing *picture; /* of TABLE_PICTURE; NULL: none */
    enum cell_mark mark;
    bool is_strong;
    bool is_soft;
};

struct font cell_font(const struct table_cell *cell, bool is_number);

/* The width of its words, set on one line. */
double cell_width_pt(const struct layout *layout,
                     const struct table_cell *cell);

/* By how much its words, wrapped in a column so wide, are higher than one
   line. */
double cell_growth_pt(const struct layout *layout,
                      const struct table_cell *cell, double width_pt);

/* Writes the words, wrapped, and shortened where they are very long; the first
   line stands on column.y. */
void cell_write(const struct layout *layout, const struct pen *pen,
                const struct table_cell *cell, struct pen_column column);

#endif
