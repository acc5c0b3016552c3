/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels find free spots; texts are shortened and broken by measure.  The
   fixed measure at a size of 10 makes a character 5.5 wide. */
#include "unit.h"

#include <string.h>

#include "chart/labels.h"
#include "measure_fixed.h"

static const struct font ten = {.size_pt = 10};

static struct labels
labels_of(struct arena *arena)
{
    return (struct labels){.drawing = drawing_new(200, 100, arena),
                           .measure = &measure_fixed,
                           .inside = {0, 0, 200, 100}};
}

static void
test_first_free_spot_wins(void **state)
{
    struct arena *arena = arena_new();
    struct labels labels = labels_of(arena);
    struct label label = {"abcd", ten, 0};
    const struct spot spots[] = {{{50, 50}, SIDE_MIDDLE},
                                 {{50, 70}, SIDE_MIDDLE},
                                 {{199, 30}, SIDE_LEFT}};

    (void)state;
    assert_true(labels_put(&labels, &label, spots, 3, NEED_MUST));
    assert_true(labels.placed.items[0].spot.at.y == 50);
    assert_true(labels_put(&labels, &label, spots, 3, NEED_MUST));
    assert_true(labels.placed.items[1].spot.at.y == 70);
    /* The third would leave the picture. */
    assert_false(labels_put(&labels, &label, spots, 3, NEED_MUST));
    assert_int_equal(labels.placed.n, 2);
    arena_free(arena);
}

static void
test_lines_and_marks_cost(void **state)
{
    struct arena *arena = arena_new();
    struct labels labels = labels_of(arena);
    struct label label = {"abcd", ten, 0};
    const struct spot spots[] = {{{50, 50}, SIDE_MIDDLE},
                                 {{50, 70}, SIDE_MIDDLE}};

    (void)state;
    /* A slanting line whose bounds hold the first spot, but which passes by
       it; then one that runs through it; then a mark on the second. */
    labels_line(&labels, (struct point){0, 0}, (struct point){30, 100});
    assert_true(labels_put(&labels, &label, spots, 1, NEED_CLEAR));
    labels.taken.n = 0;
    labels_line(&labels, (struct point){0, 40}, (struct point){100, 55});
    assert_true(labels_put(&labels, &label, spots, 2, NEED_CLEAR));
    assert_true(labels.placed.items[1].spot.at.y == 70);
    labels.taken.n = 0;
    labels_mark(&labels, (struct box){48, 60, 52, 66});
    /* What need not be there is left out; what must be takes the line. */
    assert_false(labels_put(&labels, &label, spots, 2, NEED_CLEAR));
    assert_true(labels_put(&labels, &label, spots, 2, NEED_MUST));
    assert_true(labels.placed.items[2].spot.at.y == 50);
    labels.taken.n = 0;
    assert_false(labels_put(&labels, &label, spots + 1, 1, NEED_CLEAR));
    assert_false(labels_put(&labels, &label, spots + 1, 1, NEED_MUST));
    arena_free(arena);
}

/* A rule is drawn in parts around two labels that stand on it, a point of air
   beside each, and whole where none does. */
static void
test_rules_part_around_labels(void **state)
{
    struct arena *arena = arena_new();
    struct labels labels = labels_of(arena);
    static const double ends[][2] = {{0, 19}, {51, 99}, {121, 200}};
    struct stroke stroke = {0, 1, 0, 0};

    (void)state;
    labels_take(&labels, (struct box){20, 45, 50, 55});
    labels_take(&labels, (struct box){100, 45, 120, 55});
    labels_rule(&labels, (struct point){200, 50}, (struct point){0, 50},
                stroke);
    assert_int_equal(labels.drawing->n_shapes, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct point *points = labels.drawing->shapes[i].points;

        assert_true(points[0].x == ends[i][0] && points[1].x == ends[i][1]);
    }
    labels_rule(&labels, (struct point){30, 0}, (struct point){30, 40}, stroke);
    assert_int_equal(labels.drawing->n_shapes, 4);
    labels_rule(&labels, (struct point){30, 0}, (struct point){30, 100},
                stroke);
    assert_int_equal(labels.drawing->n_shapes, 6);
    arena_free(arena);
}

static void
test_sides_are_the_same_in_every_language(void **state)
{
    struct arena *arena = arena_new();
    struct labels labels = labels_of(arena);
    struct label label = {"ab", ten, 0};
    struct spot left = {{10, 20}, SIDE_LEFT};

    (void)state;
    labels_write(&labels, &label, left);
    labels_draw(&labels);
    labels.placed.n = 0;
    labels.language = LANG_AR;
    labels_write(&labels, &label, left);
    labels_draw(&labels);
    assert_int_equal(labels.drawing->shapes[0].align, ALIGN_START);
    assert_int_equal(labels.drawing->shapes[1].align, ALIGN_END);
    assert_true(labels.taken.items[0].left == 10);
    assert_true(labels.taken.items[1].left == 10);
    arena_free(arena);
}

static void
test_fit(void **state)
{
    static const struct {
        const char *text;
        double width_pt;
        const char *want;
    } cases[] = {
        {"heard", 27.5, "heard"},
        {"heard", 27.4, "hea…"},
        {"we talk", 24, "we…"}, /* no blank before the ellipsis */
        {"überall", 16.5, "üb…"},
        {"السلام", 16.5, "ال…"},
        {"heard", 11, "h…"},
        {"heard", 10, ""},
        {"", 0, ""},
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++)
        assert_string_equal(labels_fit(&measure_fixed, ten, cases[i].text,
                                       cases[i].width_pt, arena),
                            cases[i].want);
    arena_free(arena);
}

static void
test_wrap(void **state)
{
    static const struct {
        const char *text;
        double width_pt;
        size_t n_max;
        const char *want; /* lines, parted by / */
    } cases[] = {
        {"being heard", 200, 2, "being heard"},
        {"being heard", 33, 2, "being/heard"},
        {"being heard again", 33, 2, "being/heard…"},
        {"unbreakable", 33, 2, "unbre-/akable"},
        {"unbreakable", 60, 2, "unbreaka-/ble"},
        {"unbreakable ü", 60, 2, "unbreaka-/ble ü"},
        {"being heard", 33, 1, "being…"},
        {"  a   b ", 8, 2, "a/b"},
    };
    struct arena *arena = arena_new();
    struct labels labels = labels_of(arena);
    struct buf buf = {0};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct label label = {cases[i].text, ten, 0};
        const char *lines[4];
        size_t n = labels_wrap(&labels, &label, cases[i].width_pt, lines,
                               cases[i].n_max);

        buf_empty(&buf);
        for (size_t k = 0; k < n; k++)
            buf_addf(&buf, "%s%s", k ? "/" : "", lines[k]);
        assert_string_equal(buf_text(&buf), cases[i].want);
    }
    buf_clear(&buf);
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_first_free_spot_wins),
          cmocka_unit_test(test_lines_and_marks_cost),
          cmocka_unit_test(test_rules_part_around_labels),
          cmocka_unit_test(test_sides_are_the_same_in_every_language),
          cmocka_unit_test(test_fit), cmocka_unit_test(test_wrap))
