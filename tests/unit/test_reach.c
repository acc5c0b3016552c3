/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of formulas that stay away from the range they declare. */
#include "unit.h"
#include "scoring.h"

#include <string.h>
#include "proof/proof.h"

struct reach_case {
    const char *formula;
    const char *min;
    const char *max;
    /* Code, how many characters are marked, detail and hint of each. */
    const char *said;
};

#define NEVER(width)                                                           \
    "W208 " #width " 'x': no number: does it divide by what is always 0?; "

static void
check_case(const struct reach_case *each)
{
    struct buf body = {0};
    struct buf said = {0};
    buf_addf(&body,
             "<scale id='m' method='mean' items='a b' min-answered='1' "
             "direction='higher-better'/>"
             "<scale id='g' method='formula' formula='a * 10' min='0' max='20' "
             "direction='higher-better'/>"
             "<scale id='x' method='formula' formula='%s' min='%s' max='%s' "
             "direction='higher-better'/>",
             each->formula, each->min, each->max);
    struct scoring *s = scoring_open_five(buf_text(&body));
    size_t before = diag_total(s->diag);
    size_t n_errors = diag_count(s->diag, SEVERITY_ERROR);
    bool is_good = reach_check(s->plan, s->diag);
    assert_int_equal(is_good, diag_count(s->diag, SEVERITY_ERROR) == n_errors);
    for (size_t i = before; i < diag_total(s->diag); i++) {
        const struct diagnostic *d = diag_get(s->diag, i);
        const char *gives = strstr(d->hint, "it gives ") + strlen("it gives ");
        buf_addf(&said, "%s %d %s: %.*s; ", message_code(d->message),
                 d->place.width, d->detail, (int)strcspn(gives, ";"), gives);
    }
    if (strcmp(buf_text(&said), each->said) != 0)
        fail_msg("%s from %s to %s:\nsaid     %s\nexpected %s", each->formula,
                 each->min, each->max, buf_text(&said), each->said);
    buf_clear(&said);
    buf_clear(&body);
    scoring_close(s);
}

/* Items go from 0 to 4; so does their mean. */
static void
test_reach(void **state)
{
    static const struct reach_case cases[] = {
        {"a + b", "0", "8", ""},
        {"a + b", "1", "7", ""},
        {"a + 100", "0", "10", "E206 7 'x' is declared 0 to 10: 100 to 104; "},
        {"0 - a - 1", "0", "10", "E206 9 'x' is declared 0 to 10: -5 to -1; "},
        {"100", "0", "10", "E206 3 'x' is declared 0 to 10: 100; "},
        {"a div 0", "0", "10", "E206 7 'x' is declared 0 to 10: no number; "},
        /* One end is enough: the others are missing, with their reason. */
        {"a + 10", "0", "10", "N207 1 'min' of 'x': 10 to 14; "},
        {"m * 2", "0", "10", "N207 2 'max' of 'x': 0 to 8; "},
        {"m * 2 + 1", "0", "10",
         "N207 1 'min' of 'x': 1 to 9; N207 2 'max' of 'x': 1 to 9; "},
        /* A formula's results beyond its own range are no results. */
        {"g", "0", "20", ""},
        {"g", "30", "40", "E206 1 'x' is declared 30 to 40: 0 to 20; "},
        {"m div a", "0", "1", ""},
        {"coalesce(a, 50)", "0", "50", "N209 15 'x' gets 50: 50; "},
        {"if(answered(b), a, 50)", "20", "50", "N209 22 'x' gets 50: 50; "},
        {"sum(a, b, c) * 0.1", "0", "1.2", ""},
        {"mean(a..e) * 25", "0", "100", ""},
        /* One and the same answer on both sides: never a value. */
        {"a div (b - b)", "0", "10", NEVER(13)},
        {"1 div (m * 2 - m - m)", "0", "10", NEVER(21)},
        {"1 div (g - g)", "0", "10", NEVER(13)},
        {"if(a gt b and b gt a, c, d div 0)", "0", "10", NEVER(33)},
        {"coalesce(a div (b - b), c mod (d - d))", "0", "10", NEVER(38)},
        {"1 div (a - b)", "-1", "1", ""},
        {"if(a = 3 and b = 1, c, d div (b - b))", "0", "4", ""},
        {"1 div (a - b + b - a + c - c)", "0", "1", NEVER(29)},
        /* Whoever answered nothing gets a score. */
        {"coalesce(a, 0)", "0", "4", "N209 14 'x' gets 0: 0; "},
        {"coalesce(a, b, 1.5) + coalesce(m, 1)", "0", "8",
         "N209 36 'x' gets 2.5: 2.5; "},
        {"if(answered(a) or answered(b), c, 3)", "0", "4",
         "N209 36 'x' gets 3: 3; "},
        {"coalesce(a, 0) + b", "0", "8", ""},
        {"coalesce(a, b, c, m, g)", "0", "20", ""},
        {"if(answered(a), c, b)", "0", "4", ""},
        {"count(answered(a), answered(m))", "0", "2", ""},
        /* It would be no score. */
        {"coalesce(a, 9)", "0", "8", ""},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        check_case(&cases[i]);
}

/* What rests on a formula that is wrong is not blamed as well. */
static void
test_blames_once(void **state)
{
    struct scoring *s = scoring_open_five(
        "<scale id='y' method='formula' formula='x * 2' min='0' max='20' "
        "direction='neither'/>"
        "<scale id='x' method='formula' formula='a + 100' min='0' max='10' "
        "direction='neither'/>");
    size_t before = diag_total(s->diag);
    (void)state;
    assert_false(reach_check(s->plan, s->diag));
    assert_int_equal(diag_total(s->diag), before + 1);
    assert_string_equal(diag_get(s->diag, before)->detail,
                        "'x' is declared 0 to 10");
    scoring_close(s);
}

/* A formula rests on another one's score of an empty form; helpers are no
   scores. */
static void
test_empty_through_helpers(void **state)
{
    struct scoring *s = scoring_open_five(
        "<scale id='h' internal='yes' method='formula' "
        "formula='coalesce(a, 0)' min='0' max='4' direction='neither'/>"
        "<scale id='x' method='formula' formula='h + 1' min='0' max='5' "
        "direction='neither'/>");
    size_t before = diag_total(s->diag);
    (void)state;
    assert_true(reach_check(s->plan, s->diag));
    assert_int_equal(diag_total(s->diag), before + 2);
    assert_string_equal(diag_get(s->diag, before)->detail, "'min' of 'x'");
    assert_string_equal(diag_get(s->diag, before + 1)->detail, "'x' gets 1");
    scoring_close(s);
}

UNIT_MAIN(cmocka_unit_test(test_reach), cmocka_unit_test(test_blames_once),
          cmocka_unit_test(test_empty_through_helpers))
