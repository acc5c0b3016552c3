/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads couples, consents, holds and reviews off the records; see people.h.  Of
   each the latest counts. */
#include <config.h>

#include "casebook/people.h"

#include "base/map.h"
#include "base/vec.h"
#include "response/bind.h"
#include "response/csv.h"

/* ---- couples ---- */

static struct couple
couple_of(struct casebook *casebook, const struct fields *fields)
{
    return (struct couple){
        .code = fields_get(fields, "couple"),
        .of = {casebook_named(casebook, fields, "a"),
               casebook_named(casebook, fields, "b")},
    };
}

static bool
has_member(const struct couple *couple, uint32_t client)
{
    return client && (couple->of[0] == client || couple->of[1] == client);
}

/* One that is linked parts those that had its code, or one of the two. */
static size_t
part(struct couple *couples, size_t n, const struct couple *latest)
{
    size_t n_left = 0;

    for (size_t i = 0; i < n; i++)
        if (!str_equal(couples[i].code, latest->code)
            && !has_member(&couples[i], latest->of[0])
            && !has_member(&couples[i], latest->of[1]))
            couples[n_left++] = couples[i];
    return n_left;
}

static bool
is_there(const struct casebook *casebook, uint32_t client)
{
    return client && !casebook_is_erased(casebook, client);
}

struct couple *
people_couples(struct casebook *casebook, struct arena *arena, size_t *n)
{
    struct VEC(struct couple) couples = {0};
    struct fields fields;

    for (size_t idx = 0; idx < casebook_n_records(casebook); idx++) {
        if (casebook_front(casebook, idx).kind != RECORD_COUPLE
            || !casebook_read(casebook, idx, arena, &fields))
            continue;
        struct couple latest = couple_of(casebook, &fields);
        couples.n = part(couples.items, couples.n, &latest);
        if (is_there(casebook, latest.of[0]) && is_there(casebook, latest.of[1])
            && latest.of[0] != latest.of[1])
            *vec_add(arena, &couples) = latest;
    }
    *n = couples.n;
    return couples.items;
}

const struct couple *
people_couple_of(const struct couple *couples, size_t n, uint32_t client)
{
    for (size_t i = 0; i < n; i++)
        if (has_member(&couples[i], client))
            return &couples[i];
    return NULL;
}

bool *
people_were_linked(struct casebook *casebook, struct arena *arena)
{
    bool *were = ARENA_ARRAY(arena, casebook_n_clients(casebook) + 1, bool);
    struct fields fields;

    for (size_t idx = 0; idx < casebook_n_records(casebook); idx++) {
        if (casebook_front(casebook, idx).kind != RECORD_COUPLE
            || !casebook_read(casebook, idx, arena, &fields))
            continue;
        struct couple couple = couple_of(casebook, &fields);
        were[couple.of[0]] = true;
        were[couple.of[1]] = true;
    }
    return were;
}

/* ---- what was read ---- */

/* Of each record: whether it is a session that was read, or removed. */
static bool *
find_settled(struct casebook *casebook, bool also_read, struct arena *arena)
{
    size_t n = casebook_n_records(casebook);
    bool *is = ARENA_ARRAY(arena, n, bool);
    struct fields fields;

    for (size_t idx = 0; idx < n; idx++) {
        enum record_kind kind = casebook_front(casebook, idx).kind;
        if ((kind != RECORD_AMENDMENT && (kind != RECORD_REVIEW || !also_read))
            || !casebook_read(casebook, idx, arena, &fields))
            continue;
        uint64_t session = fields_number(&fields, "record");
        if (session < n
            && (kind == RECORD_REVIEW || !fields_get(&fields, "item").len))
            is[session] = true;
    }
    return is;
}

static size_t *
find_sessions(struct casebook *casebook, bool is_unread, struct arena *arena,
              size_t *n)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    const bool *is_settled = find_settled(casebook, is_unread, scratch);
    size_t n_records = casebook_n_records(casebook);
    size_t *sessions = ARENA_ARRAY(arena, n_records, size_t);

    *n = 0;
    for (size_t idx = 0; idx < n_records; idx++) {
        struct record_front front = casebook_front(casebook, idx);
        if (front.kind == RECORD_SESSION && !is_settled[idx]
            && is_there(casebook, front.client))
            sessions[(*n)++] = idx;
    }
    return sessions;
}

size_t *
people_sessions(struct casebook *casebook, struct arena *arena, size_t *n)
{
    return find_sessions(casebook, false, arena, n);
}

size_t *
people_unread(struct casebook *casebook, struct arena *arena, size_t *n)
{
    return find_sessions(casebook, true, arena, n);
}

/* ---- unfinished forms ---- */

struct begun {
    struct unfinished form;
    bool is_over;
};
struct begun_list {
    struct VEC(struct begun) all;
    struct map *by_fill;
    struct arena *arena;
};

static void
take_draft(struct begun_list *list, size_t idx, uint32_t client,
           const struct fields *fields)
{
    struct arena *arena = list->arena;
    struct str fill = fields_get(fields, ".fill");
    size_t at;

    if (!map_find(list->by_fill, fill, &at)) {
        at = list->all.n;
        (void)map_add(list->by_fill, arena_str(arena, fill), at);
        (void)vec_add(arena, &list->all);
    }
    list->all.items[at] = (struct begun){
        .form = {.record = idx,
                 .client = client,
                 .instrument = arena_str(
                     arena, fields_get(fields, fact_names[FACT_INSTRUMENT])),
                 .is_paper = str_is(fields_get(fields, fact_names[FACT_MODE]),
                                    "paper")},
        .is_over = !fields_get(fields, ".events").len
                   || fields_get(fields, ".gone").len,
    };
}

static void
take_session(struct begun_list *list, uint32_t client,
             const struct fields *fields)
{
    struct str instrument = fields_get(fields, fact_names[FACT_INSTRUMENT]);
    size_t at;

    if (map_find(list->by_fill, fields_get(fields, ".fill"), &at))
        list->all.items[at].is_over = true;
    for (size_t i = 0; i < list->all.n; i++)
        list->all.items[i].form.was_filled_since |=
            list->all.items[i].form.client == client
            && str_equal(list->all.items[i].form.instrument, instrument);
}

struct unfinished *
people_unfinished(struct casebook *casebook, struct arena *arena, size_t *n)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct begun_list list = {.by_fill = map_new(arena, false), .arena = arena};
    struct fields fields;

    for (size_t idx = 0; idx < casebook_n_records(casebook); idx++) {
        struct record_front front = casebook_front(casebook, idx);
        bool is_draft = front.kind == RECORD_DRAFT;
        arena_rewind(scratch);
        if ((!is_draft && (front.kind != RECORD_SESSION || !list.all.n))
            || !casebook_read(casebook, idx, scratch, &fields))
            continue;
        if (is_draft)
            take_draft(&list, idx, front.client, &fields);
        else
            take_session(&list, front.client, &fields);
    }
    struct unfinished *forms =
        ARENA_ARRAY(arena, list.all.n, struct unfinished);
    *n = 0;
    for (size_t i = 0; i < list.all.n; i++)
        if (!list.all.items[i].is_over)
            forms[(*n)++] = list.all.items[i].form;
    return forms;
}

bool
people_session_says(struct casebook *casebook, const char *fact,
                    struct str text, const uint32_t but[2])
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct arena *each SCOPED(arena_drop) = arena_new();
    size_t n;
    const size_t *sessions = people_sessions(casebook, scratch, &n);
    struct fields fields;

    for (size_t i = 0; i < n; i++) {
        uint32_t client = casebook_front(casebook, sessions[i]).client;
        arena_rewind(each);
        if (client != but[0] && client != but[1]
            && casebook_read(casebook, sessions[i], each, &fields)
            && str_equal(csv_unguarded(fields_get(&fields, fact)), text))
            return true;
    }
    return false;
}

/* ---- pages for two ---- */

void
people_hold(struct casebook *casebook, struct str couple, bool is_held)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct fields fields = {0};

    fields_put(scratch, &fields, STR("couple"), couple);
    fields_put(scratch, &fields, STR("held"), is_held ? STR("yes") : STR("no"));
    casebook_put(casebook, RECORD_HOLD, 0, &fields);
}

/* Pages that are held: those of two people, whatever code they have as a
   couple by now, or all of them. */
struct holds {
    struct VEC(struct couple) pairs; /* each with the code of then */
    bool all;
};

/* Who was erased may be there again under the same code. */
static bool
is_same_person(const struct casebook *casebook, uint32_t was, uint32_t now)
{
    return was == now
           || (now && was && casebook_is_erased(casebook, was)
               && casebook_erased_at(casebook, casebook_code(casebook, now))
                      .len);
}

static bool
is_same_pair(const struct casebook *casebook, const struct couple *was,
             const struct couple *now)
{
    for (int i = 0; i < 2; i++)
        if (is_same_person(casebook, was->of[0], now->of[i])
            && is_same_person(casebook, was->of[1], now->of[1 - i]))
            return true;
    return false;
}

static bool
holds_pair(const struct casebook *casebook, const struct holds *holds,
           const struct couple *couple)
{
    for (size_t i = 0; i < holds->pairs.n; i++)
        if (is_same_pair(casebook, &holds->pairs.items[i], couple))
            return true;
    return false;
}

static void
release_pair(const struct casebook *casebook, struct holds *holds,
             const struct couple *couple)
{
    size_t n_left = 0;

    for (size_t i = 0; i < holds->pairs.n; i++)
        if (!is_same_pair(casebook, &holds->pairs.items[i], couple))
            holds->pairs.items[n_left++] = holds->pairs.items[i];
    holds->pairs.n = n_left;
}

/* 'linked': all couples so far; the latest of a code is the one meant. */
static void
take_hold(const struct casebook *casebook, const struct fields *fields,
          const struct couple *linked, size_t n, struct holds *holds,
          struct arena *arena)
{
    struct str code = fields_get(fields, "couple");
    bool is_held = str_is(fields_get(fields, "held"), "yes");

    if (!code.len)
        holds->all = is_held;
    while (code.len && n > 0 && !str_equal(linked[n - 1].code, code))
        n--;
    if (!code.len || !n)
        return;
    release_pair(casebook, holds, &linked[n - 1]);
    if (is_held)
        *vec_add(arena, &holds->pairs) = linked[n - 1];
}

static struct holds
find_holds(struct casebook *casebook, struct arena *arena)
{
    struct VEC(struct couple) linked = {0};
    struct holds holds = {0};
    struct fields fields;

    for (size_t idx = 0; idx < casebook_n_records(casebook); idx++) {
        enum record_kind kind = casebook_front(casebook, idx).kind;
        if ((kind != RECORD_COUPLE && kind != RECORD_HOLD)
            || !casebook_read(casebook, idx, arena, &fields))
            continue;
        struct couple couple = couple_of(casebook, &fields);
        if (kind == RECORD_HOLD)
            take_hold(casebook, &fields, linked.items, linked.n, &holds, arena);
        else if (couple.of[0] && couple.of[1])
            *vec_add(arena, &linked) = couple;
    }
    return holds;
}

bool
people_is_held(struct casebook *casebook, const struct couple *couple)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct holds holds = find_holds(casebook, scratch);

    return couple ? holds_pair(casebook, &holds, couple) : holds.all;
}

/* Of each client: whether no page for two may hold anything of it today. */
static bool *
find_barred(struct casebook *casebook, const struct holds *holds,
            struct arena *arena)
{
    bool *is_barred =
        ARENA_ARRAY(arena, casebook_n_clients(casebook) + 1, bool);
    size_t n;
    const struct couple *couples = people_couples(casebook, arena, &n);

    for (size_t i = 0; i < n; i++) {
        bool held = holds_pair(casebook, holds, &couples[i]);
        is_barred[couples[i].of[0]] |= held;
        is_barred[couples[i].of[1]] |= held;
    }
    const size_t *unread = people_unread(casebook, arena, &n);
    for (size_t i = 0; i < n; i++)
        is_barred[casebook_front(casebook, unread[i]).client] = true;
    return is_barred;
}

static void
add_consent(struct casebook *casebook, uint32_t client,
            const struct fields *fields, struct buf *csv)
{
    const struct str cells[] = {
        casebook_code(casebook, client),   fields_get(fields, "scale"),
        fields_get(fields, "date"),        fields_get(fields, "consent"),
        fields_get(fields, "asked-alone"),
    };

    for (size_t i = 0; i < N_ELEMENTS(cells); i++) {
        csv_add_cell(csv, cells[i].len || i < 3 ? cells[i] : STR("no"), ',');
        buf_add_char(csv, i + 1 < N_ELEMENTS(cells) ? ',' : '\n');
    }
}

/* Of each client: the first record in which a yes can be about the partner of
   today.  One of before was about somebody else, who may be erased by now. */
static size_t *
find_partners(struct casebook *casebook, struct arena *arena)
{
    size_t n = casebook_n_clients(casebook) + (size_t)1;
    size_t *since = ARENA_ARRAY(arena, n, size_t);
    uint32_t *partner = ARENA_ARRAY(arena, n, uint32_t);
    struct fields fields;

    for (size_t idx = 0; idx < casebook_n_records(casebook); idx++) {
        if (casebook_front(casebook, idx).kind != RECORD_COUPLE
            || !casebook_read(casebook, idx, arena, &fields))
            continue;
        struct couple couple = couple_of(casebook, &fields);
        for (int i = 0; i < 2; i++) {
            uint32_t client = couple.of[i];
            uint32_t other = couple.of[1 - i];
            if (!client || !other || client == other)
                continue;
            if (partner[client] && partner[client] != other)
                since[client] = idx;
            partner[client] = other;
        }
    }
    return since;
}

void
people_add_consents(struct casebook *casebook, struct buf *csv)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    const struct holds holds = find_holds(casebook, scratch);
    const bool *is_barred = find_barred(casebook, &holds, scratch);
    const size_t *since = find_partners(casebook, scratch);
    struct fields fields;

    buf_add_text(csv, "client,scale,date,consent,asked-alone\n");
    for (size_t idx = 0; idx < casebook_n_records(casebook); idx++) {
        struct record_front front = casebook_front(casebook, idx);
        if (front.kind == RECORD_CONSENT && !holds.all
            && !is_barred[front.client]
            && casebook_read(casebook, idx, scratch, &fields)
            && (idx >= since[front.client]
                || str_is(fields_get(&fields, "consent"), "no")))
            add_consent(casebook, front.client, &fields, csv);
    }
}
