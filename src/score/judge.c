/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bands and cut-offs; see judge.h. */
#include "score/judge.h"

#include <math.h>
#include "base/near.h"
#include "instrument/method.h"
#include "base/num.h"
#include "base/str.h"

enum { MOST_DECIMALS = 12 };

int
judge_point(double value, double point)
{
    return near_side(near_of(value), near_of(point));
}

int
judge_side(const struct scale *scale, double value, double point)
{
    double noise = 1e-12 * fmax(fabs(scale->lo), fabs(scale->hi));
    if (fabs(value - point) <= noise)
        return 0;
    return value < point ? -1 : 1;
}

static int
order_of(double a, double b)
{
    double noise = 1e-12 * fmax(fabs(a), fabs(b));
    if (fabs(a - b) <= noise)
        return 0;
    return a < b ? -1 : 1;
}

double
judge_difference(double after, double before)
{
    return near_settled(
               near_subtract(near_outcome(after), near_outcome(before)))
        .number;
}

int
judge_apart(double a, double b, double points)
{
    struct near apart = near_subtract(near_outcome(a), near_outcome(b));
    apart.number = fabs(apart.number);
    return near_side(apart, near_of(points));
}

int
judge_decimals(double number, double limit, int least)
{
    int decimals = least;
    while (decimals < MOST_DECIMALS
           && order_of(num_round(number, decimals, ROUND_HALF_UP),
                       num_round(limit, decimals, ROUND_HALF_UP))
                  != order_of(number, limit))
        decimals++;
    return decimals;
}

/* The same of a limit that is told with its own digits. */
static int
decimals_beside(double number, double limit, int least)
{
    int decimals = least;
    while (decimals < MOST_DECIMALS
           && order_of(num_round(number, decimals, ROUND_HALF_UP), limit)
                  != order_of(number, limit))
        decimals++;
    return decimals;
}

int
judge_score_decimals(const struct scale *scale, uint64_t fitting, double value,
                     int least)
{
    const struct band_set *set =
        judge_tells_bands(scale) ? judge_bands(scale, fitting) : NULL;
    double seen = judge_rounded(scale, value);
    int decimals = least;
    for (size_t i = 0; set && i < set->n_bands; i++)
        decimals = decimals_beside(
            seen, decimal_value(scale->bands[set->first + i].from), decimals);
    for (size_t i = 0; i < scale->n_cutoffs; i++) {
        const struct cutoff_point *cutoff =
            judge_cutoff(&scale->cutoffs[i], fitting);
        double point;
        if (cutoff && judge_cutoff_point(scale, cutoff, &point))
            decimals = decimals_beside(seen, point, decimals);
    }
    return decimals;
}

int
judge_pair_decimals(double before, double after, int least)
{
    double apart = fabs(judge_difference(after, before));
    int decimals = least;
    while (decimals < MOST_DECIMALS
           && (num_round(before, decimals, ROUND_HALF_UP)
               == num_round(after, decimals, ROUND_HALF_UP))
                  != (num_round(apart, decimals, ROUND_HALF_UP) == 0))
        decimals++;
    return decimals;
}

double
judge_rounded(const struct scale *scale, double value)
{
    /* What is whole already would not change. */
    if (scale->metric || scale->round == ROUND_NONE || value == floor(value))
        return value;
    return num_round(value, scale->decimals, scale->round);
}

double
judge_before_metric(const struct scale *scale, double value)
{
    return num_round(value, method_of(scale)->decimals, scale->round);
}

double
judge_metric(const struct scale *scale, double value)
{
    const struct norm_table *table = scale->metric;
    double rounded = judge_before_metric(scale, value);
    size_t idx = 0;
    while (idx + 1 < table->n_rows
           && judge_point(rounded, decimal_value(table->rows[idx + 1].from))
                  >= 0)
        idx++;
    return decimal_value(table->rows[idx].value);
}

double
judge_metric_error(const struct scale *scale, double value)
{
    double error = 0;
    for (size_t i = 0; scale->metric && i < scale->metric->n_rows; i++) {
        const struct norm_row *row = &scale->metric->rows[i];
        if (judge_point(value, decimal_value(row->value)) == 0)
            error = fmax(error, decimal_value(row->se));
    }
    return error;
}

static bool
is_among(const struct fits *fits, uint64_t fitting)
{
    return (fits->bit & ~fitting) == 0;
}

const struct band_set *
judge_bands(const struct scale *scale, uint64_t fitting)
{
    for (size_t i = 0; i < scale->n_band_sets; i++)
        if (is_among(&scale->band_sets[i].fits, fitting))
            return &scale->band_sets[i];
    return NULL;
}

int
judge_band(const struct scale *scale, uint64_t fitting, double value)
{
    const struct band_set *set = judge_bands(scale, fitting);
    double rounded = judge_rounded(scale, value);
    int band = -1;
    for (size_t i = 0; set && i < set->n_bands; i++) {
        size_t idx = set->first + i;
        if (judge_point(rounded, decimal_value(scale->bands[idx].from)) >= 0)
            band = (int)idx;
    }
    return band;
}

struct band_span
judge_band_span(const struct scale *scale, const struct score *score)
{
    struct band_span span = {-1, -1};
    bool is_scored = score->why == WHY_SCORED;
    if (!score->has_range)
        return span;
    /* Most scores have no blanks: their band is known. */
    span.low = is_scored && score->low == score->value
                   ? score->band
                   : judge_band(scale, score->fitting, score->low);
    span.high = score->high == score->low
                    ? span.low
                    : judge_band(scale, score->fitting, score->high);
    return span;
}

bool
judge_tells_bands(const struct scale *scale)
{
    return scale_basis(scale) != BASIS_RANGE;
}

const struct cutoff_point *
judge_cutoff(const struct cutoff *cutoff, uint64_t fitting)
{
    for (size_t i = 0; i < cutoff->n_points; i++)
        if (is_among(&cutoff->points[i].fits, fitting))
            return &cutoff->points[i];
    return NULL;
}

const struct norm *
judge_norm(const struct scale *scale, const char *id)
{
    for (size_t i = 0; i < scale->n_norms; i++)
        if (id && str_is(str_from(scale->norms[i].id), id))
            return &scale->norms[i];
    return NULL;
}

bool
judge_cutoff_point(const struct scale *scale, const struct cutoff_point *cutoff,
                   double *point)
{
    if (cutoff->method == CUTOFF_AT) {
        *point = decimal_value(cutoff->point);
        return true;
    }
    const struct norm *clinical = judge_norm(scale, cutoff->clinical_id);
    const struct norm *functional = judge_norm(scale, cutoff->functional_id);
    double toward_better = scale->direction == HIGHER_BETTER ? 1 : -1;
    double mean_c = clinical ? decimal_value(clinical->mean) : NAN;
    double sd_c = clinical ? decimal_value(clinical->sd) : NAN;
    double mean_f = functional ? decimal_value(functional->mean) : NAN;
    double sd_f = functional ? decimal_value(functional->sd) : NAN;
    double at = NAN;
    if (cutoff->method == CUTOFF_A)
        at = mean_c + toward_better * 2 * sd_c;
    else if (cutoff->method == CUTOFF_B)
        at = mean_f - toward_better * 2 * sd_f;
    else
        at = (sd_c * mean_f + sd_f * mean_c) / (sd_c + sd_f);
    if (!isfinite(at))
        return false;
    *point = at;
    return true;
}

enum beyond
judge_beyond(const struct scale *scale, const struct cutoff_point *cutoff,
             double value)
{
    double point;
    if (!cutoff || scale->direction == DIRECTION_NEITHER
        || !judge_cutoff_point(scale, cutoff, &point))
        return BEYOND_UNKNOWN;
    /* One that rests on norms is calculated. */
    int side = near_side(near_of(judge_rounded(scale, value)),
                         cutoff->method == CUTOFF_AT ? near_of(point)
                                                     : near_outcome(point));
    if (side == 0)
        return cutoff->excludes_point ? BEYOND_NO : BEYOND_YES;
    bool is_above = side > 0;
    return is_above == (scale->direction == HIGHER_WORSE) ? BEYOND_YES
                                                          : BEYOND_NO;
}
