/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores as rows of cells, wide or long (see sink.h): what CSV and tables
   share. */
#ifndef ATTUNE_OUTPUT_GRID_H
#define ATTUNE_OUTPUT_GRID_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "output/figure.h"
#include "output/sink.h"

struct grid;

struct grid_style {
    /* Writes text that may hold anything. */
    void (*add_text)(const struct grid *grid, struct str text, struct buf *out);
    bool is_csv;           /* and text as csv_add_guarded() has it, or raw */
    const char *blank_row; /* what stands for a row without a character */
};

struct grid {
    struct sink_options options; /* its delimiter stands between cells */
    const struct grid_style *style;
    const struct figure_column *columns; /* of no figure: passed through */
    size_t n_columns;
    const bool *is_dropped; /* by column passed through */
    struct figure_subjects subjects;
};

/* In the arena.  NULL after adding an error for each name of a column that a
   column passed through, or another one, has already. */
struct grid *grid_new(const struct sink_options *options,
                      const struct grid_style *style, struct arena *arena,
                      struct diag *diag) MUST_USE;

/* As rows of a sink, each ended by a newline; 'grid' is one, so that a sink
   that is nothing else has this for its rows. */
void grid_add_rows(const void *grid, const struct rows *rows,
                   const struct scored *scored, struct score_text *memo,
                   struct buf *out);

#endif
