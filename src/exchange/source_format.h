/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For those who read a format: what source.c asks of one, and the chunk whose
   rows a format fills.  Who reads rows knows source.h.

   A format of files is one .c file with a struct source_format, and its line
   in source_formats.def. */
#ifndef ATTUNE_EXCHANGE_SOURCE_FORMAT_H
#define ATTUNE_EXCHANGE_SOURCE_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/vec.h"
#include "response/batch.h"
#include "response/bind.h"
#include "instrument/fingerprint.h"
#include "exchange/code_run.h"
#include "exchange/dictionary.h"
#include "exchange/source.h"

/* A file that is being read. */
struct source_file {
    const struct source_format *format;
    const char *path;
    const char *name; /* for people */
    bool is_stdin;
    void *own;                       /* the format's */
    const struct recoding *recoding; /* of all files */
    struct header header;
    /* How its rows become those of the header that is bound; NULL: they are. */
    const struct reshaping *reshaping;
    const struct binding *binding;
    const size_t *kept_idx; /* of each column; SIZE_MAX: not passed through */
    bool has_warned;        /* of rows of other instruments */
    size_t n_passed;        /* rows that were passed over as was told */
    /* Bytes of rows, for people who wait: those that are to be read (0: not
       known), and those that were settled. */
    size_t n_all;
    size_t n_done;
};

/* What is looked at of a row before it is taken. */
struct peeked_row {
    size_t offset;   /* where it begins */
    struct str cell; /* of one column; good until a batch is taken */
    size_t n_rows;   /* that it becomes */
    bool is_broken;  /* which cell is which is not known */
};

enum { SOURCE_PEEKED = 16 };

/* Offsets are those within the part of a chunk that is the current one; what is
   told of rows (chunk_tell() and the like) has chunk->base added. */
struct source_format {
    /* Whether a file that begins with these bytes, SOURCE_PEEKED of them where
       it is as long, is one of them; of the last format NULL: it takes what
       none of the others does, and all that cannot be looked into. */
    bool (*is)(struct str bytes);
    /* Opens file->path as far as its header, which it puts into file->header,
       with texts in the arena.  False after adding errors; then the file is
       closed all the same. */
    bool (*open)(struct source_file *file,
                 const struct response_options *options, struct arena *arena,
                 struct diag *diag);
    /* Never NULL; called where file->own was set, also for a file that did not
       open. */
    void (*close)(struct source_file *file);
    /* Whether what the file says of its columns agrees with what they are bound
       to; false after adding errors.  May be NULL: it says nothing. */
    bool (*agrees)(const struct source_file *file, struct diag *diag);
    /* Adds what the file says of its columns.  May be NULL: it says nothing. */
    void (*describe)(const struct source_file *file,
                     struct dictionary *dictionary);
    /* Of the bytes that were read so far; NULL: nobody asked. */
    const struct digester *(*digester)(const struct source_file *file);
    /* As source_stretch() has it; NULL: the format cannot be cut into shards,
       and is not opened where one is asked for. */
    struct source_stretch (*stretch)(const struct source_file *file);
    /* Makes and frees what a part holds of such a file (chunk->own);
       'n_columns' are those of the widest file. */
    void *(*chunk_new)(size_t n_columns);
    void (*chunk_free)(void *own);
    /* Makes the chunk's part of such a file empty. */
    void (*begin)(struct chunk *chunk);
    /* Adds the next rows to the part; false when there are none.  After
       chunk_fail() nothing more is read. */
    bool (*fill)(struct chunk *chunk);
    /* The row of the part that begins at or behind '*offset', which is moved
       behind it; false behind the last.  Before the rows are taken. */
    bool (*peek)(struct chunk *chunk, size_t *offset, size_t column,
                 struct peeked_row *row);
    /* Leaves the rows from an offset on to the next chunk. */
    void (*cut)(struct chunk *chunk, size_t offset);
    /* Lets the taking of rows begin at an offset (again). */
    void (*turn_to)(struct chunk *chunk, size_t offset);
    /* Puts the next rows of the part, 'limit' at most, into the batches, by
       chunk_put_row() or as that would.  Returns how many; fewer than the limit
       at the end only. */
    size_t (*take)(struct chunk *chunk, size_t limit);
    /* The place of an offset, and what is done when a part is settled: called
       in order.  'settled' may be NULL. */
    struct place (*place)(struct chunk *chunk, size_t offset);
    void (*settled)(struct chunk *chunk);
};

#define SOURCE_FORMAT(name) extern const struct source_format source_##name;
#include "exchange/source_formats.def"
/* CSV with one row an item. */
extern const struct source_format source_csv_long;

/* What the column 'digest' of a row is compared with: that of an instrument as
   it is installed. */
struct row_digests {
    struct fingerprint own;
    const struct instrument_words *words; /* NULL: texts are not compared */
    const struct fingerprint *shown;      /* in each of 'words' */
    size_t n_words;
};

/* Texts are compared where the instrument knows its words. */
struct row_digests row_digests_of(const struct instrument *instrument,
                                  struct arena *arena);

/* ---- chunks ---- */

/* Cells passed through that a batch may hold: 4 MiB of them. */
enum { CHUNK_LIMIT_KEPT = 1 << 18 };

enum step_kind { STEP_CODES, STEP_ANSWER, STEP_CELL };

/* What is done with one column of a row that has nothing odd about it. */
struct step {
    enum step_kind kind;
    /* Of items: */
    const struct answer_table *table; /* of STEP_CODES */
    const struct code_run *run; /* of STEP_CODES, the first of it; else NULL */
    const struct answer_rules *rules;
    struct answers *answers;
    uint8_t *code;
    size_t *n_labels; /* where its cells with words of choices are counted */
    /* Of cells: */
    size_t kept_idx;   /* SIZE_MAX: not passed through */
    size_t n_alike;    /* columns from this one on that are passed through as
                          neighbours; 0 where they are not kept in runs */
    size_t n_to_facts; /* of those, up to the last that is a fact, too */
    bool is_fact;
    enum fact fact;
    const struct recoded *recoded; /* of a fact; NULL: as it stands */
    struct str *text; /* where one is put that stands as it is; or */
    int32_t *days;    /* its day, and */
    int32_t *seconds; /* that it has no time.  NULL: by facts_put() alone */
    bool is_unnamed;  /* must be empty */
};

/* A cell without the quotes around it, and as what it can be passed on. */
struct fast_cell {
    const char *begin;
    size_t len;
    enum kept_form form;
};

/* A cell that is the words of a choice. */
struct labelled {
    size_t i; /* of the rows that are taken together */
    size_t *n_labels;
};

/* A row of a file whose rows become several, taken as it stands there. */
struct wide_row {
    struct step *steps;    /* of each column of the file: as what it is bound */
    struct code_run *runs; /* of those */
    uint8_t *codes;        /* of columns of codes; the others have */
    struct fast_cell *cells;
    const struct fast_cell *
        *bound; /* of each bound column, at one time point */
};

/* Problems with rows that a chunk keeps; all are counted. */
enum { PROBLEMS_KEPT = 20 };

/* Whole rows of one file. */
struct chunk_part {
    struct source_file *file;
    void *own; /* what own_format holds of it */
    const struct source_format *own_format;
    size_t base;      /* of its offsets among the chunk's */
    bool names_other; /* a row names an instrument that was not asked for */
    size_t other_offset;
};

/* Rows that belong together. */
struct row_group {
    size_t n_rows;
    size_t part; /* where it begins */
    size_t offset;
    bool is_over_files;
};

/* A stretch of whole rows: of one file, unless the last rows of one and the
   first of the next belong together. */
struct chunk {
    const struct response_options *options;
    struct VEC(struct chunk_part) parts; /* used again */
    size_t n_parts;
    /* The current part; its file, and what the format holds of it: */
    size_t part;
    struct source_file *file;
    void *own;
    size_t base;
    const struct source_file *bound; /* whose columns the steps are for */
    char
        run_delimiter; /* of files whose kept cells are kept in runs; 0: none */
    bool keeps_runs;   /* of this file */
    bool has_failed;
    size_t n_columns;
    /* The groups, where rows were read in groups; how many were taken, and how
       many rows of one that is taken in several batches. */
    bool is_grouped;
    struct VEC(struct row_group) groups;
    size_t n_taken;
    size_t n_rows_taken;
    bool is_again;
    struct buf group_value; /* of the latest, while they are looked for */
    size_t *group_sizes;    /* of a batch */
    size_t n_rows;          /* taken so far */
    size_t n_blank;         /* lines between them */
    /* The rows. */
    struct arena *arena;   /* as long as the chunk */
    struct arena *scratch; /* as long as a batch */
    struct rows room;      /* columns for every fact */
    struct rows rows;
    size_t *offset; /* of each row */
    struct str *kept;
    uint8_t *form;                 /* of 'kept', as in struct rows */
    struct reshaped_row *reshaped; /* room for one */
    struct wide_row *wide;         /* likewise; NULL until it is asked for */
    size_t next_time;              /* of a row that was put in part */
    size_t n_empty_times;          /* time points that made no row */
    size_t n_unclear;              /* answers by boxes */
    size_t numbered_at;            /* up to there rows of the file were */
    size_t n_numbered;             /* counted (chunk_row_number()) */
    size_t n_kept;
    size_t batch_rows; /* fewer than BATCH_ROWS where many cells are kept */
    struct batch **batches;
    struct step *steps;                   /* one for each column of the file */
    struct VEC(struct labelled) labelled; /* of rows that are being taken */
    struct code_run *runs;
    size_t n_runs;
    const struct set_bits *set_bits;
    uint8_t **code_columns; /* of the runs */
    uint8_t *tile;          /* likewise, a column of it for each of the file */
    bool has_fast_path;     /* no column is an item of two instruments, or one
                               of several that make up an answer */
    bool is_text;           /* all of the chunk, as utf8_is_text() has it */
    /* What was found. */
    struct diag *problems;                /* the first, without their places */
    size_t problem_at[PROBLEMS_KEPT + 1]; /* their offsets: while threads work,
                                             and then the failure's */
    size_t n_problems[N_MESSAGES];
    struct diagnostic failure;         /* told when the chunk is settled */
    size_t failed_at;                  /* its offset; SIZE_MAX: there is none */
    const struct row_digests *digests; /* one for each instrument; NULL: no row
                                          has one */
    size_t n_ahead;                    /* rows of days that are to come */
    size_t ahead_offset;               /* of the first */
    size_t n_other_texts;      /* rows that were answered in other words */
    size_t other_texts_offset; /* of the first */
    bool is_of_others;         /* the row on its way: nobody asked about it */
    size_t n_elsewhere;        /* problems of such rows */
    bool is_silent;    /* rows are taken again: they were counted, and their
                          problems told */
    struct diag *diag; /* of reading the file */
};

/* Makes room for rows of at most 'n_columns' cells. */
void chunk_init(struct chunk *chunk, const struct response_options *options,
                size_t n_columns, size_t n_kept);
void chunk_clear(struct chunk *chunk);

/* Empties the chunk; what comes is of 'file'. */
void chunk_begin(struct chunk *chunk, struct source_file *file);

/* What comes is of another file; 'base' is beyond all offsets so far. */
void chunk_go_on(struct chunk *chunk, struct source_file *file, size_t base);

/* Makes a part the current one, and binds the columns to its file. */
void chunk_turn(struct chunk *chunk, size_t part);

/* Counts a problem.  True when there is room for it: then the caller adds it to
   chunk->problems, without a place. */
bool chunk_keeps(struct chunk *chunk, enum message message,
                 size_t offset) MUST_USE;

/* A problem behind which the file cannot be read: the first of them is told.
   'hint' may be NULL; it lives as long as the chunk or longer. */
void chunk_fail(struct chunk *chunk, enum message message, size_t offset,
                const char *hint);

/* ---- grouping.c: rows that belong together ---- */

/* Groups while they are looked for in a chunk. */
struct grouping {
    struct chunk *chunk;
    enum fact by;
    size_t at;      /* in the current part, up to where rows were looked at */
    bool is_adrift; /* only broken rows in the latest group so far; at first */
};

/* Looks at the rows of the part that were not looked at; the latest group may
   go on behind them. */
void grouping_go_on(struct grouping *grouping);

/* ---- rows ---- */

/* What the boxes of an answer came to, where it has some. */
enum box_state {
    BOX_FINE,
    BOX_BAD,    /* one is neither 0 nor 1: it is the cell */
    BOX_UNCLEAR /* all are 0, and nothing else was answered */
};

/* A row as texts. */
struct row_cells {
    size_t offset;           /* of the row */
    const struct str *texts; /* one for each column of the file */
    const size_t *offsets;   /* likewise, for problems */
    bool is_broken; /* which cell is which is not known, and was told as a
                       problem: cells are passed through, and that is all */
    /* Of a row that was reshaped, else NULL: */
    const struct str *names; /* the headers that the cells stand under */
    const enum box_state *boxes;
};

/* Puts a row of the file into the batches from 'row' on, each cell judged
   alone; 'limit' is the first that there is no room for.  Returns how many it
   became.  Where chunk->next_time is not 0 then, it becomes more, and is to be
   put again.  The only place that speaks of problems with cells. */
size_t chunk_put_row(struct chunk *chunk, size_t row, size_t limit,
                     const struct row_cells *cells) MUST_USE;

/* Of codes that were not settled yet, where they stand for each column. */
uint8_t *chunk_tile_row(const struct chunk *chunk, size_t row);

/* How many rows such texts become. */
size_t chunk_count_rows(const struct chunk *chunk, const struct str *texts);

/* Whether the row, as far as it is known whose it is, is of others than those
   whom the reading is about. */
bool chunk_is_of_others(const struct chunk *chunk, size_t row);

/* What becomes of a row that is not broken, by its facts. */
enum row_state chunk_state(const struct chunk *chunk, size_t row,
                           size_t instrument_idx);

/* Passes a cell on, without a guarding apostrophe. */
void chunk_keep(struct chunk *chunk, size_t row, const struct step *step,
                struct str cell, enum kept_form form);

#endif
