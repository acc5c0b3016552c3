/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a long run has come, told on standard error from the second second
   on: in one line that is redrawn, or, on a terminal that cannot redraw or
   where nobody wants that, in a line for each tenth. */
#ifndef ATTUNE_CLI_METER_H
#define ATTUNE_CLI_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

enum meter_way { METER_SILENT, METER_LINES, METER_BAR };

struct meter {
    enum meter_way way;
    bool is_drawn;
    int tenth; /* that was told last */
    struct timespec started;
    struct timespec drawn;
};

void meter_start(struct meter *meter, enum meter_way way);
/* Rows, and how many a second; where it is known how much there is to be done
   ('all' is not 0) also which share of it is, and what time is left.  Where it
   is not, a line is told every ten seconds. */
void meter_show(struct meter *meter, size_t n_rows, size_t done, size_t all);
/* Likewise, where it is known how many files there will be. */
void meter_show_files(struct meter *meter, size_t n, size_t n_all);
/* Wipes the line. */
void meter_end(struct meter *meter);
double meter_elapsed_s(const struct meter *meter);

#endif
