/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for one line; see prompt.h. */
#include "cli/prompt.h"

#include <termios.h>
#include <unistd.h>

enum { LIMIT_SIZE = 4096 };

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
    hidden = *before;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    return tcsetattr(fd, TCSAFLUSH, &hidden) == 0;
}

static bool
read_line(int fd, struct buf *line)
{
    char c;
    ssize_t n;

    while ((n = read(fd, &c, 1)) == 1 && c != '\n')
        if (line->len < LIMIT_SIZE && c != '\r')
            buf_add_char(line, c);
    return n == 1 || (n == 0 && line->len);
}

bool
prompt_line(int in_fd, int out_fd, const char *question, bool is_secret,
            struct buf *line)
{
    struct termios before;

    buf_empty(line);
    if (!put(out_fd, str_from(question)))
        return false;
    bool is_hidden = is_secret && hide(in_fd, &before);
    bool ok = read_line(in_fd, line);
    if (is_hidden) {
        tcsetattr(in_fd, TCSADRAIN, &before);
        ok = put(out_fd, STR("\n")) && ok;
    }
    return ok;
}
