/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a plan over a batch: the one place where scores are computed. */
#ifndef ATTUNE_SCORE_KERNEL_H
#define ATTUNE_SCORE_KERNEL_H

#include "base/arena.h"
#include "response/batch.h"
#include "score/plan.h"
#include "score/scores.h"

struct kernel; /* scratch columns of one thread */

struct kernel *kernel_new(const struct plan *plan,
                          struct arena *arena) MUST_USE;

/* Fills 'scores' (made by scores_new() for the same plan) from 'batch'.  Gates
   write into the batch: an item whose gate is known false becomes
   ANSWER_NOT_APPLICABLE. */
void kernel_run(struct kernel *kernel, struct batch *batch,
                struct scores *scores);

/* What the row has of what is asked of it: 'asked' is the thread's, of
   operands_asked(), and 'told' has its place for each entry of the asker's
   list. Right after kernel_run(), with details, of the same batch; the session
   is left out. */
struct operands;
void kernel_tell(const struct kernel *kernel, struct operands *asked,
                 struct batch *batch, struct scores *scores, size_t row,
                 struct told *told);

/* Why a row of that state has no score; WHY_SCORED: it is to have one. */
extern const enum why kernel_whys[];

#endif
