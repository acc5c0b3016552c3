/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers word by word; see source.h. */
#include <config.h>

#include "exchange/source.h"

#include <string.h>
#include "base/fold.h"

static const char *const identifiers[] = {
#define IDENTIFIER(words) words,
#include "exchange/identifiers.def"
#undef IDENTIFIER
};

enum sort { SORT_OTHER, SORT_SMALL, SORT_CAPITAL, SORT_DIGIT };

static enum sort
sort_of(char c)
{
    if (str_is_digit(c))
        return SORT_DIGIT;
    if (c >= 'A' && c <= 'Z')
        return SORT_CAPITAL;
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80 ? SORT_SMALL
                                                              : SORT_OTHER;
}

void
header_add_words(struct buf *words, struct str header)
{
    struct buf parted SCOPED(buf_clear) = {0};
    enum sort before = SORT_OTHER;

    for (size_t i = 0; i < header.len; i++) {
        enum sort sort = sort_of(header.bytes[i]);

        if ((sort == SORT_DIGIT) != (before == SORT_DIGIT)
            || (sort == SORT_CAPITAL && before == SORT_SMALL))
            buf_add_char(&parted, ' ');
        buf_add_char(&parted, sort ? header.bytes[i] : ' ');
        before = sort;
    }
    buf_add_char(words, ' ');
    fold_add(words, buf_str(&parted), FOLD_ACCENTS);
    buf_add_char(words, ' ');
}

static bool
has_words(struct str header, const char *identifier)
{
    bool is_all = identifier[0] == '=';
    struct buf wanted SCOPED(buf_clear) = {0};

    header_add_words(&wanted, str_from(identifier + is_all));
    return is_all ? str_equal(header, buf_str(&wanted))
                  : memmem(header.bytes, header.len, wanted.bytes, wanted.len)
                        != NULL;
}

bool
identifier_is(struct str header)
{
    struct buf words SCOPED(buf_clear) = {0};

    header_add_words(&words, header);
    for (size_t i = 0; i < N_ELEMENTS(identifiers); i++)
        if (has_words(buf_str(&words), identifiers[i]))
            return true;
    return false;
}
