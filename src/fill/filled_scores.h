/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What who filled in may see of the scores, where the instrument says so. */
#ifndef ATTUNE_FILL_FILLED_SCORES_H
#define ATTUNE_FILL_FILLED_SCORES_H

#include "base/arena.h"
#include "fill/form.h"

/* Each scale's title and value, and what it can be, in plain language; none
   that rests on private answers, no band, no alert.  NULL: there is none. */
const char *filled_scores_text(const struct form *form, struct arena *arena);

#endif
