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
#include "fill/entry.h"
#include "fill/answer_sheet.h"

struct form; /* lives in its arena, but for form_clear() */

struct form_options {
    const struct instrument *instrument;
    enum language language; /* of the words that are not the instrument's */
    const char *readers;    /* the practice's own words on who will read the
                               answers; NULL: ours */
    const char *after;      /* the practice's words behind the thanks, whatever
                               was answered; NULL: none */
    /* Whether a yes to a page for two can be taken back on the first page: by
       whoever fills in, alike, whatever was said. */
    bool can_take_back;
    /* When the screen was handed over: what gives it back.  NULL: it was
       not, and the form ends without asking for it. */
    const char *release_code;
};

/* Borrows what the options point at. */
struct form *form_new(const struct form_options *options,
                      struct arena *arena) MUST_USE;
void form_clear(struct form *form); /* frees what is not the arena's */

/* ---- keys ---- */

/* 'now_ms' is a clock that only goes forward.  A key that means nothing on
   the page changes nothing. */
void form_press(struct form *form, struct form_key key, int64_t now_ms);

/* Whether that kind of key does something now; for the line of keys.  True
   for FORM_KEY_SKIP on every question. */
bool form_offers(const struct form *form, enum form_key_kind kind);

bool form_can_take_back(const struct form *form);
/* Whether the last key took back what was said to a page for two. */
bool form_took_back(const struct form *form);

/* ---- the page ---- */

enum form_page form_page(const struct form *form);
/* Whether the page lies over another one and leads back to it. */
bool form_is_laid_over(const struct form *form);
/* Whether Enter ends the form here: nothing follows. */
bool form_enter_ends(const struct form *form);
enum language form_language(const struct form *form);
/* What is said so far.  form_press() leaves there what must outlive the
   process, and in the end how the form ended. */
struct answer_sheet *form_sheet(const struct form *form);

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

/* Counts only what will be asked, as far as is known now; where a scale ends
   once it is exact enough, what it may ask at most.  'at' is 1-based,
   and 0 on pages before the first question. */
struct form_progress {
    size_t at;
    size_t n;
    size_t n_open; /* not answered, skipped, declined nor unknown */
};
struct form_progress form_progress(const struct form *form);

/* ---- what is being entered ---- */

const struct entry *form_entry(const struct form *form);

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
struct form_choice form_choice(const struct form *form, size_t idx);

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

/* Before the process ends: makes an event of what is entered and not
   confirmed, as if it were the last key's. */
void form_keep(struct form *form);

/* Whether a free text holds something that form_keep() would keep. */
bool form_is_unkept(const struct form *form);

/* What there is to see behind the thanks; borrowed.  Without it there is no
   such page. */
void form_set_scores(struct form *form, const char *text);

/* After the last event of an earlier process: shows the page where it stopped.
   Whether the person is alone is asked anew. */
void form_resume(struct form *form, int64_t now_ms);

/* "readers", "question" and so on. */
const char *form_page_name(enum form_page page);

#endif
