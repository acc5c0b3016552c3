/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Item response theory against R, and what must hold of any items. */
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "reference.h"
#include "stats/irt.h"

enum { N_ITEMS = 5, N_POINTS = 61, MOST = 5 };

/* Calibrated items, and a grid from -6 to 6. */
struct test_set {
    struct arena *arena;
    struct irt_item items[N_ITEMS];
    double thresholds[N_ITEMS][MOST];
    struct irt_grid grid;
};

static void
set_begin(struct test_set *set, const char *name, size_t n_thresholds)
{
    struct reference *parameters = reference_open(name);

    set->arena = arena_new();
    for (size_t i = 0; i < N_ITEMS; i++) {
        double *b = set->thresholds[i];
        for (size_t k = 0; k < n_thresholds; k++) {
            char column[4] = {'b', n_thresholds > 1 ? (char)('1' + k) : '\0'};
            assert_true(reference_number(parameters, i, column, &b[k]));
        }
        set->items[i] = (struct irt_item){0, b, n_thresholds};
        assert_true(reference_number(parameters, i, "a", &set->items[i].slope));
    }
    set->grid = irt_grid_new(-6, 6, N_POINTS, 0, 1, set->arena);
    reference_close(parameters, 0);
}

/* A negative answer is none. */
static struct irt_estimate
estimate_of(const struct test_set *set, const struct irt_grid *grid,
            const int *answers)
{
    double *sums = ARENA_ARRAY(set->arena, grid->n, double);

    for (size_t i = 0; i < N_ITEMS; i++)
        for (size_t q = 0; q < grid->n && answers[i] >= 0; q++)
            sums[q] += irt_log_probability(&set->items[i], (size_t)answers[i],
                                           grid->points[q]);
    return irt_eap(grid, sums, NULL);
}

static void
test_persons(void **state)
{
    struct test_set set = {0};
    struct reference *persons = reference_open("irt_persons");
    size_t n = reference_n_rows(persons);

    (void)state;
    set_begin(&set, "irt_grm", MOST);
    for (size_t row = 0; row < n; row++) {
        int answers[N_ITEMS];
        for (int i = 0; i < N_ITEMS; i++) {
            char column[] = {'N', (char)('1' + i), '\0'};
            double answer = 0;
            (void)reference_number(persons, row, column, &answer);
            answers[i] = (int)answer - 1;
        }
        struct irt_estimate got = estimate_of(&set, &set.grid, answers);
        reference_expect_cell(persons, row, "eap", got.theta);
        reference_expect_cell(persons, row, "eap_sd", got.error);
    }
    arena_free(set.arena);
    reference_close(persons, 2 * n);
}

static void
test_patterns(void **state)
{
    struct test_set set = {0};
    struct reference *reference = reference_open("irt");

    (void)state;
    set_begin(&set, "irt_2pl", 1);
    for (int pattern = 0; pattern < 1 << N_ITEMS; pattern++) {
        int answers[N_ITEMS];
        char digits[N_ITEMS + 1] = "";
        char key[60];
        for (int i = 0; i < N_ITEMS; i++) {
            answers[i] = pattern >> (N_ITEMS - 1 - i) & 1;
            digits[i] = (char)('0' + answers[i]);
        }
        struct irt_estimate got = estimate_of(&set, &set.grid, answers);
        snprintf(key, sizeof key, "2pl_lsat6,all,%s,eap", digits);
        reference_expect(reference, key, got.theta);
        snprintf(key, sizeof key, "2pl_lsat6,all,%s,eap_sd", digits);
        reference_expect(reference, key, got.error);
    }
    arena_free(set.arena);
    reference_close(reference, 64);
}

static void
test_grids(void **state)
{
    static const struct {
        int end;
        int n;
    } grids[] = {{6, 61}, {6, 121}, {4, 41}, {4, 21}, {4, 10}, {6, 13}};
    static const int answers[] = {2, 3, 1, 2, 4};
    struct test_set set = {0};
    struct reference *reference = reference_open("irt");

    (void)state;
    set_begin(&set, "irt_grm", MOST);
    for (size_t i = 0; i < N_ELEMENTS(grids); i++) {
        struct irt_grid grid = irt_grid_new(
            -grids[i].end, grids[i].end, (size_t)grids[i].n, 0, 1, set.arena);
        struct irt_estimate got = estimate_of(&set, &grid, answers);
        char key[60];
        snprintf(key, sizeof key, "grm,pattern_34235,,eap_q%d_pm%d", grids[i].n,
                 grids[i].end);
        reference_expect(reference, key, got.theta);
        snprintf(key, sizeof key, "grm,pattern_34235,,eapsd_q%d_pm%d",
                 grids[i].n, grids[i].end);
        reference_expect(reference, key, got.error);
        if (grids[i].n < 121)
            continue;
        /* So fine a grid comes to what integrals do. */
        reference_expect(reference, "grm,pattern_34235,,eap_exact", got.theta);
        reference_expect(reference, "grm,pattern_34235,,eapsd_exact",
                         got.error);
    }
    arena_free(set.arena);
    reference_close(reference, 2 * N_ELEMENTS(grids) + 2);
}

static void
test_sums(void **state)
{
    struct test_set set = {0};
    struct reference *reference = reference_open("irt");

    (void)state;
    set_begin(&set, "irt_grm", MOST);
    size_t n = irt_n_sums(set.items, N_ITEMS);
    const struct irt_estimate *sums =
        irt_sums(set.items, N_ITEMS, &set.grid, set.arena);
    for (size_t i = 0; i < n; i++) {
        char key[60];
        snprintf(key, sizeof key, "grm_sumscore,neuroticism,%zu,eap", i + 5);
        reference_expect(reference, key, sums[i].theta);
        snprintf(key, sizeof key, "grm_sumscore,neuroticism,%zu,eap_sd", i + 5);
        reference_expect(reference, key, sums[i].error);
    }
    arena_free(set.arena);
    reference_close(reference, 52);
}

/* In R from differences of two logistic functions: near -4 these leave nine
   digits, and what is told here more. */
static void
test_information(void **state)
{
    struct test_set set = {0};
    struct reference *reference = reference_open("irt");

    (void)state;
    set_begin(&set, "irt_grm", MOST);
    for (int half = -8; half <= 8; half++) {
        double theta = half / 2.0;
        double information = 0;
        double total = N_ITEMS; /* answers count from 1 there */
        char start[40];
        char key[60];
        for (size_t i = 0; i < N_ITEMS; i++) {
            information += irt_information(&set.items[i], theta);
            for (size_t k = 1; k <= MOST; k++)
                total += (double)k
                         * exp(irt_log_probability(&set.items[i], k, theta));
        }
        snprintf(start, sizeof start, "grm,neuroticism,%s%d%s",
                 half < 0 ? "-" : "", abs(half) / 2, half % 2 ? ".5" : "");
        snprintf(key, sizeof key, "%s,test_information", start);
        reference_expect(reference, key, information);
        snprintf(key, sizeof key, "%s,se_ml", start);
        reference_expect(reference, key, 1 / sqrt(information));
        snprintf(key, sizeof key, "%s,expected_total", start);
        reference_expect(reference, key, total);
    }
    arena_free(set.arena);
    reference_close(reference, 3 * 17);
}

/* All probabilities of an item add up to 1, also where one of them alone is
   less than a double can tell from 0 beside 1. */
static void
test_far_out(void **state)
{
    static const double b[] = {-2, 0.5, 0.75};
    const struct irt_item item = {3, b, N_ELEMENTS(b)};

    (void)state;
    for (int theta = -40; theta <= 40; theta++) {
        double sum = 0;
        for (size_t k = 0; k <= item.n_thresholds; k++) {
            double log_p = irt_log_probability(&item, k, theta);
            assert_true(isfinite(log_p) && log_p <= 0);
            sum += exp(log_p);
        }
        assert_true(fabs(sum - 1) < 1e-14);
        assert_true(irt_information(&item, theta) >= 0);
    }
    /* P(3) at -40 is 1 / (1 + exp(3 × 40.75)), whose exponent is all. */
    assert_true(fabs(irt_log_probability(&item, 3, -40) + 122.25) < 1e-12);
}

/* A higher answer gives a higher estimate, whatever the others are, and to
   leave an item out lies between its lowest and its highest answer. */
static void
test_one_way(void **state)
{
    struct test_set set = {0};
    unsigned seed = 1;

    (void)state;
    set_begin(&set, "irt_grm", MOST);
    for (int round = 0; round < 200; round++) {
        int answers[N_ITEMS];
        double thetas[MOST + 1];
        for (int i = 0; i < N_ITEMS; i++) {
            seed = seed * 1103515245u + 12345u;
            answers[i] = (int)(seed >> 16) % (MOST + 2) - 1;
        }
        answers[round % N_ITEMS] = -1;
        double without = estimate_of(&set, &set.grid, answers).theta;
        for (int k = 0; k <= MOST; k++) {
            answers[round % N_ITEMS] = k;
            thetas[k] = estimate_of(&set, &set.grid, answers).theta;
            assert_true(k == 0 || thetas[k] > thetas[k - 1]);
        }
        assert_true(thetas[0] < without && without < thetas[MOST]);
    }
    arena_free(set.arena);
}

/* Sums less likely at every point than a double can say: 8 answers of 1 at
   exp(-108) each, where theta is 6 and no less far off than anywhere. */
static void
test_unlikely_sums(void **state)
{
    enum { N = 8 };
    struct arena *arena = arena_new();
    struct irt_grid grid = irt_grid_new(-6, 6, 61, 0, 1, arena);
    double threshold = 18;
    struct irt_item items[N];

    (void)state;
    for (size_t i = 0; i < N; i++)
        items[i] = (struct irt_item){9, &threshold, 1};
    const struct irt_estimate *sums = irt_sums(items, N, &grid, arena);
    assert_true(fabs(sums[0].theta) < 1e-6);
    /* Of all, exp(72 theta) times the prior: the last point and next to none
       of that before it, exp(-72 x 0.2 + 1.18) of it. */
    double before = exp(-72 * 0.2 + (6 * 6 - 5.8 * 5.8) / 2);
    assert_true(fabs(sums[N].theta - (6 - 0.2 * before / (1 + before))) < 1e-9);
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_persons), cmocka_unit_test(test_patterns),
          cmocka_unit_test(test_grids), cmocka_unit_test(test_sums),
          cmocka_unit_test(test_information), cmocka_unit_test(test_far_out),
          cmocka_unit_test(test_unlikely_sums), cmocka_unit_test(test_one_way))
