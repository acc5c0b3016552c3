/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which column of a form is which item: what a map that is drafted rests on.
   Of what is found it is known whether it is certain, or a guess that a person
   has to look at. */
#ifndef ATTUNE_EXCHANGE_MAP_MATCH_H
#define ATTUNE_EXCHANGE_MAP_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include "exchange/form_columns.h"
#include "instrument/instrument.h"

/* How one is known; the first that fits is taken. */
enum match_reason {
    MATCH_NONE,
    MATCH_ID,     /* the column has its name */
    MATCH_TEXT,   /* the form asks what it asks */
    MATCH_AFFIX,  /* its id stands in the header, and so for all others */
    MATCH_NUMBER, /* as many columns as items count from 1, or as their ids */
    MATCH_NEAR,   /* the form asks nearly what it asks */
    MATCH_PLACE   /* as many columns as items are left, in this order */
};

struct map_item {
    enum match_reason reason;
    bool is_guess;
    /* As a map tells it: a header, with '@' for a time point or '#' for the
       choice of a box; empty: it needs no line. */
    struct str told;
    const struct form_column *column; /* one of those where it stands */
    /* What speaks against it, else NULL: the item whose question the column
       has, and the last other column that asks the same. */
    const struct item *asked;
    const struct form_column *alike;
    const struct form_column *doubled; /* stands twice, and asks the same */
    bool is_turned; /* its words say that answers were turned round */
};

/* The first columns of runs of which each could be the items that are left. */
struct map_runs {
    const struct form_column *first[2]; /* NULL: there is none */
};

struct map_match {
    struct map_item **items; /* of each instrument */
    struct map_runs *runs;   /* likewise */
    bool *is_taken;          /* of each column */
    /* Of columns for time points: what stands before and behind the item's id
       or the fact's name; '@' is in one of them. */
    bool has_times;
    struct str time_before;
    struct str time_behind;
    struct str first_time; /* the word of the first */
};

/* Either may be NULL: the instruments with their words; borrows all. */
struct map_match *map_match_new(const struct form_columns *columns,
                                const struct instrument *const *instruments,
                                const struct instrument *const *worded,
                                size_t n_instruments,
                                struct arena *arena) MUST_USE;

/* Whether the words of a column say that its answers were turned round, as
   those of the item do not: "I kept quiet (reversed)". */
bool map_match_is_turned(struct str text, const struct item *item);

/* The first numbers in a text. */
enum { MAP_LIMIT_NUMBERS = 8 };
struct map_number {
    size_t at;
    size_t len;   /* digits */
    size_t value; /* SIZE_MAX: there are more than eight */
};
size_t map_match_numbers(struct str text,
                         struct map_number numbers[MAP_LIMIT_NUMBERS]);

#endif
