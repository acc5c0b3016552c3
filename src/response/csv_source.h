/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saved responses out of CSV files or a pipe, in constant memory.

   A file is read in chunks of whole rows into recycled buffers.  Reading is
   done by one thread at a time in order; turning a chunk into batches may be
   done by many threads at once, each on a chunk of its own; settling a chunk
   (its line numbers, its problems) again in order. */
#ifndef ATTUNE_RESPONSE_CSV_SOURCE_H
#define ATTUNE_RESPONSE_CSV_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/digest.h"
#include "response/batch.h"
#include "response/bind.h"

struct csv_source;
struct csv_chunk;

/* Reads and binds the headers of all files first.  NULL after adding errors;
   then no row was read.  "-" is standard input, at most once.  '*options' is
   copied; what it points at must outlive the source. */
struct csv_source *csv_source_open(const char *const *paths, size_t n_paths,
                                   const struct response_options *options,
                                   struct diag *diag) MUST_USE;
void csv_source_close(struct csv_source *source); /* NULL is allowed */

/* The headers of the columns that are passed through: all that are no items,
   over all files, in order of first appearance. */
const struct str *csv_source_kept(const struct csv_source *source, size_t *n);
/* The columns that are not passed through since a bare header was taken for a
   private item of an instrument; over all files, each header once. */
struct csv_held {
    struct str name;
    const char *instrument_id;
};
const struct csv_held *csv_source_held(const struct csv_source *source,
                                       size_t *n);
char csv_source_delimiter(const struct csv_source *source);

/* The files (not standard input) as far as they were read, with digests where
   the options ask for them. */
struct csv_input {
    const char *name;
    size_t size; /* bytes */
    struct digest digest;
};
const struct csv_input *csv_source_inputs(const struct csv_source *source,
                                          struct arena *arena, size_t *n);

/* Whether some file has a column of the fact. */
bool csv_source_has(const struct csv_source *source, enum fact fact);

/* 'worded' are the instruments with their words (library_with_words()), so that
   the texts of rows' digests can be compared; before the first row is read. */
void csv_source_know_words(struct csv_source *source,
                           const struct instrument *const *worded);

/* Rows that were answered in other words than those, and were scored all the
   same: one warning, with how many and the place of the first; none where
   there are none. */
void csv_source_warn_texts(const struct csv_source *source, struct diag *diag);

struct csv_chunk *csv_chunk_new(const struct csv_source *source) MUST_USE;
void csv_chunk_free(struct csv_chunk *chunk); /* NULL is allowed */

/* Fills the chunk with the next whole rows; false at the end, or when the
   source has failed (csv_source_failed). */
bool csv_source_read(struct csv_source *source, struct csv_chunk *chunk);

/* The next at most BATCH_ROWS rows of the chunk: '*rows', and in 'batches'
   one batch for each instrument.  They are the chunk's and good until the
   next call.  False at the end of the chunk. */
bool csv_chunk_next(struct csv_chunk *chunk, const struct rows **rows,
                    struct batch *const **batches);

/* Adds a problem that was found by others at an offset of rows->offset. */
void csv_chunk_tell(struct csv_chunk *chunk, const struct diagnostic *told,
                    size_t offset);

/* The place of the row at such an offset; of a chunk whose turn to be settled
   has come and that is not settled yet.  Cheap for many rows in their order.
   The file's name is the source's. */
struct place csv_source_place(struct csv_chunk *chunk, size_t offset);

/* Moves the chunk's problems to 'diag' with their lines resolved; chunks must
   be settled in the order of their reading.  Keeps the first of each chunk
   only, but counts all in 'tally'. */
struct response_tally {
    size_t n_rows;
    size_t n_problems[N_MESSAGES];
};
void csv_source_settle(struct csv_source *source, struct csv_chunk *chunk,
                       struct response_tally *tally, struct diag *diag);

/* Whether reading stopped for a reason other than the end (a device error, a
   record too long, a quote that was never closed); the reason was added to
   'diag' when it was settled. */
bool csv_source_failed(const struct csv_source *source);

#endif
