/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of a draft: words parted by blanks, the last of which may be any
   text, behind a check sum that tells a whole line from a torn one. */
#ifndef ATTUNE_FILL_DRAFT_LINE_H
#define ATTUNE_FILL_DRAFT_LINE_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "fill/draft.h"

/* Adds a line that holds 'words' (no newline in them) and, when 'text' is not
   NULL, a text of any kind. */
void draft_line_add(struct buf *buf, const char *words, const struct str *text);

/* Takes the next whole line off '*rest' and unwraps it; false at the end or at
   a line that is torn.  The text after the last word still is as it was
   written. */
bool draft_line_next(struct str *rest, struct str *line);

/* The text at the end of a line, as it was given. */
struct str draft_line_text(struct str rest, struct arena *arena);

/* The lines of a head; the copy of one, or of none, in which every text is
   there. */
void draft_line_add_head(struct buf *buf, const struct draft_head *head);
struct draft_head draft_line_copy_head(const struct draft_head *head,
                                       struct arena *arena);
/* False: not a line of it. */
bool draft_line_read_head(struct str line, struct arena *arena,
                          struct draft_head *head);

/* The line of an event; 'finished' of the one that says handed in. */
void draft_line_add_event(struct buf *buf, const struct instrument *instrument,
                          const struct sheet_event *event,
                          const char *finished);
/* False: no such event of this instrument. */
bool draft_line_read_event(struct str line, const struct instrument *instrument,
                           struct arena *arena, struct sheet_event *event);

#endif
