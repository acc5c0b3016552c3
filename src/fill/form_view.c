/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a face reads off a form, and what is kept of it; see form.h. */
#include "fill/form.h"

#include <assert.h>

bool
form_enter_ends(const struct form *form)
{
    enum form_page page = form_page(form);

    return !form->options.release_code
           && (page == FORM_PAGE_SCORES
               || (page == FORM_PAGE_THANKS && !form->scores));
}

bool
form_is_private(const struct form *form)
{
    const struct item *item = form_item(form);

    return form->alone == ALONE_YES || (item && item->is_private);
}

size_t
form_n_paragraphs(const struct form *form)
{
    return form->n_paragraphs + (form_remark(form) != NULL);
}

struct form_paragraph
form_paragraph(const struct form *form, size_t idx)
{
    assert(idx < form_n_paragraphs(form));
    if (idx == form->n_paragraphs)
        return (struct form_paragraph){FORM_ROLE_REMARK, form_remark(form)};
    return form->paragraphs[idx];
}

/* The remark ends with a NUL behind its length, put there when it was set. */
const char *
form_remark(const struct form *form)
{
    return form->remark.len ? form->remark.bytes : NULL;
}

void
form_add_remark(const struct form *form, const char *skip_key, struct buf *buf)
{
    buf_add(buf, buf_str(&form->remark));
    if (!form->remark.len || !form->remark_offers_skip)
        return;
    buf_add_char(buf, ' ');
    WORDS_ADD(buf, form->options.language, WORD_FILL_TO_SKIP,
              str_from(skip_key));
}

/* ---- what is entered ---- */

static const char *
choice_label(const struct form *form, size_t idx)
{
    if (form->entry.response)
        return form->entry.response->choices[idx].label;
    if (form_page(form) != FORM_PAGE_OVERVIEW)
        return word_in(form->options.language, form_choice_word(form, idx));
    if (idx == form->n_listed)
        return word_in(form->options.language, WORD_FILL_TO_END);
    const struct item *item =
        &form->sheet->instrument->items[form->listed[idx]];
    return item->text ? item->text : item->id;
}

struct form_choice
form_choice(const struct form *form, size_t idx)
{
    assert(idx < form->entry.n_choices);
    const char *label = choice_label(form, idx);
    bool is_listed =
        form_page(form) == FORM_PAGE_OVERVIEW && idx < form->n_listed;

    return (struct form_choice){
        .key = entry_key(&form->entry, idx),
        .label = label ? label : "",
        .is_marked = form->entry.mark == idx,
        .is_chosen = form->entry.is_chosen[idx],
        .was_said = form->entry.response
                    && entry_cell_names(&form->entry, form_said(form), idx),
        .has_state = is_listed,
        .state = is_listed ? form->sheet->said[form->listed[idx]].kind
                           : ANSWER_BLANK,
    };
}

bool
form_is_begun(const struct form *form)
{
    return form_item(form) && form->entry.is_touched;
}

struct str
form_said(const struct form *form)
{
    const struct item *item = form_item(form);

    return item ? buf_str(
               &form->sheet->said[item - form->sheet->instrument->items].text)
                : STR("");
}

enum answer_kind
form_state(const struct form *form)
{
    const struct item *item = form_item(form);

    return item ? form->sheet->said[item - form->sheet->instrument->items].kind
                : ANSWER_BLANK;
}

const char *
form_state_words(enum language language, enum answer_kind state)
{
    return word_in(language, state == ANSWERED ? WORD_FILL_STATE_ANSWERED
                             : state == ANSWER_SKIPPED ? WORD_FILL_STATE_SKIPPED
                             : state == ANSWER_DECLINED
                                 ? WORD_FILL_STATE_DECLINED
                             : state == ANSWER_UNKNOWN ? WORD_FILL_STATE_UNKNOWN
                                                       : WORD_FILL_STATE_OPEN);
}

bool
form_is_laid_over(const struct form *form)
{
    enum form_page page = form->over;

    return page == FORM_PAGE_OVERVIEW || page == FORM_PAGE_HELP
           || page == FORM_PAGE_PAUSE || page == FORM_PAGE_THROW;
}

bool
form_offers(const struct form *form, enum form_key_kind kind)
{
    enum form_page page = form_page(form);
    bool is_question = page == FORM_PAGE_QUESTION;
    /* from which one can go back, pause, or look over the questions */
    bool is_on_the_way = form->over == N_FORM_PAGES;

    if (form->sheet->end != END_GOING)
        return false;
    if (kind == FORM_KEY_SKIP || kind == FORM_KEY_DECLINE
        || kind == FORM_KEY_KEEP)
        return is_question;
    if (kind == FORM_KEY_UNKNOWN)
        return is_question
               && instrument_offers_unknown(form->sheet->instrument);
    if (kind == FORM_KEY_TAKE_BACK)
        return form->options.can_take_back && page == FORM_PAGE_READERS;
    if (kind == FORM_KEY_BACK)
        return is_on_the_way ? form->at > 0 : form_is_laid_over(form);
    if (kind == FORM_KEY_OVERVIEW)
        return is_on_the_way || page == FORM_PAGE_OVERVIEW;
    if (kind == FORM_KEY_HELP)
        return is_on_the_way || page == FORM_PAGE_HELP;
    if (kind == FORM_KEY_PAUSE)
        return is_on_the_way || form_is_laid_over(form);
    if (kind == FORM_KEY_LEAVE)
        return page != FORM_PAGE_BLANK;
    return kind != FORM_KEY_NEWLINE || form->entry.kind == FORM_ENTRY_TEXT;
}

/* ---- what is kept ---- */

bool
form_is_unkept(const struct form *form)
{
    const struct entry *entry = &form->entry;

    if (!form_item(form) || entry->kind != FORM_ENTRY_TEXT
        || !entry->is_touched)
        return false;
    const struct said *said = &form->sheet->said[form->steps[form->at].idx];
    return !str_equal(entry_text(&form->entry), buf_str(&said->typing));
}

void
form_keep(struct form *form)
{
    form->sheet->n_events = 0;
    form_keep_typing(form);
}

/* Who comes back later does not go on with half a number. */
static void
restore_typing(struct form *form, const struct sheet_event *event)
{
    const struct item *item = &form->sheet->instrument->items[event->item_idx];
    struct said *said = &form->sheet->said[event->item_idx];

    buf_empty(&said->typing);
    buf_add(&said->typing, event->text);
    said->is_typing_open = item->response->kind != RESPONSE_RANGE;
}

/* The step that has that page; its section or item may no longer be asked:
   then the one before it. */
static size_t
find_step(const struct form *form, enum form_page page, size_t idx)
{
    size_t best = 0;

    for (size_t i = 0; i < form->n_steps; i++) {
        const struct step *step = &form->steps[i];
        if (step->page == page && step->idx == idx)
            return i;
        if (step->page == FORM_PAGE_QUESTION && page == FORM_PAGE_QUESTION
            && step->idx < idx)
            best = i;
    }
    return best;
}

static void
restore(void *owner, const struct sheet_event *event)
{
    struct form *form = owner;
    struct said *said = &form->sheet->said[event->item_idx];

    switch (event->kind) {
    case EVENT_ANSWER:
        said_set(said, event->answer, event->text);
        said->time_ms = event->time_ms;
        break;
    case EVENT_TYPING:
        restore_typing(form, event);
        break;
    case EVENT_ALONE:
        form->alone = event->is_alone ? ALONE_YES : ALONE_NO;
        break;
    case EVENT_AT:
        form_judge(form);
        form->at = find_step(form, event->step.page, event->step.idx);
        break;
    case EVENT_STAGE:
    case EVENT_HANDED_IN:
    case EVENT_THROWN_AWAY:
        break;
    }
}

void
form_resume(struct form *form, int64_t now_ms)
{
    if (form->alone == ALONE_YES)
        form->alone = ALONE_UNSAID;
    form_judge(form);
    const struct step *step = &form->steps[form->at];
    if (step->page == FORM_PAGE_QUESTION
        && form->sheet->instrument->items[step->idx].is_private
        && form->alone != ALONE_YES) {
        form->waiting = *step;
        form->at = find_step(form, FORM_PAGE_ALONE, 0);
    }
    form_open_page(form);
    form->shown_ms = form_item(form) ? now_ms : -1;
}

/* ---- from its first page to its last ---- */

struct form *
form_new(const struct form_options *options, struct arena *arena)
{
    struct form *form = ARENA_NEW(arena, struct form);
    const struct instrument *instrument = options->instrument;

    form->options = *options;
    form->sheet = answer_sheet_new(instrument, arena);
    form->asking = ARENA_ARRAY(arena, instrument->n_items, enum asking);
    form->order = ARENA_ARRAY(arena, instrument->n_items, size_t);
    form->sheet->asking = form->asking;
    form->sheet->owner = form;
    form->sheet->restore = restore;
    form->listed = ARENA_ARRAY(arena, instrument->n_items, size_t);
    form->listed_numbers = ARENA_ARRAY(arena, instrument->n_items + 1, int);
    form->steps = ARENA_ARRAY(
        arena, instrument->n_items + instrument->n_sections + 4, struct step);
    form->over = N_FORM_PAGES;
    form->waiting.page = N_FORM_PAGES;
    form->shown_ms = -1;
    form_judge(form);
    form_open_page(form);
    return form;
}

void
form_clear(struct form *form)
{
    answer_sheet_clear(form->sheet);
    for (size_t i = 0; i < FORM_LIMIT_PARAGRAPHS; i++)
        buf_clear(&form->words[i]);
    buf_clear(&form->remark);
    entry_clear(&form->entry);
}
