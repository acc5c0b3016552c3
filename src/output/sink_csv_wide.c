/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores as CSV, one row for each input row; see sink.h.  Its columns are
   named in wide_columns.c, whose order the rows follow. */
#include "score/classes.h"
#include "output/sink_csv.h"

static void *
wide_open(const struct sink_options *options, struct arena *arena,
          struct diag *diag)
{
    struct csv_sink *sink = ARENA_NEW(arena, struct csv_sink);
    const struct wide_columns columns = wide_columns_of(options, arena);
    struct str *names = ARENA_ARRAY(arena, columns.n, struct str);
    for (size_t i = 0; i < columns.n; i++)
        names[i] = columns.items[i].name;
    sink->options = *options;
    sink->names = names;
    sink->n_names = columns.n;
    return sink_csv_check(sink, arena, diag) ? sink : NULL;
}

/* Each cell has its delimiter behind it; the row's last one becomes its
   end. */
static void
add_columns(const struct csv_printer *printer, const struct csv_column *columns,
            const struct row_score *told)
{
    for (; columns->add; columns++) {
        if (!wide_columns_has(&columns->about, told->scale))
            continue;
        columns->add(printer, told);
        buf_add_char(printer->out, printer->sink->options.delimiter);
    }
}

static void
add_scored(const struct csv_printer *printer, const struct scored *scored,
           size_t row)
{
    const struct instrument *instrument = scored->batch->instrument;
    const struct sink_options *options = &printer->sink->options;

    for (size_t i = 0; i < instrument->n_scales; i++) {
        const struct score_column *column = &scored->scores->columns[i];
        const struct scale *scale = &instrument->scales[i];
        if (!sink_tells_scale(options, scale))
            continue;
        if (column->why[row] == WHY_SCORED)
            sink_csv_add_value(printer, scale, column->value[row]);
        buf_add_char(printer->out, options->delimiter);
        if (!options->with_details && !options->with_changes)
            continue;
        struct row_score told = row_score_get(options, scored, i, row);
        if (options->with_details)
            add_columns(printer, sink_csv_details, &told);
        if (options->with_changes)
            add_columns(printer, sink_csv_changes, &told);
    }
}

static void
add_classes(const struct csv_printer *printer, const struct scored *scored,
            size_t row)
{
    const struct instrument *instrument = scored->batch->instrument;
    const struct sink_options *options = &printer->sink->options;
    for (size_t i = 0; i < instrument->n_classes; i++) {
        if (!sink_tells_class(options, &instrument->classes[i]))
            continue;
        struct class_result result = classes_get(scored->scores, i, row);
        if (result.which >= 0)
            buf_add_text(printer->out,
                         instrument->classes[i].cases[result.which].id);
        buf_add_char(printer->out, options->delimiter);
        if (!options->with_details)
            continue;
        buf_add_text(printer->out, why_word(result.why));
        buf_add_char(printer->out, options->delimiter);
        class_add_possible(&result, &instrument->classes[i], printer->out);
        buf_add_char(printer->out, options->delimiter);
    }
}

static void
wide_rows(const void *aux, const struct rows *rows, const struct scored *scored,
          struct buf *out)
{
    const struct csv_sink *sink = aux;
    struct score_text memo = {0};
    const struct csv_printer printer = {
        .sink = sink, .memo = &memo, .out = out};
    for (size_t row = 0; row < rows->n_rows; row++) {
        size_t before = out->len;
        sink_csv_add_kept(sink, rows, row, out);
        for (size_t i = 0; i < sink->options.n_plans; i++) {
            add_scored(&printer, &scored[i], row);
            add_classes(&printer, &scored[i], row);
        }
        if (out->len > before)
            out->len--;
        /* An empty line would be no row. */
        if (out->len == before)
            buf_add_text(out, "\"\"");
        buf_add_char(out, '\n');
    }
}

const struct sink_class sink_csv_wide = {
    .open = wide_open,
    .head = sink_csv_head,
    .rows = wide_rows,
};
