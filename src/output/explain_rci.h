/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formulas of error and change with their numbers put in, by method. */
#ifndef ATTUNE_OUTPUT_EXPLAIN_RCI_H
#define ATTUNE_OUTPUT_EXPLAIN_RCI_H

#include "change/change.h"
#include "output/explain_sheet.h"

const char *explain_method_name(enum change_method method);

/* "0.84 × √(1 - 0.87) = 0.30" */
void explain_add_sem(struct sheet *sheet, double sd, struct decimal reliability,
                     double sem, int decimals);

/* " × √(3 / 2)", what a score of v out of k answers does to its error. */
void explain_add_stretch(struct sheet *sheet, size_t k, size_t v);

/* The line of a change that was judged, up to the limit it is held against. */
void explain_add_index(struct sheet *sheet, const struct change_result *change);

#endif
