/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "instrument/method.h"

const struct method scale_methods[] = {
#define METHOD(NAME, word, JOIN, TERM, BLANKS, decimals, text, of, PAGE, ONE,  \
               CLIENT)                                                         \
    [METHOD_##NAME] = {word,       JOIN_##JOIN,  TERM_##TERM, BLANKS_##BLANKS, \
                       decimals,   text,         of,          WORD_##PAGE,     \
                       WORD_##ONE, WORD_##CLIENT},
#include "instrument/methods.def"
#undef METHOD
};

const struct method *
method_of(const struct scale *scale)
{
    return &scale_methods[scale->method];
}

bool
method_has_items(const struct scale *scale)
{
    return method_of(scale)->join != JOIN_FORMULA;
}

bool
method_fills_blanks(const struct scale *scale)
{
    return method_of(scale)->blanks != BLANKS_NOTHING;
}

bool
method_needs_alike(const struct scale *scale)
{
    return method_fills_blanks(scale) && method_of(scale)->term == TERM_WEIGHED;
}

bool
method_weighs(const struct method *method)
{
    return method->term == TERM_WEIGHED || method->term == TERM_SHARE;
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
