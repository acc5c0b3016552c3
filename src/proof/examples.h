/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the worked examples of an instrument through the plan and kernel. */
#ifndef ATTUNE_PROOF_EXAMPLES_H
#define ATTUNE_PROOF_EXAMPLES_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/diag.h"
#include "score/plan.h"

/* Adds an error, with the arithmetic, for each expectation that does not hold.
   Counts those that held in '*n_held'.  False when there was an error. */
bool examples_run(const struct plan *plan, size_t *n_held,
                  struct diag *diag) MUST_USE;

#endif
