/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks through a file that rows are appended to; see csv_survey.h. */
#include <config.h>

#include "exchange/csv_survey.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "base/arena.h"
#include "base/utf8.h"
#include "response/csv.h"

enum { READ_SIZE = 1 << 16 };

/* Adds what stands at 'at'.  0 at the end; -1 and errno. */
static ssize_t
read_on(int fd, off_t at, struct buf *buf)
{
    char bytes[READ_SIZE];
    ssize_t n;

    do {
        n = pread(fd, bytes, sizeof bytes, at);
    } while (n < 0 && errno == EINTR);
    if (n > 0)
        buf_add(buf, (struct str){bytes, (size_t)n});
    return n;
}

/* ---- the header ---- */

/* The first line; the whole of a file that has no line end. */
static bool
read_first_line(int fd, struct buf *line)
{
    const char *newline = NULL;
    ssize_t n;

    while (!newline && (n = read_on(fd, (off_t)line->len, line)) != 0) {
        if (n < 0)
            return false;
        if (line->len > CSV_LIMIT_RECORD_SIZE)
            break;
        newline = memchr(line->bytes + line->len - n, '\n', (size_t)n);
    }
    if (newline)
        line->len = (size_t)(newline + 1 - line->bytes);
    return true;
}

/* The only row of 'bytes' as cells of the arena. */
static struct csv_record
cells_of(struct str bytes, char delimiter, size_t size, struct arena *arena)
{
    struct csv_record record = {
        .cells = ARENA_ARRAY(arena, size, struct csv_cell), .size = size};
    size_t offset = 0;

    if (!csv_next(bytes, &offset, delimiter, &record) || offset != bytes.len)
        record.n_cells = 0;
    return record;
}

/* The cell of that text; 'n' where there is none. */
static size_t
find_cell(const struct csv_record *record, size_t n, struct csv_cell cell,
          struct arena *arena)
{
    struct str text = csv_cell_text(cell, arena);
    size_t i = 0;

    while (i < n && !str_equal(csv_cell_text(record->cells[i], arena), text))
        i++;
    return i;
}

/* Finds each wanted column; false where one is there twice, or lacks that must
   not. */
static bool
match_columns(const struct csv_record *ours, const struct csv_record *theirs,
              struct csv_survey *survey, size_t *n_others, struct arena *arena)
{
    size_t n = theirs->n_cells;
    size_t n_found = 0;

    survey->n_columns = n;
    survey->wanted = mem_array(n, sizeof *survey->wanted);
    for (size_t i = 0; i < n; i++) {
        size_t k = find_cell(ours, ours->n_cells, theirs->cells[i], arena);
        bool is_ours = k < ours->n_cells;
        if (is_ours && find_cell(theirs, i, theirs->cells[i], arena) < i)
            return false;
        survey->wanted[i] = is_ours ? k : SIZE_MAX;
        n_found += is_ours;
    }
    *n_others = n - n_found;
    for (size_t back = 1; back <= 2; back++)
        if (find_cell(theirs, n, ours->cells[ours->n_cells - back], arena) == n)
            survey->lacking |=
                back == 1 ? CSV_LACKS_LAST : CSV_LACKS_NEXT_TO_LAST;
    return n_found + (survey->lacking & CSV_LACKS_LAST ? 1u : 0u)
               + (survey->lacking & CSV_LACKS_NEXT_TO_LAST ? 1u : 0u)
           == ours->n_cells;
}

static enum csv_header
judge_header(struct str line, struct str wanted, struct csv_survey *survey)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    size_t size = wanted.len + line.len; /* a column has a byte or more */
    struct csv_record ours = cells_of(wanted, ',', size, arena);
    struct csv_record theirs =
        cells_of(line, survey->style.delimiter, size, arena);
    bool is_begin = line.len < wanted.len
                    && memcmp(wanted.bytes, line.bytes, line.len) == 0;
    size_t n_others = 0;
    bool is_ours = theirs.fault == CSV_FINE && theirs.n_cells
                   && match_columns(&ours, &theirs, survey, &n_others, arena);

    if (is_ours && !n_others && !(survey->lacking & CSV_LACKS_NEXT_TO_LAST))
        return CSV_HEADER_OURS;
    if (is_begin)
        return CSV_HEADER_TORN;
    return is_ours ? CSV_HEADER_OURS : CSV_HEADER_OTHER;
}

bool
csv_survey_header(int fd, struct str wanted, struct csv_survey *survey)
{
    struct buf bytes SCOPED(buf_clear) = {0};

    survey->style = (struct csv_style){',', "\n"};
    if (!read_first_line(fd, &bytes))
        return false;
    struct str line = buf_str(&bytes);
    line = str_skip(line, utf8_mark_len(line));
    if (line.len) {
        survey->style.delimiter = csv_detect_delimiter(line);
        if (line.len > 1 && line.bytes[line.len - 1] == '\n'
            && line.bytes[line.len - 2] == '\r')
            survey->style.row_end = "\r\n";
        survey->header = judge_header(line, wanted, survey);
    }
    return true;
}

/* ---- the rows ---- */

static void
show_rows(const struct csv_survey *survey, struct str rows)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct csv_record record = {
        .cells = ARENA_ARRAY(arena, survey->n_columns + 1, struct csv_cell),
        .size = survey->n_columns + 1};
    size_t offset = 0;

    while (offset < rows.len
           && csv_next(rows, &offset, survey->style.delimiter, &record))
        survey->look(survey->aux, &record, arena);
}

static void
take_rows(struct csv_survey *survey, size_t len, struct str row)
{
    struct buf *tail = &survey->tail;

    if (row.len && memmem(tail->bytes, len, row.bytes, row.len))
        survey->has_row = true;
    if (survey->look)
        show_rows(survey, (struct str){tail->bytes, len});
    survey->size += (off_t)len;
    memmove(tail->bytes, tail->bytes + len, tail->len - len);
    tail->len -= len;
}

/* Whether the tail lacks nothing of 'row' but (a part of) its row end. */
static bool
is_but_for_end(struct str tail, struct str row)
{
    size_t len = row.len;

    while (len && (row.bytes[len - 1] == '\n' || row.bytes[len - 1] == '\r'))
        len--;
    return tail.len >= len && tail.len < row.len
           && memcmp(tail.bytes, row.bytes, tail.len) == 0;
}

static bool
has_all_cells(const struct csv_survey *survey, struct str tail)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct csv_record record =
        cells_of(tail, survey->style.delimiter, survey->n_columns, arena);

    return record.n_cells == survey->n_columns && record.fault == CSV_FINE;
}

/* A row can be torn within its last cell, too: the row that is looked for
   tells. */
static void
judge_tail(struct csv_survey *survey, struct str row)
{
    struct str tail = buf_str(&survey->tail);
    bool is_torn_row = tail.len && tail.len < row.len
                       && memcmp(tail.bytes, row.bytes, tail.len) == 0;

    if (!tail.len || survey->header != CSV_HEADER_OURS) {
        survey->tail_kind = tail.len ? CSV_TAIL_TORN : CSV_TAIL_NONE;
    } else if (row.len && is_but_for_end(tail, row)) {
        survey->tail_kind = CSV_TAIL_WHOLE;
        survey->has_row = true;
    } else {
        survey->tail_kind = !is_torn_row && has_all_cells(survey, tail)
                                ? CSV_TAIL_WHOLE
                                : CSV_TAIL_TORN;
    }
}

bool
csv_survey_rows(int fd, struct str row, struct csv_survey *survey)
{
    struct buf *tail = &survey->tail;
    off_t at = 0;
    ssize_t n;

    while ((n = read_on(fd, at, tail)) > 0) {
        at += n;
        size_t len = csv_whole_rows(buf_str(tail), survey->style.delimiter);
        if (!len && tail->len > CSV_LIMIT_RECORD_SIZE) {
            errno = EFBIG;
            return false;
        }
        if (len)
            take_rows(survey, len, row);
    }
    if (n == 0)
        judge_tail(survey, row);
    return n == 0;
}

void
csv_survey_clear(struct csv_survey *survey)
{
    buf_clear(&survey->tail);
    mem_free(survey->wanted);
    survey->wanted = NULL;
}
