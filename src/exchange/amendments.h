/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What corrections of a file of saved responses replaced: FILE.changes, a CSV
   file beside it, one row for each cell that was changed or row that was
   removed.  It is written, and on the disk, before the file is: where a
   correction was interrupted in between, the file still is what the last row
   says it was, and the correction is made when the file is opened for the next.

   Columns: changed (when), row (1 is the first below the header, as it was),
   client, session, date, time, instrument (whose the row was), column (empty:
   the row was removed), old, new (of a removed row its bytes, and nothing),
   reason, before: of the last row of each correction "SIZE:DIGEST" of the file
   as it was.  What comes behind the last such row was never finished. */
#ifndef ATTUNE_EXCHANGE_AMENDMENTS_H
#define ATTUNE_EXCHANGE_AMENDMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "base/vec.h"
#include "response/batch.h"
#include "exchange/csv_edit.h"

/* What tells a row from others. */
struct row_name {
    struct str facts[N_FACTS]; /* of those that do; empty: none */
};

struct amendment {
    struct str changed; /* ISO date and time */
    size_t row;
    struct row_name name; /* before the change */
    struct str column;
    struct str old;
    struct str new;
    struct str reason;
    struct str before;
    const struct source_settings *settings; /* of the file; NULL: none */
    const struct item *item; /* of amendments_of_row(): whose answer it is;
                                NULL: a fact, or a row */
};
struct amendment_list VEC(struct amendment);

/* The file beside 'path'. */
const char *amendments_path(const char *path, struct arena *arena) MUST_USE;

/* The name of a row by its cells; 'binding' says which are facts. */
struct binding;
struct row_name row_name_of(const struct binding *binding,
                            const struct str *cells);
/* By what was read of it; an instrument that a row does not name, and one that
   it does, do not tell rows apart. */
struct row_name row_name_read(const char *client, const char *session,
                              int32_t date_days, int32_t time_s,
                              const char *instrument_id, struct arena *arena);
/* One out of cells as row_name_read() has it: its day, and the time that stands
   with it, are as the settings read them; a day that they do not read stays as
   it stands.  NULL: ISO 8601.  Borrows the rest. */
struct row_name row_name_dated(struct row_name name,
                               const struct source_settings *settings,
                               struct arena *arena);
bool row_name_is(const struct row_name *a, const struct row_name *b);

/* Adds whatever was changed in the file, whose dates are read by the settings
   (NULL: ISO 8601); nothing where there is nothing beside it.  False after
   adding an error.  In the arena, borrowing the settings. */
bool amendments_read(const char *path, const struct source_settings *settings,
                     struct amendment_list *changes, struct arena *arena,
                     struct diag *diag) MUST_USE;

/* Those of the rows that have that name now, whatever it was before, the oldest
   first, but for items of other instruments; without what guards a cell. */
const struct amendment *amendments_of_row(const struct amendment_list *changes,
                                          const struct row_name *name,
                                          const struct instrument *instrument,
                                          struct arena *arena, size_t *n);

/* Warns where a correction was written down and has not reached the file. */
void amendments_warn(const char *path, struct arena *arena, struct diag *diag);

/* Opens a file for a correction, having made one that was interrupted, of which
   it warns.  False after adding an error. */
bool amendments_open(const char *path, struct csv_edit *edit,
                     struct arena *arena, struct diag *diag) MUST_USE;

/* Makes the changes of a correction: they are on the disk, and then the file
   has them, or nothing is changed.  Their 'before' is filled.  False after
   adding an error, as where the file is not what was opened any more. */
bool amendments_make(const char *path, struct csv_edit *edit,
                     struct amendment *changes, size_t n, struct arena *arena,
                     struct diag *diag) MUST_USE;

#endif
