/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the one scoring path over one form; see filled_scores.h. */
#include "fill/filled_scores.h"

#include "response/batch.h"
#include "output/explain_client.h"
#include "score/kernel.h"

static void
put_answer(struct batch *batch, size_t item_idx, struct form_answer answer)
{
    struct answers *answers = &batch->answers[item_idx];

    answers->is_absent = false;
    if (answer.kind != ANSWERED || answers->form == FORM_TEXT)
        answers->code[0] = code_of_kind(answer.kind);
    else if (!batch_put(batch, 0, item_idx, answer.text))
        answers->code[0] = code_of_kind(ANSWER_BAD);
    if (answers->form == FORM_TEXT)
        answers->text[0] = answer.text;
}

const char *
filled_scores_text(const struct form *form, struct arena *arena)
{
    const struct instrument *instrument = form_instrument(form);
    const struct plan *plan = plan_compile(instrument, arena);
    struct batch *batch = batch_new(instrument, arena);
    struct scores *scores = scores_new(plan, true, arena);
    struct rows *rows = ARENA_NEW(arena, struct rows);
    struct buf out = {0};

    rows->n_rows = 1;
    batch->rows = rows;
    batch->n_rows = 1;
    batch->state[0] = ROW_TO_SCORE;
    for (size_t i = 0; i < instrument->n_items; i++)
        put_answer(batch, i, form_answer(form, i));
    kernel_run(kernel_new(plan, arena), batch, scores);
    struct worked_row worked = {plan, batch, scores, 0};
    explain_add_client_scores(explain_row(&worked, arena), form_language(form),
                              &out);
    const char *text = out.len ? arena_text(arena, buf_str(&out)) : NULL;
    buf_clear(&out);
    return text;
}
