/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an expression is told of a row: the values of its operands, and what
   the blanks among them could still become. */
#ifndef ATTUNE_SCORE_OPERANDS_H
#define ATTUNE_SCORE_OPERANDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/near.h"
#include "instrument/expr.h"
#include "score/norm.h"
#include "score/run.h"

struct operands {
    const struct expr *expr;
    const struct expr_operand *list;
    size_t n;
    const double *const *scores; /* of items with positions, by position */
    const bool *counts; /* each item and scale once, and no fact of a person */
    struct expr_value *values; /* of the row loaded last */
    struct expr_range *ranges; /* of the row surveyed last */
    const size_t *asked;       /* of operands_asked(): the entries */
    bool is_open; /* a blank plays a part in that, beside bad values too */
};

struct operands *operands_new(const struct plan *plan, const struct expr *expr,
                              struct arena *arena) MUST_USE;

/* Of no expression, but what rows of 'asker' ask of rows of the plan's
   instrument, which may be the same: an operand for each such entry of
   asker->asked; NULL where it asks nothing of it. */
struct operands *operands_asked(const struct plan *plan,
                                const struct instrument *asker,
                                struct arena *arena) MUST_USE;

/* Whether the data lacks the column of an item among them, or of an item that
   a scale among them rests on. */
bool operands_lack_column(const struct operands *operands,
                          const struct run *run);

struct operands_tally {
    size_t n_known;
    size_t n_bad;
    size_t n_not_applicable;
    size_t n_others;   /* of the person, or of one more time seen: they count as
                          no answer */
    bool is_prorated;  /* a scale among them is */
    enum why why_none; /* the first other row that is asked and not there; else
                          WHY_SCORED */
};

/* Fills 'values' for a row. */
struct operands_tally operands_load(struct operands *operands,
                                    const struct run *run, size_t row);

/* Where a score stands in a norm with mean and sd: as z or T. */
struct near operands_seen(const struct norm *norm, enum expr_standing standing,
                          struct near score);

/* The norm that fits the person of a row, whatever norm is asked for to be
   shown. */
struct norm_choice operands_norm(const struct scale *scale,
                                 const struct rows *rows, size_t row);

/* Where a score stands in that norm; missing where none fits. */
struct expr_value operands_standing(const struct scale *scale,
                                    enum expr_standing standing,
                                    const struct rows *rows, size_t row,
                                    struct near number);

/* Whether they are one item of FORM_CODES and nothing else: then a verdict can
   be found once for each code. */
bool operands_are_code(const struct operands *operands,
                       const struct plan *plan);

/* Fills 'values' as for a row with that code, where operands_are_code(). */
void operands_load_code(struct operands *operands, uint8_t code);

/* Whether what is missing among the values loaded for a row is missing for one
   reason alone: it was not to be asked.  The gates have run. */
bool operands_are_idle(const struct operands *operands, const struct run *run,
                       size_t row);

/* The age that no person is held to pass, for what formulas can come to. */
enum { OPERANDS_OLDEST = 150 };

/* Whatever an answer to the operand's item, or to that of another row, could
   make it; of a scale its ends; or a fact can be. */
struct expr_range operands_item_range(const struct expr_operand *operand,
                                      const struct instrument *instrument);

enum operands_outlook {
    OUTLOOK_SETTLED, /* no blank plays a part */
    OUTLOOK_OPEN,    /* 'ranges' says what the blanks could become */
    OUTLOOK_UNSAID   /* a bad value plays a part; it has the range of what is
                        missing */
};

/* Fills the range of one for a row; needs a run with details. */
enum operands_outlook operands_survey_one(struct operands *operands, size_t i,
                                          const struct run *run, size_t row);

/* Likewise of all. */
enum operands_outlook operands_survey(struct operands *operands,
                                      const struct run *run, size_t row);

#endif
