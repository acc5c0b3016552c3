/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores as CSV; see sink.h. */
#include "response/csv.h"
#include "output/grid.h"

static void
add_text(const struct grid *grid, struct str text, struct buf *out)
{
    if (grid->options.is_raw)
        csv_add_cell(out, text, grid->options.delimiter);
    else
        csv_add_guarded(out, text, grid->options.delimiter);
}

/* An empty line would be no row. */
static const struct grid_style csv_style = {add_text, true, "\"\""};

static void *
csv_open(const struct sink_options *options, struct arena *arena,
         struct diag *diag)
{
    return grid_new(options, &csv_style, arena, diag);
}

static void
csv_head(const void *aux, struct buf *out)
{
    const struct grid *grid = aux;
    for (size_t i = 0; i < grid->n_columns; i++) {
        if (i)
            buf_add_char(out, grid->options.delimiter);
        add_text(grid, grid->columns[i].name, out);
    }
    buf_add_char(out, '\n');
}

const struct sink_class sink_csv = {
    .delimiter = ',',
    .open = csv_open,
    .head = csv_head,
    .rows = grid_add_rows,
};

const struct sink_class sink_tsv = {
    .delimiter = '\t',
    .open = csv_open,
    .head = csv_head,
    .rows = grid_add_rows,
};
