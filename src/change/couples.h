/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All couples of some data: rows are put together by the couple and the client
   that they name, then each couple's sessions are paired (couple.c), and over
   all couples it is told how far partners agree.  A couple has exactly two
   clients, of whom a is the one whose code comes first, byte by byte, whatever
   the order of the rows.

   What is private never enters: no private item is compared, and no scale that
   rests on one.  Everything is kept in memory, COUPLES_LIMIT_ROWS rows at
   most. */
#ifndef ATTUNE_CHANGE_COUPLES_H
#define ATTUNE_CHANGE_COUPLES_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "change/partner_difference.h"
#include "change/series.h"
#include "score/reading.h"
#include "stats/agreement.h"
#include "stats/pairs.h"

/* Whether partners are compared on the scale: neither internal nor private, nor
   of both already. */
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
    const double *const *answers; /* by the sessions' row, as
                                     couple_items_read() puts them */
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

/* ---- a couple ---- */

enum { COUPLES_LIMIT_ROWS = 100000 };

enum couple_state {
    COUPLE_PAIRED,
    COUPLE_ALONE,   /* rows of one client only */
    COUPLE_CROWDED, /* of more than two */
    COUPLE_APART,   /* no session of one goes with one of the other */
    COUPLE_UNLIKE,  /* nor could one: no instrument was asked of both */
};

/* A couple and one instrument. */
struct couple_part {
    struct partner a;
    struct partner b;
    const struct series *series_a; /* one for each scale */
    const struct series *series_b;
    struct couple_pairs pairs;
};

struct couple {
    const char *code;
    enum couple_state state;
    const char *client_a; /* NULL unless there are two clients */
    const char *client_b;
    const struct couple_part *parts; /* of two clients: one for each plan */
};

struct couples {
    const struct couple *items; /* in the order of their codes */
    size_t n;
    const struct couple_items *compared; /* one for each plan */
};

/* ---- out of rows ---- */

struct couples_builder;

/* Borrows the plans. */
struct couples_builder *couples_builder_new(const struct plan *const *plans,
                                            size_t n_plans,
                                            struct arena *arena) MUST_USE;

/* Takes a row; 'scored' has one entry for each plan, with details.  'place' is
   the row's, its file's name borrowed.  False, the row not taken, when there
   are COUPLES_LIMIT_ROWS already. */
bool couples_builder_add(struct couples_builder *builder,
                         const struct rows *rows, const struct scored *scored,
                         size_t row, struct place place) MUST_USE;

/* Warns of each couple that is not paired, of rows without couple or client,
   and as history_builder_finish() does, in the order in which the couples
   appear; each with the place of a row that is meant. */
const struct couples *couples_builder_finish(struct couples_builder *builder,
                                             struct diag *diag) MUST_USE;

/* The gap of a pair of sessions on one scale, by its first rule of change. */
struct partner_difference couples_difference(const struct couple_part *part,
                                             const struct couple_pair *pair,
                                             size_t scale_idx);

/* ---- over all couples ---- */

/* One scale over all couples, each once: with the latest of its pairs that has
   a gap (partner_difference.h), tested or not. */
struct couples_agreement {
    size_t n; /* couples */
    bool has_icc;
    struct icc icc; /* ICC(1,1), its interval of 95 % */
    bool has_double_entry;
    double double_entry;
    bool has_r;
    double r;
    bool has_differences;
    struct pair_differences differences; /* of b less a, as the gap is */
};
struct couples_agreement couples_agree(const struct couples *couples,
                                       size_t plan_idx, size_t scale_idx,
                                       struct arena *arena);

#endif
