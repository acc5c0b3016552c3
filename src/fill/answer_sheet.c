/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the gates over what was said, and gives it out; see answer_sheet.h. */
#include "fill/answer_sheet.h"

#include <assert.h>
#include "instrument/expr.h"
#include "response/answer.h"

/* ---- what was said ---- */

struct said *
said_new_all(const struct instrument *instrument, struct arena *arena)
{
    struct said *said = ARENA_ARRAY(arena, instrument->n_items, struct said);

    for (size_t i = 0; i < instrument->n_items; i++)
        said[i] = (struct said){.kind = ANSWER_BLANK, .time_ms = -1};
    return said;
}

void
said_clear_all(struct said *said, const struct instrument *instrument)
{
    for (size_t i = 0; i < instrument->n_items; i++) {
        buf_clear(&said[i].text);
        buf_clear(&said[i].typing);
    }
}

void
said_set(struct said *said, enum answer_kind kind, struct str text)
{
    said->kind = kind;
    said->is_given = true;
    buf_empty(&said->text);
    buf_add(&said->text, text);
    buf_empty(&said->typing);
}

/* ---- what is asked ---- */

/* The score of what was said, as scoring will see it. */
static struct expr_value
number_of(const struct instrument *instrument, const struct item *item,
          const struct said *said, const struct expr_operand *operand)
{
    struct answer_rules rules = answer_rules_of(instrument, item->response);
    struct expr_value value = {.state = EXPR_KNOWN};
    struct answer answer;

    if (answer_read(&rules, buf_str(&said->text), &answer) != ANSWER_FINE
        || kind_of_code(answer.code) != ANSWERED)
        return (struct expr_value){.state = EXPR_MISSING};
    bool is_position = answer.code < CODE_FIRST_KIND;
    if (operand->kind == EXPR_SELECTED)
        value.number =
            is_position ? answer.code == operand->choice_idx
                        : (double)(answer.choices >> operand->choice_idx & 1);
    else if (is_position)
        value.number = answer_score(item->response, answer.code);
    else
        value.number = answer.number;
    return value;
}

static struct expr_value
operand_value(const struct instrument *instrument, const struct said *said,
              const enum asking *asking, const struct expr_operand *operand)
{
    size_t idx = operand->idx;

    if ((operand->kind != EXPR_ITEM && operand->kind != EXPR_SELECTED)
        || (asking[idx] != ASKING_YES && asking[idx] != ASKING_KEPT)
        || said[idx].kind != ANSWERED)
        return (struct expr_value){.state = EXPR_MISSING};
    return number_of(instrument, &instrument->items[idx], &said[idx], operand);
}

static enum asking
gate(const struct instrument *instrument, const struct said *said,
     const enum asking *asking, const struct item *item)
{
    size_t n;
    const struct expr_operand *operands = expr_operands(item->relevant, &n);
    struct arena *scratch SCOPED(arena_drop) = arena_new();
    struct expr_value *values = ARENA_ARRAY(scratch, n, struct expr_value);
    for (size_t i = 0; i < n; i++)
        values[i] = operand_value(instrument, said, asking, &operands[i]);
    struct expr_value gate = expr_run(item->relevant, values);
    if (gate.state != EXPR_KNOWN)
        return ASKING_NOT;
    return gate.number != 0 ? ASKING_YES : ASKING_NOT_APPLICABLE;
}

void
asked_judge(const struct instrument *instrument, const struct said *said,
            enum alone alone, enum asking *asking)
{
    for (size_t i = 0; i < instrument->n_items; i++) {
        const struct item *item = &instrument->items[i];
        enum asking now = ASKING_YES;

        if (item->relevant)
            now = gate(instrument, said, asking, item);
        if (now == ASKING_YES && item->is_private && alone == ALONE_NO)
            now = said[i].kind != ANSWER_BLANK ? ASKING_KEPT : ASKING_LEFT_OUT;
        asking[i] = now;
    }
}

/* ---- steps ---- */

struct walk {
    const struct instrument *instrument;
    const enum asking *asking;
    const size_t *order;
    size_t n_order;
    struct step *steps;
    size_t n;
    bool asks_alone;
};

static void
add_step(struct walk *walk, enum form_page page, size_t idx)
{
    walk->steps[walk->n++] = (struct step){page, idx};
}

/* Private items that were left out keep the question, so that going back can
   change it. */
static void
ask_alone_before(struct walk *walk, size_t item_idx)
{
    const struct item *item = &walk->instrument->items[item_idx];
    enum asking asking = walk->asking[item_idx];

    if (!item->is_private || walk->asks_alone || asking == ASKING_NOT
        || asking == ASKING_NOT_APPLICABLE)
        return;
    walk->asks_alone = true;
    add_step(walk, FORM_PAGE_ALONE, 0);
}

static bool
is_in_order(const struct walk *walk, size_t item_idx)
{
    for (size_t i = 0; i < walk->n_order; i++)
        if (walk->order[i] == item_idx)
            return true;
    return false;
}

static void
add_section(struct walk *walk, size_t section_idx)
{
    const struct section *section = &walk->instrument->sections[section_idx];
    bool has_page = section->title || section->notice;

    for (size_t i = 0; i < section->n_items; i++) {
        size_t item_idx = section->first_item + i;
        ask_alone_before(walk, item_idx);
        if (walk->asking[item_idx] != ASKING_YES)
            continue;
        if (has_page)
            add_step(walk, FORM_PAGE_SECTION, section_idx);
        has_page = false;
        if (!is_in_order(walk, item_idx))
            add_step(walk, FORM_PAGE_QUESTION, item_idx);
    }
    for (size_t i = 0; i < walk->n_order; i++)
        if (walk->instrument->items[walk->order[i]].section_idx == section_idx)
            add_step(walk, FORM_PAGE_QUESTION, walk->order[i]);
}

size_t
asked_steps(const struct instrument *instrument, const enum asking *asking,
            const size_t *order, size_t n_order, struct step *steps)
{
    struct walk walk = {instrument, asking, order, n_order, steps, 0, false};

    add_step(&walk, FORM_PAGE_READERS, 0);
    if (instrument->notice)
        add_step(&walk, FORM_PAGE_NOTICE, 0);
    for (size_t i = 0; i < instrument->n_sections; i++)
        add_section(&walk, i);
    add_step(&walk, FORM_PAGE_LAST, 0);
    return walk.n;
}

/* ---- the sheet ---- */

struct answer_sheet *
answer_sheet_new(const struct instrument *instrument, struct arena *arena)
{
    struct answer_sheet *sheet = ARENA_NEW(arena, struct answer_sheet);

    sheet->instrument = instrument;
    sheet->said = said_new_all(instrument, arena);
    return sheet;
}

void
answer_sheet_clear(struct answer_sheet *sheet)
{
    said_clear_all(sheet->said, sheet->instrument);
    buf_clear(&sheet->differences);
}

void
answer_sheet_add_event(struct answer_sheet *sheet, struct sheet_event event)
{
    assert(sheet->n_events < SHEET_LIMIT_EVENTS);
    sheet->events[sheet->n_events++] = event;
}

void
answer_sheet_add_answer(struct answer_sheet *sheet, const struct said *all,
                        size_t item_idx)
{
    const struct said *said = &all[item_idx];

    answer_sheet_add_event(sheet,
                           (struct sheet_event){.kind = EVENT_ANSWER,
                                                .item_idx = item_idx,
                                                .answer = said->kind,
                                                .text = buf_str(&said->text),
                                                .time_ms = said->time_ms});
}

struct recorded_answer
answer_sheet_given(const struct answer_sheet *sheet, size_t item_idx)
{
    const struct said *said = &sheet->said[item_idx];

    switch (sheet->asking ? sheet->asking[item_idx] : ASKING_YES) {
    case ASKING_YES:
    case ASKING_KEPT:
        break;
    case ASKING_NOT_APPLICABLE:
        return (struct recorded_answer){.kind = ANSWER_NOT_APPLICABLE,
                                        .time_ms = -1};
    case ASKING_LEFT_OUT:
    case ASKING_NOT:
        return (struct recorded_answer){.kind = ANSWER_NOT_ASKED,
                                        .time_ms = -1};
    }
    return (struct recorded_answer){
        said->kind, said->kind == ANSWERED ? buf_str(&said->text) : STR(""),
        said->time_ms};
}
