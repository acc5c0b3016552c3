/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows out of a chunk's bytes: by the fast way (csv_fast.c) where the columns
   and the text allow it, else here, each cell alone. */
#include "exchange/csv_file.h"

#include <assert.h>
#include "base/utf8.h"

enum message
csv_fault_message(enum csv_fault fault)
{
    static const enum message messages[] = {
        [CSV_TEXT_AFTER_QUOTE] = MSG_DATA_TEXT_AFTER_QUOTE,
        [CSV_UNCLOSED_QUOTE] = MSG_DATA_UNCLOSED_QUOTE,
        [CSV_FIELD_TOO_LONG] = MSG_DATA_FIELD_TOO_LONG,
        [CSV_TOO_MANY_CELLS] = MSG_DATA_TOO_MANY_CELLS,
        [CSV_CR_FIRST] = MSG_DATA_LINE_ENDS,
    };

    assert(fault != CSV_FINE);
    return messages[fault];
}

/* R writes the names of rows in a column without a header. */
static bool
has_row_names(const struct header *header, size_t n_cells, size_t n_columns)
{
    for (size_t i = 0; i < header->n_below; i++)
        if (header->below[i].n_cells != n_columns + 1)
            return false;
    return header->n_below && n_cells == n_columns + 1;
}

/* NULL: none.  Text behind a quote is often lines below the one that was too
   many, and all between is part of the row. */
static const char *
fault_hint(struct chunk *chunk, const struct csv_record *record)
{
    const struct csv_stretch *stretch = chunk->own;

    if (record->fault == CSV_CR_FIRST)
        return "save the file with line ends LF or CRLF";
    size_t n_above =
        csv_count_lines((struct str){stretch->bytes + record->offset,
                                     record->fault_offset - record->offset});
    return n_above ? arena_printf(chunk->scratch,
                                  "the row begins %zu line%s above: a quote "
                                  "there is one too many, or not doubled",
                                  n_above, n_above == 1 ? "" : "s")
                   : NULL;
}

void
csv_rows_tell_broken(struct chunk *chunk, const struct csv_record *record,
                     size_t n_columns)
{
    if (record->fault)
        chunk_tell(
            chunk,
            &(struct diagnostic){.message = csv_fault_message(record->fault),
                                 .hint = fault_hint(chunk, record)},
            chunk->base + record->fault_offset);
    if (record->fault
        || !chunk_keeps(chunk, MSG_DATA_ROW_LENGTH,
                        chunk->base + record->offset))
        return;
    diag_add(chunk->problems, MSG_DATA_ROW_LENGTH, (struct place){0},
             "%zu cell%s, not %zu", record->n_cells,
             record->n_cells == 1 ? "" : "s", n_columns);
    if (has_row_names(&chunk->file->header, record->n_cells, n_columns))
        diag_hint(chunk->problems, "names of rows, as R writes them? write the "
                                   "file with row.names = FALSE");
}

static size_t
put_record(struct chunk *chunk, size_t row, size_t limit,
           const struct csv_record *record)
{
    struct csv_stretch *stretch = chunk->own;
    size_t n_columns = chunk->file->header.n_cells;
    const struct row_cells cells = {
        .offset = chunk->base + record->offset,
        .texts = stretch->texts,
        .offsets = stretch->offsets,
        .is_broken = record->fault || record->n_cells != n_columns,
    };

    for (size_t i = 0; i < n_columns; i++) {
        const struct csv_cell *cell = &record->cells[i];
        bool is_there = i < record->n_cells;
        stretch->texts[i] =
            is_there ? csv_cell_text(*cell, chunk->scratch) : STR("");
        stretch->offsets[i] =
            chunk->base
            + (is_there ? (size_t)(cell->raw.bytes - stretch->bytes)
                              - cell->is_quoted
                        : record->offset);
    }
    if (cells.is_broken)
        csv_rows_tell_broken(chunk, record, n_columns);
    return chunk_put_row(chunk, row, limit, &cells);
}

size_t
csv_rows_take_plain(struct chunk *chunk, size_t row, size_t limit)
{
    struct csv_stretch *stretch = chunk->own;
    struct csv_record record = {.cells = stretch->cells,
                                .size = chunk->file->header.n_cells};
    size_t begin = stretch->at;
    size_t n = 0;
    bool goes_on = chunk->next_time; /* it was begun before */
    bool found = csv_next((struct str){stretch->bytes, stretch->len},
                          &stretch->at, chunk->file->header.delimiter, &record);

    if (!chunk->is_silent && !goes_on)
        chunk->n_blank += csv_count_lines(
            (struct str){stretch->bytes + begin,
                         (found ? record.offset : stretch->at) - begin});
    if (found)
        n = put_record(chunk, row, limit, &record);
    if (chunk->next_time)
        stretch->at = begin;
    return n;
}

static size_t
take_rows_plain(struct chunk *chunk, size_t limit)
{
    struct csv_stretch *stretch = chunk->own;
    size_t begin = stretch->at;
    size_t n = 0;

    while (n < limit && stretch->at < stretch->len)
        n += csv_rows_take_plain(chunk, n, limit);
    stretch->n_lines += csv_marks_lines(&stretch->marks, begin, stretch->at);
    return n;
}

size_t
csv_rows_take(struct chunk *chunk, size_t limit)
{
    struct csv_stretch *stretch = chunk->own;

    if (!stretch->at)
        stretch->is_text =
            stretch->marks.is_ascii
            || utf8_is_text((struct str){stretch->bytes, stretch->len});
    chunk->is_text = stretch->is_text;
    return chunk->has_fast_path && chunk->is_text
               ? csv_fast_take(chunk, limit)
               : take_rows_plain(chunk, limit);
}
