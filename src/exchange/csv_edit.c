/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts cells out of the bytes of a file and puts others in; see csv_edit.h. */
#include <config.h>

#include "exchange/csv_edit.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "base/utf8.h"
#include "response/csv.h"
#include "exchange/csv_file.h"

/* ---- opening ---- */

/* Where the last cell of what lies between two offsets ends. */
static size_t
end_of_cells(struct str bytes, size_t begin, size_t next)
{
    if (next > begin && bytes.bytes[next - 1] == '\n')
        next--;
    if (next > begin && bytes.bytes[next - 1] == '\r')
        next--;
    return next;
}

static void
take_names(struct csv_edit *edit, const struct csv_record *header)
{
    struct str *names =
        ARENA_ARRAY(edit->arena, header->n_cells + 1, struct str);

    for (size_t i = 0; i < header->n_cells; i++)
        names[i] = str_trim(csv_cell_text(header->cells[i], edit->arena));
    edit->names = names;
    edit->n_columns = header->n_cells;
}

static bool
find_lines(struct csv_edit *edit, const char *path, struct diag *diag)
{
    struct csv_record record = {.size = CSV_LIMIT_COLUMNS};
    size_t at = utf8_mark_len(edit->bytes);
    bool ok = true;

    record.cells = mem_array(record.size, sizeof *record.cells);
    while (ok && csv_next(edit->bytes, &at, edit->delimiter, &record)) {
        ok = record.fault == CSV_FINE || record.fault == CSV_TEXT_AFTER_QUOTE;
        if (ok && !edit->lines.n)
            take_names(edit, &record);
        *vec_add(edit->arena, &edit->lines) = (struct csv_edit_row){
            record.offset, end_of_cells(edit->bytes, record.offset, at), at};
    }
    if (!ok)
        diag_add(diag, csv_fault_message(record.fault),
                 (struct place){.file = path,
                                .line = csv_edit_line(edit, edit->lines.n - 1)},
                 NULL);
    mem_free(record.cells);
    return ok;
}

bool
csv_edit_open(struct csv_edit *edit, struct str bytes, char delimiter,
              const char *path, struct arena *arena, struct diag *diag)
{
    *edit = (struct csv_edit){
        .arena = arena,
        .bytes = bytes,
        .delimiter = delimiter ? delimiter : csv_detect_delimiter(bytes)};
    if (!utf8_is_text(bytes)) {
        diag_add(diag, MSG_CANNOT_READ, (struct place){0}, "'%s': not UTF-8",
                 path);
        return diag_hint(diag, "save it as UTF-8");
    }
    if (!find_lines(edit, path, diag))
        return false;
    return edit->lines.n
           || diag_add(diag, MSG_DATA_NO_HEADER, (struct place){.file = path},
                       NULL);
}

/* ---- asking ---- */

size_t
csv_edit_find(const struct csv_edit *edit, struct str name)
{
    size_t i = 0;

    while (i < edit->n_columns && !str_equal(edit->names[i], name))
        i++;
    return i;
}

size_t
csv_edit_n_rows(const struct csv_edit *edit)
{
    return edit->lines.n - 1;
}

/* The cells of a row in an array of the arena; false: they are not known. */
static bool
cells_of(const struct csv_edit *edit, size_t row, struct csv_record *record,
         struct arena *arena)
{
    size_t at = edit->lines.items[row].begin;
    size_t n = edit->n_columns - edit->n_added;

    *record = (struct csv_record){
        .cells = ARENA_ARRAY(arena, n, struct csv_cell), .size = n};
    return csv_next(edit->bytes, &at, edit->delimiter, record)
           && record->fault == CSV_FINE && record->n_cells == n;
}

const struct str *
csv_edit_row(const struct csv_edit *edit, size_t row, struct arena *arena)
{
    struct csv_record record;

    if (!cells_of(edit, row, &record, arena))
        return NULL;
    struct str *texts = ARENA_ARRAY(arena, record.n_cells, struct str);
    for (size_t i = 0; i < record.n_cells; i++)
        texts[i] = csv_cell_text(record.cells[i], arena);
    return texts;
}

struct str
csv_edit_raw(const struct csv_edit *edit, size_t row)
{
    const struct csv_edit_row *line = &edit->lines.items[row];

    return (struct str){edit->bytes.bytes + line->begin,
                        line->end - line->begin};
}

int
csv_edit_line(const struct csv_edit *edit, size_t row)
{
    size_t n = csv_count_lines(
        (struct str){edit->bytes.bytes, edit->lines.items[row].begin});

    return n < INT_MAX ? (int)n + 1 : 0;
}

/* ---- changing ---- */

static void
cut(struct csv_edit *edit, size_t at, size_t len, struct str text)
{
    *vec_add(edit->arena, &edit->cuts) =
        (struct csv_cut){at, len, edit->cuts.n, text};
}

/* A cell as it is written, the arena's. */
static struct str
written(const struct csv_edit *edit, const char *before, struct str text)
{
    struct buf cell = {0};

    buf_add_text(&cell, before);
    csv_add_cell(&cell, text, edit->delimiter);
    size_t len = cell.len;
    return (struct str){arena_take(edit->arena, &cell), len};
}

void
csv_edit_set(struct csv_edit *edit, size_t row, size_t column, struct str text)
{
    struct csv_record record;

    if (!cells_of(edit, row, &record, edit->arena)) {
        assert(false && "a row that csv_edit_row() knows");
        return;
    }
    const struct csv_cell *cell = &record.cells[column];
    const char *raw = cell->raw.bytes;
    size_t at = (size_t)(raw - edit->bytes.bytes) - cell->is_quoted;
    cut(edit, at, cell->raw.len + 2 * (size_t)cell->is_quoted,
        written(edit, "", text));
}

void
csv_edit_remove(struct csv_edit *edit, size_t row)
{
    const struct csv_edit_row *line = &edit->lines.items[row];

    cut(edit, line->begin, line->next - line->begin, STR(""));
}

void
csv_edit_add_column(struct csv_edit *edit, struct str name, size_t row,
                    struct str text)
{
    struct str *names =
        ARENA_ARRAY(edit->arena, edit->n_columns + 1, struct str);
    const char before[] = {edit->delimiter, '\0'};

    for (size_t i = 0; i < edit->n_columns; i++)
        names[i] = edit->names[i];
    names[edit->n_columns++] = name;
    edit->names = names;
    edit->n_added++;
    for (size_t i = 0; i < edit->lines.n; i++)
        cut(edit, edit->lines.items[i].end, 0,
            written(edit, before,
                    i == 0     ? name
                    : i == row ? text
                               : STR("")));
}

static int
compare_cuts(const void *a, const void *b)
{
    const struct csv_cut *left = a;
    const struct csv_cut *right = b;

    if (left->at != right->at)
        return left->at > right->at ? 1 : -1;
    return left->number > right->number ? 1 : -1;
}

/* The whole file as it is to be. */
static void
write_all(struct csv_edit *edit, struct buf *out)
{
    size_t at = 0;

    if (edit->cuts.n)
        qsort(edit->cuts.items, edit->cuts.n, sizeof *edit->cuts.items,
              compare_cuts);
    for (size_t i = 0; i < edit->cuts.n; i++) {
        const struct csv_cut *next = &edit->cuts.items[i];
        buf_add(out, (struct str){edit->bytes.bytes + at, next->at - at});
        buf_add(out, next->text);
        at = next->at + next->len;
    }
    buf_add(out, str_skip(edit->bytes, at));
}

/* ---- saving ---- */

/* A link would be replaced by a file.  -1 after adding an error. */
static int
open_file(const char *path, struct diag *diag)
{
    int fd = open(path, O_RDWR | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);

    if (fd >= 0)
        return fd;
    file_add_error(diag, MSG_CANNOT_OPEN, path);
    if (errno == ELOOP)
        diag_hint(diag, "it leads to another file: name that one");
    return -1;
}

bool
csv_edit_check(const char *path, struct diag *diag)
{
    int fd SCOPED(file_drop) = open_file(path, diag);

    return fd >= 0;
}

/* Whether the locked file holds what was opened. */
static bool
is_unmoved(const struct csv_edit *edit, const char *path, int fd,
           struct diag *diag)
{
    struct str bytes;

    if (!file_read_whole(path, CSV_EDIT_LIMIT_SIZE, edit->arena, &bytes, diag))
        return false;
    bool is_at = file_is_at(fd, path);
    if (!is_at && errno)
        return file_add_error(diag, MSG_CANNOT_READ, path);
    if (is_at && str_equal(bytes, edit->bytes))
        return true;
    diag_add(diag, MSG_DATA_MOVED, (struct place){.file = path}, NULL);
    return diag_hint(diag, "nothing was changed in it: give the same command "
                           "again");
}

static bool
save_locked(struct csv_edit *edit, const char *path, int fd,
            csv_edit_fn *before, void *aux, struct diag *diag)
{
    struct file_writer *writer = file_writer_open(path, diag);
    struct buf out SCOPED(buf_clear) = {0};

    if (!writer)
        return false;
    write_all(edit, &out);
    file_writer_add(writer, buf_str(&out));
    if (file_writer_sync(writer, fd, diag) && is_unmoved(edit, path, fd, diag)
        && (!before || before(aux, fd, diag)))
        return file_writer_finish(writer, diag);
    file_writer_abandon(writer);
    return false;
}

bool
csv_edit_save(struct csv_edit *edit, const char *path, csv_edit_fn *before,
              void *aux, struct diag *diag)
{
    int fd SCOPED(file_drop) = open_file(path, diag);

    return fd >= 0 && file_lock(fd, path, diag)
           && save_locked(edit, path, fd, before, aux, diag);
}
