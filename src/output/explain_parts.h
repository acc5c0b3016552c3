/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of an explanation from the answers to the value, and what blanks
   could have made of it. */
#ifndef ATTUNE_OUTPUT_EXPLAIN_PARTS_H
#define ATTUNE_OUTPUT_EXPLAIN_PARTS_H

#include "output/explain.h"
#include "output/explain_sheet.h"

void explain_add_parts(struct sheet *sheet,
                       const struct explained_scale *explained);

#endif
