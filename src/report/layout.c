/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headings and texts as boxes. */
#include "report/layout.h"

#include "chart/labels.h"
#include "chart/palette.h"
#include "instrument/instrument.h"
#include "report/look.h"
#include "report/pen.h"

#define LINE 1.35         /* the height of a line, in sizes */
#define PIECE_PT 240.0    /* a longer text may part at a page's end */
#define TEXT_WIDTH_PT 470 /* a longer line is hard to follow */

double
layout_width_pt(const struct layout *layout, struct font font, const char *text)
{
    return measure_width_pt(layout->measure, font, text);
}

const char *
layout_fit(const struct layout *layout, struct font font, const char *text,
           double width_pt)
{
    return labels_fit(layout->measure, font, text, width_pt, layout->arena);
}

static struct pen
line_pen(const struct layout *layout, double height_pt)
{
    return pen_new(layout->width_pt, height_pt, layout->language,
                   layout->arena);
}

struct heading {
    struct font font;
    uint32_t color;
    double space_pt; /* above it */
    bool is_outlined;
};

static void
add_heading(const struct layout *layout, const char *text,
            struct heading heading)
{
    struct font font = heading.font;
    struct pen pen = line_pen(layout, LINE * font.size_pt);
    double baseline = measure_ascent_pt(layout->measure, font);

    text = layout_fit(layout, font, text, layout->width_pt);
    drawing_begin(pen.drawing, ROLE_HEADING, NULL,
                  heading.is_outlined ? text : NULL);
    pen_text(&pen, (struct point){0, baseline}, text, font, heading.color);
    drawing_end(pen.drawing);
    flow_add(layout->flow, (struct flow_box){
                               .drawing = pen.drawing,
                               .space_pt = heading.space_pt,
                               .keeps_with_next = true,
                           });
}

void
layout_heading(const struct layout *layout, const char *text)
{
    add_heading(layout, text,
                (struct heading){look_font(FONT_HEADING), COLOR_SOFT,
                                 LOOK_BLOCK_GAP_PT, true});
}

void
layout_subheading(const struct layout *layout, const char *text)
{
    add_heading(layout, text,
                (struct heading){look_font(FONT_GROUP), COLOR_INK,
                                 2 * LOOK_HEADING_GAP_PT, false});
}

void
layout_group(const struct layout *layout, const struct topic *topic,
             double space_pt)
{
    if (layout->subject->n_topics > 1)
        add_heading(layout, topic->history->instrument->title,
                    (struct heading){look_font(FONT_GROUP), COLOR_SOFT,
                                     space_pt, false});
}

static double
text_width_pt(const struct layout *layout)
{
    return layout->width_pt < TEXT_WIDTH_PT ? layout->width_pt : TEXT_WIDTH_PT;
}

static double
text_height_pt(const struct layout *layout, struct str text)
{
    return measure_height_pt(layout->measure, look_font(FONT_BODY),
                             arena_text(layout->arena, text),
                             text_width_pt(layout));
}

static bool
is_inside_character(struct str text, size_t at)
{
    return at < text.len && ((unsigned char)text.bytes[at] & 0xC0) == 0x80;
}

/* A place between two characters about in the middle; 'from' when there is
   none. */
static size_t
middle_of(struct str text, size_t from, size_t to)
{
    size_t middle = from + (to - from) / 2;
    size_t at = middle;

    while (at < to && is_inside_character(text, at))
        at++;
    if (at < to)
        return at;
    for (at = middle; at > from && is_inside_character(text, at); at--)
        ;
    return at;
}

/* The beginning of the text that is no higher than PIECE_PT, up to a blank
   where it has one. */
static struct str
first_piece(const struct layout *layout, struct str text)
{
    size_t fits = 0;
    size_t too_long = text.len;
    size_t middle;

    if (text_height_pt(layout, text) <= PIECE_PT)
        return text;
    while ((middle = middle_of(text, fits, too_long)) > fits) {
        struct str piece = {text.bytes, middle};

        if (text_height_pt(layout, piece) <= PIECE_PT)
            fits = middle;
        else
            too_long = middle;
    }
    for (size_t i = fits; i > fits / 2; i--)
        if (text.bytes[i] == ' ')
            return (struct str){text.bytes, i};
    return (struct str){text.bytes, fits ? fits : text.len};
}

static void
add_piece(const struct layout *layout, struct str text, double space_pt)
{
    struct pen pen = line_pen(layout, text_height_pt(layout, text));
    struct pen_column column = {0, 0, text_width_pt(layout), COLOR_SOFT};

    drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
    pen_paragraph(&pen, column, arena_text(layout->arena, text),
                  look_font(FONT_BODY), ALIGN_START);
    drawing_end(pen.drawing);
    flow_add(layout->flow,
             (struct flow_box){.drawing = pen.drawing, .space_pt = space_pt});
}

void
layout_paragraph(const struct layout *layout, const char *text, double space_pt)
{
    struct str rest = str_trim(str_from(text));

    while (rest.len) {
        struct str piece = first_piece(layout, rest);

        add_piece(layout, piece, space_pt);
        space_pt = 0;
        rest.bytes += piece.len;
        rest.len -= piece.len;
        rest = str_trim(rest);
    }
}
