/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sheet of answers: what was said of each item, what is asked as far as
   the answers so far decide it, what a key changed and must outlive the
   process, and how it ends.  A person's form (form.h) and a clerk's paper form
   (clerk.h) are written on one; a draft keeps its events, and filling.h brings
   it to the saved row. */
#ifndef ATTUNE_FILL_ANSWER_SHEET_H
#define ATTUNE_FILL_ANSWER_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "instrument/instrument.h"
#include "exchange/recorder.h"

/* ---- what was said ---- */

/* Of one item; kept also while it is not asked. */
struct said {
    enum answer_kind kind; /* ANSWER_BLANK: nothing yet, or left blank */
    struct buf text;       /* a cell; empty unless ANSWERED */
    struct buf typing;     /* entered, but not confirmed; empty: nothing */
    bool is_typing_open;   /* the next digit goes on with it */
    bool was_asked_again;
    bool is_given;   /* of a clerk: also where it was left blank */
    int64_t time_ms; /* -1: never shown */
};

/* One for each item, with nothing said; freed by said_clear_all(). */
struct said *said_new_all(const struct instrument *instrument,
                          struct arena *arena);
void said_clear_all(struct said *said, const struct instrument *instrument);
/* Copies the text; what was being entered is forgotten. */
void said_set(struct said *said, enum answer_kind kind, struct str text);

/* ---- what is asked ---- */

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

/* Where a scale says that only what it needs is asked
   (instrument/calibration.h): marks as not asked which of its items that may be
   left out are not, after asked_judge(), and lists in 'order', with room for
   all items, the others in the order in which they are asked: answered ones,
   and behind them the one to be asked next, if any is. */
struct adapted {
    size_t n;            /* in 'order' */
    size_t n_may_follow; /* behind the next, at most */
};
struct adapted asked_adapt(const struct instrument *instrument,
                           const struct said *said, enum asking *asking,
                           size_t *order);

enum form_page {
    FORM_PAGE_READERS, /* who will read the answers */
    FORM_PAGE_NOTICE,  /* what the questions touch on */
    FORM_PAGE_SECTION, /* its title, notice and instruction */
    FORM_PAGE_ALONE,   /* are you alone with this screen? */
    FORM_PAGE_QUESTION,
    FORM_PAGE_LAST, /* hand in, or look again */
    FORM_PAGE_THANKS,
    FORM_PAGE_SCORES, /* what came out, where it may be seen */
    FORM_PAGE_OVERVIEW,
    FORM_PAGE_HELP, /* the face adds its keys */
    FORM_PAGE_PAUSE,
    FORM_PAGE_THROW,     /* really throw the answers away? */
    FORM_PAGE_HAND_BACK, /* waits for the release code */
    FORM_PAGE_BLANK,     /* left: shows nothing at all; where the screen was
                            handed over it waits for the release code */
    N_FORM_PAGES
};

struct step {
    enum form_page page;
    size_t idx; /* of the section or item; else 0 */
};

/* Writes the order of pages; room for n_items + n_sections + 4.  Returns
   their number.  The 'n_order' items of 'order' are asked in that order, behind
   all others of their section.  The page that asks whether one is alone stands
   before the first private item that is asked, or was to be asked. */
size_t asked_steps(const struct instrument *instrument,
                   const enum asking *asking, const size_t *order,
                   size_t n_order, struct step *steps);

/* ---- what a key changed ---- */

enum sheet_event_kind {
    EVENT_ANSWER, /* item_idx, answer, text, time_ms: replaces earlier ones */
    EVENT_TYPING, /* item_idx, text: what is entered, not confirmed */
    EVENT_ALONE,  /* is_alone */
    EVENT_AT,     /* step: where to go on */
    EVENT_STAGE,  /* stage: of a paper form; see clerk.h */
    EVENT_HANDED_IN,
    EVENT_THROWN_AWAY
};
struct sheet_event {
    enum sheet_event_kind kind;
    size_t item_idx;
    enum answer_kind answer;
    struct str text; /* of an answer, as a data file would hold it */
    int64_t time_ms; /* spent on the question so far */
    bool is_alone;
    struct step step;
    size_t stage;
};

/* What became of it.  Anything but END_GOING: nothing more is asked. */
enum sheet_end {
    END_GOING,
    END_HANDED_IN,
    END_KEPT, /* paused: to be gone on with */
    END_LEFT, /* as kept, and the screen must be blank */
    END_THROWN_AWAY
};

enum { SHEET_LIMIT_EVENTS = 8 };

struct answer_sheet {
    const struct instrument *instrument;
    struct said *said;         /* one for each item */
    const enum asking *asking; /* one for each; NULL: all of them */
    struct buf differences;    /* see struct administration */
    struct sheet_event events[SHEET_LIMIT_EVENTS]; /* of the last key, in the
                                                      order they came */
    size_t n_events;
    enum sheet_end end;
    /* Takes up an event of an earlier process, before the first key. */
    void (*restore)(void *owner, const struct sheet_event *event);
    void *owner; /* who writes on it */
};

/* Nothing is said.  Lives in its arena, but for answer_sheet_clear(). */
struct answer_sheet *answer_sheet_new(const struct instrument *instrument,
                                      struct arena *arena) MUST_USE;
void answer_sheet_clear(
    struct answer_sheet *sheet); /* frees what is not the arena's */
void answer_sheet_add_event(struct answer_sheet *sheet,
                            struct sheet_event event);
/* Adds what is said of an item as an event; 'all' is the sheet's or what goes
   before it. */
void answer_sheet_add_answer(struct answer_sheet *sheet, const struct said *all,
                             size_t item_idx);

/* What is given out for an item, whatever is kept aside: not-applicable or
   not-asked for one that was not asked. */
struct recorded_answer answer_sheet_given(const struct answer_sheet *sheet,
                                          size_t item_idx);

#endif
