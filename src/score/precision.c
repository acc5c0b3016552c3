/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error of one score; see precision.h. */
#include "score/precision.h"

#include <math.h>
#include "base/num.h"
#include "base/str.h"
#include "instrument/method.h"
#include "score/judge.h"
#include "stats/rci.h"
#include "stats/sem.h"

const char *
precision_why_text(enum precision_why why)
{
    static const char *const texts[N_PRECISION_WHYS] = {
        [PRECISION_SAID] = "known",
        [PRECISION_NO_SCORE] = "there is no score",
        [PRECISION_NO_RELIABILITY] = "no internal consistency is known",
        [PRECISION_NO_NORM] = "no standard deviation is known",
        [PRECISION_BLANKS] =
            "the error of a formula over a prorated scale is not known",
        [PRECISION_WEIGHTS] =
            "the items weigh unequally, and some are not answered",
    };
    return texts[why];
}

static bool
is_consistency(const struct reliability *reliability)
{
    return reliability->kind != RELIABILITY_RETEST;
}

static const struct reliability *
find_consistency(const struct scale *scale, const struct change *change)
{
    const struct reliability *first = NULL;
    for (size_t i = scale->n_reliabilities; i-- > 0;) {
        const struct reliability *one = &scale->reliabilities[i];
        if (!is_consistency(one))
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

bool
precision_stretch(const struct scale *scale, const struct score *score,
                  double *stretch)
{
    if (!score->prorated) {
        *stretch = 1;
        return true;
    }
    if (!method_has_items(scale) || score->answered <= 0
        || !weighs_alike(scale))
        return false;
    *stretch = (double)scale->n_members / score->answered;
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
    double stretch;
    precision.is_of_table = precision.sem_full > 0;
    if (precision.is_of_table) {
        precision.norm = NULL;
        precision.reliability = NULL;
    }
    if (score->why != WHY_SCORED)
        precision.why = PRECISION_NO_SCORE;
    else if (!precision.is_of_table && !precision.reliability)
        precision.why = PRECISION_NO_RELIABILITY;
    else if (!precision.is_of_table && !precision.norm)
        precision.why = PRECISION_NO_NORM;
    else if (!precision_stretch(scale, score, &stretch))
        precision.why =
            !method_has_items(scale) ? PRECISION_BLANKS : PRECISION_WEIGHTS;
    if (precision.why != PRECISION_SAID)
        return precision;
    if (precision.norm && precision.reliability)
        precision.sem_full =
            sem_of(decimal_value(precision.norm->sd),
                   decimal_value(precision.reliability->value));
    precision.sem = stretch > 1
                        ? sem_prorated(precision.sem_full, precision.n_items,
                                       precision.n_answered)
                        : precision.sem_full;
    struct interval interval =
        interval_around(score->value, precision.sem, precision.critical);
    precision.low = fmax(interval.low, scale->lo);
    precision.high = fmin(interval.high, scale->hi);
    precision.is_cut = interval.low < scale->lo || interval.high > scale->hi;
    return precision;
}
