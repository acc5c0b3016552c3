/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key, event, disk, screen, in this order; see filling.h. */
#include "fill/filling.h"

#include "instrument/fingerprint.h"
#include "output/explain.h"
#include "response/answer.h"
#include "score/kernel.h"

/* What a row says beside its answers; borrows. */
static void
set_facts(struct administration *administration, const struct draft_head *head,
          const char *finished, const char *mode, struct arena *arena)
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
    facts[FACT_COUPLE] = str_from(head->couple);
    facts[FACT_DIGEST] =
        str_from(arena_printf(arena, "%s", fingerprint_of(instrument).text));
}

static void
put_answer(struct batch *batch, size_t item_idx, struct recorded_answer answer)
{
    struct answers *answers = &batch->answers[item_idx];

    answers->is_absent = false;
    if (answer.kind != ANSWERED || answers->form == FORM_TEXT)
        answers->code[0] = code_of_kind(answer.kind);
    else if (!answer_put(batch, 0, item_idx, answer.text))
        answers->code[0] = code_of_kind(ANSWER_BAD);
    if (answers->form == FORM_TEXT)
        answers->text[0] = answer.text;
}

/* What who filled in may see of the scores: each scale's title and value, and
   what it can be, in plain language; none that rests on private answers, no
   band, no alert.  NULL: there is none. */
static const char *
scores_text(const struct form *form, struct arena *arena)
{
    const struct instrument *instrument = form->sheet->instrument;
    const struct plan *plan = plan_compile(instrument, arena);
    struct batch *batch = batch_new(instrument, arena);
    struct scores *scores = scores_new(plan, true, arena);
    struct rows *rows = ARENA_NEW(arena, struct rows);
    struct buf out SCOPED(buf_clear) = {0};

    rows->n_rows = 1;
    batch->rows = rows;
    batch->n_rows = 1;
    batch->state[0] = ROW_TO_SCORE;
    for (size_t i = 0; i < instrument->n_items; i++)
        put_answer(batch, i, answer_sheet_given(form->sheet, i));
    kernel_run(kernel_new(plan, arena), batch, scores);
    struct worked_row worked = {plan, batch, scores, 0};
    explain_add_client_scores(explain_row(&worked, arena),
                              form->options.language, &out);
    return out.len ? arena_text(arena, buf_str(&out)) : NULL;
}

bool
filling_record(struct filling *filling, const char *finished, bool is_again,
               struct diag *diag)
{
    const struct answer_sheet *sheet = filling->sheet;
    const struct instrument *instrument = sheet->instrument;
    struct recorded_answer *answers = ARENA_ARRAY(
        filling->arena, instrument->n_items, struct recorded_answer);
    struct administration administration = {
        .instrument = instrument,
        .answers = answers,
        .differences = buf_str(&sheet->differences),
        .is_again = is_again,
    };

    for (size_t i = 0; i < instrument->n_items; i++)
        answers[i] = answer_sheet_given(sheet, i);
    set_facts(&administration, draft_head(filling->draft), finished,
              filling->mode, filling->arena);
    if (!filling->recorder_class->record(filling->recorder, &administration,
                                         diag))
        return false;
    filling->is_handed_in = true;
    mem_note_done("the answers are recorded");
    if (filling->form && instrument->show_scores)
        filling->form->scores = scores_text(filling->form, filling->arena);
    return draft_remove(filling->draft, diag)
           || diag_hint(diag, "the answers are recorded: once that is mended, "
                              "the same command finds them so, and removes "
                              "what is left");
}

bool
filling_keep(struct filling *filling, struct diag *diag)
{
    const struct filling_world *world = filling->world;
    const struct answer_sheet *sheet = filling->sheet;
    const char *finished = "";

    if (!sheet->n_events)
        return true;
    enum sheet_event_kind last = sheet->events[sheet->n_events - 1].kind;
    if (last == EVENT_HANDED_IN)
        finished = world->now_text(world->aux);
    if (!draft_append(filling->draft, sheet, finished, diag))
        return false;
    filling->is_finished = last == EVENT_HANDED_IN;
    if (filling->is_finished)
        return filling_record(filling, finished, false, diag);
    return last != EVENT_THROWN_AWAY || draft_remove(filling->draft, diag);
}

/* ---- a form in a face ---- */

static enum filling_end
press(struct filling *filling, const struct face_class *face_class,
      struct face *face, struct form_key key, struct diag *diag)
{
    const struct filling_world *world = filling->world;
    bool was_blank = form_page(filling->form) == FORM_PAGE_BLANK;

    form_press(filling->form, key, world->now_ms(world->aux));
    if (filling->form->took_back && !draft_take_back(filling->draft, diag))
        return FILLING_FAILED;
    if (!was_blank && form_page(filling->form) == FORM_PAGE_BLANK)
        face_class->blank(face);
    return filling_keep(filling, diag) ? FILLING_DONE : FILLING_FAILED;
}

/* What is typed and not confirmed is kept too: while nothing is pressed, and in
   the end. */
static enum filling_end
keep_typing(struct filling *filling, enum filling_end end, struct diag *diag)
{
    form_keep(filling->form);
    return filling_keep(filling, diag) ? end : FILLING_FAILED;
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
        if (filling->sheet->end != END_GOING)
            return FILLING_DONE;
        switch (face_class->read(face, filling->form, &key)) {
        case FACE_KEY:
            end = press(filling, face_class, face, key, diag);
            break;
        case FACE_RESTS:
            end = keep_typing(filling, FILLING_DONE, diag);
            break;
        case FACE_INTERRUPTED:
            break;
        case FACE_OTHER:
            return FILLING_OTHER;
        case FACE_ENDED:
            return FILLING_STOPPED;
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
        end = keep_typing(filling, end, diag);
    bool has_code = end == FILLING_DONE || end == FILLING_OTHER;
    if ((filling->is_handed_over && !has_code)
        || (filling->was_private && end != FILLING_OTHER))
        face_class->blank(face);
    return end;
}
