/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A verdict is stated where every way of filling the blanks gives it, and only
   there: random small scales, two forms with blanks, and all the forms that
   these could have become, each scored and judged as the full form that it is.
 */
#include "unit.h"
#include "scoring.h"

#include <string.h>

#include "base/date.h"
#include "base/num.h"
#include "change/gap.h"
#include "change/verdict.h"

enum { N_SCALES = 400, N_PAIRS = 4, MAX_ITEMS = 4, MAX_CHOICES = 4 };

static uint64_t seed = 20261129;

static int
below(int n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)(seed >> 33) % n;
}

/* ---- a random scale ---- */

struct small {
    int n_items;
    int n_choices;
    int values[MAX_CHOICES]; /* ascending; the stored value is the score */
    bool has_gate; /* the last item is asked if the first is not low */
};

static const char *
pick(const char *const *words, int n)
{
    return words[below(n)];
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
    buf_add_text(buf, "</choices><section id='s' responses='r'>");
    small->n_items = 2 + below(MAX_ITEMS - 1);
    for (int i = 0; i < small->n_items; i++) {
        buf_addf(buf, "<item id='q%d'", i);
        if (small->has_gate && i == small->n_items - 1)
            buf_addf(buf, " relevant='q0 gt %d'", small->values[0]);
        buf_add_text(buf, "><text>w</text></item>");
    }
    buf_add_text(buf, "</section>");
}

static void
add_members(const struct small *small, const char *method, struct buf *buf)
{
    bool is_weighed = strcmp(method, "percent") == 0 && below(3) == 0;
    buf_addf(buf, "<scale id='x' method='%s' items='", method);
    for (int i = 0; i < small->n_items; i++) {
        buf_addf(buf, "%sq%d", i ? " " : "", i);
        if (is_weighed && i == 0)
            buf_add_text(buf, "*2");
    }
    buf_add_text(buf, "'");
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

static struct scoring *
open_random(struct small *small, bool has_gate)
{
    static const char *const methods[] = {"mean", "sum", "percent",
                                          "min",  "max", "count"};
    static const char *const directions[] = {"higher-better", "higher-worse",
                                             "higher-better", "neither"};
    struct buf buf = {0};
    const char *method = pick(methods, 6);
    const char *direction = pick(directions, 4);
    small->has_gate = has_gate;
    buf_add_text(&buf, "<missing code='-99' kind='not-applicable'/>");
    add_choices(small, &buf);
    add_members(small, method, &buf);
    buf_addf(&buf,
             " min-answered='1' not-applicable='%s' direction='%s'>"
             "<title>X</title><low>l</low><high>h</high>",
             below(2) ? "excluded" : "counted", direction);
    if (strcmp(direction, "neither") == 0)
        buf_add_text(&buf, "</scale>");
    else
        add_figures(lowest_of(small, method), width_of(small, method), &buf);
    struct scoring *s = scoring_open(buf_text(&buf));
    buf_clear(&buf);
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
    for (int i = 0; i < small->n_choices; i++) {
        form.cells[from] = i;
        n += add_fillings(s, small, form, from + 1);
    }
    return n;
}

/* A form as it stands, and filled up in each way. */
struct asked {
    struct score score;
    struct score *fillings;
    size_t n;
};

static struct asked
ask(struct scoring *s, const struct small *small, int most_blanks)
{
    struct form form = random_form(small, most_blanks);
    struct asked asked;
    s->batch->n_rows = 0;
    add_row(s, small, &form);
    asked.n = add_fillings(s, small, form, 0);
    asked.fillings = ARENA_ARRAY(s->arena, asked.n, struct score);
    scoring_run(s);
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
    return verdict_of(s->instrument, scale, change_rule(scale, NULL), before,
                      previous, after);
}

/* What all fillings share, by asking each. */
struct shared {
    enum verdict_kind kind;
    enum verdict_cut cut;
    enum verdict_category category;
    bool cut_depends;
    bool mic_depends;
    bool reaches_mic;
};

static struct shared
share(const struct scoring *s, const struct asked *before,
      const struct asked *after)
{
    struct shared shared = {0};
    for (size_t i = 0; i < before->n * after->n; i++) {
        struct verdict one = judge(s, &before->fillings[i % before->n], NULL,
                                   &after->fillings[i / before->n]);
        assert_int_equal(one.kind, one.standing.kind);
        if (i == 0)
            shared = (struct shared){one.kind, one.cut, one.category,
                                     false,    false,   one.reaches_mic};
        if (one.kind != shared.kind)
            shared.kind = VERDICT_DEPENDS;
        if (one.category != shared.category)
            shared.category = CATEGORY_NONE;
        shared.cut_depends |= one.cut != shared.cut;
        shared.mic_depends |= one.reaches_mic != shared.reaches_mic;
    }
    return shared;
}

/* Whether the score before was worse already, however it is filled. */
static bool
was_worse(const struct scoring *s, const struct asked *before,
          const struct asked *previous)
{
    for (size_t i = 0; i < before->n * previous->n; i++)
        if (judge(s, &before->fillings[i % before->n], NULL,
                  &previous->fillings[i / before->n])
                .kind
            != VERDICT_WORSE)
            return false;
    return true;
}

/* How often each kind came about, so that none is tested in name only. */
static size_t met[N_VERDICTS];
static size_t n_fillings;

static void
compare_change(const struct scoring *s, const struct asked *before,
               const struct asked *previous, const struct asked *after)
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
        assert_int_equal(got.reaches_mic, want.reaches_mic);
    assert_int_equal(got.is_seen_once, want.kind == VERDICT_WORSE
                                           && !was_worse(s, before, previous));
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
        struct scoring *s = open_random(&small, false);
        for (int j = 0; j < N_PAIRS; j++) {
            struct asked before = ask(s, &small, 2);
            struct asked previous = ask(s, &small, 1);
            struct asked after = ask(s, &small, 3);
            if (before.score.why == WHY_SCORED
                && previous.score.why == WHY_SCORED
                && after.score.why == WHY_SCORED)
                compare_change(s, &before, &previous, &after);
        }
        scoring_close(s);
    }
    for (int i = 0; i < N_VERDICTS; i++)
        if (i != VERDICT_SAME && met[i] < 5)
            fail_msg("%s: met %zu times", verdict_word((enum verdict_kind)i),
                     met[i]);
    print_message("%zu pairs of forms filled up\n", n_fillings);
}

/* ---- the gap between two partners ---- */

static struct gap
gap_between(const struct scoring *s, const struct score *a,
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
        histories[i] = (struct history){s->instrument, "c", &sessions[i], 1};
        series[i] = series_of(&histories[i], 0);
    }
    return gap_of(&series[0], &series[1], change_rule(scale, NULL));
}

static const char *
shared_gap(const struct scoring *s, const struct asked *a,
           const struct asked *b)
{
    const char *shared = NULL;
    for (size_t i = 0; i < a->n * b->n; i++) {
        struct gap gap =
            gap_between(s, &a->fillings[i % a->n], &b->fillings[i / a->n]);
        const char *word = gap_word(&gap);
        if (shared && strcmp(shared, word) != 0)
            return "depends-on-blanks";
        shared = word;
    }
    return shared;
}

static void
test_gap(void **state)
{
    static const char *const words[] = {
        "different", "no-difference", "depends-on-blanks", "cannot-be-judged"};
    size_t n[N_ELEMENTS(words)] = {0};
    (void)state;
    for (int i = 0; i < N_SCALES; i++) {
        struct small small;
        struct scoring *s = open_random(&small, false);
        for (int j = 0; j < N_PAIRS; j++) {
            struct asked a = ask(s, &small, 2);
            struct asked b = ask(s, &small, 3);
            if (a.score.why != WHY_SCORED || b.score.why != WHY_SCORED)
                continue;
            struct gap gap = gap_between(s, &a.score, &b.score);
            assert_string_equal(gap_word(&gap), shared_gap(s, &a, &b));
            for (size_t k = 0; k < N_ELEMENTS(words); k++)
                n[k] += a.n * b.n > 1 && strcmp(words[k], gap_word(&gap)) == 0;
        }
        scoring_close(s);
    }
    for (size_t k = 0; k < N_ELEMENTS(words); k++)
        if (n[k] < 5)
            fail_msg("%s: met %zu times", words[k], n[k]);
}

/* ---- gates ---- */

/* With a gate among the blanks the ends may lie beyond what any filling gives:
   a verdict may then be withheld, but none is stated that a filling
   contradicts. */
static void
test_gates(void **state)
{
    size_t n_stated = 0;
    size_t n_withheld = 0;
    (void)state;
    for (int i = 0; i < N_SCALES; i++) {
        struct small small;
        struct scoring *s = open_random(&small, true);
        for (int j = 0; j < N_PAIRS; j++) {
            struct asked a = ask(s, &small, 2);
            struct asked b = ask(s, &small, 3);
            if (a.score.why != WHY_SCORED || b.score.why != WHY_SCORED)
                continue;
            struct verdict got = judge(s, &a.score, NULL, &b.score);
            struct gap gap = gap_between(s, &a.score, &b.score);
            enum verdict_kind want = share(s, &a, &b).kind;
            if (got.kind != VERDICT_DEPENDS)
                assert_int_equal(got.kind, want);
            if (strcmp(gap_word(&gap), "depends-on-blanks") != 0)
                assert_string_equal(gap_word(&gap), shared_gap(s, &a, &b));
            n_stated += want != VERDICT_DEPENDS;
            n_withheld += want != got.kind;
        }
        scoring_close(s);
    }
    print_message("withheld %zu of %zu\n", n_withheld, n_stated);
    assert_true(n_withheld * 5 < n_stated);
}

UNIT_MAIN(cmocka_unit_test(test_change), cmocka_unit_test(test_gap),
          cmocka_unit_test(test_gates))
