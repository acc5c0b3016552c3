/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every part of a fill needs; see fill_job.h. */
#include "cli/fill_job.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "base/utf8.h"
#include "cli/print.h"
#include "cli/stop.h"
#include "fill/wrap.h"

/* A pipe is told in one line; words are not cut by the edge of a window. */
static int
window_width(void)
{
    enum { NO_WINDOW_WIDTH = 1 << 20 };
    struct winsize size;

    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
        return size.ws_col;
    return NO_WINDOW_WIDTH;
}

void
fill_say_text(const char *text)
{
    struct buf line = {0};

    wrap_add(&line, str_from(text), window_width(), 0);
    print_said(&line);
}

void
fill_say(const struct fill_job *job, enum word word, const char *text)
{
    struct buf words SCOPED(buf_clear) = {0};
    struct buf shown SCOPED(buf_clear) = {0};

    utf8_add_shown(&shown, str_from(text));
    WORDS_ADD(&words, job->io.language, word, buf_str(&shown));
    fill_say_text(buf_text(&words));
}

void
fill_say_below(const struct fill_job *job, enum word word)
{
    fputc('\n', stderr);
    fill_say(job, word, NULL);
}

void
fill_notice(struct fill_job *job, enum word word, const char *text)
{
    fill_say(job, word, text);
    job->has_notice = true;
}

enum exit_status
fill_status(const struct fill_job *job)
{
    int number = stop_signal();

    return number ? (enum exit_status)(128 + number)
                  : status_of_problems(job->context->diag);
}
