/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OP_COMBINE: mean, sum, percent, count, min, max and median of items.

   Precedence where there is no score: an absent column, a bad value whatever
   min-answered says, no item that applies, too few answered.  'prorated' is
   set where a mean, sum or percent stands for all k items of the scale but
   rests on fewer, blank or not applicable. */
#ifndef ATTUNE_SCORE_COMBINE_H
#define ATTUNE_SCORE_COMBINE_H

#include "base/arena.h"
#include "score/run.h"

struct combine; /* tables of one scale */

struct combine *combine_new(const struct plan *plan, const struct op *op,
                            struct arena *arena) MUST_USE;

struct combine_scratch; /* columns that all scales share */
struct combine_scratch *combine_scratch_new(struct arena *arena) MUST_USE;

void combine_run(const struct run *run, const struct combine *combine,
                 struct combine_scratch *scratch);

#endif
