/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows are compared by hashes of 64 bits: of 100,000 that differ, two are the
   same by chance once in some thousand million times. */
#include "exchange/visits.h"

#include <stdint.h>
#include "base/counter.h"
#include "base/fold.h"
#include "base/num.h"
#include "base/utf8.h"
#include "base/vec.h"

/* What one row says. */
struct note {
    size_t offset;    /* of the row */
    uint64_t client;  /* the code; 0: none */
    uint64_t alike;   /* the code without what is easily mistyped */
    uint64_t session; /* client, instrument, date, session; 0: none */
    uint64_t stem;    /* client, instrument, letters before the number of a
                         session without a date; 0: none */
    int32_t number;   /* of 'stem' */
    int32_t days;     /* DATE_NONE where there is none */
    uint32_t instrument_idx;
    bool begins_row;
    bool is_broken; /* whose it is cannot be known */
};

struct visit_notes {
    struct note *list;
    size_t n;
    size_t size;
    size_t n_rows;
    bool shares_places; /* two rows have the same offset */
    struct buf folded;
    struct note latest; /* with a client, in the same batch: its code is */
    struct str client;
};

/* Makes room for 'n' items; an array that is large mostly grows where it lies,
   and no memory is touched for nothing. */
static void *
with_room(void *items, size_t *size, size_t n, size_t item_size)
{
    if (n <= *size)
        return items;
    *size = 2 * n;
    return mem_resize(items, *size, item_size);
}

struct visit_notes *
visit_notes_new(void)
{
    return mem_alloc(sizeof(struct visit_notes));
}

void
visit_notes_free(struct visit_notes *notes)
{
    if (!notes)
        return;
    buf_clear(&notes->folded);
    mem_free(notes->list);
    mem_free(notes);
}

void
visit_notes_empty(struct visit_notes *notes)
{
    notes->n = notes->n_rows = 0;
    notes->shares_places = false;
}

/* ---- names of sessions ---- */

struct session_name
session_name_of(struct str name)
{
    struct session_name parts = {0};
    size_t n = name.len;

    while (n && str_is_digit(name.bytes[n - 1]))
        n--;
    struct str digits = str_skip(name, n);
    for (size_t i = 0; i < n; i++)
        if (str_is_digit(name.bytes[i]))
            return parts;
    if (n && whole_read(digits, &parts.number))
        parts.stem = (struct str){name.bytes, n};
    return parts;
}

/* ---- hashes ---- */

static uint64_t
hash_add(uint64_t hash, struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.bytes[i]) * UINT64_C(0x100000001b3);
    /* What stands at the end must reach all bits, and no two texts that are
       parted otherwise may be one. */
    hash ^= text.len + UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ hash >> 32) * UINT64_C(0xd6e8feb86659fd93);
    hash ^= hash >> 32;
    return hash ? hash : 1;
}

static uint64_t
hash_number(uint64_t hash, int64_t number)
{
    hash = (hash ^ (uint64_t)number) * UINT64_C(0xd6e8feb86659fd93);
    hash ^= hash >> 32;
    return hash ? hash : 1;
}

static const uint64_t seed = UINT64_C(0xcbf29ce484222325);

static bool
is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0x1680
           || (c >= 0x2000 && c <= 0x200b) || c == 0x202f || c == 0x205f
           || c == 0x3000 || c == 0xfeff;
}

/* The code in small letters and without blanks. */
static void
fold(struct buf *folded, struct str code)
{
    struct buf small SCOPED(buf_clear) = {0};
    uint32_t c;

    buf_empty(folded);
    fold_add(&small, code, FOLD_CASE);
    for (struct str rest = buf_str(&small); utf8_next(&rest, &c);)
        if (!is_blank(c))
            utf8_add(folded, c);
}

static bool
is_plain(struct str code)
{
    unsigned char all = 0;

    for (size_t i = 0; i < code.len; i++)
        all |= (unsigned char)code.bytes[i];
    return all < 0x80;
}

static void
fold_plain(struct buf *folded, struct str code)
{
    buf_empty(folded);
    buf_reserve(folded, code.len);
    for (size_t i = 0; i < code.len; i++) {
        char c = code.bytes[i];
        if (c != ' ' && (c < '\t' || c > '\r'))
            folded->bytes[folded->len++] = str_lower(c);
    }
}

/* Takes the zeros away that a number begins with: c007 is c7. */
static void
drop_zeros(struct buf *folded)
{
    size_t n = 0;
    bool in_number = false;

    for (size_t i = 0; i < folded->len; i++) {
        char c = folded->bytes[i];
        bool has_more =
            i + 1 < folded->len && str_is_digit(folded->bytes[i + 1]);
        if (c == '0' && !in_number && has_more)
            continue;
        in_number = str_is_digit(c);
        folded->bytes[n++] = c;
    }
    folded->len = n;
}

static uint64_t
hash_alike(struct visit_notes *notes, struct str code)
{
    if (is_plain(code))
        fold_plain(&notes->folded, code);
    else
        fold(&notes->folded, code);
    drop_zeros(&notes->folded);
    return hash_add(seed, buf_str(&notes->folded));
}

/* ---- noting ---- */

static struct note
note_of(struct visit_notes *notes, const struct rows *rows, size_t row)
{
    struct note note = {.offset = rows->offset[row],
                        .days = rows_date(rows, row),
                        .begins_row = true};
    struct str client = rows_text(rows, FACT_CLIENT, row);

    if (!client.len)
        return note;
    if (str_equal(client, notes->client)) {
        note.client = notes->latest.client;
        note.alike = notes->latest.alike;
        return note;
    }
    note.client = hash_add(seed, client);
    note.alike = hash_alike(notes, client);
    notes->client = client;
    notes->latest = note;
    return note;
}

static void
note_session(struct note *note, const struct rows *rows, size_t row)
{
    struct str name = rows_text(rows, FACT_SESSION, row);
    uint64_t hash = hash_number(note->client, note->instrument_idx);

    note->session = hash_add(hash_number(hash, note->days), name);
    if (!name.len && rows->number[FACT_TIME])
        note->session = hash_number(note->session, rows_time(rows, row));
    note->stem = 0;
    if (note->days != DATE_NONE)
        return;
    struct session_name parts = session_name_of(name);
    note->number = parts.number;
    if (parts.stem.len)
        note->stem = hash_add(hash, parts.stem);
}

static void
note_row(struct visit_notes *notes, struct batch *const *batches, size_t n,
         size_t row)
{
    const struct rows *rows = batches[0]->rows;
    struct note note = note_of(notes, rows, row);
    note.is_broken = batches[0]->state[row] == ROW_BROKEN;
    bool is_placed =
        note.client
        && (rows_text(rows, FACT_SESSION, row).len || note.days != DATE_NONE);

    for (size_t i = 0; is_placed && i < n; i++) {
        if (!batch_was_asked(batches[i], row, false))
            continue;
        note.instrument_idx = (uint32_t)i;
        note_session(&note, rows, row);
        notes->list[notes->n++] = note;
        note.begins_row = false;
    }
    if (note.begins_row)
        notes->list[notes->n++] = note;
}

void
visit_notes_add(struct visit_notes *notes, struct batch *const *batches,
                size_t n)
{
    notes->list =
        with_room(notes->list, &notes->size, notes->n + batches[0]->n_rows * n,
                  sizeof *notes->list);
    notes->client = STR("");
    for (size_t row = 0; row < batches[0]->n_rows; row++) {
        size_t before = notes->n ? notes->list[notes->n - 1].offset : SIZE_MAX;
        notes->shares_places |= batches[0]->rows->offset[row] == before;
        note_row(notes, batches, n, row);
    }
    notes->n_rows += batches[0]->n_rows;
}

/* ---- tables ---- */

/* A key and a number lie at the key's place, or in the next free one. */
struct slot {
    uint64_t key; /* 0: free */
    uint64_t value;
};

struct table {
    struct slot *slots;
    size_t size; /* a power of two */
    size_t n;
};

enum {
    TABLE_FIRST_SIZE = 16,
    TABLE_KEPT_SIZE = 1024, /* an emptied table that is larger goes */
    NOTES_AHEAD = 16        /* so many are fetched ahead */
};

static struct slot *
find_slot(const struct table *table, uint64_t key)
{
    size_t at = (size_t)key & (table->size - 1);

    while (table->slots[at].key && table->slots[at].key != key)
        at = (at + 1) & (table->size - 1);
    return &table->slots[at];
}

/* Has the processor fetch the place of a key that is looked for soon: a large
   table is not in its cache. */
static void
fetch_ahead(const struct table *table, uint64_t key)
{
    if (table->size)
        __builtin_prefetch(&table->slots[key & (table->size - 1)], 1);
}

static void
grow(struct table *table)
{
    struct table grown = {
        .size = table->size ? table->size * 2 : TABLE_FIRST_SIZE,
        .n = table->n,
    };

    grown.slots = mem_array(grown.size, sizeof *grown.slots);
    for (size_t i = 0; i < table->size; i++)
        if (table->slots[i].key)
            *find_slot(&grown, table->slots[i].key) = table->slots[i];
    mem_free(table->slots);
    *table = grown;
}

/* The value of a key, 'value' where it is new there. */
static uint64_t *
take_value(struct table *table, uint64_t key, uint64_t value)
{
    if (table->n * 4 >= table->size * 3)
        grow(table);
    struct slot *slot = find_slot(table, key);
    if (!slot->key) {
        slot->key = key;
        slot->value = value;
        table->n++;
    }
    return &slot->value;
}

static void
empty_table(struct table *table)
{
    if (!table->n)
        return;
    if (table->size > TABLE_KEPT_SIZE) {
        mem_free(table->slots);
        *table = (struct table){0};
        return;
    }
    memset(table->slots, 0, table->size * sizeof *table->slots);
    table->n = 0;
}

/* ---- comparing ---- */

/* Where something was first. */
struct where {
    uint32_t file_idx;
    int line;
};

struct visit {
    uint64_t session;
    struct where where;
};

/* A code of a client.  While each visit stands behind the one before, and is of
   a later day, it is none of those, and no table need be asked. */
struct client {
    uint64_t code;
    struct where where;
    size_t first; /* of visits that are not in the table */
    size_t n;     /* SIZE_MAX: all are */
    int32_t last_days;
};

struct visits {
    struct visits_options options;
    const struct instrument *const *instruments;
    uint64_t only; /* the client that it is about, and what is alike; 0: all */
    uint64_t only_alike;
    struct counter n_rows;
    struct client *clients;
    size_t n_clients, clients_size;
    struct visit *list;
    size_t n, size;
    struct arena *arena;
    struct VEC(const char *) files; /* their names */
    size_t current;                 /* of the row before; SIZE_MAX: of nobody */
    struct table alike;    /* -> the first client of those that look alike */
    struct table spelt;    /* -> a client whose code looks like another's */
    struct table sessions; /* -> a visit */
    struct table stems;    /* -> the highest number so far */
    bool has_told_order;
};

struct visits *
visits_new(const struct visits_options *options,
           const struct instrument *const *instruments)
{
    struct visits *visits = mem_alloc(sizeof *visits);

    visits->options = *options;
    visits->instruments = instruments;
    visits->arena = arena_new();
    visits->current = SIZE_MAX;
    if (options->client)
        visits_about(visits, options->client);
    return visits;
}

void
visits_about(struct visits *visits, const char *client)
{
    struct visit_notes *notes = visit_notes_new();

    visits->only = hash_add(seed, str_from(client));
    visits->only_alike = hash_alike(notes, str_from(client));
    visit_notes_free(notes);
}

void
visits_free(struct visits *visits)
{
    if (!visits)
        return;
    mem_free(visits->spelt.slots);
    mem_free(visits->alike.slots);
    mem_free(visits->sessions.slots);
    mem_free(visits->stems.slots);
    mem_free(visits->clients);
    mem_free(visits->list);
    arena_free(visits->arena);
    mem_free(visits);
}

void
visits_hint_missing(const struct visits *visits, struct diag *diag)
{
    const struct client *alike = visits->n_clients ? &visits->clients[0] : NULL;

    if (alike)
        diag_hint(
            diag, "that of %s:%d differs in case, leading zeros or blanks only",
            visits->files.items[alike->where.file_idx], alike->where.line);
    else
        diag_hint(diag, "codes are compared letter by letter");
}

bool
visits_is_full(const struct visits *visits)
{
    return visits->options.limit
           && counter_get(&visits->n_rows) > visits->options.limit;
}

/* One chunk on its way. */
struct taking {
    struct visits *visits;
    struct chunk *chunk;
    struct diag *diag;
    size_t n_rows; /* so far */
    /* Of the first row, where each is one line behind the one before; else its
       line is 0. */
    struct where first;
};

static struct where
where_is(const struct taking *taking, size_t offset)
{
    struct visits *visits = taking->visits;
    size_t n = visits->files.n;

    if (taking->first.line)
        return (struct where){taking->first.file_idx,
                              taking->first.line + (int)taking->n_rows - 1};
    struct place place = chunk_place(taking->chunk, offset);
    if (!n || strcmp(visits->files.items[n - 1], place.file) != 0)
        *vec_add(visits->arena, &visits->files) =
            arena_text(visits->arena, str_from(place.file));
    return (struct where){(uint32_t)(visits->files.n - 1), place.line};
}

static void
tell_alike(const struct taking *taking, const struct note *note,
           const struct client *first)
{
    diag_add(
        taking->diag, MSG_CLIENT_ALIKE,
        chunk_place(taking->chunk, note->offset), "this one and that of %s:%d",
        taking->visits->files.items[first->where.file_idx], first->where.line);
    diag_hint(taking->diag, "they differ in case, leading zeros or blanks "
                            "only, and are taken for two people");
}

/* The client of a note.  A further code that looks like one before is told
   where it comes first. */
static size_t
client_of(const struct taking *taking, const struct note *note)
{
    struct visits *visits = taking->visits;
    size_t n = visits->n_clients;
    size_t first = *take_value(&visits->alike, note->alike, n);
    size_t idx = first;

    if (first < n && visits->clients[first].code != note->client)
        idx = *take_value(&visits->spelt, note->client, n);
    if (idx < n)
        return idx;
    visits->clients = with_room(visits->clients, &visits->clients_size, n + 1,
                                sizeof *visits->clients);
    visits->clients[visits->n_clients++] = (struct client){
        .code = note->client, .where = where_is(taking, note->offset)};
    if (first < n)
        tell_alike(taking, note, &visits->clients[first]);
    return idx;
}

/* Makes the note's client the current one.  False where it was before, and
   should not come again. */
static bool
take_client(const struct taking *taking, const struct note *note)
{
    struct visits *visits = taking->visits;
    size_t n_before = visits->n_clients;

    if (visits->current != SIZE_MAX
        && visits->clients[visits->current].code == note->client)
        return true;
    visits->current = client_of(taking, note);
    if (!visits->options.are_grouped)
        return true;
    visits->n = 0;
    empty_table(&visits->sessions);
    empty_table(&visits->stems);
    return visits->n_clients > n_before;
}

/* Puts the client's visits into the table. */
static void
tabulate(struct visits *visits, struct client *client)
{
    for (size_t i = client->first; i < client->first + client->n; i++)
        (void)take_value(&visits->sessions, visits->list[i].session, i);
    client->n = SIZE_MAX;
}

/* Where the session was given before; NULL: nowhere, and now it is. */
static const struct where *
find_before(const struct taking *taking, const struct note *note)
{
    struct visits *visits = taking->visits;
    struct client *client = &visits->clients[visits->current];
    size_t n = visits->n;
    size_t idx = n;

    if (!client->n)
        client->first = n;
    else if (client->n != SIZE_MAX
             && (client->first + client->n != n
                 || note->days <= client->last_days))
        tabulate(visits, client);
    if (client->n == SIZE_MAX)
        idx = *take_value(&visits->sessions, note->session, n);
    else
        client->n++;
    client->last_days = note->days;
    if (idx < n)
        return &visits->list[idx].where;
    visits->list =
        with_room(visits->list, &visits->size, n + 1, sizeof *visits->list);
    visits->list[visits->n++] =
        (struct visit){note->session, where_is(taking, note->offset)};
    return NULL;
}

static void
compare_session(const struct taking *taking, const struct note *note)
{
    struct visits *visits = taking->visits;
    const struct where *before = find_before(taking, note);

    if (!before)
        return;
    diag_add(taking->diag, MSG_SESSION_TWICE,
             chunk_place(taking->chunk, note->offset),
             "of '%s'; client, date and session are those of %s:%d",
             visits->instruments[note->instrument_idx]->id,
             visits->files.items[before->file_idx], before->line);
    diag_hint(taking->diag,
              "both are kept; where sessions are named, as a, b and so on");
}

/* Said once, where the order of the rows is another. */
static void
compare_order(const struct taking *taking, const struct note *note)
{
    struct visits *visits = taking->visits;
    uint64_t *highest =
        take_value(&visits->stems, note->stem, (uint64_t)note->number);

    if ((uint64_t)note->number >= *highest) {
        *highest = (uint64_t)note->number;
        return;
    }
    visits->has_told_order = true;
    diag_add(taking->diag, MSG_SESSION_BY_NUMBER,
             chunk_place(taking->chunk, note->offset),
             "this one after one with a higher number");
    diag_hint(taking->diag, "a column 'date' would say when they were");
}

/* To ask where each row is takes longer than to compare it; most have a line
   each, and then as many lines lie between the first and the last. */
static void
find_lines(struct taking *taking, const struct visit_notes *notes)
{
    struct where first = where_is(taking, notes->list[0].offset);
    struct where last = where_is(taking, notes->list[notes->n - 1].offset);

    if (!notes->shares_places && first.file_idx == last.file_idx
        && last.line - first.line == (int)notes->n_rows - 1)
        taking->first = first;
}

/* False where a client comes again that should not. */
static bool
take_note(const struct taking *taking, const struct note *note)
{
    struct visits *visits = taking->visits;

    if (!note->client) {
        if (!note->is_broken)
            visits->current = SIZE_MAX;
        return true;
    }
    if (visits->only && note->alike != visits->only_alike)
        return true;
    if (!take_client(taking, note))
        return false;
    if (visits->only && note->client != visits->only)
        return true;
    if (note->session)
        compare_session(taking, note);
    if (note->stem && visits->options.are_ordered && !visits->has_told_order)
        compare_order(taking, note);
    return true;
}

bool
visits_take(struct visits *visits, const struct visit_notes *notes,
            struct chunk *chunk, struct diag *diag, size_t *apart)
{
    struct taking taking = {.visits = visits, .chunk = chunk, .diag = diag};
    size_t n_before = counter_get(&visits->n_rows);
    bool is_right = true;

    if (notes->n)
        find_lines(&taking, notes);
    for (size_t i = 0; is_right && i < notes->n; i++) {
        const struct note *note = &notes->list[i];
        if (i + NOTES_AHEAD < notes->n)
            fetch_ahead(&visits->sessions, note[NOTES_AHEAD].session);
        taking.n_rows += note->begins_row;
        if (visits->options.limit
            && n_before + taking.n_rows > visits->options.limit)
            break;
        is_right = take_note(&taking, note);
        if (!is_right)
            *apart = note->offset;
    }
    counter_add(&visits->n_rows, taking.n_rows);
    return is_right;
}
