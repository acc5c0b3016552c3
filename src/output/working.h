/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a score came about, as arithmetic that a person can follow:

       q1 3, q2 4 - 1 = 3, q3 3; mean of 3 answered of 3 = 3.00 */
#ifndef ATTUNE_OUTPUT_WORKING_H
#define ATTUNE_OUTPUT_WORKING_H

#include "base/buf.h"
#include "proof/proof.h"

/* As working_fn has it: how a scale came to its score, a class to its case or
   an alert to its state. */
working_fn working_add;

#endif
