/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every part of a fill needs, and the instrument that is asked; see
   fill_job.h. */
#include "cli/fill_job.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "base/utf8.h"
#include "cli/load.h"
#include "cli/print.h"
#include "cli/stop.h"
#include "fill/wrap.h"

enum { SHORT_DIGEST = 16 };

/* ---- what is said ---- */

/* A pipe is told in one line; words are not cut by the edge of a window. */
static int
window_width(void)
{
    enum { NO_WINDOW_WIDTH = 1 << 20 };
    struct winsize size;

    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
        return size.ws_col;
    return NO_WINDOW_WIDTH;
}

void
fill_say_text(const char *text)
{
    struct buf line = {0};

    wrap_add(&line, str_from(text), window_width(), 0);
    print_said(&line);
}

void
fill_say(const struct fill_job *job, enum word word, const char *text)
{
    struct buf words SCOPED(buf_clear) = {0};
    struct buf shown SCOPED(buf_clear) = {0};

    utf8_add_shown(&shown, str_from(text));
    WORDS_ADD(&words, job->io.language, word, buf_str(&shown));
    fill_say_text(buf_text(&words));
}

void
fill_say_below(const struct fill_job *job, enum word word)
{
    fputc('\n', stderr);
    fill_say(job, word, NULL);
}

void
fill_notice(struct fill_job *job, enum word word, const char *text)
{
    fill_say(job, word, text);
    job->has_notice = true;
}

bool
fill_is_cut_off(const struct fill_job *job)
{
    return stop_signal() || job->context->in_error || job->context->out_error;
}

enum exit_status
fill_status(const struct fill_job *job)
{
    int number = stop_signal();

    return number ? (enum exit_status)(128 + number)
                  : status_of_problems(job->context->diag);
}

/* ---- what is asked ---- */

/* A skeleton has no words of its own. */
static bool
check_words(struct fill_job *job)
{
    const struct instrument *instrument = job->instrument;

    if (instrument->n_uses)
        return context_refuse(job->context,
                              "fill in the questionnaires that it rests on",
                              "'%s' asks nothing itself", instrument->id);
    for (size_t i = 0; i < instrument->n_items; i++) {
        if (instrument->items[i].text)
            continue;
        return context_refuse(
            job->context,
            "it is a skeleton: lay a wording file beside it ('attune new "
            "wording' makes one) and name its language with --lang",
            "'%s' has no words to ask with", instrument->id);
    }
    return true;
}

/* Answers must not take the place of the questions. */
static bool
spares_instrument(struct fill_job *job)
{
    struct loaded loaded = {.instruments = &job->instrument, .n = 1};

    return load_guard(job->context, job->args->output, &(struct text_list){0},
                      &loaded);
}

/* What an author should know about it is said by 'attune check', not to a
   person who is about to answer, and never on a screen that was left. */
static const struct instrument *
load_quietly(struct fill_job *job, const char *lang, int32_t edition)
{
    struct diag *said SCOPED(diag_drop) = diag_new();
    const struct instrument *instrument =
        library_load(job->library, job->name, lang, edition, said);

    if (!instrument)
        diag_move(job->context->diag, said);
    return instrument;
}

bool
fill_load(struct fill_job *job, const char *lang, int32_t edition)
{
    job->instrument = load_quietly(job, lang && *lang ? lang : NULL, edition);
    if (!job->instrument || !load_plan(job->context, job->instrument)
        || (!job->args->is_clerk && !check_words(job))
        || !spares_instrument(job))
        return false;
    if (!language_find(str_from(job->instrument->lang), &job->io.language))
        job->io.language = LANG_EN;
    return true;
}

bool
fill_load_as_begun(struct fill_job *job)
{
    const struct draft_head *head = draft_head(job->draft);
    struct diag *diag = job->context->diag;

    if (!fill_load(job, head->lang, 0))
        return false;
    if (job->instrument->edition != head->edition
        && !fill_load(job, head->lang, head->edition))
        return false;
    if (strcmp(job->instrument->digest.hex, head->digest) == 0
        && strcmp(job->instrument->wording_digest.hex, head->wording_digest)
               == 0)
        return true;
    diag_add(diag, MSG_DRAFT_FOREIGN, (struct place){0},
             "'%s' was changed since they were given", head->instrument_id);
    return diag_hint(
        diag,
        "put back the file of edition %d whose digest begins with %.*s, or %s",
        (int)head->edition, SHORT_DIGEST,
        *head->wording_digest ? head->wording_digest : head->digest,
        job->casebook
            ? "begin anew"
            : arena_printf(job->context->arena, "take them away: '%s'",
                           draft_path(job->draft)));
}
