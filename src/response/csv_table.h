/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small CSV file of a few known columns, read whole, such as a map or a file
   of consents: what it says must not be lost for a column, or a line end, that
   is not known here.  Problems have the place of their line. */
#ifndef ATTUNE_RESPONSE_CSV_TABLE_H
#define ATTUNE_RESPONSE_CSV_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/diag.h"
#include "response/csv.h"

enum { CSV_TABLE_COLUMNS = 8 }; /* at most */

/* Filled by whoever opens it, up to 'arena'. */
struct csv_table {
    const char *path;
    struct str bytes;
    const char *const *columns; /* their names, whose order is the caller's */
    size_t n_columns;
    size_t n_needed;      /* the first ones may not be missing */
    bool has_comments;    /* a line that begins with '#' is for people */
    enum message message; /* what is wrong with a line */
    struct arena *arena;
    struct diag *diag;
    /* its own: */
    char delimiter;
    size_t offset;
    size_t counted; /* bytes whose lines are in n_lines */
    int n_lines;
    struct csv_record record;
    size_t n_cells;               /* of the first line */
    size_t at[CSV_TABLE_COLUMNS]; /* SIZE_MAX: the file has no such column */
};

/* Reads the first line, which names columns in any order, each once, and no
   other.  False after adding an error; 'hint' says what it should be. */
bool csv_table_open(struct csv_table *table, const char *hint) MUST_USE;

/* The next line; false at the end, or, having set '*is_bad' and added an error,
   at one that no table has: behind it, it may be gone on with. */
bool csv_table_next(struct csv_table *table, bool *is_bad) MUST_USE;

/* A cell of the line, trimmed; "" where the file has no such column. */
struct str csv_table_cell(const struct csv_table *table, size_t column);

/* Where the line stands; asked in the order of the lines. */
struct place csv_table_place(struct csv_table *table);

/* Adds that the line is none; always false. */
bool csv_table_refuse(struct csv_table *table, const char *hint);

#endif
