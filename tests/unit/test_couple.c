/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two partners, and many couples: which sessions go together, how alike the
   answers are, how far partners agree. */
#include "unit.h"
#include "reference.h"
#include "scoring.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "change/couples.h"

enum { MAX_SESSIONS = 6 };

/* ---- which sessions go together ---- */

struct visit {
    const char *name;
    int day; /* -1: no date */
};

/* Dated ones first and in order, as a history has them. */
static struct partner
partner_of(const struct visit *visits, struct arena *arena)
{
    struct session *sessions = ARENA_ARRAY(arena, MAX_SESSIONS, struct session);
    struct history *history = ARENA_NEW(arena, struct history);
    size_t n = 0;
    for (; n < MAX_SESSIONS && visits[n].name; n++)
        sessions[n] = (struct session){
            .name = visits[n].name,
            .label = "1",
            .row = n,
            .date_days = visits[n].day < 0 ? DATE_NONE : visits[n].day,
        };
    *history = (struct history){.sessions = sessions, .n_sessions = n};
    return (struct partner){.history = history};
}

static void
test_pairing(void **state)
{
    static const struct {
        struct visit a[MAX_SESSIONS];
        struct visit b[MAX_SESSIONS];
        const char *want; /* "a:b", with a ~ where they go by date */
    } cases[] = {
        {{{"1", 0}, {"2", 7}, {"3", 14}},
         {{"1", 0}, {"3", 14}, {"4", 21}},
         "0:0 2:1"},
        /* The name counts, whatever the dates are. */
        {{{"1", 0}, {"2", 7}}, {{"2", 0}, {"1", 7}}, "0:1 1:0"},
        {{{"1", -1}}, {{"1", 300}}, "0:0"},
        /* Given twice: the first with the first. */
        {{{"1", 0}, {"1", 1}, {"1", 2}}, {{"1", 0}, {"1", 1}}, "0:0 1:1"},
        /* By dates, the nearest first. */
        {{{"", 0}, {"", 10}}, {{"", 6}, {"", 9}}, "0:0~ 1:1~"},
        {{{"", 0}, {"", 5}}, {{"", 5}}, "1:0~"},
        {{{"", 7}}, {{"", 0}, {"", 14}}, "0:0~"},
        {{{"", 0}}, {{"", 8}}, ""},
        {{{"", -1}}, {{"", -1}}, ""},
        {{{"", 0}, {"", -1}}, {{"", 1}, {"", -1}}, "0:0~"},
        /* Whatever their names, but one name comes before any date. */
        {{{"1", 0}}, {{"", 2}}, "0:0~"},
        {{{"1", 0}}, {{"x", 7}}, "0:0~"},
        {{{"1", 0}}, {{"x", 8}}, ""},
        {{{"1", 0}, {"2", 3}}, {{"3", 0}, {"1", 5}}, "0:1 1:0~"},
        {{{"1", 0}, {"2", 3}}, {{"1", 3}, {"3", 3}}, "0:0 1:1~"},
        /* Ties: a's earlier session first, and with b's earlier one, by date
           and then by order. */
        {{{"1", 0}, {"2", 6}}, {{"x", 3}}, "0:0~"},
        {{{"1", 3}}, {{"x", 0}, {"y", 6}}, "0:0~"},
        {{{"1", 3}, {"2", 3}}, {{"x", 0}, {"y", 0}, {"z", 6}}, "0:0~ 1:1~"},
        {{{"1", 3}, {"2", 3}, {"3", 3}},
         {{"x", 0}, {"y", 5}, {"z", 5}},
         "0:1~ 1:2~ 2:0~"},
        {{{"1", 5}, {"2", 9}}, {{"x", 2}, {"y", 8}}, "0:0~ 1:1~"},
        {{{NULL, 0}}, {{"1", 0}}, ""},
    };
    struct arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct partner a = partner_of(cases[i].a, arena);
        struct partner b = partner_of(cases[i].b, arena);
        struct couple_pairs pairs = couple_pair_sessions(&a, &b, arena);
        struct buf buf = {0};
        for (size_t k = 0; k < pairs.n; k++)
            buf_addf(&buf, "%s%zu:%zu%s", k ? " " : "",
                     pairs.items[k].session_a, pairs.items[k].session_b,
                     pairs.items[k].is_by_date ? "~" : "");
        assert_string_equal(buf_text(&buf), cases[i].want);
        buf_clear(&buf);
    }
    arena_free(arena);
}

/* ---- rows ---- */

struct row {
    const char *couple;
    const char *client;
    const char *session;
    const char *cells;
};

static void
put_facts(struct scoring *s, const struct row *rows, size_t n)
{
    static const enum fact facts[] = {FACT_COUPLE, FACT_CLIENT, FACT_SESSION};
    for (size_t i = 0; i < N_ELEMENTS(facts); i++)
        s->rows.text[facts[i]] = ARENA_ARRAY(s->arena, n, struct str);
    s->rows.number[FACT_DATE] = ARENA_ARRAY(s->arena, n, int32_t);
    for (size_t i = 0; i < n; i++) {
        s->rows.text[FACT_COUPLE][i] = str_from(rows[i].couple);
        s->rows.text[FACT_CLIENT][i] = str_from(rows[i].client);
        s->rows.text[FACT_SESSION][i] = str_from(rows[i].session);
        s->rows.number[FACT_DATE][i] = DATE_NONE;
    }
}

static const struct couples *
couples_for(struct scoring *s, const struct row *rows, size_t n)
{
    struct couples_builder *builder =
        couples_builder_new(&s->plan, 1, s->arena);
    struct scored scored = {.batch = s->batch, .scores = s->scores};
    for (size_t i = 0; i < n; i++)
        scoring_row(s, rows[i].cells);
    put_facts(s, rows, n);
    scoring_run(s);
    for (size_t i = 0; i < n; i++)
        assert_true(couples_builder_add(
            builder, &s->rows, &scored, i,
            (struct place){.file = "f", .line = (int)i + 2, .column = 1}));
    return couples_builder_finish(builder, s->diag);
}

/* "4:W182 9:E183": the lines of what was said, in order. */
static void
assert_told(const struct diag *diag, const char *want)
{
    struct buf told = {0};
    for (size_t i = 0; i < diag_total(diag); i++) {
        const struct diagnostic *d = diag_get(diag, i);
        buf_addf(&told, "%s%d:%s", i ? " " : "", d->place.line,
                 message_code(d->message));
        assert_string_equal(d->place.file, "f");
    }
    assert_string_equal(buf_text(&told), want);
    buf_clear(&told);
}

static const char sum[] =
    "<range id='p' min='0' max='100' step='1'><low>l</low><high>h</high>"
    "</range><section id='s' responses='p'><item id='a'><text>a</text></item>"
    "</section><scale id='x' method='sum' items='a' min-answered='all'"
    " direction='neither'><title>X</title></scale>";

/* By code, not by place in the file; two clients and no more. */
static void
test_who_is_a_couple(void **state)
{
    static const struct row rows[] = {
        {"k2", "z", "1", "10"}, {"k1", "c2", "1", "25"},
        {"k2", "y", "1", "30"}, {"k1", "c1", "1", "20"},
        {"k3", "c5", "1", "1"}, {"k4", "c6", "1", "1"},
        {"k4", "c7", "1", "1"}, {"k4", "c8", "1", "1"},
        {"k5", "c9", "1", "1"}, {"k5", "d1", "2", "1"},
        {"", "d2", "1", "1"},   {"k6", "", "1", "1"},
        {"k4", "c6", "2", "1"}, {"k2", "y", "1", "31"},
        {"k7", "d3", "1", "."}, {"k7", "d4", "1", "5"},
    };
    struct scoring *s = scoring_open(sum);
    const struct couples *couples = couples_for(s, rows, N_ELEMENTS(rows));
    static const enum couple_state want[] = {COUPLE_PAIRED, COUPLE_PAIRED,
                                             COUPLE_ALONE,  COUPLE_CROWDED,
                                             COUPLE_APART,  COUPLE_UNLIKE};
    (void)state;
    assert_int_equal(couples->n, N_ELEMENTS(want));
    for (size_t i = 0; i < couples->n; i++)
        assert_int_equal(couples->items[i].state, want[i]);
    assert_string_equal(couples->items[0].code, "k1");
    assert_string_equal(couples->items[0].client_a, "c1");
    assert_string_equal(couples->items[1].client_a, "y");
    /* A couple is told by its own first row or, of three clients, by the
       third's. */
    assert_told(s->diag, "6:W182 9:E183 10:W184 16:W184 12:W185");
    assert_string_equal(diag_get(s->diag, 4)->detail, "2 of them");
    /* The same scores of one name, without a date: a gap that is not tested. */
    const struct couple_part *part = &couples->items[1].parts[0];
    struct partner_difference between =
        couples_difference(part, &part->pairs.items[0], 0);
    assert_int_equal(between.why, PARTNERS_NO_DATE);
    assert_string_equal(partner_difference_word(&between), "cannot-be-judged");
    assert_true(between.a->value == 30 && between.b->value == 10);
    assert_true(between.has_difference && between.difference == -20);
    assert_int_equal(couples_agree(couples, 0, 0, s->arena).n, 2);
    scoring_close(s);
}

/* ---- how alike the answers are ---- */

/* a, b, e and f go from 0 to 4, c from 0 to 10.  e is in no scale and f in a
   formula only; d is private and so is j, which rests on it; g, h and i are no
   numbers; k has one answer only. */
static const char mixed[] =
    "<choices id='r'><choice value='0'>a</choice><choice value='4'>b</choice>"
    "<choice value='1'>c</choice><choice value='2'>d</choice></choices>"
    "<choices id='many' multiple='yes'><choice value='1'>a</choice>"
    "<choice value='2'>b</choice></choices>"
    "<choices id='only'><choice value='1'>a</choice></choices>"
    "<range id='ten' min='0' max='10' step='1'><low>l</low><high>h</high>"
    "</range><free id='words' lines='1'/><date id='day'/>"
    "<section id='s' responses='r'>"
    "<item id='a'><text>a</text></item><item id='b'><text>b</text></item>"
    "<item id='c' responses='ten'><text>c</text></item>"
    "<item id='d' private='yes'><text>d</text></item>"
    "<item id='e'><text>e</text></item><item id='f'><text>f</text></item>"
    "<item id='g' responses='many'><text>g</text></item>"
    "<item id='h' responses='day'><text>h</text></item>"
    "<item id='i' responses='words' private='no'><text>i</text></item>"
    "<item id='j' relevant='d = 4'><text>j</text></item>"
    "<item id='k' responses='only'><text>k</text></item></section>"
    "<scale id='x' method='percent' items='a b c' reversed='b'"
    " min-answered='1' direction='neither'><title>X</title></scale>"
    "<scale id='y' method='sum' items='a d' min-answered='all'"
    " direction='neither'><title>Y</title></scale>"
    "<scale id='z' method='sum' items='a' min-answered='all' internal='yes'"
    " direction='neither'><title>Z</title></scale>"
    "<scale id='w' method='formula' formula='a + f' min='0' max='8'"
    " direction='neither'><title>W</title></scale>";

static void
test_items(void **state)
{
    static const char *const want[] = {"a", "b", "c", "e", "f"};
    struct scoring *s = scoring_open(mixed);
    struct couple_items items = couple_items_of(s->instrument, s->arena);
    (void)state;
    assert_int_equal(items.n, N_ELEMENTS(want));
    for (size_t i = 0; i < items.n; i++)
        assert_string_equal(s->instrument->items[items.idx[i]].id, want[i]);
    scoring_close(s);
}

static void
test_profile(void **state)
{
    static const struct row rows[] = {
        {"k", "a", "1", "0 4 5 0 0 2 1 . . 4 1"},
        {"k", "b", "1", "4 2 10 4 4 2 2 . . 0 1"},
        {"k", "a", "2", "0 4 . 0 0 . . . . . ."},
        {"k", "b", "2", "4 . 10 0 . 4 . . . . ."},
        {"k", "a", "3", ". 4 . 0 0 . . . . . ."},
        {"k", "b", "3", "4 . 10 0 . 4 . . . . ."},
    };
    struct scoring *s = scoring_open(mixed);
    const struct couples *couples = couples_for(s, rows, N_ELEMENTS(rows));
    const struct couple_items *items = &couples->compared[0];
    const struct couple_part *part = &couples->items[0].parts[0];
    struct pair_profile profile[3];
    (void)state;
    assert_true(couple_compares(&s->instrument->scales[0]));
    assert_false(couple_compares(&s->instrument->scales[1]));
    assert_false(couple_compares(&s->instrument->scales[2]));
    for (size_t i = 0; i < 3; i++)
        profile[i] = couple_profile(items, &part->a, &part->b,
                                    &part->pairs.items[i], s->arena);
    /* On their own ranges a, b, c, e, f are 0 1 0.5 0 0.5 against
       1 0.5 1 1 0.5, b not turned: d2 = 1 + 1/4 + 1/4 + 1 + 0.  About the
       means 0.4 and 0.8 the squares are 0.7 and 0.3, the products -0.35:
       r = -0.35/√0.21.  Both orders have the mean 0.6, 0.2 from either side's:
       (2 · -0.35 - 10 · 0.04) / (0.7 + 0.3 + 10 · 0.04) = -1.1/1.4. */
    assert_int_equal(profile[0].n, 5);
    assert_true(fabs(profile[0].d_squared - 2.5) < 1e-12);
    assert_true(fabs(profile[0].mean_abs - 0.6) < 1e-12);
    assert_true(fabs(profile[0].correlation + 0.35 / sqrt(0.21)) < 1e-12);
    assert_true(fabs(profile[0].icc + 11.0 / 14) < 1e-12);
    /* Only what both answered; with one item there is no shape. */
    assert_int_equal(profile[1].n, 1);
    assert_false(profile[1].has_correlation);
    assert_true(profile[1].d_squared == 1);
    assert_int_equal(profile[2].n, 0);
    scoring_close(s);
}

/* ---- over couples ---- */

/* Score pairs as couples k000, k001 ..., one session each. */
static struct couples_agreement
agreement_of(struct scoring *s, const double *a, const double *b, size_t n)
{
    struct row *rows = ARENA_ARRAY(s->arena, 2 * n, struct row);
    for (size_t i = 0; i < n; i++) {
        const char *code = arena_printf(s->arena, "k%03zu", i);
        rows[2 * i] =
            (struct row){code, "b", "1", arena_printf(s->arena, "%g", b[i])};
        rows[2 * i + 1] =
            (struct row){code, "a", "1", arena_printf(s->arena, "%g", a[i])};
    }
    return couples_agree(couples_for(s, rows, 2 * n), 0, 0, s->arena);
}

/* R's numbers, whose differences are a less b. */
static void
test_reference(void **state)
{
    double a[60];
    double b[60];
    struct reference *data = reference_open("couples_synthetic");
    struct reference *reference = reference_open("icc_dyads");
    struct scoring *s = scoring_open(sum);
    size_t n = reference_numbers(data, "partner_a", a, 60);
    (void)state;
    assert_int_equal(reference_numbers(data, "partner_b", b, 60), n);
    struct couples_agreement agreement = agreement_of(s, a, b, n);
    assert_int_equal(agreement.n, 60);
    reference_expect(reference, "icc,couples,ICC1,icc", agreement.icc.value);
    reference_expect(reference, "icc,couples,ICC1,lower95", agreement.icc.low);
    reference_expect(reference, "icc,couples,ICC1,upper95", agreement.icc.high);
    reference_expect(reference, "dyad,couples,,pearson", agreement.r);
    reference_expect(reference, "dyad,couples,,pairwise_double_entry_icc",
                     agreement.double_entry);
    reference_expect(reference, "dyad,couples,,mean_diff",
                     -agreement.differences.mean);
    reference_expect(reference, "dyad,couples,,loa_lower",
                     -agreement.differences.limit_high);
    reference_expect(reference, "dyad,couples,,loa_upper",
                     -agreement.differences.limit_low);
    scoring_close(s);
    reference_close(data, 0);
    reference_close(reference, 8);
}

/* b = a + 5: likeness of shape is perfect, of level it is not.  The rows of b
   come first in the data, and yet it is b. */
static void
test_trap_34_couples(void **state)
{
    static const double a[] = {10, 20, 30};
    static const double b[] = {15, 25, 35};
    struct reference *reference = reference_open("traps");
    struct scoring *s = scoring_open(sum);
    struct couples_agreement agreement = agreement_of(s, a, b, 3);
    (void)state;
    reference_expect(reference, "trap,couple,,r_a_b", agreement.r);
    reference_expect(reference, "trap,couple,,icc_double_entry",
                     agreement.double_entry);
    assert_true(agreement.differences.mean == 5);
    scoring_close(s);
    reference_close(reference, 2);
}

/* What too few couples cannot say is not said. */
static void
test_needs(void **state)
{
    static const double a[] = {10, 20, 30};
    static const double b[] = {12, 25, 29};
    (void)state;
    for (size_t n = 0; n <= 3; n++) {
        struct scoring *s = scoring_open(sum);
        struct couples_agreement agreement = agreement_of(s, a, b, n);
        assert_int_equal(agreement.n, n);
        assert_int_equal(agreement.has_icc, n >= 2);
        assert_int_equal(agreement.has_double_entry, n >= 2);
        assert_int_equal(agreement.has_differences, n >= 2);
        assert_int_equal(agreement.has_r, n >= 3);
        scoring_close(s);
    }
}

UNIT_MAIN(cmocka_unit_test(test_pairing),
          cmocka_unit_test(test_who_is_a_couple), cmocka_unit_test(test_items),
          cmocka_unit_test(test_profile), cmocka_unit_test(test_reference),
          cmocka_unit_test(test_trap_34_couples), cmocka_unit_test(test_needs))
