/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of rows that go by, so that in the end it can be told what they
   say of the questionnaire itself: how often each answer was given, how items
   and scores vary together.  A visitor of a reading (reading.h) takes each
   batch, and adds what was taken in the order of the rows: what comes of it
   does not hang on how many threads worked. */
#ifndef ATTUNE_SCORE_ITEM_SUMS_H
#define ATTUNE_SCORE_ITEM_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/vec.h"
#include "base/words.h"
#include "response/batch.h"
#include "score/care.h"
#include "score/plan.h"
#include "score/scores.h"
#include "stats/cross_sums.h"
#include "stats/moments.h"

/* ---- what is looked at ---- */

/* An item's score as a scale has it, after reversal.  Scales that have it
   alike, or turned, share a column; its answers count from 0 in whole steps of
   the scores. */
struct item_column {
    size_t item_idx;
    const struct scale *scale; /* the first that has it so */
    const struct plan_member *member;
    double zero;                /* the lowest score */
    double unit;                /* between two that the scale can tell apart */
    double at[CODE_FIRST_KIND]; /* by position, in such steps */
};

enum { ITEM_MOST_COLUMNS = 2000 }; /* what is kept grows with their square */

/* Of a plan, which it borrows from. */
struct item_layout {
    const struct plan *plan;
    bool with_private;
    const struct item_column *columns;
    size_t n_columns;
    bool are_narrow; /* see stats/cross_sums.h */
    /* Of each scale of the instrument; none where it is no sum of items, nor an
       estimate out of them,
       internal, or private and such are left out.  The items in the order of
       the scale's members, but for private ones. */
    struct column_set *sets;
    const struct plan_member *const **members; /* of each use of each set */
};

const struct item_layout *item_layout_new(const struct plan *plan,
                                          bool with_private,
                                          struct arena *arena) MUST_USE;

/* Whether figures of the scale are told. */
bool item_layout_tells(const struct item_layout *layout, size_t scale_idx);

/* What a point of a member's score, after reversal, brings into its scale. */
double item_weight(const struct scale *scale, const struct plan_member *member);

/* ---- what rows hold ---- */

/* What rows of a batch hold, as it is taken from it. */
struct item_rows {
    const struct item_layout *layout;
    size_t n_rows;
    uint8_t *counts; /* whether a row is to be counted */
    struct answer_columns answers;
    uint8_t *codes;      /* of each item, CROSS_ROWS apart */
    double *scores;      /* of each scale, likewise; NaN: none */
    uint64_t *clients;   /* something of whom each is; 0: not known */
    const char **groups; /* of each; NULL: they are not parted */
    const double *signs; /* of care, as in scores; NULL: nobody asked */
};

/* Those count that are administrations of the instrument.  'group' is the
   column passed through by whose text they are parted; SIZE_MAX: they are not.
   Lives in the arena. */
struct item_rows *item_rows_take(const struct item_layout *layout,
                                 const struct batch *batch,
                                 const struct scores *scores, size_t group,
                                 struct arena *arena) MUST_USE;

/* How many of them count. */
size_t item_rows_counted(const struct item_rows *rows);

/* ---- people ---- */

/* The clients that were met; 64 bytes at most for each, in the arena. */
struct met;
struct met *met_new(struct arena *arena) MUST_USE;

/* Lets only the first row of each client count, of rows that come after all
   those of before. */
void met_keep_first(struct met *met, struct item_rows *rows);

/* ---- what is kept of them ---- */

/* Of scores from the first one on, since most are near it. */
struct score_sums {
    double n;
    double from;
    double powers[3]; /* sums of the first, second and third */
    double n_lowest;  /* at the ends of what can be attained */
    double n_highest;
    struct range_parts parts;
    size_t counts[RANGE_PARTS]; /* how many lie in each of them */
};

/* Two scores, of those who have both. */
struct score_pair {
    double n;
    double a;
    double b;
    double aa;
    double bb;
    double ab;
};

struct item_sums {
    const struct item_layout *layout;
    size_t n_rows;
    size_t n_people;    /* whose rows they are, a row without a client one's */
    struct met *people; /* NULL: each row is another's */
    size_t (*codes)[256]; /* of each item, by the byte of the answer */
    struct cross_sums cross;
    struct score_sums *scores; /* of each scale */
    struct score_pair *pairs;  /* of two, a > b, at a * n_scales + b */
    struct care_tally *care;   /* how the forms were filled in */
    /* Rows that are not in 'cross' yet, since many at once are faster. */
    struct answer_columns waiting;
    size_t n_waiting;
};

/* 'are_all': there may be several rows of one client. */
struct item_sums *item_sums_new(const struct item_layout *layout, bool are_all,
                                struct arena *arena) MUST_USE;

/* Adds the rows that count and are of the group; NULL: of whatever group. */
void item_sums_add(struct item_sums *sums, const struct item_rows *rows,
                   const char *group, struct arena *scratch);

/* Behind the last of them: then sums->cross is whole.  'scratch' is emptied by
   both. */
void item_sums_end(struct item_sums *sums, struct arena *scratch);

/* ---- what looks wrong ---- */

/* So few people are behind no warning. */
enum { ITEM_AUDIT_LEAST = 100 };

enum item_doubt_kind {
    DOUBT_AGAINST,   /* items run against their scale */
    DOUBT_ELSEWHERE, /* one has more to do with another scale than its own */
    DOUBT_SAME       /* two were answered alike by everybody */
};

struct item_doubt {
    enum item_doubt_kind kind;
    const struct scale *scale; /* NULL: none */
    const struct scale *other; /* ELSEWHERE: the one that it is nearer to */
    struct VEC(size_t) items;
    /* AGAINST: the correlation of each with the others; ELSEWHERE: with its own
       scale's and with the other's. */
    struct VEC(double) figures;
    size_t n;        /* SAME: answers */
    enum word cause; /* the likeliest */
};

struct item_doubts VEC(struct item_doubt);

/* Keys and columns that look wrong by how items vary together: items that run
   against their scale (which side is whose is told by what all have most in
   common), one that has more to do with another scale than with its own, two
   that everybody answered alike.  In the arena. */
struct item_doubts item_audit(const struct item_sums *sums,
                              struct arena *arena) MUST_USE;

/* Warns of them; 'group' says whose answers they are (NULL: everybody's). */
void item_audit_warn(const struct item_sums *sums, const char *group,
                     struct diag *diag);

#endif
