/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a process gives up for good before it reads what others wrote, so that
   a fault of a reader, ours or a library's, is no way into the computer: all
   paths but those that are named, the network, other programs and other
   processes.  What it starts later has given it up, too.

   The kernel's Landlock and seccomp do it, each where the kernel and the build
   have it; where they are not there, nothing is given up and nothing fails. */
#ifndef ATTUNE_BASE_CONFINE_H
#define ATTUNE_BASE_CONFINE_H

#include <stdbool.h>
#include "base/buf.h"

struct confine {
    int ruleset; /* -1: there is none, or it is in force */
    bool is_begun;
};

/* What may be done with a file, or with a folder and all below it. */
enum confine_right {
    CONFINE_READ,
    CONFINE_LIST, /* of a folder: the names in it */
    CONFINE_PUT,  /* write; in a folder also list, make, rename and remove */
    CONFINE_WRITE /* put, and read, too */
};

/* Begins to collect what is kept. */
void confine_begin(struct confine *confine);
/* Keeps that right on what is there now; of a path where nothing is, nothing.
   False: for want of something else it is not known what is there; see errno.
 */
bool confine_keep(struct confine *confine, const char *path,
                  enum confine_right right) MUST_USE;
/* Gives up the rest.  For a process of one thread: others stay as they are.
   Does nothing when it was not begun, or is done already. */
void confine_enter(struct confine *confine);

/* Adds what there is of it here, "Landlock, seccomp", or "nothing". */
void confine_add_about(struct buf *out);

#endif
