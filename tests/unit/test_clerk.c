/* SPDX-License-Identifier: GPL-3.0-or-later */

/* clerk: tables of what is typed and where it leads, in one process and with a
   new one after every key. */

#include "unit.h"

#include <stdio.h>
#include <string.h>
#include "fill/clerk.h"
#include "scoring.h"

static const char body[] =
    "<choices id='r'><choice value='0'>no</choice>"
    "<choice value='1'>yes</choice></choices>"
    "<choices id='m' multiple='yes'><choice value='1'>x</choice>"
    "<choice value='2'>y</choice></choices>"
    "<range id='l' min='0' max='10' step='1'/><free id='words'/>"
    "<missing code='-8' kind='unknown'/>"
    "<section id='s' responses='r'><item id='a'><text>a</text></item>"
    "<item id='b' relevant='a eq 1'><text>b</text></item>"
    "<item id='m1' responses='m'><text>m</text></item>"
    "<item id='l1' responses='l'><text>l</text></item>"
    "<item id='w' responses='words'><text>w</text></item></section>"
    "<scale id='x' method='sum' items='a' min-answered='all' "
    "direction='higher-better'><title>X</title></scale>";

struct typing_case {
    const char *typed; /* parted by '|' */
    const char *want;  /* stage, item or values, differences, errors */
};

static void
add_state(const struct clerk *clerk, struct buf *buf)
{
    static const char *const asks[] = {"", " which", " sure"};
    const struct instrument *instrument = clerk->sheet->instrument;
    struct clerk_tally tally = clerk_tally(clerk);

    if (clerk->stage != CLERK_DONE) {
        buf_addf(buf, "%d %s%s", (int)clerk->stage,
                 instrument->items[clerk->at].id,
                 clerk_takes_key(clerk) ? "" : " line");
        buf_add_text(buf, asks[clerk->asks]);
        return;
    }
    for (size_t i = 0; i < instrument->n_items; i++) {
        struct recorded_answer value = answer_sheet_given(clerk->sheet, i);
        const char *kind = answer_kind_names[value.kind];
        buf_addf(buf, "%s=%.*s%s ", instrument->items[i].id,
                 STR_ARGS(value.text),
                 kind                         ? kind
                 : value.kind == ANSWER_BLANK ? "blank"
                                              : "");
    }
    buf_addf(buf, "(%zu %zu) ", tally.n_errors[0], tally.n_errors[1]);
    buf_add(buf, buf_str(&clerk->sheet->differences));
}

/* A new process takes up all events so far. */
static struct clerk *
resume(const struct scoring *scoring, const struct sheet_event *events,
       size_t n)
{
    struct clerk *clerk = clerk_new(scoring->instrument, scoring->arena);

    for (size_t i = 0; i < n; i++)
        clerk->sheet->restore(clerk, &events[i]);
    return clerk;
}

static void
run_case(const struct scoring *scoring, const char *typed, bool is_resumed,
         struct buf *state)
{
    struct sheet_event all[100];
    size_t n_all = 0;
    struct clerk *clerk = resume(scoring, all, 0);
    bool is_refused = false;

    while (*typed) {
        size_t len = strcspn(typed, "|");
        is_refused =
            clerk_type(clerk, (struct str){typed, len}) == CLERK_REFUSED;
        const struct answer_sheet *sheet = clerk->sheet;
        for (size_t i = 0; i < sheet->n_events; i++) {
            all[n_all] = sheet->events[i];
            all[n_all].text =
                str_from(arena_text(scoring->arena, sheet->events[i].text));
            n_all++;
        }
        /* Going back is not kept: it would be gone. */
        if (is_resumed && !(len == 1 && *typed == '/')) {
            clerk_clear(clerk);
            clerk = resume(scoring, all, n_all);
        }
        typed += len + (typed[len] == '|');
    }
    buf_empty(state);
    add_state(clerk, state);
    if (is_refused)
        buf_add_text(state, " refused");
    clerk_clear(clerk);
}

#define ONCE "1|0|1 2|7|came late|"
#define DIFFER ONCE "0|0|1 2|7|came lat|"

static const struct typing_case cases[] = {
    {"", "0 a"},
    {"1", "0 b"},
    {" 1 ", "0 b"},
    {"2", "0 a refused"},
    {"x", "0 a refused"},
    {"*", "0 b"},
    {"-", "0 b"},
    {"?", "0 b"},
    {"/", "0 a refused"},
    {"1|/", "0 a"},
    {"1|0|/", "0 b"},
    {"1|0|/|1", "0 m1 line"},
    {"1|0|1,2", "0 l1 line"},
    {"1|0|2 2", "0 m1 line refused"},
    {"1|0|1 3", "0 m1 line refused"},
    {"1|0|1|11", "0 l1 line refused"},
    {"1|0|1|7.5", "0 l1 line refused"},
    {"1|0|1|-", "0 w line"},
    {ONCE, "1 a"},
    {ONCE "1|0|2,1|7.0", "1 w line"},
    /* The same twice: nothing to settle.  7.0 is 7, 2 and 1 are 1 and 2. */
    {ONCE "1|0|2,1|7.0| came late ", "a=1 b=0 m1=1 2 l1=7 w=came late (0 0) "},
    /* A blank behind a shut gate; a tick there stays a tick. */
    {"0|-|-|-|-|0|-|-|-|-",
     "a=0 b=not-applicable m1=blank l1=blank w=blank (0 0) "},
    {"0|1|-|-|-|0|1|-|-|-", "a=0 b=1 m1=blank l1=blank w=blank (0 0) "},
    {"-|-|-|-|-|-|-|-|-|-", "a=blank b=blank m1=blank l1=blank w=blank (0 0) "},
    /* What differs is settled in order: 1 and 2 are the passes. */
    {DIFFER, "2 a which"},
    {DIFFER "1", "2 w which"},
    {DIFFER "0", "2 a which refused"},
    {DIFFER "-", "2 a which refused"},
    {DIFFER "*", "2 a which refused"},
    {DIFFER "12", "2 a which refused"},
    {DIFFER "1|/", "2 a which"},
    {DIFFER "/", "2 a which refused"},
    {DIFFER "1|1", "a=1 b=0 m1=1 2 l1=7 w=came late (0 2) "
                   "a: 1 / 0; w: \"came late\" / \"came lat\""},
    {DIFFER "2|2", "a=0 b=0 m1=1 2 l1=7 w=came lat (2 0) "
                   "a: 1 / 0; w: \"came late\" / \"came lat\""},
    {ONCE "*|0|1 2|7|so \"late\"|1|2",
     "a=1 b=0 m1=1 2 l1=7 w=so \"late\" (1 1) "
     "a: 1 / unclear; w: \"came late\" / \"so \"\"late\"\"\""},
    /* Values that are 1 and 2 themselves, and the other way round. */
    {"-|-|1|2|-|-|-|2|1|-|1", "2 l1 which"},
    {"-|-|1|2|-|-|-|2|1|-|1|1",
     "a=blank b=blank m1=1 l1=2 w=blank (0 2) m1: 1 / 2; l1: 2 / 1"},
    {"-|-|1|2|-|-|-|2|1|-|2|2",
     "a=blank b=blank m1=2 l1=1 w=blank (2 0) m1: 1 / 2; l1: 2 / 1"},
};

/* Neither: what is typed then needs a yes, unless a pass has read it.  Nothing
   of this is kept before it is settled. */
static const struct typing_case unread_cases[] = {
    {DIFFER "3", "2 a"},
    {DIFFER "3|7", "2 a refused"},
    {DIFFER "3|0", "2 w which"},
    {DIFFER "3|*", "2 a sure"},
    {DIFFER "3|/", "2 a which"},
    {DIFFER "3|/|/", "2 a which refused"},
    {DIFFER "3|*|/", "2 a which"},
    {DIFFER "3|*|2", "2 a which"},
    {DIFFER "3|*|x", "2 a sure refused"},
    {DIFFER "3|*|1", "2 w which"},
    {DIFFER "1|3", "2 w line"},
    {DIFFER "3|*|1|3|late|1", "a=unclear b=0 m1=1 2 l1=7 w=late (2 2) "
                              "a: 1 / 0; w: \"came late\" / \"came lat\""},
    {ONCE "1|0|1 2|8|came late|3|9|1",
     "a=1 b=0 m1=1 2 l1=9 w=came late (1 1) l1: 7 / 8"},
    {ONCE "1|0|1 2|8|came late|3|7.0",
     "a=1 b=0 m1=1 2 l1=7 w=came late (0 1) l1: 7 / 8"},
    {ONCE "1|0|1 2|8|came late|3|9|2|2",
     "a=1 b=0 m1=1 2 l1=8 w=came late (1 0) l1: 7 / 8"},
};

static void
run_cases(const struct typing_case *all, size_t n, int n_ways)
{
    struct scoring *scoring = scoring_open(body);
    struct buf got = {0};
    size_t n_bad = 0;

    for (size_t i = 0; i < n * (size_t)n_ways; i++) {
        const struct typing_case *typing = &all[i % n];
        run_case(scoring, typing->typed, i / n == 1, &got);
        if (strcmp(buf_text(&got), typing->want) != 0) {
            printf("# %s\n#   want %s\n#   got  %s\n", typing->typed,
                   typing->want, buf_text(&got));
            n_bad++;
        }
    }
    buf_clear(&got);
    scoring_close(scoring);
    assert_int_equal(n_bad, 0);
}

static void
test_typing(void **state)
{
    (void)state;
    run_cases(cases, N_ELEMENTS(cases), 2);
}

static void
test_unread(void **state)
{
    (void)state;
    run_cases(unread_cases, N_ELEMENTS(unread_cases), 1);
}

UNIT_MAIN(cmocka_unit_test(test_typing), cmocka_unit_test(test_unread))
