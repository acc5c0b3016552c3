/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two raters' categories; see kappa.h. */
#include "stats/kappa.h"

#include <assert.h>

/* How much two categories count as different, 0 to 1: 1 - the weight. */
static double
difference(size_t i, size_t j, size_t n_categories, enum kappa_weights weights)
{
    double share = (double)(i > j ? i - j : j - i) / (double)(n_categories - 1);

    switch (weights) {
    case KAPPA_LINEAR:
        return share;
    case KAPPA_QUADRATIC:
        return share * share;
    case KAPPA_UNWEIGHTED:
        break;
    }
    return i != j;
}

/* Kappa is 1 - the differences seen over those of chance, in which every rating
   of the one meets every rating of the other. */
bool
kappa_of(const struct kappa_ratings *ratings, enum kappa_weights weights,
         double *kappa)
{
    size_t k = ratings->n_categories;
    double *count_a = mem_array(k, sizeof *count_a);
    double *count_b = mem_array(k, sizeof *count_b);
    double seen = 0;
    double chance = 0;

    assert(ratings->n > 0 && k >= 2);
    for (size_t i = 0; i < k; i++)
        count_a[i] = count_b[i] = 0;
    for (size_t i = 0; i < ratings->n; i++) {
        assert(ratings->a[i] < k && ratings->b[i] < k);
        count_a[ratings->a[i]]++;
        count_b[ratings->b[i]]++;
        seen += difference(ratings->a[i], ratings->b[i], k, weights);
    }
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            chance += count_a[i] * count_b[j] * difference(i, j, k, weights)
                      / (double)ratings->n;
    mem_free(count_a);
    mem_free(count_b);
    if (!(chance > 0))
        return false;
    *kappa = 1 - seen / chance;
    return true;
}
