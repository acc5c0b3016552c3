/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What csv_fast.c, which takes rows that have nothing odd about them,
   csv_cells.c, which judges a cell of theirs by itself, and csv_times.c, which
   puts those that become several, share. */
#ifndef ATTUNE_EXCHANGE_CSV_FAST_H
#define ATTUNE_EXCHANGE_CSV_FAST_H

#include "exchange/csv_file.h"

/* Ends of cells, counted from 'base'. */
struct view {
    const char *base;
    uint64_t ends;
};

/* Rows on their way, abreast. */
struct fast {
    struct chunk *chunk;
    const struct csv_marks *marks;
    const struct csv_block *blocks; /* of the marks */
    const char *bytes;              /* of the chunk */
    const struct step *steps;
    size_t n_columns;
    char delimiter;
    struct date_memo *dates;
    struct view view;  /* where a cell of a run ended last; none taken off */
    bool may_be_other; /* a row may be one that is not to be scored */
    struct wide_row *wide; /* of rows that become several; else NULL */
    size_t n_settled;      /* rows whose codes went from the tile to columns */
    size_t row;            /* of the batch, that the first one becomes */
    /* Where each begins, and the one behind them; where its next cell does:
       NULL to give it up. */
    const char *begin[CODE_RUN_ROWS + 1];
    const char *at[CODE_RUN_ROWS];
};

/* A cell from 'at' to 'end'.  'stop' is what must stand behind it: else the row
   is shorter or longer than the header.  False to give the row up. */
bool csv_cell_take(const struct fast *fast, const char *at, const char *end,
                   char stop, struct fast_cell *cell) MUST_USE;

/* What it says; borrows the chunk's bytes, or is the chunk's scratch. */
struct str csv_cell_said(const struct fast *fast, const struct fast_cell *cell);

/* The code of a cell of a STEP_CODES column, as it stands in row 'i' of them
   before a delimiter or LF; false when it is no answer, or does not end where
   it should. */
bool csv_cell_code(struct fast *fast, size_t i, const struct step *step,
                   struct str text, uint8_t *code) MUST_USE;

/* A cell of row 'i' is the words of a choice: counted when the row is taken,
   for it may yet be given up. */
void csv_cell_note_label(struct fast *fast, size_t i, const struct step *step);

/* Puts a cell of any column but one of codes into row 'i' of them; false to
   give the row up. */
bool csv_fast_put(struct fast *fast, size_t i, const struct step *step,
                  const struct fast_cell *cell) MUST_USE;

/* Before codes of the row go into the tile. */
void csv_fast_make_room(struct fast *fast);

/* A row of the file that was taken as it stands there, at each time point, from
   fast->row on: '*n' rows.  False to give it up. */
bool csv_times_put(struct fast *fast, size_t *n) MUST_USE;

#endif
