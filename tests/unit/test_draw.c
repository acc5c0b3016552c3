/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents drawn in other processes come in their order, whichever process
   drew them; what is wrong with one is no other's fault. */
#include "unit.h"

#include <stdlib.h>

#include "render/draw.h"
#include "render/surface.h"

enum { N_DOCUMENTS = 7, NONE = N_DOCUMENTS };

/* Which one has a character that no font has, and at which its process ends. */
struct faults {
    size_t bad;
    size_t fatal;
};

static const struct document *
lay_out(const void *aux, size_t number, const struct measure *measure,
        struct arena *arena)
{
    static const struct font font = {.size_pt = 9};
    const struct faults *faults = aux;
    struct drawing **pages = ARENA_ARRAY(arena, 1, struct drawing *);
    struct document *document = ARENA_NEW(arena, struct document);

    if (number == faults->fatal)
        abort();
    pages[0] = drawing_new(300, 200, arena);
    const char *text =
        arena_printf(arena, "page %zu%s", number,
                     number == faults->bad ? " \xF1\x90\x80\x80" : "");
    drawing_text(pages[0],
                 (struct point){measure_width_pt(measure, font, text), 50},
                 text, font, 0, ALIGN_START);
    *document = (struct document){.pages = (const struct drawing *const *)pages,
                                  .n_pages = 1,
                                  .title = "Pages"};
    return document;
}

static struct draw *
begin(const struct faults *faults, enum draw_format format)
{
    return draw_begin(&(struct draw_job){
        .format = format, .lay_out = lay_out, .aux = faults, .n = N_DOCUMENTS});
}

/* The same document, drawn here. */
static void
assert_drawn(struct str got, size_t number, struct arena *arena)
{
    static const struct faults none = {NONE, NONE};
    struct text_pango *text = text_pango_new(LANG_EN);
    struct measure measure = text_pango_measure(text);
    struct diag *diag = diag_new();
    struct buf want = {0};

    assert_true(surface_pdf(lay_out(&none, number, &measure, arena), text,
                            &want, diag));
    assert_true(str_equal(got, buf_str(&want)));
    buf_clear(&want);
    diag_free(diag);
    text_pango_free(text);
}

/* The last one, since it touches fonts. */
static void
test_all_come_in_their_order(void **state)
{
    static const struct faults none = {NONE, NONE};
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct draw *draw = begin(&none, DRAW_PDF);
    struct str drawn[N_DOCUMENTS];

    (void)state;
    for (size_t i = 0; i < N_DOCUMENTS; i++)
        assert_true(draw_next(draw, arena, &drawn[i], diag));
    draw_end(draw);
    assert_int_equal(diag_total(diag), 0);
    for (size_t i = 0; i < N_DOCUMENTS; i++)
        assert_drawn(drawn[i], i, arena);
    diag_free(diag);
    arena_free(arena);
}

static void
test_a_bad_one_spoils_no_other(void **state)
{
    static const struct faults third = {3, NONE};
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct draw *draw = begin(&third, DRAW_PDF);
    struct str bytes;

    (void)state;
    for (size_t i = 0; i < N_DOCUMENTS; i++)
        assert_int_equal(draw_next(draw, arena, &bytes, diag), i != 3);
    draw_end(draw);
    assert_int_equal(diag_total(diag), 1);
    assert_int_equal(diag_get(diag, 0)->message, MSG_GLYPH_MISSING);
    diag_free(diag);
    arena_free(arena);
}

static void
test_a_process_that_ends_takes_one_with_it(void **state)
{
    static const struct faults second = {NONE, 2};
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct draw *draw = begin(&second, DRAW_PDF);
    struct str bytes;

    (void)state;
    assert_true(draw_next(draw, arena, &bytes, diag));
    assert_true(draw_next(draw, arena, &bytes, diag));
    assert_false(draw_next(draw, arena, &bytes, diag));
    for (size_t i = 3; i < N_DOCUMENTS; i++) {
        assert_true(draw_next(draw, arena, &bytes, diag));
        assert_true(str_starts(bytes, "%PDF"));
    }
    draw_end(draw);
    assert_int_equal(diag_total(diag), 1);
    assert_int_equal(diag_get(diag, 0)->message, MSG_CANNOT_DRAW);
    diag_free(diag);
    arena_free(arena);
}

static void
test_nobody_has_to_take_them_all(void **state)
{
    static const struct faults third = {3, NONE};
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct draw *draw = begin(&third, DRAW_TEXT);
    struct str bytes;

    (void)state;
    assert_true(draw_next(draw, arena, &bytes, diag));
    assert_true(str_is(bytes, "page 0\n"));
    draw_end(draw);
    assert_int_equal(diag_total(diag), 0);
    diag_free(diag);
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_a_bad_one_spoils_no_other),
          cmocka_unit_test(test_a_process_that_ends_takes_one_with_it),
          cmocka_unit_test(test_nobody_has_to_take_them_all),
          cmocka_unit_test(test_all_come_in_their_order))
