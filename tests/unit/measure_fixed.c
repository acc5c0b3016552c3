/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The measure of tests: simple enough to reckon with by hand. */
#include "measure_fixed.h"

#include "base/str.h"
#include "base/utf8.h"

#define ADVANCE 0.55
#define LINE 1.25
#define ASCENT 0.95

static double
stretch_width_pt(struct font font, struct str text)
{
    return (double)utf8_count(text)
           * (ADVANCE * font.size_pt + font.spacing_pt);
}

static double
fixed_width_pt(const void *aux, struct font font, const char *text)
{
    (void)aux;
    return stretch_width_pt(font, str_from(text));
}

/* Takes one line's worth of words off '*rest', at least one word. */
static void
take_line(struct font font, struct str *rest, double width_pt)
{
    size_t end = 0;

    for (size_t i = 0; i <= rest->len; i++) {
        bool is_end = i == rest->len || rest->bytes[i] == '\n';

        if (!is_end && rest->bytes[i] != ' ')
            continue;
        if (end
            && stretch_width_pt(font, (struct str){rest->bytes, i}) > width_pt)
            break;
        end = i;
        if (is_end)
            break;
    }
    if (end < rest->len)
        end++; /* the blank or newline it breaks at */
    *rest = (struct str){rest->bytes + end, rest->len - end};
}

static double
fixed_height_pt(const void *aux, struct font font, const char *text,
                double width_pt)
{
    struct str rest = str_from(text);
    int n_lines = 0;

    (void)aux;
    do {
        take_line(font, &rest, width_pt);
        n_lines++;
    } while (rest.len);
    return n_lines * LINE * font.size_pt;
}

static double
fixed_ascent_pt(const void *aux, struct font font)
{
    (void)aux;
    return ASCENT * font.size_pt;
}

const struct measure measure_fixed = {
    .width_pt = fixed_width_pt,
    .height_pt = fixed_height_pt,
    .ascent_pt = fixed_ascent_pt,
};
