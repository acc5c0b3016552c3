/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an instrument must stand before anything is scored with it: one proof
   for all, so that what 'attune check' refuses is not scored with. */
#ifndef ATTUNE_PROOF_PROOF_H
#define ATTUNE_PROOF_PROOF_H

#include <stdbool.h>
#include <stddef.h>
#include "base/diag.h"
#include "base/buf.h"
#include "score/contributions.h"
#include "score/plan.h"

/* What an expectation of a worked example is about: by their positions in the
   instrument, of alerts in the plan. */
enum expected { EXPECTED_SCALE, EXPECTED_CLASS, EXPECTED_ALERT };

/* Adds how it came about, on one line without its end: who runs a proof brings
   the words (output/working.h).  'decimals' are of the score; -1: the shortest
   digits. */
typedef void working_fn(const struct worked_row *worked, enum expected what,
                        size_t idx, int decimals, struct buf *out);

/* Holds the instrument against what its formulas can come to and every
   attainable score, and runs its worked examples, of whose expectations
   '*n_held' hold.  False after adding at least one error. */
bool proof_run(const struct plan *plan, working_fn *tell, size_t *n_held,
               struct diag *diag) MUST_USE;

/* ---- its three parts; each false when there was an error ---- */

/* Adds an error for each formula that never gives a number within its declared
   range, and a note for each declared end that it stays away from.  Both are
   certain: its reach counts its operands as independent, which can only make
   it wider than it is.

   Adds a warning for each formula that is missing whatever is answered, as
   'a div (b - b)', which shows only when each value of an operand that it uses
   more than once is tried, and a note for each that gives a form on which
   nothing was answered a score.  Not for helpers, and not for one that asks no
   more of the answers than whether they are there: it counts blanks.

   Adds a warning for each gate, alert and case of a class whose test is never
   true, whatever is answered; certain as well. */
bool reach_check(const struct plan *plan, struct diag *diag) MUST_USE;

/* Adds an error for each list of bands and each norm table that has no place
   for an attainable score after rounding, and for each cut-off that lies
   outside or parts nothing; a warning for each band and row that no score
   reaches. */
bool attainable_check(const struct plan *plan, struct diag *diag) MUST_USE;

/* Runs the worked examples through the plan and kernel.  Adds an error, with
   the arithmetic, for each expectation that does not hold. */
bool examples_run(const struct plan *plan, working_fn *tell, size_t *n_held,
                  struct diag *diag) MUST_USE;

#endif
