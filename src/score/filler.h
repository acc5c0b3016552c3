/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills forms up, one way after the other, through a plan and a kernel: for
   scores of which the ends that the kernel tells say too little.  That is where
   a blank decides whether another item applies, where a blank may be answered
   with "did not come up", and of formulas.

   Only what decides is filled in: of a combined scale the gates of its items,
   and items that may leave it; of a formula all that it rests on, but not anew
   where the blanks of a scale only add up to what they did before.  Whoever
   judges asks for it, row by row; scoring alone pays nothing. */
#ifndef ATTUNE_SCORE_FILLER_H
#define ATTUNE_SCORE_FILLER_H

#include "base/arena.h"
#include "response/batch.h"
#include "score/plan.h"
#include "score/scores.h"

/* A score that more forms would have to be filled up for keeps its ends, which
   may be wider than what comes about. */
enum { FILLER_MOST = 4096 };

struct filler; /* of one thread */

struct filler *filler_new(const struct plan *plan,
                          struct arena *arena) MUST_USE;

/* Puts the branches (branches.h) of all scores of a row; they live in 'arena'.
   'scores' have details and were made of the batch by the same plan. */
void filler_run(struct filler *filler, const struct batch *batch, size_t row,
                struct scores *scores, struct arena *arena);

/* Of all rows of a batch. */
void filler_run_all(struct filler *filler, const struct batch *batch,
                    struct scores *scores, struct arena *arena);

#endif
