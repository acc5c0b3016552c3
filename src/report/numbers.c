/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns as wide as the widest cell; what has no room beside each other goes
   on in a table below, of as many columns, so that none is left over.  What the
   columns leave is room for long names. */
#include "report/numbers.h"

#include <math.h>
#include "base/date.h"
#include "base/utf8.h"

#define CELL_GAP_PT 3.5
#define AIR_PT 1.0   /* between columns as well, where a name wants room */
#define MOST_PT 62.0 /* wide a column */
#define ROW_PT 12.0
#define TIGHT_PT 1.0 /* by which it may be lower */
#define HEAD_PT 21.0
#define PART_PT 52.0   /* of a part: its caption, head and the gap above */
#define TEXT_UP_PT 3.4 /* the baseline above the foot of a row */
#define LINES 5.4      /* of a long title, about */

/* A table holds the latest sessions on about so much: a page is to be read. For
   the clinician, who has several, and for others, to whom it is all. */
#define CLINICIAN_PT 560.0
#define MOST_TABLE_PT 1400.0

/* A stretch of sessions, 'to' not included. */
struct stretch {
    size_t from;
    size_t to;
};

struct numbers *
numbers_new(const struct layout *layout)
{
    struct numbers *numbers = ARENA_NEW(layout->arena, struct numbers);

    numbers->layout = layout;
    return numbers;
}

struct numbers_line *
numbers_add(struct numbers *numbers, const char *title)
{
    struct arena *arena = numbers->layout->arena;
    size_t n = numbers->layout->subject->timeline.n;
    struct numbers_line *line = vec_add(arena, &numbers->lines);

    *line = (struct numbers_line){
        .title = title,
        .group = numbers->group,
        .cells = ARENA_ARRAY(arena, n, const char *),
    };
    for (size_t i = 0; i < n; i++)
        line->cells[i] = "";
    return line;
}

void
numbers_group(struct numbers *numbers, const char *title)
{
    numbers->group = title;
}

/* ---- columns ---- */

/* On one line or two. */
static const char *
date_text(const struct numbers *numbers, size_t sitting)
{
    const struct layout *layout = numbers->layout;
    int32_t days = layout->subject->timeline.days[sitting];
    struct buf buf = {0};

    if (days == DATE_NONE)
        return "";
    words_add_short_date(&buf, layout->tongue.language, days);
    for (size_t i = 0; i < buf.len && numbers->wraps_dates; i++)
        if (buf.bytes[i] == ' ')
            buf.bytes[i] = '\n';
    return arena_take(layout->arena, &buf);
}

static void
widen(struct numbers *numbers, enum look_font font, const char *text)
{
    numbers->column_pt = fmax(
        numbers->column_pt,
        layout_width_pt(numbers->layout, look_font(font), text) + CELL_GAP_PT);
}

/* By the longer of its lines. */
static void
widen_date(struct numbers *numbers, const char *date)
{
    struct str lines[2] = {str_from(date), {NULL, 0}};

    (void)str_cut(lines[0], "\n", &lines[0], &lines[1]);
    for (int i = 0; i < 2; i++)
        widen(numbers, FONT_FOOTER,
              arena_text(numbers->layout->arena, lines[i]));
}

/* One width for all columns: that of the widest cell; a session's name may be
   shortened.  Returns in how many parts the columns stand. */
static size_t
measure(struct numbers *numbers)
{
    size_t n = numbers->layout->subject->timeline.n;
    double room = numbers->layout->width_pt - LOOK_NAME_PT;
    size_t fits;

    numbers->column_pt = 0;
    for (size_t i = 0; i < n; i++)
        widen_date(numbers, date_text(numbers, i));
    for (size_t k = 0; k < numbers->lines.n; k++)
        for (size_t i = 0; i < n; i++)
            widen(numbers, FONT_CELL, numbers->lines.items[k].cells[i]);
    fits = (size_t)fmax(1, room / numbers->column_pt);
    return (n + fits - 1) / fits;
}

/* Dates stand on two lines where that leaves fewer parts. */
static size_t
set_columns(struct numbers *numbers)
{
    size_t n_parts = measure(numbers);

    if (n_parts == 1)
        return n_parts;
    numbers->wraps_dates = true;
    if (measure(numbers) < n_parts)
        return measure(numbers);
    numbers->wraps_dates = false;
    return measure(numbers);
}

/* ---- rows ---- */

static double
row_pt(const struct layout *layout)
{
    return ROW_PT - (layout->is_tight ? TIGHT_PT : 0);
}

static void
write_cell(const struct numbers *numbers, const struct pen *pen, size_t place,
           double baseline, const char *text, struct font font, uint32_t color)
{
    const struct layout *layout = numbers->layout;

    pen_paragraph(pen,
                  (struct pen_column){numbers->name_pt
                                          + numbers->column_pt * (double)place,
                                      baseline - layout_ascent_pt(layout, font),
                                      numbers->column_pt, color},
                  text, font, ALIGN_MIDDLE);
}

/* What stands at the head of a row. */
static void
write_title(const struct layout *layout, const struct pen *pen, double baseline,
            double width_pt, const char *text, enum look_font font,
            uint32_t color)
{
    layout_part(layout, pen, ROLE_HEADER_CELL,
                (struct pen_column){0, baseline, width_pt, color}, text,
                look_font(font), ALIGN_START);
}

/* What the second lines of dates take. */
static double
below_pt(const struct numbers *numbers)
{
    const struct layout *layout = numbers->layout;
    struct font font = look_font(FONT_FOOTER);
    double most = 0;

    for (size_t i = 0; i < layout->subject->timeline.n; i++)
        most = fmax(most, layout_height_pt(layout, font, date_text(numbers, i),
                                           numbers->column_pt));
    return fmax(0, most - layout_height_pt(layout, font, "", MOST_PT));
}

static const struct drawing *
draw_head(const struct numbers *numbers, struct stretch stretch)
{
    const struct layout *layout = numbers->layout;
    struct pen pen = layout_pen(layout, HEAD_PT + below_pt(numbers));
    struct font name = {.size_pt = look_font(FONT_COLUMN).size_pt,
                        .weight = WEIGHT_SEMIBOLD};
    double baseline = HEAD_PT - TEXT_UP_PT;

    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    write_title(layout, &pen, baseline - 8.5, numbers->name_pt,
                word_in(layout->tongue.language, WORD_SESSION_COLUMN),
                FONT_COLUMN, COLOR_SOFT);
    for (size_t i = stretch.from; i < stretch.to; i++) {
        size_t place = i - stretch.from;

        drawing_begin(pen.drawing, ROLE_HEADER_CELL, NULL, NULL);
        write_cell(numbers, &pen, place, baseline - 8.5,
                   layout_fit(layout, name, layout->subject->timeline.labels[i],
                              numbers->column_pt),
                   name, COLOR_INK);
        write_cell(numbers, &pen, place, baseline, date_text(numbers, i),
                   look_font(FONT_FOOTER), COLOR_SOFT);
        drawing_end(pen.drawing);
    }
    drawing_end(pen.drawing);
    layout_rule_off(layout, &pen, COLOR_RULE);
    return pen.drawing;
}

static const struct drawing *
draw_row(const struct numbers *numbers, const struct numbers_line *line,
         struct stretch stretch)
{
    const struct layout *layout = numbers->layout;
    struct font font = look_font(FONT_CELL);
    double width = numbers->name_pt - 2 * CELL_GAP_PT;
    const char *title = layout_fit(layout, font, line->title,
                                   (line->is_practice ? 1 : LINES) * width);
    double growth = layout_height_pt(layout, font, title, width)
                    - layout_height_pt(layout, font, "", width);
    struct pen pen = layout_pen(layout, row_pt(layout) + growth);
    double baseline = row_pt(layout) - TEXT_UP_PT;

    drawing_begin(pen.drawing, ROLE_ROW, NULL, NULL);
    drawing_link(pen.drawing, line->place, 0);
    write_title(layout, &pen, baseline, width, title, FONT_CELL, COLOR_INK);
    for (size_t i = stretch.from; i < stretch.to; i++) {
        drawing_begin(pen.drawing, ROLE_CELL, NULL, NULL);
        if (*line->cells[i])
            write_cell(numbers, &pen, i - stretch.from, baseline,
                       line->cells[i], font, COLOR_INK);
        drawing_end(pen.drawing);
    }
    drawing_end(pen.drawing);
    layout_rule_off(layout, &pen, COLOR_HAIRLINE);
    return pen.drawing;
}

/* ---- the tables ---- */

/* "sessions 1 to 14, 14 January – 17 June 2025".  Names tell which sessions lie
   between only where these are in the order of time and have names of their
   own. */
static const char *
caption_of(const struct layout *layout, struct stretch stretch)
{
    const struct timeline *timeline = &layout->subject->timeline;
    int32_t from = timeline->days[stretch.from];
    int32_t to = timeline->days[stretch.to - 1];
    size_t n = stretch.to - stretch.from;
    enum word word = n == 1                    ? WORD_SESSION_ALONE
                     : timeline->is_renumbered ? WORD_SESSIONS_NUMBERED
                     : timeline->is_in_order   ? WORD_SESSIONS_IN_ORDER
                                               : WORD_SESSIONS_FROM_TO;
    const char *caption = SENTENCE(
        layout->tongue, word, timeline->labels[stretch.from],
        timeline->labels[stretch.to - 1], sentence_count(layout->tongue, n));

    if (from == DATE_NONE || to == DATE_NONE)
        return caption;
    return SENTENCE(layout->tongue, WORD_LIST_NEXT, caption,
                    sentence_span(layout->tongue, from, to));
}

/* In a table of one part every line tells something, if only that there is
   nothing. */
static bool
tells(const struct numbers_line *line, struct stretch stretch, size_t n)
{
    bool does = stretch.to - stretch.from == n;

    for (size_t i = stretch.from; i < stretch.to; i++)
        does = does || *line->cells[i];
    return does;
}

static void
add_stretch(const struct numbers *numbers, struct stretch stretch)
{
    const struct layout *layout = numbers->layout;
    const char *caption = caption_of(layout, stretch);
    const char *group = NULL;

    layout_subheading(layout, caption);
    const struct drawing *head = draw_head(numbers, stretch);
    struct flow_box box = layout_table(layout, caption, head, 0, false);

    for (size_t i = 0; i < numbers->lines.n; i++) {
        struct numbers_line *line = &numbers->lines.items[i];

        if (!tells(line, stretch, layout->subject->timeline.n))
            continue;
        if (line->group && line->group != group) {
            box.keeps_with_next = true;
            box.drawing = layout_group(layout, line->group);
            box.head = head;
            flow_add(layout->flow, box);
            box.head = layout_stacked(layout, head, box.drawing);
        }
        box.keeps_with_next = false;
        box.drawing = draw_row(numbers, line, stretch);
        flow_add(layout->flow, box);
        group = line->group;
        line->place = 0; /* one place each */
    }
}

/* In how many parts the latest sessions stand where that is less than all. */
static size_t
latest_parts(const struct numbers *numbers, size_t n_parts)
{
    double room = numbers->layout->subject->audience == FOR_CLINICIAN
                      ? CLINICIAN_PT
                      : MOST_TABLE_PT;
    size_t most =
        (size_t)fmax(1, room / (PART_PT + ROW_PT * (double)numbers->lines.n));

    return most < n_parts ? most : n_parts;
}

/* What the lines come to over all sessions, where they say so. */
static void
say_totals(const struct numbers *numbers)
{
    const struct layout *layout = numbers->layout;
    size_t n = layout->subject->timeline.n;
    const char **totals =
        ARENA_ARRAY(layout->arena, numbers->lines.n, const char *);
    size_t n_totals = 0;

    for (size_t i = 0; i < numbers->lines.n; i++) {
        const struct numbers_line *line = &numbers->lines.items[i];

        if (line->total)
            totals[n_totals++] = SENTENCE(layout->tongue, WORD_SENTENCE_NEXT,
                                          line->title, line->total);
    }
    if (n_totals)
        layout_paragraph(
            layout,
            SENTENCE(layout->tongue, WORD_SAID_OF,
                     caption_of(layout, (struct stretch){0, n}),
                     sentence_joined(layout->tongue, WORD_CLAUSE_NEXT, totals,
                                     n_totals)),
            LOOK_PARAGRAPH_GAP_PT);
}

/* Where the others are told: on the page as it was then.  Who the two of a page
   for both are is asked for in more words. */
static void
say_earlier(const struct layout *layout, struct stretch stretch)
{
    const struct subject *subject = layout->subject;
    const struct timeline *timeline = &subject->timeline;
    int32_t day = timeline->days[stretch.to - 1];
    struct buf command = {0};

    buf_addf(&command, "attune report %s", report_kind_names[subject->kind]);
    if (subject->audience == FOR_CLIENT)
        buf_add_text(&command, " --for client");
    if (subject->names[1]) {
        buf_add_text(&command, " …");
    } else {
        buf_add_text(&command, " --client ");
        utf8_add_shell_word(&command, subject->client);
    }
    buf_add_text(&command, " --until ");
    if (day == DATE_NONE)
        utf8_add_shell_word(&command, timeline->labels[stretch.to - 1]);
    else
        date_add(&command, day);
    layout_paragraph(layout,
                     sentence_dotted(layout->tongue,
                                     caption_of(layout, stretch),
                                     arena_take(layout->arena, &command)),
                     LOOK_PARAGRAPH_GAP_PT);
}

/* The first session that the table holds; 'each' part has so many. */
static size_t
first_shown(struct numbers *numbers, size_t *each)
{
    size_t n = numbers->layout->subject->timeline.n;
    size_t n_parts = set_columns(numbers);

    *each = (n + n_parts - 1) / n_parts;
    size_t shown = *each * latest_parts(numbers, n_parts);
    return shown < n ? n - shown : 0;
}

/* Names stand on one line where so many columns, with air between them, leave
   that much. */
static void
part_width(struct numbers *numbers, size_t n_columns)
{
    const struct layout *layout = numbers->layout;
    double most =
        layout->width_pt - (numbers->column_pt + AIR_PT) * (double)n_columns;
    double wanted = 0;

    for (size_t i = 0; i < numbers->lines.n; i++)
        wanted = fmax(wanted, layout_width_pt(layout, look_font(FONT_CELL),
                                              numbers->lines.items[i].title)
                                  + 2 * CELL_GAP_PT);
    numbers->name_pt = fmax(LOOK_NAME_PT, fmin(wanted, most));
    numbers->column_pt = fmin(MOST_PT, (layout->width_pt - numbers->name_pt)
                                           / (double)n_columns);
}

static bool
is_empty(const struct numbers *numbers)
{
    return !numbers->layout->subject->timeline.n || !numbers->lines.n;
}

bool
numbers_holds_all(struct numbers *numbers)
{
    size_t each;

    return is_empty(numbers) || first_shown(numbers, &each) == 0;
}

void
numbers_draw(struct numbers *numbers)
{
    const struct layout *layout = numbers->layout;
    size_t n = layout->subject->timeline.n;
    size_t each;

    if (is_empty(numbers))
        return;
    size_t first = first_shown(numbers, &each);
    part_width(numbers, each);
    for (size_t from = first; from < n; from += each)
        add_stretch(numbers,
                    (struct stretch){from, from + each < n ? from + each : n});
    if (!first)
        return;
    say_totals(numbers);
    say_earlier(layout, (struct stretch){0, first});
}
