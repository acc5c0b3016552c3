/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is settled before a form is shown: whether to go on with what was
   interrupted, and the code that gives a handed-over screen back.  Neither a
   client's code nor an answer is shown. */
#ifndef ATTUNE_CLI_FILL_OFFER_H
#define ATTUNE_CLI_FILL_OFFER_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/mem.h"
#include "base/words.h"
#include "fill/draft.h"
#include "instrument/instrument.h"

struct offer_io {
    int in_fd;
    int out_fd;
    int width_cells; /* 0: as wide as the terminal is */
    bool can_erase;  /* the terminal can be emptied */
    enum language language;
};

enum offer_choice {
    OFFER_GO_ON,
    OFFER_BEGIN_ANEW,
    OFFER_KEEP, /* it as it is */
    OFFER_LEFT, /* by a key that leaves at once: the screen is blank */
    OFFER_ENDED /* the input, or a signal came */
};

/* 'is_another': others were offered before it and left as they are. */
enum offer_choice fill_offer(const struct offer_io *io,
                             const struct draft_head *head,
                             bool is_another) MUST_USE;

/* Waits for Enter.  OFFER_GO_ON, OFFER_LEFT, or OFFER_ENDED when a signal
   came. */
enum offer_choice fill_offer_wait(const struct offer_io *io) MUST_USE;

/* Asks for the edition on the paper until it is a number; false at the end of
   the input. */
bool fill_ask_edition(const struct offer_io *io,
                      const struct instrument *instrument,
                      int32_t *edition) MUST_USE;

/* Asks twice; NULL at the end of the input, or when a signal came. */
const char *fill_ask_release_code(const struct offer_io *io,
                                  struct arena *arena) MUST_USE;

/* Says why the form had to end without the code, and the practice's words
   (NULL: none), and waits for it.  Returns
   also when a signal asks to end, or there is nobody left to type it: the end
   of a pipe, a terminal that was hung up. */
void fill_await_release(const struct offer_io *io, const char *code,
                        enum word why, const char *own_words);

#endif
