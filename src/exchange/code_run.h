/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Neighbouring columns of codes that one table judges: a cell of one byte is
   told by the byte before its end, so that all cells that end within 64 bytes
   are taken at once.  Rows gather in a tile of sixteen, which goes into the
   columns as a whole. */
#ifndef ATTUNE_EXCHANGE_CODE_RUN_H
#define ATTUNE_EXCHANGE_CODE_RUN_H

#include <stddef.h>
#include <stdint.h>
#include "response/answer.h"
#include "response/vector.h"

enum { CODE_RUN_ROWS = 16 };

/* So many cells are taken at once.  As many bytes behind a row may be read, and
   behind a row of the tile written. */
enum { CODE_RUN_BEYOND = 64 };

struct code_run {
    size_t n;          /* columns */
    uint8_t **columns; /* the codes of each, with BATCH_ROOM */
    uint8_t *tile;     /* the first of the run in its first row */
    size_t stride;     /* from row to row */
    char delimiter;
    uint8_t code[256]; /* by the byte before the end of a cell */
};

/* Makes the table of a run. */
void code_run_init(struct code_run *run, const struct answer_table *table,
                   char delimiter);

static inline uint8_t *
code_run_row(const struct code_run *run, size_t row)
{
    return run->tile + row % CODE_RUN_ROWS * run->stride;
}

struct code_run_taken {
    size_t n;         /* cells */
    uint64_t unclear; /* ends of those that must be judged one by one: longer
                         than a byte, or no answer; their codes mean nothing */
};

/* Puts the codes of cells, one for each bit of 'ends', where the bytes behind
   cells are, counted from 'at', where the first begins.  The byte before is
   that behind another cell or row. */
struct code_run_taken code_run_take(const struct code_run *run,
                                    enum vector vector, const char *at,
                                    uint64_t ends, uint8_t *codes);

/* Moves the tile that holds 'row' into the columns. */
void code_run_settle(const struct code_run *run, size_t row);

#endif
