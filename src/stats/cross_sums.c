/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Adding people up; see cross_sums.h.  All is a sum of products of two columns,
   of answers or of whether there are any.  Loops are over all rows that there
   is room for, so that a compiler knows their number. */
#include "stats/cross_sums.h"

#include <string.h>
#include "base/mem.h"

static struct number_columns
number_columns_new(size_t n_columns, bool are_narrow, struct arena *arena)
{
    size_t n = mem_size(n_columns, CROSS_STRIDE);

    return are_narrow
               ? (struct number_columns){.narrow =
                                             ARENA_ARRAY(arena, n, int16_t)}
               : (struct number_columns){.wide = ARENA_ARRAY(arena, n, double)};
}

struct answer_columns
answer_columns_new(size_t n_columns, bool are_narrow, struct arena *arena)
{
    return (struct answer_columns){
        .values = number_columns_new(n_columns, are_narrow, arena),
        .given = number_columns_new(n_columns, are_narrow, arena),
    };
}

struct cross_sums
cross_sums_new(size_t n_columns, const struct column_set *sets, size_t n_sets,
               struct arena *arena)
{
    size_t n_cells = mem_size(n_columns, n_columns);
    struct cross_sums sums = {
        .n_columns = n_columns,
        .sets = sets,
        .n_sets = n_sets,
        .columns = ARENA_ARRAY(arena, n_columns, struct column_sums),
        .both = ARENA_ARRAY(arena, n_cells, double),
        .products = ARENA_ARRAY(arena, n_cells, double),
        .sums = ARENA_ARRAY(arena, n_cells, double),
        .wholes = ARENA_ARRAY(arena, n_sets, struct whole_sums),
    };

    for (size_t i = 0; i < n_sets; i++) {
        size_t n = sets[i].n_uses;
        sums.wholes[i].sums = ARENA_ARRAY(arena, n, double);
        sums.wholes[i].products = ARENA_ARRAY(arena, n * n, double);
    }
    return sums;
}

/* ---- columns ---- */

/* Of the products of two columns of one width.  Narrow ones stay below 2^31. */
static double
product_of(const struct number_columns *x, size_t a,
           const struct number_columns *y, size_t b)
{
    if (x->wide) {
        const double *of_a = x->wide + a * CROSS_STRIDE;
        const double *of_b = y->wide + b * CROSS_STRIDE;
        double sums[4] = {0};
        for (size_t row = 0; row < CROSS_ROWS; row += 4)
            for (size_t i = 0; i < 4; i++)
                sums[i] += of_a[row + i] * of_b[row + i];
        return sums[0] + sums[1] + (sums[2] + sums[3]);
    }
    const int16_t *of_a = x->narrow + a * CROSS_STRIDE;
    const int16_t *of_b = y->narrow + b * CROSS_STRIDE;
    int32_t sum = 0;
#pragma GCC unroll 4
    for (size_t row = 0; row < CROSS_ROWS; row++)
        sum += (int32_t)of_a[row] * of_b[row];
    return sum;
}

static double
sum_of(const struct number_columns *columns, size_t column)
{
    double sum = 0;
    int32_t whole = 0;

    for (size_t row = 0; columns->wide && row < CROSS_ROWS; row++)
        sum += columns->wide[column * CROSS_STRIDE + row];
    if (columns->wide)
        return sum;
    for (size_t row = 0; row < CROSS_ROWS; row++)
        whole += columns->narrow[column * CROSS_STRIDE + row];
    return whole;
}

/* ---- two items ---- */

/* What a batch has of a column. */
struct column_batch {
    struct column_sums own;
    const uint16_t *missing; /* the rows without an answer; NULL: all are looked
                                at, since they are many */
    size_t n_missing;
};

/* So many of 1024 rows may lack an answer and are still taken one by one: of
   whole numbers, which can be taken from a sum again. */
enum { FEW_MISSING = CROSS_ROWS / 8 };

static void
find_missing(struct column_batch *batch, const struct number_columns *given,
             size_t column, size_t n_rows, struct arena *scratch)
{
    size_t first = column * CROSS_STRIDE;
    size_t n = n_rows - (size_t)batch->own.n;
    enum { FOUR = 4 };
    static const int16_t four_given[FOUR] = {1, 1, 1, 1};
    bool are_few = n == 0 || (given->narrow && n <= FEW_MISSING);
    uint16_t *rows = are_few ? ARENA_ARRAY(scratch, n + 1, uint16_t) : NULL;

    batch->missing = rows;
    for (size_t row = 0; are_few && batch->n_missing < n; row += FOUR) {
        /* Most often nothing is missing in four rows. */
        if (memcmp(given->narrow + first + row, four_given, sizeof four_given)
            == 0)
            continue;
        for (size_t i = row; i < row + FOUR && batch->n_missing < n; i++)
            if (!given->narrow[first + i])
                rows[batch->n_missing++] = (uint16_t)i;
    }
}

static struct column_batch *
add_columns(struct cross_sums *sums, const struct answer_columns *answers,
            size_t n_rows, struct arena *scratch)
{
    struct column_batch *own =
        ARENA_ARRAY(scratch, sums->n_columns, struct column_batch);

    for (size_t i = 0; i < sums->n_columns; i++) {
        own[i].own = (struct column_sums){.n = sum_of(&answers->given, i),
                                          .sum = sum_of(&answers->values, i)};
        find_missing(&own[i], &answers->given, i, n_rows, scratch);
        sums->columns[i].n += own[i].own.n;
        sums->columns[i].sum += own[i].own.sum;
    }
    return own;
}

/* The sum of a column over those rows. */
static double
sum_over(const struct number_columns *columns, size_t column,
         const uint16_t *rows, size_t n)
{
    int32_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += columns->narrow[column * CROSS_STRIDE + rows[i]];
    return sum;
}

/* That of a column of 'x' over the rows in which 'b' has an answer. */
static double
sum_where(const struct answer_columns *answers, const struct number_columns *x,
          size_t a, double whole, const struct column_batch *own, size_t b)
{
    return own[b].missing
               ? whole - sum_over(x, a, own[b].missing, own[b].n_missing)
               : product_of(x, a, &answers->given, b);
}

static void
add_pair(struct cross_sums *sums, const struct answer_columns *answers,
         const struct column_batch *own, size_t a, size_t b)
{
    const struct number_columns *values = &answers->values;
    size_t at = a * sums->n_columns + b;
    size_t turned = b * sums->n_columns + a;

    sums->products[at] += product_of(values, a, values, b);
    sums->both[at] +=
        sum_where(answers, &answers->given, a, own[a].own.n, own, b);
    sums->sums[at] += sum_where(answers, values, a, own[a].own.sum, own, b);
    if (a != b)
        sums->sums[turned] +=
            sum_where(answers, values, b, own[b].own.sum, own, a);
}

/* ---- all items of a set ---- */

/* All rows at once, and that no two of the columns are one. */
static void
add_column(int16_t *restrict to, const int16_t *restrict from)
{
    for (size_t row = 0; row < CROSS_ROWS; row++)
        to[row] = (int16_t)(to[row] + from[row]);
}

static void
multiply_columns(int16_t *restrict to, const int16_t *restrict a,
                 const int16_t *restrict b)
{
    for (size_t row = 0; row < CROSS_ROWS; row++)
        to[row] = (int16_t)(a[row] * b[row]);
}

/* Of each row how many of the set were answered. */
static int16_t *
count_given(const struct answer_columns *answers, const struct column_set *set,
            struct arena *scratch)
{
    int16_t *counts = ARENA_ARRAY(scratch, CROSS_ROWS, int16_t);

    for (size_t i = 0; i < set->n_uses; i++) {
        size_t first = set->uses[i].column * CROSS_STRIDE;
        if (answers->given.wide)
            for (size_t row = 0; row < CROSS_ROWS; row++)
                counts[row] =
                    (int16_t)(counts[row]
                              + (answers->given.wide[first + row] > 0));
        else
            add_column(counts, answers->given.narrow + first);
    }
    return counts;
}

/* The columns of a set, of those alone who answered all of it. */
static struct number_columns
whole_columns(const struct answer_columns *answers,
              const struct column_set *set, const int16_t *is_whole,
              struct arena *scratch)
{
    const struct number_columns *from = &answers->values;
    struct number_columns whole =
        number_columns_new(set->n_uses, !from->wide, scratch);

    for (size_t i = 0; i < set->n_uses; i++) {
        size_t first = set->uses[i].column * CROSS_STRIDE;
        if (from->wide)
            for (size_t row = 0; row < CROSS_ROWS; row++)
                whole.wide[i * CROSS_STRIDE + row] =
                    is_whole[row] ? from->wide[first + row] : 0;
        else
            multiply_columns(whole.narrow + i * CROSS_STRIDE,
                             from->narrow + first, is_whole);
    }
    return whole;
}

static void
add_set(struct cross_sums *sums, size_t set_idx,
        const struct answer_columns *answers, struct arena *scratch)
{
    const struct column_set *set = &sums->sets[set_idx];
    struct whole_sums *whole = &sums->wholes[set_idx];
    int16_t *counts = count_given(answers, set, scratch);
    int n_any = 0;
    int n = 0;

    for (size_t row = 0; set->n_uses && row < CROSS_ROWS; row++) {
        n_any += counts[row] > 0;
        counts[row] = counts[row] == (int16_t)set->n_uses;
        n += counts[row];
    }
    whole->n_any += n_any;
    whole->n += n;
    struct number_columns columns =
        whole_columns(answers, set, counts, scratch);
    for (size_t a = 0; a < set->n_uses; a++) {
        whole->sums[a] += sum_of(&columns, a);
        for (size_t b = 0; b <= a; b++)
            whole->products[a * set->n_uses + b] +=
                product_of(&columns, a, &columns, b);
    }
}

void
cross_sums_add(struct cross_sums *sums, const struct answer_columns *answers,
               size_t n_rows, struct arena *scratch)
{
    arena_rewind(scratch);
    const struct column_batch *own =
        add_columns(sums, answers, n_rows, scratch);
    for (size_t a = 0; a < sums->n_columns; a++)
        for (size_t b = 0; b <= a; b++)
            add_pair(sums, answers, own, a, b);
    for (size_t i = 0; i < sums->n_sets; i++)
        add_set(sums, i, answers, scratch);
}
