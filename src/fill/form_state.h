/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a form holds; for form.c and the form_*.c alone. */
#ifndef ATTUNE_FILL_FORM_STATE_H
#define ATTUNE_FILL_FORM_STATE_H

#include "fill/entry.h"
#include "fill/form.h"

enum { FORM_LIMIT_PARAGRAPHS = 8 };

struct form {
    struct form_options options;
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
    const char *scores;       /* to be seen behind the thanks; NULL: none */
    enum sheet_end end_after; /* what waits for the release code */
    size_t *listed;           /* of the overview: items */
    int *listed_numbers;      /* ... and which question each is */
    size_t n_listed;
    struct step waiting; /* until it is said whether one is alone;
                            N_FORM_PAGES: nothing */

    struct entry entry;
    size_t typed_size; /* of the text when it was last put on the disk */
    uint64_t visit;
    int64_t shown_ms; /* since when the question is shown; -1: it is not */

    struct buf remark; /* empty: none */
    bool remark_offers_skip;
    struct form_paragraph paragraphs[FORM_LIMIT_PARAGRAPHS];
    size_t n_paragraphs;
    struct buf words[FORM_LIMIT_PARAGRAPHS]; /* of paragraphs that are made */
    size_t n_words;
    bool took_back; /* by the last key */
};

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
