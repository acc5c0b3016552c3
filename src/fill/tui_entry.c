/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws what is being entered; see tui_entry.h. */
#include "fill/tui_entry.h"

#include <string.h>
#include "base/num.h"
#include "base/utf8.h"
#include "fill/wrap.h"

enum {
    LIMIT_BAR_CELLS = 62,
    LEAST_BAR_CELLS = 8,
    LEAST_TEXT_ROWS = 2,
    LIMIT_TEXT_ROWS = 10,
    NUMBER_GAP = 2, /* between a number and its label */
    BOX_CELLS = 4   /* "[x] " */
};

static const char *
sign(const struct frame *frame, const char *drawn, const char *ascii)
{
    return frame->view->is_ascii ? ascii : drawn;
}

static void
put(const struct frame *frame, int row, int column, enum look look,
    struct str text)
{
    canvas_put(frame->canvas,
               (struct piece){.row = row,
                              .column = column,
                              .look = look,
                              .choice = CANVAS_NO_CHOICE},
               text);
}

void
tui_put_line(const struct frame *frame, int row, enum look look,
             struct str text)
{
    int column = frame->left;

    if (tui_runs_left(text))
        column += frame->width - canvas_cells(text);
    put(frame, row, column < frame->left ? frame->left : column, look, text);
}

/* The line of 'text' that begins at '*at'; false behind the last one. */
static bool
next_line(struct str text, size_t *at, struct str *line)
{
    if (*at >= text.len)
        return false;
    const char *newline = memchr(text.bytes + *at, '\n', text.len - *at);
    size_t end = newline ? (size_t)(newline - text.bytes) : text.len;
    *line = (struct str){text.bytes + *at, end - *at};
    *at = end + 1;
    return true;
}

static int
count_lines(struct str text)
{
    struct str line;
    size_t at = 0;
    int n = 0;

    while (next_line(text, &at, &line))
        n++;
    return n;
}

/* ---- choices ---- */

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
    size_t n = form_n_choices(frame->form);

    for (size_t i = 0; i < n; i++) {
        struct form_choice choice = form_choice(frame->form, i);
        if (choice.number > 9)
            columns.number_cells = choice.number > 99 ? 3 : 2;
        int cells = canvas_cells(state_words(frame, choice.state));
        if (is_overview(frame) && cells > columns.state_cells)
            columns.state_cells = cells;
    }
    columns.label_cells =
        frame->width - frame->indent - 2 - columns.number_cells - NUMBER_GAP;
    if (form_entry_kind(frame->form) == FORM_ENTRY_SEVERAL)
        columns.label_cells -= BOX_CELLS;
    if (columns.state_cells)
        columns.label_cells -= columns.state_cells + NUMBER_GAP;
    return columns;
}

/* The label as lines; one line that may be cut in an overview. */
static void
add_label(const struct frame *frame, const struct columns *columns,
          const char *label, struct buf *lines)
{
    struct buf shown = {0};

    wrap_add(lines, str_from(label),
             is_overview(frame) ? 1 << 20 : columns->label_cells, 0);
    if (!is_overview(frame))
        return;
    lines->len--;
    for (size_t i = 0; i < lines->len; i++)
        if (lines->bytes[i] == '\n')
            lines->bytes[i] = ' ';
    struct str fitting = canvas_fit(buf_str(lines), columns->label_cells);
    if (fitting.len < lines->len) {
        const char *more = sign(frame, "…", "...");
        fitting = canvas_fit(fitting, columns->label_cells
                                          - canvas_cells(str_from(more)));
        buf_add(&shown, fitting);
        buf_add_text(&shown, more);
        buf_empty(lines);
        buf_add(lines, buf_str(&shown));
    }
    buf_add_char(lines, '\n');
    buf_clear(&shown);
}

static int
choice_rows(const struct frame *frame, const struct columns *columns,
            size_t idx)
{
    struct buf lines = {0};

    add_label(frame, columns, form_choice(frame->form, idx).label, &lines);
    int n = count_lines(buf_str(&lines));
    buf_clear(&lines);
    return n;
}

static int
all_choice_rows(const struct frame *frame)
{
    struct columns columns = columns_of(frame);
    int rows = 0;

    for (size_t i = 0; i < form_n_choices(frame->form); i++)
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
               str_from(runs_left ? sign(frame, "◂", "<")
                                  : sign(frame, "▸", ">")));
    else if (choice.is_chosen && form_entry_kind(frame->form) == FORM_ENTRY_ONE)
        put_at(frame, piece, runs_left, 0, str_from(sign(frame, "•", "*")));
    buf_addf(&number, "%*d", columns->number_cells, choice.number);
    put_at(frame, piece, runs_left, 2, buf_str(&number));
    if (form_entry_kind(frame->form) == FORM_ENTRY_SEVERAL)
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
struct rows {
    int top;
    int bottom;
};

/* Draws a choice at 'row', as far as it lies within 'seen'; returns the row
   behind it. */
static int
put_choice(const struct frame *frame, const struct columns *columns, size_t idx,
           int row, struct rows seen)
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

    if (form_entry_kind(frame->form) == FORM_ENTRY_SEVERAL)
        label_from += BOX_CELLS;
    add_label(frame, columns, choice.label, &lines);
    for (bool is_head = true; next_line(buf_str(&lines), &at, &line);
         is_head = false, row++) {
        if (row < seen.top || row >= seen.bottom)
            continue;
        piece.row = row;
        if (is_head) {
            put_choice_head(frame, piece, runs_left, columns, choice);
            if (columns->state_cells)
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
    int total = all_choice_rows(frame);
    int before = 0;

    if (total <= n_rows)
        return 0;
    for (size_t i = 0; i < form_n_choices(frame->form); i++) {
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

static void
put_choices(const struct frame *frame, int row, int n_rows)
{
    struct columns columns = columns_of(frame);
    int above = rows_above(frame, &columns, n_rows);
    struct rows seen = {row, row + n_rows};
    int at = row - above;

    for (size_t i = 0; i < form_n_choices(frame->form); i++) {
        if (form_choice(frame->form, i).is_marked && at >= row)
            canvas_set_cursor(frame->canvas, at, frame->left + frame->indent,
                              false);
        at = put_choice(frame, &columns, i, at, seen);
    }
    int mark_column = frame->left + frame->indent - 1;
    if (above > 0)
        put(frame, row, mark_column, LOOK_ACCENT,
            str_from(sign(frame, "↑", "^")));
    if (at > row + n_rows)
        put(frame, row + n_rows - 1, mark_column, LOOK_ACCENT,
            str_from(sign(frame, "↓", "v")));
}

/* ---- ranges ---- */

struct range_words {
    struct buf min;
    struct buf max;
    struct buf number; /* with its unit */
};

static struct range_words
range_words_of(const struct frame *frame)
{
    const struct response *range = form_range(frame->form).response;
    struct range_words words = {{0}, {0}, {0}};

    num_add(&words.min, decimal_value(range->min));
    num_add(&words.max, decimal_value(range->max));
    buf_add(&words.number, form_text(frame->form));
    if (range->unit && words.number.len) {
        buf_add_char(&words.number, ' ');
        buf_add_text(&words.number, range->unit);
    }
    return words;
}

static void
range_words_clear(struct range_words *words)
{
    buf_clear(&words->min);
    buf_clear(&words->max);
    buf_clear(&words->number);
}

static int
end_cells(const char *words)
{
    return words ? canvas_cells(str_from(words)) : 0;
}

/* Whether both end words stand side by side under the line. */
static bool
ends_fit(const struct frame *frame)
{
    const struct response *range = form_range(frame->form).response;

    return end_cells(range->low) + end_cells(range->high) + 4
           <= frame->width - 2 * frame->indent;
}

static void
add_end(const struct frame *frame, struct buf *lines, struct str number,
        const char *words)
{
    struct buf end = {0};

    if (!words)
        return;
    buf_add(&end, number);
    buf_addf(&end, " %s", words);
    wrap_add(lines, buf_str(&end), frame->width - frame->indent, 3);
    buf_clear(&end);
}

/* The end words below each other, with their numbers. */
static void
add_ends(const struct frame *frame, struct buf *lines)
{
    const struct response *range = form_range(frame->form).response;
    struct range_words words = range_words_of(frame);

    add_end(frame, lines, buf_str(&words.min), range->low);
    add_end(frame, lines, buf_str(&words.max), range->high);
    range_words_clear(&words);
}

static int
range_rows(const struct frame *frame)
{
    const struct response *range = form_range(frame->form).response;
    struct buf lines = {0};
    int rows = 2;

    if (!range->low && !range->high)
        return 1;
    if (!ends_fit(frame)) {
        add_ends(frame, &lines);
        rows = 1 + count_lines(buf_str(&lines));
        buf_clear(&lines);
    }
    return rows;
}

static void
add_bar(const struct frame *frame, int n_cells, struct buf *bar)
{
    struct form_range range = form_range(frame->form);
    double share = range.share < 0 ? 0 : range.share > 1 ? 1 : range.share;
    int at = (int)(share * (n_cells - 3) + 0.5);

    buf_add_text(bar, sign(frame, "├", "|"));
    for (int i = 0; i < n_cells - 2; i++)
        buf_add_text(bar, range.has_mark && i == at ? sign(frame, "●", "O")
                                                    : sign(frame, "─", "-"));
    buf_add_text(bar, sign(frame, "┤", "|"));
}

/* The row with the line; returns the column behind its end. */
static int
put_range_line(const struct frame *frame, int row)
{
    struct range_words words = range_words_of(frame);
    struct buf bar = {0};
    int min_cells = canvas_cells(buf_str(&words.min));
    int max_cells = canvas_cells(buf_str(&words.max));
    int column = frame->left + frame->indent;
    int number_cells =
        max_cells + 2
        + canvas_cells(str_from(form_range(frame->form).response->unit));
    int bar_cells = frame->width - 2 * frame->indent - min_cells - max_cells
                    - number_cells - 6;

    if (bar_cells > LIMIT_BAR_CELLS)
        bar_cells = LIMIT_BAR_CELLS;
    if (bar_cells < LEAST_BAR_CELLS)
        bar_cells = LEAST_BAR_CELLS;
    add_bar(frame, bar_cells, &bar);
    put(frame, row, column, LOOK_PLAIN, buf_str(&words.min));
    put(frame, row, column + min_cells + 1, LOOK_STRONG, buf_str(&bar));
    int end = column + min_cells + 1 + bar_cells + 1 + max_cells;
    put(frame, row, end - max_cells, LOOK_PLAIN, buf_str(&words.max));
    put(frame, row, end + 3, LOOK_STRONG, buf_str(&words.number));
    canvas_set_cursor(frame->canvas, row,
                      end + 3 + canvas_cells(form_text(frame->form)), true);
    buf_clear(&bar);
    range_words_clear(&words);
    return end;
}

static void
put_range(const struct frame *frame, int row, int n_rows)
{
    const struct response *range = form_range(frame->form).response;
    int end = put_range_line(frame, row);
    int left = frame->left + frame->indent;
    struct buf lines = {0};
    struct str line;
    size_t at = 0;

    if (ends_fit(frame)) {
        int high_cells = end_cells(range->high);
        int low_end = left + end_cells(range->low) + 4;
        int high_at = end - high_cells;
        put(frame, row + 1, left, LOOK_PLAIN, str_from(range->low));
        put(frame, row + 1, high_at < low_end ? low_end : high_at, LOOK_PLAIN,
            str_from(range->high));
        return;
    }
    add_ends(frame, &lines);
    for (int i = 1; i < n_rows && next_line(buf_str(&lines), &at, &line); i++)
        put(frame, row + i, left, LOOK_PLAIN, line);
    buf_clear(&lines);
}

/* ---- texts ---- */

/* The row of the text that begins at '*at', broken at a blank where there is
   one; false behind the last row.  '*is_open' after a newline at the end. */
static bool
next_text_row(struct str text, size_t *at, int n_cells, struct str *row)
{
    struct str rest = {text.bytes + *at, text.len - *at};
    size_t begin = *at;
    size_t blank = 0; /* behind the last one */
    uint32_t character;

    if (begin > text.len)
        return false;
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
    *row = (struct str){text.bytes + begin, text.len - begin};
    *at = text.len + 1;
    return true;
}

static int
text_cells(const struct frame *frame)
{
    return frame->width - frame->indent - 3;
}

/* The rows of the text, and the one that the cursor is in. */
static int
measure_text(const struct frame *frame, int *cursor_row)
{
    struct str text = form_text(frame->form);
    size_t cursor = form_cursor(frame->form);
    size_t at = 0;
    struct str row;
    int n = 0;

    *cursor_row = 0;
    for (size_t begin = 0; next_text_row(text, &at, text_cells(frame), &row);
         begin = at, n++)
        if (cursor >= begin)
            *cursor_row = n;
    return n;
}

static int
wanted_text_rows(const struct frame *frame)
{
    const struct item *item = form_item(frame->form);
    int cursor_row;
    int rows = measure_text(frame, &cursor_row);
    int lines = item ? (int)item->response->lines : 1;

    rows = rows < lines ? lines : rows;
    rows = rows < 3 ? 3 : rows;
    return rows > LIMIT_TEXT_ROWS ? LIMIT_TEXT_ROWS : rows;
}

static void
put_text_row(const struct frame *frame, int row, struct str text,
             size_t cursor_len)
{
    int column = frame->left + frame->indent + 2;

    if (tui_runs_left(text))
        column = frame->left + frame->width - 1 - canvas_cells(text);
    put(frame, row, column, LOOK_PLAIN, text);
    if (cursor_len <= text.len)
        canvas_set_cursor(
            frame->canvas, row,
            column + canvas_cells((struct str){text.bytes, cursor_len}), true);
}

static void
put_text(const struct frame *frame, int row, int n_rows)
{
    struct str text = form_text(frame->form);
    int cursor_row;
    int total = measure_text(frame, &cursor_row);
    int first =
        total <= n_rows || cursor_row < n_rows ? 0 : cursor_row - n_rows + 1;
    size_t at = 0;
    struct str line;

    for (int i = 0; i < n_rows; i++)
        put(frame, row + i, frame->left + frame->indent, LOOK_ACCENT,
            str_from(sign(frame, "│", "|")));
    size_t begin = 0;
    for (int i = 0; next_text_row(text, &at, text_cells(frame), &line);
         i++, begin = at)
        if (i >= first && i < first + n_rows)
            put_text_row(frame, row + i - first, line,
                         i == cursor_row ? form_cursor(frame->form) - begin
                                         : SIZE_MAX);
}

/* A date as it is typed, or a code that is not shown. */
static void
put_word(const struct frame *frame, int row, const char *label)
{
    int column = frame->left + frame->indent;
    struct str text = form_text(frame->form);

    if (label) {
        put(frame, row, column, LOOK_PLAIN, str_from(label));
        column += canvas_cells(str_from(label)) + 1;
    } else {
        put(frame, row, column, LOOK_ACCENT, str_from(sign(frame, "│", "|")));
        column += 2;
    }
    put(frame, row, column, LOOK_STRONG, text);
    struct str before = {text.bytes, form_cursor(frame->form)};
    canvas_set_cursor(frame->canvas, row, column + canvas_cells(before), true);
}

/* ---- all ---- */

int
tui_entry_rows(const struct frame *frame)
{
    switch (form_entry_kind(frame->form)) {
    case FORM_ENTRY_NONE:
        break;
    case FORM_ENTRY_ONE:
    case FORM_ENTRY_SEVERAL:
        return all_choice_rows(frame);
    case FORM_ENTRY_RANGE:
        return range_rows(frame);
    case FORM_ENTRY_TEXT:
        return wanted_text_rows(frame);
    case FORM_ENTRY_DATE:
    case FORM_ENTRY_SECRET:
        return 1;
    }
    return 0;
}

int
tui_entry_least_rows(const struct frame *frame)
{
    int rows = tui_entry_rows(frame);

    if (form_entry_kind(frame->form) == FORM_ENTRY_TEXT)
        return LEAST_TEXT_ROWS;
    return rows;
}

void
tui_entry_put(const struct frame *frame, int row, int n_rows)
{
    switch (form_entry_kind(frame->form)) {
    case FORM_ENTRY_NONE:
        break;
    case FORM_ENTRY_ONE:
    case FORM_ENTRY_SEVERAL:
        put_choices(frame, row, n_rows);
        break;
    case FORM_ENTRY_RANGE:
        put_range(frame, row, n_rows);
        break;
    case FORM_ENTRY_TEXT:
        put_text(frame, row, n_rows);
        break;
    case FORM_ENTRY_DATE:
        put_word(frame, row, NULL);
        break;
    case FORM_ENTRY_SECRET:
        put_word(frame, row, word_in(frame->language, WORD_FILL_CODE));
        break;
    }
}
