/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the answers to several items vary together, where some are missing. */
#include "stats/reliability.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>

double
answer_at(const struct answer_matrix *table, size_t row, size_t item)
{
    return table->values[row * table->n_items + item];
}

bool
answer_total(const struct answer_matrix *table, size_t row, double *total)
{
    double sum = 0;

    for (size_t item = 0; item < table->n_items; item++)
        sum += answer_at(table, row, item);
    if (isnan(sum))
        return false;
    *total = sum;
    return true;
}

static bool
answered_any(const struct answer_matrix *table, size_t row)
{
    for (size_t item = 0; item < table->n_items; item++)
        if (!isnan(answer_at(table, row, item)))
            return true;
    return false;
}

/* Whose answers count at all. */
static bool *
chosen_rows(const struct answer_matrix *table, enum covariance_rows rows,
            struct arena *arena, size_t *n)
{
    bool *chosen = ARENA_ARRAY(arena, table->n_rows, bool);
    double total;

    *n = 0;
    for (size_t row = 0; row < table->n_rows; row++) {
        chosen[row] = rows == COVARIANCE_LISTWISE
                          ? answer_total(table, row, &total)
                          : answered_any(table, row);
        *n += chosen[row];
    }
    return chosen;
}

/* In two passes, means first, so that large answers with a small spread lose
   no digits. */
static double
covariance_of(const struct answer_matrix *table, const bool *chosen, size_t a,
              size_t b, size_t *n_out)
{
    double sum_a = 0;
    double sum_b = 0;
    double products = 0;
    size_t n = 0;

    for (size_t row = 0; row < table->n_rows; row++) {
        double x = answer_at(table, row, a);
        double y = answer_at(table, row, b);
        if (!chosen[row] || isnan(x) || isnan(y))
            continue;
        sum_a += x;
        sum_b += y;
        n++;
    }
    *n_out = n;
    if (n < 2)
        return NAN;
    for (size_t row = 0; row < table->n_rows; row++) {
        double x = answer_at(table, row, a);
        double y = answer_at(table, row, b);
        if (chosen[row] && !isnan(x) && !isnan(y))
            products += (x - sum_a / (double)n) * (y - sum_b / (double)n);
    }
    return products / (double)(n - 1);
}

double
covariance_at(const struct covariances *matrix, size_t a, size_t b)
{
    return matrix->values[a * matrix->n_items + b];
}

static void
set(struct covariances *matrix, size_t a, size_t b, double value)
{
    matrix->values[a * matrix->n_items + b] = value;
    matrix->values[b * matrix->n_items + a] = value;
}

static struct covariances
matrix_new(size_t n_items, struct arena *arena)
{
    size_t n_cells;

    if (__builtin_mul_overflow(n_items, n_items, &n_cells))
        mem_exhausted();
    return (struct covariances){
        .n_items = n_items,
        .values = ARENA_ARRAY(arena, n_cells, double),
    };
}

struct covariances
covariances_of(const struct answer_matrix *table, enum covariance_rows rows,
               struct arena *arena)
{
    struct covariances matrix = matrix_new(table->n_items, arena);
    const bool *chosen = chosen_rows(table, rows, arena, &matrix.n_rows);

    matrix.n_fewest = SIZE_MAX;
    for (size_t a = 0; a < table->n_items; a++)
        for (size_t b = 0; b <= a; b++) {
            size_t n;
            set(&matrix, a, b, covariance_of(table, chosen, a, b, &n));
            matrix.n_fewest = n < matrix.n_fewest ? n : matrix.n_fewest;
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
            set(&standard, a, b,
                covariance_at(matrix, a, b)
                    / (of_a * sqrt(covariance_at(matrix, b, b))));
        set(&standard, a, a, 1);
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
