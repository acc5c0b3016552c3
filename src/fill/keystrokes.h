/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes from a terminal as keys, for the faces that do without curses: what a
   function key sends is one key or nothing, never a part of what was typed.
   And what a key does to a line that is being typed.  Knows no terminal. */
#ifndef ATTUNE_FILL_KEYSTROKES_H
#define ATTUNE_FILL_KEYSTROKES_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/str.h"
#include "fill/editing.h"
#include "fill/keyboard.h"

/* A zeroed struct has read nothing. */
struct keystrokes {
    struct buf bytes; /* not yet taken from 'at' on */
    size_t at;
    bool is_plain;   /* bytes of a pipe: control characters are no keys */
    bool is_pasting; /* between the marks of a bracketed paste */
};

void keystrokes_clear(struct keystrokes *keystrokes);

/* Where more bytes are to be added. */
struct buf *keystrokes_room(struct keystrokes *keystrokes);

/* The next key: KEYBOARD_CHARACTER (C0 ones too), _ENTER, _BACKSPACE or _F12;
   all others are passed over.  False: what is left is not a whole key. */
bool keystrokes_next(struct keystrokes *keystrokes, struct keyboard_key *key);

/* Whether there is something to give up: the begin of a key, or a paste that
   has not ended. */
bool keystrokes_is_open(const struct keystrokes *keystrokes);

/* Nothing more came for a while: an escape was the Escape key, and a paste
   without an end has one. */
void keystrokes_give_up(struct keystrokes *keystrokes);

/* ---- a line as it is being typed ---- */

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
