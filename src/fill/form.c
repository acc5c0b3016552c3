/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a key does on each page; see form.h.  Pages are made in form_pages.c,
   events in form_events.c, and read off in form_view.c. */
#include "fill/form.h"

#include <assert.h>
#include <string.h>
#include "fill/form_state.h"

/* How much of a free text may be typed before it is put on the disk. */
enum { TYPING_SIZE = 64 };

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
    form->listed_numbers = ARENA_ARRAY(arena, instrument->n_items, int);
    form->steps = ARENA_ARRAY(
        arena, instrument->n_items + instrument->n_sections + 4, struct step);
    form->over = N_FORM_PAGES;
    form->go_back_to = SIZE_MAX;
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

/* ---- moving ---- */

static void
lay_over(struct form *form, enum form_page page)
{
    form_keep_typing(form);
    form->over = page;
    form_open_page(form);
}

static void
uncover(struct form *form)
{
    form->over = N_FORM_PAGES;
    form_open_page(form);
}

static size_t
find_step(const struct form *form, enum form_page page, size_t idx)
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

static void
go_to(struct form *form, size_t step_idx)
{
    const struct step *step = &form->steps[step_idx];

    form->over = N_FORM_PAGES;
    form->at = step_idx;
    if (needs_alone(form, step)) {
        size_t alone = find_step(form, FORM_PAGE_ALONE, 0);
        assert(alone != SIZE_MAX);
        if (step->page == FORM_PAGE_QUESTION)
            form->go_back_to = step->idx;
        form->at = alone;
    }
    form_open_page(form);
    form_add_at(form);
}

static void
go_on(struct form *form)
{
    if (form->at + 1 < form->n_steps)
        go_to(form, form->at + 1);
}

static void
go_back(struct form *form)
{
    if (form->at > 0)
        go_to(form, form->at - 1);
}

/* The end, or the page that waits for the release code before it. */
static void
finish(struct form *form, enum form_end end)
{
    if (!form->options.release_code) {
        form->end = end;
        return;
    }
    form->end_after = end;
    form->over = FORM_PAGE_HAND_BACK;
    form_open_page(form);
}

static void
leave(struct form *form)
{
    form_keep_typing(form);
    if (form->over != FORM_PAGE_HAND_BACK)
        form->end_after = FORM_LEFT;
    form->over = FORM_PAGE_BLANK;
    form_open_page(form);
    if (!form->options.release_code)
        form->end = FORM_LEFT;
}

/* ---- questions ---- */

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

/* Takes an answer, or that there is none, and goes on. */
static void
settle(struct form *form, enum answer_kind kind, struct str text)
{
    size_t idx = form->steps[form->at].idx;
    struct said *said = &form->said[idx];

    said->kind = kind;
    buf_empty(&said->text);
    buf_add(&said->text, text);
    buf_empty(&said->typing);
    form_add_event(form, (struct form_event){.kind = FORM_EVENT_ANSWER,
                                             .item_idx = idx,
                                             .answer = kind,
                                             .text = buf_str(&said->text),
                                             .time_ms = said->time_ms});
    form_judge(form);
    go_on(form);
}

/* A question that should not be left blank is asked once more. */
static void
skip(struct form *form)
{
    size_t idx = form->steps[form->at].idx;

    if (form->instrument->items[idx].required
        && !form->said[idx].was_asked_again) {
        form->said[idx].was_asked_again = true;
        form_set_remark(form, WORD_FILL_ASK_AGAIN, NULL, 0);
        form_open_page(form);
        return;
    }
    settle(form, ANSWER_SKIPPED, STR(""));
}

static void
remark_on(struct form *form, const struct item *item)
{
    if (item->response->kind == RESPONSE_RANGE)
        form_set_range_remark(form, item->response);
    else if (item->response->kind == RESPONSE_DATE)
        form_set_remark(form, WORD_FILL_NEED_DATE, NULL, 0);
    else
        form_set_remark(form, WORD_FILL_CHOOSE, NULL, 0);
}

/* Enter with nothing entered: goes on where something was said before and
   nothing touched, else asks for an answer. */
static void
confirm_nothing(struct form *form, const struct item *item)
{
    struct said *said = &form->said[form->steps[form->at].idx];

    if (said->kind != ANSWER_BLANK && !form->entry.is_touched) {
        go_on(form);
        return;
    }
    if (form->entry.kind == FORM_ENTRY_TEXT) {
        skip(form);
    } else if (form->entry.kind != FORM_ENTRY_SEVERAL) {
        remark_on(form, item);
    } else if (!said->was_asked_again) {
        said->was_asked_again = true;
        form_set_remark(form, WORD_FILL_NONE_AGAIN, NULL, 0);
    } else {
        settle(form, ANSWERED, STR("none"));
    }
}

static void
confirm(struct form *form)
{
    const struct item *item = form_item(form);
    struct buf cell = {0};

    if (entry_is_empty(&form->entry)) {
        confirm_nothing(form, item);
        return;
    }
    entry_add_cell(&form->entry, &cell);
    if (entry_is_answer(&form->entry, form->instrument, buf_str(&cell)))
        settle(form, ANSWERED, buf_str(&cell));
    else
        remark_on(form, item);
    buf_clear(&cell);
}

static void
press_question(struct form *form, struct form_key key)
{
    switch (key.kind) {
    case FORM_KEY_SKIP:
        skip(form);
        return;
    case FORM_KEY_DECLINE:
        settle(form, ANSWER_DECLINED, STR(""));
        return;
    case FORM_KEY_UNKNOWN:
        settle(form, ANSWER_UNKNOWN, STR(""));
        return;
    default:
        break;
    }
    enum entry_result result = entry_press(&form->entry, key);
    if (result == ENTRY_DONE)
        confirm(form);
    else if (result == ENTRY_CHANGED && form->entry.kind == FORM_ENTRY_TEXT
             && form->entry.editing.text.len >= form->typed_size + TYPING_SIZE)
        form_keep_typing(form);
}

/* ---- other pages ---- */

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
        go_on(form);
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
    size_t waiting =
        form->go_back_to == SIZE_MAX
            ? SIZE_MAX
            : find_step(form, FORM_PAGE_QUESTION, form->go_back_to);
    form->go_back_to = SIZE_MAX;
    if (waiting != SIZE_MAX)
        go_to(form, waiting);
    else
        go_on(form);
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
        lay_over(form, FORM_PAGE_OVERVIEW);
    }
}

static void
press_thanks(struct form *form, struct form_key key)
{
    if (key.kind != FORM_KEY_ENTER)
        return;
    if (form->scores)
        lay_over(form, FORM_PAGE_SCORES);
    else
        finish(form, FORM_HANDED_IN);
}

static void
press_scores(struct form *form, struct form_key key)
{
    if (key.kind == FORM_KEY_ENTER)
        finish(form, FORM_HANDED_IN);
}

static void
press_overview(struct form *form, struct form_key key)
{
    size_t choice = choice_of(form, key);

    if (choice != SIZE_MAX)
        go_to(form, find_step(form, FORM_PAGE_QUESTION, form->listed[choice]));
}

static void
press_help(struct form *form, struct form_key key)
{
    if (key.kind == FORM_KEY_ENTER)
        uncover(form);
}

static void
press_pause(struct form *form, struct form_key key)
{
    size_t choice = choice_of(form, key);

    if (choice == 0)
        uncover(form);
    else if (choice == 1)
        finish(form, FORM_KEPT);
    else if (choice == 2)
        lay_over(form, FORM_PAGE_THROW);
}

static void
press_throw(struct form *form, struct form_key key)
{
    size_t choice = choice_of(form, key);

    if (choice == 0) {
        uncover(form);
    } else if (choice == 1) {
        form_add_event(form,
                       (struct form_event){.kind = FORM_EVENT_THROWN_AWAY});
        finish(form, FORM_THROWN_AWAY);
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

/* Keys that mean the same wherever they are offered.  False: none. */
static bool
press_everywhere(struct form *form, enum form_key_kind kind)
{
    bool is_over = form->over != N_FORM_PAGES;

    switch (kind) {
    case FORM_KEY_LEAVE:
        leave(form);
        return true;
    case FORM_KEY_BACK:
        if (!is_over) {
            form_keep_typing(form);
            go_back(form);
        } else {
            uncover(form);
        }
        return true;
    case FORM_KEY_OVERVIEW:
    case FORM_KEY_HELP:
        if (is_over)
            uncover(form);
        else
            lay_over(form, kind == FORM_KEY_HELP ? FORM_PAGE_HELP
                                                 : FORM_PAGE_OVERVIEW);
        return true;
    case FORM_KEY_PAUSE:
        if (is_over)
            uncover(form);
        else
            lay_over(form, FORM_PAGE_PAUSE);
        return true;
    default:
        return false;
    }
}

void
form_press(struct form *form, struct form_key key, int64_t now_ms)
{
    static void (*const press[N_FORM_PAGES])(struct form *, struct form_key) = {
        [FORM_PAGE_READERS] = press_going_on,
        [FORM_PAGE_NOTICE] = press_going_on,
        [FORM_PAGE_SECTION] = press_going_on,
        [FORM_PAGE_ALONE] = press_alone,
        [FORM_PAGE_QUESTION] = press_question,
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
