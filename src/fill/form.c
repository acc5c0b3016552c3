/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a key does on each page; see form.h.  Pages are made in form_pages.c and
   gone through in form_moves.c, questions answered in form_question.c, events
   in form_events.c, and all of it read off in form_view.c. */
#include "fill/form.h"

#include "fill/form_state.h"

struct form *
form_new(const struct form_options *options, struct arena *arena)
{
    struct form *form = ARENA_NEW(arena, struct form);
    const struct instrument *instrument = options->instrument;

    form->options = *options;
    form->instrument = instrument;
    form->said = ARENA_ARRAY(arena, instrument->n_items, struct said);
    for (size_t i = 0; i < instrument->n_items; i++)
        form->said[i] = (struct said){.kind = ANSWER_BLANK, .time_ms = -1};
    form->asking = ARENA_ARRAY(arena, instrument->n_items, enum asking);
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
    for (size_t i = 0; i < form->instrument->n_items; i++) {
        buf_clear(&form->said[i].text);
        buf_clear(&form->said[i].typing);
    }
    for (size_t i = 0; i < FORM_LIMIT_PARAGRAPHS; i++)
        buf_clear(&form->words[i]);
    buf_clear(&form->remark);
    entry_clear(&form->entry);
}

/* The choice that a key makes on a page that asks something; SIZE_MAX: none. */
static size_t
choice_of(struct form *form, struct form_key key)
{
    bool is_enter_unmarked =
        key.kind == FORM_KEY_ENTER && form->entry.mark == ENTRY_NO_MARK;

    if (is_enter_unmarked)
        form_set_remark(form, WORD_FILL_CHOOSE_ONE, NULL, 0);
    if (is_enter_unmarked || !form->entry.n_choices
        || entry_press(&form->entry, key) != ENTRY_DONE)
        return SIZE_MAX;
    return form->entry.mark;
}

static void
press_going_on(struct form *form, struct form_key key)
{
    if (key.kind == FORM_KEY_ENTER)
        form_go_on(form);
}

/* To what lies behind the page that asks whether one is alone.  Who wanted to
   the end passes the private questions that are now offered. */
static void
go_to_waiting(struct form *form)
{
    struct step step = form->waiting;
    size_t waiting = SIZE_MAX;

    form->waiting.page = N_FORM_PAGES;
    if (step.page == FORM_PAGE_QUESTION || form->alone == ALONE_NO)
        waiting = form_find_step(form, step.page, step.idx);
    if (waiting != SIZE_MAX)
        form_go_to(form, waiting);
    else
        form_go_on(form);
}

/* No: what was to be asked of the private questions is left out. */
static void
press_alone(struct form *form, struct form_key key)
{
    size_t choice = choice_of(form, key);

    if (choice == SIZE_MAX)
        return;
    form->alone = choice == 0 ? ALONE_YES : ALONE_NO;
    form_add_event(form,
                   (struct form_event){.kind = FORM_EVENT_ALONE,
                                       .is_alone = form->alone == ALONE_YES});
    form_judge(form);
    go_to_waiting(form);
}

static void
press_last(struct form *form, struct form_key key)
{
    size_t choice = choice_of(form, key);

    if (choice == 0) {
        form_add_event(form, (struct form_event){.kind = FORM_EVENT_HANDED_IN});
        form->over = FORM_PAGE_THANKS;
        form_open_page(form);
    } else if (choice == 1) {
        form_lay_over(form, FORM_PAGE_OVERVIEW);
    }
}

static void
press_thanks(struct form *form, struct form_key key)
{
    if (key.kind != FORM_KEY_ENTER)
        return;
    if (form->scores)
        form_lay_over(form, FORM_PAGE_SCORES);
    else
        form_finish(form, FORM_HANDED_IN);
}

static void
press_scores(struct form *form, struct form_key key)
{
    if (key.kind == FORM_KEY_ENTER)
        form_finish(form, FORM_HANDED_IN);
}

static void
press_overview(struct form *form, struct form_key key)
{
    size_t choice = choice_of(form, key);

    if (choice == form->n_listed)
        form_go_to(form, form_find_step(form, FORM_PAGE_LAST, 0));
    else if (choice != SIZE_MAX)
        form_go_to(form, form_find_step(form, FORM_PAGE_QUESTION,
                                        form->listed[choice]));
}

static void
press_help(struct form *form, struct form_key key)
{
    if (key.kind == FORM_KEY_ENTER)
        form_uncover(form);
}

static void
press_pause(struct form *form, struct form_key key)
{
    size_t choice = choice_of(form, key);

    if (choice == 0)
        form_uncover(form);
    else if (choice == 1)
        form_finish(form, FORM_KEPT);
    else if (choice == 2)
        form_lay_over(form, FORM_PAGE_THROW);
}

static void
press_throw(struct form *form, struct form_key key)
{
    size_t choice = choice_of(form, key);

    if (choice == 0) {
        form_uncover(form);
    } else if (choice == 1) {
        form_add_event(form,
                       (struct form_event){.kind = FORM_EVENT_THROWN_AWAY});
        form_finish(form, FORM_THROWN_AWAY);
    }
}

static void
press_secret(struct form *form, struct form_key key)
{
    if (entry_press(&form->entry, key) != ENTRY_DONE)
        return;
    if (str_is(buf_str(&form->entry.editing.text),
               form->options.release_code)) {
        form->end = form->end_after;
        return;
    }
    editing_set(&form->entry.editing, STR(""));
    if (form_shown(form) == FORM_PAGE_HAND_BACK) {
        form_set_remark(form, WORD_FILL_WRONG_CODE, NULL, 0);
        form->visit++;
    }
}

static void
add_time(struct form *form, int64_t now_ms)
{
    struct said *said;

    if (form->shown_ms < 0)
        return;
    said = &form->said[form->steps[form->at].idx];
    if (said->time_ms < 0)
        said->time_ms = 0;
    if (now_ms > form->shown_ms)
        said->time_ms += now_ms - form->shown_ms;
    form->shown_ms = now_ms;
}

/* Keys that mean the same wherever they are offered.  False: none. */
static bool
press_everywhere(struct form *form, enum form_key_kind kind)
{
    bool is_over = form->over != N_FORM_PAGES;

    if (kind == FORM_KEY_LEAVE) {
        form_leave(form);
        return true;
    }
    if (kind != FORM_KEY_BACK && kind != FORM_KEY_OVERVIEW
        && kind != FORM_KEY_HELP && kind != FORM_KEY_PAUSE)
        return false;
    if (is_over) {
        form_uncover(form);
    } else if (kind == FORM_KEY_BACK) {
        form_keep_typing(form);
        form_go_back(form);
    } else {
        form_lay_over(form, kind == FORM_KEY_HELP    ? FORM_PAGE_HELP
                            : kind == FORM_KEY_PAUSE ? FORM_PAGE_PAUSE
                                                     : FORM_PAGE_OVERVIEW);
    }
    return true;
}

void
form_press(struct form *form, struct form_key key, int64_t now_ms)
{
    static void (*const press[N_FORM_PAGES])(struct form *, struct form_key) = {
        [FORM_PAGE_READERS] = press_going_on,
        [FORM_PAGE_NOTICE] = press_going_on,
        [FORM_PAGE_SECTION] = press_going_on,
        [FORM_PAGE_ALONE] = press_alone,
        [FORM_PAGE_QUESTION] = form_press_question,
        [FORM_PAGE_LAST] = press_last,
        [FORM_PAGE_THANKS] = press_thanks,
        [FORM_PAGE_SCORES] = press_scores,
        [FORM_PAGE_OVERVIEW] = press_overview,
        [FORM_PAGE_HELP] = press_help,
        [FORM_PAGE_PAUSE] = press_pause,
        [FORM_PAGE_THROW] = press_throw,
        [FORM_PAGE_HAND_BACK] = press_secret,
        [FORM_PAGE_BLANK] = press_secret,
    };

    form->n_events = 0;
    if (!form_offers(form, key.kind))
        return;
    buf_empty(&form->remark);
    add_time(form, now_ms);
    if (!press_everywhere(form, key.kind))
        press[form_shown(form)](form, key);
    form->shown_ms = form_item(form) ? now_ms : -1;
}
