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
method_takes_weights(const struct scale *scale)
{
    return method_of(scale)->term == TERM_WEIGHED
           || method_of(scale)->term == TERM_SHARE;
}
