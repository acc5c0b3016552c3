/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of so few people that somebody might be known by them. */
#ifndef ATTUNE_STATS_FEW_H
#define ATTUNE_STATS_FEW_H

#include <stdbool.h>
#include <stddef.h>

/* As many are told of, and more. */
enum { FEW_LEAST = 5 };

/* Says which of a row of numbers, whose sum is told, are hidden: those of 1 to
   FEW_LEAST - 1, and then the least of the others until neither the hidden
   ones are fewer than FEW_LEAST together, nor it is known from the sum what
   each of them is (whether it is the only one, or all of them are 1).  Where
   the row has no such other, all are hidden. */
void few_hide(const size_t *counts, size_t n, bool *is_hidden);

#endif
