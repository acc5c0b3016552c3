/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal, or the pipe, of the faces that do without curses: gives every
   key at once, shows what it is told to, and is given back as it was found,
   also to a shell that stops the program for a while. */
#ifndef ATTUNE_FILL_TERMINAL_H
#define ATTUNE_FILL_TERMINAL_H

#include <signal.h>
#include <stdbool.h>
#include <termios.h>
#include "base/buf.h"
#include "fill/face.h"
#include "fill/keystrokes.h"

/* From a pipe so many lines are read at least, and for each question: whoever
   sends more, nobody is behind it. */
enum { TERMINAL_LINES_LEAST = 1000, TERMINAL_LINES_EACH = 20 };

struct terminal {
    const struct face_options *options;
    bool is_tty; /* keys come from one */
    bool echoes; /* it showed what was typed: now its user has to */
    /* Set by its user once it showed what nobody else is to see: nothing of it
       is left when the terminal is given back for a while. */
    bool is_private;
    struct keystrokes keystrokes;
    struct termios before;
    struct termios ours;
    sigset_t mask_before;
    struct sigaction continued_before;
};

/* Borrows the options.  Signals are held back but while a key is waited for,
   so that none is lost between looking for one and waiting. */
void terminal_open(struct terminal *terminal,
                   const struct face_options *options);
void terminal_close(struct terminal *terminal);

enum terminal_reading {
    TERMINAL_READ,
    TERMINAL_RESTED,      /* no key came within the time */
    TERMINAL_INTERRUPTED, /* a signal: to stop, or the program was stopped and
                             goes on: what was shown is out of sight */
    TERMINAL_ENDED
};
/* Waits for a key; less than no time is for ever. */
enum terminal_reading terminal_read(struct terminal *terminal, int wait_ms,
                                    struct keyboard_key *key) MUST_USE;
/* Adds bytes as they come; for pipes, whose escapes are no keys. */
enum terminal_reading terminal_read_bytes(struct terminal *terminal,
                                          struct buf *bytes) MUST_USE;

/* Whether a signal was held back; now it was let in.  For whoever reads on
   without waiting. */
bool terminal_was_signalled(const struct terminal *terminal);

/* Whether more was typed, or comes within the time. */
bool terminal_has_more(const struct terminal *terminal, int wait_ms);

/* Ctrl-Z: gives the terminal back and stops all that runs with this program.
   Then terminal_read() is interrupted. */
void terminal_suspend(struct terminal *terminal);

/* Shows what is in 'out', and empties it.  False: the terminal is gone, or does
   not take it while signals come. */
bool terminal_put(const struct terminal *terminal, struct buf *out) MUST_USE;

/* Adds what leaves nothing to see, nor to scroll back to; nothing where no
   terminal is. */
void terminal_add_blank(const struct terminal *terminal, struct buf *out);

/* How wide it is now. */
int terminal_width(const struct terminal *terminal);

#endif
