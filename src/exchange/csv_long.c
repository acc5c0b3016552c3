/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV with one row an item: the rows of one session, which stand together,
   become one row with a column for each item.  A session is known by client,
   couple, instrument and session, or else the day; it is never parted between
   chunks, so that memory is that of a chunk and of the sessions' names. */
#include <config.h>

#include "exchange/csv_file.h"

#include <string.h>
#include "base/date.h"
#include "base/map.h"
#include "base/vec.h"
#include "response/recoding.h"
#include "exchange/visits.h"

static struct csv_sessions *
sessions_of(const struct chunk *chunk)
{
    return ((struct csv_stretch *)chunk->own)->sessions;
}

static struct csv_long *
long_of(const struct chunk *chunk)
{
    return ((struct csv_file *)chunk->file->own)->by_item;
}

/* ---- sessions ---- */

void *
csv_long_chunk_new(size_t n_columns)
{
    struct csv_stretch *stretch = source_csv.chunk_new(n_columns);

    stretch->sessions = ARENA_NEW(stretch->arena, struct csv_sessions);
    stretch->sessions->given = ARENA_ARRAY(stretch->arena, n_columns, uint8_t);
    return stretch;
}

void
csv_long_chunk_free(void *own)
{
    buf_clear(&((struct csv_stretch *)own)->sessions->key);
    source_csv.chunk_free(own);
}

static bool
next_row(const struct chunk *chunk, size_t *offset, struct csv_record *record)
{
    struct csv_stretch *stretch = chunk->own;
    struct csv_sessions *sessions = stretch->sessions;
    size_t n = long_of(chunk)->n_columns;

    if (sessions->n_cells < n) {
        sessions->cells = ARENA_ARRAY(stretch->arena, n, struct csv_cell);
        sessions->n_cells = n;
    }
    *record = (struct csv_record){.cells = sessions->cells, .size = n};
    return csv_next((struct str){stretch->bytes, stretch->len}, offset,
                    chunk->file->header.delimiter, record);
}

static bool
is_broken(const struct chunk *chunk, const struct csv_record *record)
{
    return record->fault || record->n_cells != long_of(chunk)->n_columns;
}

static struct str
cell_text(const struct chunk *chunk, const struct csv_record *record,
          size_t column)
{
    return str_trim(csv_cell_text(record->cells[column], chunk->scratch));
}

static bool
read_day(const struct chunk *chunk, struct str text, int32_t *days)
{
    int32_t seconds;

    return source_settings_date(&chunk->options->settings, text, days,
                                &seconds);
}

/* With its length, since a text may hold any sign. */
static void
add_key_part(struct buf *key, struct str text)
{
    buf_addf(key, "%zu:", text.len);
    buf_add(key, text);
}

/* Whatever the time of day; what is no date is told apart by all of it. */
static void
add_day(const struct chunk *chunk, struct str text, struct buf *key)
{
    int32_t days;

    if (read_day(chunk, text, &days))
        buf_addf(key, "day %d ", (int)days);
    else
        add_key_part(key, text);
}

static bool
is_same_day(const struct chunk *chunk, struct str a, struct str b)
{
    int32_t day_a, day_b;

    return str_equal(a, b)
           || (read_day(chunk, a, &day_a) && read_day(chunk, b, &day_b)
               && day_a == day_b);
}

static void
add_key(const struct chunk *chunk, const struct csv_record *record,
        struct buf *key)
{
    const struct csv_long *by_item = long_of(chunk);

    for (size_t i = 0; i < by_item->n_columns; i++) {
        enum part part = by_item->columns[i].part;

        if (part != PART_KEY && part != PART_DAY)
            continue;
        struct str text = cell_text(chunk, record, i);
        if (part == PART_DAY)
            add_day(chunk, text, key);
        else
            add_key_part(key, text);
    }
}

/* Nothing is read from the latest session on, which would go on with the rows
   of others. */
static bool
fail_at_latest(struct chunk *chunk, enum message message, const char *hint)
{
    struct csv_stretch *stretch = chunk->own;
    struct csv_sessions *sessions = stretch->sessions;

    stretch->len = sessions->starts.items[--sessions->starts.n].offset;
    chunk_fail(chunk, message, chunk->base + stretch->len, hint);
    return false;
}

/* A session that was there before, and ended: its answers are in two rows, of
   which neither can be scored. */
static bool
check_new(struct chunk *chunk, size_t line)
{
    struct csv_long *by_item = long_of(chunk);
    struct str key = buf_str(&sessions_of(chunk)->key);
    size_t before = line;

    if (map_find(by_item->seen, key, &before)) {
        if (before == line)
            return true; /* a chunk left it to the next */
        return fail_at_latest(
            chunk, MSG_DATA_LONG_APART,
            arena_printf(by_item->arena,
                         "the session stands in line %zu, too: sort "
                         "the rows by client and session",
                         before));
    }
    if (by_item->n_seen++ < VISITS_LIMIT_ROWS)
        map_add(by_item->seen, arena_str(by_item->arena, key), line);
    return true;
}

/* Finds where sessions begin in bytes that were not looked through.  A row that
   is broken goes with the session before it. */
static bool
scan(struct chunk *chunk, size_t at)
{
    struct csv_stretch *stretch = chunk->own;
    struct csv_sessions *sessions = stretch->sessions;
    struct csv_record record;
    struct buf key SCOPED(buf_clear) = {0};
    size_t counted = at;

    while (next_row(chunk, &at, &record)) {
        bool is_first = !sessions->is_in;

        sessions->line += csv_count_lines(
            (struct str){stretch->bytes + counted, record.offset - counted});
        counted = record.offset;
        buf_empty(&key);
        if (!is_broken(chunk, &record))
            add_key(chunk, &record, &key);
        if (is_first
            || (key.len && sessions->key.len
                && !str_equal(buf_str(&key), buf_str(&sessions->key)))) {
            *vec_add(stretch->arena, &sessions->starts) =
                (struct session_start){record.offset, sessions->was_broken};
            sessions->n_rows = 0;
            buf_empty(&sessions->key);
        }
        sessions->is_in = true;
        sessions->was_broken = !key.len;
        if (++sessions->n_rows > GROUP_LIMIT_ROWS)
            return fail_at_latest(
                chunk, MSG_DATA_GROUP_LONG,
                "at most 10000 rows of one session are read together");
        if (key.len && !sessions->key.len) {
            buf_add(&sessions->key, buf_str(&key));
            if (!check_new(chunk, sessions->line))
                return false;
        }
    }
    sessions->line += csv_count_lines(
        (struct str){stretch->bytes + counted, stretch->len - counted});
    return true;
}

void
csv_long_begin(struct chunk *chunk)
{
    struct csv_sessions *sessions = sessions_of(chunk);

    source_csv.begin(chunk);
    sessions->starts.n = 0;
    sessions->was_broken = long_of(chunk)->was_broken;
    sessions->is_in = false;
    sessions->n_rows = 0;
    sessions->line = long_of(chunk)->next_line;
    buf_empty(&sessions->key);
}

/* Sessions from an offset on are left to the next chunk. */
void
csv_long_cut(struct chunk *chunk, size_t offset)
{
    struct csv_stretch *stretch = chunk->own;
    struct csv_sessions *sessions = stretch->sessions;

    while (sessions->starts.n
           && sessions->starts.items[sessions->starts.n - 1].offset >= offset)
        sessions->was_broken =
            sessions->starts.items[--sessions->starts.n].is_behind_broken;
    sessions->line -= csv_count_lines(
        (struct str){stretch->bytes + offset, stretch->len - offset});
    sessions->is_in = false;
    buf_empty(&sessions->key);
    long_of(chunk)->next_line = sessions->line;
    long_of(chunk)->was_broken = sessions->was_broken;
    source_csv.cut(chunk, offset);
}

/* The last session may go on behind what was read: it is left. */
bool
csv_long_fill(struct chunk *chunk)
{
    struct csv_stretch *stretch = chunk->own;
    struct csv_sessions *sessions = stretch->sessions;
    size_t n_before = stretch->len;
    size_t n_sessions = sessions->starts.n;

    for (;;) {
        size_t from = stretch->len;

        if (!source_csv.fill(chunk) || !scan(chunk, from))
            break;
        if (stretch->is_at_end || chunk->has_failed
            || sessions->starts.n > n_sessions + 1)
            break;
    }
    if (!stretch->is_at_end && !chunk->has_failed
        && sessions->starts.n > n_sessions + 1)
        csv_long_cut(chunk,
                     sessions->starts.items[sessions->starts.n - 1].offset);
    long_of(chunk)->next_line = sessions->line;
    long_of(chunk)->was_broken = sessions->was_broken;
    return stretch->len > n_before;
}

/* The session that begins at or behind an offset, and where it ends. */
static bool
find_session(const struct csv_stretch *stretch, size_t offset,
             struct session_start *begin, size_t *end)
{
    const struct csv_sessions *sessions = stretch->sessions;
    size_t low = 0;
    size_t high = sessions->starts.n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (sessions->starts.items[middle].offset < offset)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == sessions->starts.n)
        return false;
    *begin = sessions->starts.items[low];
    *end = low + 1 < sessions->starts.n ? sessions->starts.items[low + 1].offset
                                        : stretch->len;
    return true;
}

bool
csv_long_peek(struct chunk *chunk, size_t *offset, size_t column,
              struct peeked_row *row)
{
    const struct csv_long *by_item = long_of(chunk);
    struct session_start start;
    struct csv_record record;
    size_t end;

    if (!find_session(chunk->own, *offset, &start, &end))
        return false;
    *row = (struct peeked_row){.offset = start.offset,
                               .n_rows = 1,
                               .cell = STR(""),
                               .is_broken = start.is_behind_broken};
    *offset = end;
    for (size_t at = start.offset;
         next_row(chunk, &at, &record) && record.offset < end;) {
        row->is_broken |= is_broken(chunk, &record);
        for (size_t i = 0; !row->is_broken && i < by_item->n_columns; i++)
            if (by_item->columns[i].part && by_item->columns[i].to == column
                && !row->cell.len)
                row->cell = cell_text(chunk, &record, i);
    }
    return true;
}

/* ---- rows ---- */

/* A session on its way. */
struct session {
    struct chunk *chunk;
    struct csv_stretch *stretch;
    struct row_cells cells;
};

static size_t
offset_of(const struct session *session, const struct csv_cell *cell)
{
    return session->chunk->base
           + (size_t)(cell->raw.bytes - session->stretch->bytes)
           - cell->is_quoted;
}

static void
tell(struct session *session, enum message message, const struct csv_cell *cell,
     const char *hint)
{
    struct chunk *chunk = session->chunk;

    if (!chunk_keeps(chunk, message, offset_of(session, cell)))
        return;
    diag_add(chunk->problems, message, (struct place){0}, NULL);
    diag_hint(chunk->problems, "%s", hint);
    diag_secret(chunk->problems, csv_cell_text(*cell, chunk->scratch));
}

static void
put_fact(struct session *session, const struct long_column *column,
         const struct csv_cell *cell, struct str text)
{
    struct str *there = &session->stretch->texts[column->to];
    bool is_same = column->part == PART_SAME_DAY
                       ? is_same_day(session->chunk, *there, text)
                       : str_equal(*there, text);

    if (!there->len) {
        *there = text;
        session->stretch->offsets[column->to] = offset_of(session, cell);
    } else if (text.len && !is_same
               && (column->part == PART_SAME
                   || column->part == PART_SAME_DAY)) {
        tell(session, MSG_DATA_LONG_DIFFERS, cell,
             "the first row of the session counts");
    }
}

static void
put_answer(struct session *session, const struct csv_record *record)
{
    const struct csv_long *by_item = long_of(session->chunk);
    struct csv_stretch *stretch = session->stretch;
    const struct csv_cell *value = &record->cells[by_item->value];
    struct str name = cell_text(session->chunk, record, by_item->item);
    uint8_t *given = stretch->sessions->given;
    size_t to, other;

    if (!name.len && !str_trim(value->raw).len)
        return;
    bool is_shared = map_find(by_item->shared, name, &other);
    if (!map_find(by_item->items, name, &to) || is_shared) {
        tell(session, MSG_DATA_LONG_ITEM, &record->cells[by_item->item],
             is_shared ? "the answer is left out: several instruments have the "
                         "item, write INSTRUMENT.ITEM"
                       : "the answer is left out; -i names instruments, "
                         "--column ITEM=NAME what an item is called here");
        return;
    }
    if (given[to]) {
        given[to] = 2;
        tell(session, MSG_DATA_LONG_TWICE, value,
             "neither answer counts; the rows of another session say so in "
             "the column 'session' or 'date'");
        return;
    }
    given[to] = 1;
    stretch->texts[to] = csv_cell_text(*value, session->chunk->scratch);
    stretch->offsets[to] = offset_of(session, value);
}

static void
take_rows(struct session *session, size_t at, size_t end)
{
    struct chunk *chunk = session->chunk;
    const struct csv_long *by_item = long_of(chunk);
    struct csv_record record;

    while (next_row(chunk, &at, &record) && record.offset < end) {
        if (is_broken(chunk, &record)) {
            csv_rows_tell_broken(chunk, &record, by_item->n_columns);
            session->cells.is_broken = true;
            continue;
        }
        for (size_t i = 0; i < by_item->n_columns; i++)
            if (by_item->columns[i].part)
                put_fact(session, &by_item->columns[i], &record.cells[i],
                         cell_text(chunk, &record, i));
        put_answer(session, &record);
    }
}

/* Two answers to one question are none. */
static void
put_doubled(const struct session *session, size_t row)
{
    const struct binding *binding = session->chunk->file->binding;
    const struct answer bad = {.code = code_of_kind(ANSWER_BAD)};

    for (size_t i = 0; i < binding->n_columns; i++)
        for (size_t k = 0; session->stretch->sessions->given[i] > 1
                           && k < binding->columns[i].n_items;
             k++) {
            const struct bound_item *item = &binding->columns[i].items[k];
            struct batch *batch = session->chunk->batches[item->instrument_idx];

            answer_store(&bad, &batch->answers[item->item_idx], row);
        }
}

size_t
csv_long_take(struct chunk *chunk, size_t limit)
{
    struct csv_stretch *stretch = chunk->own;
    size_t n_columns = chunk->file->binding->n_columns;
    struct session_start start;
    size_t end, n = 0;

    chunk->is_text = false;
    while (n < limit && find_session(stretch, stretch->at, &start, &end)) {
        struct session session = {
            .chunk = chunk,
            .stretch = stretch,
            .cells = {.offset = chunk->base + start.offset,
                      .is_broken = start.is_behind_broken,
                      .texts = stretch->texts,
                      .offsets = stretch->offsets},
        };

        for (size_t i = 0; i < n_columns; i++) {
            stretch->texts[i] = STR("");
            stretch->offsets[i] = chunk->base + start.offset;
            stretch->sessions->given[i] = 0;
        }
        take_rows(&session, start.offset, end);
        size_t n_put = chunk_put_row(chunk, n, limit, &session.cells);
        put_doubled(&session, n);
        n += n_put; /* one: nothing is reshaped */
        stretch->n_lines += csv_count_lines(
            (struct str){stretch->bytes + stretch->at, end - stretch->at});
        stretch->at = end;
    }
    return n;
}
