/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a key does on a question; see form_state.h. */
#include "fill/form_state.h"

#include "fill/typed_date.h"

/* How much of a free text may be typed before it is put on the disk: so many
   bytes, and of a long one such a part, since all of it is written. */
enum { TYPING_SIZE = 64, TYPING_PART = 16 };

/* What the item holds as said is the answer; what was begun is forgotten. */
static void
settle_said(struct form *form)
{
    size_t idx = form->steps[form->at].idx;
    struct said *said = &form->said[idx];

    buf_empty(&said->typing);
    form_add_event(form, (struct form_event){.kind = FORM_EVENT_ANSWER,
                                             .item_idx = idx,
                                             .answer = said->kind,
                                             .text = buf_str(&said->text),
                                             .time_ms = said->time_ms});
    form_judge(form);
    form_go_on(form);
}

static void
settle(struct form *form, enum answer_kind kind, struct str text)
{
    struct said *said = &form->said[form->steps[form->at].idx];

    said->kind = kind;
    buf_empty(&said->text);
    buf_add(&said->text, text);
    settle_said(form);
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
    struct buf meant = {0};
    enum typed_date judged =
        typed_date_judge(str_trim(buf_str(&form->entry.editing.text)), &meant);
    struct str texts[] = {buf_str(&meant)};

    form_set_remark_or_skip(form, words[judged], texts, 1);
    buf_clear(&meant);
}

static void
remark_on(struct form *form, const struct item *item)
{
    if (item->response->kind == RESPONSE_RANGE)
        form_set_range_remark(form, item->response);
    else if (item->response->kind == RESPONSE_DATE)
        remark_date(form);
    else
        form_set_remark_or_skip(form, WORD_FILL_CHOOSE, NULL, 0);
}

/* Enter with nothing entered: goes on where something was said before and
   nothing touched, else asks for an answer. */
static void
confirm_nothing(struct form *form, const struct item *item)
{
    struct said *said = &form->said[form->steps[form->at].idx];

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
        form_set_remark_or_skip(form, WORD_FILL_NONE_AGAIN, NULL, 0);
    } else {
        settle(form, ANSWERED, STR("none"));
    }
}

static bool
is_due(const struct form *form)
{
    size_t len = form->entry.editing.text.len;

    return len >= form->typed_size + TYPING_SIZE
           && len >= form->typed_size + form->typed_size / TYPING_PART;
}

static void
refuse(struct form *form, const struct item *item)
{
    entry_refuse(&form->entry);
    remark_on(form, item);
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
        refuse(form, item);
    buf_clear(&cell);
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

static void
decline(struct form *form)
{
    settle(form, ANSWER_DECLINED, STR(""));
}

static void
say_unknown(struct form *form)
{
    settle(form, ANSWER_UNKNOWN, STR(""));
}

void
form_press_question(struct form *form, struct form_key key)
{
    static void (*const press[N_FORM_KEYS])(struct form *) = {
        [FORM_KEY_SKIP] = skip,
        [FORM_KEY_DECLINE] = decline,
        [FORM_KEY_UNKNOWN] = say_unknown,
        [FORM_KEY_KEEP] = keep_said,
    };
    if (press[key.kind]) {
        press[key.kind](form);
        return;
    }
    enum entry_result result = entry_press(&form->entry, key);
    if (result == ENTRY_DONE)
        confirm(form);
    else if (result == ENTRY_CHANGED && form->entry.kind == FORM_ENTRY_TEXT
             && is_due(form))
        form_keep_typing(form);
    if (form->entry.kind == FORM_ENTRY_TEXT && form->entry.editing.is_full)
        form_set_remark(form, WORD_FILL_TEXT_FULL, NULL, 0);
}
