/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tries steps from the finest on and takes the first that is not too many. */
#include "chart/ticks.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/num.h"

#define EXACT 1e-9 /* of a step: what a double may lack of a whole number */

/* A range of so many units can be ruled from its lower end by any whole
   number of units: 1 3 5 7, but not 6 16 26. */
#define SHORT_RANGE 12.0

/* Of a sum of answers; in more than that one thinks in tens. */
#define POINTS_RANGE 100.0

enum { MAX_DECIMALS = 4 };

/* factor * 10^exponent. */
struct step {
    double factor;
    int exponent;
};

struct range {
    double lo;
    double hi;
    size_t n_max;
};

static const double factors[] = {1, 2, 2.5, 3, 4, 5};

/* n steps, without the error of a product with 0.1. */
static double
steps(struct step step, double n)
{
    double power = pow(10, abs(step.exponent));

    return step.exponent < 0 ? n * step.factor / power
                             : n * step.factor * power;
}

static bool
is_whole(double number)
{
    return fabs(number - round(number)) < EXACT;
}

/* Thirds of a dozen: round in short ranges alone. */
static bool
is_third(struct step step)
{
    return step.factor == 3 || step.factor == 4;
}

/* A quarter of ten is round; two and a half of a scale's points is not. */
static bool
is_odd_quarter(struct step step)
{
    return step.factor == 2.5 && step.exponent == 0;
}

int
ticks_decimals(double number)
{
    int decimals = 0;

    while (decimals < MAX_DECIMALS
           && fabs(num_round(number, decimals, ROUND_HALF_UP) - number) > EXACT)
        decimals++;
    return decimals;
}

static void
add(struct ticks *ticks, double value)
{
    assert(ticks->n < MAX_TICKS);
    ticks->values[ticks->n++] = value;
}

/* Whether the step can rule the range from end to end. */
static bool
is_even(const struct range *range, struct step step)
{
    double unit = steps((struct step){1, step.exponent}, 1);
    double size = steps(step, 1);
    bool is_short = range->hi - range->lo <= SHORT_RANGE * unit * (1 + EXACT)
                    && is_whole(range->lo / unit) && step.factor != 2.5;
    bool may_shift = is_short && !(range->lo < 0 && range->hi > 0);

    return is_whole((range->hi - range->lo) / size)
           && (is_short || !is_third(step))
           && (may_shift || is_whole(range->lo / size));
}

static bool
rule_evenly(struct ticks *ticks, const struct range *range, struct step step)
{
    double size = steps(step, 1);
    double n = round((range->hi - range->lo) / size);

    if (n < 2 || n + 1 > (double)range->n_max || !is_even(range, step))
        return false;
    for (double i = 0; i < n; i++)
        add(ticks, is_whole(range->lo / size)
                       ? steps(step, round(range->lo / size) + i)
                       : range->lo + steps(step, i));
    add(ticks, range->hi);
    return true;
}

/* Where no round step rules a range of whole points, one that divides it: 0 9
   18 27. */
static bool
rule_wholly(struct ticks *ticks, const struct range *range)
{
    double span = range->hi - range->lo;

    if (!is_whole(range->lo) || !is_whole(range->hi) || span > POINTS_RANGE)
        return false;
    for (double n = (double)range->n_max - 1; n >= 2; n--) {
        double size = round(span / n);

        if (size * n != span || !is_whole(range->lo / size))
            continue;
        for (double i = 0; i <= n; i++)
            add(ticks, range->lo + i * size);
        return true;
    }
    return false;
}

/* Round numbers between the ends, none nearer to one than half a step. */
static bool
rule_between(struct ticks *ticks, const struct range *range, struct step step)
{
    double size = steps(step, 1);
    double first = ceil(range->lo / size + 0.5 - EXACT);
    double last = floor(range->hi / size - 0.5 + EXACT);

    if (is_third(step) || last < first
        || last - first + 3 > (double)range->n_max)
        return false;
    add(ticks, range->lo);
    for (double i = first; i <= last; i++)
        add(ticks, steps(step, i));
    add(ticks, range->hi);
    return true;
}

typedef bool rule_fn(struct ticks *ticks, const struct range *range,
                     struct step step);

/* Rules with the finest step that fits; false when there is none. */
static bool
search(struct ticks *ticks, const struct range *range, rule_fn *rule)
{
    double span = range->hi - range->lo;
    int exponent = (int)floor(log10(span / MAX_TICKS));
    int last = (int)ceil(log10(span));

    for (; exponent <= last; exponent++)
        for (size_t i = 0; i < N_ELEMENTS(factors); i++) {
            struct step step = {factors[i], exponent};

            if (!is_odd_quarter(step) && rule(ticks, range, step))
                return true;
        }
    return false;
}

struct ticks
ticks_of(double lo, double hi, size_t n_max)
{
    struct range range = {lo, hi, n_max < MAX_TICKS ? n_max : MAX_TICKS};
    struct ticks ticks = {0};

    if (lo >= hi) {
        add(&ticks, lo);
    } else if (!search(&ticks, &range, rule_evenly)
               && !rule_wholly(&ticks, &range)
               && !search(&ticks, &range, rule_between)) {
        add(&ticks, lo);
        add(&ticks, hi);
    }
    for (size_t i = 0; i < ticks.n; i++) {
        int decimals = ticks_decimals(ticks.values[i]);

        if (decimals > ticks.decimals)
            ticks.decimals = decimals;
    }
    return ticks;
}
