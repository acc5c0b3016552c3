/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in the columns that score makes: a table for who analyses
   them. */
#ifndef ATTUNE_CLI_CODEBOOK_H
#define ATTUNE_CLI_CODEBOOK_H

#include "base/arena.h"
#include "base/buf.h"
#include "instrument/instrument.h"

/* Adds CSV, a row for each column of wide CSV with details and change, in its
   order.  Several instruments have the columns of being scored together. */
void codebook_add(struct buf *out, const struct instrument *const *instruments,
                  size_t n, struct arena *arena);

#endif
