/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What csv_head.c, which finds the header, csv_file.c, which cuts bytes, and
   csv_rows.c and csv_fast.c, which make rows of them, share; others know
   source.h. */
#ifndef ATTUNE_EXCHANGE_CSV_FILE_H
#define ATTUNE_EXCHANGE_CSV_FILE_H

#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"
#include "response/csv.h"
#include "response/csv_marks.h"
#include "response/decoder.h"
#include "response/facts.h"
#include "exchange/source_format.h"

/* A chunk's bytes are followed by so many that may be looked at. */
enum { CHUNK_PADDING = CODE_RUN_BEYOND };
_Static_assert((int)CHUNK_PADDING >= (int)KEPT_BEYOND,
               "what is copied of kept cells lies behind the chunk");

struct csv_file {
    struct decoder decoder;
    struct buf rest; /* read, and not yet in a chunk */
    size_t n_lines;  /* before the chunk that is next to settle */
    struct source_stretch stretch;
    struct csv_shard *shard;  /* NULL: all rows are read */
    struct csv_long *by_item; /* of csv_long.c; NULL: a row is a session */
};

/* What a short cell was judged to be, by which rules. */
struct judged_cell {
    const struct answer_rules *rules; /* NULL: a free place */
    uint64_t bytes;                   /* of the cell, then zeros */
    uint8_t code;
    bool was_label;
};
enum { JUDGED_BITS = 8 };

/* The bytes of a chunk: whole rows, each with its LF, and behind them what has
   been read of the next. */
struct csv_stretch {
    struct arena *arena; /* of the arrays below */
    char *bytes;
    size_t size;
    size_t len; /* of the whole rows */
    size_t n_read;
    bool is_at_end;         /* nothing of the file is behind them */
    struct csv_marks marks; /* of what was read */
    bool is_text;           /* all of it, once rows are taken */
    /* Where the reading of rows stands. */
    size_t at;
    size_t n_lines;
    /* A place that was asked for, and the lines before it: from there the next
       is found. */
    size_t placed_at;
    size_t n_placed;
    /* One row, taken apart. */
    struct csv_cell *cells;
    struct str *texts;
    size_t *offsets;
    struct judged_cell judged[1 << JUDGED_BITS];
    struct judged_cell judged_once; /* the last that is not among them */
    struct date_memo dates;
    struct csv_sessions *sessions; /* of csv_long.c, else NULL */
};

/* Reads as far as the first row of answers: fills file->header, and leaves what
   was read of the rows in csv->rest.  False after adding errors. */
bool csv_head_read(struct source_file *file,
                   const struct response_options *options, struct arena *arena,
                   struct diag *diag) MUST_USE;

/* A shard begins and ends behind the last row that ends before an even share
   of the rows' bytes: two that are next to each other agree, since whole rows
   are looked for from the first row on. */
struct csv_shard *csv_shard_new(const struct response_options *options,
                                struct source_stretch *stretch,
                                struct arena *arena) MUST_USE;
void csv_shard_free(struct csv_shard *shard); /* NULL is allowed */
/* Leaves the rows of the shard in bytes that are all behind those before; false
   where there are none.  'file->stretch' is what was read of it so far. */
bool csv_shard_cut(struct csv_file *file, struct csv_stretch *bytes) MUST_USE;
bool csv_shard_is_done(const struct csv_shard *shard);
/* Whether the bytes, which are all behind those before, go on behind what was
   the file's end when it was opened. */
bool csv_shard_has_grown(const struct csv_file *file,
                         const struct csv_stretch *bytes);

/* As struct source_format has it. */
size_t csv_rows_take(struct chunk *chunk, size_t limit);
/* By the fast way, where the chunk has one (csv_fast.c). */
size_t csv_fast_take(struct chunk *chunk, size_t limit);
/* Takes one row of the file, each cell alone.  Returns how many rows it became;
   0 also where only blank lines were left. */
size_t csv_rows_take_plain(struct chunk *chunk, size_t row, size_t limit);

/* Tells of a row that has a fault, or not so many columns. */
void csv_rows_tell_broken(struct chunk *chunk, const struct csv_record *record,
                          size_t n_columns);

/* ---- one row an item (csv_long_head.c, csv_long.c) ---- */

/* What a column of the file is to a session. */
enum part {
    PART_NONE,  /* of one answer: it is left out */
    PART_KEY,   /* another text is another session */
    PART_DAY,   /* another day is */
    PART_FIRST, /* the first row's counts, as of a time of each answer */
    PART_SAME,  /* all rows must agree */
    PART_SAME_DAY
};

struct long_column {
    enum part part;
    size_t to; /* the column of the header */
};

struct csv_long {
    struct arena *arena; /* as long as the file */
    struct long_column *columns;
    size_t n_columns; /* of the file */
    size_t item;      /* these two of them */
    size_t value;
    struct map *items;  /* what the item's cell says -> column of the header */
    struct map *shared; /* names of items of several instruments */
    struct map *seen;   /* sessions -> the line where they begin */
    size_t n_seen;
    /* Of what is behind the chunk that is filled: its line, and whether the row
       before is broken. */
    size_t next_line;
    bool was_broken;
};

struct session_start {
    size_t offset;
    bool is_behind_broken; /* a row that may be of the session */
};

/* The sessions of a stretch. */
struct csv_sessions {
    struct VEC(struct session_start) starts;
    bool was_broken; /* the row before */
    bool is_in;      /* rows of the latest were seen */
    size_t n_rows;   /* of it */
    struct buf key;  /* of it; empty while all of its rows are broken */
    size_t line;     /* of the bytes behind those that were looked through */
    struct csv_cell *cells; /* one row of the file */
    size_t n_cells;
    uint8_t *given; /* of each column of the header: 1, 2: more than once */
};

/* As struct source_format has it. */
bool csv_long_open(struct source_file *file,
                   const struct response_options *options, struct arena *arena,
                   struct diag *diag);
void *csv_long_chunk_new(size_t n_columns);
void csv_long_chunk_free(void *own);
void csv_long_begin(struct chunk *chunk);
bool csv_long_fill(struct chunk *chunk);
bool csv_long_peek(struct chunk *chunk, size_t *offset, size_t column,
                   struct peeked_row *row);
void csv_long_cut(struct chunk *chunk, size_t offset);
size_t csv_long_take(struct chunk *chunk, size_t limit);

/* The number of LF in 'bytes'. */
size_t csv_count_lines(struct str bytes);

/* Of an offset in bytes that are the start of the file. */
struct place csv_place_in(struct str bytes, size_t offset, const char *file);

enum message csv_fault_message(enum csv_fault fault);

#endif
