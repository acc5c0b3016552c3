/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a form with blanks could have become had every blank been answered, as
   far as it takes to see what all of that shares.

   A score moves one way with each answer, an index one way with each of its
   two scores, and the side of a cut-off likewise; so the lowest and the highest
   score stand for all between, and the four pairs of such ends for all pairs.
   They are forms filled up: nothing stands in for a blank in them, and their
   error is that of a full form, but for what does not apply. */
#ifndef ATTUNE_CHANGE_FILLINGS_H
#define ATTUNE_CHANGE_FILLINGS_H

#include <stdbool.h>
#include <stddef.h>
#include "instrument/instrument.h"
#include "score/scores.h"

/* Whether it is its own filling: no blank could change it or its error. */
bool fillings_none(const struct score *score);

/* One at least: a score that has no blank, or of which nothing is known, is
   its own. */
size_t fillings_count(const struct scale *scale, const struct score *score);

struct score fillings_get(const struct scale *scale, const struct score *score,
                          size_t idx);

/* What is asked of a difference whichever way it goes is not asked of the ends
   alone: where it is far enough at the one end upward and at the other
   downward, some pair of fillings in between may lie within 'limit' of each
   other, as a change of less than the limit or, with 'and_on', of the limit
   too.  True also where the fillings cannot be listed: of a median, or there
   are gates, answers without steps, or too many. */
bool fillings_may_meet(const struct instrument *instrument,
                       const struct scale *scale, const struct score *before,
                       const struct score *after, double limit, bool and_on);

#endif
