/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moves the inbox into the vault.  Every line that opens is taken, once, what-
   ever else is wrong with the inbox; and what is wrong is said, and the inbox
   as it was set aside.

   A line that says what no form can say is wrong, too, and not taken.

   A line was taken before where a part of the inbox could not be overwritten
   any more after the change that took it: it is known by its number, and by
   its fill being in the vault. */
#include <config.h>

#include "casebook/casebook.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>
#include "base/date.h"
#include "base/file.h"
#include "base/map.h"
#include "base/utf8.h"
#include "casebook/inbox.h"
#include "casebook/unlocked.h"
#include "response/csv.h"

enum { DATE_LEN = 10 };
/* Of a row; no questionnaire has a quarter of it. */
enum { LIMIT_CELLS = 4096, LIMIT_HEADER = 1 << 20, LIMIT_FRONT = 32 << 10 };

/* The lines of one fill. */
struct arrival {
    uint8_t fill[FILL_ID];
    uint32_t client;     /* whose it was found to be before; 0: not yet */
    struct fields facts; /* as it was begun, or the row of one that is done */
    bool is_done;
    bool is_thrown_away;
    uint32_t next; /* the line that comes next */
    bool has_gap;
    struct buf events;
};

struct taking {
    struct casebook *casebook;
    struct arena *arena;
    struct VEC(struct arrival) arrivals;
    uint64_t n; /* lines up to here, ever */
    uint8_t link[SEAL_LINK];
    size_t n_stray;   /* that do not stand behind the line they were written
                         behind, or do not open */
    size_t n_damaged; /* bytes at the end that are no line */
    size_t n_unseen;  /* places where a long line may begin: too many */
    bool has_known;   /* the last line that this computer knows of */
    struct VEC(struct str) erased; /* boxes of who was erased */
    struct diag *diag;
};

/* ---- what the vault has of a fill ---- */

static bool
is_of_fill(enum record_kind kind)
{
    return kind == RECORD_SESSION || kind == RECORD_DRAFT
           || kind == RECORD_CONSENT;
}

/* The latest record of a fill. */
static bool
find_fill(struct taking *taking, const uint8_t fill[FILL_ID],
          struct record_front *front, struct fields *fields)
{
    struct casebook *casebook = taking->casebook;
    struct str hex = hex_of(fill, FILL_ID, taking->arena);

    for (size_t idx = casebook_n_records(casebook); idx-- > 0;) {
        *front = casebook_front(casebook, idx);
        if (is_of_fill(front->kind)
            && casebook_read(casebook, idx, taking->arena, fields)
            && str_equal(fields_get(fields, ".fill"), hex))
            return true;
    }
    return false;
}

/* ---- lines ---- */

static void
put_fields(struct taking *taking, struct fields *to, const struct fields *from)
{
    for (size_t i = 0; i < from->n; i++)
        if (!str_starts(from->items[i].name, "."))
            *vec_add(taking->arena, to) = from->items[i];
}

/* An unfinished form of before is gone on with. */
static void
take_up(struct taking *taking, struct arrival *arrival)
{
    struct fields fields;
    struct record_front front;

    if (!find_fill(taking, arrival->fill, &front, &fields))
        return;
    arrival->client = front.client;
    arrival->next = (uint32_t)fields_number(&fields, ".next");
    arrival->is_done = front.kind == RECORD_SESSION;
    put_fields(taking, &arrival->facts, &fields);
    buf_add(&arrival->events, fields_get(&fields, ".events"));
}

static struct arrival *
arrival_of(struct taking *taking, const struct inbox_line *line)
{
    for (size_t i = 0; i < taking->arrivals.n; i++)
        if (memcmp(taking->arrivals.items[i].fill, line->fill, FILL_ID) == 0)
            return &taking->arrivals.items[i];
    struct arrival *arrival = vec_add(taking->arena, &taking->arrivals);
    memcpy(arrival->fill, line->fill, FILL_ID);
    if (line->idx)
        take_up(taking, arrival);
    return arrival;
}

static uint32_t
client_of(struct taking *taking, struct str code)
{
    struct casebook *casebook = taking->casebook;
    uint32_t client = casebook_find(casebook, code);

    if (client)
        return client;
    struct fields fields = {0};
    fields_put(taking->arena, &fields, STR("code"), code);
    fields_put(taking->arena, &fields, STR("by-fill"), STR("yes"));
    return casebook_add_client(casebook, &fields, taking->diag);
}

static bool
take_fill_line(struct taking *taking, const struct inbox_line *line)
{
    struct arrival *arrival = arrival_of(taking, line);

    if (line->idx < arrival->next)
        return false;
    arrival->has_gap |= line->idx > arrival->next;
    arrival->next = line->idx + 1;
    if (line->kind == LINE_EVENTS) {
        buf_add(&arrival->events, fields_get(&line->fields, ".events"));
        return true;
    }
    if (line->kind == LINE_THROWN_AWAY) {
        arrival->is_thrown_away = true;
        buf_empty(&arrival->events);
        return true;
    }
    arrival->facts = (struct fields){0};
    put_fields(taking, &arrival->facts, &line->fields);
    arrival->is_done |= line->kind == LINE_DONE;
    return true;
}

static void
put_tried(struct taking *taking, const struct inbox_line *line)
{
    struct fields fields = {0};

    struct str at = fields_get(&line->fields, "at");

    fields_put(taking->arena, &fields, STR("what"), STR("refused passphrase"));
    if (casebook_is_code(at)) /* a short line of text */
        fields_put(taking->arena, &fields, STR("at"), at);
    casebook_put(taking->casebook, RECORD_LOG, 0, &fields);
}

static int32_t
days_of(struct str date)
{
    int32_t days;

    return date_read(date, &days) ? days : DATE_NONE;
}

/* Of which day a no counts that says it is of 'said': not of one to come, nor,
   where a clock was wrong, of one before what it takes back: every yes there is
   was said before this line was written, or the line had been taken first. */
static struct str
day_of_no(struct taking *taking, uint32_t client, struct str said)
{
    struct casebook *casebook = taking->casebook;
    struct str day = str_from(casebook->place.at);
    struct fields fields;

    day.len = day.len < DATE_LEN ? day.len : DATE_LEN;
    if (days_of(said) != DATE_NONE && days_of(said) < days_of(day))
        day = said;
    for (size_t idx = 0; idx < casebook_n_records(casebook); idx++) {
        struct record_front front = casebook_front(casebook, idx);
        if (front.kind == RECORD_CONSENT && front.client == client
            && casebook_read(casebook, idx, taking->arena, &fields)
            && days_of(fields_get(&fields, "date")) > days_of(day))
            day = fields_get(&fields, "date");
    }
    return day;
}

/* Anybody may write into the inbox, so that it says no alone, and to
   everything.  A yes is asked for by the practice. */
static bool
put_withdrawal(struct taking *taking, const struct inbox_line *line)
{
    struct arena *arena = taking->arena;
    struct fields fields = {0};
    uint32_t client = client_of(taking, fields_get(&line->fields, "client"));

    if (!client)
        return false;
    fields_put(arena, &fields, STR(".fill"),
               hex_of(line->fill, FILL_ID, arena));
    fields_put(arena, &fields, STR(".next"), digits_of(line->idx + 1, arena));
    fields_put(arena, &fields, STR("date"),
               day_of_no(taking, client, fields_get(&line->fields, "date")));
    fields_put(arena, &fields, STR("consent"), STR("no"));
    casebook_put(taking->casebook, RECORD_CONSENT, client, &fields);
    return true;
}

static size_t
csv_size(struct str cell)
{
    size_t size = cell.len + 3;

    for (size_t i = 0; i < cell.len; i++)
        size += cell.bytes[i] == '"';
    return size;
}

/* Whether it says whose it is, and is what a row of a table can be: the vault
   would keep for ever one that cannot be read, and with it all others of its
   questionnaire could not be. */
static bool
is_row(struct taking *taking, const struct inbox_line *line)
{
    struct arena *arena = taking->arena;
    const struct fields *fields = &line->fields;
    struct map *names = map_new(arena, false);
    struct str code = fields_get(fields, "client");
    size_t size = LIMIT_FRONT;
    size_t header_size = LIMIT_FRONT;

    if (!casebook_is_code(line->kind == LINE_DONE ? csv_unguarded(code) : code)
        || fields->n > LIMIT_CELLS)
        return false;
    for (size_t i = 0; i < fields->n; i++) {
        struct str name = fields->items[i].name;
        if (!name.len || !utf8_is_text(name) || !map_add(names, name, i))
            return false;
        header_size += csv_size(name);
        size += csv_size(fields->items[i].text);
    }
    return size <= CSV_LIMIT_RECORD_SIZE && header_size <= LIMIT_HEADER;
}

/* False: the line says nothing that can be taken. */
static bool
take_line(struct taking *taking, const struct inbox_line *line)
{
    switch (line->kind) {
    case LINE_BEGUN:
    case LINE_DONE:
        return is_row(taking, line) && take_fill_line(taking, line);
    case LINE_EVENTS:
    case LINE_THROWN_AWAY:
        return take_fill_line(taking, line);
    case LINE_REFUSED:
        put_tried(taking, line);
        return true;
    case LINE_CONSENT:
        return is_row(taking, line) && put_withdrawal(taking, line);
    }
    return false;
}

/* ---- the inbox ---- */

/* Of a line whose number was taken before: whether it was this one. */
static bool
was_taken(struct taking *taking, const struct inbox_line *line)
{
    struct fields fields;
    struct record_front front;

    if (line->kind == LINE_REFUSED)
        return true;
    return find_fill(taking, line->fill, &front, &fields)
           && line->idx < fields_number(&fields, ".next");
}

/* Of a form of somebody who was erased, from an inbox of before: nothing of it
   is to be, nor to be set aside. */
static bool
drop_erased(struct taking *taking, const struct inbox_frame *frame,
            const struct inbox_line *line)
{
    struct str hex = hex_of(line->fill, FILL_ID, taking->arena);

    if (!clients_erased_fill(taking->casebook, hex))
        return false;
    *vec_add(taking->arena, &taking->erased) = frame->box;
    return true;
}

static void
take_frame(struct taking *taking, const struct inbox_frame *frame)
{
    struct casebook *casebook = taking->casebook;
    struct inbox_line line;
    uint8_t link[SEAL_LINK];
    bool opens =
        inbox_open_line(frame, casebook->ring, taking->arena, &line, link);
    bool is_erased = opens && drop_erased(taking, frame, &line);

    if (opens && !is_erased && frame->number < casebook->n_lines
        && was_taken(taking, &line))
        return;
    bool fits = opens && frame->number == taking->n
                && memcmp(link, taking->link, SEAL_LINK) == 0;
    if (opens && !is_erased)
        fits &= take_line(taking, &line);
    taking->n_stray += !fits && !is_erased;
    if (inbox_counts(taking->n, frame->number)) {
        taking->n = frame->number + 1;
        memcpy(taking->link, frame->link, SEAL_LINK);
    }
}

/* The last line that was added on this computer must be there, or taken. */
static void
check_known(struct taking *taking, const struct inbox_frame *frame,
            uint64_t n_known, const uint8_t known[SEAL_LINK])
{
    taking->has_known |= frame->number + 1 == n_known
                         && memcmp(frame->link, known, SEAL_LINK) == 0;
}

static bool
take_frames(struct taking *taking, struct str bytes, struct diag *diag)
{
    const struct casebook *casebook = taking->casebook;
    struct inbox_search search = inbox_search_begin(bytes);
    struct inbox_frame frame;
    uint64_t n_known;
    uint8_t known[SEAL_LINK] = {0};
    uint64_t n_seen = bytes.len && bytes.bytes[0] ? casebook->n_lines : 0;

    if (!inbox_known_lines(casebook->place.state_folder, casebook->cells.id,
                           taking->arena, &n_known, known, diag))
        return false;
    taking->has_known = n_known <= casebook->n_lines;
    while (inbox_next(&search, &frame)) {
        n_seen = frame.number + 1;
        check_known(taking, &frame, n_known, known);
        take_frame(taking, &frame);
    }
    /* While it is overwritten, half a line is lawful. */
    taking->n_damaged = n_seen < casebook->n_lines ? 0 : search.n_passed;
    taking->n_unseen = search.n_unseen;
    return true;
}

static bool
put_arrival(struct taking *taking, struct arrival *arrival)
{
    struct arena *arena = taking->arena;
    struct fields fields = {0};
    struct str code = fields_get(&arrival->facts, "client");
    uint32_t client = arrival->client; /* whose code may be another now */

    if (!client)
        client =
            client_of(taking, arrival->is_done ? csv_unguarded(code) : code);

    if (!client)
        return false;
    fields_put(arena, &fields, STR(".fill"),
               hex_of(arrival->fill, FILL_ID, arena));
    fields_put(arena, &fields, STR(".next"), digits_of(arrival->next, arena));
    if (arrival->has_gap)
        fields_put(arena, &fields, STR(".gap"), STR("yes"));
    if (arrival->is_thrown_away)
        fields_put(arena, &fields, STR(".gone"), STR("yes"));
    put_fields(taking, &fields, &arrival->facts);
    if (!arrival->is_done)
        fields_put(arena, &fields, STR(".events"), buf_str(&arrival->events));
    casebook_put(taking->casebook,
                 arrival->is_done ? RECORD_SESSION : RECORD_DRAFT, client,
                 &fields);
    return true;
}

static bool
put_arrivals(struct taking *taking)
{
    bool ok = true;

    for (size_t i = 0; i < taking->arrivals.n; i++) {
        struct arrival *arrival = &taking->arrivals.items[i];
        ok = ok && put_arrival(taking, arrival);
        buf_clear(&arrival->events);
    }
    return ok;
}

static void
put_lines(struct taking *taking)
{
    struct fields fields = {0};

    if (taking->n == taking->casebook->n_lines)
        return;
    fields_put(taking->arena, &fields, STR("n"),
               digits_of(taking->n, taking->arena));
    fields_put(taking->arena, &fields, STR("link"),
               hex_of(taking->link, SEAL_LINK, taking->arena));
    casebook_put(taking->casebook, RECORD_LINES, 0, &fields);
}

/* The inbox as it was, but for what is of who was erased. */
static struct str
without_erased(struct taking *taking, struct str bytes)
{
    char *copy = arena_text(taking->arena, bytes);

    for (size_t i = 0; i < taking->erased.n; i++)
        memset(copy + (taking->erased.items[i].bytes - bytes.bytes), 0,
               taking->erased.items[i].len);
    return (struct str){copy, bytes.len};
}

static void
set_aside(struct taking *taking, struct str bytes, struct diag *diag)
{
    if (!taking->n_stray && !taking->n_damaged && !taking->n_unseen
        && taking->has_known)
        return;
    const char *aside = "";
    struct diag *problems SCOPED(diag_drop) = diag_new();
    if (bytes.len)
        aside = file_set_aside(taking->casebook->inbox.path, "edited",
                               without_erased(taking, bytes), taking->arena,
                               problems);
    if (!aside)
        vault_fail(&taking->casebook->vault, problems);
    if (!taking->has_known)
        diag_add(diag, MSG_CASEBOOK_INBOX, (struct place){0},
                 "the last lines that were written here are missing");
    if (taking->n_stray || taking->n_damaged)
        diag_add(diag, MSG_CASEBOOK_INBOX, (struct place){0},
                 "%zu lines out of place, %zu bytes that are none",
                 taking->n_stray, taking->n_damaged);
    if (taking->n_unseen)
        diag_add(
            diag, MSG_CASEBOOK_INBOX, (struct place){0},
            "%zu places look like the beginning of a long line, too many to "
            "look at",
            taking->n_unseen);
    if (aside && *aside)
        diag_hint(diag, "what opens was taken; all of it is kept in '%s'",
                  aside);
    casebook_put_log(taking->casebook, "inbox not as it was written", 0, NULL);
}

/* Overwritten where it stands: what was in it can be opened with the practice's
   key, and must go with its client. */
static bool
empty_inbox(struct casebook *casebook, size_t size, struct diag *diag)
{
    if (!casebook->has_head)
        casebook->n_taken = size;
    return !size || !casebook->has_head
           || (disk_zero(&casebook->inbox, 0, size, diag)
               && disk_cut(&casebook->inbox, 0, diag));
}

/* It has served: lines that are missing are missed once. */
static void
forget_known(const struct casebook *casebook)
{
    if (casebook->has_head && casebook->place.state_folder)
        unlink(inbox_state_path(casebook->place.state_folder,
                                casebook->cells.id, "lines", casebook->arena));
}

static bool
take_locked(struct casebook *casebook, struct diag *diag)
{
    struct taking taking = {.casebook = casebook,
                            .arena = arena_new(),
                            .n = casebook->n_lines,
                            .diag = diag};
    struct str bytes;

    memcpy(taking.link, casebook->link, SEAL_LINK);
    bool ok = disk_read(&casebook->inbox, taking.arena, &bytes, diag)
              && take_frames(&taking, bytes, diag) && put_arrivals(&taking);
    if (ok) {
        set_aside(&taking, bytes, diag);
        put_lines(&taking);
        casebook_put_log(casebook, "unlock", 0, casebook_slot_used(casebook));
        casebook_commit_reading(casebook, diag);
    }
    if (ok && !casebook->vault.failure) {
        forget_known(casebook);
        ok = empty_inbox(casebook, bytes.len, diag);
    }
    arena_free(taking.arena);
    return ok;
}

/* Consents and forms stand behind what was put before them. */
static void
find_first(struct casebook *casebook, size_t from)
{
    casebook->first_arrival = from;
    casebook->n_arrivals = casebook_n_records(casebook) - from;
}

bool
arrivals_take(struct casebook *casebook, struct diag *diag)
{
    size_t from = casebook_n_records(casebook);

    if (!disk_lock(&casebook->vault.file, DISK_INBOX, NULL, diag))
        return false;
    bool ok = take_locked(casebook, diag);
    find_first(casebook, from);
    disk_unlock_inbox(&casebook->vault.file);
    return ok;
}

bool
casebook_take_inbox(struct casebook *casebook, struct diag *diag)
{
    size_t size;

    return disk_size(&casebook->inbox, &size, diag)
           && (!size || arrivals_take(casebook, diag));
}
