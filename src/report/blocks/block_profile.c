/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One session: a row a scale with its score on the whole range, its error, and
   where it stands among others.  Scales of one direction stand together, since
   right is better in one group and worse in the next. */
#include "report/block.h"

#include <math.h>
#include "instrument/instrument.h"
#include "report/panel.h"
#include "score/judge.h"

#define HEAD_PT 12.0
#define MOST_AIR_PT 26.0
#define TIGHT_PT 1.5 /* by which a row may be lower */
#define GAP_PT 10.0
#define BASELINE_PT 3.0 /* below the line of the range, */
#define UP_PT 5.0       /* and the tops of letters above it */
#define NAME_LINES 2.6  /* of a long title, about */

/* The columns, of A4; Letter is wider by what the last one gains. */
enum { NAME, PICTURE, SCORE, ERROR, OTHERS, N_COLUMNS };
static const double widths[N_COLUMNS] = {108, 162, 48, 62, 84};

struct profiles {
    const struct layout *layout;
    double xs[N_COLUMNS];
    double air_pt; /* that page one has for each row */
};

static double
column_pt(const struct profiles *profiles, int column)
{
    return column == N_COLUMNS - 1
               ? profiles->layout->width_pt - profiles->xs[column]
               : widths[column];
}

/* ---- what stands in a row ---- */

static const char *
score_text(struct tongue tongue, const struct finding *finding)
{
    const struct history *history = finding->topic->history;
    size_t session = history->n_sessions - 1;

    return series_score(finding->series, session)->why == WHY_SCORED
               ? sentence_score(tongue, finding, finding->series, session)
               : word_in(tongue.language, WORD_WITHOUT_SCORE);
}

/* "2.4 – 3.6", either end seen on its side of the cut-off; NULL where the error
   is not known. */
static const char *
error_text(struct tongue tongue, const struct scale *scale,
           const struct panel_standing *standing)
{
    const struct precision *precision = &standing->precision;
    int decimals = scale->decimals + (scale->decimals == 0);

    if (standing->has_cutoff) {
        decimals = judge_decimals(precision->low, standing->cutoff, decimals);
        decimals = judge_decimals(precision->high, standing->cutoff, decimals);
    }
    return precision->why == PRECISION_SAID
               ? SENTENCE(tongue, WORD_SPAN,
                          sentence_number(tongue, precision->low, decimals),
                          sentence_number(tongue, precision->high, decimals))
               : NULL;
}

/* Beyond the first and the last of a hundred nothing is counted; in words where
   lines run from the right, and a sign beside a number would point either
   way. */
static const char *
percentile_text(struct tongue tongue, double percentile)
{
    bool is_less = percentile < 1;

    if (!is_less && percentile <= 99)
        return sentence_number(tongue, percentile, 0);
    if (language_is_rtl(tongue.language))
        return SENTENCE(tongue, is_less ? WORD_IS_LESS : WORD_IS_MORE,
                        is_less ? "1" : "99");
    return is_less ? "< 1" : "> 99";
}

/* "percentile 62", or "T 54"; NULL: there is no norm. */
static const char *
norm_text(struct tongue tongue, const struct standing *standing)
{
    const struct standing_score *percentile =
        &standing->scores[NORM_PERCENTILE];
    const struct standing_score *t = &standing->scores[NORM_T];

    if (percentile->is_known)
        return SENTENCE(tongue, WORD_PERCENTILE_IS,
                        percentile_text(tongue, percentile->value));
    if (!t->is_known)
        return NULL;
    return SENTENCE(tongue, WORD_T_IS, sentence_number(tongue, t->value, 0));
}

/* No band where the blanks decide which. */
static const char *
others_text(struct tongue tongue, const struct scale *scale,
            const struct panel_standing *standing)
{
    int band = standing->score->band;
    struct band_span span = judge_band_span(scale, standing->score);
    const char *label = standing->score->why == WHY_SCORED && band >= 0
                                && span.low == span.high
                                && judge_tells_bands(scale)
                            ? scale->bands[band].label
                            : NULL;
    const char *norm = norm_text(tongue, &standing->standing);

    if (label && norm)
        return sentence_dotted(tongue, label, norm);
    return label ? label : norm;
}

/* ---- rows ---- */

static void
write_column(const struct profiles *profiles, const struct pen *pen, int column,
             double baseline, const char *text, enum look_font font,
             uint32_t color)
{
    layout_part(profiles->layout, pen, ROLE_CELL,
                (struct pen_column){profiles->xs[column], baseline,
                                    column_pt(profiles, column), color},
                text, look_font(font), ALIGN_START);
}

/* In words what the picture alone would say. */
static void
draw_picture(const struct profiles *profiles, const struct pen *pen,
             const struct profile *profile)
{
    const struct layout *layout = profiles->layout;

    drawing_begin(pen->drawing, ROLE_CELL, NULL, NULL);
    pen_add(
        pen,
        profile_draw(profile, widths[PICTURE], layout->measure, layout->arena),
        (struct point){profiles->xs[PICTURE], profiles->air_pt / 2});
    drawing_end(pen->drawing);
}

static void
add_row(const struct profiles *profiles, const struct finding *finding,
        struct flow_box box)
{
    const struct layout *layout = profiles->layout;
    struct tongue tongue = layout->tongue;
    const struct scale *scale = finding->series->scale;
    struct panel_standing standing = panel_standing(finding);
    struct profile profile = panel_profile(layout, finding);
    const char *title = layout_fit(layout, look_font(FONT_NAME), scale->title,
                                   NAME_LINES * widths[NAME]);
    const char *others = others_text(tongue, scale, &standing);

    profile.ends_part =
        profile_parts(&profile, widths[PICTURE], layout->measure);
    double line_pt = profiles->air_pt / 2 + profile_line_pt(&profile);
    double baseline = line_pt + BASELINE_PT;
    double others_pt =
        layout_height_pt(layout, look_font(FONT_CELL), others ? others : "",
                         column_pt(profiles, OTHERS));
    double title_pt =
        layout_height_pt(layout, look_font(FONT_NAME), title, widths[NAME]);
    double height = fmax(profiles->air_pt + profile_height_pt(&profile),
                         line_pt - UP_PT + fmax(others_pt, title_pt));
    struct pen pen = layout_pen(layout, height);

    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    write_column(profiles, &pen, NAME, baseline, title, FONT_NAME, COLOR_INK);
    draw_picture(profiles, &pen, &profile);
    write_column(profiles, &pen, SCORE, baseline, score_text(tongue, finding),
                 FONT_NAME,
                 standing.side == PANEL_SIDE_WORSE ? COLOR_WARN : COLOR_INK);
    write_column(profiles, &pen, ERROR, baseline,
                 error_text(tongue, scale, &standing), FONT_CELL, COLOR_INK);
    write_column(profiles, &pen, OTHERS, baseline, others, FONT_CELL,
                 COLOR_SOFT);
    drawing_end(pen.drawing);
    layout_rule_off(layout, &pen, COLOR_HAIRLINE);
    layout_put(layout, &pen, box);
}

static const struct drawing *
draw_head(const struct profiles *profiles, const char *direction)
{
    const struct layout *layout = profiles->layout;
    enum language language = layout->tongue.language;
    struct pen pen = layout_pen(layout, HEAD_PT);
    const char *titles[N_COLUMNS] = {
        [NAME] = direction,
        [PICTURE] = word_in(language, WORD_WHOLE_RANGE),
        [SCORE] = word_in(language, WORD_SCORE_COLUMN),
        [ERROR] = word_in(language, WORD_ERROR_COLUMN),
        [OTHERS] = word_in(language, WORD_OTHERS_COLUMN),
    };

    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    for (int i = 0; i < N_COLUMNS; i++)
        layout_part(layout, &pen, ROLE_HEADER_CELL,
                    (struct pen_column){profiles->xs[i], HEAD_PT - 4,
                                        column_pt(profiles, i),
                                        i == NAME ? COLOR_INK : COLOR_SOFT},
                    titles[i], look_font(i == NAME ? FONT_GROUP : FONT_COLUMN),
                    ALIGN_START);
    drawing_end(pen.drawing);
    layout_rule_off(layout, &pen, COLOR_RULE);
    return pen.drawing;
}

static const enum word directions[] = {
    [HIGHER_BETTER] = WORD_HIGHER_IS_BETTER,
    [HIGHER_WORSE] = WORD_HIGHER_IS_WORSE,
    [DIRECTION_NEITHER] = WORD_NO_BETTER_END,
};

/* Those that go the same way as the first of them. */
static void
add_group(const struct profiles *profiles, size_t first)
{
    const struct layout *layout = profiles->layout;
    const struct subject *subject = layout->subject;
    enum direction direction =
        subject->findings[first].series->scale->direction;
    const char *text = word_in(layout->tongue.language, directions[direction]);
    struct flow_box box = layout_table(layout, text, draw_head(profiles, text),
                                       LOOK_BLOCK_GAP_PT - 4, false);

    for (size_t i = first; i < subject->n_findings; i++)
        if (subject->findings[i].series->scale->direction == direction)
            add_row(profiles, &subject->findings[i], box);
}

static void
build(const struct block *block, const struct layout *layout)
{
    struct profiles profiles = {.layout = layout};
    bool is_told[N_ELEMENTS(directions)] = {false};

    if (!layout->subject->n_findings)
        return;
    for (int i = 1; i < N_COLUMNS; i++)
        profiles.xs[i] = profiles.xs[i - 1] + widths[i - 1] + GAP_PT;
    profiles.air_pt =
        layout->is_tight
            ? -TIGHT_PT
            : fmax(0, fmin(MOST_AIR_PT,
                           0.9 * layout->spare_pt
                               / (double)layout->subject->n_findings));
    layout_heading(layout, block_heading(block, layout, WORD_PROFILE));
    for (size_t i = 0; i < layout->subject->n_findings; i++) {
        enum direction direction =
            layout->subject->findings[i].series->scale->direction;

        if (!is_told[direction])
            add_group(&profiles, i);
        is_told[direction] = true;
    }
}

const struct block_class block_profile = {
    .name = "profile", .build = build, .is_of_one = true};
