/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line as it is being typed, without curses: what a key does to it and what
   the terminal is to show of that.  Knows no terminal. */
#ifndef ATTUNE_FILL_TYPED_LINE_H
#define ATTUNE_FILL_TYPED_LINE_H

#include <stddef.h>
#include "base/buf.h"
#include "fill/editing.h"
#include "fill/keyboard.h"

enum typed_line_result {
    TYPED_LINE_GOING,
    TYPED_LINE_DONE,  /* Enter */
    TYPED_LINE_LEAVE, /* F12 or Ctrl-X */
    TYPED_LINE_END    /* Ctrl-D in an empty line */
};

/* Presses a key on a line whose cursor is at its end; adds to 'echo' what shows
   it, but what finds no room.  Of what is pasted everything
   belongs to the line, new lines too; nothing in it leads away.  No other
   control character ever gets into the text. */
enum typed_line_result typed_line_press(struct editing *line,
                                        struct keyboard_key key,
                                        struct buf *echo);

#endif
