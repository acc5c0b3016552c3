/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See code_run.h. */
#include "exchange/code_run.h"

#include <string.h>

const struct set_bits *
code_run_set_bits(struct arena *arena)
{
    struct set_bits *set = ARENA_ARRAY(arena, 256 + 1, struct set_bits);

    for (size_t bits = 0; bits < 256; bits++)
        for (size_t i = 0, n = 0; i < 8; i++)
            if (bits >> i & 1)
                set[bits].places[n++] = (uint8_t)i;
    return set;
}

void
code_run_init(struct code_run *run, const struct answer_table *table,
              char delimiter)
{
    run->delimiter = delimiter;
    memcpy(run->code, table->one, sizeof run->code);
    run->code[(unsigned char)delimiter] = run->code['\n'] = CODE_ASK;
}

typedef uint8_t sixteen __attribute__((vector_size(16)));

/* Rows and columns change places: interleaving the halves four times. */
static inline void
transpose(sixteen rows[CODE_RUN_ROWS])
{
#pragma GCC unroll 4
    for (int round = 0; round < 4; round++) {
        sixteen mixed[CODE_RUN_ROWS];
#pragma GCC unroll 8
        for (int i = 0; i < CODE_RUN_ROWS / 2; i++) {
            sixteen a = rows[i], b = rows[i + CODE_RUN_ROWS / 2];
            mixed[2 * i] = __builtin_shufflevector(
                a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            mixed[2 * i + 1] =
                __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12,
                                        28, 13, 29, 14, 30, 15, 31);
        }
#pragma GCC unroll 16
        for (int i = 0; i < CODE_RUN_ROWS; i++)
            rows[i] = mixed[i];
    }
}

void
code_run_settle(const struct code_run *run, size_t row)
{
    size_t first = row / CODE_RUN_ROWS * CODE_RUN_ROWS;

    for (size_t column = 0; column < run->n; column += CODE_RUN_ROWS) {
        sixteen block[CODE_RUN_ROWS];
#pragma GCC unroll 16
        for (size_t i = 0; i < CODE_RUN_ROWS; i++)
            memcpy(&block[i], run->tile + i * run->stride + column,
                   CODE_RUN_ROWS);
        transpose(block);
        for (size_t i = 0; i < CODE_RUN_ROWS && column + i < run->n; i++)
            memcpy(run->columns[column + i] + first, &block[i], CODE_RUN_ROWS);
    }
}
