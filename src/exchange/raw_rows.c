/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A source without an instrument passes every column through; see
   raw_rows.h. */
#include "exchange/raw_rows.h"

struct raw_rows {
    struct source *source;
    size_t n_columns;
    raw_row_fn *row;
    void *aux;
    struct diag *diag;
};

/* What is no fact is bad where it is scored, and not here. */
static void
settle(struct raw_rows *raw, struct chunk *chunk)
{
    struct response_tally tally = {0};
    struct diag *found SCOPED(diag_drop) = diag_new();

    source_settle(raw->source, chunk, &tally, found);
    if (source_failed(raw->source))
        diag_move(raw->diag, found);
}

static bool
show_row(const struct raw_rows *raw, const struct rows *rows, size_t row,
         struct str *cells, struct arena *scratch)
{
    struct buf room SCOPED(buf_clear) = {0};

    for (size_t i = 0; i < raw->n_columns; i++) {
        struct str cell = rows_kept(rows, row, i, &room);
        if (cell.len && cell.bytes == room.bytes)
            cell.bytes = arena_text(scratch, cell);
        cells[i] = str_trim(cell);
    }
    return raw->row(raw->aux, cells);
}

static void
show_rows(struct raw_rows *raw)
{
    struct chunk *chunk = chunk_new(raw->source);
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct str *cells SCOPED(mem_drop) =
        mem_array(raw->n_columns + 1, sizeof *cells);
    bool goes_on = true;
    const struct rows *rows;
    struct batch *const *batches;

    while (goes_on && source_read(raw->source, chunk)) {
        while (goes_on && chunk_next(chunk, &rows, &batches)) {
            for (size_t i = 0; goes_on && i < rows->n_rows; i++)
                goes_on = show_row(raw, rows, i, cells, scratch);
            arena_rewind(scratch);
        }
        settle(raw, chunk);
    }
    chunk_free(chunk);
}

bool
raw_rows_read(const char *path, const struct source_settings *settings,
              raw_header_fn *header, raw_row_fn *row, void *aux,
              struct diag *diag)
{
    const struct response_options options = {.any_file = true,
                                             .settings = *settings};
    struct raw_rows raw = {.row = row, .aux = aux, .diag = diag};
    bool ok = false;

    raw.source = source_open(&path, 1, &options, diag);
    if (!raw.source)
        return false;
    const struct str *headers = source_kept(raw.source, &raw.n_columns);
    if (header(aux, raw.source, headers, raw.n_columns)) {
        show_rows(&raw);
        ok = !source_failed(raw.source);
    }
    source_close(raw.source);
    return ok;
}
