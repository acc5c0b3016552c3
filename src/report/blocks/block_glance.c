/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At a glance: a row a scale, with its course, its first and latest score and
   which of them is higher. */
#include "report/block.h"

#include "chart/sparkline.h"
#include "instrument/instrument.h"
#include "report/look.h"
#include "report/panel.h"
#include "report/sentences.h"
#include "report/table.h"

#define ROW_PT 18.0
#define SPARK_WIDTH_PT 76.0
#define SPARK_HEIGHT_PT 12.0

enum { NAME, COURSE, FIRST, LATEST, DIFFERENCE, IN_WORDS, N_COLUMNS };

static const struct {
    enum word title;
    enum table_kind kind;
    double least_pt;
    double most_pt;
} columns[N_COLUMNS] = {
    [NAME] = {WORD_SCALE_COLUMN, TABLE_TEXT, 96, 150},
    [COURSE] = {WORD_COURSE_COLUMN, TABLE_PICTURE, SPARK_WIDTH_PT,
                SPARK_WIDTH_PT},
    [FIRST] = {WORD_FIRST, TABLE_NUMBER, 26, 60},
    [LATEST] = {WORD_LATEST, TABLE_NUMBER, 26, 60},
    [DIFFERENCE] = {WORD_DIFFERENCE, TABLE_NUMBER, 34, 60},
    [IN_WORDS] = {WORD_IN_WORDS, TABLE_TEXT, 60, 200},
};

static void
fill_scores(struct table_cell *cells, const struct series *series,
            struct tongue tongue)
{
    int decimals = series->scale->decimals;
    const struct score *first = series_score(series, series->first);
    const struct score *latest = series_score(series, series->latest);
    bool has_two = series->first != series->latest;

    cells[FIRST].text = sentence_number(tongue, first->value, decimals);
    cells[LATEST].text = sentence_number(tongue, latest->value, decimals);
    cells[LATEST].is_strong = true;
    if (has_two)
        cells[DIFFERENCE].text = sentence_difference(tongue, series);
    cells[IN_WORDS].text = has_two ? sentence_comparison(tongue, series)
                                   : word_in(tongue.language, WORD_ONE_SCORE);
    cells[IN_WORDS].is_soft = !has_two;
}

static const struct table_cell *
cells_of(const struct series *series, struct tongue tongue)
{
    struct table_cell *cells =
        ARENA_ARRAY(tongue.arena, N_COLUMNS, struct table_cell);

    cells[NAME] =
        (struct table_cell){.text = series->scale->title, .is_strong = true};
    if (panel_can_draw(series)) {
        struct progress_chart chart = panel_chart(series, tongue);

        cells[COURSE].picture = sparkline_draw(&chart, SPARK_WIDTH_PT,
                                               SPARK_HEIGHT_PT, tongue.arena);
    }
    if (series->n_scored) {
        fill_scores(cells, series, tongue);
    } else {
        cells[IN_WORDS].text = word_in(tongue.language, WORD_NO_SCORE);
        cells[IN_WORDS].is_soft = true;
    }
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
        };
    table.rows = rows_of(layout, &table.n_rows);
    layout_heading(layout, table.text);
    table_flow(&table, layout);
}

const struct block_class block_glance = {.name = "glance", .build = build};
