/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A font program in a PDF, less what it holds for screens of few pixels. */
#ifndef ATTUNE_RENDER_OUTLINES_H
#define ATTUNE_RENDER_OUTLINES_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/str.h"

/* Adds a TrueType font without the programs that fit its outlines to a grid of
   pixels ("hints"): the tables fpgm, prep, cvt and gasp, and the instructions
   of each glyph, which are half of an Arabic font.  Outlines and widths stay as
   they are, bit by bit, and so does what is printed.  False, with nothing
   added, where the bytes are no such font. */
bool outlines_add(struct buf *out, struct str font) MUST_USE;

#endif
