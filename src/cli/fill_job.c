/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every part of a fill needs; see fill_job.h. */
#include "cli/fill_job.h"

#include "cli/fill_say.h"
#include "cli/clock.h"
#include "cli/print.h"
#include "cli/prompt.h"
#include "cli/stop.h"

bool
fill_refuse(struct fill_job *job, const char *what, const char *hint)
{
    diag_add(job->context->diag, MSG_USAGE, (struct place){0}, "%s", what);
    if (hint)
        diag_hint(job->context->diag, "%s", hint);
    return false;
}

void
fill_notice(struct fill_job *job, enum word word, const char *text)
{
    fill_say(job->io.language, word, text);
    job->has_notice = true;
}

void
fill_print_problems(struct fill_job *job)
{
    const struct diag *diag = job->context->diag;

    print_problems(diag, job->n_printed, &(struct print_options){0});
    job->n_printed = diag_total(diag);
}

enum exit_status
fill_status(const struct fill_job *job)
{
    int number = stop_signal();

    return number ? (enum exit_status)(128 + number)
                  : status_of_problems(job->context->diag);
}

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

static bool
goes_on(void *aux)
{
    const struct fill_job *job = aux;

    return !stop_signal() && prompt_waits(job->io.in_fd);
}

struct filling_world
fill_world(struct fill_job *job)
{
    return (struct filling_world){
        .now_ms = now_ms,
        .now_text = now_text,
        .is_stopped = is_stopped,
        .goes_on = goes_on,
        .aux = job,
    };
}
