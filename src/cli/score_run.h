/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune score in its parts: what it can be asked for (score_args.c), what it
   does with the rows on their way (score_run.c prints a row of scores for each,
   score_couples.c puts the two partners of each couple beside each other,
   score_merge.c joins what shards have printed), what it says of them to people
   behind them
   (score_summary.c), and of its bytes to programs (manifest.c). */
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
    bool with_care;
    bool with_changes;
    bool with_couples;
    bool with_private;
    bool is_rounded;
    bool is_strict;
    bool is_raw;
    bool is_quiet;
    bool is_again;
    int32_t n_threads;
    const char *prefix;
    const char *norm;
    const char *baseline;
    const char *manifest;
    const char *shard; /* "2/8"; NULL: all rows */
};

extern const struct option_entry score_options[];

/* Reads "2/8", the second of eight; false of anything else. */
bool shard_read(const char *text, size_t *number, size_t *n_shards) MUST_USE;

/* False after adding options that do not go together, or that name what is
   not there. */
bool score_args_check(const struct score_args *args,
                      const struct loaded *loaded,
                      struct context *context) MUST_USE;

/* ---- what is done ---- */

struct parts;

struct score_job {
    const struct score_args *args;
    const struct data *data;
    const struct parts *parts; /* what is merged (part.h); NULL: nothing is */
    struct reading reading;
    struct sink *sink;         /* NULL: of couples */
    struct norm_tally **norms; /* of each instrument, for the manifest; counted
                                  where there are details */
    struct file_writer *writer;
    struct digester *digester; /* of what is written; NULL: nobody asks */
    struct source_input
        input; /* of what is merged, where there is a digester */
    struct meter meter;
    bool was_cut;       /* not all rows were compared (exchange/visits.h) */
    struct buf couples; /* told of couples, for people; the caller clears it */
};

/* Prints the head, all rows and the tail; of a shard but the first, only its
   rows. */
void score_rows(struct score_job *job);

/* Prints what the parts hold, and counts what they counted; sessions that are
   given twice and codes that look alike are looked for anew, over the parts.
   Refuses parts that are not as they were written, or not of the answers as
   they are. */
void score_merge(struct score_job *job);

/* Prints bytes as they stand. */
void score_put(struct score_job *job, struct str bytes);

/* Prints the head and a row for each couple, pair of sessions and scale; reads
   all rows first. */
void score_couples(struct score_job *job);

/* What parts the cells of what is written. */
char score_delimiter(const struct score_args *args,
                     const struct source *source);

/* Long rows and documents hold the details always. */
bool score_has_details(const struct score_args *args);

/* Scores the sessions of the casebook by the definitions that it keeps and by
   those that are here, prints a row for each score that is another, and takes
   the new ones (score_rescore.c). */
enum exit_status score_again(struct context *context,
                             const struct score_args *args,
                             const struct text_list *files);

/* ---- the whole ---- */

/* Scores the files, or merges the parts of such a run where there are some. */
enum exit_status score_run(struct context *context,
                           const struct score_args *args,
                           const struct text_list *files,
                           const struct parts *parts);

/* ---- the manifest ---- */

/* Adds what a run was made of and what it made, as JSON: by it a file of scores
   can be traced back to the very bytes that it came from. */
void manifest_add(const struct score_job *job, struct buf *out);

/* ---- the summary ---- */

/* Adds "scored 2,800 rows: heard 2,741, nothing answered 20, too few answered
   38", a line a scale where there are several; then what was held back, why,
   and how to have it. */
void score_summary_add(struct buf *out, const struct score_job *job);

/* Adds how many problems there were of each kind, where not all were shown. */
void score_summary_add_problems(struct buf *out,
                                const struct response_tally *tally);

#endif
