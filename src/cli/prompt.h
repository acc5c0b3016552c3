/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question to the person at the terminal, answered with one line. */
#ifndef ATTUNE_CLI_PROMPT_H
#define ATTUNE_CLI_PROMPT_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/mem.h"

/* Whether a terminal is there and waits for more, although its input ended:
   somebody pressed Ctrl-D.  False for a pipe, and when it was hung up or is
   another process's. */
bool prompt_waits(int in_fd);

/* Reads no byte behind the line, so that another may read on.  With
   'is_secret' a terminal does not show what is typed.  False at the end of the
   input, or when a signal came; the line is then ended on a terminal. */
bool prompt_line(int in_fd, int out_fd, const char *question, bool is_secret,
                 struct buf *line) MUST_USE;

/* Whether a question that was not answered is to be asked again: not when a
   signal came, nor of a pipe without end; '*n_times' begins with 0. */
bool prompt_again(int in_fd, int *n_times);

/* Whether the line ends with one of the keys that leave at once, F12 and
   Ctrl-X: they end a line that is no secret. */
bool prompt_leaves(const struct buf *line);

#endif
