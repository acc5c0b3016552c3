/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OP_FORMULA: a scale out of an expression over items and scales. */
#ifndef ATTUNE_SCORE_FORMULA_H
#define ATTUNE_SCORE_FORMULA_H

#include "score/operands.h"
#include "score/run.h"

/* The scales that it rests on have been scored. */
void formula_run(const struct run *run, const struct op *op,
                 struct operands *operands);

#endif
