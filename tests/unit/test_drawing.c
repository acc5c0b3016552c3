/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The display list keeps what it was given and says it, shape by shape. */
#include "unit.h"
#include "drawing_dump.h"

#include <string.h>

#include "chart/drawing.h"

static const struct font body = {8, WEIGHT_REGULAR, 0};
static const struct font head = {7, WEIGHT_SEMIBOLD, 0.9};

static void
assert_dump(const struct drawing *drawing, const char *want)
{
    struct buf buf = {0};

    drawing_dump(drawing, &buf);
    assert_string_equal(buf_text(&buf), want);
    buf_clear(&buf);
}

static void
test_dump_says_every_shape(void **state)
{
    struct arena *arena = arena_new();
    struct drawing *drawing = drawing_new(100, 50.5, arena);
    struct point corners[] = {{0, 0}, {1.005, 2}, {-3, 1e-9}};

    (void)state;
    drawing_begin(drawing, ROLE_FIGURE, "rises \"fast\"", "Being heard");
    drawing_link(drawing, 7, 12);
    drawing_line(drawing, corners[0], corners[1],
                 (struct stroke){0x0B5D7A, 1.6, 3.5, 2.5});
    drawing_area(drawing, corners, 3, 0xFF);
    drawing_rect(drawing, (struct point){1, 2}, 3, 4, 0xEEF4F2);
    drawing_circle(drawing, (struct point){5, 6}, 2.7, NO_FILL,
                   (struct stroke){0x123456, 0.9, 0, 0});
    drawing_circle(drawing, (struct point){5, 6}, 1, 0xFFFFFF,
                   (struct stroke){0});
    drawing_text(drawing, (struct point){7, 8}, "↑ heard", body, 0x5B6775,
                 ALIGN_END);
    drawing_paragraph(drawing, (struct point){7, 8}, 60, "a\nb\x1b", head, 0,
                      ALIGN_MIDDLE);
    drawing_end(drawing);
    assert_dump(drawing,
                "drawing 100.00x50.50\n"
                "begin figure \"rises \"fast\"\" outline \"Being heard\""
                " place 7 link 12\n"
                "lines 0.00,0.00 1.01,2.00 stroke 0b5d7a 1.60 dash 3.50+2.50\n"
                "area 0.00,0.00 1.01,2.00 -3.00,0.00 fill 0000ff\n"
                "rect 1.00,2.00 3.00x4.00 fill eef4f2\n"
                "circle 5.00,6.00 radius 2.70 stroke 123456 0.90\n"
                "circle 5.00,6.00 radius 1.00 fill ffffff\n"
                "text 7.00,8.00 end 8.00 regular 5b6775 \"↑ heard\"\n"
                "paragraph 7.00,8.00 wide 60.00 middle 7.00 semibold"
                " spaced 0.90 000000 \"a\\u{a}b\\u{1b}\"\n"
                "end\n");
    arena_free(arena);
}

static void
test_shapes_outlive_what_they_were_drawn_from(void **state)
{
    struct arena *arena = arena_new();
    struct drawing *drawing = drawing_new(10, 10, arena);
    char text[] = "heard";
    struct point points[] = {{1, 1}, {2, 2}};

    (void)state;
    drawing_text(drawing, points[0], text, body, 0, ALIGN_START);
    drawing_lines(drawing, points, 2, (struct stroke){0, 1, 0, 0});
    memset(text, 'x', sizeof text - 1);
    points[0].x = 99;
    assert_dump(drawing, "drawing 10.00x10.00\n"
                         "text 1.00,1.00 start 8.00 regular 000000 \"heard\"\n"
                         "lines 1.00,1.00 2.00,2.00 stroke 000000 1.00\n");
    arena_free(arena);
}

static void
test_added_shapes_move_and_stay(void **state)
{
    struct arena *arena = arena_new();
    struct arena *gone = arena_new();
    struct drawing *page = drawing_new(100, 100, arena);
    struct drawing *chart = drawing_new(10, 10, gone);

    (void)state;
    drawing_begin(chart, ROLE_HEADING, NULL, "Closeness");
    drawing_line(chart, (struct point){0, 1}, (struct point){2, 3},
                 (struct stroke){0, 1, 0, 0});
    drawing_text(chart, (struct point){4, 5}, "66", body, 0, ALIGN_START);
    drawing_end(chart);
    drawing_add(page, chart, 10, -20);
    drawing_add(page, chart, 0, 0);
    arena_free(gone);
    assert_dump(page, "drawing 100.00x100.00\n"
                      "begin heading outline \"Closeness\"\n"
                      "lines 10.00,-19.00 12.00,-17.00 stroke 000000 1.00\n"
                      "text 14.00,-15.00 start 8.00 regular 000000 \"66\"\n"
                      "end\n"
                      "begin heading outline \"Closeness\"\n"
                      "lines 0.00,1.00 2.00,3.00 stroke 000000 1.00\n"
                      "text 4.00,5.00 start 8.00 regular 000000 \"66\"\n"
                      "end\n");
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_dump_says_every_shape),
          cmocka_unit_test(test_shapes_outlive_what_they_were_drawn_from),
          cmocka_unit_test(test_added_shapes_move_and_stay))
