/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Neighbouring columns of codes that one table judges.  Where they end the row,
   and their cells are one digit or blank, as most are, all are taken at once.
   Rows gather in a tile of sixteen, which goes into the columns as a whole. */
#ifndef ATTUNE_EXCHANGE_CODE_RUN_H
#define ATTUNE_EXCHANGE_CODE_RUN_H

#include <stddef.h>
#include <stdint.h>
#include "response/answer.h"
#include "response/vector.h"

enum { CODE_RUN_ROWS = 16 };

/* As many bytes behind a row may be read, and behind a row of the tile
   written. */
enum { CODE_RUN_BEYOND = 64 };

struct code_run {
    size_t n;          /* columns */
    uint8_t **columns; /* the codes of each, with BATCH_ROOM */
    uint8_t *tile;     /* the first of the run in its first row */
    size_t stride;     /* from row to row */
    char delimiter;
    uint8_t code[256];               /* of a cell of one byte */
    const struct set_bits *set_bits; /* of code_run_set_bits() */
};

/* Of eight bits, the places of those that are set, from the first on. */
struct set_bits {
    uint8_t places[8];
};

/* By the bits; as many bytes again may be read behind each.  In the arena. */
const struct set_bits *code_run_set_bits(struct arena *arena) MUST_USE;

/* Makes the table of a run. */
void code_run_init(struct code_run *run, const struct answer_table *table,
                   char delimiter);

static inline uint8_t *
code_run_row(const struct code_run *run, size_t row)
{
    return run->tile + row % CODE_RUN_ROWS * run->stride;
}

#ifdef __x86_64__
/* Takes the run of 'n' rows of a tile, from 'row' of the batch on, which it
   ends: each from at[i] to the row's end, a CR among it, before behind[i].
   Returns bits of those that were taken, whose at[i] becomes behind[i]; left
   are rows whose at[i] is NULL, and such with a cell that is more than a byte,
   or no answer, or with more cells or fewer. */
uint32_t code_run_take_wide(const struct code_run *run, size_t row, size_t n,
                            const char **at,
                            const char *const *behind) MUST_USE;
#endif

/* Moves the tile that holds 'row' into the columns. */
void code_run_settle(const struct code_run *run, size_t row);

#endif
