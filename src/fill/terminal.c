/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Modes, signals and bytes of a terminal; see terminal.h. */
#include <config.h>

#include "fill/terminal.h"

#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include "fill/rescue.h"
#include "fill/wrap.h"

enum {
    DEFAULT_WIDTH = 80,
    SEQUENCE_WAIT_MS = 100, /* for what follows an escape in a key's code */
    PASTE_WAIT_MS = 400,    /* for the end of a paste */
    BLANK_LINES = 200,
    LINES_LEAST = 1000, /* from a pipe, and so many for each question: */
    LINES_EACH = 20,
    KEYS_MOST = 1 << 17 /* of a line: no text is so long */
};

static const int held_signals[] = {SIGINT,  SIGTERM, SIGHUP,
                                   SIGQUIT, SIGCONT, SIGALRM};

/* ---- showing ---- */

/* The mask under which those that are held come in; what stops us never does,
   lest it leave the terminal as it is. */
static sigset_t
open_mask(const struct terminal *terminal)
{
    sigset_t mask = terminal->mask_before;

    if (terminal->stop_fd >= 0)
        sigaddset(&mask, SIGTSTP);
    for (size_t i = 0; i < N_ELEMENTS(held_signals); i++)
        sigdelset(&mask, held_signals[i]);
    return mask;
}

/* 'error' may be NULL. */
static void
note_failure(int *error)
{
    if (error && !*error && errno != EINTR)
        *error = errno;
}

/* Signals that ask to end come in while it is written: nobody may be there to
   take it.  They are followed by an alarm each second; what interrupts but a
   few times, such as the window's new size, ends nothing. */
static bool
put(const struct terminal *terminal, struct str bytes)
{
    sigset_t open = open_mask(terminal);
    sigset_t before;
    ssize_t n = 0;
    int patience = 3;

    sigaddset(&open, SIGCONT); /* a wait has to know of it */
    sigprocmask(SIG_SETMASK, &open, &before);
    while (bytes.len && (n >= 0 || (errno == EINTR && patience-- > 0))) {
        n = write(terminal->options->out_fd, bytes.bytes, bytes.len);
        if (n > 0)
            bytes = (struct str){bytes.bytes + n, bytes.len - (size_t)n};
    }
    if (bytes.len)
        note_failure(terminal->options->out_error);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return !bytes.len;
}

bool
terminal_put(struct terminal *terminal)
{
    bool ok = put(terminal, buf_str(&terminal->out));

    buf_empty(&terminal->out);
    return ok;
}

/* A terminal that cannot erase is scrolled until nothing is left to see. */
static void
add_blank(const struct terminal *terminal, struct buf *out)
{
    if (!isatty(terminal->options->out_fd))
        return;
    if (terminal->options->can_erase)
        buf_add_text(out, "\033[H\033[2J\033[3J");
    for (int i = 0; i < BLANK_LINES && !terminal->options->can_erase; i++)
        buf_add_char(out, '\n');
}

void
terminal_add_blank(struct terminal *terminal)
{
    add_blank(terminal, &terminal->out);
}

bool
terminal_blank(struct terminal *terminal)
{
    buf_empty(&terminal->out);
    terminal_add_blank(terminal);
    return terminal_put(terminal);
}

/* Whoever asks for narrow lines gets them in a wide window too. */
static int
width_of(const struct terminal *terminal)
{
    int width = terminal->options->width_cells;
    struct winsize size;

    if (ioctl(terminal->options->out_fd, TIOCGWINSZ, &size) == 0 && size.ws_col
        && (!width || size.ws_col < width))
        width = size.ws_col;
    return width ? width : DEFAULT_WIDTH;
}

void
terminal_say(struct terminal *terminal, struct str text, int indent_cells)
{
    wrap_add(&terminal->out, text, width_of(terminal), indent_cells);
}

void
terminal_say_composed(struct terminal *terminal, struct buf *composed,
                      int indent_cells)
{
    terminal_say(terminal, buf_str(composed), indent_cells);
    buf_clear(composed);
}

void
terminal_say_word(struct terminal *terminal, enum word word)
{
    terminal_say(terminal, str_from(word_in(terminal->options->language, word)),
                 0);
}

void
terminal_say_words(struct terminal *terminal, enum word word,
                   const struct str *texts, int n)
{
    struct buf words = {0};

    words_add(&words, terminal->options->language, word, texts, n);
    terminal_say_composed(terminal, &words, 0);
}

void
terminal_say_numbers(struct terminal *terminal, enum word word,
                     const double *numbers, int n)
{
    struct buf words = {0};

    words_add_numbers(&words, terminal->options->language, word, numbers, n);
    terminal_say_composed(terminal, &words, 0);
}

void
terminal_ask(struct terminal *terminal, enum word word)
{
    buf_addf(&terminal->out, "%s ", word_in(terminal->options->language, word));
}

/* ---- modes ---- */

static const struct str pastes_unmarked = {"\033[?2004l", 8};

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

/* Ctrl-C and Ctrl-Z stay what they are: only the terminal itself can stop all
   that runs with a program that is confined. */
static struct termios
key_by_key(const struct terminal *terminal)
{
    struct termios modes = terminal->before;

    modes.c_iflag &= ~(tcflag_t)IXON;
    modes.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN);
    modes.c_cc[VMIN] = 1;
    modes.c_cc[VTIME] = 0;
    if (terminal->options->is_handed_over || terminal->stop_fd < 0)
        modes.c_cc[VSUSP] = _POSIX_VDISABLE;
    return modes;
}

/* Whatever ends the process leaves nothing to see. */
static void
hold_rescue(const struct terminal *terminal)
{
    const struct face_options *options = terminal->options;
    struct buf bytes SCOPED(buf_clear) = {0};

    if (marks_pastes(terminal))
        buf_add(&bytes, pastes_unmarked);
    add_blank(terminal, &bytes);
    rescue_hold(options->in_fd, &terminal->before, options->out_fd,
                buf_str(&bytes));
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

static sigset_t
only(int number)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, number);
    return set;
}

/* What stops us is read like a key, so that the terminal can be given back
   before. */
static void
hold_stop(struct terminal *terminal)
{
    sigset_t stop = only(SIGTSTP);

    terminal->stop_fd = signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK);
    if (terminal->stop_fd >= 0)
        sigprocmask(SIG_BLOCK, &stop, NULL);
}

void
terminal_open(struct terminal *terminal, const struct face_options *options)
{
    *terminal = (struct terminal){.options = options, .stop_fd = -1};
    hold_signals(terminal);
    terminal->keystrokes.is_plain =
        tcgetattr(options->in_fd, &terminal->before) != 0;
    if (terminal->keystrokes.is_plain)
        return;
    terminal->is_tty = true;
    terminal->echoes = (terminal->before.c_lflag & ECHO) != 0;
    hold_stop(terminal);
    terminal->ours = key_by_key(terminal);
    take(terminal);
}

void
terminal_close(struct terminal *terminal)
{
    give_back(terminal);
    sigaction(SIGCONT, &terminal->continued_before, NULL);
    if (terminal->stop_fd >= 0)
        close(terminal->stop_fd);
    sigprocmask(SIG_SETMASK, &terminal->mask_before, NULL);
    keystrokes_clear(&terminal->keystrokes);
    editing_clear(&terminal->line);
    buf_clear(&terminal->out);
}

/* ---- stopping ---- */

/* A shell that waits for what started us has the terminal already, and nothing
   that is given back may stop us before it is. */
static void
leave(struct terminal *terminal)
{
    sigset_t touching = only(SIGTTOU);
    sigset_t before;

    sigprocmask(SIG_BLOCK, &touching, &before);
    if (terminal->is_private)
        terminal_blank(terminal);
    give_back(terminal);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

/* By the signal itself: others measure how long that takes. */
static void
stop(void)
{
    sigset_t stop = only(SIGTSTP);

    raise(SIGTSTP);
    sigprocmask(SIG_UNBLOCK, &stop, NULL);
    sigprocmask(SIG_BLOCK, &stop, NULL);
}

static void
suspend(struct terminal *terminal)
{
    struct signalfd_siginfo info;

    if (read(terminal->stop_fd, &info, sizeof info) < 0
        || terminal->options->is_handed_over)
        return;
    leave(terminal);
    stop();
    take(terminal);
}

/* ---- reading ---- */

/* Input that is always there would keep a wait from letting them in. */
static bool
was_signalled(const struct terminal *terminal)
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

/* Less than no time is for ever; FACE_KEY: there is something to read. */
static enum face_input
wait_for_input(struct terminal *terminal, int wait_ms)
{
    struct pollfd polled[] = {
        {.fd = terminal->options->in_fd, .events = POLLIN},
        {.fd = terminal->stop_fd, .events = POLLIN},
    };
    struct timespec wait = {wait_ms / 1000, wait_ms % 1000 * 1000000L};
    sigset_t mask = open_mask(terminal);
    bool is_signalled = was_signalled(terminal);
    int n = 0;

    if (!is_signalled)
        n = ppoll(polled, N_ELEMENTS(polled), wait_ms < 0 ? NULL : &wait,
                  &mask);
    if (is_signalled || (n < 0 && errno == EINTR)) {
        take(terminal);
        return FACE_INTERRUPTED;
    }
    if (polled[1].revents) {
        suspend(terminal);
        return FACE_INTERRUPTED;
    }
    return n ? FACE_KEY : FACE_RESTS;
}

/* False: there are no more. */
static bool
read_byte(const struct terminal *terminal, struct buf *bytes)
{
    char byte;
    ssize_t n = read(terminal->options->in_fd, &byte, 1);

    if (n > 0)
        buf_add_char(bytes, byte);
    if (n >= 0 || errno == EINTR || errno == EAGAIN)
        return n != 0;
    note_failure(terminal->options->in_error);
    return false;
}

/* How long a key, the rest of one or of a paste is waited for. */
static int
patience(const struct keystrokes *keystrokes, int wait_ms)
{
    if (!keystrokes_is_open(keystrokes))
        return wait_ms;
    return keystrokes->is_pasting ? PASTE_WAIT_MS : SEQUENCE_WAIT_MS;
}

static enum face_input
read_key(struct terminal *terminal, int wait_ms, struct keyboard_key *key)
{
    struct keystrokes *keystrokes = &terminal->keystrokes;

    while (!keystrokes_next(keystrokes, key)) {
        enum face_input input =
            wait_for_input(terminal, patience(keystrokes, wait_ms));
        if (input == FACE_RESTS && keystrokes_is_open(keystrokes))
            keystrokes_give_up(keystrokes);
        else if (input != FACE_KEY)
            return input;
        else if (!read_byte(terminal, keystrokes_room(keystrokes)))
            return FACE_ENDED;
    }
    return FACE_KEY;
}

bool
terminal_has_more(const struct terminal *terminal, int wait_ms)
{
    struct pollfd poll_in = {.fd = terminal->options->in_fd, .events = POLLIN};

    return terminal->keystrokes.at < terminal->keystrokes.bytes.len
           || poll(&poll_in, 1, wait_ms) > 0;
}

/* ---- a line ---- */

size_t
terminal_limit_lines(size_t n_questions)
{
    size_t n = LINES_EACH * (n_questions + 1) - 1;

    return n < LINES_LEAST ? LINES_LEAST : n;
}

void
terminal_start_line(struct terminal *terminal, size_t limit_size)
{
    editing_set(&terminal->line, STR(""));
    terminal->line.limit_size = limit_size;
}

/* Whether there is no end of lines, or of one, from a pipe; says so. */
static bool
is_flooded(struct terminal *terminal)
{
    bool is_much = terminal->n_lines > terminal->limit_lines
                   || terminal->n_keys > KEYS_MOST;

    if (!terminal->limit_lines || !is_much)
        return false;
    buf_add_char(&terminal->out, '\n');
    terminal_say_word(terminal, WORD_FILL_FLOOD);
    terminal_put(terminal);
    return true;
}

static enum typed
press(struct terminal *terminal, enum typing typing, struct keyboard_key key)
{
    struct buf *out = &terminal->out;
    size_t len = out->len;

    if (typing == TYPING_KEY && key.is_pasted)
        return TYPED_KEY;
    if (typing != TYPING_LINES && key.is_pasted && key.kind == KEYBOARD_ENTER)
        key = (struct keyboard_key){.character = ' ', .is_pasted = true};
    enum typed_line_result result = typed_line_press(&terminal->line, key, out);
    if (typing == TYPING_KEY || typing == TYPING_SECRET || !terminal->echoes)
        out->len = len;
    switch (result) {
    case TYPED_LINE_GOING:
        break;
    case TYPED_LINE_DONE:
        terminal->n_lines += !terminal->is_tty;
        terminal->n_keys = 0;
        return TYPED_LINE;
    case TYPED_LINE_LEAVE:
        return TYPED_LEAVE;
    case TYPED_LINE_END:
        if (terminal->is_tty && !terminal->options->is_handed_over)
            return TYPED_ENDED;
        break;
    }
    return TYPED_KEY;
}

enum typed
terminal_type(struct terminal *terminal, enum typing typing, int wait_ms)
{
    struct keyboard_key key;

    if (!terminal_put(terminal) || is_flooded(terminal))
        return TYPED_ENDED;
    switch (read_key(terminal, wait_ms, &key)) {
    case FACE_KEY:
        terminal->n_keys += !terminal->is_tty;
        return press(terminal, typing, key);
    case FACE_RESTS:
        return TYPED_RESTED;
    case FACE_INTERRUPTED:
        return TYPED_INTERRUPTED;
    case FACE_OTHER:
    case FACE_ENDED:
        break;
    }
    bool is_last = !terminal->is_tty && buf_str(&terminal->line.text).len;
    return is_last ? TYPED_LINE : TYPED_ENDED;
}
