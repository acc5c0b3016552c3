/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune alerts: what a therapist must read of the answers in whole files. */
#include "cli/command.h"

#include "base/file.h"
#include "cli/alert_list.h"
#include "cli/source_args.h"

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
    struct data data;
    struct alert_list *list;
    size_t n_rows;   /* read so far */
    size_t n_wanted; /* of them */
};

/* ---- reading ---- */

static bool
take_rows(void *aux, struct piece *piece)
{
    struct run *run = aux;
    const char *client = run->args->client;

    for (size_t row = 0; row < piece->rows->n_rows; row++) {
        run->n_rows++;
        if (client && !str_is(rows_text(piece->rows, FACT_CLIENT, row), client))
            continue;
        run->n_wanted++;
        for (size_t i = 0; i < run->data.loaded.n; i++)
            alert_list_take(run->list, run->data.loaded.plans[i],
                            &piece->scored[i], row, run->n_rows);
    }
    return true;
}

static const struct visitor visitor = {.rows = take_rows};

/* Where nobody was named, nobody can have been missed.  Memory grows with what
   is listed, and with nothing else. */
static enum exit_status
read_rows(struct run *run)
{
    struct reading reading = source_args_reading(&run->data);
    const char *client = run->args->client;

    reading.visitor = &visitor;
    reading.aux = run;
    reading.with_details = false;
    if (client)
        reading.visits = visits_new(&(struct visits_options){.client = client},
                                    run->data.loaded.instruments);
    reading_run(&reading);
    reading_warn(&reading, run->context->diag);
    enum exit_status status = source_args_status(&reading);
    if (client && !run->n_wanted && status != EXIT_FAILED) {
        status = EXIT_USAGE;
        context_refuse(run->context, NULL, "there is no row of that client");
        visits_hint_missing(reading.visits, run->context->diag);
    }
    visits_free(reading.visits);
    return status;
}

/* ---- writing ---- */

static bool
write_list(struct run *run)
{
    struct buf out = {0};

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
    bool ok = file_write_whole(run->args->output ? run->args->output : "-",
                               buf_str(&out), run->context->diag);
    buf_clear(&out);
    return ok;
}

static enum exit_status
run_alerts(struct context *context, const void *memory,
           const struct text_list *operands)
{
    struct run run = {.args = memory, .context = context};
    const struct load_wish wish = {.all_rows = true};

    run.data = source_args_data(&run.args->reading, context, operands, 0);
    if (!source_args_load(&run.data, wish)
        || !source_args_guard(&run.data, run.args->output)
        || !source_args_open(&run.data))
        return EXIT_DONE;
    run.list = alert_list_new(context->arena);
    enum exit_status status = read_rows(&run);
    if ((status == EXIT_DONE || status == EXIT_DATA) && !write_list(&run))
        status = EXIT_FAILED;
    source_close(run.data.source);
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
#define ALERT_COLUMN(NAME, word, value) word ", "
#include "cli/alert_columns.def"
#undef ALERT_COLUMN
        "of which answer is the value as saved, a word of the kind of blank, "
        "or bad; what is not known is empty, or null.",
    .examples = "# who must be seen, newest first\n"
                "attune alerts practice.csv\n"
                "# for a program\n"
                "attune alerts -i session-check --format csv answers.csv\n",
    .options = alerts_options,
    .args_size = sizeof(struct alerts_args),
    .completes = COMPLETES_FILE,
    .run = run_alerts,
};
