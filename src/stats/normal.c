/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The normal, t and F distributions: the GNU Scientific Library's, behind
   functions that cannot fail.  Its own inverse t and F end the process where
   they do not converge, and its t rests on an expansion good to seven digits;
   so t goes through F, and inverses are found by halving. */
#include "stats/normal.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include "base/num.h"

double
normal_cdf(double z)
{
    return gsl_cdf_ugaussian_P(z);
}

double
normal_quantile(double p)
{
    assert(p > 0 && p < 1);
    return gsl_cdf_ugaussian_Pinv(p);
}

double
normal_critical(double level)
{
    assert(level > 0 && level < 1);
    return gsl_cdf_ugaussian_Qinv((1 - level) / 2);
}

double
f_upper(double f, double df1, double df2)
{
    assert(f >= 0 && df1 > 0 && df2 > 0);
    return gsl_cdf_fdist_Q(f, df1, df2);
}

double
f_upper_quantile(double q, double df1, double df2)
{
    double low = 1;
    double high = 1;

    assert(q > 0 && q < 1 && df1 > 0 && df2 > 0);
    while (low > 0 && f_upper(low, df1, df2) < q)
        low /= 2;
    while (isfinite(high) && f_upper(high, df1, df2) > q)
        high *= 2;
    for (;;) {
        double middle = low + (high - low) / 2;
        double above = f_upper(middle, df1, df2);

        if (isnan(above))
            return NAN;
        if (middle <= low || middle >= high)
            return middle;
        if (above > q)
            low = middle;
        else
            high = middle;
    }
}

double
t_critical(double level, double df)
{
    assert(level > 0 && level < 1);
    return sqrt(f_upper_quantile(1 - level, 1, df));
}

/* ---- norm scores ---- */

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
