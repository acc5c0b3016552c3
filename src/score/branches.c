/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways of filling a form up, and their ends; see branches.h. */
#include "score/branches.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "score/judge.h"

struct score
branch_fill_up(const struct scale *scale, const struct score *score,
               double value, int n_out)
{
    struct score filled = *score;
    filled.value = filled.low = filled.high = value;
    filled.why = WHY_SCORED;
    filled.prorated = n_out > 0;
    filled.answered = (int)scale->n_members - n_out;
    filled.out_least = filled.out_most = n_out;
    filled.blanks = 0;
    if (score->n_meant > 1 && !isinf(score->mean_stretch))
        filled.mean_stretch = 1 / (double)score->n_meant;
    return filled;
}

/* One that stands although what could become of it is not said, as bad values
   play no part in it, is all that becomes of it. */
static void
settle_branch(struct score *branch)
{
    if (branch->has_range) {
        branch->why = WHY_SCORED;
    } else if (branch->why == WHY_SCORED) {
        branch->has_range = true;
        branch->low = branch->high = branch->value;
    }
}

/* Those without a score last; else as many out together, the lowest first. */
static int
compare_branches(const void *a_aux, const void *b_aux)
{
    const struct score *a = a_aux;
    const struct score *b = b_aux;
    int order = (int)b->has_range - (int)a->has_range;

    if (!order && a->has_range)
        order = a->out_least - b->out_least;
    return order ? order : (a->low > b->low) - (a->low < b->low);
}

/* Of the branches that leave out as many items as the first; returns how many
   these are. */
static size_t
put_ends(const struct scale *scale, const struct score *branches, size_t n,
         struct score *ends, size_t *n_ends)
{
    int n_out = branches->out_least;
    double most = branches->high;
    size_t n_alike = 0;
    if (!branches->has_range) {
        ends[(*n_ends)++] = branches[0];
        return n;
    }
    while (n_alike < n && branches[n_alike].has_range
           && branches[n_alike].out_least == n_out)
        most = fmax(most, branches[n_alike++].high);
    ends[(*n_ends)++] = branch_fill_up(scale, branches, branches->low, n_out);
    if (judge_side(scale, branches->low, most) != 0)
        ends[(*n_ends)++] = branch_fill_up(scale, branches, most, n_out);
    return n_alike;
}

const struct branches *
branches_new(const struct scale *scale, struct score *filled, size_t n,
             struct arena *arena)
{
    struct branches *branches = ARENA_NEW(arena, struct branches);
    for (size_t i = 0; i < n; i++)
        settle_branch(&filled[i]);
    qsort(filled, n, sizeof filled[0], compare_branches);
    size_t most_ends = 2 * (scale->n_members + 2) + 1;
    struct score *ends = ARENA_ARRAY(arena, most_ends, struct score);
    for (size_t i = 0; i < n;)
        i += put_ends(scale, filled + i, n - i, ends, &branches->n_ends);
    branches->ends = ends;
    return branches;
}

const struct branches *
branches_copy(const struct branches *branches, struct arena *arena)
{
    if (!branches)
        return NULL;
    struct branches *copy = ARENA_NEW(arena, struct branches);
    *copy = *branches;
    struct score *ends = ARENA_ARRAY(arena, copy->n_ends, struct score);
    memcpy(ends, branches->ends, copy->n_ends * sizeof ends[0]);
    copy->ends = ends;
    return copy;
}
