/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune fill: asks the questions of an instrument at the terminal.  The parts
   are in fill_job.h. */
#include "cli/command.h"

#include <string.h>
#include <unistd.h>
#include "base/date.h"
#include "cli/fill_job.h"
#include "cli/stop.h"
#include "cli/unlocking.h"

#define AT(member) offsetof(struct fill_args, member)
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
    {"into", 0, OPTION_TEXT, AT(into), "FILE", NULL,
     "append the answers as a row to FILE (CSV), which is plain text; of a "
     "folder to INSTRUMENT.csv in it"},
    {"output", 'o', OPTION_TEXT, AT(output), "FILE", NULL,
     "write a header and the row to FILE, '-' for standard output"},
    {"casebook", 0, OPTION_TEXT, AT(casebook), "FOLDER", NULL,
     "seal the answers for this casebook, without a passphrase (default, where "
     "neither --into nor --output is given: $ATTUNE_CASEBOOK, else 'casebook' "
     "in the user's data folder, if it is there)"},
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

static bool
check_args(struct fill_job *job, const struct text_list *operands)
{
    const struct fill_args *args = job->args;
    struct context *context = job->context;
    int32_t days;

    if (operands->n != 1)
        return context_refuse(context, "'attune list' shows what is there",
                              "one instrument is filled in at a time");
    if (!args->into && !args->output)
        job->casebook = unlocking_for_fill(context, args->casebook);
    if (!args->into + !args->output + !job->casebook != 2
        || (args->casebook && !job->casebook))
        return context_refuse(
            context, "--into FILE.csv appends them to a file; -o - prints them",
            "where should the answers go?");
    if (job->casebook && !args->client)
        return context_refuse(context, "the casebook keeps answers by client",
                              "--client says whose answers they are");
    if (args->couple && !args->client)
        return context_refuse(context, "it says which of the two it is",
                              "--couple needs --client");
    if (args->is_clerk && args->is_handed_over)
        return context_refuse(context,
                              "a clerk types in what was filled in on paper",
                              "--clerk and --hand-over do not go together");
    if (args->date && !date_read(str_from(args->date), &days))
        return context_refuse(context, NULL,
                              "--date is year-month-day, such as 2026-03-31");
    return true;
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
               .can_erase = !context->terminal_is_dumb},
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
    .description =
        "Asks the questions one at a time.  Any of them can be skipped or "
        "declined, and every answer changed until they are handed in.  Each "
        "answer is on the disk before the next question is shown: whatever "
        "interrupts, the same command offers to go on from there.\n"
        "\n"
        "With a casebook each answer is sealed for the practice at once, and "
        "no "
        "passphrase is needed to hand the computer over: nobody reads it here, "
        "and a form that was interrupted waits for the practice.  This "
        "computer must have unlocked the casebook before, so that nobody can "
        "put another one in its place.\n"
        "\n"
        "The first page says who will read the answers.  Your own words for it "
        "stand in who-reads.txt (or who-reads.LANG.txt) in "
        "$XDG_CONFIG_HOME/attune or ~/.config/attune.  Beside it after.txt (or "
        "after.LANG.txt) may hold what stands below every thanks, whatever was "
        "answered: numbers where help is found, such as a crisis line.\n"
        "\n"
        "Private questions are asked, counted and listed only when it was said "
        "that nobody else can see the screen just now.  Once one was shown, "
        "the screen and what can be scrolled back to are emptied when the form "
        "ends, however it ends.  Some terminals keep what was scrolled away "
        "all the same (screen, a recording, logging turned on), and a dumb one "
        "can only be scrolled: close such a window yourself.\n"
        "\n"
        "On a terminal of 40 columns and 12 lines or more the form fills the "
        "screen: a number answers, or the arrows and Enter; '-' skips, '!' "
        "says that one would rather not say.  The number is the choice's own "
        "value, as it stands beside it; where a value has a sign or more than "
        "one digit Enter takes it, and where one is negative F3 skips.  F1 "
        "helps, Tab shows all questions, Esc pauses, F2 changes to plain "
        "lines.  F12 or Ctrl-X, wherever one is, empties the screen at once "
        "and keeps everything.  --lines asks in plain lines; so does "
        "ATTUNE_PLAIN in the environment, or a file named 'plain' (it may be "
        "empty) in the folder of who-reads.txt, for somebody who always wants "
        "it so.\n"
        "\n"
        "In plain lines an answer is typed as its number or as two or more of "
        "its first letters; commands begin with a slash, and /? lists them.\n"
        "\n"
        "With --hand-over only the release code gives the screen back: "
        "leaving, pausing, handing in and a failure lead to a page that waits "
        "for it; Ctrl-C, Ctrl-D and Ctrl-Z do nothing.  A terminal that is "
        "gone ends the form, and so does a signal (SIGTERM, SIGHUP): the "
        "screen and what can be scrolled back to are emptied first, nothing is "
        "said, and all that was answered is kept.  A dumb terminal can only be "
        "scrolled: clear it yourself before you hand it to the next person.\n"
        "\n"
        "With --clerk a form that was filled in on paper is typed in.  Confirm "
        "the edition that is printed on it; then a key is an answer, without "
        "Enter: the value of the choice, '*' for two ticks or what cannot be "
        "read ('unclear'), '-' for nothing ticked, '/' for one back, '?' for "
        "\"don't know\" where the instrument offers it.  Ranges, dates, texts, "
        "several choices and values that are not one digit are typed as a "
        "line.  All of it is typed a second time without showing the first; "
        "what differs is then settled one by one with another look at the "
        "paper: 1 and 2 are the passes, and 3 is neither; what neither pass "
        "has read needs a yes.  How often each pass was wrong is said at the "
        "end.  The row has mode 'paper', and its column 'differences' both "
        "values of what differed; scoring never passes that column on.\n"
        "\n"
        "A practice may keep a folder: --into FOLDER appends to INSTRUMENT.csv "
        "in it, and score, explain, alerts and report read the folder.  Both "
        "partners of a couple are filled in with one code for --couple.  A "
        "file may have columns of its own and any order of them; where one "
        "that was begun before lacks the columns 'digest' or 'couple', adding "
        "them is offered at a terminal.\n"
        "\n"
        "The column 'digest' of each row is of what was asked and how it is "
        "coded (ids, choices with values and scores, ranges, order, relevance) "
        "and, behind the hyphen, of the texts that were shown.  Nothing else "
        "of a definition changes it.\n"
        "\n"
        "Who fills in sees no score, unless the instrument has "
        "show-scores=\"yes\": then title and value of every scale that rests "
        "on nothing private, behind the thanks.  Alerts and unanswered safety "
        "questions are never shown there, nor printed afterwards.  They are "
        "for whoever is responsible: 'attune alerts FILE' lists them from the "
        "saved file.  Look before the person leaves.",
    .examples =
        "# fill in, and keep the answers in a file that score reads\n"
        "attune fill regulation --client c01 --session 3 --into "
        "answers.csv\n"
        "# into a folder with a file for each questionnaire\n"
        "attune fill regulation --client c01 --couple k1 --into practice\n"
        "# print the row of saved responses\n"
        "attune fill regulation -o -\n"
        "# type in a form that was filled in on paper\n"
        "attune fill regulation --clerk --client c01 --into answers.csv\n",
    .options = fill_options,
    .args_size = sizeof(struct fill_args),
    .run = run_fill,
};
