/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The start of a CSV file, as far as its first row of answers: what it is
   encoded in, what parts its cells, which row names the columns. */
#include <config.h>

#include "exchange/csv_file.h"

#include <string.h>
#include "base/utf8.h"

enum {
    HEADER_STEP = UNLESS_FUZZED(16 << 10, 64), /* read at first, then doubled */
    LOOKED_BELOW = 8,                          /* rows */
    LOOKED_BESIDE = UNLESS_FUZZED(200, 20)     /* their cells */
};

struct head {
    const struct response_options *options;
    struct arena *arena;
    struct source_file *file;
    struct csv_file *csv;
    struct diag *diag;
    size_t begin;             /* behind "sep=;" */
    struct csv_record record; /* the header's */
    size_t behind;            /* the header */
    size_t end;               /* behind it and the rows that are passed over */
    bool at_end;              /* of the file */
};

static bool
refuse(struct head *head, enum message message, const char *detail,
       const char *hint)
{
    struct place place = {.file = head->file->name};

    if (detail)
        diag_add(head->diag, message, place, "%s", detail);
    else
        diag_add(head->diag, message, place, NULL);
    if (hint)
        diag_hint(head->diag, "%s", hint);
    return false;
}

/* ---- what kind of file it is ---- */

#define SAVE_SHEET "open it and save the sheet with the answers as CSV (UTF-8)"
#define SAVE_TABLE "export the table with the answers as CSV (UTF-8)"
#define UNPACK "unpack it first"

static const struct {
    const char *begin;
    const char *within;
    const char *what;
    const char *hint;
} foreign_files[] = {
#define FOREIGN(begin, within, what, hint) {begin, within, what, hint},
#include "exchange/foreign_files.def"
};

/* Whether the bytes begin so, white space and the case of A to Z aside. */
static bool
begins_so(struct str bytes, const char *begin)
{
    size_t at = utf8_mark_len(bytes);

    for (; *begin; at++) {
        char c = at < bytes.len ? str_lower(bytes.bytes[at]) : '\0';

        if (str_is_white(c))
            continue;
        if (c != *begin++)
            return false;
    }
    return true;
}

static bool
check_kind(struct head *head)
{
    struct str bytes = buf_str(&head->csv->decoder.raw);

    for (size_t i = 0; i < N_ELEMENTS(foreign_files); i++) {
        const char *within = foreign_files[i].within;
        if (begins_so(bytes, foreign_files[i].begin)
            && memmem(bytes.bytes, bytes.len, within, strlen(within)))
            return refuse(head, MSG_DATA_FOREIGN, foreign_files[i].what,
                          foreign_files[i].hint);
    }
    return true;
}

/* ---- reading ---- */

static bool
read_more(struct head *head)
{
    struct buf *rest = &head->csv->rest;
    size_t step = rest->len > HEADER_STEP ? rest->len : HEADER_STEP;

    buf_reserve(rest, step);
    ssize_t n = decoder_read(&head->csv->decoder, rest->bytes + rest->len, step,
                             head->diag);
    if (n < 0)
        return false;
    rest->len += (size_t)n;
    head->at_end = (size_t)n < step;
    return true;
}

/* Whether more lines end in CR alone than in LF. */
static bool
ends_at_cr(struct str bytes)
{
    size_t n_cr = 0, n_lf = 0;
    bool in_quotes = false;

    for (size_t i = 0; i < bytes.len; i++) {
        char c = bytes.bytes[i];

        in_quotes ^= c == '"';
        n_lf += c == '\n' && !in_quotes;
        n_cr += c == '\r' && !in_quotes
                && !(i + 1 < bytes.len && bytes.bytes[i + 1] == '\n');
    }
    return n_cr > n_lf;
}

/* ---- rows ---- */

/* "sep=;", by which a spreadsheet is told what parts the cells: '*at' is moved
   behind it. */
static char
told_in_file(struct str bytes, size_t *at)
{
    struct str rest = bytes;
    struct str line;
    char delimiter = 0;

    if (!str_next_line(&rest, &line) || rest.len == bytes.len)
        return 0;
    line.len -= line.len && line.bytes[line.len - 1] == '\r';
    if (line.len == 7 && line.bytes[0] == '"' && line.bytes[6] == '"')
        line = (struct str){line.bytes + 1, 5};
    if (line.len == 5
        && str_equal_nocase((struct str){line.bytes, 4}, STR("sep="))
        && strchr(",;\t", line.bytes[4]))
        delimiter = line.bytes[4];
    if (delimiter)
        *at = bytes.len - rest.len;
    return delimiter;
}

static char
delimiter_at(const struct head *head, struct str bytes, size_t at, char told)
{
    char of_options = head->options->settings.delimiter;

    while (at < bytes.len
           && (bytes.bytes[at] == '\n' || bytes.bytes[at] == '\r'))
        at++;
    if (of_options || told)
        return of_options ? of_options : told;
    return csv_detect_delimiter(str_skip(bytes, at));
}

/* How many of the bytes are whole rows, from 'at' on. */
static size_t
whole_rows(const struct head *head, struct str bytes, size_t at, char delimiter)
{
    if (head->at_end)
        return bytes.len;
    return at + csv_whole_rows(str_skip(bytes, at), delimiter);
}

/* Passes over rows above the header, of which a blank line is one, too: so do
   spreadsheets count.  False where they are not all there. */
static bool
pass_above(const struct head *head, struct str bytes, char told, size_t *at)
{
    char delimiter = delimiter_at(head, bytes, *at, told);
    size_t len = whole_rows(head, bytes, *at, delimiter);

    for (size_t row = 1; row < head->options->settings.header_row; row++) {
        struct csv_record above = {0};
        size_t cr = *at < len && bytes.bytes[*at] == '\r';

        if (*at + cr < len && bytes.bytes[*at + cr] == '\n')
            *at += cr + 1;
        else if (!csv_next((struct str){bytes.bytes, len}, at, delimiter,
                           &above))
            return false;
    }
    return true;
}

/* Looks for the header and the rows that are passed over; false where they are
   not all there. */
static bool
find_rows(struct head *head, size_t *n_passed)
{
    struct str bytes = buf_str(&head->csv->rest);
    size_t n_below = head->options->settings.skip_rows;
    struct csv_record below = {0};
    size_t at = 0;
    char told = told_in_file(bytes, &at);

    head->begin = at;
    if (!pass_above(head, bytes, told, &at))
        return false;
    char delimiter = delimiter_at(head, bytes, at, told);
    head->file->header.delimiter = delimiter;
    bytes.len = whole_rows(head, bytes, at, delimiter);
    if (!csv_next(bytes, &at, delimiter, &head->record))
        return false;
    head->behind = head->end = at;
    *n_passed = 0;
    while (*n_passed < n_below && csv_next(bytes, &at, delimiter, &below)) {
        ++*n_passed;
        head->end = at;
    }
    return *n_passed == n_below || head->at_end;
}

static bool
read_rows(struct head *head)
{
    struct source_file *file = head->file;
    size_t above = head->options->settings.header_row;
    size_t n_passed;
    bool found;

    do {
        if (!read_more(head))
            return false;
        if (!head->csv->decoder.ends_at_cr
            && ends_at_cr(buf_str(&head->csv->rest)))
            decoder_end_at_cr(&head->csv->decoder, &head->csv->rest);
        found = find_rows(head, &n_passed);
    } while (!found && !head->at_end
             && head->csv->rest.len <= CSV_LIMIT_RECORD_SIZE);
    if (!found)
        return head->at_end
                   ? refuse(head, MSG_DATA_NO_HEADER, NULL,
                            above > 1 ? "the file has fewer rows"
                                      : "the first row names the columns")
                   : refuse(head, MSG_DATA_RECORD_TOO_LONG, NULL, NULL);
    file->n_passed = n_passed + (above ? above - 1 : 0);
    return true;
}

/* ---- the header ---- */

/* The place of each cell, going on from the cell before: a header may be long
   and have many. */
static void
place_cells(struct str bytes, const struct csv_record *record,
            struct header_cell *cells)
{
    struct place place = csv_place_in(bytes, record->offset, NULL);
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

/* What a person may have meant as the header stands a few rows below a
   title. */
static void
look_below(const struct head *head, struct str bytes, struct header *header)
{
    struct arena *arena = head->arena;
    struct csv_cell cells[LOOKED_BESIDE];
    struct csv_record record = {.cells = cells, .size = LOOKED_BESIDE};
    struct header_row *rows =
        ARENA_ARRAY(arena, LOOKED_BELOW, struct header_row);
    size_t number = head->options->settings.header_row;
    size_t at = head->behind;
    size_t before = at;

    if (!number)
        number =
            1
            + csv_count_lines((struct str){bytes.bytes + head->begin,
                                           head->record.offset - head->begin});
    bytes.len = whole_rows(head, bytes, 0, header->delimiter);
    while (header->n_below < LOOKED_BELOW
           && csv_next(bytes, &at, header->delimiter, &record)) {
        struct header_row *row = &rows[header->n_below++];
        struct str *names = ARENA_ARRAY(arena, LOOKED_BESIDE, struct str);

        row->n_cells = record.n_cells;
        row->n_names =
            record.n_cells < LOOKED_BESIDE ? record.n_cells : LOOKED_BESIDE;
        for (size_t i = 0; i < row->n_names; i++)
            names[i] =
                arena_str(arena, str_trim(csv_cell_text(cells[i], arena)));
        row->names = names;
        number += 1
                  + csv_count_lines((struct str){bytes.bytes + before,
                                                 record.offset - before});
        row->number = number;
        before = at;
    }
    header->below = rows;
}

static struct header
header_of(struct head *head, struct str bytes)
{
    const struct csv_record *record = &head->record;
    struct header_cell *cells =
        ARENA_ARRAY(head->arena, record->n_cells, struct header_cell);
    struct header header = {.cells = cells,
                            .n_cells = record->n_cells,
                            .delimiter = head->file->header.delimiter};

    for (size_t i = 0; i < record->n_cells; i++)
        cells[i].name =
            arena_str(head->arena,
                      str_trim(csv_cell_text(record->cells[i], head->arena)));
    place_cells(bytes, record, cells);
    header.place = csv_place_in(bytes, record->offset, head->file->name);
    header.place.column = 0;
    look_below(head, bytes, &header);
    return header;
}

/* Of a file that mixes ends of lines. */
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

/* Of a file whose lines end in LF and CR: the row behind the header has the CR
   in its first cell. */
static bool
is_cr_behind(struct str bytes, size_t end)
{
    struct str rest = str_skip(bytes, end);

    return rest.len > 1 && rest.bytes[0] == '\r' && rest.bytes[1] != '\n';
}

/* Leaves what stands behind the header to the first chunk. */
static void
drop_head(struct head *head)
{
    struct csv_file *csv = head->csv;
    struct buf *rest = &csv->rest;
    struct str gone = {rest->bytes, head->end};

    csv->n_lines = csv_count_lines(gone);
    csv->stretch.body = csv->decoder.mark.len + head->end;
    if (head->options->with_digests) {
        struct digester *digester = digester_new();
        digester_add(digester, csv->decoder.mark);
        digester_add(digester, gone);
        csv->stretch.header = digester_get(digester);
        digester_free(digester);
    }
    memmove(rest->bytes, rest->bytes + head->end, rest->len - head->end);
    rest->len -= head->end;
}

static bool
take_header(struct head *head)
{
    struct str bytes = buf_str(&head->csv->rest);
    const struct csv_record *record = &head->record;

    if (record->fault) {
        diag_add(head->diag, csv_fault_message(record->fault),
                 csv_place_in(bytes, record->fault_offset, head->file->name),
                 NULL);
        return refuse(head, MSG_DATA_NO_HEADER,
                      "the row that would be it cannot be read", NULL);
    }
    if (head->end > CSV_LIMIT_RECORD_SIZE)
        return refuse(head, MSG_DATA_RECORD_TOO_LONG, NULL, NULL);
    if (has_lone_cr(record))
        return refuse(head, MSG_DATA_NO_HEADER, NULL,
                      "some of its lines end in CR alone, others in LF: save "
                      "it with line ends LF or CRLF");
    if (is_cr_behind(bytes, head->end))
        return refuse(head, MSG_DATA_FOREIGN, NULL,
                      "its lines end in LF and CR, in this order: save it with "
                      "line ends LF or CRLF");
    head->file->header = header_of(head, bytes);
    drop_head(head);
    return true;
}

static bool
settle_encoding(struct head *head)
{
    const char *problem =
        decoder_settle(&head->csv->decoder, head->options->settings.encoding);

    return !problem
           || refuse(head,
                     head->options->settings.encoding
                         ? MSG_DATA_ENCODING
                         : MSG_DATA_HEADER_NOT_UTF8,
                     NULL, problem);
}

bool
csv_head_read(struct source_file *file, const struct response_options *options,
              struct arena *arena, struct diag *diag)
{
    struct csv_file *csv = file->own;
    struct head head = {.options = options,
                        .arena = arena,
                        .file = file,
                        .csv = csv,
                        .diag = diag,
                        .record = {.size = CSV_LIMIT_COLUMNS}};

    head.record.cells = mem_array(head.record.size, sizeof(struct csv_cell));
    bool ok = decoder_begin(&csv->decoder, diag) && check_kind(&head)
              && settle_encoding(&head) && read_rows(&head)
              && take_header(&head);
    mem_free(head.record.cells);
    return ok;
}
