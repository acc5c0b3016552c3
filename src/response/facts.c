/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types are those of reserved.def. */
#include "response/facts.h"

#include "instrument/fingerprint.h"
#include "response/answer.h"
#include "response/csv.h"

enum { AGE_LIMIT = 150 };

enum fact_type {
    TYPE_TEXT,
    TYPE_DATE,
    TYPE_TIME,
    TYPE_EDITION,
    TYPE_AGE,
    TYPE_SEX
};

static const enum fact_type types[N_FACTS] = {
#define FACT(NAME, word, type) [FACT_##NAME] = TYPE_##type,
#include "instrument/reserved.def"
};

static const int32_t nones[] = {[TYPE_DATE] = DATE_NONE,
                                [TYPE_TIME] = TIME_NONE,
                                [TYPE_EDITION] = 0,
                                [TYPE_AGE] = -1,
                                [TYPE_SEX] = 0};

bool
fact_find(struct str header, enum fact *fact)
{
    for (int i = 0; i < N_FACTS; i++)
        if (str_equal_nocase(header, str_from(fact_names[i]))) {
            *fact = (enum fact)i;
            return true;
        }
    return false;
}

void
facts_init(struct rows *room, struct arena *arena)
{
    for (int fact = 0; fact < N_FACTS; fact++) {
        if (types[fact] == TYPE_TEXT)
            room->text[fact] = ARENA_ARRAY(arena, BATCH_ROWS, struct str);
        else
            room->number[fact] = ARENA_ARRAY(arena, BATCH_ROWS, int32_t);
    }
}

void
facts_show(struct rows *rows, const struct rows *room,
           const bool has_fact[N_FACTS])
{
    for (int fact = 0; fact < N_FACTS; fact++) {
        rows->text[fact] = has_fact[fact] ? room->text[fact] : NULL;
        rows->number[fact] = has_fact[fact] ? room->number[fact] : NULL;
    }
    rows->dates_have_times = has_fact[FACT_DATE] && !has_fact[FACT_TIME];
    if (rows->dates_have_times)
        rows->number[FACT_TIME] = room->number[FACT_TIME];
}

void
facts_put_none(struct rows *rows, size_t row, enum fact fact)
{
    if (types[fact] == TYPE_TEXT)
        rows->text[fact][row] = STR("");
    else
        rows->number[fact][row] = nones[types[fact]];
    if (fact == FACT_DATE && rows->dates_have_times)
        rows->number[FACT_TIME][row] = TIME_NONE;
}

/* Most cells have nothing around them. */
static inline struct str
trimmed(struct str cell)
{
    return cell.len && !str_is_white(cell.bytes[0])
                   && !str_is_white(cell.bytes[cell.len - 1])
               ? cell
               : str_trim(cell);
}

static inline struct str
unguarded(struct str text, bool keep_raw)
{
    return keep_raw || !text.len || text.bytes[0] != '\'' ? text
                                                          : csv_unguarded(text);
}

struct str
facts_text(struct str cell, bool keep_raw)
{
    return unguarded(trimmed(cell), keep_raw);
}

/* 34 and 34.0 */
static bool
put_whole(struct str text, int32_t limit, int32_t *out)
{
    struct decimal number;

    if (!decimal_read(text, &number) || number.scale != 0 || number.units < 0
        || number.units > limit)
        return false;
    *out = (int32_t)number.units;
    return true;
}

static bool
put_sex(struct str text, int32_t *out)
{
    static const char codes[] = "fmxFMX";
    const char *found = text.len == 1 ? memchr(codes, text.bytes[0], 6) : NULL;

    if (!found)
        return false;
    *out = codes[(found - codes) % 3];
    return true;
}

static bool
put_number(struct str text, enum fact_type type, int32_t *out)
{
    switch (type) {
    case TYPE_TEXT:
        break;
    case TYPE_DATE:
        return date_read(text, out);
    case TYPE_TIME:
        return time_read(text, out);
    case TYPE_EDITION:
        return put_whole(text, INT32_MAX, out) && *out > 0;
    case TYPE_AGE:
        return put_whole(text, AGE_LIMIT, out);
    case TYPE_SEX:
        return put_sex(text, out);
    }
    return false;
}

/* A digest that is none would be that of nothing that was ever asked. */
static bool
is_digest(struct str text)
{
    return !text.len
           || fingerprint_match(&(struct fingerprint){0}, text)
                  != FINGERPRINT_NONE;
}

bool
fact_is_none(struct str text)
{
    return !text.len || answer_kind_of_word(text) != ANSWERED;
}

bool
fact_is_same(enum fact fact, struct str a, struct str b)
{
    int32_t one, other;

    return str_equal(a, b)
           || (types[fact] != TYPE_TEXT && put_number(a, types[fact], &one)
               && put_number(b, types[fact], &other) && one == other);
}

bool
fact_takes(enum fact fact, struct str text)
{
    int32_t number;

    if (types[fact] == TYPE_TEXT)
        return fact != FACT_DIGEST || is_digest(text);
    return fact_is_none(text) || put_number(text, types[fact], &number);
}

bool
fact_is_nobody(enum fact fact, struct str text)
{
    return (fact == FACT_CLIENT || fact == FACT_COUPLE) && fact_is_none(text);
}

static bool
put_date(struct rows *rows, size_t row, struct str text,
         const struct source_settings *settings)
{
    int32_t seconds;

    if (!source_settings_date(settings, text, &rows->number[FACT_DATE][row],
                              &seconds))
        return false;
    if (rows->dates_have_times)
        rows->number[FACT_TIME][row] = seconds;
    return true;
}

bool
facts_put(struct rows *rows, size_t row, enum fact fact, struct str cell,
          const struct response_options *options)
{
    struct str text = trimmed(cell);
    bool ok;

    if (types[fact] == TYPE_DATE) {
        ok = text.len && put_date(rows, row, text, &options->settings);
    } else if (types[fact] == TYPE_TEXT) {
        /* What a spreadsheet shows for a formula that failed is nobody's name,
           and would make one person of all that have it. */
        ok = fact == FACT_DIGEST ? is_digest(text)
                                 : fact == FACT_NOTE
                                       || !(answer_sheet_error(text)
                                            || fact_is_nobody(fact, text));
        rows->text[fact][row] = unguarded(text, options->keep_raw);
    } else {
        ok =
            text.len && put_number(text, types[fact], &rows->number[fact][row]);
    }
    if (ok)
        return true;
    facts_put_none(rows, row, fact);
    return !text.len || (types[fact] != TYPE_TEXT && fact_is_none(text));
}

void
fact_hint(enum fact fact, struct str cell,
          const struct response_options *options, struct buf *hint)
{
    static const char *const hints[] = {
        /* of texts, only a digest */
        [TYPE_TEXT] = "a digest is what 'attune fill' writes: twice 16 digits "
                      "of 0 to 9 and a to f, with a hyphen between",
        [TYPE_TIME] = "a time is written as 14:30 or 14:30:15",
        [TYPE_EDITION] = "an edition is a whole number from 1 on",
        [TYPE_AGE] = "an age is in whole years, 150 at most",
        [TYPE_SEX] = "f, m or x",
    };

    const char *error = answer_sheet_error(str_trim(cell));

    if (error)
        buf_add_text(hint, error);
    else if (fact_is_nobody(fact, str_trim(cell)))
        buf_add_text(hint, "it would be one name of many: leave it empty where "
                           "nobody is named");
    else if (types[fact] == TYPE_DATE)
        source_settings_date_hint(&options->settings, str_trim(cell), hint);
    else
        buf_add_text(hint, hints[types[fact]]);
}
