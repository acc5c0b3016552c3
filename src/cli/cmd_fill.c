/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune fill: asks the questions of an instrument at the terminal.  Puts the
   parts of fill/ together: library, draft, form, face, recorder. */
#include "cli/command.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/date.h"
#include "base/file.h"
#include "cli/fill_face.h"
#include "cli/fill_clerk.h"
#include "cli/fill_offer.h"
#include "cli/load.h"
#include "cli/moment.h"
#include "cli/print.h"
#include "cli/print_recorder.h"
#include "cli/spare.h"
#include "cli/stop.h"
#include "fill/filling.h"
#include "response/csv_recorder.h"

enum { LIMIT_READERS_SIZE = 1 << 16, SHORT_DIGEST = 16 };

struct fill_args {
    const char *folder;
    const char *client;
    const char *session;
    const char *date;
    const char *lang;
    const char *into;
    const char *output;
    bool is_lines;
    bool is_handed_over;
    bool is_clerk;
};

#define AT(member) offsetof(struct fill_args, member)
static const struct option_entry fill_options[] = {
    {"client", 0, OPTION_TEXT, AT(client), "CODE",
     "the code of the person who fills in", NULL, COMPLETES_NOTHING},
    {"session", 0, OPTION_TEXT, AT(session), "N",
     "the session that the answers belong to", NULL, COMPLETES_NOTHING},
    {"date", 0, OPTION_TEXT, AT(date), "DATE",
     "the day, year-month-day (default: today)", NULL, COMPLETES_NOTHING},
    {"lang", 0, OPTION_TEXT, AT(lang), "LANG",
     "ask in this language (default: that of the instrument)", NULL,
     COMPLETES_NOTHING},
    {"into", 0, OPTION_TEXT, AT(into), "FILE",
     "append the answers as a row to FILE (CSV), which is plain text", NULL,
     COMPLETES_FILE},
    {"output", 'o', OPTION_TEXT, AT(output), "FILE",
     "write a header and the row to FILE, '-' for standard output", NULL,
     COMPLETES_FILE},
    {"lines", 0, OPTION_FLAG, AT(is_lines), NULL,
     "ask in plain lines: for screen readers, pipes, simple terminals", NULL,
     COMPLETES_NOTHING},
    {"hand-over", 0, OPTION_FLAG, AT(is_handed_over), NULL,
     "ask for a release code first; the screen stays with the form until the "
     "code is typed",
     NULL, COMPLETES_NOTHING},
    {"clerk", 0, OPTION_FLAG, AT(is_clerk), NULL,
     "type in a form that was filled in on paper: a key an answer, all of it "
     "twice, and then what differs",
     NULL, COMPLETES_NOTHING},
    {"instruments", 0, OPTION_TEXT, AT(folder), "FOLDER",
     "look for instruments in FOLDER first", NULL, COMPLETES_FOLDER},
    {0},
};

struct run {
    struct context *context;
    const struct fill_args *args;
    struct library *library;
    const struct instrument *instrument;
    struct offer_io io;
    const char *release_code; /* NULL: the screen is not handed over */
    struct draft *draft;
    struct recorder *recorder;
    const struct recorder_class *recorder_class;
    struct filling filling;
};

/* ---- the world ---- */

static int64_t
now_ms(void *aux)
{
    return moment_ms(aux);
}

static const char *
now_text(void *aux)
{
    const struct context *context = aux;

    return moment_text(context, context->arena);
}

static bool
is_stopped(void *aux)
{
    (void)aux;
    return stop_signal() != 0;
}

/* ---- what is asked for ---- */

static bool
refuse(struct run *run, const char *what, const char *hint)
{
    diag_add(run->context->diag, MSG_USAGE, (struct place){0}, "%s", what);
    if (hint)
        diag_hint(run->context->diag, "%s", hint);
    return false;
}

static bool
check_args(struct run *run, const struct text_list *operands)
{
    const struct fill_args *args = run->args;
    int32_t days;

    if (operands->n != 1)
        return refuse(run, "one instrument is filled in at a time",
                      "'attune list' shows what is there");
    if (!args->into == !args->output)
        return refuse(run, "where should the answers go?",
                      "--into FILE.csv appends them to a file; -o - prints "
                      "them");
    if (args->is_clerk && args->is_handed_over)
        return refuse(run, "--clerk and --hand-over do not go together",
                      "a clerk types in what was filled in on paper");
    if (args->date && !date_read(str_from(args->date), &days))
        return refuse(run, "--date is year-month-day, such as 2026-03-31",
                      NULL);
    return true;
}

/* A skeleton has no words of its own. */
static bool
check_words(struct run *run, const struct instrument *instrument)
{
    for (size_t i = 0; i < instrument->n_items; i++) {
        if (instrument->items[i].text)
            continue;
        diag_add(run->context->diag, MSG_USAGE, (struct place){0},
                 "'%s' has no words to ask with", instrument->id);
        diag_hint(run->context->diag,
                  "it is a skeleton: lay a wording file beside it and name "
                  "its language with --lang");
        return false;
    }
    return true;
}

/* Answers must not take the place of the questions. */
static bool
spares_instrument(struct run *run)
{
    struct loaded loaded = {.instruments = &run->instrument, .n = 1};

    return spare_inputs(run->context, run->args->output, &(struct text_list){0},
                        &loaded);
}

static bool
load(struct run *run, const char *name, const char *lang, int32_t edition)
{
    run->instrument =
        library_load(run->library, name, lang && *lang ? lang : NULL, edition,
                     run->context->diag);
    if (!run->instrument || !load_plan(run->context, run->instrument)
        || (!run->args->is_clerk && !check_words(run, run->instrument))
        || !spares_instrument(run))
        return false;
    if (!language_find(str_from(run->instrument->lang), &run->io.language))
        run->io.language = LANG_EN;
    return true;
}

/* ---- the draft ---- */

static const char *
or_empty(const char *text)
{
    return text ? text : "";
}

static struct draft_head
head_of(const struct run *run)
{
    const struct fill_args *args = run->args;
    struct arena *arena = run->context->arena;
    const char *started = moment_text(run->context, arena);

    return (struct draft_head){
        .instrument_id = run->instrument->id,
        .edition = run->instrument->edition,
        .digest = run->instrument->digest.hex,
        .wording_digest = run->instrument->wording_digest.hex,
        .lang = or_empty(args->lang),
        .client = or_empty(args->client),
        .session = or_empty(args->session),
        .date = args->date ? args->date : arena_printf(arena, "%.10s", started),
        .time = arena_printf(arena, "%.5s", started + 11),
        .started = started,
    };
}

/* Answers belong to the very words they were given to. */
static bool
load_as_begun(struct run *run, const char *name)
{
    const struct draft_head *head = draft_head(run->draft);
    struct diag *diag = run->context->diag;

    if (!load(run, name, head->lang, 0))
        return false;
    if (run->instrument->edition != head->edition
        && !load(run, name, head->lang, head->edition))
        return false;
    if (strcmp(run->instrument->digest.hex, head->digest) == 0
        && strcmp(run->instrument->wording_digest.hex, head->wording_digest)
               == 0)
        return true;
    diag_add(diag, MSG_DRAFT_FOREIGN, (struct place){0},
             "'%s' was changed since they were given", head->instrument_id);
    diag_hint(diag,
              "put back the file of edition %d whose digest begins with "
              "%.*s, or take them away: '%s'",
              (int)head->edition, SHORT_DIGEST,
              *head->wording_digest ? head->wording_digest : head->digest,
              draft_path(run->draft));
    return false;
}

/* A form on paper is of the edition that is printed on it. */
static bool
confirm_edition(struct run *run, const char *name)
{
    int32_t edition;

    if (!run->args->is_clerk)
        return true;
    if (!fill_clerk_ask_edition(&run->io, run->instrument, &edition))
        return refuse(run, "no edition was given", NULL);
    return edition == run->instrument->edition
           || load(run, name, run->args->lang, edition);
}

static bool
begin_draft(struct run *run, const char *name)
{
    if (!confirm_edition(run, name))
        return false;
    struct draft_head head = head_of(run);
    return draft_begin(run->draft, &head, run->context->diag);
}

/* Finds out what there is to go on with.  False with EXIT_DONE: the person
   left it. */
static bool
settle_draft(struct run *run, const char *name, enum exit_status *status)
{
    const struct draft_head *head = draft_head(run->draft);
    enum offer_choice choice = OFFER_GO_ON;

    *status = EXIT_FAILED;
    if (draft_has_twin(run->draft))
        fputs("attune: this is being filled in elsewhere at this moment; what "
              "is answered here is kept apart\n",
              stderr);
    if (!head)
        return begin_draft(run, name);
    if (!*draft_finished(run->draft))
        choice = fill_offer(&run->io, head);
    if (choice == OFFER_LEAVE) {
        *status = EXIT_DONE;
        return false;
    }
    if (choice == OFFER_BEGIN_ANEW)
        return begin_draft(run, name);
    return load_as_begun(run, name);
}

/* ---- where the answers go ---- */

static bool
open_recorder(struct run *run)
{
    const struct fill_args *args = run->args;
    bool is_new;

    if (args->output) {
        run->recorder = print_recorder_open(args->output, run->context->arena);
        run->recorder_class = &print_recorder;
        return true;
    }
    run->recorder_class = &csv_recorder;
    run->recorder =
        csv_recorder_open(args->into, run->instrument, run->context->arena,
                          &is_new, run->context->diag);
    if (run->recorder && is_new)
        fprintf(stderr,
                "attune: '%s' will be plain text: whoever can open the file "
                "can read the answers\n",
                args->into);
    return run->recorder != NULL;
}

/* ---- the form ---- */

/* The practice's own words on who reads the answers: who-reads.LANG.txt or
   who-reads.txt in the user's config folder.  False after adding an error. */
static bool
read_readers(struct run *run, const char **readers)
{
    struct arena *arena = run->context->arena;
    const char *folder = run->context->config_folder;
    struct str bytes;

    *readers = NULL;
    if (!folder)
        return true;
    const char *path = arena_printf(arena, "%s/who-reads.%s.txt", folder,
                                    language_tag(run->io.language));
    if (!file_exists(path))
        path = arena_printf(arena, "%s/who-reads.txt", folder);
    if (!file_exists(path))
        return true;
    if (!file_read_whole(path, LIMIT_READERS_SIZE, arena, &bytes,
                         run->context->diag))
        return false;
    *readers = arena_text(arena, str_trim(bytes));
    return true;
}

static bool
open_form(struct run *run)
{
    struct context *context = run->context;
    struct form_options options = {.instrument = run->instrument,
                                   .language = run->io.language};

    if (!read_readers(run, &options.readers))
        return false;
    if (run->args->is_handed_over) {
        options.release_code = fill_ask_release_code(&run->io, context->arena);
        run->release_code = options.release_code;
        if (!options.release_code)
            return refuse(run, "--hand-over needs a release code", NULL);
    }
    run->filling.form = form_new(&options, context->arena);
    if (!draft_restore(run->draft, run->filling.form, context->diag))
        return false;
    form_resume(run->filling.form, moment_ms(context));
    return true;
}

/* ---- the face ---- */

static enum filling_end
run_face(struct run *run)
{
    const struct context *context = run->context;
    struct fill_face choice = {
        .context = context,
        .options =
            {
                .in_fd = run->io.in_fd,
                .out_fd = run->io.out_fd,
                .width_cells = context->width_cells,
                .can_erase = !context->terminal_is_dumb,
                .is_handed_over = run->args->is_handed_over,
                .language = run->io.language,
            },
        .is_lines = run->args->is_lines,
    };

    return fill_face_run(&choice, &run->filling, context->diag);
}

/* ---- the end ---- */

static void
say_kept(void)
{
    fputs("\nattune: all that was answered is kept; the same command goes on "
          "from "
          "there\n",
          stderr);
}

/* After leaving nothing is said: the screen stays blank. */
static enum exit_status
say_end(const struct run *run)
{
    const char *path = run->args->into;

    switch (form_end(run->filling.form)) {
    case FORM_HANDED_IN:
        if (path)
            fprintf(stderr, "attune: the answers are recorded in '%s'\n", path);
        break;
    case FORM_KEPT:
        say_kept();
        break;
    case FORM_THROWN_AWAY:
        fputs("attune: the answers were thrown away\n", stderr);
        break;
    case FORM_LEFT:
    case FORM_GOING:
        break;
    }
    return EXIT_DONE;
}

/* Input that ends behind the thanks has not interrupted anything. */
static enum exit_status
say_stopped(const struct run *run)
{
    int number = stop_signal();

    if (run->filling.is_handed_in) {
        fputc('\n', stderr);
        if (run->args->into)
            fprintf(stderr, "attune: the answers are recorded in '%s'\n",
                    run->args->into);
    } else {
        say_kept();
    }
    if (number)
        return (enum exit_status)(128 + number);
    return run->filling.is_handed_in ? EXIT_DONE : EXIT_DATA;
}

static enum exit_status
fill_form(struct run *run)
{
    struct filling_world world = {now_ms, now_text, is_stopped, run->context};
    enum exit_status status = EXIT_FAILED;

    run->filling = (struct filling){
        .draft = run->draft,
        .recorder_class = run->recorder_class,
        .recorder = run->recorder,
        .mode = "terminal",
        .world = &world,
        .arena = run->context->arena,
    };
    if (!open_form(run)) {
        if (run->filling.form)
            form_clear(run->filling.form);
        return status_of_problems(run->context->diag);
    }
    const char *finished = draft_finished(run->draft);
    if (*finished) {
        if (filling_record(&run->filling, finished, true, run->context->diag)) {
            fputs("attune: answers that had been handed in are recorded now\n",
                  stderr);
            status = EXIT_DONE;
        }
        form_clear(run->filling.form);
        return status;
    }
    switch (run_face(run)) {
    case FILLING_DONE:
        status = say_end(run);
        break;
    case FILLING_STOPPED:
        status = say_stopped(run);
        break;
    case FILLING_OTHER:
    case FILLING_FAILED:
        if (run->release_code)
            fill_await_release(&run->io, run->release_code);
        say_kept();
        break;
    }
    form_clear(run->filling.form);
    return status;
}

static enum exit_status
type_in(struct run *run)
{
    struct filling_world world = {now_ms, now_text, is_stopped, run->context};
    struct clerking clerking = {
        .options =
            {
                .in_fd = run->io.in_fd,
                .out_fd = run->io.out_fd,
                .width_cells = run->context->width_cells,
                .can_erase = !run->context->terminal_is_dumb,
                .language = run->io.language,
            },
        .instrument = run->instrument,
        .draft = run->draft,
        .recorder_class = run->recorder_class,
        .recorder = run->recorder,
        .world = &world,
        .arena = run->context->arena,
    };

    return fill_clerk(&clerking, run->args->into, run->context->diag);
}

/* What is typed in from paper is kept apart from what the client fills in. */
static const char *
draft_folder(const struct run *run)
{
    const char *folder = run->context->state_folder;

    return run->args->is_clerk
               ? arena_printf(run->context->arena, "%s/paper", folder)
               : folder;
}

static enum exit_status
fill_drafted(struct run *run, const char *name)
{
    struct context *context = run->context;
    struct draft_head head = head_of(run);
    enum exit_status status;

    if (!context->state_folder) {
        refuse(run, "no place to keep answers while they are given",
               "set HOME or XDG_STATE_HOME");
        return EXIT_USAGE;
    }
    const char *folder = draft_folder(run);
    if (!draft_make_folder(folder, context->diag))
        return EXIT_FAILED;
    run->draft = draft_open(folder, &head, context->arena, context->diag);
    if (!run->draft)
        return EXIT_FAILED;
    if (settle_draft(run, name, &status)) {
        status = EXIT_FAILED;
        if (open_recorder(run)) {
            status = run->args->is_clerk ? type_in(run) : fill_form(run);
            run->recorder_class->close(run->recorder);
        }
    }
    draft_close(run->draft);
    return status;
}

static enum exit_status
run_fill(struct context *context, const void *memory,
         const struct text_list *operands)
{
    const struct fill_args *args = memory;
    struct run run = {
        .context = context,
        .args = args,
        .library = context_library(context, args->folder),
        .io = {.in_fd = STDIN_FILENO, .out_fd = STDOUT_FILENO},
    };
    enum exit_status status = EXIT_USAGE;

    if (args->output && strcmp(args->output, "-") == 0)
        run.io.out_fd = STDERR_FILENO;
    if (check_args(&run, operands)) {
        stop_watch(args->is_handed_over);
        if (load(&run, operands->items[0], args->lang, 0))
            status = fill_drafted(&run, operands->items[0]);
        else
            status = status_of_problems(context->diag);
    }
    print_problems(context->diag, 0, &(struct print_options){0});
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
        "The first page says who will read the answers.  Your own words for it "
        "stand in who-reads.txt (or who-reads.LANG.txt) in "
        "$XDG_CONFIG_HOME/attune or ~/.config/attune.\n"
        "\n"
        "On a terminal of 40 columns and 12 lines or more the form fills the "
        "screen: a number answers, or the arrows and Enter; '-' skips, '!' "
        "says that one would rather not say.  F1 helps, Tab shows all "
        "questions, Esc pauses, F2 changes to plain lines.  F12 or Ctrl-X, "
        "wherever one is, empties the screen at once and keeps everything.  "
        "ATTUNE_PLAIN in the environment or --lines asks in plain lines.\n"
        "\n"
        "In plain lines an answer is typed as its number or as two or more of "
        "its first letters; commands begin with a slash, and /? lists them.\n"
        "\n"
        "With --clerk a form that was filled in on paper is typed in.  Confirm "
        "the edition that is printed on it; then a key is an answer, without "
        "Enter: the number of the choice, '*' for two ticks or what cannot be "
        "read ('unclear'), '-' for nothing ticked, '/' for one back, '?' for "
        "\"don't know\" where the instrument offers it.  Ranges, dates, texts "
        "and several choices are typed as a line.  All of it is typed a second "
        "time without showing the first; what differs is then settled one by "
        "one with another look at the paper.  How often each pass was wrong is "
        "said at the end.  The row has mode 'paper', and its column "
        "'differences' both values of what differed; scoring never passes that "
        "column on.\n"
        "\n"
        "Who fills in sees no score, unless the instrument has "
        "show-scores=\"yes\": then title and value of every scale that rests "
        "on nothing private, behind the thanks.  Alerts and unanswered safety "
        "questions are never shown there, nor printed afterwards.  They are "
        "for whoever is responsible: 'attune explain FILE', or 'attune score "
        "--format json', tells them from the saved file.  Look before the "
        "person leaves.",
    .examples = "# fill in, and keep the answers in a file that score reads\n"
                "attune fill regulation --client c01 --session 3 --into "
                "answers.csv\n"
                "# print the row of saved responses\n"
                "attune fill regulation -o -\n"
                "# type in a form that was filled in on paper\n"
                "attune fill regulation --clerk --client c01 --into "
                "answers.csv\n",
    .options = fill_options,
    .args_size = sizeof(struct fill_args),
    .completes = COMPLETES_INSTRUMENT,
    .run = run_fill,
};
