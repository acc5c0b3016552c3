/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune score in its parts: what it can be asked for (score_args.c), what it
   does with the rows on their way (score_run.c prints a row of scores for each,
   score_couples.c puts the two partners of each couple beside each other), and
   what it says of its bytes (manifest.c). */
#ifndef ATTUNE_CLI_SCORE_RUN_H
#define ATTUNE_CLI_SCORE_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include "base/digest.h"
#include "base/file.h"
#include "cli/meter.h"
#include "cli/source_args.h"
#include "output/sink.h"
#include "score/reading.h"

/* ---- what is asked for ---- */

struct score_args {
    struct source_args reading;
    const char *output;
    int format; /* of sink_formats */
    bool is_long;
    bool with_details;
    bool with_changes;
    bool with_couples;
    bool with_private;
    struct text_list keep;
    bool is_rounded;
    bool is_strict;
    bool is_raw;
    bool is_quiet;
    int32_t n_threads;
    const char *prefix;
    const char *norm;
    const char *baseline;
    const char *manifest;
};

extern const struct option_entry score_options[];

/* False after adding options that do not go together, or that name what is
   not there. */
bool score_args_check(const struct score_args *args,
                      const struct loaded *loaded,
                      struct context *context) MUST_USE;

/* ---- what is done ---- */

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

/* ---- the manifest ---- */

/* What a run was made of and what it made, as JSON: by it a file of scores can
   be traced back to the very bytes that it came from. */
struct manifest {
    const struct score_job *job;
    struct norm_tally *const *norms;    /* of each instrument; counted where the
                                           job is with details */
    const struct option_entry *options; /* the table, and what was given */
    const void *args;
    bool with_private;  /* what rests on private answers is counted too */
    const char *output; /* path; NULL: standard output */
    size_t output_size; /* bytes */
    struct digest output_digest;
};

/* Adds the manifest to 'out'. */
void manifest_add(const struct manifest *manifest, struct buf *out);

#endif
