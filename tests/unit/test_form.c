/* SPDX-License-Identifier: GPL-3.0-or-later */

/* form: tables of keys and where they lead, for every kind of page. */

#include "unit.h"

#include <stdio.h>
#include <string.h>
#include "fill_kit.h"
#include "said.h"

/* What stands for the items that are not asked yet, in every case. */
#define REST " c=not-asked q=not-asked"

struct key_case {
    const char *keys;
    const char *where;
};

static void
run_cases_of(const char *body, const struct key_case *cases, size_t n,
             const char *release_code)
{
    struct buf where = {0};
    size_t n_bad = 0;

    for (size_t i = 0; i < n; i++) {
        struct fill_kit kit = fill_open(body, release_code);
        fill_press(&kit, cases[i].keys);
        fill_where(&kit, &where);
        if (strcmp(buf_text(&where), cases[i].where) != 0) {
            printf("# %s\n#   want %s\n#   got  %s\n", cases[i].keys,
                   cases[i].where, buf_text(&where));
            n_bad++;
        }
        fill_close(&kit);
    }
    buf_clear(&where);
    assert_int_equal(n_bad, 0);
}

static void
run_cases(const struct key_case *cases, size_t n, const char *release_code)
{
    run_cases_of(fill_body, cases, n, release_code);
}

#define TO_A "enter enter enter " /* readers, notice, section */
#define TO_M TO_A "2 1 "          /* c is not applicable then */
#define TO_L TO_M "1 enter "
#define TO_W TO_L "50 enter "
#define TO_D TO_W "'hello enter "
#define TO_ALONE TO_D "2026-03-31 enter "
#define SAID_M "a=2 b=1 c=not-applicable"
#define SAID_L SAID_M " m=1"
#define SAID_W SAID_L " l=50"
#define SAID_D SAID_W " w=hello"
#define SAID_ALL SAID_D " d=2026-03-31"

static void
test_first_pages(void **state)
{
    static const struct key_case cases[] = {
        {"", "readers |" REST},
        {"x 5 skip decline unknown back up", "readers |" REST},
        {"enter", "notice |" REST},
        {"enter enter", "section |" REST},
        {"enter enter back", "notice |" REST},
        {"enter enter enter", "question a |" REST},
        {"enter enter enter back back back back", "readers |" REST},
    };

    (void)state;
    run_cases(cases, N_ELEMENTS(cases), NULL);
}

static void
test_choices(void **state)
{
    static const struct key_case cases[] = {
        {TO_A "2", "question b | a=2" REST},
        {TO_A "7", "question a |" REST},
        {TO_A "enter", "question a |" REST},
        {TO_A "down", "question a |" REST},
        {TO_A "down enter", "question b | a=0" REST},
        {TO_A "up enter", "question b | a=4" REST},
        {TO_A "down down down up enter", "question b | a=1" REST},
        {TO_A "end home enter", "question b | a=0" REST},
        {TO_A "down clear enter", "question a |" REST},
        {TO_A "#3", "question b | a=3" REST},
        {TO_A "#9", "question a |" REST},
        /* Letters and blanks never choose. */
        {TO_A "'skip 's 'b '-!_", "question a |" REST},
        /* Going back shows the answer; Enter keeps it, a key changes it. */
        {TO_A "2 back", "question a | a=2" REST},
        {TO_A "2 back enter", "question b | a=2" REST},
        {TO_A "2 back down back", "section | a=2" REST},
        {TO_A "2 back 0", "question b | a=0" REST},
    };

    (void)state;
    run_cases(cases, N_ELEMENTS(cases), NULL);
}

static void
test_leaving_out(void **state)
{
    static const struct key_case cases[] = {
        /* a is required: asked once more, and never forced. */
        {TO_A "skip", "question a |" REST},
        {TO_A "skip skip", "question b | a=skipped" REST},
        {TO_A "skip back enter skip", "question b | a=skipped" REST},
        {TO_A "decline", "question b | a=declined" REST},
        {TO_A "unknown", "question b | a=unknown" REST},
        {TO_A "2 skip", "question m | a=2 b=skipped" REST},
        {TO_A "2 skip back enter", "question m | a=2 b=skipped" REST},
        {TO_A "2 skip back 3", "question c | a=2 b=3 q=not-asked"},
    };

    (void)state;
    run_cases(cases, N_ELEMENTS(cases), NULL);
}

static void
test_relevance(void **state)
{
    static const struct key_case cases[] = {
        {TO_A "2 1", "question m | " SAID_M " q=not-asked"},
        {TO_A "2 2", "question c | a=2 b=2 q=not-asked"},
        {TO_A "2 2 4", "question m | a=2 b=2 c=4 q=not-asked"},
        /* Kept aside while it is not relevant, and back when it is. */
        {TO_A "2 2 4 back back 0",
         "question m | a=2 b=0 c=not-applicable q=not-asked"},
        {TO_A "2 2 4 back back 0 back 3",
         "question c | a=2 b=3 c=4 q=not-asked"},
        {TO_A "2 2 4 back back decline",
         "question m | a=2 b=declined c=not-asked q=not-asked"},
    };

    (void)state;
    run_cases(cases, N_ELEMENTS(cases), NULL);
}

static void
test_several(void **state)
{
    static const struct key_case cases[] = {
        {TO_M "1", "question m | " SAID_M " q=not-asked"},
        {TO_M "1 enter", "question l | " SAID_M " m=1 q=not-asked"},
        {TO_M "3 1 enter", "question l | " SAID_M " m=1 3 q=not-asked"},
        {TO_M "3 1 3 enter", "question l | " SAID_M " m=1 q=not-asked"},
        {TO_M "down _ down _ enter",
         "question l | " SAID_M " m=1 2 q=not-asked"},
        /* None of them is an answer, but not by a slip. */
        {TO_M "enter", "question m | " SAID_M " q=not-asked"},
        {TO_M "enter enter", "question l | " SAID_M " m=none q=not-asked"},
        {TO_M "enter enter back enter",
         "question l | " SAID_M " m=none q=not-asked"},
        {TO_M "1 2 enter back clear 3 enter",
         "question l | " SAID_M " m=3 q=not-asked"},
    };

    (void)state;
    run_cases(cases, N_ELEMENTS(cases), NULL);
}

static void
test_range(void **state)
{
    static const struct key_case cases[] = {
        {TO_L "50", "question l | " SAID_L " q=not-asked"},
        {TO_L "50 enter", "question w | " SAID_L " l=50 q=not-asked"},
        {TO_L "enter", "question l | " SAID_L " q=not-asked"},
        {TO_L "52 enter", "question l | " SAID_L " q=not-asked"},
        {TO_L "105 enter", "question l | " SAID_L " q=not-asked"},
        {TO_L "5,0 enter", "question w | " SAID_L " l=5 q=not-asked"},
        {TO_L "'abc enter", "question l | " SAID_L " q=not-asked"},
        {TO_L "'-5 enter", "question w | " SAID_L " l=5 q=not-asked"},
        {TO_L "right enter", "question w | " SAID_L " l=50 q=not-asked"},
        {TO_L "right right enter", "question w | " SAID_L " l=55 q=not-asked"},
        {TO_L "home enter", "question w | " SAID_L " l=0 q=not-asked"},
        {TO_L "home left enter", "question w | " SAID_L " l=0 q=not-asked"},
        {TO_L "end pgdn enter", "question w | " SAID_L " l=90 q=not-asked"},
        {TO_L "right 35 enter", "question w | " SAID_L " l=35 q=not-asked"},
        {TO_L "35 bs 0 enter", "question w | " SAID_L " l=30 q=not-asked"},
        {TO_L "35 enter back 4 0 enter",
         "question w | " SAID_L " l=40 q=not-asked"},
        /* What was refused is not typed on to, but can be mended. */
        {TO_L "12 enter 5 enter", "question w | " SAID_L " l=5 q=not-asked"},
        {TO_L "12 enter bs 0 enter",
         "question w | " SAID_L " l=10 q=not-asked"},
        {TO_L "12 enter right enter",
         "question w | " SAID_L " l=15 q=not-asked"},
        {TO_L "12 enter help enter 5 enter",
         "question w | " SAID_L " l=5 q=not-asked"},
    };

    (void)state;
    run_cases(cases, N_ELEMENTS(cases), NULL);
}

/* A range without steps is gone through in hundredths of it, and holds what is
   typed. */
static void
test_range_without_steps(void **state)
{
    static const char body[] =
        "<choices id='r'><choice value='0'>No</choice>"
        "<choice value='1'>Yes</choice></choices>"
        "<range id='far' min='0' max='10'/>"
        "<range id='fine' min='-0.5' max='0.75'/>"
        "<section id='s' responses='r'>"
        "<item id='l' responses='far'><text>How far?</text></item>"
        "<item id='f' responses='fine'><text>How fine?</text></item>"
        "<item id='x'><text>Done?</text></item></section>"
        "<scale id='t' method='sum' items='x' min-answered='all' "
        "direction='higher-better'><title>T</title></scale>";
#define TO_FAR "enter enter "
    static const struct key_case cases[] = {
        {TO_FAR, "question l |"},
        {TO_FAR "right enter", "question f | l=5"},
        {TO_FAR "right right enter", "question f | l=5.1"},
        {TO_FAR "right left left enter", "question f | l=4.8"},
        {TO_FAR "home pgup enter", "question f | l=1"},
        {TO_FAR "end enter", "question f | l=10"},
        {TO_FAR "3.14159 enter", "question f | l=3.14159"},
        {TO_FAR "3.14159 right enter", "question f | l=3.2"},
        {TO_FAR "3.14159 left enter", "question f | l=3.1"},
        {TO_FAR "10.1 enter", "question l |"},
        {TO_FAR "5 enter right enter", "question x | l=5 f=0.125"},
        {TO_FAR "5 enter home right enter", "question x | l=5 f=-0.4875"},
        {TO_FAR "5 enter end left enter", "question x | l=5 f=0.7375"},
    };

    (void)state;
    run_cases_of(body, cases, N_ELEMENTS(cases), NULL);
}

/* What is asked because of one of several choices, or of one alone. */
static void
test_relevance_of_a_choice(void **state)
{
    static const char body[] =
        "<choices id='r'><choice value='0'>No</choice>"
        "<choice value='3'>Yes</choice></choices>"
        "<choices id='some' multiple='yes'><choice value='1'>home</choice>"
        "<choice value='2'>work</choice></choices>"
        "<range id='line' min='0' max='9' step='1'/>"
        "<section id='s' responses='r'>"
        "<item id='m' responses='some'><text>Where?</text></item>"
        "<item id='w' relevant='selected(m, 2)'><text>There?</text></item>"
        "<item id='x' relevant='selected(w, 3) or not(answered(w))'>"
        "<text>Why?</text></item>"
        "<item id='n' responses='line'><text>How much?</text></item>"
        "<item id='o' relevant='n gt 4'><text>So much?</text></item>"
        "<item id='z'><text>Done?</text></item></section>"
        "<scale id='t' method='sum' items='z' min-answered='all' "
        "direction='higher-better'><title>T</title></scale>";
    static const struct key_case cases[] = {
        {TO_FAR "1 enter", "question x | m=1 w=not-applicable o=not-asked"},
        {TO_FAR "2 enter", "question w | m=2 o=not-asked"},
        {TO_FAR "1 2 enter #1", "question x | m=1 2 w=3 o=not-asked"},
        {TO_FAR "2 enter #0",
         "question n | m=2 w=0 x=not-applicable o=not-asked"},
        {TO_FAR "enter enter",
         "question x | m=none w=not-applicable o=not-asked"},
        {TO_FAR "skip", "question x | m=skipped w=not-asked o=not-asked"},
        {TO_FAR "2 enter #1 #1 5 enter", "question o | m=2 w=3 x=3 n=5"},
        {TO_FAR "2 enter #1 #1 4 enter",
         "question z | m=2 w=3 x=3 n=4 o=not-applicable"},
        {TO_FAR "2 enter #1 #1 skip",
         "question z | m=2 w=3 x=3 n=skipped o=not-asked"},
    };

    (void)state;
    run_cases_of(body, cases, N_ELEMENTS(cases), NULL);
}

static void
test_text_and_date(void **state)
{
    static const struct key_case cases[] = {
        {TO_W "'so_much enter",
         "question d | " SAID_W " w=so much q=not-asked"},
        /* Every character is text, whatever it does elsewhere. */
        {TO_W "'-!/?1 enter", "question d | " SAID_W " w=-!/?1 q=not-asked"},
        {TO_W "'one nl 'two enter",
         "question d | " SAID_W " w=one\ntwo q=not-asked"},
        {TO_W "'añé bs bs 'o enter",
         "question d | " SAID_W " w=ao q=not-asked"},
        {TO_W "'bc left left 'a end 'd del enter",
         "question d | " SAID_W " w=abcd q=not-asked"},
        {TO_W "enter", "question d | " SAID_W " w=skipped q=not-asked"},
        {TO_W "'___ enter", "question d | " SAID_W " w=skipped q=not-asked"},
        /* Not done, but not lost. */
        {TO_W "'half back enter enter",
         "question d | " SAID_W " w=half q=not-asked"},
        {TO_W "'half help enter pause 1 'way enter",
         "question d | " SAID_W " w=halfway q=not-asked"},
        {TO_D "2026-3-1 enter", "alone | " SAID_D " d=2026-03-01 q=not-asked"},
        {TO_D "2026/12.31 enter",
         "alone | " SAID_D " d=2026-12-31 q=not-asked"},
        {TO_D "2026-02-30 enter", "question d | " SAID_D " q=not-asked"},
        {TO_D "20260101 enter", "question d | " SAID_D " q=not-asked"},
        {TO_D "2026-02-30 enter 2026-03-01 enter",
         "alone | " SAID_D " d=2026-03-01 q=not-asked"},
        {TO_D "2026-02-30 enter bs bs 28 enter",
         "alone | " SAID_D " d=2026-02-28 q=not-asked"},
        {TO_D "2026-02-30 enter left left del 2 enter",
         "alone | " SAID_D " d=2026-02-20 q=not-asked"},
        {TO_D "2026-03-31 enter back 2025-12-31 enter",
         "alone | " SAID_D " d=2025-12-31 q=not-asked"},
        {TO_D "enter", "question d | " SAID_D " q=not-asked"},
        {TO_D "skip", "alone | " SAID_D " d=skipped q=not-asked"},
    };

    (void)state;
    run_cases(cases, N_ELEMENTS(cases), NULL);
}

/* What is entered and not confirmed is no answer, and is not lost either,
   whatever leads away; back again, it can be confirmed or gone on with. */
static void
test_pending(void **state)
{
    static const char *const ways[] = {
        "overview overview", "help enter", "pause 1",
        "back enter",        "pause 3 1",  "overview pause",
    };
    static const struct {
        const char *entered;
        const char *confirmed; /* typed behind it, then where that leads */
        const char *where;
    } cases[] = {
        {TO_L "35", "enter", "question w | " SAID_L " l=35 q=not-asked"},
        {TO_L "3", "5 enter", "question w | " SAID_L " l=35 q=not-asked"},
        {TO_L "right right", "enter",
         "question w | " SAID_L " l=55 q=not-asked"},
        /* A digit behind a mark that was moved is another number. */
        {TO_L "right right", "5 enter",
         "question w | " SAID_L " l=5 q=not-asked"},
        {TO_L "35 enter back 40", "enter",
         "question w | " SAID_L " l=40 q=not-asked"},
        {TO_L "127 enter", "", "question l | " SAID_L " q=not-asked"},
        {TO_M "1 3", "enter", "question l | " SAID_M " m=1 3 q=not-asked"},
        {TO_M "1 3 enter back 1 3 2", "enter",
         "question l | " SAID_M " m=2 q=not-asked"},
        {TO_A "down down", "enter", "question b | a=1" REST},
        {TO_A "2 back down", "enter", "question b | a=3" REST},
        {TO_D "2026-03", "-31 enter",
         "alone | " SAID_D " d=2026-03-31 q=not-asked"},
        {TO_W "'half", "'way enter",
         "question d | " SAID_W " w=halfway q=not-asked"},
    };
    struct buf where = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        for (size_t j = 0; j < N_ELEMENTS(ways); j++) {
            struct fill_kit kit = fill_open(fill_body, NULL);
            fill_press(&kit, cases[i].entered);
            struct arena *arena = kit.scoring->arena;
            const char *before =
                arena_text(arena, str_from(fill_where(&kit, &where)));
            const char *typed = arena_text(arena, entry_text(&kit.form->entry));
            fill_press(&kit, ways[j]);
            assert_string_equal(fill_where(&kit, &where), before);
            assert_true(str_is(entry_text(&kit.form->entry), typed));
            fill_press(&kit, cases[i].confirmed);
            assert_string_equal(fill_where(&kit, &where), cases[i].where);
            fill_close(&kit);
        }
    }
    buf_clear(&where);
}

/* Whatever was begun since, what was said before can be kept, and what was
   begun is forgotten. */
static void
test_keep(void **state)
{
    static const struct key_case cases[] = {
        {TO_A "keep", "question a |" REST},
        {TO_A "2 back keep", "question b | a=2" REST},
        {TO_A "2 back down help help keep back enter", "question b | a=2" REST},
        {TO_M "1 3 enter back 1 pause pause keep",
         "question l | " SAID_M " m=1 3 q=not-asked"},
        {TO_L "35 enter back 4 keep back enter",
         "question w | " SAID_L " l=35 q=not-asked"},
        {TO_L "decline back 4 help help keep",
         "question w | " SAID_L " l=declined q=not-asked"},
        {TO_W "'one enter back clear 'xy overview overview keep back enter",
         "question d | " SAID_W " w=one q=not-asked"},
        {TO_W "'xy overview overview keep",
         "question d | " SAID_W " w=xy q=not-asked"},
    };

    (void)state;
    run_cases(cases, N_ELEMENTS(cases), NULL);
}

static void
test_alone(void **state)
{
    static const struct key_case cases[] = {
        {TO_ALONE, "alone | " SAID_ALL " q=not-asked"},
        {TO_ALONE "enter", "alone | " SAID_ALL " q=not-asked"},
        {TO_ALONE "1", "question p | " SAID_ALL " q=not-asked"},
        {TO_ALONE "2", "question z | " SAID_ALL " p=not-asked q=not-asked"},
        {TO_ALONE "1 1", "question q | " SAID_ALL " p=1"},
        {TO_ALONE "1 0", "question z | " SAID_ALL " p=0 q=not-applicable"},
        /* No can become yes. */
        {TO_ALONE "2 back 1", "question p | " SAID_ALL " q=not-asked"},
        /* What was said when alone stays said. */
        {TO_ALONE "1 3 back back 2",
         "question z | " SAID_ALL " p=3 q=not-asked"},
        /* The private ones are not listed before, and one can jump over the
           question, but not come round it. */
        {TO_ALONE "overview 6", "question d | " SAID_ALL " q=not-asked"},
        /* z is question 7, on its page and here, as long as p is not told of.
         */
        {TO_ALONE "overview 8", "overview | " SAID_ALL " q=not-asked"},
        {TO_ALONE "overview 7", "question z | " SAID_ALL " q=not-asked"},
        {TO_ALONE "overview 9", "overview | " SAID_ALL " q=not-asked"},
        {TO_ALONE "overview 7 3", "alone | " SAID_ALL " q=not-asked z=3"},
        {TO_ALONE "overview 7 back", "alone | " SAID_ALL " q=not-asked"},
    };

    (void)state;
    run_cases(cases, N_ELEMENTS(cases), NULL);
}

#define TO_LAST TO_ALONE "1 0 2 "
#define SAID_LAST SAID_ALL " p=0 q=not-applicable z=2"

static void
test_end(void **state)
{
    static const struct key_case cases[] = {
        {TO_LAST, "last | " SAID_LAST},
        {TO_LAST "enter", "last | " SAID_LAST},
        {TO_LAST "1", "thanks | " SAID_LAST},
        /* What is handed in is not changed any more. */
        {TO_LAST "1 back overview pause 3", "thanks | " SAID_LAST},
        {TO_LAST "2", "overview | " SAID_LAST},
        {TO_LAST "2 1", "question a | " SAID_LAST},
        {TO_LAST "back", "question z | " SAID_LAST},
        /* The last page stands behind the private questions, too. */
        {TO_A "overview 7 3", "alone | c=not-asked q=not-asked z=3"},
        {TO_A "overview 7 3 2",
         "last | c=not-asked p=not-asked q=not-asked z=3"},
        {TO_A "overview 7 3 1", "question p | c=not-asked q=not-asked z=3"},
        /* The overview leads to the end, past what is left open. */
        {TO_LAST "back overview 0", "last | " SAID_LAST},
        {TO_LAST "back overview end enter 1", "thanks | " SAID_LAST},
        {TO_LAST "2 enter", "last | " SAID_LAST},
        {"overview 0", "alone |" REST},
        {TO_A "overview 0 2", "last | c=not-asked p=not-asked q=not-asked"},
        {TO_A "overview 0 1", "question p |" REST},
        {TO_A "overview 0 overview 1 3", "question b | a=3" REST},
        /* Who turned back before saying so did not want to the end. */
        {TO_ALONE "overview 0 back skip 2",
         "question z | " SAID_D " d=skipped p=not-asked q=not-asked"},
        {TO_A "pause", "pause |" REST},
        {TO_A "pause pause", "question a |" REST},
        {TO_A "pause 3", "throw |" REST},
        {TO_A "pause 3 1", "question a |" REST},
        {TO_A "help skip 2", "help |" REST},
        {TO_A "leave", "blank |" REST},
        {TO_A "leave enter 2 back", "blank |" REST},
    };

    (void)state;
    run_cases(cases, N_ELEMENTS(cases), NULL);
}

static void
test_thanks(void **state)
{
    struct fill_kit kit = fill_open(fill_body, NULL);

    (void)state;
    fill_press(&kit, TO_LAST "1");
    assert_int_equal(form_n_paragraphs(kit.form), 1);
    assert_string_equal(form_paragraph(kit.form, 0).text,
                        "Thank you. Your answers are kept.");
    assert_true(form_enter_ends(kit.form));
    const char *own = said_patch(kit.scoring->arena, fill_body, "<scale id='s'",
                                 "<thanks>Be well.</thanks><scale id='s'");
    struct fill_kit other = fill_open(own, "code");
    fill_press(&other, TO_LAST "1");
    assert_int_equal(form_n_paragraphs(other.form), 2);
    assert_string_equal(form_paragraph(other.form, 0).text, "Be well.");
    assert_string_equal(form_paragraph(other.form, 1).text,
                        "Your answers are kept.");
    assert_false(form_enter_ends(other.form));
    fill_close(&other);
    fill_close(&kit);
}

static void
test_how_it_ends(void **state)
{
    static const struct {
        const char *keys;
        enum sheet_end end;
        enum sheet_end end_with_code; /* the code is typed in the end */
    } cases[] = {
        {TO_A, END_GOING, END_GOING},
        {TO_LAST "1", END_GOING, END_GOING},
        {TO_LAST "1 enter", END_HANDED_IN, END_HANDED_IN},
        {TO_A "pause 2", END_KEPT, END_KEPT},
        {TO_A "pause 3 2", END_THROWN_AWAY, END_THROWN_AWAY},
        {TO_A "leave", END_LEFT, END_LEFT},
        {TO_W "'half leave", END_LEFT, END_LEFT},
        {"help leave", END_LEFT, END_LEFT},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct fill_kit kit = fill_open(fill_body, NULL);
        fill_press(&kit, cases[i].keys);
        assert_int_equal(kit.form->sheet->end, cases[i].end);
        fill_close(&kit);

        kit = fill_open(fill_body, "4711");
        fill_press(&kit, cases[i].keys);
        assert_int_equal(kit.form->sheet->end, END_GOING);
        fill_press(&kit, "'471 enter 'wrong enter leave");
        assert_int_equal(kit.form->sheet->end, END_GOING);
        assert_int_equal(form_page(kit.form), FORM_PAGE_BLANK);
        assert_int_equal(entry_text(&kit.form->entry).len, 0);
        fill_press(&kit, "4711 enter");
        assert_int_not_equal(kit.form->sheet->end, END_GOING);
        fill_close(&kit);

        if (cases[i].end_with_code == END_GOING)
            continue;
        kit = fill_open(fill_body, "4711");
        fill_press(&kit, cases[i].keys);
        fill_press(&kit, "4711 enter");
        assert_int_equal(kit.form->sheet->end, cases[i].end_with_code);
        fill_close(&kit);
    }
}

/* What is said to a key that is not taken, and how to skip then. */
static void
test_remarks(void **state)
{
    static const struct {
        const char *keys;
        const char *remark;
    } cases[] = {
        {TO_A "down", ""},
        {TO_A "enter", "Choose an answer, please. To skip the question: KEY"},
        {TO_A "skip", "Your answer to this one would help. You may still leave "
                      "it out: skip it once more."},
        {TO_M "enter", "Nothing is chosen. If none of them fits, confirm once "
                       "more. To skip the question: KEY"},
        {TO_L "enter", "A number from 0 to 100 in steps of 5, please. To skip "
                       "the question: KEY"},
        {TO_L "127 enter", "A number from 0 to 100 in steps of 5, please. To "
                           "skip the question: KEY"},
        {TO_L "127 enter 5", ""},
        {TO_D "enter", "A date, please: year, month, day, such as 2026-03-31. "
                       "To skip the question: KEY"},
        {TO_D "1/2/26 enter",
         "A date, please: year, month, day, such as 2026-03-31. To skip the "
         "question: KEY"},
        {TO_D "1999-02-31 enter",
         "There is no such day: 1999-02-31. To skip the question: KEY"},
        {TO_D "28.02.1999 enter", "Type it like this, please: 1999-02-28. To "
                                  "skip the question: KEY"},
        {TO_D "19990228 enter", "Type it like this, please: 1999-02-28. To "
                                "skip the question: KEY"},
    };
    struct buf remark = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct fill_kit kit = fill_open(fill_body, NULL);
        fill_press(&kit, cases[i].keys);
        buf_empty(&remark);
        form_add_remark(kit.form, "KEY", &remark);
        assert_string_equal(buf_text(&remark), cases[i].remark);
        fill_close(&kit);
    }
    buf_clear(&remark);
}

/* More than a text may hold is said to be left out, until there is room. */
static void
test_full(void **state)
{
    struct fill_kit kit = fill_open(fill_body, NULL);
    struct buf keys = {0};

    (void)state;
    fill_press(&kit, TO_W);
    buf_add_char(&keys, '\'');
    for (int i = 0; i < FORM_LIMIT_TEXT_SIZE; i++)
        buf_add_char(&keys, 'x');
    fill_press(&kit, buf_text(&keys));
    assert_null(form_remark(kit.form));
    fill_press(&kit, "'yz");
    assert_int_equal(entry_text(&kit.form->entry).len, FORM_LIMIT_TEXT_SIZE);
    assert_string_equal(form_remark(kit.form), "This text cannot be longer; "
                                               "the rest was left out.");
    fill_press(&kit, "bs");
    assert_null(form_remark(kit.form));
    buf_clear(&keys);
    fill_close(&kit);
}

static void
test_progress(void **state)
{
    static const struct {
        const char *keys;
        size_t at;
        size_t n;
        size_t n_open;
    } cases[] = {
        /* p is not counted before nobody else can see the screen. */
        {"", 0, 7, 7},
        {TO_A, 1, 7, 7},
        {TO_A "2", 2, 7, 6},
        {TO_A "2 2", 3, 8, 6}, /* c has come up */
        {TO_A "2 skip", 3, 7, 5},
        {TO_ALONE "1 1", 8, 9, 2},
        {TO_ALONE "2", 7, 7, 1}, /* p is not asked */
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct fill_kit kit = fill_open(fill_body, NULL);
        fill_press(&kit, cases[i].keys);
        struct form_progress progress = form_progress(kit.form);
        assert_int_equal(progress.at, cases[i].at);
        assert_int_equal(progress.n, cases[i].n);
        assert_int_equal(progress.n_open, cases[i].n_open);
        fill_close(&kit);
    }
}

/* A second a key, on the question only. */
static void
test_time(void **state)
{
    struct fill_kit kit = fill_open(fill_body, NULL);

    (void)state;
    fill_press(&kit, TO_A "down down enter");
    assert_int_equal(answer_sheet_given(kit.form->sheet, 0).time_ms, 3000);
    fill_press(&kit, "help enter 1");
    assert_int_equal(answer_sheet_given(kit.form->sheet, 1).time_ms, 2000);
    fill_press(&kit, "back back enter");
    assert_int_equal(answer_sheet_given(kit.form->sheet, 0).time_ms, 4000);
    assert_int_equal(answer_sheet_given(kit.form->sheet, 2).time_ms, -1);
    fill_close(&kit);
}

/* Numbers that are shown are values, whatever they are. */
static void
test_numbers(void **state)
{
    struct fill_kit kit = fill_open(
        "<choices id='r'><choice value='-1'>no</choice>"
        "<choice value='0.5'>half</choice><choice value='1'>yes</choice>"
        "</choices><choices id='many'><choice value='1'>a</choice>"
        "<choice value='12'>b</choice><choice value='2'>c</choice></choices>"
        "<section id='s' responses='r'><item id='a'><text>a</text></item>"
        "<item id='b' responses='many'><text>b</text></item></section>"
        "<scale id='x' method='sum' items='a b' min-answered='all' "
        "direction='higher-better'><title>X</title></scale>",
        NULL);
    struct buf where = {0};

    (void)state;
    fill_press(&kit, "enter 2 enter");
    assert_string_equal(fill_where(&kit, &where), "question a |");
    fill_press(&kit, "0.5 enter");
    assert_string_equal(fill_where(&kit, &where), "question b | a=0.5");
    assert_false(entry_has_digits(&kit.form->entry));
    fill_press(&kit, "12");
    assert_string_equal(fill_where(&kit, &where), "question b | a=0.5");
    fill_press(&kit, "enter");
    assert_string_equal(fill_where(&kit, &where), "last | a=0.5 b=12");
    fill_press(&kit, "back 1 enter");
    assert_string_equal(fill_where(&kit, &where), "last | a=0.5 b=1");
    /* "don't know" is not offered here. */
    fill_press(&kit, "back unknown");
    assert_string_equal(fill_where(&kit, &where), "question b | a=0.5 b=1");
    buf_clear(&where);
    fill_close(&kit);
}

/* Scores have a page of their own behind the thanks, and only there. */
static void
test_scores(void **state)
{
    static const struct key_case cases[] = {
        {TO_LAST "1", "thanks | " SAID_LAST},
        {TO_LAST "1 enter", "scores | " SAID_LAST},
        {TO_LAST "1 enter back overview pause help 1", "scores | " SAID_LAST},
    };
    struct buf where = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        for (int is_over = 0; is_over < 2; is_over++) {
            struct fill_kit kit = fill_open(fill_body, is_over ? "0" : NULL);
            kit.form->scores = "X: 1";
            fill_press(&kit, cases[i].keys);
            fill_where(&kit, &where);
            assert_string_equal(buf_text(&where), cases[i].where);
            assert_int_equal(form_enter_ends(kit.form), i && !is_over);
            if (i) {
                fill_press(&kit, "enter");
                assert_int_equal(kit.form->sheet->end,
                                 is_over ? END_GOING : END_HANDED_IN);
            }
            fill_close(&kit);
        }
    }
    buf_clear(&where);
}

UNIT_MAIN(cmocka_unit_test(test_first_pages), cmocka_unit_test(test_choices),
          cmocka_unit_test(test_leaving_out), cmocka_unit_test(test_relevance),
          cmocka_unit_test(test_several), cmocka_unit_test(test_range),
          cmocka_unit_test(test_range_without_steps),
          cmocka_unit_test(test_relevance_of_a_choice),
          cmocka_unit_test(test_text_and_date), cmocka_unit_test(test_pending),
          cmocka_unit_test(test_keep), cmocka_unit_test(test_alone),
          cmocka_unit_test(test_end), cmocka_unit_test(test_scores),
          cmocka_unit_test(test_thanks), cmocka_unit_test(test_how_it_ends),
          cmocka_unit_test(test_remarks), cmocka_unit_test(test_full),
          cmocka_unit_test(test_progress), cmocka_unit_test(test_time),
          cmocka_unit_test(test_numbers))
