/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every median that a scale can come to.  The two in the middle may be a and b
   when some member can be a, another b, and enough of the others can lie on
   either side: what a member's scores allow is the same for all members of one
   kind, so that members are only counted. */
#include "proof/attainable.h"

#include <string.h>
#include "instrument/units.h"
#include "stats/moments.h"

enum { MOST_WORK = 5 * 1000 * 1000 };

/* Members that have the same scores. */
struct kind {
    const struct plan_member *of;
    double lo;
    double hi;
    size_t n;
};

struct search {
    const struct op *op;
    struct kind *kinds;
    size_t n_kinds;
    const double *values; /* of all members, ascending, none twice */
    size_t n_values;
};

static bool
is_same_kind(const struct plan_member *a, const struct plan_member *b)
{
    return a->n_keyed == b->n_keyed
           && memcmp(a->keyed, b->keyed, a->n_keyed * sizeof(*a->keyed)) == 0;
}

static void
put_kind(struct search *search, const struct plan_member *member)
{
    for (size_t i = 0; i < search->n_kinds; i++)
        if (is_same_kind(search->kinds[i].of, member)) {
            search->kinds[i].n++;
            return;
        }
    struct kind *kind = &search->kinds[search->n_kinds++];
    *kind = (struct kind){member, member->keyed[0], member->keyed[0], 1};
    for (size_t i = 1; i < member->n_keyed; i++) {
        kind->lo = member->keyed[i] < kind->lo ? member->keyed[i] : kind->lo;
        kind->hi = member->keyed[i] > kind->hi ? member->keyed[i] : kind->hi;
    }
}

/* False: some member can be any number. */
static bool
begin_search(struct search *search, const struct op *op, struct arena *arena)
{
    size_t n = 0;
    search->op = op;
    search->kinds = ARENA_ARRAY(arena, op->n_members, struct kind);
    for (size_t i = 0; i < op->n_members; i++) {
        if (!op->members[i].keyed)
            return false;
        put_kind(search, &op->members[i]);
        n += op->members[i].n_keyed;
    }
    double *values = ARENA_ARRAY(arena, n, double);
    n = 0;
    for (size_t i = 0; i < search->n_kinds; i++)
        for (size_t j = 0; j < search->kinds[i].of->n_keyed; j++)
            values[n++] = search->kinds[i].of->keyed[j];
    quantile_sort(values, n);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || values[i] > values[search->n_values - 1])
            values[search->n_values++] = values[i];
    search->values = values;
    return true;
}

static bool
can_be(const struct kind *kind, double value)
{
    for (size_t i = 0; i < kind->of->n_keyed; i++)
        if (kind->of->keyed[i] == value)
            return true;
    return false;
}

/* Whether 'n' on either side of a and b can be found among the members, but
   for one of kind 'p' that is a, and one of kind 'q' that is b (p itself where
   'is_one'). */
static bool
has_sides(const struct search *search, const double *ab, const size_t *pq,
          bool is_one, size_t n)
{
    size_t below = 0; /* that can only lie below */
    size_t above = 0;
    size_t either = 0;
    for (size_t i = 0; i < search->n_kinds; i++) {
        const struct kind *kind = &search->kinds[i];
        size_t taken = (i == pq[0] ? 1U : 0) + (!is_one && i == pq[1] ? 1U : 0);
        if (taken > kind->n)
            return false;
        size_t left = kind->n - taken;
        bool can_be_below = kind->lo <= ab[0];
        bool can_be_above = kind->hi >= ab[1];
        if (can_be_below && can_be_above)
            either += left;
        else if (can_be_below)
            below += left;
        else if (can_be_above)
            above += left;
    }
    below = below < n ? below : n;
    above = above < n ? above : n;
    return below + above + either >= 2 * n;
}

/* Whether the two in the middle of v answers, or the one, can be a and b. */
static bool
can_be_middle(const struct search *search, const double *ab, size_t v)
{
    bool is_one = v % 2 == 1;
    if (is_one && ab[0] < ab[1])
        return false;
    for (size_t p = 0; p < search->n_kinds; p++)
        for (size_t q = 0; q < search->n_kinds; q++) {
            const size_t pq[] = {p, q};
            if ((!is_one || p == q) && can_be(&search->kinds[p], ab[0])
                && can_be(&search->kinds[q], ab[1])
                && has_sides(search, ab, pq, is_one, (v - 1) / 2))
                return true;
        }
    return false;
}

static bool
can_be_median(const struct search *search, const double *ab,
              const bool *can_be_answered)
{
    for (size_t v = 1; v <= search->op->n_members; v++)
        if (can_be_answered[v] && can_be_middle(search, ab, v))
            return true;
    return false;
}

size_t
middle_attainable(const struct scale *scale, const struct op *op,
                  const bool *can_be_answered, size_t limit,
                  struct arena *arena, double **scores)
{
    struct search search = {0};
    if (!begin_search(&search, op, arena))
        return 0;
    double pairs = (double)search.n_values * (double)search.n_values;
    double kinds = (double)search.n_kinds;
    if (pairs > (double)limit
        || pairs * kinds * kinds * kinds * (double)op->n_members > MOST_WORK)
        return 0;
    size_t n = 0;
    *scores = ARENA_ARRAY(arena, (size_t)pairs, double);
    for (size_t i = 0; i < search.n_values; i++)
        for (size_t j = i; j < search.n_values; j++) {
            const double ab[] = {search.values[i], search.values[j]};
            if (can_be_median(&search, ab, can_be_answered))
                (*scores)[n++] = units_middle(scale, ab[0], ab[1]);
        }
    return n;
}
