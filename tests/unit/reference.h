/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers that another program has computed: the files of tests/data/reference,
   whose README says where they come from.  Whatever fails, fails the test. */
#ifndef TESTS_UNIT_REFERENCE_H
#define TESTS_UNIT_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

struct reference;

/* Reads tests/data/reference/'name'.csv: a line of names, then rows. */
struct reference *reference_open(const char *name);

/* Says how far the numbers were off at most, as a comment of TAP, and fails
   where not exactly 'n_expected' were compared. */
void reference_close(struct reference *reference, size_t n_expected);

size_t reference_n_rows(const struct reference *reference);

/* What stands in a row (0-based) under a name; lives until the end. */
const char *reference_text(const struct reference *reference, size_t row,
                           const char *column);
/* False where nothing stands there. */
bool reference_number(const struct reference *reference, size_t row,
                      const char *column, double *out);
/* The column from 'row' on, up to 'n_max' numbers, empty ones left out. */
size_t reference_numbers(const struct reference *reference, const char *column,
                         double *out, size_t n_max);

/* Compares with the last column of the one row that begins with 'key', as in
   "change,jt1991,,sem", to 1e-9 of its size. */
void reference_expect(struct reference *reference, const char *key, double got);

/* Compares with the number in a row. */
void reference_expect_cell(struct reference *reference, size_t row,
                           const char *column, double got);

/* Whether two numbers agree to 1e-9 of their size (1e-9 near zero); prints
   them where they do not. */
bool reference_close_to(double want, double got);

#endif
