/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws what is being entered, by its kind; see tui_draw.h. */
#include "fill/tui_draw.h"

#include <string.h>
#include "base/num.h"
#include "base/utf8.h"
#include "fill/wrap.h"

enum {
    NUMBER_GAP = 2, /* between a choice's number and its label */
    BOX_CELLS = 4,  /* "[x] " */
    LIMIT_BAR_CELLS = 62,
    LEAST_BAR_CELLS = 8,
    LEAST_TEXT_ROWS = 2,
    LIMIT_TEXT_ROWS = 10,
    LIMIT_ROWS = 1 << 20
};

/* ---- choices, and the questions of the overview ---- */

/* How the columns of a list of choices lie. */
struct columns {
    int number_cells;
    int label_cells; /* wide */
    int state_cells; /* of an overview; else 0 */
};

static bool
is_overview(const struct frame *frame)
{
    return form_page(frame->form) == FORM_PAGE_OVERVIEW;
}

static struct str
state_words(const struct frame *frame, enum answer_kind state)
{
    return str_from(form_state_words(frame->language, state));
}

static struct columns
columns_of(const struct frame *frame)
{
    struct columns columns = {.number_cells = 1};
    size_t n = frame->form->entry.n_choices;

    for (size_t i = 0; i < n; i++) {
        struct form_choice choice = form_choice(frame->form, i);
        int key_cells = (int)strlen(choice.key.text);
        if (key_cells > columns.number_cells)
            columns.number_cells = key_cells;
        int cells = canvas_cells(state_words(frame, choice.state));
        if (choice.has_state && cells > columns.state_cells)
            columns.state_cells = cells;
    }
    columns.label_cells =
        frame->width - frame->indent - 2 - columns.number_cells - NUMBER_GAP;
    if (frame->form->entry.kind == FORM_ENTRY_SEVERAL)
        columns.label_cells -= BOX_CELLS;
    if (columns.state_cells)
        columns.label_cells -= columns.state_cells + NUMBER_GAP;
    return columns;
}

/* The label as lines; one line that may be cut in an overview. */
static void
add_label(const struct frame *frame, const struct columns *columns,
          struct form_choice choice, struct buf *lines)
{
    struct buf shown SCOPED(buf_clear) = {0};
    int n_cells = columns->label_cells;

    if (columns->state_cells && !choice.has_state)
        n_cells += columns->state_cells + NUMBER_GAP;
    wrap_add(lines, str_from(choice.label),
             is_overview(frame) ? 1 << 20 : n_cells, 0);
    if (!is_overview(frame))
        return;
    lines->len--;
    for (size_t i = 0; i < lines->len; i++)
        if (lines->bytes[i] == '\n')
            lines->bytes[i] = ' ';
    buf_add(&shown, buf_str(lines));
    buf_empty(lines);
    tui_add_cut(frame, lines, buf_str(&shown), n_cells);
    buf_add_char(lines, '\n');
}

/* Where the columns of a choice begin, counted from the side its text starts
   at. */
static void
put_at(const struct frame *frame, struct piece piece, bool runs_left, int from,
       struct str text)
{
    piece.column = frame->left + frame->indent + from;
    if (runs_left)
        piece.column = frame->left + frame->width - frame->indent - from
                       - canvas_cells(text);
    canvas_put(frame->canvas, piece, text);
}

static void
put_choice_head(const struct frame *frame, struct piece piece, bool runs_left,
                const struct columns *columns, struct form_choice choice)
{
    struct buf number SCOPED(buf_clear) = {0};

    if (choice.is_marked)
        put_at(frame, piece, runs_left, 0,
               runs_left ? tui_sign(frame, "◂", "<")
                         : tui_sign(frame, "▸", ">"));
    else if (choice.is_chosen && frame->form->entry.kind == FORM_ENTRY_ONE)
        put_at(frame, piece, runs_left, 0, tui_sign(frame, "•", "*"));
    buf_addf(&number, "%*s", columns->number_cells, choice.key.text);
    put_at(frame, piece, runs_left, 2, buf_str(&number));
    if (frame->form->entry.kind == FORM_ENTRY_SEVERAL)
        put_at(frame, piece, runs_left, 2 + columns->number_cells + NUMBER_GAP,
               str_from(choice.is_chosen ? "[x]" : "[ ]"));
}

static void
put_state(const struct frame *frame, struct piece piece,
          struct form_choice choice)
{
    struct str words = state_words(frame, choice.state);
    int from = frame->width - frame->indent - canvas_cells(words);

    if (choice.state == ANSWER_BLANK)
        piece.look = LOOK_STRONG;
    put_at(frame, piece, false, from, words);
}

/* Draws a choice at 'row'; returns the row behind it. */
static int
draw_choice(const struct frame *frame, const struct columns *columns,
            size_t idx, int row)
{
    struct form_choice choice = form_choice(frame->form, idx);
    bool runs_left =
        !is_overview(frame) && tui_runs_left(str_from(choice.label));
    struct piece piece = {
        .row = row,
        .look = choice.is_marked ? LOOK_STRONG : LOOK_PLAIN,
        .choice = (int)idx,
    };
    int label_from = 2 + columns->number_cells + NUMBER_GAP;
    struct buf lines SCOPED(buf_clear) = {0};
    struct str line;

    if (frame->form->entry.kind == FORM_ENTRY_SEVERAL)
        label_from += BOX_CELLS;
    add_label(frame, columns, choice, &lines);
    put_choice_head(frame, piece, runs_left, columns, choice);
    if (choice.has_state)
        put_state(frame, piece, choice);
    struct str rest = buf_str(&lines);
    for (; str_next_line(&rest, &line); piece.row++)
        put_at(frame, piece, runs_left, label_from, line);
    return piece.row;
}

static void
draw_choices(const struct frame *frame, struct tui_entry *entry)
{
    struct columns columns = columns_of(frame);

    for (size_t i = 0; i < frame->form->entry.n_choices; i++) {
        int row = entry->n_rows;
        entry->n_rows = draw_choice(frame, &columns, i, row);
        if (!form_choice(frame->form, i).is_marked)
            continue;
        entry->focus = row + (entry->n_rows - row) / 2;
        canvas_set_cursor(frame->canvas, row, frame->left + frame->indent,
                          false);
    }
}

/* ---- a range: a line with a mark ---- */

static int
cells_of(const char *words)
{
    return words ? canvas_cells(str_from(words)) : 0;
}

static void
add_bar(const struct frame *frame, int n_cells, struct buf *bar)
{
    const struct entry *entry = &frame->form->entry;
    int at = (int)(entry_share(entry) * (n_cells - 3) + 0.5);

    buf_add(bar, tui_sign(frame, "├", "|"));
    for (int i = 0; i < n_cells - 2; i++)
        buf_add(bar, entry->has_mark && i == at ? tui_sign(frame, "●", "O")
                                                : tui_sign(frame, "─", "-"));
    buf_add(bar, tui_sign(frame, "┤", "|"));
}

/* The row with the line; returns the column behind its end. */
static int
draw_range_line(const struct frame *frame, struct str min, struct str max)
{
    const char *unit = frame->form->entry.response->unit;
    struct str number = entry_text(&frame->form->entry);
    int max_cells = canvas_cells(max);
    struct buf bar SCOPED(buf_clear) = {0};
    int bar_cells = frame->width - 2 * frame->indent - canvas_cells(min)
                    - 2 * max_cells - cells_of(unit) - 8;

    if (bar_cells > LIMIT_BAR_CELLS)
        bar_cells = LIMIT_BAR_CELLS;
    if (bar_cells < LEAST_BAR_CELLS)
        bar_cells = LEAST_BAR_CELLS;
    add_bar(frame, bar_cells, &bar);
    int at =
        tui_put(frame, 0, frame->left + frame->indent, LOOK_PLAIN, min) + 1;
    tui_put(frame, 0, at, LOOK_STRONG, buf_str(&bar));
    int end = tui_put(frame, 0, at + bar_cells + 1, LOOK_PLAIN, max);
    at = tui_put(frame, 0, end + 3, LOOK_STRONG, number);
    canvas_set_cursor(frame->canvas, 0, at, true);
    if (unit && number.len)
        tui_put(frame, 0, at + 1, LOOK_STRONG, str_from(unit));
    return end;
}

/* The words of an end below the line, with its number; returns the row behind
   them. */
static int
draw_end(const struct frame *frame, int row, struct str number,
         const char *words)
{
    struct buf end SCOPED(buf_clear) = {0};
    struct buf lines SCOPED(buf_clear) = {0};
    struct str line;

    if (!words)
        return row;
    buf_add(&end, number);
    buf_addf(&end, " %s", words);
    wrap_add(&lines, buf_str(&end), frame->width - frame->indent, 3);
    struct str rest = buf_str(&lines);
    while (str_next_line(&rest, &line))
        tui_put(frame, row++, frame->left + frame->indent, LOOK_PLAIN, line);
    return row;
}

/* The end words stand side by side under the line if they fit. */
static void
draw_range(const struct frame *frame, struct tui_entry *entry)
{
    const struct response *range = frame->form->entry.response;
    int left = frame->left + frame->indent;
    int low_cells = cells_of(range->low);
    int high_cells = cells_of(range->high);
    struct buf min SCOPED(buf_clear) = {0};
    struct buf max SCOPED(buf_clear) = {0};

    num_add(&min, decimal_value(range->min));
    num_add(&max, decimal_value(range->max));
    int end = draw_range_line(frame, buf_str(&min), buf_str(&max));
    entry->n_rows = 1;
    if (low_cells + high_cells + 4 > frame->width - 2 * frame->indent) {
        entry->n_rows = draw_end(frame, 1, buf_str(&min), range->low);
        entry->n_rows =
            draw_end(frame, entry->n_rows, buf_str(&max), range->high);
    } else if (range->low || range->high) {
        int low_end = left + low_cells + 4;
        int high_at = end - high_cells;
        tui_put(frame, 1, left, LOOK_PLAIN, str_from(range->low));
        tui_put(frame, 1, high_at < low_end ? low_end : high_at, LOOK_PLAIN,
                str_from(range->high));
        entry->n_rows = 2;
    }
}

/* ---- what is typed: a text, a date, a code ---- */

/* The row of the text that begins at '*at', broken at a blank where there is
   one; false behind the last row.  '*is_open' after a newline at the end. */
static bool
next_text_row(struct str text, size_t *at, int n_cells, struct str *row)
{
    size_t begin = *at;
    size_t blank = 0; /* behind the last one */
    uint32_t character;

    if (begin > text.len)
        return false;
    struct str rest = str_skip(text, begin);
    for (size_t here = begin; utf8_next(&rest, &character);
         here = text.len - rest.len) {
        n_cells -= utf8_cells(character);
        if (character == '\n') {
            *row = (struct str){text.bytes + begin, here - begin};
            *at = here + 1;
            return true;
        }
        if (n_cells < 0 && here > begin) {
            size_t end = blank ? blank : here;
            *row = (struct str){text.bytes + begin, end - begin};
            *at = end;
            return true;
        }
        if (character == ' ')
            blank = text.len - rest.len;
    }
    *row = str_skip(text, begin);
    *at = text.len + 1;
    return true;
}

static void
put_text_row(const struct frame *frame, int row, struct str text,
             size_t cursor_len)
{
    int column = frame->left + frame->indent + 2;

    if (tui_runs_left(text))
        column = frame->left + frame->width - 1 - canvas_cells(text);
    tui_put(frame, row, column, LOOK_PLAIN, text);
    if (cursor_len <= text.len)
        canvas_set_cursor(
            frame->canvas, row,
            column + canvas_cells((struct str){text.bytes, cursor_len}), true);
}

static void
draw_text(const struct frame *frame, struct tui_entry *entry)
{
    const struct item *item = form_item(frame->form);
    struct str text = entry_text(&frame->form->entry);
    size_t cursor = entry_cursor(&frame->form->entry);
    int n_cells = frame->width - frame->indent - 3;
    size_t at = 0;
    size_t begin = 0;
    struct str line;

    for (; next_text_row(text, &at, n_cells, &line);
         entry->n_rows++, begin = at) {
        bool is_here = cursor >= begin && cursor < at;
        if (is_here)
            entry->focus = entry->n_rows;
        put_text_row(frame, entry->n_rows, line,
                     is_here ? cursor - begin : SIZE_MAX);
    }
    int lines =
        item && item->response->lines > 3 ? (int)item->response->lines : 3;
    entry->n_rows = entry->n_rows < lines ? lines : entry->n_rows;
    entry->wanted_rows =
        entry->n_rows > LIMIT_TEXT_ROWS ? LIMIT_TEXT_ROWS : entry->n_rows;
    entry->least_rows = LEAST_TEXT_ROWS;
    for (int i = 0; i < entry->n_rows; i++)
        tui_put(frame, i, frame->left + frame->indent, LOOK_ACCENT,
                tui_sign(frame, "│", "|"));
}

/* A date as it is typed, or a code that is not shown, behind its label. */
static void
draw_word(const struct frame *frame, struct tui_entry *entry)
{
    const struct entry *typed = &frame->form->entry;
    bool is_secret = typed->kind == FORM_ENTRY_SECRET;
    struct str label = tui_sign(frame, "│", "|");
    struct str text = entry_text(typed);

    if (is_secret)
        label = str_from(word_in(frame->language, WORD_FILL_CODE));
    int end = tui_put(frame, 0, frame->left + frame->indent,
                      is_secret ? LOOK_PLAIN : LOOK_ACCENT, label);
    int column = end + 1;
    tui_put(frame, 0, column, LOOK_STRONG, text);
    struct str before = {text.bytes, entry_cursor(typed)};
    canvas_set_cursor(frame->canvas, 0, column + canvas_cells(before), true);
    entry->n_rows = 1;
}

/* ---- all ---- */

void
tui_entry_draw(const struct frame *frame, struct tui_entry *entry)
{
    static void (*const draw[])(const struct frame *, struct tui_entry *) = {
        [FORM_ENTRY_ONE] = draw_choices, [FORM_ENTRY_SEVERAL] = draw_choices,
        [FORM_ENTRY_RANGE] = draw_range, [FORM_ENTRY_TEXT] = draw_text,
        [FORM_ENTRY_DATE] = draw_word,   [FORM_ENTRY_SECRET] = draw_word,
    };
    struct frame own = *frame;
    enum form_entry_kind kind = frame->form->entry.kind;

    own.canvas = &entry->canvas;
    canvas_start(own.canvas, LIMIT_ROWS, frame->view->n_columns);
    if (draw[kind])
        draw[kind](&own, entry);
    if (kind == FORM_ENTRY_TEXT)
        return;
    entry->wanted_rows = entry->n_rows;
    entry->least_rows = entry->n_rows;
}

/* A mark in the middle, a cursor as far up as it was typed to. */
static int
first_row(const struct tui_entry *entry, bool is_text, int n_rows)
{
    int last = entry->n_rows > n_rows ? entry->n_rows - n_rows : 0;
    int first = entry->focus - (is_text ? n_rows - 1 : n_rows / 2);

    first = first < 0 ? 0 : first;
    return first > last ? last : first;
}

void
tui_entry_put(const struct frame *frame, const struct tui_entry *entry, int row,
              int n_rows)
{
    enum form_entry_kind kind = frame->form->entry.kind;
    int first = first_row(entry, kind == FORM_ENTRY_TEXT, n_rows);
    int mark_column = frame->left + frame->indent - 1;

    canvas_copy(frame->canvas, row, &entry->canvas, first, n_rows);
    if (kind != FORM_ENTRY_ONE && kind != FORM_ENTRY_SEVERAL)
        return;
    if (first > 0)
        tui_put(frame, row, mark_column, LOOK_ACCENT,
                tui_sign(frame, "↑", "^"));
    if (first + n_rows < entry->n_rows)
        tui_put(frame, row + n_rows - 1, mark_column, LOOK_ACCENT,
                tui_sign(frame, "↓", "v"));
}
