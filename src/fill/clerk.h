/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typing in a questionnaire that was filled in on paper, as a pure state
   machine: all answers once, all of them again without a look at the first
   time, and then what differs, one by one, after another look at the paper.
   clerking.c shows it and makes its events durable.

   Every item is asked for, also one whose gate is shut: what was ticked on the
   paper is what is typed. */
#ifndef ATTUNE_FILL_CLERK_H
#define ATTUNE_FILL_CLERK_H

#include <stdbool.h>
#include <stddef.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "fill/answer_sheet.h"
#include "fill/entry.h"

enum clerk_stage {
    CLERK_FIRST,
    CLERK_SECOND,
    CLERK_SETTLING, /* only where the two differ */
    CLERK_DONE
};

/* Of a difference first which of the passes is right, by numbers that mean the
   same whatever the values are; then, of what neither has read, the value, and
   whether that is sure. */
enum clerk_asks {
    CLERK_ASKS_ANSWER,
    CLERK_ASKS_WHICH, /* 1, 2: that pass; 3: neither */
    CLERK_ASKS_SURE   /* 1: the paper says so; 2: look again */
};

/* To be looked at; written by clerk.c alone. */
struct clerk {
    /* clerk_type() leaves there what must outlive the process.  Once it is
       done, what it holds is what the paper says: the blanks whose gate is
       known to be shut are not-applicable. */
    struct answer_sheet *sheet;
    const struct instrument *instrument;
    struct said *said[CLERK_DONE]; /* of each stage, one for each item; what was
                                      settled is the sheet's */
    enum asking *asking;
    enum clerk_stage stage;
    size_t at;            /* the item that is typed; not when it is done */
    enum clerk_asks asks; /* of it */
    struct said unread;   /* typed last; of CLERK_ASKS_SURE not yet kept */
    struct entry entry;
};

/* Borrows the instrument.  Lives in its arena, but for clerk_clear(). */
struct clerk *clerk_new(const struct instrument *instrument,
                        struct arena *arena) MUST_USE;
void clerk_clear(struct clerk *clerk); /* frees what is not the arena's */

/* Whether a single key answers it, without Enter. */
bool clerk_takes_key(const struct clerk *clerk);

/* A key or a line, for what is asked of the item at hand: of an answer the
   value of a choice (of several: parted by blanks or commas), a number, a date,
   a text, or one of the signs, which all are keys of a number pad. */
enum {
    CLERK_SIGN_UNCLEAR = '*', /* two ticks, or it cannot be read */
    CLERK_SIGN_BLANK = '-',
    CLERK_SIGN_BACK = '/',
    CLERK_SIGN_UNKNOWN = '?' /* where the instrument offers it */
};
enum clerk_taken {
    CLERK_TAKEN,
    CLERK_BACK,   /* one item back, or to what was asked of it first */
    CLERK_MORE,   /* something else is asked of the item: nothing changed */
    CLERK_REFUSED /* it is no answer: nothing changed */
};
enum clerk_taken clerk_type(struct clerk *clerk, struct str typed);

/* When it is done: what was typed is final. */
void clerk_hand_in(struct clerk *clerk);
struct clerk_tally {
    size_t n_items;
    size_t n_differing;
    size_t at;          /* 1-based: which difference is being settled */
    size_t n_errors[2]; /* of each pass, by what was settled */
};
struct clerk_tally clerk_tally(const struct clerk *clerk);

#endif
