/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the answers to several items vary together, where some are missing.
   reliability.h rests on it. */
#ifndef ATTUNE_STATS_COVARIANCE_H
#define ATTUNE_STATS_COVARIANCE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/mem.h"

/* Scored answers, reversed items turned already; a row for each person, NaN
   where there is no answer. */
struct answer_matrix {
    const double *values; /* n_rows times n_items */
    size_t n_rows;
    size_t n_items;
};

double answer_at(const struct answer_matrix *table, size_t row, size_t item);

/* The total of a row; false where one of its answers is missing. */
bool answer_total(const struct answer_matrix *table, size_t row,
                  double *total) MUST_USE;

/* The two ways to deal with what is missing, which give different numbers.
   PAIRWISE: each covariance from all who answered both items, each variance
   from all who answered the item; the matrix need not be one that any data
   could have.  LISTWISE: from those who answered everything. */
enum covariance_rows { COVARIANCE_PAIRWISE, COVARIANCE_LISTWISE };

struct covariances {
    size_t n_items;
    double *values;  /* n_items times n_items, with n - 1 */
    size_t n_rows;   /* people who count: pairwise, any who answered at all */
    size_t n_fewest; /* people behind the covariance that has the fewest */
};

/* The matrix lives in the arena.  Where fewer than two people are behind a
   covariance, that is NaN, and n_fewest says so. */
struct covariances covariances_of(const struct answer_matrix *table,
                                  enum covariance_rows rows,
                                  struct arena *arena);

double covariance_at(const struct covariances *matrix, size_t a, size_t b);

/* The same matrix with every variance 1; all variances must be above 0. */
struct covariances covariances_standardised(const struct covariances *matrix,
                                            struct arena *arena);

/* The squared multiple correlation of each item with all others, into 'smc' of
   n_items numbers.  False where the matrix is not positive definite: one item
   is made of others, or a pairwise matrix is no possible one. */
bool covariances_smc(const struct covariances *matrix, double *smc,
                     struct arena *arena) MUST_USE;

#endif
