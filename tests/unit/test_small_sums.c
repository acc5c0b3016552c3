/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many rows at once against one after the other. */
#include "unit.h"

#include <stdlib.h>
#include "response/batch.h"
#include "score/small_sums.h"
#include "score/terms.h"

enum { MOST_COLUMNS = 600 };

struct columns {
    uint8_t code[MOST_COLUMNS][BATCH_ROOM];
    double terms[MOST_COLUMNS][N_CODES];
    const uint8_t *codes[MOST_COLUMNS];
    const double *tables[MOST_COLUMNS];
};

static int
below(int n)
{
    return rand() % n;
}

/* Every code that a column of codes has; some columns, nothing but those with
   the greatest terms. */
static struct columns *
make(size_t n, int most, bool has_odd)
{
    struct columns *columns = mem_alloc(sizeof *columns);

    for (size_t i = 0; i < n; i++) {
        int n_positions = 1 + below(16);
        for (int code = 0; code < N_CODES; code++)
            columns->terms[i][code] = code < n_positions ? below(most + 1)
                                      : code >= CODE_FIRST_KIND && i % 3 == 0
                                          ? below(most + 1)
                                          : 0;
        columns->terms[i][0] = most;
        for (size_t row = 0; row < BATCH_ROOM; row++) {
            int kind = below(N_ANSWER_KINDS);
            bool is_odd = kind == ANSWER_NOT_APPLICABLE || kind == ANSWER_BAD;
            columns->code[i][row] =
                below(4) || (is_odd && !has_odd)
                    ? (uint8_t)(i % 2 ? below(n_positions) : 0)
                    : code_of_kind((enum answer_kind)kind);
        }
        columns->codes[i] = columns->code[i];
        columns->tables[i] = columns->terms[i];
    }
    return columns;
}

static void
check(size_t n, int most, size_t n_rows, bool has_odd)
{
    struct arena *arena = arena_new();
    struct columns *columns = make(n, most, has_odd);
    struct small_sums *small = small_sums_new(columns->tables, n, arena);
    double sums[BATCH_ROOM];
    uint32_t counts[BATCH_ROOM];

    assert_non_null(small);
    assert_true(
        small_sums_put(small, vector_widest(), columns->codes, n_rows, sums));
    bool is_counted =
        small_counts_put(vector_widest(), columns->codes, n, n_rows, counts);
    assert_int_equal(is_counted, !has_odd);
    for (size_t row = 0; row < n_rows; row++) {
        double sum = 0;
        uint32_t count = 0;
        for (size_t i = 0; i < n; i++) {
            uint8_t code = columns->code[i][row];
            sum += columns->terms[i][code];
            count += kind_of_code(code) == ANSWERED;
        }
        if (sums[row] != sum || (is_counted && counts[row] != count))
            fail_msg("%zu columns to %d, row %zu: %g of %u, not %g of %u", n,
                     most, row, sums[row], (unsigned)counts[row], sum,
                     (unsigned)count);
    }
    mem_free(columns);
    arena_free(arena);
}

static void
test_agrees(void **state)
{
    (void)state;
    if (vector_widest() == VECTOR_BASELINE)
        skip();
    for (size_t i = 0; i < 200; i++)
        check(1 + (size_t)below(40), 1 + below(255), 1 + i * 5, i % 2);
    check(1, 255, BATCH_ROWS, false);
    check(257, 255, BATCH_ROWS, false);
    check(600, 109, BATCH_ROWS, false); /* 65,400 of 65,535 */
    check(600, 1, BATCH_ROWS, true);
}

/* What does not fit is left to the plain loops. */
static void
test_refuses(void **state)
{
    static const struct {
        int code;
        double term;
    } cases[] = {{0, -1}, {0, 256}, {3, 0.5}, {16, 1}, {239, 1}, {241, -0.5}};
    struct arena *arena = arena_new();
    struct columns *columns = make(600, 110, false); /* 66,000 */
    double sums[BATCH_ROOM];

    (void)state;
    assert_null(small_sums_new(columns->tables, 600, arena));
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        double *term = &columns->terms[1][cases[i].code];
        double before = *term;
        *term = cases[i].term;
        assert_null(small_sums_new(columns->tables, 2, arena));
        *term = before;
    }
    struct small_sums *small = small_sums_new(columns->tables, 2, arena);
    assert_non_null(small);
    assert_false(
        small_sums_put(NULL, vector_widest(), columns->codes, 1, sums));
    assert_false(
        small_sums_put(small, VECTOR_BASELINE, columns->codes, 1, sums));
    mem_free(columns);
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_agrees), cmocka_unit_test(test_refuses))
