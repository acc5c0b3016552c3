/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document of every kind of shape as PDF: the same bytes each time, sound,
   tagged, with selectable text and embedded fonts, and nobody's name.  What
   qpdf and poppler say of it is asked where they are installed. */
#include "unit.h"

#include <cairo.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "render/surface.h"

static void
assert_near(double got, double want, double limit)
{
    assert_true(fabs(got - want) <= limit);
}

static const struct font body = {9, WEIGHT_REGULAR, 0};
static const struct font head = {14, WEIGHT_SEMIBOLD, 0.5};

static void
draw_page(struct drawing *page, const char *title, const char *text)
{
    drawing_begin(page, ROLE_TITLE, NULL, title);
    drawing_text(page, (struct point){40, 50}, title, head, 0x1D2733,
                 ALIGN_START);
    drawing_end(page);
    drawing_begin(page, ROLE_PARAGRAPH, NULL, NULL);
    drawing_paragraph(page, (struct point){40, 60}, 120, text, body, 0x1D2733,
                      ALIGN_START);
    drawing_end(page);
    drawing_begin(page, ROLE_TABLE, NULL, NULL);
    drawing_begin(page, ROLE_ROW, NULL, NULL);
    drawing_begin(page, ROLE_HEADER_CELL, NULL, NULL);
    drawing_text(page, (struct point){40, 150}, "session", body, 0,
                 ALIGN_START);
    drawing_end(page);
    drawing_begin(page, ROLE_CELL, NULL, NULL);
    drawing_text(page, (struct point){140, 150}, "2.5", body, 0, ALIGN_END);
    drawing_end(page);
    drawing_end(page);
    drawing_end(page);
    drawing_begin(page, ROLE_FIGURE, "x' alt=[evil]", "A figure");
    drawing_rect(page, (struct point){40, 200}, 50, 20, 0xEEF4F2);
    drawing_area(page, (struct point[]){{1, 1}, {9, 1}, {5, 9}}, 3, 0);
    drawing_circle(page, (struct point){60, 210}, 3, 0xFFFFFF,
                   (struct stroke){0x0B5D7A, 1, 0, 0});
    drawing_line(page, (struct point){40, 230}, (struct point){90, 230},
                 (struct stroke){0xA8480A, 1, 3, 2});
    drawing_end(page);
}

static struct document
document_of(struct arena *arena, enum language language, const char *text,
            size_t n_pages)
{
    struct drawing **pages = ARENA_ARRAY(arena, n_pages, struct drawing *);

    for (size_t i = 0; i < n_pages; i++) {
        pages[i] = drawing_new(595.28, 841.89, arena);
        draw_page(pages[i], i ? "Second" : "Progress", text);
    }
    return (struct document){.pages = (const struct drawing *const *)pages,
                             .n_pages = n_pages,
                             .title = "Progress over 9 sessions",
                             .language = language,
                             .created_s = 1789394400};
}

static bool
render(const struct document *document, struct arena *arena, struct str *bytes,
       struct diag *diag)
{
    struct text_pango *text = text_pango_new(document->language);
    struct buf out = {0};
    bool is_good = surface_pdf(document, text, &out, diag);

    if (is_good)
        *bytes = (struct str){arena_text(arena, buf_str(&out)), out.len};
    buf_clear(&out);

    text_pango_free(text);
    return is_good;
}

static struct str
rendered(const struct document *document, struct arena *arena)
{
    struct diag *diag = diag_new();
    struct str bytes = {0};

    assert_true(render(document, arena, &bytes, diag));
    assert_int_equal(diag_total(diag), 0);
    diag_free(diag);
    return bytes;
}

static void
test_same_document_same_bytes(void **state)
{
    struct arena *arena = arena_new();
    struct document one = document_of(arena, LANG_EN, "listening talks", 2);
    struct document other = document_of(arena, LANG_AR, "الأعلى أفضل", 1);
    struct str first = rendered(&one, arena);
    struct str between = rendered(&other, arena);
    struct str second = rendered(&one, arena);

    (void)state;
    assert_true(first.len > 1000);
    assert_true(str_equal(first, second));
    assert_false(str_equal(first, between));
    assert_true(str_equal(between, rendered(&other, arena)));
    arena_free(arena);
}

static void
test_a_missing_glyph_is_an_error(void **state)
{
    struct arena *arena = arena_new();
    /* A character that Unicode has not given to any script. */
    struct document document =
        document_of(arena, LANG_EN, "a \xF1\x90\x80\x80 b\x1b", 3);
    struct diag *diag = diag_new();
    struct str bytes = {"untouched", 9};

    (void)state;
    assert_false(render(&document, arena, &bytes, diag));
    assert_true(str_is(bytes, "untouched"));
    assert_int_equal(diag_total(diag), 1); /* not for each page */
    assert_int_equal(diag_get(diag, 0)->message, MSG_GLYPH_MISSING);
    /* The text may be somebody's: it is for --show-values alone. */
    assert_string_equal(diag_get(diag, 0)->detail, "U+50000");
    assert_string_equal(diag_get(diag, 0)->secret, "a \xF1\x90\x80\x80 b\x1b");
    diag_free(diag);
    arena_free(arena);
}

static void
test_measures_what_is_drawn(void **state)
{
    struct text_pango *text = text_pango_new(LANG_EN);
    struct measure measure = text_pango_measure(text);
    struct font large = {18, WEIGHT_REGULAR, 0};
    double one = measure_height_pt(&measure, body, "one", 100);

    (void)state;
    /* No hinting and no pixels: twice the size is twice the width. */
    assert_near(measure_width_pt(&measure, large, "heard"),
                2 * measure_width_pt(&measure, body, "heard"), 0.02);
    /* Figures of a table stand under each other. */
    assert_near(measure_width_pt(&measure, body, "1111"),
                measure_width_pt(&measure, body, "8080"), 1e-6);
    assert_true(measure_height_pt(&measure, body, "one two three", 20)
                > 2.9 * one);
    /* Lines are as high whichever font their letters come from. */
    assert_near(measure_height_pt(&measure, body, "\u0645\u0627", 100), one,
                0.01);
    assert_true(measure_ascent_pt(&measure, body) > 6);
    assert_true(measure_ascent_pt(&measure, body) < one);
    text_pango_free(text);
}

/* Each is set once; another size of it is the same one, another face, width or
   spacing is not. */
static void
test_a_text_is_set_once(void **state)
{
    struct text_pango *text = text_pango_new(LANG_EN);
    const struct font others[] = {{9, WEIGHT_SEMIBOLD, 0},
                                  {9, WEIGHT_REGULAR, 0.5}};
    const struct font large = {18, WEIGHT_REGULAR, 0};
    const char *words = "one two three four";
    PangoLayout *first = text_layout(text, body, words, 60);

    (void)state;
    assert_ptr_equal(text_layout(text, body, words, 60), first);
    assert_ptr_equal(text_layout(text, large, words, 120), first);
    assert_ptr_not_equal(text_layout(text, body, words, 61), first);
    assert_ptr_not_equal(text_layout(text, body, words, TEXT_UNBROKEN), first);
    assert_ptr_not_equal(text_layout(text, body, "one two", 60), first);
    for (size_t i = 0; i < N_ELEMENTS(others); i++)
        assert_ptr_not_equal(text_layout(text, others[i], words, 60), first);
    assert_string_equal(pango_layout_get_text(first), words);
    text_pango_rest(text);
    assert_ptr_equal(text_layout(text, body, words, 60), first);
    text_pango_free(text);
}

/* What the command says; the caller frees nothing. */
static const char *
said(const char *command, char *out, size_t size)
{
    FILE *pipe = popen(command, "r");
    size_t len = fread(out, 1, size - 1, pipe);

    out[len] = '\0';
    pclose(pipe);
    return out;
}

/* Runs 'tool' on the file; skips the test where it is not installed. */
static const char *
asked(const char *tool, const char *options, const char *path)
{
    static char out[65536];
    bool is_filter = strcmp(tool, "pdftotext") == 0 || strstr(options, "--qdf");
    bool names_output = strcmp(tool, "pdftoppm") == 0;
    char command[4352];

    snprintf(command, sizeof command, "command -v %s", tool);
    if (!*said(command, out, sizeof out))
        skip();
    snprintf(command, sizeof command, "%s %s '%s' %s 2>&1", tool, options, path,
             is_filter      ? "-"
             : names_output ? path
                            : "");
    return said(command, out, sizeof out);
}

static const char *
written_as(const struct document *document, char *path, size_t size)
{
    struct arena *arena = arena_new();
    struct str bytes = rendered(document, arena);
    const char *folder = getenv("BUILD_FOLDER");
    FILE *file;

    snprintf(path, size, "%s/tests/scratch", folder ? folder : ".");
    (void)mkdir(path, 0777);
    snprintf(path, size, "%s/tests/scratch/test_pdf.%ld.pdf",
             folder ? folder : ".", (long)getpid());
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.bytes, 1, bytes.len, file), bytes.len);
    fclose(file);
    arena_free(arena);
    return path;
}

static const char *
written(enum language language, const char *text, char *path, size_t size)
{
    struct arena *arena = arena_new();
    struct document document = document_of(arena, language, text, 2);

    written_as(&document, path, size);
    arena_free(arena);
    return path;
}

/* Where they stand in the file, and how, is cairo's. */
static void
test_metadata_is_the_documents(void **state)
{
    char path[4096];
    const char *out;

    (void)state;
    written(LANG_DE, "Gespräch", path, sizeof path);
    out = asked("pdfinfo", "-isodates", path);
    assert_non_null(strstr(out, "CreationDate:    2026-09-14T14:00:00Z\n"));
    assert_non_null(strstr(out, "Title:           Progress over 9 sessions\n"));
    assert_non_null(strstr(out, "Creator:         attune\n"));
    assert_null(strstr(out, "Author"));
    assert_null(strstr(out, "ModDate"));
    assert_non_null(strstr(out, "Metadata Stream: no\n"));
    remove(path);
}

static void
test_other_programs_read_it(void **state)
{
    char path[4096];
    const char *out;

    (void)state;
    written(LANG_EN, "listening talks", path, sizeof path);
    out = asked("qpdf", "--check", path);
    assert_non_null(strstr(out, "No syntax or stream encoding errors"));
    assert_null(strstr(out, "WARNING"));
    out = asked("pdfinfo", "-struct", path);
    assert_null(strstr(out, "Warning"));
    assert_non_null(strstr(out, "Document\n  H1 (block)\n  P (block)\n"
                                "  Table (block)\n    TR\n      TH\n"
                                "      TD\n  Figure"));
    out = asked("pdftotext", "-layout", path);
    assert_non_null(strstr(out, "listening talks"));
    assert_true(strstr(out, "Progress") < strstr(out, "listening"));
    assert_true(strstr(out, "listening") < strstr(out, "session"));
    /* Embedded, of the letters used, and told what they are, where that does
       not follow from the encoding. */
    out = asked("pdffonts", "", path);
    for (const char *line = strchr(strchr(out, '\n') + 1, '\n') + 1;
         line && *line; line = strchr(line, '\n') + 1)
        assert_true(strstr(line, "yes yes yes")
                    || strstr(line, "WinAnsi          yes yes no"));
    remove(path);
}

/* Neither at the end of a line, nor where one text follows another. */
static void
test_words_do_not_run_together_in_tags(void **state)
{
    struct arena *arena = arena_new();
    struct drawing *page = drawing_new(300, 300, arena);
    struct document document = {.pages = (const struct drawing *[]){page},
                                .n_pages = 1,
                                .title = "Words"};
    char path[4096];
    const char *out;

    (void)state;
    drawing_begin(page, ROLE_HEADING, NULL, NULL);
    drawing_text(page, (struct point){40, 50}, "Heard", head, 0, ALIGN_START);
    drawing_text(page, (struct point){260, 50}, "5 points", body, 0, ALIGN_END);
    drawing_end(page);
    drawing_begin(page, ROLE_PARAGRAPH, NULL, NULL);
    drawing_paragraph(page, (struct point){40, 60}, 60,
                      "one two three four five six\nseven", body, 0,
                      ALIGN_MIDDLE);
    drawing_end(page);
    written_as(&document, path, sizeof path);
    out = asked("pdfinfo", "-struct-text", path);
    assert_non_null(strstr(out, "\"Heard 5 points\"\n"));
    assert_non_null(strstr(out, "\"one two three four five six seven\"\n"));
    remove(path);
    arena_free(arena);
}

/* However wide a line is, a number stands with the word before it, but not
   with one that a comma parts from it. */
static void
test_numbers_stay_with_their_word(void **state)
{
    struct arena *arena = arena_new();
    struct drawing *page = drawing_new(300, 900, arena);
    struct document document = {.pages = (const struct drawing *[]){page},
                                .n_pages = 1,
                                .title = "Numbers"};
    char path[4096];
    const char *out;

    (void)state;
    for (int i = 0; i < 40; i++)
        drawing_paragraph(page, (struct point){20, 20 + 20 * i}, 60 + i,
                          "Sí, edición 3 de 95 %", body, 0, ALIGN_START);
    drawing_paragraph(page, (struct point){200, 20}, 32, "oo uu, 3", body, 0,
                      ALIGN_START);
    written_as(&document, path, sizeof path);
    out = asked("pdftotext", "-raw", path);
    for (const char *at = strchr(out, '\n'); at; at = strchr(at + 1, '\n'))
        assert_true((at[1] != '3' && at[1] != '%') || at[-1] == ',');
    assert_non_null(strstr(out, "uu,\n3"));
    remove(path);
    arena_free(arena);
}

static void
assert_said(const char *out, const char *words)
{
    if (!strstr(out, words)) {
        fputs(out, stderr);
        fail_msg("no '%s'", words);
    }
}

/* What qpdf's library adds; a figure's words are never taken for anything
   else. */
static void
test_says_language_figures_and_order(void **state)
{
    const char *options =
        "--qdf --object-streams=disable --no-original-object-ids";
    char path[4096];
    const char *out;

    (void)state;
    written(LANG_DE, "Gespräch", path, sizeof path);
    out = asked("qpdf", options, path);
    assert_said(out, "/Lang (de)");
    assert_said(out, "/DisplayDocTitle true");
    assert_said(out, "/Tabs /S");
    assert_said(out, "/Alt (x' alt=[evil])");
    assert_null(strstr(out, "/ActualText"));
    remove(path);
    written(LANG_AR, "\u0646\u0639\u0645", path, sizeof path);
    out = asked("qpdf", options, path);
    assert_said(out, "/Lang (ar)");
    assert_said(out, "/ActualText <feff064606390645>");
    remove(path);
}

static void
add_row(struct drawing *page)
{
    drawing_begin(page, ROLE_TABLE, NULL, NULL);
    drawing_begin(page, ROLE_ROW, NULL, NULL);
    drawing_link(page, 1, 2);
    for (int i = 0; i < 2; i++) {
        drawing_begin(page, ROLE_CELL, NULL, NULL);
        drawing_text(page, (struct point){40 + 90 * i, 150}, "Heard", body, 0,
                     ALIGN_START);
        drawing_end(page);
    }
    drawing_end(page);
    drawing_end(page);
}

/* From a row by its first cell to a chart, which stands on another page, and
   back. */
static void
test_parts_lead_to_each_other(void **state)
{
    struct arena *arena = arena_new();
    struct drawing *pages[] = {drawing_new(300, 300, arena),
                               drawing_new(300, 300, arena)};
    struct document document = {.pages = (const struct drawing *const *)pages,
                                .n_pages = 2,
                                .title = "Links"};
    char path[4096];
    const char *out;

    (void)state;
    add_row(pages[0]);
    drawing_begin(pages[1], ROLE_HEADING, NULL, NULL);
    drawing_link(pages[1], 2, 1);
    drawing_text(pages[1], (struct point){40, 150}, "Heard", body, 0,
                 ALIGN_START);
    drawing_end(pages[1]);
    written_as(&document, path, sizeof path);
    out = asked("qpdf", "--check", path);
    assert_said(out, "No syntax or stream encoding errors");
    out = asked("pdfinfo", "-struct", path);
    assert_said(out, "Document\n  Table (block)\n    TR\n      TD\n"
                     "        Link (inline)\n          Object");
    assert_said(out, "      TD\n  H2 (block)\n    Link (inline)\n      Object");
    out = asked("qpdf", "--qdf --object-streams=disable", path);
    assert_said(out, "/Dest (2)");
    assert_said(out, "/Names [\n    (1)\n");
    assert_said(out, "    (2)\n");
    remove(path);
    arena_free(arena);
}

/* Pictures of a page may differ by how letters lie on their grid of pixels: of
   squares of 8 points none is darker on average by more than 14 of 255.  A
   letter that is elsewhere makes more. */
enum { SQUARE = 8 * SURFACE_PIXELS_PER_PT, LIMIT = 14 };

static int
square_sum(cairo_surface_t *picture, int left, int top)
{
    const unsigned char *bytes = cairo_image_surface_get_data(picture);
    int stride = cairo_image_surface_get_stride(picture);
    int sum = 0;

    for (int y = top; y < top + SQUARE; y++)
        for (int x = left; x < left + SQUARE; x++)
            sum += bytes[y * stride + 4 * x + 1]; /* green */
    return sum;
}

/* How far apart the first pages are where they are furthest. */
static int
difference(cairo_surface_t *one, cairo_surface_t *other)
{
    int width = cairo_image_surface_get_width(other);
    int height = cairo_image_surface_get_height(other);
    int most = 0;

    assert_int_equal(cairo_image_surface_get_width(one), width);
    for (int y = 0; y + SQUARE <= height; y += SQUARE)
        for (int x = 0; x + SQUARE <= width; x += SQUARE) {
            int apart = abs(square_sum(one, x, y) - square_sum(other, x, y));
            if (apart > most)
                most = apart;
        }
    return most / (SQUARE * SQUARE);
}

static cairo_status_t
read_bytes(void *closure, unsigned char *bytes, unsigned n_bytes)
{
    struct str *left = closure;

    if (left->len < n_bytes)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(bytes, left->bytes, n_bytes);
    left->bytes += n_bytes;
    left->len -= n_bytes;
    return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
png_of(const struct document *document)
{
    struct text_pango *text = text_pango_new(document->language);
    struct diag *diag = diag_new();
    struct buf bytes = {0};
    struct str left;
    cairo_surface_t *picture;

    assert_true(surface_png(document, text, &bytes, diag));
    left = buf_str(&bytes);
    picture = cairo_image_surface_create_from_png_stream(read_bytes, &left);
    assert_int_equal(cairo_surface_status(picture), CAIRO_STATUS_SUCCESS);
    buf_clear(&bytes);
    diag_free(diag);
    text_pango_free(text);
    return picture;
}

static void
test_pdf_and_png_are_one_picture(void **state)
{
    struct arena *arena = arena_new();
    struct document document =
        document_of(arena, LANG_EN, "listening talks", 2);
    struct document another =
        document_of(arena, LANG_EN, "dissenting talks", 1);
    cairo_surface_t *png = png_of(&document);
    cairo_surface_t *other = png_of(&another);
    cairo_surface_t *pdf;
    char path[4000];
    char page[4096];
    char options[64];

    (void)state;
    assert_int_equal(cairo_image_surface_get_height(png),
                     (int)ceil(2 * 841.89 * SURFACE_PIXELS_PER_PT));
    written_as(&document, path, sizeof path);
    snprintf(page, sizeof page, "%s.png", path);
    snprintf(options, sizeof options, "-singlefile -png -r %d",
             72 * SURFACE_PIXELS_PER_PT);
    asked("pdftoppm", options, path);
    pdf = cairo_image_surface_create_from_png(page);
    assert_int_equal(cairo_surface_status(pdf), CAIRO_STATUS_SUCCESS);
    assert_in_range(difference(png, pdf), 0, LIMIT);
    assert_true(difference(other, pdf) > LIMIT);
    cairo_surface_destroy(pdf);
    cairo_surface_destroy(png);
    cairo_surface_destroy(other);
    remove(page);
    remove(path);
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_same_document_same_bytes),
          cmocka_unit_test(test_metadata_is_the_documents),
          cmocka_unit_test(test_a_missing_glyph_is_an_error),
          cmocka_unit_test(test_measures_what_is_drawn),
          cmocka_unit_test(test_a_text_is_set_once),
          cmocka_unit_test(test_words_do_not_run_together_in_tags),
          cmocka_unit_test(test_numbers_stay_with_their_word),
          cmocka_unit_test(test_says_language_figures_and_order),
          cmocka_unit_test(test_parts_lead_to_each_other),
          cmocka_unit_test(test_pdf_and_png_are_one_picture),
          cmocka_unit_test(test_other_programs_read_it))
