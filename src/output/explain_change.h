/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of an explanation that rest on published figures: cut-offs, norm,
   error and change, each with its numbers and their sources.  The first two
   are in explain_norm.c, the others in explain_change.c. */
#ifndef ATTUNE_OUTPUT_EXPLAIN_CHANGE_H
#define ATTUNE_OUTPUT_EXPLAIN_CHANGE_H

#include "output/explain.h"
#include "output/explain_sheet.h"

/* " (n 412; who says so)" */
void explain_add_origin(struct sheet *sheet, int32_t n, const char *source);

void explain_add_cutoffs(struct sheet *sheet,
                         const struct explained_scale *explained);
void explain_add_standing(struct sheet *sheet,
                          const struct explained_scale *explained,
                          const struct person *own);
void explain_add_error(struct sheet *sheet,
                       const struct explained_scale *explained);
void explain_add_change(struct sheet *sheet,
                        const struct explained_scale *explained);

#endif
