/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers what there is to read on a page; see tui_page.h. */
#include "fill/tui_page.h"

#include "fill/keyboard.h"
#include "fill/tui_frame.h"

enum { KEY_CELLS = 14 /* of a key's name in the help */ };

static enum look
look_of(enum form_role role)
{
    switch (role) {
    case FORM_ROLE_TITLE:
        return LOOK_ACCENT;
    case FORM_ROLE_TEXT:
    case FORM_ROLE_REMARK:
        return LOOK_STRONG;
    case FORM_ROLE_NOTICE:
    case FORM_ROLE_INSTRUCTION:
        break;
    }
    return LOOK_PLAIN;
}

/* The question stands out; on a page of words nothing has to. */
static void
add_paragraphs(struct text_lines *lines, const struct frame *frame)
{
    bool asks = form_entry(frame->form)->kind != FORM_ENTRY_NONE;

    for (size_t i = 0; i < form_n_paragraphs(frame->form); i++) {
        struct form_paragraph paragraph = form_paragraph(frame->form, i);
        enum look look = look_of(paragraph.role);
        if (paragraph.role == FORM_ROLE_REMARK)
            continue;
        if (look == LOOK_STRONG && asks)
            lines->question = lines->n;
        if (look == LOOK_STRONG && !asks)
            look = LOOK_PLAIN;
        tui_text_add(lines, frame, look, str_from(paragraph.text), 0);
        tui_text_end_paragraph(lines);
    }
}

/* What can be done on a page: in full, and where there is hardly any room. */
struct hint {
    enum word full;
    enum word brief;
};

/* Choices that have been met before explain themselves. */
static struct hint
hint_of_choices(const struct frame *frame)
{
    const struct form *form = frame->form;
    enum word word = entry_has_digits(form_entry(form)) ? WORD_FILL_HINT_ONE
                                                        : WORD_FILL_HINT_NUMBER;

    if (form_page(form) == FORM_PAGE_OVERVIEW)
        return (struct hint){tui_is_narrow(frame) ? WORD_FILL_BRIEF_OVERVIEW
                                                  : word,
                             WORD_FILL_BRIEF_OVERVIEW};
    if (form_page(form) == FORM_PAGE_QUESTION && form_progress(form).at > 1
        && entry_has_digits(form_entry(form)))
        return (struct hint){N_WORDS, N_WORDS};
    return (struct hint){word, word};
}

static struct hint
hint_of(const struct frame *frame)
{
    const struct form *form = frame->form;
    enum word enter =
        form_enter_ends(form) ? WORD_FILL_PRESS_END : WORD_FILL_PRESS_ENTER;

    switch (form_entry(form)->kind) {
    case FORM_ENTRY_NONE:
        return (struct hint){enter, enter};
    case FORM_ENTRY_ONE:
        return hint_of_choices(frame);
    case FORM_ENTRY_SEVERAL:
        if (!entry_has_digits(form_entry(form)))
            return (struct hint){WORD_FILL_HINT_SEVERAL_KEYS,
                                 WORD_FILL_BRIEF_SEVERAL_KEYS};
        return (struct hint){WORD_FILL_HINT_SEVERAL, WORD_FILL_BRIEF_SEVERAL};
    case FORM_ENTRY_RANGE:
        return (struct hint){WORD_FILL_HINT_RANGE, WORD_FILL_BRIEF_RANGE};
    case FORM_ENTRY_TEXT:
        return (struct hint){WORD_FILL_HINT_TEXT, WORD_FILL_BRIEF_TEXT};
    case FORM_ENTRY_DATE:
        return (struct hint){WORD_FILL_HINT_DATE, WORD_FILL_BRIEF_DATE};
    case FORM_ENTRY_SECRET:
        break;
    }
    return (struct hint){N_WORDS, N_WORDS};
}

/* Words in which {1} stands for the arrow keys. */
static void
add_arrowed(struct buf *buf, const struct frame *frame, enum word word)
{
    bool is_range =
        word == WORD_FILL_HINT_RANGE || word == WORD_FILL_BRIEF_RANGE;
    const char *words = word_in(frame->language, WORD_FILL_ARROWS);
    struct str texts[] = {
        str_from(tui_sign(frame, is_range ? "←→" : "↑↓", words))};

    words_add(buf, frame->language, word, texts, 1);
}

static void
add_hint(struct text_lines *lines, const struct frame *frame, enum word word)
{
    struct buf hint = {0};

    if (word == N_WORDS)
        return;
    add_arrowed(&hint, frame, word);
    if (form_page(frame->form) == FORM_PAGE_OVERVIEW
        && word != WORD_FILL_BRIEF_OVERVIEW) {
        buf_add_char(&hint, ' ');
        buf_add_text(&hint, word_in(frame->language, WORD_FILL_HINT_END));
    }
    tui_text_add(lines, frame, LOOK_PLAIN, buf_str(&hint), 0);
    buf_clear(&hint);
}

/* What is not right with the last key, else what can be done. */
static void
add_hints(struct page *page, const struct frame *frame)
{
    struct hint hint = hint_of(frame);
    struct buf remark = {0};

    form_add_remark(frame->form,
                    keyboard_name(frame->form, FORM_KEY_SKIP, frame->language,
                                  frame->view->is_ascii),
                    &remark);
    if (remark.len) {
        tui_text_add(&page->hint, frame, LOOK_STRONG, buf_str(&remark), 0);
        tui_text_add(&page->brief, frame, LOOK_STRONG, buf_str(&remark), 0);
    } else {
        add_hint(&page->hint, frame, hint.full);
        add_hint(&page->brief, frame, hint.brief);
    }
    buf_clear(&remark);
}

/* The keys of the whole program, a line each. */
static void
add_help_keys(struct text_lines *lines, const struct frame *frame)
{
    static const struct {
        const char *key; /* NULL: Shift-Tab */
        enum word name;
    } keys[] = {
        {"-  F3", WORD_FILL_NAME_SKIP},
        {"!  F4", WORD_FILL_STATE_DECLINED},
        {"?  F5", WORD_FILL_STATE_UNKNOWN},
        {NULL, WORD_FILL_NAME_BACK},
        {"Tab", WORD_FILL_NAME_OVERVIEW},
        {"F2", WORD_FILL_NAME_PLAIN},
        {"Esc", WORD_FILL_NAME_PAUSE},
        {"F12 Ctrl-X", WORD_FILL_NAME_LEAVE},
    };

    for (size_t i = 0; i < N_ELEMENTS(keys); i++) {
        const char *key = keys[i].key;
        if (keys[i].name == WORD_FILL_STATE_UNKNOWN
            && !form_has_unknown(frame->form))
            continue;
        if (!key)
            key = word_in(frame->language, WORD_FILL_SHIFT_TAB);
        tui_text_add_pair(lines, str_from(key), KEY_CELLS,
                          str_from(word_in(frame->language, keys[i].name)));
    }
    tui_text_end_paragraph(lines);
}

static void
add_help(struct text_lines *lines, const struct frame *frame)
{
    static const enum word hints[] = {WORD_FILL_HINT_ONE, WORD_FILL_HINT_RANGE,
                                      WORD_FILL_HINT_TEXT, WORD_FILL_HELP_SAY,
                                      WORD_FILL_HELP_CTRL};

    struct buf hint = {0};

    add_help_keys(lines, frame);
    for (size_t i = 0; i < N_ELEMENTS(hints); i++) {
        buf_empty(&hint);
        add_arrowed(&hint, frame, hints[i]);
        tui_text_add(lines, frame, LOOK_PLAIN, buf_str(&hint), 2);
    }
    buf_clear(&hint);
}

void
tui_page_gather(struct page *page, const struct frame *frame)
{
    add_paragraphs(&page->text, frame);
    if (form_page(frame->form) == FORM_PAGE_HELP)
        add_help(&page->text, frame);
    add_hints(page, frame);
    if (form_page(frame->form) == FORM_PAGE_QUESTION)
        tui_legends_add_instead(&page->instead, frame);
    page->instead.key_gap = tui_is_narrow(frame) ? 1 : 2;
    tui_legends_add_ways(&page->ways, frame);
    tui_legends_fit(frame, &page->ways);
}

void
tui_page_clear(struct page *page)
{
    tui_text_clear(&page->text);
    tui_text_clear(&page->hint);
    tui_text_clear(&page->brief);
}
