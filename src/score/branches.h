/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a score can go with everything decided that its lowest and its
   highest alone do not tell.  A filler finds it out (filler.h); who judges asks
   the fillings (change/fillings.h). */
#ifndef ATTUNE_SCORE_BRANCHES_H
#define ATTUNE_SCORE_BRANCHES_H

#include <stddef.h>
#include "base/arena.h"
#include "instrument/instrument.h"
#include "score/scores.h"

struct branches {
    /* Filled up: of those that leave out as many items the lowest and the
       highest score.  One may be no score: then none might come about. */
    const struct score *ends;
    size_t n_ends;
};

/* Of one scale: 'filled' has a score for each way of deciding what decides, in
   any order, which is not kept. */
const struct branches *branches_new(const struct scale *scale,
                                    struct score *filled, size_t n,
                                    struct arena *arena) MUST_USE;

/* NULL of NULL. */
const struct branches *branches_copy(const struct branches *branches,
                                     struct arena *arena) MUST_USE;

/* The score of a form without blanks that leaves out 'n_out' items. */
struct score branch_fill_up(const struct scale *scale,
                            const struct score *score, double value, int n_out);

#endif
