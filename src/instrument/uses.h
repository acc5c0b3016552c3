/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which items an instrument makes any use of beside asking them. */
#ifndef ATTUNE_INSTRUMENT_USES_H
#define ATTUNE_INSTRUMENT_USES_H

#include <stdbool.h>
#include "base/arena.h"
#include "instrument/instrument.h"

/* For each item whether a scale, a class, an alert or the relevance of an item
   rests on it, or it has an alert itself. */
const bool *uses_of_items(const struct instrument *instrument,
                          struct arena *arena) MUST_USE;

#endif
