/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files in which the drafts of one client, session and instrument lie:
   their names, and who has them.  For draft.c. */
#ifndef ATTUNE_FILL_DRAFT_SLOT_H
#define ATTUNE_FILL_DRAFT_SLOT_H

#include <stdbool.h>
#include "base/arena.h"
#include "fill/draft.h"

/* How many fills of the same there may be at once. */
enum { N_DRAFT_SLOTS = 10 };

/* How the names of all its files begin.  No client's code is in it: names are
   seen by others. */
const char *draft_slot_key(const struct draft_head *head, struct arena *arena);
const char *draft_slot_path(const char *folder, const char *key, int number,
                            struct arena *arena);

enum draft_slot {
    DRAFT_SLOT_OPEN,  /* and locked: ours until it is closed */
    DRAFT_SLOT_NONE,  /* no such file */
    DRAFT_SLOT_TAKEN, /* another process has it */
    DRAFT_SLOT_FAILED /* see errno */
};

/* 'create': makes the file where there is none, readable by its owner alone.
   Sets '*fd' only when it is open. */
enum draft_slot draft_slot_open(const char *path, bool create,
                                int *fd) MUST_USE;

#endif
