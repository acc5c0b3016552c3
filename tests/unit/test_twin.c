/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The slow twin: scores computed again, a row at a time and in plain words,
   from a model of its own that knows nothing of plans, tables or columns.  On
   random instruments and random answers it must agree with the kernel bit for
   bit; and what the kernel says the blanks could make of a score must hold
   everything that answering them gives. */
#include "unit.h"
#include "scoring.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    N_INSTRUMENTS = 80,
    N_ROWS = 250, /* of each: 20,000 in all */
    MAX_ITEMS = 9,
    MAX_SCALES = 6,
    MAX_OPTIONS = 7,
    MAX_FILLED = 600 /* ways of answering the blanks that are tried */
};

/* ---- the model: every number in tenths ---- */

enum twin_form { TWIN_CHOICES, TWIN_GRID, TWIN_FINE };

struct twin_response {
    enum twin_form form;
    int n_options;          /* of choices and grids */
    int value[MAX_OPTIONS]; /* what is stored */
    int score[MAX_OPTIONS]; /* what is summed */
    int lo;
    int hi;
};

struct twin_item {
    int response;
    int gate; /* on which item, -1: none */
    int gate_above;
};

struct twin_member {
    int item;
    int weight;
    bool reversed;
};

enum twin_rule { TWIN_ALL, TWIN_WHOLE, TWIN_SHARE, TWIN_PERCENT };

struct twin_scale {
    enum scale_method method;
    int n;
    struct twin_member members[MAX_ITEMS];
    enum twin_rule rule;
    int num;
    int den;
    bool excluded;
    int count_from; /* count-if="ge ..." */
};

struct twin {
    struct twin_response responses[3];
    struct twin_item items[MAX_ITEMS];
    int n_items;
    struct twin_scale scales[MAX_SCALES];
    int n_scales;
};

/* An answer: a number, or a reason why there is none. */
enum twin_kind { TWIN_NUMBER, TWIN_BLANK, TWIN_NA, TWIN_BAD };
struct twin_answer {
    enum twin_kind kind;
    int score; /* in tenths, before reversal */
};

struct twin_score {
    enum why why;
    double value;
    int answered;
    int items;
    bool prorated;
};

static uint64_t
next_random(uint64_t *seed)
{
    uint64_t x = *seed += UINT64_C(0x9e3779b97f4a7c15);

    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static int
below(uint64_t *seed, int n)
{
    return (int)(next_random(seed) % (uint64_t)n);
}

/* ---- random instruments ---- */

static void
make_choices(struct twin_response *r, uint64_t *seed)
{
    r->form = TWIN_CHOICES;
    r->n_options = 2 + below(seed, MAX_OPTIONS - 1);
    bool collapses = below(seed, 3) == 0;
    bool is_whole = below(seed, 2) == 0;
    int value = 10 * (below(seed, 4) - 1);
    int score = 10 * (below(seed, 4) - 2);
    for (int i = 0; i < r->n_options; i++) {
        r->value[i] = value;
        r->score[i] = collapses ? score : value;
        value += 10;
        score += is_whole ? 10 * (1 + below(seed, 2)) : 1 + below(seed, 20);
    }
    r->lo = r->score[0];
    r->hi = r->score[r->n_options - 1];
}

static void
make_grid(struct twin_response *r, uint64_t *seed)
{
    int step = 1 + below(seed, 9);
    r->form = TWIN_GRID;
    r->n_options = MAX_OPTIONS;
    for (int i = 0; i < r->n_options; i++)
        r->value[i] = r->score[i] = step * i - 13;
    r->lo = r->value[0];
    r->hi = r->value[r->n_options - 1];
}

static void
make_fine(struct twin_response *r)
{
    r->form = TWIN_FINE;
    r->n_options = 0;
    r->lo = 0;
    r->hi = 1000;
}

static void
make_items(struct twin *twin, uint64_t *seed)
{
    twin->n_items = 3 + below(seed, MAX_ITEMS - 2);
    /* Only items of one range can be prorated. */
    bool is_uniform = below(seed, 2) == 0;
    for (int i = 0; i < twin->n_items; i++) {
        struct twin_item *item = &twin->items[i];
        int kind = below(seed, 6);
        item->response = is_uniform || kind < 4 ? 0 : kind - 3;
        item->gate = -1;
        if (i > 0 && below(seed, 4) == 0) {
            item->gate = below(seed, i);
            const struct twin_response *on =
                &twin->responses[twin->items[item->gate].response];
            item->gate_above = on->lo + (on->hi - on->lo) / 3;
        }
    }
}

static void
make_members(struct twin *twin, struct twin_scale *scale, uint64_t *seed)
{
    bool can_weigh = scale->method == METHOD_MEAN || scale->method == METHOD_SUM
                     || scale->method == METHOD_PERCENT;
    bool has_weights = can_weigh && below(seed, 4) == 0;
    int common = can_weigh && below(seed, 5) == 0 ? 15 : 10;
    scale->n = 0;
    for (int i = 0; i < twin->n_items; i++)
        if (below(seed, 3) || (i == twin->n_items - 1 && !scale->n))
            scale->members[scale->n++] = (struct twin_member){
                .item = i,
                .weight = has_weights ? 5 + below(seed, 20) : common,
                .reversed = below(seed, 2) == 0,
            };
}

/* Where no answer can stand for another. */
static bool
is_mixed(const struct twin *twin, const struct twin_scale *scale)
{
    const struct twin_member *first = &scale->members[0];
    const struct twin_response *one =
        &twin->responses[twin->items[first->item].response];
    for (int i = 1; i < scale->n; i++) {
        const struct twin_member *member = &scale->members[i];
        const struct twin_response *other =
            &twin->responses[twin->items[member->item].response];
        if (member->weight != first->weight || other->lo != one->lo
            || other->hi != one->hi)
            return true;
    }
    return false;
}

static void
make_scale(struct twin *twin, struct twin_scale *scale, uint64_t *seed)
{
    scale->method = (enum scale_method)below(seed, METHOD_FORMULA);
    make_members(twin, scale, seed);
    scale->rule = (enum twin_rule)below(seed, 4);
    scale->num = 1 + below(seed, scale->n);
    scale->den = 1;
    if (scale->rule == TWIN_SHARE) {
        scale->den = 1 + below(seed, 9);
        scale->num = 1 + below(seed, scale->den);
    } else if (scale->rule == TWIN_PERCENT) {
        scale->den = 100;
        scale->num = 1 + below(seed, 100);
    }
    scale->excluded = below(seed, 2) == 0;
    const struct twin_response *r = &twin->responses[0];
    scale->count_from = r->lo + below(seed, r->hi - r->lo + 1);
    bool is_whole = scale->method == METHOD_MEAN || scale->method == METHOD_SUM;
    if (is_whole && is_mixed(twin, scale)) {
        scale->rule = TWIN_ALL;
        scale->excluded = false;
    }
}

static void
make_twin(struct twin *twin, uint64_t *seed)
{
    make_choices(&twin->responses[0], seed);
    make_grid(&twin->responses[1], seed);
    make_fine(&twin->responses[2]);
    make_items(twin, seed);
    twin->n_scales = 1 + below(seed, MAX_SCALES);
    for (int i = 0; i < twin->n_scales; i++)
        make_scale(twin, &twin->scales[i], seed);
}

/* ---- as XML ---- */

static void
add_tenths(struct buf *buf, int tenths)
{
    int size = abs(tenths);
    buf_addf(buf, "%s%d", tenths < 0 ? "-" : "", size / 10);
    if (size % 10)
        buf_addf(buf, ".%d", size % 10);
}

static void
add_attribute(struct buf *buf, const char *name, int tenths)
{
    buf_addf(buf, " %s='", name);
    add_tenths(buf, tenths);
    buf_add_char(buf, '\'');
}

static void
add_responses(const struct twin *twin, struct buf *buf)
{
    const struct twin_response *r = &twin->responses[0];
    buf_add_text(buf, "<choices id='r0'>");
    for (int i = 0; i < r->n_options; i++) {
        buf_add_text(buf, "<choice");
        add_attribute(buf, "value", r->value[i]);
        add_attribute(buf, "score", r->score[i]);
        buf_add_text(buf, ">x</choice>");
    }
    buf_add_text(buf, "</choices>");
    for (int i = 1; i < 3; i++) {
        r = &twin->responses[i];
        buf_addf(buf, "<range id='r%d'", i);
        add_attribute(buf, "min", r->lo);
        add_attribute(buf, "max", r->hi);
        add_attribute(buf, "step",
                      r->form == TWIN_FINE ? 1 : r->value[1] - r->value[0]);
        buf_add_text(buf, "><low>l</low><high>h</high></range>");
    }
}

static void
add_items(const struct twin *twin, struct buf *buf)
{
    buf_add_text(buf, "<section id='s' responses='r0'>");
    for (int i = 0; i < twin->n_items; i++) {
        const struct twin_item *item = &twin->items[i];
        buf_addf(buf, "<item id='q%d' responses='r%d'", i, item->response);
        if (item->gate >= 0) {
            buf_addf(buf, " relevant='q%d &gt; ", item->gate);
            add_tenths(buf, item->gate_above);
            buf_add_char(buf, '\'');
        }
        buf_add_text(buf, "><text>x</text></item>");
    }
    buf_add_text(buf, "</section>");
}

static void
add_scale(const struct twin_scale *scale, int idx, struct buf *buf)
{
    buf_addf(buf, "<scale id='x%d' method='%s' items='", idx,
             scale_method_names[scale->method]);
    for (int i = 0; i < scale->n; i++) {
        buf_addf(buf, "q%d", scale->members[i].item);
        if (scale->members[i].weight != 10) {
            buf_add_char(buf, '*');
            add_tenths(buf, scale->members[i].weight);
        }
        buf_add_char(buf, ' ');
    }
    bool is_reversed = false;
    for (int i = 0; i < scale->n; i++)
        if (scale->members[i].reversed) {
            buf_addf(buf, "%s q%d", is_reversed ? "" : "' reversed='",
                     scale->members[i].item);
            is_reversed = true;
        }
    buf_add_text(buf, "' min-answered='");
    if (scale->rule == TWIN_ALL)
        buf_add_text(buf, "all");
    else if (scale->rule == TWIN_WHOLE)
        buf_addf(buf, "%d", scale->num);
    else if (scale->rule == TWIN_SHARE)
        buf_addf(buf, "%d/%d", scale->num, scale->den);
    else
        buf_addf(buf, "%d%%", scale->num);
    buf_addf(buf, "' not-applicable='%s' direction='neither'",
             scale->excluded ? "excluded" : "counted");
    if (scale->method == METHOD_COUNT) {
        buf_add_text(buf, " count-if='ge ");
        add_tenths(buf, scale->count_from);
        buf_add_char(buf, '\'');
    }
    buf_add_text(buf, "><title>x</title></scale>");
}

static struct scoring *
open_twin(const struct twin *twin)
{
    struct buf buf = {0};
    add_responses(twin, &buf);
    add_items(twin, &buf);
    for (int i = 0; i < twin->n_scales; i++)
        add_scale(&twin->scales[i], i, &buf);
    struct scoring *scoring = scoring_open(buf_text(&buf));
    buf_clear(&buf);
    return scoring;
}

/* ---- random answers ---- */

static struct twin_answer
make_answer(const struct twin_response *r, struct buf *cells, uint64_t *seed)
{
    static const char *const words[] = {".", ".", "skipped", "unclear"};
    int dice = below(seed, 100);
    if (dice < 12) {
        buf_addf(cells, "%s ", words[below(seed, 4)]);
        return (struct twin_answer){.kind = TWIN_BLANK};
    }
    if (dice < 16) {
        buf_add_text(cells, "not-applicable ");
        return (struct twin_answer){.kind = TWIN_NA};
    }
    if (dice < 17) {
        buf_add_text(cells, "9999 ");
        return (struct twin_answer){.kind = TWIN_BAD};
    }
    int option = r->n_options ? below(seed, r->n_options) : 0;
    int value = r->n_options ? r->value[option] : below(seed, r->hi + 1);
    add_tenths(cells, value);
    buf_add_char(cells, ' ');
    return (struct twin_answer){.score =
                                    r->n_options ? r->score[option] : value};
}

/* ---- scoring, in plain words ---- */

static void
close_gates(const struct twin *twin, struct twin_answer *answers)
{
    for (int i = 0; i < twin->n_items; i++) {
        int gate = twin->items[i].gate;
        if (gate >= 0 && answers[gate].kind == TWIN_NUMBER
            && answers[gate].score <= twin->items[i].gate_above)
            answers[i] = (struct twin_answer){.kind = TWIN_NA};
    }
}

static bool
has_enough(const struct twin *twin, const struct twin_scale *scale, int v,
           int applicable)
{
    bool is_whole = scale->method == METHOD_MEAN || scale->method == METHOD_SUM;
    if (is_whole && is_mixed(twin, scale))
        return v == scale->n;
    if (scale->rule == TWIN_ALL)
        return v == applicable;
    if (scale->rule == TWIN_WHOLE)
        return v >= scale->num || v == applicable;
    return v * scale->den >= scale->num * applicable;
}

static struct twin_score
twin_score(const struct twin *twin, const struct twin_scale *scale,
           const struct twin_answer *answers)
{
    struct twin_score score = {.items = scale->n};
    double sum = 0;
    double weights = 0;
    double least = INFINITY;
    double most = -INFINITY;
    int n_count = 0;
    bool is_bad = false;
    bool is_weighed = false;
    for (int i = 0; i < scale->n; i++) {
        const struct twin_member *member = &scale->members[i];
        const struct twin_response *r =
            &twin->responses[twin->items[member->item].response];
        const struct twin_answer *answer = &answers[member->item];
        is_weighed |= member->weight != 10;
        is_bad |= answer->kind == TWIN_BAD;
        if (answer->kind == TWIN_NA && scale->excluded)
            score.items--;
        if (answer->kind != TWIN_NUMBER)
            continue;
        int tenths =
            member->reversed ? r->lo + r->hi - answer->score : answer->score;
        double x = tenths / 10.0;
        double w = member->weight / 10.0;
        score.answered++;
        weights += w;
        if (scale->method == METHOD_PERCENT)
            sum += w * 100 * (x - r->lo / 10.0) / (r->hi / 10.0 - r->lo / 10.0);
        else
            sum += w * x;
        least = fmin(least, x);
        most = fmax(most, x);
        n_count += tenths >= scale->count_from;
    }
    if (is_bad)
        score.why = WHY_BAD;
    else if (score.items == 0)
        score.why = WHY_NOT_APPLICABLE;
    else if (score.answered == 0
             || !has_enough(twin, scale, score.answered, score.items))
        score.why = WHY_TOO_FEW;
    if (score.why != WHY_SCORED)
        return score;
    int v = score.answered;
    switch (scale->method) {
    case METHOD_MEAN:
    case METHOD_PERCENT:
        score.value = sum / (is_weighed ? weights : v);
        score.prorated = v < scale->n;
        break;
    case METHOD_SUM:
        score.value = v == scale->n ? sum : scale->n * sum / v;
        score.prorated = v < scale->n;
        break;
    case METHOD_COUNT:
        score.value = n_count;
        break;
    case METHOD_MIN:
        score.value = least;
        break;
    default:
        score.value = most;
    }
    return score;
}

/* ---- comparing ---- */

static void
check_score(struct scoring *s, const struct twin *twin, int scale_idx,
            size_t row, const struct twin_answer *answers)
{
    struct twin_score want =
        twin_score(twin, &twin->scales[scale_idx], answers);
    struct score got = scores_get(s->scores, (size_t)scale_idx, row);
    if (got.why == want.why && got.value == want.value
        && got.answered == want.answered && got.items == want.items
        && got.prorated == want.prorated)
        return;
    struct buf buf = {0};
    add_scale(&twin->scales[scale_idx], scale_idx, &buf);
    fail_msg("%s row %zu: '%s' %a %d of %d%s, not '%s' %a %d of %d%s",
             buf_text(&buf), row, why_word(got.why), got.value, got.answered,
             got.items, got.prorated ? " prorated" : "", why_word(want.why),
             want.value, want.answered, want.items,
             want.prorated ? " prorated" : "");
}

/* What answering every blank gives. */
struct attained {
    double low;
    double high;
    int n;
};

/* Tries every way of answering the blanks from item 'from' on. */
static void
fill(const struct twin *twin, const struct twin_scale *scale,
     struct twin_answer *answers, int from, struct attained *attained)
{
    while (from < twin->n_items && answers[from].kind != TWIN_BLANK)
        from++;
    if (from < twin->n_items) {
        const struct twin_response *r =
            &twin->responses[twin->items[from].response];
        for (int i = 0; i < r->n_options; i++) {
            answers[from] = (struct twin_answer){.score = r->score[i]};
            fill(twin, scale, answers, from + 1, attained);
        }
        answers[from] = (struct twin_answer){.kind = TWIN_BLANK};
        return;
    }
    struct twin_answer closed[MAX_ITEMS];
    memcpy(closed, answers, sizeof(closed));
    close_gates(twin, closed);
    struct twin_score score = twin_score(twin, scale, closed);
    if (score.why != WHY_SCORED)
        return;
    attained->low =
        attained->n ? fmin(attained->low, score.value) : score.value;
    attained->high =
        attained->n ? fmax(attained->high, score.value) : score.value;
    attained->n++;
}

static int
ways_to_fill(const struct twin *twin, const struct twin_answer *answers)
{
    int n = 1;
    for (int i = 0; i < twin->n_items && n <= MAX_FILLED; i++)
        if (answers[i].kind == TWIN_BLANK)
            n *= twin->responses[twin->items[i].response].n_options;
    return n <= MAX_FILLED ? n : 0;
}

static bool
has_gates(const struct twin *twin)
{
    for (int i = 0; i < twin->n_items; i++)
        if (twin->items[i].gate >= 0)
            return true;
    return false;
}

static bool
has_kind(const struct twin *twin, const struct twin_answer *answers,
         enum twin_kind kind)
{
    for (int i = 0; i < twin->n_items; i++)
        if (answers[i].kind == kind)
            return true;
    return false;
}

/* Sound always; exact where nothing can drop out of the scale. */
static void
check_range(struct scoring *s, const struct twin *twin, int scale_idx,
            size_t row, const struct twin_answer *given)
{
    struct twin_answer answers[MAX_ITEMS];
    struct attained attained = {0};
    struct score got = scores_get(s->scores, (size_t)scale_idx, row);
    memcpy(answers, given, sizeof(answers));
    fill(twin, &twin->scales[scale_idx], answers, 0, &attained);
    /* Nothing is said where a bad value plays a part. */
    if (!attained.n || got.why == WHY_BAD)
        return;
    double noise = 1e-12 * (fabs(attained.low) + fabs(attained.high));
    bool is_sound = got.has_range && got.low <= attained.low + noise
                    && got.high >= attained.high - noise;
    bool is_tight = fabs(got.low - attained.low) <= noise
                    && fabs(got.high - attained.high) <= noise;
    bool must_be_tight = !has_gates(twin) && !has_kind(twin, given, TWIN_NA);
    if (is_sound && (is_tight || !must_be_tight))
        return;
    struct buf buf = {0};
    add_scale(&twin->scales[scale_idx], scale_idx, &buf);
    fail_msg("%s row %zu: said %a to %a, attained %a to %a", buf_text(&buf),
             row, got.low, got.high, attained.low, attained.high);
}

/* How much of what was compared could tell a difference. */
struct tried {
    size_t n_scored;
    size_t n_prorated_sums;
    size_t n_filled;
};

static void
try_instrument(uint64_t *seed, struct tried *tried)
{
    static const struct twin none;
    struct twin twin = none;
    struct twin_answer answers[N_ROWS][MAX_ITEMS] = {0};
    struct buf cells = {0};
    make_twin(&twin, seed);
    struct scoring *s = open_twin(&twin);
    for (int row = 0; row < N_ROWS; row++) {
        buf_empty(&cells);
        for (int i = 0; i < twin.n_items; i++)
            answers[row][i] = make_answer(
                &twin.responses[twin.items[i].response], &cells, seed);
        scoring_row(s, buf_text(&cells));
    }
    buf_clear(&cells);
    scoring_run(s);
    for (int row = 0; row < N_ROWS; row++) {
        struct twin_answer given[MAX_ITEMS];
        memcpy(given, answers[row], sizeof(given));
        close_gates(&twin, answers[row]);
        for (int i = 0; i < twin.n_scales; i++) {
            check_score(s, &twin, i, (size_t)row, answers[row]);
            struct score score = scores_get(s->scores, (size_t)i, (size_t)row);
            tried->n_scored += score.why == WHY_SCORED;
            tried->n_prorated_sums +=
                score.prorated && twin.scales[i].method == METHOD_SUM;
            if (!ways_to_fill(&twin, given))
                continue;
            check_range(s, &twin, i, (size_t)row, given);
            tried->n_filled++;
        }
    }
    scoring_close(s);
}

static void
test_twin(void **state)
{
    uint64_t seed = 20261;
    struct tried tried = {0};
    (void)state;
    for (int i = 0; i < N_INSTRUMENTS; i++)
        try_instrument(&seed, &tried);
    assert_true(tried.n_scored > 20000);
    assert_true(tried.n_prorated_sums > 1000);
    assert_true(tried.n_filled > 20000);
}

UNIT_MAIN(cmocka_unit_test(test_twin))
