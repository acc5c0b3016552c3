/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rows say of whom and when they are, compared while they go by: a session
   that is given twice (client, instrument, date and session are the same; of
   sessions without a name, also the time: a diary may have two a day), and
   codes of clients that differ only in case, leading zeros or blanks, so that
   one person's rows may stand under two; and, where the rows of a client must
   stand together, one that comes again.

   What is compared is noted beside the rows by whoever works on them; the
   comparing is done in the order of the rows.  Memory: less than 100 bytes for
   each client and 60 for each row, up to the limit; where the rows of a client
   stand together, for each client and the rows of one. */
#ifndef ATTUNE_EXCHANGE_VISITS_H
#define ATTUNE_EXCHANGE_VISITS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/diag.h"
#include "response/batch.h"
#include "exchange/source.h"

/* ---- names of sessions ---- */

/* "Week 12" is a stem and a number; no stem: the name is none of that kind. */
struct session_name {
    struct str stem;
    int32_t number;
};
struct session_name session_name_of(struct str name);

/* ---- noting, by any thread ---- */

struct visit_notes;
struct visit_notes *visit_notes_new(void) MUST_USE;
void visit_notes_free(struct visit_notes *notes); /* NULL is allowed */
void visit_notes_empty(struct visit_notes *notes);

/* Notes the rows of a batch for each of the 'n' instruments; after scoring. */
void visit_notes_add(struct visit_notes *notes, struct batch *const *batches,
                     size_t n);

/* ---- comparing, in the order of the rows ---- */

enum { VISITS_LIMIT_ROWS = 100000 };

struct visits_options {
    size_t limit;       /* rows; 0: all */
    bool are_grouped;   /* the rows of a client stand together */
    bool are_ordered;   /* sessions are put in order: say by what */
    const char *client; /* whom alone it is about; NULL: all */
};

struct visits;

/* Copies the options; 'instruments' is borrowed. */
struct visits *visits_new(const struct visits_options *options,
                          const struct instrument *const *instruments) MUST_USE;
void visits_free(struct visits *visits); /* NULL is allowed */

/* Compares what was noted of rows of 'chunk', which is next to be settled.
   Warns at the later of two rows.  False, and '*apart' the offset of its row,
   where a client comes again whose rows should stand together: then nothing is
   compared any more. */
bool visits_take(struct visits *visits, const struct visit_notes *notes,
                 struct chunk *chunk, struct diag *diag,
                 size_t *apart) MUST_USE;

/* From now on it is about this client alone, where it was about all. */
void visits_about(struct visits *visits, const char *client);

/* Adds a hint to a problem that the client it is about has no row: where one
   stands whose code looks alike. */
void visits_hint_missing(const struct visits *visits, struct diag *diag);

/* Whether the limit was hit: then nothing more need be noted.  May be asked by
   any thread. */
bool visits_is_full(const struct visits *visits);

#endif
