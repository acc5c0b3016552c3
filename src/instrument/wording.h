/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of an instrument in another language, or of a licensed one: a
   file that mirrors the definition and holds nothing but texts. */
#ifndef ATTUNE_INSTRUMENT_WORDING_H
#define ATTUNE_INSTRUMENT_WORDING_H

#include "base/arena.h"
#include "base/diag.h"
#include "instrument/instrument.h"

/* Reads a wording file and lays it over a copy of 'instrument' (made in the
   arena).  Texts that it lacks stay as they are; each one lacking is a
   warning, each that names nothing an error.  NULL when there was an error. */
const struct instrument *wording_read(const char *path, struct str bytes,
                                      const struct instrument *instrument,
                                      struct arena *arena,
                                      struct diag *diag) MUST_USE;

#endif
