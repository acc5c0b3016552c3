/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far raters agree: intraclass correlations of the scores that several
   (partners, occasions) give several targets (couples, people, items), and
   kappa of the categories of two. */
#ifndef ATTUNE_STATS_AGREEMENT_H
#define ATTUNE_STATS_AGREEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/mem.h"

/* Shrout & Fleiss 1979: of one rating, then of the mean of all k.
   1: raters differ from target to target, and cannot be told apart;
   2: the same raters, a sample of raters, absolute agreement;
   3: the same raters, these and no others, consistency. */
enum icc_form { ICC_1, ICC_2, ICC_3, ICC_1K, ICC_2K, ICC_3K, N_ICC_FORMS };

struct icc {
    bool known;   /* false where nothing varies that it rests on */
    double value; /* may be below 0: never clipped */
    bool tested;  /* the rest is known: there is error to test against */
    double f;     /* of no agreement at all */
    double df1;
    double df2;
    double p;
    double low; /* interval of the level asked for; for ICC_2 after McGraw &
                   Wong 1996 as Shrout & Fleiss, with Satterthwaite's df */
    double high;
};

/* A two-way analysis of variance without replication. */
struct icc_table {
    size_t n_targets;
    size_t n_raters;
    double ms_targets; /* between targets: MSB */
    double ms_within;  /* MSW */
    double ms_raters;  /* MSJ */
    double ms_error;   /* MSE */
    struct icc forms[N_ICC_FORMS];
};

/* 'ratings' has n_targets rows of n_raters numbers, complete; 0 < level < 1.
   False below two targets or raters, and where all ratings are equal. */
bool icc_compute(const double *ratings, size_t n_targets, size_t n_raters,
                 double level, struct icc_table *out) MUST_USE;

/* ---- two raters' categories ---- */

/* Kappa is how far two raters put the same things into the same categories,
   beyond what they would by chance.

   How much two different categories still count as alike: not at all (Cohen
   1960); by their distance, 1 - d / (k - 1), or by its square, 1 - d² / (k -
   1)² (Cohen 1968), which both take the categories as ordered. */
enum kappa_weights { KAPPA_UNWEIGHTED, KAPPA_LINEAR, KAPPA_QUADRATIC };

/* 'a' and 'b' have n > 0 categories, each below 'n_categories' >= 2, of the
   same things in the same order. */
struct kappa_ratings {
    size_t n;
    size_t n_categories;
    const size_t *a;
    const size_t *b;
};

/* Below 0 where they agree less than by chance.  False where chance alone
   would make them agree in full: both used one category only, the same. */
bool kappa_of(const struct kappa_ratings *ratings, enum kappa_weights weights,
              double *kappa) MUST_USE;

#endif
