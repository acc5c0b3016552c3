/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes down what a correction replaces, and then corrects; see amendments.h.

   The order: the new file is on the disk under a hidden name; then the changes
   are; then it takes the name of the old one.  Whoever is ended before the
   second has changed nothing, whoever is behind it left all that is needed to
   do the third again. */
#include <config.h>

#include "response/amendments.h"

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

static bool
is_same(enum fact fact, struct str a, struct str b)
{
    int32_t day;
    int32_t other;

    if (fact == FACT_DATE && date_read(a, &day) && date_read(b, &other))
        return day == other;
    return str_equal(a, b);
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
    diag_add(diag, MSG_CHANGES_BROKEN, (struct place){path, line, 0, 0}, NULL);
    diag_hint(diag, "it tells what was corrected: put it back as it was, or "
                    "lay it aside under another name");
    return false;
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
amendments_read(const char *path, struct amendment_list *changes,
                struct arena *arena, struct diag *diag)
{
    struct log log;

    if (!read_log(path, &log, arena, diag))
        return false;
    *changes = log.changes;
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

const struct amendment *
amendments_of_row(const struct amendment_list *changes,
                  const struct row_name *name, struct arena *arena, size_t *n)
{
    struct amendment *found = ARENA_ARRAY(arena, changes->n, struct amendment);
    struct row_name now = *name;
    size_t end = changes->n;
    size_t first = changes->n;

    while (end) {
        size_t begin = begin_of(changes, end);
        struct row_name after = name_after(changes, begin, end);
        if (row_name_is(&after, &now)) {
            now = changes->items[begin].name;
            first -= end - begin;
            memcpy(found + first, changes->items + begin,
                   (end - begin) * sizeof *found);
        }
        end = begin;
    }
    *n = changes->n - first;
    return found + first;
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
    const char *colon = memchr(before.bytes, ':', before.len);
    struct str size = {before.bytes,
                       colon ? (size_t)(colon - before.bytes) : 0};
    int32_t len;
    if (!whole_read(size, &len) || len < 0 || (size_t)len > bytes.len)
        return 0;
    bytes.len = (size_t)len;
    return str_is(before, state_of(bytes, arena))
               ? changes->n - begin_of(changes, changes->n)
               : 0;
}

void
amendments_warn(const char *path, struct arena *arena, struct diag *diag)
{
    struct diag *unsaid = diag_new(); /* whoever corrects is told */
    struct amendment_list changes = {0};
    struct str bytes;

    if (amendments_read(path, &changes, arena, unsaid) && changes.n
        && file_read_whole(path, CSV_EDIT_LIMIT_SIZE, arena, &bytes, unsaid)
        && n_pending(&changes, bytes, arena)) {
        diag_add(diag, MSG_CORRECTION_PENDING, (struct place){.file = path},
                 NULL);
        diag_hint(diag, "the next 'attune correct' of this file makes it");
    }
    diag_free(unsaid);
}

/* ---- correcting ---- */

static size_t
column_of(const struct csv_edit *edit, struct str name)
{
    size_t i = 0;

    while (i < edit->n_columns && !str_equal(edit->names[i], name))
        i++;
    return i;
}

/* False: it is not about these bytes. */
static bool
apply_one(struct csv_edit *edit, const struct amendment *change, bool adds)
{
    size_t column = column_of(edit, change->column);
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

static bool
fail(struct diag *diag, const char *path)
{
    diag_add(diag, MSG_CANNOT_WRITE, (struct place){0}, "'%s': %s", path,
             strerror(errno));
    return false;
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
           && file_write_fully(fd, bytes) && fsync(fd) == 0;
}

/* Takes back what was written: whatever was wrong, nothing is changed. */
static void
take_back(int fd, size_t size)
{
    if (ftruncate(fd, (off_t)size) == 0)
        (void)!fsync(fd);
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

/* The new file takes the place of the open one, behind its changes. */
static bool
replace(const char *path, int fd, const struct log *log, struct str lines,
        struct file_writer *writer, struct arena *arena, struct diag *diag)
{
    const char *beside = amendments_path(path, arena);
    struct buf out = {0};
    int log_fd = lines.len ? open_log(beside, fd) : -1;

    if (!log->size)
        buf_add_text(&out, header);
    buf_add(&out, lines);
    bool ok = !lines.len
              || (log_fd >= 0 && put_lines(log_fd, log->size, buf_str(&out))
                  && file_sync_folder(beside, arena));
    if (!ok)
        fail(diag, beside);
    if (ok)
        ok = file_writer_finish(writer, diag);
    else
        file_writer_abandon(writer);
    if (!ok && log_fd >= 0)
        take_back(log_fd, log->size);
    if (log_fd >= 0)
        close(log_fd);
    buf_clear(&out);
    return ok;
}

static bool
refuse_moved(const char *path, struct diag *diag)
{
    diag_add(diag, MSG_DATA_MOVED, (struct place){.file = path}, NULL);
    diag_hint(diag, "nothing was corrected: give the same command again");
    return false;
}

/* Whether the locked file holds what was opened. */
static bool
is_unmoved(const char *path, int fd, const struct csv_edit *edit,
           struct arena *arena, struct diag *diag)
{
    struct str bytes;

    if (!file_read_whole(path, CSV_EDIT_LIMIT_SIZE, arena, &bytes, diag))
        return false;
    return (file_is_at(fd, path) && str_equal(bytes, edit->bytes))
           || refuse_moved(path, diag);
}

static bool
rewrite(const char *path, int fd, struct csv_edit *edit, const struct log *log,
        struct str lines, struct arena *arena, struct diag *diag)
{
    struct file_writer *writer = file_writer_open(path, diag);
    struct buf out = {0};

    if (!writer)
        return false;
    csv_edit_write(edit, &out);
    file_writer_add(writer, buf_str(&out));
    buf_clear(&out);
    if (!file_writer_sync(writer, fd, diag)
        || !is_unmoved(path, fd, edit, arena, diag)) {
        file_writer_abandon(writer);
        return false;
    }
    return replace(path, fd, log, lines, writer, arena, diag);
}

/* A link would be replaced by a file.  -1 after adding an error. */
static int
open_file(const char *path, struct diag *diag)
{
    int fd = open(path, O_RDWR | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);

    if (fd >= 0)
        return fd;
    diag_add(diag, MSG_CANNOT_OPEN, (struct place){0}, "'%s': %s", path,
             strerror(errno));
    if (errno == ELOOP)
        diag_hint(diag, "it leads to another file: name that one");
    return -1;
}

static int
open_locked(const char *path, struct diag *diag)
{
    int fd = open_file(path, diag);

    if (fd < 0 || file_lock(fd, path, diag))
        return fd;
    close(fd);
    return -1;
}

bool
amendments_make(const char *path, struct csv_edit *edit,
                struct amendment *changes, size_t n, struct arena *arena,
                struct diag *diag)
{
    int fd = open_locked(path, diag);
    struct buf lines = {0};
    struct log log;
    bool ok = fd >= 0 && read_log(path, &log, arena, diag);

    if (ok
        && (n_pending(&log.changes, edit->bytes, arena)
            || !apply(edit, changes, n)))
        ok = refuse_moved(path, diag);
    if (ok) {
        changes[n - 1].before = str_from(state_of(edit->bytes, arena));
        add_lines(&lines, changes, n);
        ok = rewrite(path, fd, edit, &log, buf_str(&lines), arena, diag);
    }
    buf_clear(&lines);
    if (fd >= 0)
        close(fd);
    return ok;
}

/* Makes what was written down and is pending; '*n' is how many changes. */
static bool
make_pending(const char *path, struct csv_edit *edit, size_t *n,
             struct arena *arena, struct diag *diag)
{
    struct log log;
    int fd = -1;

    *n = 0;
    if (!read_log(path, &log, arena, diag))
        return false;
    *n = n_pending(&log.changes, edit->bytes, arena);
    if (!*n)
        return true;
    if (!apply(edit, log.changes.items + log.changes.n - *n, *n))
        return refuse_log(amendments_path(path, arena), 0, diag);
    bool ok = (fd = open_locked(path, diag)) >= 0
              && rewrite(path, fd, edit, &log, STR(""), arena, diag);
    if (fd >= 0)
        close(fd);
    if (ok)
        diag_add(diag, MSG_CORRECTION_LATE, (struct place){.file = path}, NULL);
    return ok;
}

static bool
open_once(const char *path, char delimiter, struct csv_edit *edit,
          struct arena *arena, struct diag *diag)
{
    struct str bytes;

    return file_read_whole(path, CSV_EDIT_LIMIT_SIZE, arena, &bytes, diag)
           && csv_edit_open(edit, bytes, delimiter, path, arena, diag);
}

bool
amendments_open(const char *path, char delimiter, struct csv_edit *edit,
                struct arena *arena, struct diag *diag)
{
    size_t n;
    int fd = open_file(path, diag); /* what cannot be written is said now */

    if (fd < 0)
        return false;
    close(fd);
    return open_once(path, delimiter, edit, arena, diag)
           && make_pending(path, edit, &n, arena, diag)
           && (!n || open_once(path, delimiter, edit, arena, diag));
}
