/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line as it is being typed, without curses: what a key does to it and what
   the terminal is to show of that.  Knows no terminal. */
#ifndef ATTUNE_FILL_TYPED_LINE_H
#define ATTUNE_FILL_TYPED_LINE_H

#include <stddef.h>
#include "base/buf.h"
#include "fill/editing.h"
#include "fill/keyboard.h"

struct typed_line {
    struct editing editing; /* the cursor stays at its end */
};

void typed_line_clear(struct typed_line *line);

/* Empties it, for at most 'limit_size' bytes: what finds no room is not
   shown. */
void typed_line_start(struct typed_line *line, size_t limit_size);

struct str typed_line_text(const struct typed_line *line);

enum typed_line_result {
    TYPED_LINE_GOING,
    TYPED_LINE_DONE,  /* Enter */
    TYPED_LINE_LEAVE, /* F12 or Ctrl-X */
    TYPED_LINE_SUSPEND,
    TYPED_LINE_END /* Ctrl-D in an empty line */
};

/* Presses a key; adds to 'echo' what shows it.  Of what is pasted everything
   belongs to the line, new lines too; nothing in it leads away.  No other
   control character ever gets into the text. */
enum typed_line_result typed_line_press(struct typed_line *line,
                                        struct keyboard_key key,
                                        struct buf *echo);

#endif
