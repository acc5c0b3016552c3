/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table that is held whole, since its format can only be read whole: what
   such formats share.  Of a struct source_format each has the first two, and
   its open() reads the file into one. */
#ifndef ATTUNE_EXCHANGE_HELD_TABLE_H
#define ATTUNE_EXCHANGE_HELD_TABLE_H

#include "base/file.h"
#include "base/vec.h"
#include "exchange/source_format.h"

enum {
    HELD_LIMIT_FILE_SIZE = 256 << 20,
    HELD_LIMIT_SIZE = 512 << 20 /* bytes of all cells */
};

struct held_cell {
    struct str text;
    /* The file says that this is no value but a reason why there is none.
       ANSWERED: it does not. */
    enum answer_kind missing;
    bool is_number; /* to the file: its sign is a point, whatever was told */
};

struct held_table;

/* A number that the file has words for. */
struct held_label {
    const char *set;
    double value;
    struct str text;
};
struct held_labels VEC(struct held_label);

/* Reads the whole file; digested where the options ask.  '*bytes' are good
   until the table is finished.  False after adding errors. */
bool held_table_open(struct source_file *file,
                     const struct response_options *options,
                     struct arena *arena, struct str *bytes,
                     struct diag *diag) MUST_USE;

/* Whether cells are named by letter and number. */
void held_table_have_letters(struct source_file *file);

/* What the file says of a column. */
struct held_column {
    const char *set;      /* of labels; NULL: it has none */
    const char *question; /* what was asked, in its words; NULL: not said */
};

/* The sets of labels, and what is said of each column; borrowed. */
void held_table_have_words(struct source_file *file,
                           const struct held_labels *labels,
                           const struct held_column *columns, size_t n_columns);

/* All that is said, and whom the file is read for. */
struct held_words {
    const struct held_labels *labels; /* NULL: nothing is said */
    const struct held_column *columns;
    size_t n_columns;
    const struct response_options *options;
};
const struct held_words *held_table_words(const struct source_file *file);

/* Adds a number as people are shown it, by its first 15 digits
   (0.30000000000000004 is 0.3); but a whole number by all of them, since it
   may be somebody's code.  One that is not below 0 has zeros before
   it, up to 'n_digits'. */
void held_add_number(struct buf *out, double number, int n_digits);

/* Adds the next row; 'line' is its number for people.  The header is row 0
   where there is one, else the row that the settings name or the first that is
   not blank; blank rows are passed over, and those that the settings say. False
   where the table grew too large. */
bool held_table_add(struct source_file *file, size_t line,
                    const struct held_cell *cells, size_t n) MUST_USE;

/* Makes the header, less columns without a name and a value.  False after
   adding an error: there is none. */
bool held_table_finish(struct source_file *file, struct diag *diag) MUST_USE;

void held_close(struct source_file *file);

/* held_labels.c, as struct source_format has them: where a label is that of a
   choice, its number must be the choice's. */
bool held_agrees(const struct source_file *file, struct diag *diag);
void held_describe(const struct source_file *file,
                   struct dictionary *dictionary);

#define SOURCE_FORMAT(name)
#define HELD_FORMAT(name)                                                      \
    bool name##_is(struct str bytes);                                          \
    bool name##_open(struct source_file *file,                                 \
                     const struct response_options *options,                   \
                     struct arena *arena, struct diag *diag);
#include "exchange/source_formats.def"

#endif
