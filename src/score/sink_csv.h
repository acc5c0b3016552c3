/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two CSV sinks, wide and long, print alike.  Private to them. */
#ifndef ATTUNE_SCORE_SINK_CSV_H
#define ATTUNE_SCORE_SINK_CSV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/map.h"
#include "score/score_text.h"
#include "score/sink.h"

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
    const struct scale *scale;
    struct score_text *memo;
    struct buf *out;
};

/* The cells of one score, with no delimiter in front or behind. */
void sink_csv_add_value(const struct csv_printer *printer, double value);
void sink_csv_add_range(const struct csv_printer *printer,
                        const struct score *score); /* low and high */
void sink_csv_add_meaning(const struct csv_printer *printer,
                          const struct score *score); /* band and beyond */

/* Whether answered and items say anything: not of a row that was not scored
   at all. */
bool sink_csv_counts(const struct score *score);

#endif
