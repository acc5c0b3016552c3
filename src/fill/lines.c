/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plain face: text that scrolls, nothing redrawn, an answer typed as a
   line.  For screen readers, pipes and terminals that can do nothing else.
   See face.h; what is said is lines_page.c's, and what a typed line means
   lines_input.c's. */
#include "fill/face.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include "fill/lines_input.h"
#include "fill/lines_page.h"

enum { READ_SIZE = 4096, DEFAULT_WIDTH = 80 };

struct face {
    struct face_options options;
    struct lines_page page;
    struct lines_input input;
    struct buf unread; /* bytes behind the line read last */
    size_t unread_at;
    uint64_t visit; /* of the page printed last; 0: none */
    bool is_silent; /* the terminal does not show what is typed */
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
    face->page.width_cells = options->width_cells;
    if (!face->page.width_cells
        && ioctl(options->out_fd, TIOCGWINSZ, &size) == 0)
        face->page.width_cells = size.ws_col;
    if (!face->page.width_cells)
        face->page.width_cells = DEFAULT_WIDTH;
    return face;
}

/* ---- the terminal ---- */

static bool
put_out(struct face *face)
{
    struct str rest = buf_str(&face->page.out);

    while (rest.len) {
        ssize_t n = write(face->options.out_fd, rest.bytes, rest.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        rest = (struct str){rest.bytes + n, rest.len - (size_t)n};
    }
    buf_empty(&face->page.out);
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
        lines_page_echo(&face->page, buf_str(&face->input.echo));
    buf_empty(&face->input.echo);
    if (form_end(form) != FORM_GOING)
        return put_out(face);
    if (is_new)
        lines_page_say(&face->page, form);
    else if (remark)
        lines_page_remark(&face->page, str_from(remark));
    face->visit = form_visit(form);
    lines_page_prompt(&face->page, form);
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
            lines_page_remark(&face->page, buf_str(&face->input.remark));
            lines_page_prompt(&face->page, form);
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
        buf_add_text(&face->page.out, "\033[H\033[2J\033[3J");
    } else {
        for (int i = 0; i < 200; i++)
            buf_add_char(&face->page.out, '\n');
    }
    if (!put_out(face))
        buf_empty(&face->page.out);
}

static void
lines_close(struct face *face)
{
    if (!face)
        return;
    be_silent(face, false);
    lines_input_clear(&face->input);
    lines_page_clear(&face->page);
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
