/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune report: one client's sessions as a PDF to talk about. */
#include <config.h>

#include "cli/command.h"

#include <stdio.h>
#include <string.h>
#include "base/file.h"
#include "base/words.h"
#include "change/series.h"
#include "cli/source_args.h"
#include "render/draw.h"
#include "report/report.h"

enum { REPORT_TEMPLATE_LIMIT_SIZE = 1 << 20, SECONDS_A_DAY = 86400 };

struct report_args {
    struct source_args reading;
    const char *client;
    const char *output;
    int format;
    int paper;
    const char *lang;
    const char *reader;
    const char *template;
    const char *reports_folder;
    const char *baseline;
};

static const char *const format_names[] = {
    [DRAW_PDF] = "pdf",   [DRAW_SVG] = "svg",     [DRAW_PNG] = "png",
    [DRAW_TEXT] = "text", [DRAW_TEXT + 1] = NULL,
};

/* What the names of files end in. */
static const char *const format_suffixes[] = {
    [DRAW_PDF] = ".pdf",
    [DRAW_SVG] = ".svg",
    [DRAW_PNG] = ".png",
    [DRAW_TEXT] = ".txt",
};

static const char *const paper_names[] = {
    [PAPER_A4] = "a4",
    [PAPER_LETTER] = "letter",
    [PAPER_LETTER + 1] = NULL,
};

#define AT(member) offsetof(struct report_args, member)
#define READING(member) AT(reading.member)
static const struct option_entry report_options[] = {
    {"client", 0, OPTION_TEXT, AT(client), "CODE",
     "whose report; may be left out where the file is of one client only", NULL,
     COMPLETES_NOTHING},
    {"output", 'o', OPTION_TEXT, AT(output), "FILE",
     "write the page to FILE, whole or not at all (default: CODE.pdf, "
     "or .svg, .png, .txt)",
     NULL, COMPLETES_FILE},
    {"format", 0, OPTION_NAME, AT(format), "FORMAT",
     "pdf, svg or png (one picture, the pages below each other) or text (its "
     "words, a line for each row of a table, to read aloud)",
     format_names, COMPLETES_NOTHING},
    {"paper", 0, OPTION_NAME, AT(paper), "SIZE", "a4 or letter", paper_names,
     COMPLETES_NOTHING},
    {"lang", 0, OPTION_TEXT, AT(lang), "LANGUAGE",
     "the language of the page: en, es, de or ar", NULL, COMPLETES_NOTHING},
    {"for", 0, OPTION_TEXT, AT(reader), "READER",
     "whom the pages are for, of those that the kind is made for: table, "
     "client "
     "or clinician (default: whom KIND is for)",
     NULL, COMPLETES_NOTHING},
    {"baseline", 0, OPTION_TEXT, AT(baseline), "SESSION",
     "count changes from this session (default: the first with a score)", NULL,
     COMPLETES_NOTHING},
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
    struct data data;
    enum language language;
    enum audience audience;
    const char *client; /* NULL until the first row, where it was not named */
    struct history_builder **builders; /* one for each instrument */
    notice_counts *notices;            /* likewise: of this client */
    struct reading reading;
    size_t n_taken;    /* rows of this client */
    bool has_stranger; /* a row told that it cannot be about one client */
};

static void
begin_histories(struct run *run, const char *client)
{
    run->client = client;
    visits_about(run->reading.visits, client);
    for (size_t i = 0; i < run->data.loaded.n; i++) {
        run->builders[i] = history_builder_new(run->data.loaded.instruments[i],
                                               client, run->context->arena);
        history_builder_for_others(run->builders[i]);
    }
}

static void
take_row(struct run *run, struct piece *piece, size_t row)
{
    run->n_taken++;
    reading_fill(&run->reading, piece, row);
    for (size_t i = 0; i < run->data.loaded.n; i++) {
        const struct scored *scored = &piece->scored[i];
        history_builder_add(run->builders[i], scored->batch, row,
                            scored->scores);
        alerts_count_row(scored->batch, scored->scores, row, run->notices[i]);
    }
}

/* Takes a row of the client.  Where none was named, the first row's is meant,
   and a second one is an error: the codes of others are not for the screen, so
   it does not list them.  A row without a code is nobody's. */
static bool
look_at_row(struct run *run, struct piece *piece, size_t row)
{
    struct str client = rows_text(piece->rows, FACT_CLIENT, row);

    if (!piece->rows->text[FACT_CLIENT])
        return context_refuse(
            run->context,
            "a report is about one client; each row must name its own",
            "the file has no column 'client'");
    if (!client.len && !run->args->client)
        return context_refuse(run->context,
                              "say whose report with --client CODE",
                              "a row does not say whose it is");
    if (!run->client)
        begin_histories(run, arena_text(run->context->arena, client));
    if (str_is(client, run->client))
        take_row(run, piece, row);
    else if (!run->args->client)
        return context_refuse(run->context,
                              "say whose report with --client CODE",
                              "the file is of several clients");
    return true;
}

static bool
take_rows(void *aux, struct piece *piece)
{
    struct run *run = aux;

    for (size_t row = 0; !run->has_stranger && row < piece->rows->n_rows; row++)
        run->has_stranger = !look_at_row(run, piece, row);
    return !run->has_stranger;
}

static const struct visitor visitor = {.rows = take_rows};

static enum exit_status
read_rows(struct run *run)
{
    struct diag *diag = run->context->diag;

    reading_run(&run->reading);
    enum exit_status status = source_args_status(&run->reading);
    if (run->has_stranger || status == EXIT_FAILED)
        return run->has_stranger ? EXIT_USAGE : status;
    reading_warn(&run->reading, diag);
    if (run->n_taken)
        return status;
    /* The file may have no row at all. */
    context_refuse(run->context, NULL, "the file has no row%s",
                   run->client ? " of that client" : "");
    if (run->client)
        visits_hint_missing(run->reading.visits, diag);
    return EXIT_USAGE;
}

static enum exit_status
read_histories(struct run *run)
{
    struct context *context = run->context;
    struct arena *arena = context->arena;
    size_t n = run->data.loaded.n;

    if (!source_args_open(&run->data))
        return status_of_problems(context->diag);
    run->builders = ARENA_ARRAY(arena, n, struct history_builder *);
    run->notices = ARENA_ARRAY(arena, n, notice_counts);
    run->reading = source_args_reading(&run->data);
    run->reading.visitor = &visitor;
    run->reading.aux = run;
    run->reading.visits =
        visits_new(&(struct visits_options){.are_ordered = true},
                   run->data.loaded.instruments);
    if (run->args->client)
        begin_histories(run, run->args->client);
    enum exit_status status = read_rows(run);
    visits_free(run->reading.visits);
    source_close(run->data.source);
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

/* A baseline that was asked for and that no session has. */
static void
check_baseline(const struct report_data *data, struct diag *diag)
{
    for (size_t i = 0; i < data->n_histories; i++)
        if (history_find(data->histories[i], data->baseline) != SIZE_MAX)
            return;
    diag_add(diag, MSG_SESSION_NO_BASELINE, (struct place){0},
             "'%s'; no change is judged", data->baseline);
}

static bool
render(struct run *run, const struct template *template, struct str *bytes)
{
    struct arena *arena = run->context->arena;
    struct diag *diag = run->context->diag;
    const struct history **histories =
        ARENA_ARRAY(arena, run->data.loaded.n, const struct history *);
    struct page_job job = {
        .template = template,
        .data = {.client = run->client,
                 .histories = histories,
                 .language = run->language,
                 .audience = run->audience,
                 .baseline = run->args->baseline,
                 .program_version = PACKAGE_VERSION},
        .paper = (enum paper)run->args->paper,
    };

    for (size_t i = 0; i < run->data.loaded.n; i++) {
        const struct history *history =
            history_builder_finish(run->builders[i], diag);
        if (history->n_sessions)
            histories[job.data.n_histories++] = history;
    }
    if (job.data.baseline)
        check_baseline(&job.data, diag);
    if (!job.data.n_histories) {
        diag_add(diag, MSG_NOTHING_TO_DRAW, (struct place){0},
                 "the page has no session");
        diag_hint(diag,
                  "what is private is never on a page; 'attune explain' reads "
                  "it, and 'attune score --with-private'");
    }
    job.created_s = created_s(run, &job.data);
    struct draw *draw = draw_begin(
        &(struct draw_job){.format = (enum draw_format)run->args->format,
                           .lay_out = lay_out,
                           .aux = &job,
                           .n = 1,
                           .language = run->language});
    bool ok = draw_next(draw, arena, bytes, diag);
    return draw_end(draw, diag) && ok;
}

/* A client's code as the name of a file: percent-encoded outside
   [A-Za-z0-9_-], so that no code leaves the folder. */
static const char *
file_name(const char *client, const char *suffix, struct arena *arena)
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
    buf_add_text(&name, suffix);
    char *copy = arena_text(arena, buf_str(&name));
    buf_clear(&name);
    return copy;
}

static bool
write_file(struct run *run, struct str bytes)
{
    const char *path =
        run->args->output
            ? run->args->output
            : file_name(run->client, format_suffixes[run->args->format],
                        run->context->arena);

    if (!file_write_whole(path, bytes, run->context->diag))
        return false;
    if (!run->args->output)
        fprintf(stderr, "wrote %s\n", path);
    return true;
}

static const struct template *
read_template(struct run *run, const char *kind)
{
    struct context *context = run->context;
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

/* A template is of one kind, whatever it is called; whom its pages are for is
   never more than the kind allows. */
static bool
settle_audience(struct run *run, const struct template *template,
                const char *named)
{
    struct context *context = run->context;
    const char *kind = report_kind_names[template->kind];
    const char *reader = run->args->reader;

    run->audience = report_kind_audience(template->kind);
    if (run->args->template && named && !strpbrk(named, "./")
        && strcmp(named, kind) != 0)
        return context_refuse(
            context, NULL, "the template is of '%s', not of '%s'", kind, named);
    if (!reader)
        return true;
    for (int i = 0; i < N_AUDIENCES; i++)
        if (strcmp(reader, audience_names[i]) == 0
            && report_kind_is_for(template->kind, (enum audience)i)) {
            run->audience = (enum audience)i;
            return true;
        }
    context_refuse(context, NULL, "'%s' is not made for '%s'", kind, reader);
    diag_hint(context->diag, "it is made for '%s'",
              audience_names[run->audience]);
    return false;
}

static bool
check_usage(struct run *run)
{
    struct context *context = run->context;
    const char *lang = run->args->lang;

    if (!run->data.files.n)
        return context_refuse(context,
                              "attune report --from FILE.csv --client CODE",
                              "where are the answers?");
    if (run->args->client && !*run->args->client)
        return context_refuse(context, "a row without one is nobody's",
                              "--client needs a code");
    if (lang && !language_find(str_from(lang), &run->language))
        return context_refuse(context, "they speak en, es, de and ar",
                              "the pages do not speak that language");
    return true;
}

/* An operand without a dot or a slash names a kind; so does a template. */
static bool
is_kind(const char *operand)
{
    return strcmp(operand, "-") != 0
           && (!strpbrk(operand, "./") || str_ends(str_from(operand), ".xml"));
}

/* Neither what is read nor the template may be written over. */
static bool
guard_output(struct run *run)
{
    const char *path = run->args->template;
    struct text_list template = {.items = &path, .n = path != NULL};

    return source_args_guard(&run->data, run->args->output)
           && load_guard(run->context, run->args->output, &template,
                         &run->data.loaded);
}

static enum exit_status
run_report(struct context *context, const void *memory,
           const struct text_list *operands)
{
    struct run run = {.args = memory, .context = context};
    bool has_kind = operands->n && is_kind(operands->items[0]);
    const struct load_wish wish = {.lang = run.args->lang};
    struct str pdf;

    run.data =
        source_args_data(&run.args->reading, context, operands, has_kind);
    if (!check_usage(&run))
        return EXIT_USAGE;
    const char *named = has_kind ? operands->items[0] : NULL;
    const struct template *template =
        read_template(&run, named ? named : "progress");
    if (!template || !settle_audience(&run, template, named))
        return EXIT_DONE;
    if (!source_args_load(&run.data, wish) || !guard_output(&run))
        return EXIT_DONE;
    enum exit_status status = read_histories(&run);
    if (status != EXIT_DONE && status != EXIT_DATA)
        return status;
    if (!render(&run, template, &pdf) || !write_file(&run, pdf))
        return EXIT_FAILED;
    source_args_print_alerts(&run.data, run.client, "alerts", run.notices);
    return status;
}

const struct command cmd_report = {
    .name = "report",
    .summary = "draw one client's progress as a PDF",
    .operands = "[KIND] [FILE...]",
    .description =
        "Scores the sessions of one client and lays them out.  Page one is the "
        "whole talk: what the changes say in words, first and latest scores, "
        "one chart with phases and practices, lines to write on, and what the "
        "marks mean.  The next pages hold every number and how it was "
        "computed.  Private items, and what rests on them, are never on it; a "
        "form left blank and one that was skipped throughout look alike.\n"
        "\n"
        "The answers are those of every FILE and --from; a first word without "
        "a dot or a slash is the KIND.  KIND is 'progress'.  Templates are XML "
        "files (reports/KIND.xml) that a practice may change.  The same "
        "answers give the same bytes.",
    .examples = "# one page to lay on the table\n"
                "attune report --from practice.csv --client c01 -o c01.pdf\n",
    .options = report_options,
    .args_size = sizeof(struct report_args),
    .completes = COMPLETES_FILE,
    .run = run_report,
};
