/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loads and surveys the operands of expressions; see operands.h. */
#include "score/operands.h"

#include <math.h>
#include "base/near.h"
#include "response/batch.h"
#include "score/norm.h"
#include "score/told.h"

static const double *
position_scores(const struct response *response, struct arena *arena)
{
    if (answer_form_of(response) != FORM_CODES)
        return NULL;
    size_t n = plan_positions(response);
    double *scores = ARENA_ARRAY(arena, n, double);
    for (size_t i = 0; i < n; i++)
        scores[i] = answer_score(response, (uint8_t)i);
    return scores;
}

static bool
is_item(const struct expr_operand *operand)
{
    return operand->kind == EXPR_ITEM || operand->kind == EXPR_SELECTED;
}

/* Whether one before it is of the same item or scale. */
static bool
is_seen_again(const struct operands *operands, size_t i)
{
    const struct expr_operand *list = operands->list;
    for (size_t j = 0; j < i; j++)
        if (list[j].idx == list[i].idx
            && (is_item(&list[j]) ? is_item(&list[i])
                                  : list[j].kind == list[i].kind))
            return true;
    return false;
}

static struct operands *
operands_of(const struct plan *plan, const struct expr_operand *list, size_t n,
            struct arena *arena)
{
    struct operands *operands = ARENA_NEW(arena, struct operands);
    operands->list = list;
    operands->n = n;
    const double **scores = ARENA_ARRAY(arena, operands->n, const double *);
    bool *counts = ARENA_ARRAY(arena, operands->n, bool);
    for (size_t i = 0; i < operands->n; i++)
        counts[i] =
            operands->list[i].kind != EXPR_FACT && !is_seen_again(operands, i);
    for (size_t i = 0; i < operands->n; i++)
        if (operands->list[i].kind == EXPR_ITEM)
            scores[i] = position_scores(
                plan->instrument->items[operands->list[i].idx].response, arena);
    operands->scores = scores;
    operands->counts = counts;
    operands->values = ARENA_ARRAY(arena, operands->n, struct expr_value);
    operands->ranges = ARENA_ARRAY(arena, operands->n, struct expr_range);
    return operands;
}

struct operands *
operands_new(const struct plan *plan, const struct expr *expr,
             struct arena *arena)
{
    size_t n;
    const struct expr_operand *list = expr_operands(expr, &n);
    struct operands *operands = operands_of(plan, list, n, arena);
    operands->expr = expr;
    return operands;
}

static bool
is_asked(const struct plan *plan, const struct instrument *asker,
         const struct asked *asked)
{
    const struct instrument *whose = asked_whose(asker, asked);
    return str_is(str_from(whose->id), plan->instrument->id)
           && whose->edition == plan->instrument->edition;
}

struct operands *
operands_asked(const struct plan *plan, const struct instrument *asker,
               struct arena *arena)
{
    struct expr_operand *list =
        ARENA_ARRAY(arena, asker->n_asked, struct expr_operand);
    size_t *entries = ARENA_ARRAY(arena, asker->n_asked, size_t);
    size_t n = 0;
    for (size_t i = 0; i < asker->n_asked; i++) {
        const struct asked *asked = &asker->asked[i];
        if (!is_asked(plan, asker, asked))
            continue;
        list[n] = (struct expr_operand){.kind = asked->is_scale ? EXPR_SCALE
                                                                : EXPR_ITEM,
                                        .idx = asked->idx};
        entries[n++] = i;
    }
    struct operands *operands = n ? operands_of(plan, list, n, arena) : NULL;
    if (operands)
        operands->asked = entries;
    return operands;
}

bool
operands_lack_column(const struct operands *operands, const struct run *run)
{
    for (size_t i = 0; i < operands->n; i++) {
        const struct expr_operand *operand = &operands->list[i];
        if (is_item(operand) && run->batch->answers[operand->idx].is_absent)
            return true;
        /* A scale that lacks a column lacks it in every row that could be
           scored; the others say so themselves. */
        if (operand->kind == EXPR_SCALE && run->n_rows
            && run->scores->columns[operand->idx].why[0] == WHY_NO_COLUMN)
            return true;
    }
    return false;
}

/* ---- values ---- */

static double
answer_number(const struct operands *operands, size_t i,
              const struct answers *answers, size_t row)
{
    const struct expr_operand *operand = &operands->list[i];
    uint8_t code = answers->code[row];
    if (operand->kind == EXPR_SELECTED) {
        if (answers->form != FORM_CHOICES)
            return code == operand->choice_idx ? 1 : 0;
        return (double)(answers->choices[row] >> operand->choice_idx & 1);
    }
    if (answers->form == FORM_NUMBERS)
        return answers->number[row];
    return operands->scores[i] ? operands->scores[i][code] : 0;
}

static struct expr_value
item_value(const struct operands *operands, size_t i,
           const struct answers *answers, size_t row)
{
    enum answer_kind kind = kind_of_code(answers->code[row]);
    if (kind == ANSWER_BAD)
        return (struct expr_value){.state = EXPR_BAD};
    if (kind != ANSWERED || answers->is_absent)
        return (struct expr_value){.state = EXPR_MISSING};
    return (struct expr_value){
        .number = answer_number(operands, i, answers, row),
        .state = EXPR_KNOWN,
    };
}

struct near
operands_seen(const struct norm *norm, enum expr_standing standing,
              struct near score)
{
    struct near z =
        near_divide(near_subtract(score, near_of(decimal_value(norm->mean))),
                    near_of(decimal_value(norm->sd)));
    return standing == EXPR_Z
               ? z
               : near_add(near_of(50), near_multiply(near_of(10), z));
}

struct norm_choice
operands_norm(const struct scale *scale, const struct rows *rows, size_t row)
{
    struct person person = person_of_row(rows, row);
    person.norm = (struct str){NULL, 0};
    return norm_choose(scale, &person);
}

struct expr_value
operands_standing(const struct scale *scale, enum expr_standing standing,
                  const struct rows *rows, size_t row, struct near number)
{
    struct norm_choice choice = operands_norm(scale, rows, row);
    const struct score score = {.why = WHY_SCORED, .value = number.number};
    struct standing_score t =
        norm_standing(scale, &choice, &score).scores[NORM_T];
    if (standing == EXPR_Z ? !choice.norm : !t.is_known)
        return (struct expr_value){.state = EXPR_MISSING};
    struct near seen = standing == EXPR_T && t.table
                           ? near_of(t.value)
                           : operands_seen(choice.norm, standing, number);
    return (struct expr_value){
        .number = seen.number, .state = EXPR_KNOWN, .noise = seen.noise};
}

static struct expr_value
standing_value(const struct expr_operand *operand, const struct run *run,
               size_t row, struct near number)
{
    return operands_standing(&run->plan->instrument->scales[operand->idx],
                             operand->standing, run->batch->rows, row, number);
}

/* The score of items is the double nearest to what it is on paper. */
static struct expr_value
scale_value(const struct expr_operand *operand, const struct run *run,
            size_t row)
{
    const struct score_column *column = &run->scores->columns[operand->idx];
    if (column->why[row] != WHY_SCORED)
        return (struct expr_value){
            .state = column->why[row] == WHY_BAD ? EXPR_BAD : EXPR_MISSING};
    struct near number = near_of(column->value[row]);
    if (column->noise)
        number.noise = column->noise[row];
    if (operand->standing != EXPR_AS_SCORED)
        return standing_value(operand, run, row, number);
    return (struct expr_value){
        .number = number.number, .state = EXPR_KNOWN, .noise = number.noise};
}

const enum why told_whys[N_ASKED_OF] = {
    [ASKED_PARTNER] = WHY_NO_PARTNER,
    [ASKED_FIRST] = WHY_NO_EARLIER,
    [ASKED_PREVIOUS] = WHY_NO_EARLIER,
    [ASKED_HERE] = WHY_NOT_GIVEN,
};

static void
count_told(const struct expr_operand *operand, const struct run *run,
           size_t row, struct operands_tally *tally)
{
    const struct told *told = told_get(run->batch, operand->idx, row);
    if (!told) {
        if (!tally->why_none)
            tally->why_none =
                told_whys[run->plan->instrument->asked[operand->idx].of];
        return;
    }
    tally->n_known += told->value.state == EXPR_KNOWN;
    tally->is_prorated |= told->is_prorated;
}

/* A truth where it is known whether the person's is the one asked about. */
static struct expr_value
fact_value(const struct expr_operand *operand, const struct run *run,
           size_t row)
{
    struct person person = person_of_row(run->batch->rows, row);
    struct fits fits = {0};
    bool is_known = false;
    switch ((enum expr_fact)operand->idx) {
    case EXPR_AGE:
        return person.age < 0 ? (struct expr_value){.state = EXPR_MISSING}
                              : (struct expr_value){.number = person.age};
    case EXPR_SEX:
        is_known = person.sex;
        fits.sex = operand->word[0];
        break;
    case EXPR_LANG:
        is_known = person.lang.len;
        fits.lang = operand->word;
        break;
    case EXPR_GROUP:
        is_known = person.group.len;
        fits.group = operand->word;
        break;
    case N_EXPR_FACTS:
        break;
    }
    return (struct expr_value){.number = is_known && norm_fits(&fits, &person),
                               .state = is_known ? EXPR_KNOWN : EXPR_MISSING};
}

static struct expr_value
value_of(const struct operands *operands, size_t i, const struct run *run,
         size_t row)
{
    const struct expr_operand *operand = &operands->list[i];
    if (is_item(operand))
        return item_value(operands, i, &run->batch->answers[operand->idx], row);
    if (operand->kind == EXPR_FACT)
        return fact_value(operand, run, row);
    if (operand->kind != EXPR_TOLD)
        return scale_value(operand, run, row);
    const struct told *told = told_get(run->batch, operand->idx, row);
    return told ? told->value : (struct expr_value){.state = EXPR_MISSING};
}

struct operands_tally
operands_load(struct operands *operands, const struct run *run, size_t row)
{
    struct operands_tally tally = {0};
    for (size_t i = 0; i < operands->n; i++) {
        const struct expr_operand *operand = &operands->list[i];
        struct expr_value value = value_of(operands, i, run, row);
        operands->values[i] = value;
        if (!operands->counts[i]) {
            tally.n_others++;
            continue;
        }
        tally.n_bad += value.state == EXPR_BAD;
        if (operand->kind == EXPR_TOLD) {
            count_told(operand, run, row, &tally);
            continue;
        }
        if (!is_item(operand)) {
            const struct score_column *column =
                &run->scores->columns[operand->idx];
            tally.n_known += column->why[row] == WHY_SCORED;
            tally.is_prorated |= column->prorated[row];
            continue;
        }
        tally.n_known += value.state == EXPR_KNOWN;
        tally.n_not_applicable += run->batch->answers[operand->idx].code[row]
                                  == code_of_kind(ANSWER_NOT_APPLICABLE);
    }
    return tally;
}

bool
operands_are_code(const struct operands *operands, const struct plan *plan)
{
    const struct instrument *instrument = plan->instrument;

    return operands->n == 1 && is_item(&operands->list[0])
           && answer_form_of(instrument->items[operands->list[0].idx].response)
                  == FORM_CODES;
}

void
operands_load_code(struct operands *operands, uint8_t code)
{
    const struct answers answers = {.form = FORM_CODES, .code = &code};

    operands->values[0] = item_value(operands, 0, &answers, 0);
}

bool
operands_are_idle(const struct operands *operands, const struct run *run,
                  size_t row)
{
    size_t n_idle = 0;
    for (size_t i = 0; i < operands->n; i++) {
        const struct expr_operand *operand = &operands->list[i];
        const uint8_t *idle = is_item(operand) ? run->idle[operand->idx] : NULL;
        if (operands->values[i].state == EXPR_KNOWN)
            continue;
        if (operands->values[i].state == EXPR_BAD || !idle || !idle[row])
            return false;
        n_idle++;
    }
    return n_idle > 0;
}

/* ---- ranges ---- */

static const struct expr_range only_missing = {1, 0, true};

struct expr_range
operands_item_range(const struct expr_operand *operand,
                    const struct instrument *instrument)
{
    if (operand->kind == EXPR_FACT)
        return (struct expr_range){
            0, operand->idx == EXPR_AGE ? OPERANDS_OLDEST : 1, false};
    if (operand->kind == EXPR_TOLD) {
        const struct asked *asked = &instrument->asked[operand->idx];
        const struct expr_operand own = {.kind = asked->is_scale ? EXPR_SCALE
                                                                 : EXPR_ITEM,
                                         .idx = asked->idx};
        return operands_item_range(&own, asked_whose(instrument, asked));
    }
    if (operand->kind == EXPR_SCALE)
        return (struct expr_range){instrument->scales[operand->idx].lo,
                                   instrument->scales[operand->idx].hi, false};
    const struct response *response = instrument->items[operand->idx].response;
    enum answer_form form = answer_form_of(response);
    if (operand->kind == EXPR_SELECTED)
        return (struct expr_range){0, 1, false};
    if (form == FORM_TEXT || form == FORM_CHOICES)
        return (struct expr_range){0, 0, false};
    return (struct expr_range){response->lo, response->hi, false};
}

static enum operands_outlook
survey_item(struct operands *operands, size_t i, const struct run *run,
            size_t row)
{
    const struct expr_operand *operand = &operands->list[i];
    const struct answers *answers = &run->batch->answers[operand->idx];
    const struct instrument *instrument = run->plan->instrument;
    struct expr_range *range = &operands->ranges[i];
    enum answer_kind kind = kind_of_code(answers->code[row]);
    uint8_t *open = run->open[operand->idx];
    if (kind == ANSWER_BAD || (open && open[row] == GATE_OPEN_OVER_BAD)) {
        *range = only_missing;
        operands->is_open |= open && open[row];
        return OUTLOOK_UNSAID;
    }
    if (answers->is_absent) {
        *range = only_missing;
        return OUTLOOK_SETTLED;
    }
    if (open && open[row]) {
        *range = operands_item_range(operand, instrument);
        range->may_miss = true;
        return OUTLOOK_OPEN;
    }
    if (kind == ANSWER_NOT_APPLICABLE) {
        *range = only_missing;
        return OUTLOOK_SETTLED;
    }
    if (kind != ANSWERED) {
        *range = operands_item_range(operand, instrument);
        return OUTLOOK_OPEN;
    }
    double number = answer_number(operands, i, answers, row);
    *range = (struct expr_range){number, number, false};
    return OUTLOOK_SETTLED;
}

/* What is not known of a person, no answer tells. */
static enum operands_outlook
survey_fact(struct operands *operands, size_t i, const struct run *run,
            size_t row)
{
    struct expr_value value = fact_value(&operands->list[i], run, row);
    operands->ranges[i] =
        value.state == EXPR_KNOWN
            ? (struct expr_range){value.number, value.number, false}
            : only_missing;
    return OUTLOOK_SETTLED;
}

/* A norm keeps the order of scores or turns it round; none that fits leaves
   nothing. */
static struct expr_range
seen_range(const struct expr_operand *operand, const struct run *run,
           size_t row, struct expr_range range)
{
    if (operand->standing == EXPR_AS_SCORED)
        return range;
    struct expr_value low =
        standing_value(operand, run, row, near_outcome(range.low));
    struct expr_value high =
        standing_value(operand, run, row, near_outcome(range.high));
    if (low.state != EXPR_KNOWN || high.state != EXPR_KNOWN)
        return only_missing;
    double noise = fmax(low.noise, high.noise);
    return (struct expr_range){fmin(low.number, high.number) - noise,
                               fmax(low.number, high.number) + noise,
                               range.may_miss};
}

static enum operands_outlook
survey_told(struct operands *operands, size_t i, const struct run *run,
            size_t row)
{
    const struct told *told = told_get(run->batch, operands->list[i].idx, row);
    operands->ranges[i] = told ? told->range : only_missing;
    return told ? told->outlook : OUTLOOK_SETTLED;
}

static enum operands_outlook
survey_scale(struct operands *operands, size_t i, const struct run *run,
             size_t row)
{
    size_t idx = operands->list[i].idx;
    const struct score_column *column = &run->scores->columns[idx];
    bool may_miss = run->may_miss[idx][row];
    if (!column->has_range[row]) {
        operands->ranges[i] = only_missing;
        if (!may_miss)
            return OUTLOOK_UNSAID;
        /* A score now, by coalesce, which answering the blanks takes away. */
        return column->why[row] == WHY_SCORED ? OUTLOOK_OPEN : OUTLOOK_SETTLED;
    }
    operands->ranges[i] = seen_range(
        &operands->list[i], run, row,
        (struct expr_range){column->low[row], column->high[row], may_miss});
    bool is_settled = column->low[row] == column->high[row] && !may_miss
                      && column->why[row] == WHY_SCORED
                      && column->value[row] == column->low[row];
    return is_settled ? OUTLOOK_SETTLED : OUTLOOK_OPEN;
}

enum operands_outlook
operands_survey_one(struct operands *operands, size_t i, const struct run *run,
                    size_t row)
{
    switch (operands->list[i].kind) {
    case EXPR_ITEM:
    case EXPR_SELECTED:
        return survey_item(operands, i, run, row);
    case EXPR_FACT:
        return survey_fact(operands, i, run, row);
    case EXPR_TOLD:
        return survey_told(operands, i, run, row);
    case EXPR_SCALE:
    case EXPR_ANSWER:
        break;
    }
    return survey_scale(operands, i, run, row);
}

enum operands_outlook
operands_survey(struct operands *operands, const struct run *run, size_t row)
{
    enum operands_outlook outlook = OUTLOOK_SETTLED;
    operands->is_open = false;
    for (size_t i = 0; i < operands->n; i++) {
        enum operands_outlook one = operands_survey_one(operands, i, run, row);
        operands->is_open |= one == OUTLOOK_OPEN;
        if (one > outlook)
            outlook = one;
    }
    return outlook;
}
