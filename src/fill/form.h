/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling in one questionnaire, as a pure state machine: a state and a key
   give the next state.  It reads no file and no clock, and draws nothing: a
   face (face.h) draws what the accessors below say and turns keys of the
   keyboard into keys of the form; filling.c makes every event durable before
   the next page is shown.

   Texts come from the instrument and from people, and may be hostile: a face
   shows them through utf8_add_shown() or its like, never as they are. */
#ifndef ATTUNE_FILL_FORM_H
#define ATTUNE_FILL_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/str.h"
#include "base/words.h"
#include "fill/choice_key.h"
#include "instrument/instrument.h"

struct form; /* lives in its arena, but for form_clear() */

struct form_options {
    const struct instrument *instrument;
    enum language language; /* of the words that are not the instrument's */
    const char *readers;    /* the practice's own words on who will read the
                               answers; NULL: ours */
    const char *after;      /* the practice's words behind the thanks, whatever
                               was answered; NULL: none */
    /* When the screen was handed over: what gives it back.  NULL: it was
       not, and the form ends without asking for it. */
    const char *release_code;
};

enum { FORM_LIMIT_TEXT_SIZE = 60000 }; /* of a free text, in bytes */

/* Borrows what the options point at. */
struct form *form_new(const struct form_options *options,
                      struct arena *arena) MUST_USE;
void form_clear(struct form *form); /* frees what is not the arena's */

/* ---- keys ---- */

enum form_key_kind {
    FORM_KEY_CHARACTER, /* 'character' */
    FORM_KEY_NEWLINE,   /* a new line inside a free text */
    FORM_KEY_ENTER,     /* confirm, go on */
    FORM_KEY_CHOOSE,    /* choice 'choice_idx': chosen at once; on a page where
                           several can be chosen, or not, it is turned over */
    FORM_KEY_CLEAR,     /* empty what is being entered */
    FORM_KEY_KEEP,      /* what was said before stays said, whatever is
                           entered; as FORM_KEY_ENTER where nothing was */
    FORM_KEY_UP,
    FORM_KEY_DOWN,
    FORM_KEY_LEFT,
    FORM_KEY_RIGHT,
    FORM_KEY_PAGE_UP,
    FORM_KEY_PAGE_DOWN,
    FORM_KEY_HOME,
    FORM_KEY_END,
    FORM_KEY_BACKSPACE,
    FORM_KEY_DELETE,
    FORM_KEY_SKIP,
    FORM_KEY_DECLINE,
    FORM_KEY_UNKNOWN, /* "don't know", where the instrument offers it */
    FORM_KEY_BACK,
    FORM_KEY_OVERVIEW,
    FORM_KEY_HELP,
    FORM_KEY_PAUSE, /* also leaves help, overview and pause again */
    FORM_KEY_LEAVE, /* at once, from everywhere */
    N_FORM_KEYS
};

struct form_key {
    enum form_key_kind kind;
    uint32_t character; /* of FORM_KEY_CHARACTER */
    size_t choice_idx;  /* of FORM_KEY_CHOOSE */
};

/* 'now_ms' is a clock that only goes forward.  A key that means nothing on
   the page changes nothing. */
void form_press(struct form *form, struct form_key key, int64_t now_ms);

/* Whether that kind of key does something now; for the line of keys.  True
   for FORM_KEY_SKIP on every question. */
bool form_offers(const struct form *form, enum form_key_kind kind);

/* Whether questions may be answered "don't know" at all; for the help. */
bool form_has_unknown(const struct form *form);

/* Whether that character is part of what is being entered now: then it must
   not be taken for a command ('-' in a free text or a negative number). */
bool form_types(const struct form *form, uint32_t character);

/* ---- the page ---- */

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

/* What became of it.  Anything but FORM_GOING: there are no more pages. */
enum form_end {
    FORM_GOING,
    FORM_HANDED_IN,
    FORM_KEPT, /* paused: to be gone on with */
    FORM_LEFT, /* as kept, and the screen must be blank */
    FORM_THROWN_AWAY
};

enum form_page form_page(const struct form *form);
/* Whether Enter ends the form here: nothing follows. */
bool form_enter_ends(const struct form *form);
enum form_end form_end(const struct form *form);
enum language form_language(const struct form *form);
const struct instrument *form_instrument(const struct form *form);

/* The item of FORM_PAGE_QUESTION; NULL on other pages. */
const struct item *form_item(const struct form *form);
/* Whether what is on the page is for the person alone: a private question, and
   whatever comes once nobody else can see the screen. */
bool form_is_private(const struct form *form);

/* Changes whenever another page is shown, the same question anew included:
   a face without redraw prints the page when this is not what it was. */
uint64_t form_visit(const struct form *form);

/* What there is to read, from the top, without the choices. */
enum form_role {
    FORM_ROLE_TITLE, /* of a section or a page */
    FORM_ROLE_NOTICE,
    FORM_ROLE_INSTRUCTION,
    FORM_ROLE_TEXT,  /* the question, or words of a page */
    FORM_ROLE_REMARK /* an answer to the last key: what is not right with
                        it, or that a question is asked once more */
};
struct form_paragraph {
    enum form_role role;
    const char *text;
};
size_t form_n_paragraphs(const struct form *form);
struct form_paragraph form_paragraph(const struct form *form, size_t idx);

/* The remark, which is among the paragraphs too; NULL: none. */
const char *form_remark(const struct form *form);
/* Adds it, if there is one, and where it may help how to skip the question:
   'skip_key' is what the face calls that key. */
void form_add_remark(const struct form *form, const char *skip_key,
                     struct buf *buf);

/* Counts only what will be asked, as far as is known now.  'at' is 1-based,
   and 0 on pages before the first question. */
struct form_progress {
    size_t at;
    size_t n;
    size_t n_open; /* not answered, skipped, declined nor unknown */
};
struct form_progress form_progress(const struct form *form);

/* ---- what is being entered ---- */

enum form_entry_kind {
    FORM_ENTRY_NONE,    /* Enter goes on */
    FORM_ENTRY_ONE,     /* one of the choices */
    FORM_ENTRY_SEVERAL, /* any of the choices, then Enter */
    FORM_ENTRY_RANGE,   /* a mark on a line, or its number, then Enter */
    FORM_ENTRY_TEXT,    /* free text, then Enter */
    FORM_ENTRY_DATE,    /* year-month-day, then Enter */
    FORM_ENTRY_SECRET   /* the release code: never shown */
};
enum form_entry_kind form_entry_kind(const struct form *form);

/* The choices of a question, of a page that asks something, or the questions
   of the overview and behind them, with the number 0, the end.  A skeleton's
   choices have no label: then it is "". */
struct form_choice {
    struct choice_key key; /* what to type for it: of a question its value */
    const char *label;
    bool is_marked;         /* the arrow stands here */
    bool is_chosen;         /* it is the answer so far, or among them */
    bool was_said;          /* the same, whatever is being entered */
    bool has_state;         /* a question in the overview */
    enum answer_kind state; /* ... and how it stands; ANSWER_BLANK: open */
};
size_t form_n_choices(const struct form *form);
struct form_choice form_choice(const struct form *form, size_t idx);

/* Whether every key is a single digit, so that typing it chooses; else what is
   typed moves the mark, and Enter chooses. */
bool form_has_digits(const struct form *form);
/* The choice whose key is that number, however it is written; false: none. */
bool form_find_choice(const struct form *form, struct str typed, size_t *idx);

/* Takes the key of the next choice off a list that was typed for several of
   them, parted by blanks or commas. */
enum form_next { FORM_NEXT_FOUND, FORM_NEXT_NONE, FORM_NEXT_END };
enum form_next form_next_choice(const struct form *form, struct str *rest,
                                size_t *idx);

/* Of FORM_ENTRY_RANGE; the number typed or pointed at is form_text(). */
struct form_range {
    const struct response *response; /* its ends, end words, unit */
    bool has_mark; /* there is no mark before the first key: nothing is
                      suggested */
    double share;  /* of the way from min to max: 0 .. 1 */
};
struct form_range form_range(const struct form *form);

/* The text typed so far (of ranges, texts, dates; empty for secrets), and the
   byte before which the next character goes. */
struct str form_text(const struct form *form);
size_t form_cursor(const struct form *form);

/* Adds what would be kept of a number, a date or a text that is typed. */
void form_add_typed(const struct form *form, struct str typed, struct buf *buf);

/* Whether what is entered was not confirmed. */
bool form_is_begun(const struct form *form);

/* The answer of the question by what was said before, as a data file would
   hold it, whatever is being entered; empty where there is none. */
struct str form_said(const struct form *form);
/* How the question stands by what was said before: ANSWER_BLANK when it is
   open; ANSWERED, skipped, declined or unknown. */
enum answer_kind form_state(const struct form *form);

/* The words for a state: "skipped", "rather not say". */
const char *form_state_words(enum language language, enum answer_kind state);

/* ---- what comes out ---- */

/* What a key changed and must outlive the process, in order. */
enum form_event_kind {
    FORM_EVENT_ANSWER, /* item_idx, kind, text, time_ms: replaces earlier ones
                        */
    FORM_EVENT_TYPING, /* item_idx, text: what is entered, not confirmed */
    FORM_EVENT_ALONE,  /* is_alone */
    FORM_EVENT_AT,     /* page, idx: where to go on */
    FORM_EVENT_STAGE,  /* idx: of a paper form; see clerk.h */
    FORM_EVENT_HANDED_IN,
    FORM_EVENT_THROWN_AWAY
};
struct form_event {
    enum form_event_kind kind;
    size_t item_idx;
    enum answer_kind answer;
    struct str text; /* of an answer, as a data file would hold it */
    int64_t time_ms; /* spent on the question so far */
    bool is_alone;
    enum form_page page;
    size_t idx; /* of the section or item, by 'page' */
};

/* Before the process ends: makes an event of what is entered and not
   confirmed, as if it were the last key's. */
void form_keep(struct form *form);

/* Whether a free text holds something that form_keep() would keep. */
bool form_is_unkept(const struct form *form);

/* The events of the last form_press(); borrowed until the next one. */
const struct form_event *form_events(const struct form *form, size_t *n);

/* What there is to see behind the thanks; borrowed.  Without it there is no
   such page. */
void form_set_scores(struct form *form, const char *text);

/* Takes up an event of an earlier process, before the first key.  Whether
   the person is alone is asked anew. */
void form_restore(struct form *form, const struct form_event *event);
/* After the last event: shows the page where it stopped. */
void form_resume(struct form *form, int64_t now_ms);

/* What is given out for an item, whatever is kept aside: not-applicable or
   not-asked for one that was not asked.  'text' is empty unless answered. */
struct form_answer {
    enum answer_kind kind;
    struct str text;
    int64_t time_ms; /* -1: never shown */
};
struct form_answer form_answer(const struct form *form, size_t item_idx);

/* "readers", "question" and so on. */
const char *form_page_name(enum form_page page);

/* The whole state, for tests and eyes. */
void form_dump(const struct form *form, struct buf *buf);

#endif
