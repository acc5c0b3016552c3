/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of combined scales; see terms.h. */
#include "score/terms.h"

#include <math.h>
#include "base/exact.h"
#include "instrument/method.h"
#include "instrument/units.h"
#include "response/batch.h"

double
terms_neutral(const struct scale *scale)
{
    int sign = method_join_of(scale)->neutral;
    return sign ? sign * (double)INFINITY : 0;
}

double
terms_limb(__int128 whole, size_t limb, size_t n_limbs)
{
    whole >>= UNITS_LIMB_BITS * limb;
    bool is_last = limb + 1 == n_limbs;
    return (double)(is_last ? whole
                            : whole & ((INT64_C(1) << UNITS_LIMB_BITS) - 1));
}

bool
terms_excludes(const struct scale *scale)
{
    return scale->not_applicable == NOT_APPLICABLE_EXCLUDED;
}

bool
terms_fills(uint8_t code)
{
    if (code == CODE_OPEN)
        return true;
    enum answer_kind kind = kind_of_code(code);
    return kind != ANSWER_BAD && kind != ANSWER_ABSENT
           && kind != ANSWER_NOT_APPLICABLE;
}

/* ---- tables ---- */

/* A member that is being laid out in tables.  Least and greatest are taken of
   the scores themselves. */
struct layout {
    const struct scale *scale;
    size_t idx;
    const struct plan_member *member;
    struct terms *terms;
};

/* No whole number of a questionnaire: what brings nothing into min or max. */
static const __int128 beyond_all = (__int128)1 << 124;

static __int128
neutral_of(const struct scale *scale)
{
    return method_join_of(scale)->neutral * beyond_all;
}

static void
put_whole(const struct layout *layout, struct term_table *tables, size_t code,
          __int128 whole)
{
    size_t n_limbs = layout->scale->units->n_limbs;
    for (size_t i = 0; i < n_limbs; i++)
        tables[i].at[code] = terms_limb(whole, i, n_limbs);
}

static void
put(const struct layout *layout, struct term_table *table, size_t code,
    __int128 term)
{
    if (term == beyond_all || term == -beyond_all)
        table->at[code] = terms_neutral(layout->scale);
    else if (!method_join_of(layout->scale)->adds)
        table->at[code] = exact_quotient(term, layout->scale->units->den);
    else
        put_whole(layout, table, code, term);
}

/* The ends that a blank's term could take. */
struct ends {
    __int128 low;
    __int128 high;
};

static struct ends
ends_of(const struct layout *layout)
{
    const struct plan_member *member = layout->member;
    struct ends ends = {beyond_all, -beyond_all};
    const double own[] = {member->lo, member->hi};
    const double *keyed = member->keyed ? member->keyed : own;
    size_t n = member->keyed ? member->n_keyed : 2;
    if (!member->keyed && !member->of->is_set
        && method_of(layout->scale)->term == TERM_TRUTH)
        return (struct ends){0, 1};
    for (size_t i = 0; i < n; i++) {
        __int128 term = units_term(layout->scale, layout->idx, keyed[i]);
        ends.low = term < ends.low ? term : ends.low;
        ends.high = term > ends.high ? term : ends.high;
    }
    return ends;
}

/* A blank that may also be left out in the end.  Leaving it out of a mean is
   as good as answering it with the mean of the others, which lies within its
   ends; a count goes on without it, and so do the least and the greatest. */
static struct ends
ends_open(const struct scale *scale, struct ends ends)
{
    const struct join *join = method_join_of(scale);
    if (join->neutral > 0)
        return (struct ends){ends.low, beyond_all};
    if (join->neutral < 0)
        return (struct ends){-beyond_all, ends.high};
    if (join->adds && !method_fills_blanks(scale))
        return (struct ends){ends.low < 0 ? ends.low : 0,
                             ends.high > 0 ? ends.high : 0};
    return ends;
}

static void
put_blanks(const struct layout *layout)
{
    const struct scale *scale = layout->scale;
    struct terms *terms = layout->terms;
    struct ends blank = ends_of(layout);
    struct ends open = ends_open(scale, blank);
    __int128 neutral = neutral_of(scale);
    __int128 weight = scale->units->members[layout->idx].weight;
    for (size_t code = CODE_FIRST_KIND; code < N_CODES; code++) {
        bool fills =
            terms_fills((uint8_t)code) && code != CODE_FIRST_KIND + ANSWERED;
        struct ends ends = code == CODE_OPEN ? open : blank;
        put(layout, terms->value, code, neutral);
        put(layout, terms->low, code, fills ? ends.low : neutral);
        put(layout, terms->high, code, fills ? ends.high : neutral);
        put_whole(layout, terms->weight_filled, code, fills ? weight : 0);
    }
}

/* A position that the response does not have is never met. */
static void
put_positions(const struct layout *layout)
{
    const struct plan_member *member = layout->member;
    struct terms *terms = layout->terms;
    __int128 weight = layout->scale->units->members[layout->idx].weight;
    for (size_t code = 0; code < CODE_FIRST_KIND; code++) {
        __int128 term =
            code < member->n_keyed
                ? units_term(layout->scale, layout->idx, member->keyed[code])
                : neutral_of(layout->scale);
        put(layout, terms->value, code, term);
        put(layout, terms->low, code, term);
        put(layout, terms->high, code, term);
    }
    /* The last: a number that is no position, whose term is added apart. */
    for (size_t code = 0; code <= CODE_FIRST_KIND + ANSWERED; code++) {
        put_whole(layout, terms->weight, code, weight);
        put_whole(layout, terms->weight_filled, code, weight);
    }
}

const struct terms *
terms_new(const struct scale *scale, size_t idx,
          const struct plan_member *member, struct arena *arena)
{
    size_t n = scale->units->n_limbs;
    struct terms *terms = ARENA_NEW(arena, struct terms);
    struct term_table *tables = ARENA_ARRAY(arena, 5 * n, struct term_table);
    terms->value = tables;
    terms->low = tables + n;
    terms->high = tables + 2 * n;
    terms->weight = tables + 3 * n;
    terms->weight_filled = tables + 4 * n;
    struct layout layout = {scale, idx, member, terms};
    put_blanks(&layout);
    put_positions(&layout);
    return terms;
}
