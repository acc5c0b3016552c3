/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns that wide CSV adds to those passed through: what they are called,
   in their order, and what stands in them.  The sink takes its header from
   here, and the codebook what to say of it, so that the two cannot part. */
#ifndef ATTUNE_OUTPUT_WIDE_COLUMNS_H
#define ATTUNE_OUTPUT_WIDE_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "instrument/instrument.h"
#include "output/sink.h"

enum column_holds {
    COLUMN_SCORE,      /* a number on the scale */
    COLUMN_DIFFERENCE, /* of two such numbers */
    COLUMN_COUNT,      /* of the scale's items, or a formula's operands */
    COLUMN_PERCENTILE,
    COLUMN_NUMBER, /* any other number */
    COLUMN_CASE,   /* of a class: the id */
    COLUMN_CASES,  /* ids, parted by blanks */
    COLUMN_WHY,
    COLUMN_BAND, /* the id */
    COLUMN_BEYOND,
    COLUMN_YES_NO,
    COLUMN_NORMS, /* ids, parted by blanks */
    COLUMN_SESSION,
    COLUMN_VERDICT,
    N_COLUMN_HOLDS
};

/* Which scales have a column. */
enum column_of {
    COLUMN_OF_ALL,
    COLUMN_OF_BANDS, /* those whose bands are told */
    COLUMN_OF_NORMS,
    COLUMN_OF_RULES /* those with a rule of change */
};

struct column_about {
    const char *name; /* behind the scale's and a dot; "" of the score itself */
    enum column_holds holds;
    const char *means;    /* for people, English, and when it is empty */
    const char *asked_by; /* the option of score that adds it, without its
                             dashes; "": it is always there */
    enum column_of of;
};

struct wide_column {
    struct str name;           /* as in the header */
    const struct scale *scale; /* NULL: of a class */
    const struct class *class; /* NULL: of a scale */
    const struct column_about *about;
};

struct wide_columns {
    const struct wide_column *items;
    size_t n;
};

/* Of all that the options ask for, in the arena. */
struct wide_columns wide_columns_of(const struct sink_options *options,
                                    struct arena *arena);

/* Whether a scale has a column beside its score. */
bool wide_columns_has(const struct column_about *about,
                      const struct scale *scale);

#endif
