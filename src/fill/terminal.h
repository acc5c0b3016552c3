/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal, or the pipe, of all that does without curses: a line is typed
   there key by key and shown, and it is given back as it was found, also to a
   shell that stops the program for a while.  No byte behind the last key is
   read, so that another may read on. */
#ifndef ATTUNE_FILL_TERMINAL_H
#define ATTUNE_FILL_TERMINAL_H

#include <signal.h>
#include <stdbool.h>
#include <termios.h>
#include "base/buf.h"
#include "base/words.h"
#include "fill/face.h"
#include "fill/keystrokes.h"
#include "fill/editing.h"

/* From a pipe so many lines are read for a number of questions. */
size_t terminal_limit_lines(size_t n_questions);

struct terminal {
    const struct face_options *options;
    bool is_tty; /* keys come from one */
    bool echoes; /* it showed what was typed: now its user has to */
    /* Set by its user once it showed what nobody else is to see: nothing of it
       is left when the terminal is given back for a while. */
    bool is_private;
    struct buf out; /* what is to be shown */
    struct editing line;
    size_t n_lines;     /* read so far, from a pipe */
    size_t n_keys;      /* likewise, of the line that is begun */
    size_t limit_lines; /* from a pipe: whoever sends more, nobody is behind it;
                           set by its user, 0: no limit */
    struct keystrokes keystrokes;
    struct termios before;
    struct termios ours;
    sigset_t mask_before;
    struct sigaction continued_before;
    int stop_fd; /* where Ctrl-Z is told; -1: it does nothing */
};

/* Borrows the options.  Signals are held back but while a key is waited for,
   so that none is lost between looking for one and waiting. */
void terminal_open(struct terminal *terminal,
                   const struct face_options *options);
void terminal_close(struct terminal *terminal);

/* Adds to 'out' lines of text of the width that the terminal has now. */
void terminal_say(struct terminal *terminal, struct str text, int indent_cells);
/* The same of what was composed, which is cleared. */
void terminal_say_composed(struct terminal *terminal, struct buf *composed,
                           int indent_cells);
void terminal_say_word(struct terminal *terminal, enum word word);
/* With texts or numbers in place of {1}, {2} ... */
void terminal_say_words(struct terminal *terminal, enum word word,
                        const struct str *texts, int n);
void terminal_say_numbers(struct terminal *terminal, enum word word,
                          const double *numbers, int n);
/* Adds words and a blank: an answer is typed behind them. */
void terminal_ask(struct terminal *terminal, enum word word);

/* What is typed: how it is shown, and what a paste is in it. */
enum typing {
    TYPING_KEY,    /* one key: not shown; what is pasted is none */
    TYPING_SECRET, /* not shown */
    TYPING_LINE,   /* pasted lines become one */
    TYPING_LINES   /* may hold more than one, pasted */
};

/* Empties 'line', for at most so many bytes. */
void terminal_start_line(struct terminal *terminal, size_t limit_size);

enum typed {
    TYPED_KEY,         /* the line is as it is now */
    TYPED_LINE,        /* Enter; or the end of a pipe behind what has none */
    TYPED_LEAVE,       /* a key that leaves at once */
    TYPED_RESTED,      /* no key came within the time */
    TYPED_INTERRUPTED, /* a signal: to stop, or the program was stopped and goes
                          on: what was shown is out of sight */
    TYPED_ENDED        /* no more input, or the terminal is gone; of a pipe also
                          that it does not end, and that was said */
};
/* Shows what is in 'out' and waits for a key to the line, which is shown too;
   less than no time is for ever.  Ctrl-Z gives the terminal back and stops all
   that runs with this program. */
enum typed terminal_type(struct terminal *terminal, enum typing typing,
                         int wait_ms) MUST_USE;

/* Whether more was typed, or comes within the time. */
bool terminal_has_more(const struct terminal *terminal, int wait_ms);

/* Shows what is in 'out', and empties it.  False: the terminal is gone, or does
   not take it while signals come. */
bool terminal_put(struct terminal *terminal);

/* Adds what leaves nothing to see, nor to scroll back to; nothing where no
   terminal is. */
void terminal_add_blank(struct terminal *terminal);
/* The same at once, and nothing else. */
bool terminal_blank(struct terminal *terminal);

#endif
