/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which items are asked, as far as the answers so far decide it, and the
   order of pages that follows from it. */
#ifndef ATTUNE_FILL_ASKED_H
#define ATTUNE_FILL_ASKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"
#include "fill/form.h"

/* What was said of one item; kept also while it is not asked. */
struct said {
    enum answer_kind kind; /* ANSWER_BLANK: nothing yet */
    struct buf text;       /* a cell; empty unless ANSWERED */
    struct buf typing;     /* entered, but not confirmed; empty: nothing */
    bool is_typing_open;   /* the next digit goes on with it */
    int64_t time_ms;       /* -1: never shown */
    bool was_asked_again;
};

enum alone { ALONE_UNSAID, ALONE_YES, ALONE_NO };

enum asking {
    ASKING_YES,
    ASKING_KEPT, /* private and answered before, but no longer alone: given
                    out, not shown */
    ASKING_NOT_APPLICABLE, /* its gate is known to be shut */
    ASKING_LEFT_OUT,       /* private, and not alone */
    ASKING_NOT             /* its gate is missing */
};

/* Judges all items, in document order. */
void asked_judge(const struct instrument *instrument, const struct said *said,
                 enum alone alone, enum asking *asking);

/* Whether "don't know" is an answer that the instrument offers. */
bool asked_offers_unknown(const struct instrument *instrument);

struct step {
    enum form_page page;
    size_t idx; /* of the section or item; else 0 */
};

/* Writes the order of pages; room for n_items + n_sections + 4.  Returns
   their number.  The page that asks whether one is alone stands before the
   first private item that is asked, or was to be asked. */
size_t asked_steps(const struct instrument *instrument,
                   const enum asking *asking, struct step *steps);

#endif
