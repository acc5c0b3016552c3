/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people read on a page or a form, in their language.  The language is
   an argument, never the locale of the process.  Diagnostics are not here:
   they are in messages.def. */
#ifndef ATTUNE_BASE_WORDS_H
#define ATTUNE_BASE_WORDS_H

#include <stdbool.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"

enum language { LANG_EN, LANG_ES, LANG_DE, LANG_AR, N_LANGUAGES };

enum word {
#define WORD(name, en, es, de, ar) WORD_##name,
#include "base/words.def"
#undef WORD
    N_WORDS
};

/* "de", "de-AT" and "DE" are German.  False for a language that the words do
   not speak. */
bool language_find(struct str tag, enum language *language);
const char *language_tag(enum language language);
bool language_is_rtl(enum language language);

/* Never NULL.  May hold {1} {2} ..., filled by words_add(). */
const char *word_in(enum language language, enum word word);

/* Adds the words with {1}, {2} ... replaced by the 'n' texts. */
void words_add(struct buf *buf, enum language language, enum word word,
               const struct str *texts, int n);
#define WORDS_ADD(buf, language, word, ...)                                    \
    words_add((buf), (language), (word), (const struct str[]){__VA_ARGS__},    \
              (int)N_ELEMENTS(((const struct str[]){__VA_ARGS__})))
/* The same with numbers, as num_add() writes them; at most 9. */
void words_add_numbers(struct buf *buf, enum language language, enum word word,
                       const double *numbers, int n);

/* "4 June 2026", "4. Juni 2026", "4 de junio de 2026". */
void words_add_date(struct buf *buf, enum language language, int32_t days);
/* "5 Jun": for an axis. */
void words_add_short_date(struct buf *buf, enum language language,
                          int32_t days);
void words_add_month(struct buf *buf, enum language language, int month);

/* A number as the language writes it: a decimal comma where it has one, a
   true minus sign; with a left-to-right mark before it where lines run from
   right to left, since the sign would else end up behind its number. */
void words_add_number(struct buf *buf, enum language language, double number,
                      int decimals);

#endif
