/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every answer of one session beside the one before; what has changed stands
   out. */
#include "report/block.h"

#include <math.h>
#include <string.h>
#include "instrument/instrument.h"

#define ROW_PT 12.5
#define TEXT_UP_PT 3.4
#define GAP_PT 10.0
#define ANSWER_PT 104.0
#define LINES 4.4 /* of a long text, about */

struct row {
    const char *texts[3]; /* question, before, now; before may be NULL */
    bool is_changed;
    bool is_head;
};

struct sheet {
    const struct layout *layout;
    const struct instrument *instrument;
    const struct session *now;
    const struct session *before; /* NULL: none */
    const char *labels[2];        /* of these two */
    double xs[3];
    double widths[3];
};

static const struct drawing *
draw_row(const struct sheet *sheet, const struct row *row)
{
    const struct layout *layout = sheet->layout;
    struct font fonts[3];
    const char *texts[3];
    double height = ROW_PT;

    for (int i = 0; i < 3; i++) {
        fonts[i] = look_font(row->is_head                ? FONT_COLUMN
                             : i == 2 && row->is_changed ? FONT_NAME
                                                         : FONT_CELL);
        texts[i] =
            layout_fit(layout, fonts[i], row->texts[i] ? row->texts[i] : "",
                       LINES * sheet->widths[i]);
        height = fmax(
            height,
            ROW_PT
                + layout_height_pt(layout, fonts[i], texts[i], sheet->widths[i])
                - layout_height_pt(layout, fonts[i], "", sheet->widths[i]));
    }
    struct pen pen = layout_pen(layout, height);
    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    for (int i = 0; i < 3; i++)
        layout_part(layout, &pen, row->is_head ? ROLE_HEADER_CELL : ROLE_CELL,
                    (struct pen_column){
                        sheet->xs[i], ROW_PT - TEXT_UP_PT, sheet->widths[i],
                        row->is_head || i == 1 ? COLOR_SOFT : COLOR_INK},
                    texts[i], fonts[i], ALIGN_START);
    drawing_end(pen.drawing);
    layout_rule_off(layout, &pen, row->is_head ? COLOR_RULE : COLOR_HAIRLINE);
    return pen.drawing;
}

static struct row
row_of(const struct sheet *sheet, size_t item_idx)
{
    struct tongue tongue = sheet->layout->tongue;
    const struct item *item = &sheet->instrument->items[item_idx];
    const struct given *now = &sheet->now->given[item_idx];
    const struct given *before =
        sheet->before ? &sheet->before->given[item_idx] : NULL;
    const char *number =
        sentence_item_number(tongue, sheet->instrument, item_idx);
    struct row row = {
        .texts = {item->text ? SENTENCE(tongue, WORD_NUMBERED_QUESTION, number,
                                        item->text)
                             : number,
                  before ? sentence_answer(tongue, before) : NULL,
                  sentence_answer(tongue, now)},
    };

    row.is_changed = before && strcmp(row.texts[1], row.texts[2]) != 0;
    if (row.is_changed)
        row.texts[2] = SENTENCE(tongue, WORD_ANSWER_CHANGED, row.texts[2]);
    return row;
}

static void
add_section(const struct sheet *sheet, const struct section *section)
{
    const struct layout *layout = sheet->layout;
    enum language language = layout->tongue.language;
    struct row head = {
        .texts = {section->title ? section->title
                                 : word_in(language, WORD_QUESTION_COLUMN),
                  sheet->labels[0], sheet->labels[1]},
        .is_head = true,
    };
    struct flow_box box =
        layout_table(layout, head.texts[0], draw_row(sheet, &head),
                     LOOK_SUBHEADING_GAP_PT, false);

    for (size_t i = 0; i < section->n_items; i++) {
        struct row row = row_of(sheet, section->first_item + i);

        box.drawing = draw_row(sheet, &row);
        flow_add(layout->flow, box);
    }
}

static void
add_topic(const struct layout *layout, const struct topic *topic)
{
    const struct history *history = topic->history;
    size_t n = history->n_sessions;
    double question_pt = layout->width_pt - 2 * (ANSWER_PT + GAP_PT);
    struct sheet sheet = {
        .layout = layout,
        .instrument = history->instrument,
        .now = &history->sessions[n - 1],
        .before = n > 1 ? &history->sessions[n - 2] : NULL,
        .xs = {0, question_pt + GAP_PT, question_pt + ANSWER_PT + 2 * GAP_PT},
        .widths = {question_pt, ANSWER_PT, ANSWER_PT},
    };

    if (!sheet.now->given)
        return;
    for (size_t i = 0; i < 2; i++) {
        const char *label =
            n + i > 1 ? subject_label(layout->subject, topic, n + i - 2) : NULL;

        sheet.labels[i] =
            label ? SENTENCE(layout->tongue, WORD_SESSION_ALONE, label) : NULL;
    }
    layout_subheading(layout, history->instrument->title);
    for (size_t i = 0; i < history->instrument->n_sections; i++)
        add_section(&sheet, &history->instrument->sections[i]);
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;

    if (!subject->n_topics || subject->kind != KIND_SESSION)
        return;
    layout_heading(layout, block_heading(block, layout, WORD_ANSWERS));
    for (size_t i = 0; i < subject->n_topics; i++)
        add_topic(layout, &subject->topics[i]);
}

const struct block_class block_answers = {
    .name = "answers", .build = build, .is_for_clinician = true};
