/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alpha and its kin, from the matrix of covariances C and that of correlations
   R, k items each.  Formulas as in their sources, named in the header. */
#include "stats/reliability.h"

#include <assert.h>
#include <math.h>
#include "base/mem.h"
#include "stats/moments.h"
#include "stats/normal.h"

/* A matrix summed up. */
struct matrix_sums {
    double k;
    double all;
    double diagonal;
    double squares;          /* of all cells */
    double diagonal_squares; /* of those on the diagonal */
    double product;          /* of all cells of C C */
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
        sums.product += sums.rows[a] * sums.rows[a];
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

static double
lambda_6(const struct covariances *matrix, double all,
         const struct consistency_item *const *items)
{
    double unique = 0;

    for (size_t i = 0; i < matrix->n_items; i++)
        unique += covariance_at(matrix, i, i) * (1 - items[i]->smc);
    return 1 - unique / all;
}

/* The standard error of alpha. */
static double
alpha_se(const struct matrix_sums *c, size_t n_rows)
{
    double ratio = c->k / (c->k - 1);
    double q = 2 * ratio * ratio / (c->all * c->all * c->all)
               * (c->all * (c->squares + c->diagonal * c->diagonal)
                  - 2 * c->diagonal * c->product);

    return sqrt(fmax(0, q) / (double)n_rows);
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

static double
median_off_diagonal(const struct covariances *matrix, struct arena *arena)
{
    size_t n_items = matrix->n_items;
    double *cells = ARENA_ARRAY(arena, n_items * (n_items - 1) / 2, double);
    size_t n = 0;

    for (size_t a = 1; a < n_items; a++)
        for (size_t b = 0; b < a; b++)
            cells[n++] = covariance_at(matrix, a, b);
    quantile_sort(cells, n);
    return quantile_median(cells, n);
}

/* ---- items ---- */

/* Alpha of the items but one: its row and column leave the sums. */
static double
alpha_without(const struct matrix_sums *sums, size_t idx, double own)
{
    return alpha_from(sums->k - 1, sums->diagonal - own,
                      sums->all - 2 * sums->rows[idx] + own);
}

static void
set_item(struct consistency_item *item, size_t idx,
         const struct covariances *matrix, const struct matrix_sums *c,
         const struct matrix_sums *r)
{
    double own = covariance_at(matrix, idx, idx);
    double rest = c->all - 2 * c->rows[idx] + own;

    item->r_total = c->rows[idx] / sqrt(own * c->all);
    item->has_r_rest = rest > 0;
    if (item->has_r_rest)
        item->r_rest = (c->rows[idx] - own) / sqrt(own * rest);
    if (r->all > 0)
        item->r_total_standard = r->rows[idx] / sqrt(r->all);
    item->has_without = c->k > RELIABILITY_MIN_ITEMS && rest > 0
                        && r->all - 2 * r->rows[idx] + 1 > 0;
    if (item->has_without) {
        item->alpha_without = alpha_without(c, idx, own);
        item->alpha_standard_without = alpha_without(r, idx, 1);
    }
}

/* The SMC of each item and what follows from it; false where there is none. */
static bool
set_smc(struct consistency_item *const *items, const struct covariances *matrix,
        const struct matrix_sums *r, struct arena *arena)
{
    double *smc = ARENA_ARRAY(arena, matrix->n_items, double);
    double all = r->all;

    if (!covariances_smc(matrix, smc, arena))
        return false;
    for (size_t i = 0; i < matrix->n_items; i++)
        all += smc[i] - 1;
    for (size_t i = 0; i < matrix->n_items; i++) {
        items[i]->has_smc = true;
        items[i]->smc = smc[i];
        items[i]->has_r_corrected = all > 0;
        if (all > 0)
            items[i]->r_corrected = (r->rows[i] - 1 + smc[i]) / sqrt(all);
    }
    return true;
}

/* ---- the whole ---- */

/* The sum of all items, of those who answered all of them. */
static void
set_total(struct consistency *out, const struct covariances *listwise)
{
    double variance = 0;

    if (listwise->n_rows < 2)
        return;
    for (size_t a = 0; a < listwise->n_items; a++) {
        out->total_mean += listwise->means[a];
        for (size_t b = 0; b < listwise->n_items; b++)
            variance += covariance_at(listwise, a, b);
    }
    out->has_total = variance >= 0;
    out->total_sd = sqrt(fmax(0, variance));
    out->has_sem = out->has_total && out->alpha >= 0 && out->alpha <= 1;
    if (out->has_sem) {
        out->sem = sem_of(out->total_sd, out->alpha);
        out->sem_of_difference = sem_of_difference(out->sem, out->sem);
    }
}

/* Everything that the matrices say, where C sums to more than 0. */
static void
set_figures(struct consistency *out, struct consistency_item *const *items,
            const struct covariances *matrix, const struct matrix_sums *c,
            struct arena *arena)
{
    struct covariances standard = covariances_standardised(matrix, arena);
    struct matrix_sums r = sums_of(&standard, arena);
    double pairs = c->k * (c->k - 1);

    out->alpha = alpha_from(c->k, c->diagonal, c->all);
    out->mean_r = (r.all - c->k) / pairs;
    out->alpha_standard = alpha_from(c->k, c->k, r.all);
    out->median_r = median_off_diagonal(&standard, arena);
    out->mean_covariance = (c->all - c->diagonal) / pairs;
    out->lambda_2 = lambda_2(c);
    out->alpha_se = alpha_se(c, out->n_rows);
    for (size_t i = 0; i < matrix->n_items; i++)
        set_item(items[i], i, matrix, c, &r);
    out->has_smc = set_smc(items, matrix, &r, arena);
    if (out->has_smc) {
        const struct consistency_item *const *known =
            (const struct consistency_item *const *)items;
        out->lambda_6 = lambda_6(matrix, c->all, known);
        out->lambda_6_standard = lambda_6(&standard, r.all, known);
    }
}

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

/* The places of the items that vary, which alone are told of. */
static struct consistency_item **
varying_items(struct consistency *out, const struct cross_sums *sums,
              size_t set_idx, const struct covariances *matrix,
              struct arena *arena)
{
    const struct column_set *set = &sums->sets[set_idx];
    struct consistency_item **kept =
        ARENA_ARRAY(arena, matrix->n_items, struct consistency_item *);

    for (size_t i = 0; i < set->n_uses; i++)
        out->items[i].is_constant = true;
    for (size_t i = 0; i < matrix->n_items; i++) {
        const struct column_use *use = &set->uses[matrix->items[i]];
        const struct column_sums *column = &sums->columns[use->column];
        kept[i] = &out->items[matrix->items[i]];
        *kept[i] = (struct consistency_item){
            .n = (size_t)column->n,
            .mean = use->offset + use->factor * column->sum / column->n,
            .sd = sqrt(cross_covariance(sums, use, use)),
        };
    }
    return kept;
}

struct consistency
consistency_of(const struct cross_sums *sums, size_t set_idx,
               enum covariance_rows rows, double level, struct arena *arena)
{
    size_t n_uses = sums->sets[set_idx].n_uses;
    struct covariances matrix = covariances_of(sums, set_idx, rows, arena);
    struct covariances whole =
        covariances_of(sums, set_idx, COVARIANCE_LISTWISE, arena);
    struct consistency out = {
        .n_rows = matrix.n_rows,
        .n_items = matrix.n_items,
        .n_constant = n_uses - matrix.n_items,
        .items = ARENA_ARRAY(arena, n_uses, struct consistency_item),
    };
    struct consistency_item **kept =
        varying_items(&out, sums, set_idx, &matrix, arena);

    assert(level > 0 && level < 1);
    out.why = CONSISTENCY_FEW_ITEMS;
    if (out.n_items < RELIABILITY_MIN_ITEMS)
        return out;
    struct matrix_sums c = sums_of(&matrix, arena);
    out.why = judge_matrix(&matrix, &c);
    if (out.why != CONSISTENCY_KNOWN)
        return out;
    set_figures(&out, kept, &matrix, &c, arena);
    out.has_interval = alpha_interval(out.alpha, out.n_rows, out.n_items, level,
                                      &out.alpha_interval);
    set_total(&out, &whole);
    return out;
}

/* ---- two-way imputation of missing answers ---- */

/* Of the answers that are there, 'step' apart; NAN where none is. */
static double
mean_of(const double *answers, size_t n, size_t step)
{
    double sum = 0;
    size_t n_answers = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(answers[i * step]))
            continue;
        sum += answers[i * step];
        n_answers++;
    }
    return n_answers ? sum / (double)n_answers : (double)NAN;
}

void
twoway_impute(double *answers, size_t n_persons, size_t n_items)
{
    double *item_means SCOPED(mem_drop) =
        mem_array(n_items, sizeof *item_means);
    double mean = mean_of(answers, n_persons * n_items, 1);
    for (size_t i = 0; i < n_items; i++)
        item_means[i] = mean_of(answers + i, n_persons, n_items);
    for (size_t person = 0; person < n_persons; person++) {
        double *row = answers + person * n_items;
        double person_mean = mean_of(row, n_items, 1);
        for (size_t i = 0; i < n_items; i++)
            if (isnan(row[i]))
                row[i] = person_mean + item_means[i] - mean;
    }
}
