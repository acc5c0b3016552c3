/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An explanation for the client, in one of the languages of words.h: words
   before numbers, no norms, no errors.  Private scales and helpers are left
   out by their definition, so that no private answer changes a byte. */
#ifndef ATTUNE_OUTPUT_EXPLAIN_CLIENT_H
#define ATTUNE_OUTPUT_EXPLAIN_CLIENT_H

#include "base/buf.h"
#include "base/words.h"
#include "output/explain.h"

void explain_add_client(const struct explanation *explanation,
                        enum language language, struct buf *out);

/* Only what came out: each scale's title and value, and what it can be. */
void explain_add_client_scores(const struct explanation *explanation,
                               enum language language, struct buf *out);

#endif
