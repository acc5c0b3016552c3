/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the items that may be left out are asked, and in which order; see
   answer_sheet.h.  A function of what was said and of nothing else, so that a
   form that is gone on with asks what it would have asked.

   What was answered stays, whatever is answered otherwise later: it is gone
   through again, each time with the most informative of it, and behind it comes
   the most informative of all others.  As long as no answer is changed that is
   the order in which they were asked. */
#include "fill/answer_sheet.h"

#include "instrument/calibration.h"
#include "response/answer.h"

struct adapting {
    const struct instrument *instrument;
    const struct scale *scale;
    const struct said *said;
    struct irt_grid grid;
    double *sums;  /* of what the answers so far say at each point */
    bool *is_said; /* by member: may be left out, and was not */
    bool *is_left; /* may be, and is not asked so far */
};

static const struct scale *
adaptive_scale(const struct instrument *instrument)
{
    for (size_t i = 0; i < instrument->n_scales; i++) {
        const struct calibration *calibration =
            instrument->scales[i].calibration;
        if (calibration && calibration->adaptive)
            return &instrument->scales[i];
    }
    return NULL;
}

/* Adds what the answer to a member says, if there is one. */
static void
add_answer(struct adapting *adapting, size_t member_idx)
{
    const struct member *member = &adapting->scale->members[member_idx];
    const struct item *item = &adapting->instrument->items[member->item_idx];
    const struct said *said = &adapting->said[member->item_idx];
    const struct calibration *calibration = adapting->scale->calibration;
    struct answer_rules rules =
        answer_rules_of(adapting->instrument, item->response);
    struct answer answer;

    if (said->kind != ANSWERED
        || answer_read(&rules, buf_str(&said->text), &answer) != ANSWER_FINE
        || answer.code >= CODE_FIRST_KIND)
        return;
    double score = member->recoded ? member->recoded[answer.code]
                                   : answer_score(item->response, answer.code);
    double keyed = member->reversed ? member->lo + member->hi - score : score;
    size_t rank = calibration_answer(calibration, member_idx, keyed);
    for (size_t q = 0; q < adapting->grid.n; q++)
        adapting->sums[q] += irt_log_probability(
            &calibration->items[member_idx], rank, adapting->grid.points[q]);
}

/* The member that tells most where the estimate is now, the first of equals;
   SIZE_MAX: none is marked. */
static size_t
most_informative(const struct adapting *adapting, const bool *is_marked)
{
    double theta = irt_eap(&adapting->grid, adapting->sums, NULL).theta;
    size_t best = SIZE_MAX;
    double most = 0;

    for (size_t i = 0; i < adapting->scale->n_members; i++) {
        if (!is_marked[i])
            continue;
        double information =
            irt_information(&adapting->scale->calibration->items[i], theta);
        /* Noise is no reason to ask another first. */
        if (best != SIZE_MAX && information <= most * (1 + 1e-9))
            continue;
        best = i;
        most = information;
    }
    return best;
}

/* Parts the members: those that may be left out are said or left, and the
   answers of others that come before them are added.  Returns how many were
   asked, or will be. */
static size_t
part_members(struct adapting *adapting, const enum asking *asking)
{
    const struct scale *scale = adapting->scale;
    const struct item *items = adapting->instrument->items;
    const bool *is_free = scale->calibration->is_free;
    size_t section_idx = SIZE_MAX;
    size_t n = 0;

    for (size_t i = 0; i < scale->n_members && section_idx == SIZE_MAX; i++)
        if (is_free[i])
            section_idx = items[scale->members[i].item_idx].section_idx;
    for (size_t i = 0; i < scale->n_members; i++) {
        size_t idx = scale->members[i].item_idx;
        if (is_free[i]) {
            adapting->is_said[i] = adapting->said[idx].kind != ANSWER_BLANK;
            adapting->is_left[i] = !adapting->is_said[i];
            n += adapting->is_said[i];
            continue;
        }
        n += asking[idx] == ASKING_YES || asking[idx] == ASKING_KEPT;
        if (asking[idx] == ASKING_YES && items[idx].section_idx <= section_idx)
            add_answer(adapting, i);
    }
    return n;
}

static bool
is_enough(const struct adapting *adapting, size_t n)
{
    const struct calibration *calibration = adapting->scale->calibration;
    const struct adaptive *adaptive = calibration->adaptive;
    struct irt_estimate estimate = calibration_told(
        calibration, irt_eap(&adapting->grid, adapting->sums, NULL));

    return n >= (size_t)adaptive->max
           || (n >= (size_t)adaptive->min
               && estimate.error <= decimal_value(adaptive->se));
}

struct adapted
asked_adapt(const struct instrument *instrument, const struct said *said,
            enum asking *asking, size_t *order)
{
    struct adapted adapted = {0};
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct adapting adapting = {.instrument = instrument,
                                .scale = adaptive_scale(instrument),
                                .said = said};
    const struct scale *scale = adapting.scale;
    size_t idx;

    if (!scale)
        return adapted;
    adapting.grid = calibration_grid(scale->calibration, arena);
    adapting.sums = ARENA_ARRAY(arena, adapting.grid.n, double);
    adapting.is_said = ARENA_ARRAY(arena, scale->n_members, bool);
    adapting.is_left = ARENA_ARRAY(arena, scale->n_members, bool);
    size_t n = part_members(&adapting, asking);
    while ((idx = most_informative(&adapting, adapting.is_said)) != SIZE_MAX) {
        adapting.is_said[idx] = false;
        add_answer(&adapting, idx);
        order[adapted.n++] = scale->members[idx].item_idx;
    }
    idx = is_enough(&adapting, n)
              ? SIZE_MAX
              : most_informative(&adapting, adapting.is_left);
    if (idx != SIZE_MAX) {
        adapting.is_left[idx] = false;
        order[adapted.n++] = scale->members[idx].item_idx;
        adapted.n_may_follow =
            (size_t)scale->calibration->adaptive->max - n - 1;
    }
    for (size_t i = 0; i < scale->n_members; i++)
        if (adapting.is_left[i])
            asking[scale->members[i].item_idx] = ASKING_NOT;
    return adapted;
}
