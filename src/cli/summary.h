/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run of scoring came to, in a few lines for people. */
#ifndef ATTUNE_CLI_SUMMARY_H
#define ATTUNE_CLI_SUMMARY_H

#include <stddef.h>
#include "base/buf.h"
#include "cli/source_args.h"

/* What a run of scoring came to. */
struct scored_told {
    const struct loaded *loaded;
    size_t n_rows;
    why_counts *const *counts; /* an array for each instrument */
    double elapsed_s;          /* 0: left out */
    /* What was held back: */
    const struct source_held *held;
    size_t n_held;
    bool with_private; /* no scale, class or alert was */
    bool with_alerts;  /* the format has alerts */
};

/* "scored 2,800 rows: heard 2,741, nothing answered 20, too few answered 38",
   a line a scale where there are several; then what was held back, why, and
   how to have it. */
void summary_add(struct buf *out, const struct scored_told *told);

/* What is said of alerts, and with which command they can be read. */
struct alerts_told {
    const char *what;            /* "alerts", "alerts in earlier sessions" */
    const notice_counts *counts; /* one for each instrument */
    const struct source_args *args;
    const struct data *data;
    const char *client; /* NULL: of everybody */
};

/* "alerts: 3 fired, 1 left unanswered; to read them: attune alerts ...", a
   line; nothing at all where there are none, which is no reassurance. */
void summary_add_alerts(struct buf *out, const struct alerts_told *told);
void summary_print_alerts(const struct alerts_told *told); /* to stderr */

/* Says that sessions given twice and codes that look alike were looked for
   among the first 'n' rows only. */
void summary_add_cut(struct buf *out, size_t n);

size_t summary_problems(const struct response_tally *tally);

/* How many problems there were of each kind. */
void summary_add_problems(struct buf *out, const struct response_tally *tally);

#endif
