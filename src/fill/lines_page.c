/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts pages of a form into lines of text; see lines_page.h. */
#include "fill/lines_page.h"

#include <string.h>
#include "base/utf8.h"
#include "fill/lines_commands.h"
#include "fill/range_words.h"

enum { INDENT_CELLS = 2, OVERVIEW_LEN = 100 };

/* ---- words ---- */

void
lines_page_advise(struct lines_page *page, const struct form *form,
                  bool is_empty_line)
{
    struct buf remark = {0};

    if (form->entry.kind == FORM_ENTRY_RANGE && !is_empty_line)
        terminal_say_word(page->terminal, WORD_CLERK_NO_ANSWER);
    form_add_remark(form, "/s", &remark);
    terminal_say_composed(page->terminal, &remark, 0);
}

void
lines_page_echo(struct lines_page *page, struct str text)
{
    struct buf sentence = {0};

    buf_add(&sentence, text);
    if (text.len && !memchr(".!?", text.bytes[text.len - 1], 3))
        buf_add_char(&sentence, '.');
    terminal_say_composed(page->terminal, &sentence, 0);
}

/* ---- a page ---- */

static void
say_progress(struct lines_page *page, const struct form *form)
{
    struct form_progress progress = form_progress(form);
    double numbers[] = {(double)progress.at, (double)progress.n};

    terminal_say_numbers(page->terminal, WORD_FILL_QUESTION, numbers, 2);
}

/* An instruction is read out once, not before every question it is for. */
static bool
is_known(struct lines_page *page, const struct form *form,
         struct form_paragraph paragraph)
{
    if (paragraph.role != FORM_ROLE_INSTRUCTION)
        return false;
    bool is_repeated = form_page(form) == FORM_PAGE_QUESTION
                       && page->instruction == paragraph.text;
    page->instruction = paragraph.text;
    return is_repeated;
}

/* The overview shows how a question begins. */
static void
add_label(struct buf *line, const char *label, bool is_overview)
{
    struct str rest = str_from(label);
    uint32_t character;

    for (int n = 0; utf8_next(&rest, &character); n++) {
        if (is_overview && n == OVERVIEW_LEN) {
            buf_add_text(line, " ...");
            break;
        }
        utf8_add(line, character);
    }
}

static void
say_choices(struct lines_page *page, const struct form *form)
{
    bool is_overview = form_page(form) == FORM_PAGE_OVERVIEW;

    for (size_t i = 0; i < form->entry.n_choices; i++) {
        struct form_choice choice = form_choice(form, i);
        struct buf line = {0};
        buf_addf(&line, "%s ", choice.key.text);
        add_label(&line, choice.label, is_overview);
        if (choice.has_state)
            buf_addf(&line, " (%s)",
                     form_state_words(form->options.language, choice.state));
        terminal_say_composed(page->terminal, &line, INDENT_CELLS);
    }
}

static void
say_range(struct lines_page *page, const struct form *form)
{
    const struct response *range = form->entry.response;
    struct buf words = {0};

    range_words_add_ends(&words, form->options.language, range);
    if (words.len)
        terminal_say(page->terminal, buf_str(&words), 0);
    buf_empty(&words);
    range_words_add(&words, form->options.language, range);
    terminal_say_composed(page->terminal, &words, 0);
}

/* Where one is to be chosen, what was begun is marked. */
static bool
is_among(const struct form *form, struct form_choice choice, bool is_said)
{
    if (is_said)
        return choice.was_said;
    return form->entry.kind == FORM_ENTRY_ONE ? choice.is_marked
                                              : choice.is_chosen;
}

/* The answer that was said, or the one that was begun. */
static void
add_answer(struct buf *buf, const struct form *form, bool is_said)
{
    for (size_t i = 0; i < form->entry.n_choices; i++) {
        struct form_choice choice = form_choice(form, i);
        if (!is_among(form, choice, is_said))
            continue;
        if (buf->len)
            buf_add_text(buf, word_in(form->options.language, WORD_LIST_COMMA));
        buf_add_text(buf, choice.label);
        if (!*choice.label)
            buf_add_text(buf, choice.key.text);
    }
    if (!form->entry.n_choices)
        buf_add(buf, is_said ? form_said(form) : entry_text(&form->entry));
    if (buf->len && buf->bytes[buf->len - 1] == '.')
        buf->len--;
}

/* What was entered and not confirmed: without an answer before it, an empty
   line takes it. */
static void
say_begun(struct lines_page *page, const struct form *form, struct str so_far)
{
    struct buf begun SCOPED(buf_clear) = {0};
    enum word word = form_state(form) == ANSWER_BLANK ? WORD_FILL_BEGUN_TAKEN
                                                      : WORD_FILL_BEGUN;

    if (form_is_begun(form))
        add_answer(&begun, form, false);
    struct str texts[] = {buf_str(&begun)};
    if (begun.len && !str_equal(texts[0], so_far))
        terminal_say_words(page->terminal, word, texts, 1);
}

/* What was said before; an empty line leaves it so. */
static void
say_so_far(struct lines_page *page, const struct form *form)
{
    enum answer_kind state = form_state(form);
    struct buf so_far SCOPED(buf_clear) = {0};

    add_answer(&so_far, form, true);
    if (!so_far.len && state != ANSWER_BLANK)
        buf_add_text(&so_far, form_state_words(form->options.language, state));
    struct str texts[] = {buf_str(&so_far)};
    say_begun(page, form, texts[0]);
    if (so_far.len)
        terminal_say_words(page->terminal, WORD_FILL_SO_FAR, texts, 1);
}

/* How to choose is known once it was told. */
static void
say_choosing(struct lines_page *page, const struct form *form)
{
    say_choices(page, form);
    if (form_page(form) == FORM_PAGE_OVERVIEW) {
        terminal_say_word(page->terminal, WORD_FILL_TYPE_OVERVIEW);
    } else if (!page->has_choosing) {
        terminal_say_word(page->terminal, WORD_FILL_TYPE);
        page->has_choosing = true;
    }
}

static void
say_typing(struct lines_page *page, const struct form *form)
{
    bool skips =
        form_state(form) == ANSWER_BLANK && !entry_text(&form->entry).len;

    terminal_say_word(page->terminal,
                      skips ? WORD_FILL_TYPE_OR_SKIP : WORD_FILL_TYPE_TEXT);
}

static void
say_entry(struct lines_page *page, const struct form *form)
{
    switch (form->entry.kind) {
    case FORM_ENTRY_ONE:
        say_choosing(page, form);
        break;
    case FORM_ENTRY_SEVERAL:
        say_choices(page, form);
        terminal_say_word(page->terminal, WORD_FILL_TYPE_SEVERAL);
        break;
    case FORM_ENTRY_RANGE:
        say_range(page, form);
        break;
    case FORM_ENTRY_TEXT:
        say_typing(page, form);
        break;
    case FORM_ENTRY_DATE:
        terminal_say_word(page->terminal, WORD_FILL_NEED_DATE);
        break;
    case FORM_ENTRY_NONE:
    case FORM_ENTRY_SECRET:
        break;
    }
}

static void
say_leaving(struct lines_page *page)
{
    if (page->terminal->is_tty)
        terminal_say_word(page->terminal, WORD_FILL_LEAVE_KEYS);
}

static void
say_commands(struct lines_page *page, const struct form *form)
{
    struct buf commands SCOPED(buf_clear) = {0};

    lines_commands_add(&commands, form, form_page(form) == FORM_PAGE_HELP);
    struct str texts[] = {buf_str(&commands)};
    terminal_say_words(page->terminal, WORD_FILL_COMMANDS, texts, 1);
    page->has_commands = true;
}

void
lines_page_say(struct lines_page *page, const struct form *form)
{
    enum form_page kind = form_page(form);

    if (kind == FORM_PAGE_BLANK)
        return;
    if (!page->is_begun) {
        /* How to leave at once is the first thing to know; what else there is,
           the second. */
        lines_page_echo(page, str_from(form->sheet->instrument->title));
        say_leaving(page);
        if (form_offers(form, FORM_KEY_HELP))
            terminal_say_word(page->terminal, WORD_FILL_LIST_COMMANDS);
        page->is_begun = true;
    }
    buf_add_char(&page->terminal->out, '\n');
    if (kind == FORM_PAGE_QUESTION && !page->has_commands) {
        say_commands(page, form);
        buf_add_char(&page->terminal->out, '\n');
    }
    if (kind == FORM_PAGE_QUESTION)
        say_progress(page, form);
    for (size_t i = 0; i < form_n_paragraphs(form); i++) {
        struct form_paragraph paragraph = form_paragraph(form, i);
        if (!is_known(page, form, paragraph))
            terminal_say(page->terminal, str_from(paragraph.text), 0);
    }
    if (kind == FORM_PAGE_HELP) {
        terminal_say_word(page->terminal, WORD_FILL_TYPE);
        say_commands(page, form);
        say_leaving(page);
    }
    say_entry(page, form);
    if (kind == FORM_PAGE_QUESTION)
        say_so_far(page, form);
}

void
lines_page_repeat(struct lines_page *page, const struct form *form)
{
    page->instruction = NULL;
    page->has_choosing = false;
    lines_page_say(page, form);
}

void
lines_page_remind(struct lines_page *page, const struct form *form)
{
    buf_add_char(&page->terminal->out, '\n');
    if (form_page(form) == FORM_PAGE_QUESTION)
        say_progress(page, form);
    for (size_t i = 0; i < form_n_paragraphs(form); i++) {
        struct form_paragraph paragraph = form_paragraph(form, i);
        if (paragraph.role == FORM_ROLE_TEXT
            && form->entry.kind != FORM_ENTRY_NONE)
            terminal_say(page->terminal, str_from(paragraph.text), 0);
    }
}

static enum word
word_of_prompt(const struct form *form)
{
    if (form_page(form) == FORM_PAGE_OVERVIEW)
        return WORD_FILL_NUMBER;
    if (form_enter_ends(form))
        return WORD_FILL_PRESS_END;
    if (form->entry.kind == FORM_ENTRY_NONE)
        return WORD_FILL_PRESS_ENTER;
    return form->entry.kind == FORM_ENTRY_SECRET ? WORD_FILL_CODE
                                                 : WORD_FILL_ANSWER;
}

void
lines_page_prompt(struct lines_page *page, const struct form *form)
{
    if (form_page(form) == FORM_PAGE_BLANK || form->sheet->end != END_GOING)
        return;
    terminal_ask(page->terminal, word_of_prompt(form));
}
