/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line typed without being shown; see prompt.h.  The kernel edits the line,
   so that no key of it lies in our memory but in the secret. */
#include <config.h>

#include "cli/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "base/file.h"
#include "cli/shell.h"
#include "cli/stop.h"
#include "fill/rescue.h"

enum { LIMIT_LINE = 4096 };

static int
open_terminal(struct diag *diag)
{
    int fd = open("/dev/tty", O_RDWR | O_CLOEXEC);

    if (fd < 0) {
        diag_add(diag, MSG_CANNOT_OPEN, (struct place){0},
                 "the terminal, to ask for a passphrase: %s", strerror(errno));
        diag_hint(diag, "--passphrase-file, --passphrase-fd and "
                        "--passphrase-command give it without one");
    }
    return fd;
}

/* ---- said again ---- */

/* File-level variables, because a signal handler is given nothing. */
static struct {
    int fd;
    struct str words;
    struct termios modes; /* of one that hides what is typed */
    volatile sig_atomic_t is_hidden;
    struct sigaction before;
} shown;

/* A shell may have left the terminal in modes of its own. */
static void
on_continued(int number)
{
    int error = errno;

    (void)number;
    if (shown.is_hidden)
        tcsetattr(shown.fd, TCSAFLUSH, &shown.modes);
    (void)!write(shown.fd, shown.words.bytes, shown.words.len);
    errno = error;
}

/* 'modes' may be NULL. */
static void
keep_shown(int fd, const char *words, const struct termios *modes)
{
    const struct sigaction again = {.sa_handler = on_continued,
                                    .sa_flags = SA_RESTART};

    shown.fd = fd;
    shown.words = str_from(words);
    if (modes)
        shown.modes = *modes;
    shown.is_hidden = modes != NULL;
    sigaction(SIGCONT, &again, &shown.before);
}

void
prompt_say(const char *words)
{
    (void)!file_write_fully(STDERR_FILENO, str_from(words));
    keep_shown(STDERR_FILENO, words, NULL);
}

void
prompt_end(void)
{
    sigaction(SIGCONT, &shown.before, NULL);
}

/* ---- a secret ---- */

/* Enter ends it, and so does Ctrl-D. */
static size_t
read_line(int fd, char *line)
{
    size_t len = 0;

    while (len < LIMIT_LINE) {
        ssize_t n = read(fd, line + len, LIMIT_LINE - len);
        if (n < 0 && errno == EINTR && !stop_signal())
            continue;
        if (n <= 0)
            break;
        len += (size_t)n;
        if (line[len - 1] == '\n')
            return len - 1;
    }
    return len;
}

/* The words come when nothing is shown any more. */
static struct secret *
read_hidden(int fd, const char *words, bool is_watched)
{
    struct secret *secret = secret_new(LIMIT_LINE);
    struct termios before;
    if (tcgetattr(fd, &before)) {
        secret_cut(secret, 0);
        return secret;
    }
    struct termios hidden = before;
    hidden.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
    hidden.c_lflag |= ICANON;
    hidden.c_cc[VSUSP] = _POSIX_VDISABLE;
    rescue_hold(fd, &before, fd, STR("\n"));
    stop_rescue();
    keep_shown(fd, words, &hidden);
    bool is_hidden = tcsetattr(fd, TCSAFLUSH, &hidden) == 0
                     && file_write_fully(fd, str_from(words))
                     && (!is_watched || vigil_await(fd));
    secret_cut(secret, is_hidden ? read_line(fd, secret_bytes(secret)) : 0);
    prompt_end();
    tcsetattr(fd, TCSAFLUSH, &before);
    rescue_release();
    (void)!file_write_fully(fd, STR("\n"));
    return secret;
}

struct secret *
prompt_secret(const char *words, bool is_watched, struct diag *diag)
{
    int fd = open_terminal(diag);

    if (fd < 0)
        return NULL;
    struct secret *secret SCOPED(secret_drop) =
        read_hidden(fd, words, is_watched);
    close(fd);
    if (secret_size(secret))
        return secret_take(&secret);
    diag_add(diag, MSG_USAGE, (struct place){0}, "no passphrase was typed");
    return NULL;
}

bool
prompt_show(struct str line, struct diag *diag)
{
    int fd = open_terminal(diag);

    if (fd < 0)
        return false;
    bool ok = file_write_fully(fd, line) && file_write_fully(fd, STR("\n"));
    close(fd);
    return ok;
}

static struct str
blanking(const struct context *context)
{
    /* home, what can be scrolled back to, the screen */
    return context->terminal_is_dumb
               ? STR("clear this window yourself: it cannot be emptied from "
                     "here\n")
               : STR("\033[H\033[2J\033[3J");
}

void
prompt_blank(const struct context *context)
{
    int fd = open("/dev/tty", O_RDWR | O_CLOEXEC);

    if (fd < 0)
        return;
    (void)!file_write_fully(fd, blanking(context));
    close(fd);
}

void
prompt_blank_at_end(const struct context *context)
{
    struct termios modes;

    if (tcgetattr(STDIN_FILENO, &modes))
        return;
    rescue_hold(STDIN_FILENO, &modes,
                isatty(STDOUT_FILENO) ? STDOUT_FILENO : STDIN_FILENO,
                blanking(context));
    stop_rescue();
}
