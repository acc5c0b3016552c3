/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between which ends the score of a scale lies; members.c has found what it is
   made of. */
#include "instrument/unfinished.h"

#include <stdlib.h>
#include "instrument/calibration.h"
#include "instrument/method.h"
#include "instrument/units.h"
#include "stats/moments.h"

/* How few answers may do: every member that can be out of the scale is. */
static size_t
fewest_answers(const struct unfinished *r, const struct scale *scale)
{
    size_t n = scale->n_members;
    for (size_t i = 0; i < scale->n_members; i++)
        n -= scale->not_applicable == NOT_APPLICABLE_EXCLUDED
             && r->items[scale->members[i].item_idx].can_be_not_applicable;
    size_t needed = method_needed(scale, n);
    return needed ? needed : 1;
}

static int
compare_wholes(const void *a, const void *b)
{
    __int128 left = *(const __int128 *)a;
    __int128 right = *(const __int128 *)b;
    return (left > right) - (left < right);
}

/* The ends of a sum or mean: of all items, as what stands in for those left out
   lies within them; where a blank counts as 0, less those that are best left
   out. */
static void
combined_ends(const struct unfinished *r, struct scale *scale)
{
    size_t k = scale->n_members;
    size_t n_out = 0;
    __int128 *terms SCOPED(mem_drop) = mem_array(2 * k, sizeof(__int128));
    __int128 *highs = terms + k;
    __int128 lo = 0;
    __int128 hi = 0;
    __int128 weight = 0;
    for (size_t i = 0; i < k; i++) {
        terms[i] = units_term(scale, i, scale->members[i].lo);
        highs[i] = units_term(scale, i, scale->members[i].hi);
        /* A weight below 0 turns them round. */
        if (terms[i] > highs[i]) {
            __int128 kept = terms[i];
            terms[i] = highs[i];
            highs[i] = kept;
        }
        lo += terms[i];
        hi += highs[i];
        weight += scale->units->members[i].weight;
    }
    switch (method_blanks(scale)) {
    case BLANKS_AVERAGE:
    case BLANKS_PRORATED:
        break;
    case BLANKS_NOTHING:
        n_out = k - fewest_answers(r, scale);
        break;
    }
    qsort(terms, k, sizeof *terms, compare_wholes);
    qsort(highs, k, sizeof *highs, compare_wholes);
    for (size_t i = 0; i < n_out; i++) {
        lo -= terms[k - 1 - i] > 0 ? terms[k - 1 - i] : 0;
        hi -= highs[i] < 0 ? highs[i] : 0;
    }
    scale->lo = units_score(scale, lo, k, weight);
    scale->hi = units_score(scale, hi, k, weight);
}

static void
summed_ends(const struct unfinished *r, struct scale *scale)
{
    switch (method_of(scale)->term) {
    case TERM_SHARE:
        scale->hi = 100;
        break;
    case TERM_TRUTH:
        for (size_t i = 0; i < scale->n_members; i++)
            scale->hi += scale->members[i].is_set ? scale->members[i].hi : 1;
        break;
    case TERM_WEIGHED:
    case TERM_SCORE:
        combined_ends(r, scale);
        break;
    case TERM_OPERAND:
        break;
    }
}

/* The ends of the lowest or the highest answer.  When all items must be
   answered, the lowest cannot lie above the upper end of any of them; else
   any one item may be the only one. */
static void
extreme_ends(const struct unfinished *r, struct scale *scale)
{
    bool all = scale->min_answered.all;
    const struct member *m = scale->members;
    for (size_t i = 0; i < scale->n_members; i++)
        if (scale->not_applicable == NOT_APPLICABLE_EXCLUDED
            && r->items[m[i].item_idx].can_be_not_applicable)
            all = false;
    scale->lo = m[0].lo;
    scale->hi = m[0].hi;
    for (size_t i = 1; i < scale->n_members; i++) {
        bool highest_lo = all && method_join_of(scale)->neutral < 0;
        bool lowest_hi = all && method_join_of(scale)->neutral > 0;
        if (highest_lo ? m[i].lo > scale->lo : m[i].lo < scale->lo)
            scale->lo = m[i].lo;
        if (lowest_hi ? m[i].hi < scale->hi : m[i].hi > scale->hi)
            scale->hi = m[i].hi;
    }
}

/* The median lies lowest where as few as may be are answered, those that reach
   down farthest; and highest where those that reach up farthest are. */
static void
middle_ends(const struct unfinished *r, struct scale *scale)
{
    size_t k = scale->n_members;
    size_t n = fewest_answers(r, scale);
    double *ends SCOPED(mem_drop) = mem_array(2 * k, sizeof(double));
    double *highs = ends + k;
    for (size_t i = 0; i < k; i++) {
        ends[i] = scale->members[i].lo;
        highs[i] = scale->members[i].hi;
    }
    quantile_sort(ends, k);
    quantile_sort(highs, k);
    scale->lo = units_middle(scale, ends[(n - 1) / 2], ends[n / 2]);
    scale->hi =
        units_middle(scale, highs[k - 1 - n / 2], highs[k - 1 - (n - 1) / 2]);
}

/* A blank draws to the prior's mean less than the end that it leaves out. */
static void
estimate_ends(struct scale *scale)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    if (!scale->calibration || !scale->calibration->items)
        return;
    scale->lo = calibration_end(scale, false, arena);
    scale->hi = calibration_end(scale, true, arena);
}

static void
resolve_raw_ends(const struct unfinished *r, struct scale *scale)
{
    if (!method_has_items(scale)) {
        scale->lo = decimal_value(scale->min);
        scale->hi = decimal_value(scale->max);
        return;
    }
    if (!scale->n_members)
        return;
    switch (method_of(scale)->join) {
    case JOIN_SUM:
        summed_ends(r, scale);
        break;
    case JOIN_LEAST:
    case JOIN_GREATEST:
        extreme_ends(r, scale);
        break;
    case JOIN_MIDDLE:
        middle_ends(r, scale);
        break;
    case JOIN_ESTIMATE:
        estimate_ends(scale);
        break;
    case JOIN_FORMULA:
        break;
    }
}

void
ends_resolve(const struct unfinished *r, struct scale *scale)
{
    resolve_raw_ends(r, scale);
    scale->raw_lo = scale->lo;
    scale->raw_hi = scale->hi;
    if (!scale->metric || !scale->metric->n_rows)
        return;
    const struct norm_row *rows = scale->metric->rows;
    scale->lo = decimal_value(rows[0].value);
    scale->hi = decimal_value(rows[scale->metric->n_rows - 1].value);
}
