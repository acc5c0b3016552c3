/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune score: saved responses in, scores out.  Chunks of rows are read in
   order, scored side by side, and written in order (base/workers.h). */
#include "cli/command.h"

#include <stdio.h>
#include "base/file.h"
#include "base/workers.h"
#include "cli/load.h"
#include "cli/meter.h"
#include "cli/print.h"
#include "cli/summary.h"
#include "response/csv_source.h"
#include "score/kernel.h"
#include "score/sink.h"

enum { SHOWN_PROBLEMS = 20 };

enum format { FORMAT_CSV, FORMAT_TSV };

struct score_args {
    struct text_list instruments;
    const char *folder;
    const char *output;
    int format;
    bool is_long;
    bool with_details;
    bool is_rounded;
    bool is_strict;
    bool any_edition;
    bool is_raw;
    bool shows_values;
    bool is_quiet;
    int32_t n_threads;
    struct text_list codes;
    struct text_list columns;
    const char *delimiter;
    const char *prefix;
};

static const char *const format_names[] = {"csv", "tsv", NULL};

#define AT(member) offsetof(struct score_args, member)
static const struct option_entry score_options[] = {
    {"instrument", 'i', OPTION_LIST, AT(instruments), "INSTRUMENT",
     "score with this instrument: an id or a file; may be repeated", NULL,
     COMPLETES_INSTRUMENT},
    {"output", 'o', OPTION_TEXT, AT(output), "FILE",
     "write the scores to FILE, whole or not at all (default: standard "
     "output)",
     NULL, COMPLETES_FILE},
    {"format", 0, OPTION_NAME, AT(format), "FORMAT",
     "csv (with the delimiter of the input) or tsv", format_names,
     COMPLETES_NOTHING},
    {"long", 0, OPTION_FLAG, AT(is_long), NULL,
     "one row for each administration and scale, with the instrument's "
     "edition and digest",
     NULL, COMPLETES_NOTHING},
    {"details", 0, OPTION_FLAG, AT(with_details), NULL,
     "add why, answered, items, low, high, band, beyond, prorated to each "
     "score",
     NULL, COMPLETES_NOTHING},
    {"round", 0, OPTION_FLAG, AT(is_rounded), NULL,
     "print each score with its scale's decimals", NULL, COMPLETES_NOTHING},
    {"strict", 0, OPTION_FLAG, AT(is_strict), NULL,
     "stop at the first problem and leave no output file", NULL,
     COMPLETES_NOTHING},
    {"threads", 'j', OPTION_WHOLE, AT(n_threads), "N",
     "work with N threads (default: one for each processor)", NULL,
     COMPLETES_NOTHING},
    {"missing", 0, OPTION_LIST, AT(codes), "CODE=KIND",
     "this code means a missing answer: skipped, declined, unknown, "
     "not-applicable, not-asked or unclear; may be repeated",
     NULL, COMPLETES_NOTHING},
    {"column", 0, OPTION_LIST, AT(columns), "ITEM=HEADER",
     "the item stands in the column of that header; may be repeated", NULL,
     COMPLETES_NOTHING},
    {"delimiter", 0, OPTION_TEXT, AT(delimiter), "CHARACTER",
     "what parts the cells: a comma, a semicolon or 'tab' (default: found in "
     "the header)",
     NULL, COMPLETES_NOTHING},
    {"prefix", 0, OPTION_TEXT, AT(prefix), "TEXT",
     "put TEXT before the name of each score", NULL, COMPLETES_NOTHING},
    {"any-edition", 0, OPTION_FLAG, AT(any_edition), NULL,
     "score rows of another edition too", NULL, COMPLETES_NOTHING},
    {"raw", 0, OPTION_FLAG, AT(is_raw), NULL,
     "leave the apostrophe that guards text cells against spreadsheets as it "
     "is",
     NULL, COMPLETES_NOTHING},
    {"show-values", 0, OPTION_FLAG, AT(shows_values), NULL,
     "let messages show what stands in a cell", NULL, COMPLETES_NOTHING},
    {"quiet", 'q', OPTION_FLAG, AT(is_quiet), NULL, "no summary at the end",
     NULL, COMPLETES_NOTHING},
    {"instruments", 0, OPTION_TEXT, AT(folder), "FOLDER",
     "look for instruments in FOLDER first", NULL, COMPLETES_FOLDER},
    {.name = NULL},
};

/* One chunk on its way through, with everything a thread needs for it. */
struct piece {
    struct csv_chunk *chunk;
    struct kernel **kernels; /* one for each plan, and so on */
    struct scores **scores;
    struct scored *scored;
    why_counts **counts;
    struct buf out;
};

struct run {
    const struct score_args *args;
    struct context *context;
    struct loaded loaded;
    struct csv_source *source;
    const struct sink_class *sink_class;
    void *sink;
    struct file_writer *writer;
    struct response_tally tally;
    why_counts **counts;
    struct meter meter;
};

static bool
read_piece(void *aux, void *piece)
{
    struct run *run = aux;

    return csv_source_read(run->source, ((struct piece *)piece)->chunk);
}

static void
count_whys(const struct scores *scores, why_counts *counts)
{
    for (size_t s = 0; s < scores->n_scales; s++)
        for (size_t row = 0; row < scores->n_rows; row++)
            counts[s][scores->columns[s].why[row]]++;
}

static void
work_on_piece(void *aux, void *memory)
{
    const struct run *run = aux;
    struct piece *piece = memory;
    const struct rows *rows;
    struct batch *const *batches;

    buf_empty(&piece->out);
    while (csv_chunk_next(piece->chunk, &rows, &batches)) {
        for (size_t i = 0; i < run->loaded.n; i++) {
            kernel_run(piece->kernels[i], batches[i], piece->scores[i]);
            count_whys(piece->scores[i], piece->counts[i]);
            piece->scored[i] = (struct scored){batches[i], piece->scores[i]};
        }
        run->sink_class->rows(run->sink, rows, piece->scored, &piece->out);
    }
}

/* Keeps the first problems only, so that memory stays flat however many
   there are; all are counted in the tally. */
static void
settle(struct run *run, struct piece *piece)
{
    struct diag *problems = diag_new();

    csv_source_settle(run->source, piece->chunk, &run->tally, problems);
    if (diag_total(run->context->diag) < SHOWN_PROBLEMS)
        diag_move(run->context->diag, problems);
    diag_free(problems);
}

static bool
write_piece(void *aux, void *memory)
{
    struct run *run = aux;
    struct piece *piece = memory;

    settle(run, piece);
    if (run->args->is_strict
        && diag_count(run->context->diag, SEVERITY_ERROR) > 0)
        return false;
    file_writer_add(run->writer, buf_str(&piece->out));
    meter_show(&run->meter, run->tally.n_rows);
    return !file_writer_failed(run->writer);
}

static struct piece *
piece_new(const struct run *run, struct arena *arena)
{
    size_t n = run->loaded.n;
    struct piece *piece = ARENA_NEW(arena, struct piece);

    piece->chunk = csv_chunk_new(run->source);
    piece->kernels = ARENA_ARRAY(arena, n, struct kernel *);
    piece->scores = ARENA_ARRAY(arena, n, struct scores *);
    piece->scored = ARENA_ARRAY(arena, n, struct scored);
    piece->counts = ARENA_ARRAY(arena, n, why_counts *);
    for (size_t i = 0; i < n; i++) {
        const struct plan *plan = run->loaded.plans[i];
        piece->kernels[i] = kernel_new(plan, arena);
        piece->scores[i] = scores_new(plan, run->args->with_details, arena);
        piece->counts[i] =
            ARENA_ARRAY(arena, plan->instrument->n_scales, why_counts);
    }
    return piece;
}

static void
add_counts(struct run *run, const struct piece *piece)
{
    for (size_t i = 0; i < run->loaded.n; i++)
        for (size_t s = 0; s < run->loaded.instruments[i]->n_scales; s++)
            for (size_t why = 0; why < N_WHYS; why++)
                run->counts[i][s][why] += piece->counts[i][s][why];
}

/* Twice as many pieces as threads, so that nobody waits for the writer. */
static void
score_all(struct run *run)
{
    struct arena *arena = run->context->arena;
    size_t n_threads =
        run->args->n_threads ? (size_t)run->args->n_threads : workers_default();
    size_t n_pieces = n_threads > 1 ? 2 * n_threads : 1;
    void **pieces = ARENA_ARRAY(arena, n_pieces, void *);
    struct workers_job job = {read_piece, work_on_piece, write_piece, run};

    for (size_t i = 0; i < n_pieces; i++)
        pieces[i] = piece_new(run, arena);
    workers_run(&job, pieces, n_pieces, n_threads);

    run->counts = ARENA_ARRAY(arena, run->loaded.n, why_counts *);
    for (size_t i = 0; i < run->loaded.n; i++)
        run->counts[i] = ARENA_ARRAY(
            arena, run->loaded.instruments[i]->n_scales, why_counts);
    for (size_t i = 0; i < n_pieces; i++) {
        struct piece *piece = pieces[i];
        add_counts(run, piece);
        csv_chunk_free(piece->chunk);
        buf_clear(&piece->out);
    }
}

static void
print_summary(const struct run *run)
{
    struct buf out = {0};

    if (summary_problems(&run->tally) > SHOWN_PROBLEMS)
        summary_add_problems(&out, &run->tally);
    if (!run->args->is_quiet) {
        summary_add(&out, &run->loaded, run->tally.n_rows, run->counts,
                    run->context->err_is_terminal ? meter_elapsed_s(&run->meter)
                                                  : 0);
    }
    fputs(buf_text(&out), stderr);
    buf_clear(&out);
}

static bool
read_delimiter(struct context *context, const char *text, char *delimiter)
{
    if (!text)
        return true;
    if (str_is(STR("tab"), text) || str_is(STR("\t"), text))
        *delimiter = '\t';
    else if ((*text == ',' || *text == ';') && !text[1])
        *delimiter = *text;
    else {
        diag_add(context->diag, MSG_USAGE, (struct place){0},
                 "--delimiter is a comma, a semicolon or 'tab', not '%s'",
                 text);
        return false;
    }
    return true;
}

static bool
open_sink(struct run *run)
{
    struct sink_options options = {
        .plans = run->loaded.plans,
        .n_plans = run->loaded.n,
        .delimiter = run->args->format == FORMAT_TSV
                         ? '\t'
                         : csv_source_delimiter(run->source),
        .with_details = run->args->with_details,
        .is_rounded = run->args->is_rounded,
        .is_raw = run->args->is_raw,
        .prefix = run->args->prefix,
    };

    options.kept = csv_source_kept(run->source, &options.n_kept);
    run->sink_class = run->args->is_long ? &sink_csv_long : &sink_csv_wide;
    run->sink = run->sink_class->open(&options, run->context->arena,
                                      run->context->diag);
    return run->sink != NULL;
}

static enum exit_status
open_source(struct run *run, const struct text_list *files)
{
    struct context *context = run->context;
    const struct score_args *args = run->args;
    struct response_options options = {
        .instruments = run->loaded.instruments,
        .n_instruments = run->loaded.n,
        .any_edition = args->any_edition,
        .keep_raw = args->is_raw,
    };

    if (!load_codes(context, &args->codes, &options)
        || !load_columns(context, &args->columns, &options)
        || !read_delimiter(context, args->delimiter, &options.delimiter))
        return EXIT_USAGE;
    run->source =
        csv_source_open(files->items, files->n, &options, context->diag);
    if (!run->source)
        return EXIT_FAILED;
    if (!open_sink(run))
        return EXIT_USAGE;
    run->writer =
        file_writer_open(args->output ? args->output : "-", context->diag);
    return run->writer ? EXIT_DONE : EXIT_FAILED;
}

/* The output appears whole, or not at all. */
static enum exit_status
finish(struct run *run)
{
    enum exit_status status = EXIT_DONE;
    bool failed = csv_source_failed(run->source);

    for (int i = 0; i < N_MESSAGES; i++)
        if (run->tally.n_problems[i]
            && message_severity((enum message)i) == SEVERITY_ERROR)
            status = EXIT_DATA;
    if (failed || (run->args->is_strict && status == EXIT_DATA))
        file_writer_abandon(run->writer);
    else if (!file_writer_finish(run->writer, run->context->diag))
        failed = true;
    return failed ? EXIT_FAILED : status;
}

static enum exit_status
score_files(struct run *run, const struct text_list *files)
{
    struct buf head = {0};
    enum exit_status status = open_source(run, files);

    if (status != EXIT_DONE)
        goto done;
    run->sink_class->head(run->sink, &head);
    file_writer_add(run->writer, buf_str(&head));
    buf_clear(&head);
    meter_start(&run->meter, run->context->shows_progress);
    score_all(run);
    meter_end(&run->meter);
    status = finish(run);
done:
    csv_source_close(run->source);
    return status;
}

/* With --strict what comes behind the first error is of no interest. */
static size_t
shown_problems(const struct run *run)
{
    const struct diag *diag = run->context->diag;

    for (size_t i = 0; run->args->is_strict && i < diag_total(diag); i++)
        if (message_severity(diag_get(diag, i)->message) == SEVERITY_ERROR)
            return i + 1;
    return SHOWN_PROBLEMS;
}

static enum exit_status
run_score(struct context *context, const void *memory,
          const struct text_list *operands)
{
    const struct score_args *args = memory;
    struct run run = {.args = args, .context = context};
    struct text_list files = *operands;
    struct library *library = context_library(context, args->folder);

    if (!files.n)
        *vec_add(context->arena, &files) = "-";
    if (!load_instruments(context, library, &args->instruments, files.items[0],
                          NULL, &run.loaded)) {
        print_problems(context->diag, 0, &(struct print_options){0});
        return status_of_problems(context->diag);
    }
    enum exit_status status = score_files(&run, &files);
    print_problems(context->diag, 0,
                   &(struct print_options){
                       .shows_values = args->shows_values,
                       .limit = shown_problems(&run),
                       .is_plain = true,
                   });
    if (run.counts && status != EXIT_FAILED
        && !(args->is_strict && status == EXIT_DATA))
        print_summary(&run);
    return status;
}

const struct command cmd_score = {
    .name = "score",
    .summary = "score saved responses",
    .operands = "[FILE...]",
    .description =
        "Reads saved responses (CSV), scores every row by the rules of the "
        "instruments, and writes a row of scores for each row read: all "
        "columns "
        "that are no items, in their order, then the scores.  A score that "
        "cannot be given is an empty cell; --details says why.  Without FILE, "
        "or "
        "with '-', standard input is read.\n"
        "\n"
        "Without -i the instruments are those that the header names "
        "(INSTRUMENT.ITEM) or the first row's column 'instrument'.\n"
        "\n"
        "A value that is no answer of its item is reported with its place and "
        "never scored: every scale that needs it is empty for that row.  "
        "Messages never print what stands in a cell, unless --show-values.",
    .examples = "# scores beside the columns that are no items\n"
                "attune score -i communication answers.csv -o scores.csv\n"
                "# everything about each score, one row a scale\n"
                "attune score -i attachment --long --details answers.csv\n",
    .options = score_options,
    .args_size = sizeof(struct score_args),
    .completes = COMPLETES_FILE,
    .run = run_score,
};
