/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two CSV sinks, wide and long, print alike.  Private to them and to
   wide_columns.c, which names the columns. */
#ifndef ATTUNE_OUTPUT_SINK_CSV_H
#define ATTUNE_OUTPUT_SINK_CSV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"
#include "output/row_score.h"
#include "output/score_text.h"
#include "output/sink.h"
#include "output/wide_columns.h"

struct csv_sink {
    struct sink_options options;
    const bool *is_dropped;  /* by column passed through; NULL: none is */
    const struct str *names; /* of the columns that are not passed through */
    size_t n_names;
};

/* Adds an error for each name that a column passed through, or another name,
   has already.  False when there was one. */
bool sink_csv_check(const struct csv_sink *sink, struct arena *arena,
                    struct diag *diag) MUST_USE;

/* The header row. */
void sink_csv_head(const void *sink, struct buf *out);

/* The cells passed through of a row, each followed by the delimiter. */
void sink_csv_add_kept(const struct csv_sink *sink, const struct rows *rows,
                       size_t row, struct buf *out);

/* What a score's cells are printed with. */
struct csv_printer {
    const struct csv_sink *sink;
    struct score_text *memo;
    struct buf *out;
};

/* A column that stands beside the value of a score. */
struct csv_column {
    struct column_about about;
    /* Prints the cell, nothing around it. */
    void (*add)(const struct csv_printer *printer,
                const struct row_score *told);
};

/* Those of --details and those of --change; a NULL 'add' ends them. */
extern const struct csv_column sink_csv_details[];
extern const struct csv_column sink_csv_changes[];

void sink_csv_add_value(const struct csv_printer *printer,
                        const struct scale *scale, double value);

#endif
