/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people read: every word in every language, dates and numbers. */
#include "unit.h"

#include <string.h>

#include "base/date.h"
#include "base/utf8.h"
#include "base/words.h"

/* The set of {1} ... {9} of a text, as bits. */
static unsigned
places_of(const char *text)
{
    unsigned places = 0;

    for (; (text = strchr(text, '{')); text++) {
        if (text[1] >= '1' && text[1] <= '9' && text[2] == '}')
            places |= 1u << (text[1] - '0');
        else
            places |= 1; /* an open brace that is no place */
    }
    return places;
}

/* Every language has every word, with the same places to fill. */
static void
test_complete(void **state)
{
    (void)state;
    for (int word = 0; word < N_WORDS; word++) {
        unsigned places = places_of(word_in(LANG_EN, (enum word)word));

        for (int i = 0; i < N_LANGUAGES; i++) {
            const char *text = word_in((enum language)i, (enum word)word);

            if (!text || !*text || places_of(text) != places || places & 1
                || utf8_valid_len(str_from(text)) != strlen(text))
                fail_msg("word %d ('%s') in %s: '%s'", word,
                         word_in(LANG_EN, (enum word)word),
                         language_tag((enum language)i), text ? text : "");
        }
    }
}

/* What is computed with stands from left to right in every language, or a root
   is seen behind its sum, and a sign behind its number. */
static void
test_reckoning(void **state)
{
    static const char *const signs[] = {"±", "√", "²", "="};
    static const char begin[] = "\u2066";
    static const char end[] = "\u2069";

    (void)state;
    for (int word = 0; word < N_WORDS; word++) {
        const char *text = word_in(LANG_AR, (enum word)word);

        for (size_t i = 0; i < N_ELEMENTS(signs); i++) {
            const char *sign = strstr(text, signs[i]);
            const char *from = strstr(text, begin);

            if (sign && strchr(text, '{')
                && (!from || from > sign || !strstr(sign, end)))
                fail_msg("word %d in Arabic: '%s'", word, text);
        }
    }
}

static void
test_language_find(void **state)
{
    static const struct {
        const char *tag;
        int want; /* -1: none */
    } cases[] = {
        {"en", LANG_EN},    {"es", LANG_ES},
        {"de", LANG_DE},    {"ar", LANG_AR},
        {"DE", LANG_DE},    {"de-AT", LANG_DE},
        {"AR-eg", LANG_AR}, {"en-Latn-GB", LANG_EN},
        {"", -1},           {"-", -1},
        {"fr", -1},         {"deu", -1},
        {"e", -1},          {"english", -1},
        {"de_AT", -1},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        enum language got = N_LANGUAGES;
        bool ok = language_find(str_from(cases[i].tag), &got);

        if (ok != (cases[i].want >= 0) || (ok && (int)got != cases[i].want)
            || (!ok && got != N_LANGUAGES))
            fail_msg("'%s': %d", cases[i].tag, (int)got);
    }
    for (int i = 0; i < N_LANGUAGES; i++)
        assert_int_equal(language_is_rtl((enum language)i), i == LANG_AR);
}

static void
test_dates(void **state)
{
    static const struct {
        enum language language;
        struct civil date;
        const char *want;
        const char *want_short;
    } cases[] = {
        {LANG_EN, {2026, 6, 4}, "4 June 2026", "4 Jun"},
        {LANG_ES, {2026, 6, 4}, "4 de junio de 2026", "4 jun"},
        {LANG_DE, {2026, 6, 4}, "4. Juni 2026", "4. Juni"},
        {LANG_AR, {2026, 6, 4}, "4 يونيو 2026", "4 يونيو"},
        {LANG_EN, {1999, 12, 31}, "31 December 1999", "31 Dec"},
        {LANG_ES, {1999, 12, 31}, "31 de diciembre de 1999", "31 dic"},
        {LANG_DE, {1999, 1, 10}, "10. Januar 1999", "10. Jan."},
        {LANG_DE, {1999, 3, 1}, "1. März 1999", "1. März"},
        {LANG_AR, {1999, 9, 1}, "1 سبتمبر 1999", "1 سبتمبر"},
    };
    struct buf buf = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        int32_t days = date_days(cases[i].date);

        buf_empty(&buf);
        words_add_date(&buf, cases[i].language, days);
        if (!str_is(buf_str(&buf), cases[i].want))
            fail_msg("'%s', not '%s'", buf_text(&buf), cases[i].want);
        buf_empty(&buf);
        words_add_short_date(&buf, cases[i].language, days);
        if (!str_is(buf_str(&buf), cases[i].want_short))
            fail_msg("'%s', not '%s'", buf_text(&buf), cases[i].want_short);
    }
    buf_clear(&buf);
}

static void
test_months(void **state)
{
    static const char *const spanish[] = {
        "enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
        "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"};
    struct buf buf = {0};

    (void)state;
    for (int month = 1; month <= 12; month++) {
        buf_empty(&buf);
        words_add_month(&buf, LANG_ES, month);
        assert_string_equal(buf_text(&buf), spanish[month - 1]);
    }
    buf_clear(&buf);
}

static void
test_numbers(void **state)
{
    static const struct {
        enum language language;
        double number;
        int decimals;
        const char *want;
    } cases[] = {
        {LANG_EN, 3.675, 2, "3.68"},      {LANG_ES, 3.675, 2, "3,68"},
        {LANG_DE, 3.675, 2, "3,68"},      {LANG_AR, 3.675, 2, "3.68"},
        {LANG_EN, -1.5, 1, "−1.5"},       {LANG_DE, -1.5, 1, "−1,5"},
        {LANG_AR, -1.5, 1, "\u200e−1.5"}, {LANG_DE, 12, 0, "12"},
        {LANG_DE, -0.001, 2, "0,00"},     {LANG_ES, 1234567.5, 1, "1234567,5"},
    };
    struct buf buf = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        buf_empty(&buf);
        words_add_number(&buf, cases[i].language, cases[i].number,
                         cases[i].decimals);
        if (!str_is(buf_str(&buf), cases[i].want))
            fail_msg("'%s', not '%s'", buf_text(&buf), cases[i].want);
    }
    buf_clear(&buf);
}

/* Texts are put in as they are, also when they look like places. */
static void
test_filling(void **state)
{
    const struct str texts[] = {STR("{2}"), STR("B"), STR("")};
    struct buf buf = {0};

    (void)state;
    words_add(&buf, LANG_ES, WORD_DATE, texts, 3);
    assert_string_equal(buf_text(&buf), "{2} de B de ");
    buf_clear(&buf);
}

UNIT_MAIN(cmocka_unit_test(test_complete), cmocka_unit_test(test_reckoning),
          cmocka_unit_test(test_language_find), cmocka_unit_test(test_dates),
          cmocka_unit_test(test_months), cmocka_unit_test(test_numbers),
          cmocka_unit_test(test_filling))
