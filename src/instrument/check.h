/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the grammar cannot say: references, doubles, rules of scoring. */
#ifndef ATTUNE_INSTRUMENT_CHECK_H
#define ATTUNE_INSTRUMENT_CHECK_H

#include <stdbool.h>
#include "base/diag.h"
#include "instrument/instrument.h"

/* Adds every problem of an instrument whose references were resolved as far
   as they could be.  False when one of them is an error. */
bool instrument_check(const struct instrument *instrument, struct diag *diag)
    MUST_USE;

#endif
