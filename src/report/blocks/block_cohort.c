/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of many: who is in and who is not, what became of them, and how far
   they moved; a table each, a row a scale. */
#include "report/block.h"

#include "instrument/instrument.h"
#include "report/cohort.h"
#include "report/judged.h"
#include "score/judge.h"

#define NAME_PT 138.0

enum { MOST_COLUMNS = 6 };

/* A table whose cells are all known before it is drawn. */
struct table {
    const struct layout *layout;
    const char *const *heads;
    const double *shares; /* NULL: equal */
    size_t n_columns;
    struct row_list VEC(struct row) rows;
};
struct row {
    const char *name;
    const char *cells[MOST_COLUMNS];
};

static void
add_row(struct table *table, const char *name, const char *const *cells)
{
    struct row *row = vec_add(table->layout->arena, &table->rows);

    row->name = name;
    for (size_t i = 0; i < table->n_columns; i++)
        row->cells[i] = cells[i];
}

static bool
tells(const struct table *table, size_t column)
{
    enum language language = table->layout->tongue.language;

    for (size_t i = 0; i < table->rows.n; i++)
        if (table->rows.items[i].cells[column]
            != word_in(language, WORD_COHORT_HIDDEN))
            return true;
    return false;
}

/* Draws it, if it has rows: without columns that are hidden in every row, which
   are named behind it. */
static void
draw(const struct table *table, const char *heading)
{
    struct tongue tongue = table->layout->tongue;
    const char *heads[MOST_COLUMNS];
    double shares[MOST_COLUMNS];
    const char *hidden[MOST_COLUMNS];
    size_t columns[MOST_COLUMNS];
    size_t n = 0;
    size_t n_hidden = 0;
    double all = 0;

    if (!table->rows.n)
        return;
    for (size_t i = 0; i < table->n_columns; i++) {
        if (!tells(table, i)) {
            if (!n_hidden || hidden[n_hidden - 1] != table->heads[i])
                hidden[n_hidden++] = table->heads[i];
            continue;
        }
        columns[n] = i;
        heads[n] = table->heads[i];
        shares[n] = table->shares ? table->shares[i] : 1;
        all += shares[n++];
    }
    for (size_t i = 0; i < n; i++)
        shares[i] /= all;
    struct layout_grid grid =
        layout_grid(table->layout,
                    (struct layout_heads){heading, heads, shares, n, NAME_PT});
    for (size_t i = 0; i < table->rows.n; i++) {
        const struct row *row = &table->rows.items[i];
        const char *cells[MOST_COLUMNS];

        for (size_t k = 0; k < n; k++)
            cells[k] = row->cells[columns[k]];
        (void)layout_grid_row(&grid, row->name, cells);
    }
    if (n_hidden)
        layout_paragraph(table->layout,
                         SENTENCE(tongue, WORD_COHORT_ALL_HIDDEN,
                                  sentence_joined(tongue, WORD_CLAUSE_NEXT,
                                                  hidden, n_hidden)),
                         LOOK_PARAGRAPH_GAP_PT);
}

/* A number, or that it is hidden. */
static const char *
count_text(struct tongue tongue, size_t n, bool is_hidden)
{
    return is_hidden ? word_in(tongue.language, WORD_COHORT_HIDDEN)
                     : sentence_count(tongue, n);
}

/* ---- who is in ---- */

/* Whether some number of a scale of the questionnaire is one of few people. */
static bool
has_few(const struct cohort *cohort, const struct instrument *instrument)
{
    for (size_t i = 0; i < cohort->n_scales; i++) {
        const struct cohort_scale *scale = &cohort->scales[i];

        for (int k = 0; k < N_COHORT_PARTS; k++)
            if (scale->instrument == instrument && scale->parts[k] > 0
                && scale->parts[k] < COHORT_LEAST)
                return true;
    }
    return false;
}

/* How many are in stands on the page again, and is hidden for no other's sake;
   where the number of all is hidden, so is all that would add up to it.  As
   many have not been given one scale of a questionnaire as another: what the
   row of one hides would follow from that of the other. */
static void
hide_parts(const struct cohort *cohort, const struct cohort_scale *scale,
           bool *is_hidden)
{
    bool hides = cohort->hides_total || has_few(cohort, scale->instrument);

    for (int i = 0; i < N_COHORT_PARTS; i++)
        is_hidden[i] = hides;
    is_hidden[COHORT_IN] = scale->n < COHORT_LEAST && scale->n > 0;
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
    struct table table = {layout, heads, NULL, N_COHORT_PARTS, {0}};

    for (size_t i = 0; i < cohort->n_scales; i++) {
        const struct cohort_scale *scale = &cohort->scales[i];
        const char *cells[N_COHORT_PARTS];
        bool is_hidden[N_COHORT_PARTS];

        hide_parts(cohort, scale, is_hidden);
        for (int k = 0; k < N_COHORT_PARTS; k++)
            cells[k] = count_text(tongue, scale->parts[k], is_hidden[k]);
        add_row(&table, scale->scale->title, cells);
    }
    draw(&table, block_heading(block, layout, WORD_COHORT_MEMBERS));
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
    struct table table = {layout, texts, NULL, N_CATEGORIES, {0}};

    for (size_t k = 0; k < N_CATEGORIES; k++)
        texts[k] = category_text(order[k], tongue.language);
    for (size_t i = 0; i < cohort->n_scales; i++) {
        const struct cohort_scale *scale = &cohort->scales[i];
        const char *cells[N_CATEGORIES];
        size_t counts[N_CATEGORIES];
        bool is_hidden[N_CATEGORIES];

        if (scale->n < COHORT_LEAST || !scale->n_judged)
            continue;
        for (size_t k = 0; k < N_CATEGORIES; k++)
            counts[k] = scale->categories[order[k]];
        few_hide(counts, N_CATEGORIES, is_hidden);
        for (size_t k = 0; k < N_CATEGORIES; k++)
            cells[k] = count_text(tongue, counts[k], is_hidden[k]);
        add_row(&table, scale->scale->title, cells);
    }
    draw(&table, block_heading(block, layout, WORD_COHORT_OUTCOMES));
}

/* ---- how far they moved ---- */

static const char *
mean_text(struct tongue tongue, const struct cohort_scale *scale,
          const struct cohort_end *end, int decimals)
{
    if (scale->tells_few)
        return word_in(tongue.language, WORD_COHORT_HIDDEN);
    return SENTENCE(tongue, WORD_COHORT_MEAN_SD,
                    sentence_number(tongue, end->moments.mean, decimals),
                    sentence_number(tongue, end->sd, decimals));
}

static const char *
quartiles_text(struct tongue tongue, const struct cohort_scale *scale,
               const struct cohort_end *end, int decimals)
{
    const char *texts[3];

    if (!scale->tells_quartiles || scale->tells_few)
        return word_in(tongue.language, WORD_COHORT_HIDDEN);
    for (int i = 0; i < 3; i++)
        texts[i] = sentence_number(tongue, end->quartiles[i], decimals);
    return sentence_of(tongue, WORD_COHORT_QUARTILES_OF, texts, 3);
}

static const char *
change_text(struct tongue tongue, const struct cohort_scale *scale,
            int decimals)
{
    const struct clustered_mean *change = &scale->change;

    /* Whether it may be none at all is seen. */
    if (change->has_interval)
        decimals = judge_decimals(change->low, 0,
                                  judge_decimals(change->high, 0, decimals));
    const char *texts[] = {sentence_number(tongue, change->mean, decimals),
                           sentence_number(tongue, change->low, decimals),
                           sentence_number(tongue, change->high, decimals)};

    if (scale->tells_few)
        return word_in(tongue.language, WORD_COHORT_HIDDEN);
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
    struct table table = {layout, heads, shares, MOST_COLUMNS, {0}};

    for (size_t i = 0; i < cohort->n_scales; i++) {
        const struct cohort_scale *scale = &cohort->scales[i];
        int decimals = scale->scale->decimals > 1 ? scale->scale->decimals : 1;

        if (scale->n < COHORT_LEAST)
            continue;
        const char *cells[MOST_COLUMNS] = {
            sentence_count(tongue, scale->n),
            mean_text(tongue, scale, &scale->first_end, decimals),
            quartiles_text(tongue, scale, &scale->first_end, decimals),
            mean_text(tongue, scale, &scale->latest_end, decimals),
            quartiles_text(tongue, scale, &scale->latest_end, decimals),
            change_text(tongue, scale, decimals),
        };
        add_row(&table, scale->scale->title, cells);
    }
    draw(&table, block_heading(block, layout, WORD_COHORT_CHANGES));
    layout_paragraph(layout, word_in(language, WORD_COHORT_NOTE),
                     LOOK_HEADING_GAP_PT);
}

const struct block_class block_members = {
    .name = "members", .build = build_members, .is_of_many = true};
const struct block_class block_outcomes = {
    .name = "outcomes", .build = build_outcomes, .is_of_many = true};
const struct block_class block_changes = {
    .name = "changes", .build = build_changes, .is_of_many = true};
