/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What worked examples expect of classes and alerts; for examples.c, which
   runs them. */
#ifndef ATTUNE_PROOF_EXAMPLE_CLASS_H
#define ATTUNE_PROOF_EXAMPLE_CLASS_H

#include <stdbool.h>
#include "base/diag.h"
#include "proof/working.h"

/* Whether the class or the alert that 'wanted' names came out as it says.
   False after adding an error with the arithmetic; also, without one, for a
   name that the checker has refused. */
bool example_class_holds(const struct worked_row *worked,
                         const struct example *example,
                         const struct expectation *wanted,
                         struct diag *diag) MUST_USE;
bool example_alert_holds(const struct worked_row *worked,
                         const struct example *example,
                         const struct expectation *wanted,
                         struct diag *diag) MUST_USE;

#endif
