/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws choices, and the questions of the overview; see tui_entry.h. */
#include "fill/tui_entry_parts.h"

#include <string.h>
#include "fill/tui_frame.h"
#include "fill/wrap.h"

enum {
    NUMBER_GAP = 2, /* between a number and its label */
    BOX_CELLS = 4   /* "[x] " */
};

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
    size_t n = form_entry(frame->form)->n_choices;

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
    if (form_entry(frame->form)->kind == FORM_ENTRY_SEVERAL)
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
    struct buf shown = {0};
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
    buf_clear(&shown);
}

static int
choice_rows(const struct frame *frame, const struct columns *columns,
            size_t idx)
{
    struct buf lines = {0};

    add_label(frame, columns, form_choice(frame->form, idx), &lines);
    int n = tui_count_lines(buf_str(&lines));
    buf_clear(&lines);
    return n;
}

int
tui_choices_rows(const struct frame *frame)
{
    struct columns columns = columns_of(frame);
    int rows = 0;

    for (size_t i = 0; i < form_entry(frame->form)->n_choices; i++)
        rows += choice_rows(frame, &columns, i);
    return rows;
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
    struct buf number = {0};

    if (choice.is_marked)
        put_at(frame, piece, runs_left, 0,
               str_from(runs_left ? tui_sign(frame, "◂", "<")
                                  : tui_sign(frame, "▸", ">")));
    else if (choice.is_chosen
             && form_entry(frame->form)->kind == FORM_ENTRY_ONE)
        put_at(frame, piece, runs_left, 0, str_from(tui_sign(frame, "•", "*")));
    buf_addf(&number, "%*s", columns->number_cells, choice.key.text);
    put_at(frame, piece, runs_left, 2, buf_str(&number));
    if (form_entry(frame->form)->kind == FORM_ENTRY_SEVERAL)
        put_at(frame, piece, runs_left, 2 + columns->number_cells + NUMBER_GAP,
               str_from(choice.is_chosen ? "[x]" : "[ ]"));
    buf_clear(&number);
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

/* Rows of the screen; 'bottom' is the one behind the last. */
struct row_span {
    int top;
    int bottom;
};

/* Draws a choice at 'row', as far as it lies within 'seen'; returns the row
   behind it. */
static int
put_choice(const struct frame *frame, const struct columns *columns, size_t idx,
           int row, struct row_span seen)
{
    struct form_choice choice = form_choice(frame->form, idx);
    bool runs_left =
        !is_overview(frame) && tui_runs_left(str_from(choice.label));
    struct piece piece = {
        .look = choice.is_marked ? LOOK_STRONG : LOOK_PLAIN,
        .choice = (int)idx,
    };
    int label_from = 2 + columns->number_cells + NUMBER_GAP;
    struct buf lines = {0};
    struct str line;
    size_t at = 0;

    if (form_entry(frame->form)->kind == FORM_ENTRY_SEVERAL)
        label_from += BOX_CELLS;
    add_label(frame, columns, choice, &lines);
    for (bool is_head = true; tui_next_line(buf_str(&lines), &at, &line);
         is_head = false, row++) {
        if (row < seen.top || row >= seen.bottom)
            continue;
        piece.row = row;
        if (is_head) {
            put_choice_head(frame, piece, runs_left, columns, choice);
            if (choice.has_state)
                put_state(frame, piece, choice);
        }
        put_at(frame, piece, runs_left, label_from, line);
    }
    buf_clear(&lines);
    return row;
}

/* How many rows of the choices lie above the screen, so that the one that is
   marked is in the middle of it. */
static int
rows_above(const struct frame *frame, const struct columns *columns, int n_rows)
{
    int total = tui_choices_rows(frame);
    int before = 0;

    if (total <= n_rows)
        return 0;
    for (size_t i = 0; i < form_entry(frame->form)->n_choices; i++) {
        int rows = choice_rows(frame, columns, i);
        if (form_choice(frame->form, i).is_marked) {
            before += rows / 2 - n_rows / 2;
            before = before < 0 ? 0 : before;
            return before > total - n_rows ? total - n_rows : before;
        }
        before += rows;
    }
    return 0;
}

void
tui_choices_put(const struct frame *frame, int row, int n_rows)
{
    struct columns columns = columns_of(frame);
    int above = rows_above(frame, &columns, n_rows);
    struct row_span seen = {row, row + n_rows};
    int at = row - above;

    for (size_t i = 0; i < form_entry(frame->form)->n_choices; i++) {
        if (form_choice(frame->form, i).is_marked && at >= row)
            canvas_set_cursor(frame->canvas, at, frame->left + frame->indent,
                              false);
        at = put_choice(frame, &columns, i, at, seen);
    }
    int mark_column = frame->left + frame->indent - 1;
    if (above > 0)
        tui_put(frame, row, mark_column, LOOK_ACCENT,
                str_from(tui_sign(frame, "↑", "^")));
    if (at > row + n_rows)
        tui_put(frame, row + n_rows - 1, mark_column, LOOK_ACCENT,
                str_from(tui_sign(frame, "↓", "v")));
}
