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
    size_t n;         /* people behind the mean and the sd */
    double mean;
    double sd;
    double r_total;          /* with the total, this item in it */
    double r_total_standard; /* the same of standardised items */
    bool has_r_rest;         /* the rest varies */
    double r_rest;           /* with the total of the other items */
    bool has_smc;
    double smc; /* squared multiple correlation with the others */
    bool has_r_corrected;
    double r_corrected;   /* with the total, its own unique part taken out: the
                             SMC in the diagonal (Cureton 1966) */
    bool has_without;     /* three or more items */
    double alpha_without; /* alpha of the others */
    double alpha_standard_without;
};

/* From matrices of covariances and correlations, which equal figures of scores
   only where nothing is missing.  Negative values stay as they are: one says
   that items are keyed against each other, and is to be seen. */
struct consistency {
    enum consistency_why why; /* but for KNOWN, only the counts are known */
    size_t n_rows;            /* people who count */
    size_t n_items;           /* k: those that vary */
    size_t n_constant;        /* dropped, k fell with them */
    double alpha;             /* Cronbach 1951 */
    double alpha_standard;    /* of standardised items */
    double mean_r;            /* between two items */
    double median_r;
    double mean_covariance;
    double lambda_2; /* Guttman 1945, on covariances */
    bool has_smc;    /* else lambda 6 is unknown: see covariances_smc() */
    double lambda_6; /* on covariances, as Guttman has it */
    double lambda_6_standard; /* on correlations, as R's psych has it */
    double alpha_se;          /* Duhachek and Iacobucci 2004 */
    bool has_interval;
    struct interval alpha_interval; /* Feldt 1965 */
    /* The total of those who answered everything, and its error: unknown below
       two such people, the error also where alpha is below 0. */
    bool has_total;
    double total_mean;
    double total_sd;
    bool has_sem;
    double sem;
    double sem_of_difference;       /* of two totals */
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

/* Two halves of a test.  FIRST_SECOND: the first half has the odd item. */
enum split { SPLIT_ODD_EVEN, SPLIT_FIRST_SECOND };

struct split_half {
    size_t n_rows;         /* people who answered everything */
    double r;              /* between the halves */
    double spearman_brown; /* of the whole, halves of one length: Spearman,
                              Brown 1910.  For two items rather than alpha
                              (Eisinga, te Grotenhuis and Pelzer 2013) */
    bool has_horst;        /* unless r is 1 */
    double horst;          /* of the whole, for unequal halves: Horst 1951 */
    double guttman_rulon;  /* Rulon 1939, Guttman's lambda 4 */
};

/* False below two items, below RELIABILITY_MIN_ROWS people, where a half does
   not vary, and where r is -1. */
bool split_half_of(const struct cross_sums *sums, size_t set_idx,
                   enum split split, struct split_half *out) MUST_USE;

/* ---- two-way imputation of missing answers ---- */

/* Bernaards & Sijtsma 2000: the mean of the person's answers and the mean of
   the item's, less the mean of all answers.  For studying a whole sample: a
   client's score must not hang on who else is in the file, and so no score is
   made of it.

   'answers' are keyed, a person after the other, NAN where missing.  Fills in
   what is missing of persons with one answer at least, to items with one at
   least; neither clipped to the items' range nor rounded. */
void twoway_impute(double *answers, size_t n_persons, size_t n_items);

#endif
