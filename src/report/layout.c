/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headings and texts as boxes. */
#include "report/layout.h"
#include <math.h>
#include <string.h>

#include "chart/labels.h"
#include "instrument/instrument.h"

#define MARK_PT 6.5
#define LINE 1.35 /* the height of a line, in sizes */
#define BALANCE_PT 4.0
#define COLUMN_GAP_PT 6.0
#define ROW_PT 13.0
#define TIGHT_PT 1.0   /* by which it may be lower */
#define TEXT_UP_PT 3.6 /* the baseline above the foot of a row */
#define PIECE_PT 240.0 /* a longer text may part at a page's end */

/* Of entries in lines of their own; of those that say mostly the same. */
enum { MOST_LINES = 24, MOST_ALIKE = 8 };

double
layout_width_pt(const struct layout *layout, struct font font, const char *text)
{
    return measure_width_pt(layout->measure, font, text);
}

const char *
layout_fit(const struct layout *layout, struct font font, const char *text,
           double width_pt)
{
    return labels_fit(layout->measure, font, text, width_pt, layout->arena);
}

double
layout_height_pt(const struct layout *layout, struct font font,
                 const char *text, double width_pt)
{
    return measure_height_pt(layout->measure, font, text, width_pt);
}

double
layout_balanced_pt(const struct layout *layout, struct font font,
                   const char *text, double width_pt)
{
    double height = layout_height_pt(layout, font, text, width_pt);
    double bad = width_pt / 2;
    double good = width_pt;
    struct str rest = str_from(text);
    struct str word;

    while (str_next_word(&rest, &word))
        bad = fmax(bad, layout_width_pt(layout, font,
                                        arena_text(layout->arena, word)));
    while (good - bad > BALANCE_PT) {
        double middle = (good + bad) / 2;

        if (layout_height_pt(layout, font, text, middle) > height)
            bad = middle;
        else
            good = middle;
    }
    return good;
}

double
layout_ascent_pt(const struct layout *layout, struct font font)
{
    return measure_ascent_pt(layout->measure, font);
}

struct pen
layout_pen(const struct layout *layout, double height_pt)
{
    return pen_new(layout->width_pt, height_pt, layout->tongue.language,
                   layout->arena);
}

void
layout_put(const struct layout *layout, const struct pen *pen,
           struct flow_box box)
{
    box.drawing = pen->drawing;
    flow_add(layout->flow, box);
}

void
layout_part(const struct layout *layout, const struct pen *pen, enum role role,
            struct pen_column column, const char *text, struct font font,
            enum align align)
{
    column.y -= layout_ascent_pt(layout, font);
    drawing_begin(pen->drawing, role, NULL, NULL);
    if (text && *text)
        pen_paragraph(pen, column, text, font, align);
    drawing_end(pen->drawing);
}

struct flow_box
layout_table(const struct layout *layout, const char *text,
             const struct drawing *head, double space_pt, bool is_rest)
{
    struct flow_part *part = ARENA_NEW(layout->arena, struct flow_part);

    *part = (struct flow_part){ROLE_TABLE, text};
    flow_add(layout->flow, (struct flow_box){.drawing = head,
                                             .space_pt = space_pt,
                                             .keeps_with_next = true,
                                             .is_rest = is_rest,
                                             .part = part});
    return (struct flow_box){.is_rest = is_rest, .part = part, .head = head};
}

void
layout_rule_off(const struct layout *layout, const struct pen *pen,
                uint32_t color)
{
    pen_rule(pen, (struct point){0, pen->drawing->height_pt}, layout->width_pt,
             (struct stroke){color, LOOK_HAIRLINE_PT, 0, 0});
}

/* ---- tables with names ---- */

static double
column_pt(const struct layout_grid *grid, size_t column)
{
    return grid->xs[column + 1] - grid->xs[column] - COLUMN_GAP_PT;
}

static double
head_pt(const struct layout_grid *grid, size_t column, const char *text)
{
    return layout_height_pt(grid->layout, look_font(FONT_COLUMN), text,
                            column_pt(grid, column));
}

/* Numbers stand on their first line; heads of some lines, on their last. */
static void
write_cells(const struct layout_grid *grid, const struct pen *pen,
            enum role role, double top, const char *const *texts)
{
    const struct layout *layout = grid->layout;
    bool is_head = role == ROLE_HEADER_CELL;
    struct font font = look_font(is_head ? FONT_COLUMN : FONT_CELL);

    for (size_t i = 0; i < grid->n_columns; i++)
        layout_part(layout, pen, role,
                    (struct pen_column){
                        grid->xs[i],
                        top - (is_head ? head_pt(grid, i, texts[i]) : 0)
                            + layout_ascent_pt(layout, font),
                        column_pt(grid, i), is_head ? COLOR_SOFT : COLOR_INK},
                    texts[i], font, ALIGN_START);
}

struct layout_grid
layout_grid(const struct layout *layout, struct layout_heads heads)
{
    struct layout_grid grid = {
        .layout = layout,
        .n_columns = heads.n,
        .xs = {heads.name_pt},
    };
    double height = 0;

    if (heads.heading)
        layout_heading(layout, heads.heading);
    for (size_t i = 0; i < heads.n; i++)
        grid.xs[i + 1] =
            grid.xs[i]
            + (layout->width_pt - heads.name_pt)
                  * (heads.shares ? heads.shares[i] : 1 / (double)heads.n);
    for (size_t i = 0; i < heads.n; i++)
        height = fmax(height, head_pt(&grid, i, heads.heads[i]));
    struct pen pen = layout_pen(layout, height + 2);
    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    layout_part(layout, &pen, ROLE_HEADER_CELL, (struct pen_column){0}, NULL,
                look_font(FONT_COLUMN), ALIGN_START);
    write_cells(&grid, &pen, ROLE_HEADER_CELL, height, heads.heads);
    drawing_end(pen.drawing);
    layout_rule_off(layout, &pen, COLOR_RULE);
    grid.box = layout_table(layout, heads.heading, pen.drawing, 0, false);
    return grid;
}

struct pen
layout_grid_row(struct layout_grid *grid, const char *name,
                const char *const *cells)
{
    const struct layout *layout = grid->layout;
    struct font font = look_font(FONT_CELL);
    double width = grid->xs[0] - COLUMN_GAP_PT;
    double height = layout_height_pt(layout, font, name, width);

    for (size_t i = 0; i < grid->n_columns; i++)
        height = fmax(height, layout_height_pt(layout, font, cells[i],
                                               column_pt(grid, i)));
    double more =
        height
        - layout_height_pt(layout, font, "x", width); /* below the first line */
    double row_pt = ROW_PT - (layout->is_tight ? TIGHT_PT : 0);
    struct pen pen = layout_pen(layout, row_pt + more);
    double baseline = row_pt - TEXT_UP_PT;

    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    layout_part(layout, &pen, ROLE_HEADER_CELL,
                (struct pen_column){0, baseline, width, COLOR_INK}, name, font,
                ALIGN_START);
    write_cells(grid, &pen, ROLE_CELL,
                baseline - layout_ascent_pt(layout, font), cells);
    drawing_end(pen.drawing);
    layout_rule_off(layout, &pen, COLOR_HAIRLINE);
    layout_put(layout, &pen, grid->box);
    return pen;
}

const struct drawing *
layout_group(const struct layout *layout, const char *title)
{
    double height = ROW_PT + 1 - (layout->is_tight ? TIGHT_PT : 0);
    struct pen pen = layout_pen(layout, height);

    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    layout_part(
        layout, &pen, ROLE_HEADER_CELL,
        (struct pen_column){0, height - TEXT_UP_PT, layout->width_pt,
                            COLOR_SOFT},
        layout_fit(layout, look_font(FONT_GROUP), title, layout->width_pt),
        look_font(FONT_GROUP), ALIGN_START);
    drawing_end(pen.drawing);
    layout_rule_off(layout, &pen, COLOR_RULE);
    return pen.drawing;
}

const struct drawing *
layout_stacked(const struct layout *layout, const struct drawing *above,
               const struct drawing *below)
{
    struct pen pen = layout_pen(layout, above->height_pt + below->height_pt);

    pen_add(&pen, above, (struct point){0, 0});
    pen_add(&pen, below, (struct point){0, above->height_pt});
    return pen.drawing;
}

/* ---- marks of verdicts ---- */

uint32_t
layout_mark_color(enum verdict_mark mark)
{
    return mark == VERDICT_MARK_BETTER  ? COLOR_ACCENT
           : mark == VERDICT_MARK_WORSE ? COLOR_WARN
                                        : COLOR_SOFT;
}

/* Shapes in a square of 1, y downwards. */
static const struct mark_shape {
    struct point points[7];
    size_t n;
} mark_shapes[] = {
    [VERDICT_MARK_BETTER] = {{{0, 0.95}, {1, 0.95}, {0.5, 0.05}}, 3},
    [VERDICT_MARK_WORSE] = {{{0, 0.05}, {1, 0.05}, {0.5, 0.95}}, 3},
    [VERDICT_MARK_LEVEL] = {{{0, 0.42}, {1, 0.42}, {1, 0.6}, {0, 0.6}}, 4},
    [VERDICT_MARK_HIGHER] = {{{0.5, 0},
                              {0.8, 0.4},
                              {0.58, 0.36},
                              {0.58, 1},
                              {0.42, 1},
                              {0.42, 0.36},
                              {0.2, 0.4}},
                             7},
    [VERDICT_MARK_LOWER] = {{{0.5, 1},
                             {0.8, 0.6},
                             {0.58, 0.64},
                             {0.58, 0},
                             {0.42, 0},
                             {0.42, 0.64},
                             {0.2, 0.6}},
                            7},
    [VERDICT_MARK_NONE] = {{{0, 0}}, 0},
};

void
layout_mark(const struct pen *pen, enum verdict_mark mark, struct point top,
            uint32_t color)
{
    const struct mark_shape *shape = &mark_shapes[mark];
    struct point points[N_ELEMENTS(shape->points)];

    for (size_t i = 0; i < shape->n; i++)
        points[i] = (struct point){top.x + MARK_PT * shape->points[i].x,
                                   top.y + MARK_PT * shape->points[i].y};
    if (shape->n)
        pen_area(pen, points, shape->n, color);
}

/* ---- headings and texts ---- */

struct heading {
    struct font font;
    uint32_t color;
    double space_pt; /* above it */
    bool is_outlined;
    bool is_later;
};

static void
add_heading(const struct layout *layout, const char *text,
            struct heading heading)
{
    struct font font = heading.font;
    double more = layout_height_pt(layout, font, text, layout->width_pt)
                  - layout_height_pt(layout, font, "", layout->width_pt);
    struct pen pen = layout_pen(layout, LINE * font.size_pt + more);

    drawing_begin(pen.drawing, ROLE_HEADING, NULL,
                  heading.is_outlined ? text : NULL);
    pen_paragraph(&pen,
                  (struct pen_column){0, 0, layout->width_pt, heading.color},
                  text, font, ALIGN_START);
    drawing_end(pen.drawing);
    layout_put(layout, &pen,
               (struct flow_box){
                   .space_pt = heading.space_pt,
                   .keeps_with_next = true,
                   .is_later = heading.is_later,
               });
}

void
layout_heading(const struct layout *layout, const char *text)
{
    add_heading(layout, text,
                (struct heading){look_font(FONT_HEADING), COLOR_SOFT,
                                 LOOK_BLOCK_GAP_PT, true, false});
}

void
layout_later_heading(const struct layout *layout, const char *text)
{
    add_heading(layout, text,
                (struct heading){look_font(FONT_HEADING), COLOR_SOFT,
                                 LOOK_BLOCK_GAP_PT, true, true});
}

void
layout_subheading(const struct layout *layout, const char *text)
{
    add_heading(layout, text,
                (struct heading){look_font(FONT_GROUP), COLOR_INK,
                                 LOOK_SUBHEADING_GAP_PT, false, false});
}

static double
text_height_pt(const struct layout *layout, struct font font, struct str text)
{
    return layout_height_pt(layout, font, arena_text(layout->arena, text),
                            layout->width_pt);
}

static bool
is_inside_character(struct str text, size_t at)
{
    return at < text.len && ((unsigned char)text.bytes[at] & 0xC0) == 0x80;
}

/* A place between two characters about in the middle; 'from' when there is
   none. */
static size_t
middle_of(struct str text, size_t from, size_t to)
{
    size_t middle = from + (to - from) / 2;
    size_t at = middle;

    while (at < to && is_inside_character(text, at))
        at++;
    if (at < to)
        return at;
    for (at = middle; at > from && is_inside_character(text, at); at--)
        ;
    return at;
}

/* The beginning of the text that is no higher than PIECE_PT, up to a blank
   where it has one. */
static struct str
first_piece(const struct layout *layout, struct font font, struct str text)
{
    size_t fits = 0;
    size_t too_long = text.len;
    size_t middle;

    if (text_height_pt(layout, font, text) <= PIECE_PT)
        return text;
    while ((middle = middle_of(text, fits, too_long)) > fits) {
        struct str piece = {text.bytes, middle};

        if (text_height_pt(layout, font, piece) <= PIECE_PT)
            fits = middle;
        else
            too_long = middle;
    }
    for (size_t i = fits; i > fits / 2; i--)
        if (text.bytes[i] == ' ')
            return (struct str){text.bytes, i};
    return (struct str){text.bytes, fits ? fits : text.len};
}

/* A text from 'x' on, and at the head of it, before that, what it is about. */
static void
add_text(const struct layout *layout, const char *name, const char *text,
         double x, struct font font, uint32_t color, double space_pt)
{
    struct layout column = *layout;
    struct font bold = {font.size_pt, WEIGHT_SEMIBOLD, font.spacing_pt};
    double name_pt = x - COLUMN_GAP_PT;
    struct str rest = str_trim(str_from(text));

    column.width_pt -= x;
    while (rest.len) {
        struct str piece = first_piece(&column, font, rest);
        double height = text_height_pt(&column, font, piece);

        if (name)
            height =
                fmax(height, layout_height_pt(layout, bold, name, name_pt));
        struct pen pen = layout_pen(layout, height);
        if (name) {
            drawing_begin(pen.drawing, ROLE_HEADING, NULL, NULL);
            pen_paragraph(&pen, (struct pen_column){0, 0, name_pt, COLOR_INK},
                          name, bold, ALIGN_START);
            drawing_end(pen.drawing);
        }
        drawing_begin(pen.drawing, ROLE_PARAGRAPH, NULL, NULL);
        pen_paragraph(&pen, (struct pen_column){x, 0, column.width_pt, color},
                      arena_text(layout->arena, piece), font, ALIGN_START);
        drawing_end(pen.drawing);
        layout_put(layout, &pen, (struct flow_box){.space_pt = space_pt});
        space_pt = 0;
        name = NULL;
        rest.bytes += piece.len;
        rest.len -= piece.len;
        rest = str_trim(rest);
    }
}

void
layout_text(const struct layout *layout, const char *text, struct font font,
            uint32_t color, double space_pt)
{
    add_text(layout, NULL, text, 0, font, color, space_pt);
}

void
layout_named(const struct layout *layout, const char *name, const char *text)
{
    add_text(layout, name, text, LOOK_NAME_PT, look_font(FONT_BODY), COLOR_SOFT,
             layout->is_tight ? LOOK_PARAGRAPH_GAP_PT : LOOK_SUBHEADING_GAP_PT);
}

void
layout_paragraph(const struct layout *layout, const char *text, double space_pt)
{
    layout_text(layout, text, look_font(FONT_BODY), COLOR_SOFT, space_pt);
}

/* ---- entries ---- */

/* What there is of two texts. */
static const char *
dotted(const struct layout *layout, const char *first, const char *second)
{
    return !first    ? second
           : !second ? first
                     : sentence_dotted(layout->tongue, first, second);
}

static bool
is_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Of more sessions than these that say nothing of their own the rest is
   counted. */
enum { MOST_SESSIONS = 12 };

/* The sessions at which the same was said of the same as in the entry, or NULL
   where an earlier one had them. */
static const char *
sessions_of(const struct layout *layout, const struct layout_entries *entries,
            size_t idx)
{
    const struct layout_entry *first = &entries->items[idx];
    const char *sessions = first->session;

    for (size_t i = 0; first->text && i < entries->n; i++) {
        const struct layout_entry *entry = &entries->items[i];

        if (i == idx || !is_same_text(entry->about, first->about)
            || !is_same_text(entry->text, first->text))
            continue;
        if (i < idx)
            return NULL;
        sessions =
            SENTENCE(layout->tongue, WORD_LIST_NEXT, sessions, entry->session);
    }
    return sessions;
}

/* All that is about what the entry is about, unless an earlier one had it. */
static void
put_group(const struct layout *layout, const struct layout_entries *entries,
          size_t idx)
{
    const struct layout_entry *first = &entries->items[idx];
    const char **texts = ARENA_ARRAY(layout->arena, entries->n, const char *);
    size_t n = 0;
    size_t n_more = 0;

    for (size_t i = 0; i < entries->n; i++) {
        const struct layout_entry *entry = &entries->items[i];

        if (!is_same_text(entry->about, first->about))
            continue;
        if (i < idx)
            return;
        const char *sessions = sessions_of(layout, entries, i);
        if (n >= MOST_SESSIONS && !entry->text)
            n_more++;
        else if (sessions)
            texts[n++] = dotted(layout, sessions, entry->text);
    }
    const char *said =
        sentence_joined(layout->tongue, WORD_CLAUSE_NEXT, texts, n);
    if (n_more)
        said = SENTENCE(layout->tongue, WORD_AND_MORE, said,
                        sentence_count(layout->tongue, n_more));
    layout_paragraph(layout, dotted(layout, first->about, said),
                     LOOK_PARAGRAPH_GAP_PT);
}

static bool
are_many(const struct layout *layout, const struct layout_entries *entries)
{
    size_t n_own = 0;

    if (entries->n > MOST_LINES || entries->n <= MOST_ALIKE)
        return entries->n > MOST_LINES;
    for (size_t i = 0; i < entries->n; i++)
        n_own += sessions_of(layout, entries, i) != NULL;
    return 2 * n_own <= entries->n;
}

void
layout_list(const struct layout *layout, const struct layout_entries *entries)
{
    bool is_grouped = are_many(layout, entries);

    for (size_t i = 0; i < entries->n; i++) {
        const struct layout_entry *entry = &entries->items[i];

        if (is_grouped)
            put_group(layout, entries, i);
        else
            layout_paragraph(
                layout,
                dotted(layout, dotted(layout, entry->session, entry->about),
                       entry->text),
                LOOK_PARAGRAPH_GAP_PT);
    }
}
