/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms filled up; see fillings.h. */
#include "change/fillings.h"

#include <math.h>
#include <string.h>
#include "instrument/method.h"
#include "instrument/units.h"
#include "response/batch.h"
#include "score/branches.h"
#include "score/judge.h"
#include "score/plan.h"
#include "score/terms.h"
#include "stats/moments.h"

enum { MOST_LISTED = BRANCHES_LISTED };

/* ---- ends ---- */

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

/* ---- one by one ---- */

/* Ascending, none twice: what the blanks bring in, and then the scores. */
struct list {
    const struct scale *scale;
    double *values; /* MOST_LISTED, or one member's choices times that */
    size_t n;
};

static void
sort_list(struct list *list)
{
    size_t n = 0;
    quantile_sort(list->values, list->n);
    for (size_t i = 0; i < list->n; i++)
        if (i == 0
            || judge_side(list->scale, list->values[i], list->values[n - 1]))
            list->values[n++] = list->values[i];
    list->n = n;
}

/* What a blank may bring in, by position; false where it has no positions. */
static bool
list_terms(const struct instrument *instrument, const struct scale *scale,
           size_t idx, struct list *terms)
{
    struct plan_member member = plan_member_of(scale, idx);
    const struct response *response =
        instrument->items[member.item_idx].response;
    if (answer_form_of(response) != FORM_CODES)
        return false;
    terms->n = plan_positions(response);
    for (size_t i = 0; i < terms->n; i++) {
        double keyed = plan_keyed_at(&member, response, (uint8_t)i);
        terms->values[i] = units_shown(scale, units_term(scale, idx, keyed));
    }
    sort_list(terms);
    return true;
}

static bool
add_terms(struct list *list, const struct list *terms)
{
    const struct join *join = method_join_of(list->scale);
    size_t n = list->n;
    /* The last first, so that none is overwritten before it is read. */
    for (size_t i = terms->n; i-- > 0;)
        for (size_t j = 0; j < n; j++)
            list->values[i * n + j] =
                join->merge(list->values[j], terms->values[i]);
    list->n = n * terms->n;
    sort_list(list);
    return list->n <= MOST_LISTED;
}

/* From what the blanks add up to, to scores: whatever is done to a sum is done
   to all of them alike. */
static void
place_between(struct list *list, const struct score *score)
{
    double least = list->values[0];
    double width = list->values[list->n - 1] - least;
    for (size_t i = 0; i < list->n; i++)
        list->values[i] =
            score->low
            + (list->values[i] - least) * (score->high - score->low) / width;
}

/* Lists one score whose gates are decided. */
static bool
list_fillings(const struct instrument *instrument, const struct score *score,
              struct list *list, struct arena *arena)
{
    const struct scale *scale = list->scale;
    struct list terms = {.scale = scale,
                         .values = ARENA_ARRAY(arena, CODE_FIRST_KIND, double)};
    const struct join *join = method_join_of(scale);
    list->values = ARENA_ARRAY(arena, MOST_LISTED * CODE_FIRST_KIND, double);
    list->n = 1;
    if (!score->has_range || judge_side(scale, score->low, score->high) == 0) {
        list->values[0] = score->has_range ? score->low : score->value;
        return true;
    }
    if (!score->blanks || scale->n_members > SCORE_MARKED_BLANKS
        || score->out_least != score->out_most || !join->merge)
        return false;
    list->values[0] = join->adds ? 0 : score->value;
    for (size_t i = 0; i < scale->n_members; i++)
        if (score->blanks >> i & 1
            && !(list_terms(instrument, scale, i, &terms)
                 && add_terms(list, &terms)))
            return false;
    if (join->adds)
        place_between(list, score);
    return true;
}

/* Adds to a list what one of the branches comes to. */
static bool
add_branch(const struct instrument *instrument, const struct score *branch,
           struct list *list, struct arena *arena)
{
    struct list one = {.scale = list->scale};
    if (!list_fillings(instrument, branch, &one, arena))
        return false;
    memcpy(list->values + list->n, one.values, one.n * sizeof(one.values[0]));
    list->n += one.n;
    sort_list(list);
    return list->n <= MOST_LISTED;
}

static bool
list_side(const struct instrument *instrument, const struct fillings_side *side,
          struct list *list, struct arena *arena)
{
    const struct branches *branches = side->score->branches;
    if (!branches)
        return list_fillings(instrument, side->score, list, arena);
    if (!branches->all)
        return false;
    list->values = ARENA_ARRAY(arena, 2 * MOST_LISTED, double);
    for (size_t i = 0; i < branches->n; i++)
        if (branches->all[i].has_range
            && branches->all[i].out_least == side->n_out
            && !add_branch(instrument, &branches->all[i], list, arena))
            return false;
    return true;
}

bool
fillings_may_meet(const struct instrument *instrument,
                  const struct fillings_side sides[2], double limit,
                  bool and_on)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    const struct scale *scale = sides[0].scale;
    struct list first = {.scale = scale};
    struct list later = {.scale = sides[1].scale};
    bool may_meet = scale->metric || later.scale->metric
                    || sides[0].score->n_meant > 1
                    || !list_side(instrument, &sides[0], &first, arena)
                    || !list_side(instrument, &sides[1], &later, arena);
    for (size_t i = 0; i < first.n && !may_meet; i++)
        for (size_t j = 0; j < later.n && !may_meet; j++) {
            double difference = fabs(later.values[j] - first.values[i]);
            may_meet = judge_side(scale, difference, limit) < (and_on ? 1 : 0);
        }
    return may_meet;
}
