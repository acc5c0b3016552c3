/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of a plan, its keys, and how it prints. */
#include "unit.h"
#include "scoring.h"

#include <string.h>
#include "base/num.h"

static const char body[] =
    "<choices id='r'><choice value='1' score='0'>a</choice>"
    "<choice value='2' score='0.4'>b</choice>"
    "<choice value='3' score='1.1'>c</choice></choices>"
    "<range id='any' min='0' max='10'><low>l</low><high>h</high></range>"
    "<range id='grid' min='0.1' max='0.5' step='0.1'><low>l</low>"
    "<high>h</high></range>"
    "<section id='s' responses='r'><item id='a'><text>a</text></item>"
    "<item id='b' responses='any' private='yes'><text>b</text>"
    "<alert id='al' when='b ge 5'>Ask.</alert></item>"
    "<item id='c' responses='grid' relevant='a > 0'><text>c</text></item>"
    "</section>"
    "<scale id='last' method='formula' formula='first + twice' min='0'"
    " max='99' direction='neither'><title>L</title></scale>"
    "<scale id='twice' method='formula' formula='first * 2' min='0' max='50'"
    " direction='neither'><title>T</title></scale>"
    "<scale id='first' method='percent' items='a b*2.5 c' reversed='a b c'"
    " min-answered='2/3' not-applicable='excluded' direction='neither'>"
    "<title>F</title></scale>"
    "<scale id='own' method='count' items='a' count-if='ge 0.5'"
    " min-answered='1' direction='neither'><title>O</title></scale>"
    "<class id='kind'><when id='k1' test='own ge 1'>k</when>"
    "<otherwise id='k2'>o</otherwise></class>";

static const char dumped[] =
    "gate c: a > 0\n"
    "combine first: percent, min-answered 2/3, not applicable excluded\n"
    "    a 0..1.1 reversed: 1.1 0.7 0\n"
    "    b 0..10 * 2.5 reversed: any number\n"
    "    c 0.1..0.5 reversed: 0.5 0.4 0.3 0.2 0.1\n"
    "formula twice: first * 2, within 0..50\n"
    "formula last: first + twice, within 0..99\n"
    "combine own: count, min-answered 1, count-if ge 0.5\n"
    "    a 0..1.1: 0 0.4 1.1\n"
    "class kind\n"
    "    k1: own ge 1\n"
    "    k2: otherwise\n"
    "alert al of b: b ge 5, blanks are listed\n";

static void
dump_member(const struct plan *plan, const struct plan_member *member,
            struct buf *buf)
{
    buf_addf(buf, "    %s ", plan->instrument->items[member->item_idx].id);
    num_add(buf, member->lo);
    buf_add_text(buf, "..");
    num_add(buf, member->hi);
    if (member->weight != 1) {
        buf_add_text(buf, " * ");
        num_add(buf, member->weight);
    }
    if (member->reversed)
        buf_add_text(buf, " reversed");
    buf_add_text(buf, member->of->is_set ? ": counted among several"
                      : member->keyed    ? ":"
                                         : ": any number");
    for (size_t i = 0; i < member->n_keyed; i++) {
        buf_add_char(buf, ' ');
        num_add(buf, member->keyed[i]);
    }
    buf_add_char(buf, '\n');
}

static void
dump_combine(const struct plan *plan, const struct op *op, struct buf *buf)
{
    const struct scale *scale = &plan->instrument->scales[op->idx];
    buf_addf(buf, "combine %s: %s", op->name,
             scale_method_names[scale->method]);
    if (scale->min_answered_text)
        buf_addf(buf, ", min-answered %s", scale->min_answered_text);
    if (scale->count_if_text)
        buf_addf(buf, ", count-if %s", scale->count_if_text);
    if (scale->not_applicable == NOT_APPLICABLE_EXCLUDED)
        buf_add_text(buf, ", not applicable excluded");
    if (scale->not_applicable == NOT_APPLICABLE_COUNTED)
        buf_add_text(buf, ", not applicable counted");
    buf_add_char(buf, '\n');
    for (size_t i = 0; i < op->n_members; i++)
        dump_member(plan, &op->members[i], buf);
}

static void
dump_formula(const struct plan *plan, const struct op *op, struct buf *buf)
{
    const struct scale *scale = &plan->instrument->scales[op->idx];
    buf_addf(buf, "formula %s: %s, within ", op->name, scale->formula_text);
    num_add(buf, decimal_value(scale->min));
    buf_add_text(buf, "..");
    num_add(buf, decimal_value(scale->max));
    buf_add_char(buf, '\n');
}

static void
dump_class(const struct plan *plan, const struct op *op, struct buf *buf)
{
    const struct class *class = &plan->instrument->classes[op->idx];
    buf_addf(buf, "class %s\n", op->name);
    for (size_t i = 0; i < class->n_cases; i++) {
        const char *test = class->cases[i].test_text;
        buf_addf(buf, "    %s: %s\n", class->cases[i].id,
                 test ? test : "otherwise");
    }
}

static void
dump_alert(const struct plan *plan, const struct op *op, struct buf *buf)
{
    const struct plan_alert *alert = &plan->alerts[op->idx];
    buf_addf(buf, "alert %s of %s: %s%s\n", op->name,
             plan->instrument->items[alert->item_idx].id,
             alert->alert->when_text,
             alert->alert->lists_unanswered ? ", blanks are listed" : "");
}

/* The program, one operation a line, members indented below theirs. */
static void
dump_plan(const struct plan *plan, struct buf *buf)
{
    for (size_t i = 0; i < plan->n_ops; i++) {
        const struct op *op = &plan->ops[i];
        switch (op->code) {
        case OP_GATE:
            buf_addf(buf, "gate %s: %s\n", op->name,
                     plan->instrument->items[op->idx].relevant_text);
            break;
        case OP_COMBINE:
            dump_combine(plan, op, buf);
            break;
        case OP_FORMULA:
            dump_formula(plan, op, buf);
            break;
        case OP_CLASS:
            dump_class(plan, op, buf);
            break;
        case OP_ALERT:
            dump_alert(plan, op, buf);
            break;
        case N_OP_CODES:
            break;
        }
    }
}

static void
test_dump(void **state)
{
    struct scoring *s = scoring_open(body);
    struct buf buf = {0};
    (void)state;
    dump_plan(s->plan, &buf);
    assert_string_equal(buf_text(&buf), dumped);
    buf_clear(&buf);
    scoring_close(s);
}

static void
test_keyed(void **state)
{
    static const struct {
        struct plan_member member;
        double score;
        double want;
    } cases[] = {
        {{.lo = 0, .hi = 4}, 1, 1},
        {{.lo = 0, .hi = 4, .reversed = true}, 1, 3},
        {{.lo = 0, .hi = 1.1, .reversed = true, .decimals = 1}, 0.4, 0.7},
        {{.lo = 0, .hi = 100, .reversed = true, .decimals = 1}, 99.9, 0.1},
        {{.lo = -1, .hi = 1, .reversed = true, .decimals = 2}, 0.07, -0.07},
        {{.lo = 0, .hi = 1, .reversed = true, .decimals = -1}, 0.25, 0.75},
    };
    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        if (plan_keyed(&cases[i].member, cases[i].score) != cases[i].want)
            fail_msg("case %zu", i);
}

UNIT_MAIN(cmocka_unit_test(test_dump), cmocka_unit_test(test_keyed))
