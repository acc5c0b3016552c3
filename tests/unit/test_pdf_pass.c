/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdf_pass: files written by hand, as cairo of another version or a damaged
   font would have them; what is not the document is not passed on. */
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "render/pdf_pass.h"

enum { MOST_OBJECTS = 80, N_FIXED = 4 };

/* A file of one page, whose elements are below 'tree'; then what else there is
   from the fifth object on: NULL is not written, but listed where the next is.
 */
static struct buf
pdf_of(const char *tree, const char *const *objects, size_t n_objects)
{
    const char *fixed[N_FIXED] = {
        "<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 4 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>", tree};
    size_t at[N_FIXED + MOST_OBJECTS] = {0};
    size_t n = N_FIXED + n_objects;
    struct buf pdf = {0};

    buf_add_text(&pdf, "%PDF-1.7\n");
    for (size_t i = 0; i < n; i++) {
        const char *object = i < N_FIXED ? fixed[i] : objects[i - N_FIXED];
        at[i] = pdf.len;
        if (object)
            buf_addf(&pdf, "%zu 0 obj\n%s\nendobj\n", i + 1, object);
    }
    size_t xref_at = pdf.len;
    buf_addf(&pdf, "xref\n0 %zu\n0000000000 65535 f \n", n + 1);
    for (size_t i = 0; i < n; i++)
        buf_addf(&pdf, "%010zu 00000 n \n", at[i]);
    buf_addf(&pdf,
             "trailer\n<< /Size %zu /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
             n + 1, xref_at);
    return pdf;
}

/* A title, a figure that says something, one that does not, and a table with
   one cell, on two pages. */
static struct document
document_of(struct arena *arena)
{
    struct drawing **pages = ARENA_ARRAY(arena, 2, struct drawing *);
    static const struct font font = {.size_pt = 9};

    for (size_t i = 0; i < 2; i++)
        pages[i] = drawing_new(9, 9, arena);
    drawing_begin(pages[0], ROLE_TITLE, NULL, NULL);
    drawing_text(pages[0], (struct point){1, 1}, "نعم", font, 0, ALIGN_START);
    drawing_text(pages[0], (struct point){5, 1}, "1", font, 0, ALIGN_START);
    drawing_end(pages[0]);
    drawing_begin(pages[0], ROLE_FIGURE, "better", NULL);
    drawing_end(pages[0]);
    drawing_begin(pages[1], ROLE_FIGURE, NULL, NULL);
    drawing_end(pages[1]);
    drawing_begin(pages[1], ROLE_ROW, NULL, NULL);
    drawing_begin(pages[1], ROLE_CELL, NULL, NULL);
    drawing_text(pages[1], (struct point){1, 1}, "لا", font, 0, ALIGN_START);
    drawing_end(pages[1]);
    drawing_end(pages[1]);
    return (struct document){.pages = (const struct drawing *const *)pages,
                             .n_pages = 2,
                             .title = "Words",
                             .language = LANG_AR};
}

/* That document's. */
#define ELEMENTS                                                               \
    "<< /S /H1 /K 0 >> << /S /Figure /K << /MCID 1 >> >> << /S /Figure >> "    \
    "<< /S /TR /K << /S /TD /K << /S /Link /K [2 3] >> >> >>"
#define TREE(elements) "<< /K << /S /Document /K [" elements "] >> >>"

/* What is wrong; "": nothing, and the file is another then. */
static const char *
passed(struct buf *pdf, struct arena *arena)
{
    struct document document = document_of(arena);
    struct diag *diag = diag_new();
    struct str before = arena_str(arena, buf_str(pdf));
    bool is_good = pdf_pass(&document, pdf, diag);
    const char *said = "";

    assert_int_equal(diag_total(diag), !is_good);
    if (is_good) {
        assert_true(str_starts(buf_str(pdf), "%PDF-1."));
    } else {
        assert_int_equal(diag_get(diag, 0)->message, MSG_CANNOT_DRAW);
        assert_true(str_equal(buf_str(pdf), before));
        said = arena_printf(arena, "%s", diag_get(diag, 0)->detail);
    }
    diag_free(diag);
    return said;
}

static void
test_its_parts_are_the_documents(void **state)
{
    static const char others[] = "qpdf: the parts of the file are others";
    static const struct {
        const char *tree;
        const char *said;
    } cases[] = {
        {TREE(ELEMENTS), ""},
        {TREE("<< /S /H1 >>"), others},
        {TREE(ELEMENTS "<< /S /P >>"), others},
        {TREE("<< /S /P >>" ELEMENTS), others},
        {"<< >>", others},
        {"<< /K 7 >>", others},
    };

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        struct arena *arena = arena_new();
        struct buf pdf = pdf_of(cases[i].tree, NULL, 0);

        assert_string_equal(passed(&pdf, arena), cases[i].said);
        buf_clear(&pdf);
        arena_free(arena);
    }
}

/* cairo 1.18 lists what it has not written. */
static void
test_what_is_listed_may_be_unwritten(void **state)
{
    static const struct {
        size_t n; /* that are not there */
        bool is_good;
    } cases[] = {{1, true}, {3, true}, {64, true}, {65, false}};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(cases); i++) {
        const char *objects[MOST_OBJECTS] = {0};
        struct arena *arena = arena_new();

        objects[cases[i].n] = "null";
        struct buf pdf = pdf_of(TREE(ELEMENTS), objects, cases[i].n + 1);

        assert_string_equal(passed(&pdf, arena),
                            cases[i].is_good ? "" : "qpdf: expected 69 0 obj");
        buf_clear(&pdf);
        arena_free(arena);
    }
}

static void
test_a_damaged_file_is_refused(void **state)
{
    static const char *const fonts[] = {
        "<< /FontFile2 6 0 R >>",
        "<< /Length 4 /Filter /FlateDecode >>\nstream\nbad!\nendstream"};
    struct arena *arena = arena_new();
    struct buf pdf = pdf_of(TREE(ELEMENTS), fonts, 2);

    (void)state;
    assert_true(strlen(passed(&pdf, arena)) > strlen("qpdf: "));
    buf_clear(&pdf);
    pdf = pdf_of(TREE(ELEMENTS), NULL, 0);
    memcpy(strstr(buf_text(&pdf), "trailer"), "tailors", 7);
    assert_true(strlen(passed(&pdf, arena)) > strlen("qpdf: "));
    pdf.len = 20;
    assert_true(strlen(passed(&pdf, arena)) > strlen("qpdf: "));
    buf_clear(&pdf);
    arena_free(arena);
}

/* The file as qpdf shows it; the test is skipped where that is not installed.
 */
static const char *
unpacked(const struct buf *pdf, struct arena *arena)
{
    const char *build = getenv("BUILD_FOLDER");
    const char *folder =
        arena_printf(arena, "%s/tests/scratch", build ? build : ".");
    const char *path =
        arena_printf(arena, "%s/test_pdf_pass.%ld.pdf", folder, (long)getpid());
    char *out = arena_alloc(arena, 65536, 1);

    (void)mkdir(folder, 0777);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(pdf->bytes, 1, pdf->len, file), pdf->len);
    fclose(file);
    FILE *pipe = popen(arena_printf(arena,
                                    "qpdf --qdf --object-streams=disable "
                                    "--no-original-object-ids '%s' -",
                                    path),
                       "r");
    size_t len = fread(out, 1, 65535, pipe);
    int status = pclose(pipe);
    remove(path);
    if (status == 127 << 8)
        skip();
    assert_int_equal(status, 0);
    out[len] = '\0';
    return out;
}

static size_t
n_times(const char *text, const char *word)
{
    size_t n = 0;

    for (; (text = strstr(text, word)); text++)
        n++;
    return n;
}

/* What is no TrueType font stays as it is. */
static void
test_adds_what_is_said(void **state)
{
    static const char *const fonts[] = {
        "<< /FontFile2 6 0 R >>",
        "<< /Length 8 >>\nstream\nno font!\nendstream",
        "<< /FontFile2 (not a stream) >>"};
    struct arena *arena = arena_new();
    struct buf pdf = pdf_of(TREE(ELEMENTS), fonts, 3);

    (void)state;
    assert_string_equal(passed(&pdf, arena), "");
    const char *out = unpacked(&pdf, arena);
    assert_non_null(strstr(out, "/Lang (ar)"));
    assert_non_null(strstr(out, "/DisplayDocTitle true"));
    assert_int_equal(n_times(out, "/Tabs /S"), 1);
    assert_int_equal(n_times(out, "/Alt"), 1);
    assert_non_null(strstr(out, "/Alt (better)"));
    assert_int_equal(n_times(out, "/ActualText"), 2);
    /* "نعم 1", and "لا" in the cell, not once more in its row. */
    assert_non_null(strstr(out, "/ActualText <feff06460639064500200031>"));
    assert_non_null(strstr(out, "/ActualText <feff06440627>"));
    buf_clear(&pdf);
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_its_parts_are_the_documents),
          cmocka_unit_test(test_what_is_listed_may_be_unwritten),
          cmocka_unit_test(test_a_damaged_file_is_refused),
          cmocka_unit_test(test_adds_what_is_said))
