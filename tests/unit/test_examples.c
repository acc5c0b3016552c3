/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Worked examples: those that hold, those that do not, with their place and
   arithmetic, and those that nothing can try yet. */
#include "unit.h"
#include "scoring.h"

#include <string.h>

#include "proof/proof.h"
#include "output/working.h"

static const char scales[] =
    "<scale id='x' method='mean' items='a b c' reversed='b' min-answered='2'"
    " direction='higher-better'><title>X</title>"
    "<bands basis='criterion' source='made up'><band id='low' from='0'>l"
    "</band><band id='high' from='3'>h</band></bands>"
    "<cutoff id='c' at='2.5' source='made up'/>"
    "<norm id='w' mean='2.2' sd='0.8' n='99' sex='f' source='made up'/>"
    "<norm id='n' mean='2' sd='1' n='99' source='made up'/>"
    "<reliability id='r' kind='retest' value='0.82' days='9' n='99'"
    " source='made up'/>"
    "<change method='jacobson-truax' norm='n' reliability='r'/></scale>"
    "<scale id='y' method='sum' items='a..e' min-answered='4'"
    " direction='neither'><title>Y</title></scale>"
    "<scale id='z' method='formula' formula='x * 2 + d' min='0' max='12'"
    " direction='neither'><title>Z</title></scale>"
    "<class id='k'><when id='far' test='x lt 2 and d lt 2'>f</when>"
    "<when id='near' test='x ge 2'>n</when></class>";

#define ANSWERS                                                                \
    "<answer item='a' value='3'/><answer item='b' value='1'/>"                 \
    "<answer item='c' value='3'/>"

/* b is reversed: with "1" a mean of 1.67, with "4" of 2.67. */
#define BEFORE(value)                                                          \
    "<before><answer item='a' value='" value "'/><answer item='b' value='1'/>" \
    "<answer item='c' value='1'/></before>"
#define BEFORE_FEW "<before><answer item='a' value='1'/></before>"

static struct scoring *
open_example(const char *answers, const char *expect)
{
    struct buf buf = {0};
    buf_addf(&buf, "%s\n<example title='one'>%s\n%s</example>", scales, answers,
             expect);
    struct scoring *s = scoring_open_five(buf_text(&buf));
    buf_clear(&buf);
    return s;
}

static void
test_holds(void **state)
{
    static const struct {
        const char *answers;
        const char *expect;
    } cases[] = {
        {ANSWERS, "<expect scale='x' value='3'/>"},
        {ANSWERS, "<expect scale='x' value='3.00' band='high' beyond='no'/>"},
        {ANSWERS, "<expect scale='y' missing='too-few'/>"},
        {ANSWERS, "<expect scale='z' missing='operand'/>"},
        {ANSWERS "<answer item='d' value='2'/>",
         "<expect scale='z' value='8'/>"},
        {"<answer item='a' value='2'/><answer item='b' value='1'/>",
         "<expect scale='x' value='2.5' beyond='yes' band='low'/>"},
        {ANSWERS "<answer item='d' value='2'/>",
         "<expect scale='y' value='11.3'/>"}, /* 5 * 9 / 4 = 11.25 */
        {ANSWERS "<answer item='d' missing='declined'/>",
         "<expect scale='z' missing='operand'/>"},
        {ANSWERS, "<expect class='k' when='near'/>"},
        {"<answer item='d' value='3'/>",
         "<expect class='k' missing='operand'/>"},
        {"<answer item='a' value='0'/><answer item='b' value='4'/>"
         "<answer item='d' value='3'/>",
         "<expect class='k' missing='no-case'/>"},
        {ANSWERS, "<expect scale='x' t='60' percentile='84.1'/>"},
        {BEFORE("1") ANSWERS, "<expect scale='x' verdict='better'/>"},
        {BEFORE("4") ANSWERS, "<expect scale='x' verdict='no-change'/>"},
        {BEFORE_FEW ANSWERS, "<expect scale='x' verdict='cannot-be-judged'/>"},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct scoring *s = open_example(cases[i].answers, cases[i].expect);
        size_t n_held;
        if (!examples_run(s->plan, working_add, &n_held, s->diag)
            || n_held != 1)
            fail_msg("case %zu", i);
        scoring_close(s);
    }
}

struct failing {
    const char *answers;
    const char *expect;
    int column; /* of the attribute's value, in line 5 */
    const char *detail;
    const char *working;
};

static void
check_failing(const struct failing *want)
{
    struct scoring *s = open_example(want->answers, want->expect);
    size_t before = diag_total(s->diag);
    size_t n_held = 99;
    if (examples_run(s->plan, working_add, &n_held, s->diag))
        fail_msg("%s: held", want->expect);
    assert_int_equal(n_held, 0);
    assert_int_equal(diag_total(s->diag), before + 1);
    const struct diagnostic *d = diag_get(s->diag, before);
    assert_string_equal(d->detail, want->detail);
    assert_int_equal(d->place.line, 5);
    assert_int_equal(d->place.column, want->column);
    if (want->working)
        assert_string_equal(d->working, want->working);
    scoring_close(s);
}

static void
test_fails(void **state)
{
    static const struct failing cases[] = {
        {ANSWERS, "<expect scale='x' value='2.00'/>", 26,
         "'one' expects x = 2.00, the rule gives 3.00",
         "a 3, b 4 - 1 = 3, c 3; mean of 3 answered of 3 = 3.00"},
        {ANSWERS, "<expect scale='x' band='low'/>", 25,
         "'one' expects band of x = low, the rule gives high", NULL},
        {ANSWERS, "<expect scale='x' beyond='yes'/>", 27,
         "'one' expects beyond of x = yes, the rule gives no", NULL},
        {ANSWERS, "<expect scale='x' missing='too-few'/>", 28,
         "'one' expects missing of x = too-few, the rule gives 3.00", NULL},
        {ANSWERS, "<expect scale='y' value='9'/>", 26,
         "'one' expects y = 9, the rule gives too-few",
         "a 3, b 1, c 3, d not answered, e not answered; sum of 3 answered "
         "of 5 (4 needed): too few answered"},
        /* A whole number is meant exactly. */
        {ANSWERS "<answer item='d' value='2'/>",
         "<expect scale='y' value='11'/>", 26,
         "'one' expects y = 11, the rule gives 11.25",
         "a 3, b 1, c 3, d 2, e not answered; sum of 4 answered of 5, times "
         "5 / 4 = 11.25"},
        {ANSWERS, "<expect class='k' when='far'/>", 25,
         "'one' expects when of k = far, the rule gives near",
         "x 3, d not answered; x lt 2 and d lt 2: no; x 3; x ge 2: near"},
        {"", "<expect class='k' when='far'/>", 25,
         "'one' expects when of k = far, the rule gives operand",
         "x too few answered, d not answered; x lt 2 and d lt 2: a part of "
         "the formula is missing"},
        {"<answer item='a' value='0'/><answer item='b' value='4'/>"
         "<answer item='d' value='3'/>",
         "<expect class='k' missing='operand'/>", 28,
         "'one' expects missing of k = operand, the rule gives no-case",
         "x 0, d 3; x lt 2 and d lt 2: no; x 0; x ge 2: no; no case of the "
         "class holds"},
        {ANSWERS "<answer item='d' value='1'/>",
         "<expect scale='z' value='8'/>", 26,
         "'one' expects z = 8, the rule gives 7.00",
         "x 3, d 1; x * 2 + d = 7.00"},
        {ANSWERS, "<expect scale='x' t='59.9'/>", 22,
         "'one' expects t of x = 59.9, the rule gives 60",
         "norm n: z = (3 - 2) / 1 = 1.0000"},
        {"", "<expect scale='x' percentile='50'/>", 31,
         "'one' expects percentile of x = 50, the rule gives none",
         "too few answered"},
        {BEFORE("1") ANSWERS, "<expect scale='x' verdict='worse'/>", 28,
         "'one' expects verdict of x = worse, the rule gives better",
         "1.6666666666666667 before, 3 now: (3 - 1.6667) / 0.6000 = 2.2222, "
         "limit 1.9600"},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        check_failing(&cases[i]);
}

/* An alert of its own item, private, so that a blank leaves it unknown. */
static void
test_alerts(void **state)
{
    static const struct {
        const char *answer;
        const char *fires;
        const char *working; /* NULL: it holds */
    } cases[] = {
        {"<answer item='q' value='1'/>", "yes", NULL},
        {"<answer item='q' value='0'/>", "no", NULL},
        {"<answer item='q' missing='declined'/>", "unknown", NULL},
        {"<answer item='q' value='0'/>", "yes", "q 0; q ge 1: does not fire"},
        {"", "no",
         "q not answered; q ge 1: could not be judged, a part of the formula "
         "is missing"},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct buf buf = {0};
        buf_addf(&buf,
                 "<choices id='r'><choice value='0'>a</choice><choice value="
                 "'1'>b</choice></choices><section id='s' responses='r'><item "
                 "id='q'><text>q</text><alert id='al' when='q ge 1'>Ask."
                 "</alert></item></section><example title='one'>%s<expect "
                 "alert='al' fires='%s'/></example>",
                 cases[i].answer, cases[i].fires);
        struct scoring *s = scoring_open(buf_text(&buf));
        size_t before = diag_total(s->diag);
        size_t n_held = 99;
        bool holds = examples_run(s->plan, working_add, &n_held, s->diag);
        assert_int_equal(holds, !cases[i].working);
        assert_int_equal(n_held, !cases[i].working);
        if (cases[i].working)
            assert_string_equal(diag_get(s->diag, before)->working,
                                cases[i].working);
        buf_clear(&buf);
        scoring_close(s);
    }
}

UNIT_MAIN(cmocka_unit_test(test_holds), cmocka_unit_test(test_fails),
          cmocka_unit_test(test_alerts))
