/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two arrays in step. */
#include "unit.h"

#include <math.h>
#include <stdio.h>

#include "base/mem.h"
#include "reference.h"
#include "stats/pairs.h"

static void
test_couples(void **state)
{
    struct reference *reference = reference_open("icc_dyads");
    struct reference *couples = reference_open("couples_synthetic");
    struct pair_differences gap;
    double a[60];
    double b[60];
    size_t n = reference_numbers(couples, "partner_a", a, 60);
    double value;

    (void)state;
    assert_int_equal(reference_numbers(couples, "partner_b", b, 60), n);
    assert_true(pair_correlation(a, b, n, &value));
    reference_expect(reference, "dyad,couples,,pearson", value);
    assert_true(pair_double_entry(a, b, n, &value));
    reference_expect(reference, "dyad,couples,,pairwise_double_entry_icc",
                     value);
    assert_true(pair_differences_of(a, b, n, &gap));
    reference_expect(reference, "dyad,couples,,mean_diff", gap.mean);
    reference_expect(reference, "dyad,couples,,sd_diff", gap.sd);
    reference_expect(reference, "dyad,couples,,loa_lower", gap.limit_low);
    reference_expect(reference, "dyad,couples,,loa_upper", gap.limit_high);
    reference_close(couples, 0);
    reference_close(reference, 6);
}

static void
test_profile(void **state)
{
    static const double a[] = {5, 4, 6, 2, 3, 5, 7, 1, 4, 4, 6, 2};
    static const double b[] = {4, 4, 5, 3, 2, 6, 6, 2, 4, 5, 7, 1};
    struct reference *reference = reference_open("icc_dyads");
    struct pair_profile profile = pair_profile_of(a, b, N_ELEMENTS(a));

    (void)state;
    assert_true(profile.has_correlation && profile.has_icc);
    reference_expect(reference, "profile,toy,,q_correlation",
                     profile.correlation);
    reference_expect(reference, "profile,toy,,icc_double_entry", profile.icc);
    reference_expect(reference, "profile,toy,,mean_abs_diff", profile.mean_abs);
    reference_expect(reference, "profile,toy,,d_squared", profile.d_squared);
    reference_expect(reference, "profile,toy,,euclid", sqrt(profile.d_squared));
    reference_close(reference, 5);
}

static void
test_correlations(void **state)
{
    static const struct {
        const char *name;
        double a[8];
        double b[8];
        size_t n;
    } cases[] = {
        {"toy_noties", {1, 2, 3, 4, 5, 6, 7, 8}, {2, 1, 4, 3, 7, 5, 8, 6}, 8},
        {"toy_ties", {1, 2, 2, 3, 4, 4, 5}, {1, 3, 2, 2, 5, 4, 5}, 7},
    };
    struct reference *reference = reference_open("descriptives");
    char key[60];
    double r;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        snprintf(key, sizeof key, "correlation,%s,,pearson", cases[i].name);
        assert_true(pair_correlation(cases[i].a, cases[i].b, cases[i].n, &r));
        reference_expect(reference, key, r);
    }
    reference_close(reference, 2);
}

/* Too few, or nothing that varies: refused, not guessed. */
static void
test_refusals(void **state)
{
    static const double a[] = {3, 3, 3};
    static const double b[] = {1, 2, 3};
    static const double c[] = {4, 5, 6};
    struct pair_differences gap;
    struct pair_profile profile;
    double out = 7;

    (void)state;
    assert_false(pair_correlation(b, c, 2, &out));
    assert_false(pair_correlation(a, b, 3, &out));
    assert_false(pair_double_entry(a, a, 3, &out));
    assert_false(pair_double_entry(b, c, 1, &out));
    assert_false(pair_differences_of(b, c, 1, &gap));
    assert_true(out == 7);
    assert_true(pair_differences_of(b, c, 3, &gap));
    assert_true(gap.mean == -3 && gap.sd == 0);
    profile = pair_profile_of(a, a, 3);
    assert_false(profile.has_correlation || profile.has_icc);
    assert_true(profile.d_squared == 0);
}

static void
test_trap_34_couples_alike_but_apart(void **state)
{
    static const double a[] = {10, 20, 30};
    static const double b[] = {15, 25, 35};
    struct reference *reference = reference_open("traps");
    double r;
    double icc;

    (void)state;
    assert_true(pair_correlation(a, b, 3, &r));
    reference_expect(reference, "trap,couple,,r_a_b", r);
    assert_true(pair_double_entry(a, b, 3, &icc));
    reference_expect(reference, "trap,couple,,icc_double_entry", icc);
    reference_close(reference, 2);
    /* Which partner comes first changes neither, to the last bit. */
    assert_true(pair_double_entry(b, a, 3, &r));
    assert_true(r == icc);
}

UNIT_MAIN(cmocka_unit_test(test_couples), cmocka_unit_test(test_profile),
          cmocka_unit_test(test_correlations), cmocka_unit_test(test_refusals),
          cmocka_unit_test(test_trap_34_couples_alike_but_apart))
