/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a face reads off a form, and what is given out in the end; see
   form.h. */
#include "fill/form_state.h"

#include <assert.h>

enum form_page
form_page(const struct form *form)
{
    return form_shown(form);
}

bool
form_enter_ends(const struct form *form)
{
    enum form_page page = form_shown(form);

    return !form->options.release_code
           && (page == FORM_PAGE_SCORES
               || (page == FORM_PAGE_THANKS && !form->scores));
}

enum form_end
form_end(const struct form *form)
{
    return form->end;
}

enum language
form_language(const struct form *form)
{
    return form->options.language;
}

const struct instrument *
form_instrument(const struct form *form)
{
    return form->instrument;
}

const struct item *
form_item(const struct form *form)
{
    if (form_shown(form) != FORM_PAGE_QUESTION)
        return NULL;
    return &form->instrument->items[form->steps[form->at].idx];
}

uint64_t
form_visit(const struct form *form)
{
    return form->visit;
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
    struct str keys[] = {str_from(skip_key)};

    buf_add(buf, buf_str(&form->remark));
    if (!form->remark.len || !form->remark_offers_skip)
        return;
    buf_add_char(buf, ' ');
    words_add(buf, form->options.language, WORD_FILL_TO_SKIP, keys, 1);
}

struct form_progress
form_progress(const struct form *form)
{
    struct form_progress progress = {0};

    for (size_t i = 0; i < form->n_steps; i++) {
        const struct step *step = &form->steps[i];
        if (!form_is_told(form, step))
            continue;
        progress.n++;
        progress.n_open += form->said[step->idx].kind == ANSWER_BLANK;
        if (i <= form->at)
            progress.at = progress.n;
    }
    return progress;
}

/* ---- what is entered ---- */

enum form_entry_kind
form_entry_kind(const struct form *form)
{
    return form->entry.kind;
}

size_t
form_n_choices(const struct form *form)
{
    return form->entry.n_choices;
}

static const char *
choice_label(const struct form *form, size_t idx)
{
    if (form->entry.response)
        return form->entry.response->choices[idx].label;
    if (form_shown(form) != FORM_PAGE_OVERVIEW)
        return word_in(form->options.language, form->choice_words[idx]);
    if (idx == form->n_listed)
        return word_in(form->options.language, WORD_FILL_TO_END);
    const struct item *item = &form->instrument->items[form->listed[idx]];
    return item->text ? item->text : item->id;
}

struct form_choice
form_choice(const struct form *form, size_t idx)
{
    assert(idx < form->entry.n_choices);
    const char *label = choice_label(form, idx);
    bool is_listed =
        form_shown(form) == FORM_PAGE_OVERVIEW && idx < form->n_listed;

    return (struct form_choice){
        .key = entry_key(&form->entry, idx),
        .label = label ? label : "",
        .is_marked = form->entry.mark == idx,
        .is_chosen = form->entry.is_chosen[idx],
        .was_said = form->entry.response
                    && entry_cell_names(&form->entry, form_said(form), idx),
        .has_state = is_listed,
        .state = is_listed ? form->said[form->listed[idx]].kind : ANSWER_BLANK,
    };
}

bool
form_has_digits(const struct form *form)
{
    return entry_has_digits(&form->entry);
}

bool
form_find_choice(const struct form *form, struct str typed, size_t *idx)
{
    return entry_find_key(&form->entry, typed, idx);
}

enum form_next
form_next_choice(const struct form *form, struct str *rest, size_t *idx)
{
    return entry_next_key(&form->entry, rest, idx);
}

struct form_range
form_range(const struct form *form)
{
    assert(form->entry.kind == FORM_ENTRY_RANGE);
    return (struct form_range){
        .response = form->entry.response,
        .has_mark = form->entry.has_mark,
        .share = entry_share(&form->entry),
    };
}

struct str
form_text(const struct form *form)
{
    if (form->entry.kind == FORM_ENTRY_SECRET)
        return STR("");
    return buf_str(&form->entry.editing.text);
}

size_t
form_cursor(const struct form *form)
{
    return form->entry.kind == FORM_ENTRY_SECRET ? 0
                                                 : form->entry.editing.cursor;
}

bool
form_types(const struct form *form, uint32_t character)
{
    return entry_types(&form->entry, character);
}

void
form_add_typed(const struct form *form, struct str typed, struct buf *buf)
{
    entry_add_typed(&form->entry, typed, buf);
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

    return item ? buf_str(&form->said[item - form->instrument->items].text)
                : STR("");
}

enum answer_kind
form_state(const struct form *form)
{
    const struct item *item = form_item(form);

    return item ? form->said[item - form->instrument->items].kind
                : ANSWER_BLANK;
}

const char *
form_state_words(enum language language, enum answer_kind state)
{
    switch (state) {
    case ANSWERED:
        return word_in(language, WORD_FILL_STATE_ANSWERED);
    case ANSWER_SKIPPED:
        return word_in(language, WORD_FILL_STATE_SKIPPED);
    case ANSWER_DECLINED:
        return word_in(language, WORD_FILL_STATE_DECLINED);
    case ANSWER_UNKNOWN:
        return word_in(language, WORD_FILL_STATE_UNKNOWN);
    case ANSWER_BLANK:
    case ANSWER_NOT_APPLICABLE:
    case ANSWER_NOT_ASKED:
    case ANSWER_UNCLEAR:
    case ANSWER_BAD:
    case ANSWER_ABSENT:
    case N_ANSWER_KINDS:
        break;
    }
    return word_in(language, WORD_FILL_STATE_OPEN);
}

bool
form_has_unknown(const struct form *form)
{
    return asked_offers_unknown(form->instrument);
}

/* Pages that one can go back from, pause, or look over the questions. */
static bool
is_on_the_way(const struct form *form)
{
    return form->over == N_FORM_PAGES && form->end == FORM_GOING;
}

bool
form_offers(const struct form *form, enum form_key_kind kind)
{
    enum form_page page = form_shown(form);
    bool is_question = page == FORM_PAGE_QUESTION;

    if (form->end != FORM_GOING)
        return false;
    switch (kind) {
    case FORM_KEY_SKIP:
    case FORM_KEY_DECLINE:
    case FORM_KEY_KEEP:
        return is_question;
    case FORM_KEY_UNKNOWN:
        return is_question && form_has_unknown(form);
    case FORM_KEY_BACK:
        return is_on_the_way(form)
                   ? form->at > 0
                   : page == FORM_PAGE_OVERVIEW || page == FORM_PAGE_HELP
                         || page == FORM_PAGE_PAUSE || page == FORM_PAGE_THROW;
    case FORM_KEY_OVERVIEW:
        return is_on_the_way(form) || page == FORM_PAGE_OVERVIEW;
    case FORM_KEY_HELP:
        return is_on_the_way(form) || page == FORM_PAGE_HELP;
    case FORM_KEY_PAUSE:
        return page != FORM_PAGE_THANKS && page != FORM_PAGE_SCORES
               && page != FORM_PAGE_HAND_BACK && page != FORM_PAGE_BLANK;
    case FORM_KEY_LEAVE:
        return page != FORM_PAGE_BLANK;
    case FORM_KEY_NEWLINE:
        return form->entry.kind == FORM_ENTRY_TEXT;
    case FORM_KEY_CHARACTER:
    case FORM_KEY_ENTER:
    case FORM_KEY_CHOOSE:
    case FORM_KEY_CLEAR:
    case FORM_KEY_UP:
    case FORM_KEY_DOWN:
    case FORM_KEY_LEFT:
    case FORM_KEY_RIGHT:
    case FORM_KEY_PAGE_UP:
    case FORM_KEY_PAGE_DOWN:
    case FORM_KEY_HOME:
    case FORM_KEY_END:
    case FORM_KEY_BACKSPACE:
    case FORM_KEY_DELETE:
    case N_FORM_KEYS:
        break;
    }
    return true;
}

/* ---- what comes out ---- */

struct form_answer
form_answer(const struct form *form, size_t item_idx)
{
    const struct said *said = &form->said[item_idx];
    struct form_answer answer = {.kind = said->kind, .time_ms = said->time_ms};

    switch (form->asking[item_idx]) {
    case ASKING_YES:
    case ASKING_KEPT:
        if (said->kind == ANSWERED)
            answer.text = buf_str(&said->text);
        return answer;
    case ASKING_NOT_APPLICABLE:
        answer.kind = ANSWER_NOT_APPLICABLE;
        break;
    case ASKING_LEFT_OUT:
    case ASKING_NOT:
        answer.kind = ANSWER_NOT_ASKED;
        break;
    }
    answer.time_ms = -1;
    return answer;
}

static const char *const page_names[] = {
    [FORM_PAGE_READERS] = "readers",   [FORM_PAGE_NOTICE] = "notice",
    [FORM_PAGE_SECTION] = "section",   [FORM_PAGE_ALONE] = "alone",
    [FORM_PAGE_QUESTION] = "question", [FORM_PAGE_LAST] = "last",
    [FORM_PAGE_THANKS] = "thanks",     [FORM_PAGE_OVERVIEW] = "overview",
    [FORM_PAGE_HELP] = "help",         [FORM_PAGE_PAUSE] = "pause",
    [FORM_PAGE_THROW] = "throw",       [FORM_PAGE_HAND_BACK] = "hand-back",
    [FORM_PAGE_BLANK] = "blank",       [FORM_PAGE_SCORES] = "scores",
};

const char *
form_page_name(enum form_page page)
{
    return page_names[page];
}

static void
dump_item(const struct form *form, size_t idx, struct buf *buf)
{
    static const char *const asking_names[] = {
        [ASKING_YES] = "asked",
        [ASKING_KEPT] = "kept",
        [ASKING_NOT_APPLICABLE] = "not-applicable",
        [ASKING_LEFT_OUT] = "left-out",
        [ASKING_NOT] = "not-asked",
    };
    static const char *const other_kinds[] = {"answered", "open"};
    const struct said *said = &form->said[idx];
    const char *kind = answer_kind_names[said->kind];

    buf_addf(buf, "%s %s %s", form->instrument->items[idx].id,
             asking_names[form->asking[idx]],
             kind ? kind : other_kinds[said->kind != ANSWERED]);
    if (said->text.len) {
        buf_add_text(buf, " ");
        buf_add(buf, buf_str(&said->text));
    }
    if (said->typing.len)
        buf_addf(buf, " (typing %.*s)", STR_ARGS(buf_str(&said->typing)));
    buf_add_char(buf, '\n');
}

void
form_dump(const struct form *form, struct buf *buf)
{
    const struct item *item = form_item(form);

    buf_addf(buf, "page %s%s%s end %d\n", page_names[form_shown(form)],
             item ? " " : "", item ? item->id : "", (int)form->end);
    for (size_t i = 0; i < form->instrument->n_items; i++)
        dump_item(form, i, buf);
}
