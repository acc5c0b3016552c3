/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document in words.  A cell of a table says what its column is about, since
   a line is read without the head of the table in sight.  What each page has at
   its foot is said once, at the end. */
#include "render/surface.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"

struct telling {
    struct arena *arena;
    struct buf *out;
    enum language language;
    struct words_list VEC(const char *) heads; /* of the columns of a table */
    const char *foot;                          /* of the page; NULL: none yet */
};

enum { NO_BREAK_SPACE = 0xA0 };

/* Isolates stay, which keep numbers in their place where lines run from right
   to left; they reach no further than their line. */
static bool
is_isolate(uint32_t character)
{
    return character >= 0x2066 && character <= 0x2069;
}

static void
add_words(const struct telling *telling, const char *words)
{
    struct str rest = str_from(words);
    uint32_t character;

    for (struct str at = rest; utf8_next(&rest, &character); at = rest) {
        at.len -= rest.len;
        if (character == NO_BREAK_SPACE) /* no line breaks here */
            buf_add_char(telling->out, ' ');
        else if (is_isolate(character))
            buf_add(telling->out, at);
        else
            utf8_add_shown(telling->out, at);
    }
}

static void
tell(const struct telling *telling, const char *words)
{
    add_words(telling, words);
    buf_add_char(telling->out, '\n');
}

static bool
ends_a_clause(const char *text)
{
    static const char *const ends[] = {".", ":", ";", "?", "!", "؟", "؛"};
    size_t len = strlen(text);

    for (size_t i = 0; i < N_ELEMENTS(ends); i++) {
        size_t end_len = strlen(ends[i]);

        if (len >= end_len && strcmp(text + len - end_len, ends[i]) == 0)
            return true;
    }
    return false;
}

/* Texts of a part are parted by their places, and here by a sign; what stands
   beside each other in a cell, aligned alike, is one number with its marks. */
static const char *
between(const struct telling *telling, enum role role,
        const struct shape *before, const struct shape *next)
{
    bool is_one = role == ROLE_CELL && before->at.y == next->at.y
                  && before->align == next->align;

    if (is_one || ends_a_clause(before->text))
        return " ";
    return word_in(telling->language, role == ROLE_HEADER_CELL
                                          ? WORD_LIST_COMMA
                                          : WORD_CHANGE_AND);
}

/* The words from '*at' up to the end of the part that has begun there, which
   '*at' is behind then. */
static const char *
take_words(const struct telling *telling, const struct shape **at)
{
    enum role role = (*at)->role;
    const struct shape *before = NULL;
    struct buf words = {0};
    int depth = 0;

    do {
        const struct shape *shape = (*at)++;

        if (shape->kind == SHAPE_BEGIN || shape->kind == SHAPE_END)
            depth += shape->kind == SHAPE_BEGIN ? 1 : -1;
        if (shape->text && *shape->text
            && (shape->kind != SHAPE_BEGIN || shape->role == ROLE_FIGURE)) {
            if (before)
                buf_add_text(&words, between(telling, role, before, shape));
            buf_add_text(&words, shape->text);
            before = shape;
        }
    } while (depth);
    for (size_t i = 0; i < words.len; i++)
        if (words.bytes[i] == '\n')
            words.bytes[i] = ' ';
    return arena_take(telling->arena, &words);
}

static void
tell_cells(struct telling *telling, const struct words_list *cells)
{
    bool has_heads = telling->heads.n == cells->n;
    const char *between = "";

    for (size_t i = 0; i < cells->n; i++) {
        if (!*cells->items[i])
            continue;
        buf_add_text(telling->out, between);
        between = word_in(telling->language, WORD_CHANGE_AND);
        if (has_heads && *telling->heads.items[i]) {
            add_words(telling, telling->heads.items[i]);
            buf_add_text(telling->out, ": ");
        }
        add_words(telling, cells->items[i]);
    }
    buf_add_char(telling->out, '\n');
}

/* A row of heads is what the next rows are about; a cell alone is a heading
   inside of the table. */
static void
take_row(struct telling *telling, const struct shape **at)
{
    struct words_list cells = {0};
    bool is_head = true;

    for ((*at)++; (*at)->kind != SHAPE_END;) {
        if ((*at)->kind == SHAPE_BEGIN) {
            is_head = is_head && (*at)->role == ROLE_HEADER_CELL;
            *vec_add(telling->arena, &cells) = take_words(telling, at);
        } else {
            (*at)++; /* a line of the table */
        }
    }
    (*at)++;
    if (is_head && cells.n > 1)
        telling->heads = cells;
    else
        tell_cells(telling, &cells);
}

static void
take_part(struct telling *telling, const struct shape **at)
{
    const struct shape *begin = *at;
    const char *words = begin->text;

    switch (begin->role) {
    case ROLE_TABLE:
        telling->heads.n = 0;
        (*at)++;
        break;
    case ROLE_ROW:
        take_row(telling, at);
        break;
    case ROLE_FIGURE:
        (void)take_words(telling, at);
        if (words)
            tell(telling, words);
        break;
    case ROLE_FOOTER:
        telling->foot = take_words(telling, at);
        break;
    case ROLE_TITLE:
    case ROLE_HEADING:
        if (telling->out->len)
            buf_add_char(telling->out, '\n');
        tell(telling, take_words(telling, at));
        break;
    case ROLE_PARAGRAPH:
    case ROLE_HEADER_CELL:
    case ROLE_CELL:
        tell(telling, take_words(telling, at));
        break;
    }
}

bool
surface_text(const struct document *document, const struct text_pango *text,
             struct buf *bytes, struct diag *diag)
{
    struct telling telling = {
        .arena = arena_new(), .out = bytes, .language = document->language};

    (void)text;
    (void)diag;
    for (size_t i = 0; i < document->n_pages; i++) {
        const struct drawing *page = document->pages[i];
        const struct shape *end = page->shapes + page->n_shapes;

        for (const struct shape *at = page->shapes; at < end;) {
            if (at->kind == SHAPE_BEGIN)
                take_part(&telling, &at);
            else if ((at++)->text)
                tell(&telling, at[-1].text);
        }
    }
    if (telling.foot) {
        buf_add_char(bytes, '\n');
        tell(&telling, telling.foot);
    }
    arena_free(telling.arena);
    return true;
}

/* Not nothing, by which somebody may divide. */
#define HARDLY_PT 0.001

static double
hardly_wide(const void *aux, struct font font, const char *text)
{
    (void)aux;
    (void)font;
    return HARDLY_PT * (double)utf8_count(str_from(text));
}

static double
hardly_high(const void *aux, struct font font, const char *text,
            double width_pt)
{
    (void)aux;
    (void)font;
    (void)text;
    (void)width_pt;
    return HARDLY_PT;
}

static double
hardly_up(const void *aux, struct font font)
{
    (void)aux;
    (void)font;
    return HARDLY_PT;
}

const struct measure surface_text_measure = {
    .width_pt = hardly_wide, .height_pt = hardly_high, .ascent_pt = hardly_up};
