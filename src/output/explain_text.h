/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An explanation for the clinician, in English with the questionnaire's own
   words: every answer, every number, every source. */
#ifndef ATTUNE_OUTPUT_EXPLAIN_TEXT_H
#define ATTUNE_OUTPUT_EXPLAIN_TEXT_H

#include <stdbool.h>
#include "base/buf.h"
#include "output/explain.h"

/* 'is_plain': labelled lines and ASCII signs, for screen readers and pipes. */
void explain_add_text(const struct explanation *explanation, bool is_plain,
                      struct buf *out);

#endif
