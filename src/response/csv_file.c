/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV as a format of source.h: the header, and the cutting of a file's bytes
   into chunks.  How rows come out of a chunk is csv_rows.c's. */
#include <config.h>

#include "response/csv_file.h"

#include <limits.h>
#include <string.h>
#include "base/utf8.h"

enum {
    CHUNK_SIZE = 256 << 10, /* bytes */
    HEADER_STEP = 16 << 10, /* read at first for the header, then doubled */
    LIMIT_CHUNK_SIZE = CSV_LIMIT_RECORD_SIZE + 1
};

/* ---- places ---- */

size_t
csv_count_lines(struct str bytes)
{
    size_t n = 0;
    const char *at = bytes.bytes;
    const char *end = at + bytes.len;

    while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
        n++;
        at++;
    }
    return n;
}

/* 'n_before' lines of the file stand before the one that holds the offset. */
static struct place
place_on_line(struct str bytes, size_t offset, const char *file,
              size_t n_before)
{
    const char *line = offset ? memrchr(bytes.bytes, '\n', offset) : NULL;
    size_t begin = line ? (size_t)(line - bytes.bytes) + 1 : 0;
    struct str before = {bytes.bytes + begin, offset - begin};
    struct place place = {.file = file, .column = 1};
    uint32_t character;

    while (utf8_next(&before, &character))
        place.column++;
    place.line = n_before < INT_MAX ? (int)n_before + 1 : 0;
    return place;
}

static struct place
place_in_header(struct str bytes, size_t offset, const char *file)
{
    return place_on_line(bytes, offset, file,
                         csv_count_lines((struct str){bytes.bytes, offset}));
}

/* ---- the header of a file ---- */

/* The header row while it is looked for. */
struct head {
    const struct response_options *options;
    struct arena *arena;
    struct source_file *file;
    struct csv_file *csv;
    struct diag *diag;
    bool at_end;
};

static struct str
strip_bom(struct str bytes)
{
    if (bytes.len >= 3 && !memcmp(bytes.bytes, "\xef\xbb\xbf", 3))
        return (struct str){bytes.bytes + 3, bytes.len - 3};
    return bytes;
}

static bool
is_utf16(struct str bytes)
{
    return bytes.len >= 2
           && (!memcmp(bytes.bytes, "\xff\xfe", 2)
               || !memcmp(bytes.bytes, "\xfe\xff", 2));
}

static bool
read_more(struct head *head)
{
    struct buf *rest = &head->csv->rest;
    size_t step = rest->len > HEADER_STEP ? rest->len : HEADER_STEP;
    ssize_t n;

    buf_reserve(rest, step);
    n = file_reader_read(head->csv->reader, rest->bytes + rest->len, step,
                         head->diag);
    if (n < 0)
        return false;
    rest->len += (size_t)n;
    head->at_end = (size_t)n < step;
    return true;
}

static char
delimiter_of(const struct head *head, struct str bytes)
{
    while (bytes.len && (bytes.bytes[0] == '\n' || bytes.bytes[0] == '\r'))
        bytes = (struct str){bytes.bytes + 1, bytes.len - 1};
    return head->options->settings.delimiter ? head->options->settings.delimiter
                                             : csv_detect_delimiter(bytes);
}

/* Reads until a whole row that is not blank is there, or the file ends. */
static bool
read_header_bytes(struct head *head)
{
    for (;;) {
        struct str bytes;
        struct csv_record record = {0};
        size_t offset = 0;
        size_t whole;

        if (!read_more(head))
            return false;
        bytes = strip_bom(buf_str(&head->csv->rest));
        head->file->header.delimiter = delimiter_of(head, bytes);
        whole = csv_whole_rows(bytes, head->file->header.delimiter);
        bytes.len = whole;
        if (head->at_end
            || csv_next(bytes, &offset, head->file->header.delimiter, &record)
            || head->csv->rest.len > CSV_LIMIT_RECORD_SIZE)
            return true;
    }
}

static void
refuse_header(struct head *head, enum message message, const char *hint)
{
    diag_add(head->diag, message, (struct place){.file = head->file->name},
             NULL);
    if (hint)
        diag_hint(head->diag, "%s", hint);
}

/* The place of each cell, going on from the cell before: a header may be long
   and have many. */
static void
place_cells(struct str bytes, const struct csv_record *record,
            struct header_cell *cells)
{
    struct place place = place_in_header(bytes, record->offset, NULL);
    size_t at = record->offset;

    for (size_t i = 0; i < record->n_cells; i++) {
        const struct csv_cell *cell = &record->cells[i];
        size_t offset =
            (size_t)(cell->raw.bytes - bytes.bytes) - cell->is_quoted;
        struct str between = {bytes.bytes + at, offset - at};
        uint32_t character;

        while (utf8_next(&between, &character)) {
            if (character == '\n') {
                place.line++;
                place.column = 1;
            } else {
                place.column++;
            }
        }
        cells[i].line = place.line;
        cells[i].column = place.column;
        at = offset;
    }
}

/* The texts are copied, since the bytes go. */
static struct header
header_of(struct head *head, struct str bytes, const struct csv_record *record)
{
    struct arena *arena = head->arena;
    struct header_cell *cells =
        ARENA_ARRAY(arena, record->n_cells, struct header_cell);
    struct header header = {.cells = cells, .n_cells = record->n_cells};

    for (size_t i = 0; i < record->n_cells; i++) {
        struct str name = str_trim(csv_cell_text(record->cells[i], arena));

        cells[i].name = (struct str){arena_text(arena, name), name.len};
    }
    place_cells(bytes, record, cells);
    header.place = place_in_header(bytes, record->offset, head->file->name);
    header.place.column = 0;
    header.delimiter = head->file->header.delimiter;
    return header;
}

/* A file whose lines end in CR alone would be a header and nothing else. */
static bool
has_lone_cr(const struct csv_record *record)
{
    for (size_t i = 0; i < record->n_cells; i++)
        if (!record->cells[i].is_quoted && record->cells[i].raw.len
            && memchr(record->cells[i].raw.bytes, '\r',
                      record->cells[i].raw.len))
            return true;
    return false;
}

/* Leaves what stands behind the header to the first chunk. */
static void
drop_header(struct head *head, struct str rest)
{
    struct csv_file *csv = head->csv;
    const char *bytes = csv->rest.bytes;
    size_t n_dropped = csv->rest.len - rest.len;

    csv->n_lines = csv_count_lines((struct str){bytes, n_dropped});
    csv->stretch.body = n_dropped;
    if (head->options->with_digests)
        csv->stretch.header = digest_of((struct str){bytes, n_dropped});
    memmove(csv->rest.bytes, csv->rest.bytes + n_dropped, rest.len);
    csv->rest.len = rest.len;
}

static bool
take_record(struct head *head, struct str bytes, size_t end,
            const struct csv_record *record)
{
    if (record->fault) {
        diag_add(head->diag, csv_fault_message(record->fault),
                 place_in_header(bytes, record->fault_offset, head->file->name),
                 NULL);
        return false;
    }
    if (has_lone_cr(record)) {
        refuse_header(head, MSG_DATA_NO_HEADER,
                      "its lines end in CR alone: save it with line ends LF or "
                      "CRLF");
        return false;
    }
    head->file->header = header_of(head, bytes, record);
    drop_header(head, (struct str){bytes.bytes + end, bytes.len - end});
    return true;
}

static bool
read_header(struct head *head)
{
    struct csv_record record = {.size = CSV_LIMIT_COLUMNS};
    struct str bytes;
    size_t end = 0;
    bool ok = false;

    if (!read_header_bytes(head))
        return false;
    bytes = strip_bom(buf_str(&head->csv->rest));
    record.cells = mem_array(record.size, sizeof *record.cells);
    if (is_utf16(bytes))
        refuse_header(head, MSG_DATA_HEADER_NOT_UTF8,
                      "the file is UTF-16: save it as UTF-8");
    else if (!csv_next(bytes, &end, head->file->header.delimiter, &record))
        refuse_header(head, MSG_DATA_NO_HEADER,
                      "the first row names the columns");
    else if (end > CSV_LIMIT_RECORD_SIZE)
        refuse_header(head, MSG_DATA_RECORD_TOO_LONG, NULL);
    else
        ok = take_record(head, bytes, end, &record);
    mem_free(record.cells);
    return ok;
}

static bool
open_csv(struct source_file *file, const struct response_options *options,
         struct arena *arena, struct diag *diag)
{
    struct csv_file *csv = ARENA_NEW(arena, struct csv_file);
    struct head head = {.options = options,
                        .arena = arena,
                        .file = file,
                        .csv = csv,
                        .diag = diag};

    file->own = csv;
    csv->reader = file_reader_open(file->path, diag);
    if (!csv->reader)
        return false;
    csv->stretch.file_size = file_reader_size(csv->reader);
    if (options->with_digests)
        file_reader_hash(csv->reader);
    if (!read_header(&head))
        return false;
    if (options->n_shards)
        csv->shard = csv_shard_new(options, &csv->stretch, arena);
    if (csv->stretch.file_size)
        file->n_all = (csv->stretch.file_size - csv->stretch.body)
                          / (options->n_shards ? options->n_shards : 1)
                      + 1;
    return true;
}

static void
close_csv(struct source_file *file)
{
    struct csv_file *csv = file->own;

    file_reader_close(csv->reader);
    csv_shard_free(csv->shard);
    buf_clear(&csv->rest);
}

static struct source_stretch
stretch_of(const struct source_file *file)
{
    return ((const struct csv_file *)file->own)->stretch;
}

static const struct digester *
digester_of(const struct source_file *file)
{
    return file_reader_digester(((const struct csv_file *)file->own)->reader);
}

/* ---- chunks ---- */

static struct csv_file *
csv_of(const struct chunk *chunk)
{
    return chunk->file->own;
}

static void *
chunk_new_csv(size_t n_columns)
{
    struct csv_stretch *stretch = mem_alloc(sizeof *stretch);

    stretch->arena = arena_new();
    stretch->cells = ARENA_ARRAY(stretch->arena, n_columns, struct csv_cell);
    stretch->texts = ARENA_ARRAY(stretch->arena, n_columns, struct str);
    stretch->offsets = ARENA_ARRAY(stretch->arena, n_columns, size_t);
    return stretch;
}

static void
chunk_free_csv(void *own)
{
    struct csv_stretch *stretch = own;

    mem_free(stretch->bytes);
    csv_marks_clear(&stretch->marks);
    arena_free(stretch->arena);
    mem_free(stretch);
}

/* Room for 'size' bytes, a last LF and the padding.  A buffer that one long row
   made large does not stay so. */
static void
make_room(struct csv_stretch *stretch, size_t size)
{
    if (stretch->size >= size && stretch->size / 4 <= size)
        return;
    stretch->bytes = mem_resize(stretch->bytes, size + 1 + CHUNK_PADDING, 1);
    stretch->size = size;
}

/* The row behind the whole rows has no end: an open quote, or too long. */
static void
fail_at_rest(struct chunk *chunk)
{
    const struct csv_stretch *stretch = chunk->own;
    struct str bytes = {stretch->bytes, stretch->n_read};
    struct csv_record record = {0};
    size_t offset = stretch->len;
    bool is_long = stretch->n_read - stretch->len > CSV_LIMIT_RECORD_SIZE;
    bool found =
        csv_next(bytes, &offset, chunk->file->header.delimiter, &record);

    if (found && record.fault == CSV_UNCLOSED_QUOTE)
        chunk_fail(chunk, MSG_DATA_UNCLOSED_QUOTE,
                   chunk->base + record.fault_offset,
                   is_long ? "not within 16 MiB: is it one quote too many?"
                           : "there is one quote too many, or one is missing");
    else
        chunk_fail(chunk, MSG_DATA_RECORD_TOO_LONG, chunk->base + record.offset,
                   "at most 16 MiB a row are read");
}

/* One reading step: fills the buffer up to 'size'.  False at the end of the
   file, or when it cannot be read. */
static bool
read_up_to(struct chunk *chunk, size_t size)
{
    struct csv_stretch *stretch = chunk->own;
    size_t n_wanted = size - stretch->n_read;
    ssize_t n;

    make_room(stretch, size);
    n = file_reader_read(csv_of(chunk)->reader,
                         stretch->bytes + stretch->n_read, n_wanted,
                         chunk->diag);
    if (n < 0)
        chunk->has_failed = true;
    else
        stretch->n_read += (size_t)n;
    return n >= 0 && (size_t)n == n_wanted;
}

static void
cut_rows(struct csv_stretch *stretch)
{
    struct str bytes = {stretch->bytes, stretch->n_read};

    csv_marks_go_on(&stretch->marks, bytes);
    stretch->len = csv_marks_last_row(&stretch->marks, bytes);
}

/* The last row of a file may lack its LF; there is room for it. */
static void
end_last_row(struct csv_stretch *stretch)
{
    if (stretch->n_read && stretch->bytes[stretch->n_read - 1] != '\n')
        stretch->bytes[stretch->n_read++] = '\n';
}

static size_t
first_size(const struct response_options *options, size_t n_rest)
{
    size_t size = options->chunk_size ? options->chunk_size : CHUNK_SIZE;

    while (size <= n_rest)
        size *= 2;
    return size;
}

static void
begin(struct chunk *chunk)
{
    struct csv_stretch *stretch = chunk->own;
    const struct buf *rest = &csv_of(chunk)->rest;

    stretch->len = stretch->at = stretch->n_lines = 0;
    stretch->placed_at = stretch->n_placed = 0;
    make_room(stretch, first_size(chunk->options, rest->len));
    if (rest->len)
        memcpy(stretch->bytes, rest->bytes, rest->len);
    stretch->n_read = rest->len;
    stretch->marks.delimiter = chunk->file->header.delimiter;
    stretch->marks.vector = chunk->options->vector;
    stretch->marks.with_rough = chunk->keeps_runs;
    csv_marks_begin(&stretch->marks);
}

/* Leaves what is behind the rows to the next chunk. */
static void
leave_rest(struct chunk *chunk)
{
    const struct csv_stretch *stretch = chunk->own;
    struct buf *rest = &csv_of(chunk)->rest;

    buf_empty(rest);
    buf_add(rest, (struct str){stretch->bytes + stretch->len,
                               stretch->n_read - stretch->len});
}

/* Adds whole rows of the file: at least one, unless the file is at its end or
   has failed. */
static bool
fill_on(struct chunk *chunk)
{
    struct csv_stretch *stretch = chunk->own;
    size_t n_before = stretch->len;
    size_t limit = n_before + LIMIT_CHUNK_SIZE;
    size_t size = first_size(chunk->options, stretch->n_read);
    bool goes_on;

    buf_empty(&csv_of(chunk)->rest); /* it is in the stretch */
    for (;;) {
        goes_on = read_up_to(chunk, size);
        if (!goes_on && !chunk->has_failed)
            end_last_row(stretch);
        cut_rows(stretch);
        if (!goes_on || stretch->len > n_before
            || stretch->n_read - n_before > CSV_LIMIT_RECORD_SIZE)
            break;
        size = size < limit / 2 ? size * 2 : limit;
    }
    memset(stretch->bytes + stretch->n_read, 0, CHUNK_PADDING);
    if (goes_on && stretch->len > n_before)
        leave_rest(chunk);
    else if (!chunk->has_failed && stretch->len < stretch->n_read)
        fail_at_rest(chunk);
    return stretch->len > n_before;
}

/* The rows before those of the shard are passed over. */
static bool
fill(struct chunk *chunk)
{
    struct csv_file *csv = csv_of(chunk);
    struct csv_stretch *stretch = chunk->own;

    if (!csv->shard)
        return fill_on(chunk);
    while (!csv_shard_is_done(csv->shard) && fill_on(chunk)) {
        if (chunk->has_failed || csv_shard_cut(csv, stretch))
            return true;
        csv->n_lines += stretch->n_lines;
        begin(chunk);
    }
    return false;
}

static bool
peek(struct chunk *chunk, size_t *offset, size_t column, struct peeked_row *row)
{
    struct csv_stretch *stretch = chunk->own;
    size_t n_columns = chunk->file->binding->n_columns;
    struct csv_record record = {
        .cells = stretch->cells,
        .size = column < n_columns ? column + 1 : 0,
    };

    if (!csv_next((struct str){stretch->bytes, stretch->len}, offset,
                  chunk->file->header.delimiter, &record))
        return false;
    row->offset = record.offset;
    row->is_broken = record.fault || record.n_cells != n_columns;
    row->cell = column < n_columns && column < record.n_cells
                    ? csv_cell_text(record.cells[column], chunk->scratch)
                    : STR("");
    return true;
}

static void
cut(struct chunk *chunk, size_t offset)
{
    ((struct csv_stretch *)chunk->own)->len = offset;
    leave_rest(chunk);
}

static void
turn_to(struct chunk *chunk, size_t offset)
{
    struct csv_stretch *stretch = chunk->own;

    stretch->at = offset;
    stretch->n_lines = csv_marks_lines(&stretch->marks, 0, offset);
}

/* ---- settling ---- */

/* The lines up to the offset before are not counted again. */
static struct place
place_csv(struct chunk *chunk, size_t offset)
{
    struct csv_stretch *stretch = chunk->own;
    struct str bytes = {stretch->bytes, stretch->n_read};

    if (offset < stretch->placed_at)
        stretch->placed_at = stretch->n_placed = 0;
    stretch->n_placed += csv_count_lines((struct str){
        bytes.bytes + stretch->placed_at, offset - stretch->placed_at});
    stretch->placed_at = offset;
    return place_on_line(bytes, offset, chunk->file->name,
                         csv_of(chunk)->n_lines + stretch->n_placed);
}

static void
settled(struct chunk *chunk)
{
    const struct csv_stretch *stretch = chunk->own;

    csv_of(chunk)->n_lines += stretch->n_lines;
    chunk->file->n_done += stretch->len;
}

const struct source_format source_csv = {
    .open = open_csv,
    .close = close_csv,
    .digester = digester_of,
    .stretch = stretch_of,
    .chunk_new = chunk_new_csv,
    .chunk_free = chunk_free_csv,
    .begin = begin,
    .fill = fill,
    .peek = peek,
    .cut = cut,
    .turn_to = turn_to,
    .take = csv_rows_take,
    .place = place_csv,
    .settled = settled,
};
