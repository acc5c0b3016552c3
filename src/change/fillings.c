/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms filled up; see fillings.h. */
#include "change/fillings.h"

#include <math.h>
#include "score/branches.h"
#include "score/judge.h"

/* The lowest and the highest score, or one that is both. */
static size_t
count_ends(const struct scale *scale, const struct score *score)
{
    return judge_side(scale, score->low, score->high) == 0 ? 1 : 2;
}

bool
fillings_none(const struct score *score)
{
    bool is_whole =
        !score->prorated
        || (score->out_least > 0 && score->out_least == score->out_most);
    if (score->branches)
        return false;
    return !score->has_range
           || (is_whole && !score->blanks && !score->may_lack
               && score->low == score->value && score->high == score->value);
}

/* But for what errors they have. */
static size_t
count_values(const struct scale *scale, const struct score *score)
{
    if (score->branches)
        return score->branches->n_ends;
    if (!score->has_range)
        return 1;
    return count_ends(scale, score)
           * (size_t)(score->out_most - score->out_least + 1);
}

static struct score
get_value(const struct scale *scale, const struct score *score, size_t idx)
{
    if (score->branches)
        return score->branches->ends[idx];
    if (!score->has_range)
        return *score;
    size_t n_ends = count_ends(scale, score);
    return branch_fill_up(scale, score, idx % n_ends ? score->high : score->low,
                          score->out_least + (int)(idx / n_ends));
}

size_t
fillings_count(const struct scale *scale, const struct score *score)
{
    bool errors_differ = score->error_least < score->error_most;
    return count_values(scale, score) * (errors_differ ? 2 : 1);
}

struct score
fillings_get(const struct scale *scale, const struct score *score, size_t idx)
{
    size_t n = count_values(scale, score);
    struct score filled = get_value(scale, score, idx % n);
    if (score->error_most > 0)
        filled.error = filled.error_least = filled.error_most =
            idx < n ? score->error_least : score->error_most;
    return filled;
}

void
fillings_tighten(struct score *score)
{
    const struct branches *branches = score->branches;
    double low = INFINITY;
    double high = -INFINITY;
    for (size_t i = 0; branches && i < branches->n_ends; i++) {
        if (branches->ends[i].why != WHY_SCORED)
            continue;
        low = fmin(low, branches->ends[i].value);
        high = fmax(high, branches->ends[i].value);
    }
    if (low > high)
        return;
    score->has_range = true;
    score->low = low;
    score->high = high;
}

bool
fillings_may_lack(const struct score *score)
{
    return !score->branches && score->may_lack;
}
