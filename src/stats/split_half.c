/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reliability of a test from its two halves; declared in reliability.h. */
#include "stats/reliability.h"

#include <math.h>
#include "stats/moments.h"
#include "stats/pairs.h"

struct halves {
    double *first;
    double *second;
    double *whole;
    size_t n_rows;
    size_t n_items_first;
};

static bool
is_first(size_t item, size_t n_items, enum split split)
{
    return split == SPLIT_ODD_EVEN ? item % 2 == 0 : item < (n_items + 1) / 2;
}

static struct halves
halves_of(const struct answer_matrix *table, enum split split,
          struct arena *arena)
{
    struct halves halves = {
        .first = ARENA_ARRAY(arena, table->n_rows, double),
        .second = ARENA_ARRAY(arena, table->n_rows, double),
        .whole = ARENA_ARRAY(arena, table->n_rows, double),
        .n_items_first = (table->n_items + 1) / 2,
    };

    for (size_t row = 0; row < table->n_rows; row++) {
        size_t n = halves.n_rows;
        if (!answer_total(table, row, &halves.whole[n]))
            continue;
        for (size_t item = 0; item < table->n_items; item++)
            *(is_first(item, table->n_items, split) ? &halves.first[n]
                                                    : &halves.second[n]) +=
                answer_at(table, row, item);
        halves.n_rows++;
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
split_half_of(const struct answer_matrix *table, enum split split,
              struct arena *arena, struct split_half *out)
{
    struct split_half half = {0};
    struct halves halves;

    if (table->n_items < RELIABILITY_MIN_ITEMS)
        return false;
    halves = halves_of(table, split, arena);
    half.n_rows = halves.n_rows;
    if (half.n_rows < RELIABILITY_MIN_ROWS
        || !pair_correlation(halves.first, halves.second, half.n_rows, &half.r)
        || !(half.r > -1))
        return false;
    double first = moments_of(halves.first, half.n_rows).squares;
    double second = moments_of(halves.second, half.n_rows).squares;
    double whole = moments_of(halves.whole, half.n_rows).squares;
    half.spearman_brown = sem_lengthened(half.r, 2);
    half.guttman_rulon = 2 * (1 - (first + second) / whole);
    half.has_horst = half.r < 1;
    if (half.has_horst)
        half.horst = horst(half.r, (double)halves.n_items_first
                                       / (double)table->n_items);
    *out = half;
    return true;
}
