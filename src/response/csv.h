/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 4180 as bytes: cutting a stretch of a file at row ends, splitting rows
   into cells, writing cells.  Knows nothing of questionnaires. */
#ifndef ATTUNE_RESPONSE_CSV_H
#define ATTUNE_RESPONSE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

enum {
    CSV_LIMIT_FIELD_SIZE = 1 << 20,
    CSV_LIMIT_RECORD_SIZE = 16 << 20,
    CSV_LIMIT_COLUMNS = UNLESS_FUZZED(20000, 100),
};

struct csv_cell {
    struct str raw; /* as it stands, without the outer quotes */
    bool is_quoted;
    bool has_escapes; /* a doubled quote is in it */
};

enum csv_fault {
    CSV_FINE,
    CSV_TEXT_AFTER_QUOTE, /* "abc"def */
    CSV_UNCLOSED_QUOTE,
    CSV_FIELD_TOO_LONG,
    CSV_TOO_MANY_CELLS,
    CSV_CR_FIRST /* behind a line that ends in LF and CR */
};

struct csv_record {
    struct csv_cell *cells; /* room for 'size' */
    size_t n_cells;
    size_t size;
    size_t offset; /* of its first byte in the stretch */
    enum csv_fault fault;
    size_t fault_offset; /* e.g. where the quote opened */
};

/* Takes the next record off 'bytes' at '*offset' and moves '*offset' behind
   its row end (LF or CRLF).  Blank lines are passed over.  A '"' inside a cell
   that does not begin with one is an ordinary character.  Cells beyond
   record->size are counted, not kept.  False at the end. */
bool csv_next(struct str bytes, size_t *offset, char delimiter,
              struct csv_record *record);

/* The cell's text: borrowed where it stands as it is, else in the arena. */
struct str csv_cell_text(struct csv_cell cell, struct arena *arena);

/* What lies between quotes, with each quote in it once: the first so many bytes
   of 'room', which has room for all of 'raw'. */
struct str csv_undoubled(struct str raw, char *room);

/* The number of bytes up to and with the last row end that is outside quotes;
   0 when there is none.  'bytes' begins at the begin of a row. */
size_t csv_whole_rows(struct str bytes, char delimiter);

/* ',' ';' or tab: the one that parts the header best. */
char csv_detect_delimiter(struct str header);

/* Writes a cell, in quotes where it needs them. */
void csv_add_cell(struct buf *buf, struct str text, char delimiter);

/* As csv_add_cell(), with an apostrophe in front of what a spreadsheet would
   run as a formula (begins with = + - @, these as wide signs, tab, CR or LF,
   also behind blanks, and is no number, with a point or a comma). */
void csv_add_guarded(struct buf *buf, struct str text, char delimiter);

/* Whether text that begins so may have been given an apostrophe, or get one. */
static const char csv_guarded[] = {'\'', '=',  '+',  '-', '@',
                                   '\t', '\r', '\n', ' ', '\xef'};

static inline bool
csv_may_be_guarded(char first)
{
    bool is_one = false;

    for (size_t i = 0; i < sizeof csv_guarded; i++)
        is_one |= first == csv_guarded[i];
    return is_one;
}

/* What a cell that csv_add_guarded() writes reads as; borrows the text, or is
   the arena's. */
struct str csv_with_guard(struct str text, struct arena *arena);
/* Without the apostrophe that csv_add_guarded() put there. */
struct str csv_unguarded(struct str text);

#endif
