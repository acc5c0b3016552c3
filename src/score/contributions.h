/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a score was made of in one row: each answer on its way from what was
   chosen to what it brings into the score, or each operand of a formula.  For
   explanations; kernel.c does not need it. */
#ifndef ATTUNE_SCORE_CONTRIBUTIONS_H
#define ATTUNE_SCORE_CONTRIBUTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "response/batch.h"
#include "score/norm.h"
#include "score/plan.h"
#include "score/scores.h"

struct expr;

/* A row that the kernel has run over. */
struct worked_row {
    const struct plan *plan;
    const struct batch *batch;
    const struct scores *scores;
    size_t row;
};

struct contribution {
    const struct asked *asked; /* of another row; NULL: of its own */
    const struct told *told;   /* what that has; NULL: there is none */
    const struct item *item;   /* NULL: a scale */
    const struct scale *scale; /* of a formula's operand; NULL: an item */
    struct score of_scale;
    enum answer_kind kind;       /* of an item */
    const struct choice *choice; /* that was chosen; NULL: none, or several */
    bool is_set;                 /* several may be chosen: */
    uint64_t choices;            /* bit i is choice i of the response */
    bool has_score; /* of an item: it was answered, with a number or choice */
    double score;   /* before reversal; of a set that is counted in a scale, how
                       many of it are */
    double coded; /* the same, or the score that its choice has in the scale */
    /* Of combined scales only. */
    bool reversed;
    bool is_recoded; /* 'coded' is another than 'score' */
    double lo;       /* the ends of the item's scores */
    double hi;
    double keyed; /* after reversal */
    double weight;
    double term; /* what it brings in: of a count 1 or 0, of a percentage the
                    weighted share */
};

/* What one row of a batch answers to an item, before it is part of a scale. */
struct contribution contributions_of_item(const struct batch *batch,
                                          size_t item_idx, size_t row);

/* The operation that makes a scale. */
const struct op *contributions_op(const struct plan *plan, size_t scale_idx);

/* One for each member of a scale, or each operand of its formula, in order.
   Lives in 'arena', borrows from the instrument only. */
const struct contribution *contributions_of(const struct worked_row *worked,
                                            size_t scale_idx,
                                            struct arena *arena,
                                            size_t *n) MUST_USE;

/* One for each operand of an expression: of a formula, a class, an alert. */
const struct contribution *
contributions_of_expr(const struct worked_row *worked, const struct expr *expr,
                      struct arena *arena, size_t *n) MUST_USE;

/* A scale as an expression sees it in a norm: z(heard), t(heard). */
struct contribution_seen {
    const struct scale *scale;
    const char *word;        /* "z", "t" */
    enum why why;            /* the scale has no score */
    const struct norm *norm; /* that it rests on; NULL: none, or a table */
    const struct norm_table *table;
    bool is_known;
    double value;
};

/* One for each that an expression asks for; lives in 'arena', borrows from the
   instrument only. */
const struct contribution_seen *
contributions_seen(const struct worked_row *worked, const struct expr *expr,
                   struct arena *arena, size_t *n) MUST_USE;

/* Adds what an expression calls the part: "heard", "partner(heard)". */
void contributions_add_name(const struct contribution *part, struct buf *out);

/* Why there is no answer to an item, or no other row: "declined". */
const char *contributions_missing_text(const struct contribution *part);

/* Why there is no answer, for people: "not answered", "declined". */
extern const char *const contributions_kind_texts[];

/* Adds the labels of a set of choices, parted by commas; where the file has no
   words, their values.  Nothing of an empty set. */
void contributions_add_choices(const struct contribution *part,
                               struct buf *out);

/* The decimals of a score that a formula goes on with: as many as are put into
   the formula, but the scale's own at least. */
int contributions_decimals(const struct scale *scale, double score);

/* An expression with the values put in for the names; what has none in
   brackets with its reason.  Where it asks whether or what was answered, the
   name stays. */
const char *contributions_filled(const struct worked_row *worked,
                                 const char *expression,
                                 struct arena *arena) MUST_USE;

#endif
