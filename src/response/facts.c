/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types are those of reserved.def. */
#include "response/facts.h"

#include "instrument/fingerprint.h"
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
#undef FACT
};

void
facts_init(struct rows *room, struct arena *arena)
{
    for (int fact = 0; fact < N_FACTS; fact++) {
        if (types[fact] == TYPE_TEXT)
            room->text[fact] = ARENA_ARRAY(arena, BATCH_ROWS, struct str);
    }
    room->date_days = ARENA_ARRAY(arena, BATCH_ROWS, int32_t);
    room->time_s = ARENA_ARRAY(arena, BATCH_ROWS, int32_t);
    room->edition = ARENA_ARRAY(arena, BATCH_ROWS, int32_t);
    room->age = ARENA_ARRAY(arena, BATCH_ROWS, int32_t);
    room->sex = ARENA_ARRAY(arena, BATCH_ROWS, char);
}

void
facts_show(struct rows *rows, const struct rows *room,
           const bool has_fact[N_FACTS])
{
    for (int fact = 0; fact < N_FACTS; fact++)
        rows->text[fact] = has_fact[fact] ? room->text[fact] : NULL;
    rows->date_days = has_fact[FACT_DATE] ? room->date_days : NULL;
    rows->time_s = has_fact[FACT_TIME] ? room->time_s : NULL;
    rows->edition = has_fact[FACT_EDITION] ? room->edition : NULL;
    rows->age = has_fact[FACT_AGE] ? room->age : NULL;
    rows->sex = has_fact[FACT_SEX] ? room->sex : NULL;
}

void
facts_put_none(struct rows *rows, size_t row, enum fact fact)
{
    if (types[fact] == TYPE_TEXT)
        rows->text[fact][row] = STR("");
    else if (fact == FACT_DATE)
        rows->date_days[row] = DATE_NONE;
    else if (fact == FACT_TIME)
        rows->time_s[row] = TIME_NONE;
    else if (fact == FACT_EDITION)
        rows->edition[row] = 0;
    else if (fact == FACT_AGE)
        rows->age[row] = -1;
    else
        rows->sex[row] = 0;
}

static struct str
text_of(struct str text, bool keep_raw)
{
    return keep_raw || !text.len || text.bytes[0] != '\'' ? text
                                                          : csv_unguarded(text);
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
put_sex(struct str text, char *out)
{
    static const char codes[] = "fmxFMX";
    const char *found = text.len == 1 ? memchr(codes, text.bytes[0], 6) : NULL;

    if (!found)
        return false;
    *out = codes[(found - codes) % 3];
    return true;
}

static bool
put_typed(struct rows *rows, size_t row, enum fact fact, struct str text)
{
    switch (types[fact]) {
    case TYPE_TEXT:
        break;
    case TYPE_DATE:
        return date_read(text, &rows->date_days[row]);
    case TYPE_TIME:
        return time_read(text, &rows->time_s[row]);
    case TYPE_EDITION:
        return put_whole(text, INT32_MAX, &rows->edition[row])
               && rows->edition[row] > 0;
    case TYPE_AGE:
        return put_whole(text, AGE_LIMIT, &rows->age[row]);
    case TYPE_SEX:
        return put_sex(text, &rows->sex[row]);
    }
    return false;
}

static bool
is_kind(struct str text)
{
    for (int kind = 0; kind < N_ANSWER_KINDS; kind++) {
        if (answer_kind_names[kind] && str_is(text, answer_kind_names[kind]))
            return true;
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
facts_put(struct rows *rows, size_t row, enum fact fact, struct str cell,
          bool keep_raw)
{
    struct str text = str_trim(cell);
    bool ok;

    if (types[fact] == TYPE_TEXT) {
        ok = fact != FACT_DIGEST || is_digest(text);
        rows->text[fact][row] = text_of(text, keep_raw);
    } else {
        ok = text.len && put_typed(rows, row, fact, text);
    }
    if (ok)
        return true;
    facts_put_none(rows, row, fact);
    return !text.len || (types[fact] != TYPE_TEXT && is_kind(text));
}

const char *
fact_hint(enum fact fact)
{
    switch (types[fact]) {
    case TYPE_TEXT:
        break;
    case TYPE_DATE:
        return "a date is written as 2026-03-31";
    case TYPE_TIME:
        return "a time is written as 14:30 or 14:30:15";
    case TYPE_EDITION:
        return "an edition is a whole number from 1 on";
    case TYPE_AGE:
        return "an age is in whole years, 150 at most";
    case TYPE_SEX:
        return "f, m or x";
    }
    return "a digest is what 'attune fill' writes: twice 16 digits of 0 to 9 "
           "and a to f, with a hyphen between"; /* of texts, only it */
}

void
facts_copy(struct rows *to, size_t to_row, const struct rows *from,
           size_t from_row, struct arena *arena)
{
    for (int fact = 0; fact < N_FACTS; fact++) {
        facts_put_none(to, to_row, (enum fact)fact);
        if (from->text[fact]) {
            struct str text = from->text[fact][from_row];
            to->text[fact][to_row] =
                (struct str){arena_text(arena, text), text.len};
        }
    }
    if (from->date_days)
        to->date_days[to_row] = from->date_days[from_row];
    if (from->time_s)
        to->time_s[to_row] = from->time_s[from_row];
    if (from->edition)
        to->edition[to_row] = from->edition[from_row];
    if (from->age)
        to->age[to_row] = from->age[from_row];
    if (from->sex)
        to->sex[to_row] = from->sex[from_row];
}
