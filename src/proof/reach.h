/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the formulas of an instrument can come to, whatever is answered, held
   against the ranges that they declare. */
#ifndef ATTUNE_PROOF_REACH_H
#define ATTUNE_PROOF_REACH_H

#include <stdbool.h>
#include "base/diag.h"
#include "score/plan.h"

/* Adds an error for each formula that never gives a number within its declared
   range, and a note for each declared end that it stays away from.  Both are
   certain: its reach counts its operands as independent, which can only make
   it wider than it is.

   Adds a warning for each formula that is missing whatever is answered, as
   'a div (b - b)', which shows only when each value of an operand that it uses
   more than once is tried, and a note for each that gives a form on which
   nothing was answered a score.  Not for helpers, and not for one that asks no
   more of the answers than whether they are there: it counts blanks.

   False when there was an error. */
bool reach_check(const struct plan *plan, struct diag *diag) MUST_USE;

#endif
