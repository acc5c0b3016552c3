/* SPDX-License-Identifier: GPL-3.0-or-later */
/* expr against libxml2's XPath 1.0, an implementation that nobody here wrote:
   on random expressions with few parentheses, so that precedence and
   association decide, both must give the same number, to the last bit, or the
   same truth.

   Shared, and so tried: numbers and names; + - * div mod and unary minus; = !=
   < <= > >= between numbers, = != between truths; and, or, not(); round() with
   one argument, half toward +infinity in both; mod with the sign of its left
   side in both; blanks around a hyphen in names.

   Not shared, and why it is not tried:
   - Missing.  XPath has NaN, for which every comparison is false but '!=', and
     not() of that is true; here it stays missing, and only what is settled
     without it is known.  What is known here is the same there.
   - Division and mod by zero: infinity or NaN there, missing here; there 1 div
     (1 div 0) is 0.  Negative zero: there it exists and divides to -infinity.
   - Truths and numbers are converted into each other there: 1 < 2 < 3 and
     (1 < 2) + 1 have values; here they are errors.
   - The words lt, le, gt and ge are ours alone.
   - sum() and count() take sets of nodes there; if, coalesce, mean, min, max,
     abs, answered, selected and round(x, decimals) are not in XPath 1.0.
   - Verdicts are those on paper here: what is zero on paper is 0, and 0.1 + 0.2
     is 0.3, where there a hair decides (test_near.c has what is right then).
     So comparisons and mod are tried where doubles are exact, with names for
     whole numbers and halves and div by powers of two; and the rest with names
     for any doubles, where noise may stand there for our 0.
   - Decimal literals: libxml2 adds up digits, which may miss the nearest
     double by its last bit.  Literals here are whole or binary fractions. */
#include "unit.h"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <math.h>
#include <string.h>
#include "expr_kit.h"

enum { N_EXPRESSIONS = 20000, N_NUMBERS = 5, MAX_ATOMS = 4 };

static const char *const names[N_NUMBERS] = {"a", "b", "c", "a-b", "scale"};

/* The two spellings of one expression. */
struct pair {
    struct buf ours; /* as XML */
    struct buf theirs;
    uint64_t seed;
    bool is_exact; /* only what doubles calculate exactly */
};

/* xorshift64*: the same everywhere. */
static uint32_t
draw(struct pair *pair, uint32_t n)
{
    pair->seed ^= pair->seed >> 12;
    pair->seed ^= pair->seed << 25;
    pair->seed ^= pair->seed >> 27;
    return (uint32_t)((pair->seed * 0x2545f4914f6cdd1dU) >> 33) % n;
}

static void
add(struct pair *pair, const char *text)
{
    buf_add_text(&pair->ours, text);
    buf_add_text(&pair->theirs, text);
}

/* ---- expressions ---- */

static void add_number(struct pair *pair, int depth);
static void add_truth(struct pair *pair, int depth);

static void
add_leaf(struct pair *pair)
{
    static const char *const literals[] = {"0",  "1",   "2",    "3",
                                           "10", "0.5", "2.25", "100"};
    if (draw(pair, 3) == 0) {
        add(pair, literals[draw(pair, N_ELEMENTS(literals))]);
        return;
    }
    const char *name = names[draw(pair, N_NUMBERS)];
    buf_add_text(&pair->ours, name);
    buf_addf(&pair->theirs, "$%s", name);
}

static void
add_unary(struct pair *pair, int depth)
{
    for (uint32_t n = draw(pair, 8); n > 5; n--)
        add(pair, n == 6 ? "-" : "- ");
    uint32_t shape = depth > 0 ? draw(pair, 6) : 5;
    if (shape > 2) {
        add_leaf(pair);
        return;
    }
    add(pair, shape == 0 ? "round(" : "(");
    add_number(pair, depth - 1);
    add(pair, ")");
}

static void
add_number(struct pair *pair, int depth)
{
    static const char *const exact[] = {
        " + ", " - ", " * ", " mod ", " div 2 + ", " div -4 - ", " div 8 * "};
    static const char *const any[] = {" + ", " - ", " * ", " div "};
    add_unary(pair, depth);
    for (uint32_t n = draw(pair, MAX_ATOMS); n > 0; n--) {
        add(pair, pair->is_exact ? exact[draw(pair, N_ELEMENTS(exact))]
                                 : any[draw(pair, N_ELEMENTS(any))]);
        add_unary(pair, depth);
    }
}

/* Two numbers compared; an equality only where no other stands beside it. */
static void
add_comparison(struct pair *pair, int depth, bool may_equal)
{
    static const char *const signs[][2] = {
        {"lt", "<"}, {"le", "<="}, {"gt", ">"},   {"ge", ">="},
        {">", ">"},  {">=", ">="}, {"&lt;", "<"}, {"&lt;=", "<="},
        {"=", "="},  {"!=", "!="}, {"eq", "="},   {"ne", "!="},
    };
    uint32_t sign =
        draw(pair, (uint32_t)N_ELEMENTS(signs) - (may_equal ? 0 : 4));
    add_number(pair, depth);
    buf_addf(&pair->ours, " %s ", signs[sign][0]);
    buf_addf(&pair->theirs, " %s ", signs[sign][1]);
    add_number(pair, depth);
}

static void
add_atom(struct pair *pair, int depth, bool may_equal)
{
    uint32_t shape = depth > 0 ? draw(pair, 5) : 4;
    if (shape > 1) {
        add_comparison(pair, depth - 1, may_equal);
        return;
    }
    add(pair, shape == 0 ? "not(" : "(");
    add_truth(pair, depth - 1);
    add(pair, ")");
}

static void
add_truth(struct pair *pair, int depth)
{
    static const char *const joins[] = {" and ", " or ", " = ", " != "};
    uint32_t join[MAX_ATOMS + 1] = {0};
    uint32_t n = 1 + draw(pair, MAX_ATOMS);
    for (uint32_t i = 1; i < n; i++)
        join[i] = draw(pair, N_ELEMENTS(joins));
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            add(pair, joins[join[i]]);
        add_atom(pair, depth, join[i] < 2 && (i + 1 == n || join[i + 1] < 2));
    }
}

/* ---- values ---- */

static double
draw_value(struct pair *pair)
{
    switch (draw(pair, pair->is_exact ? 2 : 4)) {
    case 0:
        return (double)draw(pair, 7) - 2;
    case 1:
        return ((double)draw(pair, 101) - 50) / 2;
    case 2:
        return ((double)draw(pair, 2001) - 1000) / 100;
    default:
        return ((double)draw(pair, 1U << 30) - 3e8) / 7e6;
    }
}

struct oracle {
    xmlDoc *doc;
    xmlXPathContext *context;
};

static void
keep_quiet(void *aux, const char *fmt, ...)
{
    (void)aux;
    (void)fmt;
}

static struct oracle
oracle_new(void)
{
    struct oracle oracle = {.doc = xmlNewDoc((const xmlChar *)"1.0")};
    xmlSetGenericErrorFunc(NULL, keep_quiet);
    oracle.context = xmlXPathNewContext(oracle.doc);
    assert_non_null(oracle.context);
    return oracle;
}

static void
oracle_free(struct oracle *oracle)
{
    xmlXPathFreeContext(oracle->context);
    xmlFreeDoc(oracle->doc);
    xmlSetGenericErrorFunc(NULL, NULL);
}

static double
oracle_value(struct oracle *oracle, const char *text, const double *values,
             enum expr_type type)
{
    for (size_t i = 0; i < N_NUMBERS; i++)
        xmlXPathRegisterVariable(oracle->context, (const xmlChar *)names[i],
                                 xmlXPathNewFloat(values[i]));
    xmlXPathObject *result =
        xmlXPathEvalExpression((const xmlChar *)text, oracle->context);
    if (!result)
        fail_msg("XPath refuses '%s'", text);
    bool is_truth = type == EXPR_TRUTH;
    assert_int_equal(result->type, is_truth ? XPATH_BOOLEAN : XPATH_NUMBER);
    double value = is_truth ? (double)result->boolval : result->floatval;
    xmlXPathFreeObject(result);
    return value;
}

/* ---- comparing ---- */

struct tally {
    size_t n_known;
    size_t n_true;
    size_t n_false;
    size_t n_distinct_numbers;
};

static void
compare(struct pair *pair, struct oracle *oracle, enum expr_type type,
        struct tally *tally)
{
    struct kit kit = kit_new();
    double values[N_NUMBERS];
    struct expr_value operands[N_NUMBERS];
    const char *text = buf_text(&pair->ours);
    const struct expr *expr = expr_compile(kit_element(&kit, text), "x", type,
                                           &kit_scope, kit.arena, kit.diag);
    if (!expr)
        fail_msg("'%s' is refused: %s", text, diag_get(kit.diag, 0)->detail);
    for (size_t i = 0; i < N_NUMBERS; i++)
        values[i] = draw_value(pair);
    size_t n;
    const struct expr_operand *list = expr_operands(expr, &n);
    for (size_t i = 0; i < n; i++)
        operands[i] = (struct expr_value){.number = values[list[i].idx]};
    struct expr_value got = expr_run(expr, operands);
    double want = oracle_value(oracle, buf_text(&pair->theirs), values, type);
    if (got.state == EXPR_KNOWN) {
        bool is_noise = !pair->is_exact && got.number == 0 && fabs(want) < 1e-9;
        if (got.number != want && !is_noise)
            fail_msg("'%s' is %.17g, XPath says %.17g", text, got.number, want);
        tally->n_known++;
        tally->n_true += type == EXPR_TRUTH && want == 1;
        tally->n_false += type == EXPR_TRUTH && want == 0;
        tally->n_distinct_numbers += type == EXPR_NUMBER && want != 0;
    }
    kit_free(&kit);
}

static void
test_against_xpath(void **state)
{
    struct pair pair = {.seed = 19991116};
    struct oracle oracle = oracle_new();
    struct tally tally = {0};
    (void)state;
    for (int i = 0; i < N_EXPRESSIONS; i++) {
        pair.is_exact = draw(&pair, 3) > 0;
        bool is_truth = pair.is_exact && draw(&pair, 4) > 0;
        buf_empty(&pair.ours);
        buf_empty(&pair.theirs);
        if (is_truth)
            add_truth(&pair, 2);
        else
            add_number(&pair, 2);
        compare(&pair, &oracle, is_truth ? EXPR_TRUTH : EXPR_NUMBER, &tally);
    }
    print_message("# %zu known, %zu true, %zu false, %zu numbers but 0\n",
                  tally.n_known, tally.n_true, tally.n_false,
                  tally.n_distinct_numbers);
    assert_true(tally.n_known > N_EXPRESSIONS * 8 / 10);
    assert_true(tally.n_true > 2000 && tally.n_false > 2000);
    assert_true(tally.n_distinct_numbers > 5000);
    oracle_free(&oracle);
    buf_clear(&pair.ours);
    buf_clear(&pair.theirs);
}

UNIT_MAIN(cmocka_unit_test(test_against_xpath))
