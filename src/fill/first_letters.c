/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compares labels with what was typed; see first_letters.h. */
#include "fill/first_letters.h"

#include "base/fold.h"

enum fit { FITS_NOT, FITS_BEGIN, FITS_WHOLE };

/* Whether the label is, or begins with, what was typed. */
static enum fit
fit_of(struct str label, struct str typed, enum fold fold)
{
    struct buf folded = {0};
    enum fit fit = FITS_NOT;

    fold_add(&folded, typed, fold);
    size_t len = folded.len;
    fold_add(&folded, label, fold);
    struct str begin = {folded.bytes, len};
    struct str rest = buf_str_from(&folded, len);
    if (rest.len >= len && str_equal((struct str){rest.bytes, len}, begin))
        fit = rest.len == len ? FITS_WHOLE : FITS_BEGIN;
    buf_clear(&folded);
    return fit;
}

/* The choices that fit so, or better; their names are added. */
static size_t
find_labels(const struct form *form, struct str typed, enum fold fold,
            enum fit least, size_t *first, struct buf *names)
{
    size_t n = 0;

    buf_empty(names);
    for (size_t i = 0; i < form_entry(form)->n_choices; i++) {
        struct str label = str_trim(str_from(form_choice(form, i).label));
        if (fit_of(label, typed, fold) < least)
            continue;
        if (!n++)
            *first = i;
        if (n > 1)
            buf_add_text(names, word_in(form_language(form), WORD_LIST_COMMA));
        buf_add(names, label);
    }
    return n;
}

static bool
has_accents(struct str typed)
{
    struct buf folded = {0};

    fold_add(&folded, typed, FOLD_CASE);
    size_t len = folded.len;
    fold_add(&folded, typed, FOLD_ACCENTS);
    bool differs =
        !str_equal((struct str){folded.bytes, len}, buf_str_from(&folded, len));
    buf_clear(&folded);
    return differs;
}

size_t
first_letters_find(const struct form *form, struct str typed, size_t *first,
                   struct buf *names)
{
    bool is_accented = has_accents(typed);
    size_t n = find_labels(form, typed, FOLD_CASE, FITS_WHOLE, first, names);

    if (n == 1)
        return n;
    if (is_accented)
        n = find_labels(form, typed, FOLD_CASE, FITS_BEGIN, first, names);
    else
        n = find_labels(form, typed, FOLD_ACCENTS, FITS_WHOLE, first, names);
    if (n == 1 || (n && is_accented))
        return n;
    return find_labels(form, typed, FOLD_ACCENTS, FITS_BEGIN, first, names);
}
