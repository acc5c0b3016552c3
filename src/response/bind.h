/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which column of a file is which item of which instrument, which fact, and
   which is only passed through: decided once for each file. */
#ifndef ATTUNE_RESPONSE_BIND_H
#define ATTUNE_RESPONSE_BIND_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "response/answer.h"
#include "response/batch.h"
#include "response/source_settings.h"

struct recoded;
struct recoding;

/* How saved responses are to be read. */
struct response_options {
    const struct instrument *const *instruments;
    size_t n_instruments;
    /* Each with its words (library_with_words()), which are understood in cells
       and compared with rows' digests; NULL: only its own are. */
    const struct instrument *const *worded;
    const struct data_rule *rules;
    size_t n_rules;
    const struct data_code *codes;
    size_t n_codes;
    /* Whether an instrument that is not asked for has that id: its columns
       ID.ITEM are item columns all the same, and go no further.  NULL: none. */
    bool (*is_other)(void *shelf, struct str id);
    /* Finds whose private item it is that a header names, bare or behind its
       last '.', which is no item of the instruments; NULL: nobody's.  Called
       for no other header.  The pointer is NULL where nothing is passed
       through. */
    const char *(*find_private)(void *shelf, struct str name);
    void *shelf;
    /* Headers that are passed through whoever they are of. */
    const char *const *keep;
    size_t n_keep;
    struct source_settings settings; /* of the files */
    bool is_long; /* one row an item, in these columns (NULL: item, value) */
    const char *long_item;
    const char *long_value;
    /* Whom it is about: what is wrong with rows that are of others by what they
       say is counted, and not told.  NULL: everybody. */
    const char *client;
    const char *couple;
    int32_t today; /* rows of more than a day later are told of; 0: none are */
    bool any_edition; /* score rows of another edition or coding too */
    /* Another reading sees to rows of other editions, or of whatever is not
       scored: they are not told of. */
    bool leaves_editions;
    bool leaves_others;
    /* How long somebody was over a private question is passed through, too. */
    bool passes_times;
    bool keep_raw;     /* leave guarding apostrophes where they are */
    bool any_file;     /* a file without an item column is not refused */
    bool with_digests; /* of the files, for source_inputs() and source_stretch()
                        */
    size_t shard;      /* of n_shards, from 1 on: */
    size_t n_shards;   /* read the rows of that one alone; 0: all */
    size_t chunk_size; /* bytes read at a time; 0: as is best */
    enum vector vector;
};

/* Whether a column of that header is among those to be passed on. */
bool response_options_keep(const struct response_options *options,
                           struct str name);

/* Whether one is dropped by its name; of '*', whether all are that are not
   named. */
bool response_options_drop(const struct response_options *options,
                           struct str name);

/* The header row of a file. */
struct header_cell {
    struct str name;
    int line;   /* where it begins, 1-based: a header may span lines, */
    int column; /* in characters */
};

/* One of the first rows below it. */
struct header_row {
    size_t number; /* of --header-row */
    size_t n_cells;
    const struct str *names; /* of its first cells */
    size_t n_names;
};

struct header {
    const struct header_cell *cells;
    size_t n_cells;
    struct place place; /* of the row */
    char delimiter;
    const struct header_row *below; /* what may have been meant in its place */
    size_t n_below;
};

/* Where the cell stands; where names stand on no line (files of SPSS), the
   file alone. */
struct place header_place(const struct header *header, size_t column);

enum column_role {
    COLUMN_KEPT,
    COLUMN_FACT,
    COLUMN_ITEM,
    COLUMN_TIME,
    COLUMN_ASIDE,  /* holds answers, and is not passed through */
    COLUMN_UNNAMED /* at the end of the header: holds nothing */
};

/* A column as an item of one instrument. */
struct bound_item {
    size_t instrument_idx; /* in the options */
    size_t item_idx;
    const struct answer_rules *rules;
    const struct answer_table *table; /* of FORM_CODES, else NULL */
};

/* The column with what two passes over a paper form read differently: of role
   COLUMN_ASIDE, since private answers may be among it. */
extern const char bound_differences[];

struct bound_column {
    struct str name;
    enum column_role role;
    enum fact fact;                /* of COLUMN_FACT: */
    const struct recoded *recoded; /* how its cells are read; NULL: as they
                                      stand */
    bool is_told; /* by a rule: it has the fact's name from here on */
    /* Of COLUMN_ASIDE: the instrument that a bare header was taken for. */
    const char *taken_for;
    /* Of COLUMN_ITEM.  More than one where instruments share a name and rows
       say which of them is meant. */
    const struct bound_item *items;
    size_t n_items;
};

struct binding {
    const struct bound_column *columns;
    size_t n_columns;
    bool has_fact[N_FACTS];
    bool *is_shared; /* of each instrument: it has a column with another */
};

/* Binds a header.  Matches INSTRUMENT.ITEM, ITEM, and what 'recoding' has of
   the options' rules, without regard to the case of A-Z; ITEM.ms is a time.
   Borrows from the header, options and recoding. NULL after adding errors: no
   item column at all, two columns for one fact or item, a bare name
   that several instruments know in a file without an instrument column.  Absent
   items that something rests on are a warning each, with the nearest header,
   ten of them at most. */
const struct binding *bind_header(const struct header *header,
                                  const struct response_options *options,
                                  const struct recoding *recoding,
                                  struct arena *arena,
                                  struct diag *diag) MUST_USE;

#endif
