/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files, their headers, and the cutting of their bytes into chunks.  What a
   chunk does with its rows is csv_chunk.c's. */
#include "response/csv_source.h"

#include <assert.h>
#include <limits.h>
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "response/csv_chunk.h"
#include "response/recoding.h"

enum {
    CHUNK_SIZE = 256 << 10, /* bytes */
    HEADER_STEP = 16 << 10, /* read at first for the header, then doubled */
    LIMIT_CHUNK_SIZE = CSV_LIMIT_RECORD_SIZE + 1
};

struct csv_source {
    struct arena *arena;
    const struct response_options *options;
    struct csv_file *files;
    size_t n_files;
    size_t current;
    struct map *kept_names; /* header -> position among the kept */
    struct VEC(struct str) kept;
    struct VEC(struct csv_held) held;
    size_t n_columns; /* of the widest file */
    struct row_digests *digests;
    size_t n_other_texts; /* rows */
    struct place other_texts;
    bool failed;
};

/* ---- the header of a file ---- */

/* The header row while it is looked for. */
struct head {
    struct csv_source *source;
    struct csv_file *file;
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
    struct buf *rest = &head->file->rest;
    size_t step = rest->len > HEADER_STEP ? rest->len : HEADER_STEP;
    ssize_t n;

    buf_reserve(rest, step);
    n = file_reader_read(head->file->reader, rest->bytes + rest->len, step,
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
    return head->source->options->delimiter ? head->source->options->delimiter
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
        bytes = strip_bom(buf_str(&head->file->rest));
        head->file->delimiter = delimiter_of(head, bytes);
        whole = csv_whole_rows(bytes, head->file->delimiter);
        bytes.len = whole;
        if (head->at_end
            || csv_next(bytes, &offset, head->file->delimiter, &record)
            || head->file->rest.len > CSV_LIMIT_RECORD_SIZE)
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
    struct place place = place_of_offset(bytes, record->offset, NULL, 0);
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
    struct arena *arena = head->source->arena;
    struct header_cell *cells =
        ARENA_ARRAY(arena, record->n_cells, struct header_cell);
    struct header header = {.cells = cells, .n_cells = record->n_cells};

    for (size_t i = 0; i < record->n_cells; i++) {
        struct str name = str_trim(csv_cell_text(record->cells[i], arena));

        cells[i].name = (struct str){arena_text(arena, name), name.len};
    }
    place_cells(bytes, record, cells);
    header.place = place_of_offset(bytes, record->offset, head->file->name, 0);
    header.place.column = 0;
    header.delimiter = head->file->delimiter;
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
drop_header(struct csv_file *file, struct str rest)
{
    const char *bytes = file->rest.bytes;
    size_t n_dropped = file->rest.len - rest.len;

    file->n_lines = count_lines((struct str){bytes, n_dropped});
    memmove(file->rest.bytes, file->rest.bytes + n_dropped, rest.len);
    file->rest.len = rest.len;
}

static bool
bind_record(struct head *head, struct str bytes, size_t end,
            const struct csv_record *record)
{
    struct csv_source *source = head->source;
    struct header header;

    if (record->fault) {
        diag_add(
            head->diag, csv_fault_message(record->fault),
            place_of_offset(bytes, record->fault_offset, head->file->name, 0),
            NULL);
        return false;
    }
    if (has_lone_cr(record)) {
        refuse_header(head, MSG_DATA_NO_HEADER,
                      "its lines end in CR alone: save it with line ends LF or "
                      "CRLF");
        return false;
    }
    header = header_of(head, bytes, record);
    head->file->binding =
        bind_header(&header, source->options, source->arena, head->diag);
    if (source->n_columns < record->n_cells)
        source->n_columns = record->n_cells;
    drop_header(head->file, (struct str){bytes.bytes + end, bytes.len - end});
    return head->file->binding;
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
    bytes = strip_bom(buf_str(&head->file->rest));
    record.cells = mem_array(record.size, sizeof *record.cells);
    if (is_utf16(bytes))
        refuse_header(head, MSG_DATA_HEADER_NOT_UTF8,
                      "the file is UTF-16: save it as UTF-8");
    else if (!csv_next(bytes, &end, head->file->delimiter, &record))
        refuse_header(head, MSG_DATA_NO_HEADER,
                      "the first row names the columns");
    else if (end > CSV_LIMIT_RECORD_SIZE)
        refuse_header(head, MSG_DATA_RECORD_TOO_LONG, NULL);
    else
        ok = bind_record(head, bytes, end, &record);
    mem_free(record.cells);
    return ok;
}

/* ---- all files ---- */

static void
hold_back(struct csv_source *source, const struct bound_column *column)
{
    for (size_t i = 0; i < source->held.n; i++)
        if (str_equal(source->held.items[i].name, column->name))
            return;
    *vec_add(source->arena, &source->held) =
        (struct csv_held){column->name, column->taken_for};
}

static void
collect_kept(struct csv_source *source, struct csv_file *file)
{
    const struct binding *binding = file->binding;
    size_t *kept_idx = ARENA_ARRAY(source->arena, binding->n_columns, size_t);

    for (size_t i = 0; i < binding->n_columns; i++) {
        const struct bound_column *column = &binding->columns[i];
        struct str key = column->role == COLUMN_FACT
                             ? str_from(fact_names[column->fact])
                             : column->name;

        kept_idx[i] = SIZE_MAX;
        if (column->taken_for)
            hold_back(source, column);
        if (column->role == COLUMN_ITEM || column->role == COLUMN_ASIDE
            || map_find(source->kept_names, key, &kept_idx[i]))
            continue;
        kept_idx[i] = source->kept.n;
        if (map_add(source->kept_names, key, source->kept.n))
            *vec_add(source->arena, &source->kept) = column->name;
    }
    file->kept_idx = kept_idx;
}

static bool
open_file(struct csv_source *source, const char *path, struct diag *diag)
{
    struct csv_file *file = &source->files[source->n_files++];
    struct head head = {.source = source, .file = file, .diag = diag};

    file->name = strcmp(path, "-") ? arena_text(source->arena, str_from(path))
                                   : "standard input";
    file->is_stdin = !strcmp(path, "-");
    file->reader = file_reader_open(path, diag);
    if (file->reader && source->options->with_digests)
        file_reader_hash(file->reader);
    if (!file->reader || !read_header(&head))
        return false;
    collect_kept(source, file);
    return true;
}

static bool
check_stdin(const char *const *paths, size_t n_paths, struct diag *diag)
{
    size_t n = 0;

    for (size_t i = 0; i < n_paths; i++)
        n += !strcmp(paths[i], "-");
    if (n > 1)
        diag_add(diag, MSG_DATA_STDIN_TWICE, (struct place){0}, "'-'");
    return n <= 1;
}

struct csv_source *
csv_source_open(const char *const *paths, size_t n_paths,
                const struct response_options *options, struct diag *diag)
{
    struct arena *arena;
    struct csv_source *source;
    struct response_options *kept;
    bool is_told_well, ok;

    if (!check_stdin(paths, n_paths, diag))
        return NULL;
    arena = arena_new();
    source = ARENA_NEW(arena, struct csv_source);
    source->arena = arena;
    kept = ARENA_NEW(arena, struct response_options);
    *kept = *options;
    source->options = kept;
    source->files = ARENA_ARRAY(arena, n_paths, struct csv_file);
    source->kept_names = map_new(arena, false);
    source->digests =
        ARENA_ARRAY(arena, kept->n_instruments, struct row_digests);
    csv_source_know_words(source, kept->instruments);
    is_told_well = recoding_check(kept, diag);
    ok = is_told_well;
    for (size_t i = 0; is_told_well && i < n_paths; i++)
        ok &= open_file(source, paths[i], diag);
    if (ok)
        return source;
    csv_source_close(source);
    return NULL;
}

void
csv_source_close(struct csv_source *source)
{
    if (!source)
        return;
    for (size_t i = 0; i < source->n_files; i++) {
        file_reader_close(source->files[i].reader);
        buf_clear(&source->files[i].rest);
    }
    arena_free(source->arena);
}

const struct str *
csv_source_kept(const struct csv_source *source, size_t *n)
{
    *n = source->kept.n;
    return source->kept.items;
}

const struct csv_held *
csv_source_held(const struct csv_source *source, size_t *n)
{
    *n = source->held.n;
    return source->held.items;
}

char
csv_source_delimiter(const struct csv_source *source)
{
    return source->n_files ? source->files[0].delimiter : ',';
}

const struct csv_input *
csv_source_inputs(const struct csv_source *source, struct arena *arena,
                  size_t *n)
{
    struct csv_input *inputs =
        ARENA_ARRAY(arena, source->n_files, struct csv_input);

    *n = 0;
    for (size_t i = 0; i < source->n_files; i++) {
        const struct digester *digester =
            file_reader_digester(source->files[i].reader);

        if (!digester || source->files[i].is_stdin)
            continue;
        inputs[(*n)++] =
            (struct csv_input){source->files[i].name, digester_size(digester),
                               digester_get(digester)};
    }
    return inputs;
}

bool
csv_source_has(const struct csv_source *source, enum fact fact)
{
    bool has = false;

    for (size_t i = 0; i < source->n_files; i++)
        has |= source->files[i].binding->has_fact[fact];
    return has;
}

void
csv_source_know_words(struct csv_source *source,
                      const struct instrument *const *worded)
{
    for (size_t i = 0; i < source->options->n_instruments; i++)
        source->digests[i] = row_digests_of(worded[i], source->arena);
}

void
csv_source_warn_texts(const struct csv_source *source, struct diag *diag)
{
    if (!source->n_other_texts)
        return;
    diag_add(diag, MSG_DATA_OTHER_TEXTS, source->other_texts, "%zu %s",
             source->n_other_texts,
             source->n_other_texts == 1 ? "row"
                                        : "rows, of which this is the "
                                          "first");
    diag_hint(diag, "what was asked and its codes are the same, so that they "
                    "are scored");
}

bool
csv_source_failed(const struct csv_source *source)
{
    return source->failed;
}

/* ---- filling chunks ---- */

struct csv_chunk *
csv_chunk_new(const struct csv_source *source)
{
    struct csv_chunk *chunk = mem_alloc(sizeof *chunk);

    csv_chunk_init(chunk, source->options, source->n_columns, source->kept.n);
    chunk->digests = source->digests;
    return chunk;
}

void
csv_chunk_free(struct csv_chunk *chunk)
{
    if (!chunk)
        return;
    csv_chunk_clear(chunk);
    mem_free(chunk);
}

/* Room for 'size' bytes, a last LF and the padding.  A buffer that one long row
   made large does not stay so. */
static void
make_room(struct csv_chunk *chunk, size_t size)
{
    if (chunk->size >= size && chunk->size / 4 <= size)
        return;
    chunk->bytes = mem_resize(chunk->bytes, size + 1 + CHUNK_PADDING, 1);
    chunk->size = size;
}

static void
fail_at(struct csv_source *source, struct csv_chunk *chunk,
        enum message message, size_t offset, const char *hint)
{
    struct problem *problem = problems_add(&chunk->problems, message, offset);

    source->failed = true;
    if (!problem) /* A fresh chunk has room for it. */
        return;
    problem->hint = hint;
}

/* The row behind the whole rows has no end: an open quote, or too long. */
static void
fail_at_rest(struct csv_source *source, struct csv_chunk *chunk)
{
    struct str bytes = {chunk->bytes, chunk->n_read};
    struct csv_record record = {0};
    size_t offset = chunk->len;
    bool is_long = chunk->n_read - chunk->len > CSV_LIMIT_RECORD_SIZE;
    bool found = csv_next(bytes, &offset, chunk->file->delimiter, &record);

    if (found && record.fault == CSV_UNCLOSED_QUOTE)
        fail_at(source, chunk, MSG_DATA_UNCLOSED_QUOTE, record.fault_offset,
                is_long ? "not within 16 MiB: is it one quote too many?"
                        : "there is one quote too many, or one is missing");
    else
        fail_at(source, chunk, MSG_DATA_RECORD_TOO_LONG, record.offset,
                "at most 16 MiB a row are read");
}

/* One reading step: fills the buffer up to 'size'.  False at the end of the
   file, or when it cannot be read. */
static bool
read_up_to(struct csv_source *source, struct csv_chunk *chunk, size_t size)
{
    size_t n_wanted = size - chunk->n_read;
    ssize_t n;

    make_room(chunk, size);
    n = file_reader_read(chunk->file->reader, chunk->bytes + chunk->n_read,
                         n_wanted, chunk->diag);
    if (n < 0)
        source->failed = true;
    else
        chunk->n_read += (size_t)n;
    return n >= 0 && (size_t)n == n_wanted;
}

static void
cut(struct csv_chunk *chunk)
{
    chunk->len = csv_whole_rows((struct str){chunk->bytes, chunk->n_read},
                                chunk->file->delimiter);
}

/* The last row of a file may lack its LF; there is room for it. */
static void
end_last_row(struct csv_chunk *chunk)
{
    if (chunk->n_read && chunk->bytes[chunk->n_read - 1] != '\n')
        chunk->bytes[chunk->n_read++] = '\n';
}

static size_t
first_size(const struct csv_source *source, size_t n_rest)
{
    size_t size =
        source->options->chunk_size ? source->options->chunk_size : CHUNK_SIZE;

    while (size <= n_rest)
        size *= 2;
    return size;
}

/* Fills the chunk with whole rows of its file: at least one, unless the file
   is at its end or has failed. */
static void
fill(struct csv_source *source, struct csv_chunk *chunk)
{
    struct buf *rest = &chunk->file->rest;
    size_t size = first_size(source, rest->len);
    bool goes_on;

    make_room(chunk, size);
    if (rest->len)
        memcpy(chunk->bytes, rest->bytes, rest->len);
    chunk->n_read = rest->len;
    for (;;) {
        goes_on = read_up_to(source, chunk, size);
        if (!goes_on && !source->failed)
            end_last_row(chunk);
        cut(chunk);
        if (!goes_on || chunk->len || chunk->n_read > CSV_LIMIT_RECORD_SIZE)
            break;
        size = size < LIMIT_CHUNK_SIZE / 2 ? size * 2 : LIMIT_CHUNK_SIZE;
    }
    memset(chunk->bytes + chunk->n_read, 0, CHUNK_PADDING);
    buf_empty(rest);
    if (goes_on && chunk->len)
        buf_add(rest, (struct str){chunk->bytes + chunk->len,
                                   chunk->n_read - chunk->len});
    else if (!source->failed && chunk->len < chunk->n_read)
        fail_at_rest(source, chunk);
}

bool
csv_source_read(struct csv_source *source, struct csv_chunk *chunk)
{
    for (; source->current < source->n_files && !source->failed;
         source->current++) {
        csv_chunk_begin(chunk, &source->files[source->current]);
        fill(source, chunk);
        if (chunk->len || source->failed)
            return true;
    }
    return false;
}

/* ---- settling ---- */

struct place
csv_source_place(struct csv_chunk *chunk, size_t offset)
{
    if (offset < chunk->placed_at) {
        chunk->placed_at = 0;
        chunk->n_placed = 0;
    }
    chunk->n_placed += count_lines((struct str){chunk->bytes + chunk->placed_at,
                                                offset - chunk->placed_at});
    chunk->placed_at = offset;
    size_t n_before = chunk->file->n_lines + chunk->n_placed;
    return (struct place){
        .file = chunk->file->name,
        .line = n_before < INT_MAX ? (int)n_before + 1 : 0,
        .column = 1, /* a row begins its line */
    };
}

static void
warn_of_other(struct csv_file *file, struct csv_chunk *chunk, struct diag *diag)
{
    if (!chunk->names_other || file->has_warned)
        return;
    file->has_warned = true;
    diag_add(diag, MSG_DATA_OTHER_INSTRUMENT,
             csv_source_place(chunk, chunk->other_offset), NULL);
    diag_hint(diag, "they are not scored; -i names an instrument");
}

void
csv_source_settle(struct csv_source *source, struct csv_chunk *chunk,
                  struct response_tally *tally, struct diag *diag)
{
    struct csv_file *file = chunk->file;

    assert(file >= source->files && file < source->files + source->n_files);
    warn_of_other(file, chunk, diag);
    problems_tell(&chunk->problems, (struct str){chunk->bytes, chunk->n_read},
                  file->name, file->n_lines, diag);
    diag_move(diag, chunk->diag);
    if (chunk->n_other_texts && !source->n_other_texts)
        source->other_texts =
            csv_source_place(chunk, chunk->other_texts_offset);
    source->n_other_texts += chunk->n_other_texts;
    tally->n_rows += chunk->n_rows;
    for (int i = 0; i < N_MESSAGES; i++)
        tally->n_problems[i] += chunk->problems.n_of[i];
    file->n_lines += chunk->n_lines;
}
