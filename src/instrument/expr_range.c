/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interval twin of expr_run.c.  Addition, multiplication, division and
   rounding of doubles are monotone, so ends computed like the values bound
   them without any widening; what the values are judged to be, on a point or
   zero, may also be where an interval comes as near as the noise of its ends.
   Operands count as independent of each other. */
#include "instrument/expr_program.h"

#include <float.h>
#include <math.h>
#include "base/near.h"

/* Every value from low to high, the most that any of them is off, and whether
   it may be missing. */
struct span {
    double low;
    double high;
    double noise;
    bool may_miss;
};

static bool
is_empty(struct span range)
{
    return range.low > range.high;
}

static const struct span only_missing = {.low = 1, .may_miss = true};

static double
size_of(struct span span)
{
    return fmax(fabs(span.low), fabs(span.high));
}

/* Ends that are not finite belong to results that are missing.  Values as near
   to zero as their noise may be 0. */
static struct span
between(double low, double high, double noise)
{
    bool overflows = !isfinite(low) || !isfinite(high);
    struct span span = {.low = fmax(-DBL_MAX, fmin(DBL_MAX, low)),
                        .high = fmax(-DBL_MAX, fmin(DBL_MAX, high)),
                        .may_miss = overflows};
    /* Overflows times zero are not known. */
    span.noise = (isnan(noise) ? (double)INFINITY : noise)
                 + near_outcome(size_of(span)).noise;
    if (span.low > 0 && span.low <= span.noise)
        span.low = 0;
    if (span.high < 0 && span.high >= -span.noise)
        span.high = 0;
    return span;
}

static struct span
truth(bool can_be_false, bool can_be_true)
{
    return (struct span){.low = can_be_false ? 0 : 1,
                         .high = can_be_true ? 1 : 0};
}

static bool
can_be(struct span range, double number)
{
    return range.low <= number && number <= range.high;
}

static struct span
join(struct span a, struct span b)
{
    bool may_miss = a.may_miss || b.may_miss;
    struct span all = is_empty(a) ? b
                      : is_empty(b)
                          ? a
                          : (struct span){.low = fmin(a.low, b.low),
                                          .high = fmax(a.high, b.high),
                                          .noise = fmax(a.noise, b.noise)};
    all.may_miss = may_miss;
    return all;
}

static bool
are_one_point(struct span a, struct span b)
{
    return a.low == a.high && b.low == b.high && a.low == b.low;
}

static bool
may_meet(struct span a, struct span b)
{
    double noise = a.noise + b.noise;
    return a.low <= b.high + noise && b.low <= a.high + noise;
}

/* ---- strict operations; no argument is empty ---- */

#define STRICT(name, value)                                                    \
    static struct span range_##name(const struct span *args,                   \
                                    const struct expr_op *op)                  \
    {                                                                          \
        (void)op;                                                              \
        return (value);                                                        \
    }
#define A (args[0])
#define B (args[1])

#define NOISE (args[0].noise + args[1].noise)

STRICT(negate, between(-A.high, -A.low, A.noise))
STRICT(add, between(A.low + B.low, A.high + B.high, NOISE))
STRICT(subtract, between(A.low - B.high, A.high - B.low, NOISE))
STRICT(equal, truth(!are_one_point(A, B), may_meet(A, B)))
STRICT(not_equal, truth(may_meet(A, B), !are_one_point(A, B)))
STRICT(less, truth(A.high >= B.low - NOISE, A.low < B.high))
STRICT(less_equal, truth(A.high > B.low, A.low <= B.high + NOISE))
STRICT(greater, truth(A.low <= B.high + NOISE, A.high > B.low))
STRICT(greater_equal, truth(A.low < B.high, A.high >= B.low - NOISE))
STRICT(not, truth(can_be(A, 1), can_be(A, 0)))
STRICT(round,
       between(num_round(A.low, op->decimals, ROUND_HALF_UP),
               near_round((struct near){A.high, A.noise}, op->decimals).number,
               0))

#undef NOISE
#undef STRICT
#undef A
#undef B

/* Between the least and the greatest of what the ends give. */
static struct span
corners(double a, double b, double c, double d, double noise)
{
    return between(fmin(fmin(a, b), fmin(c, d)), fmax(fmax(a, b), fmax(c, d)),
                   noise);
}

static struct span
range_multiply(const struct span *args, const struct expr_op *op)
{
    struct span a = args[0];
    struct span b = args[1];
    (void)op;
    return corners(
        a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high,
        size_of(a) * b.noise + size_of(b) * a.noise + a.noise * b.noise);
}

static struct span
range_divide(const struct span *args, const struct expr_op *op)
{
    struct span a = args[0];
    struct span b = args[1];
    (void)op;
    if (b.low == 0 && b.high == 0)
        return only_missing;
    double least = fmin(fabs(b.low), fabs(b.high)) - b.noise;
    if (can_be(b, 0) || least <= 0)
        return between(-(double)INFINITY, (double)INFINITY, 0);
    return corners(a.low / b.low, a.low / b.high, a.high / b.low,
                   a.high / b.high,
                   (a.noise + size_of(a) / least * b.noise) / least);
}

/* The remainder has the sign of the dividend and is no larger than either. */
static struct span
range_modulo(const struct span *args, const struct expr_op *op)
{
    struct span a = args[0];
    struct span b = args[1];
    double largest = fmax(fabs(b.low), fabs(b.high));
    (void)op;
    if (largest == 0)
        return only_missing;
    double least = can_be(b, 0) ? 0 : fmin(fabs(b.low), fabs(b.high));
    struct span range =
        between(a.low < 0 ? fmax(a.low, -largest) : 0,
                a.high > 0 ? fmin(a.high, largest) : 0,
                fmin(a.noise + size_of(a) / least * b.noise, largest));
    range.may_miss = least <= b.noise;
    return range;
}

static struct span
range_abs(const struct span *args, const struct expr_op *op)
{
    double low = fabs(args[0].low);
    double high = fabs(args[0].high);
    (void)op;
    return between(can_be(args[0], 0) ? 0 : fmin(low, high), fmax(low, high),
                   args[0].noise);
}

static struct span
range_sum(const struct span *args, const struct expr_op *op)
{
    struct span sum = args[0];
    bool overflows = false;
    for (size_t i = 1; i < op->n_args; i++) {
        sum = between(sum.low + args[i].low, sum.high + args[i].high,
                      sum.noise + args[i].noise);
        overflows = overflows || sum.may_miss;
    }
    sum.may_miss = overflows;
    return sum;
}

static struct span
range_mean(const struct span *args, const struct expr_op *op)
{
    struct span sum = range_sum(args, op);
    struct span mean = between(sum.low / op->n_args, sum.high / op->n_args,
                               sum.noise / op->n_args);
    mean.may_miss = sum.may_miss;
    return mean;
}

static struct span
range_extreme(const struct span *args, size_t n, double pick(double, double))
{
    struct span all = args[0];
    for (size_t i = 1; i < n; i++)
        all = between(pick(all.low, args[i].low), pick(all.high, args[i].high),
                      fmax(all.noise, args[i].noise));
    return all;
}

static struct span
range_min(const struct span *args, const struct expr_op *op)
{
    return range_extreme(args, op->n_args, fmin);
}

static struct span
range_max(const struct span *args, const struct expr_op *op)
{
    return range_extreme(args, op->n_args, fmax);
}

/* ---- functions that are no arithmetic ---- */

/* Between what the library gives for both ends, which may be some units off. */
static struct span
loosely(double low, double high, double noise)
{
    return between(low - 0x1p-50 * fabs(low), high + 0x1p-50 * fabs(high),
                   noise);
}

/* Of what is near 0 the root is off by no more than that of its noise. */
static struct span
range_sqrt(const struct span *args, const struct expr_op *op)
{
    struct span a = args[0];
    (void)op;
    if (a.high < 0)
        return only_missing;
    double low = sqrt(fmax(a.low, 0));
    struct span range =
        between(low, sqrt(a.high), fmin(a.noise / low, sqrt(a.noise)));
    range.may_miss = a.low < 0;
    return range;
}

static struct span
range_ln(const struct span *args, const struct expr_op *op)
{
    struct span a = args[0];
    (void)op;
    if (a.high <= 0)
        return only_missing;
    bool is_apart = a.low > a.noise;
    struct span range =
        loosely(log(fmax(a.low, DBL_TRUE_MIN)), log(a.high),
                is_apart ? a.noise / (a.low - a.noise) : (double)INFINITY);
    range.may_miss = !is_apart;
    return range;
}

static struct span
range_exp(const struct span *args, const struct expr_op *op)
{
    struct span a = args[0];
    (void)op;
    return loosely(exp(a.low), exp(a.high), exp(a.high) * expm1(a.noise));
}

/* The most that a power is off, 'most' the largest of them.  Where numbers come
   near to 0 that is known for exponents from 1 on. */
static double
noise_of_powers(struct span size, struct span b, double most)
{
    double steepest = fabs(b.high) * pow(size.high + size.noise, b.high - 1);
    double by_exponent = fmax(1, fabs(log(size.high)) * most);
    double off = size.noise / (size.low - size.noise);
    double largest = fmax(fabs(b.low), fabs(b.high)) + b.noise;
    if (b.low >= 1)
        return 2 * fmax(steepest, largest) * size.noise
               + 2 * (b.noise > 0 ? by_exponent * b.noise : 0);
    if (size.low <= size.noise)
        return b.low == b.high && b.low == 0 ? 0 : (double)INFINITY;
    return most
           * expm1(largest * off
                   + fmax(fabs(log(size.low)), fabs(log(size.high))) * b.noise);
}

/* Of numbers from 0 on: one way in each of the two, so that the ends bound it.
   An exponent as near to a whole number as its noise is that number. */
static struct span
range_of_powers(struct span size, struct span b)
{
    double low = b.low - b.noise;
    double high = b.high + b.noise;
    double ends[] = {pow(size.low, low), pow(size.low, high),
                     pow(size.high, low), pow(size.high, high)};
    double least = fmin(fmin(ends[0], ends[1]), fmin(ends[2], ends[3]));
    double most = fmax(fmax(ends[0], ends[1]), fmax(ends[2], ends[3]));
    return loosely(least, most, noise_of_powers(size, b, most));
}

/* Of what may lie below 0 the sign is not followed, but for one whole
   exponent. */
static struct span
range_power(const struct span *args, const struct expr_op *op)
{
    struct span a = args[0];
    struct span b = args[1];
    struct span range = range_of_powers(range_abs(args, op), b);
    bool is_whole = b.low == b.high && b.low == nearbyint(b.low);
    if (a.low >= 0)
        return range;
    if (!is_whole || fmod(b.low, 2) != 0) {
        range.low = -range.high;
        range.may_miss = range.may_miss || !is_whole;
    }
    return range;
}

/* The more unlike each other, the greater: half at the one end of all, half at
   the other. */
static struct span
range_sd(const struct span *args, const struct expr_op *op)
{
    double n = op->n_args;
    struct span all = args[0];
    bool is_one = true;
    for (size_t i = 1; i < op->n_args; i++) {
        is_one = is_one && are_one_point(all, args[i]);
        all = join(all, args[i]);
    }
    double width = is_one ? 0 : all.high - all.low;
    double most = width * sqrt(floor(n / 2) * ceil(n / 2) / (n * (n - 1)));
    /* Of a difference to the mean, and of a square. */
    double off = 2 * all.noise + 0x1p-48 * size_of(all);
    struct span range = between(0, most + 0x1p-48 * size_of(all),
                                sqrt(n / (n - 1) * (2 * width + off) * off));
    /* Squares on the way may overflow. */
    range.may_miss = !isfinite(4 * n * size_of(all) * size_of(all));
    return range;
}

static double
middle_of_ends(const struct span *args, size_t n, bool of_low)
{
    struct near ends[EXPR_LIMIT_OPERATIONS];
    for (size_t i = 0; i < n; i++)
        ends[i] = (struct near){of_low ? args[i].low : args[i].high, 0};
    return near_median(ends, n).number;
}

static struct span
range_median(const struct span *args, const struct expr_op *op)
{
    struct span all = args[0];
    for (size_t i = 1; i < op->n_args; i++)
        all = join(all, args[i]);
    return between(middle_of_ends(args, op->n_args, true),
                   middle_of_ends(args, op->n_args, false), all.noise);
}

static struct span (*const strict[N_EXPR_CODES])(const struct span *args,
                                                 const struct expr_op *op) = {
#define OP(NAME, word)
#define STRICT_OP(NAME, function, word) [EXPR_OP_##NAME] = range_##function,
#include "instrument/expr_ops.def"
};

/* ---- operations that look at missing arguments ---- */

static struct span
range_and(const struct span *args, const struct expr_op *op)
{
    struct span a = args[0];
    struct span b = args[1];
    (void)op;
    struct span result =
        truth(can_be(a, 0) || can_be(b, 0), can_be(a, 1) && can_be(b, 1));
    result.may_miss = (a.may_miss && (b.may_miss || can_be(b, 1)))
                      || (b.may_miss && can_be(a, 1));
    return result;
}

static struct span
range_or(const struct span *args, const struct expr_op *op)
{
    struct span a = args[0];
    struct span b = args[1];
    (void)op;
    struct span result =
        truth(can_be(a, 0) && can_be(b, 0), can_be(a, 1) || can_be(b, 1));
    result.may_miss = (a.may_miss && (b.may_miss || can_be(b, 0)))
                      || (b.may_miss && can_be(a, 0));
    return result;
}

static struct span
range_if(const struct span *args, const struct expr_op *op)
{
    struct span result = {.low = 1, .may_miss = args[0].may_miss};
    (void)op;
    if (can_be(args[0], 1))
        result = join(result, args[1]);
    if (can_be(args[0], 0))
        result = join(result, args[2]);
    return result;
}

static struct span
range_coalesce(const struct span *args, const struct expr_op *op)
{
    struct span result = only_missing;
    for (size_t i = 0; i < op->n_args && result.may_miss; i++) {
        result = join(result, args[i]);
        result.may_miss = args[i].may_miss;
    }
    return result;
}

static struct span (*const lenient[N_EXPR_CODES])(const struct span *args,
                                                  const struct expr_op *op) = {
    [EXPR_OP_AND] = range_and,
    [EXPR_OP_OR] = range_or,
    [EXPR_OP_IF] = range_if,
    [EXPR_OP_COALESCE] = range_coalesce,
};

/* ---- the machine ---- */

static struct span
run_strict(const struct expr_op *op, const struct span *args)
{
    bool may_miss = false;
    for (size_t i = 0; i < op->n_args; i++) {
        if (is_empty(args[i]))
            return only_missing;
        may_miss = may_miss || args[i].may_miss;
    }
    struct span result = strict[op->code](args, op);
    result.may_miss = result.may_miss || may_miss;
    return result;
}

static struct span
span_of(struct expr_range range)
{
    struct span span = {range.low, range.high, 0, range.may_miss};
    /* A formula's value may have more noise than a number that was read. */
    span.noise = 0x1p-36 * size_of(span);
    return span;
}

static struct span
run_op(const struct expr_op *op, const struct span *args,
       const struct expr_range *operands)
{
    if (op->code == EXPR_OP_NUMBER)
        return between(op->number, op->number, 0);
    if (op->code == EXPR_OP_MISSING)
        return only_missing;
    if (op->code == EXPR_OP_OPERAND)
        return span_of(operands[op->operand_idx]);
    if (op->code == EXPR_OP_ANSWERED) {
        struct span operand = span_of(operands[op->operand_idx]);
        return truth(operand.may_miss, !is_empty(operand));
    }
    return lenient[op->code] ? lenient[op->code](args, op)
                             : run_strict(op, args);
}

EXPR_MACHINE(struct span, struct expr_range)

struct expr_range
expr_run_range(const struct expr *expr, const struct expr_range *operands)
{
    struct span span = run_machine(expr, operands);
    return (struct expr_range){span.low, span.high, span.may_miss};
}
