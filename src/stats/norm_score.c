/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores on the metrics of norm tables. */
#include "stats/norm_score.h"

#include <assert.h>
#include <stddef.h>
#include "base/mem.h"
#include "base/num.h"
#include "stats/normal.h"

static const double stanine_from[] = {4, 11, 23, 40, 60, 77, 89, 96};
static const double sten_from[] = {2.275,  6.681,  15.866, 30.854, 50,
                                   69.146, 84.134, 93.319, 97.725};

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
iq_score(double z)
{
    return 100 + 15 * z;
}

double
z_percentile(double z)
{
    return 100 * normal_cdf(z);
}

double
round_half_up(double number)
{
    return num_round(num_round(number, 9, ROUND_HALF_UP), 0, ROUND_HALF_UP);
}

/* 'number' rounded, within 1 to 'highest'; decided before the conversion, as
   no int holds a z of 1e300. */
static int
rounded_within(double number, int highest)
{
    if (number < 1)
        return 1;
    return number > highest ? highest : (int)round_half_up(number);
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

static int
grade(double percentile, const double *from, size_t n)
{
    size_t passed = 0;

    while (passed < n && percentile >= from[passed])
        passed++;
    return (int)passed + 1;
}

int
stanine_of_percentile(double percentile)
{
    return grade(percentile, stanine_from, N_ELEMENTS(stanine_from));
}

int
sten_of_percentile(double percentile)
{
    return grade(percentile, sten_from, N_ELEMENTS(sten_from));
}
