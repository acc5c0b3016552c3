/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From page to page of a form; see form_state.h. */
#include "fill/form_state.h"

#include <assert.h>

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

/* A private question, and the end before the private ones were offered, lie
   behind the page that asks whether one is alone. */
static bool
needs_alone(const struct form *form, const struct step *step)
{
    if (form->alone != ALONE_UNSAID)
        return false;
    if (step->page == FORM_PAGE_LAST)
        return form_n_private_open(form) > 0;
    return step->page == FORM_PAGE_QUESTION
           && form->instrument->items[step->idx].is_private;
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
    form_add_at(form);
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
form_finish(struct form *form, enum form_end end)
{
    if (!form->options.release_code) {
        form->end = end;
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
        form->end_after = FORM_LEFT;
    form->over = FORM_PAGE_BLANK;
    form_open_page(form);
    if (!form->options.release_code)
        form->end = FORM_LEFT;
}
