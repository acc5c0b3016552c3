/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error of one score; see precision.h. */
#include "score/precision.h"

#include <math.h>
#include "base/num.h"
#include "base/str.h"
#include "instrument/method.h"
#include "instrument/units.h"
#include "score/judge.h"
#include "stats/rci.h"
#include "stats/sem.h"

const char *const precision_why_texts[N_PRECISION_WHYS] = {
    [PRECISION_SAID] = "known",
    [PRECISION_NO_SCORE] = "there is no score",
    [PRECISION_NO_RELIABILITY] = "no internal consistency is known",
    [PRECISION_NO_NORM] = "no standard deviation is known",
    [PRECISION_BLANKS] =
        "the error of a formula over a prorated scale is not known",
    [PRECISION_WEIGHTS] =
        "the items weigh unequally, and some are not answered",
};

static const struct reliability *
find_consistency(const struct scale *scale, const struct change *change)
{
    const struct reliability *first = NULL;
    for (size_t i = scale->n_reliabilities; i-- > 0;) {
        const struct reliability *one = &scale->reliabilities[i];
        if (one->kind == RELIABILITY_RETEST)
            continue;
        if (change && change->reliability_id
            && str_is(str_from(one->id), change->reliability_id))
            return one;
        first = one;
    }
    return first;
}

static bool
weighs_alike(const struct scale *scale)
{
    for (size_t i = 1; i < scale->n_members; i++)
        if (decimal_compare(scale->members[i].weight, scale->members[0].weight)
            != 0)
            return false;
    return true;
}

/* The ranges or weights of all items and of those answered.  False where it is
   not known which these are. */
static bool
find_parts(const struct scale *scale, const struct score *score, double *whole,
           double *part)
{
    size_t k = scale->n_members;
    __int128 all = 0;
    __int128 answered = 0;
    size_t n_blanks = (size_t)__builtin_popcountll(score->blanks);
    if (k > SCORE_MARKED_BLANKS || n_blanks + (size_t)score->answered != k)
        return false;
    for (size_t i = 0; i < k; i++) {
        all += scale->units->members[i].weight;
        if (!(score->blanks >> i & 1))
            answered += scale->units->members[i].weight;
    }
    *whole = units_shown_weight(scale, all);
    *part = units_shown_weight(scale, answered);
    return true;
}

/* k and v, or what takes their places. */
static bool
find_shares(const struct scale *scale, const struct score *score, double *whole,
            double *part)
{
    *whole = *part = (double)scale->n_members;
    if (!score->prorated)
        return true;
    if (!method_has_items(scale) || score->answered <= 0)
        return false;
    if (scale->prorate != PRORATE_ALIKE)
        return find_parts(scale, score, whole, part);
    *part = score->answered;
    return weighs_alike(scale);
}

bool
precision_stretch(const struct scale *scale, const struct score *score,
                  double *stretch)
{
    double whole;
    double part;
    *stretch = 1;
    if (score->n_meant > 1) {
        *stretch = score->mean_stretch;
        return isfinite(score->mean_stretch);
    }
    if (!find_shares(scale, score, &whole, &part))
        return false;
    if (score->prorated)
        *stretch = whole / part;
    return true;
}

bool
precision_clears(const struct precision *precision, double value, double point)
{
    return fabs(value - point) > precision->critical * precision->sem;
}

struct precision
precision_of(const struct scale *scale, const struct change *change,
             const struct norm_choice *choice, const struct score *score)
{
    const struct norm *norm =
        change ? judge_norm(scale, change->norm_id) : NULL;
    struct precision precision = {
        .norm = norm ? norm : choice->norm,
        .reliability = find_consistency(scale, change),
        .n_items = scale->n_members,
        .n_answered = score->answered > 0 ? (size_t)score->answered : 0,
        .critical = rci_critical(RCI_JT, 0.95),
        .sem_full = score->why == WHY_SCORED
                        ? judge_metric_error(scale, score->value)
                        : 0,
    };
    precision.is_of_table = precision.sem_full > 0;
    precision.is_own = score->why == WHY_SCORED && score->error > 0;
    if (precision.is_own)
        precision.sem_full = score->error;
    bool is_known = precision.is_of_table || precision.is_own;
    if (is_known) {
        precision.norm = NULL;
        precision.reliability = NULL;
    }
    if (score->why != WHY_SCORED)
        precision.why = PRECISION_NO_SCORE;
    else if (!is_known && !precision.reliability)
        precision.why = PRECISION_NO_RELIABILITY;
    else if (!is_known && !precision.norm)
        precision.why = PRECISION_NO_NORM;
    else if (!find_shares(scale, score, &precision.whole, &precision.part))
        precision.why =
            !method_has_items(scale) ? PRECISION_BLANKS : PRECISION_WEIGHTS;
    if (precision.why != PRECISION_SAID)
        return precision;
    if (precision.norm && precision.reliability)
        precision.sem_full =
            sem_of(decimal_value(precision.norm->sd),
                   decimal_value(precision.reliability->value));
    precision.sem = precision.sem_full;
    if (precision.whole > precision.part)
        precision.sem =
            sem_prorated(precision.sem_full, precision.whole, precision.part);
    struct interval interval =
        interval_around(score->value, precision.sem, precision.critical);
    precision.low = fmax(interval.low, scale->lo);
    precision.high = fmin(interval.high, scale->hi);
    precision.is_cut = interval.low < scale->lo || interval.high > scale->hi;
    return precision;
}
