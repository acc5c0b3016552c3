/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Neighbouring columns of codes that one table judges, taken many cells at
   once where each is one digit or blank.  Rows gather in a tile of sixteen,
   which goes into the columns as a whole. */
#ifndef ATTUNE_RESPONSE_CODE_RUN_H
#define ATTUNE_RESPONSE_CODE_RUN_H

#include <stddef.h>
#include <stdint.h>
#include "response/vector.h"

enum { CODE_RUN_ROWS = 16 };

/* Looking ahead, so many bytes behind a row may be read, and behind a row of
   the tile written. */
enum { CODE_RUN_BEYOND = 32 };

struct code_run {
    size_t n;          /* columns */
    uint8_t **columns; /* the codes of each, with BATCH_ROOM */
    uint8_t *tile;     /* the first of the run in its first row */
    size_t stride;     /* from row to row */
    uint8_t codes[16]; /* of the bytes from '0' on */
};

static inline uint8_t *
code_run_row(const struct code_run *run, size_t row)
{
    return run->tile + row % CODE_RUN_ROWS * run->stride;
}

/* Takes cells of a row from 'at' on, as long as they are blank or one byte of
   the table, with the delimiter behind them.  '*n', the number of the run's
   that are taken, goes on to 'end' at most.  Returns where the next begins. */
const char *code_run_take(const struct code_run *run, enum vector vector,
                          const char *at, char delimiter, uint8_t *codes,
                          size_t *n, size_t end);

/* Moves the tile that holds 'row' into the columns. */
void code_run_settle(const struct code_run *run, size_t row);

#endif
