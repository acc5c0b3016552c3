/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Alpha and its kin against R's psych, and the ways to get them wrong.  A
   figure of a sample: what they teach about one person's score is in
   tests/cases/traps. */
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "reference.h"
#include "stats/reliability.h"

static const char *const rows_names[] = {
    [COVARIANCE_PAIRWISE] = "pairwise", [COVARIANCE_LISTWISE] = "listwise"};

/* Answers of a row for each person, NAN where there is none. */
struct answer_matrix {
    const double *values; /* n_rows times n_items */
    size_t n_rows;
    size_t n_items;
};

#define TABLE(rows)                                                            \
    (struct answer_matrix)                                                     \
    {                                                                          \
        &rows[0][0], N_ELEMENTS(rows), N_ELEMENTS(rows[0])                     \
    }

/* Their sums, taken so many people at a time; an item all of its own is turned
   there and back again. */
static struct cross_sums
sums_of(const struct answer_matrix *table, size_t n_at_once,
        struct arena *arena)
{
    struct column_use *uses =
        ARENA_ARRAY(arena, table->n_items, struct column_use);
    struct column_set *set = ARENA_NEW(arena, struct column_set);
    struct arena *scratch = arena_new();
    bool are_narrow = true;

    for (size_t i = 0; i < table->n_rows * table->n_items; i++)
        are_narrow &= isnan(table->values[i])
                      || table->values[i] == floor(table->values[i]);
    for (size_t i = 0; i < table->n_items; i++)
        uses[i] = i % 2 ? (struct column_use){i, -1, 12}
                        : (struct column_use){i, 1, 0};
    *set = (struct column_set){uses, table->n_items};
    struct cross_sums sums = cross_sums_new(table->n_items, set, 1, arena);
    for (size_t row = 0; row < table->n_rows; row += n_at_once) {
        size_t n = table->n_rows - row;
        n = n < n_at_once ? n : n_at_once;
        struct answer_columns answers =
            answer_columns_new(table->n_items, are_narrow, arena);
        for (size_t r = 0; r < n; r++)
            for (size_t i = 0; i < table->n_items; i++) {
                size_t at = i * CROSS_STRIDE + r;
                double value = table->values[(row + r) * table->n_items + i];
                if (isnan(value))
                    continue;
                value = i % 2 ? 12 - value : value;
                if (are_narrow) {
                    answers.values.narrow[at] = (int16_t)value;
                    answers.given.narrow[at] = 1;
                } else {
                    answers.values.wide[at] = value;
                    answers.given.wide[at] = 1;
                }
            }
        cross_sums_add(&sums, &answers, n, scratch);
    }
    arena_free(scratch);
    return sums;
}

static struct consistency
consistency_in(const struct answer_matrix *table, enum covariance_rows rows,
               struct arena *arena)
{
    struct cross_sums *sums = ARENA_NEW(arena, struct cross_sums);

    *sums = sums_of(table, CROSS_ROWS, arena);
    return consistency_of(sums, 0, rows, 0.95, arena);
}

static bool
split_half_in(const struct answer_matrix *table, struct arena *arena,
              struct split_half *out)
{
    struct cross_sums sums = sums_of(table, 3, arena);

    return split_half_of(&sums, 0, out);
}

/* A scale of a data file: columns, '-' before those to turn. */
struct scale_of {
    const char *set;
    const char *data;
    const char *name;
    double ends; /* lowest and highest answer together */
    const char *columns[25];
};

static const struct scale_of scales[] = {
    {"bfi", "../bfi/bfi", "agree", 7, {"-A1", "A2", "A3", "A4", "A5"}},
    {"bfi", "../bfi/bfi", "conscientious", 7, {"C1", "C2", "C3", "-C4", "-C5"}},
    {"bfi", "../bfi/bfi", "extraversion", 7, {"-E1", "-E2", "E3", "E4", "E5"}},
    {"bfi", "../bfi/bfi", "neuroticism", 7, {"N1", "N2", "N3", "N4", "N5"}},
    {"bfi", "../bfi/bfi", "openness", 7, {"O1", "-O2", "O3", "O4", "-O5"}},
    {"verbagg", "verbagg", "all24", 2, {"v01", "v02", "v03", "v04", "v05",
                                        "v06", "v07", "v08", "v09", "v10",
                                        "v11", "v12", "v13", "v14", "v15",
                                        "v16", "v17", "v18", "v19", "v20",
                                        "v21", "v22", "v23", "v24"}},
    {"verbagg",
     "verbagg",
     "curse8",
     2,
     {"v01", "v02", "v07", "v08", "v13", "v14", "v19", "v20"}},
};

static struct answer_matrix
table_of(const struct scale_of *scale, struct arena *arena)
{
    struct reference *data = reference_open(scale->data);
    struct answer_matrix table = {.n_rows = reference_n_rows(data)};

    while (scale->columns[table.n_items])
        table.n_items++;
    double *values = ARENA_ARRAY(arena, table.n_rows * table.n_items, double);
    for (size_t item = 0; item < table.n_items; item++) {
        bool turned = scale->columns[item][0] == '-';
        for (size_t row = 0; row < table.n_rows; row++) {
            double value = NAN;
            if (reference_number(data, row, scale->columns[item] + turned,
                                 &value)
                && turned)
                value = scale->ends - value;
            values[row * table.n_items + item] = value;
        }
    }
    reference_close(data, 0);
    table.values = values;
    return table;
}

/* One figure of the csv by its name. */
static void
expect(struct reference *reference, const char *start, const char *item,
       const char *stat, double got)
{
    char key[120];

    snprintf(key, sizeof key, "%s,%s,%s", start, item, stat);
    reference_expect(reference, key, got);
}

static void
expect_items(struct reference *reference, const struct scale_of *scale,
             enum covariance_rows rows, const struct consistency *got)
{
    char start[40];
    char stat[40];

    snprintf(start, sizeof start, "%s,%s", scale->set, scale->name);
    for (size_t i = 0; i < got->n_items; i++) {
        const struct consistency_item *item = &got->items[i];
        const char *column = scale->columns[i] + (*scale->columns[i] == '-');
        const struct {
            const char *name;
            double value;
        } numbers[] = {
            {"r_drop", item->r_rest},
            {"alpha_raw_if_dropped", item->alpha_without},
        };
        assert_true(item->has_r_rest && item->has_without
                    && !item->is_constant);
        for (size_t n = 0; n < N_ELEMENTS(numbers); n++) {
            snprintf(stat, sizeof stat, "%s:%s", rows_names[rows],
                     numbers[n].name);
            expect(reference, start, column, stat, numbers[n].value);
        }
        /* Without missing answers, what matrices say is what scores say. */
        if (rows == COVARIANCE_LISTWISE)
            expect(reference, start, column, "listwise:r_drop_scores",
                   item->r_rest);
    }
}

static void
expect_whole(struct reference *reference, const struct scale_of *scale,
             enum covariance_rows rows, const struct consistency *got)
{
    const struct {
        const char *name;
        double value;
    } numbers[] = {
        {"n", (double)got->n_rows},
        {"k", (double)got->n_items},
        {"alpha_raw", got->alpha},
        {"lambda6_C", got->lambda_6},
        {"lambda2", got->lambda_2},
        {"feldt_lower95", got->alpha_interval.low},
        {"feldt_upper95", got->alpha_interval.high},
    };
    char start[40];
    char stat[40];

    assert_true(got->has_smc && got->has_interval);
    snprintf(start, sizeof start, "%s,%s", scale->set, scale->name);
    for (size_t n = 0; n < N_ELEMENTS(numbers); n++) {
        snprintf(stat, sizeof stat, "%s:%s", rows_names[rows], numbers[n].name);
        expect(reference, start, "", stat, numbers[n].value);
    }
}

static void
test_consistency_as_psych(void **state)
{
    struct reference *reference = reference_open("reliability");
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(scales); i++) {
        struct arena *arena = arena_new();
        struct answer_matrix table = table_of(&scales[i], arena);
        for (enum covariance_rows rows = COVARIANCE_PAIRWISE;
             rows <= COVARIANCE_LISTWISE; rows++) {
            struct consistency got = consistency_in(&table, rows, arena);
            assert_int_equal(got.why, CONSISTENCY_KNOWN);
            expect_whole(reference, &scales[i], rows, &got);
            expect_items(reference, &scales[i], rows, &got);
            n += 7 + table.n_items * (rows == COVARIANCE_LISTWISE ? 3 : 2);
        }
        arena_free(arena);
    }
    reference_close(reference, n);
}

/* Both programs look for the same maximum, each up to its own patience. */
static void
test_omega_as_factanal(void **state)
{
    struct reference *reference = reference_open("reliability");
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(scales); i++) {
        struct arena *arena = arena_new();
        struct answer_matrix table = table_of(&scales[i], arena);
        struct cross_sums sums = sums_of(&table, CROSS_ROWS, arena);
        for (size_t row = 0; row < reference_n_rows(reference); row++) {
            const char *stat = reference_text(reference, row, "stat");
            double omega;
            double want;
            if (strcmp(reference_text(reference, row, "set"), scales[i].set)
                || strcmp(reference_text(reference, row, "scale"),
                          scales[i].name)
                || !strstr(stat, ":omega_total_1f_ml"))
                continue;
            struct covariances matrix = covariances_of(
                &sums, 0,
                *stat == 'p' ? COVARIANCE_PAIRWISE : COVARIANCE_LISTWISE,
                arena);
            assert_true(reference_number(reference, row, "value", &want));
            assert_true(omega_of(&matrix, &omega, arena));
            if (fabs(omega - want) > 1e-6)
                fail_msg("%s %s: %.12g, not %.12g", scales[i].name, stat, omega,
                         want);
            n++;
        }
        arena_free(arena);
    }
    assert_int_equal(n, 2 * N_ELEMENTS(scales));
    reference_close(reference, 0);
}

static void
test_omega_that_is_none(void **state)
{
    static const double two[][2] = {{1, 2}, {2, 1}, {3, 6}, {4, 8}};
    /* The first is all that the others share. */
    static const double heywood[][3] = {{1, 1, 2}, {2, 2, 1}, {3, 4, 3},
                                        {4, 3, 5}, {5, 5, 4}, {5, 6, 6}};
    struct arena *arena = arena_new();
    const struct answer_matrix tables[] = {TABLE(two), TABLE(heywood)};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(tables); i++) {
        struct cross_sums sums = sums_of(&tables[i], CROSS_ROWS, arena);
        struct covariances matrix =
            covariances_of(&sums, 0, COVARIANCE_LISTWISE, arena);
        double omega;
        assert_false(omega_of(&matrix, &omega, arena));
    }
    arena_free(arena);
}

static void
test_split_halves(void **state)
{
    struct reference *reference = reference_open("reliability");

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(scales); i++) {
        struct arena *arena = arena_new();
        struct answer_matrix table = table_of(&scales[i], arena);
        struct split_half half;
        char start[40];
        assert_true(split_half_in(&table, arena, &half));
        snprintf(start, sizeof start, "%s,%s", scales[i].set, scales[i].name);
        expect(reference, start, "", "split:odd_even:r", half.r);
        expect(reference, start, "", "split:odd_even:spearman_brown",
               half.spearman_brown);
        arena_free(arena);
    }
    reference_close(reference, N_ELEMENTS(scales) * 2);
}

/* ---- made-up answers, as in tests/data/reference/traps.csv ---- */

static const double eight[][3] = {{1, 2, 1},   {2, 2, 3},  {3, 3, 3},
                                  {4, 5, 4},   {5, 4, 5},  {2, 1, NAN},
                                  {4, NAN, 4}, {NAN, 5, 4}};

static void
test_trap_13_alpha_pairwise_against_listwise(void **state)
{
    struct arena *arena = arena_new();
    struct reference *reference = reference_open("traps");
    struct consistency pairwise =
        consistency_in(&TABLE(eight), COVARIANCE_PAIRWISE, arena);
    struct consistency listwise =
        consistency_in(&TABLE(eight), COVARIANCE_LISTWISE, arena);

    (void)state;
    reference_expect(reference, "trap,alpha_missing,,pairwise", pairwise.alpha);
    reference_expect(reference, "trap,alpha_missing,,listwise", listwise.alpha);
    reference_expect(reference, "trap,alpha_missing,,n_listwise",
                     (double)listwise.n_rows);
    assert_int_equal(pairwise.n_rows, 8);
    reference_close(reference, 3);
    arena_free(arena);
}

/* Pairs of answers that agree and disagree as no three items can: a with b, b
   with c, but a against c.  Alpha is a number; what rests on an inverse is
   not. */
static void
test_trap_13_pairs_that_fit_no_data(void **state)
{
    static const double rows[][3] = {{1, 1, NAN},   {2, 2, NAN}, {3, 3, NAN},
                                     {4, 4.1, NAN}, {NAN, 1, 1}, {NAN, 2, 2},
                                     {NAN, 3, 3},   {NAN, 4, 4}, {1, NAN, 3.9},
                                     {2, NAN, 3},   {3, NAN, 2}, {4, NAN, 1}};
    struct arena *arena = arena_new();
    struct consistency got =
        consistency_in(&TABLE(rows), COVARIANCE_PAIRWISE, arena);

    (void)state;
    assert_int_equal(got.why, CONSISTENCY_KNOWN);
    assert_true(got.alpha > 0 && got.alpha < 1);
    assert_false(got.has_smc);
    assert_int_equal(
        consistency_in(&TABLE(rows), COVARIANCE_LISTWISE, arena).why,
        CONSISTENCY_FEW_ROWS);
    arena_free(arena);
}

static void
test_trap_14_denominators_mixed(void **state)
{
    struct arena *arena = arena_new();
    struct reference *reference = reference_open("traps");
    struct consistency got =
        consistency_in(&TABLE(eight), COVARIANCE_LISTWISE, arena);
    double n = (double)got.n_rows;
    struct cross_sums sums = sums_of(&TABLE(eight), 3, arena);
    struct covariances matrix =
        covariances_of(&sums, 0, COVARIANCE_LISTWISE, arena);
    double variances = 0;
    double total = 0;

    (void)state;
    for (size_t i = 0; i < 9; i++) {
        variances += i % 4 ? 0 : covariance_at(&matrix, i / 3, i % 3);
        total += covariance_at(&matrix, i / 3, i % 3);
    }
    reference_expect(reference, "trap,alpha_sd,,n1_both", got.alpha);
    /* What the mixture gives: more than any reliability can be. */
    reference_expect(reference, "trap,alpha_sd,,n_items_n1_total_mixed",
                     1.5 * (1 - variances * (n - 1) / n / total));
    assert_true(got.alpha <= 1);
    reference_close(reference, 2);
    arena_free(arena);
}

static void
test_trap_15_negative_alpha_stays(void **state)
{
    static const double against[][3] = {
        {1, 5, 2}, {2, 4, 4}, {3, 3, 3}, {4, 2, 5}, {5, 1, 1}};
    double keyed[5][3];
    struct arena *arena = arena_new();
    struct reference *reference = reference_open("traps");
    struct consistency got =
        consistency_in(&TABLE(against), COVARIANCE_LISTWISE, arena);

    (void)state;
    memcpy(keyed, against, sizeof keyed);
    for (size_t row = 0; row < 5; row++)
        keyed[row][1] = 6 - keyed[row][1];
    reference_expect(reference, "trap,alpha_negative,,alpha", got.alpha);
    assert_true(got.items[1].r_rest < 0);
    got = consistency_in(&TABLE(keyed), COVARIANCE_LISTWISE, arena);
    reference_expect(reference, "trap,alpha_negative,,alpha_after_keying_b",
                     got.alpha);
    reference_close(reference, 2);
    arena_free(arena);
}

static void
test_trap_16_constant_item(void **state)
{
    static const double rows[][3] = {
        {1, 2, 3}, {2, 2, 3}, {3, 3, 3}, {4, 4, 3}, {5, 4, 3}};
    /* It says nothing, but who left it blank did not answer everything. */
    static const double blank[][3] = {
        {1, 2, 3}, {2, 2, NAN}, {3, 3, 3}, {4, 4, 3}, {5, 4, 3}};
    struct arena *arena = arena_new();
    struct reference *reference = reference_open("traps");
    struct consistency got =
        consistency_in(&TABLE(rows), COVARIANCE_LISTWISE, arena);

    (void)state;
    reference_expect(reference, "trap,constant_item,,alpha_without", got.alpha);
    assert_int_equal(got.n_items, 2);
    assert_true(got.items[2].is_constant && !got.items[2].has_r_rest);
    /* With it, k would be one too many. */
    reference_expect(reference, "trap,constant_item,,alpha_with_it",
                     got.alpha / 2 * (3.0 / 2));
    got = consistency_in(&TABLE(blank), COVARIANCE_LISTWISE, arena);
    assert_int_equal(got.n_rows, 4);
    reference_close(reference, 2);
    arena_free(arena);
}

static void
test_trap_17_two_items_and_one(void **state)
{
    static const double two[][2] = {{1, 2}, {2, 1},  {3, 6},
                                    {4, 8}, {5, 10}, {5, 7}};
    static const double one[][1] = {{1}, {2}, {3}, {4}};
    static const double one_varies[][2] = {{1, 2}, {2, 2}, {3, 2}, {4, 2}};
    struct arena *arena = arena_new();
    struct reference *reference = reference_open("traps");
    struct consistency got =
        consistency_in(&TABLE(two), COVARIANCE_LISTWISE, arena);
    struct split_half half;

    (void)state;
    assert_true(split_half_in(&TABLE(two), arena, &half));
    reference_expect(reference, "trap,two_items,,alpha", got.alpha);
    reference_expect(reference, "trap,two_items,,spearman_brown",
                     half.spearman_brown);
    reference_expect(reference, "trap,two_items,,r", half.r);
    assert_false(got.items[0].has_without);
    assert_int_equal(
        consistency_in(&TABLE(one), COVARIANCE_LISTWISE, arena).why,
        CONSISTENCY_FEW_ITEMS);
    assert_int_equal(
        consistency_in(&TABLE(one_varies), COVARIANCE_PAIRWISE, arena).why,
        CONSISTENCY_FEW_ITEMS);
    assert_false(split_half_in(&TABLE(one), arena, &half));
    reference_close(reference, 3);
    arena_free(arena);
}

static void
test_what_is_refused(void **state)
{
    static const double few[][2] = {{1, 2}, {2, 3}};
    static const double few_pairs[][2] = {
        {1, NAN}, {2, NAN}, {3, 3}, {4, 4}, {NAN, 5}};
    static const double mirrored[][2] = {{1, 5}, {2, 4}, {3, 3}, {5, 1}};
    static const double parallel[][2] = {{1, 1}, {2, 2}, {3, 3}, {5, 5}};
    struct arena *arena = arena_new();
    struct split_half half;
    const struct {
        struct answer_matrix table;
        enum consistency_why want;
    } cases[] = {
        {TABLE(few), CONSISTENCY_FEW_ROWS},
        {TABLE(few_pairs), CONSISTENCY_FEW_ROWS},
        {TABLE(mirrored), CONSISTENCY_NO_SPREAD},
        {TABLE(parallel), CONSISTENCY_KNOWN},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        assert_int_equal(
            consistency_in(&cases[i].table, COVARIANCE_PAIRWISE, arena).why,
            cases[i].want);
    assert_false(split_half_in(&TABLE(mirrored), arena, &half));
    assert_true(split_half_in(&TABLE(parallel), arena, &half));
    assert_true(fabs(half.spearman_brown - 1) < 1e-12);
    /* Two items that are one: alpha 1, and neither explains the other. */
    struct consistency got =
        consistency_in(&cases[3].table, COVARIANCE_LISTWISE, arena);
    assert_true(fabs(got.alpha - 1) < 1e-12 && !got.has_smc);
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_consistency_as_psych),
          cmocka_unit_test(test_omega_as_factanal),
          cmocka_unit_test(test_omega_that_is_none),
          cmocka_unit_test(test_split_halves),
          cmocka_unit_test(test_trap_13_alpha_pairwise_against_listwise),
          cmocka_unit_test(test_trap_13_pairs_that_fit_no_data),
          cmocka_unit_test(test_trap_14_denominators_mixed),
          cmocka_unit_test(test_trap_15_negative_alpha_stays),
          cmocka_unit_test(test_trap_16_constant_item),
          cmocka_unit_test(test_trap_17_two_items_and_one),
          cmocka_unit_test(test_what_is_refused))
