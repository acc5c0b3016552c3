/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of words.def, and the ways in which languages write dates and
   numbers.  Arabic keeps the Western digits, as questionnaires there do. */
#include "base/words.h"

#include <assert.h>

#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"

enum {
    TRUE_MINUS = 0x2212,
    /* Keeps a sign before its number where lines run from right to left. */
    LEFT_TO_RIGHT_MARK = 0x200E
};

static const struct {
    const char *tag;
    bool is_rtl;
    char radix;
} languages[N_LANGUAGES] = {
    [LANG_EN] = {"en", false, '.'},
    [LANG_ES] = {"es", false, ','},
    [LANG_DE] = {"de", false, ','},
    [LANG_AR] = {"ar", true, '.'},
};

static const char *const words[N_WORDS][N_LANGUAGES] = {
#define WORD(name, en, es, de, ar)                                             \
    [WORD_##name] = {[LANG_EN] = (en),                                         \
                     [LANG_ES] = (es),                                         \
                     [LANG_DE] = (de),                                         \
                     [LANG_AR] = (ar)},
#include "base/words.def"
#undef WORD
};

bool
language_find(struct str tag, enum language *language)
{
    struct str primary = tag;
    const char *hyphen = tag.len ? memchr(tag.bytes, '-', tag.len) : NULL;

    if (hyphen)
        primary.len = (size_t)(hyphen - tag.bytes);
    for (int i = 0; i < N_LANGUAGES; i++) {
        if (str_equal_nocase(primary, str_from(languages[i].tag))) {
            *language = (enum language)i;
            return true;
        }
    }
    return false;
}

const char *
language_tag(enum language language)
{
    assert(language < N_LANGUAGES);
    return languages[language].tag;
}

bool
language_is_rtl(enum language language)
{
    assert(language < N_LANGUAGES);
    return languages[language].is_rtl;
}

const char *
word_in(enum language language, enum word word)
{
    assert(language < N_LANGUAGES && word < N_WORDS);
    return words[word][language];
}

void
words_add(struct buf *buf, enum language language, enum word word,
          const struct str *texts, int n)
{
    const char *at = word_in(language, word);

    while (*at) {
        if (at[0] == '{' && at[1] >= '1' && at[1] <= '9' && at[2] == '}') {
            int idx = at[1] - '1';

            assert(idx < n);
            if (idx < n)
                buf_add(buf, texts[idx]);
            at += 3;
        } else {
            buf_add_char(buf, *at++);
        }
    }
}

void
words_add_numbers(struct buf *buf, enum language language, enum word word,
                  const double *numbers, int n)
{
    struct buf written[9] = {{0}};
    struct str texts[9] = {{0}};

    assert(n <= 9);
    for (int i = 0; i < n; i++) {
        num_add(&written[i], numbers[i]);
        texts[i] = buf_str(&written[i]);
    }
    words_add(buf, language, word, texts, n);
    for (int i = 0; i < n; i++)
        buf_clear(&written[i]);
}

/* The word of a month, 1 to 12, when that of January is 'january'. */
static enum word
month_word(enum word january, int month)
{
    assert(month >= 1 && month <= 12);
    return (enum word)((int)january + month - 1);
}

static void
add_date(struct buf *buf, enum language language, int32_t days, enum word form,
         enum word january)
{
    struct civil date = date_civil(days);
    struct buf day SCOPED(buf_clear) = {0};
    struct buf year SCOPED(buf_clear) = {0};

    buf_addf(&day, "%d", date.day);
    buf_addf(&year, "%d", date.year);
    WORDS_ADD(buf, language, form, buf_str(&day),
              str_from(word_in(language, month_word(january, date.month))),
              buf_str(&year));
}

void
words_add_date(struct buf *buf, enum language language, int32_t days)
{
    add_date(buf, language, days, WORD_DATE, WORD_JANUARY);
}

void
words_add_short_date(struct buf *buf, enum language language, int32_t days)
{
    add_date(buf, language, days, WORD_SHORT_DATE, WORD_SHORT_JANUARY);
}

void
words_add_month(struct buf *buf, enum language language, int month)
{
    buf_add_text(buf, word_in(language, month_word(WORD_JANUARY, month)));
}

void
words_add_number(struct buf *buf, enum language language, double number,
                 int decimals)
{
    struct buf plain SCOPED(buf_clear) = {0};

    assert(language < N_LANGUAGES);
    num_add_fixed(&plain, number, decimals);
    for (size_t i = 0; i < plain.len; i++) {
        if (plain.bytes[i] == '-') {
            if (languages[language].is_rtl)
                utf8_add(buf, LEFT_TO_RIGHT_MARK);
            utf8_add(buf, TRUE_MINUS);
        } else if (plain.bytes[i] == '.')
            buf_add_char(buf, languages[language].radix);
        else
            buf_add_char(buf, plain.bytes[i]);
    }
}
