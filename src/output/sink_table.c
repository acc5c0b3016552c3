/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a CSV sink prints, under each other or as labelled lines; see
   sink.h. */
#include "base/num.h"
#include "base/utf8.h"
#include "response/csv.h"
#include "output/sink_csv.h"

enum { WIDEST = 40 }; /* characters; longer cells push what follows aside */

struct table_sink {
    struct csv_sink *csv;
    const struct sink_class *class;
    bool is_plain;
    bool has_head;
    size_t n_columns;
    struct csv_cell *cells; /* of one row */
    size_t *widths;
    bool *is_number;
    struct str *heads;
    struct arena *arena;
    size_t n_rows;
};

static void *
table_open(const struct sink_class *class, const struct sink_options *options,
           struct arena *arena, struct diag *diag)
{
    struct table_sink *sink = ARENA_NEW(arena, struct table_sink);
    struct sink_options for_csv = *options;

    for_csv.delimiter = '\t';
    for_csv.is_raw = true;
    for_csv.is_rounded = true;
    sink->csv = class->open(&for_csv, arena, diag);
    if (!sink->csv)
        return NULL;
    sink->class = class;
    sink->is_plain = options->is_plain;
    sink->arena = arena;
    sink->n_columns = sink->csv->options.n_kept + sink->csv->n_names;
    sink->cells = ARENA_ARRAY(arena, sink->n_columns, struct csv_cell);
    sink->widths = ARENA_ARRAY(arena, sink->n_columns, size_t);
    sink->is_number = ARENA_ARRAY(arena, sink->n_columns, bool);
    sink->heads = ARENA_ARRAY(arena, sink->n_columns, struct str);
    return sink;
}

static void *
table_open_wide(const struct sink_options *options, struct arena *arena,
                struct diag *diag)
{
    return table_open(&sink_csv_wide, options, arena, diag);
}

static void *
table_open_long(const struct sink_options *options, struct arena *arena,
                struct diag *diag)
{
    return table_open(&sink_csv_long, options, arena, diag);
}

/* The names of the columns stand above the first rows, which say how wide
   they are. */
static void
table_head(const void *aux, struct buf *out)
{
    (void)aux;
    (void)out;
}

static void
table_rows(const void *aux, const struct rows *rows,
           const struct scored *scored, struct buf *out)
{
    const struct table_sink *sink = aux;

    sink->class->rows(sink->csv, rows, scored, out);
}

/* ---- cells ---- */

/* Takes the next row apart; cells that it lacks are empty. */
static bool
next_row(struct table_sink *sink, struct str printed, size_t *offset)
{
    struct csv_record record = {.cells = sink->cells, .size = sink->n_columns};

    if (!csv_next(printed, offset, '\t', &record))
        return false;
    for (size_t i = record.n_cells; i < sink->n_columns; i++)
        sink->cells[i] = (struct csv_cell){.raw = STR("")};
    return true;
}

/* A cell as it may be shown on a terminal. */
static struct str
shown_cell(struct csv_cell cell, struct arena *scratch, struct buf *shown)
{
    buf_empty(shown);
    utf8_add_shown(shown, csv_cell_text(cell, scratch));
    return buf_str(shown);
}

static void
widen(struct table_sink *sink, size_t column, struct str text)
{
    size_t width = utf8_count(text);

    if (width > WIDEST)
        width = WIDEST;
    if (sink->widths[column] < width)
        sink->widths[column] = width;
}

static void
keep_heads(struct table_sink *sink, struct arena *scratch, struct buf *shown)
{
    struct buf head = {0};
    size_t offset = 0;

    sink_csv_head(sink->csv, &head);
    if (next_row(sink, buf_str(&head), &offset)) {
        for (size_t i = 0; i < sink->n_columns; i++) {
            struct str text = shown_cell(sink->cells[i], scratch, shown);
            sink->heads[i] =
                (struct str){arena_text(sink->arena, text), text.len};
            widen(sink, i, text);
        }
    }
    buf_clear(&head);
}

static void
measure(struct table_sink *sink, struct str printed, struct arena *scratch,
        struct buf *shown)
{
    size_t offset = 0;
    struct decimal number;

    for (size_t i = 0; i < sink->n_columns; i++)
        sink->is_number[i] = true;
    while (next_row(sink, printed, &offset)) {
        for (size_t i = 0; i < sink->n_columns; i++) {
            struct str text = shown_cell(sink->cells[i], scratch, shown);
            widen(sink, i, text);
            if (text.len && !decimal_read(text, &number))
                sink->is_number[i] = false;
        }
    }
}

static void
add_blanks(struct buf *out, size_t n)
{
    while (n--)
        buf_add_char(out, ' ');
}

/* No blanks at the end of a line. */
static void
add_aligned(const struct table_sink *sink, size_t column, struct str text,
            struct buf *out)
{
    size_t width = utf8_count(text);
    size_t n_blanks =
        width < sink->widths[column] ? sink->widths[column] - width : 0;
    bool is_last = column + 1 == sink->n_columns;

    if (column)
        add_blanks(out, 2);
    if (sink->is_number[column])
        add_blanks(out, n_blanks);
    buf_add(out, text);
    if (!sink->is_number[column] && !is_last)
        add_blanks(out, n_blanks);
}

static void
end_line(struct buf *out)
{
    while (out->len && out->bytes[out->len - 1] == ' ')
        out->len--;
    buf_add_char(out, '\n');
}

static void
add_heads(const struct table_sink *sink, struct buf *out)
{
    for (size_t i = 0; i < sink->n_columns; i++)
        add_aligned(sink, i, sink->heads[i], out);
    end_line(out);
}

static void
add_labelled(const struct table_sink *sink, size_t column, struct str text,
             struct buf *out)
{
    buf_add(out, sink->heads[column]);
    buf_add_text(out, ": ");
    buf_add(out, text.len ? text : STR("none"));
    buf_add_char(out, '\n');
}

/* ---- rows ---- */

static void
add_row(struct table_sink *sink, struct arena *scratch, struct buf *shown,
        struct buf *out)
{
    if (sink->is_plain && sink->n_rows++)
        buf_add_char(out, '\n');
    for (size_t i = 0; i < sink->n_columns; i++) {
        struct str text = shown_cell(sink->cells[i], scratch, shown);
        if (sink->is_plain)
            add_labelled(sink, i, text, out);
        else
            add_aligned(sink, i, text, out);
    }
    if (!sink->is_plain)
        end_line(out);
}

static void
table_arrange(void *aux, struct str printed, struct buf *out)
{
    struct table_sink *sink = aux;
    struct arena *scratch = arena_new();
    struct buf shown = {0};
    size_t offset = 0;

    if (!sink->has_head && printed.len) {
        sink->has_head = true;
        keep_heads(sink, scratch, &shown);
        measure(sink, printed, scratch, &shown);
        if (!sink->is_plain)
            add_heads(sink, out);
    }
    while (next_row(sink, printed, &offset))
        add_row(sink, scratch, &shown, out);
    buf_clear(&shown);
    arena_free(scratch);
}

/* Columns without a row have names all the same. */
static void
table_tail(void *aux, struct buf *out)
{
    struct table_sink *sink = aux;
    struct arena *scratch = arena_new();
    struct buf shown = {0};

    if (!sink->has_head) {
        keep_heads(sink, scratch, &shown);
        if (!sink->is_plain)
            add_heads(sink, out);
    }
    buf_clear(&shown);
    arena_free(scratch);
}

const struct sink_class sink_table_wide = {
    .open = table_open_wide,
    .head = table_head,
    .rows = table_rows,
    .arrange = table_arrange,
    .tail = table_tail,
};

const struct sink_class sink_table_long = {
    .open = table_open_long,
    .head = table_head,
    .rows = table_rows,
    .arrange = table_arrange,
    .tail = table_tail,
};
