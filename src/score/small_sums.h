/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums over columns of codes for many rows at once, where each code brings in
   a small whole number; a wide twin of the plain loops of combine.c. */
#ifndef ATTUNE_SCORE_SMALL_SUMS_H
#define ATTUNE_SCORE_SMALL_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "response/vector.h"

struct small_sums;

/* 'terms' has a table of N_CODES numbers for each of 'n' columns.  NULL unless
   all of them are whole, from 0 to 255, and 0 from the sixteenth position on.
 */
struct small_sums *small_sums_new(const double *const *terms, size_t n,
                                  struct arena *arena) MUST_USE;

/* Puts the sum of each row into 'sums', which has BATCH_ROOM.  False, and
   nothing is done, where 'small' is NULL or the width has no way for it. */
bool small_sums_put(const struct small_sums *small, enum vector vector,
                    const uint8_t *const *codes, size_t n_rows,
                    double *sums) MUST_USE;

/* Puts the number of answers of each row into 'counts', which has BATCH_ROOM.
   False, and nothing is to be read, where an answer of some row is bad or not
   applicable, or the width has no way for it. */
bool small_counts_put(enum vector vector, const uint8_t *const *codes, size_t n,
                      size_t n_rows, uint32_t *counts) MUST_USE;

#endif
