/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A CSV file in memory of which single cells are changed: every byte that is
   not theirs stays as it stands, whatever wrote the file. */
#ifndef ATTUNE_EXCHANGE_CSV_EDIT_H
#define ATTUNE_EXCHANGE_CSV_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"
#include "base/vec.h"

enum { CSV_EDIT_LIMIT_SIZE = 256 << 20 };

/* 'len' bytes from 'at' on become 'text'. */
struct csv_cut {
    size_t at;
    size_t len;
    size_t number; /* of two at one place the earlier goes first */
    struct str text;
};

struct csv_edit_row {
    size_t begin;
    size_t end;  /* behind its last cell */
    size_t next; /* behind its row end */
};

struct csv_edit {
    struct arena *arena;
    struct str bytes; /* of the file */
    char delimiter;
    const struct str *names; /* of the columns, trimmed; added ones behind */
    size_t n_columns;
    size_t n_added;
    struct VEC(struct csv_edit_row) lines; /* the header, then the rows */
    struct VEC(struct csv_cut) cuts;       /* no two of one stretch */
};

/* 'delimiter' 0: found in the header.  False after adding an error: the file
   has no header, is not UTF-8, or a quote in it is never closed.  Borrows the
   bytes. */
bool csv_edit_open(struct csv_edit *edit, struct str bytes, char delimiter,
                   const char *path, struct arena *arena,
                   struct diag *diag) MUST_USE;

/* The column of that name; n_columns where there is none. */
size_t csv_edit_find(const struct csv_edit *edit, struct str name);

/* Rows are counted from 1, as people do; 0 is the header. */
size_t csv_edit_n_rows(const struct csv_edit *edit);

/* The texts of the cells as they stood, one for each column of the file; NULL:
   which cell is which is not known. */
const struct str *csv_edit_row(const struct csv_edit *edit, size_t row,
                               struct arena *arena) MUST_USE;

/* The bytes of a row, without its row end. */
struct str csv_edit_raw(const struct csv_edit *edit, size_t row);

/* The line on which a row begins. */
int csv_edit_line(const struct csv_edit *edit, size_t row);

/* Changes a cell of a row that csv_edit_row() knows, once. */
void csv_edit_set(struct csv_edit *edit, size_t row, size_t column,
                  struct str text);
void csv_edit_remove(struct csv_edit *edit, size_t row);
/* Adds a column behind all others, empty but for one row; once all cells that
   were there are set. */
void csv_edit_add_column(struct csv_edit *edit, struct str name, size_t row,
                         struct str text);

/* Lets the file of that name be as it is to be, all of it or nothing: it is
   locked, must still hold what was opened, and keeps its rights.  'before' is
   called when the new file is on the disk and has not taken its place, with the
   old one open; false after adding an error ends it.  NULL: nothing is done
   then.  False after adding an error; nothing is changed. */
typedef bool csv_edit_fn(void *aux, int old_fd, struct diag *diag);
bool csv_edit_save(struct csv_edit *edit, const char *path, csv_edit_fn *before,
                   void *aux, struct diag *diag) MUST_USE;

/* Whether such a file may be there to be saved.  False after adding an error:
   it is a link, or cannot be written. */
bool csv_edit_check(const char *path, struct diag *diag) MUST_USE;

#endif
