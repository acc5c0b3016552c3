/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text of unknown origin as lines that fit a terminal. */
#ifndef ATTUNE_FILL_WRAP_H
#define ATTUNE_FILL_WRAP_H

#include "base/buf.h"
#include "base/str.h"

/* Adds 'text', made harmless by utf8_add_shown(), in lines of at most
   'width_cells' and ended by a newline each.  Breaks at blanks, and where a
   word is longer than a line.  Lines but the first are indented by
   'indent_cells'.  Newlines in the text stay.  No line ends at a no-break
   space, which is shown as a blank. */
void wrap_add(struct buf *buf, struct str text, int width_cells,
              int indent_cells);

#endif
