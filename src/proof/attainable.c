/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Enumerates attainable scores; attainable_check.c uses them.

   What each answer brings in is a whole number of units; the sums that v
   answered items can come to are a set of bits, made item by item.  A set for
   each v (and for each number of items left out as not applicable) is enough,
   because a score depends on nothing else. */
#include "proof/attainable.h"

#include <math.h>
#include <string.h>
#include "base/exact.h"
#include "base/vec.h"
#include "instrument/method.h"
#include "instrument/units.h"
#include "score/contributions.h"
#include "score/judge.h"
#include "score/terms.h"
#include "stats/moments.h"

enum {
    WORD_BITS = 64,
    WORK_PER_SCORE = 200 /* words touched */
};

/* Of a file that is not hostile; so nothing overflows. */
static const int64_t largest_unit = INT64_C(1) << 40;

struct counting {
    const struct plan *plan;
    const struct scale *scale;
    const struct op *op;
    struct arena *arena;
    int64_t **terms;   /* by member and position, in units */
    __int128 weight;   /* of all members */
    bool can_be_blank; /* fewer answers than apply may do */
    size_t max_out;    /* members that may be left out as not applicable */
    /* The units of a set: bit i of the sums of v terms is i * step + v * shift.
     */
    int64_t shift;
    int64_t step;
    size_t n_words;
    uint64_t *sets; /* of (v, left out) */
};

/* ---- terms in units ---- */

static size_t
n_terms_of(const struct plan_member *member)
{
    return member->of->is_set ? (size_t)member->hi + 1 : member->n_keyed;
}

static bool
find_units(struct counting *c)
{
    c->terms = ARENA_ARRAY(c->arena, c->op->n_members, int64_t *);
    for (size_t i = 0; i < c->op->n_members; i++) {
        const struct plan_member *member = &c->op->members[i];
        size_t n = n_terms_of(member);
        if (!n)
            return false;
        c->terms[i] = ARENA_ARRAY(c->arena, n, int64_t);
        for (size_t j = 0; j < n; j++) {
            double keyed = member->of->is_set ? (double)j : member->keyed[j];
            __int128 term = units_term(c->scale, i, keyed);
            if (term > largest_unit || term < -largest_unit)
                return false;
            c->terms[i][j] = (int64_t)term;
        }
    }
    return true;
}

/* ---- how many answers ---- */

static bool
is_enough(const struct counting *c, size_t v, size_t n_out)
{
    size_t n = c->op->n_members - n_out;
    return v > 0 && v <= n && v >= method_needed(c->scale, n);
}

static void
find_blanks(struct counting *c)
{
    size_t k = c->op->n_members;
    for (size_t i = 0; i < k && terms_excludes(c->scale); i++)
        c->max_out += c->plan->instrument->items[c->op->members[i].item_idx]
                          .can_be_not_applicable;
    for (size_t n_out = 0; n_out <= c->max_out && n_out < k; n_out++)
        if (is_enough(c, k - n_out - 1, n_out))
            c->can_be_blank = true;
}

/* False: the weight of what is answered is not known from their number. */
static bool
find_weight(struct counting *c)
{
    for (size_t i = 0; i < c->op->n_members; i++)
        c->weight += c->scale->units->members[i].weight;
    return !c->scale->units->has_weights || (!c->can_be_blank && !c->max_out);
}

/* ---- sums as sets of bits ---- */

/* Room for the sums; false where there are too many. */
static bool
find_step(struct counting *c, size_t limit)
{
    int64_t least = INT64_MAX;
    int64_t most = INT64_MIN;
    size_t k = c->op->n_members;
    size_t n_terms = 0;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < n_terms_of(&c->op->members[i]); j++) {
            least = c->terms[i][j] < least ? c->terms[i][j] : least;
            most = c->terms[i][j] > most ? c->terms[i][j] : most;
            n_terms++;
        }
    c->shift = least;
    c->step = 0;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < n_terms_of(&c->op->members[i]); j++)
            c->step = (int64_t)exact_gcd(c->terms[i][j] - least, c->step);
    if (!c->step)
        c->step = 1;
    double n_bits = (double)k * (double)((most - least) / c->step) + 1;
    double n_words = floor(n_bits / WORD_BITS) + 1;
    double n_sets = (double)(k + 1) * (double)(c->max_out + 1);
    if (n_sets * n_words > (double)limit * 10
        || n_sets * n_words * (double)n_terms > (double)limit * WORK_PER_SCORE)
        return false;
    c->n_words = (size_t)n_words;
    c->sets = ARENA_ARRAY(c->arena, (size_t)n_sets * c->n_words, uint64_t);
    return true;
}

static uint64_t *
set_of(const struct counting *c, size_t v, size_t n_out)
{
    return &c->sets[(v * (c->max_out + 1) + n_out) * c->n_words];
}

static void
add_shifted(uint64_t *to, const uint64_t *from, size_t n_words, size_t n_bits)
{
    size_t words = n_bits / WORD_BITS;
    size_t bits = n_bits % WORD_BITS;
    for (size_t i = words; i < n_words; i++) {
        to[i] |= from[i - words] << bits;
        if (bits && i > words)
            to[i] |= from[i - words - 1] >> (WORD_BITS - bits);
    }
}

/* The larger v and the more left out, the sooner: so each set is still without
   this member when it is gone on from. */
static void
add_member(struct counting *c, size_t i)
{
    const struct plan_member *member = &c->op->members[i];
    bool can_be_out =
        c->max_out
        && c->plan->instrument->items[member->item_idx].can_be_not_applicable;
    for (size_t v = i + 1; v-- > 0;)
        for (size_t out = c->max_out + 1; out-- > 0;) {
            uint64_t *set = set_of(c, v, out);
            for (size_t j = 0; j < n_terms_of(member); j++)
                add_shifted(set_of(c, v + 1, out), set, c->n_words,
                            (size_t)((c->terms[i][j] - c->shift) / c->step));
            if (can_be_out && out < c->max_out)
                add_shifted(set_of(c, v, out + 1), set, c->n_words, 0);
            if (!c->can_be_blank)
                memset(set, 0, c->n_words * sizeof(*set));
        }
}

/* ---- scores ---- */

struct score_list VEC(double);

static void
list_scores(const struct counting *c, size_t v, struct score_list *list)
{
    uint64_t *all = ARENA_ARRAY(c->arena, c->n_words, uint64_t);
    for (size_t out = 0; out <= c->max_out; out++)
        if (is_enough(c, v, out))
            add_shifted(all, set_of(c, v, out), c->n_words, 0);
    for (size_t i = 0; i < c->n_words * WORD_BITS; i++)
        if (all[i / WORD_BITS] >> i % WORD_BITS & 1)
            *vec_add(c->arena, list) = units_score(
                c->scale, (int64_t)i * c->step + (int64_t)v * c->shift, v,
                c->weight);
}

static struct attainable
sorted(struct score_list *list)
{
    size_t n = 0;
    quantile_sort(list->items, list->n);
    for (size_t i = 0; i < list->n; i++)
        if (i == 0 || list->items[i] > list->items[n - 1])
            list->items[n++] = list->items[i] + 0.0;
    return (struct attainable){list->items, n, true};
}

static struct attainable
between_ends(const struct scale *scale, struct arena *arena)
{
    double *ends = ARENA_ARRAY(arena, 2, double);
    ends[0] = scale->raw_lo;
    ends[1] = scale->raw_hi;
    return (struct attainable){ends, ends[0] < ends[1] ? 2 : 1, false};
}

static struct attainable
list_sums(struct counting *c, size_t limit)
{
    struct score_list list = {0};
    if (!find_units(c))
        return between_ends(c->scale, c->arena);
    find_blanks(c);
    if (!find_weight(c) || !find_step(c, limit))
        return between_ends(c->scale, c->arena);
    set_of(c, 0, 0)[0] = 1;
    for (size_t i = 0; i < c->op->n_members; i++)
        add_member(c, i);
    for (size_t v = 1; v <= c->op->n_members && list.n <= limit; v++)
        list_scores(c, v, &list);
    if (!list.n || list.n > limit)
        return between_ends(c->scale, c->arena);
    return sorted(&list);
}

/* All scores of answers; none where a member can be any number. */
static struct attainable
list_answers(const struct counting *c)
{
    struct score_list list = {0};
    for (size_t i = 0; i < c->op->n_members; i++) {
        const struct plan_member *member = &c->op->members[i];
        if (!member->keyed)
            return (struct attainable){0};
        for (size_t j = 0; j < member->n_keyed; j++)
            *vec_add(c->arena, &list) = member->keyed[j];
    }
    return sorted(&list);
}

/* The least or the greatest answer is one of the answers; a median is that, or
   half way between two where an even number can be answered.  What lies beyond
   the ends comes about with no form, nor may all medians of unlike items. */
static struct attainable
list_between(struct counting *c, bool is_median, size_t limit)
{
    struct attainable answers = list_answers(c);
    struct score_list list = {0};
    bool has_halves = false;
    find_blanks(c);
    for (size_t v = 2; is_median && v <= c->op->n_members; v += 2)
        for (size_t out = 0; out <= c->max_out; out++)
            has_halves |= is_enough(c, v, out);
    if (has_halves && answers.n * answers.n > limit)
        return between_ends(c->scale, c->arena);
    for (size_t i = 0; i < answers.n; i++)
        for (size_t j = i; j < (has_halves ? answers.n : i + 1); j++) {
            double score =
                units_middle(c->scale, answers.scores[i], answers.scores[j]);
            if (score >= c->scale->raw_lo && score <= c->scale->raw_hi)
                *vec_add(c->arena, &list) = score;
        }
    return list.n ? sorted(&list) : between_ends(c->scale, c->arena);
}

struct attainable
attainable_raw(const struct plan *plan, size_t scale_idx, size_t limit,
               struct arena *arena)
{
    struct counting c = {
        .plan = plan,
        .scale = &plan->instrument->scales[scale_idx],
        .op = contributions_op(plan, scale_idx),
        .arena = arena,
    };
    switch (method_of(c.scale)->join) {
    case JOIN_SUM:
        return list_sums(&c, limit);
    case JOIN_LEAST:
    case JOIN_GREATEST:
        return list_between(&c, false, limit);
    case JOIN_MIDDLE:
        return list_between(&c, true, limit);
    case JOIN_ESTIMATE: /* one for nearly each form: too many */
    case JOIN_FORMULA:
        break;
    }
    return between_ends(c.scale, arena);
}

struct attainable
attainable_scores(const struct plan *plan, size_t scale_idx, size_t limit,
                  struct arena *arena)
{
    const struct scale *scale = &plan->instrument->scales[scale_idx];
    struct attainable raw = attainable_raw(plan, scale_idx, limit, arena);
    struct score_list list = {0};
    if (!scale->metric)
        return raw;
    for (size_t i = 0; i < raw.n; i++)
        *vec_add(arena, &list) = judge_metric(scale, raw.scores[i]);
    struct attainable scores = sorted(&list);
    scores.is_exact = raw.is_exact;
    return scores;
}
