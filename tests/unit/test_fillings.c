/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A verdict is stated where every way of filling the blanks gives it, and only
   there: random small scales, two forms with blanks, and all the forms that
   these could have become, each scored and judged as the full form that it is.
 */
#include "unit.h"
#include "scoring.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/num.h"
#include "change/partner_difference.h"
#include "change/verdict.h"
#include "score/branches.h"
#include "score/filler.h"

enum { N_SCALES = 400, N_PAIRS = 4, MAX_ITEMS = 4, MAX_CHOICES = 4 };

static uint64_t seed = 20261129;

static int
below(int n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)(seed >> 33) % n;
}

/* ---- a random scale ---- */

/* What makes more of a blank than an answer that lacks. */
enum knot {
    KNOT_NONE,
    KNOT_GATE,    /* the last item is asked if the first is not low */
    KNOT_CHAIN,   /* each item but the first, if the one before is not low */
    KNOT_BLANK,   /* the last item is asked if the first was left blank */
    KNOT_WAY_OUT, /* any item may be answered with "does not apply" */
    KNOT_FORMULA,
    N_KNOTS
};

enum { WAY_OUT = 99 };

struct small {
    int n_items;
    int n_choices;
    int values[MAX_CHOICES]; /* ascending; the stored value is the score */
    enum knot knot;
    struct filler *filler; /* large, so one for all forms of the scale */
};

static const char *
pick(const char *const *words, int n)
{
    return words[below(n)];
}

static void
add_gate(const struct small *small, int item, struct buf *buf)
{
    bool is_last = item == small->n_items - 1;
    if (small->knot == KNOT_GATE && is_last)
        buf_addf(buf, " relevant='q0 gt %d'", small->values[0]);
    if (small->knot == KNOT_CHAIN && item > 0)
        buf_addf(buf, " relevant='q%d gt %d'", item - 1, small->values[0]);
    if (small->knot == KNOT_BLANK && is_last)
        buf_add_text(buf, " relevant='not(answered(q0))'");
}

static void
add_choices(struct small *small, struct buf *buf)
{
    int value = below(3) - 1;
    small->n_choices = 2 + below(MAX_CHOICES - 1);
    buf_add_text(buf, "<choices id='r'>");
    for (int i = 0; i < small->n_choices; i++) {
        small->values[i] = value;
        buf_addf(buf, "<choice value='%d'>c%d</choice>", value, i);
        value += below(3) ? 1 : 2 + below(4);
    }
    if (small->knot == KNOT_WAY_OUT)
        buf_addf(buf, "<choice value='%d' missing='not-applicable'>n</choice>",
                 WAY_OUT);
    buf_add_text(buf, "</choices><section id='s' responses='r'>");
    small->n_items = 2 + below(MAX_ITEMS - 1);
    for (int i = 0; i < small->n_items; i++) {
        buf_addf(buf, "<item id='q%d'", i);
        add_gate(small, i, buf);
        buf_add_text(buf, "><text>w</text></item>");
    }
    buf_add_text(buf, "</section>");
}

static void
add_members(const struct small *small, const char *method, struct buf *buf)
{
    bool by_weight = strcmp(method, "mean") == 0 && below(4) == 0;
    bool is_weighed =
        by_weight || (strcmp(method, "percent") == 0 && below(3) == 0);
    buf_addf(buf, "<scale id='x' method='%s' items='", method);
    for (int i = 0; i < small->n_items; i++) {
        buf_addf(buf, "%sq%d", i ? " " : "", i);
        if (is_weighed && i == 0)
            buf_add_text(buf, "*2");
    }
    buf_add_text(buf, by_weight ? "' prorate='by-weight' source='s'" : "'");
    if (below(2))
        buf_addf(buf, " reversed='q%d'", below(small->n_items));
    if (strcmp(method, "count") == 0)
        buf_addf(buf, " count-if='ge %d'",
                 small->values[1 + below(small->n_choices - 1)]);
}

/* With a point, whatever the locale. */
static void
add_number(struct buf *buf, const char *before, double number)
{
    buf_add_text(buf, before);
    num_add_fixed(buf, number, 3);
}

/* Spreads so that limits fall within the reach of blanks. */
static void
add_figures(double lo, double width, struct buf *buf)
{
    static const char *const methods[] = {
        "jacobson-truax", "gln", "hll", "en", "nk", "ha", "points",
    };
    const char *method = pick(methods, 7);
    double sd = width * (1 + below(30)) / 60;
    add_number(buf, "<cutoff id='c' source='s' at='", lo + width * 0.5);
    add_number(buf, "'/><norm id='n' n='9' source='s' mean='",
               lo + width * 0.4);
    add_number(buf, "' sd='", sd);
    add_number(buf, "'/><norm id='m' n='9' source='s' mean='",
               lo + width * 0.45);
    add_number(buf, "' sd='", sd * 1.1);
    buf_addf(buf,
             "'/><reliability id='a' kind='alpha' value='0.%d' n='9'"
             " source='s'/><reliability id='b' kind='retest' value='0.%d'"
             " n='9' days='7' source='s'/><change method='%s' source='s'",
             50 + below(49), 50 + below(49), method);
    if (strcmp(method, "points") == 0) {
        add_number(buf, " at='", width * (1 + below(20)) / 25);
        buf_add_char(buf, '\'');
    } else {
        buf_addf(buf, " norm='n' reliability='%s'", below(2) ? "a" : "b");
        if (strcmp(method, "hll") == 0 || strcmp(method, "ha") == 0)
            buf_add_text(buf, " norm-post='m'");
        if (strcmp(method, "nk") == 0)
            buf_add_text(buf, " reliability-post='a'");
        if (strcmp(method, "ha") == 0)
            buf_add_text(buf, " r12='0.2'");
    }
    add_number(buf, "/><mic source='s' value='", width * (1 + below(20)) / 40);
    buf_add_text(buf, "'/></scale>");
}

static double
width_of(const struct small *small, const char *method)
{
    int width = small->values[small->n_choices - 1] - small->values[0];
    if (strcmp(method, "percent") == 0)
        return 100;
    if (strcmp(method, "count") == 0)
        return small->n_items;
    return strcmp(method, "sum") == 0 ? width * small->n_items : width;
}

static double
lowest_of(const struct small *small, const char *method)
{
    if (strcmp(method, "percent") == 0 || strcmp(method, "count") == 0)
        return 0;
    return strcmp(method, "sum") == 0 ? small->values[0] * small->n_items
                                      : small->values[0];
}

/* Items that play more than one part, so that ends alone say too little. */
static void
add_formula(const struct small *small, struct buf *buf)
{
    static const char *const formulas[] = {
        "y - q0",
        "y * q0",
        "abs(q0 - q1)",
        "if(q0 gt q1, y, q1)",
        "coalesce(q0, y) + q1",
        "max(q0, q1) - min(q1, y)",
        "q0 div q1",
        "if(y ge 1, q0 - q1, q1 - q0)",
        "if(answered(q0), q1, 2 * y)",
        "coalesce(q0, 1) - y",
    };
    buf_addf(buf,
             "<scale id='x' method='formula' formula='%s' min='-40' max='40'",
             pick(formulas, 10));
    (void)small;
}

static void
add_scales(struct small *small, struct buf *buf)
{
    static const char *const methods[] = {"mean", "sum", "percent",
                                          "min",  "max", "count"};
    static const char *const directions[] = {"higher-better", "higher-worse",
                                             "higher-better", "neither"};
    bool is_formula = small->knot == KNOT_FORMULA;
    const char *method = pick(methods, 6);
    const char *direction = pick(directions, 4);
    const char *not_applicable = below(2) ? "excluded" : "counted";
    if (is_formula)
        add_formula(small, buf);
    else {
        add_members(small, method, buf);
        if (strcmp(method, "sum") == 0 && below(4) == 0) {
            buf_add_text(buf, " blanks='zero' source='s'");
            not_applicable = "counted";
        }
        buf_addf(buf, " min-answered='1' not-applicable='%s'", not_applicable);
    }
    buf_addf(buf, " direction='%s'><title>X</title><low>l</low><high>h</high>",
             direction);
    if (strcmp(direction, "neither") == 0)
        buf_add_text(buf, "</scale>");
    else if (is_formula)
        add_figures(-1, 5, buf);
    else
        add_figures(lowest_of(small, method), width_of(small, method), buf);
    if (is_formula)
        buf_addf(buf,
                 "<scale id='y' method='mean' items='q0..q%d' "
                 "min-answered='1' not-applicable='%s' direction='neither'>"
                 "<title>Y</title><low>l</low><high>h</high></scale>",
                 small->n_items - 1, not_applicable);
}

static struct scoring *
open_random(struct small *small, enum knot knot)
{
    struct buf buf = {0};
    small->knot = knot;
    buf_add_text(&buf, "<missing code='-99' kind='not-applicable'/>");
    add_choices(small, &buf);
    add_scales(small, &buf);
    struct scoring *s = scoring_open(buf_text(&buf));
    buf_clear(&buf);
    small->filler = filler_new(s->plan, s->arena);
    return s;
}

/* ---- forms ---- */

enum { BLANK = -1, OUT = -2 };

struct form {
    int cells[MAX_ITEMS];
};

static struct form
random_form(const struct small *small, int most_blanks)
{
    struct form form;
    for (int i = 0; i < small->n_items; i++) {
        bool is_blank = most_blanks > 0 && below(5) < 2;
        most_blanks -= is_blank;
        form.cells[i] = is_blank ? BLANK : below(small->n_choices);
        if (!is_blank && below(12) == 0)
            form.cells[i] = OUT;
    }
    return form;
}

static void
add_row(struct scoring *s, const struct small *small, const struct form *form)
{
    struct buf buf = {0};
    for (int i = 0; i < small->n_items; i++) {
        int cell = form->cells[i];
        if (cell == BLANK)
            buf_add_text(&buf, ". ");
        else if (cell == OUT)
            buf_add_text(&buf, "-99 ");
        else if (cell == small->n_choices)
            buf_addf(&buf, "%d ", WAY_OUT);
        else
            buf_addf(&buf, "%d ", small->values[cell]);
    }
    scoring_row(s, buf_text(&buf));
    buf_clear(&buf);
}

/* Rows of all that a form could have become; returns how many. */
static size_t
add_fillings(struct scoring *s, const struct small *small, struct form form,
             int from)
{
    size_t n = 0;
    while (from < small->n_items && form.cells[from] != BLANK)
        from++;
    if (from == small->n_items) {
        add_row(s, small, &form);
        return 1;
    }
    int n_choices = small->n_choices + (small->knot == KNOT_WAY_OUT);
    for (int i = 0; i < n_choices; i++) {
        form.cells[from] = i;
        n += add_fillings(s, small, form, from + 1);
    }
    return n;
}

/* A form as it stands, and filled up in each way. */
struct drawn_form {
    struct score score;
    struct score *fillings;
    size_t n;
};

static struct drawn_form
ask(struct scoring *s, const struct small *small, int most_blanks)
{
    struct form form = random_form(small, most_blanks);
    struct drawn_form asked;
    s->batch->n_rows = 0;
    add_row(s, small, &form);
    asked.n = add_fillings(s, small, form, 0);
    asked.fillings = ARENA_ARRAY(s->arena, asked.n, struct score);
    scoring_run(s);
    filler_run(small->filler, s->batch, 0, s->scores, s->arena);
    asked.score = scoring_get(s, "x", 0);
    for (size_t i = 0; i < asked.n; i++)
        asked.fillings[i] = scoring_get(s, "x", i + 1);
    return asked;
}

/* ---- change ---- */

static struct verdict
judge(const struct scoring *s, const struct score *before,
      const struct score *previous, const struct score *after)
{
    const struct scale *scale = &s->instrument->scales[0];
    return verdict_of(s->instrument, scale, change_rule_find(scale, NULL),
                      before, previous, after);
}

/* What all fillings share, by asking each. */
struct shared {
    enum verdict_kind kind;
    enum verdict_cut cut;
    enum verdict_category category;
    bool cut_depends;
    bool mic_depends;
    int mic_reached; /* 1 upward, -1 downward, 0 not */
};

static struct shared
share(const struct scoring *s, const struct drawn_form *before,
      const struct drawn_form *after)
{
    struct shared shared = {0};
    for (size_t i = 0; i < before->n * after->n; i++) {
        struct verdict one = judge(s, &before->fillings[i % before->n], NULL,
                                   &after->fillings[i / before->n]);
        int mic_reached = !one.reaches_mic            ? 0
                          : one.change.difference > 0 ? 1
                                                      : -1;
        assert_int_equal(one.kind, one.standing.kind);
        if (i == 0)
            shared = (struct shared){one.kind, one.cut, one.category,
                                     false,    false,   mic_reached};
        if (one.kind != shared.kind)
            shared.kind = VERDICT_DEPENDS;
        if (one.category != shared.category)
            shared.category = CATEGORY_NONE;
        shared.cut_depends |= one.cut != shared.cut;
        shared.mic_depends |= mic_reached != shared.mic_reached;
    }
    return shared;
}

/* Whether the score before was worse already, however it is filled. */
static bool
was_so(const struct scoring *s, const struct drawn_form *before,
       const struct drawn_form *previous, enum verdict_kind kind)
{
    for (size_t i = 0; i < before->n * previous->n; i++)
        if (judge(s, &before->fillings[i % before->n], NULL,
                  &previous->fillings[i / before->n])
                .kind
            != kind)
            return false;
    return true;
}

/* How often each kind came about, so that none is tested in name only. */
static size_t met[N_VERDICTS];
static size_t n_fillings;

static void
compare_change(const struct scoring *s, const struct drawn_form *before,
               const struct drawn_form *previous,
               const struct drawn_form *after)
{
    struct verdict got =
        judge(s, &before->score, &previous->score, &after->score);
    struct shared want = share(s, before, after);
    assert_int_equal(got.kind, want.kind);
    assert_int_equal(got.category, want.category);
    assert_int_equal(got.cut_depends, want.cut_depends);
    if (!want.cut_depends)
        assert_int_equal(got.cut, want.cut);
    assert_int_equal(got.mic_depends, want.mic_depends);
    if (!want.mic_depends)
        assert_int_equal(got.reaches_mic, want.mic_reached != 0);
    assert_int_equal(got.is_seen_once,
                     (want.kind == VERDICT_WORSE || want.kind == VERDICT_BETTER)
                         && !was_so(s, before, previous, want.kind));
    if (before->n * after->n > 1)
        met[got.kind]++;
    n_fillings += before->n * after->n;
}

static void
test_change(void **state)
{
    (void)state;
    for (int i = 0; i < N_SCALES; i++) {
        struct small small;
        struct scoring *s = open_random(&small, KNOT_NONE);
        for (int j = 0; j < N_PAIRS; j++) {
            struct drawn_form before = ask(s, &small, 2);
            struct drawn_form previous = ask(s, &small, 1);
            struct drawn_form after = ask(s, &small, 3);
            if (before.score.why == WHY_SCORED
                && previous.score.why == WHY_SCORED
                && after.score.why == WHY_SCORED)
                compare_change(s, &before, &previous, &after);
        }
        scoring_close(s);
    }
    for (int i = 0; i < N_VERDICTS; i++)
        if (i != VERDICT_SAME && met[i] < 5)
            fail_msg("%s: met %zu times", verdict_words[(enum verdict_kind)i],
                     met[i]);
    print_message("%zu pairs of forms filled up\n", n_fillings);
}

/* ---- the gap between two partners ---- */

static struct partner_difference
difference_between(const struct scoring *s, const struct score *a,
                   const struct score *b)
{
    const struct scale *scale = &s->instrument->scales[0];
    const struct score *scores[] = {a, b};
    struct session sessions[2];
    struct history histories[2];
    struct series series[2];
    for (int i = 0; i < 2; i++) {
        sessions[i] = (struct session){.label = "1",
                                       .lang = "",
                                       .date_days = 100,
                                       .person = person_unknown,
                                       .scores = scores[i]};
        histories[i] =
            (struct history){s->instrument, "c", &sessions[i], 1, NULL};
        series[i] = series_of(&histories[i], 0);
    }
    return partner_difference_at(&series[0], series[0].latest, &series[1],
                                 series[1].latest,
                                 change_rule_find(scale, NULL));
}

static const char *
shared_gap(const struct scoring *s, const struct drawn_form *a,
           const struct drawn_form *b)
{
    const char *shared = NULL;
    bool is_lower = false;
    for (size_t i = 0; i < a->n * b->n; i++) {
        struct partner_difference between = difference_between(
            s, &a->fillings[i % a->n], &b->fillings[i / a->n]);
        const char *word = partner_difference_word(&between);
        if (shared
            && (strcmp(shared, word) != 0
                || (between.is_beyond_error
                    && is_lower != (between.difference < 0))))
            return "depends-on-blanks";
        shared = word;
        is_lower = between.difference < 0;
    }
    return shared;
}

static void
test_partner_difference(void **state)
{
    static const char *const words[] = {
        "different", "no-difference", "depends-on-blanks", "cannot-be-judged"};
    size_t n[N_ELEMENTS(words)] = {0};
    (void)state;
    for (int i = 0; i < N_SCALES; i++) {
        struct small small;
        struct scoring *s = open_random(&small, KNOT_NONE);
        for (int j = 0; j < N_PAIRS; j++) {
            struct drawn_form a = ask(s, &small, 2);
            struct drawn_form b = ask(s, &small, 3);
            if (a.score.why != WHY_SCORED || b.score.why != WHY_SCORED)
                continue;
            struct partner_difference between =
                difference_between(s, &a.score, &b.score);
            assert_string_equal(partner_difference_word(&between),
                                shared_gap(s, &a, &b));
            for (size_t k = 0; k < N_ELEMENTS(words); k++)
                n[k] +=
                    a.n * b.n > 1
                    && strcmp(words[k], partner_difference_word(&between)) == 0;
        }
        scoring_close(s);
    }
    for (size_t k = 0; k < N_ELEMENTS(words); k++)
        if (n[k] < 5)
            fail_msg("%s: met %zu times", words[k], n[k]);
}

/* ---- knots ---- */

/* The branches go as far as the fillings do, and no further. */
static void
compare_ends(const struct drawn_form *asked)
{
    const struct branches *branches = asked->score.branches;
    double low = INFINITY, high = -INFINITY;
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; branches && i < asked->n; i++)
        if (asked->fillings[i].why == WHY_SCORED) {
            low = fmin(low, asked->fillings[i].value);
            high = fmax(high, asked->fillings[i].value);
        }
    for (size_t i = 0; branches && i < branches->n_ends; i++)
        if (branches->ends[i].why == WHY_SCORED) {
            least = fmin(least, branches->ends[i].value);
            most = fmax(most, branches->ends[i].value);
        }
    assert_true(least == low && most == high);
}

/* Where ends alone would say too little the answers are filled in one by one:
   then too none is stated that a filling contradicts, and none withheld that
   all fillings share. */
static void
test_knots(void **state)
{
    size_t n_stated[N_KNOTS] = {0};
    (void)state;
    for (int i = 0; i < N_SCALES * (N_KNOTS - 1); i++) {
        struct small small;
        enum knot knot = (enum knot)(1 + i % (N_KNOTS - 1));
        struct scoring *s = open_random(&small, knot);
        for (int j = 0; j < N_PAIRS; j++) {
            struct drawn_form a = ask(s, &small, 2);
            struct drawn_form previous = ask(s, &small, 1);
            struct drawn_form b = ask(s, &small, 3);
            if (a.score.why != WHY_SCORED || b.score.why != WHY_SCORED
                || previous.score.why != WHY_SCORED)
                continue;
            compare_change(s, &a, &previous, &b);
            compare_ends(&a);
            compare_ends(&b);
            struct partner_difference between =
                difference_between(s, &a.score, &b.score);
            assert_string_equal(partner_difference_word(&between),
                                shared_gap(s, &a, &b));
            n_stated[knot] += a.n * b.n > 1 && !between.depends_on_blanks;
        }
        scoring_close(s);
    }
    for (int i = 1; i < N_KNOTS; i++)
        if (n_stated[i] < 50)
            fail_msg("knot %d: stated %zu times", i, n_stated[i]);
}

UNIT_MAIN(cmocka_unit_test(test_change),
          cmocka_unit_test(test_partner_difference),
          cmocka_unit_test(test_knots))
