/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a form with blanks could have become had every blank been answered, as
   far as it takes to see what all of that shares.

   A score moves one way with each answer, an index one way with each of its
   two scores, and the side of a cut-off likewise; so the lowest and the highest
   score stand for all between, and the four pairs of such ends for all pairs.
   What is far enough upward at one end and downward at another has no
   direction: of that nothing is stated, whatever lies between.
   They are forms filled up: nothing stands in for a blank in them, and their
   error is that of a full form, but for what does not apply.

   An estimate's error is not the same in all of them: each end is taken with
   the least and with the most that it could be, as an index moves one way with
   each error too.

   Where that does not hold, as a blank decides about other items, or of a
   formula, a score has branches (score/branches.h): their fillings are its. */
#ifndef ATTUNE_CHANGE_FILLINGS_H
#define ATTUNE_CHANGE_FILLINGS_H

#include <stdbool.h>
#include <stddef.h>
#include "instrument/instrument.h"
#include "score/scores.h"

/* Whether it is its own filling: no blank could change it or its error. */
bool fillings_none(const struct score *score);

/* One at least: a score that has no blank, or of which nothing is known, is
   its own.  One may be no score: then none might come about. */
size_t fillings_count(const struct scale *scale, const struct score *score);

struct score fillings_get(const struct scale *scale, const struct score *score,
                          size_t idx);

/* Brings the ends of a score that has branches to what comes about, for who
   tells them; others and their ends stay. */
void fillings_tighten(struct score *score);

/* Whether none might come about, and no filling says so. */
bool fillings_may_lack(const struct score *score);

#endif
