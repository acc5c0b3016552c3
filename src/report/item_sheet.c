/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One study behind the other; see item_sheet.h. */
#include "report/item_sheet.h"

#include <math.h>
#include "base/num.h"
#include "base/utf8.h"
#include "chart/scatter.h"
#include "instrument/instrument.h"
#include "output/item_study.h"
#include "report/cohort.h"
#include "report/layout.h"
#include "report/page.h"

#define NAME_PT 138.0 /* of a scale */
#define ITEM_PT 205.0
#define SPREAD_PT 92.0
#define BETWEEN_PT 16.0
#define BAR_PT 6.0
#define BAR_DOWN_PT 4.2 /* its top below that of its row */
#define NUMBER_PT 26.0  /* beside it */
#define BAR_GAP_PT 6.0  /* as between columns */

enum { A_ROW = 3, MOST_SCALES = 5, FIGURE_DECIMALS = 2, PERCENT = 100 };

static const struct font title_font = {.size_pt = 20,
                                       .weight = WEIGHT_SEMIBOLD};

static const struct instrument *
instrument_of(const struct study *study)
{
    return study->sums->layout->plan->instrument;
}

/* ---- figures in words ---- */

static const char *
number_text(struct tongue tongue, double value, int decimals)
{
    return isnan(value) ? "–" : sentence_number(tongue, value, decimals);
}

static const char *
figure_text(struct tongue tongue, const struct figure_told *told, int decimals)
{
    return number_text(tongue, told->value, figure_decimals(told, decimals));
}

static const char *
share_text(struct tongue tongue, const struct figure_told *told)
{
    if (isnan(told->value))
        return "–";
    return SENTENCE(tongue, WORD_SHARE,
                    sentence_number(tongue, PERCENT * told->value, 0));
}

static const char *
mean_text(struct tongue tongue, const struct figure_told *mean,
          const struct figure_told *sd, int decimals)
{
    if (isnan(mean->value))
        return "–";
    return SENTENCE(tongue, WORD_COHORT_MEAN_SD,
                    figure_text(tongue, mean, decimals),
                    figure_text(tongue, sd, decimals));
}

static const char *
alpha_text(struct tongue tongue, const struct figure_told *told)
{
    const char *alpha =
        figure_text(tongue, &told[SCALE_ALPHA_PAIRWISE], FIGURE_DECIMALS);

    if (isnan(told[SCALE_ALPHA_LOW].value))
        return alpha;
    return SENTENCE(
        tongue, WORD_COHORT_INTERVAL, alpha,
        figure_text(tongue, &told[SCALE_ALPHA_LOW], FIGURE_DECIMALS),
        figure_text(tongue, &told[SCALE_ALPHA_HIGH], FIGURE_DECIMALS));
}

static int
decimals_of(const struct scale *scale)
{
    return scale->decimals > 1 ? scale->decimals : 1;
}

/* ---- what looks wrong ---- */

static const char *
item_ids(struct tongue tongue, const struct item *items,
         const struct item_doubt *doubt)
{
    const char **ids = ARENA_ARRAY(tongue.arena, doubt->items.n, const char *);

    for (size_t i = 0; i < doubt->items.n; i++)
        ids[i] = items[doubt->items.items[i]].id;
    return sentence_list(tongue, ids, doubt->items.n);
}

static const char *
correlations_text(struct tongue tongue, const struct item_doubt *doubt)
{
    const char *text = NULL;

    for (size_t i = 0; i < doubt->figures.n; i++) {
        const char *r =
            sentence_number(tongue, doubt->figures.items[i], FIGURE_DECIMALS);
        text = text ? SENTENCE(tongue, WORD_CLAUSE_NEXT, text, r) : r;
    }
    return text;
}

static const char *
doubt_text(struct tongue tongue, const struct item *items,
           const struct item_doubt *doubt)
{
    switch (doubt->kind) {
    case DOUBT_AGAINST:
        return SENTENCE(tongue, WORD_DOUBT_AGAINST, doubt->scale->title,
                        item_ids(tongue, items, doubt),
                        correlations_text(tongue, doubt));
    case DOUBT_ELSEWHERE:
        return SENTENCE(
            tongue, WORD_DOUBT_ELSEWHERE, doubt->other->title,
            doubt->scale->title, item_ids(tongue, items, doubt),
            sentence_number(tongue, doubt->figures.items[1], FIGURE_DECIMALS),
            sentence_number(tongue, doubt->figures.items[0], FIGURE_DECIMALS));
    case DOUBT_SAME:
        break;
    }
    return SENTENCE(tongue, WORD_DOUBT_SAME, item_ids(tongue, items, doubt),
                    sentence_count(tongue, doubt->n));
}

static void
add_doubts(const struct layout *layout, const struct study *study)
{
    struct tongue tongue = layout->tongue;
    struct item_doubts doubts = item_audit(study->sums, layout->arena);
    bool are_few = study->sums->n_people < ITEM_AUDIT_LEAST;

    layout_heading(layout, word_in(tongue.language, WORD_DOUBTS));
    for (size_t i = 0; i < doubts.n; i++)
        layout_text(layout,
                    SENTENCE(tongue, WORD_DOUBT_AND_CAUSE,
                             doubt_text(tongue, instrument_of(study)->items,
                                        &doubts.items[i]),
                             word_in(tongue.language, doubts.items[i].cause)),
                    look_font(FONT_CELL), COLOR_INK, LOOK_HEADING_GAP_PT);
    if (!doubts.n)
        layout_paragraph(layout,
                         word_in(tongue.language, are_few ? WORD_DOUBTS_OF_FEW
                                                          : WORD_DOUBTS_NONE),
                         LOOK_HEADING_GAP_PT);
}

/* ---- scales ---- */

enum scale_cell {
    COLUMN_N,
    COLUMN_MEAN,
    COLUMN_ENDS,
    COLUMN_ALPHA,
    COLUMN_OMEGA,
    COLUMN_SEM,
    COLUMN_CHANGE,
    N_SCALE_COLUMNS
};

static void
add_scale(struct layout_grid *grid, const struct scale_study *scale)
{
    struct tongue tongue = grid->layout->tongue;
    int decimals = decimals_of(scale->scale);
    struct figure_told told[N_SCALE_FIGURES];

    scale_study_tell(scale, told);
    const char *cells[N_SCALE_COLUMNS] = {
        [COLUMN_N] = figure_text(tongue, &told[SCALE_N_SCORED], 0),
        [COLUMN_MEAN] =
            mean_text(tongue, &told[SCALE_MEAN], &told[SCALE_SD], decimals),
        [COLUMN_ENDS] = SENTENCE(tongue, WORD_LIST_NEXT,
                                 share_text(tongue, &told[SCALE_FLOOR]),
                                 share_text(tongue, &told[SCALE_CEILING])),
        [COLUMN_ALPHA] = alpha_text(tongue, told),
        [COLUMN_OMEGA] =
            figure_text(tongue, &told[SCALE_OMEGA], FIGURE_DECIMALS),
        [COLUMN_SEM] = figure_text(tongue, &told[SCALE_SEM], decimals),
        [COLUMN_CHANGE] = figure_text(tongue, &told[SCALE_CHANGE], decimals),
    };
    (void)layout_grid_row(grid, scale->scale->title, cells);
}

static void
add_scales(const struct layout *layout, const struct study *study)
{
    struct tongue tongue = layout->tongue;
    static const enum word words[N_SCALE_COLUMNS] = {
        [COLUMN_N] = WORD_COHORT_CLIENTS,    [COLUMN_MEAN] = WORD_ITEMS_MEAN,
        [COLUMN_ENDS] = WORD_ITEMS_ENDS,     [COLUMN_ALPHA] = WORD_ITEMS_ALPHA,
        [COLUMN_OMEGA] = WORD_ITEMS_OMEGA,   [COLUMN_SEM] = WORD_ITEMS_SEM,
        [COLUMN_CHANGE] = WORD_ITEMS_CHANGE,
    };
    static const double shares[N_SCALE_COLUMNS] = {0.125, 0.165, 0.15, 0.265,
                                                   0.09,  0.09,  0.115};
    const char *heads[N_SCALE_COLUMNS];

    for (size_t i = 0; i < N_SCALE_COLUMNS; i++)
        heads[i] = word_in(tongue.language, words[i]);
    struct layout_grid grid = layout_grid(
        layout,
        (struct layout_heads){word_in(tongue.language, WORD_ITEMS_SCALES),
                              heads, shares, N_SCALE_COLUMNS, NAME_PT});
    for (size_t i = 0; i < study->n_scales; i++)
        add_scale(&grid, &study->scales[i]);
    for (size_t i = 0; i < study->n_scales; i++)
        if (study->scales[i].why)
            layout_paragraph(
                layout,
                SENTENCE(tongue, WORD_SAID_OF, study->scales[i].scale->title,
                         word_in(tongue.language, study->scales[i].why_word)),
                LOOK_PARAGRAPH_GAP_PT);
}

/* ---- how scores are spread ---- */

static const struct drawing *
draw_spread(const struct layout *layout, const struct study *study,
            const struct scale_study *scale, bool are_long, double width_pt)
{
    const struct scale *of = scale->scale;
    const struct score_sums *sums =
        &study->sums->scores[of - instrument_of(study)->scales];
    struct tongue tongue = layout->tongue;
    struct scatter scatter = {
        .title = of->title,
        .are_titles_long = are_long,
        .alt = SENTENCE(tongue, WORD_ITEMS_SPREAD_SHOWS, of->title,
                        sentence_count(tongue, (size_t)scale->n_scored),
                        sentence_range_end(tongue, of, of->lo),
                        sentence_range_end(tongue, of, of->hi)),
        .lo = of->lo,
        .hi = of->hi,
        .language = tongue.language,
    };

    scatter.latest = cohort_stretches(&sums->parts, sums->counts,
                                      &scatter.n_latest, layout->arena);
    return scatter_draw_spread(&scatter, width_pt, SPREAD_PT, layout->measure,
                               layout->arena);
}

static void
add_spreads(const struct layout *layout, const struct study *study)
{
    enum language language = layout->tongue.language;
    double width = (layout->width_pt - BETWEEN_PT * (A_ROW - 1)) / A_ROW;
    bool are_long = false;
    struct pen pen;
    size_t n = 0;

    for (size_t i = 0; i < study->n_scales; i++)
        are_long |= scatter_wraps(study->scales[i].scale->title, width,
                                  layout->measure);
    for (size_t i = 0; i < study->n_scales; i++) {
        const struct scale_study *scale = &study->scales[i];
        if (!scale->has_mean || !(scale->scale->hi > scale->scale->lo))
            continue;
        if (n == 0)
            layout_heading(layout, word_in(language, WORD_COHORT_SPREAD));
        if (n % A_ROW == 0) {
            pen = layout_pen(layout, SPREAD_PT);
            layout_put(layout, &pen,
                       (struct flow_box){.space_pt = LOOK_HEADING_GAP_PT});
        }
        pen_add(&pen, draw_spread(layout, study, scale, are_long, width),
                (struct point){(width + BETWEEN_PT) * (double)(n % A_ROW), 0});
        n++;
    }
    if (n)
        layout_paragraph(layout, word_in(language, WORD_ITEMS_SPREAD_NOTE),
                         LOOK_HEADING_GAP_PT);
}

/* ---- how scales go together ---- */

/* Each with those before it, a few columns a table. */
static void
add_correlations(const struct layout *layout, const struct study *study)
{
    struct tongue tongue = layout->tongue;
    static const double shares[MOST_SCALES] = {0.2, 0.2, 0.2, 0.2, 0.2};
    const char *heads[MOST_SCALES];
    const char *cells[MOST_SCALES];

    for (size_t from = 0; from + 1 < study->n_scales; from += MOST_SCALES) {
        size_t n = study->n_scales - 1 - from;

        n = n < MOST_SCALES ? n : MOST_SCALES;
        for (size_t i = 0; i < n; i++)
            heads[i] = study->scales[from + i].scale->title;
        struct layout_grid grid = layout_grid(
            layout,
            (struct layout_heads){word_in(tongue.language, WORD_ITEMS_TOGETHER),
                                  heads, shares, n, NAME_PT});
        for (size_t s = from + 1; s < study->n_scales; s++) {
            const struct scale_study *scale = &study->scales[s];

            for (size_t i = 0; i < n; i++)
                cells[i] =
                    from + i < s ? number_text(
                        tongue, scale->correlations[from + i], FIGURE_DECIMALS)
                                 : "";
            (void)layout_grid_row(&grid, scale->scale->title, cells);
        }
    }
}

/* ---- how forms were filled in ---- */

static const struct {
    enum word word;
    int decimals;
} signs[N_CARE_SIGNS] = {
#define SIGN(NAME, word, HOLDS, WORD, decimals, ...)                           \
    [CARE_##NAME] = {WORD_##WORD, decimals},
#include "score/care.def"
};

static void
add_signs(const struct layout *layout, const struct study *study)
{
    struct tongue tongue = layout->tongue;
    struct figure_told told[N_SIGN_FIGURES];
    const char *texts[N_SIGN_FIGURES] = {
        word_in(tongue.language, WORD_COHORT_CLIENTS)};

    for (size_t i = 1; i < N_SIGN_FIGURES; i++)
        texts[i] =
            SENTENCE(tongue, WORD_SHARE,
                     sentence_count(tongue, (size_t)sign_figures[i].percent));
    struct layout_grid grid = layout_grid(
        layout, (struct layout_heads){word_in(tongue.language, WORD_FILLED_IN),
                                      texts, NULL, N_SIGN_FIGURES, ITEM_PT});
    for (size_t sign = 0; sign < N_CARE_SIGNS; sign++) {
        study_tell_sign(study, (enum care_sign)sign, told);
        if (isnan(told[0].value))
            continue;
        for (size_t i = 0; i < N_SIGN_FIGURES; i++)
            texts[i] =
                figure_text(tongue, &told[i], i ? signs[sign].decimals : 0);
        (void)layout_grid_row(&grid, word_in(tongue.language, signs[sign].word),
                              texts);
    }
    layout_paragraph(layout, word_in(tongue.language, WORD_ITEMS_CARE_NOTE),
                     LOOK_PARAGRAPH_GAP_PT);
}

/* ---- items ---- */

enum sheet_column {
    COLUMN_ITEM_MEAN,
    COLUMN_MISSING,
    COLUMN_WITHOUT,
    COLUMN_REST /* with a bar; the last */
};

/* "a1 · I was heard · nobody chose 3, 4" */
static const char *
item_name(struct tongue tongue, const struct item_study *item, bool with_unused)
{
    const char *name = item->item->id;
    const char *list = NULL;

    if (item->item->text)
        name = sentence_dotted(tongue, name, item->item->text);
    for (size_t i = 0; with_unused && i < item->n_unused; i++) {
        struct buf number = {0};
        num_add(&number, decimal_value(item->unused[i]->value));
        const char *text = arena_take(tongue.arena, &number);
        list = list ? SENTENCE(tongue, WORD_LIST_NEXT, list, text) : text;
    }
    return list ? sentence_dotted(tongue, name,
                                  SENTENCE(tongue, WORD_ITEMS_UNUSED, list))
                : name;
}

/* From 0 to the correlation, between 'least' and 1. */
static void
draw_bar(const struct layout_grid *grid, const struct pen *pen, double r,
         double least)
{
    double from = grid->xs[grid->n_columns - 1] + NUMBER_PT;
    double width = grid->xs[grid->n_columns] - from - BAR_GAP_PT;
    double zero = from + width * -least / (1 - least);
    /* Of pairwise covariances it may be more than 1. */
    double end = from + width * (fmax(least, fmin(1, r)) - least) / (1 - least);
    double top = BAR_DOWN_PT;

    pen_box(pen, (struct point){fmin(zero, end), top}, fabs(end - zero), BAR_PT,
            r < 0 ? COLOR_WARN : COLOR_PRACTICE);
    pen_box(pen, (struct point){zero - 0.35, top - 2}, 0.7, BAR_PT + 4,
            COLOR_SOFT);
}

/* A table of items; each column is one of sheet_column. */
struct bars {
    struct layout_grid grid;
    const enum sheet_column *columns;
    double least;      /* where bars begin */
    bool with_answers; /* names end with the choices that nobody gave */
};

static const char *
cell_text(struct tongue tongue, const struct scale_study *scale,
          const struct figure_told *told, enum sheet_column column)
{
    switch (column) {
    case COLUMN_ITEM_MEAN:
        return mean_text(tongue, &told[ITEM_MEAN], &told[ITEM_SD],
                         FIGURE_DECIMALS);
    case COLUMN_MISSING:
        return share_text(tongue, &told[ITEM_MISSING]);
    case COLUMN_WITHOUT:
        return figure_text(tongue, &told[ITEM_WITHOUT], FIGURE_DECIMALS);
    case COLUMN_REST:
        break;
    }
    return isnan(told[ITEM_REST].value) && !scale->why
               ? word_in(tongue.language, WORD_ITEMS_NO_REST)
               : figure_text(tongue, &told[ITEM_REST], FIGURE_DECIMALS);
}

static void
add_item(struct bars *bars, const struct scale_study *scale,
         const struct item_study *item)
{
    struct tongue tongue = bars->grid.layout->tongue;
    struct figure_told told[N_ITEM_FIGURES];
    const char *cells[LAYOUT_MOST_COLUMNS];

    item_study_tell(item, told);
    for (size_t i = 0; i < bars->grid.n_columns; i++)
        cells[i] = cell_text(tongue, scale, told, bars->columns[i]);
    bool with_unused = bars->with_answers && !isnan(told[ITEM_UNUSED].value);
    struct pen pen = layout_grid_row(
        &bars->grid, item_name(tongue, item, with_unused), cells);
    if (!isnan(told[ITEM_REST].value))
        draw_bar(&bars->grid, &pen, told[ITEM_REST].value, bars->least);
}

/* Bars of one scale can be held against those of another. */
static double
least_of(const struct study *study)
{
    for (size_t s = 0; s < study->n_scales; s++)
        for (size_t i = 0; i < study->scales[s].n_items; i++) {
            const struct consistency_item *rests =
                study->scales[s].items[i].rests;
            if (rests && rests->has_r_rest && rests->r_rest < 0)
                return -1;
        }
    return 0;
}

void
item_sheet_bars(const struct layout *layout, const struct study *study,
                const struct scale_study *scale, bool with_answers)
{
    static const enum sheet_column all[] = {COLUMN_ITEM_MEAN, COLUMN_MISSING,
                                            COLUMN_WITHOUT, COLUMN_REST};
    static const double shares[] = {0.2, 0.17, 0.15, 0.48};
    static const enum sheet_column some[] = {COLUMN_WITHOUT, COLUMN_REST};
    static const double shares_of_some[] = {0.3, 0.7};
    struct tongue tongue = layout->tongue;
    struct bars bars = {.columns = with_answers ? all : some,
                        .least = least_of(study),
                        .with_answers = with_answers};
    const char *words[] = {
        [COLUMN_ITEM_MEAN] = word_in(tongue.language, WORD_ITEMS_MEAN),
        [COLUMN_MISSING] = word_in(tongue.language, WORD_ITEMS_MISSING),
        [COLUMN_WITHOUT] = word_in(tongue.language, WORD_ITEMS_WITHOUT),
        [COLUMN_REST] = SENTENCE(tongue, WORD_ITEMS_REST,
                                 sentence_number(tongue, bars.least, 0),
                                 sentence_number(tongue, 1, 0)),
    };
    const char *heads[LAYOUT_MOST_COLUMNS];
    size_t n = with_answers ? N_ELEMENTS(all) : N_ELEMENTS(some);

    for (size_t i = 0; i < n; i++)
        heads[i] = words[bars.columns[i]];
    layout_subheading(layout, scale->scale->title);
    bars.grid = layout_grid(
        layout, (struct layout_heads){NULL, heads,
                                      with_answers ? shares : shares_of_some, n,
                                      ITEM_PT});
    bars.grid.box.head = layout_stacked(
        layout, layout_group(layout, scale->scale->title), bars.grid.box.head);
    for (size_t i = 0; i < scale->n_items; i++)
        add_item(&bars, scale, &scale->items[i]);
}

static void
add_bars(const struct layout *layout, const struct study *study)
{
    enum language language = layout->tongue.language;
    size_t n = 0;

    layout_heading(layout, word_in(language, WORD_ITEMS_BARS));
    for (size_t i = 0; i < study->n_scales; i++) {
        if (!study->scales[i].n_items)
            continue;
        item_sheet_bars(layout, study, &study->scales[i], true);
        n++;
    }
    if (!n)
        layout_paragraph(layout, word_in(language, WORD_ITEMS_NO_BARS), 0);
}

/* ---- the page ---- */

static const char *
group_text(struct tongue tongue, const char *group)
{
    struct buf shown = {0};

    if (!*group)
        return word_in(tongue.language, WORD_ITEMS_GROUP_UNKNOWN);
    utf8_add_shown(&shown, str_from(group));
    return arena_take(tongue.arena, &shown);
}

/* "phq-9, edition 1 · group: A · 240 people, the first row of each" */
static const char *
who_text(const struct layout *layout, const struct study_list *list,
         const struct study *study)
{
    struct tongue tongue = layout->tongue;
    const char *text = sentence_edition(tongue, instrument_of(study)->id,
                                        instrument_of(study)->edition);

    if (list->by)
        text = sentence_dotted(tongue, text,
                               SENTENCE(tongue, WORD_ITEMS_GROUP, list->by,
                                        group_text(tongue, study->group)));
    if (study->is_few)
        return text;
    return sentence_dotted(
        tongue, text,
        SENTENCE(tongue, list->of_first ? WORD_ITEMS_PEOPLE : WORD_ITEMS_ROWS,
                 sentence_count(tongue, study->sums->n_rows)));
}

static void
add_head(const struct layout *layout, const struct study_list *list,
         const struct study *study)
{
    const char *title = instrument_of(study)->title;
    double height =
        layout_height_pt(layout, title_font, title, layout->width_pt);
    struct pen pen = layout_pen(layout, height + 4);

    drawing_begin(pen.drawing, ROLE_TITLE, NULL, title);
    pen_paragraph(&pen, (struct pen_column){0, 0, layout->width_pt, COLOR_INK},
                  title, title_font, ALIGN_START);
    drawing_end(pen.drawing);
    pen_rule(&pen, (struct point){0, height + 4 - LOOK_RULE_PT / 2},
             layout->width_pt, (struct stroke){COLOR_INK, LOOK_RULE_PT, 0, 0});
    layout_put(layout, &pen,
               (struct flow_box){.space_pt = study == list->studies
                                                 ? 0
                                                 : 2 * LOOK_BLOCK_GAP_PT,
                                 .keeps_with_next = true});
    layout_paragraph(layout, who_text(layout, list, study),
                     LOOK_HEADING_GAP_PT);
}

static void
add_study(const struct layout *layout, const struct item_sheet *sheet,
          const struct study *study)
{
    enum language language = layout->tongue.language;

    add_head(layout, sheet->list, study);
    if (study->is_few) {
        layout_paragraph(layout, word_in(language, WORD_ITEMS_TOO_FEW),
                         LOOK_HEADING_GAP_PT);
        return;
    }
    if (!sheet->list->by)
        add_doubts(layout, study);
    add_scales(layout, study);
    add_spreads(layout, study);
    add_bars(layout, study);
    add_correlations(layout, study);
    add_signs(layout, study);
}

const struct document *
item_sheet_make(const struct item_sheet *sheet, const struct measure *measure,
                struct arena *arena)
{
    const struct study_list *list = sheet->list;
    struct page page = page_of(sheet->paper);
    struct flow flow = {.arena = arena};
    const struct layout layout = {
        .measure = measure,
        .flow = &flow,
        .arena = arena,
        .tongue = {sheet->language, arena},
        .width_pt = page.body_width_pt,
    };
    struct tongue tongue = layout.tongue;
    struct document *document = ARENA_NEW(arena, struct document);
    struct flow_room room;
    size_t n_pages;

    for (size_t i = 0; i < list->n; i++)
        add_study(&layout, sheet, &list->studies[i]);
    layout_paragraph(&layout, word_in(sheet->language, WORD_ITEMS_NOTE),
                     LOOK_BLOCK_GAP_PT);
    if (sheet->has_couples)
        layout_paragraph(&layout, word_in(sheet->language, WORD_ITEMS_COUPLES),
                         LOOK_PARAGRAPH_GAP_PT);
    struct drawing **pages = flow_pages(&flow, &page, &n_pages, &room);
    for (size_t i = 0; i < n_pages; i++)
        page_foot(&page, pages[i], sheet->language, NULL,
                  SENTENCE(tongue, WORD_PAGE_OF, sentence_count(tongue, i + 1),
                           sentence_count(tongue, n_pages)));
    *document = (struct document){
        .pages = (const struct drawing *const *)pages,
        .n_pages = n_pages,
        .title = list->n ? instrument_of(&list->studies[0])->title : "",
        .language = sheet->language,
        .created_s = sheet->created_s,
    };
    return document;
}
