/* SPDX-License-Identifier: GPL-3.0-or-later */
/* time_pages [N]: milliseconds for a report of three scales and twelve
   sessions, of N (default 100), each of another client.  First of the clock, as
   a run of many is drawn, on every processor.  Then of CPU, in one process that
   has its fonts: laid out and made as attune does, beside cairo and pango alone
   putting the same strokes and words on a PDF surface; in turns, since machines
   drift.
   */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "render/draw.h"
#include "render/surface.h"
#include "report/report.h"
#include "scoring.h"

enum { N_SESSIONS = 12, FIRST_DAY = 20102 /* 2025-01-14 */ };

static double
now_ms(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

/* Another course for each client and scale; prorated now and then. */
static struct score
score_of(size_t client, size_t scale, size_t session)
{
    return (struct score){
        .value = (double)((client * 7 + scale * 5 + session * 3) % 25) / 6,
        .prorated = session % 5 == 3,
    };
}

static const struct history *
history_of(const struct instrument *instrument, const char *client,
           size_t number, struct arena *arena)
{
    struct history *history = ARENA_NEW(arena, struct history);
    struct session *sessions = ARENA_ARRAY(arena, N_SESSIONS, struct session);

    for (size_t i = 0; i < N_SESSIONS; i++) {
        struct score *scores =
            ARENA_ARRAY(arena, instrument->n_scales, struct score);

        for (size_t k = 0; k < instrument->n_scales; k++)
            scores[k] = score_of(number, k, i);
        sessions[i] = (struct session){
            .label = arena_printf(arena, "%zu", i + 1),
            .date_days = FIRST_DAY + 7 * (int32_t)i,
            .time_s = TIME_NONE,
            .edition = instrument->edition,
            .lang = "en",
            .phase = i < 4 ? "getting started" : "working",
            .row = i,
            .scores = scores,
        };
    }
    *history = (struct history){instrument, client, sessions, N_SESSIONS, NULL};
    return history;
}

struct work {
    const struct template *template;
    const struct instrument *instrument;
};

static const struct document *
lay_out(const void *aux, size_t number, const struct measure *measure,
        struct arena *arena)
{
    const struct work *work = aux;
    const char *client = arena_printf(arena, "c%04zu", number + 1);
    const struct history *history =
        history_of(work->instrument, client, number, arena);
    const struct report_data data = {.client = client,
                                     .histories = &history,
                                     .n_histories = 1,
                                     .program_version = "1.2.3"};

    return report_make(work->template, &data, PAPER_A4, measure, arena);
}

static double
clock_ms_a_report(const struct work *work, size_t n)
{
    double from_ms = now_ms(CLOCK_MONOTONIC);
    struct diag *diag = diag_new();
    struct draw *draw =
        draw_begin(&(struct draw_job){.lay_out = lay_out, .aux = work, .n = n});

    for (size_t i = 0; i < n; i++) {
        struct arena *arena = arena_new();
        struct str bytes;

        if (!draw_next(draw, arena, &bytes, diag))
            exit(1);
        arena_free(arena);
    }
    draw_end(draw);
    diag_free(diag);
    return (now_ms(CLOCK_MONOTONIC) - from_ms) / (double)n;
}

/* ---- cairo and pango alone ---- */

static void
bare_text(cairo_t *cr, const struct shape *shape)
{
    PangoLayout *layout = pango_cairo_create_layout(cr);
    PangoFontDescription *font = pango_font_description_new();
    int width;

    pango_font_description_set_family(font, "Inter");
    pango_font_description_set_absolute_size(font,
                                             shape->font.size_pt * PANGO_SCALE);
    if (shape->font.weight != WEIGHT_REGULAR)
        pango_font_description_set_weight(font, PANGO_WEIGHT_SEMIBOLD);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    if (shape->kind == SHAPE_PARAGRAPH)
        pango_layout_set_width(layout, (int)(shape->width_pt * PANGO_SCALE));
    pango_layout_set_text(layout, shape->text, -1);
    pango_layout_get_size(layout, &width, NULL);
    cairo_move_to(
        cr,
        shape->at.x
            - (shape->align == ALIGN_END ? (double)width / PANGO_SCALE : 0),
        shape->at.y);
    if (shape->kind == SHAPE_TEXT)
        pango_cairo_show_layout_line(cr,
                                     pango_layout_get_line_readonly(layout, 0));
    else
        pango_cairo_show_layout(cr, layout);
    g_object_unref(layout);
}

static void
bare_shape(cairo_t *cr, const struct shape *shape)
{
    cairo_new_path(cr);
    if (shape->kind == SHAPE_TEXT || shape->kind == SHAPE_PARAGRAPH)
        bare_text(cr, shape);
    for (size_t i = 0; i < shape->n_points; i++)
        cairo_line_to(cr, shape->points[i].x, shape->points[i].y);
    if (shape->kind == SHAPE_RECT)
        cairo_rectangle(cr, shape->at.x, shape->at.y, shape->width_pt,
                        shape->height_pt);
    if (shape->kind == SHAPE_CIRCLE)
        cairo_arc(cr, shape->at.x, shape->at.y, shape->radius_pt, 0, 2 * G_PI);
    if (shape->is_filled)
        cairo_fill_preserve(cr);
    if (shape->is_stroked)
        cairo_stroke(cr);
}

static cairo_status_t
add_bytes(void *closure, const unsigned char *bytes, unsigned n_bytes)
{
    buf_add(closure, (struct str){(const char *)bytes, n_bytes});
    return CAIRO_STATUS_SUCCESS;
}

static void
bare_document(const struct document *document, struct buf *bytes)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(add_bytes, bytes, 595, 842);
    cairo_t *cr = cairo_create(surface);

    for (size_t i = 0; i < document->n_pages; i++) {
        const struct drawing *page = document->pages[i];
        for (size_t k = 0; k < page->n_shapes; k++)
            bare_shape(cr, &page->shapes[k]);
        cairo_show_page(cr);
    }
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

/* ---- in turns ---- */

struct spent {
    double ms;
    size_t n_bytes;
};

static void
time_one(const struct work *work, const struct text_pango *text, size_t number,
         struct spent spent[3])
{
    const struct measure measure = text_pango_measure(text);
    struct arena *arena = arena_new();
    struct diag *diag = diag_new();
    struct buf ours = {0};
    struct buf bare = {0};
    double at[4];

    at[0] = now_ms(CLOCK_PROCESS_CPUTIME_ID);
    const struct document *document = lay_out(work, number, &measure, arena);
    at[1] = now_ms(CLOCK_PROCESS_CPUTIME_ID);
    if (!surface_pdf(document, text, &ours, diag))
        exit(1);
    text_pango_rest(text);
    at[2] = now_ms(CLOCK_PROCESS_CPUTIME_ID);
    bare_document(document, &bare);
    at[3] = now_ms(CLOCK_PROCESS_CPUTIME_ID);
    for (size_t i = 0; i < 3; i++)
        spent[i].ms += at[i + 1] - at[i];
    spent[1].n_bytes = ours.len;
    spent[2].n_bytes = bare.len;
    buf_clear(&ours);
    buf_clear(&bare);
    diag_free(diag);
    arena_free(arena);
}

static const struct template *
read_template(struct arena *arena)
{
    struct diag *diag = diag_new();
    struct str bytes;
    const char *path =
        arena_printf(arena, "%s/reports/progress.xml", getenv("SOURCE_FOLDER"));

    if (!file_read_whole(path, 1 << 20, arena, &bytes, diag))
        exit(1);
    return template_read(path, bytes, LANG_EN, arena, diag);
}

int
main(int argc, char **argv)
{
    size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100;
    struct arena *arena = arena_new();
    struct work work = {
        .template = read_template(arena),
        .instrument = scoring_open_shelf("regulation.xml")->instrument,
    };
    struct spent first[3] = {0};
    struct spent spent[3] = {0};

    if (!work.template || !n)
        return 1;
    printf("%-34s %9.2f ms of the clock\n", "report, many on every processor",
           clock_ms_a_report(&work, n));
    struct text_pango *text = text_pango_new(LANG_EN);
    time_one(&work, text, 0, first);
    for (size_t i = 0; i < n; i++)
        time_one(&work, text, i, spent);
    printf("%-34s %9.2f ms\n", "first report, fonts and all",
           first[0].ms + first[1].ms);
    printf("%-34s %9.2f ms\n", "laying out", spent[0].ms / (double)n);
    printf("%-34s %9.2f ms %9zu bytes\n", "drawing", spent[1].ms / (double)n,
           spent[1].n_bytes);
    printf("%-34s %9.2f ms %9zu bytes\n", "cairo and pango alone",
           spent[2].ms / (double)n, spent[2].n_bytes);
    printf("%-34s %9.2f\n", "ratio", (spent[0].ms + spent[1].ms) / spent[2].ms);
    return 0;
}
