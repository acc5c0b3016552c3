/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs of how a form was filled in: a caution for whoever reads the scores,
   and no verdict, since many have good reasons to answer alike.  They are of
   the items that scales are made of, in the order of the questionnaire, and of
   answers as they were given, before reversal.

   longest-run: as longstring of R's careless (Johnson 2005): a blank ends a
   run, and so does another response scale; what was not asked, or lies behind a
   closed gate, is passed over.
   spread: the sample standard deviation over items (Dunn, Heggestad, Shanock
   and Theilgard 2018), irv of careless, of each answer's place on its response
   scale from 0 to 1: of one response scale, irv divided by its range.
   even-odd (Johnson 2005; Meade and Craig 2012; Curran 2016): of each scale the
   mean of its 1st, 3rd ... item and that of its 2nd, 4th ..., after reversal,
   by their place; r of the two over scales, 2 r / (1 + r), -1 at least.  It is
   evenodd of careless with the other sign, which is how others have it: 1 is
   consistent.  The scales are the smallest that share no item.
   seconds-an-item: from the start to the end of filling in, by the number of
   answered items.  Two seconds are the floor of Huang, Curran, Keeney, Poposki
   and DeShon (2012). */
#ifndef ATTUNE_SCORE_CARE_H
#define ATTUNE_SCORE_CARE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "response/batch.h"
#include "score/plan.h"

enum care_sign {
#define SIGN(NAME, ...) CARE_##NAME,
#include "score/care.def"
    N_CARE_SIGNS
};

enum { CARE_LEAST_SCALES = 5, CARE_FLOOR_S = 2 };

/* ---- of rows ---- */

/* What it takes to find them; of one thread. */
struct care;

/* Borrows from the plan.  Without private items what is found does not hang on
   any answer to one. */
struct care *care_new(const struct plan *plan, bool with_private,
                      struct arena *arena) MUST_USE;

/* The signs of each row of a batch that was scored, sign s of row r at
   s * BATCH_ROWS + r; NaN: it cannot be said. */
void care_run(struct care *care, const struct batch *batch, double *signs);

/* ---- of many ---- */

/* How often each value came; memory does not grow with rows. */
struct care_tally;
struct care_tally *care_tally_new(struct arena *arena) MUST_USE;

void care_tally_add(struct care_tally *tally, enum care_sign sign,
                    double value); /* NaN is nothing */
size_t care_tally_n(const struct care_tally *tally, enum care_sign sign);

/* How many of 100 lie below, of those that are equal half, without 'own', which
   were added too; others were. */
double care_tally_percentile(const struct care_tally *tally,
                             enum care_sign sign, double value,
                             const double *own, size_t n_own);

/* The least value that so many of 100 do not pass; some were added. */
double care_tally_quantile(const struct care_tally *tally, enum care_sign sign,
                           int percent);

#endif
