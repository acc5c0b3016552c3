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

static bool
is_first(size_t item, size_t n_items, enum split split)
{
    return split == SPLIT_ODD_EVEN ? item % 2 == 0 : item < (n_items + 1) / 2;
}

/* Every item has its place, whether it varies or not. */
static struct halves
halves_of(const struct cross_sums *sums, size_t set_idx, enum split split)
{
    size_t n = sums->sets[set_idx].n_uses;
    struct halves halves = {0};

    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++) {
            double cell = whole_covariance(sums, set_idx, a, b);
            bool of_first = is_first(a, n, split);
            if (of_first != is_first(b, n, split))
                halves.shared += cell / 2;
            else
                *(of_first ? &halves.first : &halves.second) += cell;
        }
    return halves;
}

static double
horst(double r, double share)
{
    double pq = share * (1 - share);
    double r2 = r * r;

    return (sqrt(r2 * r2 + 4 * r2 * (1 - r2) * pq) - r2) / (2 * pq * (1 - r2));
}

bool
split_half_of(const struct cross_sums *sums, size_t set_idx, enum split split,
              struct split_half *out)
{
    size_t n_items = sums->sets[set_idx].n_uses;
    struct split_half half = {.n_rows = (size_t)sums->wholes[set_idx].n};

    if (n_items < RELIABILITY_MIN_ITEMS || half.n_rows < RELIABILITY_MIN_ROWS)
        return false;
    struct halves halves = halves_of(sums, set_idx, split);
    if (!(halves.first > 0 && halves.second > 0))
        return false;
    half.r = halves.shared / sqrt(halves.first * halves.second);
    half.r = fmin(1, half.r);
    if (!(half.r > -1 + 1e-12))
        return false;
    half.spearman_brown = sem_lengthened(half.r, 2);
    half.guttman_rulon =
        4 * halves.shared / (halves.first + halves.second + 2 * halves.shared);
    half.has_horst = half.r < 1;
    if (half.has_horst)
        half.horst =
            horst(half.r, (double)((n_items + 1) / 2) / (double)n_items);
    *out = half;
    return true;
}
