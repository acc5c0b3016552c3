/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The progress line of long runs; see score_run.h. */
#include "cli/score_run.h"

#include <stdio.h>
#include "cli/print.h"

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

void
meter_show(struct meter *meter, size_t n_rows)
{
    struct buf line = {0};

    if (!meter->is_on || seconds_since(meter->started) < 1
        || seconds_since(meter->drawn) < 0.1)
        return;
    print_add_count(&line, n_rows);
    fprintf(stderr, "\r%s rows\x1b[K", buf_text(&line));
    fflush(stderr);
    buf_clear(&line);
    clock_gettime(CLOCK_MONOTONIC, &meter->drawn);
    meter->is_drawn = true;
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
