/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document in words, and the words that stand beside a picture. */
#include "unit.h"

#include <libxml/parser.h>
#include <string.h>

#include "render/surface.h"

static const struct font body = {9, WEIGHT_REGULAR, 0};

/* A part with one text, or with none. */
static void
add_part(struct drawing *page, enum role role, const char *text)
{
    drawing_begin(page, role, NULL, NULL);
    if (text)
        drawing_text(page, (struct point){40, 50}, text, body, 0, ALIGN_START);
    drawing_end(page);
}

static void
add_row(struct drawing *page, enum role role, const char *const *cells)
{
    drawing_begin(page, ROLE_ROW, NULL, NULL);
    for (size_t i = 0; cells[i]; i++)
        add_part(page, role, *cells[i] ? cells[i] : NULL);
    drawing_end(page);
    drawing_rect(page, (struct point){40, 60}, 100, 1, 0);
}

#define ROW(...) ((const char *const[]){__VA_ARGS__, NULL})

static void
draw_first(struct drawing *page, const char *span)
{
    drawing_begin(page, ROLE_TITLE, NULL, "Progress");
    drawing_text(page, (struct point){40, 50}, "c01", body, 0, ALIGN_START);
    drawing_text(page, (struct point){90, 50}, "2 sessions", body, 0,
                 ALIGN_START);
    drawing_end(page);
    add_part(page, ROLE_PARAGRAPH, span);
    add_part(page, ROLE_HEADING, "Heard");
    drawing_begin(page, ROLE_FIGURE, "Heard, from 1 to 2 <&>", NULL);
    drawing_text(page, (struct point){40, 50}, "not read", body, 0,
                 ALIGN_START);
    drawing_end(page);
    drawing_begin(page, ROLE_FIGURE, NULL, NULL);
    drawing_end(page);
    drawing_begin(page, ROLE_TABLE, NULL, NULL);
    add_row(page, ROLE_HEADER_CELL, ROW("session", "heard", ""));
    add_row(page, ROLE_HEADER_CELL, ROW("One form"));
    drawing_begin(page, ROLE_ROW, NULL, NULL);
    add_part(page, ROLE_CELL, "1");
    drawing_begin(page, ROLE_CELL, NULL, NULL);
    drawing_text(page, (struct point){40, 50}, "2.5", body, 0, ALIGN_START);
    drawing_text(page, (struct point){60, 50}, "*", body, 0, ALIGN_START);
    drawing_text(page, (struct point){40, 60}, "once:", body, 0, ALIGN_START);
    drawing_text(page, (struct point){40, 70}, "seen", body, 0, ALIGN_START);
    drawing_end(page);
    add_part(page, ROLE_CELL, "better");
    drawing_end(page);
    drawing_end(page);
    add_part(page, ROLE_FOOTER, "page 1");
}

static void
draw_second(struct drawing *page)
{
    drawing_begin(page, ROLE_TABLE, NULL, NULL);
    add_row(page, ROLE_HEADER_CELL, ROW("session", "heard", ""));
    add_row(page, ROLE_CELL, ROW("2", "", "الأعلى"));
    add_row(page, ROLE_CELL, ROW("alone"));
    drawing_end(page);
    drawing_text(page, (struct point){40, 50}, "in no part", body, 0,
                 ALIGN_START);
    add_part(page, ROLE_FOOTER, "page 2");
}

static const char want[] = "c01; 2 sessions\n"
                           "January to \\u{1b}[2J\n"
                           "\n"
                           "Heard\n"
                           "Heard, from 1 to 2 <&>\n"
                           "One form\n"
                           "session: 1; heard: 2.5 *; once: seen; better\n"
                           "session: 2; الأعلى\n"
                           "alone\n"
                           "in no part\n"
                           "\n"
                           "page 2\n";

static struct document
document_of(struct arena *arena, const char *span)
{
    struct drawing **pages = ARENA_ARRAY(arena, 2, struct drawing *);

    for (size_t i = 0; i < 2; i++)
        pages[i] = drawing_new(300, 200, arena);
    draw_first(pages[0], span);
    draw_second(pages[1]);
    return (struct document){.pages = (const struct drawing *const *)pages,
                             .n_pages = 2,
                             .title = "Progress & more"};
}

static void
test_says_every_word_in_order(void **state)
{
    struct arena *arena = arena_new();
    struct document document = document_of(arena, "January\nto \x1b[2J");
    struct diag *diag = diag_new();
    struct buf said = {0};

    (void)state;
    assert_true(surface_text(&document, NULL, &said, diag));
    assert_string_equal(buf_text(&said), want);
    buf_clear(&said);
    diag_free(diag);
    arena_free(arena);
}

/* What keeps numbers in their place stays, what turns lines around does not. */
static void
test_says_it_from_right_to_left(void **state)
{
    struct arena *arena = arena_new();
    struct drawing *page = drawing_new(300, 200, arena);
    struct document document = {.pages = (const struct drawing *[]){page},
                                .n_pages = 1,
                                .language = LANG_AR};
    struct diag *diag = diag_new();
    struct buf said = {0};

    (void)state;
    add_row(page, ROLE_HEADER_CELL, ROW("الأول", "الأخير"));
    add_row(page, ROLE_CELL, ROW("\u20682.5\u2069", "\u202e3"));
    assert_true(surface_text(&document, NULL, &said, diag));
    assert_string_equal(buf_text(&said),
                        "الأول: \u20682.5\u2069؛ الأخير: \\u{202e}3\n");
    buf_clear(&said);
    diag_free(diag);
    arena_free(arena);
}

static void
render_svg(const struct document *document, struct buf *bytes)
{
    struct text_pango *text = text_pango_new(document->language);
    struct diag *diag = diag_new();

    assert_true(surface_svg(document, text, bytes, diag));
    assert_int_equal(diag_total(diag), 0);
    diag_free(diag);
    text_pango_free(text);
}

/* Well-formed whatever the words, and the same whichever it is of a run. */
static void
test_words_stand_beside_a_picture(void **state)
{
    struct arena *arena = arena_new();
    struct document document = document_of(arena, "January");
    struct buf first = {0};
    struct buf second = {0};

    (void)state;
    render_svg(&document, &first);
    render_svg(&document, &second);
    assert_true(str_equal(buf_str(&first), buf_str(&second)));
    xmlDoc *doc = xmlReadMemory(first.bytes, (int)first.len, NULL, NULL, 0);
    assert_non_null(doc);
    xmlChar *role =
        xmlGetProp(xmlDocGetRootElement(doc), (const xmlChar *)"role");
    assert_string_equal((const char *)role, "img");
    xmlFree(role);
    xmlNode *title = xmlFirstElementChild(xmlDocGetRootElement(doc));
    xmlNode *words = xmlNextElementSibling(title);
    xmlChar *content = xmlNodeGetContent(title);
    assert_string_equal((const char *)title->name, "title");
    assert_string_equal((const char *)content, "Progress & more");
    xmlFree(content);
    assert_string_equal((const char *)words->name, "desc");
    content = xmlNodeGetContent(words);
    assert_non_null(
        strstr((const char *)content,
               "January\n\nHeard\nHeard, from 1 to 2 <&>\n"
               "One form\nsession: 1; heard: 2.5 *; once: seen; better\n"));
    xmlFree(content);
    xmlFreeDoc(doc);
    buf_clear(&first);
    buf_clear(&second);
    arena_free(arena);
}

UNIT_MAIN(cmocka_unit_test(test_says_every_word_in_order),
          cmocka_unit_test(test_says_it_from_right_to_left),
          cmocka_unit_test(test_words_stand_beside_a_picture))
