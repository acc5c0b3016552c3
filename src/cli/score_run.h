/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What attune score does with the rows on their way: prints a row of scores for
   each, or puts the two partners of each couple beside each other. */
#ifndef ATTUNE_CLI_SCORE_RUN_H
#define ATTUNE_CLI_SCORE_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include "base/digest.h"
#include "base/file.h"
#include "change/verdict.h"
#include "cli/meter.h"
#include "cli/score_args.h"
#include "output/sink.h"
#include "score/reading.h"

struct score_job {
    const struct score_args *args;
    const struct data *data;
    struct reading reading;
    struct sink *sink; /* NULL: of couples */
    struct file_writer *writer;
    struct digester *digester; /* of what is written; NULL: nobody asks */
    struct meter meter;
    bool was_cut;       /* not all rows were compared (response/visits.h) */
    struct buf couples; /* told of couples, for people; the caller clears it */
};

/* Prints the head, all rows and the tail. */
void score_rows(struct score_job *job);

/* Prints the head and a row for each couple, pair of sessions and scale; reads
   all rows first. */
void score_couples(struct score_job *job);

/* What parts the cells of what is written. */
char score_delimiter(const struct score_args *args,
                     const struct source *source);

/* Long rows and documents hold the details always. */
bool score_has_details(const struct score_args *args);

#endif
