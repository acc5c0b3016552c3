/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions that turned out to be another client's, and how what is left of them
   under the first one's key is destroyed: that client gets a new key. */
#include <config.h>

#include "casebook/casebook.h"

#include "casebook/inbox.h"
#include "casebook/unlocked.h"

/* Of a session and of the AMENDMENT that removes what it came from: the record
   as which it was first written. */
static const char origin_name[] = ".origin";

void
casebook_move(struct casebook *casebook, size_t record, uint32_t client,
              const struct fields *row, struct str reason)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct fields before;
    struct fields session = {0};
    struct fields gone = {0};

    (void)!casebook_read(casebook, record, scratch, &before);
    struct str origin = fields_get(&before, origin_name);
    if (!origin.len)
        origin = digits_of(record, scratch);
    fields_put(scratch, &session, STR(".at"), fields_get(&before, ".at"));
    fields_put(scratch, &session, STR(".by"), fields_get(&before, ".by"));
    fields_put(scratch, &session, str_from(origin_name), origin);
    for (size_t i = 0; i < row->n; i++)
        *vec_add(scratch, &session) = row->items[i];
    casebook_put_again(casebook, RECORD_SESSION, client, &session);
    fields_put(scratch, &gone, STR("record"), digits_of(record, scratch));
    fields_put(scratch, &gone, STR("item"), STR(""));
    fields_put(scratch, &gone, STR("old"), STR(""));
    fields_put(scratch, &gone, STR("new"), STR(""));
    fields_put(scratch, &gone, STR("reason"), reason);
    fields_put(scratch, &gone, str_from(origin_name), origin);
    casebook_put(casebook, RECORD_AMENDMENT,
                 casebook_front(casebook, record).client, &gone);
}

/* ---- what is to go ---- */

struct renewal {
    struct casebook *casebook;
    struct arena *arena;
    struct arena *scratch; /* for one record */
    size_t n;              /* records there are */
    bool *is_away;         /* of each: a session that went to another client */
    bool *is_origin;       /* ...: the client has a session that began as it */
    bool *goes;            /* ...: a session of the client, with another */
    size_t *again;         /* where it is written anew; 0: nowhere */
    struct buf fills;      /* of those that go */
    bool *is_holder;       /* of each client: its key opens one of them */
    uint32_t *renewed;     /* of each number: the one in its place; 0: none */
    size_t n_numbers;
};

/* The record that a field names; SIZE_MAX: it names none. */
static size_t
named_record(const struct renewal *renewal, const struct fields *fields,
             const char *name)
{
    uint64_t idx = fields_number(fields, name);

    return fields_get(fields, name).len && idx < renewal->n ? (size_t)idx
                                                            : SIZE_MAX;
}

static bool
take(const struct renewal *renewal, size_t idx, enum record_kind kind,
     struct fields *fields)
{
    arena_rewind(renewal->scratch);
    return casebook_front(renewal->casebook, idx).kind == kind
           && casebook_read(renewal->casebook, idx, renewal->scratch, fields);
}

static void
find_origins(struct renewal *renewal, uint32_t client)
{
    struct fields fields;

    for (size_t idx = 0; idx < renewal->n; idx++) {
        if (!take(renewal, idx, RECORD_AMENDMENT, &fields))
            continue;
        size_t record = named_record(renewal, &fields, "record");
        if (record != SIZE_MAX && fields_get(&fields, origin_name).len)
            renewal->is_away[record] = true;
    }
    for (size_t idx = 0; idx < renewal->n; idx++) {
        if (renewal->is_away[idx]
            || casebook_front(renewal->casebook, idx).client != client
            || !take(renewal, idx, RECORD_SESSION, &fields))
            continue;
        size_t origin = named_record(renewal, &fields, origin_name);
        if (origin != SIZE_MAX)
            renewal->is_origin[origin] = true;
    }
}

static void
find_holders(struct renewal *renewal, uint32_t client)
{
    struct casebook *casebook = renewal->casebook;
    struct fields fields;

    for (size_t idx = 0; idx < renewal->n; idx++) {
        uint32_t holder = casebook_front(casebook, idx).client;
        if (holder == client || !take(renewal, idx, RECORD_AMENDMENT, &fields))
            continue;
        size_t origin = named_record(renewal, &fields, origin_name);
        size_t record = named_record(renewal, &fields, "record");
        if (origin == SIZE_MAX || record == SIZE_MAX
            || !renewal->is_origin[origin])
            continue;
        renewal->goes[record] = true;
        renewal->is_holder[holder] = true;
        if (take(renewal, record, RECORD_SESSION, &fields))
            buf_add(&renewal->fills, fields_get(&fields, ".fill"));
    }
}

static bool
has_gone_fill(const struct renewal *renewal, struct str fill)
{
    enum { HEX = 2 * FILL_ID };
    struct str rest = buf_str(&renewal->fills);

    for (; rest.len >= HEX; rest.bytes += HEX, rest.len -= HEX)
        if (str_equal((struct str){rest.bytes, HEX}, fill))
            return true;
    return false;
}

/* The session, what was corrected in it and noted at reading it, and the form
   while it was not finished. */
static bool
is_to_go(const struct renewal *renewal, size_t idx, const struct fields *fields)
{
    enum record_kind kind = casebook_front(renewal->casebook, idx).kind;
    size_t record = named_record(renewal, fields, "record");

    if (kind == RECORD_AMENDMENT || kind == RECORD_REVIEW)
        return record != SIZE_MAX && renewal->goes[record];
    return renewal->goes[idx]
           || (kind == RECORD_DRAFT
               && has_gone_fill(renewal, fields_get(fields, ".fill")));
}

/* ---- new keys ---- */

static uint32_t
number_of(const struct renewal *renewal, size_t idx)
{
    return renewal->casebook->vault.records.items[idx].client;
}

/* All numbers of a client: corrections of one name records of another. */
static bool
make_keys(struct renewal *renewal, struct diag *diag)
{
    struct casebook *casebook = renewal->casebook;

    for (uint32_t i = 1; i <= renewal->n_numbers; i++) {
        if (casebook_is_erased(casebook, i)
            || !renewal->is_holder[casebook_person(casebook, i)])
            continue;
        uint32_t number = casebook_n_clients(casebook) + 1;
        if (!cells_client_add(&casebook->cells, number, casebook->ring, diag))
            return false;
        *vec_add(casebook->arena, &casebook->clients) =
            (struct known_client){.code = STR("")};
        renewal->renewed[i] = number;
    }
    return true;
}

static void
write_anew(struct renewal *renewal)
{
    struct casebook *casebook = renewal->casebook;
    struct fields fields;

    for (size_t idx = 0; idx < renewal->n; idx++) {
        uint32_t number = renewal->renewed[number_of(renewal, idx)];
        enum record_kind kind = casebook_front(casebook, idx).kind;
        if (!number || !take(renewal, idx, kind, &fields)
            || is_to_go(renewal, idx, &fields))
            continue;
        size_t record = named_record(renewal, &fields, "record");
        if (record != SIZE_MAX && renewal->again[record])
            fields_set(renewal->scratch, &fields, STR("record"),
                       digits_of(renewal->again[record], renewal->scratch));
        renewal->again[idx] = renewal->n + casebook->vault.n_staged;
        casebook_put_again(casebook, kind, number, &fields);
    }
}

static void
put_renewals(struct renewal *renewal)
{
    struct arena *arena = renewal->arena;

    for (uint32_t i = 1; i <= renewal->n_numbers; i++) {
        struct fields fields = {0};
        if (!renewal->renewed[i])
            continue;
        fields_put(arena, &fields, STR("number"),
                   digits_of(renewal->renewed[i], arena));
        fields_put(arena, &fields, STR("was"), digits_of(i, arena));
        fields_put(arena, &fields, STR("fills"), buf_str(&renewal->fills));
        casebook_put(renewal->casebook, RECORD_RENEWAL, 0, &fields);
    }
}

bool
moved_put_renewals(struct casebook *casebook, uint32_t client,
                   struct diag *diag)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    size_t n = casebook_n_records(casebook);
    size_t n_numbers = casebook_n_clients(casebook);
    struct renewal renewal = {
        .casebook = casebook,
        .arena = arena,
        .scratch = scratch,
        .n = n,
        .is_away = ARENA_ARRAY(arena, n, bool),
        .is_origin = ARENA_ARRAY(arena, n, bool),
        .goes = ARENA_ARRAY(arena, n, bool),
        .again = ARENA_ARRAY(arena, n, size_t),
        .is_holder = ARENA_ARRAY(arena, n_numbers + 1, bool),
        .renewed = ARENA_ARRAY(arena, n_numbers + 1, uint32_t),
        .n_numbers = n_numbers,
    };

    find_origins(&renewal, client);
    find_holders(&renewal, client);
    bool ok = make_keys(&renewal, diag);
    if (ok) {
        write_anew(&renewal);
        put_renewals(&renewal);
    }
    buf_clear(&renewal.fills);
    return ok;
}
