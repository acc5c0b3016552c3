/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling in one questionnaire, as a pure state machine: a state and a key
   give the next state.  It reads no file and no clock, and draws nothing: a
   face (face.h) draws what it looks at here and turns keys of the keyboard into
   keys of the form; filling.c makes every event durable before the next page is
   shown.

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
enum { FORM_LIMIT_PARAGRAPHS = 8 };

/* To be looked at; but for 'scores', form.c and the form_*.c alone write it.
   It lives in its arena, but for form_clear(). */
struct form {
    struct form_options options;
    /* What is said so far.  form_press() leaves there what must outlive the
       process, and in the end how the form ended. */
    struct answer_sheet *sheet;
    enum alone alone;
    enum asking *asking; /* one for each item */
    size_t *order;       /* of items, where a scale says what is asked next */
    size_t n_may_follow; /* questions that such a scale may ask yet */
    struct step *steps;  /* what is asked, in order */
    size_t n_steps;
    size_t at; /* the step that is shown, or lies below 'over' */

    /* A page laid over the step; N_FORM_PAGES: none. */
    enum form_page over;
    const char *scores;       /* to be seen behind the thanks; NULL: there is no
                                 such page */
    enum sheet_end end_after; /* what waits for the release code */
    size_t *listed;           /* of the overview: items */
    int *listed_numbers;      /* ... and which question each is */
    size_t n_listed;
    struct step waiting; /* until it is said whether one is alone;
                            N_FORM_PAGES: nothing */

    struct entry entry;
    size_t typed_size; /* of the text when it was last put on the disk */
    /* Changes whenever another page is shown, the same question anew included:
       a face without redraw prints the page when this is not what it was. */
    uint64_t visit;
    int64_t shown_ms; /* since when the question is shown; -1: it is not */

    struct buf remark; /* empty: none */
    bool remark_offers_skip;
    struct form_paragraph paragraphs[FORM_LIMIT_PARAGRAPHS];
    size_t n_paragraphs;
    struct buf words[FORM_LIMIT_PARAGRAPHS]; /* of paragraphs that are made */
    size_t n_words;
    bool took_back; /* by the last key: what was said to a page for two */
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

/* ---- the page ---- */

enum form_page form_page(const struct form *form);
/* Whether the page lies over another one and leads back to it. */
bool form_is_laid_over(const struct form *form);
/* Whether Enter ends the form here: nothing follows. */
bool form_enter_ends(const struct form *form);

/* The item of FORM_PAGE_QUESTION; NULL on other pages. */
const struct item *form_item(const struct form *form);
/* Whether what is on the page is for the person alone: a private question, and
   whatever comes once nobody else can see the screen. */
bool form_is_private(const struct form *form);

/* What there is to read, from the top, without the choices. */
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

/* After the last event of an earlier process: shows the page where it stopped.
   Whether the person is alone is asked anew. */
void form_resume(struct form *form, int64_t now_ms);

/* "readers", "question" and so on. */
const char *form_page_name(enum form_page page);

/* ---- for form.c and the form_*.c alone ---- */

/* form_pages.c: what stands on a page, and the way from page to page.  The
   other files use it, and it none of them. */

/* Shows the page anew: its paragraphs, and an empty entry or the answer so
   far.  'remark' is kept. */
void form_open_page(struct form *form);
/* The word of a choice of a page that asks something. */
enum word form_choice_word(const struct form *form, size_t idx);
void form_set_remark(struct form *form, enum word word, const struct str *texts,
                     int n);
/* Judges what is asked again, and keeps the place. */
void form_judge(struct form *form);

/* Keeps what is entered on the page and not confirmed in its item. */
void form_keep_typing(struct form *form);
/* A page over the step that is shown, and away with it. */
void form_lay_over(struct form *form, enum form_page page);
void form_uncover(struct form *form);
/* SIZE_MAX: no such step. */
size_t form_find_step(const struct form *form, enum form_page page, size_t idx);
/* To a step, or to the page that has to be passed before it. */
void form_go_to(struct form *form, size_t step_idx);
void form_go_on(struct form *form);
void form_go_back(struct form *form);
/* The end, or the page that waits for the release code before it. */
void form_finish(struct form *form, enum sheet_end end);
void form_leave(struct form *form);

#endif
