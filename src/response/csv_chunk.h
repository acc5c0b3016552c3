/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stretch of whole rows of one file, and its way into batches.  For
   csv_source.c, which fills and settles chunks; others know csv_source.h. */
#ifndef ATTUNE_RESPONSE_CSV_CHUNK_H
#define ATTUNE_RESPONSE_CSV_CHUNK_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"
#include "response/batch.h"
#include "response/bind.h"
#include "response/csv.h"
#include "response/problems.h"
#include "response/row_digest.h"

/* A chunk's bytes are followed by so many that may be looked at. */
enum { CHUNK_PADDING = 16 };

/* Cells passed through that a batch may hold: 4 MiB of them. */
enum { CHUNK_LIMIT_KEPT = 1 << 18 };

/* A file that is being read. */
struct csv_file {
    const char *name; /* for people */
    bool is_stdin;
    const struct binding *binding;
    const size_t *kept_idx; /* of each column; SIZE_MAX: not passed through */
    char delimiter;
    /* Of the reader: */
    struct file_reader *reader;
    struct buf rest; /* read, and not yet in a chunk */
    /* Of settling: */
    size_t n_lines;  /* before the chunk that is next to settle */
    bool has_warned; /* of rows of other instruments */
};

enum step_kind { STEP_CODES, STEP_ANSWER, STEP_CELL };

/* What is done with one column of a row that has nothing odd about it. */
struct step {
    enum step_kind kind;
    /* Of items: */
    const struct answer_table *table; /* of STEP_CODES */
    const struct answer_rules *rules;
    struct answers *answers;
    uint8_t *code;
    /* Of cells: */
    size_t kept_idx; /* SIZE_MAX: not passed through */
    bool is_fact;
    enum fact fact;
};

struct csv_chunk {
    const struct response_options *options;
    struct csv_file *file;
    /* The bytes: whole rows, each with its LF, and behind them what has been
       read of the next. */
    char *bytes;
    size_t size;
    size_t len; /* of the whole rows */
    size_t n_read;
    /* Where the reading of rows stands. */
    size_t at;
    size_t n_lines;
    size_t n_rows;
    /* A row whose place was asked for, and the lines before it: from there the
       next is found. */
    size_t placed_at;
    size_t n_placed;
    /* The rows. */
    struct arena *arena;   /* as long as the chunk */
    struct arena *scratch; /* as long as a batch */
    struct rows room;      /* columns for every fact */
    struct rows rows;
    size_t *offset; /* of each row in the bytes */
    struct str *kept;
    size_t n_kept;
    size_t batch_rows; /* fewer than BATCH_ROWS where many cells are kept */
    struct batch **batches;
    struct csv_cell *cells; /* of one row */
    struct step *steps;     /* one for each column of the file */
    bool has_fast_path;
    bool is_text; /* all of the chunk, as utf8_is_text() has it */
    /* What was found. */
    struct problems problems;
    const struct row_digests *digests; /* one for each instrument */
    size_t n_other_texts;      /* rows that were answered in other words */
    size_t other_texts_offset; /* of the first */
    bool names_other; /* a row names an instrument that was not asked for */
    size_t other_offset;
    struct diag *diag; /* of reading the file */
};

/* Makes room for rows of at most 'n_columns' cells. */
void csv_chunk_init(struct csv_chunk *chunk,
                    const struct response_options *options, size_t n_columns,
                    size_t n_kept);
void csv_chunk_clear(struct csv_chunk *chunk);

/* Empties the chunk; what comes is of 'file'. */
void csv_chunk_begin(struct csv_chunk *chunk, struct csv_file *file);

/* The instrument that a row names; empty: none. */
struct str csv_chunk_named(const struct csv_chunk *chunk, size_t row);

/* What becomes of a row that is not broken, by its facts. */
enum row_state csv_chunk_state(const struct csv_chunk *chunk, size_t row,
                               size_t instrument_idx);

/* A cell as it is passed through. */
struct str csv_chunk_kept(const struct csv_chunk *chunk, struct str cell);

enum message csv_fault_message(enum csv_fault fault);

#endif
