/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of an instrument in another language, or of a licensed one: a
   file that mirrors the definition and holds nothing but texts. */
#ifndef ATTUNE_INSTRUMENT_WORDING_H
#define ATTUNE_INSTRUMENT_WORDING_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/vec.h"
#include "instrument/instrument.h"

/* One text of a wording: an element below its owner, or the owner itself. */
struct wording_text {
    const struct xml_element *at; /* of the wording that lacks it, as near as
                                     there is; NULL: of none */
    const char *owner;            /* "item"; NULL: the wording itself */
    const char *owner_id;
    const char *element;  /* "text", "choice"; NULL: the owner itself */
    const char *key;      /* "value" or "ref", where there are several */
    struct str which;     /* its value */
    const char *original; /* what the definition says; NULL: nothing */
};

struct wording_texts VEC(struct wording_text);

/* Reads a wording file and lays it over a copy of 'instrument' (made in the
   arena).  Texts that it lacks stay as they are, and are added to 'lacking';
   each that names nothing is an error.  NULL when there was an error. */
const struct instrument *wording_read(const char *path, struct str bytes,
                                      const struct instrument *instrument,
                                      struct wording_texts *lacking,
                                      struct arena *arena,
                                      struct diag *diag) MUST_USE;

/* Adds all texts that a wording of 'instrument' needs, in the order of the
   definition, those of one owner one after the other. */
void wording_list(const struct instrument *instrument,
                  struct wording_texts *texts, struct arena *arena);

/* Adds one warning with the counts; none where nothing is lacking. */
void wording_tell(const char *path, size_t n_lacking, size_t n_texts,
                  struct diag *diag);

/* Adds a warning for each, where it is lacking. */
void wording_report(const struct wording_texts *lacking, struct arena *arena,
                    struct diag *diag);

#endif
