/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune alerts: what a therapist must read of the answers in whole files. */
#include "cli/command.h"

#include "base/file.h"
#include "cli/alert_list.h"
#include "cli/load.h"
#include "cli/print.h"
#include "cli/source_args.h"
#include "cli/score_run.h"
#include "change/visits.h"
#include "response/coding.h"
#include "response/source.h"
#include "score/kernel.h"

enum format { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON };

struct alerts_args {
    struct source_args reading;
    const char *client;
    int format;
    const char *output;
};

static const char *const format_names[] = {"text", "csv", "json", NULL};

#define AT(member) offsetof(struct alerts_args, member)
#define READING(member) AT(reading.member)
static const struct option_entry alerts_options[] = {
    {"client", 0, OPTION_TEXT, AT(client), "CODE",
     "of this client alone (default: of everybody)", NULL, COMPLETES_NOTHING},
    {"format", 0, OPTION_NAME, AT(format), "FORMAT", "text, csv or json",
     format_names, COMPLETES_NOTHING},
    {"output", 'o', OPTION_TEXT, AT(output), "FILE",
     "write the list to FILE, whole or not at all (default: standard output)",
     NULL, COMPLETES_FILE},
#include "cli/source_options.def"
    {.name = NULL},
};

struct run {
    const struct alerts_args *args;
    struct context *context;
    struct library *library;
    struct loaded loaded;
    struct source *source;
    struct kernel **kernels; /* one for each instrument */
    struct scores **scores;
    struct alert_list *list;
    struct coding **codings;
    struct visit_notes *notes; /* NULL: nobody was named, so nobody missed */
    struct visits *visits;     /* likewise */
    size_t n_rows;             /* read so far */
    size_t n_wanted;           /* of them */
    struct response_tally tally;
};

/* ---- reading ---- */

static bool
is_wanted(const struct run *run, const struct rows *rows, size_t row)
{
    const char *client = run->args->client;

    return !client
           || (rows->text[FACT_CLIENT]
               && str_is(rows->text[FACT_CLIENT][row], client));
}

static void
take_rows(struct run *run, const struct rows *rows,
          struct batch *const *batches)
{
    codings_add(run->codings, batches, run->loaded.n);
    if (run->visits)
        visit_notes_add(run->notes, batches, run->loaded.n);
    for (size_t i = 0; i < run->loaded.n; i++)
        if (run->loaded.plans[i]->n_alerts)
            kernel_run(run->kernels[i], batches[i], run->scores[i]);
    for (size_t row = 0; row < rows->n_rows; row++) {
        run->n_rows++;
        if (!is_wanted(run, rows, row))
            continue;
        run->n_wanted++;
        for (size_t i = 0; i < run->loaded.n; i++) {
            struct scored scored = {.batch = batches[i],
                                    .scores = run->scores[i]};
            alert_list_take(run->list, run->loaded.plans[i], &scored, row,
                            run->n_rows);
        }
    }
}

/* The first problems only are kept: memory grows with what is listed, and with
   nothing else. */
static void
read_rows(struct run *run)
{
    struct chunk *chunk = chunk_new(run->source);
    const struct rows *rows;
    struct batch *const *batches;

    while (source_read(run->source, chunk)) {
        struct diag *problems = diag_new();
        while (chunk_next(chunk, &rows, &batches))
            take_rows(run, rows, batches);
        if (run->visits) {
            visits_take(run->visits, run->notes, chunk, NULL);
            visit_notes_empty(run->notes);
        }
        source_settle(run->source, chunk, &run->tally, problems);
        if (diag_total(run->context->diag) < SHOWN_PROBLEMS)
            diag_move(run->context->diag, problems);
        diag_free(problems);
    }
    chunk_free(chunk);
}

static enum exit_status
check_client(const struct run *run)
{
    struct diag *diag = run->context->diag;

    if (!run->args->client || run->n_wanted)
        return EXIT_DONE;
    diag_add(diag, MSG_USAGE, (struct place){0},
             "there is no row of that client");
    visits_hint_missing(run->visits, diag);
    return EXIT_USAGE;
}

static enum exit_status
read_source(struct run *run, const struct response_options *options)
{
    struct context *context = run->context;
    enum exit_status status;

    run->codings = codings_new(options, context->arena);
    if (run->args->client) {
        run->notes = visit_notes_new();
        run->visits =
            visits_new(&(struct visits_options){.client = run->args->client},
                       run->loaded.instruments);
    }
    read_rows(run);
    source_warn_texts(run->source, context->diag);
    codings_warn(run->codings, options, context->diag);
    status = source_failed(run->source) ? EXIT_FAILED : check_client(run);
    source_close(run->source);
    visits_free(run->visits);
    visit_notes_free(run->notes);
    return status;
}

static enum exit_status
read_files(struct run *run, const struct text_list *files)
{
    struct context *context = run->context;
    struct response_options options = {0};
    size_t n = run->loaded.n;

    if (!source_args_guard(&run->args->reading, context, run->args->output,
                           files, &run->loaded)
        || !source_args_fill(&run->args->reading, &run->loaded, context,
                             &options))
        return status_of_problems(context->diag);
    run->source = source_open(files->items, files->n, &options, context->diag);
    if (!run->source)
        return status_of_problems(context->diag);
    load_words(run->library, &run->loaded, run->source);
    run->kernels = ARENA_ARRAY(context->arena, n, struct kernel *);
    run->scores = ARENA_ARRAY(context->arena, n, struct scores *);
    for (size_t i = 0; i < n; i++) {
        run->kernels[i] = kernel_new(run->loaded.plans[i], context->arena);
        run->scores[i] =
            scores_new(run->loaded.plans[i], false, context->arena);
    }
    run->list = alert_list_new(context->arena);
    return read_source(run, &options);
}

/* ---- writing ---- */

static bool
write_list(struct run *run)
{
    const char *path = run->args->output ? run->args->output : "-";
    struct file_writer *writer = file_writer_open(path, run->context->diag);
    struct buf out = {0};

    if (!writer)
        return false;
    alert_list_sort(run->list);
    switch ((enum format)run->args->format) {
    case FORMAT_TEXT:
        alert_list_add_text(run->list, run->context->is_plain, &out);
        break;
    case FORMAT_CSV:
        alert_list_add_csv(run->list, &out);
        break;
    case FORMAT_JSON:
        alert_list_add_json(run->list, &out);
        break;
    }
    file_writer_add(writer, buf_str(&out));
    buf_clear(&out);
    return file_writer_finish(writer, run->context->diag);
}

static enum exit_status
status_of_tally(const struct response_tally *tally)
{
    for (int i = 0; i < N_MESSAGES; i++)
        if (tally->n_problems[i]
            && message_severity((enum message)i) == SEVERITY_ERROR)
            return EXIT_DATA;
    return EXIT_DONE;
}

static enum exit_status
list_alerts(struct run *run, const struct text_list *operands)
{
    struct context *context = run->context;
    struct text_list files = *operands;

    if (!files.n)
        *vec_add(context->arena, &files) = "-";
    const struct load_wish wish = {
        .named = &run->args->reading.instruments,
        .data_path = files.items[0],
        .data_paths = &files,
    };
    run->library = context_library(context, run->args->reading.folder);
    if (!load_instruments(context, run->library, &wish, &run->loaded))
        return status_of_problems(context->diag);
    enum exit_status status = read_files(run, &files);
    if (status != EXIT_DONE)
        return status;
    return write_list(run) ? status_of_tally(&run->tally) : EXIT_FAILED;
}

static enum exit_status
run_alerts(struct context *context, const void *memory,
           const struct text_list *operands)
{
    struct run run = {.args = memory, .context = context};
    enum exit_status status = list_alerts(&run, operands);

    print_problems(context->diag, 0,
                   &(struct print_options){
                       .shows_values = run.args->reading.shows_values,
                       .limit = SHOWN_PROBLEMS,
                       .is_plain = true,
                   });
    return status;
}

const struct command cmd_alerts = {
    .name = "alerts",
    .summary = "list what must be read of saved answers",
    .operands = "[FILE...]",
    .description =
        "Lists every alert of the rows of saved responses (CSV), newest "
        "first: client, session, date, instrument, the item that carries the "
        "alert, the alert, its state, what was answered, and what to ask.  "
        "Without FILE, or with '-', standard input is read.\n"
        "\n"
        "The state is 'fired', where the condition is true; 'unanswered', "
        "where the item was left open and the alert lists that; 'undecided', "
        "where it could not be judged: something that the condition needs was "
        "not answered, cannot be read, does not apply, or has no column.  A "
        "row that keeps several questionnaires, and nothing of this one, is "
        "passed over.\n"
        "\n"
        "It prints answers, private ones too, and is meant for the therapist's "
        "eyes.  A session that is not in it may hold what no questionnaire "
        "asks.\n"
        "\n"
        "Newest is by date and time, then by number of session (or the number "
        "behind the same letters: T2 before T10), then by row; "
        "what has no date comes last.  --format csv and json have the columns "
        "client, session, date, instrument, item, alert, state, answer, ask; "
        "answer is the value as saved, a word of the kind of blank, or bad; "
        "what is not known is empty, or null.",
    .examples = "# who must be seen, newest first\n"
                "attune alerts practice.csv\n"
                "# for a program\n"
                "attune alerts -i session-check --format csv answers.csv\n",
    .options = alerts_options,
    .args_size = sizeof(struct alerts_args),
    .completes = COMPLETES_FILE,
    .run = run_alerts,
};
