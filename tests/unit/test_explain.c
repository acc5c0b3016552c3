/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an explanation says adds up to the score that the kernel gave, and its
   JSON is JSON. */
#include "unit.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/num.h"
#include "json_reader.h"
#include "output/explain_tree.h"
#include "scoring.h"

static const char scales[] =
    "<scale id='avg' method='mean' items='a..e' reversed='b d' "
    "min-answered='2' direction='higher-better'/>"
    "<scale id='tot' method='sum' items='a..d' reversed='c' min-answered='50%' "
    "direction='higher-worse'/>"
    "<scale id='wei' method='mean' items='a*2 b*0.1 c' reversed='b' "
    "min-answered='all' direction='neither'/>"
    "<scale id='pct' method='percent' items='a*3 b e' reversed='e' "
    "min-answered='1' direction='higher-better'/>"
    "<scale id='cnt' method='count' items='a..e' count-if='ge 2' "
    "min-answered='1' direction='higher-worse'/>"
    "<scale id='sum2' method='formula' formula='avg * 2 - tot div 4' min='-4' "
    "max='8' direction='higher-better'/>";

enum { N_SCALES = 6, N_ROWS = 400 };

static unsigned
next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407U;
    return (unsigned)(*seed >> 33);
}

/* Answers 0 to 4, one in five a blank, now and then another kind. */
static void
add_random_rows(struct scoring *s)
{
    static const char *const words[] = {"0", "1", "2", "3", "4", ".",
                                        "0", "1", "2", "3", "4", "declined"};
    uint64_t seed = 7;
    for (int row = 0; row < N_ROWS; row++) {
        char text[80] = "";
        size_t len = 0;
        for (int i = 0; i < 5; i++)
            len +=
                (size_t)snprintf(text + len, sizeof(text) - len, "%s ",
                                 words[next_random(&seed) % N_ELEMENTS(words)]);
        scoring_row(s, text);
    }
}

static struct explanation *
explained_row(struct scoring *s, size_t row)
{
    struct worked_row worked = {s->plan, s->batch, s->scores, row};
    struct explanation *explanation = explain_row(&worked, s->arena);
    struct explain_options options = {.norm = {NULL, 0}};
    explain_in_time(explanation, NULL, 0, &options);
    return explanation;
}

/* The value by what the explanation shows, in the order it shows it. */
static double
value_of(const struct explained_scale *explained)
{
    double k = (double)explained->n_parts;
    switch (explained->scale->method) {
    case METHOD_MEAN:
    case METHOD_PERCENT:
        return explained->sum / explained->divisor;
    case METHOD_SUM:
        return explained->score.prorated
                   ? k * explained->sum / explained->score.answered
                   : explained->sum;
    case METHOD_COUNT:
        return explained->sum;
    case METHOD_FORMULA:
        return explained->parts[0].of_scale.value * 2
               - explained->parts[1].of_scale.value / 4;
    case METHOD_MIN:
    case METHOD_MAX:
    case METHOD_MEDIAN:
    case METHOD_EAP:
    case N_SCALE_METHODS:
        break;
    }
    fail_msg("no scale of the test");
    return 0;
}

static void
test_adds_up(void **state)
{
    struct scoring *s = scoring_open_five(scales);
    size_t n_scored = 0;
    (void)state;
    add_random_rows(s);
    scoring_run(s);
    for (size_t row = 0; row < N_ROWS; row++) {
        const struct explanation *explanation = explained_row(s, row);
        assert_int_equal(explanation->n_scales, N_SCALES);
        for (size_t i = 0; i < N_SCALES; i++) {
            const struct explained_scale *explained = &explanation->scales[i];
            if (explained->score.why != WHY_SCORED)
                continue;
            n_scored++;
            /* What is shown is rounded to a double before it is divided. */
            double value = explained->score.value;
            assert_true(fabs(value_of(explained) - value)
                        <= 4 * DBL_EPSILON * (1 + fabs(value)));
            if (explained->scale->method != METHOD_FORMULA)
                assert_true((size_t)explained->score.answered
                            >= explained->needed);
        }
    }
    assert_true(n_scored > N_ROWS);
    scoring_close(s);
}

static void
test_blanks_are_counted(void **state)
{
    struct scoring *s = scoring_open_five(scales);
    (void)state;
    scoring_row(s, "3 . declined 1 4");
    scoring_run(s);
    const struct explained_scale *avg = &explained_row(s, 0)->scales[0];
    assert_int_equal(avg->n_blanks, 2);
    assert_int_equal(avg->needed, 2);
    assert_true(avg->is_open);
    /* 3, 4 - 1, 4; the blanks 0 or 4: 10 / 5 to 18 / 5. */
    assert_true(avg->sum == 10);
    assert_true(avg->score.low == 2 && avg->score.high == 3.6);
    scoring_close(s);
}

static void
test_json_is_json(void **state)
{
    struct scoring *s = scoring_open_five(scales);
    (void)state;
    add_random_rows(s);
    scoring_run(s);
    for (size_t row = 0; row < N_ROWS; row += 7) {
        const struct explanation *explanation = explained_row(s, row);
        struct buf json = {0};
        struct buf value = {0};
        size_t offset;
        for (enum reader reader = 0; reader < READER_ANYBODY; reader++) {
            buf_empty(&json);
            buf_empty(&value);
            explain_add_json(&explanation, 1, "attune", reader, &json);
            assert_true(json_is_valid(buf_str(&json), &offset));
            if (explanation->scales[0].score.why == WHY_SCORED)
                num_add(&value, explanation->scales[0].score.value);
            else
                buf_add_text(&value, "null");
            assert_true(str_equal(
                json_at(buf_str(&json), "explanations.0.scales.0.value"),
                buf_str(&value)));
        }
        buf_clear(&json);
        buf_clear(&value);
    }
    scoring_close(s);
}

/* How many nodes of a kind there are in a tree. */
static size_t
count_nodes(const struct node *node, enum node_kind kind)
{
    size_t n = node->kind == kind;
    for (const struct node *one = node->inside; one; one = one->next)
        n += count_nodes(one, kind);
    return n;
}

/* A client's tree has nothing of what a client is not told, and the therapist's
   has it: so no teller of either has to know. */
static void
test_tree_for_client(void **state)
{
    static const enum node_kind untold[] = {
        NODE_PERSON,   NODE_NORM,  NODE_ERROR,  NODE_FIGURES, NODE_CATEGORY,
        NODE_MIC,      NODE_TREND, NODE_SLOPE,  NODE_PHASES,  NODE_CASES,
        NODE_POSSIBLE, NODE_WORDS, NODE_ALERTS,
    };
    struct scoring *s = scoring_open(
        "<choices id='r'><choice value='0'>no</choice><choice value='1'>yes"
        "</choice></choices><section id='s' responses='r'>"
        "<item id='a'><text>A</text></item><item id='b'><text>B</text></item>"
        "<item id='c'><text>C</text><alert id='x' when='c ge 1'>Ask.</alert>"
        "</item><item id='d' private='yes'><text>D</text></item></section>"
        "<scale id='open' method='sum' items='a b' min-answered='50%' "
        "direction='neither'><title>O</title></scale>"
        "<scale id='alarm' method='sum' items='c' min-answered='all' "
        "direction='neither'><title>A</title></scale>"
        "<scale id='shut' method='sum' items='b d' min-answered='50%' "
        "direction='neither'><title>S</title></scale>"
        "<class id='k'><title>K</title><when id='y' test='a ge 1'>Y</when>"
        "<otherwise id='n'>N</otherwise></class>");
    (void)state;
    scoring_row(s, "1 declined 1 1");
    scoring_run(s);
    const struct explanation *row = explained_row(s, 0);
    const struct node *all = explain_tree(row, READER_CLINICIAN, s->arena);
    const struct node *told = explain_tree(row, READER_CLIENT, s->arena);
    for (size_t i = 0; i < N_ELEMENTS(untold); i++) {
        assert_int_not_equal(count_nodes(all, untold[i]), 0);
        assert_int_equal(count_nodes(told, untold[i]), 0);
    }
    assert_int_equal(count_nodes(all, NODE_SCALE), 3);
    assert_int_equal(count_nodes(told, NODE_SCALE), 1);
    assert_int_equal(count_nodes(told, NODE_CLASS), 1);
    const struct node *scale = node_find(told, NODE_SCALES)->inside;
    assert_string_equal(scale->scale->scale->id, "open");
    const struct node *part = node_find(scale, NODE_PARTS)->inside;
    assert_int_equal(part->part->kind, ANSWERED);
    /* Of a blank it is not said that it was declined. */
    assert_int_equal(part->next->part->kind, ANSWER_BLANK);
    assert_int_equal(row->scales[0].parts[1].kind, ANSWER_DECLINED);
    scoring_close(s);
}

/* Titles and labels are from files: they must not speak to the terminal. */
static void
test_text_is_shown(void **state)
{
    struct scoring *s = scoring_open_five(
        "<scale id='x' method='sum' items='a' min-answered='all' "
        "direction='neither'><title>&#x202e;evil</title></scale>");
    struct buf text = {0};
    (void)state;
    scoring_row(s, "1 . . . .");
    scoring_run(s);
    explain_add_text(explained_row(s, 0), false, &text);
    assert_null(strstr(buf_text(&text), "\xe2\x80\xae"));
    assert_non_null(strstr(buf_text(&text), "\\u{202e}evil"));
    buf_clear(&text);
    scoring_close(s);
}

UNIT_MAIN(cmocka_unit_test(test_adds_up),
          cmocka_unit_test(test_blanks_are_counted),
          cmocka_unit_test(test_json_is_json),
          cmocka_unit_test(test_tree_for_client),
          cmocka_unit_test(test_text_is_shown))
