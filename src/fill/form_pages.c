/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands on each page of a form: its words and what is entered there;
   see form_state.h. */
#include "fill/form_state.h"

#include <assert.h>
#include <string.h>
#include "fill/range_words.h"

enum form_page
form_shown(const struct form *form)
{
    return form->over != N_FORM_PAGES ? form->over : form->steps[form->at].page;
}

/* ---- words ---- */

static void
add_text(struct form *form, enum form_role role, const char *text)
{
    if (!text || !*text)
        return;
    assert(form->n_paragraphs < FORM_LIMIT_PARAGRAPHS);
    form->paragraphs[form->n_paragraphs++] =
        (struct form_paragraph){role, text};
}

static void
add_word(struct form *form, enum form_role role, enum word word)
{
    add_text(form, role, word_in(form->options.language, word));
}

/* Words with numbers in them. */
static void
add_counted(struct form *form, enum word word, const size_t *numbers, int n)
{
    struct buf *words = &form->words[form->n_words++];
    char digits[2][24];
    struct str texts[2];

    assert(form->n_words <= FORM_LIMIT_PARAGRAPHS && n <= 2);
    for (int i = 0; i < n; i++) {
        struct buf number = {0};
        num_add(&number, (double)numbers[i]);
        assert(number.len < sizeof digits[i]);
        memcpy(digits[i], number.bytes, number.len);
        texts[i] = (struct str){digits[i], number.len};
        buf_clear(&number);
    }
    buf_empty(words);
    words_add(words, form->options.language, word, texts, n);
    add_text(form, FORM_ROLE_TEXT, buf_text(words));
}

void
form_set_remark(struct form *form, enum word word, const struct str *texts,
                int n)
{
    buf_empty(&form->remark);
    words_add(&form->remark, form->options.language, word, texts, n);
    buf_text(&form->remark); /* for form_remark() */
    form->remark_offers_skip = false;
}

void
form_set_remark_or_skip(struct form *form, enum word word,
                        const struct str *texts, int n)
{
    form_set_remark(form, word, texts, n);
    form->remark_offers_skip = true;
}

void
form_set_range_remark(struct form *form, const struct response *range)
{
    buf_empty(&form->remark);
    range_words_add(&form->remark, form->options.language, range);
    buf_text(&form->remark);
    form->remark_offers_skip = true;
}

static void
add_length(struct form *form)
{
    const struct about *about = form->instrument->about;
    struct form_progress progress = form_progress(form);
    size_t numbers[] = {progress.n, about ? (size_t)about->minutes : (size_t)0};

    if (about && about->minutes)
        add_counted(form, WORD_FILL_LENGTH, numbers, 2);
    else
        add_counted(form, WORD_FILL_LENGTH_ONLY, numbers, 1);
}

/* ---- pages ---- */

static void
open_readers(struct form *form)
{
    add_word(form, FORM_ROLE_TITLE, WORD_FILL_READERS_TITLE);
    if (form->options.readers)
        add_text(form, FORM_ROLE_TEXT, form->options.readers);
    else
        add_word(form, FORM_ROLE_TEXT, WORD_FILL_READERS);
    add_length(form);
    add_word(form, FORM_ROLE_TEXT, WORD_FILL_FREE);
}

static void
open_notice(struct form *form)
{
    add_word(form, FORM_ROLE_TITLE, WORD_FILL_NOTICE_TITLE);
    add_text(form, FORM_ROLE_NOTICE, form->instrument->notice);
}

static void
open_section(struct form *form)
{
    const struct section *section =
        &form->instrument->sections[form->steps[form->at].idx];

    add_text(form, FORM_ROLE_TITLE, section->title);
    add_text(form, FORM_ROLE_NOTICE, section->notice);
    add_text(form, FORM_ROLE_INSTRUCTION, section->instruction);
}

static void
open_question(struct form *form)
{
    size_t idx = form->steps[form->at].idx;
    const struct item *item = &form->instrument->items[idx];
    const struct section *section =
        &form->instrument->sections[item->section_idx];
    const struct said *said = &form->said[idx];

    add_text(form, FORM_ROLE_INSTRUCTION, section->instruction);
    add_text(form, FORM_ROLE_TEXT, item->text ? item->text : item->id);
    entry_open_response(&form->entry, item->response, buf_str(&said->text));
    if (said->typing.len)
        entry_put_pending(&form->entry, buf_str(&said->typing),
                          said->is_typing_open);
    form->typed_size = form->entry.editing.text.len;
}

/* Words, and choices that 'words' name. */
static void
open_asking(struct form *form, const enum word *words, size_t n, size_t mark)
{
    memcpy(form->choice_words, words, n * sizeof *words);
    entry_open_choices(&form->entry, n, mark);
}

static void
open_alone(struct form *form)
{
    static const enum word words[] = {WORD_FILL_ALONE_YES, WORD_FILL_ALONE_NO};

    add_word(form, FORM_ROLE_TEXT, WORD_FILL_ALONE);
    open_asking(form, words, 2, ENTRY_NO_MARK);
    if (form->alone != ALONE_UNSAID) {
        form->entry.mark = form->alone == ALONE_NO;
        form->entry.is_chosen[form->entry.mark] = true;
    }
}

static void
open_last(struct form *form)
{
    static const enum word words[] = {WORD_FILL_HAND_IN, WORD_FILL_LOOK_AGAIN};
    size_t n_open = form_progress(form).n_open;

    add_word(form, FORM_ROLE_TEXT, WORD_FILL_LAST);
    if (n_open == 1)
        add_word(form, FORM_ROLE_TEXT, WORD_FILL_LAST_OPEN_ONE);
    else if (n_open)
        add_counted(form, WORD_FILL_LAST_OPEN, &n_open, 1);
    open_asking(form, words, 2, ENTRY_NO_MARK);
}

static void
open_thanks(struct form *form)
{
    const char *own = form->instrument->thanks;

    bool has_own = own && *own;

    add_text(form, FORM_ROLE_TEXT, own);
    add_word(form, FORM_ROLE_TEXT,
             has_own ? WORD_FILL_THANKS_KEPT : WORD_FILL_THANKS);
    add_text(form, FORM_ROLE_TEXT, form->options.after);
}

void
form_set_scores(struct form *form, const char *text)
{
    form->scores = text;
}

static void
open_scores(struct form *form)
{
    add_word(form, FORM_ROLE_TITLE, WORD_FILL_SCORES);
    add_text(form, FORM_ROLE_TEXT, form->scores);
}

/* A question has the same number here and on its page. */
static void
list_questions(struct form *form)
{
    int number = 0;

    form->n_listed = 0;
    for (size_t i = 0; i < form->n_steps; i++) {
        const struct step *step = &form->steps[i];
        if (!form_is_told(form, step))
            continue;
        form->listed[form->n_listed] = step->idx;
        form->listed_numbers[form->n_listed++] = ++number;
    }
}

/* The mark stands on the question below, else on the first that is open, else
   on the end. */
static void
open_overview(struct form *form)
{
    const struct step *step = &form->steps[form->at];
    size_t mark = ENTRY_NO_MARK;

    list_questions(form);
    for (size_t i = 0; i < form->n_listed; i++)
        if (step->page == FORM_PAGE_QUESTION && step->idx == form->listed[i])
            mark = i;
    for (size_t i = 0; i < form->n_listed && mark == ENTRY_NO_MARK; i++)
        if (form->said[form->listed[i]].kind == ANSWER_BLANK)
            mark = i;
    if (mark == ENTRY_NO_MARK)
        mark = form->n_listed;
    form->listed_numbers[form->n_listed] = 0;
    add_word(form, FORM_ROLE_TITLE, WORD_FILL_OVERVIEW);
    entry_open_choices(&form->entry, form->n_listed + 1, mark);
    form->entry.numbers = form->listed_numbers;
}

static void
open_help(struct form *form)
{
    add_word(form, FORM_ROLE_TITLE, WORD_FILL_HELP);
    add_word(form, FORM_ROLE_TEXT, WORD_FILL_FREE);
}

static void
open_pause(struct form *form)
{
    static const enum word words[] = {WORD_FILL_GO_ON, WORD_FILL_STOP,
                                      WORD_FILL_THROW};

    add_word(form, FORM_ROLE_TITLE, WORD_FILL_PAUSE);
    open_asking(form, words, 3, ENTRY_NO_MARK);
}

static void
open_throw(struct form *form)
{
    static const enum word words[] = {WORD_FILL_THROW_NO, WORD_FILL_THROW_YES};

    add_word(form, FORM_ROLE_TEXT, WORD_FILL_THROW_SURE);
    open_asking(form, words, 2, ENTRY_NO_MARK);
}

static void
open_hand_back(struct form *form)
{
    add_word(form, FORM_ROLE_TEXT, WORD_FILL_HAND_BACK);
    entry_open_secret(&form->entry);
}

static void
open_blank(struct form *form)
{
    entry_open_secret(&form->entry);
}

void
form_open_page(struct form *form)
{
    static void (*const open[N_FORM_PAGES])(struct form *) = {
        [FORM_PAGE_READERS] = open_readers,
        [FORM_PAGE_NOTICE] = open_notice,
        [FORM_PAGE_SECTION] = open_section,
        [FORM_PAGE_ALONE] = open_alone,
        [FORM_PAGE_QUESTION] = open_question,
        [FORM_PAGE_LAST] = open_last,
        [FORM_PAGE_THANKS] = open_thanks,
        [FORM_PAGE_SCORES] = open_scores,
        [FORM_PAGE_OVERVIEW] = open_overview,
        [FORM_PAGE_HELP] = open_help,
        [FORM_PAGE_PAUSE] = open_pause,
        [FORM_PAGE_THROW] = open_throw,
        [FORM_PAGE_HAND_BACK] = open_hand_back,
        [FORM_PAGE_BLANK] = open_blank,
    };

    form->n_paragraphs = 0;
    form->n_words = 0;
    entry_open_choices(&form->entry, 0, ENTRY_NO_MARK);
    open[form_shown(form)](form);
    form->visit++;
}

/* ---- what is asked ---- */

void
form_judge(struct form *form)
{
    struct step here = {FORM_PAGE_READERS, 0};

    if (form->n_steps)
        here = form->steps[form->at];
    asked_judge(form->instrument, form->said, form->alone, form->asking);
    form->n_steps = asked_steps(form->instrument, form->asking, form->steps);
    form->at = 0;
    for (size_t i = 0; i < form->n_steps; i++)
        if (form->steps[i].page == here.page && form->steps[i].idx == here.idx)
            form->at = i;
}

bool
form_is_told(const struct form *form, const struct step *step)
{
    return step->page == FORM_PAGE_QUESTION
           && (form->alone == ALONE_YES
               || !form->instrument->items[step->idx].is_private);
}

bool
form_is_private(const struct form *form)
{
    const struct item *item = form_item(form);

    return form->alone == ALONE_YES || (item && item->is_private);
}

size_t
form_n_private_open(const struct form *form)
{
    size_t n = 0;

    for (size_t i = 0; i < form->instrument->n_items; i++)
        n += form->instrument->items[i].is_private
             && form->asking[i] == ASKING_YES
             && form->said[i].kind == ANSWER_BLANK;
    return n;
}
