/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be typed instead of an answer: a slash and a letter, so that no
   letter of an answer is ever a command. */
#ifndef ATTUNE_FILL_LINES_COMMANDS_H
#define ATTUNE_FILL_LINES_COMMANDS_H

#include <stdbool.h>
#include "base/buf.h"
#include "base/str.h"
#include "base/words.h"
#include "fill/form.h"

struct lines_command {
    char letter;
    enum form_key_kind key;
    enum word name;
    enum word echo; /* N_WORDS: none */
};

/* A command that is no key of the form: the page is said once more. */
#define LINES_COMMAND_REPEAT N_FORM_KEYS

/* By what stands behind the slash; NULL: none. */
const struct lines_command *lines_command_find(struct str name);

/* The commands that are offered now, or all that this form ever offers:
   "/b back, /s skip, ...", each with its words in one line. */
void lines_commands_add(struct buf *buf, const struct form *form, bool all);

#endif
