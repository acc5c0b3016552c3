/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Up to BATCH_ROWS administrations as columns: what is said of each (rows),
   and the answers to one instrument (batch).  Several instruments that share
   a file have a batch each over the same rows. */
#ifndef ATTUNE_RESPONSE_BATCH_H
#define ATTUNE_RESPONSE_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/str.h"
#include "instrument/instrument.h"
#include "response/vector.h"

/* No column of doubles is a multiple of 4 KiB: that would fall into the same
   cache lines again and again. */
enum { BATCH_ROWS = UNLESS_FUZZED(1000, 24) };

/* Columns that many rows are taken of at once have room for some more; they
   lie as far apart, and four of them are no multiple of 4 KiB. */
enum { BATCH_ROOM = 1056 };

/* An answer is one byte: below CODE_FIRST_KIND it is the position on the
   item's response scale (choice, or step of a grid), else CODE_FIRST_KIND
   plus the enum answer_kind that says why there is none.  ANSWERED itself
   (CODE_FIRST_KIND + 0) marks an answer that is no position: its number,
   choices or text stand in the column beside. */
enum { CODE_FIRST_KIND = 240 };

static inline uint8_t
code_of_kind(enum answer_kind kind)
{
    return (uint8_t)(CODE_FIRST_KIND + (int)kind);
}

/* ANSWERED for positions. */
static inline enum answer_kind
kind_of_code(uint8_t code)
{
    return code < CODE_FIRST_KIND ? ANSWERED
                                  : (enum answer_kind)(code - CODE_FIRST_KIND);
}

enum answer_form {
    FORM_CODES,   /* positions only */
    FORM_NUMBERS, /* a range without a grid, or with too fine a one */
    FORM_CHOICES, /* a set of choices: bit i is choice i */
    FORM_TEXT     /* free text and dates */
};

/* The form that the answers of a response scale have. */
enum answer_form answer_form_of(const struct response *response);

/* The score, before reversal, of position 'code' of a FORM_CODES response. */
double answer_score(const struct response *response, uint8_t code);

/* One item's answers, one for each row. */
struct answers {
    enum answer_form form;
    uint8_t *code;     /* has BATCH_ROOM */
    uint8_t *asked;    /* of an item with a gate, else NULL: the codes as they
                          were before the gate was asked */
    double *number;    /* of FORM_NUMBERS, else NULL; 0 where not answered */
    uint64_t *choices; /* of FORM_CHOICES, else NULL */
    struct str *text;  /* of FORM_TEXT, else NULL */
    bool is_absent;    /* the data has no such column: all ANSWER_ABSENT */
};

/* How a cell that is passed through stands in a row of CSV.  Where it has a
   form other than KEPT_TEXT, KEPT_BEYOND bytes behind it may be read. */
enum { KEPT_BEYOND = 32 };
enum kept_form {
    KEPT_TEXT,    /* not there, or otherwise than it would be written */
    KEPT_BARE,    /* as it would be written, */
    KEPT_QUOTED,  /* between quotes, */
    KEPT_DOUBLED, /* and each quote in it twice; or */
    KEPT_BEHIND /* as part of the text of the cell before it: source_keep_runs()
                   was asked for */
};

enum fact {
#define FACT(NAME, word, type) FACT_##NAME,
#include "instrument/reserved.def"
    N_FACTS
};
extern const char *const fact_names[]; /* N_FACTS words of the header */

/* What rows that were read in groups (source.h) hold. */
enum group_view {
    GROUPS_WHOLE, /* nothing but whole groups */
    GROUP_AHEAD,  /* rows of one group that is too large for a batch, or lies
                     over two files; all of it comes twice, first to be looked
                     at ahead, */
    GROUP_AGAIN   /* and then again, as if it had not come before */
};

/* Columns that the data does not have are NULL.  Texts are borrowed from the
   source until its next batch. */
struct rows {
    size_t n_rows;
    struct str *text[N_FACTS]; /* of facts of type TEXT */
    int32_t *number[N_FACTS];  /* of all others; none: see below */
    bool dates_have_times;     /* the column 'time' is what dates say of it */
    const size_t *offset;      /* of each row in what it came from: for places;
                                  NULL: not known */
    /* Passed through: cell c of row r is kept[r * n_kept + c]. */
    const struct str *kept;
    size_t n_kept;
    /* Of each such cell, its enum kept_form in a row of cells parted by
       'delimiter'; neighbours can be copied as they lie.  The text of one that
       is doubled is told by rows_kept() alone.  NULL: all are texts. */
    const uint8_t *form;
    char delimiter;
    /* Rows that belong together stand together; nobody asked: no groups. */
    enum group_view view;
    const size_t *group_sizes; /* rows of each whole group */
    size_t n_groups;
};

/* What a row says; empty or none where the data has no such column. */
static inline struct str
rows_text(const struct rows *rows, enum fact fact, size_t row)
{
    return rows->text[fact] ? rows->text[fact][row] : STR("");
}

/* The text of a cell that is passed through; 'room' holds what is not the
   rows' own. */
struct str rows_kept(const struct rows *rows, size_t row, size_t idx,
                     struct buf *room);

/* Dates are days, times seconds; an edition from 1 on, 0 where none; an age in
   whole years, -1 where none; a sex 'f', 'm', 'x' or 0. */
static inline int32_t
rows_number(const struct rows *rows, enum fact fact, size_t row, int32_t none)
{
    return rows->number[fact] ? rows->number[fact][row] : none;
}

static inline int32_t
rows_date(const struct rows *rows, size_t row)
{
    return rows_number(rows, FACT_DATE, row, DATE_NONE);
}

static inline int32_t
rows_time(const struct rows *rows, size_t row)
{
    return rows_number(rows, FACT_TIME, row, TIME_NONE);
}

static inline int32_t
rows_edition(const struct rows *rows, size_t row)
{
    return rows_number(rows, FACT_EDITION, row, 0);
}

/* From the start to the end of filling in; -1: not known. */
int32_t rows_seconds(const struct rows *rows, size_t row);

/* Whether a row can be scored with this instrument. */
enum row_state {
    ROW_TO_SCORE,
    ROW_BROKEN,           /* not the right number of cells, or bad quotes */
    ROW_OTHER_INSTRUMENT, /* its instrument column names another */
    ROW_OTHER_EDITION,
    ROW_OTHER_CODING /* its digest says that other things were asked, or were
                        coded otherwise */
};

struct told;

struct batch {
    const struct instrument *instrument;
    const struct rows *rows;
    size_t n_rows;
    enum vector vector;      /* how it may be worked on */
    struct answers *answers; /* one for each item */
    uint8_t *state;          /* enum row_state, one for each row */
    size_t *n_beyond; /* of each item: bad cells one step beyond its highest
                         code, as data has them that is coded from one more */
    size_t *n_labels; /* of each item: cells with the words of a choice */
    /* What each row is told of other rows (score/told.h), for each entry of
       instrument->asked in turn; NULL: there is no such row. */
    const struct told **told;
    bool shares_rows; /* its columns are named INSTRUMENT.ITEM, or there are
                         none: a row may be of other questionnaires alone */
};

/* The wording file whose words a row was answered in: that of the instrument
   where it was loaded in a language, else that of the row's column 'lang'.
   NULL: the definition's own words, or it is not known, as of a row of another
   edition. */
const struct instrument_words *batch_wording(const struct batch *batch,
                                             size_t row);

/* Whether a row is an administration of the batch's instrument: the row names
   it, or something in it was answered or asked.  A closed gate is neither: one
   that asks for what was written is closed where all is blank. */
bool batch_was_asked(const struct batch *batch, size_t row,
                     bool with_private) MUST_USE;

/* Whether a question that is not private was answered: what a page that another
   person may see counts as a session.  Blank, skipped, declined, unknown, not
   asked and unclear are alike. */
bool batch_was_answered(const struct batch *batch, size_t row) MUST_USE;

/* Likewise for whom nothing must be overlooked: a row that is wholly blank is
   one too, unless the file keeps several questionnaires in a row (then it is
   of the others). */
bool batch_was_given(const struct batch *batch, size_t row) MUST_USE;

/* Room for BATCH_ROWS rows of answers to 'instrument'; all absent. */
struct batch *batch_new(const struct instrument *instrument,
                        struct arena *arena) MUST_USE;

#endif
