/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures that say less than they seem to.  Whoever wrote the file is told, by
   `check`; whoever only uses it is not told with every command. */
#ifndef ATTUNE_INSTRUMENT_FIGURES_H
#define ATTUNE_INSTRUMENT_FIGURES_H

#include "base/diag.h"
#include "instrument/instrument.h"

/* Of a checked instrument: adds a warning for each change by a method that does
   not keep the level it is given, and for each norm whose percentiles would
   take scores for normally distributed that hardly are. */
void figures_check(const struct instrument *instrument, struct diag *diag);

#endif
