/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain face: text that scrolls, nothing redrawn, an answer typed as a
   line.  For screen readers, pipes and terminals that can do nothing else.
   See face.h; what is said is lines_page.c's, and what a typed line means
   lines_input.c's.

   A terminal gives key by key, so that one can leave in the middle of a line;
   from a pipe every line counts. */
#include "fill/face.h"

#include "fill/lines_input.h"
#include "fill/lines_page.h"
#include "fill/terminal.h"

enum {
    /* So much more than a text may have that too long a one is noticed. */
    LIMIT_LINE_SIZE = FORM_LIMIT_TEXT_SIZE + 8,
    /* What comes so soon behind Enter was pasted with it. */
    BURST_MS = 4,
    NEXT_BURST_MS = 150,
    KEPT_SIZE = 64 /* how much may be typed before it is put on the disk */
};

struct face {
    struct terminal terminal;
    struct lines_page page;
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
        lines_page_repeat(&face->page, form);
    else
        lines_page_remind(&face->page, form);
    lines_page_prompt(&face->page, form);
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
        lines_page_echo(&face->page, buf_str(&face->input.echo));
    buf_empty(&face->input.echo);
    if (form->sheet->end != END_GOING)
        return terminal_put(&face->terminal);
    if (is_new) {
        /* Whoever takes the device back does not find the answers above, nor by
           scrolling. */
        if (form_page(form) == FORM_PAGE_HAND_BACK)
            terminal_add_blank(&face->terminal);
        lines_page_say(&face->page, form);
    }
    if (remark && !is_new)
        lines_page_advise(&face->page, form, face->input.is_empty_line);
    face->visit = form->visit;
    if (was_interrupted)
        show_again(face, form);
    else
        lines_page_prompt(&face->page, form);
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
        lines_page_repeat(&face->page, form);
    else if (face->input.remark.len)
        terminal_say(&face->terminal, buf_str(&face->input.remark), 0);
    else
        return;
    lines_page_prompt(&face->page, form);
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
