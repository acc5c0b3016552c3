/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a long run has come: one line on standard error, redrawn, from the
   second second on, and only on a terminal that can redraw. */
#ifndef ATTUNE_CLI_METER_H
#define ATTUNE_CLI_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct meter {
    bool is_on;
    bool is_drawn;
    struct timespec started;
    struct timespec drawn;
};

void meter_start(struct meter *meter, bool is_on);
/* Rows, and how many a second; where it is known how much there is to be done
   ('all' is not 0) also which share of it is, and what time is left. */
void meter_show(struct meter *meter, size_t n_rows, size_t done, size_t all);
/* A bar, where it is known how many there will be. */
void meter_show_files(struct meter *meter, size_t n, size_t n_all);
/* Wipes the line. */
void meter_end(struct meter *meter);
double meter_elapsed_s(const struct meter *meter);

#endif
