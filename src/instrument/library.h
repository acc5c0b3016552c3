/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shelves: finds instruments by id or path, reads each only once. */
#ifndef ATTUNE_INSTRUMENT_LIBRARY_H
#define ATTUNE_INSTRUMENT_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "instrument/instrument.h"

struct library;

/* Looks in 'folders' in their order; they are borrowed. */
struct library *library_new(const char *const *folders, size_t n_folders,
                            struct arena *arena) MUST_USE;

/* Looks where 'library' looks, which it borrows, but keeps what it reads in an
   arena of its own: for whoever goes through many and keeps none. */
struct library *library_apart(struct library *library,
                              struct arena *arena) MUST_USE;

/* Looks at the shelves.  False after adding an error: a folder that is there
   cannot be read. */
bool library_is_whole(struct library *library, struct diag *diag) MUST_USE;

/* An id, one with an edition (ID.N), or a path (it holds a '/' or ends in
   ".xml").  In 'lang' where a
   wording file for it lies beside the definition (NULL: as it stands); a
   language that is not there is an error naming those that are.  'edition' 0:
   the current one; else ID.N.xml beside it is found too.  NULL after adding
   problems: not found (with the nearest id), or not valid. */
const struct instrument *library_load(struct library *library,
                                      const char *id_or_path, const char *lang,
                                      int32_t edition,
                                      struct diag *diag) MUST_USE;

/* Whether it is an edition's name: "pair.1". */
bool library_names_edition(struct str name, struct str *id, int32_t *edition);

/* As library_load(), but the name comes from a cell of a data file: an id
   only, never a path. */
const struct instrument *library_load_id(struct library *library, struct str id,
                                         int32_t edition,
                                         struct diag *diag) MUST_USE;

/* Lets what is read of that path, or of an edition's name (ID.N), be 'bytes',
   whatever the file holds now.  Of what uses it nothing was loaded yet.  False
   after adding what is wrong with them. */
bool library_put(struct library *library, const char *path, struct str bytes,
                 struct diag *diag) MUST_USE;

/* The same instrument with 'words' and 'n_words': what lies beside the
   definition that this library loaded it from, in whatever language it was
   loaded.  A wording file that is not fit to be used is in the list without a
   digest, and one warning each. */
const struct instrument *library_with_words(struct library *library,
                                            const struct instrument *instrument,
                                            struct diag *diag) MUST_USE;

/* Finds what the rules over other questionnaires in the file 'path' rest on:
   beside it, else on the shelves.  Borrows the path. */
struct instrument_finder;
struct instrument_finder library_finder(struct library *library,
                                        const char *path);

struct library_entry {
    const char *id;
    const char *path;
    /* For library_load(): NULL, for its own words, then of wording files. */
    const char *const *languages;
    size_t n_languages;
};

/* What lies on the shelves, sorted by id; the first of two with one id wins.
   No file is read. */
const struct library_entry *library_list(struct library *library, size_t *n);

/* The file of every definition on the shelves, for library_load(): old editions
   too, and those behind another with their id. */
const char *const *library_paths(struct library *library, size_t *n);

#endif
