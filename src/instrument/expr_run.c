/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a compiled expression.  Each operation is a function from its arguments
   to a value; most are strict: only what they give for known arguments is
   theirs to say, bad and missing are handled once for all of them. */
#include "instrument/expr_program.h"

#include <math.h>
#include "base/near.h"

static struct expr_value
missing(void)
{
    return (struct expr_value){.state = EXPR_MISSING};
}

/* What is not finite is missing; there is no negative zero. */
static struct expr_value
known(struct near value)
{
    if (!isfinite(value.number))
        return missing();
    return (struct expr_value){.number = value.number + 0.0,
                               .state = EXPR_KNOWN,
                               .noise = value.noise};
}

static struct near
truth(bool holds)
{
    return (struct near){holds, 0};
}

static struct near
near_value(struct expr_value value)
{
    return (struct near){value.number, value.noise};
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
    static struct near run_##name(const struct expr_value *args,               \
                                  const struct expr_op *op)                    \
    {                                                                          \
        (void)op;                                                              \
        return (value);                                                        \
    }
#define A (near_value(args[0]))
#define B (near_value(args[1]))

STRICT(negate, ((struct near){-A.number, A.noise}))
STRICT(add, near_add(A, B))
STRICT(subtract, near_subtract(A, B))
STRICT(multiply, near_multiply(A, B))
STRICT(divide, near_divide(A, B))
STRICT(modulo, near_modulo(A, B))
STRICT(equal, truth(near_side(A, B) == 0))
STRICT(not_equal, truth(near_side(A, B) != 0))
STRICT(less, truth(near_side(A, B) < 0))
STRICT(less_equal, truth(near_side(A, B) <= 0))
STRICT(greater, truth(near_side(A, B) > 0))
STRICT(greater_equal, truth(near_side(A, B) >= 0))
STRICT(not, truth(A.number == 0))
STRICT(abs, ((struct near){fabs(A.number), A.noise}))
STRICT(round, near_round(A, op->decimals))
STRICT(sqrt, near_sqrt(A))
STRICT(ln, near_ln(A))
STRICT(exp, near_exp(A))
STRICT(power, near_power(A, B))

#undef STRICT
#undef A
#undef B

static struct near
run_sum(const struct expr_value *args, const struct expr_op *op)
{
    struct near sum = near_value(args[0]);
    for (size_t i = 1; i < op->n_args; i++)
        sum = near_add(sum, near_value(args[i]));
    return sum;
}

static struct near
run_mean(const struct expr_value *args, const struct expr_op *op)
{
    return near_divide(run_sum(args, op), near_of(op->n_args));
}

static struct near
run_extreme(const struct expr_value *args, size_t n,
            double pick(double, double))
{
    struct near found = near_value(args[0]);
    for (size_t i = 1; i < n; i++) {
        found.number = pick(found.number, args[i].number);
        found.noise = fmax(found.noise, args[i].noise);
    }
    return found;
}

static struct near
run_min(const struct expr_value *args, const struct expr_op *op)
{
    return run_extreme(args, op->n_args, fmin);
}

static struct near
run_max(const struct expr_value *args, const struct expr_op *op)
{
    return run_extreme(args, op->n_args, fmax);
}

/* Of a sample: over n - 1. */
static struct near
run_sd(const struct expr_value *args, const struct expr_op *op)
{
    struct near mean = run_mean(args, op);
    struct near squares = {0, 0};
    for (size_t i = 0; i < op->n_args; i++) {
        struct near off = near_subtract(near_value(args[i]), mean);
        squares = near_add(squares, near_multiply(off, off));
    }
    return near_sqrt(near_divide(squares, near_of(op->n_args - 1)));
}

static struct near
run_median(const struct expr_value *args, const struct expr_op *op)
{
    struct near numbers[EXPR_LIMIT_OPERATIONS];
    for (size_t i = 0; i < op->n_args; i++)
        numbers[i] = near_value(args[i]);
    return near_median(numbers, op->n_args);
}

static struct near (*const strict[N_EXPR_CODES])(const struct expr_value *args,
                                                 const struct expr_op *op) = {
#define OP(NAME, word)
#define STRICT_OP(NAME, function, word) [EXPR_OP_##NAME] = run_##function,
#include "instrument/expr_ops.def"
};

/* ---- operations that look at missing arguments; none is bad ---- */

static struct expr_value
run_and(const struct expr_value *args, size_t n)
{
    if (is_known(args[0], 0) || is_known(args[1], 0))
        return known(truth(false));
    return worst_state(args, n) == EXPR_KNOWN ? known(truth(true)) : missing();
}

static struct expr_value
run_or(const struct expr_value *args, size_t n)
{
    if (is_known(args[0], 1) || is_known(args[1], 1))
        return known(truth(true));
    return worst_state(args, n) == EXPR_KNOWN ? known(truth(false)) : missing();
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
    return known(truth(operand.state == EXPR_KNOWN));
}

static struct expr_value
operand_value(struct expr_value operand)
{
    if (operand.state == EXPR_KNOWN && operand.noise == 0)
        operand.noise = near_of(operand.number).noise;
    return operand;
}

static struct expr_value
run_op(const struct expr_op *op, const struct expr_value *args,
       const struct expr_value *operands)
{
    if (op->code == EXPR_OP_NUMBER)
        return known(near_of(op->number));
    if (op->code == EXPR_OP_MISSING)
        return missing();
    if (op->code == EXPR_OP_OPERAND)
        return operand_value(operands[op->operand_idx]);
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

EXPR_MACHINE(struct expr_value, struct expr_value)

struct expr_value
expr_run(const struct expr *expr, const struct expr_value *operands)
{
    return run_machine(expr, operands);
}
