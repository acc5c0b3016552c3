/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error of measurement. */
#include "unit.h"

#include <math.h>
#include <stdio.h>

#include "base/mem.h"
#include "reference.h"
#include "stats/normal.h"
#include "stats/sem.h"

static void
expect_interval(struct reference *reference, const char *name,
                struct interval interval)
{
    char key[60];

    snprintf(key, sizeof key, "score_ci,x34,,%s_lower", name);
    reference_expect(reference, key, interval.low);
    snprintf(key, sizeof key, "score_ci,x34,,%s_upper", name);
    reference_expect(reference, key, interval.high);
}

/* Raw score 34, mean 28, sd 7, reliability 0.84. */
static void
test_one_score(void **state)
{
    struct reference *reference = reference_open("norms");
    double critical = normal_critical(0.95);
    double sem = sem_of(7, 0.84);
    double centre = sem_true_score(34, 28, 0.84);

    (void)state;
    reference_expect(reference, "score_ci,x34,,sem", sem);
    reference_expect(reference, "score_ci,x34,,estimated_true_score", centre);
    expect_interval(reference, "ci_sem", interval_around(34, sem, critical));
    expect_interval(reference, "ci_true_sem",
                    interval_around(centre, sem, critical));
    reference_close(reference, 6);
}

static void
test_two_scales(void **state)
{
    struct reference *reference = reference_open("norms");
    double error = sem_of_difference(sem_of(10, 0.9), sem_of(10, 0.8));

    (void)state;
    reference_expect(reference, "score_ci,x34,,sdiff_two_scales_T_r90_r80",
                     error);
    reference_expect(reference, "score_ci,x34,,critical_diff_95_T",
                     normal_critical(0.95) * error);
    reference_close(reference, 2);
}

static void
test_lengthened(void **state)
{
    struct reference *reference = reference_open("norms");

    (void)state;
    reference_expect(reference, "score_ci,x34,,spearman_brown_k2_r70",
                     sem_lengthened(0.7, 2));
    reference_expect(reference, "score_ci,x34,,spearman_brown_half_r70",
                     sem_lengthened(0.7, 0.5));
    reference_close(reference, 2);
}

static void
test_smallest_change_by_reliability(void **state)
{
    static const struct {
        const char *name;
        double reliability;
    } cases[] = {{"0.7", 0.7},
                 {"0.8", 0.8},
                 {"0.85", 0.85},
                 {"0.9", 0.9},
                 {"0.95", 0.95}};
    struct reference *reference = reference_open("change");
    char key[60];

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        double sem = sem_of(5.4, cases[i].reliability);
        double sdiff = sem_of_difference(sem, sem);

        snprintf(key, sizeof key, "change,smallest_change,%s,sem",
                 cases[i].name);
        reference_expect(reference, key, sem);
        snprintf(key, sizeof key, "change,smallest_change,%s,sdiff",
                 cases[i].name);
        reference_expect(reference, key, sdiff);
        snprintf(key, sizeof key, "change,smallest_change,%s,rc_points_95",
                 cases[i].name);
        reference_expect(reference, key, 1.96 * sdiff);
        snprintf(key, sizeof key, "change,smallest_change,%s,sem_criterion_1",
                 cases[i].name);
        reference_expect(reference, key, sem);
    }
    reference_close(reference, 20);
}

/* A score of v of k parallel items, prorated, has the error of the shorter
   scale on the metric of the long one: by hand from Spearman and Brown. */
static void
test_prorated(void **state)
{
    double reliability = 0.84;
    double short_reliability = sem_lengthened(reliability, 0.75);
    double true_sd = 6 * sqrt(reliability);
    double short_sd = true_sd / sqrt(short_reliability);

    (void)state;
    assert_true(reference_close_to(sem_of(short_sd, short_reliability),
                                   sem_prorated(sem_of(6, reliability), 8, 6)));
    assert_true(sem_prorated(2.5, 8, 8) == 2.5);
}

static void
test_trap_20_mean_metric_against_total(void **state)
{
    struct reference *reference = reference_open("traps");
    double of_mean = sem_of(0.72, 0.9);
    double of_total = sem_of(7.2, 0.9);

    (void)state;
    reference_expect(reference, "trap,metric,,rc95_mean_metric_r90",
                     1.96 * sem_of_difference(of_mean, of_mean));
    reference_expect(reference, "trap,metric,,rc95_total_metric_r90",
                     1.96 * sem_of_difference(of_total, of_total));
    reference_close(reference, 2);
}

UNIT_MAIN(cmocka_unit_test(test_one_score), cmocka_unit_test(test_two_scales),
          cmocka_unit_test(test_lengthened),
          cmocka_unit_test(test_smallest_change_by_reliability),
          cmocka_unit_test(test_prorated),
          cmocka_unit_test(test_trap_20_mean_metric_against_total))
