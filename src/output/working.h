/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a score came about, as arithmetic that a person can follow:

       q1 3, q2 4 - 1 = 3, q3 3; mean of 3 answered of 3 = 3.00 */
#ifndef ATTUNE_OUTPUT_WORKING_H
#define ATTUNE_OUTPUT_WORKING_H

#include "base/buf.h"
#include "output/explain_tree.h"

/* Adds a number with that many digits after the point; -1: the shortest. */
void working_add_value(double value, int decimals, struct buf *out);

/* Adds one line, without its end: how a scale came to its score, a class to its
   case or an alert (of plan->alerts) to its state, by the kind of node and its
   position.  A score is printed as by working_add_value(). */
void working_add(const struct worked_row *worked, enum node_kind kind,
                 size_t idx, int decimals, struct buf *out);

#endif
