/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole charts: some kept as files of what is drawn, which were looked at as
   pictures before; and what must hold for every series there is. */
#include "unit.h"
#include "drawing_dump.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "chart/palette.h"
#include "chart/progress.h"
#include "chart/strip.h"
#include "measure_fixed.h"

#define LARGE 505.28, 215
#define SMALL 240, 160

enum { MAX_POINTS = 500 };

/* 5 May 2026. */
#define FIRST_DAY 20578

static const int32_t days[] = {
    FIRST_DAY,      FIRST_DAY + 9,   FIRST_DAY + 16,
    FIRST_DAY + 30, FIRST_DAY + 44,  FIRST_DAY + 65,
    FIRST_DAY + 79, FIRST_DAY + 107, FIRST_DAY + 132,
};

static const char *const names[] = {"1", "2", "3", "4", "5",
                                    "6", "7", "8", "9"};

static const struct timeline timeline = {
    .labels = names, .days = days, .n = N_ELEMENTS(days)};

static const struct progress_point course[] = {
    {.at = 0, .value = 1.2, .concern = CONCERN_SURE},
    {.at = 1, .value = 1.4, .concern = CONCERN_SURE},
    {.at = 2, .state = POINT_GAP},
    {.at = 3, .value = 1.9, .is_prorated = true, .concern = CONCERN_SURE},
    {.at = 4, .value = 2.2, .concern = CONCERN_NEAR},
    {.at = 5, .value = 2.1, .concern = CONCERN_NEAR},
    {.at = 6, .value = 2.8},
    {.at = 7, .value = 2.9, .breaks_before = true},
    {.at = 8, .value = 3.1},
};

static const struct band bands[] = {
    {.from = {0, 0}, .label = "low"},
    {.from = {2, 0}, .label = "some"},
    {.from = {3, 0}, .label = "high"},
};

static const struct progress_phase phases[] = {
    {0, 3, "getting started"}, {4, 6, "listening talks"}, {7, 8, "after"}};

static const double often[] = {0, 1, NAN, 2, 3, 4, 5, 6, 7};

static const struct progress_practice practices[] = {
    {"We talked about how our day had been, and listened.", often}};

static struct progress_chart
course_chart(void)
{
    return (struct progress_chart){
        .title = "Being heard",
        .subtitle = "all 8 scores: mostly rising",
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
        .timeline = &timeline,
        .points = course,
        .n_points = N_ELEMENTS(course),
        .bands = bands,
        .n_bands = N_ELEMENTS(bands),
        .phases = phases,
        .n_phases = N_ELEMENTS(phases),
        .practices = {"days a week", practices, N_ELEMENTS(practices), 7,
                      false},
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

/* By the ends of the range, which are ticks, whatever stands around the plot.
 */
static void
test_plot_as_high_as_asked(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    for (int is_long = 0; is_long < 2; is_long++) {
        struct progress_chart chart = course_chart();
        double ends[2] = {0};

        chart.plot_pt = 110;
        if (is_long) {
            chart.title = "A name that is so long that it takes more than one "
                          "line, however wide the page on which it stands is";
            chart.practices.n = 0;
        }
        const struct drawing *drawing =
            progress_draw(&chart, 505.28, 0, &measure_fixed, arena);
        for (size_t i = 0; i < drawing->n_shapes; i++)
            for (int k = 0; k < 2; k++)
                if (drawing->shapes[i].kind == SHAPE_TEXT
                    && drawing->shapes[i].at.x < 20
                    && strcmp(drawing->shapes[i].text, k ? "4" : "0") == 0)
                    ends[k] = drawing->shapes[i].at.y;
        assert_true(fabs(ends[0] - ends[1] - 110) < 1e-9);
        /* Title, air, ribbon and sessions; another line of the title and one
           below it, or a practice's row with the words above it. */
        double around =
            12 + 9 + 18 + 24 + (is_long ? 1.2 * 12 + 1.35 * 7.5 : 28.5);
        assert_true(fabs(drawing->height_pt - 110 - around) < 1e-9);
    }
    arena_free(arena);
}

static void
test_strip(void **state)
{
    struct arena *arena = arena_new();
    struct strip strip = {.lo = 0,
                          .hi = 4,
                          .has_first = true,
                          .first = 1,
                          .latest = 3,
                          .has_zone = true,
                          .zone_low = -1,
                          .zone_high = 2,
                          .has_cutoff = true,
                          .cutoff = 2.5,
                          .color = COLOR_ACCENT};

    (void)state;
    assert_drawn_as(strip_draw(&strip, 107.6, 13, arena), "strip.dump");
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

static size_t
count_filled(const struct drawing *drawing, enum shape_kind kind, uint32_t fill)
{
    size_t n = 0;

    for (size_t i = 0; i < drawing->n_shapes; i++)
        n += drawing->shapes[i].kind == kind && drawing->shapes[i].is_filled
             && drawing->shapes[i].fill == fill;
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

static bool
begins(const struct drawing *drawing, const char *text)
{
    for (size_t i = 0; i < drawing->n_shapes; i++)
        if (drawing->shapes[i].kind == SHAPE_TEXT
            && strncmp(drawing->shapes[i].text, text, strlen(text)) == 0)
            return true;
    return false;
}

static size_t
count_dotted(const struct drawing *drawing)
{
    size_t n = 0;

    for (size_t i = 0; i < drawing->n_shapes; i++)
        n += drawing->shapes[i].kind == SHAPE_CIRCLE
             && drawing->shapes[i].stroke.dash_pt > 0;
    return n;
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
    /* Five rings, two of them dotted, and one hollow mark. */
    assert_int_equal(count(drawing, SHAPE_CIRCLE, COLOR_WARN), 5);
    assert_int_equal(count_dotted(drawing), 2);
    assert_int_equal(count(drawing, SHAPE_CIRCLE, COLOR_ACCENT), 1);
    assert_int_equal(count(drawing, SHAPE_CIRCLE, COLOR_PAPER), 7);
    assert_true(says(drawing, "cut-off 2.5"));
    assert_true(says(drawing, "heard"));
    /* Each phase over its own stretch, the first one too. */
    for (size_t i = 0; i < N_ELEMENTS(phases); i++)
        assert_true(says(drawing, phases[i].label));
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

/* Sessions at a pace, and a point for each. */
static struct timeline
make_points(struct progress_point *points, size_t n, uint32_t *lot,
            struct arena *arena)
{
    static const uint32_t paces[] = {1, 2, 9, 40, 700};
    uint32_t pace = paces[draw_lot(lot, N_ELEMENTS(paces))];
    uint32_t gaps = 2 + draw_lot(lot, 20);
    int32_t *dates = ARENA_ARRAY(arena, n, int32_t);
    const char **labels = ARENA_ARRAY(arena, n, const char *);
    int32_t day = FIRST_DAY;

    for (size_t i = 0; i < n; i++) {
        uint32_t kind = draw_lot(lot, gaps);

        day += (int32_t)draw_lot(lot, pace);
        dates[i] = day;
        labels[i] = arena_printf(arena, "%zu", i + 1);
        points[i] = (struct progress_point){
            .at = i,
            .state = kind == 0 ? POINT_GAP : POINT_SCORED,
            .value = (double)draw_lot(lot, 41) / 10,
            .is_prorated = kind == 1,
            .concern = (enum concern)draw_lot(lot, 3),
            .breaks_before = draw_lot(lot, 15) == 0,
        };
    }
    return (struct timeline){labels, dates, n, draw_lot(lot, 4) == 0, false};
}

/* Phases that follow each other over all sessions. */
static size_t
make_phases(struct progress_phase made[3], size_t n, uint32_t *lot)
{
    size_t n_phases = 0;

    for (size_t from = 0; from < n && n_phases < 3; n_phases++) {
        size_t to =
            n_phases == 2 ? n - 1 : from + draw_lot(lot, (uint32_t)(n - from));

        made[n_phases] =
            (struct progress_phase){from, to, "a new phase begins"};
        from = to + 1;
    }
    return n_phases;
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
    const char *texts[400];
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
            if (boxes[k].left < boxes[n].right - 1e-6
                && boxes[n].left < boxes[k].right - 1e-6
                && boxes[k].top < boxes[n].bottom - 1e-6
                && boxes[n].top < boxes[k].bottom - 1e-6)
                fail_msg("'%s' lies on '%s'", drawing->shapes[i].text,
                         texts[k]);
        texts[n] = drawing->shapes[i].text;
        n++;
    }
}

/* The radius of the first and the latest score's mark, at least; a dot of a
   dense line is smaller. */
#define LEAST_MARK 0.9

/* Whether the words have a plate that lies over the line. */
static bool
is_hidden(const struct drawing *drawing, size_t line, size_t text)
{
    return line < text && drawing->shapes[text - 1].kind == SHAPE_RECT;
}

/* Narrows from..to, shares of a way, to where it lies between two limits. */
static void
narrow(double start, double way, double low, double high, double *from,
       double *to)
{
    if (way == 0) {
        if (start <= low || start >= high)
            *to = -1;
        return;
    }
    *from = fmax(*from, fmin((low - start) / way, (high - start) / way));
    *to = fmin(*to, fmax((low - start) / way, (high - start) / way));
}

/* Whether a line from 'a' to 'b' goes through the box (Liang and Barsky). */
static bool
goes_through(struct point a, struct point b, struct box box)
{
    double from = 0;
    double to = 1;

    narrow(a.x, b.x - a.x, box.left + 0.1, box.right - 0.1, &from, &to);
    narrow(a.y, b.y - a.y, box.top + 0.1, box.bottom - 0.1, &from, &to);
    return from < to;
}

/* Whether a mark or a dot, as far as it can be seen, is in the box: a circle,
   or a square of the second of two. */
static bool
is_on_mark(const struct shape *mark, struct box box)
{
    double r = mark->kind == SHAPE_CIRCLE ? mark->radius_pt : 0;

    return mark->at.x + r + mark->width_pt - 0.1 > box.left
           && mark->at.x - r + 0.1 < box.right
           && mark->at.y + r + mark->height_pt - 0.1 > box.top
           && mark->at.y - r + 0.1 < box.bottom;
}

static bool
is_mark(const struct shape *shape)
{
    return shape->kind == SHAPE_CIRCLE
           || (shape->kind == SHAPE_RECT && shape->fill == COLOR_SECOND);
}

/* No word or number is crossed by a line that can be seen there, be it a rule
   or the data's, nor by a point; and what hides a line behind a number hides no
   mark. */
static void
assert_no_line_crosses(const struct drawing *drawing, enum language language)
{
    for (size_t i = 0; i < drawing->n_shapes; i++) {
        struct box box;

        if (drawing->shapes[i].kind != SHAPE_TEXT)
            continue;
        box = box_of(&drawing->shapes[i], language);
        for (size_t k = 0; k < drawing->n_shapes; k++) {
            const struct shape *line = &drawing->shapes[k];

            if (is_mark(line) && is_on_mark(line, box)
                && (!is_hidden(drawing, k, i) || line->kind == SHAPE_RECT
                    || line->radius_pt >= LEAST_MARK))
                fail_msg("the mark at %g,%g is on '%s'", line->at.x, line->at.y,
                         drawing->shapes[i].text);
            if (line->kind != SHAPE_LINES || is_hidden(drawing, k, i))
                continue;
            for (size_t n = 1; n < line->n_points; n++)
                if (goes_through(line->points[n - 1], line->points[n], box))
                    fail_msg("%g,%g %g,%g crosses '%s'", line->points[n - 1].x,
                             line->points[n - 1].y, line->points[n].x,
                             line->points[n].y, drawing->shapes[i].text);
        }
    }
}

/* How far a text stands from the nearest mark, and which one that is. */
static double
nearest_mark(const struct drawing *drawing, const struct shape *text,
             enum language language, double *x_pt)
{
    const struct box box = box_of(text, language);
    double least = INFINITY;

    for (size_t i = 0; i < drawing->n_shapes; i++) {
        const struct shape *mark = &drawing->shapes[i];
        double across;
        double up;

        if (mark->kind != SHAPE_CIRCLE)
            continue;
        across = fmax(0, fmax(box.left - mark->at.x, mark->at.x - box.right));
        up = fmax(0, fmax(box.top - mark->at.y, mark->at.y - box.bottom));
        if (hypot(across, up) < least) {
            least = hypot(across, up);
            *x_pt = mark->at.x;
        }
    }
    return least;
}

#define END_FAR_PT 17.0 /* a ring, the air around it and a value's height */

/* The first and the latest value are printed, in bold, where there is room for
   them at their marks, and nowhere else; what else is bold is of another size.
   Returns how many are not. */
static size_t
assert_ends_at_marks(const struct drawing *drawing,
                     const struct progress_chart *chart)
{
    size_t n_bold = 0;
    size_t n_scored = 0;
    double x_pt;

    for (size_t i = 0; i < chart->n_points; i++)
        n_scored += chart->points[i].state == POINT_SCORED;
    for (size_t i = 0; i < drawing->n_shapes; i++) {
        const struct shape *text = &drawing->shapes[i];

        if (text->kind != SHAPE_TEXT || text->font.weight != WEIGHT_SEMIBOLD
            || (text->font.size_pt != 8 && text->font.size_pt != 7))
            continue;
        n_bold++;
        assert_true(nearest_mark(drawing, text, chart->language, &x_pt)
                    < END_FAR_PT);
    }
    n_scored = n_scored < 2 ? n_scored : 2;
    assert_true(n_bold <= n_scored);
    return n_scored - n_bold;
}

/* Whether a word stands on the cut-off, whose dashes are signs beside it. */
static bool
has_parted_cutoff(const struct drawing *drawing)
{
    size_t n = 0;

    for (size_t i = 0; i < drawing->n_shapes; i++)
        n += drawing->shapes[i].kind == SHAPE_LINES
             && drawing->shapes[i].stroke.color == COLOR_WARN
             && drawing->shapes[i].stroke.dash_pt > 0
             && drawing->shapes[i].n_points == 2;
    return n > 1;
}

static const struct shape *
find_text(const struct drawing *drawing, const char *text)
{
    for (size_t i = 0; i < drawing->n_shapes; i++)
        if (drawing->shapes[i].kind == SHAPE_TEXT
            && strcmp(drawing->shapes[i].text, text) == 0)
            return &drawing->shapes[i];
    return NULL;
}

/* Low at the left, with a cross beside it and a lower point behind that, the
   first value has no room close by, and must not stand above the other. */
static void
test_value_at_its_point(void **state)
{
    static const struct progress_point low[] = {
        {.at = 0, .value = 0.33}, {.at = 1, .state = POINT_GAP},
        {.at = 2, .value = 0},    {.at = 3, .value = 0.6},
        {.at = 4, .value = 0.6},  {.at = 5, .value = 0.3},
        {.at = 6, .value = 1},    {.at = 8, .value = 2.67}};
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();
    const struct drawing *drawing;
    const struct shape *first;
    double x_pt = 0;

    (void)state;
    chart.points = low;
    chart.n_points = N_ELEMENTS(low);
    chart.decimals = 2;
    chart.has_cutoff = chart.has_zone = false;
    drawing = progress_draw(&chart, 114, 88, &measure_fixed, arena);
    first = find_text(drawing, "0.33");
    if (first) {
        assert_true(nearest_mark(drawing, first, LANG_EN, &x_pt) < 12.5);
        assert_true(x_pt < 36);
        assert_true(box_of(first, LANG_EN).left < x_pt - 5);
    }
    assert_non_null(find_text(drawing, "2.67"));
    arena_free(arena);
}

/* The highest and the lowest of what is drawn level from the plot's left. */
static void
find_plot(const struct drawing *drawing, double *top, double *bottom)
{
    *top = INFINITY;
    *bottom = -INFINITY;
    for (size_t i = 0; i < drawing->n_shapes; i++) {
        const struct shape *shape = &drawing->shapes[i];

        if (shape->kind != SHAPE_LINES || shape->n_points != 2
            || shape->points[0].y != shape->points[1].y)
            continue;
        *top = fmin(*top, shape->points[0].y);
        *bottom = fmax(*bottom, shape->points[0].y);
    }
}

/* A chart with what another beside it needs has its plot at that one's height,
   whatever is said above and below. */
static void
test_plots_are_level(void **state)
{
    struct arena *arena = arena_new();
    struct progress_need need;
    struct progress_chart chart = course_chart();
    double tops[2];
    double bottoms[2];

    (void)state;
    chart.title = "Safe to speak, and to make up again after a quarrel";
    chart.low = "neither heard nor taken in earnest";
    chart.need = &need;
    assert_non_null(progress_draw(&chart, 114, 120, &measure_fixed, arena));
    assert_true(need.head_pt > 30);
    assert_true(need.end_lines >= 2);
    for (int i = 0; i < 2; i++) {
        chart.head_pt = need.head_pt;
        chart.end_lines = need.end_lines;
        chart.need = NULL;
        find_plot(progress_draw(&chart, 114, 160, &measure_fixed, arena),
                  &tops[i], &bottoms[i]);
        chart.title = "Calm";
        chart.subtitle = chart.direction = chart.low = NULL;
    }
    assert_true(tops[0] == tops[1]);
    assert_true(bottoms[0] == bottoms[1]);
    assert_true(bottoms[0] - tops[0] > 30);
    arena_free(arena);
}

/* Words for the ends that are too long for a line stand in two, or nowhere. */
static void
test_words_of_ends_are_whole(void **state)
{
    static const struct progress_point level[] = {
        {.at = 0, .value = 1}, {.at = 4, .value = 1}, {.at = 8, .value = 1}};
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();
    const struct drawing *drawing;

    (void)state;
    chart.has_cutoff = chart.has_zone = false;
    chart.points = level;
    chart.n_points = N_ELEMENTS(level);
    chart.high = "heard and taken seriously";
    chart.low = "neither heard nor taken in earnest by anybody who was there";
    drawing = progress_draw(&chart, 114, 88, &measure_fixed, arena);
    for (size_t i = 0; i < drawing->n_shapes; i++)
        if (drawing->shapes[i].kind == SHAPE_TEXT)
            assert_null(strstr(drawing->shapes[i].text, "…"));
    assert_non_null(find_text(drawing, "seriously"));
    arena_free(arena);
}

/* Both words stand there, unless it is said that one does not. */
static void
assert_ends_are_told(const struct drawing *drawing,
                     const struct progress_need *need)
{
    bool has_low = false;
    bool has_high = false;

    for (size_t i = 0; i < drawing->n_shapes; i++) {
        const char *text = drawing->shapes[i].text;

        if (drawing->shapes[i].kind != SHAPE_TEXT)
            continue;
        has_low |= strstr(text, "unheard") != NULL;
        has_high |= strstr(text, "unheard · 4 heard") != NULL
                    || strcmp(text, "heard") == 0;
    }
    assert_int_equal(need->loses_end, !has_low || !has_high);
}

static void
test_labels_never_overlap(void **state)
{
    static struct progress_point points[MAX_POINTS];
    static const size_t sizes[] = {0, 1, 2, 3, 12, 60, 500};
    uint32_t lot = 7;
    size_t n_without = 0;
    size_t n_below = 0;
    size_t n_parted = 0;

    (void)state;
    for (int round = 0; round < 210; round++) {
        struct progress_need need;
        struct arena *arena = arena_new();
        struct progress_chart chart = course_chart();
        struct progress_phase some_phases[3];
        struct timeline sessions;
        const struct drawing *drawing;

        chart.n_points = round % 2
                             ? sizes[(size_t)round / 2 % N_ELEMENTS(sizes)]
                             : draw_lot(&lot, MAX_POINTS);
        sessions = make_points(points, chart.n_points, &lot, arena);
        chart.timeline = &sessions;
        chart.points = points;
        chart.phases = some_phases;
        chart.n_phases = make_phases(some_phases, chart.n_points, &lot);
        chart.practices.n = 0;
        chart.n_bands = draw_lot(&lot, 4);
        chart.has_zone = draw_lot(&lot, 2) == 1;
        chart.zone_low = (double)draw_lot(&lot, 41) / 10 - 1;
        chart.zone_high = chart.zone_low + (double)draw_lot(&lot, 41) / 10;
        chart.language = (enum language)draw_lot(&lot, N_LANGUAGES);
        chart.need = &need;
        drawing = round % 3
                      ? progress_draw(&chart, LARGE, &measure_fixed, arena)
                      : progress_draw(&chart, SMALL, &measure_fixed, arena);
        assert_ends_are_told(drawing, &need);
        if (need.loses_end && round % 3 == 0) {
            chart.end_lines = need.end_lines;
            chart.head_pt = need.head_pt + 9;
            drawing = progress_draw(&chart, SMALL + 30, &measure_fixed, arena);
            assert_false(need.loses_end);
            assert_labels_part(drawing, chart.language);
            assert_no_line_crosses(drawing, chart.language);
            assert_ends_are_told(drawing, &need);
            n_below++;
        }
        assert_labels_part(drawing, chart.language);
        assert_no_line_crosses(drawing, chart.language);
        n_without += assert_ends_at_marks(drawing, &chart);
        n_parted += has_parted_cutoff(drawing);
        arena_free(arena);
    }
    assert_in_range(n_without, 0, 10); /* of some 400 */
    assert_in_range(n_parted, 0, 0);
    assert_true(n_below > 10);
}

/* Nothing is written on a ring, where a score is the lowest that there is. */
static void
test_rings_at_the_foot(void **state)
{
    static const struct progress_point lowest[] = {
        {.at = 0, .concern = CONCERN_SURE},
        {.at = 4, .concern = CONCERN_NEAR},
        {.at = 8, .concern = CONCERN_SURE}};
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();

    (void)state;
    chart.points = lowest;
    chart.n_points = N_ELEMENTS(lowest);
    for (int is_large = 0; is_large < 2; is_large++) {
        const struct drawing *drawing =
            is_large ? progress_draw(&chart, LARGE, &measure_fixed, arena)
                     : progress_draw(&chart, SMALL, &measure_fixed, arena);
        size_t n_rings = 0;

        for (size_t i = 0; i < drawing->n_shapes; i++) {
            const struct shape *ring = &drawing->shapes[i];

            if (ring->kind != SHAPE_CIRCLE || ring->stroke.color != COLOR_WARN)
                continue;
            n_rings++;
            for (size_t k = 0; k < drawing->n_shapes; k++)
                if (drawing->shapes[k].kind == SHAPE_TEXT) {
                    struct box box = box_of(&drawing->shapes[k], LANG_EN);
                    double reach = ring->radius_pt + ring->stroke.width_pt / 2;

                    assert_true(box.left > ring->at.x + reach
                                || box.right < ring->at.x - reach
                                || box.top > ring->at.y + reach
                                || box.bottom < ring->at.y - reach);
                }
        }
        assert_int_equal(n_rings, 3);
    }
    arena_free(arena);
}

/* However many sessions there are, and however small the chart is, the latest
   value stands at its point. */
static void
test_latest_is_told(void **state)
{
    static struct progress_point points[MAX_POINTS];
    static const size_t sizes[] = {2, 12, 39, 40, 150, 500};
    static const double widths_pt[] = {114, 157, 505};
    uint32_t lot = 11;

    (void)state;
    for (int round = 0; round < 360; round++) {
        struct arena *arena = arena_new();
        struct progress_chart chart = course_chart();
        size_t n = sizes[round % 6];
        struct timeline sessions = make_points(points, n, &lot, arena);
        double width_pt = widths_pt[round / 6 % 3];
        const struct drawing *drawing;
        bool is_told = false;

        chart.timeline = &sessions;
        chart.points = points;
        chart.n_points = n;
        chart.n_phases = chart.practices.n = 0;
        points[n - 1].state = POINT_SCORED;
        drawing = progress_draw(&chart, width_pt, 82, &measure_fixed, arena);
        for (size_t i = 0; i < drawing->n_shapes && !is_told; i++) {
            const struct shape *text = &drawing->shapes[i];
            int tenths = (int)lround(10 * points[n - 1].value);
            char want[32];
            double x_pt = 0;

            snprintf(want, sizeof want, "%d.%d", tenths / 10, tenths % 10);
            is_told =
                text->kind == SHAPE_TEXT && strcmp(text->text, want) == 0
                && text->font.weight == WEIGHT_SEMIBOLD
                && nearest_mark(drawing, text, LANG_EN, &x_pt) < END_FAR_PT
                && x_pt > 20;
        }
        assert_true(is_told);
        arena_free(arena);
    }
}

static const struct drawing *
draw_pair(struct progress_point points[2][MAX_POINTS], size_t n, uint32_t *lot,
          double width_pt, double height_pt, struct arena *arena)
{
    struct progress_chart chart = course_chart();
    struct timeline *sessions = ARENA_NEW(arena, struct timeline);
    const struct progress_line lines[2] = {{points[0], n}, {points[1], n}};

    (void)make_points(points[1], n, lot, arena);
    *sessions = make_points(points[0], n, lot, arena);
    chart.timeline = sessions;
    chart.points = NULL;
    chart.n_points = 0;
    chart.has_zone = chart.has_cutoff = false;
    chart.n_bands = chart.n_phases = 0;
    chart.practices.n = 0;
    return partners_draw(&chart, lines, width_pt, height_pt, &measure_fixed,
                         arena);
}

/* As low as on page one of two partners: near the foot and near each other the
   first and the latest values of both have their places, the higher one's above
   its point and the lower one's not. */
static void
test_ends_of_two(void **state)
{
    static const double values[2][4] = {{0.67, 0.67, 1.83, 3},
                                        {1.67, 1.5, 2, 2.83}};
    static const char *const texts[] = {"0.67", "1.67", "2.83", "3.00"};
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();
    struct timeline sessions = timeline;
    struct progress_point points[2][4] = {{{0}}};
    const struct progress_line lines[2] = {{points[0], 4}, {points[1], 4}};
    double y[N_ELEMENTS(texts)];

    (void)state;
    for (size_t i = 0; i < 8; i++)
        points[i / 4][i % 4] = (struct progress_point){
            .at = i % 4, .state = POINT_SCORED, .value = values[i / 4][i % 4]};
    sessions.n = 4;
    chart.timeline = &sessions;
    chart.points = NULL;
    chart.decimals = 2;
    chart.has_zone = chart.has_cutoff = false;
    chart.n_points = chart.n_bands = chart.n_phases = chart.practices.n = 0;
    chart.end_lines = 1;
    const struct drawing *drawing =
        partners_draw(&chart, lines, 160, 72, &measure_fixed, arena);
    for (size_t i = 0; i < N_ELEMENTS(texts); i++) {
        const struct shape *text = find_text(drawing, texts[i]);

        assert_non_null(text);
        y[i] = text ? text->at.y : 0;
    }
    assert_true(y[1] < y[0] && y[3] < y[2]);
    arena_free(arena);
}

/* The latest value of each stands on the drawing, in bold and in its colour. */
static void
assert_latest_of_two(const struct drawing *drawing,
                     struct progress_point points[2][MAX_POINTS], size_t n)
{
    for (int k = 0; k < 2; k++) {
        const struct progress_point *latest = NULL;
        bool is_told = false;
        char want[32];

        for (size_t i = 0; i < n; i++)
            if (points[k][i].state == POINT_SCORED)
                latest = &points[k][i];
        if (!latest)
            continue;
        int tenths = (int)lround(10 * latest->value);
        snprintf(want, sizeof want, "%d.%d", tenths / 10, tenths % 10);
        for (size_t i = 0; i < drawing->n_shapes && !is_told; i++) {
            const struct shape *text = &drawing->shapes[i];

            is_told = text->kind == SHAPE_TEXT
                      && text->font.weight == WEIGHT_SEMIBOLD
                      && text->color == partners_color(k)
                      && strcmp(text->text, want) == 0;
        }
        assert_true(is_told);
    }
}

/* Nor do those of two partners, nor does a line go through them; and however
   dense they are, the latest of each is told. */
static void
test_labels_of_two(void **state)
{
    static struct progress_point points[2][MAX_POINTS];
    uint32_t lot = 11;

    (void)state;
    for (int round = 0; round < 240; round++) {
        struct arena *arena = arena_new();
        size_t n = draw_lot(&lot, round % 2 ? MAX_POINTS : 20);
        const struct drawing *drawing =
            round % 3 ? draw_pair(points, n, &lot, LARGE, arena)
                      : draw_pair(points, n, &lot, SMALL, arena);

        assert_labels_part(drawing, LANG_EN);
        assert_no_line_crosses(drawing, LANG_EN);
        assert_latest_of_two(drawing, points, n);
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
        const struct band long_bands[] = {
            {.from = {0, 0}, .label = longs[i]},
            {.from = {1, 0}, .label = "x"},
            {.from = {11, 1}, .label = longs[i]},
        };
        const struct progress_phase long_phases[] = {{0, 7, longs[i]},
                                                     {8, 8, longs[i]}};
        const struct progress_practice long_practices[] = {{longs[i], often}};

        chart.title = chart.direction = chart.low = chart.high = longs[i];
        chart.bands = long_bands;
        chart.phases = long_phases;
        chart.n_phases = 2;
        chart.practices.items = long_practices;
        assert_labels_part(progress_draw(&chart, LARGE, &measure_fixed, arena),
                           LANG_EN);
        assert_labels_part(progress_draw(&chart, SMALL, &measure_fixed, arena),
                           LANG_EN);
    }
    arena_free(arena);
}

/* Letters stand for them, and what each stands for is told to its end, on the
   line of its letter. */
static void
test_crowded_phases_are_told(void **state)
{
    static const struct progress_phase crowded[] = {
        {0, 0, "getting to know each other"},
        {1, 1, "weekly talks, each heard out"},
        {2, 2, "making up after a hurt"},
        {3, 3, "looking back together"},
        {4, 8, "what is to stay of it all"}};
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();
    struct buf told = {0};

    (void)state;
    chart.phases = crowded;
    chart.n_phases = N_ELEMENTS(crowded);
    const struct drawing *drawing =
        progress_draw(&chart, LARGE, &measure_fixed, arena);
    assert_labels_part(drawing, LANG_EN);
    assert_true(says(drawing, "E"));
    for (size_t i = 0; i < drawing->n_shapes; i++)
        if (drawing->shapes[i].kind == SHAPE_TEXT)
            buf_addf(&told, "%s ", drawing->shapes[i].text);
    const char *text = arena_take(arena, &told);
    for (size_t i = 0; i < N_ELEMENTS(crowded); i++)
        assert_non_null(
            strstr(text, arena_printf(arena, "\u00a0%s", crowded[i].label)));
    arena_free(arena);
}

/* Several of a few days, of which a letter has no room, share one name over
   them and the next, or the one before: none is without. */
static void
test_phases_of_a_day_share_a_name(void **state)
{
    static const struct progress_phase each[] = {
        {0, 0, "getting started"},
        {1, 1, "a hard day"},
        {2, 2, "hospital"},
        {3, 3, "home again"},
        {4, 8, "what is to stay of it all"}};
    static const struct progress_phase again[] = {
        {0, 0, "getting started"},
        {1, 1, "at home"},
        {2, 2, "hospital"},
        {3, 3, "at home"},
        {4, 8, "what is to stay of it all"}};
    static const struct progress_phase at_the_end[] = {
        {0, 4, "getting started"},
        {5, 5, "a hard day"},
        {6, 6, "hospital"},
        {7, 7, "home again"},
        {8, 8, "what is to stay of it all"}};
    static const struct {
        const struct progress_phase *phases;
        bool is_at_the_end;
        const char *wants[3];
    } cases[] = {
        {each, false, {"A", "B–D", "E"}},
        {again, false, {"A", "BCB", "D"}},
        {at_the_end, true, {"A", "B", "C–E"}},
    };
    int32_t begun[N_ELEMENTS(days)];
    int32_t ended[N_ELEMENTS(days)];
    struct timeline some = timeline;

    (void)state;
    for (int i = 0; i < (int)N_ELEMENTS(days); i++) {
        begun[i] = FIRST_DAY + (i < 4 ? i : 60 * i);
        ended[i] = FIRST_DAY + (i < 5 ? 60 * i : 300 + i);
    }
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct arena *arena = arena_new();
        struct progress_chart chart = course_chart();

        some.days = cases[i].is_at_the_end ? ended : begun;
        chart.timeline = &some;
        chart.phases = cases[i].phases;
        chart.n_phases = 5;
        const struct drawing *drawing =
            progress_draw(&chart, LARGE, &measure_fixed, arena);
        assert_labels_part(drawing, LANG_EN);
        for (int k = 0; k < 3; k++)
            assert_true(says(drawing, cases[i].wants[k]));
        arena_free(arena);
    }
}

/* The zone is within the range, and on a large chart in words as well; a chart
   without one does not speak of it. */
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
    /* Words wrap beside the plot: the first of them tells. */
    const char *words = "within the error";
    double top_pt = 12 + 9; /* the title line, and what is below it */
    double point_pt = (215 - top_pt - 24) / 4;

    (void)state;
    chart.n_bands = 0;
    chart.n_phases = 0;
    chart.practices.n = 0;
    chart.has_zone = false;
    assert_false(
        begins(progress_draw(&chart, LARGE, &measure_fixed, arena), words));
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const struct drawing *drawing;
        struct shape zone = {.kind = SHAPE_TEXT};

        chart.has_zone = true;
        chart.zone_low = cases[i].low;
        chart.zone_high = cases[i].high;
        drawing = progress_draw(&chart, LARGE, &measure_fixed, arena);
        for (size_t k = 0; k < drawing->n_shapes; k++)
            if (drawing->shapes[k].kind == SHAPE_RECT)
                zone = drawing->shapes[k];
        assert_int_equal(zone.kind, SHAPE_RECT);
        assert_int_equal(zone.fill, COLOR_ZONE);
        assert_true(
            fabs(zone.height_pt - (cases[i].top - cases[i].bottom) * point_pt)
            < 1e-6);
        assert_true(fabs(zone.at.y - (top_pt + (4 - cases[i].top) * point_pt))
                    < 1e-6);
        assert_true(begins(drawing, words));
    }
    chart.zone_low = 5; /* wholly outside */
    chart.zone_high = 6;
    assert_false(
        begins(progress_draw(&chart, LARGE, &measure_fixed, arena), words));
    arena_free(arena);
}

/* Nor do the words lie on the cut-off's where the plot is low, at whatever
   height of it both stand. */
static void
test_zone_of_a_low_plot(void **state)
{
    (void)state;
    for (int i = 0; i < 400; i++) {
        struct arena *arena = arena_new();
        struct progress_chart chart = course_chart();

        chart.n_bands = 0;
        chart.practices.n = 0;
        chart.is_zone_of_start = i % 2;
        chart.cutoff = i / 2 % 10 * 0.4 + 0.2;
        chart.zone_low = i / 20 * 0.2;
        chart.zone_high = chart.zone_low + 1.2;
        assert_labels_part(
            progress_draw(&chart, 340, 96, &measure_fixed, arena), LANG_EN);
        arena_free(arena);
    }
}

/* The upper and lower end of the strokes beside the plot. */
static void
find_hatch(const struct drawing *drawing, double *top, double *bottom)
{
    *top = INFINITY;
    *bottom = -INFINITY;
    for (size_t i = 0; i < drawing->n_shapes; i++) {
        const struct shape *shape = &drawing->shapes[i];

        if (shape->kind != SHAPE_LINES || shape->stroke.color != COLOR_WARN
            || shape->stroke.dash_pt > 0)
            continue;
        *top = fmin(*top, shape->points[1].y);
        *bottom = fmax(*bottom, shape->points[0].y);
    }
}

/* The worst error of all is a chart with the wrong sign: the worse side of the
   cut-off is below it where higher is better, and above it where lower is. */
static void
test_trap_24_hatch_is_on_the_worse_side(void **state)
{
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();
    double top_pt = 12 + 9;
    double bottom_pt = 215 - 24;
    double cut_pt = top_pt + (4 - 2.5) / 4 * (bottom_pt - top_pt);
    double top;
    double bottom;

    (void)state;
    chart.n_phases = 0;
    chart.practices.n = 0;
    find_hatch(progress_draw(&chart, LARGE, &measure_fixed, arena), &top,
               &bottom);
    assert_true(top >= cut_pt - 1e-9 && bottom <= bottom_pt + 1e-9);
    chart.better = HIGHER_WORSE;
    find_hatch(progress_draw(&chart, LARGE, &measure_fixed, arena), &top,
               &bottom);
    assert_true(top >= top_pt - 1e-9 && bottom <= cut_pt + 1e-9);
    chart.better = DIRECTION_NEITHER;
    find_hatch(progress_draw(&chart, LARGE, &measure_fixed, arena), &top,
               &bottom);
    assert_true(isinf(top));
    arena_free(arena);
}

/* Sixty sessions are no chain of rings: the first, the latest, and where the
   course has changed sides. */
static void
test_dense(void **state)
{
    static struct progress_point points[60];
    uint32_t lot = 3;
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();
    struct timeline sessions = make_points(points, 60, &lot, arena);
    const struct drawing *drawing;

    (void)state;
    for (size_t i = 0; i < 60; i++)
        points[i] = (struct progress_point){
            .at = i,
            .value = i < 30 ? 1 + (double)(i % 2) : 3 + (double)(i % 2),
            .concern = i < 30 ? CONCERN_SURE : CONCERN_NONE};
    sessions.is_in_order = true;
    chart.timeline = &sessions;
    chart.points = points;
    chart.n_points = 60;
    chart.n_phases = 0;
    chart.practices.n = 0;
    drawing = progress_draw(&chart, LARGE, &measure_fixed, arena);
    assert_int_equal(count(drawing, SHAPE_CIRCLE, COLOR_WARN), 1);
    assert_int_equal(count(drawing, SHAPE_CIRCLE, COLOR_PAPER), 3);
    assert_int_equal(count(drawing, SHAPE_LINES, COLOR_PALE), 1);
    assert_true(says(drawing, word_in(LANG_EN, WORD_IN_ORDER)));
    chart.n_points = PROGRESS_DENSE - 1;
    drawing = progress_draw(&chart, LARGE, &measure_fixed, arena);
    assert_int_equal(count(drawing, SHAPE_LINES, COLOR_PALE), 0);
    arena_free(arena);
}

/* Nor of crosses: each gap is a fine stroke, and running medians go on over a
   few of them, but not over many, nor to where something else was measured. */
static void
test_many_gaps(void **state)
{
    static struct progress_point points[MAX_POINTS];
    uint32_t lot = 3;
    struct arena *arena = arena_new();
    struct progress_chart chart = course_chart();
    struct timeline sessions = make_points(points, MAX_POINTS, &lot, arena);
    const struct drawing *drawing;
    int n_strokes = 0;
    int n_gaps = 0;

    (void)state;
    for (size_t i = 0; i < MAX_POINTS; i++) {
        bool is_gap = i % 3 || (i > 200 && i < 260);

        points[i] =
            (struct progress_point){.at = i,
                                    .value = 2,
                                    .state = is_gap ? POINT_GAP : POINT_SCORED,
                                    .breaks_before = i == 400};
        n_gaps += is_gap;
    }
    sessions.is_in_order = true;
    chart.timeline = &sessions;
    chart.points = points;
    chart.n_points = MAX_POINTS;
    chart.n_phases = chart.practices.n = 0;
    drawing = progress_draw(&chart, SMALL, &measure_fixed, arena);
    for (size_t i = 0; i < drawing->n_shapes; i++) {
        const struct shape *shape = &drawing->shapes[i];

        n_strokes +=
            shape->kind == SHAPE_LINES && shape->n_points == 2
            && shape->points[0].x == shape->points[1].x
            && fabs(shape->points[1].y - shape->points[0].y - 4) < 1e-6;
    }
    assert_int_equal(n_strokes, n_gaps);
    assert_int_equal(count(drawing, SHAPE_LINES, COLOR_ACCENT), 3);
    assert_int_equal(count_filled(drawing, SHAPE_CIRCLE, COLOR_ACCENT), 2);
    arena_free(arena);
}

/* Nor are two lines of many sessions chains of marks: each has its first and
   its latest, and is pale under its running median. */
static void
test_dense_pair(void **state)
{
    static struct progress_point points[MAX_POINTS];
    static const struct {
        size_t n;
        int marks;
        int pale;
    } cases[] = {{PROGRESS_DENSE, 2, 1}, {PROGRESS_DENSE - 1, 39, 0}};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct arena *arena = arena_new();
        struct progress_chart chart = course_chart();
        const struct progress_line lines[2] = {{points, cases[i].n},
                                               {points, cases[i].n}};
        struct timeline sessions;
        const struct drawing *drawing;
        uint32_t lot = 5;

        sessions = make_points(points, cases[i].n, &lot, arena);
        for (size_t k = 0; k < cases[i].n; k++)
            points[k] =
                (struct progress_point){.at = k, .value = (double)(k % 4)};
        chart.timeline = &sessions;
        chart.n_points = chart.n_phases = chart.practices.n = 0;
        drawing = partners_draw(&chart, lines, LARGE, &measure_fixed, arena);
        assert_int_equal(count_filled(drawing, SHAPE_CIRCLE, COLOR_FIRST),
                         cases[i].marks);
        assert_int_equal(count_filled(drawing, SHAPE_RECT, COLOR_SECOND),
                         cases[i].marks);
        assert_int_equal(count(drawing, SHAPE_LINES, COLOR_FIRST_PALE),
                         cases[i].pale);
        assert_int_equal(count(drawing, SHAPE_LINES, COLOR_SECOND_PALE),
                         cases[i].pale);
        assert_int_equal(count(drawing, SHAPE_LINES, COLOR_FIRST), 1);
        /* Their greys are alike: the second partner's line is dashed. */
        for (size_t k = 0; k < drawing->n_shapes; k++) {
            const struct stroke *stroke = &drawing->shapes[k].stroke;

            if (stroke->color == COLOR_FIRST_PALE)
                assert_true(stroke->dash_pt == 0);
            if (stroke->color == COLOR_SECOND_PALE)
                assert_true(stroke->dash_pt > 0 && stroke->gap_pt > 0);
        }
        arena_free(arena);
    }
}

UNIT_MAIN(
    cmocka_unit_test(test_large_chart),
    cmocka_unit_test(test_trap_24_hatch_is_on_the_worse_side),
    cmocka_unit_test(test_small_chart), cmocka_unit_test(test_arabic_chart),
    cmocka_unit_test(test_plot_as_high_as_asked), cmocka_unit_test(test_strip),
    cmocka_unit_test(test_gaps_and_breaks_part_the_line),
    cmocka_unit_test(test_zone), cmocka_unit_test(test_zone_of_a_low_plot),
    cmocka_unit_test(test_dense), cmocka_unit_test(test_many_gaps),
    cmocka_unit_test(test_dense_pair), cmocka_unit_test(test_labels_of_two),
    cmocka_unit_test(test_ends_of_two),
    cmocka_unit_test(test_numbers_are_the_languages),
    cmocka_unit_test(test_labels_never_overlap),
    cmocka_unit_test(test_latest_is_told),
    cmocka_unit_test(test_rings_at_the_foot),
    cmocka_unit_test(test_value_at_its_point),
    cmocka_unit_test(test_plots_are_level),
    cmocka_unit_test(test_words_of_ends_are_whole),
    cmocka_unit_test(test_crowded_phases_are_told),
    cmocka_unit_test(test_phases_of_a_day_share_a_name),
    cmocka_unit_test(test_long_words_stay_inside))
