/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every number that the charts show, and those that they cannot: a row a
   session, a column a scale, a table an instrument. */
#include "report/block.h"

#include "instrument/instrument.h"
#include "report/look.h"
#include "report/sentences.h"
#include "report/table.h"

#define ROW_PT 15.0

enum { SESSION, DATE, N_FIXED };

struct numbers {
    struct tongue tongue;
    const struct topic *topic;
    bool has_missing;
    bool has_prorated;
};

/* Why there is no score is for the clinician alone. */
static struct table_cell
cell_of(struct numbers *numbers, const struct series *series, size_t session)
{
    const struct score *score = series_score(series, session);

    if (score->why != WHY_SCORED) {
        numbers->has_missing = true;
        return (struct table_cell){.text = "–", .is_soft = true};
    }
    numbers->has_prorated |= score->prorated;
    return (struct table_cell){
        .text = sentence_number(numbers->tongue, score->value,
                                series->scale->decimals),
        .sign = score->prorated ? "*" : NULL,
    };
}

static struct table_row
row_of(struct numbers *numbers, size_t session)
{
    const struct topic *topic = numbers->topic;
    const struct session *at = &topic->history->sessions[session];
    struct table_cell *cells = ARENA_ARRAY(
        numbers->tongue.arena, N_FIXED + topic->n_series, struct table_cell);

    cells[SESSION].text = at->label;
    cells[DATE] = (struct table_cell){
        .text = sentence_date(numbers->tongue, at->date_days),
        .is_soft = true,
    };
    for (size_t i = 0; i < topic->n_series; i++)
        cells[N_FIXED + i] = cell_of(numbers, &topic->series[i], session);
    return (struct table_row){.cells = cells};
}

static const struct table_column *
columns_of(const struct numbers *numbers)
{
    const struct topic *topic = numbers->topic;
    enum language language = numbers->tongue.language;
    struct table_column *columns = ARENA_ARRAY(
        numbers->tongue.arena, N_FIXED + topic->n_series, struct table_column);

    columns[SESSION] = (struct table_column){
        word_in(language, WORD_SESSION_COLUMN), TABLE_TEXT, 30, 90, false};
    columns[DATE] = (struct table_column){word_in(language, WORD_DATE_COLUMN),
                                          TABLE_TEXT, 60, 120, false};
    for (size_t i = 0; i < topic->n_series; i++)
        columns[N_FIXED + i] = (struct table_column){
            topic->series[i].scale->title, TABLE_NUMBER, 36, 76, false};
    return columns;
}

static void
say_signs(const struct layout *layout, const struct numbers *numbers)
{
    const char *signs = NULL;
    const char *prorated =
        sentence_of(numbers->tongue, WORD_PRORATED_SIGN, NULL, 0);

    if (numbers->has_missing)
        signs = sentence_of(numbers->tongue, WORD_NO_SCORE_SIGN, NULL, 0);
    if (numbers->has_prorated)
        signs = signs ? sentence_dotted(numbers->tongue, signs, prorated)
                      : prorated;
    if (signs)
        layout_paragraph(layout, signs, LOOK_HEADING_GAP_PT);
}

static void
add_topic(const struct layout *layout, const struct topic *topic)
{
    struct numbers numbers = {
        .tongue = {layout->language, layout->arena},
        .topic = topic,
    };
    size_t n = topic->history->n_sessions;
    struct table_row *rows = ARENA_ARRAY(layout->arena, n, struct table_row);
    struct table table = {
        .text = topic->history->instrument->title,
        .columns = columns_of(&numbers),
        .n_columns = N_FIXED + topic->n_series,
        .n_fixed = N_FIXED,
        .rows = rows,
        .n_rows = n,
        .row_pt = ROW_PT,
    };

    for (size_t i = 0; i < n; i++)
        rows[i] = row_of(&numbers, i);
    layout_group(layout, topic, 2 * LOOK_HEADING_GAP_PT);
    table_flow(&table, layout);
    say_signs(layout, &numbers);
}

static void
build(const struct block *block, const struct layout *layout)
{
    const struct subject *subject = layout->subject;

    if (subject->n_sessions == 0)
        return;
    layout_heading(layout,
                   block_heading(block, WORD_ALL_NUMBERS, layout->language));
    for (size_t i = 0; i < subject->n_topics; i++)
        if (subject->topics[i].history->n_sessions)
            add_topic(layout, &subject->topics[i]);
}

const struct block_class block_table = {.name = "table", .build = build};
