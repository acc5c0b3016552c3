/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of answers and what their codes stand for. */
#include "response/batch.h"

#include <assert.h>
#include "base/num.h"
#include "response/csv.h"

const char *const fact_names[] = {
#define FACT(NAME, word, type) [FACT_##NAME] = word,
#include "instrument/reserved.def"
};

struct str
rows_kept(const struct rows *rows, size_t row, size_t idx, struct buf *room)
{
    size_t at = row * rows->n_kept + idx;
    struct str cell = rows->kept[at];

    if (!rows->form || rows->form[at] != KEPT_DOUBLED)
        return cell;
    buf_empty(room);
    buf_reserve(room, cell.len);
    return csv_undoubled(cell, room->bytes);
}

/* Whether the steps of a range are few enough to be codes. */
static bool
has_codes(const struct response *range)
{
    int64_t last;

    return range->step.units
           && decimal_on_grid(range->max, range->min, range->step, &last)
           && last < CODE_FIRST_KIND;
}

enum answer_form
answer_form_of(const struct response *response)
{
    switch (response->kind) {
    case RESPONSE_CHOICES:
        return response->multiple ? FORM_CHOICES : FORM_CODES;
    case RESPONSE_RANGE:
        return has_codes(response) ? FORM_CODES : FORM_NUMBERS;
    case RESPONSE_FREE:
    case RESPONSE_DATE:
        return FORM_TEXT;
    }
    assert(false);
    return FORM_TEXT;
}

static __int128
units_at(struct decimal number, int scale)
{
    __int128 units = number.units;

    for (int i = number.scale; i < scale; i++)
        units *= 10;
    return units;
}

/* min + code * step, counted in decimal: the double nearest to it, as that of
   the same number in a data file. */
static double
step_value(const struct response *range, uint8_t code)
{
    int scale = range->min.scale > range->step.scale ? range->min.scale
                                                     : range->step.scale;
    __int128 units = units_at(range->min, scale)
                     + units_at(range->step, scale) * (__int128)code;

    while (scale > 0 && units % 10 == 0) {
        units /= 10;
        scale--;
    }
    return decimal_value((struct decimal){(int64_t)units, scale});
}

double
answer_score(const struct response *response, uint8_t code)
{
    assert(code < CODE_FIRST_KIND);
    if (response->kind == RESPONSE_CHOICES) {
        assert(code < response->n_choices);
        return decimal_value(response->choices[code].score);
    }
    return step_value(response, code);
}

static void
answers_init(struct answers *answers, const struct response *response,
             struct arena *arena)
{
    answers->form = answer_form_of(response);
    answers->code = ARENA_ARRAY(arena, BATCH_ROOM, uint8_t);
    memset(answers->code, code_of_kind(ANSWER_ABSENT), BATCH_ROOM);
    if (answers->form == FORM_NUMBERS)
        answers->number = ARENA_ARRAY(arena, BATCH_ROWS, double);
    else if (answers->form == FORM_CHOICES)
        answers->choices = ARENA_ARRAY(arena, BATCH_ROWS, uint64_t);
    else if (answers->form == FORM_TEXT)
        answers->text = ARENA_ARRAY(arena, BATCH_ROWS, struct str);
    answers->is_absent = true;
}

struct batch *
batch_new(const struct instrument *instrument, struct arena *arena)
{
    struct batch *batch = ARENA_NEW(arena, struct batch);

    batch->instrument = instrument;
    batch->answers = ARENA_ARRAY(arena, instrument->n_items, struct answers);
    batch->state = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t);
    batch->n_beyond = ARENA_ARRAY(arena, instrument->n_items, size_t);
    batch->n_labels = ARENA_ARRAY(arena, instrument->n_items, size_t);
    batch->told = ARENA_ARRAY(arena, BATCH_ROWS * instrument->n_asked,
                              const struct told *);
    for (size_t i = 0; i < instrument->n_items; i++) {
        answers_init(&batch->answers[i], instrument->items[i].response, arena);
        if (instrument->items[i].relevant)
            batch->answers[i].asked = ARENA_ARRAY(arena, BATCH_ROWS, uint8_t);
    }
    return batch;
}

/* "2025-03-04T09:30:00", with or without what stands behind. */
static bool
moment_read(struct str text, int64_t *seconds)
{
    enum { DATE_LEN = 10, TIME_LEN = 8, DAY_S = 24 * 60 * 60 };
    int32_t days;
    int32_t time_s;

    if (text.len < DATE_LEN + 1 + TIME_LEN
        || !date_read((struct str){text.bytes, DATE_LEN}, &days)
        || !time_read((struct str){text.bytes + DATE_LEN + 1, TIME_LEN},
                      &time_s))
        return false;
    *seconds = (int64_t)days * DAY_S + time_s;
    return true;
}

int32_t
rows_seconds(const struct rows *rows, size_t row)
{
    int64_t started;
    int64_t finished;

    if (!moment_read(rows_text(rows, FACT_STARTED, row), &started)
        || !moment_read(rows_text(rows, FACT_FINISHED, row), &finished)
        || finished < started || finished - started > INT32_MAX)
        return -1;
    return (int32_t)(finished - started);
}

const struct instrument_words *
batch_wording(const struct batch *batch, size_t row)
{
    const struct instrument *instrument = batch->instrument;
    int32_t edition = rows_edition(batch->rows, row);

    if (instrument->wording_digest.hex[0])
        return instrument_wording(instrument, str_from(instrument->lang));
    if (!batch->rows->text[FACT_LANG]
        || (edition && edition != instrument->edition))
        return NULL;
    return instrument_wording(instrument,
                              rows_text(batch->rows, FACT_LANG, row));
}

/* Whether the row is of the instrument, in whatever edition. */
static bool
is_of_it(const struct batch *batch, size_t row)
{
    enum row_state state = (enum row_state)batch->state[row];

    return state == ROW_TO_SCORE || state == ROW_OTHER_EDITION
           || state == ROW_OTHER_CODING;
}

/* Whether one of the questionnaires that rules rest on was given there. */
static bool
was_told(const struct batch *batch, size_t row, bool with_private)
{
    const struct instrument *rules = batch->instrument;

    for (size_t i = 0; i < rules->n_asked; i++)
        if (batch->told[row * rules->n_asked + i]
            && (with_private || !asked_is_private(rules, &rules->asked[i])))
            return true;
    return false;
}

bool
batch_was_asked(const struct batch *batch, size_t row, bool with_private)
{
    const struct instrument *instrument = batch->instrument;

    if (!is_of_it(batch, row))
        return false;
    if (instrument->n_uses)
        return was_told(batch, row, with_private);
    if (batch->rows->text[FACT_INSTRUMENT]
        && str_is(batch->rows->text[FACT_INSTRUMENT][row], instrument->id))
        return true;
    for (size_t i = 0; i < instrument->n_items; i++) {
        if (batch->answers[i].is_absent
            || (instrument->items[i].is_private && !with_private))
            continue;
        enum answer_kind kind = kind_of_code(batch->answers[i].code[row]);
        bool is_gated = kind == ANSWER_NOT_APPLICABLE
                        && instrument->items[i].relevant != NULL;
        if (kind != ANSWER_BLANK && kind != ANSWER_NOT_ASKED
            && kind != ANSWER_ABSENT && !is_gated)
            return true;
    }
    return false;
}

bool
batch_was_answered(const struct batch *batch, size_t row)
{
    if (batch->state[row] != ROW_TO_SCORE) /* its answers are not here */
        return batch_was_asked(batch, row, false);
    if (batch->instrument->n_uses)
        return was_told(batch, row, false);
    for (size_t i = 0; i < batch->instrument->n_items; i++) {
        if (batch->answers[i].is_absent
            || batch->instrument->items[i].is_private)
            continue;
        enum answer_kind kind = kind_of_code(batch->answers[i].code[row]);
        if (kind == ANSWERED || kind == ANSWER_BAD)
            return true;
    }
    return false;
}

bool
batch_was_given(const struct batch *batch, size_t row)
{
    if (batch->instrument->n_uses)
        return batch_was_asked(batch, row, true);
    return is_of_it(batch, row)
           && (!batch->shares_rows || batch_was_asked(batch, row, true));
}
