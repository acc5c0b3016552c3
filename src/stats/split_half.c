/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reliability of a test from its two halves; declared in reliability.h. */
#include "stats/reliability.h"

#include <math.h>

/* Variances of the two halves, and what they share. */
struct halves {
    double first;
    double second;
    double shared;
};

/* Every item has its place, whether it varies or not. */
static struct halves
halves_of(const struct cross_sums *sums, size_t set_idx)
{
    size_t n = sums->sets[set_idx].n_uses;
    struct halves halves = {0};

    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++) {
            double cell = whole_covariance(sums, set_idx, a, b);
            if (a % 2 != b % 2)
                halves.shared += cell / 2;
            else
                *(a % 2 == 0 ? &halves.first : &halves.second) += cell;
        }
    return halves;
}

bool
split_half_of(const struct cross_sums *sums, size_t set_idx,
              struct split_half *out)
{
    size_t n_items = sums->sets[set_idx].n_uses;
    struct split_half half = {.n_rows = (size_t)sums->wholes[set_idx].n};

    if (n_items < RELIABILITY_MIN_ITEMS || half.n_rows < RELIABILITY_MIN_ROWS)
        return false;
    struct halves halves = halves_of(sums, set_idx);
    if (!(halves.first > 0 && halves.second > 0))
        return false;
    half.r = halves.shared / sqrt(halves.first * halves.second);
    half.r = fmin(1, half.r);
    if (!(half.r > -1 + 1e-12))
        return false;
    half.spearman_brown = sem_lengthened(half.r, 2);
    *out = half;
    return true;
}
