/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain face: text that scrolls, nothing redrawn, an answer typed as a
   line.  For screen readers, pipes and terminals that can do nothing else.
   See face.h; what a typed line means is lines_input.c's.

   A terminal gives key by key, so that one can leave in the middle of a line;
   from a pipe every line counts. */
#include "fill/face.h"

#include <string.h>
#include "base/utf8.h"
#include "fill/lines_commands.h"
#include "fill/lines_input.h"
#include "fill/range_words.h"
#include "fill/terminal.h"

enum {
    /* So much more than a text may have that too long a one is noticed. */
    LIMIT_LINE_SIZE = FORM_LIMIT_TEXT_SIZE + 8,
    /* What comes so soon behind Enter was pasted with it. */
    BURST_MS = 4,
    NEXT_BURST_MS = 150,
    KEPT_SIZE = 64, /* how much may be typed before it is put on the disk */
    INDENT_CELLS = 2,
    OVERVIEW_LEN = 100
};

/* ---- what a page says ---- */

/* What is said, read from the top by somebody who cannot look back: nothing
   twice that is known, and everything again on demand.  A zeroed struct has
   said nothing; set where it is said. */
struct page {
    struct terminal *terminal;
    const char *instruction; /* said last */
    bool is_begun;
    bool has_commands; /* the commands were told once */
    bool has_choosing; /* how to choose was told once */
};

/* The form's own remark: what is wrong with what was typed, or, where it was
   Enter alone, how to go on without an answer. */
static void
page_advise(struct page *page, const struct form *form, bool is_empty_line)
{
    struct buf remark = {0};

    if (form->entry.kind == FORM_ENTRY_RANGE && !is_empty_line)
        terminal_say_word(page->terminal, WORD_CLERK_NO_ANSWER);
    form_add_remark(form, "/s", &remark);
    terminal_say_composed(page->terminal, &remark, 0);
}

/* What was typed, in words: "Often" becomes "Often.", and "Really?" stays. */
static void
page_echo(struct page *page, struct str text)
{
    struct buf sentence = {0};

    buf_add(&sentence, text);
    if (text.len && !memchr(".!?", text.bytes[text.len - 1], 3))
        buf_add_char(&sentence, '.');
    terminal_say_composed(page->terminal, &sentence, 0);
}

/* ---- a page ---- */

static void
say_progress(struct page *page, const struct form *form)
{
    struct form_progress progress = form_progress(form);
    double numbers[] = {(double)progress.at, (double)progress.n};

    terminal_say_numbers(page->terminal, WORD_FILL_QUESTION, numbers, 2);
}

/* An instruction is read out once, not before every question it is for. */
static bool
is_known(struct page *page, const struct form *form,
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
say_choices(struct page *page, const struct form *form)
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
say_range(struct page *page, const struct form *form)
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
say_begun(struct page *page, const struct form *form, struct str so_far)
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
say_so_far(struct page *page, const struct form *form)
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
say_choosing(struct page *page, const struct form *form)
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
say_typing(struct page *page, const struct form *form)
{
    bool skips =
        form_state(form) == ANSWER_BLANK && !entry_text(&form->entry).len;

    terminal_say_word(page->terminal,
                      skips ? WORD_FILL_TYPE_OR_SKIP : WORD_FILL_TYPE_TEXT);
}

static void
say_entry(struct page *page, const struct form *form)
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
say_leaving(struct page *page)
{
    if (page->terminal->is_tty)
        terminal_say_word(page->terminal, WORD_FILL_LEAVE_KEYS);
}

static void
say_commands(struct page *page, const struct form *form)
{
    struct buf commands SCOPED(buf_clear) = {0};

    lines_commands_add(&commands, form, form_page(form) == FORM_PAGE_HELP);
    struct str texts[] = {buf_str(&commands)};
    terminal_say_words(page->terminal, WORD_FILL_COMMANDS, texts, 1);
    page->has_commands = true;
}

/* A page that was not shown before. */
static void
page_say(struct page *page, const struct form *form)
{
    enum form_page kind = form_page(form);

    if (kind == FORM_PAGE_BLANK)
        return;
    if (!page->is_begun) {
        /* How to leave at once is the first thing to know; what else there is,
           the second. */
        page_echo(page, str_from(form->sheet->instrument->title));
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

/* All of it once more, for one who did not hear it. */
static void
page_repeat(struct page *page, const struct form *form)
{
    page->instruction = NULL;
    page->has_choosing = false;
    page_say(page, form);
}

/* What it asks, for one who comes back to it. */
static void
page_remind(struct page *page, const struct form *form)
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

/* Where the answer is typed behind. */
static void
page_prompt(struct page *page, const struct form *form)
{
    if (form_page(form) == FORM_PAGE_BLANK || form->sheet->end != END_GOING)
        return;
    terminal_ask(page->terminal, word_of_prompt(form));
}

/* ---- the face ---- */

struct face {
    struct terminal terminal;
    struct page page;
    struct lines_input input;
    uint64_t visit; /* of the page said last; 0: none */
    bool was_interrupted;
    /* of the line that is typed */
    size_t kept_size; /* how much of it is with the form */
    bool is_kept;     /* some of it was given to the form */
    bool is_unkept;   /* some of a text was not */
    bool rests;       /* the form has what is to be put on the disk now */
    bool is_pasted;   /* a newline of it was */
};

static void
start_line(struct face *face)
{
    terminal_start_line(&face->terminal, LIMIT_LINE_SIZE);
    face->kept_size = 0;
    face->is_kept = false;
    face->is_unkept = false;
    face->is_pasted = false;
}

static struct face *
lines_open(const struct face_options *options, struct arena *arena,
           struct diag *diag)
{
    struct face *face = ARENA_NEW(arena, struct face);

    (void)diag;
    terminal_open(&face->terminal, options);
    face->page.terminal = &face->terminal;
    start_line(face);
    return face;
}

/* ---- showing ---- */

/* What was on the screen may be out of sight: a shell stopped the program, and
   went on with it. */
static void
show_again(struct face *face, const struct form *form)
{
    if (form_page(form) == FORM_PAGE_BLANK)
        return;
    if (face->terminal.is_private) /* it was wiped away, all of it */
        page_repeat(&face->page, form);
    else
        page_remind(&face->page, form);
    page_prompt(&face->page, form);
    if (face->terminal.echoes && form->entry.kind != FORM_ENTRY_SECRET)
        buf_add(&face->terminal.out, buf_str(&face->terminal.line.text));
}

static bool
lines_show(struct face *face, const struct form *form)
{
    const char *remark = form_remark(form);
    bool is_new = form->visit != face->visit;
    bool was_interrupted = face->was_interrupted;

    face->terminal.is_private |= form_is_private(form);
    face->was_interrupted = false;
    if (!lines_input_is_empty(&face->input)
        || (face->is_kept && !is_new && !was_interrupted))
        return true;
    face->terminal.limit_lines =
        terminal_limit_lines(form->sheet->instrument->n_items);
    if (is_new && !remark && face->input.echo.len)
        page_echo(&face->page, buf_str(&face->input.echo));
    buf_empty(&face->input.echo);
    if (form->sheet->end != END_GOING)
        return terminal_put(&face->terminal);
    if (is_new) {
        /* Whoever takes the device back does not find the answers above, nor by
           scrolling. */
        if (form_page(form) == FORM_PAGE_HAND_BACK)
            terminal_add_blank(&face->terminal);
        page_say(&face->page, form);
    }
    if (remark && !is_new)
        page_advise(&face->page, form, face->input.is_empty_line);
    face->visit = form->visit;
    if (was_interrupted)
        show_again(face, form);
    else
        page_prompt(&face->page, form);
    return terminal_put(&face->terminal);
}

/* ---- a line ---- */

/* A terminal that does not mark what is pasted sends it all at once: then
   Enter is a part of it, and must not answer this question and the next.  A
   command stands alone: who leaves must not wait for the next key. */
static bool
is_in_burst(struct face *face, const struct form *form)
{
    struct keyboard_key newline = {.kind = KEYBOARD_ENTER, .is_pasted = true};
    struct terminal *terminal = &face->terminal;

    if (!terminal->is_tty || form->entry.kind == FORM_ENTRY_SECRET
        || lines_input_is_command(buf_str(&terminal->line.text))
        || !terminal_has_more(terminal,
                              face->is_pasted ? NEXT_BURST_MS : BURST_MS))
        return false;
    face->is_pasted = true;
    typed_line_press(&terminal->line, newline, &face->terminal.out);
    return true;
}

static bool
give_to_form(struct face *face, const struct form *form)
{
    struct str typed = buf_str(&face->terminal.line.text);

    face->is_unkept = false;
    if (!lines_input_keep(&face->input, form, typed))
        return false;
    face->kept_size = typed.len;
    face->is_kept = true;
    return true;
}

/* A long text goes to the form, and so to the disk, while it is typed; a short
   one when typing pauses. */
static bool
keep_typing(struct face *face, const struct form *form)
{
    size_t len = buf_str(&face->terminal.line.text).len;

    face->is_unkept = form->entry.kind == FORM_ENTRY_TEXT;
    return len >= face->kept_size + KEPT_SIZE
           && !terminal_has_more(&face->terminal, 0)
           && give_to_form(face, form);
}

/* What the form is to know of it, or the face alone. */
static void
take_line(struct face *face, const struct form *form)
{
    struct terminal *terminal = &face->terminal;

    if (terminal->echoes && form_page(form) != FORM_PAGE_BLANK)
        buf_add_char(&face->terminal.out, '\n');
    lines_input_read(&face->input, form, buf_str(&terminal->line.text));
    start_line(face);
}

/* Until something comes of it that is not about the line alone.  What is given
   to the form in a pause: keys first, then it is kept. */
static enum face_input
type_line(struct face *face, const struct form *form)
{
    bool is_secret = form->entry.kind == FORM_ENTRY_SECRET;

    for (;;) {
        switch (terminal_type(&face->terminal,
                              is_secret ? TYPING_SECRET : TYPING_LINES,
                              face->is_unkept ? FACE_REST_MS : -1)) {
        case TYPED_KEY:
            if (keep_typing(face, form))
                return FACE_KEY;
            break;
        case TYPED_LINE:
            if (is_in_burst(face, form))
                break;
            take_line(face, form);
            return FACE_KEY;
        case TYPED_LEAVE:
            if (!form_offers(form, FORM_KEY_LEAVE))
                break;
            lines_input_leave(&face->input, form,
                              buf_str(&face->terminal.line.text));
            start_line(face);
            return FACE_KEY;
        case TYPED_RESTED:
            face->rests = give_to_form(face, form);
            if (face->rests)
                return FACE_KEY;
            break;
        case TYPED_INTERRUPTED:
            return FACE_INTERRUPTED;
        case TYPED_ENDED:
            return FACE_ENDED;
        }
    }
}

/* ---- reading ---- */

/* What the line does to the face alone. */
static void
answer_line(struct face *face, const struct form *form)
{
    if (face->input.repeats)
        page_repeat(&face->page, form);
    else if (face->input.remark.len)
        terminal_say(&face->terminal, buf_str(&face->input.remark), 0);
    else
        return;
    page_prompt(&face->page, form);
}

static enum face_input
lines_read(struct face *face, const struct form *form, struct form_key *key)
{
    while (!lines_input_next(&face->input, key)) {
        if (face->rests) {
            face->rests = false;
            return FACE_RESTS;
        }
        enum face_input result = type_line(face, form);
        face->was_interrupted = result == FACE_INTERRUPTED;
        if (result != FACE_KEY)
            return result;
        answer_line(face, form);
    }
    return FACE_KEY;
}

static void
lines_blank(struct face *face)
{
    terminal_blank(&face->terminal);
}

static void
lines_close(struct face *face)
{
    if (!face)
        return;
    terminal_close(&face->terminal);
    lines_input_clear(&face->input);
}

const struct face_class lines_face = {
    .name = "lines",
    .open = lines_open,
    .show = lines_show,
    .read = lines_read,
    .blank = lines_blank,
    .close = lines_close,
};
