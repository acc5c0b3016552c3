/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a form gives out to be kept, and takes up again; see form.h. */
#include "fill/form_state.h"

#include <assert.h>

static void
set_text(struct buf *buf, struct str text)
{
    buf_empty(buf);
    buf_add(buf, text);
}

void
form_add_event(struct form *form, struct form_event event)
{
    assert(form->n_events < FORM_LIMIT_EVENTS);
    form->events[form->n_events++] = event;
}

void
form_add_at(struct form *form)
{
    const struct step *step = &form->steps[form->at];

    form_add_event(form, (struct form_event){.kind = FORM_EVENT_AT,
                                             .page = step->page,
                                             .idx = step->idx});
}

/* An erased text is an event too: what was kept before must not come back. */
void
form_keep_typing(struct form *form)
{
    const struct step *step = &form->steps[form->at];

    if (form_shown(form) != FORM_PAGE_QUESTION || !form->entry.is_touched)
        return;
    struct said *said = &form->said[step->idx];
    buf_empty(&said->typing);
    entry_add_pending(&form->entry, &said->typing);
    said->is_typing_open = form->entry.is_open;
    form->typed_size = said->typing.len;
    form_add_event(form, (struct form_event){.kind = FORM_EVENT_TYPING,
                                             .item_idx = step->idx,
                                             .text = buf_str(&said->typing)});
}

bool
form_is_unkept(const struct form *form)
{
    const struct entry *entry = &form->entry;

    if (!form_item(form) || entry->kind != FORM_ENTRY_TEXT
        || !entry->is_touched)
        return false;
    const struct said *said = &form->said[form->steps[form->at].idx];
    return !str_equal(form_text(form), buf_str(&said->typing));
}

void
form_keep(struct form *form)
{
    form->n_events = 0;
    form_keep_typing(form);
}

const struct form_event *
form_events(const struct form *form, size_t *n)
{
    *n = form->n_events;
    return form->events;
}

/* Who comes back later does not go on with half a number. */
static void
restore_typing(struct form *form, const struct form_event *event)
{
    const struct item *item = &form->instrument->items[event->item_idx];
    struct said *said = &form->said[event->item_idx];

    set_text(&said->typing, event->text);
    said->is_typing_open = item->response->kind != RESPONSE_RANGE;
}

static void
restore_answer(struct form *form, const struct form_event *event)
{
    struct said *said = &form->said[event->item_idx];

    said->kind = event->answer;
    set_text(&said->text, event->text);
    buf_empty(&said->typing);
    said->time_ms = event->time_ms;
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

void
form_restore(struct form *form, const struct form_event *event)
{
    switch (event->kind) {
    case FORM_EVENT_ANSWER:
        restore_answer(form, event);
        break;
    case FORM_EVENT_TYPING:
        restore_typing(form, event);
        break;
    case FORM_EVENT_ALONE:
        form->alone = event->is_alone ? ALONE_YES : ALONE_NO;
        break;
    case FORM_EVENT_AT:
        form_judge(form);
        form->at = find_step(form, event->page, event->idx);
        break;
    case FORM_EVENT_STAGE:
    case FORM_EVENT_HANDED_IN:
    case FORM_EVENT_THROWN_AWAY:
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
        && form->instrument->items[step->idx].is_private
        && form->alone != ALONE_YES) {
        form->waiting = *step;
        form->at = find_step(form, FORM_PAGE_ALONE, 0);
    }
    form_open_page(form);
    form->shown_ms = form_item(form) ? now_ms : -1;
}
