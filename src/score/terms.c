/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of combined scales; see terms.h. */
#include "score/terms.h"

#include <math.h>
#include "instrument/expr.h"
#include "response/batch.h"

enum merge
terms_merge(const struct scale *scale)
{
    if (scale->method == METHOD_MIN)
        return MERGE_MIN;
    return scale->method == METHOD_MAX ? MERGE_MAX : MERGE_SUM;
}

double
terms_neutral(enum merge merge)
{
    static const double neutral[] = {
        [MERGE_SUM] = 0, [MERGE_MIN] = INFINITY, [MERGE_MAX] = -INFINITY};
    return neutral[merge];
}

double
terms_of(const struct scale *scale, const struct plan_member *member,
         double keyed)
{
    struct expr_value answer = {keyed, EXPR_KNOWN};
    struct expr_value truth;
    switch (scale->method) {
    case METHOD_MEAN:
    case METHOD_SUM:
        return member->weight * keyed;
    case METHOD_PERCENT:
        return member->weight * 100 * (keyed - member->lo)
               / (member->hi - member->lo);
    case METHOD_COUNT:
        truth = expr_run(scale->count_if, &answer);
        return truth.state == EXPR_KNOWN && truth.number != 0 ? 1 : 0;
    default:
        return keyed;
    }
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

/* The ends that a blank's term could take. */
struct ends {
    double low;
    double high;
};

static struct ends
ends_of(const struct scale *scale, const struct plan_member *member)
{
    if (!member->keyed) {
        if (scale->method == METHOD_COUNT)
            return (struct ends){0, 1};
        return (struct ends){terms_of(scale, member, member->lo),
                             terms_of(scale, member, member->hi)};
    }
    struct ends ends = {INFINITY, -INFINITY};
    for (size_t i = 0; i < member->n_keyed; i++) {
        double term = terms_of(scale, member, member->keyed[i]);
        ends.low = fmin(ends.low, term);
        ends.high = fmax(ends.high, term);
    }
    return ends;
}

/* A blank that may also be left out in the end.  Leaving it out of a mean is
   as good as answering it with the mean of the others, which lies within its
   ends; a count goes on without it, and so do the least and the greatest. */
static struct ends
ends_open(const struct scale *scale, struct ends ends)
{
    if (scale->method == METHOD_COUNT)
        return (struct ends){0, ends.high};
    if (scale->method == METHOD_MIN)
        return (struct ends){ends.low, INFINITY};
    if (scale->method == METHOD_MAX)
        return (struct ends){-INFINITY, ends.high};
    return ends;
}

static void
put_blanks(const struct scale *scale, const struct plan_member *member,
           struct terms *terms)
{
    struct ends blank = ends_of(scale, member);
    struct ends open = ends_open(scale, blank);
    double neutral = terms_neutral(terms_merge(scale));
    for (int code = CODE_FIRST_KIND; code < N_CODES; code++) {
        bool fills =
            terms_fills((uint8_t)code) && code != CODE_FIRST_KIND + ANSWERED;
        struct ends ends = code == CODE_OPEN ? open : blank;
        terms->value[code] = neutral;
        terms->low[code] = fills ? ends.low : neutral;
        terms->high[code] = fills ? ends.high : neutral;
        terms->weight_filled[code] = fills ? member->weight : 0;
    }
}

const struct terms *
terms_new(const struct scale *scale, const struct plan_member *member,
          struct arena *arena)
{
    struct terms *terms = ARENA_NEW(arena, struct terms);
    for (size_t code = 0; code < CODE_FIRST_KIND; code++) {
        /* A position that the response does not have is never met. */
        double term = code < member->n_keyed
                          ? terms_of(scale, member, member->keyed[code])
                          : terms_neutral(terms_merge(scale));
        terms->value[code] = terms->low[code] = terms->high[code] = term;
        terms->weight[code] = terms->weight_filled[code] = member->weight;
    }
    put_blanks(scale, member, terms);
    /* A number that is no position: its term is added apart. */
    terms->weight[CODE_FIRST_KIND] = member->weight;
    terms->weight_filled[CODE_FIRST_KIND] = member->weight;
    return terms;
}
