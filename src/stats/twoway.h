/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two-way imputation of missing answers (Bernaards & Sijtsma 2000): the mean of
   the person's answers and the mean of the item's, less the mean of all
   answers.  For studying a whole sample: a client's score must not hang on who
   else is in the file, and so no score is made of it. */
#ifndef ATTUNE_STATS_TWOWAY_H
#define ATTUNE_STATS_TWOWAY_H

#include <stddef.h>

/* 'answers' are keyed, a person after the other, NAN where missing.  Fills in
   what is missing of persons with one answer at least, to items with one at
   least; neither clipped to the items' range nor rounded. */
void twoway_impute(double *answers, size_t n_persons, size_t n_items);

#endif
