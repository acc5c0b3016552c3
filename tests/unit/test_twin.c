/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel against its slow twin (twin.h): on random instruments and random
   answers they agree bit for bit; and what the kernel says the blanks could
   make of a score or a class holds everything that answering them gives. */
#include "unit.h"
#include "twin.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "score/classes.h"

enum {
    N_INSTRUMENTS = 420,
    N_ROWS = 500,       /* of each: 210,000 in all */
    FILL_EVERY = 10,    /* of so many rows the blanks of one are answered */
    MAX_ESTIMATED = 60, /* of estimates, which take long */
    MAX_FILLED = 600    /* ways of answering the blanks that are tried */
};

/* ---- comparing ---- */

static void
check_score(const struct twin *twin, int scale_idx, size_t row,
            struct score got, struct twin_score want)
{
    /* Exact but for estimates, which are no fractions. */
    double off = twin->scales[scale_idx].method == METHOD_EAP
                     ? fabs(got.value - want.value)
                     : got.value != want.value && got.value != want.unsettled;
    if (got.why == want.why && off < 1e-9 && got.answered == want.answered
        && got.items == want.items && got.prorated == want.prorated)
        return;
    struct buf buf = {0};
    twin_add_scale(twin, scale_idx, &buf);
    fail_msg("%s row %zu: '%s' %a %d of %d%s, not '%s' %a %d of %d%s",
             buf_text(&buf), row, why_word(got.why), got.value, got.answered,
             got.items, got.prorated ? " prorated" : "", why_word(want.why),
             want.value, want.answered, want.items,
             want.prorated ? " prorated" : "");
}

/* The band and the side of the cut-off. */
static void
check_verdicts(const struct twin *twin, int scale_idx, size_t row,
               struct score got, struct twin_score want)
{
    const struct twin_scale *scale = &twin->scales[scale_idx];
    if ((got.beyond == BEYOND_YES) == twin_is_beyond(scale, &want)
        && got.band == twin_band(scale, &want))
        return;
    struct buf buf = {0};
    twin_add_scale(twin, scale_idx, &buf);
    fail_msg("%s row %zu: beyond is %d, the band %d at %.17g", buf_text(&buf),
             row, (int)got.beyond, got.band, got.value);
}

static enum alert_notice
check_alert(struct scoring *s, const struct twin *twin, int item_idx,
            size_t alert_idx, size_t row, const struct twin_answer *answers)
{
    struct twin_alert_result want = twin_alert(twin, item_idx, answers);
    struct alert_result got = alerts_get(s->scores, alert_idx, row);
    enum alert_notice notice = alert_notice_of(&got);
    if (want.is_beyond || (got.why == want.why && notice == want.notice))
        return notice;
    struct buf buf = {0};
    twin_add_item(twin, item_idx, &buf);
    fail_msg("%s row %zu: '%s' '%s', not '%s' '%s'", buf_text(&buf), row,
             alert_notices[notice].word, why_word(got.why),
             alert_notices[want.notice].word, why_word(want.why));
    return notice;
}

static void
check_class(struct scoring *s, const struct twin *twin, int class_idx,
            size_t row, const struct twin_answer *answers)
{
    struct twin_class_result want = twin_class(twin, class_idx, answers);
    struct class_result got = classes_get(s->scores, (size_t)class_idx, row);
    if (want.is_beyond || (got.which == want.which && got.why == want.why))
        return;
    struct buf buf = {0};
    twin_add_class(twin, class_idx, &buf);
    fail_msg("%s row %zu: case %d '%s', not %d '%s'", buf_text(&buf), row,
             got.which, why_word(got.why), want.which, why_word(want.why));
}

/* What answering every blank gives: of one scale, or of a class. */
struct attained {
    int scale_idx; /* -1: of a class */
    int class_idx;
    double low;
    double high;
    int n;
    int n_missing;
    bool cases[MAX_CASES];
};

static void
note_class(const struct twin *twin, const struct twin_answer *answers,
           struct attained *attained)
{
    struct twin_class_result result =
        twin_class(twin, attained->class_idx, answers);
    if (result.is_beyond)
        return;
    attained->n++;
    if (result.which >= 0)
        attained->cases[result.which] = true;
    else
        attained->n_missing++;
}

static void
note_score(const struct twin *twin, const struct twin_answer *answers,
           struct attained *attained)
{
    struct twin_score score = twin_score(twin, attained->scale_idx, answers);
    if (score.why != WHY_SCORED || score.is_beyond)
        return;
    attained->low =
        attained->n ? fmin(attained->low, score.value) : score.value;
    attained->high =
        attained->n ? fmax(attained->high, score.value) : score.value;
    attained->n++;
}

static bool
is_to_fill(const struct twin_answer *answers, int idx)
{
    return idx != TWIN_SEX && idx != TWIN_AGE
           && answers[idx].kind == TWIN_BLANK;
}

/* How many answers there are: of a set, every choice or not. */
static int
n_answers(const struct twin *twin, int idx)
{
    return idx < MAX_ITEMS
               ? twin->responses[twin->items[idx].response].n_options
               : 1 << twin->sets[idx - TWIN_SETS].response.n_options;
}

/* Tries every way of answering the blanks from that answer on. */
static void
fill(const struct twin *twin, struct twin_answer *answers, int from,
     struct attained *attained)
{
    while (from < N_TWIN_ANSWERS && !is_to_fill(answers, from))
        from++;
    if (from < N_TWIN_ANSWERS) {
        for (int i = 0; i < n_answers(twin, from); i++) {
            answers[from] = (struct twin_answer){
                .score =
                    from < MAX_ITEMS
                        ? twin->responses[twin->items[from].response].score[i]
                        : i};
            fill(twin, answers, from + 1, attained);
        }
        answers[from] = (struct twin_answer){.kind = TWIN_BLANK};
        return;
    }
    struct twin_answer closed[N_TWIN_ANSWERS];
    memcpy(closed, answers, sizeof(closed));
    twin_close_gates(twin, closed);
    if (attained->scale_idx < 0)
        note_class(twin, closed, attained);
    else
        note_score(twin, closed, attained);
}

static int
ways_to_fill(const struct twin *twin, const struct twin_answer *answers)
{
    int n = 1;
    for (int i = 0; i < N_TWIN_ANSWERS && n <= MAX_FILLED; i++)
        if (is_to_fill(answers, i))
            n *= n_answers(twin, i);
    return n <= MAX_FILLED ? n : 0;
}

static bool
has_gates(const struct twin *twin)
{
    for (int i = 0; i < twin->n_items; i++)
        if (twin->items[i].gate >= 0)
            return true;
    for (int i = 0; i < twin->n_sets; i++)
        if (twin->sets[i].gate >= 0)
            return true;
    return false;
}

static bool
has_bad(const struct twin_answer *answers)
{
    for (int i = 0; i < N_TWIN_ANSWERS; i++)
        if (answers[i].kind == TWIN_BAD)
            return true;
    return false;
}

/* Sound always; exact where nothing can drop out of the scale. */
static void
check_range(struct scoring *s, const struct twin *twin, int scale_idx,
            size_t row, const struct twin_answer *given)
{
    struct twin_answer answers[N_TWIN_ANSWERS];
    struct attained attained = {.scale_idx = scale_idx};
    struct score got = scores_get(s->scores, (size_t)scale_idx, row);
    memcpy(answers, given, sizeof(answers));
    fill(twin, answers, 0, &attained);
    bool is_formula = twin->scales[scale_idx].method == METHOD_FORMULA;
    bool is_exact = !has_gates(twin) && !is_formula;
    if (!attained.n && is_exact)
        assert_false(got.has_range);
    /* Nothing is said where a bad value plays a part. */
    if (!attained.n || got.why == WHY_BAD || (!got.has_range && has_bad(given)))
        return;
    /* A remainder carries the noise of numbers far larger than itself. */
    double noise = 1e-12 * (fabs(attained.low) + fabs(attained.high))
                   + (is_formula ? 1e-9 : 0)
                   + (twin->scales[scale_idx].method == METHOD_EAP ? 1e-9 : 0);
    bool is_sound = got.has_range && got.low <= attained.low + noise
                    && got.high >= attained.high - noise;
    bool is_tight = fabs(got.low - attained.low) <= noise
                    && fabs(got.high - attained.high) <= noise;
    if (is_sound && (is_tight || !is_exact))
        return;
    struct buf buf = {0};
    twin_add_scale(twin, scale_idx, &buf);
    fail_msg("%s row %zu: said %a to %a, attained %a to %a", buf_text(&buf),
             row, got.low, got.high, attained.low, attained.high);
}

/* No case that answering the blanks gives may be left out. */
static void
check_cases(struct scoring *s, const struct twin *twin, int class_idx,
            size_t row, const struct twin_answer *given)
{
    struct twin_answer answers[N_TWIN_ANSWERS];
    struct attained attained = {.scale_idx = -1, .class_idx = class_idx};
    struct class_result got = classes_get(s->scores, (size_t)class_idx, row);
    memcpy(answers, given, sizeof(answers));
    if (!got.has_range) {
        assert_true(has_bad(given));
        return;
    }
    fill(twin, answers, 0, &attained);
    bool is_sound = !attained.n_missing || got.may_miss;
    for (size_t i = 0; i < (size_t)twin->classes[class_idx].n_cases; i++)
        is_sound = is_sound && (!attained.cases[i] || class_can_be(&got, i));
    if (is_sound)
        return;
    struct buf buf = {0};
    twin_add_class(twin, class_idx, &buf);
    fail_msg("%s row %zu: a case that the blanks give is left out",
             buf_text(&buf), row);
}

/* How much of what was compared could tell a difference. */
struct tried {
    size_t n_rows;
    size_t n_formulas;
    size_t n_classes;
    size_t n_classes_undecided;
    size_t n_classes_filled;
    size_t n_scored;
    size_t n_of_sets;
    size_t n_prorated_sums;
    size_t n_estimates;
    size_t n_filled;
    size_t n_judged;
    size_t n_beyond_fractions;
    size_t n_unsettled;
    size_t n_gated;
    size_t n_notices[N_NOTICES];
};

static void
try_scale(struct scoring *s, const struct twin *twin, int scale_idx, size_t row,
          const struct twin_answer *answers, struct tried *tried)
{
    struct score got = scores_get(s->scores, (size_t)scale_idx, row);
    struct twin_score want = twin_score(twin, scale_idx, answers);
    const struct twin_scale *scale = &twin->scales[scale_idx];
    bool is_scored = got.why == WHY_SCORED;
    tried->n_scored += is_scored;
    tried->n_of_sets +=
        is_scored && scale->n_sets > 0 && scale->method == METHOD_COUNT;
    tried->n_formulas += is_scored && scale->method == METHOD_FORMULA;
    tried->n_prorated_sums += got.prorated && scale->method == METHOD_SUM;
    tried->n_estimates += is_scored && scale->method == METHOD_EAP;
    tried->n_beyond_fractions += want.is_beyond;
    if (want.is_beyond)
        return;
    check_score(twin, scale_idx, row, got, want);
    tried->n_unsettled +=
        is_scored && scale->method != METHOD_EAP && got.value != want.value;
    if (!scale->has_cutoff || !is_scored)
        return;
    check_verdicts(twin, scale_idx, row, got, want);
    tried->n_judged++;
}

static void
try_alerts(struct scoring *s, const struct twin *twin, size_t row,
           const struct twin_answer *answers, struct tried *tried)
{
    size_t alert_idx = 0;
    for (int i = 0; i < twin->n_items; i++) {
        tried->n_gated += twin->items[i].gate >= 0 && answers[i].is_idle;
        if (twin->items[i].alert >= 0)
            tried->n_notices[check_alert(s, twin, i, alert_idx++, row,
                                         answers)]++;
    }
}

static void
try_row(struct scoring *s, const struct twin *twin, size_t row,
        const struct twin_answer *given, struct tried *tried)
{
    struct twin_answer answers[N_TWIN_ANSWERS];
    bool fills = row % FILL_EVERY == 0 && ways_to_fill(twin, given);
    memcpy(answers, given, sizeof(answers));
    twin_close_gates(twin, answers);
    tried->n_rows++;
    try_alerts(s, twin, row, answers, tried);
    for (int i = 0; i < twin->n_scales; i++) {
        try_scale(s, twin, i, row, answers, tried);
        bool is_estimate = twin->scales[i].method == METHOD_EAP;
        if (!fills
            || (is_estimate && ways_to_fill(twin, given) > MAX_ESTIMATED))
            continue;
        check_range(s, twin, i, row, given);
        tried->n_filled++;
    }
    for (int i = 0; i < twin->n_classes; i++) {
        check_class(s, twin, i, row, answers);
        struct class_result result = classes_get(s->scores, (size_t)i, row);
        tried->n_classes += result.which >= 0;
        tried->n_classes_undecided += result.stopped_at >= 0;
        if (!fills)
            continue;
        check_cases(s, twin, i, row, given);
        tried->n_classes_filled++;
    }
}

static void
try_instrument(uint64_t *seed, struct tried *tried)
{
    static const struct twin none;
    struct twin twin = none;
    struct twin_answer answers[N_ROWS][N_TWIN_ANSWERS] = {0};
    struct buf cells = {0};
    twin_make(&twin, seed);
    struct scoring *s = twin_open(&twin);
    s->rows.number[FACT_SEX] = ARENA_ARRAY(s->arena, N_ROWS, int32_t);
    s->rows.number[FACT_AGE] = ARENA_ARRAY(s->arena, N_ROWS, int32_t);
    if (twin_below(seed, 2))
        s->batch->vector = vector_widest();
    for (int row = 0; row < N_ROWS; row++) {
        buf_empty(&cells);
        for (int i = 0; i < twin.n_items; i++)
            answers[row][i] = twin_answer_make(
                &twin.responses[twin.items[i].response], &cells, seed);
        for (int i = 0; i < twin.n_sets; i++)
            answers[row][TWIN_SETS + i] =
                twin_picks_make(&twin.sets[i], &cells, seed);
        twin_person_make(s, scoring_row(s, buf_text(&cells)), answers[row],
                         seed);
    }
    buf_clear(&cells);
    scoring_run(s);
    for (size_t row = 0; row < N_ROWS; row++)
        try_row(s, &twin, row, answers[row], tried);
    scoring_close(s);
}

/* A part of its instruments only: then it is not known how often each kind of
   thing comes. */
static void
try_seed(uint64_t seed, int part)
{
    struct tried tried = {0};
    print_message("# seed %llu\n", (unsigned long long)seed);
    for (int i = 0; i < N_INSTRUMENTS / part; i++)
        try_instrument(&seed, &tried);
    print_message(
        "# %zu rows, %zu gated: %zu scores, %zu of formulas, %zu of several "
        "choices, %zu prorated sums, %zu estimates, %zu filled, %zu judged, "
        "%zu beyond "
        "fractions; %zu classes, %zu undecided, %zu filled; alerts: %zu quiet, "
        "%zu fired, %zu unanswered, %zu undecided\n",
        tried.n_rows, tried.n_gated, tried.n_scored, tried.n_formulas,
        tried.n_of_sets, tried.n_prorated_sums, tried.n_estimates,
        tried.n_filled, tried.n_judged, tried.n_beyond_fractions,
        tried.n_classes, tried.n_classes_undecided, tried.n_classes_filled,
        tried.n_notices[NOTICE_NONE], tried.n_notices[NOTICE_FIRED],
        tried.n_notices[NOTICE_UNANSWERED], tried.n_notices[NOTICE_UNDECIDED]);
    if (part > 1)
        return;
    assert_true(tried.n_rows >= 200000 && tried.n_gated > 10000);
    assert_true(tried.n_scored > 300000 && tried.n_formulas > 50000);
    assert_true(tried.n_prorated_sums > 3000 && tried.n_of_sets > 3000);
    assert_true(tried.n_estimates > 10000 && tried.n_filled > 20000);
    assert_true(tried.n_judged > 100000);
    assert_true(tried.n_beyond_fractions < tried.n_formulas / 50);
    /* One noisy formula can bring two dozen of them. */
    assert_true(tried.n_unsettled < tried.n_formulas / 1000);
    assert_true(tried.n_classes > 50000 && tried.n_classes_undecided > 10000);
    assert_true(tried.n_classes_filled > 5000);
    for (int i = 0; i < N_NOTICES; i++)
        assert_true(tried.n_notices[i] > 5000);
}

/* ATTUNE_TWIN_SEEDS=N in the environment tries N further seeds, and
   ATTUNE_TWIN_PART=N an N-th of each, where every step takes long. */
static void
test_twin(void **state)
{
    const char *further = getenv("ATTUNE_TWIN_SEEDS");
    const char *told_part = getenv("ATTUNE_TWIN_PART");
    int part = told_part ? atoi(told_part) : 1;

    (void)state;
    try_seed(20261, part);
    for (int i = 1; further && i <= atoi(further); i++)
        try_seed(20261 + (uint64_t)i, part);
}

UNIT_MAIN(cmocka_unit_test(test_twin))
