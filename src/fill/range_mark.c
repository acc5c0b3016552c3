/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moves a mark over the steps of a range; see range_mark.h. */
#include "fill/range_mark.h"

#include <math.h>
#include "base/num.h"

enum { STEPS_WHERE_NONE = 100, TENTH = 10 };

/* The range as steps 0 .. n of 'size' each.  Ends and steps are decimals of at
   most 15 digits, so the doubles below differ from the grid by far less than
   a step, and the decimal is found again by rounding to its places. */
struct grid {
    double min;
    double size;
    double n;
    int decimals;
};

static struct grid
grid_of(const struct response *range)
{
    double min = decimal_value(range->min);
    double width = decimal_value(range->max) - min;
    struct grid grid = {.min = min};
    int decimals = range->min.scale;

    if (range->step.units) {
        grid.size = decimal_value(range->step);
        if (range->step.scale > decimals)
            decimals = range->step.scale;
        grid.n = floor(width / grid.size + 1e-9);
    } else {
        grid.size = width / STEPS_WHERE_NONE;
        grid.n = STEPS_WHERE_NONE;
        if (range->max.scale > decimals)
            decimals = range->max.scale;
        decimals = decimals + 2 > 15 ? 15 : decimals + 2;
    }
    grid.decimals = decimals;
    return grid;
}

static bool
value_of(struct str number, double *value)
{
    struct decimal decimal;

    if (!decimal_read(str_trim(number), &decimal))
        return false;
    *value = decimal_value(decimal);
    return true;
}

static double
clamp(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

enum move {
    MOVE_NONE,
    MOVE_LOWER,
    MOVE_HIGHER,
    MOVE_FAR_LOWER,
    MOVE_FAR_HIGHER,
    MOVE_LOWEST,
    MOVE_HIGHEST
};

static const enum move moves[N_FORM_KEYS] = {
    [FORM_KEY_LEFT] = MOVE_LOWER,          [FORM_KEY_DOWN] = MOVE_LOWER,
    [FORM_KEY_RIGHT] = MOVE_HIGHER,        [FORM_KEY_UP] = MOVE_HIGHER,
    [FORM_KEY_PAGE_DOWN] = MOVE_FAR_LOWER, [FORM_KEY_PAGE_UP] = MOVE_FAR_HIGHER,
    [FORM_KEY_HOME] = MOVE_LOWEST,         [FORM_KEY_END] = MOVE_HIGHEST,
};

/* The step to go to from step 'at', which may lie between two. */
static double
target(enum move move, double at, double n)
{
    double tenth = n >= TENTH ? floor(n / TENTH) : 1;

    switch (move) {
    case MOVE_NONE:
        break;
    case MOVE_LOWER:
        return ceil(at - 1e-9) - 1;
    case MOVE_HIGHER:
        return floor(at + 1e-9) + 1;
    case MOVE_FAR_LOWER:
        return ceil(at - 1e-9) - tenth;
    case MOVE_FAR_HIGHER:
        return floor(at + 1e-9) + tenth;
    case MOVE_LOWEST:
        return 0;
    case MOVE_HIGHEST:
        return n;
    }
    return at;
}

bool
range_mark_move(const struct response *range, struct editing *number,
                enum form_key_kind key)
{
    struct grid grid = grid_of(range);
    struct buf text = {0};
    double value;
    double at;

    enum move move = moves[key];
    if (move == MOVE_NONE)
        return false;
    if (value_of(buf_str(&number->text), &value))
        at = target(move, (value - grid.min) / grid.size, grid.n);
    else if (move == MOVE_LOWEST || move == MOVE_HIGHEST)
        at = target(move, 0, grid.n);
    else
        at = floor(grid.n / 2);
    at = clamp(at, 0, grid.n);
    num_add(&text,
            num_round(grid.min + at * grid.size, grid.decimals, ROUND_HALF_UP));
    editing_set(number, buf_str(&text));
    buf_clear(&text);
    return true;
}

double
range_mark_share(const struct response *range, struct str number)
{
    double min = decimal_value(range->min);
    double max = decimal_value(range->max);
    double value;

    if (!value_of(number, &value))
        return 0;
    return clamp((value - min) / (max - min), 0, 1);
}
