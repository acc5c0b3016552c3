/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Consents as lines in the order of their days; see consents.h. */
#include "change/consents.h"

#include <stdlib.h>
#include <string.h>
#include "base/date.h"
#include "base/str.h"
#include "base/vec.h"
#include "instrument/instrument.h"
#include "response/csv_table.h"

enum column {
    COLUMN_CLIENT,
    COLUMN_DATE,
    COLUMN_CONSENT,
    COLUMN_ALONE,
    COLUMN_SCALE,
    N_COLUMNS
};

static const char *const columns[N_COLUMNS] = {
    [COLUMN_CLIENT] = "client",   [COLUMN_DATE] = "date",
    [COLUMN_CONSENT] = "consent", [COLUMN_ALONE] = "asked-alone",
    [COLUMN_SCALE] = "scale",
};

struct consent {
    struct str client;
    struct str scale; /* empty: all that are not asked for by name */
    int32_t date_days;
    bool is_yes; /* and said alone */
    struct place place;
};

struct consents {
    struct consent_list VEC(struct consent) list; /* by date, a no behind the
                                                     yeses of its day */
};

static bool
read_yes(struct str word, bool *is_yes)
{
    *is_yes = str_equal_nocase(word, STR("yes"));
    return *is_yes || str_equal_nocase(word, STR("no"));
}

static bool
take_line(struct csv_table *table, struct consents *consents)
{
    struct consent consent = {
        .client = csv_table_cell(table, COLUMN_CLIENT),
        .scale = csv_table_cell(table, COLUMN_SCALE),
    };
    bool is_alone;

    if (!consent.client.len
        || !date_read(csv_table_cell(table, COLUMN_DATE), &consent.date_days)
        || !read_yes(csv_table_cell(table, COLUMN_CONSENT), &consent.is_yes)
        || !read_yes(csv_table_cell(table, COLUMN_ALONE), &is_alone))
        return csv_table_refuse(table,
                                "a line has a client, a date as YYYY-MM-DD, "
                                "and yes or no as consent and as asked-alone");
    consent.is_yes = consent.is_yes && is_alone;
    consent.place = csv_table_place(table);
    *vec_add(table->arena, &consents->list) = consent;
    return true;
}

static int
compare(const void *a_aux, const void *b_aux)
{
    const struct consent *a = a_aux;
    const struct consent *b = b_aux;

    if (a->date_days != b->date_days)
        return a->date_days < b->date_days ? -1 : 1;
    return b->is_yes - a->is_yes;
}

const struct consents *
consents_read(const char *path, struct str bytes, struct arena *arena,
              struct diag *diag)
{
    struct consents *consents = ARENA_NEW(arena, struct consents);
    struct csv_table table = {
        .path = path,
        .bytes = bytes,
        .columns = columns,
        .n_columns = N_COLUMNS,
        .n_needed = COLUMN_SCALE,
        .message = MSG_CONSENT_LINE,
        .arena = arena,
        .diag = diag,
    };
    bool is_bad = !csv_table_open(
        &table, "the first line names the columns: client, scale, date, "
                "consent and asked-alone, and no other");

    while (!is_bad && csv_table_next(&table, &is_bad))
        is_bad = !take_line(&table, consents);
    if (is_bad)
        return NULL;
    if (consents->list.n)
        qsort(consents->list.items, consents->list.n,
              sizeof consents->list.items[0], compare);
    return consents;
}

/* A no counts of a code that differs in case alone, too. */
static bool
is_of(const struct consent *consent, const char *client)
{
    return consent->is_yes
               ? str_is(consent->client, client)
               : str_equal_nocase(consent->client, str_from(client));
}

/* ---- names of scales ---- */

static const struct instrument *
instrument_of(struct str id, struct library *library,
              const struct instrument *const *instruments, size_t n)
{
    struct diag *ignored SCOPED(diag_drop) = diag_new();
    const struct instrument *found = NULL;

    for (size_t i = 0; i < n && !found; i++)
        if (str_is(id, instruments[i]->id))
            found = instruments[i];
    if (!found)
        found = library_load_id(library, id, 0, ignored);
    return found;
}

static bool
names_scale(struct str name, struct library *library,
            const struct instrument *const *instruments, size_t n)
{
    struct str owner;
    struct str id;
    size_t idx;

    if (!str_cut(name, ".", &owner, &id))
        return false;
    const struct instrument *instrument =
        instrument_of(owner, library, instruments, n);
    return instrument && instrument_find_of(instrument, ID_SCALE, id, &idx);
}

/* Whether the client has said anew, of all scales, what is to hold: then what
   was said of one before counts no more. */
static bool
is_over(const struct consents *consents, size_t idx)
{
    const struct consent *consent = &consents->list.items[idx];

    for (size_t i = idx + 1; i < consents->list.n; i++)
        if (!consents->list.items[i].scale.len
            && str_equal(consents->list.items[i].client, consent->client))
            return true;
    return false;
}

bool
consents_check(const struct consents *consents, const char *client,
               struct library *library,
               const struct instrument *const *instruments, size_t n,
               struct diag *diag)
{
    bool is_good = true;

    for (size_t i = 0; i < consents->list.n; i++) {
        const struct consent *consent = &consents->list.items[i];

        if (!is_of(consent, client) || !consent->scale.len
            || is_over(consents, i)
            || names_scale(consent->scale, library, instruments, n))
            continue;
        diag_add(diag, MSG_CONSENT_SCALE, consent->place, "'%.*s'",
                 (int)consent->scale.len, consent->scale.bytes);
        diag_hint(diag, "a scale is named INSTRUMENT.SCALE; empty means all "
                        "but those that are asked for by name; where the "
                        "questionnaire is gone, -i names its file, or whoever "
                        "said it is asked anew about all scales");
        is_good = false;
    }
    return is_good;
}

/* ---- what holds ---- */

int32_t
consents_since(const struct consents *consents, const char *client,
               const char *scale, bool by_name, int32_t latest_days)
{
    int32_t first = DATE_NONE;
    int32_t last = DATE_NONE;

    for (size_t i = 0; i < consents->list.n; i++) {
        const struct consent *consent = &consents->list.items[i];

        if (!is_of(consent, client)
            || (consent->scale.len ? !str_is(consent->scale, scale)
                                   : by_name && consent->is_yes))
            continue;
        if (!consent->is_yes)
            first = DATE_NONE;
        else if (first == DATE_NONE)
            first = consent->date_days;
        last = consent->date_days;
    }
    return first != DATE_NONE && last >= latest_days ? first : DATE_NONE;
}
