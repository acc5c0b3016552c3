/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for one line; see prompt.h. */
#include "cli/prompt.h"

#include <poll.h>
#include <termios.h>
#include <unistd.h>
#include "cli/stop.h"
#include "fill/rescue.h"

enum {
    LIMIT_SIZE = 4096,
    LIMIT_TIMES = 1000, /* from a pipe, which may never end */
    CTRL_X = 0x18
};

#define F12 "\033[24~"

bool
prompt_waits(int in_fd)
{
    struct pollfd state = {.fd = in_fd};

    if (!isatty(in_fd) || poll(&state, 1, 0) < 0
        || (state.revents & (POLLHUP | POLLERR | POLLNVAL)))
        return false;
    pid_t group = tcgetpgrp(in_fd);
    return group < 0 || group == getpgrp();
}

static bool
put(int fd, struct str text)
{
    while (text.len) {
        ssize_t n = write(fd, text.bytes, text.len);
        if (n < 0)
            return false;
        text = (struct str){text.bytes + n, text.len - (size_t)n};
    }
    return true;
}

static bool
hide(int fd, struct termios *before)
{
    struct termios hidden;

    if (tcgetattr(fd, before))
        return false;
    rescue_hold(fd, before, fd, STR(""));
    hidden = *before;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    return tcsetattr(fd, TCSADRAIN, &hidden) == 0;
}

/* A terminal gives the line at once where one of the keys that leave ends
   it. */
static bool
await_leaving(int fd, struct termios *before)
{
    struct termios waiting;

    if (tcgetattr(fd, before))
        return false;
    rescue_hold(fd, before, fd, STR(""));
    waiting = *before;
    waiting.c_cc[VEOL] = CTRL_X;
    waiting.c_cc[VEOL2] = '~'; /* as F12 ends */
    return tcsetattr(fd, TCSADRAIN, &waiting) == 0;
}

bool
prompt_leaves(const struct buf *line)
{
    struct str text = buf_str(line);

    return str_ends(text, F12)
           || (text.len && text.bytes[text.len - 1] == CTRL_X);
}

bool
prompt_again(int in_fd, int *n_times)
{
    return !stop_signal() && (isatty(in_fd) || ++*n_times < LIMIT_TIMES);
}

static bool
read_line(int fd, bool is_secret, struct buf *line)
{
    char c;
    ssize_t n;

    while ((n = read(fd, &c, 1)) == 1 && c != '\n') {
        if (line->len < LIMIT_SIZE && c != '\r')
            buf_add_char(line, c);
        if (!is_secret && prompt_leaves(line))
            break;
    }
    return n == 1 || (n == 0 && line->len);
}

bool
prompt_line(int in_fd, int out_fd, const char *question, bool is_secret,
            struct buf *line)
{
    struct termios before;

    buf_empty(line);
    bool is_changed =
        is_secret ? hide(in_fd, &before) : await_leaving(in_fd, &before);
    bool ok =
        put(out_fd, str_from(question)) && read_line(in_fd, is_secret, line);
    if (is_changed) {
        tcsetattr(in_fd, TCSADRAIN, &before);
        rescue_release();
    }
    if ((is_changed && is_secret) || (!ok && isatty(in_fd)))
        ok = put(out_fd, STR("\n")) && ok;
    return ok;
}
