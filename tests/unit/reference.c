/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers that another program has computed; see reference.h. */
#include "reference.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/num.h"
#include "base/vec.h"
#include "unit.h"

#define TOLERANCE 1e-9

struct row {
    char **cells;
    char *key; /* the row but for its last cell */
    bool used;
};

struct reference {
    struct arena *arena;
    const char *name;
    struct row *rows; /* the names first */
    size_t n_rows;
    size_t n_columns;
    size_t n_compared;
    double largest; /* relative difference */
};

static struct str
next_part(struct str *rest, char end)
{
    const char *found = memchr(rest->bytes, end, rest->len);
    struct str part = *rest;

    if (found)
        part.len = (size_t)(found - rest->bytes);
    rest->bytes += part.len + (found != NULL);
    rest->len -= part.len + (found != NULL);
    return part;
}

static struct row
row_of(struct str line, size_t n_columns, struct arena *arena)
{
    struct row row = {.cells = ARENA_ARRAY(arena, n_columns, char *)};
    size_t cut = line.len;

    while (cut > 0 && line.bytes[cut - 1] != ',')
        cut--;
    row.key = arena_text(arena, (struct str){line.bytes, cut ? cut - 1 : 0});
    for (size_t i = 0; i < n_columns; i++)
        row.cells[i] = arena_text(arena, next_part(&line, ','));
    return row;
}

struct reference *
reference_open(const char *name)
{
    struct arena *arena = arena_new();
    struct reference *reference = ARENA_NEW(arena, struct reference);
    struct diag *diag = diag_new();
    char *path = arena_printf(arena, "reference/%s.csv", name);
    struct rows VEC(struct row) rows = {0};
    struct str rest;

    if (!file_read_whole(unit_data(path), 1 << 20, arena, &rest, diag))
        fail_msg("cannot read '%s'", path);
    diag_free(diag);
    reference->n_columns = 1;
    for (size_t i = 0; i < rest.len && rest.bytes[i] != '\n'; i++)
        reference->n_columns += rest.bytes[i] == ',';
    while (rest.len)
        *vec_add(arena, &rows) =
            row_of(next_part(&rest, '\n'), reference->n_columns, arena);
    reference->arena = arena;
    reference->name = arena_text(arena, str_from(name));
    reference->rows = rows.items;
    reference->n_rows = rows.n;
    return reference;
}

void
reference_close(struct reference *reference, size_t n_expected)
{
    size_t n_compared = reference->n_compared;

    if (n_compared)
        printf("# %s: %zu numbers, largest relative difference %.1e\n",
               reference->name, n_compared, reference->largest);
    arena_free(reference->arena);
    assert_int_equal(n_compared, n_expected);
}

size_t
reference_n_rows(const struct reference *reference)
{
    return reference->n_rows - 1;
}

const char *
reference_text(const struct reference *reference, size_t row,
               const char *column)
{
    for (size_t i = 0; i < reference->n_columns; i++)
        if (strcmp(reference->rows[0].cells[i], column) == 0)
            return reference->rows[row + 1].cells[i];
    fail_msg("%s has no column '%s'", reference->name, column);
    return NULL;
}

/* Digits with a point and perhaps an exponent, whatever the locale. */
static double
number_of(const char *text)
{
    struct str rest = str_from(text);
    struct str digits = next_part(&rest, 'e');
    struct decimal decimal;
    int32_t exponent = 0;
    bool small = str_starts(rest, "-");

    if (rest.len && (small || str_starts(rest, "+"))) {
        rest.bytes++;
        rest.len--;
    }
    if (!decimal_read(digits, &decimal)
        || (rest.len && !whole_read(rest, &exponent)))
        fail_msg("no number: '%s'", text);
    return decimal_value(decimal) * pow(10, small ? -exponent : exponent);
}

bool
reference_number(const struct reference *reference, size_t row,
                 const char *column, double *out)
{
    const char *text = reference_text(reference, row, column);

    if (!*text)
        return false;
    *out = number_of(text);
    return true;
}

size_t
reference_numbers(const struct reference *reference, const char *column,
                  double *out, size_t n_max)
{
    size_t n = 0;

    for (size_t row = 0; row < reference_n_rows(reference) && n < n_max; row++)
        n += reference_number(reference, row, column, &out[n]);
    return n;
}

/* Of zero, the absolute difference. */
static double
relative_difference(double want, double got)
{
    double size = fabs(want);

    return fabs(got - want) / (size > 0 ? size : 1);
}

bool
reference_close_to(double want, double got)
{
    if (relative_difference(want, got) <= TOLERANCE)
        return true;
    printf("# want %.15g, got %.15g\n", want, got);
    return false;
}

static void
compare(struct reference *reference, const char *name, const char *text,
        double got)
{
    double want = number_of(text);

    if (!reference_close_to(want, got))
        fail_msg("%s: %s", reference->name, name);
    reference->largest =
        fmax(reference->largest, relative_difference(want, got));
    reference->n_compared++;
}

void
reference_expect(struct reference *reference, const char *key, double got)
{
    for (size_t i = 1; i < reference->n_rows; i++) {
        struct row *row = &reference->rows[i];

        if (strcmp(row->key, key) == 0 && !row->used) {
            row->used = true;
            compare(reference, key, row->cells[reference->n_columns - 1], got);
            return;
        }
    }
    fail_msg("%s has no row '%s' left", reference->name, key);
}

void
reference_expect_cell(struct reference *reference, size_t row,
                      const char *column, double got)
{
    compare(reference, column, reference_text(reference, row, column), got);
}
