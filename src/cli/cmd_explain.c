/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune explain: how the scores of one row came about.  The file is read and
   scored as 'score' does it; the rows of one client are kept. */
#include <config.h>

#include "cli/command.h"

#include <limits.h>
#include "base/file.h"
#include "change/series.h"
#include "cli/print.h"
#include "cli/source_args.h"
#include "output/explain.h"

enum format { FORMAT_TEXT, FORMAT_JSON };

struct explain_args {
    struct source_args reading;
    int32_t row;
    const char *client;
    const char *session;
    int format;
    int reader;
    const char *baseline;
    const char *norm;
    const char *lang;
};

static const char *const format_names[] = {"text", "json", NULL};
static const char *const reader_names[] = {"clinician", "client", NULL};

#define AT(member) offsetof(struct explain_args, member)
#define READING(member) AT(reading.member)
static const struct option_entry explain_options[] = {
    {"row", 0, OPTION_WHOLE, AT(row), "N", NULL,
     "explain this row; 1 is the first below the header"},
    {"client", 0, OPTION_CODE, AT(client), "CODE", NULL,
     "explain a session of this client" OPTION_CODE_ASKED},
    {"session", 0, OPTION_TEXT, AT(session), "SESSION", NULL,
     "which of the client's sessions, or of which day, as the files have it, "
     "where it has no name (default: the latest)"},
    {"format", 0, OPTION_NAME, AT(format), "FORMAT", format_names,
     "text or json"},
    {"for", 0, OPTION_NAME, AT(reader), "READER", reader_names,
     "clinician: all of it; client: in plain language, without norms and "
     "without what is private"},
    {"baseline", 0, OPTION_TEXT, AT(baseline), "SESSION", NULL,
     "count changes from this session, or with FIRST..LAST, as in 1..3, from "
     "the mean of these (default: the first with a score)"},
    {"norm", 0, OPTION_TEXT, AT(norm), "NORM", NULL,
     "compare with this norm, whether or not it fits"},
    {"lang", 0, OPTION_TEXT, AT(lang), "LANGUAGE", NULL,
     "the language of the questionnaire's words, and of --for client"},
#include "cli/source_options.def"
    {.name = NULL},
};

struct explanation_list VEC(struct explanation *);
struct chosen_list VEC(const struct explanation *);

/* One instrument on its way: what was made of the rows of the client, in
   their order. */
struct strand {
    struct history_builder *builder;
    struct explanation_list kept;
};

/* The lines of a row. */
struct span {
    int first;
    int last;
};
struct span_list VEC(struct span);

struct run {
    const struct explain_args *args;
    struct context *context;
    struct data data;
    enum language language;
    const char *client;     /* whose rows are kept; NULL: of the one row */
    struct strand *strands; /* one for each instrument */
    notice_counts *notices; /* likewise: of all rows that are not explained */
    struct reading reading;
    size_t row;      /* --row, or the only one; 0: rows are the client's */
    size_t n_rows;   /* of the files, read so far; */
    size_t n_before; /* those of the chunks before */
    size_t n_kept;
    size_t row_idx; /* of --row among those kept; SIZE_MAX: not seen */
    struct amendment_list amendments; /* of all files */
    struct span_list spans;           /* of rows of the chunk that are kept */
    bool is_open; /* the last of them: where it ends is not known */
    bool has_bad; /* what is explained has a bad value, or is no row */
};

static const char session_hint[] =
    "two rows that share a session are named with a letter (4a, 4b), and a row "
    "in which nothing was answered is no session: --row N explains it";

/* ---- reading ---- */

static bool
is_kept(const struct run *run, int line)
{
    for (size_t i = 0; i < run->spans.n; i++)
        if (run->spans.items[i].first <= line
            && line <= run->spans.items[i].last)
            return true;
    return false;
}

/* What is wrong with the row that is explained stands in its explanation; but
   for a date or a code that could not be read, of which it knows nothing, and
   what ended the reading.  Other problems of rows are not told: they are of
   others. */
static void
take_problems(void *aux, const struct diag *problems)
{
    struct run *run = aux;
    bool has_failed = source_failed(run->data.source);

    for (size_t i = 0; i < diag_total(problems); i++) {
        const struct diagnostic *found = diag_get(problems, i);
        bool is_bad = found->message == MSG_DATA_BAD_FACT
                      && run->args->reader != READER_CLIENT
                      && is_kept(run, found->place.line);
        run->has_bad |= is_bad;
        if (is_bad || has_failed)
            diag_add_copy(run->context->diag, found);
    }
    run->spans.n = 0;
    run->is_open = false;
}

/* Notes where a row stands that is kept. */
static void
mark_row(struct run *run, struct chunk *chunk, size_t offset, bool is_wanted)
{
    if (!run->is_open && !is_wanted)
        return;
    int line = chunk_place(chunk, offset).line;
    if (run->is_open)
        run->spans.items[run->spans.n - 1].last = line - 1;
    if (is_wanted)
        *vec_add(run->context->arena, &run->spans) =
            (struct span){line, INT_MAX};
    run->is_open = is_wanted;
}

/* Which row of the file it is: a wide one may have become several. */
static void
count_row(struct run *run, struct piece *piece, size_t row)
{
    run->n_rows = run->n_before
                  + chunk_row_number(piece->chunk, piece->rows->offset[row],
                                     piece->first_row + row + 1);
}

/* Looks for the row, to learn whose it is; where none was named, for another,
   too. */
static bool
look_for_row(void *aux, struct piece *piece)
{
    struct run *run = aux;

    for (size_t row = 0; row < piece->rows->n_rows; row++) {
        count_row(run, piece, row);
        if (run->n_rows > run->row)
            return false;
        if (run->n_rows != run->row)
            continue;
        struct str client = rows_text(piece->rows, FACT_CLIENT, row);
        if (client.len)
            run->client = arena_text(run->context->arena, client);
        if (run->args->row)
            return false;
    }
    return true;
}

/* Rows of the file behind the last that became one of ours. */
static bool
count_rest(void *aux, struct piece *piece, struct diag *diag)
{
    struct run *run = aux;

    (void)diag;
    run->n_before +=
        chunk_row_number(piece->chunk, SIZE_MAX, run->n_rows - run->n_before);
    run->n_rows = run->n_before;
    return true;
}

static bool
is_wanted(const struct run *run, const struct rows *rows, size_t row)
{
    if (run->client)
        return str_is(rows_text(rows, FACT_CLIENT, row), run->client);
    return run->n_rows == run->row;
}

static void
keep_row(struct run *run, struct piece *piece, size_t row)
{
    struct arena *arena = run->context->arena;

    reading_fill(&run->reading, piece, row);
    for (size_t i = 0; i < run->data.loaded.n; i++) {
        struct strand *strand = &run->strands[i];
        const struct scored *scored = &piece->scored[i];
        struct worked_row worked = {run->data.loaded.plans[i], scored->batch,
                                    scored->scores, row};
        struct explanation *explanation = explain_row(&worked, arena);
        explanation->number = run->n_rows;
        *vec_add(arena, &strand->kept) = explanation;
        history_builder_add(strand->builder, scored->batch, row,
                            scored->scores);
        alerts_count_row(scored->batch, scored->scores, row, run->notices[i]);
    }
    if (run->n_rows == run->row)
        run->row_idx = run->n_kept;
    run->n_kept++;
}

static bool
keep_rows(void *aux, struct piece *piece)
{
    struct run *run = aux;

    for (size_t row = 0; row < piece->rows->n_rows; row++) {
        count_row(run, piece, row);
        mark_row(run, piece->chunk, piece->rows->offset[row],
                 is_wanted(run, piece->rows, row));
        if (run->is_open)
            keep_row(run, piece, row);
    }
    return true;
}

/* Reads all files, from the first row on; the source is closed again. */
static enum exit_status
read_through(struct run *run, const struct visitor *visitor,
             struct visits *visits)
{
    struct context *context = run->context;

    if (!source_args_open(&run->data))
        return status_of_problems(context->diag);
    run->n_rows = run->n_before = 0;
    run->reading = source_args_reading(&run->data);
    run->reading.visitor = visitor;
    run->reading.aux = run;
    run->reading.visits = visits;
    reading_run(&run->reading);
    bool failed = source_failed(run->data.source);
    run->reading.totals.tally.n_elsewhere = 0; /* one session is asked for */
    if (!failed && visitor->rows == keep_rows) {
        source_args_warn(&run->data, &run->reading);
        if (run->args->reader != READER_CLIENT)
            source_args_print_labels(&run->data, run->reading.totals.codings);
    }
    source_close(run->data.source);
    return failed ? EXIT_FAILED : EXIT_DONE;
}

static void
begin_strands(struct run *run)
{
    struct arena *arena = run->context->arena;
    size_t n = run->data.loaded.n;

    run->strands = ARENA_ARRAY(arena, n, struct strand);
    run->notices = ARENA_ARRAY(arena, n, notice_counts);
    for (size_t i = 0; i < n; i++) {
        run->strands[i].builder = history_builder_new(
            run->data.loaded.instruments[i], run->client,
            run->args->reader == READER_CLIENT ? ROWS_ASKED
                                               : ROWS_ASKED_IN_PRIVATE,
            arena);
    }
}

static bool
refuse_rows(struct context *context)
{
    return context_refuse(context,
                          "say --row N, or --client CODE and --session SESSION",
                          "which row?");
}

/* What is found on the way is found again when the rows are kept. */
static enum exit_status
find_client(struct run *run)
{
    static const struct visitor looker = {.rows = look_for_row,
                                          .join = count_rest};
    struct diag *told = run->context->diag;

    run->client = run->args->client;
    if (run->client)
        return EXIT_DONE;
    run->row = run->args->row ? (size_t)run->args->row : 1;
    struct diag *quiet SCOPED(diag_drop) = diag_new();
    run->context->diag = quiet;
    enum exit_status status = read_through(run, &looker, NULL);
    run->context->diag = told;
    if (status != EXIT_DONE)
        diag_move(told, quiet);
    if (status == EXIT_DONE && !run->args->row && run->n_rows > 1) {
        status = EXIT_USAGE;
        refuse_rows(run->context);
    } else if (status == EXIT_DONE && run->n_rows < run->row) {
        status = EXIT_USAGE;
        context_refuse(run->context,
                       "rows are counted from 1, below the header",
                       "the file has no such row");
    }
    return status;
}

static enum exit_status
read_rows(struct run *run)
{
    static const struct visitor keeper = {
        .rows = keep_rows, .join = count_rest, .problems = take_problems};
    enum exit_status status = find_client(run);
    struct visits *visits = NULL;

    if (status != EXIT_DONE)
        return status;
    if (run->args->reader == READER_CLINICIAN)
        source_args_amended(&run->data, &run->amendments);
    begin_strands(run);
    run->row_idx = SIZE_MAX;
    if (run->client)
        visits = visits_new(&(struct visits_options){.are_ordered = true,
                                                     .client = run->client},
                            run->data.loaded.instruments);
    run->data.options.client = run->client;
    status = read_through(run, &keeper, visits);
    if (status == EXIT_DONE && !run->n_kept && !run->client) {
        status = EXIT_USAGE;
        context_refuse(run->context, NULL,
                       "nothing was filled in at any time point of that row");
    } else if (status == EXIT_DONE && !run->n_kept) {
        status = EXIT_USAGE;
        context_refuse(run->context, NULL,
                       "the file has no row of that client");
        visits_hint_missing(visits, run->context->diag);
    }
    visits_free(visits);
    return status;
}

/* ---- choosing ---- */

/* The session that is called so, or the only one of a day as the files write
   it; SIZE_MAX: none. */
static size_t
find_called(const struct run *run, const struct history *history,
            const char *text)
{
    size_t found = history_find(history, text);
    size_t n = 0;
    int32_t days;
    int32_t seconds;

    if (found != SIZE_MAX
        || !source_settings_date(&run->data.options.settings, str_from(text),
                                 &days, &seconds))
        return found;
    for (size_t i = 0; i < history->n_sessions; i++) {
        if (history->sessions[i].date_days != days)
            continue;
        found = i;
        n++;
    }
    return n == 1 ? found : SIZE_MAX;
}

/* The session in a history that is to be explained; SIZE_MAX: none. */
static size_t
find_session(const struct run *run, const struct history *history)
{
    size_t i = history->n_sessions;

    if (run->args->session)
        return find_called(run, history, run->args->session);
    while (i-- > 0)
        if (!run->row || history->sessions[i].row == run->row_idx)
            return i;
    return SIZE_MAX;
}

/* What a client is not shown does not show in the exit status either. */
static bool
has_bad(const struct explanation *explanation, bool for_client)
{
    if (explanation->state != ROW_TO_SCORE)
        return true;
    for (size_t i = 0; i < explanation->n_scales; i++) {
        const struct explained_scale *scale = &explanation->scales[i];
        if (scale->score.why == WHY_BAD
            && (!for_client || explain_tells_client(explanation, scale)))
            return true;
    }
    return false;
}

/* Whether some history has what --baseline names. */
static bool
has_baseline(const struct run *run, const struct history *const *histories)
{
    const char *baseline = run->args->baseline;

    for (size_t i = 0; baseline && i < run->data.loaded.n; i++)
        if (find_called(run, histories[i], baseline) != SIZE_MAX
            || verdict_has_baseline(histories[i], baseline))
            return true;
    return !baseline;
}

/* What is to be explained of one instrument, put among its client's sessions;
   NULL: nothing. */
static const struct explanation *
choose(struct run *run, const struct strand *strand,
       const struct history *history)
{
    size_t session = find_session(run, history);
    const char *baseline = run->args->baseline;
    size_t from = baseline ? find_called(run, history, baseline) : SIZE_MAX;
    struct explain_options options = {
        .verdict = {.baseline = from == SIZE_MAX
                                    ? baseline
                                    : history->sessions[from].label},
        .norm = str_from(run->args->norm),
    };
    struct explanation *explanation;

    if (session != SIZE_MAX)
        explanation = strand->kept.items[history->sessions[session].row];
    else if (run->row)
        explanation = strand->kept.items[run->row_idx];
    else
        return NULL;
    /* A row that is of another questionnaire is none of this one's, unless
       this one alone was asked for. */
    if (explanation->state == ROW_OTHER_INSTRUMENT && run->data.loaded.n > 1)
        return NULL;
    bool is_placed = session != SIZE_MAX && run->client;
    explanation->amendments = amendments_of_row(
        &run->amendments, &explanation->name, explanation->instrument,
        run->context->arena, &explanation->n_amendments);
    explain_in_time(explanation, is_placed ? history : NULL, session, &options);
    run->has_bad |= has_bad(explanation, run->args->reader == READER_CLIENT);
    return explanation;
}

/* ---- writing ---- */

static void
write_explanations(const struct run *run,
                   const struct explanation *const *explanations, size_t n,
                   struct buf *out)
{
    bool for_client = run->args->reader == READER_CLIENT;

    if (run->args->format == FORMAT_JSON) {
        explain_add_json(explanations, n, PACKAGE_STRING,
                         (enum reader)run->args->reader, out);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_add_char(out, '\n');
        if (for_client)
            explain_add_client(explanations[i], run->language, out);
        else
            explain_add_text(explanations[i], run->context->is_plain, out);
    }
}

static void
forget_alerts(const struct explanation *explanation, notice_counts counts)
{
    for (size_t i = 0; i < explanation->n_alerts; i++)
        counts[alert_notice_of(&explanation->alerts[i].result)]--;
    counts[NOTICE_NONE] = 0;
}

/* Who asks for the latest session must not overlook one before it. */
static void
tell_of_earlier(const struct run *run)
{
    if (run->args->reader == READER_CLIENT || run->row || run->args->session)
        return;
    source_args_print_alerts(&run->data, run->client,
                             "alerts in earlier sessions", run->notices);
}

/* False after adding that there is nothing to explain. */
static bool
explain_rows(struct run *run)
{
    struct chosen_list chosen = {0};
    struct buf out SCOPED(buf_clear) = {0};
    const struct history **histories = ARENA_ARRAY(
        run->context->arena, run->data.loaded.n, const struct history *);

    for (size_t i = 0; i < run->data.loaded.n; i++)
        histories[i] =
            history_builder_finish(run->strands[i].builder, run->context->diag);
    if (!has_baseline(run, histories))
        return context_refuse(run->context, session_hint,
                              "the client has no session of that --baseline");
    for (size_t i = 0; i < run->data.loaded.n; i++) {
        const struct explanation *explanation =
            choose(run, &run->strands[i], histories[i]);
        if (!explanation)
            continue;
        *vec_add(run->context->arena, &chosen) = explanation;
        forget_alerts(explanation, run->notices[i]);
    }
    if (!chosen.n)
        return context_refuse(
            run->context, session_hint,
            "the client has no such session with these instruments");
    write_explanations(run, chosen.items, chosen.n, &out);
    print_out(run->context, buf_str(&out));
    return true;
}

/* ---- the command ---- */

static bool
check_usage(struct run *run)
{
    const struct explain_args *args = run->args;
    const struct text_list *files = &run->data.files;
    struct context *context = run->context;

    if (run->data.is_of_casebook && args->row)
        return context_refuse(context, "say --client CODE",
                              "the casebook has no rows to count");
    if (!files->n && !run->data.is_of_casebook)
        return context_refuse(context,
                              "attune explain FILE --row N, or --client CODE",
                              "which file?");
    bool is_only = !args->row && !args->client; /* there may be one alone */
    if ((args->row && args->client)
        || (is_only && (run->data.is_of_casebook || args->session)))
        return refuse_rows(context);
    if (args->row && args->session)
        return context_refuse(context, "--row says which one already",
                              "--session goes with --client");
    if (args->client && !*args->client)
        return context_refuse(context,
                              "a row without one is nobody's; --row N tells it",
                              "--client needs a code");
    for (size_t i = 0; !args->client && i < files->n; i++)
        if (file_is_stream(files->items[i]))
            return is_only ? refuse_rows(context)
                           : context_refuse(
                               context,
                               "it is read twice, since the client's other "
                               "sessions count as well",
                               "--row needs a file, not a pipe");
    if (!context_takes_baseline(context, args->baseline))
        return false;
    if (args->lang && !language_find(str_from(args->lang), &run->language)
        && args->reader == READER_CLIENT)
        return context_refuse(context, "it speaks en, es, de and ar",
                              "--for client does not speak that language");
    return true;
}

static enum exit_status
run_explain(struct context *context, const void *memory,
            const struct text_list *operands)
{
    struct run run = {.args = memory, .context = context};
    const struct load_wish wish = {
        .lang = run.args->lang,
        .with_words = run.args->reader == READER_CLINICIAN,
    };

    context->printing.names_nothing = run.args->reader == READER_CLIENT;
    run.data = source_args_data(&run.args->reading, context, operands, 0);
    run.data.client = run.args->client;
    if (!check_usage(&run) || !source_args_load(&run.data, wish))
        return EXIT_DONE;
    enum exit_status status = read_rows(&run);
    if (status != EXIT_DONE || !explain_rows(&run))
        return status;
    tell_of_earlier(&run);
    return run.has_bad ? EXIT_DATA : EXIT_DONE;
}

const struct command cmd_explain = {
    .name = "explain",
    .summary = "show how the scores of one row came about",
    .operands = "FILE...",
#include "cli/manual/explain.inc"
    .options = explain_options,
    .args_size = sizeof(struct explain_args),
    .run = run_explain,
};
