/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work in a process of its own, for libraries that end a process, or go on
   with half of it, where memory or a file fails them.  The child begins with a
   copy of all that its parent holds; what it makes comes back as parcels of
   bytes, in their order, and at the end the parent learns what became of it.

   The child holds no descriptor of its parent's: it has nothing to read, what
   it prints goes nowhere, and what it says on standard error is kept for its
   parent.  The signals that end programs end it, and so does its parent's end,
   whatever the way. */
#ifndef ATTUNE_BASE_CHILD_H
#define ATTUNE_BASE_CHILD_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/mem.h"

struct child;

/* Starts a child that does the work and ends; for a process of one thread.
   One that is silent for longer than 'patience_s' counts as hanging, and is
   killed.  Never NULL: a child that could not be started is one that failed. */
struct child *child_start(void (*work)(void *aux), void *aux,
                          int patience_s) MUST_USE;

/* Ends the process on the spot: not by exit(), since what a parent has arranged
   for its own end is none of its child's, nor what it has not yet printed. */
_Noreturn void child_leave(int status);

/* In the child: hands a parcel to the parent. */
void child_send(struct str parcel);

/* In the child: ends it at once, as failed, for the reason given.  Asks for no
   memory. */
_Noreturn void child_give_up(const char *why);

/* Waits for the next parcel, which takes the place of what was in the buffer;
   false when none is left, because all is done or because the child failed. */
bool child_receive(struct child *child, struct buf *parcel) MUST_USE;

/* Waits for the child's end and frees it; where parcels are left, it is killed.
   False when it did not do all of its work, or when they are left; 'why' then
   gets the reason, and 'said' the beginning of what it said on standard error,
   whole lines or not. */
bool child_end(struct child *child, struct buf *why, struct buf *said) MUST_USE;

/* Runs a command of the shell with our input and errors, and puts the first
   'size' bytes of what it prints to 'bytes'.  It is waited for alone, not for
   what it leaves running.  Nothing of it is kept anywhere else.  False after
   adding to 'why': it could not be run, or ended otherwise than well. */
bool child_ask(const char *command, char *bytes, size_t size, size_t *len,
               struct buf *why) MUST_USE;

/* Does the work in a child that has all that we have, our streams and terminal
   too, and waits for its end, whose status the work returned; keys that end a
   program end the child alone.  False with errno set: it could not be
   started. */
bool child_do(int (*work)(void *aux), void *aux) MUST_USE;

#endif
