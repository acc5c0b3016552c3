/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of many: who is in and who is not, what became of them, and how far
   they moved; a table each, a row a scale. */
#include "report/block.h"

#include <math.h>
#include "instrument/instrument.h"
#include "report/cohort.h"
#include "report/judged.h"

#define TITLE_PT 138.0
#define GAP_PT 6.0
#define ROW_PT 13.0
#define TEXT_UP_PT 3.6 /* the baseline above the foot of a row */

enum { MOST_COLUMNS = 6 };

struct table {
    const struct layout *layout;
    size_t n_columns;
    double xs[MOST_COLUMNS + 1]; /* where the columns begin, and the end */
    struct flow_box box;         /* of the next row */
};

/* ---- tables ---- */

static double
width_of(const struct table *table, size_t column)
{
    return table->xs[column + 1] - table->xs[column] - GAP_PT;
}

static double
cell_pt(const struct table *table, size_t column, const char *text,
        struct font font)
{
    return layout_height_pt(table->layout, font, text, width_of(table, column));
}

/* Numbers stand on their first line; heads of some lines, on their last. */
static void
write_cells(const struct table *table, const struct pen *pen, enum role role,
            double top, const char *const *texts)
{
    const struct layout *layout = table->layout;
    bool is_head = role == ROLE_HEADER_CELL;
    struct font font = look_font(is_head ? FONT_COLUMN : FONT_CELL);

    for (size_t i = 0; i < table->n_columns; i++)
        layout_part(layout, pen, role,
                    (struct pen_column){
                        table->xs[i],
                        top - (is_head ? cell_pt(table, i, texts[i], font) : 0)
                            + layout_ascent_pt(layout, font),
                        width_of(table, i), is_head ? COLOR_SOFT : COLOR_INK},
                    texts[i], font, ALIGN_START);
}

/* Begins a table under its heading; 'shares' are those of its columns in what
   the titles leave, NULL: equal. */
static struct table
table_begin(const struct layout *layout, const char *heading,
            const char *const *heads, const double *shares, size_t n_columns)
{
    struct table table = {
        .layout = layout,
        .n_columns = n_columns,
        .xs = {TITLE_PT},
    };
    double height = 0;

    layout_heading(layout, heading);
    for (size_t i = 0; i < n_columns; i++)
        table.xs[i + 1] = table.xs[i]
                          + (layout->width_pt - TITLE_PT)
                                * (shares ? shares[i] : 1 / (double)n_columns);
    for (size_t i = 0; i < n_columns; i++)
        height =
            fmax(height, cell_pt(&table, i, heads[i], look_font(FONT_COLUMN)));
    struct pen pen = layout_pen(layout, height + 2);
    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    layout_part(layout, &pen, ROLE_HEADER_CELL, (struct pen_column){0}, NULL,
                look_font(FONT_COLUMN), ALIGN_START);
    write_cells(&table, &pen, ROLE_HEADER_CELL, height, heads);
    drawing_end(pen.drawing);
    layout_rule_off(layout, &pen, COLOR_RULE);
    table.box = layout_table(layout, heading, pen.drawing, 0, false);
    return table;
}

/* A title has as many lines as it needs; numbers stand beside its first. */
static void
table_row(struct table *table, const struct cohort_scale *scale,
          const char *const *cells)
{
    const struct layout *layout = table->layout;
    struct font font = look_font(FONT_CELL);
    double width = TITLE_PT - GAP_PT;
    double more =
        layout_height_pt(layout, font, scale->scale->title, width)
        - layout_height_pt(layout, font, "x", width); /* below the first line */
    struct pen pen = layout_pen(layout, ROW_PT + more);
    double baseline = ROW_PT - TEXT_UP_PT;

    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    layout_part(layout, &pen, ROLE_HEADER_CELL,
                (struct pen_column){0, baseline, width, COLOR_INK},
                scale->scale->title, font, ALIGN_START);
    write_cells(table, &pen, ROLE_CELL,
                baseline - layout_ascent_pt(layout, font), cells);
    drawing_end(pen.drawing);
    layout_rule_off(layout, &pen, COLOR_HAIRLINE);
    layout_put(layout, &pen, table->box);
}

/* A number, or that it is hidden. */
static const char *
count_text(struct tongue tongue, size_t n, bool is_hidden)
{
    return is_hidden ? word_in(tongue.language, WORD_COHORT_HIDDEN)
                     : sentence_count(tongue, n);
}

/* ---- who is in ---- */

/* How many are in stands on the page again, so another number is hidden in its
   place. */
static void
hide_parts(const size_t *parts, bool *is_hidden)
{
    size_t others[N_COHORT_PARTS];
    bool any = false;

    cohort_hide(parts + 1, N_COHORT_PARTS - 1, is_hidden + 1);
    is_hidden[COHORT_IN] = parts[COHORT_IN] < COHORT_LEAST;
    for (int i = 1; i < N_COHORT_PARTS; i++)
        any |= is_hidden[i];
    if (!is_hidden[COHORT_IN] || any)
        return;
    for (int i = 1; i < N_COHORT_PARTS; i++)
        others[i] = parts[i];
    others[COHORT_IN] = 1;
    cohort_hide(others, N_COHORT_PARTS, is_hidden);
}

static void
build_members(const struct block *block, const struct layout *layout)
{
    const struct cohort *cohort = layout->subject->cohort;
    struct tongue tongue = layout->tongue;
    const char *heads[N_COHORT_PARTS] = {
        [COHORT_IN] = word_in(tongue.language, WORD_COHORT_IN),
        [COHORT_ONE_SCORE] = word_in(tongue.language, WORD_COHORT_ONE),
        [COHORT_NO_SCORE] = word_in(tongue.language, WORD_COHORT_NO_SCORE),
        [COHORT_NOT_GIVEN] = word_in(tongue.language, WORD_COHORT_NOT_GIVEN),
    };
    struct table table =
        table_begin(layout, block_heading(block, layout, WORD_COHORT_MEMBERS),
                    heads, NULL, N_COHORT_PARTS);

    for (size_t i = 0; i < cohort->n_scales; i++) {
        const struct cohort_scale *scale = &cohort->scales[i];
        const char *cells[N_COHORT_PARTS];
        bool is_hidden[N_COHORT_PARTS];

        hide_parts(scale->parts, is_hidden);
        for (int k = 0; k < N_COHORT_PARTS; k++)
            cells[k] = count_text(tongue, scale->parts[k], is_hidden[k]);
        table_row(&table, scale, cells);
    }
}

/* ---- what became of them ---- */

static void
build_outcomes(const struct block *block, const struct layout *layout)
{
    static const enum verdict_category order[] = {
        CATEGORY_RECOVERED,    CATEGORY_IMPROVED, CATEGORY_UNCHANGED,
        CATEGORY_DETERIORATED, CATEGORY_HARMED,   CATEGORY_NONE};
    const struct cohort *cohort = layout->subject->cohort;
    struct tongue tongue = layout->tongue;
    const char *texts[N_CATEGORIES];
    struct table table;
    bool has_begun = false;

    for (size_t k = 0; k < N_CATEGORIES; k++)
        texts[k] = category_text(order[k], tongue.language);
    for (size_t i = 0; i < cohort->n_scales; i++) {
        const struct cohort_scale *scale = &cohort->scales[i];
        const char *cells[N_CATEGORIES];
        size_t counts[N_CATEGORIES];
        bool is_hidden[N_CATEGORIES];

        if (scale->n < COHORT_LEAST || !scale->n_judged)
            continue;
        if (!has_begun)
            table = table_begin(
                layout, block_heading(block, layout, WORD_COHORT_OUTCOMES),
                texts, NULL, N_CATEGORIES);
        has_begun = true;
        for (size_t k = 0; k < N_CATEGORIES; k++)
            counts[k] = scale->categories[order[k]];
        cohort_hide(counts, N_CATEGORIES, is_hidden);
        for (size_t k = 0; k < N_CATEGORIES; k++)
            cells[k] = count_text(tongue, counts[k], is_hidden[k]);
        table_row(&table, scale, cells);
    }
}

/* ---- how far they moved ---- */

static const char *
mean_text(struct tongue tongue, const struct cohort_end *end, int decimals)
{
    return SENTENCE(tongue, WORD_COHORT_MEAN_SD,
                    sentence_number(tongue, end->moments.mean, decimals),
                    sentence_number(tongue, end->sd, decimals));
}

static const char *
quartiles_text(struct tongue tongue, const struct cohort_scale *scale,
               const struct cohort_end *end, int decimals)
{
    const char *texts[3];

    if (!scale->tells_quartiles)
        return word_in(tongue.language, WORD_COHORT_HIDDEN);
    for (int i = 0; i < 3; i++)
        texts[i] = sentence_number(tongue, end->quartiles[i], decimals);
    return sentence_of(tongue, WORD_COHORT_QUARTILES_OF, texts, 3);
}

static const char *
change_text(struct tongue tongue, const struct clustered_mean *change,
            int decimals)
{
    const char *texts[] = {sentence_number(tongue, change->mean, decimals),
                           sentence_number(tongue, change->low, decimals),
                           sentence_number(tongue, change->high, decimals)};

    return change->has_interval
               ? sentence_of(tongue, WORD_COHORT_INTERVAL, texts, 3)
               : texts[0];
}

static void
build_changes(const struct block *block, const struct layout *layout)
{
    const struct cohort *cohort = layout->subject->cohort;
    struct tongue tongue = layout->tongue;
    const enum language language = tongue.language;
    const char *heads[MOST_COLUMNS] = {
        word_in(language, WORD_COHORT_CLIENTS),
        word_in(language, WORD_COHORT_FIRST),
        word_in(language, WORD_COHORT_QUARTILES),
        word_in(language, WORD_COHORT_LATEST),
        word_in(language, WORD_COHORT_QUARTILES),
        word_in(language, WORD_COHORT_CHANGE),
    };
    static const double shares[MOST_COLUMNS] = {0.06, 0.14, 0.19,
                                                0.14, 0.19, 0.28};
    struct table table;
    bool has_begun = false;

    for (size_t i = 0; i < cohort->n_scales; i++) {
        const struct cohort_scale *scale = &cohort->scales[i];
        int decimals = scale->scale->decimals > 1 ? scale->scale->decimals : 1;

        if (scale->n < COHORT_LEAST)
            continue;
        if (!has_begun)
            table = table_begin(
                layout, block_heading(block, layout, WORD_COHORT_CHANGES),
                heads, shares, MOST_COLUMNS);
        has_begun = true;
        const char *cells[MOST_COLUMNS] = {
            sentence_count(tongue, scale->n),
            mean_text(tongue, &scale->first_end, decimals),
            quartiles_text(tongue, scale, &scale->first_end, decimals),
            mean_text(tongue, &scale->latest_end, decimals),
            quartiles_text(tongue, scale, &scale->latest_end, decimals),
            change_text(tongue, &scale->change, decimals),
        };
        table_row(&table, scale, cells);
    }
    layout_paragraph(layout, word_in(language, WORD_COHORT_NOTE),
                     LOOK_HEADING_GAP_PT);
}

const struct block_class block_members = {
    .name = "members", .build = build_members, .is_of_many = true};
const struct block_class block_outcomes = {
    .name = "outcomes", .build = build_outcomes, .is_of_many = true};
const struct block_class block_changes = {
    .name = "changes", .build = build_changes, .is_of_many = true};
