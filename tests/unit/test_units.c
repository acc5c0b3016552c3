/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Combined scales in whole numbers: the score on paper, in every order. */
#include "unit.h"
#include "scoring.h"

#include <math.h>
#include <string.h>
#include "base/num.h"
#include "instrument/units.h"

enum { MAX_ANSWERS = 6 };

#define RANGE(id, min, max, step)                                              \
    "<range id='" id "' min='" min "' max='" max "'" step                      \
    "><low>l</low><high>h</high></range>"
#define ITEM(id, response)                                                     \
    "<item id='" id "' responses='" response "'><text>x</text></item>"
#define SCALE(method, items)                                                   \
    "<scale id='x' method='" method "' items='" items                          \
    "' min-answered='all' direction='neither'><title>x</title></scale>"

/* Six items of one range. */
#define ALIKE(min, max, step)                                                  \
    RANGE("r", min, max, step)                                                 \
    "<section id='s'>" ITEM("a", "r") ITEM("b", "r") ITEM("c", "r")            \
        ITEM("d", "r") ITEM("e", "r") ITEM("f", "r") "</section>"

/* The answers may stand in any order, as all items weigh alike. */
static const struct {
    const char *instrument;
    const char *answers[MAX_ANSWERS];
    const char *score;
    size_t n_limbs;
} cases[] = {
    {ALIKE("0", "6", " step='1'") SCALE("percent", "a..d"),
     {"3", "5", "5", "5", ".", "."},
     "75",
     1},
    {ALIKE("0", "6", " step='1'") SCALE("percent", "a..d"),
     {"6", "5", "5", "5", ".", "."},
     "87.5",
     1},
    {ALIKE("0", "1", " step='0.1'") SCALE("sum", "a..c"),
     {"0.1", "0.2", "0.3", ".", ".", "."},
     "0.6",
     1},
    {ALIKE("0", "4", " step='0.1'") SCALE("mean", "a..c"),
     {"2.4", "2.8", "3.2", ".", ".", "."},
     "2.8",
     1},
    {ALIKE("0", "10", " step='0.1'") SCALE("sum", "a*1.1 b*1.1 c*1.1"),
     {"0.1", "0.7", "9.9", ".", ".", "."},
     "11.77",
     1},
    /* 0.1 + 0.2 + 0.30000001 + ... in eight decimals */
    {ALIKE("0", "1000000", "") SCALE("sum", "a..f"),
     {"0.1", "0.2", "0.30000001", "999999.4", "0.7", "0.00000009"},
     "1000000.7000001",
     3},
    {ALIKE("0", "100", "") SCALE("mean", "a..e"),
     {"0.000000000000001", "99.9999999999999", "0.0000000000001", "33.3",
      "66.7", "."},
     "40",
     3},
    {ALIKE("-1000000", "1000000", "") SCALE("percent", "a..c"),
     {"-0.1", "0.2", "-0.1", ".", ".", "."},
     "50",
     3},
};

static void
swap(const char **a, const char **b)
{
    const char *kept = *a;
    *a = *b;
    *b = kept;
}

static void
add_row(struct scoring *s, const char *const *answers)
{
    struct buf cells = {0};
    for (size_t i = 0; i < MAX_ANSWERS; i++)
        buf_addf(&cells, "%s ", answers[i]);
    scoring_row(s, buf_text(&cells));
    buf_clear(&cells);
}

/* A row for each order of the answers from 'from' on; '.' stays behind. */
static void
add_orders(struct scoring *s, const char **answers, size_t from)
{
    size_t n = 0;
    while (n < MAX_ANSWERS && strcmp(answers[n], ".") != 0)
        n++;
    if (from + 1 >= n)
        add_row(s, answers);
    for (size_t i = from; from + 1 < n && i < n; i++) {
        swap(&answers[from], &answers[i]);
        add_orders(s, answers, from + 1);
        swap(&answers[from], &answers[i]);
    }
}

static void
test_every_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct scoring *s = scoring_open(cases[i].instrument);
        const char *answers[MAX_ANSWERS];
        memcpy(answers, cases[i].answers, sizeof(answers));
        add_orders(s, answers, 0);
        scoring_run(s);
        assert_int_equal(s->instrument->scales[0].units->n_limbs,
                         cases[i].n_limbs);
        for (size_t row = 0; row < s->rows.n_rows; row++) {
            struct buf shown = {0};
            num_add(&shown, scoring_get(s, "x", row).value);
            if (strcmp(buf_text(&shown), cases[i].score) != 0)
                fail_msg("case %zu: %s, not %s", i, buf_text(&shown),
                         cases[i].score);
            buf_clear(&shown);
        }
        scoring_close(s);
    }
}

static void
test_weights(void **state)
{
    static const struct {
        const char *instrument;
        const char *row;
        double score;
    } weighed[] = {
        /* (0.1 * 3 + 0.2 * 6) / 0.3, and a blank left out */
        {RANGE("r", "0", "10", " step='1'") "<section id='s'>" ITEM("a", "r")
             ITEM("b", "r") "</section>" SCALE("mean", "a*0.1 b*0.2"),
         "3 6", 5},
        {RANGE("r", "0", "6", " step='1'")
             RANGE("t", "1", "8", " step='1'") "<section id='s'>" ITEM("a", "r")
                 ITEM("b", "t") "</section>" SCALE("percent", "a*1.5 b*2.25"),
         "3 8", 80},
        /* A weight beside which the other is nothing, in three limbs. */
        {RANGE("r", "0", "6", " step='1'") "<section id='s'>" ITEM("a", "r")
             ITEM("b", "r") "</section>" SCALE(
                 "mean", "a*0.000000000000003 b*100000000000000"),
         "6 0", 18e-29},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(weighed); i++) {
        struct scoring *s = scoring_open(weighed[i].instrument);
        double score = scoring_one(s, weighed[i].row, "x").value;
        if (fabs(score - weighed[i].score) > 1e-15 * weighed[i].score)
            fail_msg("case %zu: %.17g, not %.17g", i, score, weighed[i].score);
        scoring_close(s);
    }
}

/* In how many steps the scores of whole forms lie. */
static void
test_steps(void **state)
{
#define CHOICES                                                                \
    "<choices id='c'><choice value='0'>n</choice><choice value='1'>s</choice>" \
    "<choice value='3'>o</choice></choices><choices id='d'>"                   \
    "<choice value='1'>n</choice><choice value='5'>o</choice></choices>"       \
    "<section id='s'>" ITEM("a", "c") ITEM("b", "c")                           \
        ITEM("e", "d") "</section>"
    static const struct {
        const char *instrument;
        size_t n_steps;
    } stepped[] = {
        {CHOICES SCALE("sum", "a b"), 6},
        {CHOICES SCALE("mean", "a b"), 6},
        {CHOICES SCALE("percent", "a b"), 6},
        /* 0, 2, 6 and 3, 15, of which all lie 2 apart */
        {CHOICES SCALE("sum", "a*2 e*3"), 9},
        {CHOICES SCALE("sum", "a*-2 e*3"), 9},
        {CHOICES SCALE("sum", "e"), 1},
        {CHOICES SCALE("mean", "a*0.1 b*0.25"), 21},
        {CHOICES SCALE("max", "a b"), 0},
        {ALIKE("0", "6", " step='1'") SCALE("sum", "a b"), 0},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(stepped); i++) {
        struct scoring *s = scoring_open(stepped[i].instrument);
        size_t n = units_steps(&s->instrument->scales[0], s->instrument->items);
        if (n != stepped[i].n_steps)
            fail_msg("case %zu: %zu steps, not %zu", i, n, stepped[i].n_steps);
        scoring_close(s);
    }
}

UNIT_MAIN(cmocka_unit_test(test_every_order), cmocka_unit_test(test_weights),
          cmocka_unit_test(test_steps))
