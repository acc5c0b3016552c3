/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells of a sheet, as a person sees them: ECMA-376 part 1, 18.3.1 (sheets)
   and 18.4 (shared strings). */
#include "exchange/xlsx_file.h"

#include <string.h>
#include "base/num.h"
#include "base/utf8.h"
#include "exchange/held_table.h"
#include "xml/xml_walk.h"

enum { LIMIT_ROW = 1 << 20, LIMIT_COLUMN = 1 << 14 };

static bool
is_main(const char *ns)
{
    return strcmp(ns, "http://schemas.openxmlformats.org/spreadsheetml/2006/"
                      "main")
               == 0
           || strcmp(ns, "http://purl.oclc.org/ooxml/spreadsheetml/main") == 0;
}

/* ---- texts ---- */

static int
hex_digit(char c)
{
    return str_is_digit(c)        ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* _x000D_ stands for a character that XML has no room for. */
static bool
read_escape(struct str text, uint32_t *character)
{
    if (text.len < 7 || !str_starts(text, "_x") || text.bytes[6] != '_')
        return false;
    *character = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(text.bytes[i]);
        if (digit < 0)
            return false;
        *character = *character * 16 + (uint32_t)digit;
    }
    return *character != 0;
}

static void
add_unescaped(struct buf *out, struct str text)
{
    uint32_t character;

    while (text.len) {
        const char *next = memchr(text.bytes, '_', text.len);
        size_t n = next ? (size_t)(next - text.bytes) : text.len;
        buf_add(out, (struct str){text.bytes, n});
        text = str_skip(text, n);
        if (!text.len)
            break;
        bool is_escape = read_escape(text, &character);
        n = is_escape ? 7 : 1;
        if (is_escape)
            utf8_add(out, character);
        else
            buf_add_char(out, '_');
        text = str_skip(text, n);
    }
}

/* ---- shared strings ---- */

struct strings_reader {
    struct xlsx_book *book;
    struct arena *arena;
    struct buf text;
    bool is_item;
    bool is_phonetic; /* how it is read aloud is no part of it */
    bool is_text;
};

static bool
begin_in_strings(void *aux, const struct xml_tag *tag)
{
    struct strings_reader *reader = aux;

    if (!is_main(tag->ns))
        return true;
    if (strcmp(tag->name, "si") == 0)
        reader->is_item = true;
    reader->is_phonetic |= strcmp(tag->name, "rPh") == 0;
    reader->is_text =
        reader->is_item && !reader->is_phonetic && strcmp(tag->name, "t") == 0;
    return true;
}

static bool
end_in_strings(void *aux, const char *name, const char *ns)
{
    struct strings_reader *reader = aux;
    struct buf plain SCOPED(buf_clear) = {0};

    reader->is_text = false;
    if (!is_main(ns))
        return true;
    if (strcmp(name, "rPh") == 0)
        reader->is_phonetic = false;
    if (strcmp(name, "si") != 0)
        return true;
    add_unescaped(&plain, buf_str(&reader->text));
    *vec_add(reader->arena, &reader->book->strings) =
        arena_str(reader->arena, buf_str(&plain));
    buf_empty(&reader->text);
    reader->is_item = false;
    return true;
}

static void
text_in_strings(void *aux, struct str text)
{
    struct strings_reader *reader = aux;

    if (reader->is_text)
        buf_add(&reader->text, text);
}

bool
xlsx_strings_read(struct str part, struct xlsx_book *book, struct arena *arena,
                  const char **why)
{
    struct strings_reader reader = {.book = book, .arena = arena};
    const struct xml_walker walker = {begin_in_strings, end_in_strings,
                                      text_in_strings, &reader};
    bool ok = xml_walk(part, &walker, arena, why);

    buf_clear(&reader.text);
    return ok;
}

/* ---- cells ---- */

enum depth { OUTSIDE, IN_DATA, IN_ROW, IN_CELL };

/* What is being read of a cell. */
enum part { PART_NONE, PART_VALUE, PART_INLINE };

/* Where the text of a cell lies in the texts of its row. */
struct span {
    size_t at;
    size_t len;
    bool is_there;
    bool is_number;
};

struct sheet_reader {
    const struct xlsx_book *book;
    struct source_file *file;
    struct arena *arena;
    const char **why;
    enum depth depth;
    size_t n_deeper; /* elements that are open and not looked into */
    /* The row. */
    size_t row;     /* 1-based; of the latest before the first 0 */
    size_t n_cells; /* up to the last that is not empty */
    struct span *spans;
    size_t *told; /* the columns that were told of */
    size_t n_told;
    struct buf texts;
    struct held_cell *cells;
    /* The cell. */
    size_t column;   /* 0-based */
    struct str type; /* in 'type_room' */
    char type_room[16];
    struct xlsx_format format;
    bool has_formula;
    bool has_value;
    bool is_phonetic;
    enum part part;
    struct buf value;
};

static bool
fail(struct sheet_reader *reader, const char *words)
{
    *reader->why = words;
    return false;
}

/* "B7" into 1 and 7. */
static bool
read_reference(struct str text, size_t *column, size_t *row)
{
    size_t at = 0;
    size_t letters = 0;
    int32_t number;

    for (; at < text.len && at < 3; at++) {
        char c = (char)(text.bytes[at] & ~0x20);
        if (c < 'A' || c > 'Z')
            break;
        letters = letters * 26 + (size_t)(c - 'A') + 1;
    }
    if (!letters || letters > LIMIT_COLUMN
        || !whole_read(str_skip(text, at), &number) || number < 1)
        return false;
    *column = letters - 1;
    *row = (size_t)number;
    return true;
}

static bool
begin_row(struct sheet_reader *reader, const struct xml_tag *tag)
{
    struct str told = xml_tag_value(tag, "r");
    int32_t row = 0;

    if (told.bytes && !whole_read(told, &row))
        return fail(reader, "a row without a number");
    if (!told.bytes)
        row = (int32_t)reader->row + 1;
    if (row > LIMIT_ROW || row < 1)
        return fail(reader, "a row whose number is none of 1 to 1,048,576");
    if ((size_t)row <= reader->row)
        return fail(reader,
                    arena_printf(reader->arena, "row %d stands behind row %zu",
                                 (int)row, reader->row));
    reader->row = (size_t)row;
    reader->n_cells = 0;
    reader->column = SIZE_MAX;
    return true;
}

static bool
place_cell(struct sheet_reader *reader, struct str reference)
{
    size_t row = reader->row;

    if (!reference.bytes)
        reader->column++;
    else if (!read_reference(reference, &reader->column, &row)
             || row != reader->row)
        return fail(reader, arena_printf(reader->arena,
                                         "a cell of row %zu says it is '%.*s'",
                                         reader->row, STR_ARGS(reference)));
    if (reader->column >= LIMIT_COLUMN)
        return fail(reader, "a cell beyond column XFD");
    if (reader->spans[reader->column].is_there)
        return fail(reader, arena_printf(reader->arena,
                                         "row %zu has a cell twice%s%.*s",
                                         reader->row, reference.len ? ": " : "",
                                         STR_ARGS(reference)));
    return true;
}

static bool
begin_cell(struct sheet_reader *reader, const struct xml_tag *tag)
{
    struct str style = xml_tag_value(tag, "s");
    struct str type = xml_tag_value(tag, "t");
    int32_t idx = 0;

    if (!place_cell(reader, xml_tag_value(tag, "r")))
        return false;
    if (style.bytes && !whole_read(style, &idx))
        return fail(reader, "a cell without a style");
    reader->format = (size_t)idx < reader->book->styles.n
                         ? reader->book->styles.items[idx]
                         : (struct xlsx_format){XLSX_PLAIN, 0};
    if (type.len > sizeof reader->type_room)
        return fail(reader, "a cell of a kind that is not known");
    memcpy(reader->type_room, type.bytes ? type.bytes : "n",
           type.bytes ? type.len : 1);
    reader->type = (struct str){reader->type_room, type.bytes ? type.len : 1};
    reader->has_formula = reader->has_value = reader->is_phonetic = false;
    reader->part = PART_NONE;
    buf_empty(&reader->value);
    return true;
}

/* What stands in a cell whose value is known. */
static bool
add_value(struct sheet_reader *reader, struct str value)
{
    const struct xlsx_book *book = reader->book;
    struct str type = reader->type;
    int32_t idx;
    double number;

    if (str_is(type, "inlineStr") || str_is(type, "str")) {
        add_unescaped(&reader->texts, value);
    } else if (str_is(type, "s")) {
        if (!whole_read(value, &idx) || (size_t)idx >= book->strings.n)
            return fail(reader, "a cell whose text is not there");
        buf_add(&reader->texts, book->strings.items[idx]);
    } else if (str_is(type, "b")) {
        buf_add_text(&reader->texts, str_is(value, "0") ? "FALSE" : "TRUE");
    } else if (str_is(type, "e") || str_is(type, "d")) {
        buf_add(&reader->texts, value);
    } else if (str_is(type, "n")) {
        if (!num_read(value, &number))
            return fail(reader, "a cell whose number is none");
        xlsx_number_add(&reader->texts, number, reader->format, book->is_1904);
    } else {
        return fail(reader, "a cell of a kind that is not known");
    }
    return true;
}

/* A formula whose value nobody has worked out is no blank. */
static bool
end_cell(struct sheet_reader *reader)
{
    struct span *span = &reader->spans[reader->column];
    struct str value = buf_str(&reader->value);

    *span = (struct span){
        .at = reader->texts.len,
        .is_there = true,
        .is_number =
            str_is(reader->type, "n") && reader->format.form != XLSX_PERCENT,
    };
    if (reader->has_value && str_is(reader->type, "n"))
        value = str_trim(value);
    if (reader->has_value && (value.len || !reader->has_formula)) {
        if ((value.len || !str_is(reader->type, "n"))
            && !add_value(reader, value))
            return false;
    } else if (reader->has_formula && !str_is(reader->type, "str")) {
        buf_add_text(&reader->texts, answer_no_formula);
    }
    span->len = reader->texts.len - span->at;
    reader->told[reader->n_told++] = reader->column;
    if (span->len && reader->column >= reader->n_cells)
        reader->n_cells = reader->column + 1;
    return true;
}

static bool
end_row(struct sheet_reader *reader)
{
    for (size_t i = 0; i < reader->n_told; i++) {
        const struct span *span = &reader->spans[reader->told[i]];
        if (span->len)
            reader->cells[reader->told[i]] = (struct held_cell){
                .text = {reader->texts.bytes + span->at, span->len},
                .is_number = span->is_number};
    }
    bool fits = held_table_add(reader->file, reader->row, reader->cells,
                               reader->n_cells);
    for (; reader->n_told; reader->n_told--) {
        reader->spans[reader->told[reader->n_told - 1]] = (struct span){0};
        reader->cells[reader->told[reader->n_told - 1]] = (struct held_cell){0};
    }
    buf_empty(&reader->texts);
    return fits || fail(reader, "more than 512 MiB of cells");
}

static bool
begin_in_cell(struct sheet_reader *reader, const char *name)
{
    if (strcmp(name, "v") == 0) {
        reader->part = PART_VALUE;
        reader->has_value = true;
    } else if (strcmp(name, "f") == 0) {
        reader->has_formula = true;
    } else if (strcmp(name, "rPh") == 0) {
        reader->is_phonetic = true;
    } else if (strcmp(name, "t") == 0 && !reader->is_phonetic
               && str_is(reader->type, "inlineStr")) {
        reader->part = PART_INLINE;
        reader->has_value = true;
    }
    reader->n_deeper++;
    return true;
}

/* ---- a sheet ---- */

static bool
begin_in_sheet(void *aux, const struct xml_tag *tag)
{
    static const char *const names[] = {"sheetData", "row", "c"};
    struct sheet_reader *reader = aux;
    bool is_ours = is_main(tag->ns);

    if (reader->depth == IN_CELL)
        return begin_in_cell(reader, is_ours ? tag->name : "");
    if (reader->n_deeper || !is_ours
        || strcmp(tag->name, names[reader->depth]) != 0) {
        /* The outermost is the sheet itself. */
        reader->n_deeper += reader->depth != OUTSIDE;
        return true;
    }
    enum depth depth = reader->depth++;
    return depth == OUTSIDE
           || (depth == IN_DATA ? begin_row(reader, tag)
                                : begin_cell(reader, tag));
}

static bool
end_in_sheet(void *aux, const char *name, const char *ns)
{
    struct sheet_reader *reader = aux;

    (void)name;
    (void)ns;
    reader->part = PART_NONE;
    if (reader->n_deeper) {
        reader->n_deeper--;
        reader->is_phonetic &= strcmp(name, "rPh") != 0;
        return true;
    }
    enum depth depth = reader->depth;
    reader->depth -= depth != OUTSIDE;
    return depth == IN_CELL  ? end_cell(reader)
           : depth == IN_ROW ? end_row(reader)
                             : true;
}

static void
text_in_sheet(void *aux, struct str text)
{
    struct sheet_reader *reader = aux;

    if (reader->part != PART_NONE)
        buf_add(&reader->value, text);
}

bool
xlsx_sheet_read(struct str part, const struct xlsx_book *book,
                struct source_file *file, struct arena *arena, const char **why)
{
    const char *stopped = NULL;
    struct sheet_reader reader = {
        .book = book, .file = file, .arena = arena, .why = &stopped};
    const struct xml_walker walker = {begin_in_sheet, end_in_sheet,
                                      text_in_sheet, &reader};

    reader.spans = ARENA_ARRAY(arena, LIMIT_COLUMN, struct span);
    reader.cells = ARENA_ARRAY(arena, LIMIT_COLUMN, struct held_cell);
    reader.told = ARENA_ARRAY(arena, LIMIT_COLUMN, size_t);
    bool ok = xml_walk(part, &walker, arena, why);
    if (stopped)
        *why = stopped;
    buf_clear(&reader.texts);
    buf_clear(&reader.value);
    return ok;
}
