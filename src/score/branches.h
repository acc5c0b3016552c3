/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a score can become, one by one, with everything decided that its lowest
   and its highest alone do not tell.  A filler makes them (filler.h); who
   judges asks the fillings (change/fillings.h). */
#ifndef ATTUNE_SCORE_BRANCHES_H
#define ATTUNE_SCORE_BRANCHES_H

#include <stddef.h>
#include "base/arena.h"
#include "instrument/instrument.h"
#include "score/scores.h"

/* Of more than these the ends alone are kept. */
enum { BRANCHES_LISTED = 256 };

struct branches {
    const struct score *all; /* NULL: more than BRANCHES_LISTED */
    size_t n;
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
