/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The members of an explanation that rest on published figures; private to
   explain_json.c.  Their shape is told in explain_json.h. */
#ifndef ATTUNE_OUTPUT_EXPLAIN_JSON_FIGURES_H
#define ATTUNE_OUTPUT_EXPLAIN_JSON_FIGURES_H

#include <stdbool.h>
#include "base/json.h"
#include "output/explain.h"

void explain_json_cutoffs(struct json *json,
                          const struct explained_scale *explained);
void explain_json_norm(struct json *json,
                       const struct explained_scale *explained);
void explain_json_error(struct json *json,
                        const struct explained_scale *explained);
void explain_json_change(struct json *json,
                         const struct explained_scale *explained,
                         bool for_client);

#endif
