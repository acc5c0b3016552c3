/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interval twin of expr_run.c.  Addition, multiplication, division and
   rounding of doubles are monotone, so ends computed like the values bound
   them without any widening.  Operands count as independent of each other. */
#include "instrument/expr_program.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include "base/num.h"

static bool
is_empty(struct expr_range range)
{
    return range.low > range.high;
}

static const struct expr_range only_missing = {1, 0, true};

/* Ends that are not finite belong to results that are missing. */
static struct expr_range
between(double low, double high)
{
    bool overflows = !isfinite(low) || !isfinite(high);
    return (struct expr_range){.low = fmax(-DBL_MAX, fmin(DBL_MAX, low)),
                               .high = fmax(-DBL_MAX, fmin(DBL_MAX, high)),
                               .may_miss = overflows};
}

static struct expr_range
truth(bool can_be_false, bool can_be_true)
{
    return (struct expr_range){.low = can_be_false ? 0 : 1,
                               .high = can_be_true ? 1 : 0};
}

static bool
can_be(struct expr_range range, double number)
{
    return range.low <= number && number <= range.high;
}

static struct expr_range
join(struct expr_range a, struct expr_range b)
{
    bool may_miss = a.may_miss || b.may_miss;
    struct expr_range all =
        is_empty(a)   ? b
        : is_empty(b) ? a
                      : (struct expr_range){.low = fmin(a.low, b.low),
                                            .high = fmax(a.high, b.high)};
    all.may_miss = may_miss;
    return all;
}

/* ---- strict operations; no argument is empty ---- */

#define STRICT(name, value)                                                    \
    static struct expr_range range_##name(const struct expr_range *args,       \
                                          const struct expr_op *op)            \
    {                                                                          \
        (void)op;                                                              \
        return (value);                                                        \
    }
#define A (args[0])
#define B (args[1])

STRICT(negate, between(-A.high, -A.low))
STRICT(add, between(A.low + B.low, A.high + B.high))
STRICT(subtract, between(A.low - B.high, A.high - B.low))
STRICT(less, truth(A.high >= B.low, A.low < B.high))
STRICT(less_equal, truth(A.high > B.low, A.low <= B.high))
STRICT(greater, truth(A.low <= B.high, A.high > B.low))
STRICT(greater_equal, truth(A.low < B.high, A.high >= B.low))
STRICT(not, truth(can_be(A, 1), can_be(A, 0)))
STRICT(round, between(num_round(A.low, op->decimals, ROUND_HALF_UP),
                      num_round(A.high, op->decimals, ROUND_HALF_UP)))

#undef STRICT
#undef A
#undef B

/* Between the least and the greatest of what the ends give. */
static struct expr_range
corners(double a, double b, double c, double d)
{
    return between(fmin(fmin(a, b), fmin(c, d)), fmax(fmax(a, b), fmax(c, d)));
}

static struct expr_range
range_multiply(const struct expr_range *args, const struct expr_op *op)
{
    struct expr_range a = args[0];
    struct expr_range b = args[1];
    (void)op;
    return corners(a.low * b.low, a.low * b.high, a.high * b.low,
                   a.high * b.high);
}

static struct expr_range
range_divide(const struct expr_range *args, const struct expr_op *op)
{
    struct expr_range a = args[0];
    struct expr_range b = args[1];
    (void)op;
    if (b.low == 0 && b.high == 0)
        return only_missing;
    if (can_be(b, 0))
        return between(-(double)INFINITY, (double)INFINITY);
    return corners(a.low / b.low, a.low / b.high, a.high / b.low,
                   a.high / b.high);
}

/* The remainder has the sign of the dividend and is no larger than either. */
static struct expr_range
range_modulo(const struct expr_range *args, const struct expr_op *op)
{
    struct expr_range a = args[0];
    struct expr_range b = args[1];
    double largest = fmax(fabs(b.low), fabs(b.high));
    (void)op;
    if (largest == 0)
        return only_missing;
    struct expr_range range = between(a.low < 0 ? fmax(a.low, -largest) : 0,
                                      a.high > 0 ? fmin(a.high, largest) : 0);
    range.may_miss = can_be(b, 0);
    return range;
}

static bool
are_one_point(struct expr_range a, struct expr_range b)
{
    return a.low == a.high && b.low == b.high && a.low == b.low;
}

static struct expr_range
range_equal(const struct expr_range *args, const struct expr_op *op)
{
    (void)op;
    return truth(!are_one_point(args[0], args[1]),
                 args[0].low <= args[1].high && args[1].low <= args[0].high);
}

static struct expr_range
range_not_equal(const struct expr_range *args, const struct expr_op *op)
{
    (void)op;
    return truth(args[0].low <= args[1].high && args[1].low <= args[0].high,
                 !are_one_point(args[0], args[1]));
}

static struct expr_range
range_abs(const struct expr_range *args, const struct expr_op *op)
{
    double low = fabs(args[0].low);
    double high = fabs(args[0].high);
    (void)op;
    return between(can_be(args[0], 0) ? 0 : fmin(low, high), fmax(low, high));
}

static struct expr_range
range_sum(const struct expr_range *args, const struct expr_op *op)
{
    double low = 0;
    double high = 0;
    for (size_t i = 0; i < op->n_args; i++) {
        low += args[i].low;
        high += args[i].high;
    }
    return between(low, high);
}

static struct expr_range
range_mean(const struct expr_range *args, const struct expr_op *op)
{
    struct expr_range mean = range_sum(args, op);
    mean.low /= op->n_args;
    mean.high /= op->n_args;
    return mean;
}

static struct expr_range
range_min(const struct expr_range *args, const struct expr_op *op)
{
    struct expr_range min = args[0];
    for (size_t i = 1; i < op->n_args; i++)
        min = between(fmin(min.low, args[i].low), fmin(min.high, args[i].high));
    return between(min.low, min.high);
}

static struct expr_range
range_max(const struct expr_range *args, const struct expr_op *op)
{
    struct expr_range max = args[0];
    for (size_t i = 1; i < op->n_args; i++)
        max = between(fmax(max.low, args[i].low), fmax(max.high, args[i].high));
    return between(max.low, max.high);
}

static struct expr_range (*const strict[N_EXPR_CODES])(
    const struct expr_range *args, const struct expr_op *op) = {
    [EXPR_OP_NEGATE] = range_negate,
    [EXPR_OP_ADD] = range_add,
    [EXPR_OP_SUBTRACT] = range_subtract,
    [EXPR_OP_MULTIPLY] = range_multiply,
    [EXPR_OP_DIVIDE] = range_divide,
    [EXPR_OP_MODULO] = range_modulo,
    [EXPR_OP_EQUAL] = range_equal,
    [EXPR_OP_NOT_EQUAL] = range_not_equal,
    [EXPR_OP_LESS] = range_less,
    [EXPR_OP_LESS_EQUAL] = range_less_equal,
    [EXPR_OP_GREATER] = range_greater,
    [EXPR_OP_GREATER_EQUAL] = range_greater_equal,
    [EXPR_OP_NOT] = range_not,
    [EXPR_OP_SUM] = range_sum,
    [EXPR_OP_MEAN] = range_mean,
    [EXPR_OP_MIN] = range_min,
    [EXPR_OP_MAX] = range_max,
    [EXPR_OP_COUNT] = range_sum,
    [EXPR_OP_ROUND] = range_round,
    [EXPR_OP_ABS] = range_abs,
};

/* ---- operations that look at missing arguments ---- */

static struct expr_range
range_and(const struct expr_range *args, const struct expr_op *op)
{
    struct expr_range a = args[0];
    struct expr_range b = args[1];
    (void)op;
    struct expr_range result =
        truth(can_be(a, 0) || can_be(b, 0), can_be(a, 1) && can_be(b, 1));
    result.may_miss = (a.may_miss && (b.may_miss || can_be(b, 1)))
                      || (b.may_miss && can_be(a, 1));
    return result;
}

static struct expr_range
range_or(const struct expr_range *args, const struct expr_op *op)
{
    struct expr_range a = args[0];
    struct expr_range b = args[1];
    (void)op;
    struct expr_range result =
        truth(can_be(a, 0) && can_be(b, 0), can_be(a, 1) || can_be(b, 1));
    result.may_miss = (a.may_miss && (b.may_miss || can_be(b, 0)))
                      || (b.may_miss && can_be(a, 0));
    return result;
}

static struct expr_range
range_if(const struct expr_range *args, const struct expr_op *op)
{
    struct expr_range result = {1, 0, args[0].may_miss};
    (void)op;
    if (can_be(args[0], 1))
        result = join(result, args[1]);
    if (can_be(args[0], 0))
        result = join(result, args[2]);
    return result;
}

static struct expr_range
range_coalesce(const struct expr_range *args, const struct expr_op *op)
{
    struct expr_range result = only_missing;
    for (size_t i = 0; i < op->n_args && result.may_miss; i++) {
        result = join(result, args[i]);
        result.may_miss = args[i].may_miss;
    }
    return result;
}

static struct expr_range (*const lenient[N_EXPR_CODES])(
    const struct expr_range *args, const struct expr_op *op) = {
    [EXPR_OP_AND] = range_and,
    [EXPR_OP_OR] = range_or,
    [EXPR_OP_IF] = range_if,
    [EXPR_OP_COALESCE] = range_coalesce,
};

/* ---- the machine ---- */

static struct expr_range
run_strict(const struct expr_op *op, const struct expr_range *args)
{
    bool may_miss = false;
    for (size_t i = 0; i < op->n_args; i++) {
        if (is_empty(args[i]))
            return only_missing;
        may_miss = may_miss || args[i].may_miss;
    }
    struct expr_range result = strict[op->code](args, op);
    result.may_miss = result.may_miss || may_miss;
    return result;
}

static struct expr_range
run_op(const struct expr_op *op, const struct expr_range *args,
       const struct expr_range *operands)
{
    if (op->code == EXPR_OP_NUMBER)
        return between(op->number, op->number);
    if (op->code == EXPR_OP_OPERAND)
        return operands[op->operand_idx];
    if (op->code == EXPR_OP_ANSWERED) {
        struct expr_range operand = operands[op->operand_idx];
        return truth(operand.may_miss, !is_empty(operand));
    }
    return lenient[op->code] ? lenient[op->code](args, op)
                             : run_strict(op, args);
}

static struct expr_range
run_on(const struct expr *expr, const struct expr_range *operands,
       struct expr_range *stack)
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

static __attribute__((noinline)) struct expr_range
run_large(const struct expr *expr, const struct expr_range *operands)
{
    struct expr_range stack[EXPR_LIMIT_OPERATIONS];
    return run_on(expr, operands, stack);
}

struct expr_range
expr_run_range(const struct expr *expr, const struct expr_range *operands)
{
    struct expr_range stack[EXPR_SMALL_STACK_SIZE];
    if (expr->stack_size > EXPR_SMALL_STACK_SIZE)
        return run_large(expr, operands);
    return run_on(expr, operands, stack);
}
