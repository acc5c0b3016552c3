/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies in a file of saved responses before a row is appended to it.  For
   csv_recorder.c.  Others may have saved the file in between: a spreadsheet
   puts a byte order mark in front, and has its own delimiter and row ends. */
#ifndef ATTUNE_EXCHANGE_CSV_SURVEY_H
#define ATTUNE_EXCHANGE_CSV_SURVEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

struct csv_style {
    char delimiter;
    const char *row_end;
};

enum csv_header {
    CSV_HEADER_NONE, /* the file is empty */
    CSV_HEADER_TORN, /* nothing but the begin of the wanted one */
    CSV_HEADER_OURS, /* the wanted columns in any order, and others; of the
                        last two one may lack, or both */
    CSV_HEADER_OTHER
};

/* Which of the last two an older file lacks, from the end. */
enum { CSV_LACKS_LAST = 1, CSV_LACKS_NEXT_TO_LAST = 2 };

enum csv_tail {
    CSV_TAIL_NONE,
    CSV_TAIL_WHOLE, /* a row that lacks nothing but its row end */
    CSV_TAIL_TORN
};

struct csv_record;

struct csv_survey {
    /* Is shown every row, the header too, with cells that live for the call;
       NULL: nobody looks. */
    void (*look)(void *aux, const struct csv_record *row, struct arena *arena);
    void *aux;
    enum csv_header header;
    struct csv_style style; /* the file's; LF and ',' where it has none */
    size_t n_columns;       /* of its rows */
    size_t *wanted; /* of each of them, the one of the wanted columns that it
                       is; SIZE_MAX: none of these */
    unsigned int lacking;
    off_t size;      /* of the rows with a row end, the header among them */
    struct buf tail; /* what stands behind them */
    enum csv_tail tail_kind;
    bool has_row; /* the row that was looked for is there */
};

/* Looks at the first row; 'wanted' is the header with its row end, parted by
   commas.  False and errno: the file cannot be read. */
bool csv_survey_header(int fd, struct str wanted,
                       struct csv_survey *survey) MUST_USE;

/* Then reads through the file, for a row in its style (empty: none is looked
   for).  False and errno: it cannot be read, or (EFBIG) holds a row beyond
   every limit. */
bool csv_survey_rows(int fd, struct str row,
                     struct csv_survey *survey) MUST_USE;

void csv_survey_clear(struct csv_survey *survey);

#endif
