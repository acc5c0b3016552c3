/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an instrument must stand before anything is scored with it. */
#ifndef ATTUNE_PROOF_PROOF_H
#define ATTUNE_PROOF_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include "base/diag.h"
#include "score/plan.h"

/* Holds the instrument against what its formulas can come to (reach.h) and
   every attainable score (attainable.h), and runs its worked examples
   (examples.h), of whose expectations '*n_held' hold.
   False after adding at least one error. */
bool proof_run(const struct plan *plan, size_t *n_held,
               struct diag *diag) MUST_USE;

#endif
