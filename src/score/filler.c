/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms filled up in every way; see filler.h. */
#include "score/filler.h"

#include <string.h>
#include "instrument/expr.h"
#include "instrument/method.h"
#include "instrument/units.h"
#include "score/branches.h"
#include "score/kernel.h"
#include "score/terms.h"
#include "score/told.h"

/* An item that may have to be filled in, and the codes of its answers; none
   where they cannot be told apart. */
struct choosable {
    size_t item_idx;
    uint8_t *codes;
    size_t n;
    /* The scale that alone rests on it, and adds it up; SIZE_MAX: there is none
       such.  What each of the codes brings into its sum. */
    size_t adder;
    __int128 *terms;
};

struct scale_filler {
    size_t scale_idx;
    const size_t *items; /* all that it rests on */
    size_t n_items;
    const struct choosable *choosables;
    size_t n_choosables;
    struct kernel *kernel; /* of this scale alone */
};

struct filler {
    const struct scale_filler *scales; /* that may need it */
    size_t n_scales;
    struct batch *batch;
    struct rows rows;
    struct scores *scores;
    struct score *filled; /* FILLER_MOST */
    size_t *ways;         /* likewise */
    bool *is_alike;       /* likewise: nothing comes of a way that did not */
    const struct choosable **blanks;
};

/* ---- what a scale rests on ---- */

/* By item and by scale: rests on it; by item: has to be filled in. */
struct marks {
    const struct instrument *instrument;
    bool *items;
    bool *chosen;
    bool *scales;
};

static void
mark_item(struct marks *marks, size_t idx, bool is_chosen)
{
    const struct item *item = &marks->instrument->items[idx];
    bool was_marked = marks->items[idx];
    marks->items[idx] = true;
    marks->chosen[idx] |= is_chosen || item->offers_not_applicable;
    if (was_marked || !item->relevant)
        return;
    size_t n;
    const struct expr_operand *operands = expr_operands(item->relevant, &n);
    for (size_t i = 0; i < n; i++)
        mark_item(marks, operands[i].idx, true);
}

static void
mark_scale(struct marks *marks, size_t idx, bool is_chosen)
{
    const struct scale *scale = &marks->instrument->scales[idx];
    size_t n;
    const struct expr_operand *operands = expr_operands(scale->formula, &n);
    marks->scales[idx] = true;
    for (size_t i = 0; !scale->formula && i < scale->n_members; i++)
        mark_item(marks, scale->members[i].item_idx, is_chosen);
    for (size_t i = 0; i < n; i++)
        if (operands[i].kind == EXPR_SCALE)
            mark_scale(marks, operands[i].idx, true);
        else if (operands[i].kind != EXPR_FACT && operands[i].kind != EXPR_TOLD)
            mark_item(marks, operands[i].idx, true);
}

static bool
is_marked(const struct marks *marks, const struct op *op)
{
    switch (op->code) {
    case OP_GATE:
        return marks->items[op->idx];
    case OP_COMBINE:
    case OP_FORMULA:
        return marks->scales[op->idx];
    case OP_CLASS:
    case OP_ALERT:
    case N_OP_CODES:
        break;
    }
    return false;
}

static const struct plan *
part_of_plan(const struct plan *plan, const struct marks *marks,
             struct arena *arena)
{
    struct plan *part = ARENA_NEW(arena, struct plan);
    struct op *ops = ARENA_ARRAY(arena, plan->n_ops, struct op);
    part->instrument = plan->instrument;
    part->ops = ops;
    for (size_t i = 0; i < plan->n_ops; i++)
        if (is_marked(marks, &plan->ops[i]))
            ops[part->n_ops++] = plan->ops[i];
    return part;
}

static bool
asks_of_item(const struct expr *expr, size_t item_idx)
{
    size_t n;
    const struct expr_operand *operands = expr_operands(expr, &n);
    bool asks = false;
    for (size_t i = 0; i < n; i++)
        asks |= operands[i].kind != EXPR_SCALE && operands[i].idx == item_idx;
    return asks;
}

/* Whether anything but a sum rests on an item that always applies. */
static bool
is_asked_of(const struct marks *marks, size_t item_idx)
{
    const struct instrument *instrument = marks->instrument;
    bool is_asked = instrument->items[item_idx].relevant
                    || instrument->items[item_idx].offers_not_applicable;
    for (size_t i = 0; i < instrument->n_items; i++)
        if (marks->items[i] && instrument->items[i].relevant)
            is_asked |= asks_of_item(instrument->items[i].relevant, item_idx);
    for (size_t i = 0; i < instrument->n_scales; i++)
        if (marks->scales[i] && instrument->scales[i].formula)
            is_asked |= asks_of_item(instrument->scales[i].formula, item_idx);
    return is_asked;
}

/* Sums of terms are whole numbers, so that equal ones give the same score
   whatever they were made of. */
static void
find_adder(const struct marks *marks, struct choosable *choosable,
           struct arena *arena)
{
    const struct instrument *instrument = marks->instrument;
    size_t member_idx = 0, n_members = 0;
    choosable->adder = SIZE_MAX;
    for (size_t i = 0; i < instrument->n_scales; i++)
        for (size_t k = 0;
             marks->scales[i] && k < instrument->scales[i].n_members; k++) {
            if (instrument->scales[i].members[k].item_idx
                != choosable->item_idx)
                continue;
            choosable->adder = i;
            member_idx = k;
            n_members++;
        }
    if (n_members != 1
        || !method_join_of(&instrument->scales[choosable->adder])->adds
        || is_asked_of(marks, choosable->item_idx)) {
        choosable->adder = SIZE_MAX;
        return;
    }
    const struct scale *scale = &instrument->scales[choosable->adder];
    struct plan_member member = plan_member_of(scale, member_idx);
    choosable->terms = ARENA_ARRAY(arena, choosable->n, __int128);
    for (size_t i = 0; i < choosable->n; i++)
        choosable->terms[i] = units_term(
            scale, member_idx,
            plan_keyed_at(&member,
                          instrument->items[choosable->item_idx].response,
                          choosable->codes[i]));
}

/* An answer that says why there is none leaves a blank a blank, but for one
   that the item does not apply. */
static struct choosable
choosable_of(const struct instrument *instrument, size_t idx,
             struct arena *arena)
{
    const struct response *response = instrument->items[idx].response;
    struct choosable choosable = {.item_idx = idx};
    if (answer_form_of(response) != FORM_CODES)
        return choosable;
    size_t n = plan_positions(response);
    choosable.codes = ARENA_ARRAY(arena, n + 1, uint8_t);
    for (size_t i = 0; i < n; i++)
        if (response->kind != RESPONSE_CHOICES
            || response->choices[i].missing == ANSWERED)
            choosable.codes[choosable.n++] = (uint8_t)i;
    if (instrument->items[idx].offers_not_applicable)
        choosable.codes[choosable.n++] = code_of_kind(ANSWER_NOT_APPLICABLE);
    return choosable;
}

static struct scale_filler
scale_filler_of(const struct plan *plan, size_t idx, struct arena *arena)
{
    const struct instrument *instrument = plan->instrument;
    size_t n = instrument->n_items;
    struct marks marks = {instrument, ARENA_ARRAY(arena, n, bool),
                          ARENA_ARRAY(arena, n, bool),
                          ARENA_ARRAY(arena, instrument->n_scales, bool)};
    size_t *items = ARENA_ARRAY(arena, n, size_t);
    struct choosable *choosables = ARENA_ARRAY(arena, n, struct choosable);
    struct scale_filler made = {
        .scale_idx = idx, .items = items, .choosables = choosables};
    mark_scale(&marks, idx, false);
    for (size_t i = 0; i < n; i++) {
        if (marks.items[i])
            items[made.n_items++] = i;
        if (!marks.chosen[i])
            continue;
        struct choosable *chosen = &choosables[made.n_choosables++];
        *chosen = choosable_of(instrument, i, arena);
        find_adder(&marks, chosen, arena);
    }
    if (made.n_choosables)
        made.kernel = kernel_new(part_of_plan(plan, &marks, arena), arena);
    return made;
}

/* What expressions ask of a person. */
static const enum fact facts[] = {FACT_SEX, FACT_AGE, FACT_LANG, FACT_GROUP};

struct filler *
filler_new(const struct plan *plan, struct arena *arena)
{
    size_t n = plan->instrument->n_scales;
    struct filler *filler = ARENA_NEW(arena, struct filler);
    struct scale_filler *scales = ARENA_ARRAY(arena, n, struct scale_filler);
    filler->scales = scales;
    for (size_t i = 0; i < n; i++) {
        scales[filler->n_scales] = scale_filler_of(plan, i, arena);
        filler->n_scales += scales[filler->n_scales].n_choosables > 0;
    }
    if (!filler->n_scales)
        return filler;
    filler->batch = batch_new(plan->instrument, arena);
    filler->batch->rows = &filler->rows;
    for (size_t i = 0; i < N_ELEMENTS(facts); i++) {
        filler->rows.number[facts[i]] = ARENA_ARRAY(arena, BATCH_ROWS, int32_t);
        filler->rows.text[facts[i]] =
            ARENA_ARRAY(arena, BATCH_ROWS, struct str);
    }
    filler->scores = scores_new(plan, true, arena);
    filler->blanks =
        ARENA_ARRAY(arena, plan->instrument->n_items, const struct choosable *);
    filler->filled = ARENA_ARRAY(arena, FILLER_MOST, struct score);
    filler->ways = ARENA_ARRAY(arena, FILLER_MOST, size_t);
    filler->is_alike = ARENA_ARRAY(arena, FILLER_MOST, bool);
    return filler;
}

/* ---- filling ---- */

/* A row and the items of a scale that are blank in it. */
struct form {
    const struct scale_filler *scale;
    const struct batch *batch;
    size_t row;
    const struct choosable **blanks;
    size_t n_blanks;
    size_t n_ways;
};

static uint8_t
code_asked(const struct answers *answers, size_t row)
{
    return answers->asked ? answers->asked[row] : answers->code[row];
}

static bool
is_blank(const struct answers *answers, size_t row)
{
    uint8_t code = code_asked(answers, row);
    return !answers->is_absent && kind_of_code(code) != ANSWERED
           && terms_fills(code);
}

/* False where there are too many ways, or they cannot be told apart. */
static bool
find_blanks(struct form *form)
{
    const struct scale_filler *scale = form->scale;
    for (size_t i = 0; i < scale->n_choosables; i++) {
        const struct choosable *one = &scale->choosables[i];
        if (!is_blank(&form->batch->answers[one->item_idx], form->row))
            continue;
        form->blanks[form->n_blanks++] = one;
        form->n_ways *= one->n;
        if (!one->n || form->n_ways > FILLER_MOST)
            return false;
    }
    return form->n_blanks > 0;
}

/* Of a way, what it brings into the sum of one scale, and the part of its
   number that says so. */
struct share {
    __int128 sum;
    size_t part;
};

/* In the number of a way, blank 0 changes fastest. */
static struct share
share_of(const struct form *form, size_t way, size_t adder)
{
    struct share share = {0, 0};
    size_t stride = 1;
    for (size_t i = 0; i < form->n_blanks; i++) {
        const struct choosable *blank = form->blanks[i];
        size_t choice = way / stride % blank->n;
        if (blank->adder == adder) {
            share.sum += blank->terms[choice];
            share.part += choice * stride;
        }
        stride *= blank->n;
    }
    return share;
}

/* Marks the ways in which a scale's blanks add up to what they do in another
   part before.  Of sums beyond the first so many none is looked for. */
static void
mark_alike(struct filler *filler, const struct form *form, size_t adder)
{
    struct share seen[64];
    size_t n_seen = 0;
    for (size_t way = 0; way < form->n_ways; way++) {
        struct share share = share_of(form, way, adder);
        size_t i = 0;
        while (i < n_seen && seen[i].sum != share.sum)
            i++;
        if (i < n_seen)
            filler->is_alike[way] |= seen[i].part != share.part;
        else if (n_seen < N_ELEMENTS(seen))
            seen[n_seen++] = share;
    }
}

/* Lists the ways of which no other gives the same; returns how many. */
static size_t
list_ways(struct filler *filler, const struct form *form)
{
    size_t n = 0;
    memset(filler->is_alike, false, form->n_ways * sizeof filler->is_alike[0]);
    for (size_t i = 0; i < form->n_blanks; i++) {
        size_t adder = form->blanks[i]->adder;
        size_t first = 0;
        while (form->blanks[first]->adder != adder)
            first++;
        if (adder != SIZE_MAX && first == i)
            mark_alike(filler, form, adder);
    }
    for (size_t way = 0; way < form->n_ways; way++)
        if (!filler->is_alike[way])
            filler->ways[n++] = way;
    return n;
}

/* Copies an answer as it was asked into 'n' rows.  False where a closed gate
   has wiped out what its code alone does not tell. */
static bool
spread(const struct answers *from, size_t row, struct answers *to, size_t n)
{
    uint8_t code = code_asked(from, row);
    bool is_wiped = code != from->code[row];
    to->is_absent = from->is_absent;
    memset(to->code, code, n);
    for (size_t i = 0; to->number && i < n; i++)
        to->number[i] = from->number[row];
    for (size_t i = 0; to->choices && i < n; i++)
        to->choices[i] = from->choices[row];
    return !is_wiped || (!to->number && !to->choices);
}

static void
spread_facts(const struct rows *from, size_t row, struct rows *to, size_t n)
{
    for (size_t k = 0; k < N_ELEMENTS(facts); k++)
        for (size_t i = 0; i < n; i++) {
            enum fact fact = facts[k];
            int32_t none = fact == FACT_AGE ? -1 : 0;
            to->number[fact][i] = rows_number(from, fact, row, none);
            to->text[fact][i] = rows_text(from, fact, row);
        }
}

/* A row for each of 'n' ways. */
static bool
fill_rows(const struct form *form, struct batch *to, const size_t *ways,
          size_t n)
{
    const struct scale_filler *scale = form->scale;
    size_t stride = 1;
    for (size_t i = 0; i < scale->n_items; i++)
        if (!spread(&form->batch->answers[scale->items[i]], form->row,
                    &to->answers[scale->items[i]], n))
            return false;
    for (size_t i = 0; i < form->n_blanks; i++) {
        const struct choosable *blank = form->blanks[i];
        uint8_t *code = to->answers[blank->item_idx].code;
        for (size_t row = 0; row < n; row++)
            code[row] = blank->codes[ways[row] / stride % blank->n];
        stride *= blank->n;
    }
    size_t n_asked = to->instrument->n_asked;
    for (size_t i = 0; i < n * n_asked; i++)
        to->told[i] = told_get(form->batch, i % n_asked, form->row);
    to->n_rows = n;
    return true;
}

static const struct branches *
branches_of(struct filler *filler, const struct scale_filler *scale,
            const struct batch *batch, size_t row, struct arena *arena)
{
    struct form form = {scale, batch, row, filler->blanks, 0, 1};
    struct scores *scores = filler->scores;
    if (!find_blanks(&form))
        return NULL;
    filler->batch->vector = batch->vector;
    size_t n_ways = list_ways(filler, &form);
    for (size_t first = 0; first < n_ways; first += BATCH_ROWS) {
        size_t n = n_ways - first;
        n = n < BATCH_ROWS ? n : BATCH_ROWS;
        if (!fill_rows(&form, filler->batch, filler->ways + first, n))
            return NULL;
        spread_facts(batch->rows, row, &filler->rows, n);
        kernel_run(scale->kernel, filler->batch, scores);
        for (size_t i = 0; i < n; i++)
            filler->filled[first + i] = scores_get(scores, scale->scale_idx, i);
    }
    return branches_new(&batch->instrument->scales[scale->scale_idx],
                        filler->filled, n_ways, arena);
}

/* Where the ends say all: a formula that the blanks do not decide. */
static bool
is_settled(const struct score *score)
{
    return score->has_range && score->low == score->high && !score->may_lack
           && score->out_least == score->out_most;
}

void
filler_run(struct filler *filler, const struct batch *batch, size_t row,
           struct scores *scores, struct arena *arena)
{
    for (size_t i = 0; i < filler->n_scales; i++) {
        const struct scale_filler *scale = &filler->scales[i];
        struct score_column *column = &scores->columns[scale->scale_idx];
        struct score score = scores_get(scores, scale->scale_idx, row);
        column->branches[row] =
            score.why == WHY_SCORED && !is_settled(&score)
                ? branches_of(filler, scale, batch, row, arena)
                : NULL;
    }
}

void
filler_run_all(struct filler *filler, const struct batch *batch,
               struct scores *scores, struct arena *arena)
{
    for (size_t row = 0; filler->n_scales && row < batch->n_rows; row++)
        filler_run(filler, batch, row, scores, arena);
}
