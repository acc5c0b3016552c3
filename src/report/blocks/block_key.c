/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the marks mean, as they look, and how much chance there is in it: at the
   foot of page one, since a page may be laid on a table alone. */
#include "report/block.h"

#include "chart/palette.h"
#include "report/judged.h"
#include "report/look.h"
#include "report/panel.h"

#define GLYPH_PT 13.0 /* the room of a glyph */
#define GAP_PT 14.0   /* between entries */
#define LINE_PT 12.0
#define MARK_PT 2.4
#define RING_PT 4.4

enum glyph {
    GLYPH_RING,
    GLYPH_NEAR,
    GLYPH_HOLLOW,
    GLYPH_GAP,
    GLYPH_ZONE,
    GLYPH_HATCH,
    GLYPH_DENSE,
    N_GLYPHS
};

/* ---- glyphs ---- */

static void
draw_rings(struct drawing *drawing, struct point at, enum glyph glyph)
{
    struct stroke ring = {COLOR_WARN, 1, 0, 0};

    if (glyph == GLYPH_NEAR)
        ring.dash_pt = ring.gap_pt = 1.2;
    if (glyph != GLYPH_HOLLOW)
        drawing_circle(drawing, at, RING_PT, COLOR_PAPER, ring);
    if (glyph == GLYPH_HOLLOW)
        drawing_circle(drawing, at, MARK_PT, COLOR_PAPER,
                       (struct stroke){COLOR_ACCENT, 1.2, 0, 0});
    else
        drawing_circle(drawing, at, MARK_PT, COLOR_ACCENT, (struct stroke){0});
}

/* Slanting strokes: of a cross, or of the hatched edge. */
static void
draw_slants(struct drawing *drawing, struct point at, enum glyph glyph)
{
    bool is_gap = glyph == GLYPH_GAP;
    double r = 2;
    struct stroke stroke = {is_gap ? COLOR_SOFT : COLOR_WARN,
                            is_gap ? 0.9 : 0.6, 0, 0};

    if (is_gap) {
        drawing_line(drawing, (struct point){at.x - r, at.y - r},
                     (struct point){at.x + r, at.y + r}, stroke);
        drawing_line(drawing, (struct point){at.x - r, at.y + r},
                     (struct point){at.x + r, at.y - r}, stroke);
        return;
    }
    for (int i = 0; i < 3; i++)
        drawing_line(drawing, (struct point){at.x - r, at.y + 3.5 * i - 1.5},
                     (struct point){at.x + r, at.y + 3.5 * i - 5.5}, stroke);
}

static void
draw_glyph(struct drawing *drawing, struct point at, enum glyph glyph)
{
    struct stroke raw = {COLOR_PALE, 0.8, 0, 0};
    struct stroke bold = {COLOR_ACCENT, 1.7, 0, 0};

    switch (glyph) {
    case GLYPH_RING:
    case GLYPH_NEAR:
    case GLYPH_HOLLOW:
        draw_rings(drawing, at, glyph);
        return;
    case GLYPH_GAP:
    case GLYPH_HATCH:
        draw_slants(drawing, at, glyph);
        return;
    case GLYPH_ZONE:
        drawing_rect(drawing, (struct point){at.x - 5, at.y - 4}, 10, 8,
                     COLOR_ZONE);
        return;
    case GLYPH_DENSE:
        drawing_lines(drawing,
                      (const struct point[]){{at.x - 5, at.y + 2},
                                             {at.x - 2, at.y - 3},
                                             {at.x + 1, at.y + 3},
                                             {at.x + 5, at.y - 2}},
                      4, raw);
        drawing_line(drawing, (struct point){at.x - 5, at.y + 0.5},
                     (struct point){at.x + 5, at.y - 0.5}, bold);
        return;
    case N_GLYPHS:
        break;
    }
}

/* ---- the key ---- */

struct entry {
    bool occurs;
    enum glyph glyph;
    enum word word;
};

/* Entries one behind the other, in as many lines as it takes; returns the
   height.  Without a pen they are only measured. */
static double
set_entries(const struct layout *layout, const struct entry *entries, size_t n,
            const struct pen *pen)
{
    struct font font = look_font(FONT_KEY);
    double x = 0;
    double y = 0;

    for (size_t i = 0; i < n; i++) {
        const char *text = word_in(layout->tongue.language, entries[i].word);
        double width = GLYPH_PT + layout_width_pt(layout, font, text);
        struct point at = {x + GLYPH_PT / 2 - 2, y + LINE_PT / 2};

        if (!entries[i].occurs)
            continue;
        if (x > 0 && x + width > layout->width_pt) {
            x = 0;
            y += LINE_PT;
            at = (struct point){GLYPH_PT / 2 - 2, y + LINE_PT / 2};
        }
        if (pen) {
            struct drawing *glyph =
                drawing_new(GLYPH_PT, LINE_PT, layout->arena);

            draw_glyph(glyph, (struct point){GLYPH_PT / 2 - 1, LINE_PT / 2},
                       entries[i].glyph);
            pen_add(pen, glyph, (struct point){x, y});
            pen_text(pen, (struct point){x + GLYPH_PT, at.y + 2.5}, text, font,
                     COLOR_SOFT);
        }
        x += width + GAP_PT;
    }
    return x > 0 ? y + LINE_PT : 0;
}

/* ---- notes ---- */

static const char *
joined(const struct layout *layout, const char *text, const char *next)
{
    return text ? sentence_of(layout->tongue, WORD_SENTENCE_NEXT,
                              (const char *[]){text, next}, 2)
                : next;
}

/* What holds of all the verdicts, and what they do not say. */
static const char *
notes_of(const struct layout *layout)
{
    struct judged_tally tally = judged_count(layout->subject, layout->arena);
    struct tongue tongue = layout->tongue;
    size_t n = tally.n - tally.n_points;
    const struct {
        bool occurs;
        enum word word;
    } notes[] = {
        {tally.n > 0, WORD_EXPLAIN_PAIR},
        {tally.has_zone && !tally.is_mixed, WORD_EXPLAIN_REPEAT},
        {n == 1, WORD_JUDGED_ONE},
        {n > 1, WORD_JUDGED_SEVERAL},
        {tally.n_points > 0, WORD_JUDGED_POINTS},
        {tally.n > 0, WORD_EXPLAIN_REGRESSION},
        {layout->subject->n_findings > tally.n, WORD_EXPLAIN_UNJUDGED},
        {true, WORD_USUAL_UNKNOWN},
        {true, WORD_NUMBERS_FOLLOW},
    };
    const char *texts[] = {
        sentence_count(tongue, n),
        sentence_number(tongue, 100 * tally.chance, 0),
        judged_percent(tongue, tally.share),
        sentence_count(tongue, tally.n_points),
    };
    const char *text = NULL;

    for (size_t i = 0; i < N_ELEMENTS(notes); i++)
        if (notes[i].occurs)
            text = joined(
                layout, text,
                sentence_of(tongue, notes[i].word, texts, N_ELEMENTS(texts)));
    return text;
}

static void
draw_key(const struct layout *layout, const struct entry *entries, size_t n)
{
    const char *notes = notes_of(layout);
    const char *stay = word_in(layout->tongue.language, WORD_MAY_STAY);
    double entries_pt = set_entries(layout, entries, n, NULL);
    double notes_pt =
        layout_height_pt(layout, look_font(FONT_KEY), notes, layout->width_pt);
    double top = LOOK_HEADING_GAP_PT;
    struct pen pen =
        layout_pen(layout, top + entries_pt + notes_pt + LINE_PT + 2);

    pen_rule(&pen, (struct point){0, 0}, layout->width_pt,
             (struct stroke){COLOR_RULE, LOOK_HAIRLINE_PT, 0, 0});
    drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
    if (entries_pt > 0) {
        struct pen inner = layout_pen(layout, entries_pt);

        (void)set_entries(layout, entries, n, &inner);
        pen_add(&pen, inner.drawing, (struct point){0, top - 2});
    }
    drawing_end(pen.drawing);
    drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
    pen_paragraph(
        &pen,
        (struct pen_column){0, top + entries_pt, layout->width_pt, COLOR_SOFT},
        notes, look_font(FONT_KEY), ALIGN_START);
    pen_text(&pen, (struct point){0, pen.drawing->height_pt - 2}, stay,
             (struct font){.size_pt = look_font(FONT_KEY).size_pt,
                           .weight = WEIGHT_SEMIBOLD},
             COLOR_SOFT);
    drawing_end(pen.drawing);
    flow_add(layout->flow, (struct flow_box){.drawing = pen.drawing,
                                             .space_pt = LOOK_BLOCK_GAP_PT,
                                             .is_foot = true});
}

static void
build(const struct block *block, const struct layout *layout)
{
    struct panel_marks marks = panel_find_marks(layout);
    const struct entry entries[] = {
        {marks.has_concern, GLYPH_RING, WORD_KEY_RING},
        {marks.has_near, GLYPH_NEAR, WORD_KEY_NEAR},
        {marks.has_prorated, GLYPH_HOLLOW, WORD_KEY_HOLLOW},
        {marks.has_gap, GLYPH_GAP, WORD_KEY_GAP},
        {marks.has_zone, GLYPH_ZONE, WORD_ZONE},
        {marks.has_cutoff, GLYPH_HATCH, WORD_KEY_HATCH},
        {marks.is_dense, GLYPH_DENSE, WORD_KEY_DENSE},
    };

    (void)block;
    if (layout->subject->n_findings)
        draw_key(layout, entries, N_ELEMENTS(entries));
}

const struct block_class block_key = {.name = "key", .build = build};
