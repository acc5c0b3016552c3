/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An explanation in one line; see working.h.  explain_text.c says the same at
   length. */
#include "output/working.h"

#include "base/num.h"
#include "instrument/grammar.h"
#include "instrument/method.h"
#include "output/explain_tree.h"

struct working {
    struct buf *out;
    int decimals; /* of the result; -1: the shortest digits */
};

static void tell_inside(struct working *line, const struct node *node);

/* ---- parts ---- */

static void
add_member(const struct scale *scale, const struct contribution *part,
           struct buf *out)
{
    buf_addf(out, "%s ", part->item->id);
    if (part->kind != ANSWERED) {
        buf_add_text(out, contributions_kind_texts[part->kind]);
        return;
    }
    if (part->reversed) {
        num_add(out, part->lo + part->hi);
        buf_add_text(out, " - ");
        num_add(out, part->coded);
        buf_add_text(out, " = ");
    }
    num_add(out, part->keyed);
    if (method_of(scale)->term == TERM_SHARE) {
        buf_add_text(out, " in ");
        num_add(out, part->lo);
        buf_add_text(out, "..");
        num_add(out, part->hi);
    }
    if (part->weight != 1) {
        buf_add_text(out, " * ");
        num_add(out, part->weight);
        buf_add_text(out, " = ");
        num_add(out, part->weight * part->keyed);
    }
}

static void
add_operand(const struct contribution *part, struct buf *out)
{
    const struct score *of_scale = &part->of_scale;
    contributions_add_name(part, out);
    buf_add_char(out, ' ');
    if (part->scale && of_scale->why == WHY_SCORED)
        num_add(out, of_scale->value);
    else if (part->scale)
        buf_add_text(out, why_text(of_scale->why));
    else if (part->has_score)
        num_add(out, part->score);
    else
        buf_add_text(out, contributions_missing_text(part));
}

static void
tell_part(struct working *line, const struct node *node)
{
    const struct scale *scale = node->scale->scale;
    if (method_has_items(scale))
        add_member(scale, node->part, line->out);
    else
        add_operand(node->part, line->out);
    buf_add_text(line->out, node->next ? ", " : "; ");
}

/* ---- what is made of them ---- */

static void
add_combined(const struct explained_scale *explained, struct buf *out)
{
    const struct scale *scale = explained->scale;
    const struct score *score = &explained->score;
    buf_addf(out, "%s of %d answered of %d", method_of(scale)->word,
             score->answered, score->items);
    if (scale->count_if_text)
        buf_addf(out, " that are %s", scale->count_if_text);
    if (score->why == WHY_TOO_FEW)
        buf_addf(out, " (%zu needed)", explained->needed);
    if (scale->prorate && score->prorated)
        buf_addf(out, ", prorated %s", grammar_prorates[scale->prorate - 1]);
    else if (method_blanks(scale) == BLANKS_PRORATED && score->prorated)
        buf_addf(out, ", times %zu / %d", scale->n_members, score->answered);
    if (scale->blanks)
        buf_add_text(out, ", blanks as 0");
}

static void
tell_result(struct working *line, const struct node *node)
{
    const struct explained_scale *explained = node->scale;
    const struct score *score = &explained->score;
    if (method_has_items(explained->scale))
        add_combined(explained, line->out);
    else
        buf_add_text(line->out, explained->scale->formula_text);
    if (score->why == WHY_SCORED) {
        buf_add_text(line->out, " = ");
        if (explained->scale->metric) {
            num_add(line->out, explained->raw);
            buf_addf(line->out, "; table %s: ", explained->scale->metric->id);
        }
        num_add_shown(line->out, score->value, line->decimals);
    } else {
        buf_addf(line->out, ": %s", why_text(score->why));
    }
}

/* ---- classes and alerts ---- */

static void
add_test(const struct explained_test *test, struct buf *out)
{
    for (size_t i = 0; i < test->n_parts; i++) {
        add_operand(&test->parts[i], out);
        buf_add_text(out, i + 1 < test->n_parts ? ", " : "; ");
    }
    buf_add_text(out, test->text ? test->text : "otherwise");
}

static void
tell_cases(struct working *line, const struct node *node)
{
    const struct explained_class *class = node->class;
    const struct class_result *result = &class->result;
    size_t n = explain_n_cases(class);
    for (size_t i = 0; i < n; i++) {
        bool is_stop = (int)i == result->stopped_at;
        add_test(&class->tests[i], line->out);
        buf_addf(line->out, ": %s%s",
                 (int)i == result->which ? class->class->cases[i].id
                 : is_stop               ? why_text(result->why)
                                         : "no",
                 i + 1 < n ? "; " : "");
    }
    if (result->which < 0 && result->stopped_at < 0)
        buf_addf(line->out, "; %s", why_text(result->why));
}

static void
tell_alert(struct working *line, const struct node *node)
{
    const struct alert_result *result = &node->alert->result;
    add_test(&node->alert->test, line->out);
    buf_addf(line->out, ": %s", alert_states[result->state].text);
    if (result->why != WHY_SCORED)
        buf_addf(line->out, ", %s", why_text(result->why));
}

/* ---- the line ---- */

static void (*const tell[N_NODES])(struct working *, const struct node *) = {
#define NODE(KIND, within, reader, text, client, line) [NODE_##KIND] = line,
#include "output/explain_nodes.def"
};

static void
tell_inside(struct working *line, const struct node *node)
{
    for (const struct node *child = node->inside; child; child = child->next)
        if (tell[child->kind])
            tell[child->kind](line, child);
}

void
working_add(const struct worked_row *worked, enum expected what, size_t idx,
            int decimals, struct buf *out)
{
    static const enum node_kind kinds[] = {[EXPECTED_SCALE] = NODE_SCALE,
                                           [EXPECTED_CLASS] = NODE_CLASS,
                                           [EXPECTED_ALERT] = NODE_ALERT};
    enum node_kind kind = kinds[what];
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct working line = {out, decimals};
    const struct node *row =
        explain_tree(explain_row(worked, arena), READER_CLINICIAN, arena);
    const struct node *one = NULL;
    for (const struct node *list = row->inside; list && !one; list = list->next)
        one = node_find(list, kind);
    while (idx--)
        one = one->next;
    tell[kind](&line, one);
}
