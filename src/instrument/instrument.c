/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking things up in an instrument, and the words of its enums. */
#include "instrument/instrument.h"

#include <math.h>
#include <string.h>

const char *const answer_kind_names[N_ANSWER_KINDS] = {
    [ANSWER_SKIPPED] = "skipped",
    [ANSWER_DECLINED] = "declined",
    [ANSWER_UNKNOWN] = "unknown",
    [ANSWER_NOT_APPLICABLE] = "not-applicable",
    [ANSWER_NOT_ASKED] = "not-asked",
    [ANSWER_UNCLEAR] = "unclear",
};

const char *const scale_method_names[] = {
#define METHOD(NAME, word, ...) [METHOD_##NAME] = word,
#include "instrument/methods.def"
#undef METHOD
    NULL,
};

bool
instrument_find(const struct instrument *instrument, struct str id,
                enum id_kind *kind, size_t *idx)
{
    size_t value;
    if (!map_find(instrument->ids, id, &value))
        return false;
    *kind = (enum id_kind)(value % 4);
    *idx = value / 4;
    return true;
}

double
scale_lowest(const struct scale *scale)
{
    return fmin(scale->lo, num_round(scale->lo, scale->decimals, scale->round));
}

double
scale_highest(const struct scale *scale)
{
    return fmax(scale->hi, num_round(scale->hi, scale->decimals, scale->round));
}

/* "de" for "de-AT". */
static struct str
primary_language(struct str lang)
{
    const char *hyphen = lang.len ? memchr(lang.bytes, '-', lang.len) : NULL;
    if (hyphen)
        lang.len = (size_t)(hyphen - lang.bytes);
    return lang;
}

const struct instrument_words *
instrument_words_find(const struct instrument_words *words, size_t n,
                      struct str lang)
{
    const struct str wanted[] = {lang, primary_language(lang)};
    for (size_t i = 0; i < N_ELEMENTS(wanted); i++)
        for (size_t k = 0; k < n; k++)
            if (str_equal_nocase(wanted[i], str_from(words[k].lang)))
                return &words[k];
    return NULL;
}

const struct instrument_words *
instrument_wording(const struct instrument *instrument, struct str lang)
{
    const struct instrument_words *found =
        instrument_words_find(instrument->words, instrument->n_words, lang);
    return found && found->digest.hex[0] ? found : NULL;
}
