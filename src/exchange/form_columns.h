/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of files that another program wrote: what they are called, what
   was asked in them, and what stands in them, each value once. */
#ifndef ATTUNE_EXCHANGE_FORM_COLUMNS_H
#define ATTUNE_EXCHANGE_FORM_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"
#include "exchange/dictionary.h"
#include "response/source_settings.h"

/* No value that is longer, or comes later, is kept: it is no choice. */
enum { FORM_LIMIT_VALUES = 300, FORM_LIMIT_VALUE_SIZE = 200 };

struct form_value {
    struct str text;
    size_t n_rows;
};

struct form_column {
    /* As a map tells it: the header; of boxes, with '#' for the choice. */
    struct str header;
    struct str name; /* the header; of boxes, what stands before the sign */
    const char *id;  /* that an item has which was drafted of it; NULL: none */
    bool is_boxes;
    bool is_box;               /* of one that is, which stands before it */
    bool is_doubled;           /* another has the same header */
    struct str question;       /* in the words of the form; empty: not known */
    struct str question_there; /* that the file has, where a dictionary, too */
    const struct field *field; /* of the dictionary; NULL: it has none */
    struct VEC(struct form_value) values;
    size_t n_more;    /* cells that are not among the values, and not empty */
    struct map *seen; /* value -> position */
    struct str first; /* what stands in the first row */
};

struct form_columns {
    struct VEC(struct form_column) columns;
    struct map *headers;
    size_t n_rows;
    size_t n_texts; /* rows below the header that are no answers */
};

/* Reads files of one form; a column that stands in several is one.  False after
   adding why one cannot be read. */
bool form_columns_read(const char *const *paths, size_t n_paths,
                       const struct source_settings *settings,
                       const struct dictionary *dictionary,
                       struct form_columns *columns, struct arena *arena,
                       struct diag *diag) MUST_USE;

/* The fields of a dictionary as columns, whose values are their codes. */
void form_columns_of(const struct dictionary *dictionary,
                     struct form_columns *columns, struct arena *arena);

#endif
