/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole charts: some kept as files of what is drawn, which were looked at as
   pictures before; and what must hold for every series there is. */
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "chart/palette.h"
#include "chart/progress.h"
#include "chart/sparkline.h"
#include "measure_fixed.h"

#define LARGE 505.28, 215
#define SMALL 240, 160

enum { MAX_POINTS = 500 };

/* 5 May 2026. */
#define FIRST_DAY 20578

static const struct progress_point course[] = {
    {.date_days = FIRST_DAY, .session = "1", .value = 1.2, .is_concern = true},
    {.date_days = FIRST_DAY + 9,
     .session = "2",
     .value = 1.4,
     .is_concern = true},
    {.date_days = FIRST_DAY + 16, .session = "3", .state = POINT_GAP},
    {.date_days = FIRST_DAY + 30,
     .session = "4",
     .value = 1.9,
     .is_prorated = true,
     .is_concern = true},
    {.date_days = FIRST_DAY + 44,
     .session = "5",
     .value = 2.2,
     .is_concern = true},
    {.date_days = FIRST_DAY + 65,
     .session = "6",
     .value = 2.1,
     .is_concern = true},
    {.date_days = FIRST_DAY + 79, .session = "7", .value = 2.8},
    {.date_days = FIRST_DAY + 107,
     .session = "8",
     .value = 2.9,
     .breaks_before = true},
    {.date_days = FIRST_DAY + 132, .session = "9", .value = 3.1},
};

static const struct progress_band bands[] = {
    {0, "low"}, {2, "some"}, {3, "high"}};

static const struct progress_phase phases[] = {
    {FIRST_DAY + 37, "began weekly listening talks"}};

static struct progress_chart
course_chart(void)
{
    return (struct progress_chart){
        .title = "Being heard",
        .subtitle = "all 8 scores: rising",
        .direction = "higher is better",
        .low = "unheard",
        .high = "heard",
        .alt = "Being heard rises from 1.2 to 3.1",
        .lo = 0,
        .hi = 4,
        .decimals = 1,
        .has_cutoff = true,
        .cutoff = 2.5,
        .has_zone = true,
        .zone_low = 0.36,
        .zone_high = 2.04,
        .points = course,
        .n_points = N_ELEMENTS(course),
        .bands = bands,
        .n_bands = N_ELEMENTS(bands),
        .phases = phases,
        .n_phases = N_ELEMENTS(phases),
    };
}

/* Compares with tests/data/charts/NAME; what came instead is left beside the
   other scratch files, to be looked at. */
static void
assert_drawn_as(const struct drawing *drawing, const char *name)
{
    struct buf got = {0};
    struct buf want = {0};
    char path[4096];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", unit_data("charts"), name);
    if ((file = fopen(path, "rb")) != NULL) {
        for (int c; (c = fgetc(file)) != EOF;)
            buf_add_char(&want, (char)c);
        fclose(file);
    }
    drawing_dump(drawing, &got);
    if (strcmp(buf_text(&got), buf_text(&want)) != 0) {
        const char *folder = getenv("BUILD_FOLDER");

        snprintf(path, sizeof path, "%s/tests/scratch/%s",
                 folder ? folder : ".", name);
        if ((file = fopen(path, "wb")) != NULL) {
            fwrite(got.bytes, 1, got.len, file);
            fclose(file);
        }
        fail_msg("'%s' is drawn otherwise: see %s", name, path);
    }
    buf_clear(&got);
    buf_clear(&want);
}

static void
test_large_chart(void **state)
{
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();

    (void)state;
    assert_drawn_as(progress_draw(&chart, LARGE, &measure_fixed, arena),
                    "large.dump");
    arena_free(arena);
}

static void
test_small_chart(void **state)
{
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();

    (void)state;
    chart.title = "How near we were to each other since we last talked of it";
    chart.direction = NULL;
    chart.n_bands = 0;
    chart.n_phases = 0;
    chart.language = LANG_DE;
    assert_drawn_as(progress_draw(&chart, SMALL, &measure_fixed, arena),
                    "small.dump");
    arena_free(arena);
}

static void
test_arabic_chart(void **state)
{
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();

    (void)state;
    chart.title = "أن تُسمَع";
    chart.direction = word_in(LANG_AR, WORD_HIGHER_IS_BETTER);
    chart.low = "غير مسموع";
    chart.high = "مسموع";
    chart.n_bands = 0;
    chart.language = LANG_AR;
    assert_drawn_as(progress_draw(&chart, SMALL, &measure_fixed, arena),
                    "arabic.dump");
    arena_free(arena);
}

static void
test_sparkline(void **state)
{
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();

    (void)state;
    assert_drawn_as(sparkline_draw(&chart, 60, 14, arena), "sparkline.dump");
    chart.n_points = 0;
    assert_int_equal(sparkline_draw(&chart, 60, 14, arena)->n_shapes, 0);
    arena_free(arena);
}

static size_t
count(const struct drawing *drawing, enum shape_kind kind, uint32_t stroke)
{
    size_t n = 0;

    for (size_t i = 0; i < drawing->n_shapes; i++)
        n += drawing->shapes[i].kind == kind && drawing->shapes[i].is_stroked
             && drawing->shapes[i].stroke.color == stroke;
    return n;
}

static bool
says(const struct drawing *drawing, const char *text)
{
    for (size_t i = 0; i < drawing->n_shapes; i++)
        if (drawing->shapes[i].kind == SHAPE_TEXT
            && strcmp(drawing->shapes[i].text, text) == 0)
            return true;
    return false;
}

static void
test_gaps_and_breaks_part_the_line(void **state)
{
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();
    const struct drawing *drawing =
        progress_draw(&chart, LARGE, &measure_fixed, arena);

    (void)state;
    /* 1-2, 4-7, 8-9: two breaks make three lines. */
    assert_int_equal(count(drawing, SHAPE_LINES, COLOR_ACCENT), 3);
    /* Five rings, and one hollow mark. */
    assert_int_equal(count(drawing, SHAPE_CIRCLE, COLOR_ACCENT), 6);
    assert_int_equal(count(drawing, SHAPE_CIRCLE, COLOR_PAPER), 7);
    assert_true(says(drawing, "cut-off 2.5"));
    assert_true(says(drawing, "↑ heard"));
    arena_free(arena);
}

static void
test_numbers_are_the_languages(void **state)
{
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();
    const struct drawing *drawing;

    (void)state;
    chart.language = LANG_DE;
    drawing = progress_draw(&chart, LARGE, &measure_fixed, arena);
    assert_true(says(drawing, "3,1"));
    assert_true(says(drawing, "Grenzwert 2,5"));
    assert_false(says(drawing, "3.1"));
    arena_free(arena);
}

/* A row of numbers that is the same on every machine. */
static uint32_t
draw_lot(uint32_t *lot, uint32_t below)
{
    *lot = *lot * 1664525 + 1013904223;
    return (*lot >> 8) % below;
}

static void
make_points(struct progress_point *points, size_t n, uint32_t *lot,
            struct arena *arena)
{
    static const uint32_t paces[] = {1, 2, 9, 40, 700};
    uint32_t pace = paces[draw_lot(lot, N_ELEMENTS(paces))];
    uint32_t gaps = 2 + draw_lot(lot, 20);
    int32_t day = FIRST_DAY;

    for (size_t i = 0; i < n; i++) {
        uint32_t kind = draw_lot(lot, gaps);

        day += (int32_t)draw_lot(lot, pace);
        points[i] = (struct progress_point){
            .date_days = day,
            .session = arena_printf(arena, "%zu", i + 1),
            .state = kind == 0 ? POINT_GAP : POINT_SCORED,
            .value = (double)draw_lot(lot, 41) / 10,
            .is_prorated = kind == 1,
            .is_concern = draw_lot(lot, 2) == 1,
            .breaks_before = draw_lot(lot, 15) == 0,
        };
    }
}

static struct box {
    double left;
    double top;
    double right;
    double bottom;
} box_of(const struct shape *shape, enum language language)
{
    double width = measure_width_pt(&measure_fixed, shape->font, shape->text);
    bool is_left = (shape->align == ALIGN_START) != language_is_rtl(language);
    double left = shape->align == ALIGN_MIDDLE ? shape->at.x - width / 2
                  : is_left                    ? shape->at.x
                                               : shape->at.x - width;

    return (struct box){left, shape->at.y - 0.75 * shape->font.size_pt,
                        left + width, shape->at.y + 0.22 * shape->font.size_pt};
}

/* No two labels lie on each other, and all are inside the picture. */
static void
assert_labels_part(const struct drawing *drawing, enum language language)
{
    struct box boxes[400];
    size_t n = 0;

    for (size_t i = 0; i < drawing->n_shapes; i++) {
        if (drawing->shapes[i].kind != SHAPE_TEXT)
            continue;
        assert_true(n < N_ELEMENTS(boxes));
        boxes[n] = box_of(&drawing->shapes[i], language);
        assert_true(boxes[n].left >= -1e-6 && boxes[n].top >= -1e-6);
        assert_true(boxes[n].right <= drawing->width_pt + 1e-6);
        assert_true(boxes[n].bottom <= drawing->height_pt + 1e-6);
        for (size_t k = 0; k < n; k++)
            assert_false(boxes[k].left < boxes[n].right - 1e-6
                         && boxes[n].left < boxes[k].right - 1e-6
                         && boxes[k].top < boxes[n].bottom - 1e-6
                         && boxes[n].top < boxes[k].bottom - 1e-6);
        n++;
    }
}

/* The first and the latest value are always printed, in bold. */
static void
assert_ends_printed(const struct drawing *drawing,
                    const struct progress_chart *chart)
{
    size_t n_bold = 0;
    size_t n_scored = 0;

    for (size_t i = 0; i < chart->n_points; i++)
        n_scored += chart->points[i].state == POINT_SCORED;
    for (size_t i = 0; i < drawing->n_shapes; i++)
        n_bold += drawing->shapes[i].kind == SHAPE_TEXT
                  && drawing->shapes[i].font.weight == WEIGHT_SEMIBOLD
                  && drawing->shapes[i].font.size_pt < 9;
    assert_int_equal(n_bold, n_scored < 2 ? n_scored : 2);
}

static void
test_labels_never_overlap(void **state)
{
    static struct progress_point points[MAX_POINTS];
    static const size_t sizes[] = {0, 1, 2, 3, 12, 60, 500};
    uint32_t lot = 7;

    (void)state;
    for (int round = 0; round < 210; round++) {
        struct arena *arena = arena_new();
        struct progress_chart chart = course_chart();
        struct progress_phase some_phases[3];
        const struct drawing *drawing;

        chart.n_points = round % 2
                             ? sizes[(size_t)round / 2 % N_ELEMENTS(sizes)]
                             : draw_lot(&lot, MAX_POINTS);
        make_points(points, chart.n_points, &lot, arena);
        for (int i = 0; i < 3; i++)
            some_phases[i] = (struct progress_phase){
                FIRST_DAY + (int32_t)draw_lot(&lot, 100), "a new phase begins"};
        chart.points = points;
        chart.phases = some_phases;
        chart.n_phases = draw_lot(&lot, 4);
        chart.n_bands = draw_lot(&lot, 4);
        chart.has_zone = draw_lot(&lot, 2) == 1;
        chart.zone_low = (double)draw_lot(&lot, 41) / 10 - 1;
        chart.zone_high = chart.zone_low + (double)draw_lot(&lot, 41) / 10;
        chart.language = (enum language)draw_lot(&lot, N_LANGUAGES);
        drawing = round % 3
                      ? progress_draw(&chart, LARGE, &measure_fixed, arena)
                      : progress_draw(&chart, SMALL, &measure_fixed, arena);
        assert_labels_part(drawing, chart.language);
        assert_ends_printed(drawing, &chart);
        arena_free(arena);
    }
}

static void
test_long_words_stay_inside(void **state)
{
    static const char *const longs[] = {
        "a title that goes on and on and on, and then goes on a little more, "
        "until nobody reads it any longer",
        "withoutanyblankatallsothatnothingcanbebrokenanywhereandithastobecut",
    };
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(longs); i++) {
        struct progress_chart chart = course_chart();
        const struct progress_band long_bands[] = {
            {0, longs[i]}, {1, "x"}, {1.1, longs[i]}};
        const struct progress_phase long_phases[] = {
            {FIRST_DAY, longs[i]}, {FIRST_DAY + 132, longs[i]}};

        chart.title = chart.direction = chart.low = chart.high = longs[i];
        chart.bands = long_bands;
        chart.phases = long_phases;
        chart.n_phases = 2;
        assert_labels_part(progress_draw(&chart, LARGE, &measure_fixed, arena),
                           LANG_EN);
        assert_labels_part(progress_draw(&chart, SMALL, &measure_fixed, arena),
                           LANG_EN);
    }
    arena_free(arena);
}

/* The zone is within the range, over each band's part of it, on a large chart
   in words as well; a chart without one does not speak of it. */
static void
test_zone(void **state)
{
    static const struct {
        double low;
        double high;
        double top; /* values, as drawn */
        double bottom;
    } cases[] = {{0.36, 2.04, 2.04, 0.36}, {-0.8, 1.6, 1.6, 0}, {3, 9, 4, 3}};
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();
    const char *words = word_in(LANG_EN, WORD_ZONE);

    (void)state;
    chart.n_bands = 0;
    chart.has_zone = false;
    assert_false(
        says(progress_draw(&chart, LARGE, &measure_fixed, arena), words));
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const struct drawing *drawing;
        struct shape zone = {.kind = SHAPE_TEXT};
        double point_pt = (215 - 30.5 - 24) / 4; /* less head and foot */

        chart.has_zone = true;
        chart.zone_low = cases[i].low;
        chart.zone_high = cases[i].high;
        drawing = progress_draw(&chart, LARGE, &measure_fixed, arena);
        for (size_t k = 0; k < drawing->n_shapes; k++)
            if (drawing->shapes[k].kind == SHAPE_RECT)
                zone = drawing->shapes[k];
        assert_int_equal(zone.kind, SHAPE_RECT);
        assert_int_equal(zone.fill, palette_zone(COLOR_PAPER));
        assert_true(
            fabs(zone.height_pt - (cases[i].top - cases[i].bottom) * point_pt)
            < 1e-6);
        assert_true(fabs(zone.at.y - (30.5 + (4 - cases[i].top) * point_pt))
                    < 1e-6);
        assert_true(says(drawing, words));
    }
    chart.zone_low = 5; /* wholly outside */
    chart.zone_high = 6;
    assert_false(
        says(progress_draw(&chart, LARGE, &measure_fixed, arena), words));
    arena_free(arena);
}

/* The fill of the topmost band. */
static uint32_t
top_tint(const struct drawing *drawing)
{
    double top = INFINITY;
    uint32_t fill = NO_FILL;

    for (size_t i = 0; i < drawing->n_shapes; i++) {
        const struct shape *shape = &drawing->shapes[i];
        if (shape->kind == SHAPE_RECT && shape->is_filled
            && shape->at.y < top) {
            top = shape->at.y;
            fill = shape->fill;
        }
    }
    return fill;
}

/* The worst error of all is a chart with the wrong sign: where higher is
   worse, the highest band must look like the lowest one elsewhere. */
static void
test_trap_24_tints_follow_the_better_end(void **state)
{
    static const struct {
        enum better_end better;
        uint32_t top;
    } cases[] = {{BETTER_HIGH, 0xDFEDEC},
                 {BETTER_LOW, 0xF7F2E8},
                 {BETTER_NEITHER, 0xF1F3F5}};
    struct arena *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct progress_chart chart = course_chart();
        chart.better = cases[i].better;
        assert_int_equal(
            top_tint(progress_draw(&chart, LARGE, &measure_fixed, arena)),
            cases[i].top);
    }
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_large_chart),
          cmocka_unit_test(test_trap_24_tints_follow_the_better_end),
          cmocka_unit_test(test_small_chart),
          cmocka_unit_test(test_arabic_chart), cmocka_unit_test(test_sparkline),
          cmocka_unit_test(test_gaps_and_breaks_part_the_line),
          cmocka_unit_test(test_zone),
          cmocka_unit_test(test_numbers_are_the_languages),
          cmocka_unit_test(test_labels_never_overlap),
          cmocka_unit_test(test_long_words_stay_inside))
