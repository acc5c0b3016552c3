/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files and what their names say: ID.xml is a definition, ID.N.xml its
   edition N, ID.LANG.xml and ID.N.LANG.xml a wording of it.  Nothing is
   opened but folders. */
#ifndef ATTUNE_INSTRUMENT_SHELF_H
#define ATTUNE_INSTRUMENT_SHELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

struct shelf_file {
    const char *path;
    const char *folder;
    const char *id;
    int32_t edition;  /* 0: the current one */
    const char *lang; /* NULL: a definition */
};

struct shelf; /* lives in its arena */

struct shelf *shelf_new(struct arena *arena) MUST_USE;

/* Adds the files of a folder, sorted by name, then those of the folders in it
   down to 'depth' levels.  A folder that is not there, or not ours to see,
   holds nothing; one that was added before is not added again. */
void shelf_add_folder(struct shelf *shelf, const char *folder, int depth);

/* False after adding an error: a folder that was added could not be read. */
bool shelf_is_whole(const struct shelf *shelf, struct diag *diag) MUST_USE;

/* Adds the files of the folder in which 'path' lies, and returns the file
   itself, whatever it is called. */
const struct shelf_file *shelf_add_beside(struct shelf *shelf,
                                          const char *path);

/* The current definition of that id, the first added; NULL: none. */
const struct shelf_file *shelf_find(const struct shelf *shelf, struct str id);

/* An edition beside the current definition; NULL: none. */
const struct shelf_file *shelf_find_edition(const struct shelf *shelf,
                                            const struct shelf_file *current,
                                            int32_t edition);

/* The wordings beside a definition, one after the other; NULL starts, NULL
   ends. */
const struct shelf_file *shelf_next_wording(const struct shelf *shelf,
                                            const struct shelf_file *definition,
                                            const struct shelf_file *last);

/* The current definitions, each id once, sorted by id. */
const struct shelf_file *const *
shelf_definitions(const struct shelf *shelf, struct arena *arena, size_t *n);

/* The definition after 'last', in the order of adding, of whatever id and
   edition; NULL starts, NULL ends. */
const struct shelf_file *shelf_next_definition(const struct shelf *shelf,
                                               const struct shelf_file *last);

#endif
