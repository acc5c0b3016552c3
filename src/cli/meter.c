/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells the progress of long runs. */
#include "cli/meter.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "base/num.h"
#include "cli/print.h"

enum { BAR_CELLS = 24 };

static double
seconds_since(struct timespec then)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - then.tv_sec)
           + (double)(now.tv_nsec - then.tv_nsec) * 1e-9;
}

void
meter_start(struct meter *meter, enum meter_way way)
{
    *meter = (struct meter){.way = way};
    clock_gettime(CLOCK_MONOTONIC, &meter->started);
    meter->drawn = meter->started;
}

/* 'share': how much is done; below 0 where that is not known. */
static bool
is_due(struct meter *meter, double share)
{
    double wait_s = meter->way == METER_BAR ? 0.1 : share < 0 ? 10 : 0;
    int tenth = share < 0 ? 0 : (int)(10 * share);

    if (meter->way == METER_SILENT || seconds_since(meter->started) < 1
        || seconds_since(meter->drawn) < wait_s
        || (meter->way == METER_LINES && share >= 0 && tenth <= meter->tenth))
        return false;
    meter->tenth = tenth;
    return true;
}

/* What of a line goes into the window, of which the last cell stays free: one
   that breaks at its edge would not be drawn over.  The bar is left out first,
   then whole facts from the last on. */
static struct str
fitting(struct str line)
{
    struct winsize size = {0};
    bool is_known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col;
    size_t width = is_known ? size.ws_col : SIZE_MAX;

    if (line.len >= width && str_starts(line, "["))
        line = str_skip(line, BAR_CELLS + sizeof "[] " - 1);
    for (size_t len = line.len; line.len >= width; len--)
        if (!len || str_starts(str_skip(line, len), ", "))
            line.len = len;
    return line;
}

/* Tells the line, and empties it. */
static void
tell(struct meter *meter, struct buf *line)
{
    bool is_bar = meter->way == METER_BAR;
    struct str text = is_bar ? fitting(buf_str(line)) : buf_str(line);

    fprintf(stderr, is_bar ? "\r%.*s\x1b[K" : "%.*s\n", STR_ARGS(text));
    fflush(stderr);
    buf_clear(line);
    clock_gettime(CLOCK_MONOTONIC, &meter->drawn);
    meter->is_drawn = is_bar;
}

static void
add_bar(const struct meter *meter, struct buf *line, double share)
{
    if (meter->way != METER_BAR)
        return;
    buf_add_char(line, '[');
    for (int i = 0; i < BAR_CELLS; i++)
        buf_add_char(line, i < (int)(BAR_CELLS * share) ? '=' : ' ');
    buf_add_text(line, "] ");
}

/* "12 s", "3 min", "2 h". */
static void
add_time(struct buf *line, double seconds)
{
    bool is_short = seconds < 100;
    bool is_long = seconds >= 100 * 60;

    num_add_fixed(line,
                  ceil(seconds
                       / (is_short  ? 1
                          : is_long ? 3600
                                    : 60)),
                  0);
    buf_add_text(line, is_short ? " s" : is_long ? " h" : " min");
}

void
meter_show(struct meter *meter, size_t n_rows, size_t done, size_t all)
{
    struct buf line = {0};
    double elapsed = seconds_since(meter->started);
    double share = all && done < all ? (double)done / (double)all : 1;

    if (!is_due(meter, all ? share : -1))
        return;
    if (all) {
        add_bar(meter, &line, share);
        num_add_fixed(&line, floor(100 * share), 0);
        buf_add_text(&line, " %, ");
    }
    PRINT_ADD_COUNTS(&line, "# [row|rows], # a second", n_rows,
                     (size_t)((double)n_rows / elapsed));
    if (all && share > 0) {
        buf_add_text(&line, ", ");
        add_time(&line, elapsed * (1 - share) / share);
        buf_add_text(&line, " left");
    }
    tell(meter, &line);
}

void
meter_show_files(struct meter *meter, size_t n, size_t n_all)
{
    struct buf line = {0};

    double share = (double)n / (double)n_all;

    if (!is_due(meter, share))
        return;
    add_bar(meter, &line, share);
    PRINT_ADD_COUNTS(&line, "# of # [file|files]", n, n_all);
    tell(meter, &line);
}

void
meter_end(struct meter *meter)
{
    if (meter->is_drawn)
        fputs("\r\x1b[K", stderr);
    meter->is_drawn = false;
}

double
meter_elapsed_s(const struct meter *meter)
{
    return seconds_since(meter->started);
}
