/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Control charts, and scores that lean on the one before. */
#include "unit.h"

#include <stdio.h>

#include "base/mem.h"
#include "reference.h"
#include "stats/moments.h"
#include "stats/stability.h"

/* The example of the NIST/SEMATECH e-Handbook of Statistical Methods, section
   6.3.2.4 (public domain): target 50, sd 2.0539, share 0.3. */
static const double nist[] = {52.0, 47.0, 53.0, 49.3, 50.1, 47.0, 51.0,
                              50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3,
                              47.8, 51.2, 52.6, 52.4, 53.6, 52.1};
#define NIST_SD 2.0539

static const double s1[] = {34, 33, 35, 30, 28, 29, 25, 24, 22, 23};

static void
expect_xmr(struct reference *reference, const char *name, const double *scores,
           size_t n)
{
    struct moments moments = moments_of(scores, n);
    struct interval sigmas;
    struct xmr xmr;
    double sd;
    char key[60];

    assert_true(xmr_of(scores, n, &xmr));
    assert_true(moments_sd(&moments, &sd));
    sigmas = interval_around(xmr.centre, xmr.sigma, 3);
    const struct {
        const char *stat;
        double got;
    } stats[] = {
        {"center", xmr.centre},
        {"mean_moving_range", xmr.mean_range},
        {"sigma_mr", xmr.sigma},
        {"unpl_2.66", xmr.by_mean.high},
        {"lnpl_2.66", xmr.by_mean.low},
        {"ucl_3sigma_d2_1.128", sigmas.high},
        {"lcl_3sigma_d2_1.128", sigmas.low},
        {"ur_3.267", xmr.range_limit},
        {"sd_n1", sd},
        {"median_mr", xmr.median_range},
        {"unpl_3.145_median", xmr.by_median.high},
        {"lnpl_3.145_median", xmr.by_median.low},
    };
    for (size_t i = 0; i < N_ELEMENTS(stats); i++) {
        snprintf(key, sizeof key, "xmr,%s,,%s", name, stats[i].stat);
        reference_expect(reference, key, stats[i].got);
    }
}

static void
test_xmr(void **state)
{
    struct reference *reference = reference_open("series");

    (void)state;
    expect_xmr(reference, "nist", nist, N_ELEMENTS(nist));
    expect_xmr(reference, "s1_baseline6", s1, 6);
    reference_close(reference, 2 * 12);
}

static void
test_ewma(void **state)
{
    struct reference *reference = reference_open("series");
    double end = ewma_error_in_the_end(NIST_SD, 0.3);
    double average = 50;
    char key[60];

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(nist); i++) {
        average = ewma_next(average, nist[i], 0.3);
        snprintf(key, sizeof key, "ewma,nist_l30,%zu,ewma", i + 1);
        reference_expect(reference, key, average);
    }
    reference_expect(reference, "ewma,nist_l30,,ucl_asymptotic_k3",
                     interval_around(50, end, 3).high);
    reference_expect(reference, "ewma,nist_l30,,lcl_asymptotic_k3",
                     interval_around(50, end, 3).low);
    for (size_t n = 1; n <= 5; n++) {
        snprintf(key, sizeof key, "ewma,nist_l30,%zu,ucl_exact_k3", n);
        reference_expect(
            reference, key,
            interval_around(50, ewma_error(NIST_SD, 0.3, n), 3).high);
    }
    reference_close(reference, 20 + 2 + 5);
}

static void
test_cusum(void **state)
{
    struct reference *reference = reference_open("series");
    struct cusum cusum = {0};
    char key[60];

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(nist); i++) {
        cusum = cusum_next(cusum, nist[i], 50, 0.5 * NIST_SD);
        snprintf(key, sizeof key, "cusum,nist,%zu,high", i + 1);
        reference_expect(reference, key, cusum.high);
        snprintf(key, sizeof key, "cusum,nist,%zu,low", i + 1);
        reference_expect(reference, key, cusum.low);
    }
    reference_expect(reference, "cusum,nist,,h", 5 * NIST_SD);
    /* As there: no signal in twenty scores. */
    assert_true(cusum.high < 5 * NIST_SD);
    reference_close(reference, 2 * 20 + 1);
}

static void
test_neighbours(void **state)
{
    static const struct {
        const char *name;
        size_t n;
        double times[10];
        double scores[10];
    } series[] = {
        {"s1",
         10,
         {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
         {34, 33, 35, 30, 28, 29, 25, 24, 22, 23}},
        {"s2_gaps", 7, {0, 1, 2, 4, 5, 8, 12}, {18, 19, 16, 15, 15, 11, 12}},
        {"s3_flat_ties",
         8,
         {1, 2, 3, 4, 5, 6, 7, 8},
         {10, 10, 11, 10, 9, 10, 10, 11}},
    };
    struct reference *reference = reference_open("series");
    char key[60];

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(series); i++) {
        struct line line;
        double got;

        assert_true(lag_correlation(series[i].scores, series[i].n, &got));
        snprintf(key, sizeof key, "series,%s,,lag1_autocorr", series[i].name);
        reference_expect(reference, key, got);
        assert_true(
            line_fit(series[i].times, series[i].scores, series[i].n, &line));
        assert_true(
            line_durbin_watson(&line, series[i].times, series[i].scores, &got));
        snprintf(key, sizeof key, "series,%s,,durbin_watson", series[i].name);
        reference_expect(reference, key, got);
    }
    reference_close(reference, 3 * 2);
}

/* Too few scores, or none that varies: refused, and nothing written. */
static void
test_refusals(void **state)
{
    static const double times[] = {0, 1, 2};
    static const double flat[] = {4, 4, 4};
    struct line line;
    struct xmr xmr = {.centre = 7};
    double out = 7;

    (void)state;
    assert_false(xmr_of(flat, 0, &xmr));
    assert_false(xmr_of(flat, 1, &xmr));
    assert_true(xmr.centre == 7);
    assert_true(xmr_of(flat, 2, &xmr));
    assert_true(xmr.by_mean.low == 4 && xmr.by_mean.high == 4);
    assert_false(lag_correlation(s1, 2, &out));
    assert_false(lag_correlation(flat, 3, &out));
    assert_true(line_fit(times, flat, 3, &line));
    assert_false(line_durbin_watson(&line, times, flat, &out));
    assert_true(line_fit(times, s1, 2, &line));
    assert_false(line_durbin_watson(&line, times, s1, &out));
    assert_true(out == 7);
}

UNIT_MAIN(cmocka_unit_test(test_xmr), cmocka_unit_test(test_ewma),
          cmocka_unit_test(test_cusum), cmocka_unit_test(test_neighbours),
          cmocka_unit_test(test_refusals))
