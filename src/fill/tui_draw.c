/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places lines, texts and keys in the column of text; see tui_draw.h. */
#include "fill/tui_draw.h"

#include <string.h>
#include "base/utf8.h"
#include "fill/keyboard.h"
#include "fill/wrap.h"

enum {
    NARROW_COLUMNS = 60,
    LIMIT_FRAME_CELLS = 76,
    INDENT_CELLS = 2,
    LOW_ROWS = 16, /* up to here the keys take two rows at most */
    PLAIN_WEIGHT = 1
};

struct frame
tui_frame_of(const struct form *form, const struct tui_view *view,
             struct canvas *canvas)
{
    bool is_narrow = view->n_columns < NARROW_COLUMNS;
    int margin = is_narrow ? 1 : 2;
    int width = view->n_columns - 2 * margin;

    if (width > LIMIT_FRAME_CELLS)
        width = LIMIT_FRAME_CELLS;
    return (struct frame){
        .form = form,
        .view = view,
        .canvas = canvas,
        .language = form->options.language,
        .is_narrow = is_narrow,
        .left = (view->n_columns - width) / 2,
        .width = width,
        .indent = is_narrow ? 0 : INDENT_CELLS,
    };
}

bool
tui_runs_left(struct str text)
{
    uint32_t character;

    while (utf8_next(&text, &character)) {
        if (utf8_is_rtl(character))
            return true;
        if ((character | 0x20) >= 'a' && (character | 0x20) <= 'z')
            return false;
        if (character >= 0xc0)
            return false;
    }
    return false;
}

struct str
tui_sign(const struct frame *frame, const char *drawn, const char *ascii)
{
    return str_from(frame->view->is_ascii ? ascii : drawn);
}

int
tui_put(const struct frame *frame, int row, int column, enum look look,
        struct str text)
{
    canvas_put(frame->canvas,
               (struct piece){.row = row,
                              .column = column,
                              .look = look,
                              .choice = CANVAS_NO_CHOICE},
               text);
    return column + canvas_cells(text);
}

void
tui_put_line(const struct frame *frame, int row, enum look look,
             struct str text)
{
    int column = frame->left;

    if (tui_runs_left(text))
        column += frame->width - canvas_cells(text);
    tui_put(frame, row, column < frame->left ? frame->left : column, look,
            text);
}

void
tui_add_cut(const struct frame *frame, struct buf *buf, struct str text,
            int n_cells)
{
    struct str dots = tui_sign(frame, "…", "...");

    if (canvas_fit(text, n_cells).len == text.len) {
        buf_add(buf, text);
        return;
    }
    buf_add(buf, canvas_fit(text, n_cells - canvas_cells(dots)));
    buf_add(buf, dots);
}

/* ---- text ---- */

/* Takes up the lines that were added from byte 'at' on. */
static void
take_lines(struct text_lines *lines, enum look look, size_t at)
{
    for (; at < lines->text.len; at++) {
        if (lines->text.bytes[at] != '\n')
            continue;
        if (lines->n == TUI_LIMIT_LINES) {
            lines->text.len = at;
            return;
        }
        lines->ends_paragraph[lines->n] = false;
        lines->looks[lines->n++] = look;
    }
}

void
tui_text_add(struct text_lines *lines, const struct frame *frame,
             enum look look, struct str text, int indent)
{
    size_t at = lines->text.len;

    wrap_add(&lines->text, text, frame->width, indent);
    take_lines(lines, look, at);
}

void
tui_text_add_pair(struct text_lines *lines, struct str left, int n_cells,
                  struct str right)
{
    size_t at = lines->text.len;

    buf_add(&lines->text, left);
    for (int i = canvas_cells(left); i < n_cells; i++)
        buf_add_char(&lines->text, ' ');
    buf_add(&lines->text, right);
    buf_add_char(&lines->text, '\n');
    take_lines(lines, LOOK_PLAIN, at);
}

void
tui_text_end_paragraph(struct text_lines *lines)
{
    if (lines->n)
        lines->ends_paragraph[lines->n - 1] = true;
}

int
tui_text_rows(const struct text_lines *lines, int gap)
{
    int rows = lines->n;

    for (int i = 0; i + 1 < lines->n; i++)
        rows += lines->ends_paragraph[i] ? gap : 0;
    return rows;
}

void
tui_text_put(const struct frame *frame, const struct text_lines *lines,
             int first, int row, int n_rows, int gap)
{
    bool is_part = tui_text_rows(lines, gap) > n_rows;
    struct str rest = buf_str(&lines->text);
    struct str line;

    for (int i = 0; str_next_line(&rest, &line); i++) {
        if (i < first || i >= first + n_rows)
            continue;
        tui_put_line(frame, row++, lines->looks[i], line);
        row += lines->ends_paragraph[i] && !is_part ? gap : 0;
    }
}

/* ---- keys and their names ---- */

static void
add_legend(struct legends *legends, struct legend legend)
{
    if (legend.key && legends->n < TUI_LIMIT_LEGENDS)
        legends->items[legends->n++] = legend;
}

static void
add_key(struct legends *legends, const struct frame *frame,
        enum form_key_kind kind, enum word name, int weight)
{
    if (form_offers(frame->form, kind))
        add_legend(legends,
                   (struct legend){
                       .key = keyboard_name(frame->form, kind, frame->language,
                                            frame->view->is_ascii),
                       .name = word_in(frame->language, name),
                       .weight = weight,
                   });
}

void
tui_legends_add_leave(struct legends *legends, const struct frame *frame)
{
    legends->key_gap = 1;
    add_key(legends, frame, FORM_KEY_LEAVE, WORD_FILL_NAME_LEAVE, 6);
}

void
tui_legends_add_ways(struct legends *legends, const struct frame *frame)
{
    bool is_over = form_is_laid_over(frame->form); /* one key leads back */

    add_key(legends, frame, FORM_KEY_TAKE_BACK, WORD_FILL_NAME_TAKE_BACK, 6);
    if (is_over) {
        add_key(legends, frame, FORM_KEY_PAUSE, WORD_FILL_NAME_BACK, 4);
    } else {
        add_key(legends, frame, FORM_KEY_BACK, WORD_FILL_NAME_BACK, 4);
        add_key(legends, frame, FORM_KEY_OVERVIEW, WORD_FILL_NAME_OVERVIEW, 2);
        add_key(legends, frame, FORM_KEY_HELP, WORD_FILL_NAME_HELP, 5);
    }
    add_legend(legends,
               (struct legend){"F2",
                               word_in(frame->language, WORD_FILL_NAME_PLAIN),
                               false, PLAIN_WEIGHT});
    if (!is_over)
        add_key(legends, frame, FORM_KEY_PAUSE, WORD_FILL_NAME_PAUSE, 3);
    tui_legends_add_leave(legends, frame);
}

void
tui_legends_add_instead(struct legends *legends, const struct frame *frame)
{
    static const struct {
        enum form_key_kind kind;
        enum word name;
        enum answer_kind state;
    } ways[] = {
        {FORM_KEY_SKIP, WORD_FILL_NAME_SKIP, ANSWER_SKIPPED},
        {FORM_KEY_DECLINE, WORD_FILL_STATE_DECLINED, ANSWER_DECLINED},
        {FORM_KEY_UNKNOWN, WORD_FILL_STATE_UNKNOWN, ANSWER_UNKNOWN},
    };

    for (size_t i = 0; i < N_ELEMENTS(ways); i++) {
        size_t n = legends->n;
        add_key(legends, frame, ways[i].kind, ways[i].name, 0);
        if (legends->n > n)
            legends->items[n].is_now = form_state(frame->form) == ways[i].state;
    }
}

int
tui_legends_put(const struct frame *frame, const struct legends *legends,
                int row, int indent)
{
    int gap = frame->is_narrow ? 2 : 3;
    int column = indent;
    int n_rows = legends->n > 0;

    for (size_t i = 0; i < legends->n; i++) {
        const struct legend *legend = &legends->items[i];
        int cells = canvas_cells(str_from(legend->key)) + legends->key_gap
                    + canvas_cells(str_from(legend->name));
        if (column > indent && column + cells > frame->width) {
            column = indent;
            n_rows++;
        }
        int at = row < 0 ? -1 : row + n_rows - 1;
        int left = frame->left + column;
        int right =
            tui_put(frame, at, left, LOOK_ACCENT, str_from(legend->key));
        tui_put(frame, at, right + legends->key_gap,
                legend->is_now ? LOOK_STRONG : LOOK_PLAIN,
                str_from(legend->name));
        if (legend->is_now)
            tui_put(frame, at, left - 2, LOOK_STRONG,
                    tui_sign(frame, "•", "*"));
        column += cells + gap;
    }
    return n_rows;
}

static void
drop_lightest(struct legends *legends)
{
    size_t lightest = 0;

    for (size_t i = 1; i < legends->n; i++)
        if (legends->items[i].weight < legends->items[lightest].weight)
            lightest = i;
    memmove(&legends->items[lightest], &legends->items[lightest + 1],
            (legends->n - lightest - 1) * sizeof *legends->items);
    legends->n--;
}

static bool
has_plain(const struct legends *legends)
{
    for (size_t i = 0; i < legends->n; i++)
        if (legends->items[i].weight == PLAIN_WEIGHT)
            return true;
    return false;
}

/* Plain lines, which the first row of the first page and the help name too,
   are worth no row of their own. */
void
tui_legends_fit(const struct frame *frame, struct legends *legends)
{
    int most_rows = frame->view->n_rows < LOW_ROWS ? 2 : 3;
    int n_rows = tui_legends_put(frame, legends, -1, 0);
    struct legends fewer = *legends;

    drop_lightest(&fewer);
    if (has_plain(legends) && tui_legends_put(frame, &fewer, -1, 0) < n_rows)
        *legends = fewer;
    while (legends->n > 1 && tui_legends_put(frame, legends, -1, 0) > most_rows)
        drop_lightest(legends);
}

void
tui_legends_add_more(struct legends *legends, const struct frame *frame)
{
    add_legend(legends,
               (struct legend){
                   .key = word_in(frame->language, WORD_FILL_PAGE_DOWN),
                   .name = word_in(frame->language, WORD_FILL_NAME_MORE),
                   .weight = 7,
               });
}
