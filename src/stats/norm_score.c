/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores on the metrics of norm tables. */
#include "stats/norm_score.h"

#include <assert.h>
#include "base/num.h"
#include "stats/normal.h"

double
z_score(double score, double mean, double sd)
{
    assert(sd > 0);
    return (score - mean) / sd;
}

double
t_score(double z)
{
    return 50 + 10 * z;
}

double
z_percentile(double z)
{
    return 100 * normal_cdf(z);
}

/* 'number' rounded half up, noise past the ninth decimal left out, within 1 to
   'highest'; decided before the conversion, as no int holds a z of 1e300. */
static int
rounded_within(double number, int highest)
{
    if (number < 1)
        return 1;
    if (number > highest)
        return highest;
    return (int)num_round(num_round(number, 9, ROUND_HALF_UP), 0,
                          ROUND_HALF_UP);
}

int
stanine_of_z(double z)
{
    return rounded_within(5 + 2 * z, 9);
}

int
sten_of_z(double z)
{
    return rounded_within(5.5 + 2 * z, 10);
}
