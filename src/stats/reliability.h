/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How consistently the items of a scale measure one thing, in a sample: alpha
   and its kin, and what each item adds.  Nothing here belongs to one person:
   these are figures of a cohort. */
#ifndef ATTUNE_STATS_RELIABILITY_H
#define ATTUNE_STATS_RELIABILITY_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/mem.h"
#include "stats/cross_sums.h"
#include "stats/sem.h"

/* ---- how answers vary together (covariance.c) ---- */

/* The two ways to deal with what is missing, which give different numbers.
   PAIRWISE: each covariance from all who answered both items, each variance
   from all who answered the item; the matrix need not be one that any data
   could have.  LISTWISE: from those who answered everything. */
enum covariance_rows { COVARIANCE_PAIRWISE, COVARIANCE_LISTWISE };

/* Of the items of a set that vary: one all of whose answers are equal is
   dropped.  Who counts LISTWISE answered that, too. */
struct covariances {
    size_t n_items;
    double *values;  /* n_items times n_items, with n - 1 */
    size_t n_rows;   /* people who count: pairwise, any who answered at all */
    size_t n_fewest; /* people behind the covariance that has the fewest */
    const size_t *items; /* which of the set they are */
    double *means;       /* of each */
};

/* The matrix lives in the arena.  Where fewer than two people are behind a
   covariance, that is NaN, and n_fewest says so. */
struct covariances covariances_of(const struct cross_sums *sums, size_t set_idx,
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

/* ---- consistency ---- */

enum {
    RELIABILITY_MIN_ITEMS = 2, /* one item has no consistency */
    RELIABILITY_MIN_ROWS = 3,  /* behind every covariance: two people are always
                                  on a line */
};

enum consistency_why {
    CONSISTENCY_KNOWN,
    CONSISTENCY_FEW_ITEMS, /* fewer than two items that vary */
    CONSISTENCY_FEW_ROWS,
    CONSISTENCY_NO_SPREAD, /* an item, or the total, does not vary among those
                              who count */
};

struct consistency_item {
    bool is_constant; /* dropped: nothing below is known */
    bool has_r_rest;  /* the rest varies */
    double r_rest;    /* its correlation with the total of the other items */
    bool has_without; /* three or more items */
    double alpha_without; /* alpha of the others */
};

/* From matrices of covariances, which equal figures of scores only where
   nothing is missing.  Negative values stay as they are: one says
   that items are keyed against each other, and is to be seen. */
struct consistency {
    enum consistency_why why; /* but for KNOWN, only the counts are known */
    size_t n_rows;            /* people who count */
    size_t n_items;           /* k: those that vary */
    double alpha;             /* Cronbach 1951 */
    double lambda_2;          /* Guttman 1945 */
    bool has_smc;    /* else lambda 6 is unknown: see covariances_smc() */
    double lambda_6; /* Guttman 1945 */
    bool has_interval;
    struct interval alpha_interval; /* Feldt 1965 */
    struct consistency_item *items; /* one for each of the set, in order */
};

/* Of a set of items; 'level' of the interval, 0 < level < 1.  The items and
   what is needed on the way live in the arena. */
struct consistency consistency_of(const struct cross_sums *sums, size_t set_idx,
                                  enum covariance_rows rows, double level,
                                  struct arena *arena);

/* McDonald's omega of one factor (1999), whose loadings are those of maximum
   likelihood on the correlations.  False where no factor can be told: below
   three items that vary, where a correlation is not known, and where an item
   would have nothing of its own or the loadings do not settle. */
bool omega_of(const struct covariances *matrix, double *omega,
              struct arena *arena) MUST_USE;

/* Two halves of a test: every other item. */
struct split_half {
    size_t n_rows;         /* people who answered everything */
    double r;              /* between the halves */
    double spearman_brown; /* of the whole, halves of one length: Spearman,
                              Brown 1910.  For two items rather than alpha
                              (Eisinga, te Grotenhuis and Pelzer 2013) */
};

/* False below two items, below RELIABILITY_MIN_ROWS people, where a half does
   not vary, and where r is -1. */
bool split_half_of(const struct cross_sums *sums, size_t set_idx,
                   struct split_half *out) MUST_USE;

#endif
