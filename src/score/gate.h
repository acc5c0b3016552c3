/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OP_GATE: an item whose relevance is known false is not applicable, whatever
   stands in the data.  Missing or bad: the item stays as it is. */
#ifndef ATTUNE_SCORE_GATE_H
#define ATTUNE_SCORE_GATE_H

#include "score/operands.h"
#include "score/run.h"

void gate_run(const struct run *run, const struct op *op,
              struct operands *operands);

/* For details: where the blank of an item may be its choice of not applicable,
   gate or no gate.  Before any operation. */
void gate_open_blanks(const struct run *run, size_t item_idx);

#endif
