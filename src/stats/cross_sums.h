/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must be kept of many people's answers to know how any two items vary
   together, and so all that reliability.h tells: sums and sums of products,
   taken while batches of answers go by.  Memory does not grow with people.

   Answers are best whole numbers from 0 on: then sums are exact in any order.
 */
#ifndef ATTUNE_STATS_CROSS_SUMS_H
#define ATTUNE_STATS_CROSS_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"

/* Numbers of some people: cell (column, row) is at column * CROSS_STRIDE + row,
   and where there is no row, 0.  Whole numbers from 0 to CROSS_NARROW are
   narrow, and many times faster. */
enum { CROSS_ROWS = 1024, CROSS_STRIDE = CROSS_ROWS + 16, CROSS_NARROW = 1024 };
struct number_columns {
    int16_t *narrow;
    double *wide; /* NULL: narrow; else 'narrow' is */
};

/* Their answers.  Who answered nothing is passed over. */
struct answer_columns {
    struct number_columns values; /* 0 where there is no answer */
    struct number_columns given;  /* 1, or 0 where there is none */
};

/* Room for so many columns; all 0. */
struct answer_columns answer_columns_new(size_t n_columns, bool are_narrow,
                                         struct arena *arena);

/* An item of a scale, made of a column: offset + factor * answer. */
struct column_use {
    size_t column;
    double factor;
    double offset;
};

/* The items of a scale. */
struct column_set {
    const struct column_use *uses;
    size_t n_uses;
};

struct column_sums {
    double n; /* answers */
    double sum;
    /* What its answers are counted from, set by whoever adds them: near to
       them, sums of many digits keep what they differ by. */
    double from;
    bool has_from;
};

/* Of those who answered all items of a set; of two of them, a >= b, at
   a * n_uses + b. */
struct whole_sums {
    double n_any; /* who answered some of them */
    double n;
    double *sums;
    double *products;
};

struct cross_sums {
    size_t n_columns;
    const struct column_set *sets;
    size_t n_sets;
    struct column_sums *columns;
    /* Of two columns, at a * n_columns + b, over who answered both: */
    double *both;              /* how many, a >= b */
    double *products;          /* a >= b */
    double *sums;              /* of answers to a */
    struct whole_sums *wholes; /* one for each set */
};

/* Nothing so far; 'sets' is borrowed. */
struct cross_sums cross_sums_new(size_t n_columns,
                                 const struct column_set *sets, size_t n_sets,
                                 struct arena *arena);

/* Takes more people in, CROSS_ROWS at most; always of one width.  'scratch' is
   emptied. */
void cross_sums_add(struct cross_sums *sums,
                    const struct answer_columns *answers, size_t n_rows,
                    struct arena *scratch);

/* The covariance of two items, of whatever sets, over all who answered both;
   NaN below two such people. */
double cross_covariance(const struct cross_sums *sums,
                        const struct column_use *a, const struct column_use *b);

/* That of two items of one set, over all who answered the whole of it. */
double whole_covariance(const struct cross_sums *sums, size_t set_idx, size_t a,
                        size_t b);

#endif
