/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Modes, signals and bytes of a terminal; see terminal.h. */
#include <config.h>

#include "fill/terminal.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "fill/rescue.h"

enum {
    READ_SIZE = 4096,
    DEFAULT_WIDTH = 80,
    SEQUENCE_WAIT_MS = 100, /* for what follows an escape in a key's code */
    PASTE_WAIT_MS = 400,    /* for the end of a paste */
    BLANK_LINES = 200
};

static const int held_signals[] = {SIGINT,  SIGTERM, SIGHUP,
                                   SIGQUIT, SIGCONT, SIGALRM};

/* ---- modes ---- */

static const struct str pastes_unmarked = {"\033[?2004l", 8};

static void
put(const struct terminal *terminal, struct str bytes)
{
    struct buf out = {0};

    buf_add(&out, bytes);
    if (!terminal_put(terminal, &out))
        buf_empty(&out);
    buf_clear(&out);
}

static bool
marks_pastes(const struct terminal *terminal)
{
    return terminal->options->can_erase && isatty(terminal->options->out_fd);
}

/* Terminals that know no bracketed paste pass over it. */
static void
mark_pastes(const struct terminal *terminal, bool is_on)
{
    if (terminal->is_tty && marks_pastes(terminal))
        put(terminal, is_on ? STR("\033[?2004h") : pastes_unmarked);
}

/* Ctrl-C stays what it is; Ctrl-Z comes as a key, so that the terminal can be
   given back before the program stops. */
static struct termios
key_by_key(struct termios modes)
{
    modes.c_iflag &= ~(tcflag_t)IXON;
    modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN);
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
    modes.c_cc[VSUSP] = _POSIX_VDISABLE;
    return modes;
}

/* Whatever ends the process leaves nothing to see. */
static void
hold_rescue(const struct terminal *terminal)
{
    const struct face_options *options = terminal->options;
    struct buf bytes = {0};

    if (marks_pastes(terminal))
        buf_add(&bytes, pastes_unmarked);
    terminal_add_blank(terminal, &bytes);
    rescue_hold(options->in_fd, &terminal->before, options->out_fd,
                buf_str(&bytes));
    buf_clear(&bytes);
}

/* A shell that went on with the program may have left the terminal to it in
   modes of its own. */
static void
take(const struct terminal *terminal)
{
    if (!terminal->is_tty)
        return;
    hold_rescue(terminal);
    tcsetattr(terminal->options->in_fd, TCSADRAIN, &terminal->ours);
    mark_pastes(terminal, true);
}

static void
give_back(const struct terminal *terminal)
{
    if (!terminal->is_tty)
        return;
    mark_pastes(terminal, false);
    tcsetattr(terminal->options->in_fd, TCSADRAIN, &terminal->before);
    rescue_release();
}

/* ---- signals ---- */

/* Only its interrupting a wait is wanted. */
static void
on_continued(int number)
{
    (void)number;
}

static void
hold_signals(struct terminal *terminal)
{
    struct sigaction note = {.sa_handler = on_continued};
    sigset_t held;

    sigemptyset(&held);
    for (size_t i = 0; i < N_ELEMENTS(held_signals); i++)
        sigaddset(&held, held_signals[i]);
    sigprocmask(SIG_BLOCK, &held, &terminal->mask_before);
    sigaction(SIGCONT, &note, &terminal->continued_before);
}

void
terminal_open(struct terminal *terminal, const struct face_options *options)
{
    *terminal = (struct terminal){.options = options};
    hold_signals(terminal);
    if (tcgetattr(options->in_fd, &terminal->before) != 0)
        return;
    terminal->is_tty = true;
    terminal->echoes = (terminal->before.c_lflag & ECHO) != 0;
    terminal->ours = key_by_key(terminal->before);
    take(terminal);
}

void
terminal_close(struct terminal *terminal)
{
    give_back(terminal);
    sigaction(SIGCONT, &terminal->continued_before, NULL);
    sigprocmask(SIG_SETMASK, &terminal->mask_before, NULL);
    keystrokes_clear(&terminal->keystrokes);
}

static void
blank(const struct terminal *terminal)
{
    struct buf bytes = {0};

    terminal_add_blank(terminal, &bytes);
    if (!terminal_put(terminal, &bytes))
        buf_empty(&bytes);
    buf_clear(&bytes);
}

void
terminal_suspend(struct terminal *terminal)
{
    if (!terminal->is_tty || terminal->options->is_handed_over)
        return;
    if (terminal->is_private)
        blank(terminal);
    give_back(terminal);
    kill(0, SIGTSTP);
    take(terminal);
}

/* ---- reading ---- */

/* The mask under which those that are held come in. */
static sigset_t
open_mask(const struct terminal *terminal)
{
    sigset_t mask = terminal->mask_before;

    for (size_t i = 0; i < N_ELEMENTS(held_signals); i++)
        sigdelset(&mask, held_signals[i]);
    return mask;
}

/* Input that is always there would keep a wait from letting them in. */
bool
terminal_was_signalled(const struct terminal *terminal)
{
    sigset_t pending;
    sigset_t held;
    sigset_t open = open_mask(terminal);
    bool is_any = false;

    sigpending(&pending);
    for (size_t i = 0; i < N_ELEMENTS(held_signals); i++)
        is_any |= sigismember(&pending, held_signals[i]) == 1;
    if (is_any) {
        sigprocmask(SIG_SETMASK, &open, &held);
        sigprocmask(SIG_SETMASK, &held, NULL);
    }
    return is_any;
}

enum waiting { WAITING_OVER, WAITING_IN_VAIN, WAITING_INTERRUPTED };

/* Less than no time is for ever. */
static enum waiting
wait_for_input(const struct terminal *terminal, int wait_ms)
{
    struct pollfd poll_in = {.fd = terminal->options->in_fd, .events = POLLIN};
    struct timespec wait = {wait_ms / 1000, wait_ms % 1000 * 1000000L};
    sigset_t mask = open_mask(terminal);

    if (terminal_was_signalled(terminal)) {
        take(terminal);
        return WAITING_INTERRUPTED;
    }
    int n = ppoll(&poll_in, 1, wait_ms < 0 ? NULL : &wait, &mask);
    if (n < 0 && errno == EINTR) {
        take(terminal);
        return WAITING_INTERRUPTED;
    }
    return n ? WAITING_OVER : WAITING_IN_VAIN;
}

/* False: there are no more. */
static bool
read_bytes(const struct terminal *terminal, struct buf *bytes)
{
    ssize_t n;

    buf_reserve(bytes, READ_SIZE);
    n = read(terminal->options->in_fd, bytes->bytes + bytes->len, READ_SIZE);
    if (n > 0)
        bytes->len += (size_t)n;
    return n > 0 || (n < 0 && (errno == EINTR || errno == EAGAIN));
}

enum terminal_reading
terminal_read_bytes(struct terminal *terminal, struct buf *bytes)
{
    if (wait_for_input(terminal, -1) == WAITING_INTERRUPTED)
        return TERMINAL_INTERRUPTED;
    return read_bytes(terminal, bytes) ? TERMINAL_READ : TERMINAL_ENDED;
}

/* How long a key, the rest of one or of a paste is waited for. */
static int
patience(const struct keystrokes *keystrokes, int wait_ms)
{
    if (!keystrokes_is_open(keystrokes))
        return wait_ms;
    return keystrokes->is_pasting ? PASTE_WAIT_MS : SEQUENCE_WAIT_MS;
}

enum terminal_reading
terminal_read(struct terminal *terminal, int wait_ms, struct keyboard_key *key)
{
    struct keystrokes *keystrokes = &terminal->keystrokes;

    while (!keystrokes_next(keystrokes, key)) {
        switch (wait_for_input(terminal, patience(keystrokes, wait_ms))) {
        case WAITING_INTERRUPTED:
            return TERMINAL_INTERRUPTED;
        case WAITING_IN_VAIN:
            if (!keystrokes_is_open(keystrokes))
                return TERMINAL_RESTED;
            keystrokes_give_up(keystrokes);
            break;
        case WAITING_OVER:
            if (!read_bytes(terminal, keystrokes_room(keystrokes)))
                return TERMINAL_ENDED;
            break;
        }
    }
    return TERMINAL_READ;
}

bool
terminal_has_more(const struct terminal *terminal, int wait_ms)
{
    struct pollfd poll_in = {.fd = terminal->options->in_fd, .events = POLLIN};

    return terminal->keystrokes.at < terminal->keystrokes.bytes.len
           || poll(&poll_in, 1, wait_ms) > 0;
}

/* ---- showing ---- */

/* Signals that ask to end come in while it is written: nobody may be there to
   take it.  One that comes just before is followed by an alarm. */
bool
terminal_put(const struct terminal *terminal, struct buf *out)
{
    struct str rest = buf_str(out);
    sigset_t open = open_mask(terminal);
    sigset_t before;
    ssize_t n = 0;

    sigaddset(&open, SIGCONT); /* a wait has to know of it */
    sigprocmask(SIG_SETMASK, &open, &before);
    while (rest.len && n >= 0) {
        n = write(terminal->options->out_fd, rest.bytes, rest.len);
        if (n > 0)
            rest = (struct str){rest.bytes + n, rest.len - (size_t)n};
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (rest.len)
        return false;
    buf_empty(out);
    return true;
}

/* A terminal that cannot erase is scrolled until nothing is left to see. */
void
terminal_add_blank(const struct terminal *terminal, struct buf *out)
{
    if (!isatty(terminal->options->out_fd))
        return;
    if (terminal->options->can_erase) {
        buf_add_text(out, "\033[H\033[2J\033[3J");
        return;
    }
    for (int i = 0; i < BLANK_LINES; i++)
        buf_add_char(out, '\n');
}

/* Whoever asks for narrow lines gets them in a wide window too. */
int
terminal_width(const struct terminal *terminal)
{
    int width = terminal->options->width_cells;
    struct winsize size;

    if (ioctl(terminal->options->out_fd, TIOCGWINSZ, &size) == 0 && size.ws_col
        && (!width || size.ws_col < width))
        width = size.ws_col;
    return width ? width : DEFAULT_WIDTH;
}
