/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune fill: asks the questions of an instrument at the terminal.  The parts
   are in fill_job.h. */
#include "cli/command.h"

#include <string.h>
#include <unistd.h>
#include "base/date.h"
#include "cli/clock.h"
#include "cli/fill_job.h"
#include "cli/stop.h"
#include "cli/unlocking.h"

#define AT(member) offsetof(struct fill_args, member)
#define UNLOCK(member) AT(unlock.member)
static const struct option_entry fill_options[] = {
    {"client", 0, OPTION_CODE, AT(client), "CODE", NULL,
     "the code of the person who fills in" OPTION_CODE_ASKED},
    {"couple", 0, OPTION_CODE, AT(couple), "CODE", NULL,
     "the code of the couple that this person is one of; both partners have it "
     "in the column 'couple'" OPTION_CODE_ASKED},
    {"session", 0, OPTION_TEXT, AT(session), "N", NULL,
     "the session that the answers belong to"},
    {"date", 0, OPTION_TEXT, AT(date), "DATE", NULL,
     "the day, year-month-day (default: today)"},
    {"lang", 0, OPTION_TEXT, AT(lang), "LANGUAGE", NULL,
     "ask in this language (default: that of the instrument)"},
    {"into", 0, OPTION_OUTPUT, AT(into), "FILE", NULL,
     "append the answers as a row to FILE (CSV), which is plain text; of a "
     "folder to INSTRUMENT.csv in it"},
    {"output", 'o', OPTION_OUTPUT, AT(output), "FILE", NULL,
     "write a header and the row to FILE, '-' for standard output"},
#include "cli/unlock_options.def"
    {"resume", 0, OPTION_FLAG, AT(resumes), NULL, NULL,
     "go on with an unfinished form of the casebook: it is unlocked before the "
     "first question, and locked again"},
    {"lines", 0, OPTION_FLAG, AT(is_lines), NULL, NULL,
     "ask in plain lines: for screen readers, pipes, simple terminals"},
    {"hand-over", 0, OPTION_FLAG, AT(is_handed_over), NULL, NULL,
     "ask for a release code first; the screen stays with the form until the "
     "code is typed"},
    {"clerk", 0, OPTION_FLAG, AT(is_clerk), NULL, NULL,
     "type in a form that was filled in on paper: a key an answer, all of it "
     "twice, and then what differs"},
    OPTION_INSTRUMENTS(AT(folder)),
    {0},
};

/* As long as a code may be: what is handed in can be imported later. */
static bool
check_session(struct context *context, const char *session)
{
    return !session || casebook_is_code(str_from(session))
           || context_refuse(context, NULL,
                             "--session is 1 to %d bytes of text, in one line "
                             "and with no blank around them",
                             CASEBOOK_LIMIT_CODE);
}

static bool
check_date(struct context *context, const char *date)
{
    int32_t days;

    if (!date_read(str_from(date), &days))
        return context_refuse(context, NULL,
                              "--date is year-month-day, such as 2026-03-31");
    if (!clock_is_ahead(context, days))
        return true;
    return context_refuse(
        context,
        arena_printf(context->arena,
                     "is it mistyped, or the clock of this computer behind?  "
                     "It says that today is %.10s",
                     clock_text(context, context->arena)),
        "--date is a day that is to come");
}

static bool
check_args(struct fill_job *job, const struct text_list *operands)
{
    const struct fill_args *args = job->args;
    struct context *context = job->context;

    if (operands->n != 1)
        return context_refuse(context, "'attune list' shows what is there",
                              "one instrument is filled in at a time");
    if (!args->into && !args->output)
        job->casebook = unlocking_for_fill(context, args->unlock.folder);
    if (!args->into + !args->output + !job->casebook != 2
        || (args->unlock.folder && !job->casebook))
        return context_refuse(
            context, "--into FILE.csv appends them to a file; -o - prints them",
            "where should the answers go?");
    if (job->casebook && !args->client)
        return context_refuse(context, "the casebook keeps answers by client",
                              "--client says whose answers they are");
    if ((args->client && !unlocking_check_code(context, args->client))
        || (args->couple && !unlocking_check_code(context, args->couple))
        || !check_session(context, args->session))
        return false;
    if (args->into && strcmp(args->into, "-") == 0)
        return context_refuse(context, "-o - prints them",
                              "--into names a file");
    if (args->resumes && !job->casebook)
        return context_refuse(context,
                              "the same command offers to go on with "
                              "what was begun for a file",
                              "--resume is of the casebook");
    if (args->couple && !args->client)
        return context_refuse(context, "it says which of the two it is",
                              "--couple needs --client");
    if (args->is_clerk && args->is_handed_over)
        return context_refuse(context,
                              "a clerk types in what was filled in on paper",
                              "--clerk and --hand-over do not go together");
    return !args->date || check_date(context, args->date);
}

static enum exit_status
fill(struct fill_job *job)
{
    enum exit_status status;

    if (!fill_load(job, job->args->lang, 0))
        return fill_status(job);
    if (fill_begin(job, &status))
        status = fill_sit(job);
    fill_close(job);
    return status;
}

static enum exit_status
run_fill(struct context *context, const void *memory,
         const struct text_list *operands)
{
    const struct fill_args *args = memory;
    struct fill_job job = {
        .context = context,
        .args = args,
        .library = context_library(context, args->folder),
        .io = {.in_fd = STDIN_FILENO,
               .out_fd = STDOUT_FILENO,
               .width_cells = context->width_cells,
               .can_erase = !context->terminal_is_dumb,
               .in_error = &context->in_error,
               .out_error = &context->out_error},
    };
    enum exit_status status = EXIT_USAGE;

    if (args->output && strcmp(args->output, "-") == 0)
        job.io.out_fd = STDERR_FILENO;
    if (check_args(&job, operands)) {
        job.name = operands->items[0];
        stop_watch(false);
        status = fill(&job);
    }
    return status;
}

const struct command cmd_fill = {
    .name = "fill",
    .summary = "ask the questions of an instrument",
    .operands = "INSTRUMENT",
#include "cli/manual/fill.inc"
    .options = fill_options,
    .args_size = sizeof(struct fill_args),
    .needs = WRITES_STATE,
    .run = run_fill,
};
