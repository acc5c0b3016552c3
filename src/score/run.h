/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The operations of a kernel and what they share while they run over a batch;
   private to kernel.c, which runs them in the order of the plan and judges
   what they make, and to them: gate.c, combine.c, formula.c, classes.c,
   alerts.c. */
#ifndef ATTUNE_SCORE_RUN_H
#define ATTUNE_SCORE_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "response/batch.h"
#include "score/plan.h"
#include "score/scores.h"

/* Whether the blanks that an item's gate rests on may still make the item not
   applicable, or applicable again; and then its answer may be a bad value. */
enum gate_outlook { GATE_SETTLED, GATE_OPEN, GATE_OPEN_OVER_BAD };

struct run {
    const struct plan *plan;
    struct batch *batch;
    struct scores *scores;
    size_t n_rows;
    bool with_details;
    /* Of details only.  By item; NULL for items without a gate that offer no
       choice of not applicable.  Each an enum gate_outlook: of the blanks that
       its gate rests on, and of its own. */
    uint8_t *const *open;
    /* By item; NULL for items without a gate; of details, and for alerts.  1
       where the item was not to be asked: its gate is false, or rests on
       nothing but items that were not to be. */
    uint8_t *const *idle;
    /* Of details only, by scale: 1 where there may be no score even if every
       blank were answered.  Without a range: 1 where there can be none. */
    uint8_t *const *may_miss;
};

static inline struct score_column *
run_column(const struct run *run, const struct op *op)
{
    return &run->scores->columns[op->idx];
}

struct operands;

/* OP_GATE: an item whose relevance is known false is not applicable, whatever
   stands in the data.  Missing or bad: the item stays as it is. */
void gate_run(const struct run *run, const struct op *op,
              struct operands *operands);

/* For details: where the blank of an item may be its choice of not applicable,
   gate or no gate.  Before any operation. */
void gate_open_blanks(const struct run *run, size_t item_idx);

/* OP_COMBINE: mean, sum, percent, count, min, max and median of items.

   Precedence where there is no score: an absent column, a bad value whatever
   min-answered says, no item that applies, too few answered.  'prorated' is
   set where a mean, sum or percent stands for all k items of the scale but
   rests on fewer, blank or not applicable. */
struct combine; /* tables of one scale */

struct combine *combine_new(const struct plan *plan, const struct op *op,
                            struct arena *arena) MUST_USE;

struct combine_scratch; /* columns that all scales share */
struct combine_scratch *combine_scratch_new(struct arena *arena) MUST_USE;

/* False: it rests on an absent column, and nothing was done. */
bool combine_run(const struct run *run, const struct combine *combine,
                 struct combine_scratch *scratch) MUST_USE;

/* Medians, for OP_COMBINE: the middle one of the answers after reversal, or the
   mean of the two in the middle.  What has no answer takes no part.  combine.c
   counts the answers and says whether there are enough. */
struct middle; /* a scale, and room for the answers of one row */

struct middle *middle_new(const struct plan *plan, const struct op *op,
                          struct arena *arena) MUST_USE;

/* The median of what was answered in each row; of nothing it is 0. */
void middle_values(const struct run *run, struct middle *middle, double *out);

/* The least and the greatest that the blanks could make it.  'needed' says, by
   the number of items that apply, how many answers there have to be; where
   there can never be that many, both are 0. */
void middle_ranges(const struct run *run, struct middle *middle,
                   const uint16_t *needed, double *low, double *high);

/* Estimates, for OP_COMBINE likewise: by the scale's calibration.  The errors
   go into the score column. */
struct estimate; /* a scale, what its answers say, and room for one row */

struct estimate *estimate_new(const struct plan *plan, const struct op *op,
                              const uint16_t *needed,
                              struct arena *arena) MUST_USE;

/* Of what was answered in each row; of nothing it is what the prior says. */
void estimate_values(const struct run *run, struct estimate *estimate,
                     double *out);

/* The least and the greatest that the blanks could make them, and their errors
   where a rule of change asks for these.  'values' are what was answered. */
void estimate_ranges(const struct run *run, struct estimate *estimate,
                     const double *values, double *low, double *high);

/* OP_FORMULA: a scale out of an expression over items and scales, which have
   been scored.  False as of combine_run(). */
bool formula_run(const struct run *run, const struct op *op,
                 struct operands *operands) MUST_USE;

/* OP_CLASS, when the scales have been scored (see classes.h). */
struct class_tests; /* the operands of each test */

struct class_tests *class_tests_new(const struct plan *plan,
                                    const struct op *op,
                                    struct arena *arena) MUST_USE;
void class_run(const struct run *run, const struct op *op,
               struct class_tests *tests);

/* A row that is not scored at all. */
void class_put_why(const struct run *run, size_t class_idx, size_t row,
                   enum why why);

/* OP_ALERT, likewise (see alerts.h). */
struct alert_test; /* the condition */

struct alert_test *alert_test_new(const struct plan *plan, const struct op *op,
                                  struct arena *arena) MUST_USE;
void alert_run(const struct run *run, const struct op *op,
               struct alert_test *test);
void alert_put_why(const struct run *run, size_t alert_idx, size_t row,
                   enum why why);

#endif
