/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text being typed: UTF-8 with a place for the next character.  Moves by
   what a person sees as one character: a letter with its combining marks. */
#ifndef ATTUNE_FILL_EDITING_H
#define ATTUNE_FILL_EDITING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"

/* A zeroed struct is an empty text without a limit. */
struct editing {
    struct buf text;
    size_t cursor;     /* a byte, at the begin of a character */
    size_t limit_size; /* in bytes; 0: none */
    bool is_full;      /* something was left out for want of room.  Nothing more
                          goes in until something is erased: no text has holes */
};

void editing_clear(struct editing *editing); /* frees */
/* Takes a copy, the cursor behind it; bytes that are not UTF-8 become U+FFFD,
   and what is beyond the limit is cut off. */
void editing_set(struct editing *editing, struct str text);

/* False, and the text is as it was, for a control character or beyond the
   limit. */
bool editing_insert(struct editing *editing, uint32_t character);
bool editing_erase_before(struct editing *editing);
bool editing_erase_after(struct editing *editing);

bool editing_left(struct editing *editing);
bool editing_right(struct editing *editing);
/* To the begin and the end of the line the cursor is in. */
bool editing_home(struct editing *editing);
bool editing_end(struct editing *editing);
/* To the same character of the line above or below, parted by newlines. */
bool editing_up(struct editing *editing);
bool editing_down(struct editing *editing);

#endif
