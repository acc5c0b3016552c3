/* SPDX-License-Identifier: GPL-3.0-or-later */

/* tui_layout: on every page, in every size, nothing lies over anything else,
   the way out is named, and the question and the marked choice are seen. */

#include "unit.h"

#include <stdio.h>
#include <string.h>
#include "base/utf8.h"
#include "fill/tui_draw.h"
#include "fill/tui_layout.h"
#include "fill_kit.h"
#include "said.h"

#define TO_A "enter enter enter " /* readers, notice, section */
#define TO_M TO_A "2 1 "
#define TO_L TO_M "1 enter "
#define TO_W TO_L "50 enter "
#define TO_D TO_W "'hello enter "

/* What has to be read on a page whatever its size. */
static const struct {
    const char *keys;
    const char *words[4];
} pages[] = {
    {"", {"T", "F12", "Esc"}},
    {"enter", {"some are hard", "F12"}},
    {TO_A, {"I was heard.", "0  Never", "4  Always", "F12"}},
    {TO_A "skip", {"I was heard.", "0  Never", "skip it", "F12"}},
    {TO_A "down down", {"▸ 1  Rarely", "I was heard."}},
    {TO_A "back", {"Talking"}},
    {TO_M, {"Where?", "[ ] home", "[ ] walks"}},
    {TO_M "3", {"Where?", "[ ] home", "▸ 3  [x] walks"}},
    {TO_L, {"How close?", "├", "far", "close"}},
    {TO_L "15", {"●", "15"}},
    {TO_W "one nl 'two_words", {"More?", "one", "two words", "F3"}},
    {TO_D "2026", {"When?", "2026"}},
    {TO_D "2026 enter", {"When?", "2026", "A date, please"}},
    {TO_A "overview", {"Overview", "▸ 1  I was heard", "open"}},
    {TO_A "pause", {"1  Go on", "3  Throw"}},
    {TO_A "pause 3", {"Yes, throw them away"}},
    {TO_A "help", {"Help", "F12"}},
    {TO_D "2026-03-31 enter", {"else see this", "1  Nobody", "2  Somebody"}},
};

static const struct {
    int n_rows;
    int n_columns;
} sizes[] = {{12, 40}, {12, 80}, {13, 47},  {16, 59}, {20, 60},
             {24, 80}, {25, 81}, {40, 120}, {60, 40}, {100, 300}};

/* The piece of that row that begins next from 'column' on; NULL: none. */
static const struct piece *
next_piece(const struct canvas *canvas, int row, int column)
{
    const struct piece *next = NULL;

    for (size_t i = 0; i < canvas->n_pieces; i++) {
        const struct piece *piece = &canvas->pieces[i];
        if (piece->row == row && piece->column >= column
            && (!next || piece->column < next->column))
            next = piece;
    }
    return next;
}

/* The rows as plain text, without blanks at their ends; the cursor is told
   below them. */
static void
dump(const struct canvas *canvas, struct buf *buf)
{
    for (int row = 0; row < canvas->n_rows; row++) {
        const struct piece *piece;
        int column = 0;
        while ((piece = next_piece(canvas, row, column))) {
            struct str text =
                canvas_piece_text(canvas, (size_t)(piece - canvas->pieces));
            for (; column < piece->column; column++)
                buf_add_char(buf, ' ');
            buf_add(buf, text);
            column += canvas_cells(text);
        }
        while (buf->len && buf->bytes[buf->len - 1] == ' ')
            buf->len--;
        buf_add_char(buf, '\n');
    }
    if (canvas->has_cursor)
        buf_addf(buf, "[cursor %d %d]\n", canvas->cursor_row,
                 canvas->cursor_column);
}

static void
draw_view(const struct form *form, struct tui_view view, struct canvas *canvas,
          struct buf *screen)
{
    view.text_row = -1;
    tui_layout(form, &view, canvas);
    buf_empty(screen);
    dump(canvas, screen);
}

static void
draw(const struct form *form, int n_rows, int n_columns, struct canvas *canvas,
     struct buf *screen)
{
    draw_view(form, (struct tui_view){.n_rows = n_rows, .n_columns = n_columns},
              canvas, screen);
}

/* Every piece within the screen, and no two of them in one cell. */
static void
check_places(const struct canvas *canvas)
{
    bool *is_taken = mem_array((size_t)(canvas->n_rows * canvas->n_columns),
                               sizeof *is_taken);

    for (size_t i = 0; i < canvas->n_pieces; i++) {
        const struct piece *piece = &canvas->pieces[i];
        int cells = canvas_cells(canvas_piece_text(canvas, i));
        assert_in_range(piece->row, 0, canvas->n_rows - 1);
        assert_true(piece->column + cells <= canvas->n_columns);
        for (int cell = 0; cell < cells; cell++) {
            bool *here = &is_taken[piece->row * canvas->n_columns
                                   + piece->column + cell];
            if (*here)
                fail_msg("row %d: '%.*s' lies over something", piece->row,
                         STR_ARGS(canvas_piece_text(canvas, i)));
            *here = true;
        }
    }
    mem_free(is_taken);
}

static void
check_words(const char *screen, const char *const *words, const char *keys)
{
    for (size_t i = 0; i < 4 && words[i]; i++) {
        if (!strstr(screen, words[i])) {
            printf("# %s\n", screen);
            fail_msg("no '%s' after '%s'", words[i], keys);
        }
    }
}

static void
test_every_size(void **state)
{
    struct canvas canvas = {0};
    struct buf screen = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(pages); i++) {
        struct fill_kit kit = fill_open(fill_body, NULL);
        fill_press(&kit, pages[i].keys);
        for (size_t j = 0; j < N_ELEMENTS(sizes); j++) {
            draw(kit.form, sizes[j].n_rows, sizes[j].n_columns, &canvas,
                 &screen);
            check_places(&canvas);
            check_words(buf_text(&screen), pages[i].words, pages[i].keys);
        }
        fill_close(&kit);
    }
    canvas_clear(&canvas);
    buf_clear(&screen);
}

/* Each size a window may have, on the page with the least room. */
static void
test_all_sizes(void **state)
{
    struct canvas canvas = {0};
    struct buf screen = {0};
    struct fill_kit kit = fill_open(fill_body, NULL);

    (void)state;
    fill_press(&kit, TO_A "skip");
    for (int rows = 1; rows < 60; rows++) {
        for (int columns = 1; columns < 130; columns++) {
            draw(kit.form, rows, columns, &canvas, &screen);
            check_places(&canvas);
        }
    }
    fill_close(&kit);
    canvas_clear(&canvas);
    buf_clear(&screen);
}

/* What a key is said to do is what it does there. */
static void
test_legends(void **state)
{
    static const struct {
        const char *keys;
        const char *words[4];
        const char *lacks;
    } cases[] = {
        {TO_A, {"← back", "Tab overview", "F1 help", "Esc pause"}, "Esc back"},
        {TO_A "overview", {"Esc back", "F12 leave now"}, "pause"},
        {TO_A "pause", {"Esc back", "F12 leave now"}, "Esc pause"},
        {TO_A "pause 3", {"Esc back", "F12 leave now"}, "pause"},
        {TO_A "help", {"Esc back", "?  F5         don't know"}, "Esc pause"},
        {TO_L, {"Shift-Tab back", "-  skip"}, "Esc back"},
        {TO_W, {"Shift-Tab back", "F3  skip", "F5  don't know"}, "-  skip"},
    };
    struct canvas canvas = {0};
    struct buf screen = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct fill_kit kit = fill_open(fill_body, NULL);
        fill_press(&kit, cases[i].keys);
        draw(kit.form, 24, 80, &canvas, &screen);
        check_words(buf_text(&screen), cases[i].words, cases[i].keys);
        if (strstr(buf_text(&screen), cases[i].lacks))
            fail_msg("'%s' after '%s'", cases[i].lacks, cases[i].keys);
        fill_close(&kit);
    }
    canvas_clear(&canvas);
    buf_clear(&screen);
}

/* "Don't know" is not in the help where nothing offers it. */
static void
test_no_unknown(void **state)
{
    struct canvas canvas = {0};
    struct buf screen = {0};
    struct fill_kit kit =
        fill_open("<range id='r' min='0' max='9' step='1'/>"
                  "<section id='s' responses='r'><item id='a'><text>a</text>"
                  "</item></section><scale id='x' method='sum' items='a' "
                  "min-answered='all' direction='higher-better'>"
                  "<title>X</title></scale>",
                  NULL);

    (void)state;
    fill_press(&kit, "enter help");
    draw(kit.form, 24, 80, &canvas, &screen);
    assert_non_null(strstr(buf_text(&screen), "F4"));
    assert_null(strstr(buf_text(&screen), "F5"));
    fill_close(&kit);
    canvas_clear(&canvas);
    buf_clear(&screen);
}

/* Where the font has few signs, none beyond ASCII is of our making. */
static void
test_ascii(void **state)
{
    struct canvas canvas = {0};
    struct buf screen = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(pages); i++) {
        struct fill_kit kit = fill_open(fill_body, NULL);
        fill_press(&kit, pages[i].keys);
        for (size_t j = 0; j < N_ELEMENTS(sizes); j++) {
            struct tui_view view = {.n_rows = sizes[j].n_rows,
                                    .n_columns = sizes[j].n_columns,
                                    .is_ascii = true,
                                    .is_first = !i};
            draw_view(kit.form, view, &canvas, &screen);
            check_places(&canvas);
            for (size_t k = 0; k < screen.len; k++)
                if ((unsigned char)screen.bytes[k] >= 0x80)
                    fail_msg("%.8s after '%s'", screen.bytes + k,
                             pages[i].keys);
        }
        fill_close(&kit);
    }
    canvas_clear(&canvas);
    buf_clear(&screen);
}

/* A window too small to answer in still names the way out. */
static void
test_too_small(void **state)
{
    static const int too_small[][2] = {{8, 30}, {11, 39}, {3, 20}, {2, 80}};
    struct canvas canvas = {0};
    struct buf screen = {0};
    struct fill_kit kit = fill_open(fill_body, NULL);

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(too_small); i++) {
        draw(kit.form, too_small[i][0], too_small[i][1], &canvas, &screen);
        check_places(&canvas);
        assert_non_null(strstr(buf_text(&screen), "Please"));
        assert_non_null(strstr(buf_text(&screen), "F12 leave now"));
    }
    fill_close(&kit);
    canvas_clear(&canvas);
    buf_clear(&screen);
}

/* However long the instruction and small the window: how to go on is said. */
static void
test_hints(void **state)
{
    static const struct {
        const char *keys;
        const char *hint;
    } cases[] = {
        {"", "Enter"},
        {"enter", "Enter"},
        {TO_M, "Enter"},
        {TO_L, "Enter"},
        {TO_L "12", "Enter"},
        {TO_W, "Enter"},
        {TO_D, "Enter"},
        {TO_A "help", "Enter"},
        {TO_A "pause", "Enter"},
        {TO_A "overview", "0:"},
        {TO_L "enter", "steps of 5"},
    };
    struct canvas canvas = {0};
    struct buf screen = {0};
    struct buf patch = {0};
    struct arena *arena = arena_new();

    (void)state;
    buf_add_text(&patch, "<section id='more' responses='r'><instruction>");
    for (int i = 0; i < 60; i++)
        buf_add_text(&patch, "leave that line empty ");
    buf_add_text(&patch, "</instruction>");
    const char *body =
        said_patch(arena, fill_body, "<section id='more' responses='r'>",
                   buf_text(&patch));
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct fill_kit kit = fill_open(body, NULL);
        fill_press(&kit, cases[i].keys);
        for (size_t j = 0; j < N_ELEMENTS(sizes); j++) {
            draw(kit.form, sizes[j].n_rows, sizes[j].n_columns, &canvas,
                 &screen);
            const char *words[4] = {cases[i].hint};
            check_places(&canvas);
            check_words(buf_text(&screen), words, cases[i].keys);
        }
        fill_close(&kit);
    }
    arena_free(arena);
    canvas_clear(&canvas);
    buf_clear(&patch);
    buf_clear(&screen);
}

/* After leaving there is nothing, in no size. */
static void
test_blank(void **state)
{
    struct canvas canvas = {0};
    struct buf screen = {0};
    struct fill_kit kit = fill_open(fill_body, "code");

    (void)state;
    fill_press(&kit, TO_W "'secret leave");
    draw(kit.form, 24, 80, &canvas, &screen);
    assert_int_equal(canvas.n_pieces, 0);
    assert_false(canvas.has_cursor);
    fill_close(&kit);
    canvas_clear(&canvas);
    buf_clear(&screen);
}

/* Control characters are refused by the reader of instruments; those that turn
   lines around are not, nor is any length. */
static void
test_hostile(void **state)
{
    struct canvas canvas = {0};
    struct buf screen = {0};
    struct buf body = {0};

    (void)state;
    buf_add_text(&body, "<choices id='r'><choice value='0'>\u202eno\u2066"
                        "</choice><choice value='1'>");
    for (int i = 0; i < 2000; i++)
        buf_add_text(&body, "wide ");
    buf_add_text(&body, "</choice></choices><section id='s' responses='r'>"
                        "<item id='a'><text>\u202eok");
    for (int i = 0; i < 10000; i++)
        buf_add_text(&body, "x");
    buf_add_text(&body, "</text></item></section><scale id='s1' method='sum' "
                        "items='a' min-answered='all' "
                        "direction='higher-better'><title>\u202eS</title>"
                        "</scale>");
    struct fill_kit kit = fill_open(buf_text(&body), NULL);
    fill_press(&kit, "enter");
    for (size_t i = 0; i < N_ELEMENTS(sizes); i++) {
        draw(kit.form, sizes[i].n_rows, sizes[i].n_columns, &canvas, &screen);
        check_places(&canvas);
        struct str rest = buf_str(&screen);
        uint32_t character;
        while (utf8_next(&rest, &character))
            assert_true(character == '\n' || !utf8_is_control(character));
        assert_non_null(strstr(buf_text(&screen), "\\u{202e}ok"));
        assert_non_null(strstr(buf_text(&screen), "0  \\u{202e}no"));
    }
    fill_close(&kit);
    canvas_clear(&canvas);
    buf_clear(&screen);
    buf_clear(&body);
}

/* Texts that run from right to left stand at the right. */
static void
test_right_to_left(void **state)
{
    static const struct {
        const char *text;
        bool runs_left;
    } texts[] = {
        {"", false},        {"abc", false},        {"1 2 3", false},
        {"مرحبا", true},    {"1. مرحبا", true},    {"(שלום)", true},
        {"a مرحبا", false}, {"日本 مرحبا", false},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(texts); i++)
        assert_int_equal(tui_runs_left(str_from(texts[i].text)),
                         texts[i].runs_left);
}

UNIT_MAIN(cmocka_unit_test(test_every_size), cmocka_unit_test(test_all_sizes),
          cmocka_unit_test(test_legends), cmocka_unit_test(test_no_unknown),
          cmocka_unit_test(test_ascii), cmocka_unit_test(test_too_small),
          cmocka_unit_test(test_hints), cmocka_unit_test(test_blank),
          cmocka_unit_test(test_hostile), cmocka_unit_test(test_right_to_left))
