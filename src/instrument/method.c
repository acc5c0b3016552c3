/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument/method.h"

const struct method scale_methods[] = {
#define METHOD(NAME, word, JOIN, TERM, BLANKS, decimals, text, of, PAGE, ONE,  \
               CLIENT)                                                         \
    [METHOD_##NAME] = {word,       JOIN_##JOIN,  TERM_##TERM, BLANKS_##BLANKS, \
                       decimals,   text,         of,          WORD_##PAGE,     \
                       WORD_##ONE, WORD_##CLIENT},
#include "instrument/methods.def"
};

/* The ways of joining, terms and stand-ins that are known to go together.  Who
   adds one sees to its ends (members.c), its fractions (check_norm.c) and what
   its blanks could make it (score/terms.c, change/fillings.c); without its line
   here, methods.def does not compile. */
enum {
    KNOWN_SUM_WEIGHED_AVERAGE,
    KNOWN_SUM_WEIGHED_PRORATED, /* or NOTHING, where blanks="zero" */
    KNOWN_SUM_SHARE_AVERAGE,
    KNOWN_SUM_TRUTH_NOTHING,
    KNOWN_LEAST_SCORE_NOTHING,
    KNOWN_GREATEST_SCORE_NOTHING,
    KNOWN_MIDDLE_SCORE_NOTHING,
    KNOWN_ESTIMATE_SCORE_NOTHING,
    KNOWN_FORMULA_OPERAND_NOTHING
};
#define METHOD(NAME, word, JOIN, TERM, BLANKS, ...)                            \
    _Static_assert(KNOWN_##JOIN##_##TERM##_##BLANKS >= 0, word);
#include "instrument/methods.def"

static double
sum_of(double so_far, double term)
{
    return so_far + term;
}

static double
lesser_of(double so_far, double term)
{
    return term < so_far ? term : so_far;
}

static double
greater_of(double so_far, double term)
{
    return term > so_far ? term : so_far;
}

static const struct join joins[] = {
#define X(NAME, adds, neutral, merge) [JOIN_##NAME] = {adds, neutral, merge},
    METHOD_JOINS(X)
#undef X
};

const struct method *
method_of(const struct scale *scale)
{
    return &scale_methods[scale->method];
}

const struct join *
method_join_of(const struct scale *scale)
{
    return &joins[method_of(scale)->join];
}

enum method_blanks
method_blanks(const struct scale *scale)
{
    return scale->blanks == BLANKS_RULE_ZERO ? BLANKS_NOTHING
                                             : method_of(scale)->blanks;
}

bool
method_has_items(const struct scale *scale)
{
    return method_of(scale)->join != JOIN_FORMULA;
}

bool
method_fills_blanks(const struct scale *scale)
{
    switch (method_blanks(scale)) {
    case BLANKS_AVERAGE:
    case BLANKS_PRORATED:
        return true;
    case BLANKS_NOTHING:
        break;
    }
    return false;
}

bool
method_needs_alike(const struct scale *scale)
{
    return method_fills_blanks(scale) && scale->prorate == PRORATE_ALIKE
           && method_of(scale)->term == TERM_WEIGHED;
}

bool
method_weighs(const struct method *method)
{
    switch (method->term) {
    case TERM_WEIGHED:
    case TERM_SHARE:
        return true;
    case TERM_TRUTH:
    case TERM_SCORE:
    case TERM_OPERAND:
        break;
    }
    return false;
}

size_t
method_needed(const struct scale *scale, size_t n_applicable)
{
    if (method_needs_alike(scale) && !scale->can_prorate)
        return scale->n_members;
    const struct min_answered *min = &scale->min_answered;
    if (min->all)
        return n_applicable;
    size_t n = 1;
    while (n <= n_applicable
           && (int64_t)n * min->ratio.den
                  < min->ratio.num
                        * (min->is_share ? (int64_t)n_applicable : 1))
        n++;
    return !min->is_share && n > n_applicable ? n_applicable : n;
}
