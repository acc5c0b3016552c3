/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune score: its options, and what is opened and said before and after the
   rows go through (score_run.c). */
#include "cli/command.h"

#include <stdio.h>
#include <string.h>
#include "base/file.h"
#include "cli/clock.h"
#include "cli/part.h"
#include "cli/print.h"
#include "cli/score_run.h"
#include "output/norm_tally.h"

/* What run_score() works with. */
struct run {
    const struct score_args *args;
    struct context *context;
    struct data data;
    struct file_writer *manifest; /* NULL: none was asked for */
    const char *record;           /* FILE.shard; NULL: all rows are scored */
    size_t n_before;              /* problems before the first row */
    struct score_job job;
};

/* ---- before the rows ---- */

/* What is read must still be there afterwards, and so must the scores. */
static bool
check_outputs(const struct run *run)
{
    const struct score_args *args = run->args;

    if (!source_args_guard(&run->data, args->output)
        || !source_args_guard(&run->data, args->manifest))
        return false;
    if (!args->output || !args->manifest)
        return true;
    if (strcmp(args->output, args->manifest) == 0)
        return context_refuse(
            run->context, NULL,
            "the manifest and the scores cannot both go to one file");
    return load_spare(run->context, args->manifest, args->output, "the scores");
}

/* What is cut by bytes must have an end, and be there for every shard. */
static bool
check_shard(struct run *run)
{
    const struct score_args *args = run->args;
    const struct text_list *files = &run->data.files;
    struct response_options *options = &run->data.options;

    if (!args->shard)
        return true;
    run->record = arena_printf(run->context->arena, "%s.shard", args->output);
    if (files->n > 1)
        return context_refuse(run->context,
                              "each file is scored in shards of its own",
                              "--shard needs one file");
    if (files->n == 0 || file_is_stream(files->items[0]))
        return context_refuse(run->context,
                              "standard input and pipes cannot be read twice",
                              "--shard needs one file");
    if (source_args_asks(&run->data))
        return context_refuse(
            run->context, "it needs the rows of other shards",
            "--shard takes no formula that asks other sessions");
    return shard_read(args->shard, &options->shard, &options->n_shards)
           && source_args_guard(&run->data, run->record);
}

/* The manifest names the norms in any case; where no details are told, no
   score is compared with one. */
static void
count_norms(struct run *run, struct sink_options *options)
{
    struct arena *arena = run->context->arena;

    run->job.norms =
        ARENA_ARRAY(arena, run->data.loaded.n, struct norm_tally *);
    for (size_t i = 0; i < run->data.loaded.n; i++)
        run->job.norms[i] =
            norm_tally_new(run->data.loaded.instruments[i], arena);
    if (options->with_details)
        options->norms = run->job.norms;
}

static bool
open_sink(struct run *run)
{
    const struct score_args *args = run->args;
    struct sink_options options = {
        .plans = run->data.loaded.plans,
        .n_plans = run->data.loaded.n,
        .delimiter = score_delimiter(args, run->data.source),
        .is_long = args->is_long,
        .with_details = score_has_details(args),
        .with_changes = args->with_changes,
        .with_care = args->with_care,
        .with_private = args->with_private,
        .is_rounded = args->is_rounded,
        .is_plain = run->context->is_plain,
        .is_raw = args->is_raw,
        .norm = args->norm,
        .prefix = args->prefix,
        .written = clock_epoch(run->context),
    };

    options.kept = source_kept(run->data.source, &options.n_kept);
    if (args->manifest || args->shard || run->job.parts)
        count_norms(run, &options);
    if (sink_formats[args->format]->delimiter && !args->is_long)
        source_keep_runs(run->data.source, options.delimiter);
    run->job.sink = sink_open(sink_formats[args->format], &options,
                              run->context->arena, run->context->diag);
    return run->job.sink != NULL;
}

/* A name of --keep that keeps nothing is a slip. */
static bool
has_kept(struct run *run)
{
    const struct response_options *options = &run->data.options;
    size_t n;
    const struct str *kept = source_kept(run->data.source, &n);
    bool ok = true;

    for (size_t i = 0; i < options->n_keep; i++) {
        bool is_there = false;
        for (size_t k = 0; k < n; k++)
            is_there |= str_equal_nocase(kept[k], str_from(options->keep[i]));
        if (!is_there)
            ok = context_refuse(
                run->context, "an item of what is scored is never passed on",
                "--keep names no column that can be passed on: '%s'",
                options->keep[i]);
    }
    return ok;
}

/* Columns without which the rows cannot be put together. */
static bool
has_columns(struct run *run)
{
    const struct score_args *args = run->args;
    struct diag *diag = run->context->diag;
    const char *option = args->with_couples ? "--couples" : "--change";

    if ((args->with_changes || args->with_couples)
        && !source_has(run->data.source, FACT_CLIENT)) {
        diag_add(diag, MSG_DATA_NO_CLIENT, (struct place){0}, NULL);
        return diag_hint(diag, "%s needs the column 'client'", option);
    }
    if (args->with_couples && !source_has(run->data.source, FACT_COUPLE)) {
        diag_add(diag, MSG_DATA_NO_COUPLE, (struct place){0}, NULL);
        return diag_hint(diag, "--couples needs the column 'couple'");
    }
    return true;
}

static enum exit_status
open_source(struct run *run)
{
    struct context *context = run->context;
    const struct score_args *args = run->args;
    struct response_options *options = &run->data.options;

    options->keep_raw = args->is_raw;
    options->with_digests = args->manifest || args->shard || run->job.parts;
    load_others(context, run->data.library, &run->data.loaded,
                run->data.is_of_casebook, options);
    if (!score_args_check(args, &run->data.loaded, context)
        || !check_outputs(run) || !check_shard(run)
        || !source_args_open(&run->data))
        return status_of_problems(context->diag);
    if (!has_kept(run))
        return EXIT_USAGE;
    if (!has_columns(run))
        return EXIT_FAILED;
    return args->with_couples || open_sink(run)
               ? EXIT_DONE
               : status_of_problems(context->diag);
}

static enum exit_status
open_job(struct run *run)
{
    const struct score_args *args = run->args;
    struct score_job *job = &run->job;

    job->args = args;
    job->data = &run->data;
    job->reading = source_args_reading(&run->data);
    run->n_before = diag_total(run->context->diag);
    if (job->parts && !parts_fit(job->parts, job, run->context->diag))
        return EXIT_FAILED;
    job->writer =
        file_writer_open(args->output ? args->output : "-", run->context->diag);
    if (!job->writer)
        return EXIT_FAILED;
    if (args->manifest || args->shard)
        job->digester = digester_new();
    if (!args->manifest)
        return EXIT_DONE;
    run->manifest = file_writer_open(args->manifest, run->context->diag);
    if (run->manifest)
        return EXIT_DONE;
    file_writer_abandon(job->writer);
    return EXIT_FAILED;
}

/* ---- behind the rows ---- */

/* What looks like another coding than the instrument's. */
static void
warn_of_coding(struct run *run)
{
    struct reading *reading = &run->job.reading;
    struct diag *diag = run->context->diag;
    size_t n_before = diag_total(diag);

    reading->hides_private = !run->args->with_private;
    reading_warn(reading, diag);
    for (size_t i = n_before; i < diag_total(diag); i++)
        reading->totals.tally.n_problems[diag_get(diag, i)->message]++;
    print_problems(run->context);
}

/* Behind the scores: without it they are no part that can be merged. */
static bool
write_record(struct run *run)
{
    struct diag *diag = run->context->diag;
    struct buf out SCOPED(buf_clear) = {0};

    part_add(&run->job, diag, run->n_before, &out);
    return file_write_whole(run->record, buf_str(&out), diag);
}

/* The output appears whole, or not at all. */
static enum exit_status
finish(struct run *run)
{
    struct score_job *job = &run->job;
    enum exit_status status = source_args_status(&job->reading);

    if (status == EXIT_FAILED || (run->args->is_strict && status == EXIT_DATA))
        file_writer_abandon(job->writer);
    else if (!file_writer_finish(job->writer, run->context->diag))
        return EXIT_FAILED;
    else if (run->record && !write_record(run))
        return EXIT_FAILED;
    return status;
}

/* With --strict what comes behind the first error is of no interest. */
static void
print_found(struct run *run)
{
    struct context *context = run->context;
    size_t n = run->args->is_strict ? diag_total(context->diag) : 0;
    size_t n_shown = 0;

    for (size_t i = 0; i < n; i++) {
        enum severity severity =
            message_severity(diag_get(context->diag, i)->message);
        n_shown += severity != SEVERITY_NOTE;
        if (severity != SEVERITY_ERROR)
            continue;
        context->printing.limit = n_shown;
        break;
    }
    print_problems(context);
    context->printing.limit = 0;
}

/* Whether there is something to speak of beside the problems. */
static bool
has_output(const struct run *run, enum exit_status status)
{
    return run->job.reading.totals.counts && status != EXIT_FAILED
           && !(run->args->is_strict && status == EXIT_DATA);
}

static enum exit_status
write_manifest(struct run *run, enum exit_status status)
{
    struct file_writer *writer = run->manifest;
    struct buf out SCOPED(buf_clear) = {0};

    manifest_add(&run->job, &out);
    file_writer_add(writer, buf_str(&out));
    run->manifest = NULL;
    return file_writer_finish(writer, run->context->diag) ? status
                                                          : EXIT_FAILED;
}

static enum exit_status
tell_couples(struct run *run, enum exit_status status)
{
    const struct reading *reading = &run->job.reading;
    struct buf *out = &run->job.couples;

    if (!run->args->is_quiet && reading->totals.notices
        && status != EXIT_FAILED) {
        score_summary_add_problems(out, &reading->totals.tally);
        source_args_add_alerts(&run->data, NULL, "alerts",
                               reading->totals.notices, out);
        print_said(out);
    }
    buf_clear(out);
    return status;
}

static enum exit_status
speak(struct run *run, enum exit_status status)
{
    print_found(run);
    if (run->args->with_couples)
        return tell_couples(run, status);
    if (!has_output(run, status))
        return status;
    if (!run->record)
        warn_of_coding(run);
    struct buf out = {0};

    score_summary_add_problems(&out, &run->job.reading.totals.tally);
    if (!run->args->is_quiet)
        score_summary_add(&out, &run->job);
    print_said(&out);
    return run->manifest ? write_manifest(run, status) : status;
}

static enum exit_status
score_files(struct run *run)
{
    enum exit_status status = open_source(run);
    struct meter *meter = &run->job.meter;

    if (status == EXIT_DONE)
        status = open_job(run);
    if (status == EXIT_DONE) {
        meter_start(meter, run->context->progress);
        if (run->job.parts)
            score_merge(&run->job);
        else if (run->args->with_couples)
            score_couples(&run->job);
        else
            score_rows(&run->job);
        meter_end(meter);
        status = finish(run);
    }
    status = speak(run, status);
    file_writer_abandon(run->manifest);
    digester_free(run->job.digester);
    source_close(run->data.source);
    return status;
}

/* A wide table says nothing of words: then a wording file is not even looked
   at. */
static bool
tells_words(const struct score_args *args)
{
    return args->is_long || sink_formats[args->format]->is_document
           || args->manifest;
}

enum exit_status
score_run(struct context *context, const struct score_args *args,
          const struct text_list *files, const struct parts *parts)
{
    struct run run = {.args = args, .context = context, .job.parts = parts};
    const struct load_wish wish = {.with_words = tells_words(args)
                                                 || args->shard || parts};

    run.data = source_args_data(&args->reading, context, files, 0);
    return source_args_load(&run.data, wish) ? score_files(&run) : EXIT_DONE;
}

static enum exit_status
run_score(struct context *context, const void *memory,
          const struct text_list *operands)
{
    const struct score_args *args = memory;

    return args->is_again ? score_again(context, args, operands)
                          : score_run(context, args, operands, NULL);
}

const struct command cmd_score = {
    .name = "score",
    .summary = "score saved responses",
    .operands = "[FILE...]",
#include "cli/manual/score.inc"
    .options = score_options,
    .tells_figures = true,
    .args_size = sizeof(struct score_args),
    .run = run_score,
};
