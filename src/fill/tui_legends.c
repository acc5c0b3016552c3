/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gathers and puts keys and their names; see tui_legends.h. */
#include "fill/tui_legends.h"

#include <string.h>
#include "fill/keyboard.h"
#include "fill/tui_frame.h"

enum {
    LOW_ROWS = 16, /* up to here the keys take two rows at most */
    PLAIN_WEIGHT = 1
};

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

/* Pages that lie over another one: one key leads back, though others do, too.
 */
static bool
is_laid_over(enum form_page page)
{
    return page == FORM_PAGE_OVERVIEW || page == FORM_PAGE_HELP
           || page == FORM_PAGE_PAUSE || page == FORM_PAGE_THROW;
}

void
tui_legends_add_ways(struct legends *legends, const struct frame *frame)
{
    bool is_over = is_laid_over(form_page(frame->form));

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

static int
legend_cells(const struct legend *legend, int key_gap)
{
    return canvas_cells(str_from(legend->key)) + key_gap
           + canvas_cells(str_from(legend->name));
}

int
tui_legends_put(const struct frame *frame, const struct legends *legends,
                int row, int indent)
{
    int gap = tui_is_narrow(frame) ? 2 : 3;
    int column = indent;
    int n_rows = legends->n > 0;

    for (size_t i = 0; i < legends->n; i++) {
        const struct legend *legend = &legends->items[i];
        int cells = legend_cells(legend, legends->key_gap);
        if (column > indent && column + cells > frame->width) {
            column = indent;
            n_rows++;
        }
        struct piece piece = {.row = row < 0 ? -1 : row + n_rows - 1,
                              .column = frame->left + column,
                              .look = LOOK_ACCENT,
                              .choice = CANVAS_NO_CHOICE};
        canvas_put(frame->canvas, piece, str_from(legend->key));
        piece.column += canvas_cells(str_from(legend->key)) + legends->key_gap;
        piece.look = legend->is_now ? LOOK_STRONG : LOOK_PLAIN;
        canvas_put(frame->canvas, piece, str_from(legend->name));
        if (legend->is_now) {
            piece.column = frame->left + column - 2;
            canvas_put(frame->canvas, piece,
                       str_from(frame->view->is_ascii ? "*" : "•"));
        }
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
