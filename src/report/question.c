/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A question on paper, and what it is answered with. */
#include "report/question.h"

#include <math.h>
#include "base/num.h"
#include "instrument/instrument.h"

#define NUMBER_PT 22.0 /* for the number of a question */
#define BOX_PT 12.0
#define BOX_RADIUS_PT 5.4
#define CODE_PT 6.0      /* the size of a code in its box, */
#define MOST_CODE_PT 8.4 /* where it is no wider than that */
#define LEAST_COLUMN_PT 30.0
#define MOST_COLUMN_PT 48.0
#define HEAD_AIR_PT 3.0    /* beside the head of a column, together */
#define CHOICES_SHARE 0.58 /* of the width, for the boxes of a row; */
#define MOST_SHARE 0.68    /* where words of their heads need more */
#define ROW_AIR_PT 9.0     /* above and below a question, together */
#define WRITE_PT 20.0      /* from line to line, to write on */
#define LINE_PT 250.0      /* of a range */
#define ENDS_PT 84.0       /* for the words at each end of it */

enum { MOST_STEPS = 11, TENTHS = 10, LEAST_LINES = 2 };

static const struct font code_font = {.size_pt = CODE_PT};
static const struct font question_font = {.size_pt = 9};

/* As it is typed in, its sign before it in every script. */
static const char *
code_text(const struct layout *layout, double value)
{
    struct tongue tongue = layout->tongue;

    return arena_printf(tongue.arena, "%s%s",
                        value < 0 && language_is_rtl(tongue.language) ? "\u200e"
                                                                      : "",
                        num_text(value, tongue.arena));
}

static const char *
choice_code(const struct layout *layout, const struct choice *choice)
{
    return code_text(layout, decimal_value(choice->value));
}

/* A box with its code, around 'middle'; a square where several may be ticked.
 */
static void
draw_box(const struct layout *layout, const struct pen *pen,
         struct point middle, const char *code, bool is_square)
{
    struct drawing *box = drawing_new(BOX_PT, BOX_PT, layout->arena);
    double half = BOX_PT / 2;
    double r = BOX_RADIUS_PT - 0.4;
    double code_pt = layout_width_pt(layout, code_font, code);
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

/* The question's number and text in a column so wide; returns the height. */
double
question_pt(const struct layout *layout, const struct question *question,
            double width_pt)
{
    return layout_height_pt(layout, question_font, question->text,
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
add_asked(const struct layout *layout, const struct question *question)
{
    double width = layout->width_pt;
    struct pen pen =
        layout_pen(layout, question_pt(layout, question, width) + ROW_AIR_PT);

    drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
    write_question(&pen, question, width, ROW_AIR_PT / 2);
    drawing_end(pen.drawing);
    layout_put(layout, &pen, (struct flow_box){.keeps_with_next = true});
}

/* ---- choices in columns ---- */

static double
widest_word_pt(const struct layout *layout, const struct response *response)
{
    double widest = 0;

    for (size_t i = 0; i < response->n_choices; i++) {
        struct str rest = str_from(response->choices[i].label);
        struct str word;

        while (str_next_word(&rest, &word))
            widest =
                fmax(widest, layout_width_pt(layout, look_font(FONT_COLUMN),
                                             arena_text(layout->arena, word)));
    }
    return widest;
}

/* As wide as the share of all has it, or as the widest word of a head needs. */
static double
column_pt(const struct layout *layout, const struct response *response)
{
    double width = fmin(MOST_COLUMN_PT, CHOICES_SHARE * layout->width_pt
                                            / (double)response->n_choices);

    return fmax(width, widest_word_pt(layout, response) + HEAD_AIR_PT);
}

bool
question_stands_in_columns(const struct layout *layout,
                           const struct response *response)
{
    struct font font = look_font(FONT_COLUMN);

    if (response->kind != RESPONSE_CHOICES || response->multiple)
        return false;
    for (size_t i = 0; i < response->n_choices; i++)
        if (!response->choices[i].label)
            return false;
    double width = column_pt(layout, response);
    double most = fmin(MOST_COLUMN_PT, MOST_SHARE * layout->width_pt
                                           / (double)response->n_choices);
    if (width < LEAST_COLUMN_PT || width > most)
        return false;
    for (size_t i = 0; i < response->n_choices; i++)
        if (layout_height_pt(layout, font, response->choices[i].label,
                             width - HEAD_AIR_PT)
            > 5 * font.size_pt)
            return false;
    return true;
}

static double
column_x(const struct layout *layout, const struct response *response, size_t i)
{
    double width = column_pt(layout, response);

    return layout->width_pt - width * (double)(response->n_choices - i);
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
bool
question_stands_under(const struct response *response,
                      const struct response *heads)
{
    size_t n = 0;

    for (size_t i = 0; heads && i < heads->n_choices; i++)
        n += choice_under(response, &heads->choices[i]) != NULL;
    return heads && n == response->n_choices;
}

const struct drawing *
question_heads(const struct layout *layout, const struct response *response)
{
    struct font font = look_font(FONT_COLUMN);
    double width = column_pt(layout, response);
    double height = 0;

    for (size_t i = 0; i < response->n_choices; i++)
        height = fmax(height,
                      layout_height_pt(layout, font, response->choices[i].label,
                                       width - HEAD_AIR_PT));
    struct pen pen = layout_pen(layout, height + 4);
    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    drawing_begin(pen.drawing, ROLE_HEADER_CELL, NULL, NULL);
    drawing_end(pen.drawing);
    for (size_t i = 0; i < response->n_choices; i++) {
        const char *label = response->choices[i].label;
        struct pen_column column = {
            column_x(layout, response, i) + HEAD_AIR_PT / 2,
            height - layout_height_pt(layout, font, label, width - HEAD_AIR_PT),
            width - HEAD_AIR_PT, COLOR_SOFT};

        drawing_begin(pen.drawing, ROLE_HEADER_CELL, NULL, NULL);
        pen_paragraph(&pen, column, label, font, ALIGN_MIDDLE);
        drawing_end(pen.drawing);
    }
    drawing_end(pen.drawing);
    layout_rule_off(layout, &pen, COLOR_RULE);
    return pen.drawing;
}

void
question_add_row(const struct layout *layout, const struct question *question,
                 const struct response *heads, struct flow_box box)
{
    double text_pt = column_x(layout, heads, 0) - 8;
    double height =
        fmax(question_pt(layout, question, text_pt), BOX_PT) + ROW_AIR_PT;
    struct pen pen = layout_pen(layout, height);

    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    drawing_begin(pen.drawing, ROLE_CELL, NULL, NULL);
    write_question(&pen, question, text_pt, ROW_AIR_PT / 2);
    drawing_end(pen.drawing);
    for (size_t i = 0; i < heads->n_choices; i++) {
        const struct choice *choice =
            choice_under(question->response, &heads->choices[i]);
        struct point middle = {column_x(layout, heads, i)
                                   + column_pt(layout, heads) / 2,
                               height / 2};

        drawing_begin(pen.drawing, ROLE_CELL, NULL, NULL);
        if (choice)
            draw_box(layout, &pen, middle, choice_code(layout, choice), false);
        drawing_end(pen.drawing);
    }
    drawing_end(pen.drawing);
    layout_rule_off(layout, &pen, COLOR_HAIRLINE);
    layout_put(layout, &pen, box);
}

/* ---- other answers ---- */

static void
add_choice(const struct layout *layout, const struct response *response,
           size_t idx)
{
    const struct choice *choice = &response->choices[idx];
    const char *code = choice_code(layout, choice);
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
    draw_box(layout, &pen, (struct point){NUMBER_PT + BOX_PT / 2, BOX_PT / 2},
             code, response->multiple);
    pen_paragraph(&pen, column, label, font, ALIGN_START);
    drawing_end(pen.drawing);
    layout_put(
        layout, &pen,
        (struct flow_box){.keeps_with_next = idx + 1 < response->n_choices});
}

static void
add_choices(const struct layout *layout, const struct question *question)
{
    struct tongue tongue = layout->tongue;
    struct question asked = *question;

    if (asked.response->multiple)
        asked.text = SENTENCE(tongue, WORD_SENTENCE_NEXT, asked.text,
                              word_in(tongue.language, WORD_TICK_ALL));
    add_asked(layout, &asked);
    for (size_t i = 0; i < question->response->n_choices; i++)
        add_choice(layout, question->response, i);
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
end_pt(const struct layout *layout, const char *words)
{
    return words
               ? layout_height_pt(layout, look_font(FONT_CELL), words, ENDS_PT)
               : 0;
}

/* Beside the boxes: the low end's words end there, the high end's begin. */
static void
write_end(const struct layout *layout, const struct pen *pen, struct point at,
          const char *words, enum align align)
{
    struct pen_column column = {at.x, at.y - end_pt(layout, words) / 2, ENDS_PT,
                                COLOR_INK};

    if (words)
        pen_paragraph(pen, column, words, look_font(FONT_CELL), align);
}

/* A box for each number, between the words of the ends. */
static void
draw_steps(const struct layout *layout, const struct pen *pen,
           const struct response *range, double x, double y)
{
    size_t n = n_steps(range);

    for (size_t i = 0; i < n; i++) {
        double value =
            decimal_value(range->min) + decimal_value(range->step) * (double)i;
        double at =
            x + BOX_PT + (LINE_PT - 2 * BOX_PT) * (double)i / (double)(n - 1);

        value = num_round(value, range->step.scale, ROUND_HALF_EVEN);
        draw_box(layout, pen, (struct point){at, y}, code_text(layout, value),
                 false);
    }
}

/* A line to mark, and a field for the number that a clerk types. */
static void
draw_line(const struct layout *layout, const struct pen *pen,
          const struct response *range, double x, double y)
{
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
             code_text(layout, decimal_value(range->min)),
             look_font(FONT_COLUMN), COLOR_SOFT);
    pen_text_end(pen, (struct point){x + LINE_PT, y + 16},
                 code_text(layout, decimal_value(range->max)),
                 look_font(FONT_COLUMN), COLOR_SOFT);
}

/* Low to high runs as the language does. */
static void
add_range(const struct layout *layout, const struct question *question)
{
    const struct response *range = question->response;
    bool is_line = !n_steps(range);
    double x = NUMBER_PT + ENDS_PT + 6;
    double ends = fmax(end_pt(layout, range->low), end_pt(layout, range->high));
    double y = fmax(is_line ? 20 : 10, ends / 2);
    double field_x = x + LINE_PT + ENDS_PT + 16;
    struct pen pen = layout_pen(layout, fmax(is_line ? 42 : 26, ends + 4));

    add_asked(layout, question);
    drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
    write_end(layout, &pen, (struct point){NUMBER_PT, y}, range->low,
              ALIGN_END);
    if (is_line)
        draw_line(layout, &pen, range, x, y);
    else
        draw_steps(layout, &pen, range, x, y);
    write_end(layout, &pen, (struct point){x + LINE_PT + 6, y}, range->high,
              ALIGN_START);
    if (is_line)
        pen_field(&pen, (struct point){field_x, 0}, layout->width_pt - field_x,
                  range->unit
                      ? range->unit
                      : word_in(layout->tongue.language, WORD_NUMBER_FIELD));
    drawing_end(pen.drawing);
    layout_put(layout, &pen, (struct flow_box){0});
}

static void
add_lines(const struct layout *layout, const struct question *question)
{
    struct stroke dots = {COLOR_SOFT, 0.6, 0.6, 2.4};
    int32_t n = question->response->lines > LEAST_LINES
                    ? question->response->lines
                    : LEAST_LINES;

    add_asked(layout, question);
    for (int32_t i = 0; i < n; i++) {
        double air = i + 1 == n ? ROW_AIR_PT / 2 : 0;
        struct pen pen = layout_pen(layout, WRITE_PT + air);

        pen_rule(&pen, (struct point){NUMBER_PT, WRITE_PT}, layout->width_pt,
                 dots);
        layout_put(layout, &pen,
                   (struct flow_box){.keeps_with_next = i + 1 < n});
    }
}

static void
add_date(const struct layout *layout, const struct question *question)
{
    struct pen pen = layout_pen(layout, PEN_FIELD_PT + 14);

    add_asked(layout, question);
    drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
    pen_field(&pen, (struct point){NUMBER_PT, 0}, 110,
              word_in(layout->tongue.language, WORD_DATE_FIELD));
    drawing_end(pen.drawing);
    layout_put(layout, &pen, (struct flow_box){0});
}

void
question_add(const struct layout *layout, const struct question *question)
{
    switch (question->response->kind) {
    case RESPONSE_CHOICES:
        add_choices(layout, question);
        break;
    case RESPONSE_RANGE:
        add_range(layout, question);
        break;
    case RESPONSE_FREE:
        add_lines(layout, question);
        break;
    case RESPONSE_DATE:
        add_date(layout, question);
        break;
    }
}
