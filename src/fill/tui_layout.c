/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays a page out; see tui_layout.h. */
#include "fill/tui_layout.h"

#include "base/utf8.h"
#include "fill/tui_entry.h"
#include "fill/tui_frame.h"
#include "fill/tui_page.h"

enum {
    CALM_ROWS = 30, /* from here on the page does not begin at the top */
    MOST_GAP = 2,
    LEAST_TEXT_ROWS = 3,
    LEAST_ENTRY_ROWS = 3,
    BAR_CELLS = 18,
    NARROW_BAR_CELLS = 8
};

static void
add_bar(const struct frame *frame, struct form_progress progress, int n_cells,
        struct buf *bar)
{
    bool is_ascii = frame->view->is_ascii;
    size_t full =
        progress.n ? progress.at * (size_t)n_cells / progress.n : (size_t)0;

    for (size_t i = 0; i < (size_t)n_cells; i++)
        buf_add_text(bar, i < full ? (is_ascii ? "#" : "█")
                                   : (is_ascii ? "." : "░"));
}

static void
add_progress(const struct frame *frame, struct buf *words)
{
    struct form_progress progress = form_progress(frame->form);
    struct buf at = {0};
    struct buf n = {0};

    buf_addf(&at, "%zu", progress.at);
    buf_addf(&n, "%zu", progress.n);
    struct str texts[] = {buf_str(&at), buf_str(&n)};
    words_add(words, frame->language, WORD_FILL_AT_OF, texts, 2);
    buf_add_text(words, "  ");
    add_bar(frame, progress,
            tui_is_narrow(frame) ? NARROW_BAR_CELLS : BAR_CELLS, words);
    buf_clear(&at);
    buf_clear(&n);
}

static void
put_head(const struct frame *frame, int row)
{
    struct piece piece = {.row = row,
                          .column = frame->left,
                          .look = LOOK_PLAIN,
                          .choice = CANVAS_NO_CHOICE};
    struct buf shown = {0};
    struct buf title = {0};
    struct buf words = {0};

    if (form_progress(frame->form).at > 0)
        add_progress(frame, &words);
    int cells = canvas_cells(buf_str(&words));
    utf8_add_shown(&shown,
                   str_from(form_sheet(frame->form)->instrument->title));
    tui_add_cut(frame, &title, buf_str(&shown),
                frame->width - (cells ? cells + 2 : 0));
    canvas_put(frame->canvas, piece, buf_str(&title));
    piece.column = frame->left + frame->width - cells;
    canvas_put(frame->canvas, piece, buf_str(&words));
    buf_clear(&shown);
    buf_clear(&title);
    buf_clear(&words);
}

/* ---- the page ---- */

/* How the rows between head and keys are shared out. */
struct shares {
    int gap;
    int text;
    int entry;
    int instead;
    int hint;
    bool is_brief; /* the hint */
};

static int
taken(const struct shares *shares)
{
    int blocks[] = {shares->entry, shares->instead, shares->hint};
    int rows = shares->gap + shares->text;

    for (size_t i = 0; i < N_ELEMENTS(blocks); i++)
        if (blocks[i])
            rows += shares->gap + blocks[i];
    return rows;
}

/* As much air as there is room for, and when it is much also above the keys;
   false: not even without. */
static bool
spread(struct shares *shares, const struct text_lines *lines, int room)
{
    for (shares->gap = MOST_GAP; shares->gap >= 0; shares->gap--) {
        shares->text = tui_text_rows(lines, shares->gap);
        if (taken(shares) + (shares->gap > 1) <= room)
            return true;
    }
    shares->gap = 0;
    return false;
}

/* Choices say by their numbers what to do; else the hint has to. */
static bool
can_do_without_hint(const struct frame *frame)
{
    return form_entry(frame->form)->kind == FORM_ENTRY_ONE
           && form_page(frame->form) == FORM_PAGE_QUESTION
           && !form_remark(frame->form);
}

/* First the text is scrolled, and at last what is entered, around the mark. */
static void
squeeze(struct shares *shares, const struct frame *frame,
        const struct text_lines *lines, int room)
{
    int least = tui_entry_least_rows(frame);
    int least_text = lines->n - lines->question;

    if (least_text > LEAST_TEXT_ROWS)
        least_text = LEAST_TEXT_ROWS;
    while (taken(shares) > room && shares->entry > least)
        shares->entry--;
    while (taken(shares) > room && shares->text > least_text)
        shares->text--;
    if (taken(shares) > room && can_do_without_hint(frame))
        shares->hint = 0;
    while (taken(shares) > room && shares->entry > LEAST_ENTRY_ROWS)
        shares->entry--;
    while (taken(shares) > room && shares->hint > 1)
        shares->hint--;
}

/* At the edge of a text that goes on above or below. */
static void
put_more(const struct frame *frame, int row, const char *drawn,
         const char *ascii)
{
    canvas_put(frame->canvas,
               (struct piece){.row = row,
                              .column = frame->left + frame->width,
                              .look = LOOK_ACCENT,
                              .choice = CANVAS_NO_CHOICE},
               str_from(frame->view->is_ascii ? ascii : drawn));
}

static bool
is_cut(const struct text_lines *lines, const struct shares *shares)
{
    return tui_text_rows(lines, shares->gap) > shares->text;
}

/* Begins with the question where not everything above it fits. */
static void
put_text(const struct frame *frame, struct tui_view *view,
         const struct text_lines *lines, int row, const struct shares *shares)
{
    bool is_part = is_cut(lines, shares);
    int last_first = is_part ? lines->n - shares->text : 0;

    int first = view->text_row < 0 ? lines->question : view->text_row;
    view->text_first = first > last_first ? last_first : first;
    view->text_page = is_part ? (shares->text > 2 ? shares->text - 1 : 1) : 0;
    tui_text_put(frame, lines, view->text_first, row, shares->text,
                 shares->gap);
    if (view->text_first > 0)
        put_more(frame, row, "↑", "^");
    if (view->text_first < last_first)
        put_more(frame, row + shares->text - 1, "↓", "v");
}

static int
instead_indent(const struct frame *frame)
{
    return tui_is_narrow(frame) ? 0 : frame->indent + 2;
}

/* Air goes first, then words of the hint. */
static struct shares
share(const struct frame *frame, const struct page *page, int room)
{
    struct shares shares = {
        .entry = tui_entry_rows(frame),
        .instead =
            tui_legends_put(frame, &page->instead, -1, instead_indent(frame)),
        .hint = page->hint.n,
    };

    room -= tui_legends_put(frame, &page->ways, -1, 0);
    if (spread(&shares, &page->text, room))
        return shares;
    shares.is_brief = true;
    shares.hint = page->brief.n;
    if (!spread(&shares, &page->text, room))
        squeeze(&shares, frame, &page->text, room);
    return shares;
}

/* Everything below the head. */
static void
put_page(const struct frame *frame, struct tui_view *view, struct page *page,
         int top)
{
    int room = view->n_rows - top;
    struct shares shares = share(frame, page, room);

    if (is_cut(&page->text, &shares)) {
        tui_legends_add_more(&page->ways, frame);
        tui_legends_fit(frame, &page->ways);
        shares = share(frame, page, room);
    }
    int n_ways = tui_legends_put(frame, &page->ways, -1, 0);
    int row = top + shares.gap;
    if (view->n_rows >= CALM_ROWS)
        row += (room - n_ways - taken(&shares)) / 4;
    put_text(frame, view, &page->text, row, &shares);
    row += shares.text + shares.gap;
    tui_entry_put(frame, row, shares.entry);
    row += shares.entry ? shares.entry + shares.gap : 0;
    tui_legends_put(frame, &page->instead, row, instead_indent(frame));
    row += shares.instead ? shares.instead + shares.gap : 0;
    if (shares.hint)
        tui_text_put(frame, shares.is_brief ? &page->brief : &page->hint, 0,
                     row, shares.hint, 0);
    tui_legends_put(frame, &page->ways, view->n_rows - n_ways, 0);
}

static void
put_all(const struct frame *frame, struct tui_view *view, struct page *page)
{
    int row = 0;

    tui_page_gather(page, frame);
    if (view->is_first)
        tui_put_line(frame, row++, LOOK_PLAIN,
                     str_from(word_in(frame->language, WORD_FILL_FIRST_LINE)));
    put_head(frame, row++);
    put_page(frame, view, page, row);
}

/* Two sentences, each on lines of its own: the way out is seen even if the
   first does not fit. */
static void
put_too_small(const struct frame *frame, struct page *page)
{
    tui_text_add(&page->text, frame, LOOK_PLAIN,
                 str_from(word_in(frame->language, WORD_FILL_TOO_SMALL)), 0);
    tui_legends_add_leave(&page->ways, frame);
    int n_ways = tui_legends_put(frame, &page->ways, -1, 0);
    int n_rows = frame->view->n_rows - n_ways;
    n_rows = n_rows > page->text.n ? page->text.n : n_rows;
    tui_text_put(frame, &page->text, 0, 0, n_rows, 0);
    tui_legends_put(frame, &page->ways, n_rows, 0);
}

void
tui_layout(const struct form *form, struct tui_view *view,
           struct canvas *canvas)
{
    struct frame frame = tui_frame_of(form, view, canvas);

    canvas_start(canvas, view->n_rows, view->n_columns);
    if (form_page(form) == FORM_PAGE_BLANK)
        return;
    struct page *page = mem_alloc(sizeof *page);
    if (view->n_rows < TUI_LEAST_ROWS || view->n_columns < TUI_LEAST_COLUMNS)
        put_too_small(&frame, page);
    else
        put_all(&frame, view, page);
    tui_page_clear(page);
    mem_free(page);
}
