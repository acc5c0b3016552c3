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
    if (args->output && args->manifest
        && (strcmp(args->output, args->manifest) == 0
            || file_is_same(args->output, args->manifest)))
        return context_refuse(
            run->context, NULL,
            "the manifest and the scores cannot both go to one file");
    return true;
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
    load_others(context, run->data.library, &run->data.loaded, options);
    if (!score_args_check(args, &run->data.loaded, context)
        || !check_outputs(run) || !check_shard(run)
        || !source_args_open(&run->data))
        return status_of_problems(context->diag);
    if (!has_kept(run))
        return EXIT_USAGE;
    if (!has_columns(run))
        return EXIT_FAILED;
    if (args->with_couples)
        return EXIT_DONE;
    return open_sink(run) ? EXIT_DONE : status_of_problems(context->diag);
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
    return score_run(context, memory, operands, NULL);
}

const struct command cmd_score = {
    .name = "score",
    .summary = "score saved responses",
    .operands = "[FILE...]",
    .description =
        "Reads saved responses (CSV), scores every row by the rules of the "
        "instruments, and writes a row of scores for each row read: all "
        "columns that are no items, in their order, then the scores.  A score "
        "that cannot be given is an empty cell; --details says why.  Columns "
        "INSTRUMENT.ITEM of other installed instruments are left out, and so "
        "are columns with the name of a private item of one (and of its time, "
        "ITEM.ms): what they hold may be private.  --keep passes one on.  "
        "Of columns whose headers look like names, addresses, telephones or "
        "days of birth score warns, and passes them on: --drop leaves one "
        "out, --keep named all that are neither facts nor named.  "
        "Scales and classes that rest on private answers, and in JSON alerts, "
        "are written with --with-private only: without it, whatever was "
        "answered to private questions leaves what is written the same.  The "
        "summary says what was held back.  Without FILE the casebook is read "
        "if one is named, or is there and a person is at the terminal; else, "
        "or with '-', standard input.  A folder stands for the .csv files in "
        "it, as 'attune fill --into FOLDER' keeps one for each questionnaire; "
        "one without an item of what is scored is named and passed over.\n"
        "\n"
        "Without -i the instruments are those that the header names "
        "(INSTRUMENT.ITEM) or the column 'instrument' of the first row that "
        "has it; standard input and pipes need -i.\n"
        "\n"
        "A value that is no answer of its item is reported with its place and "
        "never scored: every scale that needs it is empty for that row.  "
        "Messages never print what stands in a cell, unless --show-values.\n"
        "\n"
        "A session that is given twice (client, instrument, date and session "
        "are the same) is warned of at the second row, and so is a client's "
        "code that differs from another only in case, leading zeros or blanks. "
        " Without --change the first 100,000 rows are compared.\n"
        "\n"
        "Where the column 'digest' of a row (as 'attune fill' writes it) says "
        "that other things were asked, or were coded otherwise, than the "
        "installed definition says, the row is not scored, unless "
        "--any-edition; where only the texts of its language differ, it is "
        "scored, and a warning counts such rows.\n"
        "\n"
        "An item of which --value or --map reads a value as another answer is "
        "closed: every value that no rule names is bad, but for the words for "
        "a missing answer and the codes of --missing.  Saying a rule twice is "
        "nothing; two that contradict are an error.\n"
        "\n"
        "The summary warns of answers that are likely coded from one more than "
        "the instrument says: over all items of a response scale no cell holds "
        "the lowest code, and some lie one beyond the highest, or the code "
        "above the lowest is given at least 16 times and in half of all "
        "answers, or 50 times.  It warns, too, of keys that look wrong in the "
        "first 1,000 rows, the first of each client, where these are 100 "
        "people and more: 'attune items' looks at all rows, and says how.\n"
        "\n"
        "Where a formula asks other sessions (partner(ID), first(ID), "
        "previous(ID)), the files are read twice, rows in any order, 100,000 "
        "at most; standard input and pipes cannot be.  Why there is no score: "
        "no-partner, no-earlier.  Rules over other questionnaires (such as "
        "iapt-recovery) bring these; they are told at the last row of a "
        "client's date and session, else there is none: not-given.\n"
        "\n"
        "With --change every score is compared with the client's baseline; "
        "sessions stand in the order of date, time, number of session (or the "
        "number behind the same letters: T2 before T10), row.  The verdict is "
        "better, worse, no-change, no-room, depends-on-blanks, "
        "cannot-be-judged, or higher, lower, same where neither end of the "
        "scale is the better one, or the questionnaire is not validated.  It "
        "is stated where every way of filling the blanks of both sessions "
        "gives it, and wherever every way does; --couples likewise.  Where a "
        "blank decides whether other items apply, or may be answered with 'did "
        "not come up', and for formulas, up to 4,096 ways are tried one by "
        "one; a score with more keeps to what bounds all of them, which may "
        "withhold a verdict.\n"
        "\n"
        "A row's column 'lang' says in which words it was answered, chosen as "
        "--lang chooses elsewhere.\n"
        "\n"
        "With --couples each row is a couple, a pair of sessions and a scale: "
#define COUPLES_COLUMN(word, about, add) word about ", "
#include "cli/couples_columns.def"
#undef COUPLES_COLUMN
        "each item from 0 to 1 of its own range and as it was given.  The "
        "columns from items on say how alike the answers to the whole "
        "instrument are, to every item whose answer is one number, in a scale "
        "or not.  A couple is two clients with one code in the column "
        "'couple', of whom a has the code that comes first.  Sessions that "
        "have one name in the column 'session' go together; of the rest, "
        "whatever their names, those nearest in date, at most 7 days apart.  "
        "Private items, scales that rest on them, and internal scales never "
        "enter.  Where the instrument names a scale's counterpart, a's score "
        "stands beside b's on that (his self-demand beside her "
        "partner-demand).  The summary tells of each scale, over the latest "
        "gap of each couple, ICC(1,1), double-entry ICC, r (from 3 couples "
        "on), mean gap and limits of agreement (mean and 1.96 standard "
        "deviations either way; from 2 on).  At most 100,000 rows.\n"
        "\n"
        "--format json writes one document: format (1), program, version, "
        "norm, instruments (id, edition, lang, digest, wordings, title, scales "
        "with their norms) and rows, each on a line of its own.  The wordings "
        "of an instrument are the wording files beside it that can be used "
        "(lang, digest).  A row has columns (those passed through), why (null, "
        "or why it is not scored), wordings (instrument, lang, digest: the "
        "words that it was answered in, where they are not the definition's "
        "own), scores, classes and alerts, which have the columns below, with "
        "details always; those of norms where the scale has some.  What is not "
        "known is null.\n"
        "\n"
        "With --shard K/N the rows of a file are scored in N runs, on as many "
        "machines as there are, each of which goes through the file up to "
        "where its rows end and writes FILE and FILE.shard.  'attune merge' "
        "joins them; in their order they are, byte for byte, what one run "
        "would have written.  FILE.shard counts answers, private ones too, and "
        "is to be kept as they are.  Sessions given twice, codes that look "
        "alike and answers that look coded otherwise are told by 'attune "
        "merge'.\n"
        "\n"
        "--manifest writes one JSON object: format (1), program, version, "
        "options (those given, --norm among them), inputs and output (name, "
        "size, digest), rows, instruments and problems (code, what, count).  "
        "An instrument has id, edition, lang, digest, wordings (lang, digest "
        "of each wording file that can be used), norms (for each scale that "
        "has some: id, source and rows, how many scores were compared with it, "
        "as the column '.norm' says; null where neither --details nor --long "
        "nor JSON tells that column) and scales (how many rows were scored, "
        "and how many not, by why).",
    .examples = "# scores beside the columns that are no items\n"
                "attune score -i communication answers.csv -o scores.csv\n"
                "# everything about each score, one row a scale\n"
                "attune score -i attachment --long --details answers.csv\n"
                "# what changed since each client's first session\n"
                "attune score -i communication --change answers.csv\n"
                "# both partners of each couple beside each other\n"
                "attune score -i communication --couples answers.csv\n",
    .options = score_options,
    .tells_figures = true,
    .args_size = sizeof(struct score_args),
    .run = run_score,
};
