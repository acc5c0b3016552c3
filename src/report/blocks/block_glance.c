/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At a glance: a row a scale, with its course, its first and latest score, the
   change with the limit that it is held against, and what that says. */
#include "report/block.h"

#include "chart/sparkline.h"
#include "instrument/instrument.h"
#include "report/judged.h"
#include "report/look.h"
#include "report/panel.h"
#include "report/sentences.h"
#include "report/table.h"

#define ROW_PT 18.0
#define SPARK_WIDTH_PT 46.0
#define SPARK_HEIGHT_PT 12.0

enum { NAME, COURSE, FIRST, LATEST, CHANGE, SAYS, N_COLUMNS };

/* Scales differ in their units, so that no two numbers of a column are added
   up or compared: all of them begin at its edge. */
static const struct {
    enum word title;
    enum table_kind kind;
    double least_pt;
    double most_pt;
    bool wraps;
} columns[N_COLUMNS] = {
    [NAME] = {WORD_SCALE_COLUMN, TABLE_TEXT, 60, 110, true},
    [COURSE] = {WORD_COURSE_COLUMN, TABLE_PICTURE, SPARK_WIDTH_PT,
                SPARK_WIDTH_PT, false},
    [FIRST] = {WORD_FIRST, TABLE_TEXT, 24, 60, false},
    [LATEST] = {WORD_LATEST, TABLE_TEXT, 24, 60, false},
    [CHANGE] = {WORD_CHANGE, TABLE_TEXT, 30, 96, false},
    [SAYS] = {WORD_WHAT_IT_SAYS, TABLE_TEXT, 60, 200, true},
};

/* ---- rows ---- */

static enum cell_mark
mark_of(const struct verdict *verdict)
{
    switch (verdict->kind) {
    case VERDICT_BETTER:
        return MARK_BETTER;
    case VERDICT_WORSE:
        return MARK_WORSE;
    case VERDICT_NO_CHANGE:
    case VERDICT_NO_ROOM:
    case VERDICT_DEPENDS:
    case VERDICT_UNJUDGED:
    case VERDICT_HIGHER:
    case VERDICT_LOWER:
    case VERDICT_SAME:
    case N_VERDICTS:
        break;
    }
    return MARK_LEVEL;
}

static void
fill_scores(struct table_cell *cells, const struct series *series,
            const struct verdict *verdict, struct tongue tongue)
{
    int decimals = series->scale->decimals;
    const struct score *first = series_score(series, series->first);
    const struct score *latest = series_score(series, series->latest);

    cells[FIRST].text = sentence_number(tongue, first->value, decimals);
    cells[LATEST].text = sentence_number(tongue, latest->value, decimals);
    cells[LATEST].is_strong = true;
    if (series->first == series->latest)
        return;
    cells[CHANGE].text = judged_change(tongue, series, verdict);
    cells[SAYS].mark = mark_of(verdict);
    cells[SAYS].below = judged_rest(tongue, verdict);
}

static const struct table_cell *
cells_of(const struct series *series, struct tongue tongue)
{
    struct table_cell *cells =
        ARENA_ARRAY(tongue.arena, N_COLUMNS, struct table_cell);
    struct verdict verdict = judged_of(series);

    cells[NAME] =
        (struct table_cell){.text = series->scale->title, .is_strong = true};
    if (panel_can_draw(series)) {
        struct progress_chart chart = panel_chart(series, tongue);

        cells[COURSE].picture = sparkline_draw(&chart, SPARK_WIDTH_PT,
                                               SPARK_HEIGHT_PT, tongue.arena);
    }
    cells[SAYS] = (struct table_cell){
        .text = judged_headline(tongue, series, &verdict), .is_soft = true};
    if (series->n_scored)
        fill_scores(cells, series, &verdict, tongue);
    return cells;
}

static size_t
add_topic(struct table_row *rows, const struct topic *topic, bool is_named,
          struct tongue tongue)
{
    size_t n = 0;

    if (is_named)
        rows[n++].group = topic->history->instrument->title;
    for (size_t i = 0; i < topic->n_series; i++)
        rows[n++].cells = cells_of(&topic->series[i], tongue);
    return n;
}

static const struct table_row *
rows_of(const struct layout *layout, size_t *n_rows)
{
    const struct subject *subject = layout->subject;
    struct tongue tongue = {layout->language, layout->arena};
    struct table_row *rows;
    size_t n = 0;

    for (size_t i = 0; i < subject->n_topics; i++)
        n += 1 + subject->topics[i].n_series;
    rows = ARENA_ARRAY(layout->arena, n, struct table_row);
    n = 0;
    for (size_t i = 0; i < subject->n_topics; i++)
        n += add_topic(rows + n, &subject->topics[i], subject->n_topics > 1,
                       tongue);
    *n_rows = n;
    return rows;
}

/* ---- the table ---- */

/* "change, 95 %" where all limits on the page are of one level. */
static const char *
change_title(const struct layout *layout)
{
    struct tongue tongue = {layout->language, layout->arena};
    struct judged_tally tally = {0};
    const char *percent;

    for (size_t i = 0; i < layout->subject->n_topics; i++)
        judged_count_topic(&tally, &layout->subject->topics[i]);
    if (!tally.has_zone)
        return word_in(layout->language, WORD_CHANGE);
    if (tally.n_points || tally.is_mixed)
        return word_in(layout->language, WORD_CHANGE_AND_LIMIT);
    percent = judged_percent(tongue, tally.share);
    return sentence_of(tongue, WORD_CHANGE_WITHIN, &percent, 1);
}

static void
build(const struct block *block, const struct layout *layout)
{
    struct table_column titled[N_COLUMNS];
    struct table table = {
        .text = block_heading(block, WORD_AT_A_GLANCE, layout->language),
        .columns = titled,
        .n_columns = N_COLUMNS,
        .row_pt = ROW_PT,
        .is_spread = true,
    };

    if (layout->subject->n_topics == 0)
        return;
    for (size_t i = 0; i < N_COLUMNS; i++)
        titled[i] = (struct table_column){
            .title = word_in(layout->language, columns[i].title),
            .kind = columns[i].kind,
            .least_pt = columns[i].least_pt,
            .most_pt = columns[i].most_pt,
            .wraps = columns[i].wraps,
        };
    titled[CHANGE].title = change_title(layout);
    table.rows = rows_of(layout, &table.n_rows);
    layout_heading(layout, table.text);
    table_flow(&table, layout);
}

const struct block_class block_glance = {.name = "glance", .build = build};
