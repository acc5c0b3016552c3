/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms that ask only what they need: simulated on calibrated items with the
   answers that people gave, and what such a form must never do. */
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "fill_kit.h"
#include "reference.h"
#include "stats/irt.h"

enum { N_ITEMS = 5 };

/* Five items with parameters that R has estimated. */
static void
add_body(const char *parameters_name, int n_choices, const char *adaptive,
         struct buf *body)
{
    struct reference *parameters = reference_open(parameters_name);

    buf_add_text(body, "<choices id='r'>");
    for (int i = 0; i < n_choices; i++)
        buf_addf(body, "<choice value='%d'>c%d</choice>", i + 1, i + 1);
    buf_add_text(body, "</choices><section id='all' responses='r'>");
    for (int i = 1; i <= N_ITEMS; i++)
        buf_addf(body, "<item id='q%d'><text>%d</text></item>", i, i);
    buf_addf(body,
             "</section><scale id='x' method='eap' items='q1..q5' "
             "min-answered='1' direction='neither'><title>x</title>"
             "<calibration model='%s' source='R'>",
             n_choices > 2 ? "grm" : "2pl");
    for (size_t i = 0; i < N_ITEMS; i++) {
        buf_addf(body, "<parameters item='q%zu' a='%s' b='", i + 1,
                 reference_text(parameters, i, "a"));
        for (int k = 1; k < n_choices; k++) {
            char column[] = {'b', n_choices > 2 ? (char)('0' + k) : '\0', '\0'};
            buf_addf(body, " %s", reference_text(parameters, i, column));
        }
        buf_add_text(body, "'/>");
    }
    buf_addf(body, "%s</calibration></scale>", adaptive);
    reference_close(parameters, 0);
}

/* Answers whatever is asked, '.' by leaving it out.  Returns how many were
   asked. */
static size_t
answer_all(struct fill_kit *kit, const char *answers)
{
    size_t n = 0;

    fill_press(kit, "enter");
    while (form_page(kit->form) == FORM_PAGE_QUESTION) {
        char key[] = {answers[form_item(kit->form)->id[1] - '1'], '\0'};
        fill_press(kit, key[0] == '.' ? "skip" : key);
        assert_true(++n <= N_ITEMS);
    }
    assert_int_equal(form_page(kit->form), FORM_PAGE_LAST);
    return n;
}

struct simulated {
    size_t n;
    size_t n_asked;
    size_t n_exact; /* ended because the error was small enough */
    double squares; /* of what the estimate is off that of all items */
    double far;
};

static void
simulate(struct simulated *all, const char *body, const char *answers,
         double se)
{
    struct fill_kit kit = fill_open(body, NULL);
    struct buf given = {0};
    struct buf full = {0};

    for (size_t i = 0; i < N_ITEMS; i++)
        buf_addf(&full, "%c ", answers[i]);
    size_t n = answer_all(&kit, answers);
    fill_given(&kit, &given);
    size_t row = scoring_row(kit.scoring, buf_text(&given));
    size_t whole = scoring_row(kit.scoring, buf_text(&full));
    scoring_run(kit.scoring);
    struct score short_form = scoring_get(kit.scoring, "x", row);
    struct score long_form = scoring_get(kit.scoring, "x", whole);
    double off = short_form.value - long_form.value;
    assert_int_equal(short_form.why, WHY_SCORED);
    assert_true(n == N_ITEMS || short_form.error <= se);
    /* What was not asked is no blank. */
    assert_true(strchr(answers, '.')
                || (short_form.low == short_form.value
                    && short_form.high == short_form.value));
    all->n++;
    all->n_asked += n;
    all->n_exact += n < N_ITEMS;
    all->squares += off * off;
    all->far = fmax(all->far, fabs(off));
    buf_clear(&given);
    buf_clear(&full);
    fill_close(&kit);
}

static void
tell(const char *set, const char *se, const struct simulated *all)
{
    print_message("# %s, se %s: %zu people, %.2f of %d items asked, %zu ended "
                  "early; off the full form by %.3f (rms), %.3f at most\n",
                  set, se, all->n, (double)all->n_asked / (double)all->n,
                  N_ITEMS, all->n_exact, sqrt(all->squares / (double)all->n),
                  all->far);
}

static void
test_people(void **state)
{
    static const struct {
        const char *se;
        double value;
    } cases[] = {{"0.6", 0.6}, {"0.5", 0.5}, {"0.4", 0.4}};
    struct reference *persons = reference_open("irt_persons");
    double asked_before = 0;

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct simulated all = {0};
        char adaptive[60];
        snprintf(adaptive, sizeof adaptive,
                 "<adaptive min='1' max='5' se='%s'/>", cases[i].se);
        struct buf body = {0};
        add_body("irt_grm", 6, adaptive, &body);
        for (size_t row = 0; row < reference_n_rows(persons); row += 2) {
            char answers[N_ITEMS + 1] = "";
            for (int k = 0; k < N_ITEMS; k++) {
                char column[] = {'N', (char)('1' + k), '\0'};
                const char *text = reference_text(persons, row, column);
                answers[k] = *text ? *text : '.';
            }
            if (strcmp(answers, ".....") != 0)
                simulate(&all, buf_text(&body), answers, cases[i].value);
        }
        tell("graded items", cases[i].se, &all);
        /* The more exact, the more is asked, and never for nothing. */
        assert_true((double)all.n_asked > asked_before);
        assert_true(sqrt(all.squares / (double)all.n) < cases[i].value);
        asked_before = (double)all.n_asked;
        buf_clear(&body);
    }
    reference_close(persons, 0);
}

static void
test_patterns(void **state)
{
    struct simulated all = {0};
    struct buf body = {0};
    add_body("irt_2pl", 2, "<adaptive min='2' max='4' se='0.1'/>", &body);

    (void)state;
    for (int pattern = 0; pattern < 1 << N_ITEMS; pattern++) {
        char answers[N_ITEMS + 1] = "";
        for (int i = 0; i < N_ITEMS; i++)
            answers[i] = pattern >> i & 1 ? '2' : '1';
        struct fill_kit kit = fill_open(buf_text(&body), NULL);
        all.n_asked += answer_all(&kit, answers);
        fill_close(&kit);
    }
    /* So few items of two answers never come to such an error. */
    assert_int_equal(all.n_asked, 4 * 32);
    buf_clear(&body);
}

/* The information of each item where the estimate is, worked out here. */
static size_t
most_informative(const struct irt_item *items, const char *said)
{
    double all = 0;
    double sum = 0;
    size_t best = N_ITEMS;

    for (int q = -30; q <= 30; q++) {
        double likely = exp(-q * q / 50.0);
        for (size_t i = 0; i < N_ITEMS; i++)
            if (said[i])
                likely *= exp(irt_log_probability(
                    &items[i], (size_t)(said[i] - '1'), q / 5.0));
        all += likely;
        sum += likely * q / 5.0;
    }
    for (size_t i = 0; i < N_ITEMS; i++)
        if (!said[i]
            && (best == N_ITEMS
                || irt_information(&items[i], sum / all)
                       > irt_information(&items[best], sum / all)))
            best = i;
    return best;
}

static void
test_most_informative(void **state)
{
    struct buf body = {0};
    add_body("irt_grm", 6, "<adaptive min='5' max='5' se='0.1'/>", &body);

    (void)state;
    for (int seed = 0; seed < 60; seed++) {
        struct fill_kit kit = fill_open(buf_text(&body), NULL);
        const struct irt_item *items =
            instrument_scale(kit.scoring->instrument, "x")->calibration->items;
        char said[N_ITEMS] = {0};
        fill_press(&kit, "enter");
        for (int n = 0; n < N_ITEMS; n++) {
            size_t want = most_informative(items, said);
            size_t got = (size_t)(form_item(kit.form)->id[1] - '1');
            char key[] = {(char)('1' + (seed * 7 + n * 5 + (int)got) % 6),
                          '\0'};
            assert_int_equal(got, want);
            assert_int_equal(form_progress(kit.form).n, N_ITEMS);
            assert_int_equal(form_progress(kit.form).at, n + 1);
            said[got] = key[0];
            fill_press(&kit, key);
        }
        fill_close(&kit);
    }
    buf_clear(&body);
}

static const char mixed[] =
    "<choices id='r'><choice value='0'>no</choice>"
    "<choice value='1'>yes</choice></choices>"
    "<section id='all' responses='r'>"
    "<item id='a'><text>a</text></item>"
    "<item id='b' required='yes'><text>b</text></item>"
    "<item id='c'><text>c</text></item>"
    "<item id='d'><text>d</text>"
    "<alert id='al' when='d ge 1'>Ask.</alert></item>"
    "<item id='e'><text>e</text></item><item id='f'><text>f</text></item>"
    "<item id='g' private='yes'><text>g</text></item></section>"
    "<scale id='s' method='sum' items='f' min-answered='all' "
    "direction='neither'><title>s</title></scale>"
    "<scale id='x' method='eap' items='a..g' min-answered='1' "
    "direction='neither'><title>x</title>"
    "<calibration model='rasch' source='made up'>"
    "<parameters item='a' b='2'/><parameters item='b' b='0'/>"
    "<parameters item='c' b='0.2'/><parameters item='d' b='0'/>"
    "<parameters item='e' b='-1'/><parameters item='f' b='0'/>"
    "<parameters item='g' b='0'/>"
    "<adaptive min='5' max='6' se='0.01'/></calibration></scale>";

static void
expect(struct fill_kit *kit, const char *keys, const char *where)
{
    struct buf got = {0};

    fill_press(kit, keys);
    fill_where(kit, &got);
    assert_string_equal(buf_text(&got), where);
    buf_clear(&got);
}

/* What is required, private, has an alert or is of a sum is asked, and first;
   then one of the others each time, six in all: after no, no, no to items at 0
   one at -1 tells most, then, after yes, one at 0.2. */
static void
test_always_asked(void **state)
{
    struct fill_kit kit = fill_open(mixed, NULL);

    (void)state;
    expect(&kit, "enter", "question b | a=not-asked e=not-asked");
    expect(&kit, "0 0 0", "alone | a=not-asked b=0 c=not-asked d=0 f=0");
    expect(&kit, "1 0", "question e | a=not-asked b=0 c=not-asked d=0 f=0 g=0");
    expect(&kit, "1", "question c | a=not-asked b=0 d=0 e=1 f=0 g=0");
    expect(&kit, "0", "last | a=not-asked b=0 c=0 d=0 e=1 f=0 g=0");
    /* Another answer before them, which would have led elsewhere, takes nothing
       away. */
    expect(&kit, "back back back back back 1",
           "alone | a=not-asked b=0 c=0 d=0 e=1 f=1 g=0");
    fill_close(&kit);
}

UNIT_MAIN(cmocka_unit_test(test_people), cmocka_unit_test(test_patterns),
          cmocka_unit_test(test_most_informative),
          cmocka_unit_test(test_always_asked))
