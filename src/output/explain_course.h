/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where all scores up to the explained one go, as lines and as JSON: the trend
   with its numbers, and how far a second phase lies from the first, NAP and
   Tau-U each with the number of pairs that it is a share of.  Private to
   explain_text.c and explain_json.c. */
#ifndef ATTUNE_OUTPUT_EXPLAIN_COURSE_H
#define ATTUNE_OUTPUT_EXPLAIN_COURSE_H

#include <stdbool.h>
#include "base/json.h"
#include "output/explain.h"
#include "output/explain_sheet.h"

/* Nothing for a row that stands alone, or has no score, or the first one. */
void explain_add_course(struct sheet *sheet,
                        const struct explained_scale *explained);

/* A member "course", null for a row that stands alone; a client's has only the
   direction. */
void explain_json_course(struct json *json,
                         const struct explained_scale *explained,
                         bool for_client);

#endif
