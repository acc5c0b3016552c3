/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores under each other or as labelled lines; see sink.h.  Threads print each
   cell on a line of its own, as it will be shown: no newline is left in it.
   How wide columns are is settled when the first rows go out. */
#include <string.h>
#include "base/num.h"
#include "base/utf8.h"
#include "output/grid.h"

enum { WIDEST = 40 }; /* characters; longer cells push what follows aside */

struct table_column {
    struct str head;
    size_t width;
    bool is_number;
};

struct table {
    const struct grid *grid;
    struct table_column *columns;
    bool is_begun;
    size_t n_rows;
};

static void
add_text(const struct grid *grid, struct str text, struct buf *out)
{
    (void)grid;
    utf8_add_shown(out, text);
}

static void *
table_open(const struct sink_options *options, struct arena *arena,
           struct diag *diag)
{
    static const struct grid_style style = {add_text, false, ""};
    struct table *table = ARENA_NEW(arena, struct table);
    struct sink_options of_cells = *options;
    struct buf shown SCOPED(buf_clear) = {0};
    of_cells.delimiter = '\n';
    of_cells.is_rounded = true;
    table->grid = grid_new(&of_cells, &style, arena, diag);
    if (!table->grid)
        return NULL;
    table->columns =
        ARENA_ARRAY(arena, table->grid->n_columns, struct table_column);
    for (size_t i = 0; i < table->grid->n_columns; i++) {
        buf_empty(&shown);
        utf8_add_shown(&shown, table->grid->columns[i].name);
        table->columns[i].head = str_from(arena_text(arena, buf_str(&shown)));
    }
    return table;
}

static void
table_rows(const void *aux, const struct rows *rows,
           const struct scored *scored, struct score_text *memo,
           struct buf *out)
{
    const struct table *table = aux;
    grid_add_rows(table->grid, rows, scored, memo, out);
}

/* ---- widths ---- */

static void
widen(struct table_column *column, struct str text)
{
    size_t width = utf8_count(text);
    if (width > WIDEST)
        width = WIDEST;
    if (column->width < width)
        column->width = width;
}

/* Words are none; of what comes out of the data each cell has to be one. */
static bool
can_be_number(const struct figure *figure)
{
    switch (figure ? figure->form : TOLD_TEXT) {
    case TOLD_ON_SCALE:
    case TOLD_COUNT:
    case TOLD_NUMBER:
    case TOLD_TEXT:
        return true;
    case TOLD_WORD:
    case TOLD_WORDS:
    case TOLD_LIST:
    case TOLD_TRUTH:
        break;
    }
    return false;
}

static void
measure(struct table *table, struct str printed)
{
    struct str cell;
    struct decimal number;
    for (size_t i = 0; i < table->grid->n_columns; i++) {
        struct table_column *column = &table->columns[i];
        column->is_number = can_be_number(table->grid->columns[i].figure);
        widen(column, column->head);
    }
    for (size_t i = 0; str_next_line(&printed, &cell); i++) {
        if (!table->grid->n_columns)
            break;
        struct table_column *column =
            &table->columns[i % table->grid->n_columns];
        widen(column, cell);
        if (cell.len && !decimal_read(cell, &number))
            column->is_number = false;
    }
}

/* ---- rows ---- */

static void
add_aligned(const struct table *table, size_t idx, struct str text,
            struct buf *out)
{
    const struct table_column *column = &table->columns[idx];
    size_t width = utf8_count(text);
    size_t n_blanks = width < column->width ? column->width - width : 0;
    if (idx)
        buf_add_text(out, "  ");
    if (column->is_number)
        buf_addf(out, "%*s", (int)n_blanks, "");
    buf_add(out, text);
    if (!column->is_number)
        buf_addf(out, "%*s", (int)n_blanks, "");
}

/* No blanks at the end of a line. */
static void
end_line(struct buf *out)
{
    while (out->len && out->bytes[out->len - 1] == ' ')
        out->len--;
    buf_add_char(out, '\n');
}

static void
add_labelled(const struct table *table, size_t idx, struct str text,
             struct buf *out)
{
    buf_add(out, table->columns[idx].head);
    buf_add_text(out, ": ");
    buf_add(out, text.len ? text : STR("none"));
    buf_add_char(out, '\n');
}

static void
add_row(struct table *table, struct str *printed, struct buf *out)
{
    bool is_plain = table->grid->options.is_plain;
    struct str cell;
    if (is_plain && table->n_rows++)
        buf_add_char(out, '\n');
    for (size_t i = 0; i < table->grid->n_columns; i++) {
        if (!str_next_line(printed, &cell))
            return;
        if (is_plain)
            add_labelled(table, i, cell, out);
        else
            add_aligned(table, i, cell, out);
    }
    if (!table->grid->n_columns)
        str_next_line(printed, &cell);
    if (!is_plain)
        end_line(out);
}

static void
begin(struct table *table, struct str printed, struct buf *out)
{
    table->is_begun = true;
    measure(table, printed);
    if (table->grid->options.is_plain)
        return;
    for (size_t i = 0; i < table->grid->n_columns; i++)
        add_aligned(table, i, table->columns[i].head, out);
    end_line(out);
}

static void
table_arrange(void *aux, struct str printed, struct buf *out)
{
    struct table *table = aux;
    if (!table->is_begun && printed.len)
        begin(table, printed, out);
    while (printed.len)
        add_row(table, &printed, out);
}

/* Columns without a row have names all the same. */
static bool
table_tail(void *aux, struct buf *out, struct diag *diag)
{
    struct table *table = aux;
    (void)diag;
    if (!table->is_begun)
        begin(table, STR(""), out);
    return true;
}

const struct sink_class sink_table = {
    .open = table_open,
    .rows = table_rows,
    .arrange = table_arrange,
    .tail = table_tail,
};
