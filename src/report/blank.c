/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections one behind the other; questions that are answered alike stand in
   rows under their choices, where these have room. */
#include "report/blank.h"

#include <math.h>
#include "base/num.h"
#include "instrument/instrument.h"
#include "report/block.h"
#include "report/condition.h"

#define NUMBER_PT 22.0 /* for the number of a question */
#define BOX_PT 12.0
#define BOX_RADIUS_PT 5.4
#define CODE_PT 6.0      /* the size of a code in its box, */
#define MOST_CODE_PT 8.4 /* where it is no wider than that */
#define LEAST_COLUMN_PT 30.0
#define MOST_COLUMN_PT 48.0
#define CHOICES_SHARE 0.58 /* of the width, for the boxes of a row */
#define ROW_AIR_PT 9.0     /* above and below a question, together */
#define WRITE_PT 20.0      /* from line to line, to write on */
#define FIELD_PT 18.0
#define FIELD_GAP_PT 8.0
#define FIELDS_PT (96 + 48 + 92 + 2 * FIELD_GAP_PT)
#define LINE_PT 250.0          /* of a range */
#define ENDS_PT 84.0           /* for the words at each end of it */
#define MOST_QUESTION_PT 240.0 /* that stand beside boxes */
#define HEAD_PT 20.0           /* the size of the title */

enum { MOST_STEPS = 11, TENTHS = 10, LEAST_LINES = 2 };

static const struct font code_font = {.size_pt = CODE_PT};
static const struct font text_font = {.size_pt = 8.5};
static const struct font rule_font = {.size_pt = 8.5,
                                      .weight = WEIGHT_SEMIBOLD};
static const struct font question_font = {.size_pt = 9};

struct blank {
    const struct layout *layout;
    const struct instrument *instrument;
    bool with_private;
    const char **numbers;              /* of the items; NULL: not printed */
    const struct response **responses; /* of the items, as they are printed */
};

/* ---- which questions ---- */

size_t
blank_withheld(const struct instrument *instrument)
{
    size_t n = 0;

    for (size_t i = 0; i < instrument->n_items; i++)
        n += instrument->items[i].is_private;
    return n;
}

/* Without a box for whoever would rather not say: a tick in it is a refusal for
   all to see, and a blank line is none (the page says that any may be left
   out). */
static const struct response *
printed(const struct response *response, struct arena *arena)
{
    struct response *copy;
    struct choice *choices;

    if (response->kind != RESPONSE_CHOICES)
        return response;
    copy = ARENA_NEW(arena, struct response);
    choices = ARENA_ARRAY(arena, response->n_choices, struct choice);
    *copy = *response;
    copy->choices = choices;
    copy->n_choices = 0;
    for (size_t i = 0; i < response->n_choices; i++)
        if (response->choices[i].missing != ANSWER_DECLINED)
            choices[copy->n_choices++] = response->choices[i];
    return copy;
}

/* Items that are answered alike stay so. */
static void
set_responses(struct blank *blank)
{
    const struct item *items = blank->instrument->items;
    size_t n = blank->instrument->n_items;

    blank->responses =
        ARENA_ARRAY(blank->layout->arena, n, const struct response *);
    for (size_t i = 0; i < n; i++) {
        size_t alike = 0;

        while (items[alike].response != items[i].response)
            alike++;
        blank->responses[i] =
            alike < i ? blank->responses[alike]
                      : printed(items[i].response, blank->layout->arena);
    }
}

/* The published numbers; a gap in them would tell that something is left out.
 */
static void
set_numbers(struct blank *blank)
{
    const struct instrument *instrument = blank->instrument;
    struct tongue tongue = blank->layout->tongue;
    bool is_whole = blank->with_private || !blank_withheld(instrument);
    size_t n = 0;

    blank->numbers =
        ARENA_ARRAY(tongue.arena, instrument->n_items, const char *);
    for (size_t i = 0; i < instrument->n_items; i++) {
        if (instrument->items[i].is_private && !blank->with_private)
            continue;
        n++;
        blank->numbers[i] = is_whole
                                ? sentence_item_number(tongue, instrument, i)
                                : sentence_count(tongue, n);
    }
}

static void
say(const struct blank *blank, const char *text, double space_pt)
{
    if (text)
        layout_text(blank->layout, text, text_font, COLOR_INK, space_pt);
}

/* What is told of the questions that follow is not left behind on a page. */
static void
introduce(const struct blank *blank, const char *text, struct font font)
{
    struct flow *flow = blank->layout->flow;

    if (!text)
        return;
    layout_text(blank->layout, text, font, COLOR_INK, LOOK_HEADING_GAP_PT);
    flow->boxes.items[flow->boxes.n - 1].keeps_with_next = true;
}

/* ---- parts of a question ---- */

struct question {
    const char *number;
    const char *text; /* "" where it stands above, since it is very long */
    const struct response *response;
};

/* As it is typed in, its sign before it in every script. */
static const char *
code_text(const struct blank *blank, double value)
{
    struct tongue tongue = blank->layout->tongue;

    return arena_printf(tongue.arena, "%s%s",
                        value < 0 && language_is_rtl(tongue.language) ? "\u200e"
                                                                      : "",
                        num_text(value, tongue.arena));
}

static const char *
choice_code(const struct blank *blank, const struct choice *choice)
{
    return code_text(blank, decimal_value(choice->value));
}

/* A box with its code, around 'middle'; a square where several may be ticked.
 */
static void
draw_box(const struct blank *blank, const struct pen *pen, struct point middle,
         const char *code, bool is_square)
{
    struct drawing *box = drawing_new(BOX_PT, BOX_PT, blank->layout->arena);
    double half = BOX_PT / 2;
    double r = BOX_RADIUS_PT - 0.4;
    double code_pt = layout_width_pt(blank->layout, code_font, code);
    struct font font = {.size_pt = CODE_PT * fmin(1, MOST_CODE_PT / code_pt)};
    const struct point corners[] = {{half - r, half - r},
                                    {half + r, half - r},
                                    {half + r, half + r},
                                    {half - r, half + r},
                                    {half - r, half - r}};
    struct stroke stroke = {COLOR_INK, 0.8, 0, 0};

    if (is_square)
        drawing_lines(box, corners, N_ELEMENTS(corners), stroke);
    else
        drawing_circle(box, (struct point){half, half}, BOX_RADIUS_PT,
                       COLOR_PAPER, stroke);
    drawing_text(box, (struct point){half, half + 0.36 * font.size_pt}, code,
                 font, COLOR_SOFT, ALIGN_MIDDLE);
    pen_add(pen, box, (struct point){middle.x - half, middle.y - half});
}

/* An empty field with its name above. */
static void
draw_field(const struct blank *blank, const struct pen *pen, struct point top,
           double width_pt, const char *name)
{
    struct drawing *field =
        drawing_new(width_pt, FIELD_PT, blank->layout->arena);
    const struct point corners[] = {
        {0, 0}, {width_pt, 0}, {width_pt, FIELD_PT}, {0, FIELD_PT}, {0, 0}};

    drawing_lines(field, corners, N_ELEMENTS(corners),
                  (struct stroke){COLOR_INK, 0.8, 0, 0});
    pen_add(pen, field, (struct point){top.x, top.y + 11});
    pen_text(pen, (struct point){top.x, top.y + 8}, name,
             look_font(FONT_COLUMN), COLOR_SOFT);
}

/* The question's number and text in a column so wide; returns the height. */
static double
question_pt(const struct blank *blank, const struct question *question,
            double width_pt)
{
    return layout_height_pt(blank->layout, question_font, question->text,
                            width_pt - NUMBER_PT);
}

static void
write_question(const struct pen *pen, const struct question *question,
               double width_pt, double top)
{
    pen_paragraph(pen, (struct pen_column){0, top, NUMBER_PT, COLOR_SOFT},
                  question->number, look_font(FONT_ASK), ALIGN_START);
    pen_paragraph(
        pen,
        (struct pen_column){NUMBER_PT, top, width_pt - NUMBER_PT, COLOR_INK},
        question->text, question_font, ALIGN_START);
}

/* The question alone, above what it is answered with. */
static void
add_question(const struct blank *blank, const struct question *question)
{
    double width = blank->layout->width_pt;
    struct pen pen = layout_pen(
        blank->layout, question_pt(blank, question, width) + ROW_AIR_PT);

    drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
    write_question(&pen, question, width, ROW_AIR_PT / 2);
    drawing_end(pen.drawing);
    layout_put(blank->layout, &pen, (struct flow_box){.keeps_with_next = true});
}

/* ---- choices in columns ---- */

static double
column_pt(const struct blank *blank, const struct response *response)
{
    return fmin(MOST_COLUMN_PT, CHOICES_SHARE * blank->layout->width_pt
                                    / (double)response->n_choices);
}

/* Whether every word of a label fits a column, and a few lines hold it. */
static bool
fits_column(const struct blank *blank, const char *label, double width_pt)
{
    struct font font = look_font(FONT_COLUMN);
    struct str rest = str_from(label);
    struct str word;

    while (str_next_word(&rest, &word))
        if (layout_width_pt(blank->layout, font,
                            arena_text(blank->layout->arena, word))
            > width_pt - 3)
            return false;
    return layout_height_pt(blank->layout, font, label, width_pt - 3)
           <= 5 * font.size_pt;
}

static bool
stands_in_columns(const struct blank *blank, const struct response *response)
{
    double width = column_pt(blank, response);

    if (response->kind != RESPONSE_CHOICES || response->multiple
        || width < LEAST_COLUMN_PT)
        return false;
    for (size_t i = 0; i < response->n_choices; i++)
        if (!response->choices[i].label
            || !fits_column(blank, response->choices[i].label, width))
            return false;
    return true;
}

static double
column_x(const struct blank *blank, const struct response *response, size_t i)
{
    double width = column_pt(blank, response);

    return blank->layout->width_pt - width * (double)(response->n_choices - i);
}

/* The choice of a response that stands under such a head; NULL: none. */
static const struct choice *
choice_under(const struct response *response, const struct choice *head)
{
    for (size_t i = 0; i < response->n_choices; i++)
        if (decimal_compare(response->choices[i].value, head->value) == 0
            && str_equal(str_from(response->choices[i].label),
                         str_from(head->label)))
            return &response->choices[i];
    return NULL;
}

/* Whether all choices stand under heads that are there already. */
static bool
stands_under(const struct response *response, const struct response *heads)
{
    size_t n = 0;

    for (size_t i = 0; heads && i < heads->n_choices; i++)
        n += choice_under(response, &heads->choices[i]) != NULL;
    return heads && n == response->n_choices;
}

static const struct drawing *
draw_heads(const struct blank *blank, const struct response *response)
{
    const struct layout *layout = blank->layout;
    struct font font = look_font(FONT_COLUMN);
    double width = column_pt(blank, response);
    double height = 0;

    for (size_t i = 0; i < response->n_choices; i++)
        height = fmax(height,
                      layout_height_pt(layout, font, response->choices[i].label,
                                       width - 3));
    struct pen pen = layout_pen(layout, height + 4);
    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    drawing_begin(pen.drawing, ROLE_HEADER_CELL, NULL, NULL);
    drawing_end(pen.drawing);
    for (size_t i = 0; i < response->n_choices; i++) {
        const char *label = response->choices[i].label;
        struct pen_column column = {
            column_x(blank, response, i) + 1.5,
            height - layout_height_pt(layout, font, label, width - 3),
            width - 3, COLOR_SOFT};

        drawing_begin(pen.drawing, ROLE_HEADER_CELL, NULL, NULL);
        pen_paragraph(&pen, column, label, font, ALIGN_MIDDLE);
        drawing_end(pen.drawing);
    }
    drawing_end(pen.drawing);
    layout_rule_off(layout, &pen, COLOR_RULE);
    return pen.drawing;
}

static void
add_columns_row(const struct blank *blank, const struct question *question,
                const struct response *heads, struct flow_box box)
{
    double text_pt = column_x(blank, heads, 0) - 8;
    double height =
        fmax(question_pt(blank, question, text_pt), BOX_PT) + ROW_AIR_PT;
    struct pen pen = layout_pen(blank->layout, height);

    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    drawing_begin(pen.drawing, ROLE_CELL, NULL, NULL);
    write_question(&pen, question, text_pt, ROW_AIR_PT / 2);
    drawing_end(pen.drawing);
    for (size_t i = 0; i < heads->n_choices; i++) {
        const struct choice *choice =
            choice_under(question->response, &heads->choices[i]);
        struct point middle = {column_x(blank, heads, i)
                                   + column_pt(blank, heads) / 2,
                               height / 2};

        drawing_begin(pen.drawing, ROLE_CELL, NULL, NULL);
        if (choice)
            draw_box(blank, &pen, middle, choice_code(blank, choice), false);
        drawing_end(pen.drawing);
    }
    drawing_end(pen.drawing);
    layout_rule_off(blank->layout, &pen, COLOR_HAIRLINE);
    layout_put(blank->layout, &pen, box);
}

/* ---- other answers ---- */

static void
add_choice(const struct blank *blank, const struct response *response,
           size_t idx)
{
    const struct layout *layout = blank->layout;
    const struct choice *choice = &response->choices[idx];
    const char *code = choice_code(blank, choice);
    const char *label = choice->label ? choice->label : code;
    struct font font = look_font(FONT_CELL);
    double x = NUMBER_PT + BOX_PT + 8;
    double width = layout->width_pt - x;
    double text_pt = layout_height_pt(layout, font, label, width);
    struct pen pen = layout_pen(layout, fmax(text_pt, BOX_PT) + 3);
    struct pen_column column = {
        x, fmax(0, (BOX_PT - layout_height_pt(layout, font, "", width)) / 2),
        width, COLOR_INK};

    drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
    draw_box(blank, &pen, (struct point){NUMBER_PT + BOX_PT / 2, BOX_PT / 2},
             code, response->multiple);
    pen_paragraph(&pen, column, label, font, ALIGN_START);
    drawing_end(pen.drawing);
    layout_put(
        blank->layout, &pen,
        (struct flow_box){.keeps_with_next = idx + 1 < response->n_choices});
}

static void
add_choices(const struct blank *blank, const struct question *question)
{
    struct tongue tongue = blank->layout->tongue;
    struct question asked = *question;

    if (asked.response->multiple)
        asked.text = SENTENCE(tongue, WORD_SENTENCE_NEXT, asked.text,
                              word_in(tongue.language, WORD_TICK_ALL));
    add_question(blank, &asked);
    for (size_t i = 0; i < question->response->n_choices; i++)
        add_choice(blank, question->response, i);
}

/* How many numbers a range takes; 0 where that cannot be said. */
static size_t
n_steps(const struct response *range)
{
    double span = decimal_value(range->max) - decimal_value(range->min);
    double n = range->step.units ? span / decimal_value(range->step) : INFINITY;

    return n < MOST_STEPS ? (size_t)(n + 0.5) + 1 : 0;
}

static double
end_pt(const struct blank *blank, const char *words)
{
    return words ? layout_height_pt(blank->layout, look_font(FONT_CELL), words,
                                    ENDS_PT)
                 : 0;
}

static void
write_end(const struct blank *blank, const struct pen *pen, double x, double y,
          const char *words)
{
    struct pen_column column = {x, y - end_pt(blank, words) / 2, ENDS_PT,
                                COLOR_INK};

    if (words)
        pen_paragraph(pen, column, words, look_font(FONT_CELL), ALIGN_START);
}

/* A box for each number, between the words of the ends. */
static void
draw_steps(const struct blank *blank, const struct pen *pen,
           const struct response *range, double x, double y)
{
    size_t n = n_steps(range);

    for (size_t i = 0; i < n; i++) {
        double value =
            decimal_value(range->min) + decimal_value(range->step) * (double)i;
        double at =
            x + BOX_PT + (LINE_PT - 2 * BOX_PT) * (double)i / (double)(n - 1);

        value = num_round(value, range->step.scale, ROUND_HALF_EVEN);
        draw_box(blank, pen, (struct point){at, y}, code_text(blank, value),
                 false);
    }
}

/* A line to mark, and a field for the number that a clerk types. */
static void
draw_line(const struct blank *blank, const struct pen *pen,
          const struct response *range, double x, double y)
{
    const struct layout *layout = blank->layout;
    struct stroke stroke = {COLOR_INK, 0.8, 0, 0};
    struct drawing *line = drawing_new(LINE_PT, 12, layout->arena);

    drawing_line(line, (struct point){0, 6}, (struct point){LINE_PT, 6},
                 stroke);
    for (int i = 0; i <= TENTHS; i++) {
        double at = LINE_PT * i / TENTHS;
        double reach = i % (TENTHS / 2) ? 2.5 : 5;

        drawing_line(line, (struct point){at, 6 - reach},
                     (struct point){at, 6 + reach}, stroke);
    }
    pen_add(pen, line, (struct point){x, y - 6});
    pen_text(pen, (struct point){x, y + 16},
             code_text(blank, decimal_value(range->min)),
             look_font(FONT_COLUMN), COLOR_SOFT);
    pen_text_end(pen, (struct point){x + LINE_PT, y + 16},
                 code_text(blank, decimal_value(range->max)),
                 look_font(FONT_COLUMN), COLOR_SOFT);
}

/* Low to high runs as the language does. */
static void
add_range(const struct blank *blank, const struct question *question)
{
    const struct layout *layout = blank->layout;
    const struct response *range = question->response;
    bool is_line = !n_steps(range);
    double x = NUMBER_PT + ENDS_PT + 6;
    double ends = fmax(end_pt(blank, range->low), end_pt(blank, range->high));
    double y = fmax(is_line ? 20 : 10, ends / 2);
    double field_x = x + LINE_PT + ENDS_PT + 16;
    struct pen pen = layout_pen(layout, fmax(is_line ? 42 : 26, ends + 4));

    add_question(blank, question);
    drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
    write_end(blank, &pen, NUMBER_PT, y, range->low);
    if (is_line)
        draw_line(blank, &pen, range, x, y);
    else
        draw_steps(blank, &pen, range, x, y);
    write_end(blank, &pen, x + LINE_PT + 6, y, range->high);
    if (is_line)
        draw_field(
            blank, &pen, (struct point){field_x, 0}, layout->width_pt - field_x,
            range->unit ? range->unit
                        : word_in(layout->tongue.language, WORD_NUMBER_FIELD));
    drawing_end(pen.drawing);
    layout_put(blank->layout, &pen, (struct flow_box){0});
}

static void
add_lines(const struct blank *blank, const struct question *question)
{
    const struct layout *layout = blank->layout;
    struct stroke dots = {COLOR_SOFT, 0.6, 0.6, 2.4};
    int32_t n = question->response->lines > LEAST_LINES
                    ? question->response->lines
                    : LEAST_LINES;

    add_question(blank, question);
    for (int32_t i = 0; i < n; i++) {
        struct pen pen = layout_pen(layout, WRITE_PT);

        pen_rule(&pen, (struct point){NUMBER_PT, WRITE_PT}, layout->width_pt,
                 dots);
        layout_put(blank->layout, &pen,
                   (struct flow_box){.keeps_with_next = i + 1 < n});
    }
}

static void
add_date(const struct blank *blank, const struct question *question)
{
    struct pen pen = layout_pen(blank->layout, FIELD_PT + 14);

    add_question(blank, question);
    drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
    draw_field(blank, &pen, (struct point){NUMBER_PT, 0}, 110,
               word_in(blank->layout->tongue.language, WORD_DATE_FIELD));
    drawing_end(pen.drawing);
    layout_put(blank->layout, &pen, (struct flow_box){0});
}

static void
add_answer(const struct blank *blank, const struct question *question)
{
    switch (question->response->kind) {
    case RESPONSE_CHOICES:
        add_choices(blank, question);
        break;
    case RESPONSE_RANGE:
        add_range(blank, question);
        break;
    case RESPONSE_FREE:
        add_lines(blank, question);
        break;
    case RESPONSE_DATE:
        add_date(blank, question);
        break;
    }
}

/* ---- sections ---- */

/* What was told last of the questions on the page. */
struct told {
    const struct response *heads; /* that stand above; NULL: none */
    const char *relevant;         /* the rule; NULL: none */
    struct flow_box box;          /* of the rows below the heads */
};

static void
add_item(const struct blank *blank, size_t idx, struct told *told)
{
    const struct layout *layout = blank->layout;
    const struct item *item = &blank->instrument->items[idx];
    struct question question = {blank->numbers[idx], item->text,
                                blank->responses[idx]};
    bool is_in_columns = stands_in_columns(blank, question.response);

    if (!str_equal(str_from(item->relevant_text), str_from(told->relevant))) {
        if (item->relevant_text)
            introduce(
                blank,
                condition_text(&(struct condition_words){layout->tongue,
                                                         blank->instrument,
                                                         blank->numbers},
                               item->relevant_text),
                rule_font);
        told->heads = NULL;
    }
    told->relevant = item->relevant_text;
    if (question_pt(blank, &question, 0.4 * layout->width_pt)
        > MOST_QUESTION_PT) {
        introduce(blank, question.text, text_font);
        question.text = "";
    }
    if (!is_in_columns) {
        told->heads = NULL;
    } else if (!stands_under(question.response, told->heads)) {
        told->heads = question.response;
        told->box = layout_table(layout, NULL, draw_heads(blank, told->heads),
                                 LOOK_HEADING_GAP_PT, false);
    }
    if (is_in_columns)
        add_columns_row(blank, &question, told->heads, told->box);
    else
        add_answer(blank, &question);
}

/* One of which no question is printed does not occur. */
static void
add_section(const struct blank *blank, const struct section *section)
{
    struct told told = {0};
    bool is_begun = false;

    for (size_t i = 0; i < section->n_items; i++) {
        size_t idx = section->first_item + i;

        if (!blank->numbers[idx])
            continue;
        if (!is_begun) {
            if (section->title)
                layout_heading(blank->layout, section->title);
            introduce(blank, section->notice, text_font);
            introduce(blank, section->instruction, text_font);
        }
        is_begun = true;
        add_item(blank, idx, &told);
    }
}

/* ---- the head ---- */

static void
add_head(const struct blank *blank)
{
    const struct layout *layout = blank->layout;
    const struct instrument *instrument = blank->instrument;
    struct font font = {.size_pt = HEAD_PT, .weight = WEIGHT_SEMIBOLD};
    static const double fields[] = {96, 48, 92};
    static const enum word names[] = {WORD_CODE_FIELD, WORD_SESSION_COLUMN,
                                      WORD_DATE_FIELD};
    double x = layout->width_pt - FIELDS_PT;
    double width = layout_balanced_pt(layout, font, instrument->title, x - 20);
    double height =
        fmax(layout_height_pt(layout, font, instrument->title, width),
             FIELD_PT + 12)
        + 8;
    struct pen pen = layout_pen(layout, height);

    drawing_begin(pen.drawing, ROLE_TITLE, NULL, instrument->title);
    pen_paragraph(&pen, (struct pen_column){0, 0, width, COLOR_INK},
                  instrument->title, font, ALIGN_START);
    drawing_end(pen.drawing);
    drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
    for (size_t i = 0; i < N_ELEMENTS(fields); i++) {
        draw_field(blank, &pen, (struct point){x, 0}, fields[i],
                   word_in(layout->tongue.language, names[i]));
        x += fields[i] + FIELD_GAP_PT;
    }
    drawing_end(pen.drawing);
    pen_rule(&pen, (struct point){0, height - LOOK_RULE_PT / 2},
             layout->width_pt, (struct stroke){COLOR_INK, LOOK_RULE_PT, 0, 0});
    layout_put(blank->layout, &pen, (struct flow_box){0});
    say(blank, word_in(layout->tongue.language, WORD_PAPER_HOW),
        LOOK_HEADING_GAP_PT);
    say(blank, instrument->notice, LOOK_HEADING_GAP_PT);
}

/* "being-together, edition 1 · English · page 1 of 2" */
static const char *
foot_text(const struct blank *blank, size_t number, size_t n_pages)
{
    struct tongue tongue = blank->layout->tongue;
    const struct instrument *instrument = blank->instrument;
    const char *text =
        sentence_edition(tongue, instrument->id, instrument->edition);

    text = sentence_dotted(tongue, text, instrument->lang);
    return sentence_dotted(tongue, text,
                           SENTENCE(tongue, WORD_PAGE_OF,
                                    sentence_count(tongue, number),
                                    sentence_count(tongue, n_pages)));
}

const struct document *
blank_make(const struct instrument *instrument, const struct block *letterhead,
           bool with_private, enum language language, enum paper paper,
           const struct measure *measure, struct arena *arena)
{
    struct page page = page_of(paper);
    struct flow flow = {.arena = arena};
    const struct layout layout = {
        .title = instrument->title,
        .measure = measure,
        .flow = &flow,
        .arena = arena,
        .tongue = {language, arena},
        .width_pt = page.body_width_pt,
    };
    struct blank blank = {
        .layout = &layout,
        .instrument = instrument,
        .with_private = with_private,
    };
    struct document *document = ARENA_NEW(arena, struct document);
    size_t n_pages;
    struct flow_room room;

    set_numbers(&blank);
    set_responses(&blank);
    if (letterhead)
        letterhead->class->build(letterhead, &layout);
    add_head(&blank);
    for (size_t i = 0; i < instrument->n_sections; i++)
        add_section(&blank, &instrument->sections[i]);
    say(&blank, instrument->thanks, LOOK_BLOCK_GAP_PT);
    struct drawing **pages = flow_pages(&flow, &page, &n_pages, &room);
    for (size_t i = 0; i < n_pages; i++)
        page_foot(&page, pages[i], language,
                  instrument->about ? instrument->about->licence_spdx : NULL,
                  foot_text(&blank, i + 1, n_pages));
    *document = (struct document){
        .pages = (const struct drawing *const *)pages,
        .n_pages = n_pages,
        .title = instrument->title,
        .language = language,
    };
    return document;
}
