/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers word by word; see source.h. */
#include <config.h>

#include "exchange/source.h"

#include <string.h>
#include "base/fold.h"

static const char *const identifiers[] = {
#define IDENTIFIER(words) words,
#include "exchange/identifiers.def"
};

static const char *const program_columns[] = {
#define FACT_HEADER(NAME, words, certainty) "=" words,
#define OWN_HEADER(words) "=" words,
#include "exchange/fact_headers.def"
};

enum sort {
    SORT_OTHER,
    SORT_SMALL,
    SORT_CAPITAL,
    SORT_LETTER, /* small or capital: not of A to Z */
    SORT_DIGIT
};

static enum sort
sort_of(char c)
{
    if (str_is_digit(c))
        return SORT_DIGIT;
    if (c >= 'A' && c <= 'Z')
        return SORT_CAPITAL;
    if ((unsigned char)c >= 0x80)
        return SORT_LETTER;
    return c >= 'a' && c <= 'z' ? SORT_SMALL : SORT_OTHER;
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

/* Whether words stand among those of a header, one behind the other. */
static bool
has_words(struct str header, const char *identifier)
{
    bool is_all = identifier[0] == '=';
    struct str wanted = str_from(identifier + is_all);

    if (is_all)
        return str_equal(str_trim(header), wanted);
    for (struct str rest = header; rest.len > wanted.len + 1;) {
        const char *at =
            memmem(rest.bytes + 1, rest.len - 1, wanted.bytes, wanted.len);
        if (!at)
            return false;
        if (at[-1] == ' ' && at[wanted.len] == ' ')
            return true;
        rest = str_skip(rest, (size_t)(at - rest.bytes));
    }
    return false;
}

static bool
is_one_of(struct str header, const char *const *list, size_t n)
{
    struct buf words SCOPED(buf_clear) = {0};

    header_add_words(&words, header);
    for (size_t i = 0; i < n; i++)
        if (has_words(buf_str(&words), list[i]))
            return true;
    return false;
}

bool
identifier_is(struct str header)
{
    return is_one_of(header, identifiers, N_ELEMENTS(identifiers));
}

bool
program_column_is(struct str header)
{
    struct str code, text;

    return is_one_of(header, program_columns, N_ELEMENTS(program_columns))
           || str_ends(header, "_complete") || str_ends(header, "_timestamp")
           || (str_cut(header, ". ", &code, &text)
               && is_one_of(code, program_columns,
                            N_ELEMENTS(program_columns)));
}
