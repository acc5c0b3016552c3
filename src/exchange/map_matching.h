/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns that are held against the items of one instrument after the other:
   for map_match.c, and for map_headers.c, which finds what headers say. */
#ifndef ATTUNE_EXCHANGE_MAP_MATCHING_H
#define ATTUNE_EXCHANGE_MAP_MATCHING_H

#include "exchange/map_match.h"

/* Of items and columns that are looked at closely. */
enum { MATCHING_LIMIT_PAIRS = 1 << 20 };

struct matching {
    const struct form_columns *columns;
    const struct instrument *const *instruments;
    size_t n_instruments;
    struct texts *texts; /* that each of them asks */
    struct arena *arena;
    struct map_match *match;
    size_t instrument_idx; /* of the one that is looked at */
};

static inline const struct instrument *
instrument_of(const struct matching *matching)
{
    return matching->instruments[matching->instrument_idx];
}

static inline struct map_item *
items_of(const struct matching *matching)
{
    return matching->match->items[matching->instrument_idx];
}

static inline const struct form_column *
column_at(const struct matching *matching, size_t column)
{
    return &matching->columns->columns.items[column];
}

/* Whether a column can be that of an item. */
bool matching_is_free(const struct matching *matching, size_t column);

/* Whether it also cannot hold several choices. */
bool matching_is_plain(const struct matching *matching, size_t column);

void matching_take(struct matching *matching, size_t item, size_t column,
                   enum match_reason reason, bool is_guess);

/* How many items have no column yet. */
size_t matching_n_left(const struct matching *matching);

/* Whether closely looking at all that is left is affordable. */
bool matching_is_affordable(const struct matching *matching, size_t limit);

/* Ways to find them, each of which may be gone a second time. */
void matching_by_ids(struct matching *matching, bool again);
/* 'again': among columns whose choices are the same. */
void matching_by_numbers(struct matching *matching, bool again);

#endif
