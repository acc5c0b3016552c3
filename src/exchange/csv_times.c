/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of the file that holds several time points (reshaping.h), which was
   taken as it stands there, put at each of them. */
#include "exchange/csv_fast.h"

#include <string.h>
#include "exchange/reshaping.h"

/* Whether something stands in the columns of a time point. */
static bool
has_cells(const struct fast *fast, const struct reshaped_part *parts, size_t n)
{
    const struct wide_row *wide = fast->wide;

    for (size_t i = 0; i < n; i++) {
        size_t column = parts[i].column;
        const struct fast_cell *cell = &wide->cells[column];
        if (fast->steps[column].kind == STEP_CODES
                ? wide->codes[column] != code_of_kind(ANSWER_BLANK)
                : str_trim((struct str){cell->begin, cell->len}).len > 0)
            return true;
    }
    return false;
}

/* Cells of the row of the file under their columns. */
static void
move_cells(struct fast *fast, const struct reshaped_part *parts, size_t n)
{
    struct wide_row *wide = fast->wide;
    uint8_t *codes = chunk_tile_row(fast->chunk, fast->row);

    for (size_t i = 0; i < n; i++) {
        if (fast->steps[parts[i].column].kind == STEP_CODES)
            codes[parts[i].bound] = wide->codes[parts[i].column];
        else
            wide->bound[parts[i].bound] = &wide->cells[parts[i].column];
    }
}

/* The row of the file at one time point. */
static bool
put_time(struct fast *fast, size_t time, const struct reshaped_part *parts,
         size_t n_parts)
{
    static const struct fast_cell nothing = {.begin = "", .form = KEPT_BARE};
    struct chunk *chunk = fast->chunk;
    const struct reshaping *reshaping = chunk->file->reshaping;
    const struct step *steps = chunk->steps;
    size_t n_columns = chunk->file->binding->n_columns;
    struct wide_row *wide = fast->wide;
    struct str word;
    size_t n_shared;
    const struct reshaped_part *shared =
        reshaping_parts(reshaping, SIZE_MAX, &n_shared);

    csv_fast_make_room(fast);
    memset(chunk_tile_row(chunk, fast->row), code_of_kind(ANSWER_BLANK),
           n_columns);
    for (size_t i = 0; i < n_columns; i++)
        wide->bound[i] = &nothing;
    move_cells(fast, shared, n_shared);
    move_cells(fast, parts, n_parts);
    size_t word_column = reshaping_word(reshaping, time, &word);
    const struct fast_cell cell = {word.bytes, word.len, KEPT_TEXT};
    wide->bound[word_column] = &cell;
    for (size_t i = 0; i < n_columns; i++)
        if (steps[i].kind != STEP_CODES
            && !csv_fast_put(fast, 0, &steps[i], wide->bound[i]))
            return false;
    return true;
}

bool
csv_times_put(struct fast *fast, size_t *n)
{
    const struct reshaping *reshaping = fast->chunk->file->reshaping;
    size_t n_times = reshaping_n_times(reshaping);
    size_t first = fast->row;
    size_t n_parts;
    bool ok = true;

    for (size_t time = 0; ok && time < n_times; time++) {
        const struct reshaped_part *parts =
            reshaping_parts(reshaping, time, &n_parts);
        if (!has_cells(fast, parts, n_parts))
            continue;
        ok = put_time(fast, time, parts, n_parts);
        fast->row++;
    }
    *n = fast->row - first;
    fast->row = first;
    return ok;
}
