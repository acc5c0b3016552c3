/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A compiled expression from the inside; for the files of expr alone.
   expr_parse.c makes it, expr_run.c and expr_range.c run it. */
#ifndef ATTUNE_INSTRUMENT_EXPR_PROGRAM_H
#define ATTUNE_INSTRUMENT_EXPR_PROGRAM_H

#include "instrument/expr.h"

enum expr_code {
#define OP(name, word) EXPR_OP_##name,
#include "instrument/expr_ops.def"
#undef OP
    N_EXPR_CODES
};

struct expr_op {
    enum expr_code code;
    uint32_t n_args;      /* values taken off the stack */
    uint32_t operand_idx; /* of OPERAND and ANSWERED */
    int decimals;         /* of ROUND */
    double number;        /* of NUMBER */
};

/* Invariant: running the ops in order leaves exactly one value on the stack,
   never takes one from an empty stack and never holds more than stack_size. */
struct expr {
    const struct expr_op *ops;
    size_t n_ops;
    const struct expr_operand *operands;
    size_t n_operands;
    size_t stack_size;
};

/* Most expressions need no more; a larger stack is cleared for each run. */
enum { EXPR_SMALL_STACK_SIZE = 24 };

#endif
