/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intraclass correlations by analysis of variance, the form in which they may
   be negative.  A mixed model cannot give that, and differs there. */
#include "stats/agreement.h"

#include <assert.h>
#include <math.h>
#include "stats/moments.h"
#include "stats/normal.h"

struct ratings {
    const double *values;
    size_t n_targets;
    size_t n_raters;
};

static double
mean_of_target(const struct ratings *ratings, size_t target)
{
    size_t k = ratings->n_raters;

    return moments_of(ratings->values + target * k, k).mean;
}

static double
mean_of_rater(const struct ratings *ratings, size_t rater)
{
    double sum = 0;

    for (size_t i = 0; i < ratings->n_targets; i++)
        sum += ratings->values[i * ratings->n_raters + rater];
    return sum / (double)ratings->n_targets;
}

/* The error sum of squares: what is left of each rating when its target's and
   its rater's means are taken out.  Adding up what is left, rather than
   subtracting sums, keeps a small error exact. */
static double
error_squares(const struct ratings *ratings, double grand_mean)
{
    double squares = 0;

    for (size_t rater = 0; rater < ratings->n_raters; rater++) {
        double of_rater = mean_of_rater(ratings, rater) - grand_mean;

        for (size_t target = 0; target < ratings->n_targets; target++) {
            double of_target = mean_of_target(ratings, target);
            double left = ratings->values[target * ratings->n_raters + rater]
                          - of_target - of_rater;

            squares += left * left;
        }
    }
    return squares;
}

/* Fills in the mean squares; false where all ratings are equal. */
static bool
analyse(const struct ratings *ratings, struct icc_table *table)
{
    double n = (double)table->n_targets;
    double k = (double)table->n_raters;
    struct moments all =
        moments_of(ratings->values, table->n_targets * table->n_raters);
    double error = error_squares(ratings, all.mean);
    double between = 0;
    double raters = 0;

    for (size_t i = 0; i < table->n_targets; i++) {
        double deviation = mean_of_target(ratings, i) - all.mean;

        between += k * deviation * deviation;
    }
    for (size_t i = 0; i < table->n_raters; i++) {
        double deviation = mean_of_rater(ratings, i) - all.mean;

        raters += n * deviation * deviation;
    }
    table->ms_targets = between / (n - 1);
    table->ms_within = (raters + error) / (n * (k - 1));
    table->ms_raters = raters / (k - 1);
    table->ms_error = error / ((n - 1) * (k - 1));
    return all.squares > 0;
}

static void
set_value(struct icc *icc, double above, double below)
{
    icc->known = below > 0;
    if (icc->known)
        icc->value = above / below;
}

static void
set_values(struct icc_table *table)
{
    double n = (double)table->n_targets;
    double k = (double)table->n_raters;
    double targets = table->ms_targets;
    double within = table->ms_within;
    double error = table->ms_error;
    double raters = (table->ms_raters - error) / n;
    struct icc *forms = table->forms;

    set_value(&forms[ICC_1], targets - within, targets + (k - 1) * within);
    set_value(&forms[ICC_2], targets - error,
              targets + (k - 1) * error + k * raters);
    set_value(&forms[ICC_3], targets - error, targets + (k - 1) * error);
    set_value(&forms[ICC_1K], targets - within, targets);
    set_value(&forms[ICC_2K], targets - error, targets + raters);
    set_value(&forms[ICC_3K], targets - error, targets);
}

/* The F test that a form and its mean share. */
static void
set_test(struct icc_table *table, enum icc_form form)
{
    static const enum icc_form mean_of[] = {
        [ICC_1] = ICC_1K, [ICC_2] = ICC_2K, [ICC_3] = ICC_3K};
    double n = (double)table->n_targets;
    double k = (double)table->n_raters;
    double error = form == ICC_1 ? table->ms_within : table->ms_error;
    struct icc *one = &table->forms[form];
    struct icc *mean = &table->forms[mean_of[form]];

    if (!(one->known && error > 0))
        return;
    one->df1 = n - 1;
    one->df2 = form == ICC_1 ? n * (k - 1) : (n - 1) * (k - 1);
    one->f = table->ms_targets / error;
    one->p = f_upper(one->f, one->df1, one->df2);
    mean->f = one->f;
    mean->df1 = one->df1;
    mean->df2 = one->df2;
    mean->p = one->p;
}

/* An interval is taken over only when both ends could be told. */
static void
set_interval(struct icc *icc, double low, double high)
{
    icc->tested =
        icc->known && isfinite(icc->p) && isfinite(low) && isfinite(high);
    if (icc->tested) {
        icc->low = low;
        icc->high = high;
    }
}

/* Of forms 1 and 3: F over its own quantiles. */
static void
set_f_interval(struct icc_table *table, enum icc_form form, double level)
{
    struct icc *one = &table->forms[form];
    struct icc *mean = &table->forms[form == ICC_1 ? ICC_1K : ICC_3K];
    double k = (double)table->n_raters;
    double tail = (1 - level) / 2;

    if (!(one->df1 > 0))
        return;
    double low = one->f / f_upper_quantile(tail, one->df1, one->df2);
    double high = one->f * f_upper_quantile(tail, one->df2, one->df1);
    set_interval(one, (low - 1) / (low + k - 1), (high - 1) / (high + k - 1));
    set_interval(mean, 1 - 1 / low, 1 - 1 / high);
}

/* Satterthwaite's degrees of freedom of the error and the raters together. */
static double
agreement_df(const struct icc_table *table)
{
    double n = (double)table->n_targets;
    double k = (double)table->n_raters;
    double icc = table->forms[ICC_2].value;
    double f = table->ms_raters / table->ms_error;
    double rest = n * (1 + (k - 1) * icc) - k * icc;
    double sum = k * icc * f + rest;

    return (k - 1) * (n - 1) * sum * sum
           / ((n - 1) * k * k * icc * icc * f * f + rest * rest);
}

/* The mean of k ratings, by Spearman and Brown; NaN where raters disagree so
   much that it has no meaning. */
static double
of_the_mean(double icc, double k)
{
    double below = 1 + icc * (k - 1);

    return below > 0 ? icc * k / below : NAN;
}

static void
set_agreement_interval(struct icc_table *table, double level)
{
    double n = (double)table->n_targets;
    double k = (double)table->n_raters;
    double targets = table->ms_targets;
    double error = table->ms_error;
    double tail = (1 - level) / 2;
    double others = k * table->ms_raters + (k * n - k - n) * error;

    if (!(table->forms[ICC_2].df1 > 0))
        return;
    double df = agreement_df(table);
    if (!(df > 0 && isfinite(df)))
        return;
    double f_low = f_upper_quantile(tail, n - 1, df);
    double f_high = f_upper_quantile(tail, df, n - 1);
    double low = n * (targets - f_low * error) / (f_low * others + n * targets);
    double high =
        n * (f_high * targets - error) / (others + n * f_high * targets);
    set_interval(&table->forms[ICC_2], low, high);
    set_interval(&table->forms[ICC_2K], of_the_mean(low, k),
                 of_the_mean(high, k));
}

bool
icc_compute(const double *ratings, size_t n_targets, size_t n_raters,
            double level, struct icc_table *out)
{
    struct ratings in = {ratings, n_targets, n_raters};
    struct icc_table table = {.n_targets = n_targets, .n_raters = n_raters};

    assert(level > 0 && level < 1);
    if (n_targets < 2 || n_raters < 2 || !analyse(&in, &table))
        return false;
    set_values(&table);
    for (enum icc_form form = ICC_1; form <= ICC_3; form++)
        set_test(&table, form);
    set_f_interval(&table, ICC_1, level);
    set_f_interval(&table, ICC_3, level);
    set_agreement_interval(&table, level);
    *out = table;
    return true;
}

/* ---- two raters' categories ---- */

/* How much two categories count as different, 0 to 1: 1 - the weight. */
static double
difference(size_t i, size_t j, size_t n_categories, enum kappa_weights weights)
{
    double share = (double)(i > j ? i - j : j - i) / (double)(n_categories - 1);

    switch (weights) {
    case KAPPA_LINEAR:
        return share;
    case KAPPA_QUADRATIC:
        return share * share;
    case KAPPA_UNWEIGHTED:
        break;
    }
    return i != j;
}

/* Kappa is 1 - the differences seen over those of chance, in which every rating
   of the one meets every rating of the other. */
bool
kappa_of(const struct kappa_ratings *ratings, enum kappa_weights weights,
         double *kappa)
{
    size_t k = ratings->n_categories;
    double *count_a SCOPED(mem_drop) = mem_array(k, sizeof *count_a);
    double *count_b SCOPED(mem_drop) = mem_array(k, sizeof *count_b);
    double seen = 0;
    double chance = 0;

    assert(ratings->n > 0 && k >= 2);
    for (size_t i = 0; i < k; i++)
        count_a[i] = count_b[i] = 0;
    for (size_t i = 0; i < ratings->n; i++) {
        assert(ratings->a[i] < k && ratings->b[i] < k);
        count_a[ratings->a[i]]++;
        count_b[ratings->b[i]]++;
        seen += difference(ratings->a[i], ratings->b[i], k, weights);
    }
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            chance += count_a[i] * count_b[j] * difference(i, j, k, weights)
                      / (double)ratings->n;
    if (!(chance > 0))
        return false;
    *kappa = 1 - seen / chance;
    return true;
}
