/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of all rows through score: chunks are read in order, scored side by
   side, and written in order (base/workers.h); with changes they are grouped
   by client on their way (output/client_groups.h). */
#ifndef ATTUNE_CLI_SCORE_RUN_H
#define ATTUNE_CLI_SCORE_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include "base/digest.h"
#include "base/file.h"
#include "cli/context.h"
#include "cli/load.h"
#include "cli/meter.h"
#include "cli/summary.h"
#include "response/coding.h"
#include "response/source.h"
#include "output/sink.h"
#include "change/verdict.h"

enum { SHOWN_PROBLEMS = 20 };

struct score_job {
    struct context *context;
    const struct loaded *loaded;
    struct source *source;
    const struct sink_class *sink_class;
    void *sink;
    struct file_writer *writer;
    struct digester *digester; /* of what is written; NULL: nobody asks */
    size_t n_threads;
    bool with_details;
    bool with_changes;
    bool with_private; /* what rests on private answers, too */
    struct verdict_options verdict;
    bool is_strict; /* stop at the first error */
    /* What came of it: */
    struct response_tally tally;
    why_counts **counts;     /* for each instrument and scale */
    struct coding **codings; /* for each instrument */
    notice_counts *notices;  /* likewise */
    struct meter meter;
    bool was_cut;     /* not all rows were compared (change/visits.h) */
    bool was_refused; /* the rows do not stand as --change needs them */
};

/* Prints the head, all rows and the tail.  The first problems go to the
   context, all are counted in the tally. */
void score_run(struct score_job *job);

#endif
