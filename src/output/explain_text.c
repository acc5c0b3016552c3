/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An explanation from head to foot; see explain_text.h.  Answers and arithmetic
   are in explain_parts.c, published figures in explain_norm.c and
   explain_change.c. */
#include "output/explain_text.h"

#include <string.h>
#include "base/num.h"
#include "base/utf8.h"
#include "base/words.h"
#include "output/explain_change.h"
#include "output/explain_course.h"
#include "output/explain_parts.h"
#include "output/explain_sheet.h"
#include "score/judge.h"

enum { GAP = 3 };

/* ---- the head ---- */

/* The first 16 digits of a digest in fours, as they are read aloud. */
static void
add_digest(struct sheet *sheet, const struct digest *digest)
{
    for (int i = 0; i < 16; i += 4)
        sheet_add(sheet, "%s%.4s", i ? " " : "", digest->hex + i);
}

static void
add_who(struct sheet *sheet, const struct explanation *explanation)
{
    if (explanation->client[0])
        sheet_add(sheet, "%s", explanation->client);
    else
        sheet_add(sheet, "row %zu", explanation->number);
    if (explanation->session[0])
        sheet_add(sheet, ", session %s", explanation->session);
    if (explanation->date_days == DATE_NONE)
        return;
    sheet_add(sheet, ", ");
    words_add_date(&sheet->line, LANG_EN, explanation->date_days);
}

static void
add_head(struct sheet *sheet, const struct explanation *explanation)
{
    const struct instrument *instrument = explanation->instrument;
    add_who(sheet, explanation);
    sheet_add(sheet, "%s%s edition %d (", sheet->is_plain ? "; " : " · ",
              instrument->id, (int)instrument->edition);
    add_digest(sheet, &instrument->digest);
    if (explanation->wording) {
        bool is_shown = instrument->wording_digest.hex[0];
        sheet_add(sheet, "; %s in %s ", is_shown ? "words" : "answered",
                  explanation->wording->lang);
        add_digest(sheet, &explanation->wording->digest);
    }
    sheet_add(sheet, ")");
    if (explanation->edition && explanation->edition != instrument->edition)
        sheet_add(sheet, "; the row is of edition %d",
                  (int)explanation->edition);
    sheet_end_flush(sheet);
}

/* ---- what it means ---- */

static const char *
band_text(const struct scale *scale, int band)
{
    if (band < 0)
        return "none";
    return scale->bands[band].label ? scale->bands[band].label
                                    : scale->bands[band].id;
}

/* A score that is shown with the digits of the next band's start says so. */
static void
add_band_above(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    double value = judge_rounded(scale, explained->score.value);
    size_t next = (size_t)(explained->score.band + 1);
    if (next >= scale->n_bands)
        return;
    double from = decimal_value(scale->bands[next].from);
    int decimals = judge_decimals(value, from, scale->decimals);
    if (decimals == scale->decimals)
        return;
    sheet_add(sheet, "; ");
    sheet_add_fixed(sheet, value, decimals);
    sheet_add(sheet, " is below ");
    sheet_add_decimal(sheet, scale->bands[next].from);
}

static void
add_band(struct sheet *sheet, const struct explained_scale *explained)
{
    const struct scale *scale = explained->scale;
    bool is_scored = explained->score.why == WHY_SCORED;
    bool is_open = explained->bands.low != explained->bands.high;
    if (!judge_tells_bands(scale) || !(is_scored || is_open))
        return;
    if (is_scored) {
        sheet_add(sheet, "%s (from ", band_text(scale, explained->score.band));
        if (explained->score.band >= 0)
            sheet_add_decimal(sheet, scale->bands[explained->score.band].from);
        add_band_above(sheet, explained);
        sheet_add(sheet, ")%s", is_open ? "; " : "");
    }
    if (is_open)
        sheet_add(sheet, "with the blank%s %s to %s",
                  explained->n_blanks == 1 ? "" : "s",
                  band_text(scale, explained->bands.low),
                  band_text(scale, explained->bands.high));
    sheet_end(sheet, "band");
}

/* ---- a scale ---- */

static void
add_scale(struct sheet *sheet, const struct explained_scale *explained,
          const struct person *person)
{
    const struct scale *scale = explained->scale;
    sheet_blank(sheet);
    sheet_add(sheet, "%s", scale->id);
    sheet_tab(sheet, sheet_width(sheet) + GAP);
    sheet_add(sheet, "%s: ", scale->title);
    explain_add_rule(scale, &sheet->line);
    sheet_end_flush(sheet);
    explain_add_parts(sheet, explained);
    add_band(sheet, explained);
    explain_add_cutoffs(sheet, explained);
    explain_add_standing(sheet, explained, person);
    explain_add_error(sheet, explained);
    explain_add_change(sheet, explained);
    explain_add_course(sheet, explained);
}

/* ---- classes and alerts ---- */

static const char *
case_label(const struct class_case *one)
{
    return one->label ? one->label : one->id;
}

/* The cases up to the one that decides, each with its test. */
static void
add_class(struct sheet *sheet, const struct explained_class *explained)
{
    const struct class *class = explained->class;
    const struct class_result *result = &explained->result;
    sheet_blank(sheet);
    sheet_add(sheet, "%s", class->id);
    sheet_tab(sheet, sheet_width(sheet) + GAP);
    sheet_add(sheet, "%s: ", class->title);
    if (result->which >= 0)
        sheet_add(sheet, "%s", case_label(&class->cases[result->which]));
    else
        sheet_add(sheet, "none: %s", why_text(result->why));
    sheet_end_flush(sheet);
    for (int i = 0; i < (int)class->n_cases; i++) {
        const struct class_case *one = &class->cases[i];
        if (one->test_text)
            sheet_add(sheet, "%s: %s: %s: %s", one->id, one->test_text,
                      explained->filled[i],
                      i == result->which        ? "holds"
                      : i == result->stopped_at ? "cannot be decided"
                                                : "does not hold");
        else
            sheet_add(sheet, "%s: otherwise", one->id);
        sheet_end_bare(sheet);
        if (i == result->which || i == result->stopped_at)
            break;
    }
}

static void
add_class_range(struct sheet *sheet, const struct explained_class *explained)
{
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

static void
add_alert(struct sheet *sheet, const struct explained_alert *explained)
{
    const struct alert_result *result = &explained->result;
    sheet_add(sheet, "%s: ", explained->alert->id);
    if (result->unanswered != ANSWERED)
        sheet_add(sheet, "%s %s; ", explained->item->id,
                  contributions_kind_text(result->unanswered));
    sheet_add(sheet, "%s: %s: %s", alert_state_text(result->state),
              explained->alert->when_text, explained->filled);
    sheet_end(sheet, "alert");
    if (!explained->alert->text)
        return;
    sheet_add(sheet, "%s", explained->alert->text);
    sheet_end(sheet, "");
}

static void
add_alerts(struct sheet *sheet, const struct explanation *explanation)
{
    bool is_first = true;
    for (size_t i = 0; i < explanation->n_alerts; i++) {
        if (!explain_alert_speaks(&explanation->alerts[i]))
            continue;
        if (is_first)
            sheet_blank(sheet);
        is_first = false;
        add_alert(sheet, &explanation->alerts[i]);
    }
}

/* ---- what was written ---- */

/* Each line of it below the one before. */
static void
add_own_words(struct sheet *sheet, const char *written, size_t column)
{
    struct buf line = {0};
    for (const char *rest = written; *rest;) {
        size_t len = strcspn(rest, "\n");
        utf8_add_shown(&line, (struct str){rest, len});
        sheet_tab(sheet, column);
        sheet_add(sheet, "%s", buf_text(&line));
        sheet_end_bare(sheet);
        buf_empty(&line);
        rest += len + (rest[len] == '\n');
    }
    buf_clear(&line);
}

static void
add_words(struct sheet *sheet, const struct explanation *explanation)
{
    size_t id = 0;
    for (size_t i = 0; i < explanation->n_words; i++) {
        size_t len = strlen(explanation->words[i].item->id);
        id = len > id ? len : id;
    }
    if (explanation->n_words) {
        sheet_blank(sheet);
        sheet_add(sheet, "in their own words");
        sheet_end_flush(sheet);
    }
    for (size_t i = 0; i < explanation->n_words; i++) {
        sheet_add(sheet, "%s", explanation->words[i].item->id);
        add_own_words(sheet, explanation->words[i].text, id + GAP);
    }
}

/* ---- the whole ---- */

static void
add_unread(struct sheet *sheet, enum row_state state)
{
    static const enum why whys[] = {
        [ROW_BROKEN] = WHY_BROKEN_ROW,
        [ROW_OTHER_INSTRUMENT] = WHY_OTHER_INSTRUMENT,
        [ROW_OTHER_EDITION] = WHY_OTHER_EDITION,
        [ROW_OTHER_CODING] = WHY_OTHER_CODING,
    };
    sheet_blank(sheet);
    sheet_add(sheet, "not scored: %s", why_text(whys[state]));
    sheet_end_flush(sheet);
}

void
explain_add_text(const struct explanation *explanation, bool is_plain,
                 struct buf *out)
{
    struct sheet sheet = {.out = out, .is_plain = is_plain};
    add_head(&sheet, explanation);
    if (explanation->state != ROW_TO_SCORE) {
        add_unread(&sheet, explanation->state);
        sheet_clear(&sheet);
        return;
    }
    add_alerts(&sheet, explanation);
    add_words(&sheet, explanation);
    for (size_t i = 0; i < explanation->n_scales; i++)
        add_scale(&sheet, &explanation->scales[i], &explanation->person);
    for (size_t i = 0; i < explanation->n_classes; i++) {
        add_class(&sheet, &explanation->classes[i]);
        add_class_range(&sheet, &explanation->classes[i]);
    }
    sheet_clear(&sheet);
}
