/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune report: one client's sessions as a PDF to talk about. */
#include <config.h>

#include "cli/command.h"

#include <stdio.h>
#include "base/file.h"
#include "base/words.h"
#include "cli/thousands.h"
#include "cli/load.h"
#include "cli/print.h"
#include "cli/source_args.h"
#include "cli/summary.h"
#include "render/draw.h"
#include "report/report.h"
#include "response/coding.h"
#include "response/source.h"
#include "score/filler.h"
#include "score/kernel.h"
#include "change/visits.h"

enum { REPORT_TEMPLATE_LIMIT_SIZE = 1 << 20, SECONDS_A_DAY = 86400 };

struct report_args {
    struct source_args reading;
    const char *from;
    const char *client;
    const char *output;
    int paper;
    const char *lang;
    const char *template;
    const char *reports_folder;
};

static const char *const paper_names[] = {
    [PAPER_A4] = "a4",
    [PAPER_LETTER] = "letter",
    [PAPER_LETTER + 1] = NULL,
};

#define AT(member) offsetof(struct report_args, member)
#define READING(member) AT(reading.member)
static const struct option_entry report_options[] = {
    {"from", 0, OPTION_TEXT, AT(from), "FILE",
     "take the answers from this file of saved responses (CSV)", NULL,
     COMPLETES_FILE},
    {"client", 0, OPTION_TEXT, AT(client), "CODE",
     "whose report; may be left out where the file is of one client only", NULL,
     COMPLETES_NOTHING},
    {"output", 'o', OPTION_TEXT, AT(output), "FILE",
     "write the PDF to FILE, whole or not at all (default: CODE.pdf)", NULL,
     COMPLETES_FILE},
    {"paper", 0, OPTION_NAME, AT(paper), "SIZE", "a4 or letter", paper_names,
     COMPLETES_NOTHING},
    {"lang", 0, OPTION_TEXT, AT(lang), "LANGUAGE",
     "the language of the page: en, es, de or ar", NULL, COMPLETES_NOTHING},
    {"template", 0, OPTION_TEXT, AT(template), "FILE",
     "lay the page out as this template says (default: that of KIND)", NULL,
     COMPLETES_FILE},
    {"reports", 0, OPTION_TEXT, AT(reports_folder), "FOLDER",
     "look for report templates in FOLDER first", NULL, COMPLETES_FOLDER},
#include "cli/source_options.def"
    {.name = NULL},
};

struct run {
    const struct report_args *args;
    struct context *context;
    struct library *library;
    struct loaded loaded;
    enum language language;
    struct source *source;
    struct response_options options;
    struct coding **codings;
    const char *client; /* NULL until the first row, where it was not named */
    struct history_builder **builders; /* one for each instrument */
    struct kernel **kernels;
    struct filler **fillers;
    struct scores **scores;
    notice_counts *notices;
    struct response_tally tally;
    size_t n_taken; /* rows of this client */
    struct visit_notes *notes;
    struct visits *visits; /* once the client is known */
};

static enum exit_status
wrong_usage(struct run *run, const char *what, const char *hint)
{
    diag_add(run->context->diag, MSG_USAGE, (struct place){0}, "%s", what);
    diag_hint(run->context->diag, "%s", hint);
    return EXIT_USAGE;
}

static void
begin_histories(struct run *run, const char *client)
{
    run->client = client;
    run->visits = visits_new(
        &(struct visits_options){.are_ordered = true, .client = client},
        run->loaded.instruments);
    for (size_t i = 0; i < run->loaded.n; i++)
        run->builders[i] = history_builder_new(run->loaded.instruments[i],
                                               client, run->context->arena);
}

static void
take_row(struct run *run, struct batch *const *batches, size_t row)
{
    run->n_taken++;
    for (size_t i = 0; i < run->loaded.n; i++) {
        filler_run(run->fillers[i], batches[i], row, run->scores[i],
                   run->context->arena);
        history_builder_add(run->builders[i], batches[i], row, run->scores[i]);
        alerts_count_row(batches[i], run->scores[i], row, run->notices[i]);
    }
}

/* Takes the rows of the client.  Where none was named, the first row's is
   meant, and a second one is an error: the codes of others are not for the
   screen, so it does not list them.  A row without a code is nobody's. */
static enum exit_status
take_rows(struct run *run, const struct rows *rows,
          struct batch *const *batches)
{
    codings_add(run->codings, batches, run->loaded.n);
    for (size_t i = 0; i < run->loaded.n; i++)
        kernel_run(run->kernels[i], batches[i], run->scores[i]);
    visit_notes_add(run->notes, batches, run->loaded.n);
    for (size_t row = 0; row < rows->n_rows; row++) {
        struct str client = rows->text[FACT_CLIENT][row];
        if (!client.len && !run->args->client)
            return wrong_usage(run, "a row does not say whose it is",
                               "say whose report with --client CODE");
        if (!run->client)
            begin_histories(run, arena_text(run->context->arena, client));
        if (str_is(client, run->client))
            take_row(run, batches, row);
        else if (!run->args->client)
            return wrong_usage(run, "the file is of several clients",
                               "say whose report with --client CODE");
    }
    return EXIT_DONE;
}

/* The file may have no row at all. */
static enum exit_status
no_row(struct run *run)
{
    struct diag *diag = run->context->diag;

    diag_add(diag, MSG_USAGE, (struct place){0},
             run->client ? "the file has no row of that client"
                         : "the file has no row");
    if (run->visits)
        visits_hint_missing(run->visits, diag);
    return EXIT_USAGE;
}

static enum exit_status
read_rows(struct run *run)
{
    struct chunk *chunk = chunk_new(run->source);
    const struct rows *rows;
    struct batch *const *batches;
    enum exit_status status = EXIT_DONE;

    run->notes = visit_notes_new();
    while (status == EXIT_DONE && source_read(run->source, chunk)) {
        visit_notes_empty(run->notes);
        while (status == EXIT_DONE && chunk_next(chunk, &rows, &batches)) {
            if (!rows->text[FACT_CLIENT])
                status = wrong_usage(
                    run, "the file has no column 'client'",
                    "a report is about one client; each row must name its own");
            else
                status = take_rows(run, rows, batches);
        }
        if (run->visits)
            visits_take(run->visits, run->notes, chunk, NULL);
        source_settle(run->source, chunk, &run->tally, run->context->diag);
    }
    source_warn_texts(run->source, run->context->diag);
    chunk_free(chunk);
    visit_notes_free(run->notes);
    if (status == EXIT_DONE && source_failed(run->source))
        status = EXIT_FAILED;
    if (status == EXIT_DONE)
        codings_warn(run->codings, &run->options, run->context->diag);
    if (status == EXIT_DONE && !run->n_taken)
        status = no_row(run);
    visits_free(run->visits);
    return status;
}

static enum exit_status
open_source(struct run *run)
{
    struct context *context = run->context;

    if (!source_args_fill(&run->args->reading, &run->loaded, context,
                          &run->options))
        return status_of_problems(context->diag);
    run->codings = codings_new(&run->options, context->arena);
    run->source =
        source_open(&run->args->from, 1, &run->options, context->diag);
    if (!run->source)
        return status_of_problems(context->diag);
    load_words(run->library, &run->loaded, run->source);
    return EXIT_DONE;
}

static enum exit_status
read_histories(struct run *run)
{
    struct arena *arena = run->context->arena;
    size_t n = run->loaded.n;

    run->builders = ARENA_ARRAY(arena, n, struct history_builder *);
    run->fillers = ARENA_ARRAY(arena, n, struct filler *);
    run->kernels = ARENA_ARRAY(arena, n, struct kernel *);
    run->scores = ARENA_ARRAY(arena, n, struct scores *);
    run->notices = ARENA_ARRAY(arena, n, notice_counts);
    for (size_t i = 0; i < n; i++) {
        run->kernels[i] = kernel_new(run->loaded.plans[i], arena);
        run->fillers[i] = filler_new(run->loaded.plans[i], arena);
        run->scores[i] = scores_new(run->loaded.plans[i], true, arena);
    }
    if (run->args->client)
        begin_histories(run, run->args->client);
    enum exit_status status = open_source(run);
    if (status == EXIT_DONE)
        status = read_rows(run);
    source_close(run->source);
    return status;
}

/* The day of the latest session, unless SOURCE_DATE_EPOCH says otherwise:
   never the clock, so that the same data gives the same bytes. */
static int64_t
created_s(const struct run *run, const struct report_data *data)
{
    int64_t latest = 0;

    if (run->context->has_epoch)
        return run->context->epoch_s;
    for (size_t i = 0; i < data->n_histories; i++) {
        const struct history *history = data->histories[i];
        for (size_t s = 0; s < history->n_sessions; s++) {
            int32_t days = history->sessions[s].date_days;
            if (days != DATE_NONE && (int64_t)days * SECONDS_A_DAY > latest)
                latest = (int64_t)days * SECONDS_A_DAY;
        }
    }
    return latest;
}

/* What the pages are made from: all that crosses to where they are drawn. */
struct page_job {
    const struct template *template;
    struct report_data data;
    enum paper paper;
    int64_t created_s;
};

static const struct document *
lay_out(const void *aux, size_t number, const struct measure *measure,
        struct arena *arena)
{
    const struct page_job *job = aux;
    struct document *document = arena_alloc(arena, 1, sizeof *document);

    (void)number; /* one client */
    *document =
        *report_make(job->template, &job->data, job->paper, measure, arena);
    document->created_s = job->created_s;
    return document;
}

static bool
render(struct run *run, const struct template *template, struct str *bytes)
{
    struct arena *arena = run->context->arena;
    struct diag *diag = run->context->diag;
    const struct history **histories =
        ARENA_ARRAY(arena, run->loaded.n, const struct history *);
    struct page_job job = {
        .template = template,
        .data = {.client = run->client,
                 .histories = histories,
                 .language = run->language,
                 .program_version = PACKAGE_VERSION},
        .paper = (enum paper)run->args->paper,
    };

    for (size_t i = 0; i < run->loaded.n; i++) {
        const struct history *history =
            history_builder_finish(run->builders[i], diag);
        if (history->n_sessions)
            histories[job.data.n_histories++] = history;
    }
    if (!job.data.n_histories) {
        diag_add(diag, MSG_NOTHING_TO_DRAW, (struct place){0},
                 "the page has no session");
        diag_hint(diag,
                  "what is private is never on a page; 'attune explain' reads "
                  "it, and 'attune score --with-private'");
    }
    job.created_s = created_s(run, &job.data);
    struct draw *draw = draw_begin(&(struct draw_job){
        .lay_out = lay_out, .aux = &job, .n = 1, .language = run->language});
    bool ok = draw_next(draw, arena, bytes, diag);
    return draw_end(draw, diag) && ok;
}

/* A client's code as the name of a file: percent-encoded outside
   [A-Za-z0-9_-], so that no code leaves the folder. */
static const char *
file_name(const char *client, struct arena *arena)
{
    struct buf name = {0};

    for (; *client; client++) {
        unsigned char c = (unsigned char)*client;
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (is_plain)
            buf_add_char(&name, (char)c);
        else
            buf_addf(&name, "%%%02X", c);
    }
    buf_add_text(&name, ".pdf");
    char *copy = arena_text(arena, buf_str(&name));
    buf_clear(&name);
    return copy;
}

static bool
write_file(struct run *run, struct str bytes)
{
    struct diag *diag = run->context->diag;
    const char *path = run->args->output
                           ? run->args->output
                           : file_name(run->client, run->context->arena);
    struct file_writer *writer = file_writer_open(path, diag);

    if (!writer)
        return false;
    file_writer_add(writer, bytes);
    if (!file_writer_finish(writer, diag))
        return false;
    if (!run->args->output)
        fprintf(stderr, "wrote %s\n", path);
    return true;
}

static const struct template *
read_template(struct run *run, const struct text_list *operands)
{
    struct context *context = run->context;
    const char *kind = operands->n ? operands->items[0] : "progress";
    const char *path = run->args->template;
    struct str bytes;

    if (!path)
        path = context_report_path(context, run->args->reports_folder, kind);
    if (!path
        || !file_read_whole(path, REPORT_TEMPLATE_LIMIT_SIZE, context->arena,
                            &bytes, context->diag))
        return NULL;
    return template_read(path, bytes, run->language, context->arena,
                         context->diag);
}

static enum exit_status
check_usage(struct run *run, const struct text_list *operands)
{
    const char *lang = run->args->lang;

    if (operands->n > 1)
        return wrong_usage(run, "one kind of report at a time",
                           "the answers' file goes behind --from");
    if (!run->args->from)
        return wrong_usage(run, "where are the answers?",
                           "attune report --from FILE.csv --client CODE");
    if (run->args->client && !*run->args->client)
        return wrong_usage(run, "--client needs a code",
                           "a row without one is nobody's");
    if (lang && !language_find(str_from(lang), &run->language))
        return wrong_usage(run, "the pages do not speak that language",
                           "they speak en, es, de and ar");
    return EXIT_DONE;
}

static enum exit_status
make_report(struct run *run, const struct text_list *operands)
{
    struct context *context = run->context;
    run->library = context_library(context, run->args->reading.folder);
    struct str pdf;

    if (check_usage(run, operands) != EXIT_DONE)
        return EXIT_USAGE;
    const struct template *template = read_template(run, operands);
    const struct load_wish wish = {
        .named = &run->args->reading.instruments,
        .data_path = run->args->from,
        .lang = run->args->lang,
    };
    if (!template
        || !load_instruments(context, run->library, &wish, &run->loaded))
        return status_of_problems(context->diag);
    const char *read_files[] = {run->args->from, run->args->template};
    struct text_list files = {.items = read_files,
                              .n = run->args->template ? 2 : 1};
    if (!source_args_guard(&run->args->reading, context, run->args->output,
                           &files, &run->loaded))
        return EXIT_USAGE;
    enum exit_status status = read_histories(run);
    if (status != EXIT_DONE)
        return status;
    if (!render(run, template, &pdf) || !write_file(run, pdf))
        return EXIT_FAILED;
    files.n = 1;
    summary_print_alerts(&(struct alerts_told){
        .what = "alerts",
        .counts = run->notices,
        .n = run->loaded.n,
        .reading = &run->args->reading,
        .files = &files,
        .client = run->client,
    });
    return status_of_problems(context->diag);
}

static enum exit_status
run_report(struct context *context, const void *memory,
           const struct text_list *operands)
{
    struct run run = {.args = memory, .context = context};
    enum exit_status status = make_report(&run, operands);

    print_problems(context->diag, 0,
                   &(struct print_options){
                       .shows_values = run.args->reading.shows_values,
                       .limit = 20,
                       .is_plain = true,
                   });
    return status;
}

const struct command cmd_report = {
    .name = "report",
    .summary = "draw one client's progress as a PDF",
    .operands = "[KIND]",
    .description =
        "Scores the sessions of one client and lays them out on a page: at a "
        "glance, a chart for each scale, every number in a table, and how it "
        "was "
        "computed.  Private items, and what rests on them, are never on it.\n"
        "\n"
        "KIND is 'progress'.  Templates are XML files (reports/KIND.xml) that "
        "a "
        "practice may change.  The same answers give the same bytes.",
    .examples = "# one page to lay on the table\n"
                "attune report --from practice.csv --client c01 -o c01.pdf\n",
    .options = report_options,
    .args_size = sizeof(struct report_args),
    .completes = COMPLETES_NOTHING,
    .run = run_report,
};
