/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two partners' sessions with one instrument, side by side: which belong
   together, and how alike the answers of two such sessions are.  The difference on
   each scale is partner_difference.h's; many couples are couples.h's.

   What is private never enters: no private item is compared, and no scale that
   rests on one. */
#ifndef ATTUNE_CHANGE_COUPLE_H
#define ATTUNE_CHANGE_COUPLE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "response/batch.h"
#include "change/series.h"
#include "stats/pairs.h"

/* Whether partners are compared on the scale: neither internal nor private. */
bool couple_compares(const struct scale *scale);

/* ---- answers that can be compared ---- */

/* The items whose answers are one number and that are not private, by position;
   whether a scale uses them does not matter. */
struct couple_items {
    const struct instrument *instrument;
    const size_t *idx;
    size_t n;
};
struct couple_items couple_items_of(const struct instrument *instrument,
                                    struct arena *arena);

/* No answer, among answers that go from 0 to 1. */
#define COUPLE_NO_ANSWER (-1.0)

/* Puts each item's answer of a row into 'out', which has room for items->n: its
   score from 0 to 1 of the item's own range, so that items of unlike ranges
   can stand beside each other; as it was given, not turned round. */
void couple_items_read(const struct couple_items *items,
                       const struct batch *batch, size_t row, double *out);

/* ---- one partner ---- */

struct partner {
    const struct history *history;
    /* By the sessions' row: */
    const char *const *names; /* of the session; "" where the data has none */
    const double *const *answers; /* as couple_items_read() puts them */
};

/* ---- sessions that belong together ---- */

struct couple_pair {
    size_t session_a; /* of a's and of b's history */
    size_t session_b;
    bool is_by_date; /* else by name: they have the same */
};

struct couple_pairs {
    const struct couple_pair *items; /* in a's order */
    size_t n;
};

/* Sessions of one name belong together, the first with the first where there
   are several.  Of the rest, whatever their names, those nearest in date do,
   PARTNERS_DAYS apart at most: the smallest distance first; of equal ones a's
   earlier session first, and it takes b's earlier one.  Each session goes with
   one at most. */
struct couple_pairs couple_pair_sessions(const struct partner *a,
                                         const struct partner *b,
                                         struct arena *arena);

/* How alike the two sessions' answers are, over the items that both answered;
   n is 0, and nothing else said, where there is none. */
struct pair_profile couple_profile(const struct couple_items *items,
                                   const struct partner *a,
                                   const struct partner *b,
                                   const struct couple_pair *pair,
                                   struct arena *arena);

#endif
