/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Breaks text into lines; see wrap.h. */
#include "fill/wrap.h"

#include <string.h>
#include "base/utf8.h"

enum { NO_BREAK_SPACE = 0xa0 };

struct wrapping {
    struct buf *out;
    int width_cells;
    int indent_cells;
    int used_cells; /* of the line */
    bool is_begun;  /* a word stands in the line */
};

static void
break_line(struct wrapping *w)
{
    buf_addf(w->out, "\n%*s", w->indent_cells, "");
    w->used_cells = w->indent_cells;
    w->is_begun = false;
}

/* A word longer than any line is cut where the line ends. */
static void
add_cut(struct wrapping *w, struct str word)
{
    uint32_t character;

    while (utf8_next(&word, &character)) {
        int cells = utf8_cells(character);
        if (w->used_cells + cells > w->width_cells)
            break_line(w);
        utf8_add(w->out, character == NO_BREAK_SPACE ? ' ' : character);
        w->used_cells += cells;
    }
    w->is_begun = true;
}

static void
add_word(struct wrapping *w, struct str word)
{
    int cells = utf8_text_cells(word);

    if (w->is_begun && w->used_cells + 1 + cells > w->width_cells)
        break_line(w);
    if (w->is_begun) {
        buf_add_char(w->out, ' ');
        w->used_cells++;
    }
    add_cut(w, word);
}

static void
add_line(struct wrapping *w, struct str line)
{
    struct buf shown SCOPED(buf_clear) = {0};
    struct str word;

    utf8_add_shown(&shown, line);
    struct str rest = buf_str(&shown);
    while (str_next_word(&rest, &word))
        add_word(w, word);
}

void
wrap_add(struct buf *buf, struct str text, int width_cells, int indent_cells)
{
    struct wrapping w = {.out = buf,
                         .width_cells = width_cells < 10 ? 10 : width_cells,
                         .indent_cells = indent_cells < 6 ? indent_cells : 6};

    for (;;) {
        const char *newline =
            text.len ? memchr(text.bytes, '\n', text.len) : NULL;
        size_t len = newline ? (size_t)(newline - text.bytes) : text.len;
        add_line(&w, (struct str){text.bytes, len});
        if (!newline)
            break;
        break_line(&w);
        text = str_skip(text, len + 1);
    }
    buf_add_char(buf, '\n');
}
