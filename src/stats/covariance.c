/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the answers to several items vary together, where some are missing. */
#include "stats/reliability.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>

double
covariance_at(const struct covariances *matrix, size_t a, size_t b)
{
    return matrix->values[a * matrix->n_items + b];
}

static void
set_cell(struct covariances *matrix, size_t a, size_t b, double value)
{
    matrix->values[a * matrix->n_items + b] = value;
    matrix->values[b * matrix->n_items + a] = value;
}

static struct covariances
matrix_new(size_t n_items, struct arena *arena)
{
    return (struct covariances){
        .n_items = n_items,
        .values = ARENA_ARRAY(arena, mem_size(n_items, n_items), double),
    };
}

/* The sums of a and of b, and of their products, over those who count. */
struct pair_sums {
    double n;
    double a;
    double b;
    double products;
};

static struct pair_sums
pair_of(const struct cross_sums *sums, size_t a, size_t b)
{
    size_t n = sums->n_columns;
    size_t at = a < b ? b * n + a : a * n + b;

    return (struct pair_sums){
        .n = sums->both[at],
        .a = sums->sums[a * n + b],
        .b = sums->sums[b * n + a],
        .products = sums->products[at],
    };
}

/* Sums of whole numbers are exact, those of others nearly. */
static bool
column_varies(const struct cross_sums *sums, size_t column)
{
    struct pair_sums pair = pair_of(sums, column, column);
    double squares = pair.products - pair.a * pair.a / pair.n;

    return pair.n > 0 && squares > 1e-12 * pair.products;
}

static double
covariance_from(struct pair_sums pair)
{
    return pair.n < 2
               ? (double)NAN
               : (pair.products - pair.a * pair.b / pair.n) / (pair.n - 1);
}

double
cross_covariance(const struct cross_sums *sums, const struct column_use *a,
                 const struct column_use *b)
{
    return a->factor * b->factor
           * covariance_from(pair_of(sums, a->column, b->column));
}

static struct pair_sums
whole_pair_of(const struct cross_sums *sums, size_t set_idx, size_t a, size_t b)
{
    const struct whole_sums *whole = &sums->wholes[set_idx];
    size_t low = a < b ? a : b;
    size_t high = a < b ? b : a;

    return (struct pair_sums){
        whole->n, whole->sums[a], whole->sums[b],
        whole->products[high * sums->sets[set_idx].n_uses + low]};
}

double
whole_covariance(const struct cross_sums *sums, size_t set_idx, size_t a,
                 size_t b)
{
    const struct column_use *uses = sums->sets[set_idx].uses;

    return uses[a].factor * uses[b].factor
           * covariance_from(whole_pair_of(sums, set_idx, a, b));
}

struct covariances
covariances_of(const struct cross_sums *sums, size_t set_idx,
               enum covariance_rows rows, struct arena *arena)
{
    const struct column_set *set = &sums->sets[set_idx];
    const struct whole_sums *whole = &sums->wholes[set_idx];
    size_t *kept = ARENA_ARRAY(arena, set->n_uses, size_t);
    size_t n = 0;

    for (size_t i = 0; i < set->n_uses; i++)
        if (column_varies(sums, set->uses[i].column))
            kept[n++] = i;
    struct covariances matrix = matrix_new(n, arena);
    matrix.items = kept;
    matrix.means = ARENA_ARRAY(arena, n, double);
    matrix.n_rows =
        (size_t)(rows == COVARIANCE_LISTWISE ? whole->n : whole->n_any);
    matrix.n_fewest = SIZE_MAX;
    for (size_t a = 0; a < n; a++) {
        const struct column_use *of_a = &set->uses[kept[a]];
        struct pair_sums pair = {0};
        for (size_t b = 0; b <= a; b++) {
            const struct column_use *of_b = &set->uses[kept[b]];
            pair = rows == COVARIANCE_LISTWISE
                       ? whole_pair_of(sums, set_idx, kept[a], kept[b])
                       : pair_of(sums, of_a->column, of_b->column);
            set_cell(&matrix, a, b,
                     of_a->factor * of_b->factor * covariance_from(pair));
            matrix.n_fewest = (size_t)pair.n < matrix.n_fewest
                                  ? (size_t)pair.n
                                  : matrix.n_fewest;
        }
        matrix.means[a] = of_a->offset + of_a->factor * pair.a / pair.n;
    }
    return matrix;
}

struct covariances
covariances_standardised(const struct covariances *matrix, struct arena *arena)
{
    struct covariances standard = matrix_new(matrix->n_items, arena);

    standard.n_rows = matrix->n_rows;
    standard.n_fewest = matrix->n_fewest;
    for (size_t a = 0; a < matrix->n_items; a++) {
        double of_a = sqrt(covariance_at(matrix, a, a));
        assert(of_a > 0);
        for (size_t b = 0; b < a; b++)
            set_cell(&standard, a, b,
                     covariance_at(matrix, a, b)
                         / (of_a * sqrt(covariance_at(matrix, b, b))));
        set_cell(&standard, a, a, 1);
    }
    return standard;
}

/* The lower triangle L of the matrix, L Lᵀ (Cholesky); false where it is not
   positive definite.  A pivot is what is left of an item's variance without
   the items before it: of 1, so small a rest is rounding. */
static bool
decompose(const struct covariances *standard, struct covariances *lower)
{
    for (size_t a = 0; a < standard->n_items; a++)
        for (size_t b = 0; b <= a; b++) {
            double rest = covariance_at(standard, a, b);
            for (size_t i = 0; i < b; i++)
                rest -= covariance_at(lower, a, i) * covariance_at(lower, b, i);
            if (a == b && !(rest > 1e-12))
                return false;
            lower->values[a * lower->n_items + b] =
                a == b ? sqrt(rest) : rest / covariance_at(lower, b, b);
        }
    return true;
}

/* One cell of the diagonal of (L Lᵀ)⁻¹: the squares of a column of L⁻¹, found
   from top to bottom. */
static double
inverse_diagonal(const struct covariances *lower, size_t item, double *column)
{
    double squares = 0;

    for (size_t row = item; row < lower->n_items; row++) {
        double value = row == item;
        for (size_t i = item; i < row; i++)
            value -= covariance_at(lower, row, i) * column[i];
        column[row] = value / covariance_at(lower, row, row);
        squares += column[row] * column[row];
    }
    return squares;
}

bool
covariances_smc(const struct covariances *matrix, double *smc,
                struct arena *arena)
{
    struct covariances standard = covariances_standardised(matrix, arena);
    struct covariances lower = matrix_new(matrix->n_items, arena);
    double *column = ARENA_ARRAY(arena, matrix->n_items, double);

    if (!decompose(&standard, &lower))
        return false;
    for (size_t item = 0; item < matrix->n_items; item++)
        smc[item] = 1 - 1 / inverse_diagonal(&lower, item, column);
    return true;
}
