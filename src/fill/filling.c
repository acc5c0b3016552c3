/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key, event, disk, screen, in this order; see filling.h. */
#include "fill/filling.h"

#include "fill/filled_scores.h"
#include "instrument/fingerprint.h"

void
filling_set_facts(struct administration *administration,
                  const struct draft_head *head, const char *finished,
                  const char *mode, struct arena *arena)
{
    const struct instrument *instrument = administration->instrument;
    struct str *facts = administration->facts;

    facts[FACT_CLIENT] = str_from(head->client);
    facts[FACT_SESSION] = str_from(head->session);
    facts[FACT_DATE] = str_from(head->date);
    facts[FACT_TIME] = str_from(head->time);
    facts[FACT_INSTRUMENT] = str_from(instrument->id);
    facts[FACT_EDITION] =
        str_from(arena_printf(arena, "%d", (int)instrument->edition));
    facts[FACT_LANG] = str_from(instrument->lang);
    facts[FACT_STARTED] = str_from(head->started);
    facts[FACT_FINISHED] = str_from(finished);
    facts[FACT_MODE] = str_from(mode);
    facts[FACT_DIGEST] =
        str_from(arena_printf(arena, "%s", fingerprint_of(instrument).text));
}

bool
filling_record(struct filling *filling, const char *finished, bool is_again,
               struct diag *diag)
{
    const struct instrument *instrument = form_instrument(filling->form);
    struct recorded_answer *answers = ARENA_ARRAY(
        filling->arena, instrument->n_items, struct recorded_answer);
    struct administration administration = {
        .instrument = instrument, .answers = answers, .is_again = is_again};

    for (size_t i = 0; i < instrument->n_items; i++) {
        struct form_answer answer = form_answer(filling->form, i);
        answers[i] =
            (struct recorded_answer){answer.kind, answer.text, answer.time_ms};
    }
    filling_set_facts(&administration, draft_head(filling->draft), finished,
                      filling->mode, filling->arena);
    if (!filling->recorder_class->record(filling->recorder, &administration,
                                         diag))
        return false;
    filling->is_handed_in = true;
    if (instrument->show_scores)
        form_set_scores(filling->form,
                        filled_scores_text(filling->form, filling->arena));
    return draft_remove(filling->draft, diag);
}

/* Makes what a key changed outlive this process.  The draft goes only when the
   answers are recorded or thrown away. */
static bool
keep(struct filling *filling, struct diag *diag)
{
    const struct filling_world *world = filling->world;
    const char *finished = "";
    size_t n;
    const struct form_event *events = form_events(filling->form, &n);

    if (!n)
        return true;
    enum form_event_kind last = events[n - 1].kind;
    if (last == FORM_EVENT_HANDED_IN)
        finished = world->now_text(world->aux);
    if (!draft_append(filling->draft, form_instrument(filling->form), events, n,
                      finished, diag))
        return false;
    filling->is_finished = last == FORM_EVENT_HANDED_IN;
    if (filling->is_finished)
        return filling_record(filling, finished, false, diag);
    return last != FORM_EVENT_THROWN_AWAY || draft_remove(filling->draft, diag);
}

static enum filling_end
press(struct filling *filling, const struct face_class *face_class,
      struct face *face, struct form_key key, struct diag *diag)
{
    const struct filling_world *world = filling->world;
    bool was_blank = form_page(filling->form) == FORM_PAGE_BLANK;

    form_press(filling->form, key, world->now_ms(world->aux));
    if (!was_blank && form_page(filling->form) == FORM_PAGE_BLANK)
        face_class->blank(face);
    return keep(filling, diag) ? FILLING_DONE : FILLING_FAILED;
}

/* What is typed is kept while nothing is pressed. */
static enum filling_end
rest(struct filling *filling, struct diag *diag)
{
    form_keep(filling->form);
    return keep(filling, diag) ? FILLING_DONE : FILLING_FAILED;
}

/* What was typed and not confirmed is kept, too. */
static enum filling_end
stop(struct filling *filling, struct diag *diag)
{
    form_keep(filling->form);
    return keep(filling, diag) ? FILLING_STOPPED : FILLING_FAILED;
}

/* Ctrl-D on a terminal is no way round the code. */
static bool
has_ended(const struct filling *filling)
{
    const struct filling_world *world = filling->world;

    return !filling->is_handed_over || !world->goes_on(world->aux);
}

static bool
show(struct filling *filling, const struct face_class *face_class,
     struct face *face)
{
    filling->was_private |= form_is_private(filling->form);
    return face_class->show(face, filling->form);
}

static enum filling_end
run_pages(struct filling *filling, const struct face_class *face_class,
          struct face *face, struct diag *diag)
{
    const struct filling_world *world = filling->world;
    enum filling_end end = FILLING_DONE;
    struct form_key key;

    while (end == FILLING_DONE) {
        if (world->is_stopped(world->aux) || !show(filling, face_class, face))
            return FILLING_STOPPED;
        if (form_end(filling->form) != FORM_GOING)
            return FILLING_DONE;
        switch (face_class->read(face, filling->form, &key)) {
        case FACE_KEY:
            end = press(filling, face_class, face, key, diag);
            break;
        case FACE_RESTS:
            end = rest(filling, diag);
            break;
        case FACE_INTERRUPTED:
            break;
        case FACE_OTHER:
            return FILLING_OTHER;
        case FACE_ENDED:
            if (has_ended(filling))
                return FILLING_STOPPED;
            break;
        }
    }
    return end;
}

enum filling_end
filling_run(struct filling *filling, const struct face_class *face_class,
            struct face *face, struct diag *diag)
{
    enum filling_end end = run_pages(filling, face_class, face, diag);

    if (end == FILLING_STOPPED)
        end = stop(filling, diag);
    bool has_code = end == FILLING_DONE || end == FILLING_OTHER;
    if ((filling->is_handed_over && !has_code)
        || (filling->was_private && end != FILLING_OTHER))
        face_class->blank(face);
    return end;
}
