/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mirrors what it draws where the language asks for it. */
#include "report/pen.h"

#include "chart/palette.h"
#include "report/look.h"

struct pen
pen_new(double width_pt, double height_pt, enum language language,
        struct arena *arena)
{
    return (struct pen){.drawing = drawing_new(width_pt, height_pt, arena),
                        .is_rtl = language_is_rtl(language)};
}

/* The x from the left edge of something 'width_pt' wide. */
static double
left_of(const struct pen *pen, double x, double width_pt)
{
    return pen->is_rtl ? pen->drawing->width_pt - x - width_pt : x;
}

void
pen_text(const struct pen *pen, struct point baseline, const char *text,
         struct font font, uint32_t color)
{
    baseline.x = left_of(pen, baseline.x, 0);
    drawing_text(pen->drawing, baseline, text, font, color, ALIGN_START);
}

void
pen_text_end(const struct pen *pen, struct point baseline, const char *text,
             struct font font, uint32_t color)
{
    baseline.x = left_of(pen, baseline.x, 0);
    drawing_text(pen->drawing, baseline, text, font, color, ALIGN_END);
}

void
pen_paragraph(const struct pen *pen, struct pen_column column, const char *text,
              struct font font, enum align align)
{
    struct point top = {left_of(pen, column.x, column.width_pt), column.y};

    drawing_paragraph(pen->drawing, top, column.width_pt, text, font,
                      column.color, align);
}

void
pen_area(const struct pen *pen, const struct point *points, size_t n_points,
         uint32_t fill)
{
    struct point *at = ARENA_ARRAY(pen->drawing->arena, n_points, struct point);

    for (size_t i = 0; i < n_points; i++)
        at[i] = (struct point){left_of(pen, points[i].x, 0), points[i].y};
    drawing_area(pen->drawing, at, n_points, fill);
}

void
pen_box(const struct pen *pen, struct point top, double width_pt,
        double height_pt, uint32_t fill)
{
    top.x = left_of(pen, top.x, width_pt);
    drawing_rect(pen->drawing, top, width_pt, height_pt, fill);
}

void
pen_rule(const struct pen *pen, struct point from, double to,
         struct stroke stroke)
{
    struct point end = {left_of(pen, to, 0), from.y};

    from.x = left_of(pen, from.x, 0);
    drawing_line(pen->drawing, from, end, stroke);
}

void
pen_field(const struct pen *pen, struct point top, double width_pt,
          const char *name)
{
    struct drawing *field =
        drawing_new(width_pt, PEN_FIELD_PT, pen->drawing->arena);
    const struct point corners[] = {{0, 0},
                                    {width_pt, 0},
                                    {width_pt, PEN_FIELD_PT},
                                    {0, PEN_FIELD_PT},
                                    {0, 0}};

    drawing_lines(field, corners, N_ELEMENTS(corners),
                  (struct stroke){COLOR_INK, 0.8, 0, 0});
    pen_add(pen, field, (struct point){top.x, top.y + 11});
    pen_text(pen, (struct point){top.x, top.y + 8}, name,
             look_font(FONT_COLUMN), COLOR_SOFT);
}

void
pen_add(const struct pen *pen, const struct drawing *other, struct point top)
{
    drawing_add(pen->drawing, other, left_of(pen, top.x, other->width_pt),
                top.y);
}
