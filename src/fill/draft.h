/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fill that is not done: a file to which every event is appended, and which
   is on the disk before the next page is shown.  Only its owner may read it,
   and only one process at a time has it open: a second fill of the same client
   gets a file of its own.  It goes when the answers were recorded or thrown
   away. */
#ifndef ATTUNE_FILL_DRAFT_H
#define ATTUNE_FILL_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "fill/answer_sheet.h"

struct draft;

/* Whose answers to what, and with which definition it was begun.  Texts are
   "" where there is none. */
struct draft_head {
    const char *instrument_id;
    int32_t edition;
    const char *digest;         /* hex */
    const char *wording_digest; /* hex; "": its own words */
    const char *lang;           /* asked for; "": as it stands */
    const char *client;
    const char *session;
    const char *date;    /* ISO */
    const char *time;    /* HH:MM */
    const char *started; /* ISO, with the time */
    const char *couple;
    bool is_paper; /* a clerk types it in; of a draft in the inbox */
};

/* Opens the first draft of that client, session and instrument in which
   something is and that no other process has open; or a new one.  NULL after
   adding an error; its content is the arena's. */
struct draft *draft_open(const char *folder, const struct draft_head *head,
                         struct arena *arena, struct diag *diag) MUST_USE;

/* Closes it and opens the next one in which something is.  There is more than
   one after two fills at once were both interrupted. */
enum draft_next {
    DRAFT_NEXT,
    DRAFT_LAST,  /* there is none, and the draft is closed */
    DRAFT_FAILED /* after adding an error; closed, too */
};
enum draft_next draft_next(struct draft *draft, struct diag *diag) MUST_USE;

/* Opens the draft of a file.  NULL where nothing is in it, where another
   process has it open ('*is_held'), or after adding an error. */
struct draft *draft_open_file(const char *path, bool *is_held,
                              struct arena *arena, struct diag *diag) MUST_USE;

/* Seals, for the practice, that this client takes every yes to a page for two
   back; only of a draft in the inbox.  False after adding an error. */
bool draft_take_back(struct draft *draft, struct diag *diag) MUST_USE;

/* A new one whose events go into the inbox of a locked casebook, where nobody
   here can read them again: it has no file, and a fill that is interrupted is
   gone on with by the practice. */
struct inbox_fill;
struct draft *draft_in_inbox(struct inbox_fill *fill,
                             struct arena *arena) MUST_USE;

/* Puts into one that was just made what it was begun with and what was said
   since: lines that draft_append() sealed before.  Borrows the lines; the head
   is copied. */
void draft_go_on(struct draft *draft, const struct draft_head *head,
                 struct str events);

/* Keeps the file; NULL is allowed. */
void draft_close(struct draft *draft);

/* Whether another process is filling in the same at this moment. */
bool draft_has_twin(const struct draft *draft);
/* Where a copy of the draft that was damaged last was set aside, once: then
   NULL, as where none was. */
const char *draft_take_aside(struct draft *draft);
const char *draft_path(const struct draft *draft);

/* What it was begun with; NULL: nothing is in it. */
const struct draft_head *draft_head(const struct draft *draft);
/* Whether the answers had been handed in, and when ("" if not). */
const char *draft_finished(const struct draft *draft);

/* Hands the events to who writes on the sheet.  False after adding an error:
   they are not of this instrument. */
bool draft_restore(const struct draft *draft, struct answer_sheet *sheet,
                   struct diag *diag) MUST_USE;

/* Begins it, throwing away what was in it: on the disk when it returns.  The
   head is copied. */
bool draft_begin(struct draft *draft, const struct draft_head *head,
                 struct diag *diag) MUST_USE;

/* Appends the events of the sheet, 'finished' with the one that says handed in.
   They are on the disk when it returns true; after false none of them
   counts. */
bool draft_append(struct draft *draft, const struct answer_sheet *sheet,
                  const char *finished, struct diag *diag) MUST_USE;

/* Removes the file. */
bool draft_remove(struct draft *draft, struct diag *diag) MUST_USE;

#endif
