/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the bytes of an instrument file to the model. */
#ifndef ATTUNE_INSTRUMENT_READ_H
#define ATTUNE_INSTRUMENT_READ_H

#include "base/arena.h"
#include "base/diag.h"
#include "instrument/instrument.h"

/* Reads and checks a definition: grammar, references, types, expressions and
   everything about it that needs no scoring.  All problems of the file are
   added in one run.  NULL when there was an error.  'path' and 'bytes' must
   live as long as the arena. */
struct instrument *instrument_read(const char *path, struct str bytes,
                                   struct arena *arena,
                                   struct diag *diag) MUST_USE;

/* Likewise, of rules over other questionnaires ('uses') too, which 'finder'
   finds by their ids: NULL where it has none, or none that is valid. */
struct instrument_finder {
    const struct instrument *(*find)(void *aux, struct str id);
    void *aux;
};
struct instrument *instrument_read_using(const char *path, struct str bytes,
                                         const struct instrument_finder *finder,
                                         struct arena *arena,
                                         struct diag *diag) MUST_USE;

/* Of a checked instrument: adds a warning for each change by a method that does
   not keep the level it is given, and for each norm whose percentiles would
   take scores for normally distributed that hardly are.  Whoever wrote the file
   is told, by 'attune check'; whoever only uses it is not told each time. */
void instrument_check_figures(const struct instrument *instrument,
                              struct diag *diag);

#endif
