/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A blank questionnaire to be printed and filled in with a pen: its questions
   with boxes that hold the codes that a clerk types, when a question is to be
   left out, and a field for a code.  No box says "rather not say": its tick
   would be a refusal that can be seen.  "Don't know", where it is offered, is
   the clerk's "?", written by hand. */
#ifndef ATTUNE_REPORT_BLANK_H
#define ATTUNE_REPORT_BLANK_H

#include "base/arena.h"
#include "base/words.h"
#include "chart/measure.h"
#include "report/document.h"

struct block;
struct instrument;

/* How many questions are not printed, since paper is found: those that are
   private, and those that only private ones lead to. */
size_t blank_withheld(const struct instrument *instrument);

/* Every item has a text; 'letterhead' (NULL: none) stands above all.  Without
   its private questions nothing on it tells that there are some: what is left
   is numbered through. */
const struct document *
blank_make(const struct instrument *instrument, const struct block *letterhead,
           bool with_private, enum language language, enum paper paper,
           const struct measure *measure, struct arena *arena) MUST_USE;

#endif
