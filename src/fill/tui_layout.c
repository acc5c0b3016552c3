/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays a page out; see tui_layout.h. */
#include "fill/tui_layout.h"

#include "base/utf8.h"
#include "fill/keyboard.h"
#include "fill/tui_draw.h"

enum {
    CALM_ROWS = 30, /* from here on the page does not begin at the top */
    MOST_GAP = 2,
    LEAST_TEXT_ROWS = 3,
    LEAST_ENTRY_ROWS = 3,
    KEY_CELLS = 14, /* of a key's name in the help */
    BAR_CELLS = 18,
    NARROW_BAR_CELLS = 8
};

/* ---- what there is to read ---- */

/* A zeroed struct is empty. */
struct page {
    struct text_lines text;
    struct text_lines hint;
    struct text_lines brief; /* the hint where there is hardly any room */
    struct legends instead;
    struct legends ways;
    struct tui_entry entry;
};

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
    bool asks = frame->form->entry.kind != FORM_ENTRY_NONE;

    for (size_t i = 0; i < form_n_paragraphs(frame->form); i++) {
        struct form_paragraph paragraph = form_paragraph(frame->form, i);
        enum look look = look_of(paragraph.role);
        if (paragraph.role == FORM_ROLE_REMARK)
            continue;
        if (look == LOOK_STRONG && asks)
            lines->question = lines->n;
        if (look == LOOK_STRONG && !asks)
            look = LOOK_PLAIN;
        tui_text_add(lines, frame, look, str_from(paragraph.text), 0);
        tui_text_end_paragraph(lines);
    }
}

/* What can be done on a page: in full, and where there is hardly any room. */
struct hint {
    enum word full;
    enum word brief;
};

/* Choices that have been met before explain themselves. */
static struct hint
hint_of_choices(const struct frame *frame)
{
    const struct form *form = frame->form;
    enum word word = entry_has_digits(&form->entry) ? WORD_FILL_HINT_ONE
                                                    : WORD_FILL_HINT_NUMBER;

    if (form_page(form) == FORM_PAGE_OVERVIEW)
        return (struct hint){frame->is_narrow ? WORD_FILL_BRIEF_OVERVIEW : word,
                             WORD_FILL_BRIEF_OVERVIEW};
    if (form_page(form) == FORM_PAGE_QUESTION && form_progress(form).at > 1
        && entry_has_digits(&form->entry))
        return (struct hint){N_WORDS, N_WORDS};
    return (struct hint){word, word};
}

static struct hint
hint_of(const struct frame *frame)
{
    static const struct hint hints[] = {
        [FORM_ENTRY_RANGE] = {WORD_FILL_HINT_RANGE, WORD_FILL_BRIEF_RANGE},
        [FORM_ENTRY_TEXT] = {WORD_FILL_HINT_TEXT, WORD_FILL_BRIEF_TEXT},
        [FORM_ENTRY_DATE] = {WORD_FILL_HINT_DATE, WORD_FILL_BRIEF_DATE},
        [FORM_ENTRY_SECRET] = {N_WORDS, N_WORDS},
    };
    const struct form *form = frame->form;
    enum form_entry_kind kind = form->entry.kind;
    enum word enter =
        form_enter_ends(form) ? WORD_FILL_PRESS_END : WORD_FILL_PRESS_ENTER;

    if (kind == FORM_ENTRY_NONE)
        return (struct hint){enter, enter};
    if (kind == FORM_ENTRY_ONE)
        return hint_of_choices(frame);
    if (kind != FORM_ENTRY_SEVERAL)
        return hints[kind];
    return entry_has_digits(&form->entry)
               ? (struct hint){WORD_FILL_HINT_SEVERAL, WORD_FILL_BRIEF_SEVERAL}
               : (struct hint){WORD_FILL_HINT_SEVERAL_KEYS,
                               WORD_FILL_BRIEF_SEVERAL_KEYS};
}

/* Words in which {1} stands for the arrow keys. */
static void
add_arrowed(struct buf *buf, const struct frame *frame, enum word word)
{
    bool is_range =
        word == WORD_FILL_HINT_RANGE || word == WORD_FILL_BRIEF_RANGE;
    const char *words = word_in(frame->language, WORD_FILL_ARROWS);

    WORDS_ADD(buf, frame->language, word,
              tui_sign(frame, is_range ? "←→" : "↑↓", words));
}

static void
add_hint(struct text_lines *lines, const struct frame *frame, enum word word)
{
    struct buf hint SCOPED(buf_clear) = {0};

    if (word == N_WORDS)
        return;
    add_arrowed(&hint, frame, word);
    if (form_page(frame->form) == FORM_PAGE_OVERVIEW
        && word != WORD_FILL_BRIEF_OVERVIEW) {
        buf_add_char(&hint, ' ');
        buf_add_text(&hint, word_in(frame->language, WORD_FILL_HINT_END));
    }
    tui_text_add(lines, frame, LOOK_PLAIN, buf_str(&hint), 0);
}

/* What is not right with the last key, else what can be done. */
static void
add_hints(struct page *page, const struct frame *frame)
{
    struct hint hint = hint_of(frame);
    struct buf remark SCOPED(buf_clear) = {0};

    form_add_remark(frame->form,
                    keyboard_name(frame->form, FORM_KEY_SKIP, frame->language,
                                  frame->view->is_ascii),
                    &remark);
    if (remark.len) {
        tui_text_add(&page->hint, frame, LOOK_STRONG, buf_str(&remark), 0);
        tui_text_add(&page->brief, frame, LOOK_STRONG, buf_str(&remark), 0);
    } else {
        add_hint(&page->hint, frame, hint.full);
        add_hint(&page->brief, frame, hint.brief);
    }
}

/* The keys of the whole program, a line each. */
static void
add_help_keys(struct text_lines *lines, const struct frame *frame)
{
    static const struct {
        const char *key; /* NULL: Shift-Tab */
        enum word name;
    } keys[] = {
        {"-  F3", WORD_FILL_NAME_SKIP},
        {"!  F4", WORD_FILL_STATE_DECLINED},
        {"?  F5", WORD_FILL_STATE_UNKNOWN},
        {NULL, WORD_FILL_NAME_BACK},
        {"Tab", WORD_FILL_NAME_OVERVIEW},
        {"F2", WORD_FILL_NAME_PLAIN},
        {"Esc", WORD_FILL_NAME_PAUSE},
        {"F12 Ctrl-X", WORD_FILL_NAME_LEAVE},
    };

    for (size_t i = 0; i < N_ELEMENTS(keys); i++) {
        const char *key = keys[i].key;
        if (keys[i].name == WORD_FILL_STATE_UNKNOWN
            && !instrument_offers_unknown(frame->form->sheet->instrument))
            continue;
        if (!key)
            key = word_in(frame->language, WORD_FILL_SHIFT_TAB);
        tui_text_add_pair(lines, str_from(key), KEY_CELLS,
                          str_from(word_in(frame->language, keys[i].name)));
    }
    tui_text_end_paragraph(lines);
}

static void
add_help(struct text_lines *lines, const struct frame *frame)
{
    static const enum word hints[] = {WORD_FILL_HINT_ONE, WORD_FILL_HINT_RANGE,
                                      WORD_FILL_HINT_TEXT, WORD_FILL_HELP_SAY,
                                      WORD_FILL_HELP_CTRL};

    struct buf hint SCOPED(buf_clear) = {0};

    add_help_keys(lines, frame);
    for (size_t i = 0; i < N_ELEMENTS(hints); i++) {
        buf_empty(&hint);
        add_arrowed(&hint, frame, hints[i]);
        tui_text_add(lines, frame, LOOK_PLAIN, buf_str(&hint), 2);
    }
}

static void
gather(struct page *page, const struct frame *frame)
{
    add_paragraphs(&page->text, frame);
    if (form_page(frame->form) == FORM_PAGE_HELP)
        add_help(&page->text, frame);
    add_hints(page, frame);
    tui_entry_draw(frame, &page->entry);
    if (form_page(frame->form) == FORM_PAGE_QUESTION)
        tui_legends_add_instead(&page->instead, frame);
    page->instead.key_gap = frame->is_narrow ? 1 : 2;
    tui_legends_add_ways(&page->ways, frame);
    tui_legends_fit(frame, &page->ways);
}

/* ---- the head ---- */

static void
add_progress(const struct frame *frame, struct buf *words)
{
    struct form_progress progress = form_progress(frame->form);
    double numbers[] = {(double)progress.at, (double)progress.n};
    size_t n_cells = frame->is_narrow ? NARROW_BAR_CELLS : BAR_CELLS;
    size_t full = progress.n ? progress.at * n_cells / progress.n : (size_t)0;

    words_add_numbers(words, frame->language, WORD_FILL_AT_OF, numbers, 2);
    buf_add_text(words, "  ");
    for (size_t i = 0; i < n_cells; i++)
        buf_add(words, i < full ? tui_sign(frame, "█", "#")
                                : tui_sign(frame, "░", "."));
}

static void
put_head(const struct frame *frame, int row)
{
    struct buf shown SCOPED(buf_clear) = {0};
    struct buf title SCOPED(buf_clear) = {0};
    struct buf words SCOPED(buf_clear) = {0};

    if (form_progress(frame->form).at > 0)
        add_progress(frame, &words);
    int cells = canvas_cells(buf_str(&words));
    utf8_add_shown(&shown, str_from(frame->form->sheet->instrument->title));
    tui_add_cut(frame, &title, buf_str(&shown),
                frame->width - (cells ? cells + 2 : 0));
    tui_put(frame, row, frame->left, LOOK_PLAIN, buf_str(&title));
    tui_put(frame, row, frame->left + frame->width - cells, LOOK_PLAIN,
            buf_str(&words));
}

/* ---- what stands where ---- */

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
    return frame->form->entry.kind == FORM_ENTRY_ONE
           && form_page(frame->form) == FORM_PAGE_QUESTION
           && !form_remark(frame->form);
}

/* First the text is scrolled, and at last what is entered, around the mark. */
static void
squeeze(struct shares *shares, const struct frame *frame,
        const struct page *page, int room)
{
    int least = page->entry.least_rows;
    int least_text = page->text.n - page->text.question;

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
        tui_put(frame, row, frame->left + frame->width, LOOK_ACCENT,
                tui_sign(frame, "↑", "^"));
    if (view->text_first < last_first)
        tui_put(frame, row + shares->text - 1, frame->left + frame->width,
                LOOK_ACCENT, tui_sign(frame, "↓", "v"));
}

static int
instead_indent(const struct frame *frame)
{
    return frame->is_narrow ? 0 : frame->indent + 2;
}

/* Air goes first, then words of the hint. */
static struct shares
share(const struct frame *frame, const struct page *page, int room)
{
    struct shares shares = {
        .entry = page->entry.wanted_rows,
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
        squeeze(&shares, frame, page, room);
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
    tui_entry_put(frame, &page->entry, row, shares.entry);
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

    gather(page, frame);
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
    buf_clear(&page->text.text);
    buf_clear(&page->hint.text);
    buf_clear(&page->brief.text);
    canvas_clear(&page->entry.canvas);
    mem_free(page);
}
