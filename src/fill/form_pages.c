/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands on each page of a form, its words and what is entered there, and
   the way from page to page; see form.h. */
#include "fill/form.h"

#include <assert.h>

enum form_page
form_page(const struct form *form)
{
    return form->over != N_FORM_PAGES ? form->over : form->steps[form->at].page;
}

const struct item *
form_item(const struct form *form)
{
    if (form_page(form) != FORM_PAGE_QUESTION)
        return NULL;
    return &form->sheet->instrument->items[form->steps[form->at].idx];
}

/* ---- what is asked ---- */

void
form_judge(struct form *form)
{
    struct step here = {FORM_PAGE_READERS, 0};

    if (form->n_steps)
        here = form->steps[form->at];
    asked_judge(form->sheet->instrument, form->sheet->said, form->alone,
                form->asking);
    struct adapted adapted = asked_adapt(
        form->sheet->instrument, form->sheet->said, form->asking, form->order);
    form->n_may_follow = adapted.n_may_follow;
    form->n_steps = asked_steps(form->sheet->instrument, form->asking,
                                form->order, adapted.n, form->steps);
    form->at = 0;
    for (size_t i = 0; i < form->n_steps; i++)
        if (form->steps[i].page == here.page && form->steps[i].idx == here.idx)
            form->at = i;
}

/* Whether the question of a step is spoken of: a private one is not counted nor
   listed before it is said that nobody else can see the screen. */
static bool
is_told(const struct form *form, const struct step *step)
{
    return step->page == FORM_PAGE_QUESTION
           && (form->alone == ALONE_YES
               || !form->sheet->instrument->items[step->idx].is_private);
}

struct form_progress
form_progress(const struct form *form)
{
    struct form_progress progress = {0};

    for (size_t i = 0; i < form->n_steps; i++) {
        const struct step *step = &form->steps[i];
        if (!is_told(form, step))
            continue;
        progress.n++;
        progress.n_open += form->sheet->said[step->idx].kind == ANSWER_BLANK;
        if (i <= form->at)
            progress.at = progress.n;
    }
    progress.n += form->n_may_follow;
    return progress;
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
add_counted(struct form *form, enum word word, const double *numbers, int n)
{
    assert(form->n_words < FORM_LIMIT_PARAGRAPHS);
    struct buf *words = &form->words[form->n_words++];

    buf_empty(words);
    words_add_numbers(words, form->options.language, word, numbers, n);
    add_text(form, FORM_ROLE_TEXT, buf_text(words));
}

void
form_set_remark(struct form *form, enum word word, const struct str *texts,
                int n)
{
    buf_empty(&form->remark);
    words_add(&form->remark, form->options.language, word, texts, n);
    form->remark_offers_skip = false;
}

static void
add_length(struct form *form)
{
    const struct about *about = form->sheet->instrument->about;
    bool is_timed = about && about->minutes;
    double numbers[] = {(double)form_progress(form).n,
                        is_timed ? (double)about->minutes : 0};

    add_counted(form, is_timed ? WORD_FILL_LENGTH : WORD_FILL_LENGTH_ONLY,
                numbers, 1 + is_timed);
}

/* ---- pages ---- */

static void
open_readers(struct form *form)
{
    if (form->options.readers)
        add_text(form, FORM_ROLE_TEXT, form->options.readers);
    else
        add_word(form, FORM_ROLE_TEXT, WORD_FILL_READERS);
    add_length(form);
    add_word(form, FORM_ROLE_TEXT, WORD_FILL_FREE);
    if (form->options.can_take_back)
        add_word(form, FORM_ROLE_TEXT, WORD_FILL_TAKE_BACK);
}

static void
open_notice(struct form *form)
{
    add_text(form, FORM_ROLE_NOTICE, form->sheet->instrument->notice);
}

static void
open_section(struct form *form)
{
    const struct section *section =
        &form->sheet->instrument->sections[form->steps[form->at].idx];

    add_text(form, FORM_ROLE_TITLE, section->title);
    add_text(form, FORM_ROLE_NOTICE, section->notice);
    add_text(form, FORM_ROLE_INSTRUCTION, section->instruction);
}

static void
open_question(struct form *form)
{
    size_t idx = form->steps[form->at].idx;
    const struct item *item = &form->sheet->instrument->items[idx];
    const struct section *section =
        &form->sheet->instrument->sections[item->section_idx];
    const struct said *said = &form->sheet->said[idx];

    add_text(form, FORM_ROLE_INSTRUCTION, section->instruction);
    add_text(form, FORM_ROLE_TEXT, item->text ? item->text : item->id);
    entry_open_response(&form->entry, item->response, buf_str(&said->text));
    if (said->typing.len)
        entry_put_pending(&form->entry, buf_str(&said->typing),
                          said->is_typing_open);
    form->typed_size = form->entry.editing.text.len;
}

static void
open_alone(struct form *form)
{
    if (form->alone == ALONE_UNSAID)
        return;
    form->entry.mark = form->alone == ALONE_NO;
    form->entry.is_chosen[form->entry.mark] = true;
}

static void
open_last(struct form *form)
{
    double n_open = (double)form_progress(form).n_open;

    if (n_open == 1)
        add_word(form, FORM_ROLE_TEXT, WORD_FILL_LAST_OPEN_ONE);
    else if (n_open > 0)
        add_counted(form, WORD_FILL_LAST_OPEN, &n_open, 1);
}

static void
open_thanks(struct form *form)
{
    const char *own = form->sheet->instrument->thanks;
    bool has_own = own && *own;

    add_text(form, FORM_ROLE_TEXT, own);
    add_word(form, FORM_ROLE_TEXT,
             has_own ? WORD_FILL_THANKS_KEPT : WORD_FILL_THANKS);
    add_text(form, FORM_ROLE_TEXT, form->options.after);
}

static void
open_scores(struct form *form)
{
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
        if (!is_told(form, step))
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
        if (form->sheet->said[form->listed[i]].kind == ANSWER_BLANK)
            mark = i;
    if (mark == ENTRY_NO_MARK)
        mark = form->n_listed;
    form->listed_numbers[form->n_listed] = 0;
    entry_open_choices(&form->entry, form->n_listed + 1, mark);
    form->entry.numbers = form->listed_numbers;
}

static void
open_secret(struct form *form)
{
    entry_open_secret(&form->entry);
}

#define NONE N_WORDS
static const struct {
    const char *name;
    enum word title;
    enum word text;
    size_t n_choices;
    enum word choices[3];
    void (*open)(struct form *form); /* adds the rest; NULL: there is none */
} pages[N_FORM_PAGES] = {
    [FORM_PAGE_READERS] =
        {"readers", WORD_FILL_READERS_TITLE, NONE, 0, {0}, open_readers},
    [FORM_PAGE_NOTICE] =
        {"notice", WORD_FILL_NOTICE_TITLE, NONE, 0, {0}, open_notice},
    [FORM_PAGE_SECTION] = {"section", NONE, NONE, 0, {0}, open_section},
    [FORM_PAGE_ALONE] = {"alone",
                         NONE,
                         WORD_FILL_ALONE,
                         2,
                         {WORD_FILL_ALONE_YES, WORD_FILL_ALONE_NO},
                         open_alone},
    [FORM_PAGE_QUESTION] = {"question", NONE, NONE, 0, {0}, open_question},
    [FORM_PAGE_LAST] = {"last",
                        NONE,
                        WORD_FILL_LAST,
                        2,
                        {WORD_FILL_HAND_IN, WORD_FILL_LOOK_AGAIN},
                        open_last},
    [FORM_PAGE_THANKS] = {"thanks", NONE, NONE, 0, {0}, open_thanks},
    [FORM_PAGE_SCORES] =
        {"scores", WORD_FILL_SCORES, NONE, 0, {0}, open_scores},
    [FORM_PAGE_OVERVIEW] =
        {"overview", WORD_FILL_OVERVIEW, NONE, 0, {0}, open_overview},
    [FORM_PAGE_HELP] = {"help", WORD_FILL_HELP, WORD_FILL_FREE, 0, {0}, NULL},
    [FORM_PAGE_PAUSE] = {"pause",
                         WORD_FILL_PAUSE,
                         NONE,
                         3,
                         {WORD_FILL_GO_ON, WORD_FILL_STOP, WORD_FILL_THROW},
                         NULL},
    [FORM_PAGE_THROW] = {"throw",
                         NONE,
                         WORD_FILL_THROW_SURE,
                         2,
                         {WORD_FILL_THROW_NO, WORD_FILL_THROW_YES},
                         NULL},
    [FORM_PAGE_HAND_BACK] =
        {"hand-back", NONE, WORD_FILL_HAND_BACK, 0, {0}, open_secret},
    [FORM_PAGE_BLANK] = {"blank", NONE, NONE, 0, {0}, open_secret},
};

const char *
form_page_name(enum form_page page)
{
    return pages[page].name;
}

enum word
form_choice_word(const struct form *form, size_t idx)
{
    return pages[form_page(form)].choices[idx];
}

void
form_open_page(struct form *form)
{
    enum form_page page = form_page(form);

    form->n_paragraphs = 0;
    form->n_words = 0;
    entry_open_choices(&form->entry, pages[page].n_choices, ENTRY_NO_MARK);
    if (pages[page].title != NONE)
        add_word(form, FORM_ROLE_TITLE, pages[page].title);
    if (pages[page].text != NONE)
        add_word(form, FORM_ROLE_TEXT, pages[page].text);
    if (pages[page].open)
        pages[page].open(form);
    form->visit++;
}

/* ---- from page to page ---- */

/* An erased text is an event too: what was kept before must not come back. */
void
form_keep_typing(struct form *form)
{
    const struct step *step = &form->steps[form->at];

    if (form_page(form) != FORM_PAGE_QUESTION || !form->entry.is_touched)
        return;
    struct said *said = &form->sheet->said[step->idx];
    buf_empty(&said->typing);
    entry_add_pending(&form->entry, &said->typing);
    said->is_typing_open = form->entry.is_open;
    form->typed_size = said->typing.len;
    answer_sheet_add_event(
        form->sheet, (struct sheet_event){.kind = EVENT_TYPING,
                                          .item_idx = step->idx,
                                          .text = buf_str(&said->typing)});
}

void
form_lay_over(struct form *form, enum form_page page)
{
    form_keep_typing(form);
    form->over = page;
    form_open_page(form);
}

void
form_uncover(struct form *form)
{
    form->over = N_FORM_PAGES;
    form_open_page(form);
}

size_t
form_find_step(const struct form *form, enum form_page page, size_t idx)
{
    for (size_t i = 0; i < form->n_steps; i++)
        if (form->steps[i].page == page && form->steps[i].idx == idx)
            return i;
    return SIZE_MAX;
}

static size_t
n_private_open(const struct form *form)
{
    size_t n = 0;

    for (size_t i = 0; i < form->sheet->instrument->n_items; i++)
        n += form->sheet->instrument->items[i].is_private
             && form->asking[i] == ASKING_YES
             && form->sheet->said[i].kind == ANSWER_BLANK;
    return n;
}

/* A private question, and the end before the private ones were offered, lie
   behind the page that asks whether one is alone. */
static bool
needs_alone(const struct form *form, const struct step *step)
{
    if (form->alone != ALONE_UNSAID)
        return false;
    if (step->page == FORM_PAGE_LAST)
        return n_private_open(form) > 0;
    return step->page == FORM_PAGE_QUESTION
           && form->sheet->instrument->items[step->idx].is_private;
}

void
form_go_to(struct form *form, size_t step_idx)
{
    const struct step *step = &form->steps[step_idx];

    form->over = N_FORM_PAGES;
    form->at = step_idx;
    form->waiting.page = N_FORM_PAGES;
    if (needs_alone(form, step)) {
        size_t alone = form_find_step(form, FORM_PAGE_ALONE, 0);
        assert(alone != SIZE_MAX);
        form->waiting = *step;
        form->at = alone;
    }
    form_open_page(form);
    answer_sheet_add_event(
        form->sheet,
        (struct sheet_event){.kind = EVENT_AT, .step = form->steps[form->at]});
}

void
form_go_on(struct form *form)
{
    if (form->at + 1 < form->n_steps)
        form_go_to(form, form->at + 1);
}

void
form_go_back(struct form *form)
{
    if (form->at > 0)
        form_go_to(form, form->at - 1);
}

/* The end, or the page that waits for the release code before it. */
void
form_finish(struct form *form, enum sheet_end end)
{
    if (!form->options.release_code) {
        form->sheet->end = end;
        return;
    }
    form->end_after = end;
    form->over = FORM_PAGE_HAND_BACK;
    form_open_page(form);
}

void
form_leave(struct form *form)
{
    form_keep_typing(form);
    if (form->over != FORM_PAGE_HAND_BACK)
        form->end_after = END_LEFT;
    form->over = FORM_PAGE_BLANK;
    form_open_page(form);
    if (!form->options.release_code)
        form->sheet->end = END_LEFT;
}
