/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces of text on a screen; see canvas.h. */
#include "fill/canvas.h"

#include "base/mem.h"
#include "base/utf8.h"

void
canvas_clear(struct canvas *canvas)
{
    buf_clear(&canvas->text);
    mem_free(canvas->pieces);
    *canvas = (struct canvas){0};
}

void
canvas_start(struct canvas *canvas, int n_rows, int n_columns)
{
    buf_empty(&canvas->text);
    canvas->n_pieces = 0;
    canvas->n_rows = n_rows;
    canvas->n_columns = n_columns;
    canvas->has_cursor = false;
}

static struct piece *
add_piece(struct canvas *canvas)
{
    if (canvas->n_pieces == canvas->pieces_size) {
        size_t size = canvas->pieces_size ? 2 * canvas->pieces_size : 32;
        canvas->pieces =
            mem_resize(canvas->pieces, size, sizeof *canvas->pieces);
        canvas->pieces_size = size;
    }
    return &canvas->pieces[canvas->n_pieces++];
}

struct str
canvas_fit(struct str text, int n_cells)
{
    struct str rest = text;
    size_t len = 0;
    uint32_t character;

    while (utf8_next(&rest, &character)) {
        n_cells -= utf8_cells(character);
        if (n_cells < 0)
            break;
        len = text.len - rest.len;
    }
    return (struct str){text.bytes, len};
}

int
canvas_cells(struct str text)
{
    struct buf shown SCOPED(buf_clear) = {0};

    utf8_add_shown(&shown, text);
    return utf8_text_cells(buf_str(&shown));
}

void
canvas_put(struct canvas *canvas, struct piece piece, struct str text)
{
    struct buf shown SCOPED(buf_clear) = {0};

    if (piece.row < 0 || piece.row >= canvas->n_rows || piece.column < 0
        || piece.column >= canvas->n_columns)
        return;
    utf8_add_shown(&shown, text);
    struct str fitting =
        canvas_fit(buf_str(&shown), canvas->n_columns - piece.column);
    if (fitting.len) {
        piece.begin = canvas->text.len;
        piece.len = fitting.len;
        buf_add(&canvas->text, fitting);
        *add_piece(canvas) = piece;
    }
}

void
canvas_set_cursor(struct canvas *canvas, int row, int column, bool is_typed_at)
{
    canvas->is_typed_at = is_typed_at;
    canvas->has_cursor = row >= 0 && row < canvas->n_rows && column >= 0
                         && column < canvas->n_columns;
    canvas->cursor_row = row;
    canvas->cursor_column = column;
}

struct str
canvas_piece_text(const struct canvas *canvas, size_t idx)
{
    const struct piece *piece = &canvas->pieces[idx];

    return (struct str){canvas->text.bytes + piece->begin, piece->len};
}

void
canvas_copy(struct canvas *canvas, int row, const struct canvas *from,
            int first, int n_rows)
{
    for (size_t i = 0; i < from->n_pieces; i++) {
        struct piece piece = from->pieces[i];
        if (piece.row < first || piece.row >= first + n_rows)
            continue;
        piece.row += row - first;
        canvas_put(canvas, piece, canvas_piece_text(from, i));
    }
    if (from->has_cursor && from->cursor_row >= first
        && from->cursor_row < first + n_rows)
        canvas_set_cursor(canvas, from->cursor_row + row - first,
                          from->cursor_column, from->is_typed_at);
}
