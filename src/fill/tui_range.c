/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws a range: a line with a mark; see tui_entry.h. */
#include "fill/tui_entry_parts.h"

#include "base/num.h"
#include "fill/tui_frame.h"
#include "fill/wrap.h"

enum { LIMIT_BAR_CELLS = 62, LEAST_BAR_CELLS = 8 };

struct range_words {
    struct buf min;
    struct buf max;
    struct buf number; /* with its unit */
};

static struct range_words
range_words_of(const struct frame *frame)
{
    const struct response *range = form_entry(frame->form)->response;
    struct range_words words = {{0}, {0}, {0}};

    num_add(&words.min, decimal_value(range->min));
    num_add(&words.max, decimal_value(range->max));
    buf_add(&words.number, entry_text(form_entry(frame->form)));
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
    const struct response *range = form_entry(frame->form)->response;

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
    const struct response *range = form_entry(frame->form)->response;
    struct range_words words = range_words_of(frame);

    add_end(frame, lines, buf_str(&words.min), range->low);
    add_end(frame, lines, buf_str(&words.max), range->high);
    range_words_clear(&words);
}

int
tui_range_rows(const struct frame *frame)
{
    const struct response *range = form_entry(frame->form)->response;
    struct buf lines = {0};
    int rows = 2;

    if (!range->low && !range->high)
        return 1;
    if (!ends_fit(frame)) {
        add_ends(frame, &lines);
        rows = 1 + tui_count_lines(buf_str(&lines));
        buf_clear(&lines);
    }
    return rows;
}

static void
add_bar(const struct frame *frame, int n_cells, struct buf *bar)
{
    const struct entry *entry = form_entry(frame->form);
    int at = (int)(entry_share(entry) * (n_cells - 3) + 0.5);

    buf_add_text(bar, tui_sign(frame, "├", "|"));
    for (int i = 0; i < n_cells - 2; i++)
        buf_add_text(bar, entry->has_mark && i == at
                              ? tui_sign(frame, "●", "O")
                              : tui_sign(frame, "─", "-"));
    buf_add_text(bar, tui_sign(frame, "┤", "|"));
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
        + canvas_cells(str_from(form_entry(frame->form)->response->unit));
    int bar_cells = frame->width - 2 * frame->indent - min_cells - max_cells
                    - number_cells - 6;

    if (bar_cells > LIMIT_BAR_CELLS)
        bar_cells = LIMIT_BAR_CELLS;
    if (bar_cells < LEAST_BAR_CELLS)
        bar_cells = LEAST_BAR_CELLS;
    add_bar(frame, bar_cells, &bar);
    tui_put(frame, row, column, LOOK_PLAIN, buf_str(&words.min));
    tui_put(frame, row, column + min_cells + 1, LOOK_STRONG, buf_str(&bar));
    int end = column + min_cells + 1 + bar_cells + 1 + max_cells;
    tui_put(frame, row, end - max_cells, LOOK_PLAIN, buf_str(&words.max));
    tui_put(frame, row, end + 3, LOOK_STRONG, buf_str(&words.number));
    canvas_set_cursor(
        frame->canvas, row,
        end + 3 + canvas_cells(entry_text(form_entry(frame->form))), true);
    buf_clear(&bar);
    range_words_clear(&words);
    return end;
}

void
tui_range_put(const struct frame *frame, int row, int n_rows)
{
    const struct response *range = form_entry(frame->form)->response;
    int end = put_range_line(frame, row);
    int left = frame->left + frame->indent;
    struct buf lines = {0};
    struct str line;
    size_t at = 0;

    if (ends_fit(frame)) {
        int high_cells = end_cells(range->high);
        int low_end = left + end_cells(range->low) + 4;
        int high_at = end - high_cells;
        tui_put(frame, row + 1, left, LOOK_PLAIN, str_from(range->low));
        tui_put(frame, row + 1, high_at < low_end ? low_end : high_at,
                LOOK_PLAIN, str_from(range->high));
        return;
    }
    add_ends(frame, &lines);
    for (int i = 1; i < n_rows && tui_next_line(buf_str(&lines), &at, &line);
         i++)
        tui_put(frame, row + i, left, LOOK_PLAIN, line);
    buf_clear(&lines);
}
