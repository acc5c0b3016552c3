/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune score --couples: instead of the rows' scores, the two partners of each
   couple beside each other (output/couples.h).  Reads all rows first. */
#ifndef ATTUNE_CLI_SCORE_COUPLES_H
#define ATTUNE_CLI_SCORE_COUPLES_H

#include <stdbool.h>
#include <stddef.h>
#include "base/buf.h"
#include "base/file.h"
#include "cli/context.h"
#include "cli/load.h"
#include "response/source.h"
#include "score/alerts.h"

struct couples_job {
    struct context *context;
    const struct loaded *loaded;
    struct source *source;
    struct file_writer *writer;
    char delimiter;
    bool is_raw;
    bool is_strict; /* nothing is written when there was an error */
    /* What came of it: */
    struct response_tally tally;
    bool was_refused;       /* there are too many rows */
    struct buf summary;     /* for people; the caller clears it */
    notice_counts *notices; /* for each instrument */
};

/* Prints the head and a row for each couple, pair of sessions and scale.
   Problems go to the context and are counted in the tally. */
void score_couples(struct couples_job *job);

#endif
