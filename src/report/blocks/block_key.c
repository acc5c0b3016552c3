/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the marks mean, as they look, and how much chance there is in it: at the
   foot of page one, since a page may be laid on a table alone. */
#include "report/block.h"

#include "report/judged.h"
#include "report/panel.h"

#define GLYPH_PT 13.0 /* the room of a glyph */
#define GAP_PT 14.0   /* between entries */
#define LINE_PT 12.0
#define MARK_PT 2.4

typedef void glyph_fn(struct drawing *drawing, struct point at);

/* ---- glyphs ---- */

static void
draw_zone(struct drawing *drawing, struct point at)
{
    drawing_rect(drawing, (struct point){at.x - 5, at.y - 4}, 10, 8,
                 COLOR_ZONE);
}

static void
draw_hatch(struct drawing *drawing, struct point at)
{
    for (int i = 0; i < 3; i++)
        drawing_line(drawing, (struct point){at.x - 2, at.y + 3.5 * i - 1.5},
                     (struct point){at.x + 2, at.y + 3.5 * i - 5.5},
                     (struct stroke){COLOR_WARN, 0.6, 0, 0});
}

/* A pale line of all scores and a bold one of their medians. */
static void
draw_both(struct drawing *drawing, struct point at, struct stroke pale,
          struct stroke bold)
{
    const struct point raw[] = {{at.x - 5, at.y + 2},
                                {at.x - 2, at.y - 3},
                                {at.x + 1, at.y + 3},
                                {at.x + 5, at.y - 2}};

    drawing_lines(drawing, raw, N_ELEMENTS(raw), pale);
    drawing_line(drawing, (struct point){at.x - 5, at.y + 0.5},
                 (struct point){at.x + 5, at.y - 0.5}, bold);
}

static void
draw_dense(struct drawing *drawing, struct point at)
{
    draw_both(drawing, at, (struct stroke){COLOR_PALE, 0.8, 0, 0},
              (struct stroke){COLOR_ACCENT, 1.7, 0, 0});
}

/* The first one's above, the second one's, dashed, below. */
static void
draw_dense_of_two(struct drawing *drawing, struct point at)
{
    draw_both(drawing, (struct point){at.x, at.y - 3},
              (struct stroke){COLOR_FIRST_PALE, 0.7, 0, 0},
              (struct stroke){COLOR_FIRST, 1.4, 0, 0});
    draw_both(drawing, (struct point){at.x, at.y + 3},
              (struct stroke){COLOR_SECOND_PALE, 0.7, 1.2, 1.2},
              (struct stroke){COLOR_SECOND, 1.4, 2.2, 1.5});
}

static void
draw_error(struct drawing *drawing, struct point at)
{
    profile_error(drawing, (struct point){at.x - 5, at.y}, at.x + 5);
    progress_mark(drawing, at, MARK_PT, &(struct progress_point){0});
}

static void
draw_norm(struct drawing *drawing, struct point at)
{
    profile_norm(drawing, at, 10, 7);
}

/* ---- the key ---- */

struct entry {
    bool occurs;
    enum word glyph; /* what it looks like, for who does not see it */
    enum word word;
    glyph_fn *draw; /* NULL: the mark of a point */
    struct progress_point point;
};

static void
write_entry(const struct layout *layout, const struct pen *pen,
            struct point top, const struct entry *entry)
{
    struct drawing *glyph = drawing_new(GLYPH_PT, LINE_PT, layout->arena);
    struct point middle = {GLYPH_PT / 2 + (pen->is_rtl ? 1 : -1), LINE_PT / 2};

    drawing_begin(glyph, ROLE_FIGURE,
                  word_in(layout->tongue.language, entry->glyph), NULL);
    if (entry->draw)
        entry->draw(glyph, middle);
    else
        progress_mark(glyph, middle, MARK_PT, &entry->point);
    drawing_end(glyph);
    pen_add(pen, glyph, top);
    pen_text(pen, (struct point){top.x + GLYPH_PT, top.y + LINE_PT / 2 + 2.5},
             word_in(layout->tongue.language, entry->word), look_font(FONT_KEY),
             COLOR_SOFT);
}

/* Entries one behind the other, in as many lines as it takes; returns the
   height.  Without a pen they are only measured. */
static double
set_entries(const struct layout *layout, const struct entry *entries, size_t n,
            const struct pen *pen)
{
    struct point at = {0, 0};

    for (size_t i = 0; i < n; i++) {
        double width = GLYPH_PT
                       + layout_width_pt(
                           layout, look_font(FONT_KEY),
                           word_in(layout->tongue.language, entries[i].word));

        if (!entries[i].occurs)
            continue;
        if (at.x > 0 && at.x + width > layout->width_pt)
            at = (struct point){0, at.y + LINE_PT};
        if (pen)
            write_entry(layout, pen, at, &entries[i]);
        at.x += width + GAP_PT;
    }
    return at.x > 0 ? at.y + LINE_PT : 0;
}

/* ---- notes ---- */

static const char *
joined(const struct layout *layout, const char *text, const char *next)
{
    return text ? SENTENCE(layout->tongue, WORD_SENTENCE_NEXT, text, next)
                : next;
}

/* Whether the latest score may be an earlier one, of whichever partner. */
static bool
is_order_unsure(const struct subject *subject)
{
    for (size_t i = 0; i < subject->n_topics; i++) {
        const struct topic *topic = &subject->topics[i];

        if (history_is_unsure(topic->history)
            || (topic->partner && history_is_unsure(topic->partner->history)))
            return true;
    }
    return false;
}

/* What holds of all the verdicts, and what they do not say. */
static const char *
notes_of(const struct layout *layout, bool has_start)
{
    bool is_for_two = layout->subject->names[1] != NULL;
    struct judged_tally tally = {0};
    struct tongue tongue = layout->tongue;
    bool is_session = layout->subject->kind == KIND_SESSION;
    size_t n;

    if (!is_for_two)
        tally = judged_count(layout->subject, layout->arena);
    n = tally.n - tally.n_points;
    const struct {
        bool occurs;
        enum word word;
    } notes[] = {
        {is_session, WORD_EXPLAIN_SESSION},
        {is_for_two, WORD_EXPLAIN_GAP},
        {is_for_two, WORD_EXPLAIN_TWO},
        {!is_session && is_order_unsure(layout->subject), WORD_EXPLAIN_UNDATED},
        {tally.n > 0, has_start ? WORD_EXPLAIN_START : WORD_EXPLAIN_PAIR},
        {tally.has_zone && !tally.is_mixed, WORD_EXPLAIN_REPEAT},
        {n == 1, WORD_JUDGED_ONE},
        {n > 1, WORD_JUDGED_SEVERAL},
        {tally.n_points > 0, WORD_JUDGED_POINTS},
        {tally.n > 0, WORD_EXPLAIN_REGRESSION},
        {!is_session && !is_for_two && layout->subject->n_findings > tally.n,
         WORD_EXPLAIN_UNJUDGED},
        {!is_session && !is_for_two, WORD_USUAL_UNKNOWN},
        {!is_session, WORD_NUMBERS_FOLLOW},
    };
    const char *texts[] = {
        sentence_count(tongue, is_for_two ? PARTNERS_DAYS : n),
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
draw_key(const struct layout *layout, const struct entry *entries, size_t n,
         const char *notes)
{
    bool is_foot = layout->subject->kind != KIND_CLINICIAN;
    const char *stay =
        word_in(layout->tongue.language,
                layout->subject->audience == FOR_CLINICIAN ? WORD_NOT_FOR_TABLE
                                                           : WORD_MAY_STAY);
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
    layout_put(
        layout, &pen,
        (struct flow_box){.space_pt = LOOK_BLOCK_GAP_PT, .is_foot = is_foot});
}

static void
build(const struct block *block, const struct layout *layout)
{
    struct panel_marks marks = panel_find_marks(layout);
    enum word gap = panel_gap_word(layout);
    const struct entry entries[] = {
        {marks.has_concern,
         WORD_GLYPH_RING,
         WORD_KEY_RING,
         NULL,
         {.concern = CONCERN_SURE}},
        {marks.has_near,
         WORD_GLYPH_DOTTED_RING,
         WORD_KEY_NEAR,
         NULL,
         {.concern = CONCERN_NEAR}},
        {marks.has_error, WORD_GLYPH_BAR, WORD_KEY_ERROR, draw_error, {0}},
        {marks.has_norm, WORD_GLYPH_FRAME, WORD_KEY_NORM, draw_norm, {0}},
        {marks.has_prorated,
         WORD_GLYPH_HOLLOW,
         WORD_KEY_HOLLOW,
         NULL,
         {.is_prorated = true}},
        {marks.has_gap, WORD_GLYPH_CROSS, gap, progress_cross, {0}},
        {marks.has_dense_gap, WORD_GLYPH_STROKE, gap, progress_stroke, {0}},
        {marks.has_zone,
         WORD_GLYPH_GREY,
         marks.has_start ? WORD_ZONE_OF_START : WORD_ZONE,
         draw_zone,
         {0}},
        {marks.has_cutoff, WORD_GLYPH_HATCH, WORD_KEY_HATCH, draw_hatch, {0}},
        {marks.is_dense,
         WORD_GLYPH_TWO_LINES,
         WORD_KEY_DENSE,
         layout->subject->names[1] ? draw_dense_of_two : draw_dense,
         {0}},
    };

    (void)block;
    if (layout->subject->n_findings)
        draw_key(layout, entries, N_ELEMENTS(entries),
                 notes_of(layout, marks.has_start));
}

const struct block_class block_key = {.name = "key", .build = build};
