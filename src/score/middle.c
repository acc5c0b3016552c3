/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Medians of rows; see run.h.  proof/attainable.c lists all of them. */
#include "score/run.h"

#include "instrument/units.h"
#include "score/terms.h"

/* Numbers in ascending order. */
struct sorted {
    double *items;
    size_t n;
};

struct middle {
    const struct scale *scale;
    const struct op *op;
    /* Of one row. */
    struct sorted answers; /* with what blanks become */
    struct sorted open;    /* of items that may be left out in the end */
};

struct middle *
middle_new(const struct plan *plan, const struct op *op, struct arena *arena)
{
    struct middle *middle = ARENA_NEW(arena, struct middle);
    middle->scale = &plan->instrument->scales[op->idx];
    middle->op = op;
    middle->answers.items = ARENA_ARRAY(arena, op->n_members, double);
    middle->open.items = ARENA_ARRAY(arena, op->n_members, double);
    return middle;
}

static void
insert(struct sorted *list, double number)
{
    size_t at = list->n++;
    for (; at > 0 && list->items[at - 1] > number; at--)
        list->items[at] = list->items[at - 1];
    list->items[at] = number;
}

static double
median_of(const struct middle *middle)
{
    const double *items = middle->answers.items;
    size_t n = middle->answers.n;
    return n == 0
               ? 0
               : units_middle(middle->scale, items[(n - 1) / 2], items[n / 2]);
}

/* ---- what was answered ---- */

static const struct answers *
member_answers(const struct run *run, const struct plan_member *member)
{
    return &run->batch->answers[member->item_idx];
}

/* False: there is no answer. */
static bool
answered(const struct run *run, const struct plan_member *member, size_t row,
         double *keyed)
{
    const struct answers *answers = member_answers(run, member);
    uint8_t code = answers->code[row];
    if (kind_of_code(code) != ANSWERED)
        return false;
    *keyed = code < CODE_FIRST_KIND ? member->keyed[code]
                                    : plan_keyed(member, answers->number[row]);
    return true;
}

void
middle_values(const struct run *run, struct middle *middle, double *out)
{
    for (size_t row = 0; row < run->n_rows; row++) {
        double keyed;
        middle->answers.n = 0;
        for (size_t i = 0; i < middle->op->n_members; i++)
            if (answered(run, &middle->op->members[i], row, &keyed))
                insert(&middle->answers, keyed);
        out[row] = median_of(middle);
    }
}

/* ---- what the blanks could make it ---- */

/* The end that an answer to the member could come to; 'sign' is 1 for the
   least and -1 for the greatest. */
static double
end_of(const struct plan_member *member, int sign)
{
    double end = sign > 0 ? member->lo : member->hi;
    for (size_t i = 0; i < member->n_keyed; i++)
        if (i == 0 || sign * member->keyed[i] < sign * end)
            end = member->keyed[i];
    return end;
}

/* Greatest is least of the negated: all numbers are times 'sign'. */
static void
gather(const struct run *run, struct middle *middle, size_t row, int sign)
{
    middle->answers.n = middle->open.n = 0;
    for (size_t i = 0; i < middle->op->n_members; i++) {
        const struct plan_member *member = &middle->op->members[i];
        const uint8_t *open = run->open[member->item_idx];
        bool may_be_out = open && open[row];
        double keyed;
        bool is_answered = answered(run, member, row, &keyed);
        uint8_t code = member_answers(run, member)->code[row];
        if (!is_answered && !may_be_out && !terms_fills(code))
            continue;
        insert(may_be_out ? &middle->open : &middle->answers,
               sign * (is_answered ? keyed : end_of(member, sign)));
    }
}

/* The more there are of the least that may be left out, the less is the
   median, as long as they lie below it; so each number of them is tried. */
static double
least_median(struct middle *middle, const uint16_t *needed, bool excludes)
{
    double least = 0;
    bool has_least = false;
    for (size_t i = 0; i <= middle->open.n; i++) {
        if (i > 0)
            insert(&middle->answers, middle->open.items[i - 1]);
        size_t n = middle->answers.n;
        if (n == 0 || n < needed[excludes ? n : middle->op->n_members])
            continue;
        double median = median_of(middle);
        least = has_least && least < median ? least : median;
        has_least = true;
    }
    return least + 0.0;
}

void
middle_ranges(const struct run *run, struct middle *middle,
              const uint16_t *needed, double *low, double *high)
{
    const struct scale *scale = &run->plan->instrument->scales[middle->op->idx];
    bool excludes = terms_excludes(scale);
    for (size_t row = 0; row < run->n_rows; row++) {
        gather(run, middle, row, 1);
        low[row] = least_median(middle, needed, excludes);
        gather(run, middle, row, -1);
        high[row] = 0.0 - least_median(middle, needed, excludes);
    }
}
