/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV as a format of source.h: the cutting of a file's bytes into chunks.  The
   header is csv_head.c's; how rows come out of a chunk, csv_rows.c's. */
#include <config.h>

#include "exchange/csv_file.h"

#include <limits.h>
#include <string.h>
#include "base/utf8.h"

enum {
    CHUNK_SIZE = 256 << 10, /* bytes */
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
    struct place place = {.file = file};
    uint32_t character;

    if (n_before >= INT_MAX) /* no place has that line */
        return place;
    place.line = (int)n_before + 1;
    place.column = 1;
    while (utf8_next(&before, &character))
        place.column++;
    return place;
}

struct place
csv_place_in(struct str bytes, size_t offset, const char *file)
{
    return place_on_line(bytes, offset, file,
                         csv_count_lines((struct str){bytes.bytes, offset}));
}

/* Shards are stretches of the file's own bytes. */
static bool
check_shard(const struct source_file *file,
            const struct response_options *options, struct diag *diag)
{
    const struct csv_file *csv = file->own;

    if (!options->n_shards || !decoder_changes(&csv->decoder))
        return true;
    diag_add(diag, MSG_DATA_NOT_CUT, (struct place){.file = file->name}, NULL);
    return diag_hint(diag, "save it as UTF-8 with line ends LF or CRLF first");
}

static bool
open_csv(struct source_file *file, const struct response_options *options,
         struct arena *arena, struct diag *diag)
{
    struct csv_file *csv = ARENA_NEW(arena, struct csv_file);
    struct file_reader *reader = file_reader_open(file->path, diag);

    file->own = csv;
    csv->decoder.reader = reader;
    if (!reader)
        return false;
    csv->stretch.file_size = file_reader_size(reader);
    if (options->with_digests)
        file_reader_hash(reader);
    if (!csv_head_read(file, options, arena, diag)
        || !check_shard(file, options, diag))
        return false;
    if (options->n_shards)
        csv->shard = csv_shard_new(options, &csv->stretch, arena);
    if (csv->stretch.file_size && !decoder_changes(&csv->decoder))
        file->n_all = (csv->stretch.file_size - csv->stretch.body)
                          / (options->n_shards ? options->n_shards : 1)
                      + 1;
    return true;
}

static void
close_csv(struct source_file *file)
{
    struct csv_file *csv = file->own;

    file_reader_close(csv->decoder.reader);
    decoder_clear(&csv->decoder);
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
    return file_reader_digester(
        ((const struct csv_file *)file->own)->decoder.reader);
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

    make_room(stretch, size);
    ssize_t n =
        decoder_read(&csv_of(chunk)->decoder, stretch->bytes + stretch->n_read,
                     n_wanted, chunk->diag);
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
    stretch->is_at_end = !goes_on;
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
        if (!chunk->has_failed && csv_shard_has_grown(csv, stretch))
            chunk_fail(chunk, MSG_DATA_MOVED, chunk->base,
                       "score all shards again when nobody writes to it");
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
    size_t n_columns = chunk->file->header.n_cells;
    bool asks_all = chunk->file->reshaping;
    struct csv_record record = {
        .cells = stretch->cells,
        .size = asks_all             ? n_columns
                : column < n_columns ? column + 1
                                     : 0,
    };

    if (!csv_next((struct str){stretch->bytes, stretch->len}, offset,
                  chunk->file->header.delimiter, &record))
        return false;
    row->offset = record.offset;
    row->is_broken = record.fault || record.n_cells != n_columns;
    row->cell = column < n_columns && column < record.n_cells
                    ? csv_cell_text(record.cells[column], chunk->scratch)
                    : STR("");
    row->n_rows = 1;
    if (asks_all && !row->is_broken) {
        for (size_t i = 0; i < n_columns; i++)
            stretch->texts[i] = csv_cell_text(record.cells[i], chunk->scratch);
        row->n_rows = chunk_count_rows(chunk, stretch->texts);
    }
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
    stretch->n_placed +=
        csv_marks_lines(&stretch->marks, stretch->placed_at, offset);
    stretch->placed_at = offset;
    return place_on_line(bytes, offset, chunk->file->name,
                         csv_of(chunk)->n_lines + stretch->n_placed);
}

static void
settled(struct chunk *chunk)
{
    const struct csv_stretch *stretch = chunk->own;

    /* Behind the last row nobody looked. */
    chunk->n_blank += csv_count_lines(
        (struct str){stretch->bytes + stretch->at, stretch->len - stretch->at});
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

const struct source_format source_csv_long = {
    .open = csv_long_open,
    .close = close_csv,
    .digester = digester_of,
    .stretch = stretch_of,
    .chunk_new = csv_long_chunk_new,
    .chunk_free = csv_long_chunk_free,
    .begin = csv_long_begin,
    .fill = csv_long_fill,
    .peek = csv_long_peek,
    .cut = csv_long_cut,
    .turn_to = turn_to,
    .take = csv_long_take,
    .place = place_csv,
    .settled = settled,
};
