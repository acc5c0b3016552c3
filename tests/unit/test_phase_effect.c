/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Effects of two phases other than by all pairs. */
#include "unit.h"

#include <stdio.h>

#include "base/mem.h"
#include "reference.h"
#include "stats/phase_effect.h"

static const double times[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};

/* ex2 and ex4 are printed in Parker, Vannest and Davis (2011). */
static const struct {
    const char *name;
    size_t n_a;
    size_t n_b;
    double scores[13];
} cases[] = {
    {"ex1", 4, 5, {2, 3, 5, 3, 4, 5, 5, 7, 6}},
    {"ex2_pvd2011", 6, 7, {20, 20, 26, 25, 22, 23, 28, 25, 24, 27, 30, 30, 29}},
    {"ex3_lower_better",
     5,
     7,
     {24, 26, 25, 27, 24, 22, 23, 19, 20, 16, 15, 17}},
    {"ex4_pvd2011", 4, 5, {3, 3, 4, 5, 4, 5, 6, 7, 7}},
};

static void
expect(struct reference *reference, const char *name, const char *stat,
       double got)
{
    char key[80];

    snprintf(key, sizeof key, "series,%s,,%s", name, stat);
    reference_expect(reference, key, got);
}

static void
test_effects(void **state)
{
    struct reference *reference = reference_open("series");

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const char *name = cases[i].name;
        size_t n_a = cases[i].n_a;
        struct phase a = {n_a, times, cases[i].scores};
        struct phase b = {cases[i].n_b, times + n_a, cases[i].scores + n_a};
        struct phase_effect effect;
        double tau;

        expect(reference, name, "pnd_up", pnd_toward(&a, &b, 1));
        expect(reference, name, "pnd_down", pnd_toward(&a, &b, -1));
        expect(reference, name, "pem_up", pem_toward(&a, &b, 1));
        assert_true(reference_close_to(1 - pem_toward(&a, &b, 1),
                                       pem_toward(&a, &b, -1)));
        assert_true(phase_effect_of(&a, &b, &effect));
        assert_true(effect.has_smd && effect.has_log_ratio);
        expect(reference, name, "smd_baseline_sd", effect.smd);
        expect(reference, name, "log_response_ratio", effect.log_ratio);
        expect(reference, name, "two_sd_band_lower", effect.band.low);
        expect(reference, name, "two_sd_band_upper", effect.band.high);
        expect(reference, name, "varS_AB_no_ties",
               phases_variance_untied(a.n, b.n));
        assert_true(phase_corrected_tau(&a, &b, &tau));
        expect(reference, name, "tau_AB_baseline_corrected", tau);
    }
    reference_close(reference, 4 * 9);
}

/* By hand: the median of 3, 4, 6, 9 is 5, and of B 5 is on it and 8 above, none
   above 9. */
static void
test_shares_by_hand(void **state)
{
    static const double before[] = {3, 6, 9, 4};
    static const double after[] = {5, 8, 2, 1};
    struct phase a = {4, times, before};
    struct phase b = {4, times + 4, after};

    (void)state;
    assert_true(pnd_toward(&a, &b, 1) == 0);
    assert_true(pnd_toward(&a, &b, -1) == 0.5);
    assert_true(pem_toward(&a, &b, 1) == 0.375);
    assert_true(pem_toward(&a, &b, -1) == 0.625);
}

/* A trend of 0.1 that goes on is no effect: every pair is tied, whatever binary
   arithmetic makes of tenths. */
static void
test_trend_that_goes_on(void **state)
{
    static const double scores[] = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8};
    struct phase a = {4, times, scores};
    struct phase b = {4, times + 4, scores + 4};
    double tau = 7;

    (void)state;
    assert_true(phase_corrected_tau(&a, &b, &tau));
    assert_true(tau == 0);
}

static void
test_refusals(void **state)
{
    static const double same_time[] = {1, 1, 1};
    static const double flat[] = {0, 0, 0, 2, 3, 4};
    struct phase a = {3, times, flat};
    struct phase b = {3, times + 3, flat + 3};
    struct phase one = {1, times, flat};
    struct phase at_once = {3, same_time, flat};
    struct phase_effect effect = {.smd = 7};
    double tau = 7;

    (void)state;
    assert_false(phase_effect_of(&one, &b, &effect));
    assert_true(effect.smd == 7);
    assert_false(phase_corrected_tau(&one, &b, &tau));
    assert_false(phase_corrected_tau(&a, &one, &tau));
    assert_false(phase_corrected_tau(&at_once, &b, &tau));
    assert_true(tau == 7);
    assert_true(phase_effect_of(&a, &b, &effect));
    assert_false(effect.has_smd || effect.has_log_ratio);
    assert_true(effect.band.low == 0 && effect.band.high == 0);
}

UNIT_MAIN(cmocka_unit_test(test_effects), cmocka_unit_test(test_shares_by_hand),
          cmocka_unit_test(test_trend_that_goes_on),
          cmocka_unit_test(test_refusals))
