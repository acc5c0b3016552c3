/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The normal, t and F distributions. */
#include "unit.h"

#include <math.h>

#include "reference.h"
#include "stats/normal.h"

static void
test_normal(void **state)
{
    static const struct {
        double z;
        double below;
    } cases[] = {
        /* Half of erfc(-z / sqrt 2), computed to 30 digits. */
        {0, 0.5},
        {1, 0.8413447460685429486},
        {-1.96, 0.024997895148220434137},
        {2.575829303548900761, 0.995},
        {-6, 9.8658764503769814e-10},
        {-20, 2.7536241186062336951e-89},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(reference_close_to(cases[i].below, normal_cdf(cases[i].z)));
        assert_true(
            reference_close_to(cases[i].z, normal_quantile(cases[i].below)));
    }
    assert_true(
        reference_close_to(1.9599639845400542355, normal_critical(0.95)));
    assert_true(reference_close_to(1.6448536269514728, normal_critical(0.90)));
}

static void
test_t(void **state)
{
    static const struct {
        double df;
        double critical; /* of level 0.95 */
    } cases[] = {
        /* tan and closed forms for 1 and 2 degrees of freedom, the others
           from the regularised incomplete beta function to 30 digits. */
        {1, 12.706204736174704639},   {2, 4.3026527297494638524},
        {5, 2.5705818356363155147},   {8, 2.3060041352041666833},
        {31, 2.0395134463964084879},  {59, 2.0009953780882677060},
        {300, 1.9679030112610870301}, {1e6, 1.9599663568141070353},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double df = cases[i].df;
        double t = cases[i].critical;

        assert_true(reference_close_to(t, t_critical(0.95, df)));
    }
}

/* F that is far out, and degrees of freedom of every size, also broken ones. */
static void
test_f_there_and_back(void **state)
{
    static const double dfs[] = {1, 1.5, 2, 5, 18, 59.3, 1000, 30000};
    static const double qs[] = {1e-12, 0.001, 0.025, 0.5, 0.975, 0.999};
    size_t n = sizeof dfs / sizeof dfs[0];

    (void)state;
    for (size_t i = 0; i < n * n; i++) {
        double df1 = dfs[i / n];
        double df2 = dfs[i % n];

        for (size_t j = 0; j < sizeof qs / sizeof qs[0]; j++) {
            double f = f_upper_quantile(qs[j], df1, df2);

            assert_true(f > 0);
            assert_true(reference_close_to(qs[j], f_upper(f, df1, df2)));
            assert_true(
                reference_close_to(1 - qs[j], f_upper(1 / f, df2, df1)));
        }
    }
}

UNIT_MAIN(cmocka_unit_test(test_normal), cmocka_unit_test(test_t),
          cmocka_unit_test(test_f_there_and_back))
