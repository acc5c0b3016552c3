/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a typed line means on the page at hand: keys of the form, or words on
   why it means nothing. */
#ifndef ATTUNE_FILL_LINES_INPUT_H
#define ATTUNE_FILL_LINES_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"
#include "fill/form.h"

/* Keys to be pressed one after the other: 'keys', then the characters of
   'text', then 'last'. */
enum { LINES_LIMIT_KEYS = INSTRUMENT_LIMIT_ITEMS + 2 };
struct lines_input {
    struct form_key keys[LINES_LIMIT_KEYS];
    size_t n_keys;
    size_t at;
    struct buf text;
    size_t text_at;
    enum form_key_kind last; /* FORM_KEY_CHARACTER: none */
    struct buf echo;         /* the answer in words; empty: none */
    struct buf remark;       /* why nothing was pressed; empty: it was */
    bool repeats;            /* the page is to be said once more */
    bool is_empty_line;      /* Enter alone */
    uint64_t visit;          /* of the page whose text was changed */
    struct buf before;       /* what that was when the page was shown */
};

void lines_input_clear(struct lines_input *input);

/* Reads a line (without its newline).  Commands begin with a slash, so that no
   letter of an answer is ever one; '//' begins a free text with a slash. */
void lines_input_read(struct lines_input *input, const struct form *form,
                      struct str line);

/* Whether the line is a command, known or offered here or not. */
bool lines_input_is_command(struct str line);

/* The begin of a line that is still being typed, as it stands now: what
   belongs to a free text goes to the form, which keeps it.  False: nothing of
   it does. */
bool lines_input_keep(struct lines_input *input, const struct form *form,
                      struct str line);
/* Leaves at once; what is kept of the line is kept. */
void lines_input_leave(struct lines_input *input, const struct form *form,
                       struct str line);

/* The next key; false: none is left. */
bool lines_input_next(struct lines_input *input, struct form_key *key);
bool lines_input_is_empty(const struct lines_input *input);

#endif
