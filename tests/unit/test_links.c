/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows that are told of others, against a slow twin: random files in random
   order, in which it looks for each row's partner and earlier sessions by the
   rules as they are written down, works out each formula over whole numbers,
   and finds what blanks could make it by filling them in every way, those of
   the other row too. */

/* For mkstemp(). */
#include <config.h>

#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/buf.h"
#include "base/date.h"
#include "change/links.h"
#include "instrument/read.h"
#include "scoring.h"

enum {
    N_FILES = 400,
    MOST_ROWS = 14,
    N_ITEMS = 3, /* two that make a scale, a private one */
    NONE = -1,   /* no such row; no number */
    BAD = -2,
    BLANK = -3,
    SKIPPED = -4
};

static const char body[] =
    "<range id='r' min='0' max='2' step='1'><low>l</low><high>h</high></range>"
    "<section id='s' responses='r'><item id='a'><text>A</text></item>"
    "<item id='b'><text>B</text></item>"
    "<item id='p' private='yes'><text>P</text></item></section>"
    "<scale id='h' method='sum' items='a b' min-answered='1' "
    "direction='neither'><title>H</title></scale>"
    "<scale id='apart' of='couple' method='formula' "
    "formula='abs(h - partner(h))' min='0' max='4' direction='neither'>"
    "<title>Apart</title></scale>"
    "<scale id='cross' of='couple' method='formula' "
    "formula='3 * a + partner(b)' min='0' max='8' direction='neither'>"
    "<title>Cross</title></scale>"
    "<scale id='rise' method='formula' formula='h - first(h)' min='-4' "
    "max='4' direction='neither'><title>Rise</title></scale>"
    "<scale id='step' method='formula' formula='a - previous(a)' min='-2' "
    "max='2' direction='neither'><title>Step</title></scale>"
    "<scale id='hidden' method='formula' formula='p + previous(p)' min='0' "
    "max='4' direction='neither'><title>Hidden</title></scale>";

enum which { APART = 1, CROSS, RISE, STEP, HIDDEN, N_WHICH };

/* ---- random files ---- */

struct made {
    int client; /* 0: none */
    int couple; /* 0: none */
    int name;   /* of the session; 0: none */
    int day;    /* 0: none */
    int edition;
    int item[N_ITEMS];
};

static uint64_t state;

static int
below(int n)
{
    state =
        state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int)((state >> 33) % (uint64_t)n);
}

static int
random_answer(void)
{
    int roll = below(20);
    return roll < 15 ? below(3) : roll < 18 ? BLANK : roll < 19 ? SKIPPED : BAD;
}

static int
make_file(struct made *rows)
{
    int couple_of[6];
    int n = 1 + below(MOST_ROWS);
    for (int i = 0; i < 6; i++)
        couple_of[i] = below(3);
    for (int i = 0; i < n; i++) {
        struct made *row = &rows[i];
        row->client = below(5);
        row->couple = below(8) ? couple_of[row->client] : below(3);
        row->name = below(4);
        row->day = below(5) ? 1 + below(16) : 0;
        row->edition = below(8) ? below(2) : 2;
        for (int k = 0; k < N_ITEMS; k++)
            row->item[k] = random_answer();
    }
    return n;
}

static void
write_file(const struct made *rows, int n, const char *path)
{
    struct buf out = {0};
    buf_add_text(&out, "client,couple,session,date,edition,a,b,p\n");
    for (int i = 0; i < n; i++) {
        const struct made *row = &rows[i];
        if (row->client)
            buf_addf(&out, "c%d", row->client);
        buf_add_char(&out, ',');
        if (row->couple)
            buf_addf(&out, "k%d", row->couple);
        buf_add_char(&out, ',');
        if (row->name)
            buf_addf(&out, "%d", row->name);
        buf_add_char(&out, ',');
        if (row->day)
            buf_addf(&out, "2026-01-%02d", row->day);
        buf_add_char(&out, ',');
        if (row->edition)
            buf_addf(&out, "%d", row->edition);
        for (int k = 0; k < N_ITEMS; k++)
            if (row->item[k] >= 0)
                buf_addf(&out, ",%d", row->item[k]);
            else
                buf_addf(&out, ",%s",
                         row->item[k] == BAD       ? "x"
                         : row->item[k] == SKIPPED ? "skipped"
                                                   : "");
        buf_add_char(&out, '\n');
    }
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(out.bytes, 1, out.len, file), out.len);
    assert_int_equal(fclose(file), 0);
    buf_clear(&out);
}

/* ---- the slow twin: which row ---- */

struct world {
    const struct made *rows;
    int n;
};

static bool
is_session(const struct made *row, bool with_private)
{
    if (!row->client || row->edition == 2)
        return false;
    for (int k = 0; k < N_ITEMS - 1; k++)
        if (row->item[k] >= 0 || row->item[k] == BAD)
            return true;
    if (!with_private)
        return false;
    for (int k = 0; k < N_ITEMS; k++)
        if (row->item[k] != BLANK)
            return true;
    return false;
}

/* Whether row i of a client stands before row k. */
static bool
is_before(const struct world *world, int i, int k)
{
    const struct made *a = &world->rows[i];
    const struct made *b = &world->rows[k];
    int a_keys[] = {!a->day, a->day, a->name ? a->name : 99, i};
    int b_keys[] = {!b->day, b->day, b->name ? b->name : 99, k};
    for (int key = 0; key < 4; key++)
        if (a_keys[key] != b_keys[key])
            return a_keys[key] < b_keys[key];
    return false;
}

/* The sessions of a client in order, of one couple where it is not 0; returns
   how many. */
static int
list_sessions(const struct world *world, int client, int couple,
              bool with_private, int *list)
{
    int n = 0;
    for (int i = 0; i < world->n; i++) {
        if (world->rows[i].client != client
            || (couple && world->rows[i].couple != couple)
            || !is_session(&world->rows[i], with_private))
            continue;
        int at = n++;
        for (; at > 0 && is_before(world, i, list[at - 1]); at--)
            list[at] = list[at - 1];
        list[at] = i;
    }
    return n;
}

static bool
is_same_edition(const struct made *a, const struct made *b)
{
    return !a->edition || !b->edition || a->edition == b->edition;
}

/* The first session, or the one before row i. */
static int
find_earlier(const struct world *world, int i, bool wants_first,
             bool with_private)
{
    int list[MOST_ROWS];
    int n = list_sessions(world, world->rows[i].client, 0, with_private, list);
    int found = NONE;
    if (!is_session(&world->rows[i], with_private))
        return NONE;
    for (int k = 0; k < n; k++) {
        if (list[k] == i && !wants_first)
            break;
        if (is_same_edition(&world->rows[i], &world->rows[list[k]])) {
            found = list[k];
            if (wants_first)
                break;
        }
        if (list[k] == i)
            break;
    }
    return found;
}

/* The other of two clients of the row's couple; 0: there are not two. */
static int
other_client(const struct world *world, int i)
{
    int other = 0;
    for (int k = 0; k < world->n; k++) {
        const struct made *row = &world->rows[k];
        if (!row->client || row->couple != world->rows[i].couple
            || row->client == world->rows[i].client)
            continue;
        if (other && other != row->client)
            return 0;
        other = row->client;
    }
    return world->rows[i].couple ? other : 0;
}

static int
apart_days(const struct made *a, const struct made *b)
{
    return a->day && b->day ? abs(a->day - b->day) : 99;
}

static int
find_partner(const struct world *world, int i)
{
    int lists[2][MOST_ROWS];
    int mates[MOST_ROWS];
    int other = other_client(world, i);
    /* a is whose row stands first in the file: who is a decides nothing. */
    int couple = world->rows[i].couple;
    int n =
        list_sessions(world, world->rows[i].client, couple, false, lists[0]);
    int m = other ? list_sessions(world, other, couple, false, lists[1]) : 0;
    for (int k = 0; k < MOST_ROWS; k++)
        mates[k] = NONE;
    for (int a = 0; a < n; a++)
        for (int b = 0; b < m; b++) {
            const struct made *one = &world->rows[lists[0][a]];
            const struct made *two = &world->rows[lists[1][b]];
            if (one->name && one->name == two->name
                && mates[lists[0][a]] == NONE && mates[lists[1][b]] == NONE) {
                mates[lists[0][a]] = lists[1][b];
                mates[lists[1][b]] = lists[0][a];
            }
        }
    for (int days = 0; days <= 7; days++)
        for (int a = 0; a < n; a++)
            for (int b = 0; b < m; b++) {
                int one = lists[0][a];
                int two = lists[1][b];
                if (mates[one] != NONE || mates[two] != NONE
                    || apart_days(&world->rows[one], &world->rows[two]) != days)
                    continue;
                mates[one] = two;
                mates[two] = one;
            }
    int mate = is_session(&world->rows[i], false) ? mates[i] : NONE;
    if (mate == NONE)
        return NONE;
    const struct made *one = &world->rows[i];
    const struct made *two = &world->rows[mate];
    bool is_near = !one->day || !two->day || apart_days(one, two) <= 7;
    return is_near && is_same_edition(one, two) ? mate : NONE;
}

/* ---- the slow twin: how much ---- */

/* The sum of two, the answered standing in for a blank. */
static int
sum_of(const int *item)
{
    if (item[0] == BAD || item[1] == BAD)
        return BAD;
    if (item[0] < 0 && item[1] < 0)
        return NONE;
    return item[0] < 0   ? 2 * item[1]
           : item[1] < 0 ? 2 * item[0]
                         : item[0] + item[1];
}

/* What a formula takes of a row. */
static int
taken(enum which which, const int *item, bool of_other)
{
    int value = which == APART || which == RISE ? sum_of(item)
                : which == HIDDEN               ? item[2]
                : which == CROSS && of_other    ? item[1]
                                                : item[0];
    return value == BLANK || value == SKIPPED ? NONE : value;
}

static int
made_of(enum which which, int own, int other)
{
    switch (which) {
    case APART:
        return abs(own - other);
    case CROSS:
        return 3 * own + other;
    case RISE:
    case STEP:
        return own - other;
    case HIDDEN:
    case N_WHICH:
        break;
    }
    return own + other;
}

struct wanted {
    enum why why;
    int value;
    bool has_range;
    int low;
    int high;
    bool may_be_wider; /* one row is both */
};

/* Fills the blanks of both rows in every way. */
static void
enumerate(enum which which, const struct made *own, const struct made *other,
          struct wanted *wanted)
{
    int n_ways = 729; /* 3 to the number of items of two */
    for (int way = 0; way < n_ways; way++) {
        int filled[2][N_ITEMS];
        int rest = way;
        for (int side = 0; side < 2; side++)
            for (int k = 0; k < N_ITEMS; k++) {
                int given = side ? other->item[k] : own->item[k];
                filled[side][k] = given < 0 && given != BAD ? rest % 3 : given;
                rest /= 3;
            }
        if (own == other)
            memcpy(filled[1], filled[0], sizeof filled[0]);
        int value = made_of(which, taken(which, filled[0], false),
                            taken(which, filled[1], true));
        if (!wanted->has_range || value < wanted->low)
            wanted->low = value;
        if (!wanted->has_range || value > wanted->high)
            wanted->high = value;
        wanted->has_range = true;
    }
}

static struct wanted
want(const struct world *world, int i, enum which which)
{
    const struct made *own = &world->rows[i];
    struct wanted wanted = {.why = WHY_OTHER_EDITION};
    bool of_couple = which == APART || which == CROSS;
    if (own->edition == 2)
        return wanted;
    int found = of_couple
                    ? find_partner(world, i)
                    : find_earlier(world, i, which == RISE, which == HIDDEN);
    const struct made *other = found == NONE ? NULL : &world->rows[found];
    int one = taken(which, own->item, false);
    int two = other ? taken(which, other->item, true) : NONE;
    wanted.why = one == BAD || two == BAD ? WHY_BAD
                 : !other ? of_couple ? WHY_NO_PARTNER : WHY_NO_EARLIER
                 : one == NONE || two == NONE ? WHY_OPERAND
                                              : WHY_SCORED;
    if (wanted.why == WHY_SCORED)
        wanted.value = made_of(which, one, two);
    if (other && wanted.why != WHY_BAD)
        enumerate(which, own, other, &wanted);
    wanted.may_be_wider = other == own;
    return wanted;
}

/* ---- the program ---- */

struct seen {
    struct links *links;
    struct score scores[MOST_ROWS][N_WHICH];
    int n;
};

static bool
prepare(void *aux, struct reading *reading)
{
    (void)aux;
    (void)reading;
    return true;
}

static bool
tell(void *aux, size_t plan_idx, const struct piece *piece, struct batch *batch)
{
    const struct seen *seen = aux;
    return links_tell(seen->links, plan_idx, piece, batch);
}

static bool
see_rows(void *aux, struct piece *piece)
{
    struct seen *seen = aux;
    for (size_t row = 0; row < piece->rows->n_rows; row++, seen->n++)
        for (size_t which = 0; which < N_WHICH; which++)
            seen->scores[seen->n][which] =
                scores_get(piece->scored[0].scores, which, row);
    return true;
}

static void
write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

/* 'later' is what the file holds when it is read again; NULL: the same. Whether
   the rows were scored. */
static bool
run_program(const struct scoring *scoring, const char *path, const char *later,
            struct seen *seen)
{
    static const struct teller teller = {prepare, tell};
    static const struct visitor visitor = {.rows = see_rows};
    const struct instrument *const instruments[] = {scoring->instrument};
    const struct response_options options = {.instruments = instruments,
                                             .n_instruments = 1};
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct reading first = {.options = &options,
                            .plans = &scoring->plan,
                            .arena = arena,
                            .diag = diag,
                            .with_details = true};
    struct reading again = first;
    first.source = source_open(&path, 1, &options, diag);
    assert_non_null(first.source);
    seen->links = links_read(&first);
    assert_non_null(seen->links);
    source_close(first.source);
    if (later)
        write_text(path, later);
    again.source = source_open(&path, 1, &options, diag);
    again.teller = &teller;
    again.teller_aux = seen;
    again.visitor = &visitor;
    again.aux = seen;
    reading_run(&again);
    source_close(again.source);
    diag_free(diag);
    arena_free(arena);
    return !again.was_refused;
}

static void
compare(const struct world *world, const struct seen *seen, int file,
        int *n_scored, int *n_ranges)
{
    for (int i = 0; i < world->n; i++)
        for (enum which which = APART; which < N_WHICH; which++) {
            const struct score *score = &seen->scores[i][which];
            struct wanted wanted = want(world, i, which);
            bool is_right = score->why == wanted.why;
            if (wanted.why == WHY_SCORED)
                is_right &= score->value == wanted.value;
            is_right &= score->has_range == wanted.has_range;
            if (wanted.has_range)
                is_right &=
                    wanted.may_be_wider
                        ? score->low <= wanted.low && score->high >= wanted.high
                        : score->low == wanted.low
                              && score->high == wanted.high;
            if (!is_right)
                fail_msg("file %d, row %d, scale %d: %s %g (%g to %g), and not "
                         "%s %d (%d to %d)",
                         file, i + 2, (int)which, why_word(score->why),
                         score->value, score->low, score->high,
                         why_word(wanted.why), wanted.value, wanted.low,
                         wanted.high);
            *n_scored += wanted.why == WHY_SCORED;
            *n_ranges += wanted.has_range && wanted.low < wanted.high;
        }
}

static void
test_twin(void **unused)
{
    char path[] = "/tmp/attune-links-XXXXXX";
    struct scoring *scoring = scoring_open(body);
    int n_scored = 0, n_ranges = 0;
    int handle = mkstemp(path);
    (void)unused;
    assert_true(handle >= 0);
    close(handle);
    state = 2026;
    for (int file = 0; file < N_FILES; file++) {
        struct made rows[MOST_ROWS];
        struct seen *seen = calloc(1, sizeof *seen);
        struct world world = {rows, make_file(rows)};
        write_file(rows, world.n, path);
        assert_true(run_program(scoring, path, NULL, seen));
        assert_int_equal(seen->n, world.n);
        compare(&world, seen, file, &n_scored, &n_ranges);
        free(seen);
    }
    unlink(path);
    printf("# %d scores, %d ranges\n", n_scored, n_ranges);
    assert_true(n_scored > 1000 && n_ranges > 200);
    scoring_close(scoring);
}

/* ---- rules over two questionnaires ---- */

#define HEAD(id, more)                                                         \
    "<instrument xmlns='urn:attune:instrument:1' id='" id "' edition='1' "     \
    "xml:lang='en' status='unvalidated'" more "><title>T</title><about>"       \
    "<author>attune</author><licence spdx='CC0-1.0'/></about>"
#define ASKING(id)                                                             \
    HEAD(id, "")                                                               \
    "<range id='r' min='0' max='2' step='1'><low>l</low></range>"              \
    "<section id='s' responses='r'><item id='x'><text>X</text></item>"         \
    "<item id='y'><text>Y</text></item></section>"                             \
    "<scale id='h' method='sum' items='x y' min-answered='1' "                 \
    "direction='neither'><title>H</title></scale></instrument>"
static const char *const files[] = {
    ASKING("one"), ASKING("two"),
    HEAD("rules",
         " uses='one two'") "<scale id='both' method='formula' formula='one.h "
                            "+ two.h' min='0' "
                            "max='8' "
                            "direction='neither'><title>B</title></scale>"
                            "<scale id='since' method='formula' formula='one.h "
                            "- first(one.h)' "
                            "min='-4' max='4' "
                            "direction='neither'><title>S</title></scale>"
                            "<scale id='last' method='formula' formula='two.x "
                            "+ previous(two.x)' "
                            "min='0' max='4' "
                            "direction='neither'><title>L</title></scale>"
                            "</instrument>"};
enum { N_RULES = 3 };

struct given {
    int client;
    int name;
    int day;
    int item[2][2]; /* of each questionnaire */
};

static const struct instrument *
find_used(void *aux, struct str id)
{
    const struct instrument **found = aux;
    for (size_t i = 0; i < 2; i++)
        if (str_is(id, found[i]->id))
            return found[i];
    return NULL;
}

static bool
is_given(const struct given *row, int which)
{
    return row->client
           && (row->item[which][0] >= 0 || row->item[which][1] >= 0
               || row->item[which][0] == BAD || row->item[which][1] == BAD);
}

static bool
is_one_sitting(const struct given *a, const struct given *b)
{
    return a == b
           || (a->client == b->client && a->name == b->name && a->day == b->day
               && (a->name || a->day));
}

/* The last row of row i's sitting at which that was given, or any was. */
static int
last_given(const struct given *rows, int n, int i, int which)
{
    int last = NONE;
    for (int k = 0; k < n; k++)
        if (is_one_sitting(&rows[i], &rows[k])
            && (is_given(&rows[k], which < 0 ? 0 : which)
                || (which < 0 && is_given(&rows[k], 1))))
            last = k;
    return last;
}

static bool
comes_before(const struct given *rows, int i, int k)
{
    int a[] = {!rows[i].day, rows[i].day, rows[i].name ? rows[i].name : 99, i};
    int b[] = {!rows[k].day, rows[k].day, rows[k].name ? rows[k].name : 99, k};
    for (int key = 0; key < 4; key++)
        if (a[key] != b[key])
            return a[key] < b[key];
    return false;
}

/* The first session with a questionnaire, or the one before row i. */
static int
earlier_given(const struct given *rows, int n, int i, int which,
              bool wants_first)
{
    int found = wants_first ? i : NONE;
    for (int k = 0; k < n; k++) {
        if (rows[k].client != rows[i].client || !is_given(&rows[k], which)
            || !comes_before(rows, k, i))
            continue;
        if (found == NONE
            || (wants_first ? comes_before(rows, k, found)
                            : comes_before(rows, found, k)))
            found = k;
    }
    return found;
}

static struct wanted
want_rule(const struct given *rows, int n, int i, int rule)
{
    bool is_told = last_given(rows, n, i, -1) == i;
    int one = is_told ? last_given(rows, n, i, rule == 2) : NONE;
    int two = !is_told      ? NONE
              : rule == 0   ? last_given(rows, n, i, 1)
              : one == NONE ? NONE
                            : earlier_given(rows, n, one, rule == 2, rule == 1);
    int a = NONE, b = NONE;
    if (one != NONE)
        a = rule == 2 ? rows[one].item[1][0] : sum_of(rows[one].item[0]);
    if (two != NONE)
        b = rule == 2 ? rows[two].item[1][0]
                      : sum_of(rows[two].item[rule == 0]);
    bool is_out = (a < 0 && a != BAD) || (b < 0 && b != BAD);
    struct wanted wanted = {.why = a == BAD || b == BAD ? WHY_BAD
                                   : one == NONE        ? WHY_NOT_GIVEN
                                   : two == NONE
                                       ? rule ? WHY_NO_EARLIER : WHY_NOT_GIVEN
                                   : is_out ? WHY_OPERAND
                                            : WHY_SCORED};
    if (wanted.why == WHY_SCORED)
        wanted.value = rule == 1 ? a - b : a + b;
    return wanted;
}

struct seen_rules {
    struct links *links;
    struct score scores[MOST_ROWS][N_RULES];
    int n;
};

static bool
tell_rules(void *aux, size_t plan_idx, const struct piece *piece,
           struct batch *batch)
{
    const struct seen_rules *seen = aux;
    return links_tell(seen->links, plan_idx, piece, batch);
}

static bool
see_rules(void *aux, struct piece *piece)
{
    struct seen_rules *seen = aux;
    for (size_t row = 0; row < piece->rows->n_rows; row++, seen->n++)
        for (size_t rule = 0; rule < N_RULES; rule++)
            seen->scores[seen->n][rule] =
                scores_get(piece->scored[2].scores, rule, row);
    return true;
}

static int
make_given(struct given *rows, const char *path)
{
    int n = 1 + below(MOST_ROWS);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("client,session,date,one.x,one.y,two.x,two.y\n", file);
    for (int i = 0; i < n; i++) {
        struct given *row = &rows[i];
        *row = (struct given){below(4),
                              below(3),
                              below(4) ? below(5) : 0,
                              {{BLANK, BLANK}, {BLANK, BLANK}}};
        for (int which = 0; which < 2; which++)
            for (int k = 0; k < 2 && below(3); k++)
                row->item[which][k] = random_answer();
        fprintf(file, row->client ? "c%d," : ",", row->client);
        fprintf(file, row->name ? "%d," : ",", row->name);
        if (row->day)
            fprintf(file, "2026-01-0%d", row->day);
        for (int k = 0; k < 4; k++) {
            int answer = row->item[k / 2][k % 2];
            fprintf(file,
                    answer >= 0         ? ",%d"
                    : answer == BAD     ? ",x"
                    : answer == SKIPPED ? ",skipped"
                                        : ",",
                    answer);
        }
        fputc('\n', file);
    }
    assert_int_equal(fclose(file), 0);
    return n;
}

static void
run_rules(const struct instrument **instruments, const char *path,
          struct seen_rules *seen)
{
    static const struct teller teller = {prepare, tell_rules};
    static const struct visitor visitor = {.rows = see_rules};
    const struct response_options options = {.instruments = instruments,
                                             .n_instruments = 3};
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    const struct plan *plans[3];
    for (size_t i = 0; i < 3; i++)
        plans[i] = plan_compile(instruments[i], arena);
    struct reading first = {.options = &options,
                            .plans = plans,
                            .arena = arena,
                            .diag = diag,
                            .with_details = true};
    struct reading again = first;
    first.source = source_open(&path, 1, &options, diag);
    seen->links = links_read(&first);
    assert_non_null(seen->links);
    source_close(first.source);
    again.source = source_open(&path, 1, &options, diag);
    again.teller = &teller;
    again.teller_aux = seen;
    again.visitor = &visitor;
    again.aux = seen;
    reading_run(&again);
    assert_false(again.was_refused);
    source_close(again.source);
    diag_free(diag);
    arena_free(arena);
}

static void
test_rules(void **unused)
{
    char path[] = "/tmp/attune-rules-XXXXXX";
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    const struct instrument *instruments[3];
    const struct instrument_finder finder = {find_used, instruments};
    int n_scored = 0;
    int handle = mkstemp(path);
    (void)unused;
    assert_true(handle >= 0);
    close(handle);
    for (size_t i = 0; i < 3; i++) {
        instruments[i] = instrument_read_using("t.xml", str_from(files[i]),
                                               &finder, arena, diag);
        assert_non_null(instruments[i]);
    }
    state = 2027;
    for (int file = 0; file < N_FILES; file++) {
        struct given rows[MOST_ROWS];
        struct seen_rules *seen = calloc(1, sizeof *seen);
        int n = make_given(rows, path);
        run_rules(instruments, path, seen);
        assert_int_equal(seen->n, n);
        for (int i = 0; i < n; i++)
            for (int rule = 0; rule < N_RULES; rule++) {
                const struct score *score = &seen->scores[i][rule];
                struct wanted wanted = want_rule(rows, n, i, rule);
                if (score->why != wanted.why
                    || (wanted.why == WHY_SCORED
                        && score->value != wanted.value))
                    fail_msg("file %d, row %d, rule %d: %s %g, and not %s %d",
                             file, i + 2, rule, why_word(score->why),
                             score->value, why_word(wanted.why), wanted.value);
                n_scored += wanted.why == WHY_SCORED;
            }
        free(seen);
    }
    unlink(path);
    printf("# %d scores of rules\n", n_scored);
    assert_true(n_scored > 500);
    diag_free(diag);
    arena_free(arena);
}

/* ---- a file that changes meanwhile ---- */

static void
test_moved(void **unused)
{
    static const char *const later[] = {
        "client,a,b,p\nc2,1,1,1\nc1,2,2,2\n",           /* another's row */
        "client,a,b,p\nc1,1,1,1\nc1,2,2,2\nc1,0,0,0\n", /* one more */
    };
    char path[] = "/tmp/attune-moved-XXXXXX";
    struct scoring *scoring = scoring_open(body);
    int handle = mkstemp(path);
    (void)unused;
    assert_true(handle >= 0);
    close(handle);
    for (size_t i = 0; i < N_ELEMENTS(later); i++) {
        struct seen *seen = calloc(1, sizeof *seen);
        write_text(path, "client,a,b,p\nc1,1,1,1\nc1,2,2,2\n");
        assert_true(run_program(scoring, path, NULL, seen));
        memset(seen, 0, sizeof *seen);
        assert_false(run_program(scoring, path, later[i], seen));
        free(seen);
    }
    unlink(path);
    scoring_close(scoring);
}

UNIT_MAIN(cmocka_unit_test(test_twin), cmocka_unit_test(test_rules),
          cmocka_unit_test(test_moved))
