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
#include "response/batch.h"

/* --column ITEM=HEADER: the item (or INSTRUMENT.ITEM) stands in a column of
   another name. */
struct column_name {
    struct str item;
    struct str header;
};

/* --missing CODE=KIND: a code of the data files at hand. */
struct data_code {
    struct decimal code;
    enum answer_kind kind;
};

/* How saved responses are to be read. */
struct response_options {
    const struct instrument *const *instruments;
    size_t n_instruments;
    const struct column_name *columns;
    size_t n_columns;
    const struct data_code *codes;
    size_t n_codes;
    char delimiter;   /* 0: detected from the header */
    bool any_edition; /* score rows of another edition too */
    bool keep_raw;    /* leave guarding apostrophes where they are */
    bool any_file;    /* a file without an item column is not refused */
};

struct binding;

/* Binds a header.  Matches INSTRUMENT.ITEM, ITEM, --column, without regard to
   the case of A-Z; ITEM.ms is a time.  'place' is that of the header row.
   NULL after adding errors: no item column at all, a doubled header, two
   columns for one item, a bare name that several instruments know in a file
   without an instrument column.  Absent items are a warning each, with the
   nearest header. */
struct binding *bind_header(const struct str *headers, size_t n_headers,
                            struct place place,
                            const struct response_options *options,
                            struct arena *arena, struct diag *diag) MUST_USE;

enum column_role { COLUMN_KEPT, COLUMN_FACT, COLUMN_ITEM, COLUMN_TIME };

/* What column 'idx' is.  Facts are kept (passed through) as well. */
enum column_role bind_role(const struct binding *binding, size_t idx);

#endif
