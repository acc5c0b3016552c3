/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument/units.h"

#include "base/exact.h"
#include "instrument/expr.h"
#include "instrument/method.h"

enum { ANY_DECIMALS = 15 /* no number that is read has more */ };

static int
choices_decimals(const struct response *response)
{
    int decimals = 0;
    for (size_t i = 0; i < response->n_choices; i++)
        if (response->choices[i].score.scale > decimals)
            decimals = response->choices[i].score.scale;
    return decimals;
}

int
units_decimals(const struct response *response)
{
    if (response->kind == RESPONSE_CHOICES)
        return choices_decimals(response);
    if (response->step.units == 0)
        return -1;
    int decimals = response->min.scale;
    if (response->max.scale > decimals)
        decimals = response->max.scale;
    if (response->step.scale > decimals)
        decimals = response->step.scale;
    return decimals;
}

/* Whether unlike items are prorated, other than in a weighed average. */
static bool
is_by_rule(const struct scale *scale)
{
    if (method_of(scale)->term != TERM_WEIGHED)
        return false;
    switch (method_blanks(scale)) {
    case BLANKS_AVERAGE:
        return scale->prorate == PRORATE_BY_RANGE;
    case BLANKS_PRORATED:
        return scale->prorate != PRORATE_ALIKE;
    case BLANKS_NOTHING:
        break;
    }
    return false;
}

/* Whether a score is divided by the weights of what was answered. */
static bool
is_average(const struct scale *scale)
{
    return method_blanks(scale) == BLANKS_AVERAGE && !is_by_rule(scale);
}

/* ---- exactly ---- */

static int
weight_decimals(const struct scale *scale)
{
    int decimals = 0;
    for (size_t i = 0; i < scale->n_members; i++)
        if (scale->members[i].weight.scale > decimals)
            decimals = scale->members[i].weight.scale;
    return decimals;
}

/* The weights as whole numbers; what all have in common falls out of an
   average, and of a sum becomes its denominator. */
static void
put_weights(const struct scale *scale, struct units *units,
            struct unit_member *members)
{
    int decimals = weight_decimals(scale);
    __int128 common = 0;
    for (size_t i = 0; i < scale->n_members; i++) {
        members[i].weight = decimal_units(scale->members[i].weight, decimals);
        common = exact_gcd(common, members[i].weight);
    }
    for (size_t i = 0; i < scale->n_members && is_average(scale); i++) {
        members[i].weight /= common;
        units->has_weights |= members[i].weight != 1;
    }
    if (is_average(scale)) {
        units->weight_times = common;
        units->weight_den = exact_power(decimals);
    } else {
        units->den = exact_power(decimals);
    }
}

static __int128
width_of(const struct scale *scale, size_t i, const struct unit_member *member)
{
    __int128 width =
        num_units(scale->members[i].hi, member->decimals) - member->zero;
    return width > 0 ? width : 1;
}

/* Each term is over the width of its own item: all of them over the least
   common multiple. */
static bool
put_shares(const struct scale *scale, struct units *units,
           struct unit_member *members)
{
    for (size_t i = 0; i < scale->n_members; i++) {
        members[i].zero = num_units(scale->members[i].lo, members[i].decimals);
        __int128 width = width_of(scale, i, &members[i]);
        if (!exact_times(&units->den, width / exact_gcd(width, units->den)))
            return false;
    }
    for (size_t i = 0; i < scale->n_members; i++) {
        members[i].factor = 100 * members[i].weight;
        if (!exact_times(&members[i].factor,
                         units->den / width_of(scale, i, &members[i])))
            return false;
    }
    return true;
}

static bool
put_decimals(const struct scale *scale, struct units *units,
             struct unit_member *members)
{
    int decimals = 0;
    for (size_t i = 0; i < scale->n_members; i++)
        if (members[i].decimals > decimals)
            decimals = members[i].decimals;
    for (size_t i = 0; i < scale->n_members; i++) {
        members[i].factor = members[i].weight;
        if (!exact_times(&members[i].factor,
                         exact_power(decimals - members[i].decimals)))
            return false;
    }
    return exact_times(&units->den, exact_power(decimals));
}

/* After the terms: what each item stands for, and what divides their sum. */
static bool
put_rule(const struct scale *scale, struct units *units,
         struct unit_member *members)
{
    __int128 common = 0;
    __int128 weights = 0;
    units->has_weights = true;
    for (size_t i = 0; i < scale->n_members; i++) {
        weights += members[i].weight;
        if (scale->prorate == PRORATE_BY_RANGE) {
            members[i].zero =
                num_units(scale->members[i].lo, members[i].decimals);
            members[i].weight = members[i].factor;
            units->offset += members[i].factor * members[i].zero;
            if (!exact_times(&members[i].weight,
                             width_of(scale, i, &members[i])))
                return false;
        }
        common = exact_gcd(common, members[i].weight);
    }
    for (size_t i = 0; i < scale->n_members; i++) {
        members[i].weight /= common;
        units->all += members[i].weight;
    }
    const __int128 unit = exact_power(weight_decimals(scale));
    units->term_den = units->den;
    units->weight_times = common;
    units->weight_den =
        scale->prorate == PRORATE_BY_RANGE ? units->term_den : unit;
    if (method_blanks(scale) != BLANKS_AVERAGE)
        return true;
    units->den /= unit;
    return exact_times(&units->den, weights);
}

static void
reduce(const struct scale *scale, struct units *units,
       struct unit_member *members)
{
    __int128 common = units->den;
    for (size_t i = 0; i < scale->n_members; i++)
        common = exact_gcd(common, members[i].factor);
    units->den /= common;
    for (size_t i = 0; i < scale->n_members; i++)
        members[i].factor /= common;
}

/* Adds the size of a member's term at one of its ends. */
static bool
add_size(const struct unit_member *member, double end, __int128 *size)
{
    __int128 term = num_units(end, member->decimals) - member->zero;
    if (!exact_times(&term, member->factor))
        return false;
    *size = term < 0 ? -term : term;
    return true;
}

/* The largest that any sum and any divisor can come to. */
static bool
find_most(const struct scale *scale, const struct units *units, __int128 *most)
{
    __int128 sum = 0;
    __int128 weight = 0;
    __int128 divisor = units->den;
    for (size_t i = 0; i < scale->n_members; i++) {
        const struct unit_member *member = &units->members[i];
        __int128 at_lo;
        __int128 at_hi;
        if (!add_size(member, scale->members[i].lo, &at_lo)
            || !add_size(member, scale->members[i].hi, &at_hi))
            return false;
        sum += at_lo > at_hi ? at_lo : at_hi;
        weight += units->has_weights ? member->weight : 1;
    }
    sum += units->offset < 0 ? -units->offset : units->offset;
    if (!exact_times(&sum, units->all ? units->all : (__int128)scale->n_members)
        || !exact_times(&divisor, weight))
        return false;
    *most = sum > divisor ? sum : divisor;
    return true;
}

static bool
find_exact(const struct scale *scale, struct units *units,
           struct unit_member *members)
{
    __int128 most;
    put_weights(scale, units, members);
    bool fits = method_of(scale)->term == TERM_SHARE
                    ? put_shares(scale, units, members)
                    : put_decimals(scale, units, members);
    if (fits && is_by_rule(scale))
        fits = put_rule(scale, units, members);
    else if (fits)
        reduce(scale, units, members);
    if (!fits)
        return false;
    if (!find_most(scale, units, &most))
        return false;
    bool is_large = method_join_of(scale)->adds && most >> 53;
    units->n_limbs = is_large ? UNITS_MOST_LIMBS : 1;
    return true;
}

/* ---- the whole ---- */

const struct units *
units_new(const struct scale *scale, struct arena *arena)
{
    struct units *units = ARENA_NEW(arena, struct units);
    struct unit_member *members =
        ARENA_ARRAY(arena, scale->n_members, struct unit_member);
    const struct units none = {.members = members,
                               .den = 1,
                               .weight_times = 1,
                               .weight_den = 1,
                               .n_limbs = 1};
    *units = none;
    for (size_t i = 0; i < scale->n_members; i++) {
        int decimals = scale->members[i].decimals;
        members[i].decimals = decimals < 0 ? ANY_DECIMALS : decimals;
    }
    switch (method_of(scale)->term) {
    case TERM_WEIGHED:
    case TERM_SHARE:
    case TERM_SCORE:
        if (find_exact(scale, units, members))
            break;
        *units = none;
        units->is_too_wide = true;
        for (size_t i = 0; i < scale->n_members; i++)
            members[i] = (struct unit_member){members[i].decimals, 0, 1, 1};
        break;
    case TERM_TRUTH: /* is counted as it is */
    case TERM_OPERAND:
        break;
    }
    return units;
}

bool
units_counts(const struct expr *count_if, double keyed)
{
    struct expr_value answer = {.number = keyed, .state = EXPR_KNOWN};
    struct expr_value truth = expr_run(count_if, &answer);
    return truth.state == EXPR_KNOWN && truth.number != 0;
}

__int128
units_term(const struct scale *scale, size_t member_idx, double keyed)
{
    const struct unit_member *member = &scale->units->members[member_idx];
    if (method_of(scale)->term == TERM_TRUTH)
        return scale->members[member_idx].is_set
                   ? (__int128)keyed
                   : units_counts(scale->members[member_idx].count_if, keyed);
    return (num_units(keyed, member->decimals) - member->zero) * member->factor;
}

__int128
units_lowest(const struct scale *scale, size_t member_idx)
{
    const struct unit_member *member = &scale->units->members[member_idx];
    return scale->units->all ? member->zero * member->factor : 0;
}

struct units_ratio
units_ratio(const struct scale *scale, size_t v)
{
    const struct units *units = scale->units;
    struct units_ratio ratio = {1, units->offset, units->den};
    switch (method_blanks(scale)) {
    case BLANKS_AVERAGE:
        if (!units->has_weights)
            ratio.divisor *= (__int128)v;
        break;
    case BLANKS_PRORATED:
        if (v == scale->n_members || units->all)
            break;
        ratio.times = (__int128)scale->n_members;
        ratio.divisor *= (__int128)v;
        break;
    case BLANKS_NOTHING:
        break;
    }
    if (units->all)
        ratio.times = units->all;
    return ratio;
}

double
units_score(const struct scale *scale, __int128 sum, size_t v, __int128 weight)
{
    struct units_ratio ratio = units_ratio(scale, v);
    if (!scale->units->has_weights)
        weight = 1;
    return exact_quotient(sum * ratio.times + ratio.offset * weight,
                          ratio.divisor * weight);
}

double
units_middle(const struct scale *scale, double a, double b)
{
    int decimals = 0;
    if (a == b)
        return a / 2 + b / 2;
    for (size_t i = 0; i < scale->n_members; i++)
        if (scale->units->members[i].decimals > decimals)
            decimals = scale->units->members[i].decimals;
    return exact_quotient(num_units(a, decimals) + num_units(b, decimals),
                          2 * (__int128)exact_power(decimals));
}

/* num * times / den; in doubles where that is too large. */
static double
shown(__int128 num, const struct units *units, __int128 den)
{
    __int128 exact = num;
    __int128 over = den;
    if (exact_times(&exact, units->weight_times)
        && exact_times(&over, units->weight_den))
        return exact_quotient(exact, over);
    return exact_quotient(num, den) * (double)units->weight_times
           / (double)units->weight_den;
}

double
units_shown(const struct scale *scale, __int128 sum)
{
    if (scale->units->all)
        return exact_quotient(sum, scale->units->term_den);
    return shown(sum, scale->units, scale->units->den);
}

double
units_shown_weight(const struct scale *scale, __int128 weight)
{
    return shown(weight, scale->units, 1);
}

/* ---- steps ---- */

struct span {
    __int128 sum; /* of the ranges of all terms */
    __int128 step;
};

/* False where its terms are not those of choices. */
static bool
add_span(struct span *span, const struct scale *scale, size_t member_idx,
         const struct response *response)
{
    const struct member *member = &scale->members[member_idx];
    __int128 least = 0;
    __int128 most = 0;
    bool has_first = false;

    if (member->is_set || response->kind != RESPONSE_CHOICES)
        return false;
    for (size_t i = 0; i < response->n_choices; i++) {
        const struct choice *choice = &response->choices[i];
        double score =
            member->recoded ? member->recoded[i] : decimal_value(choice->score);
        if (choice->missing != ANSWERED)
            continue;
        __int128 term = units_term(
            scale, member_idx,
            member->reversed ? member->lo + member->hi - score : score);
        if (!has_first)
            least = most = term;
        has_first = true;
        span->step = exact_gcd(span->step, term - least);
        least = term < least ? term : least;
        most = term > most ? term : most;
    }
    span->sum += most - least;
    return true;
}

size_t
units_steps(const struct scale *scale, const struct item *items)
{
    struct span span = {0};

    if (!method_join_of(scale)->adds || !scale->units || scale->metric
        || scale->calibration)
        return 0;
    for (size_t i = 0; i < scale->n_members; i++)
        if (!add_span(&span, scale, i,
                      items[scale->members[i].item_idx].response))
            return 0;
    return span.step && span.sum / span.step <= UNITS_MOST_STEPS
               ? (size_t)(span.sum / span.step)
               : 0;
}
