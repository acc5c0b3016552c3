/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sits one sheet of answers through, a person's form in its faces or a clerk's
   paper form, and says how it ended; see fill_job.h. */
#include "cli/fill_job.h"

#include <stdio.h>
#include <unistd.h>
#include "base/file.h"
#include "base/utf8.h"
#include "cli/clock.h"
#include "cli/stop.h"
#include "fill/clerking.h"
#include "fill/filling.h"

enum { LIMIT_WORDS_SIZE = 1 << 16 };

/* As editors of every kind write it: without a mark at its beginning and
   returns at the ends of its lines, a blank for a tab.  NULL: it says nothing.
 */
static const char *
plain_words(struct str bytes, struct arena *arena)
{
    struct str text = str_trim(str_skip(bytes, utf8_mark_len(bytes)));
    struct buf plain SCOPED(buf_clear) = {0};

    for (size_t i = 0; i < text.len; i++)
        if (text.bytes[i] != '\r')
            buf_add_char(&plain, text.bytes[i] == '\t' ? ' ' : text.bytes[i]);
    return text.len ? arena_text(arena, buf_str(&plain)) : NULL;
}

/* The practice's own words: NAME.LANG.txt or NAME.txt in the user's config
   folder; NULL where there are none.  False after adding an error. */
static bool
read_words(struct fill_job *job, const char *name, const char **words)
{
    struct arena *arena = job->context->arena;
    const char *folder = job->context->config_folder;
    struct str bytes;

    *words = NULL;
    if (!folder)
        return true;
    const char *path = arena_printf(arena, "%s/%s.%s.txt", folder, name,
                                    language_tag(job->io.language));
    if (!file_exists(path))
        path = arena_printf(arena, "%s/%s.txt", folder, name);
    if (!file_exists(path))
        return true;
    if (!file_read_whole(path, LIMIT_WORDS_SIZE, arena, &bytes,
                         job->context->diag))
        return false;
    *words = plain_words(bytes, arena);
    return true;
}

/* ---- the clocks and signals of this process, for fill/ ---- */

static int64_t
now_ms(void *aux)
{
    const struct fill_job *job = aux;

    return clock_ms(job->context);
}

static const char *
now_text(void *aux)
{
    const struct fill_job *job = aux;

    return clock_text(job->context, job->context->arena);
}

static bool
is_stopped(void *aux)
{
    (void)aux;
    return stop_signal() != 0;
}

/* ---- one sheet ---- */

struct sitting {
    struct fill_job *job;
    const char *release_code; /* NULL: the screen is not handed over */
    const char *after;        /* the practice's words behind the thanks */
    struct filling_world world;
    struct filling filling;
    struct form *form;   /* NULL: a clerk's, or not open */
    struct clerk *clerk; /* NULL: a form, or not open */
};

/* Until there is a code Ctrl-C still ends.  False after adding an error, or
   when a signal came. */
static bool
ask_code(struct sitting *sitting)
{
    struct fill_job *job = sitting->job;

    if (!job->args->is_handed_over)
        return true;
    sitting->release_code =
        fill_ask_release_code(&job->io, job->context->arena);
    if (sitting->release_code) {
        stop_watch(true);
        return true;
    }
    return !fill_is_cut_off(job)
           && context_refuse(job->context, NULL,
                             "--hand-over needs a release code");
}

static bool
open_form(struct sitting *sitting)
{
    struct fill_job *job = sitting->job;
    struct form_options options = {.instrument = job->instrument,
                                   .language = job->io.language,
                                   .can_take_back = job->casebook,
                                   .release_code = sitting->release_code};

    if (!read_words(job, "who-reads", &options.readers)
        || !read_words(job, "after", &options.after))
        return false;
    sitting->after = options.after;
    sitting->form = form_new(&options, job->context->arena);
    return true;
}

/* As the draft has it.  False after adding an error. */
static bool
open_sheet(struct sitting *sitting)
{
    struct fill_job *job = sitting->job;
    struct context *context = job->context;

    if (job->args->is_clerk)
        sitting->clerk = clerk_new(job->instrument, context->arena);
    else if (!open_form(sitting))
        return false;
    sitting->world = (struct filling_world){
        .now_ms = now_ms,
        .now_text = now_text,
        .is_stopped = is_stopped,
        .aux = job,
    };
    sitting->filling = (struct filling){
        .sheet = sitting->clerk ? sitting->clerk->sheet : sitting->form->sheet,
        .form = sitting->form,
        .draft = job->draft,
        .recorder_class = job->recorder_class,
        .recorder = job->recorder,
        .mode = sitting->clerk ? "paper" : "terminal",
        .world = &sitting->world,
        .arena = context->arena,
        .is_handed_over = sitting->release_code != NULL,
    };
    job->io.is_handed_over = sitting->release_code != NULL;
    if (!draft_restore(job->draft, sitting->filling.sheet, context->diag))
        return false;
    if (sitting->form)
        form_resume(sitting->form, clock_ms(context));
    return true;
}

/* ---- faces ---- */

/* Whether it begins as a full screen, if the terminal's size will do. */
static bool
is_for_screen(const struct sitting *sitting)
{
    const struct context *context = sitting->job->context;

    return !sitting->job->args->is_lines && !context->is_plain
           && !context->terminal_is_dumb && isatty(sitting->job->io.in_fd)
           && isatty(sitting->job->io.out_fd);
}

/* What was said before is read before the screen hides it; where a code was
   asked for it has been. */
static enum offer_choice
await_reader(const struct sitting *sitting)
{
    const struct fill_job *job = sitting->job;

    if (!job->has_notice || sitting->release_code || !is_for_screen(sitting))
        return OFFER_GO_ON;
    return fill_offer_wait(&job->io);
}

/* A terminal that cannot be a screen is none the worse for plain lines. */
static struct face *
open_screen(const struct sitting *sitting)
{
    struct diag *unsaid SCOPED(diag_drop) = diag_new();
    return tui_face.open(&sitting->job->io, sitting->job->context->arena,
                         unsaid);
}

/* A face may have given Ctrl-Z a meaning of its own: it is watched while the
   face is open. */
static enum filling_end
run_face(struct sitting *sitting, const struct face_class *face_class,
         struct face *face)
{
    clock_watch_stops();
    enum filling_end end = filling_run(&sitting->filling, face_class, face,
                                       sitting->job->context->diag);
    clock_unwatch_stops();
    face_class->close(face);
    return end;
}

/* To its end, in one face after the other. */
static enum filling_end
run_faces(struct sitting *sitting)
{
    const struct context *context = sitting->job->context;
    enum filling_end end = FILLING_OTHER;
    struct face *face = is_for_screen(sitting) ? open_screen(sitting) : NULL;

    if (face)
        end = run_face(sitting, &tui_face, face);
    if (end != FILLING_OTHER)
        return end;
    face = lines_face.open(&sitting->job->io, context->arena, context->diag);
    return face ? run_face(sitting, &lines_face, face) : FILLING_FAILED;
}

static enum filling_end
run(struct sitting *sitting)
{
    if (sitting->clerk)
        return clerking_run(&sitting->filling, sitting->clerk,
                            &sitting->job->io, sitting->job->context->diag);
    switch (await_reader(sitting)) {
    case OFFER_LEFT: /* before the form began: nothing is said of it */
        return FILLING_DONE;
    case OFFER_ENDED:
        return FILLING_STOPPED;
    case OFFER_GO_ON:
    case OFFER_BEGIN_ANEW:
    case OFFER_KEEP:
        break;
    }
    return run_faces(sitting);
}

/* ---- the end ---- */

static void
say_recorded(const struct sitting *sitting)
{
    const char *path = sitting->job->into;

    if (path)
        fill_say(sitting->job, WORD_FILL_RECORDED, path);
}

/* Who may go on with it. */
static enum word
kept_word(const struct sitting *sitting)
{
    return sitting->job->casebook ? WORD_FILL_KEPT_SEALED : WORD_FILL_KEPT;
}

/* After leaving nothing is said: the screen stays blank. */
static enum exit_status
say_end(const struct sitting *sitting)
{
    switch (sitting->filling.sheet->end) {
    case END_HANDED_IN:
        say_recorded(sitting);
        break;
    case END_KEPT:
        fill_say_below(sitting->job, kept_word(sitting));
        break;
    case END_THROWN_AWAY:
        fill_say(sitting->job, WORD_FILL_THROWN_AWAY, NULL);
        break;
    case END_LEFT:
    case END_GOING:
        break;
    }
    return EXIT_DONE;
}

static void
say_outcome(const struct sitting *sitting)
{
    if (!sitting->filling.is_handed_in) {
        fill_say_below(sitting->job, kept_word(sitting));
        return;
    }
    fputc('\n', stderr);
    say_recorded(sitting);
}

/* Input that ends behind the thanks has not interrupted anything.  A screen
   that was handed over stays blank when a signal ends it. */
static enum exit_status
say_stopped(const struct sitting *sitting)
{
    int number = stop_signal();

    if (number && sitting->release_code)
        return (enum exit_status)(128 + number);
    say_outcome(sitting);
    if (number)
        return (enum exit_status)(128 + number);
    return sitting->filling.is_handed_in ? EXIT_DONE : EXIT_DATA;
}

/* The last answer could not be kept, or all are and cannot be recorded. */
static enum exit_status
say_failed(const struct sitting *sitting)
{
    const struct face_options *io = &sitting->job->io;
    bool is_finished = sitting->filling.is_finished;
    enum word why = is_finished ? WORD_FILL_THANKS : WORD_FILL_NOT_KEPT;

    if (sitting->clerk) {
        say_outcome(sitting);
        return EXIT_FAILED;
    }
    if (sitting->release_code)
        fill_await_release(io, sitting->release_code, why,
                           is_finished ? sitting->after : NULL);
    else
        fill_say_below(sitting->job, why);
    if (is_finished && sitting->after && !sitting->release_code)
        fill_say_text(sitting->after);
    if (sitting->filling.is_handed_in) /* only its draft is still there */
        say_recorded(sitting);
    else if (is_finished)
        fill_say(sitting->job,
                 sitting->job->casebook ? kept_word(sitting)
                                        : WORD_FILL_NOT_RECORDED,
                 NULL);
    return EXIT_FAILED;
}

static enum exit_status
ask(struct sitting *sitting)
{
    switch (run(sitting)) {
    case FILLING_DONE:
        return say_end(sitting);
    case FILLING_STOPPED:
        return say_stopped(sitting);
    case FILLING_OTHER:
    case FILLING_FAILED:
        break;
    }
    return say_failed(sitting);
}

static void
close_sheet(struct sitting *sitting)
{
    if (sitting->form)
        form_clear(sitting->form);
    if (sitting->clerk)
        clerk_clear(sitting->clerk);
}

bool
fill_record_late(struct fill_job *job)
{
    struct sitting sitting = {.job = job};
    const char *finished = draft_finished(job->draft);
    bool ok =
        open_sheet(&sitting)
        && filling_record(&sitting.filling, finished, true, job->context->diag);

    close_sheet(&sitting);
    return ok;
}

enum exit_status
fill_sit(struct fill_job *job)
{
    struct sitting sitting = {.job = job};
    bool is_open = ask_code(&sitting) && open_sheet(&sitting);
    enum exit_status status = is_open ? ask(&sitting) : fill_status(job);

    close_sheet(&sitting);
    return status;
}
