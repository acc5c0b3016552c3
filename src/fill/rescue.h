/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A terminal that is given back when the process ends without coming to it: out
   of memory, or by a fault of its own.  There is one at a time. */
#ifndef ATTUNE_FILL_RESCUE_H
#define ATTUNE_FILL_RESCUE_H

#include <termios.h>
#include "base/str.h"

/* Until rescue_release(): what brings the terminal of 'in_fd' back to the modes
   'before', and what to write to 'out_fd' for it, the screen emptied; what is
   too long for the room there is, is not written. */
void rescue_hold(int in_fd, const struct termios *before, int out_fd,
                 struct str bytes);
void rescue_release(void);

/* Does it, if there is one.  Safe in a signal handler. */
void rescue_now(void);

#endif
