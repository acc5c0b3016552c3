/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One factor by maximum likelihood; declared in reliability.h. */
#include "stats/reliability.h"

#include <math.h>

enum { MOST_STEPS = 20000 };

/* One step of Rubin and Thayer's EM (1982) on the correlations R: the weights
   of the regression of the factor on the items are b = U⁻¹l / (1 + l'U⁻¹l).
   Returns how far the loadings moved. */
static double
step(const struct covariances *r, double *loadings, double *own, double *scores)
{
    double precision = 1;
    double with_items = 0;
    double variance = 0;
    double moved = 0;

    for (size_t i = 0; i < r->n_items; i++)
        precision += loadings[i] * loadings[i] / own[i];
    for (size_t i = 0; i < r->n_items; i++) {
        scores[i] = 0;
        for (size_t j = 0; j < r->n_items; j++)
            scores[i] +=
                covariance_at(r, i, j) * loadings[j] / own[j] / precision;
    }
    for (size_t i = 0; i < r->n_items; i++) {
        double weight = loadings[i] / own[i] / precision;
        with_items += weight * loadings[i];
        variance += weight * scores[i];
    }
    variance += 1 - with_items;
    for (size_t i = 0; i < r->n_items; i++) {
        double loading = scores[i] / variance;
        moved = fmax(moved, fabs(loading - loadings[i]));
        own[i] = 1 - loading * scores[i];
        loadings[i] = loading;
    }
    return moved;
}

/* Starts at what the items share on the whole. */
bool
omega_of(const struct covariances *matrix, double *omega, struct arena *arena)
{
    size_t n = matrix->n_items;
    double *loadings = ARENA_ARRAY(arena, n, double);
    double *own = ARENA_ARRAY(arena, n, double);
    double *scores = ARENA_ARRAY(arena, n, double);
    double moved = 1;

    if (n < 3 || matrix->n_fewest < RELIABILITY_MIN_ROWS)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!(covariance_at(matrix, i, i) > 0))
            return false;
    struct covariances r = covariances_standardised(matrix, arena);
    for (size_t i = 0; i < n; i++) {
        double sum = 0;
        for (size_t j = 0; j < n; j++)
            sum += covariance_at(&r, i, j) / (double)n;
        loadings[i] = fmax(-0.9, fmin(0.9, sum));
        own[i] = 1 - loadings[i] * loadings[i];
    }
    for (int i = 0; i < MOST_STEPS && moved > 1e-12; i++) {
        moved = step(&r, loadings, own, scores);
        for (size_t item = 0; item < n; item++)
            if (!(own[item] > 1e-4))
                return false;
    }
    double common = 0;
    double unique = 0;
    for (size_t i = 0; i < n; i++) {
        common += loadings[i];
        unique += own[i];
    }
    *omega = common * common / (common * common + unique);
    return moved <= 1e-9 && isfinite(*omega);
}
