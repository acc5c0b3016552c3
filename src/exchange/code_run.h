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
    /* Puts the codes of cells, one for each bit of 'ends', where the bytes
       behind cells are, counted from 'base'.  The first cell begins at 'at'
       from there, and may begin before.  Returns the ends of those that must be
       judged one by one: longer than a byte, or no answer; their codes mean
       nothing. */
    uint64_t (*take)(const struct code_run *run, const char *base, ptrdiff_t at,
                     uint64_t ends, uint8_t *codes);
};

/* Makes the table of a run, and chooses how it is taken. */
void code_run_init(struct code_run *run, const struct answer_table *table,
                   char delimiter, enum vector vector);

static inline uint8_t *
code_run_row(const struct code_run *run, size_t row)
{
    return run->tile + row % CODE_RUN_ROWS * run->stride;
}

/* Moves the tile that holds 'row' into the columns. */
void code_run_settle(const struct code_run *run, size_t row);

#endif
