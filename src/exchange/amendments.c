/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes down what a correction replaces, and then corrects; see amendments.h.

   The order: the new file is on the disk under a hidden name; then the changes
   are; then it takes the name of the old one.  Whoever is ended before the
   second has changed nothing, whoever is behind it left all that is needed to
   do the third again. */
#include <config.h>

#include "exchange/amendments.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/date.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/num.h"
#include "response/bind.h"
#include "response/csv.h"
#include "response/facts.h"
#include "response/recoding.h"
#include "response/source_settings.h"

enum { LIMIT_SIZE = 64 << 20 };

static const enum fact naming[] = {FACT_CLIENT, FACT_SESSION, FACT_DATE,
                                   FACT_TIME, FACT_INSTRUMENT};

enum {
    COLUMN_CHANGED,
    COLUMN_ROW,
    COLUMN_NAME,
    COLUMN_COLUMN = COLUMN_NAME + N_ELEMENTS(naming),
    COLUMN_OLD,
    COLUMN_NEW,
    COLUMN_REASON,
    COLUMN_BEFORE,
    N_COLUMNS
};

static const char header[] = "changed,row,client,session,date,time,instrument,"
                             "column,old,new,reason,before\n";

/* What is beside a file. */
struct log {
    struct amendment_list changes;
    size_t size; /* bytes of whole corrections, and the header */
};

const char *
amendments_path(const char *path, struct arena *arena)
{
    return arena_printf(arena, "%s.changes", path);
}

/* ---- names of rows ---- */

struct row_name
row_name_of(const struct binding *binding, const struct str *cells)
{
    struct row_name name = {0};

    for (size_t i = 0; i < binding->n_columns; i++)
        for (size_t k = 0; k < N_ELEMENTS(naming); k++)
            if (binding->columns[i].role == COLUMN_FACT
                && binding->columns[i].fact == naming[k])
                name.facts[naming[k]] = str_trim(csv_unguarded(cells[i]));
    return name;
}

struct row_name
row_name_read(const char *client, const char *session, int32_t date_days,
              int32_t time_s, const char *instrument_id, struct arena *arena)
{
    struct row_name name = {0};
    struct buf date = {0};
    struct buf time = {0};

    date_add(&date, date_days);
    name.facts[FACT_CLIENT] = str_trim(str_from(client));
    name.facts[FACT_SESSION] = str_trim(str_from(session));
    name.facts[FACT_DATE] = str_from(arena_take(arena, &date));
    if (time_s != TIME_NONE)
        time_add(&time, time_s);
    name.facts[FACT_TIME] = str_from(arena_take(arena, &time));
    name.facts[FACT_INSTRUMENT] = str_from(instrument_id);
    return name;
}

struct row_name
row_name_dated(struct row_name name, const struct source_settings *settings,
               struct arena *arena)
{
    static const struct source_settings none;
    int32_t days;
    int32_t seconds;

    if (!source_settings_date(settings ? settings : &none,
                              name.facts[FACT_DATE], &days, &seconds))
        return name;
    struct row_name read = row_name_read(
        "", "", days, name.facts[FACT_TIME].len ? TIME_NONE : seconds, "",
        arena);
    name.facts[FACT_DATE] = read.facts[FACT_DATE];
    if (read.facts[FACT_TIME].len)
        name.facts[FACT_TIME] = read.facts[FACT_TIME];
    return name;
}

static bool
is_same(enum fact fact, struct str a, struct str b)
{
    return fact_is_same(fact, a, b)
           || (fact == FACT_INSTRUMENT && !(a.len && b.len));
}

bool
row_name_is(const struct row_name *a, const struct row_name *b)
{
    for (size_t i = 0; i < N_ELEMENTS(naming); i++)
        if (!is_same(naming[i], a->facts[naming[i]], b->facts[naming[i]]))
            return false;
    return true;
}

/* ---- reading ---- */

static bool
refuse_log(const char *path, int line, struct diag *diag)
{
    diag_add(diag, MSG_CHANGES_BROKEN,
             (struct place){.file = path, .line = line}, NULL);
    return diag_hint(diag, "it tells what was corrected: put it back as it "
                           "was, or lay it aside under another name");
}

static bool
take_change(struct log *log, const struct str *cells, struct arena *arena)
{
    struct amendment *change = vec_add(arena, &log->changes);
    int32_t row;

    if (!cells || !whole_read(cells[COLUMN_ROW], &row) || row < 1)
        return false;
    *change = (struct amendment){
        .changed = cells[COLUMN_CHANGED],
        .row = (size_t)row,
        .column = csv_unguarded(cells[COLUMN_COLUMN]),
        .old = csv_unguarded(cells[COLUMN_OLD]),
        .new = csv_unguarded(cells[COLUMN_NEW]),
        .reason = csv_unguarded(cells[COLUMN_REASON]),
        .before = cells[COLUMN_BEFORE],
    };
    for (size_t i = 0; i < N_ELEMENTS(naming); i++)
        change->name.facts[naming[i]] = csv_unguarded(cells[COLUMN_NAME + i]);
    return true;
}

static bool
read_rows(const char *path, struct str bytes, struct log *log,
          struct arena *arena, struct diag *diag)
{
    struct csv_edit edit;
    struct str wanted = {header, sizeof header - 2};
    size_t n_whole = 0;

    if (!csv_edit_open(&edit, bytes, ',', path, arena, diag))
        return false;
    if (!str_equal(csv_edit_raw(&edit, 0), wanted))
        return refuse_log(path, 1, diag);
    log->size = edit.lines.items[0].next;
    for (size_t row = 1; row <= csv_edit_n_rows(&edit); row++) {
        if (!take_change(log, csv_edit_row(&edit, row, arena), arena))
            return refuse_log(path, csv_edit_line(&edit, row), diag);
        if (!log->changes.items[row - 1].before.len)
            continue;
        n_whole = row;
        log->size = edit.lines.items[row].next;
    }
    log->changes.n = n_whole;
    return true;
}

static bool
read_log(const char *path, struct log *log, struct arena *arena,
         struct diag *diag)
{
    const char *beside = amendments_path(path, arena);
    struct stat found;
    struct str bytes;

    *log = (struct log){0};
    if (lstat(beside, &found) && errno == ENOENT)
        return true;
    if (!file_read_whole(beside, LIMIT_SIZE, arena, &bytes, diag))
        return false;
    /* A row that was torn was never finished, nor a header. */
    bytes.len = csv_whole_rows(bytes, ',');
    return !bytes.len || read_rows(beside, bytes, log, arena, diag);
}

bool
amendments_read(const char *path, const struct source_settings *settings,
                struct amendment_list *changes, struct arena *arena,
                struct diag *diag)
{
    struct log log;

    if (!read_log(path, &log, arena, diag))
        return false;
    for (size_t i = 0; i < log.changes.n; i++) {
        log.changes.items[i].settings = settings;
        *vec_add(arena, changes) = log.changes.items[i];
    }
    return true;
}

/* ---- of one row ---- */

/* Where the correction that ends before 'end' begins. */
static size_t
begin_of(const struct amendment_list *changes, size_t end)
{
    size_t begin = end - 1;

    while (begin && !changes->items[begin - 1].before.len)
        begin--;
    return begin;
}

/* The name of the row that changes from 'begin' to 'end' have changed. */
static struct row_name
name_after(const struct amendment_list *changes, size_t begin, size_t end)
{
    struct row_name name = changes->items[begin].name;

    for (size_t i = begin; i < end; i++)
        for (size_t k = 0; k < N_ELEMENTS(naming); k++)
            if (str_equal_nocase(changes->items[i].column,
                                 str_from(fact_names[naming[k]])))
                name.facts[naming[k]] = csv_unguarded(changes->items[i].new);
    return name;
}

static const struct item *
find_item(const struct instrument *instrument, struct str column)
{
    struct item_name name = item_name_of(column);

    if (!item_name_fits(&name, instrument))
        return NULL;
    for (size_t i = 0; i < instrument->n_items; i++)
        if (str_equal_nocase(name.id, str_from(instrument->items[i].id)))
            return &instrument->items[i];
    return NULL;
}

/* Puts those of one correction that are of the instrument before 'end';
   returns where they begin. */
static struct amendment *
take(const struct amendment *changes, size_t n,
     const struct instrument *instrument, struct amendment *end)
{
    while (n--) {
        const struct item *item = find_item(instrument, changes[n].column);
        enum fact fact;
        if (!item && changes[n].column.len
            && !fact_find(changes[n].column, &fact))
            continue;
        *--end = changes[n];
        end->item = item;
        end->old = csv_unguarded(end->old);
        end->new = csv_unguarded(end->new);
    }
    return end;
}

const struct amendment *
amendments_of_row(const struct amendment_list *changes,
                  const struct row_name *name,
                  const struct instrument *instrument, struct arena *arena,
                  size_t *n)
{
    struct amendment *room = ARENA_ARRAY(arena, changes->n, struct amendment);
    struct amendment *first = room + changes->n;
    struct row_name now = *name;

    for (size_t end = changes->n; end;) {
        size_t begin = begin_of(changes, end);
        const struct source_settings *settings = changes->items[begin].settings;
        struct row_name after =
            row_name_dated(name_after(changes, begin, end), settings, arena);
        if (row_name_is(&after, &now)) {
            now = row_name_dated(changes->items[begin].name, settings, arena);
            first =
                take(changes->items + begin, end - begin, instrument, first);
        }
        end = begin;
    }
    *n = (size_t)(room + changes->n - first);
    return first;
}

/* ---- a correction that was interrupted ---- */

/* "SIZE:DIGEST" of the first bytes. */
static const char *
state_of(struct str bytes, struct arena *arena)
{
    return arena_printf(arena, "%zu:%s", bytes.len, digest_of(bytes).hex);
}

/* How many changes of the last correction have not reached a file of these
   bytes: all of it, or none.  Others may have added rows since. */
static size_t
n_pending(const struct amendment_list *changes, struct str bytes,
          struct arena *arena)
{
    if (!changes->n)
        return 0;
    struct str before = changes->items[changes->n - 1].before;
    struct str size, digest;
    int32_t len;
    if (!str_cut(before, ":", &size, &digest) || !whole_read(size, &len)
        || (size_t)len > bytes.len)
        return 0;
    bytes.len = (size_t)len;
    return str_is(before, state_of(bytes, arena))
               ? changes->n - begin_of(changes, changes->n)
               : 0;
}

void
amendments_warn(const char *path, struct arena *arena, struct diag *diag)
{
    struct diag *unsaid SCOPED(diag_drop) =
        diag_new(); /* whoever corrects is told */
    struct amendment_list changes = {0};
    struct str bytes;

    if (amendments_read(path, NULL, &changes, arena, unsaid) && changes.n
        && file_read_whole(path, CSV_EDIT_LIMIT_SIZE, arena, &bytes, unsaid)
        && n_pending(&changes, bytes, arena)) {
        diag_add(diag, MSG_CORRECTION_PENDING, (struct place){.file = path},
                 NULL);
        diag_hint(diag, "the next 'attune correct' of this file makes it");
    }
}

/* ---- correcting ---- */

/* False: it is not about these bytes. */
static bool
apply_one(struct csv_edit *edit, const struct amendment *change, bool adds)
{
    size_t column = csv_edit_find(edit, change->column);
    bool is_new = column >= edit->n_columns - edit->n_added;
    const struct str *cells = change->row <= csv_edit_n_rows(edit)
                                  ? csv_edit_row(edit, change->row, edit->arena)
                                  : NULL;

    if (!cells)
        return false;
    if (!change->column.len) {
        if (!adds)
            csv_edit_remove(edit, change->row);
        return str_equal(csv_edit_raw(edit, change->row), change->old);
    }
    if (is_new && adds)
        csv_edit_add_column(edit, change->column, change->row, change->new);
    if (is_new)
        return !change->old.len;
    if (!adds)
        csv_edit_set(edit, change->row, column, change->new);
    return str_equal(cells[column], change->old);
}

/* Columns are added last: behind what cells come to. */
static bool
apply(struct csv_edit *edit, const struct amendment *changes, size_t n)
{
    bool ok = true;

    for (size_t i = 0; ok && i < n; i++)
        ok = apply_one(edit, &changes[i], false);
    for (size_t i = 0; ok && i < n; i++)
        ok = apply_one(edit, &changes[i], true);
    return ok;
}

static void
add_lines(struct buf *out, const struct amendment *changes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct amendment *change = &changes[i];
        const struct str behind[] = {change->column, change->old, change->new,
                                     change->reason, change->before};
        buf_addf(out, "%.*s,%zu", STR_ARGS(change->changed), change->row);
        for (size_t k = 0; k < N_ELEMENTS(naming); k++) {
            buf_add_char(out, ',');
            csv_add_guarded(out, change->name.facts[naming[k]], ',');
        }
        for (size_t k = 0; k < N_ELEMENTS(behind); k++) {
            buf_add_char(out, ',');
            csv_add_guarded(out, behind[k], ',');
        }
        buf_add_char(out, '\n');
    }
}

/* Writes behind the first 'size' bytes; what was behind them was never
   finished. */
static bool
put_lines(int fd, size_t size, struct str bytes)
{
    return ftruncate(fd, (off_t)size) == 0
           && lseek(fd, (off_t)size, SEEK_SET) >= 0
           && file_write_fully(fd, bytes) && file_sync(fd);
}

static int
open_log(const char *beside, int like_fd)
{
    struct stat like;
    int fd = open(beside, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

    if (fd >= 0 && !fstat(like_fd, &like))
        (void)!fchmod(fd, like.st_mode & 0666);
    return fd;
}

static bool
refuse_moved(const char *path, struct diag *diag)
{
    diag_add(diag, MSG_DATA_MOVED, (struct place){.file = path}, NULL);
    return diag_hint(diag,
                     "nothing was corrected: give the same command again");
}

/* A correction on its way: its lines go behind what was read. */
struct writing {
    const char *path;
    struct arena *arena;
    const struct amendment *changes;
    size_t n;
    size_t size; /* of what counts; 0: there is nothing */
    int fd;      /* of the open log; -1: nothing was written */
};

static bool
write_down(void *aux, int old_fd, struct diag *diag)
{
    struct writing *writing = aux;
    const char *beside = amendments_path(writing->path, writing->arena);
    struct buf out SCOPED(buf_clear) = {0};
    struct log now; /* nobody else writes there any more */

    if (!read_log(writing->path, &now, writing->arena, diag))
        return false;
    if (now.size != writing->size)
        return refuse_moved(writing->path, diag);
    if (!writing->size)
        buf_add_text(&out, header);
    add_lines(&out, writing->changes, writing->n);
    writing->fd = open_log(beside, old_fd);
    if (writing->fd >= 0 && put_lines(writing->fd, writing->size, buf_str(&out))
        && file_sync_folder(beside))
        return true;
    return file_add_error(diag, MSG_CANNOT_WRITE, beside);
}

bool
amendments_make(const char *path, struct csv_edit *edit,
                struct amendment *changes, size_t n, struct arena *arena,
                struct diag *diag)
{
    struct log log;

    if (!read_log(path, &log, arena, diag))
        return false;
    if (n_pending(&log.changes, edit->bytes, arena) || !apply(edit, changes, n))
        return refuse_moved(path, diag);
    changes[n - 1].before = str_from(state_of(edit->bytes, arena));
    struct writing writing = {path, arena, changes, n, log.size, -1};
    bool ok = csv_edit_save(edit, path, write_down, &writing, diag);
    if (ok)
        mem_note_done("the correction");
    /* Whatever was wrong, nothing is changed. */
    if (!ok && writing.fd >= 0 && ftruncate(writing.fd, (off_t)log.size) == 0)
        (void)!file_sync(writing.fd);
    if (writing.fd >= 0)
        close(writing.fd);
    return ok;
}

/* Makes what was written down and is pending; '*n' is how many changes. */
static bool
make_pending(const char *path, struct csv_edit *edit, size_t *n,
             struct arena *arena, struct diag *diag)
{
    struct log log;

    *n = 0;
    if (!read_log(path, &log, arena, diag))
        return false;
    *n = n_pending(&log.changes, edit->bytes, arena);
    if (!*n)
        return true;
    if (!apply(edit, log.changes.items + log.changes.n - *n, *n))
        return refuse_log(amendments_path(path, arena), 0, diag);
    bool ok = csv_edit_save(edit, path, NULL, NULL, diag);
    if (ok)
        diag_add(diag, MSG_CORRECTION_LATE, (struct place){.file = path}, NULL);
    return ok;
}

static bool
open_once(const char *path, struct csv_edit *edit, struct arena *arena,
          struct diag *diag)
{
    struct str bytes;

    return file_read_whole(path, CSV_EDIT_LIMIT_SIZE, arena, &bytes, diag)
           && csv_edit_open(edit, bytes, 0, path, arena, diag);
}

bool
amendments_open(const char *path, struct csv_edit *edit, struct arena *arena,
                struct diag *diag)
{
    size_t n;

    return csv_edit_check(path, diag) /* said before anybody is asked */
           && open_once(path, edit, arena, diag)
           && make_pending(path, edit, &n, arena, diag)
           && (!n || open_once(path, edit, arena, diag));
}
