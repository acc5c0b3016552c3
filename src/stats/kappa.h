/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kappa: how far two raters put the same things into the same categories,
   beyond what they would by chance.  For scores see agreement.h. */
#ifndef ATTUNE_STATS_KAPPA_H
#define ATTUNE_STATS_KAPPA_H

#include <stdbool.h>
#include <stddef.h>
#include "base/mem.h"

/* How much two different categories still count as alike: not at all (Cohen
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
