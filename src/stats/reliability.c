/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alpha and its kin, from the matrix of covariances C of k items.  Formulas as
   in their sources, named in the header. */
#include "stats/reliability.h"

#include <assert.h>
#include <math.h>
#include "stats/moments.h"
#include "stats/normal.h"

/* A matrix summed up. */
struct matrix_sums {
    double k;
    double all;
    double diagonal;
    double squares;          /* of all cells */
    double diagonal_squares; /* of those on the diagonal */
    double *rows;            /* of each row */
};

static struct matrix_sums
sums_of(const struct covariances *matrix, struct arena *arena)
{
    struct matrix_sums sums = {
        .k = (double)matrix->n_items,
        .rows = ARENA_ARRAY(arena, matrix->n_items, double),
    };

    for (size_t a = 0; a < matrix->n_items; a++) {
        double own = covariance_at(matrix, a, a);
        for (size_t b = 0; b < matrix->n_items; b++) {
            double cell = covariance_at(matrix, a, b);
            sums.rows[a] += cell;
            sums.squares += cell * cell;
        }
        sums.all += sums.rows[a];
        sums.diagonal += own;
        sums.diagonal_squares += own * own;
    }
    return sums;
}

static double
alpha_from(double k, double diagonal, double all)
{
    return k / (k - 1) * (1 - diagonal / all);
}

static double
lambda_2(const struct matrix_sums *c)
{
    double off = c->all - c->diagonal;
    double squares = c->squares - c->diagonal_squares;

    return (off + sqrt(c->k / (c->k - 1) * squares)) / c->all;
}

/* False where no item is told by the others. */
static bool
find_lambda_6(const struct covariances *matrix, double all, double *lambda_6,
              struct arena *arena)
{
    double *smc = ARENA_ARRAY(arena, matrix->n_items, double);
    double unique = 0;

    if (!covariances_smc(matrix, smc, arena))
        return false;
    for (size_t i = 0; i < matrix->n_items; i++)
        unique += covariance_at(matrix, i, i) * (1 - smc[i]);
    *lambda_6 = 1 - unique / all;
    return true;
}

static bool
alpha_interval(double alpha, size_t n_rows, size_t n_items, double level,
               struct interval *out)
{
    double df = (double)n_rows - 1;
    double df_error = df * ((double)n_items - 1);
    double tail = (1 - level) / 2;
    double low = 1 - (1 - alpha) * f_upper_quantile(tail, df, df_error);
    double high = 1 - (1 - alpha) * f_upper_quantile(1 - tail, df, df_error);

    if (!isfinite(low) || !isfinite(high))
        return false;
    *out = (struct interval){low, high};
    return true;
}

/* ---- items ---- */

static void
set_item(struct consistency_item *item, size_t idx,
         const struct covariances *matrix, const struct matrix_sums *c)
{
    double own = covariance_at(matrix, idx, idx);
    double rest = c->all - 2 * c->rows[idx] + own;

    item->has_r_rest = rest > 0;
    if (item->has_r_rest)
        item->r_rest = (c->rows[idx] - own) / sqrt(own * rest);
    item->has_without = c->k > RELIABILITY_MIN_ITEMS && rest > 0;
    if (item->has_without)
        item->alpha_without = alpha_from(c->k - 1, c->diagonal - own, rest);
}

/* ---- the whole ---- */

/* Whether every item varies among those who count, and the total does. */
static enum consistency_why
judge_matrix(const struct covariances *matrix, const struct matrix_sums *c)
{
    if (matrix->n_fewest < RELIABILITY_MIN_ROWS)
        return CONSISTENCY_FEW_ROWS;
    for (size_t i = 0; i < matrix->n_items; i++)
        if (!(covariance_at(matrix, i, i) > 0))
            return CONSISTENCY_NO_SPREAD;
    return c->all > 1e-12 * c->diagonal ? CONSISTENCY_KNOWN
                                        : CONSISTENCY_NO_SPREAD;
}

/* Everything that the matrix says, where it sums to more than 0. */
static void
set_figures(struct consistency *out, const struct covariances *matrix,
            const struct matrix_sums *c, double level, struct arena *arena)
{
    out->alpha = alpha_from(c->k, c->diagonal, c->all);
    out->lambda_2 = lambda_2(c);
    for (size_t i = 0; i < matrix->n_items; i++)
        set_item(&out->items[matrix->items[i]], i, matrix, c);
    out->has_smc = find_lambda_6(matrix, c->all, &out->lambda_6, arena);
    out->has_interval = alpha_interval(out->alpha, out->n_rows, out->n_items,
                                       level, &out->alpha_interval);
}

struct consistency
consistency_of(const struct cross_sums *sums, size_t set_idx,
               enum covariance_rows rows, double level, struct arena *arena)
{
    size_t n_uses = sums->sets[set_idx].n_uses;
    struct covariances matrix = covariances_of(sums, set_idx, rows, arena);
    struct consistency out = {
        .n_rows = matrix.n_rows,
        .n_items = matrix.n_items,
        .items = ARENA_ARRAY(arena, n_uses, struct consistency_item),
    };

    assert(level > 0 && level < 1);
    for (size_t i = 0; i < n_uses; i++)
        out.items[i].is_constant = true;
    for (size_t i = 0; i < matrix.n_items; i++)
        out.items[matrix.items[i]].is_constant = false;
    out.why = CONSISTENCY_FEW_ITEMS;
    if (out.n_items < RELIABILITY_MIN_ITEMS)
        return out;
    struct matrix_sums c = sums_of(&matrix, arena);
    out.why = judge_matrix(&matrix, &c);
    if (out.why == CONSISTENCY_KNOWN)
        set_figures(&out, &matrix, &c, level, arena);
    return out;
}
