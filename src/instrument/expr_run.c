/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a compiled expression.  Each operation is a function from its arguments
   to a value; most are strict: only what they give for known arguments is
   theirs to say, bad and missing are handled once for all of them. */
#include "instrument/expr_program.h"

#include <assert.h>
#include <math.h>
#include "base/num.h"

typedef double strict_fn(const struct expr_value *args,
                         const struct expr_op *op);

static struct expr_value
missing(void)
{
    return (struct expr_value){.state = EXPR_MISSING};
}

/* What is not finite is missing; there is no negative zero. */
static struct expr_value
known(double number)
{
    if (!isfinite(number))
        return missing();
    return (struct expr_value){.number = number + 0.0, .state = EXPR_KNOWN};
}

static bool
is_known(struct expr_value value, double number)
{
    return value.state == EXPR_KNOWN && value.number == number;
}

/* The worst state of all: known, missing, bad. */
static enum expr_state
worst_state(const struct expr_value *args, size_t n)
{
    enum expr_state worst = EXPR_KNOWN;
    for (size_t i = 0; i < n; i++)
        if (args[i].state > worst)
            worst = args[i].state;
    return worst;
}

/* ---- strict operations ---- */

#define STRICT(name, value)                                                    \
    static double run_##name(const struct expr_value *args,                    \
                             const struct expr_op *op)                         \
    {                                                                          \
        (void)op;                                                              \
        return (value);                                                        \
    }
#define A (args[0].number)
#define B (args[1].number)

STRICT(negate, -A)
STRICT(add, A + B)
STRICT(subtract, A - B)
STRICT(multiply, A *B)
STRICT(divide, B == 0 ? (double)NAN : A / B)
STRICT(modulo, B == 0 ? (double)NAN : fmod(A, B))
STRICT(equal, A == B)
STRICT(not_equal, A != B)
STRICT(less, A < B)
STRICT(less_equal, A <= B)
STRICT(greater, A > B)
STRICT(greater_equal, A >= B)
STRICT(not, A == 0)
STRICT(abs, fabs(A))
STRICT(round, num_round(A, op->decimals, ROUND_HALF_UP))

#undef STRICT
#undef A
#undef B

static double
run_sum(const struct expr_value *args, const struct expr_op *op)
{
    double sum = 0;
    for (size_t i = 0; i < op->n_args; i++)
        sum += args[i].number;
    return sum;
}

static double
run_mean(const struct expr_value *args, const struct expr_op *op)
{
    return run_sum(args, op) / op->n_args;
}

static double
run_min(const struct expr_value *args, const struct expr_op *op)
{
    double min = args[0].number;
    for (size_t i = 1; i < op->n_args; i++)
        if (args[i].number < min)
            min = args[i].number;
    return min;
}

static double
run_max(const struct expr_value *args, const struct expr_op *op)
{
    double max = args[0].number;
    for (size_t i = 1; i < op->n_args; i++)
        if (args[i].number > max)
            max = args[i].number;
    return max;
}

static strict_fn *const strict[N_EXPR_CODES] = {
    [EXPR_OP_NEGATE] = run_negate,
    [EXPR_OP_ADD] = run_add,
    [EXPR_OP_SUBTRACT] = run_subtract,
    [EXPR_OP_MULTIPLY] = run_multiply,
    [EXPR_OP_DIVIDE] = run_divide,
    [EXPR_OP_MODULO] = run_modulo,
    [EXPR_OP_EQUAL] = run_equal,
    [EXPR_OP_NOT_EQUAL] = run_not_equal,
    [EXPR_OP_LESS] = run_less,
    [EXPR_OP_LESS_EQUAL] = run_less_equal,
    [EXPR_OP_GREATER] = run_greater,
    [EXPR_OP_GREATER_EQUAL] = run_greater_equal,
    [EXPR_OP_NOT] = run_not,
    [EXPR_OP_SUM] = run_sum,
    [EXPR_OP_MEAN] = run_mean,
    [EXPR_OP_MIN] = run_min,
    [EXPR_OP_MAX] = run_max,
    [EXPR_OP_COUNT] = run_sum, /* of ones and zeros */
    [EXPR_OP_ROUND] = run_round,
    [EXPR_OP_ABS] = run_abs,
};

/* ---- operations that look at missing arguments; none is bad ---- */

static struct expr_value
run_and(const struct expr_value *args, size_t n)
{
    if (is_known(args[0], 0) || is_known(args[1], 0))
        return known(0);
    return worst_state(args, n) == EXPR_KNOWN ? known(1) : missing();
}

static struct expr_value
run_or(const struct expr_value *args, size_t n)
{
    if (is_known(args[0], 1) || is_known(args[1], 1))
        return known(1);
    return worst_state(args, n) == EXPR_KNOWN ? known(0) : missing();
}

static struct expr_value
run_coalesce(const struct expr_value *args, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (args[i].state == EXPR_KNOWN)
            return args[i];
    return missing();
}

static struct expr_value (*const lenient[N_EXPR_CODES])(
    const struct expr_value *args, size_t n) = {
    [EXPR_OP_AND] = run_and,
    [EXPR_OP_OR] = run_or,
    [EXPR_OP_COALESCE] = run_coalesce,
};

/* The one operation that a bad argument does not always reach. */
static struct expr_value
run_if(const struct expr_value *args)
{
    if (args[0].state != EXPR_KNOWN)
        return args[0];
    return args[0].number == 1 ? args[1] : args[2];
}

/* ---- the machine ---- */

static struct expr_value
answered(struct expr_value operand)
{
    if (operand.state == EXPR_BAD)
        return operand;
    return known(operand.state == EXPR_KNOWN);
}

static struct expr_value
run_op(const struct expr_op *op, const struct expr_value *args,
       const struct expr_value *operands)
{
    if (op->code == EXPR_OP_NUMBER)
        return known(op->number);
    if (op->code == EXPR_OP_OPERAND)
        return operands[op->operand_idx];
    if (op->code == EXPR_OP_ANSWERED)
        return answered(operands[op->operand_idx]);
    if (op->code == EXPR_OP_IF)
        return run_if(args);
    enum expr_state worst = worst_state(args, op->n_args);
    if (worst == EXPR_BAD)
        return (struct expr_value){.state = EXPR_BAD};
    if (lenient[op->code])
        return lenient[op->code](args, op->n_args);
    return worst == EXPR_MISSING ? missing()
                                 : known(strict[op->code](args, op));
}

static struct expr_value
run_on(const struct expr *expr, const struct expr_value *operands,
       struct expr_value *stack)
{
    size_t height = 0;
    for (size_t i = 0; i < expr->n_ops; i++) {
        height -= expr->ops[i].n_args;
        stack[height] = run_op(&expr->ops[i], &stack[height], operands);
        height++;
    }
    assert(height == 1);
    return stack[0];
}

static __attribute__((noinline)) struct expr_value
run_large(const struct expr *expr, const struct expr_value *operands)
{
    struct expr_value stack[EXPR_LIMIT_OPERATIONS];
    return run_on(expr, operands, stack);
}

struct expr_value
expr_run(const struct expr *expr, const struct expr_value *operands)
{
    struct expr_value stack[EXPR_SMALL_STACK_SIZE];
    if (expr->stack_size > EXPR_SMALL_STACK_SIZE)
        return run_large(expr, operands);
    return run_on(expr, operands, stack);
}
