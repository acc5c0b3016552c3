/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goes on with a form that a locked casebook cannot show: the practice unlocks
   it, takes out what was answered, and the keys are gone before the first
   question; see fill_job.h.  A form that somebody is filling in at this moment
   is not touched. */
#include "cli/fill_job.h"

#include <string.h>
#include "casebook/people.h"

/* What an unfinished form was begun with, and what was said so far. */
struct begun {
    struct inbox_fill fill;
    struct draft_head head;
    struct str events;
};
struct begun_list VEC(struct begun);

static const char *
text_of(const struct fields *fields, const char *name, struct arena *arena)
{
    return arena_text(arena, fields_get(fields, name));
}

/* The client has the code of today. */
static struct draft_head
head_of(const struct fields *fields, struct str code, struct arena *arena)
{
    return (struct draft_head){
        .instrument_id = text_of(fields, "instrument", arena),
        .edition = (int32_t)fields_number(fields, "edition"),
        .digest = text_of(fields, "digest", arena),
        .wording_digest = text_of(fields, "wording", arena),
        .lang = text_of(fields, "lang", arena),
        .client = arena_text(arena, code),
        .session = text_of(fields, "session", arena),
        .date = text_of(fields, "date", arena),
        .time = text_of(fields, "time", arena),
        .started = text_of(fields, "started", arena),
        .couple = text_of(fields, "couple", arena),
    };
}

static bool
is_asked_for(const struct fill_job *job, const struct unfinished *form,
             const struct fields *fields)
{
    const char *session = job->args->session;

    return form->is_paper == job->args->is_clerk
           && str_is(fields_get(fields, "instrument"), job->instrument->id)
           && (!session || str_is(fields_get(fields, "session"), session));
}

/* Adds those of the client and questionnaire whose fill is ours, or can be made
   so; '*n_held': of the others. */
static void
find_begun(struct fill_job *job, struct casebook *casebook, uint32_t client,
           struct begun_list *list, size_t *n_held)
{
    struct arena *arena = job->context->arena;
    size_t n;
    const struct unfinished *forms = people_unfinished(casebook, arena, &n);
    struct fields fields;

    *n_held = 0;
    list->n = 0;
    for (size_t i = 0; i < n; i++) {
        struct begun begun = {0};
        if (forms[i].client != client
            || !casebook_read(casebook, forms[i].record, arena, &fields)
            || !is_asked_for(job, &forms[i], &fields))
            continue;
        if (!inbox_fill_take(job->inbox, &fields, &begun.fill)) {
            ++*n_held;
            continue;
        }
        begun.head = head_of(&fields, casebook_code(casebook, client), arena);
        begun.events =
            str_from(arena_text(arena, fields_get(&fields, ".events")));
        *vec_add(arena, list) = begun;
    }
}

static bool
take_begun(struct fill_job *job, struct casebook *casebook,
           struct begun_list *list)
{
    struct context *context = job->context;
    uint32_t client = casebook_find(casebook, str_from(job->args->client));
    size_t n_held;

    if (!client)
        return context_refuse(context, "'attune client list' lists them",
                              "there is no client '%s'", job->args->client);
    /* Those that were let go of between unlocking and now had gone on. */
    find_begun(job, casebook, client, list, &n_held);
    if (!casebook_take_inbox(casebook, context->diag))
        return false;
    find_begun(job, casebook, client, list, &n_held);
    if (!list->n)
        return n_held
                   ? context_refuse(context, "end it there first",
                                    "it is being filled in at this moment")
                   : context_refuse(context, "'attune today' lists them",
                                    "no form of this client and questionnaire "
                                    "is unfinished");
    casebook_put_log(casebook, "read", client, context->command);
    return casebook_commit(casebook, context->diag);
}

static bool
unlock_begun(struct fill_job *job, struct begun_list *list)
{
    struct casebook *casebook =
        unlocking_open(job->context, &job->args->unlock);
    bool ok = casebook && take_begun(job, casebook, list);

    casebook_close(casebook);
    return ok;
}

static bool
go_on(struct fill_job *job, struct begun *begun, enum exit_status *status)
{
    struct arena *arena = job->context->arena;

    job->inbox_fill = begun->fill;
    job->draft = draft_in_inbox(&job->inbox_fill, arena);
    draft_go_on(job->draft, &begun->head, begun->events);
    job->recorder_class = &inbox_recorder;
    job->recorder = inbox_recorder_open(&job->inbox_fill, arena);
    if (!fill_load_as_begun(job))
        return false;
    if (!*draft_finished(job->draft))
        return true;
    /* Handed in, and only the last line is missing. */
    if (fill_record_late(job)) {
        fill_notice(job, WORD_FILL_RECORDED_LATE, NULL);
        *status = EXIT_DONE;
    }
    return false;
}

bool
fill_resume(struct fill_job *job, enum exit_status *status)
{
    struct begun_list list = {0};

    if (!unlock_begun(job, &list))
        return false;
    for (size_t i = 0; i < list.n; i++) {
        struct begun *begun = &list.items[i];
        switch (fill_offer(&job->io, &begun->head, i > 0)) {
        case OFFER_GO_ON:
            return go_on(job, begun, status);
        case OFFER_BEGIN_ANEW:
            return fill_begin_sealed(job)
                   && inbox_fill_add(&begun->fill, LINE_THROWN_AWAY,
                                     &(struct fields){0}, job->context->diag);
        case OFFER_KEEP:
            continue;
        case OFFER_LEFT:
        case OFFER_ENDED:
            break;
        }
        break;
    }
    *status = EXIT_DONE;
    return false;
}
