/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The common part of the CSV sinks; see sink_csv.h. */
#include "score/sink_csv.h"

#include "response/csv.h"

bool
sink_csv_check(const struct csv_sink *sink, struct arena *arena,
               struct diag *diag)
{
    bool is_good = true;
    struct map *taken = map_new(arena, false);
    for (size_t i = 0; i < sink->options.n_kept; i++)
        if (!sink->is_dropped || !sink->is_dropped[i])
            map_add(taken, sink->options.kept[i], 0);
    for (size_t i = 0; i < sink->n_names; i++) {
        if (map_add(taken, sink->names[i], 1))
            continue;
        is_good = false;
        diag_add(diag, MSG_OUTPUT_COLUMN_TWICE, (struct place){0}, "'%.*s'",
                 STR_ARGS(sink->names[i]));
        diag_hint(diag, "--prefix WORD puts a word before the names of the "
                        "columns that attune adds");
    }
    return is_good;
}

static void
add_text(const struct csv_sink *sink, struct str text, struct buf *out)
{
    if (sink->options.is_raw)
        csv_add_cell(out, text, sink->options.delimiter);
    else
        csv_add_guarded(out, text, sink->options.delimiter);
}

void
sink_csv_head(const void *aux, struct buf *out)
{
    const struct csv_sink *sink = aux;
    for (size_t i = 0; i < sink->options.n_kept; i++) {
        if (sink->is_dropped && sink->is_dropped[i])
            continue;
        add_text(sink, sink->options.kept[i], out);
        buf_add_char(out, sink->options.delimiter);
    }
    for (size_t i = 0; i < sink->n_names; i++) {
        if (i)
            buf_add_char(out, sink->options.delimiter);
        add_text(sink, sink->names[i], out);
    }
    buf_add_char(out, '\n');
}

void
sink_csv_add_kept(const struct csv_sink *sink, const struct rows *rows,
                  size_t row, struct buf *out)
{
    const struct str *cells = rows->kept + row * rows->n_kept;
    for (size_t i = 0; i < rows->n_kept; i++) {
        if (sink->is_dropped && sink->is_dropped[i])
            continue;
        if (cells[i].len)
            add_text(sink, cells[i], out);
        buf_add_char(out, sink->options.delimiter);
    }
}

void
sink_csv_add_value(const struct csv_printer *printer, double value)
{
    if (printer->sink->options.is_rounded)
        score_text_add_rounded(printer->out, printer->scale, value);
    else
        score_text_add(printer->memo, printer->out, value);
}

void
sink_csv_add_range(const struct csv_printer *printer, const struct score *score)
{
    if (score->has_range)
        sink_csv_add_value(printer, score->low);
    buf_add_char(printer->out, printer->sink->options.delimiter);
    if (score->has_range)
        sink_csv_add_value(printer, score->high);
}

void
sink_csv_add_meaning(const struct csv_printer *printer,
                     const struct score *score)
{
    const struct scale *scale = printer->scale;
    /* Bands that only cut the range in parts are never put beside a score. */
    if (score->band >= 0 && scale->basis != BASIS_RANGE)
        buf_add_text(printer->out, scale->bands[score->band].id);
    buf_add_char(printer->out, printer->sink->options.delimiter);
    if (score->beyond != BEYOND_UNKNOWN)
        buf_add_text(printer->out, score->beyond == BEYOND_YES ? "yes" : "no");
}

bool
sink_csv_counts(const struct score *score)
{
    return score->why != WHY_NO_COLUMN && score->why != WHY_BROKEN_ROW
           && score->why != WHY_OTHER_INSTRUMENT
           && score->why != WHY_OTHER_EDITION;
}
