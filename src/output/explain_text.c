/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An explanation from head to foot; answers and arithmetic are in
   explain_parts.c, what the score is held against in explain_figures.c and
   explain_change.c, how a line is written in explain_sheet.c. */
#include "output/explain_sheet.h"

#include <inttypes.h>
#include <string.h>
#include "base/num.h"
#include "base/utf8.h"
#include "instrument/method.h"
#include "score/kernel.h"

static void tell_child(struct sheet *sheet, const struct node *node);

/* ---- the head ---- */

/* The first 16 digits of a digest in fours, as they are read aloud. */
static void
add_digest(struct sheet *sheet, const struct digest *digest)
{
    for (int i = 0; i < 16; i += 4)
        sheet_add(sheet, "%s%.4s", i ? " " : "", digest->hex + i);
}

static void
add_who(struct sheet *sheet, const struct explanation *row)
{
    if (row->client[0])
        sheet_add(sheet, "%s", row->client);
    else
        sheet_add(sheet, "row %zu", row->number);
    if (row->session[0])
        sheet_add(sheet, ", session %s", row->session);
    if (row->date_days == DATE_NONE)
        return;
    sheet_add(sheet, ", ");
    words_add_date(&sheet->line, LANG_EN, row->date_days);
}

static void
add_head(struct sheet *sheet, const struct explanation *row)
{
    const struct instrument *instrument = row->instrument;
    add_who(sheet, row);
    sheet_add(sheet, " · %s edition %d (", instrument->id,
              (int)instrument->edition);
    add_digest(sheet, &instrument->digest);
    if (row->wording) {
        bool is_shown = instrument->wording_digest.hex[0];
        sheet_add(sheet, "; %s in %s ", is_shown ? "words" : "answered",
                  row->wording->lang);
        add_digest(sheet, &row->wording->digest);
    }
    sheet_add(sheet, ")");
    if (row->edition && row->edition != instrument->edition)
        sheet_add(sheet, "; the row is of edition %d", (int)row->edition);
    sheet_end_flush(sheet);
}

static void
tell_row(struct sheet *sheet, const struct node *node)
{
    static const enum node_kind order[] = {
        NODE_ALERTS, NODE_WORDS, NODE_AMENDED, NODE_SCALES, NODE_CLASSES};
    add_head(sheet, node->row);
    if (node->row->state == ROW_TO_SCORE) {
        for (size_t i = 0; i < N_ELEMENTS(order); i++)
            tell_child(sheet, node_find(node, order[i]));
        return;
    }
    sheet_blank(sheet);
    sheet_add(sheet, "not scored: %s", why_text(kernel_whys[node->row->state]));
    sheet_end_flush(sheet);
}

/* ---- a scale ---- */

static void
add_needs(struct sheet *sheet, const struct scale *scale)
{
    const struct min_answered *min = &scale->min_answered;
    if (min->all || (method_needs_alike(scale) && !scale->can_prorate))
        sheet_add(sheet, ", all answered");
    else if (!min->is_share)
        sheet_add(sheet, ", at least %" PRId64 " answered", min->ratio.num);
    else if (min->ratio.den == 100)
        sheet_add(sheet, ", at least %" PRId64 " %% answered", min->ratio.num);
    else
        sheet_add(sheet, ", at least %" PRId64 " of every %" PRId64 " answered",
                  min->ratio.num, min->ratio.den);
    if (scale->not_applicable == NOT_APPLICABLE_EXCLUDED)
        sheet_add(sheet, " of those that apply");
    struct buf blanks SCOPED(buf_clear) = {0};
    scale_add_blanks(scale, "; ", &blanks);
    sheet_add(sheet, "%s", buf_text(&blanks));
}

/* "mean of 3 items, at least 2 answered" */
static void
add_rule(struct sheet *sheet, const struct scale *scale)
{
    const char *of = method_of(scale)->of;
    if (!method_has_items(scale)) {
        sheet_add(sheet, "%s %s", of, scale->formula_text);
        return;
    }
    sheet_add(sheet, "%s %zu item%s", of, scale->n_members,
              scale->n_members == 1 ? "" : "s");
    if (scale->count_if_text)
        sheet_add(sheet, " that are %s", scale->count_if_text);
    add_needs(sheet, scale);
}

static void
add_title(struct sheet *sheet, const char *id, const char *title)
{
    sheet_blank(sheet);
    sheet_add(sheet, "%s", id);
    sheet_tab(sheet, sheet_width(sheet) + SHEET_GAP);
    sheet_add(sheet, "%s: ", title);
}

static void
tell_scale(struct sheet *sheet, const struct node *node)
{
    const struct scale *scale = sheet->scale = node->scale->scale;
    add_title(sheet, scale->id, scale->title);
    add_rule(sheet, scale);
    sheet_end_flush(sheet);
    text_inside(sheet, node);
}

static void
tell_course(struct sheet *sheet, const struct node *node)
{
    const struct course *course = &node->scale->course;
    /* A single score has no course, and that it is one is told by the
       change. */
    if (node->scale->has_verdict && node->scale->score.why == WHY_SCORED
        && course->n_scores + course->n_undated >= 2)
        text_inside(sheet, node);
}

/* Which of the partner's scores stands beside it, where that is not the same
   scale's. */
static void
tell_counterpart(struct sheet *sheet, const struct node *node)
{
    const struct scale *scale = node->scale->scale;
    const struct scale *beside =
        &node->row->instrument->scales[scale->counterpart];
    if (!scale->counterpart_id || node->scale->score.why != WHY_SCORED)
        return;
    sheet_line(sheet, "partner", "beside it stands the partner's %s%s%s",
               beside->id, beside->title ? ": " : "",
               beside->title ? beside->title : "");
}

/* ---- classes and alerts ---- */

static const char *
case_label(const struct class_case *one)
{
    return one->label ? one->label : one->id;
}

static void
tell_class(struct sheet *sheet, const struct node *node)
{
    const struct class *class = node->class->class;
    const struct class_result *result = &node->class->result;
    add_title(sheet, class->id, class->title);
    if (result->which >= 0)
        sheet_add(sheet, "%s", case_label(&class->cases[result->which]));
    else
        sheet_add(sheet, "none: %s", why_text(result->why));
    sheet_end_flush(sheet);
    text_inside(sheet, node);
}

/* Each with its test, up to the one that decides. */
static void
tell_cases(struct sheet *sheet, const struct node *node)
{
    const struct class *class = node->class->class;
    const struct class_result *result = &node->class->result;
    for (size_t i = 0; i < explain_n_cases(node->class); i++) {
        const struct explained_test *test = &node->class->tests[i];
        if (test->text)
            sheet_add(sheet, "%s: %s: %s: %s", class->cases[i].id, test->text,
                      test->filled,
                      (int)i == result->which        ? "holds"
                      : (int)i == result->stopped_at ? "cannot be decided"
                                                     : "does not hold");
        else
            sheet_add(sheet, "%s: otherwise", class->cases[i].id);
        sheet_end_bare(sheet);
    }
}

static void
tell_possible(struct sheet *sheet, const struct node *node)
{
    const struct explained_class *explained = node->class;
    const char *gap = "";
    size_t n = 0;
    for (size_t i = 0; i < explained->class->n_cases; i++)
        n += explained->can_be[i];
    if (n < 2)
        return;
    sheet_add(sheet, "the blanks could make it ");
    for (size_t i = 0; i < explained->class->n_cases; i++) {
        if (!explained->can_be[i])
            continue;
        sheet_add(sheet, "%s%s", gap, case_label(&explained->class->cases[i]));
        gap = ", ";
    }
    sheet_end_bare(sheet);
}

/* Those of which there is something to tell: they fire, could not be judged, or
   their item is a blank that is to be listed. */
static bool
speaks(const struct explained_alert *alert)
{
    return alert_notice_of(&alert->result) != NOTICE_NONE;
}

static void
tell_alerts(struct sheet *sheet, const struct node *node)
{
    const struct node *alert = node->inside;
    while (alert && !speaks(alert->alert))
        alert = alert->next;
    if (alert)
        sheet_blank(sheet);
    text_inside(sheet, node);
}

static void
tell_alert(struct sheet *sheet, const struct node *node)
{
    const struct explained_alert *explained = node->alert;
    const struct alert_result *result = &explained->result;
    if (!speaks(explained))
        return;
    sheet_add(sheet, "%s: ", explained->alert->id);
    if (result->unanswered != ANSWERED)
        sheet_add(sheet, "%s %s; ", explained->item->id,
                  contributions_kind_texts[result->unanswered]);
    sheet_line(sheet, "alert", "%s: %s: %s", alert_states[result->state].text,
               explained->test.text, explained->test.filled);
    if (explained->alert->text)
        sheet_line(sheet, "", "%s", explained->alert->text);
}

/* ---- what was written ---- */

/* Each line of it below the one before. */
static void
add_own_words(struct sheet *sheet, const char *written, size_t column)
{
    struct buf line SCOPED(buf_clear) = {0};
    for (const char *rest = written; *rest;) {
        size_t len = strcspn(rest, "\n");
        utf8_add_shown(&line, (struct str){rest, len});
        sheet_tab(sheet, column);
        sheet_add(sheet, "%s", buf_text(&line));
        sheet_end_bare(sheet);
        buf_empty(&line);
        rest += len + (rest[len] == '\n');
    }
}

static void
tell_words(struct sheet *sheet, const struct node *node)
{
    const struct explanation *row = node->row;
    size_t id = 0;
    if (!row->n_words)
        return;
    sheet_blank(sheet);
    sheet_add(sheet, "in their own words");
    sheet_end_flush(sheet);
    for (size_t i = 0; i < row->n_words; i++) {
        size_t len = strlen(row->words[i].item->id);
        id = len > id ? len : id;
    }
    for (size_t i = 0; i < row->n_words; i++) {
        sheet_add(sheet, "%s", row->words[i].item->id);
        add_own_words(sheet, row->words[i].text, id + SHEET_GAP);
    }
}

/* ---- what was corrected ---- */

static void
add_shown(struct sheet *sheet, struct str text)
{
    struct buf shown SCOPED(buf_clear) = {0};
    utf8_add_shown(&shown, text.len ? text : STR("nothing"));
    sheet_add(sheet, "%s", buf_text(&shown));
}

static void
tell_amended(struct sheet *sheet, const struct node *node)
{
    enum { DATE_LEN = 10 };
    const struct explanation *row = node->row;
    if (!row->n_amendments)
        return;
    sheet_blank(sheet);
    sheet_add(sheet, "corrected");
    sheet_end_flush(sheet);
    for (size_t i = 0; i < row->n_amendments; i++) {
        const struct amendment *amended = &row->amendments[i];
        struct str day = {amended->changed.bytes, DATE_LEN};
        add_shown(sheet, amended->changed.len < DATE_LEN ? STR("") : day);
        sheet_tab(sheet, DATE_LEN + SHEET_GAP);
        if (amended->column.len) {
            add_shown(sheet, amended->column);
            sheet_add(sheet, ": ");
            add_shown(sheet, amended->old);
            sheet_add(sheet, " became ");
            add_shown(sheet, amended->new);
        } else {
            sheet_add(sheet, "a doubled row was removed");
        }
        sheet_add(sheet, ": ");
        add_shown(sheet, amended->reason);
        sheet_end_bare(sheet);
    }
}

/* ---- the whole ---- */

static void (*const tell[N_NODES])(struct sheet *, const struct node *) = {
#define NODE(KIND, within, reader, text, client, line) [NODE_##KIND] = text,
#include "output/explain_nodes.def"
};

static void
tell_child(struct sheet *sheet, const struct node *node)
{
    if (tell[node->kind])
        tell[node->kind](sheet, node);
}

void
text_inside(struct sheet *sheet, const struct node *node)
{
    for (const struct node *child = node->inside; child; child = child->next)
        tell_child(sheet, child);
}

void
explain_add_text(const struct explanation *explanation, bool is_plain,
                 struct buf *out)
{
    struct sheet sheet = {
        .out = out, .is_plain = is_plain, .arena = arena_new()};
    tell_row(&sheet, explain_tree(explanation, READER_CLINICIAN, sheet.arena));
    buf_clear(&sheet.line);
    arena_free(sheet.arena);
}
