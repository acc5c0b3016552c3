/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indices of reliable change. */
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "reference.h"
#include "score/judge.h"
#include "stats/moments.h"
#include "stats/normal.h"
#include "stats/outcome.h"
#include "stats/pairs.h"
#include "stats/rci.h"

static const char *const names[N_RCI_METHODS] = {
    [RCI_JT] = "JT", [RCI_GLN] = "GLN", [RCI_HLL] = "HLL",
    [RCI_EN] = "EN", [RCI_NK] = "NK",   [RCI_HA] = "HA",
};

static const char *const outcome_names[] = {
    "recovered", "improved", "unchanged", "deteriorated", "harmed"};

static struct rci_pair
pair_of(double before, double after)
{
    return (struct rci_pair){before, after, 1, 1};
}

static double
jt_index(double before, double after, double sd, double reliability)
{
    struct rci_sample sample = {.sd = sd, .reliability = reliability};
    struct rci_pair pair = pair_of(before, after);
    struct rci rci;

    assert_true(rci_compute(RCI_JT, &sample, &pair, &rci));
    return rci.index;
}

/* The example printed in Jacobson and Truax (1991). */
static void
test_jacobson_truax_1991(void **state)
{
    static const struct rci_sample sample = {
        .mean = 40, .sd = 7.5, .reliability = 0.80};
    struct reference *reference = reference_open("change");
    struct rci_pair pair = pair_of(32.5, 47.5);
    struct interval band;
    struct rci rci;

    (void)state;
    assert_true(rci_compute(RCI_JT, &sample, &pair, &rci));
    reference_expect(reference, "change,jt1991,,sem", rci.sem_before);
    reference_expect(reference, "change,jt1991,,sdiff", rci.error);
    reference_expect(reference, "change,jt1991,,min_change_84", rci.error);
    reference_expect(reference, "change,jt1991,,rc", rci.index);
    reference_expect(reference, "change,jt1991,,min_change_95",
                     rci_critical(RCI_JT, 0.95) * rci.error);
    reference_expect(reference, "change,jt1991,,min_change_95_exact_z",
                     normal_critical(0.95) * rci.error);
    reference_expect(reference, "change,jt1991,,min_change_90",
                     rci_critical(RCI_JT, 0.90) * rci.error);
    band = rci_band(&rci, rci_critical(RCI_JT, 0.95));
    assert_true(reference_close_to(32.5 - 9.2970963209, band.low));
    assert_true(reference_close_to(32.5 + 9.2970963209, band.high));
    reference_close(reference, 7);
}

struct clinic {
    struct rci_sample sample;
    struct outcome_groups groups;
    struct outcome_groups true_groups;
    double sem;
    double cut;
    double true_cut;
    double r12;
};

/* The sample of the made-up clinic, from the first and last scores of those
   who have both. */
static struct clinic
clinic_of(const struct reference *expected)
{
    struct clinic clinic = {0};
    struct moments first;
    struct moments last;
    double before[60];
    double after[60];
    size_t n = reference_numbers(expected, "pre", before, 60);

    assert_int_equal(reference_numbers(expected, "post", after, 60), n);
    first = moments_of(before, n);
    last = moments_of(after, n);
    clinic.sample.mean = first.mean;
    clinic.sample.mean_post = last.mean;
    assert_true(moments_sd(&first, &clinic.sample.sd));
    assert_true(moments_sd(&last, &clinic.sample.sd_post));
    assert_true(pair_correlation(before, after, n, &clinic.sample.r12));
    clinic.sample.reliability = 0.85;
    clinic.sample.reliability_post = 0.80;
    clinic.groups =
        (struct outcome_groups){first.mean, clinic.sample.sd, 12, 6};
    clinic.sem = sem_of(clinic.sample.sd, 0.85);
    assert_true(
        outcome_true_groups(&clinic.groups, clinic.sem, &clinic.true_groups));
    clinic.cut = outcome_cutoff(OUTCOME_CUT_C, &clinic.groups, -1);
    clinic.true_cut = outcome_cutoff(OUTCOME_CUT_C, &clinic.true_groups, -1);
    return clinic;
}

static void
test_clinic_sample(void **state)
{
    struct reference *expected = reference_open("clinic_change");
    struct reference *reference = reference_open("change");
    struct clinic clinic = clinic_of(expected);
    struct rci_pair pair = pair_of(30, 20);
    struct rci rci;
    char key[40];

    (void)state;
    reference_expect(reference, "change,clinic,,n",
                     (double)reference_n_rows(expected));
    reference_expect(reference, "change,clinic,,m_pre", clinic.sample.mean);
    reference_expect(reference, "change,clinic,,sd_pre", clinic.sample.sd);
    reference_expect(reference, "change,clinic,,m_post",
                     clinic.sample.mean_post);
    reference_expect(reference, "change,clinic,,sd_post",
                     clinic.sample.sd_post);
    reference_expect(reference, "change,clinic,,r12", clinic.sample.r12);
    reference_expect(reference, "change,clinic,,sem", clinic.sem);
    assert_true(rci_compute(RCI_JT, &clinic.sample, &pair, &rci));
    reference_expect(reference, "change,clinic,,sdiff", rci.error);
    assert_true(rci_compute(RCI_GLN, &clinic.sample, &pair, &rci));
    reference_expect(reference, "change,clinic,,s_pred", rci.error);
    assert_true(rci_compute(RCI_HA, &clinic.sample, &pair, &rci));
    reference_expect(reference, "change,clinic,,r_dd", rci.true_share);
    for (enum outcome_cut cut = OUTCOME_CUT_A; cut <= OUTCOME_CUT_C; cut++) {
        snprintf(key, sizeof key, "change,clinic,,cut_%c", "abc"[cut]);
        reference_expect(reference, key,
                         outcome_cutoff(cut, &clinic.groups, -1));
        snprintf(key, sizeof key, "change,clinic,,cut_true_%c", "abc"[cut]);
        reference_expect(reference, key,
                         outcome_cutoff(cut, &clinic.true_groups, -1));
    }
    reference_close(expected, 0);
    reference_close(reference, 16);
}

static struct rci_pair
client_of(const struct reference *expected, size_t row)
{
    struct rci_pair pair = pair_of(0, 0);

    assert_true(reference_number(expected, row, "pre", &pair.before));
    assert_true(reference_number(expected, row, "post", &pair.after));
    return pair;
}

static void
test_clinic_indices(void **state)
{
    struct reference *expected = reference_open("clinic_change");
    struct clinic clinic = clinic_of(expected);
    size_t n_rows = reference_n_rows(expected);
    char column[20];

    (void)state;
    for (size_t row = 0; row < n_rows; row++) {
        struct rci_pair pair = client_of(expected, row);
        struct rci rci;
        double passing;

        for (unsigned method = 0; method < N_RCI_METHODS; method++) {
            assert_true(rci_compute(method, &clinic.sample, &pair, &rci));
            snprintf(column, sizeof column, "rci_%s", names[method]);
            reference_expect_cell(expected, row, column, rci.index);
        }
        assert_true(
            rci_ha_passing(&clinic.sample, &pair, clinic.true_cut, &passing));
        reference_expect_cell(expected, row, "ha_cs_individual", passing);
    }
    reference_close(expected, 58 * 7);
}

/* Of scores of which lower ones are better: 1 across the cut-off toward better,
   -1 toward worse, else 0. */
static int
crossing_of(enum rci_method method, const struct clinic *clinic,
            const struct rci_pair *pair)
{
    double passing;

    if (method != RCI_HA)
        return (pair->before > clinic->cut && pair->after < clinic->cut)
               - (pair->before <= clinic->cut && pair->after >= clinic->cut);
    assert_true(
        rci_ha_passing(&clinic->sample, pair, clinic->true_cut, &passing));
    return outcome_crossing_ha(pair->before, clinic->true_cut, passing,
                               rci_critical(RCI_HA, 0.95), -1);
}

/* An index into outcome_names. */
static size_t
outcome_of(int sign, int crossing)
{
    if (sign == 0)
        return 2;
    return sign > 0 ? (crossing > 0 ? 0 : 1) : crossing < 0 ? 4 : 3;
}

static void
test_clinic_outcomes(void **state)
{
    struct reference *expected = reference_open("clinic_change");
    struct reference *counts = reference_open("change");
    struct clinic clinic = clinic_of(expected);
    size_t n_rows = reference_n_rows(expected);
    char text[60];

    (void)state;
    for (unsigned method = RCI_JT; method <= RCI_HA; method++) {
        size_t n[N_ELEMENTS(outcome_names)] = {0};

        for (size_t row = 0; row < n_rows; row++) {
            struct rci_pair pair = client_of(expected, row);
            size_t outcome;
            struct rci rci;

            assert_true(rci_compute(method, &clinic.sample, &pair, &rci));
            outcome =
                outcome_of(rci_sign(rci.index, rci_critical(method, 0.95), -1),
                           crossing_of(method, &clinic, &pair));
            n[outcome]++;
            snprintf(text, sizeof text, "class_%s", names[method]);
            assert_string_equal(outcome_names[outcome],
                                reference_text(expected, row, text));
        }
        for (size_t outcome = 0; outcome < N_ELEMENTS(n); outcome++) {
            snprintf(text, sizeof text, "change,clinic,%s,count_%s",
                     outcome_names[outcome], names[method]);
            if (n[outcome])
                reference_expect(counts, text, (double)n[outcome]);
        }
    }
    reference_close(expected, 0);
    reference_close(counts, 27);
}

/* By points, which count themselves: a made-up limit of 7. */
static void
test_clinic_points(void **state)
{
    static const char *const words[] = {"deteriorated", "unchanged",
                                        "improved"};
    struct reference *expected = reference_open("clinic_change");
    struct reference *counts = reference_open("change");
    size_t n[3] = {0};
    char key[60];

    (void)state;
    for (size_t row = 0; row < reference_n_rows(expected); row++) {
        struct rci_pair pair = client_of(expected, row);
        int sign = rci_points_sign(pair.after - pair.before, 7, -1);

        n[sign + 1]++;
        assert_string_equal(words[sign + 1],
                            reference_text(expected, row, "class_anchor7"));
    }
    for (size_t i = 0; i < N_ELEMENTS(words); i++) {
        snprintf(key, sizeof key, "change,clinic,%s,count_anchor7", words[i]);
        reference_expect(counts, key, (double)n[i]);
    }
    reference_close(expected, 0);
    reference_close(counts, 3);
}

static const struct rci_sample full_sample = {.mean = 30,
                                              .sd = 8,
                                              .reliability = 0.84,
                                              .mean_post = 26,
                                              .sd_post = 9,
                                              .reliability_post = 0.75,
                                              .r12 = 0.5};

/* By hand: sd 8 and reliability 0.84 make an error variance of 10.24, k / v of
   8 / 6 and 8 / 4 make it 13.6533... and 20.48. */
static void
test_each_end_has_its_own_error(void **state)
{
    static const struct {
        enum rci_method method;
        double variance; /* of the error */
    } cases[] = {
        {RCI_JT, 13.65333333333333 + 20.48},
        /* 53.76 0.0256 + 20.48 + 0.7056 13.6533 */
        {RCI_GLN, 1.376256 + 20.48 + 9.633792},
        {RCI_HLL, 1.376256 + 20.48 + 9.633792},
        {RCI_EN, 17.066666666666667},
        /* 64 (1 - 0.75) 2 for the second end */
        {RCI_NK, 9.633792 + 32},
        /* v = 64 + 81 - 72 = 73, of which true 73 - 20.48 = 52.52;
           D² = 34.1333, R = 52.52 / 86.6533 */
        {RCI_HA, 34.13333333333333 * 86.65333333333333 / 52.52},
    };
    struct rci_pair pair = {34, 22, 8.0 / 6, 2};
    struct rci rci;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        assert_true(rci_compute(cases[i].method, &full_sample, &pair, &rci));
        assert_true(
            reference_close_to(cases[i].variance, rci.error * rci.error));
        assert_true(
            reference_close_to((22 - rci.expected) / rci.error, rci.index));
    }
}

/* A fact not known stops exactly the methods that rest on it. */
static void
test_needs_are_what_is_needed(void **state)
{
    static const struct {
        size_t offset;
        const char *methods;
    } facts[] = {
        {offsetof(struct rci_sample, mean), "GLN HLL EN NK HA"},
        {offsetof(struct rci_sample, sd), "JT GLN HLL EN NK HA"},
        {offsetof(struct rci_sample, reliability), "JT GLN HLL EN NK HA"},
        {offsetof(struct rci_sample, mean_post), "HLL HA"},
        {offsetof(struct rci_sample, sd_post), "HA"},
        {offsetof(struct rci_sample, reliability_post), "NK"},
        {offsetof(struct rci_sample, r12), "HA"},
    };
    struct rci_pair pair = pair_of(34, 22);
    struct rci rci = {.index = 7};

    (void)state;
    for (unsigned method = 0; method < N_RCI_METHODS; method++) {
        for (size_t fact = 0; fact < N_ELEMENTS(facts); fact++) {
            struct rci_sample sample = full_sample;
            bool needed = strstr(facts[fact].methods, names[method]);

            *(double *)((char *)&sample + facts[fact].offset) = NAN;
            if (rci_compute(method, &sample, &pair, &rci) == needed
                || isnan(rci.index))
                fail_msg("%s and fact %zu", names[method], fact);
        }
    }
}

static void
test_impossible_facts(void **state)
{
    static const struct rci_sample samples[] = {
        {.sd = 0, .reliability = 0.8},        {.sd = -1, .reliability = 0.8},
        {.sd = INFINITY, .reliability = 0.8}, {.sd = 5, .reliability = 1},
        {.sd = 5, .reliability = -0.1},       {.sd = 5, .reliability = 1.2},
    };
    /* Differences that are all error: R is below 0. */
    static const struct rci_sample only_error = {.mean = 20,
                                                 .sd = 5,
                                                 .reliability = 0.5,
                                                 .mean_post = 18,
                                                 .sd_post = 5,
                                                 .r12 = 0.9};
    struct rci_pair pair = pair_of(30, 20);
    struct rci rci = {.index = 7};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(samples); i++)
        assert_false(rci_compute(RCI_JT, &samples[i], &pair, &rci));
    assert_false(rci_compute(RCI_HA, &only_error, &pair, &rci));
}

static void
test_critical(void **state)
{
    (void)state;
    assert_true(rci_critical(RCI_JT, 0.95) == 1.96);
    assert_true(rci_critical(RCI_HA, 0.95) == 1.65);
    assert_true(
        reference_close_to(1.6448536269514727, rci_critical(RCI_GLN, 0.9)));
    assert_true(
        reference_close_to(1.2815515655446004, rci_critical(RCI_HA, 0.9)));
}

/* First and last of four made-up series, sd 6 and reliability 0.85. */
static void
test_first_and_last_session(void **state)
{
    static const struct {
        const char *key;
        double first;
        double last;
    } cases[] = {
        {"series,s1,,rci_last_first", 34, 23},
        {"series,s2_gaps,,rci_last_first", 18, 12},
        {"series,s3_flat_ties,,rci_last_first", 10, 11},
        {"series,s4_two,,rci_last_first", 20, 14},
    };
    struct reference *reference = reference_open("series");

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        reference_expect(reference, cases[i].key,
                         jt_index(cases[i].first, cases[i].last, 6, 0.85));
    reference_close(reference, 4);
}

static void
test_trap_18_sem_for_sdiff(void **state)
{
    struct reference *reference = reference_open("traps");
    double right = jt_index(30, 20, 8, 0.8);

    (void)state;
    reference_expect(reference, "trap,rci_inputs,,rci_sd8_r80", right);
    reference_expect(reference, "trap,rci_inputs,,wrong_with_sem_sd8_r80",
                     -10 / sem_of(8, 0.8));
    assert_true(right > -2);
    reference_close(reference, 2);
}

static void
test_trap_19_whose_sd_which_reliability(void **state)
{
    static const struct {
        double sd;
        int percent;
    } cases[] = {{5, 80}, {5, 90}, {8, 80}, {8, 90}};
    struct reference *reference = reference_open("traps");
    char key[60];

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        double reliability = cases[i].percent / 100.0;
        double sem = sem_of(cases[i].sd, reliability);

        snprintf(key, sizeof key, "trap,rci_inputs,,rci_sd%d_r%d",
                 (int)cases[i].sd, cases[i].percent);
        reference_expect(reference, key,
                         jt_index(30, 20, cases[i].sd, reliability));
        snprintf(key, sizeof key, "trap,rci_inputs,,sdiff_sd%d_r%d",
                 (int)cases[i].sd, cases[i].percent);
        reference_expect(reference, key, sem_of_difference(sem, sem));
    }
    reference_close(reference, 8);
}

static void
test_trap_21_boundary_of_reliable_change(void **state)
{
    struct reference *reference = reference_open("traps");
    double sem = sem_of(7.5, 0.8);
    double limit = 1.96 * sem_of_difference(sem, sem);
    double of_9 = jt_index(30, 39, 7.5, 0.8);
    double of_10 = jt_index(30, 40, 7.5, 0.8);

    (void)state;
    reference_expect(reference, "trap,rci_boundary,,threshold_points_7.5_80",
                     limit);
    reference_expect(reference, "trap,rci_boundary,,rci_of_9", of_9);
    reference_expect(reference, "trap,rci_boundary,,rci_of_10", of_10);
    assert_int_equal(rci_sign(of_9, 1.96, 1), 0);
    assert_int_equal(rci_sign(of_10, 1.96, 1), 1);
    reference_close(reference, 3);
}

/* On the limit itself: sd 5 and reliability 0.5 make it 1.96 x 5 = 9.8, of
   which 39.8 - 30 is a little more in binary. */
static void
test_trap_21_on_the_limit(void **state)
{
    (void)state;
    assert_int_equal(rci_sign(jt_index(30, 39.8, 5, 0.5), 1.96, 1), 0);
    assert_int_equal(rci_sign(jt_index(30, 39.9, 5, 0.5), 1.96, 1), 1);
    /* Points count themselves: 3.1 - 2.6 is a little less than 0.5 in
       binary, and 7.099999999999 - 1.1 less than 6 on paper too. */
    assert_int_equal(judge_apart(2.6, 3.1, 0.5), 0);
    assert_int_equal(judge_apart(9.7, 10, 0.3), 0);
    assert_int_equal(judge_apart(900000.1, 900000.101, 0.001), 0);
    assert_int_equal(judge_apart(1.1, 7.099999999999, 6), -1);
    assert_int_equal(judge_apart(7.100000000001, 1.1, 6), 1);
    assert_int_equal(rci_points_sign(6, 6, -1), -1);
    assert_int_equal(rci_points_sign(5.9, 6, -1), 0);
}

static void
test_trap_24_direction(void **state)
{
    (void)state;
    assert_int_equal(rci_sign(2, 1.96, 1), 1);
    assert_int_equal(rci_sign(2, 1.96, -1), -1);
    assert_int_equal(rci_sign(-2, 1.96, 1), -1);
    assert_int_equal(rci_sign(-2, 1.96, -1), 1);
    assert_int_equal(rci_sign(1.9, 1.96, -1), 0);
}

/* Twenty scales, or the best of twenty sessions: one false verdict on average,
   and at least one in two of three cases. */
static void
test_trap_33_best_of_many(void **state)
{
    (void)state;
    assert_true(
        reference_close_to(0.6415140775914581, rci_chance_of_any(20, 0.95)));
    assert_true(reference_close_to(0.05, rci_chance_of_any(1, 0.95)));
    assert_true(rci_chance_of_any(0, 0.95) == 0);
}

/* Numbers from the error function of Python's math: 2 Φ(z) - 1 with z = 1.96 /
   √(1 + r) for EN and 1.96 √((1 + r²) / (1 + r)) for NK. */
static void
test_share_within(void **state)
{
    static const struct {
        enum rci_method method;
        double r;
        double want;
    } cases[] = {
        {RCI_JT, 0.8, 0.95},           {RCI_GLN, 0.8, 0.95},
        {RCI_HLL, 0.8, 0.95},          {RCI_EN, 0.7, 0.867225766892},
        {RCI_EN, 0.8, 0.855956494515}, {RCI_EN, 0.9, 0.844954428605},
        {RCI_NK, 0.7, 0.933487221126}, {RCI_NK, 0.8, 0.938635782112},
        {RCI_NK, 0.9, 0.944253970977}, {RCI_HA, 0.8, 0.9},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct rci_sample sample = {.reliability = cases[i].r,
                                    .reliability_post = cases[i].r};
        double share = rci_share_within(cases[i].method, &sample, 0.95);
        if (fabs(share - cases[i].want) > 1e-9)
            fail_msg("case %zu: %.12g", i, share);
    }
}

static double
random_normal(uint64_t *seed)
{
    *seed =
        *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return normal_quantile(((double)(*seed >> 12) + 0.5) / 0x1p52);
}

/* People of whom none changes: two scores around one true score.  How often a
   change is called reliable is what the share within says. */
static void
test_no_true_change(void **state)
{
    enum { N_PAIRS = 100 * 1000, N_RS = 3 };
    static const enum rci_method methods[] = {RCI_JT, RCI_GLN, RCI_HLL, RCI_NK,
                                              RCI_EN};
    static const double rs[N_RS] = {0.7, 0.8, 0.9};
    uint64_t seed = 20261129;
    (void)state;
    for (int k = 0; k < N_RS; k++) {
        struct rci_sample sample = {.mean = 50,
                                    .sd = 10,
                                    .reliability = rs[k],
                                    .mean_post = 50,
                                    .sd_post = 10,
                                    .reliability_post = rs[k]};
        size_t n_false[N_ELEMENTS(methods)] = {0};
        for (int i = 0; i < N_PAIRS; i++) {
            double truth = 50 + 10 * sqrt(rs[k]) * random_normal(&seed);
            double error = 10 * sqrt(1 - rs[k]);
            struct rci_pair pair = {truth + error * random_normal(&seed),
                                    truth + error * random_normal(&seed), 1, 1};
            for (size_t m = 0; m < N_ELEMENTS(methods); m++) {
                struct rci rci;
                assert_true(rci_compute(methods[m], &sample, &pair, &rci));
                n_false[m] += rci_sign(rci.index, 1.96, 1) != 0;
            }
        }
        for (size_t m = 0; m < N_ELEMENTS(methods); m++) {
            double rate = (double)n_false[m] / N_PAIRS;
            double want = 1 - rci_share_within(methods[m], &sample, 0.95);
            print_message("r %.1f %s: %.1f of 100 without change\n", rs[k],
                          names[methods[m]], 100 * rate);
            /* Four standard errors. */
            assert_true(fabs(rate - want)
                        < 4 * sqrt(want * (1 - want) / N_PAIRS));
        }
    }
}

UNIT_MAIN(cmocka_unit_test(test_share_within),
          cmocka_unit_test(test_no_true_change),
          cmocka_unit_test(test_jacobson_truax_1991),
          cmocka_unit_test(test_clinic_sample),
          cmocka_unit_test(test_clinic_indices),
          cmocka_unit_test(test_clinic_outcomes),
          cmocka_unit_test(test_clinic_points),
          cmocka_unit_test(test_each_end_has_its_own_error),
          cmocka_unit_test(test_needs_are_what_is_needed),
          cmocka_unit_test(test_impossible_facts),
          cmocka_unit_test(test_critical),
          cmocka_unit_test(test_first_and_last_session),
          cmocka_unit_test(test_trap_18_sem_for_sdiff),
          cmocka_unit_test(test_trap_19_whose_sd_which_reliability),
          cmocka_unit_test(test_trap_21_boundary_of_reliable_change),
          cmocka_unit_test(test_trap_21_on_the_limit),
          cmocka_unit_test(test_trap_24_direction),
          cmocka_unit_test(test_trap_33_best_of_many))
