/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws the progress line of long runs. */
#include "cli/meter.h"

#include <stdio.h>
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
meter_start(struct meter *meter, bool is_on)
{
    *meter = (struct meter){.is_on = is_on};
    clock_gettime(CLOCK_MONOTONIC, &meter->started);
    meter->drawn = meter->started;
}

static bool
is_due(const struct meter *meter)
{
    return meter->is_on && seconds_since(meter->started) >= 1
           && seconds_since(meter->drawn) >= 0.1;
}

/* Draws the line, and empties it. */
static void
draw(struct meter *meter, struct buf *line)
{
    fprintf(stderr, "\r%s\x1b[K", buf_text(line));
    fflush(stderr);
    buf_clear(line);
    clock_gettime(CLOCK_MONOTONIC, &meter->drawn);
    meter->is_drawn = true;
}

void
meter_show(struct meter *meter, size_t n_rows)
{
    struct buf line = {0};

    if (!is_due(meter))
        return;
    print_add_count_of(&line, n_rows, "row", "rows");
    draw(meter, &line);
}

void
meter_show_files(struct meter *meter, size_t n, size_t n_all)
{
    struct buf line = {0};
    size_t n_done = BAR_CELLS * n / n_all;

    if (!is_due(meter))
        return;
    buf_add_char(&line, '[');
    for (size_t i = 0; i < BAR_CELLS; i++)
        buf_add_char(&line, i < n_done ? '=' : ' ');
    buf_add_text(&line, "] ");
    print_add_count(&line, n);
    buf_add_text(&line, " of ");
    print_add_count_of(&line, n_all, "file", "files");
    draw(meter, &line);
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
