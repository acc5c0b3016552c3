/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays a page out; see tui_layout.h. */
#include "fill/tui_layout.h"

#include <string.h>
#include "base/utf8.h"
#include "fill/keyboard.h"
#include "fill/tui_entry.h"
#include "fill/wrap.h"

enum {
    NARROW_COLUMNS = 60,
    LIMIT_FRAME_CELLS = 76,
    LOW_ROWS = 16,  /* up to here the keys take two rows at most */
    CALM_ROWS = 30, /* from here on the page does not begin at the top */
    MOST_GAP = 2,
    LEAST_TEXT_ROWS = 3,
    LEAST_ENTRY_ROWS = 3,
    BAR_CELLS = 18,
    NARROW_BAR_CELLS = 8,
    LIMIT_TEXT_LINES = 4096,
    LIMIT_LEGENDS = 12,
    KEY_CELLS = 11, /* of a key's name in the help */
    INDENT_CELLS = 2
};

bool
tui_runs_left(struct str text)
{
    static const struct {
        uint32_t first;
        uint32_t last;
    } ranges[] = {{0x0590, 0x08ff}, {0xfb1d, 0xfdff}, {0xfe70, 0xfefc}};
    uint32_t character;

    while (utf8_next(&text, &character)) {
        for (size_t i = 0; i < N_ELEMENTS(ranges); i++)
            if (character >= ranges[i].first && character <= ranges[i].last)
                return true;
        if ((character | 0x20) >= 'a' && (character | 0x20) <= 'z')
            return false;
        if (character >= 0xc0)
            return false;
    }
    return false;
}

static bool
is_narrow(const struct frame *frame)
{
    return frame->view->n_columns < NARROW_COLUMNS;
}

/* ---- the text above what is entered ---- */

/* Lines of text, each with its look. */
struct text_lines {
    struct buf text; /* ended by a newline each */
    int n;
    int question; /* where the question itself begins */
    enum look looks[LIMIT_TEXT_LINES];
    bool ends_paragraph[LIMIT_TEXT_LINES]; /* some air belongs behind it */
};

static void
add_lines(struct text_lines *lines, const struct frame *frame, enum look look,
          struct str text, int indent)
{
    size_t at = lines->text.len;

    wrap_add(&lines->text, text, frame->width, indent);
    for (; at < lines->text.len; at++) {
        if (lines->text.bytes[at] != '\n')
            continue;
        if (lines->n == LIMIT_TEXT_LINES) {
            lines->text.len = at;
            return;
        }
        lines->ends_paragraph[lines->n] = false;
        lines->looks[lines->n++] = look;
    }
}

static void
end_paragraph(struct text_lines *lines)
{
    if (lines->n)
        lines->ends_paragraph[lines->n - 1] = true;
}

static enum look
look_of(enum form_role role)
{
    switch (role) {
    case FORM_ROLE_TITLE:
        return LOOK_ACCENT;
    case FORM_ROLE_TEXT:
    case FORM_ROLE_REMARK:
        return LOOK_STRONG;
    case FORM_ROLE_NOTICE:
    case FORM_ROLE_INSTRUCTION:
        break;
    }
    return LOOK_PLAIN;
}

/* The question stands out; on a page of words nothing has to. */
static void
add_paragraphs(struct text_lines *lines, const struct frame *frame)
{
    bool asks = form_entry_kind(frame->form) != FORM_ENTRY_NONE;

    for (size_t i = 0; i < form_n_paragraphs(frame->form); i++) {
        struct form_paragraph paragraph = form_paragraph(frame->form, i);
        enum look look = look_of(paragraph.role);
        if (paragraph.role == FORM_ROLE_REMARK)
            continue;
        if (look == LOOK_STRONG && asks)
            lines->question = lines->n;
        if (look == LOOK_STRONG && !asks)
            look = LOOK_PLAIN;
        add_lines(lines, frame, look, str_from(paragraph.text), 0);
        end_paragraph(lines);
    }
}

/* ---- keys and their names ---- */

struct legend {
    const char *key;
    const char *name;
    bool is_now; /* how the question stands at present */
    int weight;  /* what is heavier stays when there is little room */
};

struct legends {
    struct legend items[LIMIT_LEGENDS];
    size_t n;
    int key_gap; /* cells between a key and its name */
};

static void
add_legend(struct legends *legends, struct legend legend)
{
    if (legend.key && legends->n < LIMIT_LEGENDS)
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

/* What leads elsewhere. */
static void
add_ways(struct legends *legends, const struct frame *frame)
{
    add_key(legends, frame, FORM_KEY_BACK, WORD_FILL_NAME_BACK, 4);
    add_key(legends, frame, FORM_KEY_OVERVIEW, WORD_FILL_NAME_OVERVIEW, 2);
    add_key(legends, frame, FORM_KEY_HELP, WORD_FILL_NAME_HELP, 5);
    add_legend(legends,
               (struct legend){"F2",
                               word_in(frame->language, WORD_FILL_NAME_PLAIN),
                               false, 1});
    add_key(legends, frame, FORM_KEY_PAUSE, WORD_FILL_NAME_PAUSE, 3);
    add_key(legends, frame, FORM_KEY_LEAVE, WORD_FILL_NAME_LEAVE, 6);
}

/* What may be said instead of an answer. */
static void
add_instead(struct legends *legends, const struct frame *frame)
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

/* Puts the keys into rows from 'row' on, or counts them only when it is
   negative.  Returns the number of rows. */
static int
put_legends(const struct frame *frame, const struct legends *legends, int row,
            int indent)
{
    int gap = is_narrow(frame) ? 2 : 3;
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

/* What is left out is in the help. */
static void
fit_legends(const struct frame *frame, struct legends *legends)
{
    int n_rows = frame->view->n_rows < LOW_ROWS ? 2 : 3;

    while (legends->n > 1 && put_legends(frame, legends, -1, 0) > n_rows)
        drop_lightest(legends);
}

/* ---- the first row ---- */

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
    add_bar(frame, progress, is_narrow(frame) ? NARROW_BAR_CELLS : BAR_CELLS,
            words);
    buf_clear(&at);
    buf_clear(&n);
}

static void
put_cut(const struct frame *frame, struct piece piece, struct str text,
        int n_cells)
{
    struct str fitting = canvas_fit(text, n_cells);
    struct buf line = {0};

    if (fitting.len < text.len) {
        buf_add(&line, canvas_fit(text, n_cells - 3));
        buf_add_text(&line, frame->view->is_ascii ? "..." : "…");
        fitting = buf_str(&line);
    }
    canvas_put(frame->canvas, piece, fitting);
    buf_clear(&line);
}

static void
put_head(const struct frame *frame, int row)
{
    struct piece piece = {.row = row,
                          .column = frame->left,
                          .look = LOOK_PLAIN,
                          .choice = CANVAS_NO_CHOICE};
    struct buf title = {0};
    struct buf words = {0};

    if (form_progress(frame->form).at > 0)
        add_progress(frame, &words);
    int cells = canvas_cells(buf_str(&words));
    utf8_add_shown(&title, str_from(form_instrument(frame->form)->title));
    put_cut(frame, piece, buf_str(&title),
            frame->width - (cells ? cells + 2 : 0));
    piece.column = frame->left + frame->width - cells;
    canvas_put(frame->canvas, piece, buf_str(&words));
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
};

static enum word
hint_word(const struct form *form)
{
    switch (form_entry_kind(form)) {
    case FORM_ENTRY_NONE:
        return WORD_FILL_PRESS_ENTER;
    case FORM_ENTRY_ONE:
        if (!form_has_digits(form))
            return WORD_FILL_HINT_NUMBER;
        return form_progress(form).at > 1
                       && form_page(form) == FORM_PAGE_QUESTION
                   ? N_WORDS
                   : WORD_FILL_HINT_ONE;
    case FORM_ENTRY_SEVERAL:
        return WORD_FILL_HINT_SEVERAL;
    case FORM_ENTRY_RANGE:
        return WORD_FILL_HINT_RANGE;
    case FORM_ENTRY_TEXT:
        return WORD_FILL_HINT_TEXT;
    case FORM_ENTRY_DATE:
        return WORD_FILL_HINT_DATE;
    case FORM_ENTRY_SECRET:
        break;
    }
    return N_WORDS;
}

/* What is not right with the last key, else what can be done. */
static void
add_hint(struct text_lines *lines, const struct frame *frame)
{
    enum word word = hint_word(frame->form);
    const char *remark = form_remark(frame->form);

    if (remark)
        add_lines(lines, frame, LOOK_STRONG, str_from(remark), 0);
    else if (word != N_WORDS)
        add_lines(lines, frame, LOOK_PLAIN,
                  str_from(word_in(frame->language, word)), 0);
}

/* The keys of the whole program, a line each. */
static void
add_help(struct text_lines *lines, const struct frame *frame)
{
    static const enum word hints[] = {WORD_FILL_HINT_ONE, WORD_FILL_HINT_RANGE,
                                      WORD_FILL_HINT_TEXT, WORD_FILL_HELP_SAY,
                                      WORD_FILL_HELP_CTRL};
    static const struct {
        const char *key; /* NULL: Shift-Tab */
        enum word name;
    } keys[] = {
        {"-  F3", WORD_FILL_NAME_SKIP},
        {"!  F4", WORD_FILL_STATE_DECLINED},
        {NULL, WORD_FILL_NAME_BACK},
        {"Tab", WORD_FILL_NAME_OVERVIEW},
        {"F2", WORD_FILL_NAME_PLAIN},
        {"Esc", WORD_FILL_NAME_PAUSE},
        {"F12 Ctrl-X", WORD_FILL_NAME_LEAVE},
    };
    struct buf line = {0};

    for (size_t i = 0; i < N_ELEMENTS(keys); i++) {
        const char *key = keys[i].key;
        if (!key)
            key = word_in(frame->language, WORD_FILL_SHIFT_TAB);
        buf_empty(&line);
        buf_add_text(&line, key);
        buf_add_text(&line, ": ");
        buf_add_text(&line, word_in(frame->language, keys[i].name));
        add_lines(lines, frame, LOOK_PLAIN, buf_str(&line), 2);
    }
    end_paragraph(lines);
    for (size_t i = 0; i < N_ELEMENTS(hints); i++) {
        add_lines(lines, frame, LOOK_PLAIN,
                  str_from(word_in(frame->language, hints[i])), 2);
    }
    buf_clear(&line);
}

/* The rows of all text with some air between paragraphs. */
static int
spread_rows(const struct text_lines *lines, int gap)
{
    int rows = lines->n;

    for (int i = 0; i + 1 < lines->n; i++)
        rows += lines->ends_paragraph[i] ? gap : 0;
    return rows;
}

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

/* Air goes first, then the hint; then the text is scrolled, and at last the
   choices, around the one that is marked. */
static void
share_out(const struct frame *frame, const struct text_lines *lines, int room,
          struct shares *shares)
{
    bool is_remark = form_remark(frame->form) != NULL;

    for (shares->gap = MOST_GAP; shares->gap >= 0; shares->gap--) {
        shares->text = spread_rows(lines, shares->gap);
        if (taken(shares) <= room)
            return;
    }
    shares->gap = 0;
    shares->hint = is_remark ? shares->hint : 0;
    shares->text = lines->n;
    int least = tui_entry_least_rows(frame);
    int least_text = lines->n - lines->question;
    if (least_text > LEAST_TEXT_ROWS)
        least_text = LEAST_TEXT_ROWS;
    while (taken(shares) > room && shares->entry > least)
        shares->entry--;
    while (taken(shares) > room && shares->text > least_text)
        shares->text--;
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
    return spread_rows(lines, shares->gap) > shares->text;
}

/* Puts the lines from 'first' on, with some air where they all fit. */
static void
put_lines(const struct frame *frame, const struct text_lines *lines, int first,
          int row, struct shares shares)
{
    bool is_part = is_cut(lines, &shares);
    const char *at = lines->text.bytes;

    for (int i = 0; i < lines->n; i++) {
        size_t size = lines->text.len - (size_t)(at - lines->text.bytes);
        const char *end = memchr(at, '\n', size);
        if (i >= first && i < first + shares.text) {
            tui_put_line(frame, row++, lines->looks[i],
                         (struct str){at, (size_t)(end - at)});
            row += lines->ends_paragraph[i] && !is_part ? shares.gap : 0;
        }
        at = end + 1;
    }
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
    put_lines(frame, lines, view->text_first, row, *shares);
    if (view->text_first > 0)
        put_more(frame, row, "↑", "^");
    if (view->text_first < last_first)
        put_more(frame, row + shares->text - 1, "↓", "v");
}

struct page {
    struct text_lines text;
    struct text_lines hint;
    struct legends instead;
    struct legends ways;
};

static void
gather(const struct frame *frame, struct page *page)
{
    add_paragraphs(&page->text, frame);
    if (form_page(frame->form) == FORM_PAGE_HELP)
        add_help(&page->text, frame);
    add_hint(&page->hint, frame);
    if (form_page(frame->form) == FORM_PAGE_QUESTION)
        add_instead(&page->instead, frame);
    page->instead.key_gap = is_narrow(frame) ? 1 : 2;
    page->ways.key_gap = 1;
    add_ways(&page->ways, frame);
    fit_legends(frame, &page->ways);
}

static int
instead_indent(const struct frame *frame)
{
    return is_narrow(frame) ? 0 : frame->indent + 2;
}

static struct shares
share(const struct frame *frame, const struct page *page, int room)
{
    struct shares shares = {
        .entry = tui_entry_rows(frame),
        .instead =
            put_legends(frame, &page->instead, -1, instead_indent(frame)),
        .hint = page->hint.n,
    };

    share_out(frame, &page->text, room - put_legends(frame, &page->ways, -1, 0),
              &shares);
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
        add_legend(&page->ways,
                   (struct legend){
                       .key = "PgDn",
                       .name = word_in(frame->language, WORD_FILL_NAME_MORE),
                       .weight = 7,
                   });
        fit_legends(frame, &page->ways);
        shares = share(frame, page, room);
    }
    int n_ways = put_legends(frame, &page->ways, -1, 0);
    int row = top + shares.gap;
    if (view->n_rows >= CALM_ROWS)
        row += (room - n_ways - taken(&shares)) / 4;
    put_text(frame, view, &page->text, row, &shares);
    row += shares.text + shares.gap;
    tui_entry_put(frame, row, shares.entry);
    row += shares.entry ? shares.entry + shares.gap : 0;
    put_legends(frame, &page->instead, row, instead_indent(frame));
    row += shares.instead ? shares.instead + shares.gap : 0;
    if (shares.hint)
        put_lines(frame, &page->hint, 0, row,
                  (struct shares){.text = shares.hint});
    put_legends(frame, &page->ways, view->n_rows - n_ways, 0);
}

static struct frame
frame_of(const struct form *form, const struct tui_view *view,
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
        .language = form_language(form),
        .left = (view->n_columns - width) / 2,
        .width = width,
        .indent = is_narrow ? 0 : INDENT_CELLS,
    };
}

static void
page_clear(struct page *page)
{
    buf_clear(&page->text.text);
    buf_clear(&page->hint.text);
}

void
tui_layout(const struct form *form, struct tui_view *view,
           struct canvas *canvas)
{
    struct frame frame = frame_of(form, view, canvas);
    int row = 0;

    canvas_start(canvas, view->n_rows, view->n_columns);
    if (form_page(form) == FORM_PAGE_BLANK)
        return;
    if (view->n_rows < TUI_LEAST_ROWS || view->n_columns < TUI_LEAST_COLUMNS) {
        tui_put_line(&frame, 0, LOOK_PLAIN,
                     str_from(word_in(frame.language, WORD_FILL_TOO_SMALL)));
        return;
    }
    struct page *page = mem_alloc(sizeof *page);
    gather(&frame, page);
    if (view->is_first)
        tui_put_line(&frame, row++, LOOK_PLAIN,
                     str_from(word_in(frame.language, WORD_FILL_FIRST_LINE)));
    put_head(&frame, row++);
    put_page(&frame, view, page, row);
    page_clear(page);
    mem_free(page);
}
