/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A compiled expression from the inside; for the files of expr alone.
   expr_parse.c makes it, expr_run.c and expr_range.c run it. */
#ifndef ATTUNE_INSTRUMENT_EXPR_PROGRAM_H
#define ATTUNE_INSTRUMENT_EXPR_PROGRAM_H

#include <assert.h>
#include "instrument/expr.h"

enum expr_code {
#define OP(name, word) EXPR_OP_##name,
#include "instrument/expr_ops.def"
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

/* Defines run_machine(expr, operands), which has run_op(op, args, operands)
   make a 'value' of each operation's arguments on the stack. */
#define EXPR_MACHINE(value, operand)                                           \
    static value run_on(const struct expr *expr, const operand *operands,      \
                        value *stack)                                          \
    {                                                                          \
        size_t height = 0;                                                     \
        for (size_t i = 0; i < expr->n_ops; i++) {                             \
            height -= expr->ops[i].n_args;                                     \
            stack[height] = run_op(&expr->ops[i], &stack[height], operands);   \
            height++;                                                          \
        }                                                                      \
        assert(height == 1);                                                   \
        return stack[0];                                                       \
    }                                                                          \
    static __attribute__((noinline)) value run_large(const struct expr *expr,  \
                                                     const operand *operands)  \
    {                                                                          \
        value stack[EXPR_LIMIT_OPERATIONS];                                    \
        return run_on(expr, operands, stack);                                  \
    }                                                                          \
    static value run_machine(const struct expr *expr, const operand *operands) \
    {                                                                          \
        value stack[EXPR_SMALL_STACK_SIZE];                                    \
        if (expr->stack_size > EXPR_SMALL_STACK_SIZE)                          \
            return run_large(expr, operands);                                  \
        return run_on(expr, operands, stack);                                  \
    }

#endif
