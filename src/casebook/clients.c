/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clients: their codes, whose number is whose, and how they are erased. */
#include <config.h>

#include "casebook/casebook.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include "base/file.h"
#include "base/utf8.h"
#include "casebook/inbox.h"
#include "casebook/unlocked.h"

uint32_t
casebook_n_clients(const struct casebook *casebook)
{
    return (uint32_t)casebook->clients.n;
}

static struct known_client *
client_at(const struct casebook *casebook, uint32_t client)
{
    assert(client && client <= casebook->clients.n);
    return &casebook->clients.items[client - 1];
}

bool
casebook_is_erased(const struct casebook *casebook, uint32_t client)
{
    return client_at(casebook, client)->is_erased;
}

uint32_t
casebook_person(const struct casebook *casebook, uint32_t client)
{
    while (client && client_at(casebook, client)->into)
        client = client_at(casebook, client)->into;
    return client;
}

uint32_t
casebook_named(const struct casebook *casebook, const struct fields *fields,
               const char *name)
{
    uint64_t number = fields_number(fields, name);

    return number <= casebook->clients.n
               ? casebook_person(casebook, (uint32_t)number)
               : 0;
}

uint32_t
clients_whose(const struct casebook *casebook, uint32_t client)
{
    return client && casebook_is_erased(casebook, client)
               ? client
               : casebook_person(casebook, client);
}

struct str
casebook_code(const struct casebook *casebook, uint32_t client)
{
    return client_at(casebook, casebook_person(casebook, client))->code;
}

uint32_t
casebook_find(const struct casebook *casebook, struct str code)
{
    for (uint32_t i = 1; i <= casebook->clients.n; i++)
        if (!client_at(casebook, i)->is_erased
            && str_equal(client_at(casebook, i)->code, code))
            return casebook_person(casebook, i);
    return 0;
}

bool
casebook_is_code(struct str text)
{
    struct str rest = text;
    uint32_t character;

    while (utf8_next(&rest, &character))
        if (utf8_is_control(character))
            return false;
    return text.len && text.len <= CASEBOOK_LIMIT_CODE && utf8_is_text(text)
           && str_trim(text).len == text.len;
}

static bool
refuse_code(struct str code, struct diag *diag)
{
    diag_add(diag, MSG_CASEBOOK_CODE, (struct place){0}, "'%.*s'",
             STR_ARGS(code));
    return diag_hint(diag, "where both are one person, 'attune client merge' "
                           "puts the code that was a slip to the other");
}

uint32_t
casebook_add_client(struct casebook *casebook, const struct fields *fields,
                    struct diag *diag)
{
    struct str code = fields_get(fields, "code");
    uint32_t number = (uint32_t)casebook->clients.n + 1;

    if (casebook_find(casebook, code))
        return refuse_code(code, diag);
    if (!cells_client_add(&casebook->cells, number, casebook->ring, diag))
        return 0;
    *vec_add(casebook->arena, &casebook->clients) = (struct known_client){
        .code = str_from(arena_text(casebook->arena, code))};
    casebook_put(casebook, RECORD_CLIENT, number, fields);
    return number;
}

struct fields
casebook_client(struct casebook *casebook, uint32_t client, struct arena *arena)
{
    const struct known_client *known = client_at(casebook, client);
    struct fields all = {0};
    struct fields told = {0};

    if (!known->is_erased
        && casebook_read(casebook, known->told_idx, arena, &all))
        for (size_t i = 0; i < all.n; i++)
            if (!str_starts(all.items[i].name, "."))
                *vec_add(arena, &told) = all.items[i];
    return told;
}

bool
casebook_change_client(struct casebook *casebook, uint32_t client,
                       const struct fields *changed, struct diag *diag)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct fields fields = casebook_client(casebook, client, scratch);
    struct str code = fields_get(changed, "code");
    uint32_t other = code.len ? casebook_find(casebook, code) : 0;

    if (other && other != client)
        return refuse_code(code, diag);
    for (size_t i = 0; i < changed->n; i++)
        fields_set(scratch, &fields, changed->items[i].name,
                   changed->items[i].text);
    casebook_put(casebook, RECORD_CLIENT, client, &fields);
    return true;
}

void
casebook_merge(struct casebook *casebook, uint32_t from, uint32_t into)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct fields fields = casebook_client(casebook, from, scratch);

    assert(casebook_person(casebook, from) == from
           && casebook_person(casebook, into) == into && from != into);
    fields_put(scratch, &fields, STR("merged-into"), digits_of(into, scratch));
    casebook_put(casebook, RECORD_CLIENT, from, &fields);
}

/* ---- what records say of them ---- */

void
clients_absorb(struct casebook *casebook, size_t idx)
{
    uint32_t number = casebook->vault.records.items[idx].client;
    struct fields fields;

    while (casebook->clients.n < number)
        *vec_add(casebook->arena, &casebook->clients) =
            (struct known_client){.code = STR("")};
    if (!casebook_read(casebook, idx, casebook->arena, &fields))
        return;
    uint32_t into = casebook_named(casebook, &fields, "merged-into");
    *client_at(casebook, number) = (struct known_client){
        .code = fields_get(&fields, "code"),
        .into = into == number ? 0 : into, /* or it would go round */
        .told_idx = idx,
    };
}

static void
absorb_gone(struct casebook *casebook, struct str fills)
{
    enum { HEX = 2 * FILL_ID };

    for (; fills.len >= HEX; fills.bytes += HEX, fills.len -= HEX)
        *vec_add(casebook->arena, &casebook->gone) =
            (struct str){fills.bytes, HEX};
}

/* What is kept of a code: it tells whether somebody had this one. */
static struct str
code_link(const struct casebook *casebook, struct str code, struct arena *arena)
{
    struct buf named SCOPED(buf_clear) = {0};
    uint8_t link[SEAL_LINK];

    buf_add_text(&named, "erased ");
    buf_add(&named, code);
    seal_link(link, casebook->ring->cells, buf_str(&named));
    return hex_of(link, SEAL_LINK, arena);
}

struct str
casebook_erased_at(const struct casebook *casebook, struct str code)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct str link =
        casebook->erased.n ? code_link(casebook, code, scratch) : STR("");

    for (size_t i = casebook->erased.n; i-- > 0;)
        if (str_equal(casebook->erased.items[i].link, link))
            return casebook->erased.items[i].at;
    return STR("");
}

static void
absorb_codes(struct casebook *casebook, struct str links, struct str at)
{
    enum { HEX = 2 * SEAL_LINK };

    for (; links.len >= HEX; links.bytes += HEX, links.len -= HEX)
        *vec_add(casebook->arena, &casebook->erased) =
            (struct erased_code){{links.bytes, HEX}, at};
}

void
clients_absorb_erasure(struct casebook *casebook, const struct fields *fields)
{
    uint64_t number = fields_number(fields, "number");

    if (number && number <= casebook->clients.n)
        *client_at(casebook, (uint32_t)number) =
            (struct known_client){.code = STR(""), .is_erased = true};
    absorb_gone(casebook, fields_get(fields, "fills"));
    absorb_codes(casebook, fields_get(fields, "codes"),
                 fields_get(fields, ".at"));
}

void
clients_absorb_renewal(struct casebook *casebook, const struct fields *fields)
{
    uint64_t was = fields_number(fields, "was");
    uint32_t number = casebook_named(casebook, fields, "number");

    if (was && was <= casebook->clients.n && number && number != was)
        *client_at(casebook, (uint32_t)was) = (struct known_client){
            .code = STR(""), .is_erased = true, .into = number};
    absorb_gone(casebook, fields_get(fields, "fills"));
}

bool
clients_erased_fill(const struct casebook *casebook, struct str fill)
{
    for (size_t i = 0; i < casebook->gone.n; i++)
        if (str_equal(casebook->gone.items[i], fill))
            return true;
    return false;
}

bool
clients_check(struct casebook *casebook, struct diag *diag)
{
    for (size_t idx = 0; idx < casebook_n_records(casebook); idx++) {
        uint32_t client = casebook->vault.records.items[idx].client;
        if (client > casebook->clients.n)
            return diag_add(diag, MSG_CASEBOOK_DAMAGED, (struct place){0},
                            "record %zu is of a client number %" PRIu32
                            ", of whom nothing is told",
                            idx, client);
    }
    for (uint32_t i = 1; i <= casebook->clients.n; i++) {
        enum cell_state state =
            cells_client(&casebook->cells, i, casebook->ring);
        if (casebook_is_erased(casebook, i)) {
            if (state != CELL_FREE
                && !cells_client_erase(&casebook->cells, i, casebook->ring,
                                       diag))
                return false;
        } else if (state != CELL_KEY) {
            return diag_add(diag, MSG_CASEBOOK_DAMAGED, (struct place){0},
                            "the key of client number %" PRIu32 " %s", i,
                            state == CELL_FREE ? "is missing"
                                               : "does not open");
        }
    }
    return cells_trim(&casebook->cells, (uint32_t)casebook->clients.n, diag);
}

/* ---- erasing ---- */

/* Overwrites and removes what was set aside of the inbox: it can be opened with
   the practice's key. */
static bool
remove_asides(struct casebook *casebook, struct diag *diag)
{
    size_t n;
    const char **names =
        file_names(casebook->place.folder, "", &n, casebook->arena);
    bool ok =
        !errno || file_add_error(diag, MSG_CANNOT_READ, casebook->place.folder);
    const char *prefix = casebook_path(casebook, "inbox.");

    for (size_t i = 0; i < n; i++) {
        struct disk_file file;
        size_t size;
        if (!str_starts(str_from(names[i]), prefix))
            continue;
        ok &= disk_open(&file, names[i], diag) && disk_size(&file, &size, diag)
              && disk_zero(&file, 0, size, diag) && disk_remove(&file, diag);
        disk_close(&file);
    }
    return ok;
}

/* The fills of a client's forms: an inbox of before holds them still; and what
   says of a code that the client has had it, since files of before do. */
static void
add_traces(struct casebook *casebook, uint32_t client, struct buf *fills,
           struct buf *codes)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct fields fields;

    for (size_t idx = 0; idx < casebook_n_records(casebook); idx++) {
        arena_rewind(scratch);
        const struct vault_record *record = &casebook->vault.records.items[idx];
        if (record->client != client
            || !casebook_read(casebook, idx, scratch, &fields))
            continue;
        buf_add(fills, fields_get(&fields, ".fill"));
        if (record->kind == RECORD_CLIENT)
            buf_add(codes,
                    code_link(casebook, fields_get(&fields, "code"), scratch));
    }
}

static void
put_erasure(struct casebook *casebook, uint32_t client, struct str reason)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct buf fills SCOPED(buf_clear) = {0};
    struct buf codes SCOPED(buf_clear) = {0};
    struct fields fields = {0};

    add_traces(casebook, client, &fills, &codes);
    fields_put(scratch, &fields, STR("number"), digits_of(client, scratch));
    fields_put(scratch, &fields, STR("reason"), reason);
    fields_put(scratch, &fields, STR("fills"), buf_str(&fills));
    fields_put(scratch, &fields, STR("codes"), buf_str(&codes));
    casebook_put(casebook, RECORD_ERASURE, 0, &fields);
}

/* Destroys the keys that are not to be there any more. */
static bool
erase_keys(struct casebook *casebook, struct diag *diag)
{
    bool ok = true;

    for (uint32_t i = 1; ok && i <= casebook->clients.n; i++)
        if (casebook_is_erased(casebook, i)
            && cells_client(&casebook->cells, i, casebook->ring) != CELL_FREE)
            ok = cells_client_erase(&casebook->cells, i, casebook->ring, diag);
    return ok;
}

static bool
erase_client(struct casebook *casebook, uint32_t client, struct str reason,
             struct diag *diag)
{
    if (!casebook_may_change(casebook, diag))
        return false;
    /* Of what comes behind the erasure all must be made up for by whoever
       unlocks next: these would not be. */
    if (!disk_zero(&casebook->inbox, 0, casebook->n_taken, diag)
        || !remove_asides(casebook, diag))
        return false;
    if (!moved_put_renewals(casebook, client, diag)) {
        casebook->clients.n = casebook->n_kept;
        return false;
    }
    for (uint32_t i = 1; i <= casebook->clients.n; i++)
        if (!casebook_is_erased(casebook, i)
            && casebook_person(casebook, i) == client)
            put_erasure(casebook, i, reason);
    if (!casebook_commit(casebook, diag))
        return false;
    return erase_keys(casebook, diag)
           || diag_hint(diag, "the erasure is put down: the next command that "
                              "unlocks the casebook destroys the key");
}

bool
casebook_erase_client(struct casebook *casebook, uint32_t client,
                      struct str reason, struct diag *diag)
{
    sigset_t before;

    disk_hold_stops(&before);
    bool ok = erase_client(casebook, client, reason, diag);
    disk_let_stops(&before);
    return ok;
}
