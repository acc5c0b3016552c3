/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All couples of some data: rows are put together by the couple and the client
   that they name, then each couple's sessions are paired (couple.h), and over
   all couples it is told how far partners agree.  A couple has exactly two
   clients, of whom a is the one whose code comes first, byte by byte, whatever
   the order of the rows.

   Everything is kept in memory, COUPLES_LIMIT_ROWS rows at most. */
#ifndef ATTUNE_OUTPUT_COUPLES_H
#define ATTUNE_OUTPUT_COUPLES_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "change/couple.h"
#include "change/partner_difference.h"
#include "score/plan.h"
#include "output/sink.h"
#include "stats/agreement.h"
#include "stats/pairs.h"

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
