/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a key does on each page; see form.h.  Pages are made and gone through in
   form_pages.c, and all of it is read off, kept and taken up again in
   form_view.c. */
#include "fill/form.h"

#include "fill/range_words.h"
#include "fill/typed_date.h"

/* How much of a free text may be typed before it is put on the disk: so many
   bytes, and of a long one such a part, since all of it is written. */
enum { TYPING_SIZE = 64, TYPING_PART = 16 };

/* ---- questions ---- */

/* What the item holds as said is the answer; what was begun is forgotten. */
static void
settle_said(struct form *form)
{
    size_t idx = form->steps[form->at].idx;

    buf_empty(&form->sheet->said[idx].typing);
    answer_sheet_add_answer(form->sheet, form->sheet->said, idx);
    form_judge(form);
    form_go_on(form);
}

static void
settle(struct form *form, enum answer_kind kind, struct str text)
{
    said_set(&form->sheet->said[form->steps[form->at].idx], kind, text);
    settle_said(form);
}

/* A question that should not be left blank is asked once more. */
static void
skip(struct form *form)
{
    size_t idx = form->steps[form->at].idx;

    if (form->sheet->instrument->items[idx].required
        && !form->sheet->said[idx].was_asked_again) {
        form->sheet->said[idx].was_asked_again = true;
        form_set_remark(form, WORD_FILL_ASK_AGAIN, NULL, 0);
        form_open_page(form);
        return;
    }
    settle(form, ANSWER_SKIPPED, STR(""));
}

/* Shows the day that was meant in the form that is wanted. */
static void
remark_date(struct form *form)
{
    static const enum word words[] = {
        [TYPED_DATE_FINE] = WORD_FILL_NEED_DATE,
        [TYPED_DATE_NO_SUCH_DAY] = WORD_FILL_NO_SUCH_DAY,
        [TYPED_DATE_OTHER_FORM] = WORD_FILL_OTHER_DATE,
        [TYPED_DATE_UNREADABLE] = WORD_FILL_NEED_DATE,
    };
    struct buf meant SCOPED(buf_clear) = {0};
    enum typed_date judged =
        typed_date_judge(str_trim(buf_str(&form->entry.editing.text)), &meant);
    struct str texts[] = {buf_str(&meant)};

    form_set_remark(form, words[judged], texts, 1);
}

/* What would be an answer; the key that leaves the question out is named with
   it. */
static void
remark_on(struct form *form, const struct item *item)
{
    if (item->response->kind == RESPONSE_RANGE) {
        buf_empty(&form->remark);
        range_words_add(&form->remark, form->options.language, item->response);
    } else if (item->response->kind == RESPONSE_DATE) {
        remark_date(form);
    } else {
        form_set_remark(form, WORD_FILL_CHOOSE, NULL, 0);
    }
    form->remark_offers_skip = true;
}

/* Enter with nothing entered: goes on where something was said before and
   nothing touched, else asks for an answer. */
static void
confirm_nothing(struct form *form, const struct item *item)
{
    struct said *said = &form->sheet->said[form->steps[form->at].idx];

    if (said->kind != ANSWER_BLANK && !form->entry.is_touched) {
        form_go_on(form);
        return;
    }
    if (form->entry.kind == FORM_ENTRY_TEXT) {
        skip(form);
    } else if (form->entry.kind != FORM_ENTRY_SEVERAL) {
        remark_on(form, item);
    } else if (!said->was_asked_again) {
        said->was_asked_again = true;
        form_set_remark(form, WORD_FILL_NONE_AGAIN, NULL, 0);
        form->remark_offers_skip = true;
    } else {
        settle(form, ANSWERED, STR("none"));
    }
}

static void
confirm(struct form *form)
{
    const struct item *item = form_item(form);
    struct buf cell SCOPED(buf_clear) = {0};

    if (entry_is_empty(&form->entry)) {
        confirm_nothing(form, item);
        return;
    }
    entry_add_cell(&form->entry, &cell);
    if (entry_is_answer(&form->entry, form->sheet->instrument,
                        buf_str(&cell))) {
        settle(form, ANSWERED, buf_str(&cell));
    } else {
        entry_refuse(&form->entry);
        remark_on(form, item);
    }
}

static void
keep_said(struct form *form)
{
    if (form_state(form) == ANSWER_BLANK)
        confirm(form);
    else if (form->entry.is_touched)
        settle_said(form);
    else
        form_go_on(form);
}

/* A long text goes to the disk while it is typed. */
static void
keep_long_text(struct form *form)
{
    size_t len = form->entry.editing.text.len;

    if (len >= form->typed_size + TYPING_SIZE
        && len >= form->typed_size + form->typed_size / TYPING_PART)
        form_keep_typing(form);
}

static void
press_entry(struct form *form, struct form_key key)
{
    struct entry *entry = &form->entry;
    enum entry_result result = entry_press(entry, key);

    if (result == ENTRY_DONE)
        confirm(form);
    else if (result == ENTRY_CHANGED && entry->kind == FORM_ENTRY_TEXT)
        keep_long_text(form);
    if (entry->kind == FORM_ENTRY_TEXT && entry->editing.is_full)
        form_set_remark(form, WORD_FILL_TEXT_FULL, NULL, 0);
}

static void
press_question(struct form *form, struct form_key key)
{
    if (key.kind == FORM_KEY_SKIP)
        skip(form);
    else if (key.kind == FORM_KEY_DECLINE)
        settle(form, ANSWER_DECLINED, STR(""));
    else if (key.kind == FORM_KEY_UNKNOWN)
        settle(form, ANSWER_UNKNOWN, STR(""));
    else if (key.kind == FORM_KEY_KEEP)
        keep_said(form);
    else
        press_entry(form, key);
}

/* ---- pages that ask something else ---- */

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
    answer_sheet_add_event(
        form->sheet,
        (struct sheet_event){.kind = EVENT_ALONE,
                             .is_alone = form->alone == ALONE_YES});
    form_judge(form);
    go_to_waiting(form);
}

static void
press_last(struct form *form, struct form_key key)
{
    size_t choice = choice_of(form, key);

    if (choice == 0) {
        answer_sheet_add_event(form->sheet,
                               (struct sheet_event){.kind = EVENT_HANDED_IN});
        form->over = FORM_PAGE_THANKS;
        form_open_page(form);
    } else if (choice == 1) {
        form_lay_over(form, FORM_PAGE_OVERVIEW);
    }
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
press_pause(struct form *form, struct form_key key)
{
    size_t choice = choice_of(form, key);

    if (choice == 0)
        form_uncover(form);
    else if (choice == 1)
        form_finish(form, END_KEPT);
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
        answer_sheet_add_event(form->sheet,
                               (struct sheet_event){.kind = EVENT_THROWN_AWAY});
        form_finish(form, END_THROWN_AWAY);
    }
}

static void
press_secret(struct form *form, struct form_key key)
{
    if (entry_press(&form->entry, key) != ENTRY_DONE)
        return;
    if (str_is(buf_str(&form->entry.editing.text),
               form->options.release_code)) {
        form->sheet->end = form->end_after;
        return;
    }
    editing_set(&form->entry.editing, STR(""));
    if (form_page(form) == FORM_PAGE_HAND_BACK) {
        form_set_remark(form, WORD_FILL_WRONG_CODE, NULL, 0);
        form->visit++;
    }
}

/* Enter, on a page that is only read. */
static void
read_on(struct form *form)
{
    enum form_page page = form_page(form);

    if (page == FORM_PAGE_HELP)
        form_uncover(form);
    else if (page == FORM_PAGE_THANKS && form->scores)
        form_lay_over(form, FORM_PAGE_SCORES);
    else if (page == FORM_PAGE_THANKS || page == FORM_PAGE_SCORES)
        form_finish(form, END_HANDED_IN);
    else
        form_go_on(form);
}

static void
add_time(struct form *form, int64_t now_ms)
{
    struct said *said;

    if (form->shown_ms < 0)
        return;
    said = &form->sheet->said[form->steps[form->at].idx];
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

/* The same is said to everybody. */
static void
take_back(struct form *form)
{
    form->took_back = true;
    form_set_remark(form, WORD_FILL_TAKEN_BACK, NULL, 0);
    form_open_page(form);
}

void
form_press(struct form *form, struct form_key key, int64_t now_ms)
{
    static void (*const press[N_FORM_PAGES])(struct form *, struct form_key) = {
        [FORM_PAGE_ALONE] = press_alone,
        [FORM_PAGE_QUESTION] = press_question,
        [FORM_PAGE_LAST] = press_last,
        [FORM_PAGE_OVERVIEW] = press_overview,
        [FORM_PAGE_PAUSE] = press_pause,
        [FORM_PAGE_THROW] = press_throw,
        [FORM_PAGE_HAND_BACK] = press_secret,
        [FORM_PAGE_BLANK] = press_secret,
    };
    enum form_page page = form_page(form);

    form->sheet->n_events = 0;
    form->took_back = false;
    if (!form_offers(form, key.kind))
        return;
    buf_empty(&form->remark);
    add_time(form, now_ms);
    if (key.kind == FORM_KEY_TAKE_BACK) {
        take_back(form);
    } else if (!press_everywhere(form, key.kind)) {
        if (press[page])
            press[page](form, key);
        else if (key.kind == FORM_KEY_ENTER)
            read_on(form);
    }
    buf_text(&form->remark); /* for form_remark() */
    form->shown_ms = form_item(form) ? now_ms : -1;
}
