/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs of care, column by column over all rows of a batch; see care.h. */
#include "score/care.h"

#include <math.h>
#include <string.h>
#include "instrument/method.h"
#include "score/terms.h"

/* An item that scales are made of. */
struct looked {
    size_t item_idx;
    bool is_gated;
    bool begins; /* it is on another response scale than the item before */
    const double *places; /* by the byte of an answer; NULL: of numbers */
};

/* A member of one of the scales whose halves are held against each other. */
struct halved {
    const struct plan_member *member;
    const double *places; /* after reversal */
};

struct halves {
    const struct halved *members;
    size_t n;
};

/* Sums of some rows. */
struct row_sums {
    double n[BATCH_ROWS];
    double sum[BATCH_ROWS];
};

struct care {
    const struct plan *plan;
    bool with_private;
    bool has_private; /* items that are not looked at */
    struct looked *items;
    size_t n_items;
    const struct halves *scales;
    size_t n_scales;
    /* While a batch is looked at: */
    uint8_t last[BATCH_ROOM]; /* the answer before */
    double number[BATCH_ROWS];
    int16_t run[BATCH_ROOM];
    int16_t longest[BATCH_ROOM];
    struct row_sums answers;
    double squares[BATCH_ROWS];
    double unasked[BATCH_ROWS]; /* squares that nobody asks for */
    struct row_sums sides[2];   /* odd and even */
    struct row_sums x;
    double xx[BATCH_ROWS];
    double y[BATCH_ROWS];
    double yy[BATCH_ROWS];
    double xy[BATCH_ROWS];
};

/* ---- which items ---- */

static bool
is_rated(const struct care *care, size_t item_idx)
{
    const struct item *item = &care->plan->instrument->items[item_idx];
    enum answer_form form = answer_form_of(item->response);

    return (form == FORM_CODES || form == FORM_NUMBERS)
           && item->response->hi > item->response->lo
           && (care->with_private || !item->is_private);
}

static double
place_of(double score, double lo, double hi)
{
    return (score - lo) / (hi - lo);
}

/* After reversal, which a weight below 0 is, too. */
static double
keyed_place(const struct plan_member *member, double keyed)
{
    double place = place_of(keyed, member->lo, member->hi);

    return member->weight < 0 ? 1 - place : place;
}

static const double *
places_of(const struct response *response, struct arena *arena)
{
    if (answer_form_of(response) != FORM_CODES)
        return NULL;
    double *places = ARENA_ARRAY(arena, N_CODES, double);
    for (size_t i = 0; i < plan_positions(response); i++)
        places[i] = place_of(answer_score(response, (uint8_t)i), response->lo,
                             response->hi);
    return places;
}

static bool
has_scale(const struct plan *plan, size_t item_idx)
{
    for (size_t i = 0; i < plan->n_ops; i++)
        for (size_t k = 0; k < plan->ops[i].n_members; k++)
            if (plan->ops[i].members[k].item_idx == item_idx)
                return true;
    return false;
}

static void
look_at_items(struct care *care, struct arena *arena)
{
    const struct instrument *instrument = care->plan->instrument;

    care->items = ARENA_ARRAY(arena, instrument->n_items, struct looked);
    for (size_t i = 0; i < instrument->n_items; i++) {
        const struct response *response = instrument->items[i].response;
        care->has_private |=
            instrument->items[i].is_private && !care->with_private;
        if (!is_rated(care, i) || !has_scale(care->plan, i))
            continue;
        const struct looked *before =
            care->n_items ? &care->items[care->n_items - 1] : NULL;
        bool begins =
            !before || instrument->items[before->item_idx].response != response;
        care->items[care->n_items] = (struct looked){
            .item_idx = i,
            .is_gated = instrument->items[i].relevant != NULL,
            .begins = begins,
            .places = begins ? places_of(response, arena) : before->places,
        };
        care->n_items++;
    }
}

/* ---- which scales ---- */

/* Whether halves of it can be told, with no item that others have. */
static bool
can_be_halved(const struct care *care, const struct op *op,
              const bool *is_taken)
{
    if (op->code != OP_COMBINE || op->n_members < 2)
        return false;
    const struct scale *scale = &care->plan->instrument->scales[op->idx];
    if (!method_join_of(scale)->adds || method_of(scale)->term == TERM_TRUTH
        || scale->is_internal || (scale->is_private && !care->with_private))
        return false;
    for (size_t i = 0; i < op->n_members; i++)
        if (is_taken[op->members[i].item_idx])
            return false;
    return true;
}

static const double *
keyed_places(const struct plan_member *member, struct arena *arena)
{
    if (!member->keyed)
        return NULL;
    double *places = ARENA_ARRAY(arena, N_CODES, double);
    for (size_t i = 0; i < member->n_keyed; i++)
        places[i] = keyed_place(member, member->keyed[i]);
    return places;
}

static void
take_scale(struct care *care, const struct op *op, bool *is_taken,
           struct halves *to, struct arena *arena)
{
    struct halved *members = ARENA_ARRAY(arena, op->n_members, struct halved);

    for (size_t i = 0; i < op->n_members; i++) {
        const struct plan_member *member = &op->members[i];
        is_taken[member->item_idx] = true;
        members[i].member =
            is_rated(care, member->item_idx) && member->hi > member->lo ? member
                                                                        : NULL;
        members[i].places = keyed_places(member, arena);
    }
    *to = (struct halves){members, op->n_members};
    care->n_scales++;
}

/* The smallest first: a total must not take the place of its parts. */
static void
look_at_scales(struct care *care, struct arena *arena)
{
    const struct plan *plan = care->plan;
    size_t n_items = plan->instrument->n_items;
    bool *is_taken = ARENA_ARRAY(arena, n_items, bool);
    struct halves *scales =
        ARENA_ARRAY(arena, plan->instrument->n_scales, struct halves);

    for (size_t size = 2; size <= n_items; size++)
        for (size_t i = 0; i < plan->n_ops; i++)
            if (plan->ops[i].n_members == size
                && can_be_halved(care, &plan->ops[i], is_taken))
                take_scale(care, &plan->ops[i], is_taken,
                           &scales[care->n_scales], arena);
    care->scales = scales;
}

struct care *
care_new(const struct plan *plan, bool with_private, struct arena *arena)
{
    struct care *care = ARENA_NEW(arena, struct care);

    care->plan = plan;
    care->with_private = with_private;
    look_at_items(care, arena);
    look_at_scales(care, arena);
    return care;
}

/* ---- runs ---- */

enum { NOTHING_LAST = 255 }; /* in the place of an answer's byte */

typedef int8_t sixteen __attribute__((vector_size(16)));
typedef int16_t eight __attribute__((vector_size(16)));

/* What is true is -1, all bits. */
static inline void
add_to_run(int16_t *runs, int16_t *longest_runs, sixteen given, sixteen same,
           sixteen passed)
{
    eight run, longest;

    memcpy(&run, runs, sizeof run);
    memcpy(&longest, longest_runs, sizeof longest);
    eight next = (run & (eight)same) - (eight)given;
    run = (run & (eight)passed) | (next & ~(eight)passed);
    eight is_longer = run > longest;
    longest = (run & is_longer) | (longest & ~is_longer);
    memcpy(runs, &run, sizeof run);
    memcpy(longest_runs, &longest, sizeof longest);
}

/* All rows that there is room for, sixteen at once. */
static void
add_to_runs(struct care *care, const struct looked *looked,
            const struct answers *answers)
{
    typedef uint8_t bytes __attribute__((vector_size(16)));
    const uint8_t closed = code_of_kind(looked->is_gated ? ANSWER_NOT_APPLICABLE
                                                         : ANSWER_NOT_ASKED);

    _Static_assert(BATCH_ROOM % sizeof(bytes) == 0, "there is room for all");
    for (size_t row = 0; row < BATCH_ROOM; row += sizeof(bytes)) {
        bytes codes, last;
        memcpy(&codes, answers->code + row, sizeof codes);
        memcpy(&last, care->last + row, sizeof last);
        sixteen given = codes <= code_of_kind(ANSWERED);
        sixteen same = given & (codes == last);
        sixteen passed =
            (codes == code_of_kind(ANSWER_NOT_ASKED)) | (codes == closed);
        last = (last & (bytes)passed) | (codes & ~(bytes)passed);
        memcpy(care->last + row, &last, sizeof last);
#define HALF(v, at)                                                            \
    __builtin_shufflevector(v, v, (at) + 0, (at) + 0, (at) + 1, (at) + 1,      \
                            (at) + 2, (at) + 2, (at) + 3, (at) + 3, (at) + 4,  \
                            (at) + 4, (at) + 5, (at) + 5, (at) + 6, (at) + 6,  \
                            (at) + 7, (at) + 7)
        add_to_run(care->run + row, care->longest + row, HALF(given, 0),
                   HALF(same, 0), HALF(passed, 0));
        add_to_run(care->run + row + 8, care->longest + row + 8, HALF(given, 8),
                   HALF(same, 8), HALF(passed, 8));
#undef HALF
    }
}

/* Numbers have one code: another number is another answer. */
static void
part_numbers(struct care *care, const struct answers *answers, size_t n_rows)
{
    for (size_t row = 0; row < n_rows; row++) {
        if (answers->code[row] != code_of_kind(ANSWERED))
            continue;
        if (answers->number[row] < care->number[row]
            || answers->number[row] > care->number[row])
            care->last[row] = NOTHING_LAST;
        care->number[row] = answers->number[row];
    }
}

/* ---- sums ---- */

/* Adds each row's place where it has one. */
static void
add_places(struct row_sums *sums, double *restrict squares,
           const double *restrict places, const uint8_t *restrict codes,
           size_t n_rows)
{
    double *restrict n = sums->n;
    double *restrict sum = sums->sum;

    for (size_t row = 0; row < n_rows; row++) {
        double place = places[codes[row]]; /* 0 of what is no answer */
        n[row] += codes[row] < CODE_FIRST_KIND;
        sum[row] += place;
        squares[row] += place * place;
    }
}

static void
add_numbers(struct row_sums *sums, double *squares,
            const struct answers *answers, const struct plan_member *member,
            const struct response *response, size_t n_rows)
{
    for (size_t row = 0; row < n_rows; row++) {
        if (answers->code[row] != code_of_kind(ANSWERED))
            continue;
        double number = answers->number[row];
        double place = member ? keyed_place(member, plan_keyed(member, number))
                              : place_of(number, response->lo, response->hi);
        sums->n[row]++;
        sums->sum[row] += place;
        if (squares)
            squares[row] += place * place;
    }
}

static void
look_at_answers(struct care *care, const struct batch *batch)
{
    const struct item *items = batch->instrument->items;

    for (size_t i = 0; i < care->n_items; i++) {
        const struct looked *looked = &care->items[i];
        const struct answers *answers = &batch->answers[looked->item_idx];
        if (looked->begins)
            memset(care->last, NOTHING_LAST, sizeof care->last);
        if (answers->is_absent)
            continue;
        if (!looked->places)
            part_numbers(care, answers, batch->n_rows);
        add_to_runs(care, looked, answers);
        if (looked->places)
            add_places(&care->answers, care->squares, looked->places,
                       answers->code, batch->n_rows);
        else
            add_numbers(&care->answers, care->squares, answers, NULL,
                        items[looked->item_idx].response, batch->n_rows);
    }
}

/* ---- halves ---- */

static void
add_scale(struct care *care, const struct halves *scale,
          const struct batch *batch)
{
    memset(care->sides, 0, sizeof care->sides);
    for (size_t i = 0; i < scale->n; i++) {
        const struct halved *halved = &scale->members[i];
        if (!halved->member)
            continue;
        const struct answers *answers =
            &batch->answers[halved->member->item_idx];
        struct row_sums *side = &care->sides[i % 2];
        if (answers->is_absent)
            continue;
        if (halved->places)
            add_places(side, care->unasked, halved->places, answers->code,
                       batch->n_rows);
        else
            add_numbers(side, NULL, answers, halved->member, NULL,
                        batch->n_rows);
    }
    for (size_t row = 0; row < batch->n_rows; row++) {
        if (!(care->sides[0].n[row] > 0 && care->sides[1].n[row] > 0))
            continue;
        double x = care->sides[0].sum[row] / care->sides[0].n[row];
        double y = care->sides[1].sum[row] / care->sides[1].n[row];
        care->x.n[row]++;
        care->x.sum[row] += x;
        care->y[row] += y;
        care->xx[row] += x * x;
        care->yy[row] += y * y;
        care->xy[row] += x * y;
    }
}

static double
even_odd(const struct care *care, size_t row)
{
    double n = care->x.n[row];
    double x = care->x.sum[row];
    double y = care->y[row];
    double xx = care->xx[row] - x * x / n;
    double yy = care->yy[row] - y * y / n;

    if (!(n >= CARE_LEAST_SCALES && xx > 1e-12 && yy > 1e-12))
        return (double)NAN;
    double r = fmin(1, (care->xy[row] - x * y / n) / sqrt(xx * yy));
    if (fabs(r) < 1e-12) /* rounding, and no number to print */
        return 0;
    return r > -1.0 / 3 ? 2 * r / (1 + r) : -1;
}

/* ---- the whole ---- */

static double
spread_of(const struct care *care, size_t row)
{
    double n = care->answers.n[row];
    double sum = care->answers.sum[row];
    double squares = care->squares[row] - sum * sum / n;

    if (n < 2)
        return (double)NAN;
    return squares > 1e-12 * n ? sqrt(squares / (n - 1)) : 0;
}

static double
pace_of(const struct care *care, const struct batch *batch, size_t row)
{
    double seconds = rows_seconds(batch->rows, row);
    double n = 0;

    if (seconds < 0 || care->has_private || batch->shares_rows)
        return (double)NAN;
    for (size_t i = 0; i < batch->instrument->n_items; i++)
        n += !batch->answers[i].is_absent
             && batch->answers[i].code[row] <= code_of_kind(ANSWERED);
    return n > 0 ? seconds / n : (double)NAN;
}

static void
begin(struct care *care)
{
    memset(care->last, NOTHING_LAST, sizeof care->last);
    memset(care->number, 0, sizeof care->number);
    memset(care->run, 0, sizeof care->run);
    memset(care->longest, 0, sizeof care->longest);
    memset(&care->answers, 0, sizeof care->answers);
    memset(care->squares, 0, sizeof care->squares);
    if (care->n_scales < CARE_LEAST_SCALES) /* nothing is added to the rest */
        return;
    memset(&care->x, 0, sizeof care->x);
    memset(care->xx, 0, sizeof care->xx);
    memset(care->y, 0, sizeof care->y);
    memset(care->yy, 0, sizeof care->yy);
    memset(care->xy, 0, sizeof care->xy);
}

void
care_run(struct care *care, const struct batch *batch, double *signs)
{
    begin(care);
    look_at_answers(care, batch);
    for (size_t i = 0;
         care->n_scales >= CARE_LEAST_SCALES && i < care->n_scales; i++)
        add_scale(care, &care->scales[i], batch);
    for (size_t row = 0; row < batch->n_rows; row++) {
        bool is_scored = batch->state[row] == ROW_TO_SCORE;
        double of_row[N_CARE_SIGNS] = {
            [CARE_RUN] = care->longest[row] ? care->longest[row] : (double)NAN,
            [CARE_SPREAD] = spread_of(care, row),
            [CARE_EVEN_ODD] = even_odd(care, row),
            [CARE_PACE] = pace_of(care, batch, row),
        };
        for (int sign = 0; sign < N_CARE_SIGNS; sign++)
            signs[sign * BATCH_ROWS + (int)row] =
                is_scored ? of_row[sign] : (double)NAN;
    }
}

/* ---- of many ---- */

enum { N_STEPS = 2048 }; /* what lies beyond is with the last */

static const struct {
    double steps; /* of 1 */
    double lowest;
} grids[N_CARE_SIGNS] = {
#define SIGN(NAME, word, holds, page, decimals, steps, lowest, ...)            \
    [CARE_##NAME] = {steps, lowest},
#include "score/care.def"
};

struct care_tally {
    size_t n[N_CARE_SIGNS];
    uint64_t counts[N_CARE_SIGNS][N_STEPS];
};

struct care_tally *
care_tally_new(struct arena *arena)
{
    return ARENA_NEW(arena, struct care_tally);
}

static size_t
step_of(enum care_sign sign, double value)
{
    double step = (value - grids[sign].lowest) * grids[sign].steps + 0.5;

    return step < 0 ? 0 : step < N_STEPS ? (size_t)step : N_STEPS - 1;
}

void
care_tally_add(struct care_tally *tally, enum care_sign sign, double value)
{
    if (isnan(value))
        return;
    tally->n[sign]++;
    tally->counts[sign][step_of(sign, value)]++;
}

size_t
care_tally_n(const struct care_tally *tally, enum care_sign sign)
{
    return tally->n[sign];
}

double
care_tally_percentile(const struct care_tally *tally, enum care_sign sign,
                      double value, const double *own, size_t n_own)
{
    size_t at = step_of(sign, value);
    double below = (double)tally->counts[sign][at] / 2;

    for (size_t i = 0; i < at; i++)
        below += (double)tally->counts[sign][i];
    for (size_t i = 0; i < n_own; i++) {
        size_t own_at = step_of(sign, own[i]);
        below -= own_at < at ? 1 : own_at == at ? 0.5 : 0;
    }
    return 100 * below / (double)(tally->n[sign] - n_own);
}

double
care_tally_quantile(const struct care_tally *tally, enum care_sign sign,
                    int percent)
{
    uint64_t so_far = 0;
    size_t at = 0;

    for (; at < N_STEPS - 1; at++) {
        so_far += tally->counts[sign][at];
        if (100 * so_far >= (uint64_t)percent * tally->n[sign])
            break;
    }
    double lowest = grids[sign].lowest * grids[sign].steps;
    return (lowest + (double)at) / grids[sign].steps;
}
