/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outlines of a CFF font in a PDF, each of which calls no other. */
#ifndef ATTUNE_RENDER_CHARSTRINGS_H
#define ATTUNE_RENDER_CHARSTRINGS_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/str.h"

/* Adds a CFF font whose outlines hold themselves what they had called
   ("subroutines"), and without the lists of that: cairo keeps a place in them
   for each of a font's hundreds, which is a third of a face with the letters of
   a page.  What is drawn stays as it is.  False, with nothing added, where the
   bytes are no such font or one of several dictionaries. */
bool charstrings_add(struct buf *out, struct str font) MUST_USE;

#endif
