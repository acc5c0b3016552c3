/* SPDX-License-Identifier: GPL-3.0-or-later */
/* profile: where a score, its error, its norm and its cut-off stand on the
   range, and that no word leaves the drawing or lies on another. */
#include "unit.h"

#include <math.h>
#include "chart/palette.h"
#include "chart/profile.h"
#include "measure_fixed.h"

/* Of 0 to 4, 200 points wide less 3.8 at each end: 48.1 points each, by hand.
 */
static const struct profile middle = {
    .lo = 0,
    .hi = 4,
    .low = "0 unheard",
    .high = "4 heard",
    .point = {.state = POINT_SCORED, .value = 3},
    .has_error = true,
    .error_low = 2.5,
    .error_high = 3.5,
    .has_norm = true,
    .norm_low = 1,
    .norm_high = 9,
    .cutoff_text = "cut-off 2",
    .cutoff = 2,
    .language = LANG_EN,
};

static const struct shape *
find_circle(const struct drawing *drawing)
{
    for (size_t i = 0; i < drawing->n_shapes; i++)
        if (drawing->shapes[i].kind == SHAPE_CIRCLE)
            return &drawing->shapes[i];
    return NULL;
}

/* Lines of the colour, from one point to another. */
static bool
has_line(const struct drawing *drawing, uint32_t color, double from, double to)
{
    for (size_t i = 0; i < drawing->n_shapes; i++) {
        const struct shape *shape = &drawing->shapes[i];

        if (shape->kind == SHAPE_LINES && shape->stroke.color == color
            && fabs(shape->points[0].x - from) < 0.01
            && fabs(shape->points[1].x - to) < 0.01)
            return true;
    }
    return false;
}

static void
test_places(void **state)
{
    struct arena *arena = arena_new();
    const struct drawing *drawing =
        profile_draw(&middle, 200, &measure_fixed, arena);
    const struct shape *mark = find_circle(drawing);

    (void)state;
    assert_true(mark && fabs(mark->at.x - (3.8 + 3 * 48.1)) < 0.01
                && fabs(mark->at.y - profile_line_pt(&middle)) < 0.01);
    assert_true(
        has_line(drawing, COLOR_ACCENT, 3.8 + 2.5 * 48.1, 3.8 + 3.5 * 48.1));
    assert_true(has_line(drawing, COLOR_WARN, 100, 100));
    /* The norm ends where the scale does. */
    assert_true(has_line(drawing, COLOR_SOFT, 3.8 + 48.1, 196.2));
    assert_true(has_line(drawing, COLOR_SOFT, 3.8, 196.2));
    arena_free(arena);
}

/* What is not known is not drawn. */
static void
test_nothing_known(void **state)
{
    struct arena *arena = arena_new();
    struct profile bare = middle;
    const struct drawing *drawing;

    (void)state;
    bare.has_error = bare.has_norm = false;
    bare.cutoff_text = NULL;
    bare.point.state = POINT_GAP;
    drawing = profile_draw(&bare, 200, &measure_fixed, arena);
    assert_null(find_circle(drawing));
    for (size_t i = 0; i < drawing->n_shapes; i++)
        assert_true(drawing->shapes[i].kind == SHAPE_TEXT
                    || drawing->shapes[i].stroke.color == COLOR_SOFT);
    assert_true(profile_height_pt(&bare) < profile_height_pt(&middle));
    /* A norm that lies beyond the scale is none. */
    bare.has_norm = true;
    bare.norm_low = 7;
    assert_int_equal(profile_draw(&bare, 200, &measure_fixed, arena)->n_shapes,
                     drawing->n_shapes);
    arena_free(arena);
}

/* A cut-off at an end keeps its words inside; long words at both ends are
   shortened, and a short one leaves its room to the other. */
static void
test_words(void **state)
{
    static const enum language languages[] = {LANG_EN, LANG_AR};
    struct arena *arena = arena_new();
    struct profile profile = middle;
    const struct drawing *drawing;

    (void)state;
    profile.low = "0 a very long name for the lower end of such a scale";
    profile.high = "4 and a longer one for the end that is the higher of both";
    for (int i = 0; i < 10; i++) {
        double ends[2] = {0, 0};
        int n = 0;

        profile.cutoff = i % 5;
        profile.language = languages[i / 5];
        drawing = profile_draw(&profile, 200, &measure_fixed, arena);
        for (size_t k = 0; k < drawing->n_shapes; k++) {
            const struct shape *shape = &drawing->shapes[k];
            double width;
            double left;

            if (shape->kind != SHAPE_TEXT)
                continue;
            width = measure_width_pt(&measure_fixed, shape->font, shape->text);
            left = shape->align == ALIGN_MIDDLE ? shape->at.x - width / 2
                   : (shape->align == ALIGN_START) == (i < 5)
                       ? shape->at.x
                       : shape->at.x - width;
            assert_true(left >= 0 && left + width <= 200);
            if (n < 2)
                ends[n] = n ? left : left + width;
            n++;
        }
        assert_int_equal(n, 3);
        assert_true(ends[0] < ends[1]);
    }
    profile.low = "0";
    profile.high = "4 so long that it takes two thirds of it";
    drawing = profile_draw(&profile, 200, &measure_fixed, arena);
    assert_string_equal(drawing->shapes[drawing->n_shapes - 2].text,
                        profile.high);
    arena_free(arena);
}

/* Below each other both have the line for themselves. */
static void
test_parted_words(void **state)
{
    struct arena *arena = arena_new();
    struct profile profile = middle;
    double whole_pt = profile_height_pt(&profile);
    double line_pt = profile_line_pt(&profile);

    (void)state;
    assert_false(profile_parts(&profile, 200, &measure_fixed));
    profile.low = "0 hurts that stay open for long";
    profile.high = "4 hurts that are put right at once";
    assert_true(profile_parts(&profile, 200, &measure_fixed));
    profile.ends_part = true;
    assert_true(profile_height_pt(&profile) > whole_pt);
    assert_true(fabs(profile_line_pt(&profile) - line_pt) < 0.01);
    const struct drawing *drawing =
        profile_draw(&profile, 200, &measure_fixed, arena);
    const struct shape *high = NULL;
    const struct shape *low = NULL;
    for (size_t i = 0; i < drawing->n_shapes; i++) {
        const struct shape *shape = &drawing->shapes[i];

        if (shape->kind == SHAPE_TEXT && strcmp(shape->text, profile.low) == 0)
            low = shape;
        if (shape->kind == SHAPE_TEXT && strcmp(shape->text, profile.high) == 0)
            high = shape;
    }
    assert_true(low && high && high->at.y > low->at.y
                && high->at.y < profile_height_pt(&profile));
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_places), cmocka_unit_test(test_nothing_known),
          cmocka_unit_test(test_words), cmocka_unit_test(test_parted_words))
