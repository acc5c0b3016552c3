/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small tables line by line; see csv_table.h. */
#include "response/csv_table.h"

#include <stdint.h>
#include "base/utf8.h"

static struct place
place_at(struct csv_table *table, size_t offset)
{
    for (; table->counted < offset; table->counted++)
        table->n_lines += table->bytes.bytes[table->counted] == '\n';
    return (struct place){.file = table->path, .line = table->n_lines + 1};
}

static bool
refuse_at(struct csv_table *table, size_t offset, const char *hint)
{
    diag_add(table->diag, table->message, place_at(table, offset), NULL);
    diag_hint(table->diag, "%s", hint);
    return false;
}

struct place
csv_table_place(struct csv_table *table)
{
    return place_at(table, table->record.offset);
}

bool
csv_table_refuse(struct csv_table *table, const char *hint)
{
    return refuse_at(table, table->record.offset, hint);
}

static struct str
cell_at(const struct csv_table *table, size_t at)
{
    if (at >= table->record.n_cells || at >= table->record.size)
        return STR("");
    return str_trim(csv_cell_text(table->record.cells[at], table->arena));
}

struct str
csv_table_cell(const struct csv_table *table, size_t column)
{
    return cell_at(table, table->at[column]);
}

/* False of a name that is none of them, or was there before. */
static bool
take_name(struct csv_table *table, size_t cell)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        if (!str_equal_nocase(cell_at(table, cell),
                              str_from(table->columns[i])))
            continue;
        if (table->at[i] != SIZE_MAX)
            return false;
        table->at[i] = cell;
        return true;
    }
    return false;
}

/* Lines for people are no CSV: what stands in them need not be closed. */
static void
skip_comments(struct csv_table *table)
{
    const char *bytes = table->bytes.bytes;
    size_t *at = &table->offset;
    bool is_comment = false;

    for (; table->has_comments && *at < table->bytes.len; (*at)++) {
        bool is_end = bytes[*at] == '\n' || bytes[*at] == '\r';
        is_comment = !is_end && (is_comment || bytes[*at] == '#');
        if (!is_end && !is_comment)
            return;
    }
}

static bool
next_record(struct csv_table *table)
{
    skip_comments(table);
    return csv_next(table->bytes, &table->offset, table->delimiter,
                    &table->record);
}

static bool
read_head(struct csv_table *table)
{
    skip_comments(table);
    table->delimiter =
        csv_detect_delimiter(str_skip(table->bytes, table->offset));
    bool ok = next_record(table);

    for (size_t i = 0; i < table->n_columns; i++)
        table->at[i] = SIZE_MAX;
    for (size_t c = 0; ok && c < table->record.n_cells; c++)
        ok = take_name(table, c);
    for (size_t i = 0; ok && i < table->n_needed; i++)
        ok = table->at[i] != SIZE_MAX;
    table->n_cells = table->record.n_cells;
    return ok;
}

bool
csv_table_open(struct csv_table *table, const char *hint)
{
    size_t len = utf8_text_len(table->bytes);

    if (len < table->bytes.len)
        return refuse_at(table, len, utf8_hint(table->bytes, not_utf8_hint));
    table->offset = utf8_mark_len(table->bytes);
    table->record.size = CSV_LIMIT_COLUMNS;
    table->record.cells =
        ARENA_ARRAY(table->arena, table->record.size, struct csv_cell);
    return read_head(table) || csv_table_refuse(table, hint);
}

bool
csv_table_next(struct csv_table *table, bool *is_bad)
{
    if (!next_record(table))
        return false;
    if (table->record.fault)
        *is_bad = !csv_table_refuse(table, "a quote is closed before the cell "
                                           "ends, and at its end alone");
    else if (table->record.n_cells > table->n_cells)
        *is_bad = !csv_table_refuse(
            table, "the line has more cells than the first; a cell that holds "
                   "the delimiter stands in quotes");
    return !*is_bad;
}
