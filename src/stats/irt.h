/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Item response theory with items that were calibrated elsewhere: where a
   person lies on theta, by the answers, and how exactly that is known.

   Graded response model, Samejima 1969, of answers 0 to m:
   P(answer >= k) = 1 / (1 + exp(-a (theta - b_k))), P(k) is the difference of
   two such.  With one threshold it is the two-parameter logistic model, and
   with a = 1 too that of Rasch.  The logistic metric, D = 1.

   An answer is the likelier the higher theta is for the highest one, the lower
   for the lowest, and between two answers the higher one always gains with
   theta: an estimate moves one way with each answer. */
#ifndef ATTUNE_STATS_IRT_H
#define ATTUNE_STATS_IRT_H

#include <stddef.h>
#include "base/arena.h"

struct irt_item {
    double slope;             /* a > 0 */
    const double *thresholds; /* b_1 < b_2 < ... */
    size_t n_thresholds;      /* 1 or more */
};

/* The natural logarithm of P(answer), exact in the tails. */
double irt_log_probability(const struct irt_item *item, size_t answer,
                           double theta);

/* Fisher's information: the sum over answers of P'(k)² / P(k). */
double irt_information(const struct irt_item *item, double theta);

/* Points at equal distances, and the density of a normal prior at each. */
struct irt_grid {
    double *points;
    double *log_prior; /* but for what is the same at all */
    size_t n;
};

/* 'n' >= 2 points from 'from' to 'to'; lives in 'arena'. */
struct irt_grid irt_grid_new(double from, double to, size_t n, double mean,
                             double sd, struct arena *arena) MUST_USE;

struct irt_estimate {
    double theta;
    double error; /* posterior standard deviation */
};

/* Expected a posteriori, Bock & Mislevy 1982, of what the answers' logarithms
   of probability add up to at each point: the mean and the sd of likelihood
   times prior over the grid.  'posterior' takes the share of each point, of
   all 1; NULL: nobody asks. */
struct irt_estimate irt_eap(const struct irt_grid *grid,
                            const double *log_likelihood, double *posterior);

/* The same of sums of answers, from 0 to the highest, by the recursion of Lord
   & Wingersky 1984 in Thissen et al. 1995; as many as irt_n_sums().  Lives in
   'arena'. */
size_t irt_n_sums(const struct irt_item *items, size_t n);
const struct irt_estimate *irt_sums(const struct irt_item *items, size_t n,
                                    const struct irt_grid *grid,
                                    struct arena *arena) MUST_USE;

#endif
