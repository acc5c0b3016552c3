/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The movable mark on a range: steps counted in decimal, so that a mark is
   always on the grid. */
#ifndef ATTUNE_FILL_RANGE_MARK_H
#define ATTUNE_FILL_RANGE_MARK_H

#include <stdbool.h>
#include "base/str.h"
#include "fill/editing.h"
#include "fill/form.h"

/* Moves the mark that 'number' holds by a key: a step (a hundredth of the
   range where it has none), a tenth of the range, to an end.  With no mark the
   first arrow puts it in the middle.  False: not a key that moves. */
bool range_mark_move(const struct response *range, struct editing *number,
                     enum form_key_kind key);

/* Where a typed number lies, 0 .. 1; 0 for what is no number. */
double range_mark_share(const struct response *range, struct str number);

#endif
