/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that an instrument holds, for golden files. */
#ifndef TESTS_UNIT_MODEL_DUMP_H
#define TESTS_UNIT_MODEL_DUMP_H

#include "base/buf.h"
#include "instrument/instrument.h"

/* An element a line, indented as in the file, with its attributes and text as
   the model has them, found by the tables of the grammar; behind '|' what the
   reader made of it. */
void model_dump(const struct instrument *instrument, struct buf *out);

#endif
