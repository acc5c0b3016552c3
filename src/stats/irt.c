/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Item response theory; see irt.h. */
#include "stats/irt.h"

#include <assert.h>
#include <math.h>

/* ln of 1 / (1 + exp(-x)) */
static double
log_logistic(double x)
{
    return x < 0 ? x - log1p(exp(x)) : -log1p(exp(-x));
}

/* What theta is past the threshold that begins an answer; of the lowest, and
   past that which would follow on the highest, without end. */
static double
past(const struct irt_item *item, size_t threshold, double theta)
{
    if (threshold == 0)
        return INFINITY;
    if (threshold > item->n_thresholds)
        return -INFINITY;
    return item->slope * (theta - item->thresholds[threshold - 1]);
}

/* With F the logistic function, F(x) - F(y) is F(x) F(-y) (1 - exp(y - x)). */
double
irt_log_probability(const struct irt_item *item, size_t answer, double theta)
{
    double x = past(item, answer, theta);
    double y = past(item, answer + 1, theta);

    assert(answer <= item->n_thresholds);
    return log_logistic(x) + log_logistic(-y) + log1p(-exp(y - x));
}

/* P'(k) is P(k) a (1 - F(x) - F(y)). */
double
irt_information(const struct irt_item *item, double theta)
{
    double information = 0;

    for (size_t k = 0; k <= item->n_thresholds; k++) {
        double x = exp(log_logistic(past(item, k, theta)));
        double y = exp(log_logistic(past(item, k + 1, theta)));
        double gain = item->slope * (1 - x - y);
        information += exp(irt_log_probability(item, k, theta)) * gain * gain;
    }
    return information;
}

struct irt_grid
irt_grid_new(double from, double to, size_t n, double mean, double sd,
             struct arena *arena)
{
    struct irt_grid grid = {
        .points = ARENA_ARRAY(arena, n, double),
        .log_prior = ARENA_ARRAY(arena, n, double),
        .n = n,
    };

    assert(n >= 2);
    for (size_t i = 0; i < n; i++) {
        grid.points[i] = from + (to - from) * (double)i / (double)(n - 1);
        double z = (grid.points[i] - mean) / sd;
        grid.log_prior[i] = -z * z / 2;
    }
    return grid;
}

/* Mean and sd of weights that are not all 0. */
static struct irt_estimate
estimate_of(const struct irt_grid *grid, const double *weights)
{
    double all = 0;
    double sum = 0;
    double squares = 0;

    for (size_t i = 0; i < grid->n; i++) {
        all += weights[i];
        sum += weights[i] * grid->points[i];
    }
    double mean = sum / all;
    for (size_t i = 0; i < grid->n; i++) {
        double off = grid->points[i] - mean;
        squares += weights[i] * off * off;
    }
    return (struct irt_estimate){mean, sqrt(squares / all)};
}

struct irt_estimate
irt_eap(const struct irt_grid *grid, const double *log_likelihood,
        double *posterior)
{
    enum { MANY = 256 };
    double own[MANY];
    double *weights = posterior ? posterior : own;
    double most = -INFINITY;
    double all = 0;

    assert(posterior || grid->n <= MANY);
    for (size_t i = 0; i < grid->n; i++) {
        weights[i] = log_likelihood[i] + grid->log_prior[i];
        most = weights[i] > most ? weights[i] : most;
    }
    for (size_t i = 0; i < grid->n; i++) {
        weights[i] = exp(weights[i] - most);
        all += weights[i];
    }
    struct irt_estimate estimate = estimate_of(grid, weights);
    for (size_t i = 0; posterior && i < grid->n; i++)
        posterior[i] /= all;
    return estimate;
}

size_t
irt_n_sums(const struct irt_item *items, size_t n)
{
    size_t most = 0;

    for (size_t i = 0; i < n; i++)
        most += items[i].n_thresholds;
    return most + 1;
}

/* ln of exp(a) + exp(b) */
static double
log_add(double a, double b)
{
    double most = a > b ? a : b;

    return most > -INFINITY ? most + log1p(exp((a > b ? b : a) - most))
                            : -INFINITY;
}

/* At one point: from the likelihood of each sum of the items before to that
   with one more, from the highest sum down; all as logarithms, as a sum may be
   less likely at every point than a number can say.  'chances' has room for
   those of the item's answers. */
static void
add_item(const struct irt_item *item, double theta, double *sums, size_t most,
         double *chances)
{
    for (size_t k = 0; k <= item->n_thresholds; k++)
        chances[k] = irt_log_probability(item, k, theta);
    for (size_t sum = most + item->n_thresholds + 1; sum-- > 0;) {
        double likelihood = -INFINITY;
        for (size_t k = 0; k <= item->n_thresholds && k <= sum; k++)
            if (sum - k <= most)
                likelihood = log_add(likelihood, sums[sum - k] + chances[k]);
        sums[sum] = likelihood;
    }
}

const struct irt_estimate *
irt_sums(const struct irt_item *items, size_t n, const struct irt_grid *grid,
         struct arena *arena)
{
    size_t n_sums = irt_n_sums(items, n);
    struct irt_estimate *estimates =
        ARENA_ARRAY(arena, n_sums, struct irt_estimate);
    double *sums = ARENA_ARRAY(arena, n_sums, double);
    double *chances = ARENA_ARRAY(arena, n_sums, double);
    double *logs = ARENA_ARRAY(arena, n_sums * grid->n, double);
    double *posterior = ARENA_ARRAY(arena, grid->n, double);

    for (size_t q = 0; q < grid->n; q++) {
        size_t most = 0;
        sums[0] = 0;
        for (size_t i = 0; i < n; i++) {
            add_item(&items[i], grid->points[q], sums, most, chances);
            most += items[i].n_thresholds;
        }
        for (size_t sum = 0; sum < n_sums; sum++)
            logs[sum * grid->n + q] = sums[sum];
    }
    for (size_t sum = 0; sum < n_sums; sum++)
        estimates[sum] = irt_eap(grid, &logs[sum * grid->n], posterior);
    return estimates;
}
