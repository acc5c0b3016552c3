/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 4180.  csv_next() and csv_marks.c must agree on what is inside quotes: a
   '"' opens a cell only as its first byte, and what follows its closing one is
   ordinary up to the next delimiter or row end. */
#include <config.h>

#include "response/csv.h"

#include "response/csv_marks.h"

/* ---- splitting ---- */

static void
set_fault(struct csv_record *record, enum csv_fault fault, size_t offset)
{
    if (record->fault != CSV_FINE)
        return;
    record->fault = fault;
    record->fault_offset = offset;
}

/* Where the cell that goes on at 'at' ends: a delimiter, a LF, or the end. */
static size_t
cell_end(struct str bytes, size_t at, char delimiter)
{
    while (at < bytes.len && bytes.bytes[at] != delimiter
           && bytes.bytes[at] != '\n')
        at++;
    return at;
}

/* 'end' without the CR of a row end, never before 'begin'. */
static size_t
without_cr(struct str bytes, size_t begin, size_t end)
{
    bool at_row_end = end == bytes.len || bytes.bytes[end] == '\n';

    return at_row_end && end > begin && bytes.bytes[end - 1] == '\r' ? end - 1
                                                                     : end;
}

static struct str
between(struct str bytes, size_t begin, size_t end)
{
    return (struct str){bytes.bytes + begin, end - begin};
}

static size_t
take_plain(struct str bytes, size_t begin, char delimiter,
           struct csv_cell *cell)
{
    size_t end = cell_end(bytes, begin, delimiter);

    *cell = (struct csv_cell){
        .raw = between(bytes, begin, without_cr(bytes, begin, end))};
    return end;
}

/* Behind the closing quote of the cell that opens at 'begin'; 0 when there is
   none. */
static size_t
quote_end(struct str bytes, size_t begin, bool *has_escapes)
{
    size_t at = begin + 1;

    for (;;) {
        const char *quote = at < bytes.len
                                ? memchr(bytes.bytes + at, '"', bytes.len - at)
                                : NULL;

        if (!quote)
            return 0;
        at = (size_t)(quote - bytes.bytes) + 1;
        if (at == bytes.len || bytes.bytes[at] != '"')
            return at;
        *has_escapes = true;
        at++;
    }
}

static size_t
take_quoted(struct str bytes, size_t begin, char delimiter,
            struct csv_cell *cell, struct csv_record *record)
{
    struct csv_cell quoted = {.is_quoted = true};
    size_t closed = quote_end(bytes, begin, &quoted.has_escapes);

    if (!closed) {
        set_fault(record, CSV_UNCLOSED_QUOTE, begin);
        quoted.raw = between(bytes, begin + 1, bytes.len);
        *cell = quoted;
        return bytes.len;
    }
    size_t end = cell_end(bytes, closed, delimiter);
    if (without_cr(bytes, closed, end) > closed) {
        set_fault(record, CSV_TEXT_AFTER_QUOTE, closed);
        /* As it stands: nothing of it is lost where it is passed on. */
        *cell = (struct csv_cell){
            .raw = between(bytes, begin, without_cr(bytes, closed, end))};
        return end;
    }
    quoted.raw = between(bytes, begin + 1, closed - 1);
    *cell = quoted;
    return end;
}

static size_t
skip_blank_lines(struct str bytes, size_t at)
{
    while (at < bytes.len) {
        if (bytes.bytes[at] == '\n')
            at++;
        else if (bytes.bytes[at] == '\r'
                 && (at + 1 == bytes.len || bytes.bytes[at + 1] == '\n'))
            at++;
        else
            break;
    }
    return at;
}

static size_t
take_cell(struct str bytes, size_t at, char delimiter,
          struct csv_record *record)
{
    struct csv_cell cell;
    size_t end = at < bytes.len && bytes.bytes[at] == '"'
                     ? take_quoted(bytes, at, delimiter, &cell, record)
                     : take_plain(bytes, at, delimiter, &cell);

    if (cell.raw.len > CSV_LIMIT_FIELD_SIZE)
        set_fault(record, CSV_FIELD_TOO_LONG, at);
    if (record->n_cells == CSV_LIMIT_COLUMNS)
        set_fault(record, CSV_TOO_MANY_CELLS, at);
    if (record->n_cells < record->size)
        record->cells[record->n_cells] = cell;
    record->n_cells++;
    return end;
}

bool
csv_next(struct str bytes, size_t *offset, char delimiter,
         struct csv_record *record)
{
    size_t at = skip_blank_lines(bytes, *offset);

    *offset = at;
    if (at == bytes.len)
        return false;
    record->n_cells = 0;
    record->offset = at;
    record->fault = CSV_FINE;
    record->fault_offset = 0;
    if (bytes.bytes[at] == '\r')
        set_fault(record, CSV_CR_FIRST, at);
    for (;;) {
        at = take_cell(bytes, at, delimiter, record);
        if (at == bytes.len)
            break;
        at++;
        if (bytes.bytes[at - 1] == '\n')
            break;
    }
    *offset = at;
    return true;
}

struct str
csv_undoubled(struct str raw, char *room)
{
    size_t len = 0;

    for (size_t i = 0; i < raw.len; i++) {
        room[len++] = raw.bytes[i];
        i += raw.bytes[i] == '"';
    }
    return (struct str){room, len};
}

struct str
csv_cell_text(struct csv_cell cell, struct arena *arena)
{
    return cell.has_escapes
               ? csv_undoubled(cell.raw, ARENA_ARRAY(arena, cell.raw.len, char))
               : cell.raw;
}

/* ---- cutting ---- */

size_t
csv_whole_rows(struct str bytes, char delimiter)
{
    struct csv_marks marks = {.delimiter = delimiter, .marker.at_start = 1};

    csv_marks_go_on(&marks, bytes);
    size_t cut = csv_marks_last_row(&marks, bytes);
    csv_marks_clear(&marks);
    return cut;
}

char
csv_detect_delimiter(struct str header)
{
    static const char delimiters[] = {',', ';', '\t'};
    size_t counts[sizeof delimiters] = {0};
    size_t best = 0;
    bool in_quotes = false;
    char before = ',';

    for (size_t i = 0; i < header.len; i++) {
        char c = header.bytes[i];

        /* A quote right behind one that closed was a doubled one. */
        if (c == '"'
            && (in_quotes || before == '"'
                || memchr(delimiters, before, sizeof delimiters)))
            in_quotes = !in_quotes;
        before = c;
        if (in_quotes)
            continue;
        if (c == '\n')
            break;
        for (size_t k = 0; k < sizeof delimiters; k++)
            counts[k] += c == delimiters[k];
    }
    for (size_t k = 1; k < sizeof delimiters; k++)
        if (counts[k] > counts[best])
            best = k;
    return delimiters[best];
}

/* ---- writing ---- */

void
csv_add_cell(struct buf *buf, struct str text, char delimiter)
{
    bool needs_quotes = false;

    for (size_t i = 0; i < text.len && !needs_quotes; i++) {
        char c = text.bytes[i];

        needs_quotes = c == delimiter || c == '"' || c == '\n' || c == '\r';
    }
    if (!needs_quotes) {
        buf_add(buf, text);
        return;
    }
    buf_add_char(buf, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.bytes[i] == '"')
            buf_add_char(buf, '"');
        buf_add_char(buf, text.bytes[i]);
    }
    buf_add_char(buf, '"');
}

static size_t
digits_end(struct str text, size_t at)
{
    while (at < text.len && text.bytes[at] >= '0' && text.bytes[at] <= '9')
        at++;
    return at;
}

/* -?digits[.digits], of any length, also with a comma, .5 and an exponent: none
   is a formula, whatever decimal sign the file has. */
static bool
is_number(struct str text)
{
    size_t begin = text.len && text.bytes[0] == '-' ? 1 : 0;
    size_t end = digits_end(text, begin);
    bool has_digits = end > begin;

    if (end < text.len && (text.bytes[end] == '.' || text.bytes[end] == ',')) {
        begin = end + 1;
        end = digits_end(text, begin);
        has_digits = end > begin;
    }
    if (has_digits && end < text.len
        && (text.bytes[end] == 'e' || text.bytes[end] == 'E')) {
        begin = end + 1;
        if (begin < text.len
            && (text.bytes[begin] == '-' || text.bytes[begin] == '+'))
            begin++;
        end = digits_end(text, begin);
        has_digits = end > begin;
    }
    return has_digits && end == text.len;
}

/* = + - @ as wide as signs of East Asia, which spreadsheets there take for
   these. */
static bool
is_wide_sign(struct str text)
{
    return str_starts(text, "\uff1d") || str_starts(text, "\uff0b")
           || str_starts(text, "\uff0d") || str_starts(text, "\uff20");
}

/* Text that needs an apostrophe in front: a formula, or what would be taken
   for a guarded one, so that reading gives back what was written.  Some who
   import a table cut blanks off, and all cut a byte order mark off a file; no
   other character that is not seen, nor a minus sign (U+2212), hides or begins
   a formula anywhere. */
static bool
needs_guard(struct str text)
{
    static const char mark[] = "\ufeff";
    struct str rest = text;

    while (rest.len && rest.bytes[0] == '\'')
        rest = str_skip(rest, 1);
    while (str_starts(rest, " ") || str_starts(rest, mark))
        rest = str_skip(rest, rest.bytes[0] == ' ' ? 1 : sizeof mark - 1);
    return rest.len
           && (memchr("=+-@\t\r\n", rest.bytes[0], 7) || is_wide_sign(rest))
           && !is_number(rest);
}

void
csv_add_guarded(struct buf *buf, struct str text, char delimiter)
{
    struct buf guarded SCOPED(buf_clear) = {0};

    if (!needs_guard(text)) {
        csv_add_cell(buf, text, delimiter);
        return;
    }
    buf_add_char(&guarded, '\'');
    buf_add(&guarded, text);
    csv_add_cell(buf, buf_str(&guarded), delimiter);
}

struct str
csv_with_guard(struct str text, struct arena *arena)
{
    return needs_guard(text)
               ? str_from(arena_printf(arena, "'%.*s", STR_ARGS(text)))
               : text;
}

struct str
csv_unguarded(struct str text)
{
    if (!text.len || text.bytes[0] != '\'')
        return text;
    struct str rest = str_skip(text, 1);
    return needs_guard(rest) ? rest : text;
}
