/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows by client and couple; see links.h. */
#include "change/links.h"

#include <stdlib.h>
#include "base/date.h"
#include "base/map.h"
#include "base/vec.h"
#include "change/couples.h"
#include "change/series.h"
#include "score/operands.h"
#include "score/told.h"

/* Which sessions count: in which a question that is not private was answered,
   as on a page that others see; or any was asked. */
enum sight { SIGHT_OPEN, SIGHT_PRIVATE, N_SIGHTS };

/* A row of one instrument that rows of an asker can ask, which may be of the
   same instrument or of one that rests on it. */
struct entry {
    struct told *told; /* of it, for each entry of the asker's list */
    bool is_open;      /* it counts in either sight */
    const struct entry *other[N_ASKED_OF][N_SIGHTS]; /* NULL: none */
};

/* One client's sessions with one instrument. */
struct sessions {
    struct history_builder *builder;
    struct VEC(struct entry *) entries; /* by the sessions' row */
    struct history *history;            /* in the end */
};

struct client {
    const char *code;
    struct sessions (*of)[N_SIGHTS]; /* for each link */
};

/* Rows of a client that name one date and session, or one row. */
struct sitting {
    /* For each link: the latest that counts, and at which row. */
    const struct entry *(*entries)[N_SIGHTS];
    size_t (*rows)[N_SIGHTS];
};

struct row {
    const struct client *client; /* NULL: it names none */
    struct sitting *sitting;
    const struct entry **entries; /* for each link */
};

/* One instrument asks another, or itself. */
struct link {
    size_t asker;
    size_t asked;
    struct operands *operands; /* what it asks for */
};

/* One of a couple: the sessions of rows that name this couple, and no others,
   as --couples takes them.  Whoever has rows of another couple as well has
   partners there. */
struct mate {
    size_t client;
    struct sessions *of; /* for each link, in the open sight */
};

struct household {
    const char *code;
    struct place place; /* of its first row, or of the third client's */
    struct mate mates[2];
    size_t n; /* may be 3: more than two */
};

struct links {
    const struct plan *const *plans;
    size_t n_plans;
    struct arena *arena;
    struct VEC(struct link) list;
    struct row_list VEC(struct row) rows;
    struct map *by_sitting;
    struct VEC(struct sitting *) sittings;
    struct VEC(size_t) chunks; /* the first row of each, and one behind */
    size_t n_rows;
    struct map *by_client;
    struct map *by_couple;
    struct VEC(struct client *) clients;
    struct VEC(struct household) households;
    bool asks_partner;
    bool asks_private; /* what is private of some row */
    bool asks_others;  /* other questionnaires: sittings matter */
};

/* ---- taking rows ---- */

static struct history_builder *
builder_new(const struct links *links, size_t idx)
{
    size_t asked = links->list.items[idx].asked;
    return history_builder_new(links->plans[asked]->instrument, NULL,
                               ROWS_ASKED, links->arena);
}

static size_t
client_get(struct links *links, struct str code)
{
    size_t idx;
    if (map_find(links->by_client, code, &idx))
        return idx;
    struct client *client = ARENA_NEW(links->arena, struct client);
    client->code = arena_text(links->arena, code);
    client->of = arena_alloc(links->arena, links->list.n, sizeof(*client->of));
    for (size_t i = 0; i < links->list.n; i++)
        for (int sight = 0; sight < N_SIGHTS; sight++)
            client->of[i][sight].builder = builder_new(links, i);
    idx = links->clients.n;
    *vec_add(links->arena, &links->clients) = client;
    (void)map_add(links->by_client, str_from(client->code), idx);
    return idx;
}

/* NULL: the couple has two already. */
static const struct mate *
household_take(struct links *links, struct str code, size_t client,
               struct place place)
{
    size_t idx;
    if (!map_find(links->by_couple, code, &idx)) {
        idx = links->households.n;
        *vec_add(links->arena, &links->households) = (struct household){
            .code = arena_text(links->arena, code), .place = place};
        (void)map_add(links->by_couple,
                      str_from(links->households.items[idx].code), idx);
    }
    struct household *household = &links->households.items[idx];
    for (size_t i = 0; i < household->n && i < 2; i++)
        if (household->mates[i].client == client)
            return &household->mates[i];
    if (household->n == 2)
        household->place = place;
    if (household->n >= 2) {
        household->n = 3;
        return NULL;
    }
    struct mate *mate = &household->mates[household->n++];
    mate->client = client;
    mate->of = ARENA_ARRAY(links->arena, links->list.n, struct sessions);
    for (size_t i = 0; i < links->list.n; i++)
        mate->of[i] = (struct sessions){.builder = builder_new(links, i)};
    return mate;
}

static void
sessions_take(struct sessions *sessions, const struct batch *batch, size_t row,
              struct entry *entry, struct arena *arena)
{
    static const struct scores none = {0};
    history_builder_take(sessions->builder, batch->rows, row, &none);
    *vec_add(arena, &sessions->entries) = entry;
}

/* NULL: the row is no session of who is asked.  'mate' NULL: it is of no
   couple. */
static struct entry *
entry_of(struct links *links, size_t idx, struct piece *piece, size_t row,
         struct client *client, const struct mate *mate)
{
    const struct link *link = &links->list.items[idx];
    const struct batch *batch = piece->scored[link->asked].batch;
    struct arena *arena = links->arena;
    if (batch->state[row] != ROW_TO_SCORE || !batch_was_asked(batch, row, true))
        return NULL;
    struct entry *entry = ARENA_NEW(arena, struct entry);
    entry->told = ARENA_ARRAY(
        arena, links->plans[link->asker]->instrument->n_asked, struct told);
    reading_ask(piece, link->asked, link->operands, row, entry->told);
    entry->is_open = batch_was_answered(batch, row);
    if (entry->is_open)
        sessions_take(&client->of[idx][SIGHT_OPEN], batch, row, entry, arena);
    if (entry->is_open && mate)
        sessions_take(&mate->of[idx], batch, row, entry, arena);
    if (links->asks_private)
        sessions_take(&client->of[idx][SIGHT_PRIVATE], batch, row, entry,
                      arena);
    return entry;
}

/* Rows of one client, date and session belong together; one that has neither
   stands alone. */
static struct sitting *
sitting_of(struct links *links, const struct rows *rows, size_t row,
           size_t client)
{
    struct str name = rows_text(rows, FACT_SESSION, row);
    int32_t days = rows_date(rows, row);
    size_t idx = links->sittings.n;
    const char *key = arena_printf(links->arena, "%zu %d %.*s", client,
                                   (int)days, STR_ARGS(name));
    if ((name.len || days != DATE_NONE)
        && !map_add(links->by_sitting, str_from(key), idx)
        && map_find(links->by_sitting, str_from(key), &idx))
        return links->sittings.items[idx];
    struct sitting *sitting = ARENA_NEW(links->arena, struct sitting);
    sitting->entries =
        arena_alloc(links->arena, links->list.n, sizeof(*sitting->entries));
    sitting->rows =
        arena_alloc(links->arena, links->list.n, sizeof(*sitting->rows));
    *vec_add(links->arena, &links->sittings) = sitting;
    return sitting;
}

static void
take_entries(struct links *links, struct row *taken, struct piece *piece,
             size_t row, size_t client, const struct mate *mate)
{
    size_t n = links->list.n;
    struct sitting *sitting =
        links->asks_others ? sitting_of(links, piece->rows, row, client) : NULL;
    taken->sitting = sitting;
    taken->entries = ARENA_ARRAY(links->arena, n, const struct entry *);
    for (size_t i = 0; i < n; i++) {
        const struct entry *entry =
            entry_of(links, i, piece, row, links->clients.items[client], mate);
        taken->entries[i] = entry;
        for (int sight = 0; sitting && entry && sight < N_SIGHTS; sight++) {
            if (sight == SIGHT_OPEN && !entry->is_open)
                continue;
            sitting->entries[i][sight] = entry;
            sitting->rows[i][sight] = links->n_rows;
        }
    }
}

static void
take_row(struct links *links, struct piece *piece, size_t row)
{
    const struct rows *rows = piece->rows;
    struct str code = rows_text(rows, FACT_CLIENT, row);
    struct str couple = rows_text(rows, FACT_COUPLE, row);
    struct row *taken = vec_add(links->arena, &links->rows);
    if (code.len && piece->scored[0].batch->state[row] != ROW_BROKEN) {
        size_t client = client_get(links, code);
        const struct mate *mate =
            links->asks_partner && couple.len
                ? household_take(links, couple, client,
                                 chunk_place(piece->chunk, rows->offset[row]))
                : NULL;
        taken->client = links->clients.items[client];
        take_entries(links, taken, piece, row, client, mate);
    }
    links->n_rows++;
}

static bool
take_rows(void *aux, struct piece *piece)
{
    struct links *links = aux;
    while (links->chunks.n <= piece->number)
        *vec_add(links->arena, &links->chunks) = links->n_rows;
    if (piece->rows->view == GROUP_AGAIN)
        return true;
    for (size_t row = 0; row < piece->rows->n_rows; row++)
        if (links->n_rows < LINKS_LIMIT_ROWS)
            take_row(links, piece, row);
        else
            links->n_rows = LINKS_LIMIT_ROWS + 1;
    return links->n_rows <= LINKS_LIMIT_ROWS;
}

static bool
join(void *aux, struct piece *piece, struct diag *diag)
{
    const struct links *links = aux;
    (void)piece;
    if (links->n_rows <= LINKS_LIMIT_ROWS)
        return true;
    diag_add(diag, MSG_LINKS_TOO_MANY, (struct place){0}, "at most %d",
             LINKS_LIMIT_ROWS);
    return diag_hint(diag,
                     "a formula asks other sessions, which are kept in memory; "
                     "put the clients into several files");
}

/* ---- which belong together ---- */

static bool
is_of_edition(const struct session *a, const struct session *b)
{
    return !a->edition || !b->edition || a->edition == b->edition;
}

static void
link_sessions(const struct instrument *asker, struct sessions *sessions,
              enum sight sight)
{
    const struct history *history = sessions->history;
    for (size_t i = 0; i < history->n_sessions; i++) {
        const struct session *session = &history->sessions[i];
        struct entry *entry = sessions->entries.items[session->row];
        size_t first = 0, previous = i;
        while (!is_of_edition(session, &history->sessions[first]))
            first++;
        while (previous-- > 0)
            if (is_of_edition(session, &history->sessions[previous]))
                break;
        entry->other[ASKED_FIRST][sight] =
            sessions->entries.items[history->sessions[first].row];
        if (previous < i)
            entry->other[ASKED_PREVIOUS][sight] =
                sessions->entries.items[history->sessions[previous].row];
        for (size_t k = 0; k < asker->n_asked; k++) {
            entry->told[k].session = session->label;
            entry->told[k].date_days = session->date_days;
        }
    }
}

static void
link_client(struct links *links, struct client *client, struct diag *diag)
{
    for (size_t i = 0; i < links->list.n; i++)
        for (int sight = 0; sight < N_SIGHTS; sight++) {
            struct sessions *sessions = &client->of[i][sight];
            size_t asker = links->list.items[i].asker;
            sessions->history = history_builder_finish(sessions->builder, diag);
            link_sessions(links->plans[asker]->instrument, sessions,
                          (enum sight)sight);
        }
}

static bool
go_together(const struct session *a, const struct session *b)
{
    return is_of_edition(a, b)
           && (a->date_days == DATE_NONE || b->date_days == DATE_NONE
               || labs((long)a->date_days - b->date_days) <= PARTNERS_DAYS);
}

static void
link_partners(struct links *links, struct sessions *a, struct sessions *b,
              struct diag *diag)
{
    a->history = history_builder_finish(a->builder, diag);
    b->history = history_builder_finish(b->builder, diag);
    const struct partner partner_a = {.history = a->history};
    const struct partner partner_b = {.history = b->history};
    struct couple_pairs pairs =
        couple_pair_sessions(&partner_a, &partner_b, links->arena);
    for (size_t i = 0; i < pairs.n; i++) {
        const struct session *one =
            &a->history->sessions[pairs.items[i].session_a];
        const struct session *other =
            &b->history->sessions[pairs.items[i].session_b];
        if (!go_together(one, other))
            continue;
        struct entry *entry_a = a->entries.items[one->row];
        struct entry *entry_b = b->entries.items[other->row];
        entry_a->other[ASKED_PARTNER][SIGHT_OPEN] = entry_b;
        entry_b->other[ASKED_PARTNER][SIGHT_OPEN] = entry_a;
    }
}

static void
link_all(struct links *links)
{
    /* Told by whoever judges in time. */
    struct diag *diag SCOPED(diag_drop) = diag_new();
    for (size_t i = 0; i < links->clients.n; i++)
        link_client(links, links->clients.items[i], diag);
    for (size_t i = 0; i < links->households.n; i++) {
        const struct household *household = &links->households.items[i];
        const struct mate *mates = household->mates;
        /* A questionnaire asks partners of itself alone. */
        for (size_t k = 0; k < links->list.n && household->n == 2; k++)
            if (links->list.items[k].asker == links->list.items[k].asked)
                link_partners(links, &mates[0].of[k], &mates[1].of[k], diag);
    }
}

/* ---- the whole ---- */

static bool
asks_partner(const struct instrument *instrument)
{
    for (size_t i = 0; i < instrument->n_asked; i++)
        if (instrument->asked[i].of == ASKED_PARTNER)
            return true;
    return false;
}

static struct links *
links_new(const struct reading *reading)
{
    struct arena *arena = reading->arena;
    size_t n = reading->options->n_instruments;
    struct links *links = ARENA_NEW(arena, struct links);
    *links = (struct links){
        .plans = reading->plans,
        .n_plans = n,
        .arena = arena,
        .by_sitting = map_new(arena, false),
        .by_client = map_new(arena, false),
        .by_couple = map_new(arena, false),
    };
    for (size_t i = 0; i < n; i++) {
        const struct instrument *instrument = reading->plans[i]->instrument;
        for (size_t k = 0; k < n; k++) {
            struct operands *operands =
                operands_asked(reading->plans[k], instrument, arena);
            if (operands)
                *vec_add(arena, &links->list) = (struct link){i, k, operands};
        }
        links->asks_partner |= asks_partner(instrument);
        links->asks_others |= instrument->n_uses > 0;
        for (size_t k = 0; k < instrument->n_asked; k++)
            links->asks_private |=
                asked_is_private(instrument, &instrument->asked[k]);
    }
    return links;
}

struct links *
links_read(struct reading *reading)
{
    /* What is wrong with the rows is told when they are read again. */
    static const struct visitor visitor = {
        .rows = take_rows, .join = join, .problems = reading_pass_over};
    struct links *links = links_new(reading);
    reading->visitor = &visitor;
    reading->aux = links;
    reading_run(reading);
    if (reading->was_refused)
        return NULL;
    *vec_add(links->arena, &links->chunks) = links->n_rows;
    link_all(links);
    return links;
}

void
links_warn(const struct links *links, struct diag *diag)
{
    for (size_t i = 0; links->asks_partner && i < links->households.n; i++) {
        const struct household *household = &links->households.items[i];
        if (household->n < 3)
            continue;
        diag_add(diag, MSG_COUPLE_CROWDED, household->place, NULL);
        diag_secret(diag, str_from(household->code));
        diag_hint(diag, "a couple is exactly two clients; is the code given "
                        "twice, or a client's code miswritten?");
    }
}

/* ---- telling ---- */

/* The last row of a sitting at which the asker finds somebody to ask. */
static size_t
last_row(const struct links *links, const struct sitting *sitting, size_t asker,
         enum sight sight)
{
    size_t last = 0;
    for (size_t i = 0; i < links->list.n; i++)
        if (links->list.items[i].asker == asker
            && sitting->rows[i][sight] > last)
            last = sitting->rows[i][sight];
    return last;
}

/* The row itself where it asks its own instrument; else the latest of its
   sitting, and at the last row alone: so each sitting is told once. */
static const struct entry *
entry_here(const struct links *links, size_t idx, size_t row_idx,
           enum sight sight)
{
    const struct link *link = &links->list.items[idx];
    const struct row *row = &links->rows.items[row_idx];
    if (!row->client)
        return NULL;
    if (link->asker == link->asked)
        return row->entries[idx];
    return last_row(links, row->sitting, link->asker, sight) == row_idx
               ? row->sitting->entries[idx][sight]
               : NULL;
}

static void
tell_row(const struct links *links, size_t plan_idx, size_t row_idx,
         const struct told **told)
{
    const struct instrument *asker = links->plans[plan_idx]->instrument;
    for (size_t k = 0; k < links->list.n; k++) {
        const struct link *link = &links->list.items[k];
        for (size_t i = 0; link->asker == plan_idx && i < link->operands->n;
             i++) {
            size_t idx = link->operands->asked[i];
            const struct asked *asked = &asker->asked[idx];
            enum sight sight =
                asked_is_private(asker, asked) ? SIGHT_PRIVATE : SIGHT_OPEN;
            const struct entry *entry = entry_here(links, k, row_idx, sight);
            if (entry && asked->of != ASKED_HERE)
                entry = entry->other[asked->of][sight];
            told[idx] = entry ? &entry->told[idx] : NULL;
        }
    }
}

bool
links_tell(const struct links *links, size_t plan_idx,
           const struct piece *piece, struct batch *batch)
{
    size_t n_asked = batch->instrument->n_asked;
    if (piece->number + 1 >= links->chunks.n)
        return false;
    size_t first = links->chunks.items[piece->number] + piece->first_row;
    if (first + batch->n_rows > links->chunks.items[piece->number + 1])
        return false;
    for (size_t row = 0; row < batch->n_rows; row++) {
        const struct client *client = links->rows.items[first + row].client;
        if (client
            && !str_is(rows_text(batch->rows, FACT_CLIENT, row), client->code))
            return false;
        tell_row(links, plan_idx, first + row, &batch->told[row * n_asked]);
    }
    return true;
}
