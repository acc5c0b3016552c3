/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every score that a scale can come to, prorated ones included, and the proof
   that its bands, norm tables and cut-offs have an answer for each. */
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
   true fraction.  Gates are taken for independent of the answers: some scores
   may be listed that no form gives, but none is left out. */
struct attainable attainable_scores(const struct plan *plan, size_t scale_idx,
                                    size_t limit, struct arena *arena) MUST_USE;

/* Adds an error for each list of bands and each norm table that has no place
   for an attainable score after rounding, and for each cut-off that lies
   outside or parts nothing; a warning for each band and row that no score
   reaches.  False when there was an error. */
bool attainable_check(const struct plan *plan, struct diag *diag) MUST_USE;

#endif
