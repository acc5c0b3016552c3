/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every score that a scale can come to, prorated ones included. */
#ifndef ATTUNE_PROOF_ATTAINABLE_H
#define ATTUNE_PROOF_ATTAINABLE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/diag.h"
#include "score/plan.h"

enum { ATTAINABLE_LIMIT = 100 * 1000 /* scores of one scale */ };

struct attainable {
    const double *scores; /* ascending, none twice; never empty */
    size_t n;
    /* False: any score from the first to the last counts as attainable,
       because there are too many (more than the limit, items without steps),
       or because the file declares them (formulas). */
    bool is_exact;
};

/* Counted in whole numbers, so that each score is the double nearest to the
   true fraction.  Gates are taken for independent of the answers, and items of
   a median for alike: some scores may be listed that no form gives, but none is
   left out. */
struct attainable attainable_scores(const struct plan *plan, size_t scale_idx,
                                    size_t limit, struct arena *arena) MUST_USE;

/* The same before the scale's metric. */
struct attainable attainable_raw(const struct plan *plan, size_t scale_idx,
                                 size_t limit, struct arena *arena) MUST_USE;

#endif
