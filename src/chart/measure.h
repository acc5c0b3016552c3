/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How large a text will be.  Layout asks here, so that it is pure: render/
   answers with the real fonts, tests with a fixed advance. */
#ifndef ATTUNE_CHART_MEASURE_H
#define ATTUNE_CHART_MEASURE_H

#include "chart/drawing.h"

/* A word that parts leaves no fewer letters than these on a line. */
enum { MEASURE_LEAST_LETTERS = 3 };

struct measure {
    /* The width of one line. */
    double (*width_pt)(const void *aux, struct font font, const char *text);
    /* The height of a paragraph wrapped at 'width_pt', at least one line. */
    double (*height_pt)(const void *aux, struct font font, const char *text,
                        double width_pt);
    /* From the top of a line to its baseline. */
    double (*ascent_pt)(const void *aux, struct font font);
    const void *aux;
};

static inline double
measure_width_pt(const struct measure *measure, struct font font,
                 const char *text)
{
    return measure->width_pt(measure->aux, font, text);
}

static inline double
measure_height_pt(const struct measure *measure, struct font font,
                  const char *text, double width_pt)
{
    return measure->height_pt(measure->aux, font, text, width_pt);
}

static inline double
measure_ascent_pt(const struct measure *measure, struct font font)
{
    return measure->ascent_pt(measure->aux, font);
}

#endif
