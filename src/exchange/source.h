/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where rows come from: files, whatever their format, one after the other, in
   constant memory.  Who reads rows knows this; a format is source_format.h's.

   A file is read in chunks of whole rows into recycled buffers.  Reading is
   done by one thread at a time in order; turning a chunk into batches may be
   done by many threads at once, each on a chunk of its own; settling a chunk
   (its places, its problems) again in order. */
#ifndef ATTUNE_EXCHANGE_SOURCE_H
#define ATTUNE_EXCHANGE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/digest.h"
#include "response/batch.h"
#include "response/bind.h"
#include "response/tally.h"

struct source;
struct chunk;

/* Reads and binds the headers of all files first.  NULL after adding errors;
   then no row was read.  "-" is standard input, at most once.  '*options' is
   copied; what it points at must outlive the source. */
struct source *source_open(const char *const *paths, size_t n_paths,
                           const struct response_options *options,
                           struct diag *diag) MUST_USE;
void source_close(struct source *source); /* NULL is allowed */

/* The headers of the columns that are passed through: all that are no items,
   over all files, in order of first appearance. */
const struct str *source_kept(const struct source *source, size_t *n);
/* Of each item the place among these of the cell that says how many
   milliseconds its answer took (ITEM.ms); SIZE_MAX: none does. */
const size_t *source_times(const struct source *source,
                           const struct instrument *instrument,
                           struct arena *arena);
/* The columns that are not passed through since a bare header was taken for a
   private item of an instrument; over all files, each header once. */
struct source_held {
    struct str name;
    const char *instrument_id;
};
const struct source_held *source_held(const struct source *source, size_t *n);
/* What parts the cells of the first file: a table of the same kind does so
   too.  A comma where cells are not parted by a character. */
char source_delimiter(const struct source *source);

/* The files (not standard input) as far as they were read, with digests where
   the options ask for them. */
struct source_input {
    const char *name;
    size_t size; /* bytes */
    struct digest digest;
};
const struct source_input *source_inputs(const struct source *source,
                                         struct arena *arena, size_t *n);

/* What the first file is, with digests where the options ask for them; and what
   a shard has read of it. */
struct source_stretch {
    size_t file_size;     /* bytes, when it was opened; 0: not known */
    size_t body;          /* where the rows begin */
    struct digest header; /* of the bytes before */
    size_t begin;         /* of the shard's rows */
    size_t end;           /* behind the last of them */
    struct digest digest; /* of these */
};
struct source_stretch source_stretch(const struct source *source);

/* Whether a header looks as if names, addresses, telephones, days of birth or
   the like stood below it (identifiers.def). */
bool identifier_is(struct str header);

/* Whether a column is one that another program adds to the answers, or that
   says a fact in its words (fact_headers.def). */
bool program_column_is(struct str header);

/* Adds the words of a header between blanks, without regard to case and
   accents: " recipient e mail " of "RecipientE-Mail". */
void header_add_words(struct buf *words, struct str header);

/* How many bytes of the rows were settled so far, and of how many that are to
   be read; '*all' is 0 where that is not known. */
size_t source_done(const struct source *source, size_t *all);

/* How many rows above the rows of answers were passed over, as the settings
   told. */
size_t source_passed(const struct source *source);

/* Adds what the first file itself says of its columns. */
struct dictionary;
void source_describe(const struct source *source,
                     struct dictionary *dictionary);

/* Whether some file has a column of the fact. */
bool source_has(const struct source *source, enum fact fact);

/* Which row of the chunk's file, from 1 on, one at an offset is, which is the
   'number'th of those that they became; SIZE_MAX, and how many there are: how
   many there are of the file.  The same number where rows stay as they are. */
size_t chunk_row_number(struct chunk *chunk, size_t offset, size_t number);

/* The header of the column that is an item, in the first file that has one; ""
   where none has. */
struct str source_column(const struct source *source, size_t instrument_idx,
                         size_t item_idx);

/* Neighbouring cells of a row that are passed through may be told as the text
   of the first of them, where they stand as they are to be written by who
   writes CSV with that delimiter, and asks nothing else of them; before the
   first row is read. */
void source_keep_runs(struct source *source, char delimiter);

/* The rows settled so far that were answered in other words than those. */
const struct counted_rows *source_other_texts(const struct source *source);
/* Likewise, of days that are to come (response_options.today). */
const struct counted_rows *source_ahead(const struct source *source);

struct chunk *chunk_new(const struct source *source) MUST_USE;
void chunk_free(struct chunk *chunk); /* NULL is allowed */

/* Fills the chunk with the next whole rows; false at the end, or when the
   source has failed (source_failed). */
bool source_read(struct source *source, struct chunk *chunk);

/* Likewise, but with nothing but whole groups: rows that name the same 'by', a
   fact that is a text, and stand together, from one file to the next too.  A
   broken row does not say whose it is and goes with those around it; a row that
   names nobody stands alone.  A group of more than GROUP_LIMIT_ROWS rows is a
   failure.  That some group comes again is found elsewhere (visits.h). */
enum { GROUP_LIMIT_ROWS = 10000 };
bool source_read_groups(struct source *source, struct chunk *chunk,
                        enum fact by);

/* The next at most BATCH_ROWS rows of the chunk: '*rows', and in 'batches'
   one batch for each instrument.  They are the chunk's and good until the
   next call.  False at the end of the chunk.  Of a chunk of groups, a batch has
   whole ones, or is of one that comes in several (enum group_view). */
bool chunk_next(struct chunk *chunk, const struct rows **rows,
                struct batch *const **batches);

/* Adds a problem that was found by others at an offset of rows->offset. */
void chunk_tell(struct chunk *chunk, const struct diagnostic *told,
                size_t offset);

/* The place of the row at such an offset; of a chunk whose turn to be settled
   has come and that is not settled yet.  Cheap for many rows in their order.
   The file's name is the source's. */
struct place chunk_place(struct chunk *chunk, size_t offset);

/* Moves the chunk's problems to 'diag' with their places; chunks must be
   settled in the order of their reading.  Keeps the first of each chunk only,
   but counts all in 'tally'. */
void source_settle(struct source *source, struct chunk *chunk,
                   struct response_tally *tally, struct diag *diag);

/* Whether reading stopped for a reason other than the end (a device error, a
   record too long, a quote that was never closed); the reason was added to
   'diag' when it was settled. */
bool source_failed(const struct source *source);

#endif
