/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells are packed one behind the other, a row from its offset on: their length
   times four, plus two where the cell is a number, plus one where a kind of
   missing stands before the text.  That is two bytes for a digit. */
#include "exchange/held_table.h"
#include "exchange/reshaping.h"

#include <math.h>
#include <string.h>
#include "base/num.h"

enum {
    SHOWN_DIGITS = 15, /* other programs show no more of a number */
    CHUNK_ROWS = 4 * BATCH_ROWS,
    LOOKED_BELOW = 8,   /* rows below the header that may have been meant */
    LOOKED_BESIDE = 200 /* their cells */
};

struct held_row {
    size_t at; /* in the cells */
    uint32_t line;
    uint32_t n_cells; /* up to the last that is not empty */
};

struct held_table {
    struct arena *arena;
    struct file_reader *reader;
    struct buf bytes; /* of the file, until its rows are there */
    struct buf cells;
    struct held_row *rows;
    size_t n_rows;
    size_t size;      /* rows that there is room for */
    size_t next;      /* of those that were not read into a chunk */
    size_t n_skipped; /* below the header, as was told */
    struct header_row below[LOOKED_BELOW]; /* likewise, the first */
    size_t n_below;
    /* The header as it came. */
    bool has_header;
    bool has_letters;
    size_t header_line;
    struct str *names;
    size_t n_names;
    bool *has_values; /* of each column */
    bool *is_left;    /* likewise: none, and no name */
    struct held_words words;
};

static struct held_table *
table_of(const struct source_file *file)
{
    return file->own;
}

/* ---- making ---- */

/* Whatever its size is said to be: a pipe has none. */
static bool
read_bytes(struct held_table *table, const char *path, struct str *bytes,
           struct diag *diag)
{
    enum { STEP_SIZE = 1 << 20 };
    struct buf *all = &table->bytes;
    ssize_t n;

    do {
        buf_reserve(all, STEP_SIZE);
        n = file_reader_read(table->reader, all->bytes + all->len, STEP_SIZE,
                             diag);
        all->len += n > 0 ? (size_t)n : 0;
    } while (n == STEP_SIZE && all->len <= HELD_LIMIT_FILE_SIZE);
    *bytes = buf_str(all);
    if (n < 0 || all->len <= HELD_LIMIT_FILE_SIZE)
        return n >= 0;
    return diag_add(diag, MSG_TOO_LARGE, (struct place){0},
                    "'%s': more than 256 MiB, which are read at most", path);
}

bool
held_table_open(struct source_file *file,
                const struct response_options *options, struct arena *arena,
                struct str *bytes, struct diag *diag)
{
    struct held_table *table = ARENA_NEW(arena, struct held_table);

    file->own = table;
    table->arena = arena;
    table->words.options = options;
    table->reader = file_reader_open(file->path, diag);
    if (!table->reader)
        return false;
    if (options->with_digests)
        file_reader_hash(table->reader);
    return read_bytes(table, file->path, bytes, diag);
}

void
held_table_have_letters(struct source_file *file)
{
    table_of(file)->has_letters = true;
}

void
held_table_have_words(struct source_file *file,
                      const struct held_labels *labels,
                      const struct held_column *columns, size_t n_columns)
{
    struct held_words *words = &table_of(file)->words;

    words->labels = labels;
    words->columns = columns;
    words->n_columns = n_columns;
}

const struct held_words *
held_table_words(const struct source_file *file)
{
    return &table_of(file)->words;
}

static size_t
count_filled(const struct held_cell *cells, size_t n)
{
    while (n && !str_trim(cells[n - 1].text).len)
        n--;
    return n;
}

static void
add_header(struct held_table *table, size_t line, const struct held_cell *cells,
           size_t n)
{
    struct arena *arena = table->arena;

    table->has_header = true;
    table->header_line = line;
    table->n_names = n;
    table->names = ARENA_ARRAY(arena, n, struct str);
    table->has_values = ARENA_ARRAY(arena, n, bool);
    table->is_left = ARENA_ARRAY(arena, n, bool);
    for (size_t i = 0; i < n; i++)
        table->names[i] = arena_str(arena, str_trim(cells[i].text));
}

static void
pack_size(struct buf *cells, size_t size)
{
    for (; size >= 0x80; size >>= 7)
        buf_add_char(cells, (char)(size | 0x80));
    buf_add_char(cells, (char)size);
}

static void
pack(struct buf *cells, const struct held_cell *cell)
{
    pack_size(cells, cell->text.len << 2 | (size_t)cell->is_number << 1
                         | (cell->missing != ANSWERED));
    if (cell->missing != ANSWERED)
        buf_add_char(cells, (char)cell->missing);
    buf_add(cells, cell->text);
}

static const char *
unpack(const char *at, struct held_cell *cell)
{
    size_t size = 0;
    int shift = 0;

    do {
        size |= (size_t)(*at & 0x7f) << shift;
        shift += 7;
    } while (*at++ & 0x80);
    cell->missing = size & 1 ? (enum answer_kind) * at++ : ANSWERED;
    cell->is_number = size & 2;
    cell->text = (struct str){at, size >> 2};
    return at + (size >> 2);
}

static void
add_row(struct held_table *table, size_t line, const struct held_cell *cells,
        size_t n)
{
    if (table->n_rows == table->size) {
        table->size = table->size ? 2 * table->size : BATCH_ROWS;
        table->rows = mem_resize(table->rows, table->size, sizeof *table->rows);
    }
    table->rows[table->n_rows++] =
        (struct held_row){table->cells.len, (uint32_t)line, (uint32_t)n};
    for (size_t i = 0; i < table->n_names; i++) {
        struct held_cell cell = i < n ? cells[i] : (struct held_cell){0};
        table->has_values[i] |= cell.text.len > 0;
        pack(&table->cells, &cell);
    }
}

/* A row that may have been meant for the header: a title may stand above it. */
static void
look_at(struct held_table *table, size_t line, const struct held_cell *cells,
        size_t n)
{
    size_t n_names = n < LOOKED_BESIDE ? n : LOOKED_BESIDE;
    struct str *names = ARENA_ARRAY(table->arena, n_names, struct str);

    for (size_t i = 0; i < n_names; i++)
        names[i] = arena_str(table->arena, str_trim(cells[i].text));
    table->below[table->n_below++] = (struct header_row){
        .number = line, .n_cells = n, .names = names, .n_names = n_names};
}

void
held_add_number(struct buf *out, double number, int n_digits)
{
    double shown =
        floor(number) == number ? number : num_cut(number, SHOWN_DIGITS);
    bool is_exact = floor(shown) == shown && fabs(shown) <= 0x1p53;

    if (is_exact && (n_digits || fabs(shown) >= 1e15))
        buf_addf(out, "%0*lld", shown < 0 ? 0 : n_digits, (long long)shown);
    else
        num_add(out, shown);
}

bool
held_table_add(struct source_file *file, size_t line,
               const struct held_cell *cells, size_t n)
{
    struct held_table *table = table_of(file);
    const struct source_settings *settings = &table->words.options->settings;
    size_t n_filled = count_filled(cells, n);

    if (!n_filled
        || (!table->has_header && line && line < settings->header_row))
        return true;
    if (table->has_header && table->n_below < LOOKED_BELOW)
        look_at(table, line, cells, n_filled);
    if (!table->has_header) {
        add_header(table, line, cells, n_filled);
        file->n_passed =
            line && settings->header_row ? settings->header_row - 1 : 0;
    } else if (table->n_skipped < settings->skip_rows) {
        table->n_skipped++;
        file->n_passed++;
    } else {
        add_row(table, line, cells, n_filled);
    }
    return table->cells.len <= HELD_LIMIT_SIZE;
}

bool
held_table_finish(struct source_file *file, struct diag *diag)
{
    struct held_table *table = table_of(file);
    size_t n = 0;

    buf_clear(&table->bytes);
    if (!table->has_header) {
        diag_add(diag, MSG_DATA_NO_HEADER, (struct place){.file = file->name},
                 NULL);
        return diag_hint(diag, "the first row names the columns");
    }
    struct header_cell *cells =
        ARENA_ARRAY(table->arena, table->n_names, struct header_cell);
    for (size_t i = 0; i < table->n_names; i++) {
        table->is_left[i] = !table->names[i].len && !table->has_values[i];
        if (!table->is_left[i])
            cells[n++] = (struct header_cell){
                table->names[i], (int)table->header_line, (int)i + 1};
    }
    file->header = (struct header){
        .cells = cells,
        .n_cells = n,
        .place = {.file = file->name,
                  .line = (int)table->header_line,
                  .is_cell = table->has_letters},
        .delimiter = ',',
    };
    if (table->header_line) { /* rows have numbers */
        file->header.below = table->below;
        file->header.n_below = table->n_below;
    }
    file->n_all = table->cells.len + 1;
    return true;
}

void
held_close(struct source_file *file)
{
    struct held_table *table = table_of(file);

    file_reader_close(table->reader);
    buf_clear(&table->bytes);
    buf_clear(&table->cells);
    mem_free(table->rows);
}

static const struct digester *
held_digester(const struct source_file *file)
{
    return file_reader_digester(table_of(file)->reader);
}

/* ---- chunks ---- */

/* Rows of a table.  The offset of a row is the cells before it, that of a cell
   one more than those before it. */
struct held_stretch {
    struct arena *arena;
    struct held_cell *cells; /* of a row */
    struct str *texts;
    size_t *offsets;
    size_t first; /* of its rows in the table */
    size_t n_rows;
    size_t at; /* of the next to take */
};

static size_t
stride_of(const struct chunk *chunk)
{
    return chunk->file->header.n_cells + 1;
}

static void *
held_chunk_new(size_t n_columns)
{
    struct held_stretch *stretch = mem_alloc(sizeof *stretch);

    stretch->arena = arena_new();
    stretch->cells = ARENA_ARRAY(stretch->arena, n_columns, struct held_cell);
    stretch->texts = ARENA_ARRAY(stretch->arena, n_columns, struct str);
    stretch->offsets = ARENA_ARRAY(stretch->arena, n_columns, size_t);
    return stretch;
}

static void
held_chunk_free(void *own)
{
    struct held_stretch *stretch = own;

    arena_free(stretch->arena);
    mem_free(stretch);
}

static void
held_begin(struct chunk *chunk)
{
    struct held_stretch *stretch = chunk->own;

    stretch->first = table_of(chunk->file)->next;
    stretch->n_rows = stretch->at = 0;
}

static bool
held_fill(struct chunk *chunk)
{
    struct held_table *table = table_of(chunk->file);
    size_t n_left = table->n_rows - table->next;
    size_t n = n_left < CHUNK_ROWS ? n_left : CHUNK_ROWS;

    ((struct held_stretch *)chunk->own)->n_rows += n;
    table->next += n;
    return n;
}

/* Takes a row apart; true where it is as wide as the header, or less. */
static bool
unpack_row(const struct chunk *chunk, size_t row, struct held_cell *cells)
{
    const struct held_table *table = table_of(chunk->file);
    const struct held_row *held = &table->rows[row];
    const char *at = table->cells.bytes + held->at;
    struct held_cell left;

    for (size_t i = 0; i < table->n_names; i++) {
        at = unpack(at, table->is_left[i] ? &left : cells);
        cells += !table->is_left[i];
    }
    return held->n_cells <= table->n_names;
}

/* An item is answered with the sign that was told; a number that is one to the
   file has a point all the same. */
static struct str
with_sign(const struct chunk *chunk, const struct held_cell *cell)
{
    const struct source_settings *settings =
        &table_of(chunk->file)->words.options->settings;
    struct str text = cell->text;

    if (!cell->is_number || settings->decimal != ','
        || !memchr(text.bytes, '.', text.len))
        return text;
    char *copy = arena_text(chunk->scratch, text);
    *strchr(copy, '.') = ',';
    return (struct str){copy, text.len};
}

/* Whether somebody has said what the code of a missing value means. */
static bool
is_told(const struct bound_column *column, struct str code)
{
    struct answer answer;

    return !answer_read(column->items[0].rules, code, &answer)
           && kind_of_code(answer.code) != ANSWERED;
}

/* What the file says is no value is never read as one: of an item it is a kind
   of missing, of a fact nothing; passed through it stays what it is. */
static struct str
text_of(const struct chunk *chunk, size_t column, const struct held_cell *cell)
{
    const struct reshaping *reshaping = chunk->file->reshaping;
    const struct bound_column *bound =
        &chunk->file->binding
             ->columns[reshaping ? reshaping_bound(reshaping, column) : column];

    if (cell->missing != ANSWERED && bound->role == COLUMN_FACT)
        return STR("");
    if (bound->role != COLUMN_ITEM)
        return cell->text;
    struct str text = with_sign(chunk, cell);
    return cell->missing == ANSWERED || is_told(bound, text)
               ? text
               : str_from(answer_kind_names[cell->missing]);
}

static void
take_texts(struct chunk *chunk)
{
    struct held_stretch *stretch = chunk->own;

    for (size_t i = 0; i < chunk->file->header.n_cells; i++)
        stretch->texts[i] = text_of(chunk, i, &stretch->cells[i]);
}

static bool
held_peek(struct chunk *chunk, size_t *offset, size_t column,
          struct peeked_row *row)
{
    struct held_stretch *stretch = chunk->own;
    size_t idx = *offset / stride_of(chunk);

    if (idx >= stretch->n_rows)
        return false;
    row->offset = *offset;
    row->is_broken = !unpack_row(chunk, stretch->first + idx, stretch->cells);
    row->cell = column < chunk->file->header.n_cells
                        && stretch->cells[column].missing == ANSWERED
                    ? stretch->cells[column].text
                    : STR("");
    row->n_rows = 1;
    if (chunk->file->reshaping && !row->is_broken) {
        take_texts(chunk);
        row->n_rows = chunk_count_rows(chunk, stretch->texts);
    }
    *offset += stride_of(chunk);
    return true;
}

static void
held_cut(struct chunk *chunk, size_t offset)
{
    struct held_stretch *stretch = chunk->own;

    stretch->n_rows = offset / stride_of(chunk);
    table_of(chunk->file)->next = stretch->first + stretch->n_rows;
}

static void
held_turn_to(struct chunk *chunk, size_t offset)
{
    ((struct held_stretch *)chunk->own)->at = offset / stride_of(chunk);
}

/* ---- rows ---- */

static size_t
put_row(struct chunk *chunk, size_t row, size_t limit, size_t idx)
{
    struct held_stretch *stretch = chunk->own;
    const struct held_table *table = table_of(chunk->file);
    size_t n_columns = chunk->file->header.n_cells;
    size_t offset = chunk->base + idx * stride_of(chunk);
    bool fits = unpack_row(chunk, stretch->first + idx, stretch->cells);
    const struct row_cells cells = {
        .offset = offset,
        .texts = stretch->texts,
        .offsets = stretch->offsets,
        .is_broken = !fits,
    };

    take_texts(chunk);
    for (size_t i = 0; i < n_columns; i++)
        stretch->offsets[i] = offset + 1 + i;
    if (!fits && chunk_keeps(chunk, MSG_DATA_ROW_LENGTH, offset)) {
        size_t n = table->rows[stretch->first + idx].n_cells;
        diag_add(chunk->problems, MSG_DATA_ROW_LENGTH, (struct place){0},
                 "%zu cell%s, not %zu", n, n == 1 ? "" : "s", table->n_names);
    }
    return chunk_put_row(chunk, row, limit, &cells);
}

static size_t
held_take(struct chunk *chunk, size_t limit)
{
    struct held_stretch *stretch = chunk->own;
    size_t n = 0;

    chunk->is_text = false; /* each cell is asked */
    while (n < limit && stretch->at < stretch->n_rows) {
        n += put_row(chunk, n, limit, stretch->at);
        stretch->at += !chunk->next_time;
    }
    return n;
}

static struct place
held_place(struct chunk *chunk, size_t offset)
{
    const struct held_stretch *stretch = chunk->own;
    const struct held_table *table = table_of(chunk->file);
    size_t row = stretch->first + offset / stride_of(chunk);
    size_t column = offset % stride_of(chunk);

    return (struct place){
        .file = chunk->file->name,
        .line = (int)table->rows[row].line,
        .column = column ? chunk->file->header.cells[column - 1].column : 0,
        .is_cell = table->has_letters,
    };
}

static void
held_settled(struct chunk *chunk)
{
    const struct held_stretch *stretch = chunk->own;
    const struct held_table *table = table_of(chunk->file);
    size_t end = stretch->first + stretch->n_rows;

    if (stretch->n_rows)
        chunk->file->n_done +=
            (end < table->n_rows ? table->rows[end].at : table->cells.len)
            - table->rows[stretch->first].at;
}

#define SOURCE_FORMAT(name)
#define HELD_FORMAT(name)                                                      \
    const struct source_format source_##name = {                               \
        .is = name##_is,                                                       \
        .open = name##_open,                                                   \
        .agrees = held_agrees,                                                 \
        .describe = held_describe,                                             \
        .close = held_close,                                                   \
        .digester = held_digester,                                             \
        .chunk_new = held_chunk_new,                                           \
        .chunk_free = held_chunk_free,                                         \
        .begin = held_begin,                                                   \
        .fill = held_fill,                                                     \
        .peek = held_peek,                                                     \
        .cut = held_cut,                                                       \
        .turn_to = held_turn_to,                                               \
        .take = held_take,                                                     \
        .place = held_place,                                                   \
        .settled = held_settled,                                               \
    };
#include "exchange/source_formats.def"
