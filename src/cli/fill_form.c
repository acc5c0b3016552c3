/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a form in its faces and says how it ended; see fill_form.h. */
#include "cli/fill_form.h"

#include <stdio.h>
#include "base/file.h"
#include "cli/fill_face.h"
#include "cli/fill_say.h"
#include "cli/clock.h"
#include "cli/stop.h"

enum { LIMIT_WORDS_SIZE = 1 << 16 };

/* As editors of every kind write it: without a mark at its beginning and
   returns at the ends of its lines, a blank for a tab.  NULL: it says nothing.
 */
static const char *
plain_words(struct str bytes, struct arena *arena)
{
    size_t skip = str_starts(bytes, "\xef\xbb\xbf") ? 3 : 0;
    struct str text =
        str_trim((struct str){bytes.bytes + skip, bytes.len - skip});
    struct buf plain = {0};

    for (size_t i = 0; i < text.len; i++)
        if (text.bytes[i] != '\r')
            buf_add_char(&plain, text.bytes[i] == '\t' ? ' ' : text.bytes[i]);
    const char *words = text.len ? arena_text(arena, buf_str(&plain)) : NULL;
    buf_clear(&plain);
    return words;
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

/* One form being filled in. */
struct sitting {
    struct fill_job *job;
    const char *release_code; /* NULL: the screen is not handed over */
    const char *after;        /* the practice's words behind the thanks */
    struct filling_world world;
    struct filling filling;
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
    return stop_signal() == 0
           && fill_refuse(job, "--hand-over needs a release code", NULL);
}

/* As the draft has it.  False after adding an error. */
static bool
open_form(struct sitting *sitting)
{
    struct fill_job *job = sitting->job;
    struct context *context = job->context;
    struct form_options options = {.instrument = job->instrument,
                                   .language = job->io.language,
                                   .release_code = sitting->release_code};

    if (!read_words(job, "who-reads", &options.readers)
        || !read_words(job, "after", &options.after))
        return false;
    sitting->after = options.after;
    struct form *form = form_new(&options, context->arena);
    sitting->filling = (struct filling){
        .form = form,
        .draft = job->draft,
        .recorder_class = job->recorder_class,
        .recorder = job->recorder,
        .mode = "terminal",
        .world = &sitting->world,
        .arena = context->arena,
        .is_handed_over = sitting->release_code != NULL,
    };
    if (!draft_restore(job->draft, form, context->diag))
        return false;
    form_resume(form, clock_ms(context));
    return true;
}

/* What was said before is read before the screen hides it; where a code was
   asked for it has been. */
static enum offer_choice
await_reader(const struct sitting *sitting, const struct fill_face *choice)
{
    const struct fill_job *job = sitting->job;

    if (!job->has_notice || sitting->release_code
        || !fill_face_is_screen(choice))
        return OFFER_GO_ON;
    return fill_offer_wait(&job->io);
}

static enum filling_end
run_face(struct sitting *sitting)
{
    const struct fill_job *job = sitting->job;
    const struct context *context = job->context;
    struct fill_face choice = {
        .context = context,
        .options =
            {
                .in_fd = job->io.in_fd,
                .out_fd = job->io.out_fd,
                .width_cells = context->width_cells,
                .can_erase = !context->terminal_is_dumb,
                .is_handed_over = job->args->is_handed_over,
                .language = job->io.language,
            },
        .is_lines = job->args->is_lines,
    };

    switch (await_reader(sitting, &choice)) {
    case OFFER_LEFT: /* before the form began: nothing is said of it */
        return FILLING_DONE;
    case OFFER_ENDED:
        return FILLING_STOPPED;
    case OFFER_GO_ON:
    case OFFER_BEGIN_ANEW:
    case OFFER_KEEP:
        break;
    }
    return fill_face_run(&choice, &sitting->filling, context->diag);
}

/* ---- the end ---- */

static void
say_kept(const struct sitting *sitting)
{
    fill_say_below(sitting->job->io.language, WORD_FILL_KEPT, NULL);
}

static void
say_recorded(const struct sitting *sitting)
{
    const char *path = sitting->job->args->into;

    if (path)
        fill_say(sitting->job->io.language, WORD_FILL_RECORDED, path);
}

/* After leaving nothing is said: the screen stays blank. */
static enum exit_status
say_end(const struct sitting *sitting)
{
    switch (form_end(sitting->filling.form)) {
    case FORM_HANDED_IN:
        say_recorded(sitting);
        break;
    case FORM_KEPT:
        say_kept(sitting);
        break;
    case FORM_THROWN_AWAY:
        fill_say(sitting->job->io.language, WORD_FILL_THROWN_AWAY, NULL);
        break;
    case FORM_LEFT:
    case FORM_GOING:
        break;
    }
    return EXIT_DONE;
}

/* Input that ends behind the thanks has not interrupted anything.  A screen
   that was handed over stays blank when a signal ends it. */
static enum exit_status
say_stopped(const struct sitting *sitting)
{
    int number = stop_signal();
    bool is_handed_in = sitting->filling.is_handed_in;

    if (number && sitting->release_code)
        return (enum exit_status)(128 + number);
    if (is_handed_in) {
        fputc('\n', stderr);
        say_recorded(sitting);
    } else {
        say_kept(sitting);
    }
    if (number)
        return (enum exit_status)(128 + number);
    return is_handed_in ? EXIT_DONE : EXIT_DATA;
}

/* The last answer could not be kept, or all are and cannot be recorded. */
static enum exit_status
say_failed(const struct sitting *sitting)
{
    const struct offer_io *io = &sitting->job->io;
    bool is_finished = sitting->filling.is_finished;
    enum word why = is_finished ? WORD_FILL_THANKS : WORD_FILL_NOT_KEPT;

    if (sitting->release_code)
        fill_await_release(io, sitting->release_code, why,
                           is_finished ? sitting->after : NULL);
    else
        fill_say_below(io->language, why, NULL);
    if (is_finished && sitting->after && !sitting->release_code)
        fill_say_text(sitting->after);
    if (is_finished)
        fill_say(io->language, WORD_FILL_NOT_RECORDED, NULL);
    return EXIT_FAILED;
}

static enum exit_status
ask(struct sitting *sitting)
{
    switch (run_face(sitting)) {
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
close_form(struct sitting *sitting)
{
    if (sitting->filling.form)
        form_clear(sitting->filling.form);
}

bool
fill_record_late(struct fill_job *job)
{
    struct sitting sitting = {.job = job, .world = fill_world(job)};
    const char *finished = draft_finished(job->draft);
    bool ok =
        open_form(&sitting)
        && filling_record(&sitting.filling, finished, true, job->context->diag);

    close_form(&sitting);
    return ok;
}

enum exit_status
fill_form(struct fill_job *job)
{
    struct sitting sitting = {.job = job, .world = fill_world(job)};
    bool is_open = ask_code(&sitting) && open_form(&sitting);
    enum exit_status status = is_open ? ask(&sitting) : fill_status(job);

    close_form(&sitting);
    return status;
}
