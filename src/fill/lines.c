/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain face: text that scrolls, nothing redrawn, an answer typed as a
   line.  For screen readers, pipes and terminals that can do nothing else.
   See face.h; what a typed line means is lines_input.c's. */
#include "fill/face.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include "base/num.h"
#include "base/utf8.h"
#include "fill/lines_input.h"
#include "fill/wrap.h"

enum {
    READ_SIZE = 4096,
    INDENT_CELLS = 2,
    DEFAULT_WIDTH = 80,
    OVERVIEW_LEN = 100
};

struct face {
    struct face_options options;
    int width_cells;
    struct lines_input input;
    struct buf out;
    struct buf unread; /* bytes behind the line read last */
    size_t unread_at;
    uint64_t visit;          /* of the page printed last; 0: none */
    const char *instruction; /* printed last */
    bool has_help;           /* the commands were told once */
    bool is_silent;          /* the terminal does not show what is typed */
    struct termios before;
};

static struct face *
lines_open(const struct face_options *options, struct arena *arena,
           struct diag *diag)
{
    struct face *face = ARENA_NEW(arena, struct face);
    struct winsize size;

    (void)diag;
    face->options = *options;
    face->width_cells = options->width_cells;
    if (!face->width_cells && ioctl(options->out_fd, TIOCGWINSZ, &size) == 0)
        face->width_cells = size.ws_col;
    if (!face->width_cells)
        face->width_cells = DEFAULT_WIDTH;
    return face;
}

/* ---- words ---- */

static void
say(struct face *face, struct str text)
{
    wrap_add(&face->out, text, face->width_cells, 0);
}

static void
say_word(struct face *face, const struct form *form, enum word word)
{
    say(face, str_from(word_in(form_language(form), word)));
}

static void
say_words(struct face *face, const struct form *form, enum word word,
          const struct str *texts, int n)
{
    struct buf words = {0};

    words_add(&words, form_language(form), word, texts, n);
    say(face, buf_str(&words));
    buf_clear(&words);
}

/* "Often" becomes "Often.", and "Really?" stays. */
static void
say_sentence(struct face *face, struct str text)
{
    struct buf sentence = {0};

    buf_add(&sentence, text);
    if (text.len && !memchr(".!?", text.bytes[text.len - 1], 3))
        buf_add_char(&sentence, '.');
    say(face, buf_str(&sentence));
    buf_clear(&sentence);
}

static void
add_whole(struct buf *buf, size_t number)
{
    buf_addf(buf, "%zu", number);
}

/* ---- a page ---- */

static void
say_progress(struct face *face, const struct form *form)
{
    struct form_progress progress = form_progress(form);
    struct buf at = {0};
    struct buf n = {0};

    add_whole(&at, progress.at);
    add_whole(&n, progress.n);
    struct str texts[] = {buf_str(&at), buf_str(&n)};
    say_words(face, form, WORD_FILL_QUESTION, texts, 2);
    buf_clear(&at);
    buf_clear(&n);
}

/* An instruction is read out once, not before every question it is for. */
static bool
is_known(struct face *face, const struct form *form,
         struct form_paragraph paragraph)
{
    if (paragraph.role != FORM_ROLE_INSTRUCTION)
        return false;
    bool is_repeated = form_page(form) == FORM_PAGE_QUESTION
                       && face->instruction == paragraph.text;
    face->instruction = paragraph.text;
    return is_repeated;
}

static void
say_paragraphs(struct face *face, const struct form *form)
{
    for (size_t i = 0; i < form_n_paragraphs(form); i++) {
        struct form_paragraph paragraph = form_paragraph(form, i);
        if (!is_known(face, form, paragraph))
            say(face, str_from(paragraph.text));
    }
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
say_choices(struct face *face, const struct form *form)
{
    bool is_overview = form_page(form) == FORM_PAGE_OVERVIEW;

    for (size_t i = 0; i < form_n_choices(form); i++) {
        struct form_choice choice = form_choice(form, i);
        struct buf line = {0};
        buf_addf(&line, "%d ", choice.number);
        add_label(&line, choice.label, is_overview);
        if (is_overview)
            buf_addf(&line, " (%s)",
                     form_state_words(form_language(form), choice.state));
        wrap_add(&face->out, buf_str(&line), face->width_cells, INDENT_CELLS);
        buf_clear(&line);
    }
}

static void
say_range(struct face *face, const struct form *form)
{
    const struct response *range = form_range(form).response;
    struct buf min = {0};
    struct buf max = {0};
    struct buf ends = {0};

    num_add(&min, decimal_value(range->min));
    num_add(&max, decimal_value(range->max));
    struct str texts[] = {buf_str(&min), buf_str(&max)};
    say_words(face, form, WORD_FILL_NEED_NUMBER, texts, 2);
    if (range->low)
        buf_addf(&ends, "%.*s %s", STR_ARGS(buf_str(&min)), range->low);
    if (range->low && range->high)
        buf_add_text(&ends, ", ");
    if (range->high)
        buf_addf(&ends, "%.*s %s", STR_ARGS(buf_str(&max)), range->high);
    if (range->unit)
        buf_addf(&ends, "%s(%s)", ends.len ? " " : "", range->unit);
    if (ends.len)
        say(face, buf_str(&ends));
    buf_clear(&min);
    buf_clear(&max);
    buf_clear(&ends);
}

static void
add_chosen(struct buf *so_far, const struct form *form)
{
    for (size_t i = 0; i < form_n_choices(form); i++) {
        struct form_choice choice = form_choice(form, i);
        if (!choice.is_chosen)
            continue;
        buf_addf(so_far, "%s%s", so_far->len ? ", " : "", choice.label);
        if (!*choice.label)
            buf_addf(so_far, "%d", choice.number);
    }
    buf_add(so_far, form_text(form));
}

/* What was said before; an empty line leaves it so. */
static void
say_so_far(struct face *face, const struct form *form)
{
    enum answer_kind state = form_state(form);
    struct buf so_far = {0};

    add_chosen(&so_far, form);
    if (!so_far.len && state != ANSWER_BLANK)
        buf_add_text(&so_far, form_state_words(form_language(form), state));
    struct str texts[] = {buf_str(&so_far)};
    if (so_far.len)
        say_words(face, form, WORD_FILL_SO_FAR, texts, 1);
    buf_clear(&so_far);
}

static void
say_entry(struct face *face, const struct form *form)
{
    switch (form_entry_kind(form)) {
    case FORM_ENTRY_ONE:
        say_choices(face, form);
        break;
    case FORM_ENTRY_SEVERAL:
        say_choices(face, form);
        say_word(face, form, WORD_FILL_TYPE_SEVERAL);
        break;
    case FORM_ENTRY_RANGE:
        say_range(face, form);
        break;
    case FORM_ENTRY_TEXT:
        say_word(face, form, WORD_FILL_TYPE_TEXT);
        break;
    case FORM_ENTRY_DATE:
        say_word(face, form, WORD_FILL_NEED_DATE);
        break;
    case FORM_ENTRY_NONE:
    case FORM_ENTRY_SECRET:
        break;
    }
}

static void
say_commands(struct face *face, const struct form *form)
{
    struct buf commands = {0};

    lines_input_add_commands(&commands, form,
                             form_page(form) == FORM_PAGE_HELP);
    buf_add_char(&commands, '.');
    say_word(face, form, WORD_FILL_TYPE);
    say(face, buf_str(&commands));
    buf_clear(&commands);
    face->has_help = true;
}

static void
say_page(struct face *face, const struct form *form)
{
    enum form_page page = form_page(form);

    if (!face->visit && page != FORM_PAGE_BLANK)
        say_sentence(face, str_from(form_instrument(form)->title));
    if (page != FORM_PAGE_BLANK)
        buf_add_char(&face->out, '\n');
    if (page == FORM_PAGE_QUESTION && !face->has_help)
        say_commands(face, form);
    if (page == FORM_PAGE_QUESTION)
        say_progress(face, form);
    say_paragraphs(face, form);
    if (page == FORM_PAGE_HELP)
        say_commands(face, form);
    say_entry(face, form);
    if (page == FORM_PAGE_QUESTION)
        say_so_far(face, form);
}

static void
prompt(struct face *face, const struct form *form)
{
    enum word word = WORD_FILL_ANSWER;

    if (form_page(form) == FORM_PAGE_BLANK || form_end(form) != FORM_GOING)
        return;
    if (form_entry_kind(form) == FORM_ENTRY_NONE)
        word = WORD_FILL_PRESS_ENTER;
    else if (form_entry_kind(form) == FORM_ENTRY_SECRET)
        word = WORD_FILL_CODE;
    buf_addf(&face->out, "%s ", word_in(form_language(form), word));
}

/* ---- the terminal ---- */

static bool
put_out(struct face *face)
{
    struct str rest = buf_str(&face->out);

    while (rest.len) {
        ssize_t n = write(face->options.out_fd, rest.bytes, rest.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        rest = (struct str){rest.bytes + n, rest.len - (size_t)n};
    }
    buf_empty(&face->out);
    return true;
}

/* The release code is typed unseen. */
static void
be_silent(struct face *face, bool is_silent)
{
    struct termios now;

    if (is_silent == face->is_silent)
        return;
    if (is_silent) {
        if (tcgetattr(face->options.in_fd, &face->before))
            return;
        now = face->before;
        now.c_lflag &= ~(tcflag_t)ECHO;
        face->is_silent = tcsetattr(face->options.in_fd, TCSAFLUSH, &now) == 0;
    } else {
        face->is_silent =
            tcsetattr(face->options.in_fd, TCSADRAIN, &face->before) != 0;
    }
}

static bool
lines_show(struct face *face, const struct form *form)
{
    const char *remark = form_remark(form);
    bool is_new = form_visit(form) != face->visit;

    if (!lines_input_is_empty(&face->input))
        return true;
    be_silent(face, form_entry_kind(form) == FORM_ENTRY_SECRET);
    if (is_new && !remark && face->input.echo.len)
        say_sentence(face, buf_str(&face->input.echo));
    buf_empty(&face->input.echo);
    if (form_end(form) != FORM_GOING)
        return put_out(face);
    if (is_new)
        say_page(face, form);
    else if (remark)
        say(face, str_from(remark));
    face->visit = form_visit(form);
    prompt(face, form);
    return put_out(face);
}

/* ---- reading ---- */

/* A whole line out of what was read; at the end of the input also what is left
   without a newline. */
static bool
take_line(struct face *face, bool is_last, struct str *line)
{
    struct buf *unread = &face->unread;
    struct str rest = buf_str_from(unread, face->unread_at);
    const char *newline = rest.len ? memchr(rest.bytes, '\n', rest.len) : NULL;

    if (!newline && !(is_last && rest.len))
        return false;
    size_t len = newline ? (size_t)(newline - rest.bytes) : rest.len;
    *line = (struct str){rest.bytes, len};
    face->unread_at += len + (newline != NULL);
    return true;
}

static void
forget_taken(struct face *face)
{
    struct buf *unread = &face->unread;

    if (!face->unread_at)
        return;
    memmove(unread->bytes, unread->bytes + face->unread_at,
            unread->len - face->unread_at);
    unread->len -= face->unread_at;
    face->unread_at = 0;
}

static enum face_input
read_line(struct face *face, struct str *line)
{
    char bytes[READ_SIZE];

    while (!take_line(face, false, line)) {
        forget_taken(face);
        ssize_t n = read(face->options.in_fd, bytes, sizeof bytes);
        if (n < 0 && errno == EINTR)
            return FACE_INTERRUPTED;
        if (n <= 0)
            return take_line(face, true, line) ? FACE_KEY : FACE_ENDED;
        if (face->unread.len < (size_t)4 * FORM_LIMIT_TEXT_SIZE
            || memchr(bytes, '\n', (size_t)n))
            buf_add(&face->unread, (struct str){bytes, (size_t)n});
    }
    return FACE_KEY;
}

static enum face_input
lines_read(struct face *face, const struct form *form, struct form_key *key)
{
    struct str line;

    while (!lines_input_next(&face->input, key)) {
        enum face_input result = read_line(face, &line);
        if (result != FACE_KEY)
            return result;
        lines_input_read(&face->input, form, line);
        if (face->input.remark.len) {
            say(face, buf_str(&face->input.remark));
            prompt(face, form);
        }
        if (!put_out(face))
            return FACE_ENDED;
    }
    return FACE_KEY;
}

/* A terminal that cannot erase is scrolled until nothing is left to see. */
static void
lines_blank(struct face *face)
{
    if (!isatty(face->options.out_fd))
        return;
    if (face->options.can_erase) {
        buf_add_text(&face->out, "\033[H\033[2J\033[3J");
    } else {
        for (int i = 0; i < 200; i++)
            buf_add_char(&face->out, '\n');
    }
    if (!put_out(face))
        buf_empty(&face->out);
}

static void
lines_close(struct face *face)
{
    if (!face)
        return;
    be_silent(face, false);
    lines_input_clear(&face->input);
    buf_clear(&face->out);
    buf_clear(&face->unread);
}

const struct face_class lines_face = {
    .name = "lines",
    .open = lines_open,
    .show = lines_show,
    .read = lines_read,
    .blank = lines_blank,
    .close = lines_close,
};
