/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns records into CSV and CSV into fields; see rows.h. */
#include <config.h>

#include "casebook/rows.h"

#include <assert.h>
#include <stdlib.h>
#include "base/vec.h"
#include "casebook/people.h"
#include "exchange/csv_recorder.h"
#include "response/bind.h"
#include "response/csv.h"

void
rows_fields(const struct administration *administration, struct arena *arena,
            struct fields *fields)
{
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct buf csv SCOPED(buf_clear) = {0};
    size_t offset = 0;
    size_t most = 1; /* cells of a row */

    csv_recorder_add_header(&csv, administration);
    for (size_t i = 0; i < csv.len; i++)
        most += csv.bytes[i] == ',';
    csv_recorder_add_row(&csv, administration);
    struct csv_record header = {
        .cells = ARENA_ARRAY(scratch, most, struct csv_cell), .size = most};
    struct csv_record row = {
        .cells = ARENA_ARRAY(scratch, most, struct csv_cell), .size = most};
    struct str bytes = {arena_text(arena, buf_str(&csv)), csv.len};
    bool has_header = csv_next(bytes, &offset, ',', &header);
    bool has_row = csv_next(bytes, &offset, ',', &row);
    assert(has_header && has_row && !header.fault && !row.fault
           && header.n_cells == row.n_cells && header.n_cells <= most
           && offset == bytes.len);
    (void)has_header;
    (void)has_row;
    for (size_t i = 0; i < row.n_cells; i++)
        fields_put(arena, fields, csv_cell_text(header.cells[i], arena),
                   csv_cell_text(row.cells[i], arena));
}

/* ---- sessions ---- */

struct session {
    size_t idx; /* of its record */
    uint32_t client;
    bool is_removed;
    struct fields fields;
};

struct texts VEC(struct str);

struct group {
    struct str instrument;
    struct texts columns;
    struct VEC(struct session) sessions;
};

struct groups VEC(struct group);

static int
by_client(const void *a, const void *b)
{
    const struct session *one = a;
    const struct session *other = b;

    if (one->client != other->client)
        return one->client < other->client ? -1 : 1;
    return one->idx < other->idx ? -1 : 1;
}

static struct group *
group_of(struct groups *groups, struct str instrument, struct arena *arena)
{
    for (size_t i = 0; i < groups->n; i++)
        if (str_equal(groups->items[i].instrument, instrument))
            return &groups->items[i];
    struct group *group = vec_add(arena, groups);
    group->instrument = instrument;
    return group;
}

/* Where a column stands; most sessions have theirs in one order. */
static size_t
find_column(const struct group *group, struct str name, size_t guess)
{
    if (guess < group->columns.n
        && str_equal(group->columns.items[guess], name))
        return guess;
    for (size_t i = 0; i < group->columns.n; i++)
        if (str_equal(group->columns.items[i], name))
            return i;
    return SIZE_MAX;
}

/* What one edition hides another may show: each session is asked. */
static void
leave_out(const struct group *group, struct fields *fields,
          const struct rows_wish *wish)
{
    struct str edition = fields_get(fields, fact_names[FACT_EDITION]);
    size_t n = 0;

    for (size_t i = 0; i < fields->n; i++) {
        struct str name = fields->items[i].name;
        if (!str_starts(name, ".")
            && (!wish->keeps
                || wish->keeps(wish->aux, group->instrument, edition, name)))
            fields->items[n++] = fields->items[i];
    }
    fields->n = n;
}

static void
add_columns(struct group *group, const struct fields *fields,
            struct arena *arena)
{
    size_t guess = 0;

    for (size_t i = 0; i < fields->n; i++) {
        struct str name = fields->items[i].name;
        if (find_column(group, name, guess++) == SIZE_MAX)
            *vec_add(arena, &group->columns) = name;
    }
}

static void
add_edition(struct texts *editions, const struct fields *fields,
            struct arena *arena)
{
    struct str edition = fields_get(fields, fact_names[FACT_EDITION]);

    for (size_t i = 0; i < editions->n; i++)
        if (str_equal(editions->items[i], edition))
            return;
    *vec_add(arena, editions) = edition;
}

static struct session *
find_session(struct groups *groups, size_t idx)
{
    for (size_t g = 0; g < groups->n; g++)
        for (size_t i = 0; i < groups->items[g].sessions.n; i++)
            if (groups->items[g].sessions.items[i].idx == idx)
                return &groups->items[g].sessions.items[i];
    return NULL;
}

/* As FILE.changes would tell it. */
static struct amendment
amendment_of(const struct session *session, const struct fields *fields)
{
    struct amendment amendment = {
        .changed = fields_get(fields, ".at"),
        .row = 1,
        .column = fields_get(fields, "item"),
        .old = fields_get(fields, "old"),
        .new = fields_get(fields, "new"),
        .reason = fields_get(fields, "reason"),
        .before = STR("casebook"), /* a correction ends here */
    };

    for (int i = 0; i < N_FACTS; i++)
        amendment.name.facts[i] =
            csv_unguarded(fields_get(&session->fields, fact_names[i]));
    return amendment;
}

/* Each correction comes behind what it corrects. */
static void
correct(struct groups *groups, const struct fields *fields, struct arena *arena,
        struct amendment_list *amendments)
{
    struct str item = fields_get(fields, "item");
    struct session *session =
        find_session(groups, (size_t)fields_number(fields, "record"));

    if (!session)
        return;
    *vec_add(arena, amendments) = amendment_of(session, fields);
    session->is_removed |= !item.len;
    if (item.len)
        fields_set(arena, &session->fields, item, fields_get(fields, "new"));
}

/* A row says whose it is now.  'couple': its code, "" of one who was parted;
   NULL: as the row came. */
static void
add_session(struct groups *groups, struct session session,
            const struct str *couple, struct str code, struct arena *arena)
{
    struct group *group = group_of(
        groups, fields_get(&session.fields, fact_names[FACT_INSTRUMENT]),
        arena);

    /* It outlives the casebook. */
    fields_set(arena, &session.fields, str_from(fact_names[FACT_CLIENT]),
               csv_with_guard(str_from(arena_text(arena, code)), arena));
    if (couple
        && (couple->len
            || fields_get(&session.fields, fact_names[FACT_COUPLE]).len))
        fields_set(arena, &session.fields, str_from(fact_names[FACT_COUPLE]),
                   csv_with_guard(*couple, arena));
    *vec_add(arena, &group->sessions) = session;
}

static void
collect(struct casebook *casebook, const struct rows_wish *wish,
        struct groups *groups, struct arena *arena,
        struct amendment_list *amendments)
{
    const struct str none = STR("");
    size_t n;
    const struct couple *couples = people_couples(casebook, arena, &n);
    const bool *were_linked = people_were_linked(casebook, arena);

    for (size_t idx = 0; idx < casebook_n_records(casebook); idx++) {
        struct record_front front = casebook_front(casebook, idx);
        struct session session = {.idx = idx, .client = front.client};
        bool is_session = front.kind == RECORD_SESSION;
        if ((!is_session && front.kind != RECORD_AMENDMENT)
            || (wish->client && front.client != wish->client
                && front.client != wish->partner)
            || !casebook_read(casebook, idx, arena, &session.fields))
            continue;
        const struct couple *couple =
            people_couple_of(couples, n, front.client);
        if (is_session)
            add_session(groups, session,
                        couple                      ? &couple->code
                        : were_linked[front.client] ? &none
                                                    : NULL,
                        casebook_code(casebook, front.client), arena);
        else
            correct(groups, &session.fields, arena, amendments);
    }
}

/* ---- files ---- */

static void
add_row(struct buf *csv, const struct group *group, const struct fields *fields,
        struct str *cells)
{
    size_t guess = 0;

    for (size_t i = 0; i < group->columns.n; i++)
        cells[i] = (struct str){0};
    for (size_t i = 0; i < fields->n; i++) {
        size_t column = find_column(group, fields->items[i].name, guess);
        if (column == SIZE_MAX)
            continue;
        cells[column] = fields->items[i].text;
        guess = column + 1;
    }
    for (size_t i = 0; i < group->columns.n; i++) {
        if (i)
            buf_add_char(csv, ',');
        /* Rows of before have facts without their guard. */
        csv_add_guarded(csv, csv_unguarded(cells[i]), ',');
    }
    buf_add_char(csv, '\n');
}

static void
take_out_removed(struct group *group)
{
    size_t n = 0;

    for (size_t i = 0; i < group->sessions.n; i++)
        if (!group->sessions.items[i].is_removed)
            group->sessions.items[n++] = group->sessions.items[i];
    group->sessions.n = n;
}

static void
write_group(struct group *group, struct rows_file *file,
            const struct rows_wish *wish, struct arena *arena)
{
    size_t n = group->sessions.n;

    struct texts editions = {0};

    qsort(group->sessions.items, n, sizeof *group->sessions.items, by_client);
    for (size_t i = 0; i < n; i++) {
        struct fields *fields = &group->sessions.items[i].fields;
        leave_out(group, fields, wish);
        add_columns(group, fields, arena);
        add_edition(&editions, fields, arena);
    }
    *file = (struct rows_file){.instrument = group->instrument,
                               .n_rows = n,
                               .records = ARENA_ARRAY(arena, n, size_t),
                               .editions = editions.items,
                               .n_editions = editions.n};
    struct str *cells = ARENA_ARRAY(arena, group->columns.n, struct str);
    for (size_t i = 0; i < group->columns.n; i++) {
        if (i)
            buf_add_char(&file->csv, ',');
        csv_add_cell(&file->csv, group->columns.items[i], ',');
    }
    buf_add_char(&file->csv, '\n');
    for (size_t i = 0; i < n; i++) {
        add_row(&file->csv, group, &group->sessions.items[i].fields, cells);
        file->records[i] = group->sessions.items[i].idx;
    }
}

struct rows_file *
rows_write(struct casebook *casebook, const struct rows_wish *wish,
           struct arena *arena, size_t *n, struct amendment_list *amendments)
{
    struct groups groups = {0};

    collect(casebook, wish, &groups, arena, amendments);
    struct rows_file *files = ARENA_ARRAY(arena, groups.n, struct rows_file);
    *n = 0;
    for (size_t i = 0; i < groups.n; i++) {
        take_out_removed(&groups.items[i]);
        if (groups.items[i].sessions.n)
            write_group(&groups.items[i], &files[(*n)++], wish, arena);
    }
    return files;
}

void
rows_free(struct rows_file *files, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_clear(&files[i].csv);
}
