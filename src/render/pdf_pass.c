/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <config.h>

#include "render/pdf_pass.h"

#include <qpdf/qpdf-c.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/utf8.h"
#include "render/charstrings.h"
#include "render/outlines.h"
#include "render/paint.h"

/* cairo has written an element for each part that began, in that order, below
   one for the document and one for each link; both are walked side by side. */
struct pass {
    qpdf_data data;
    const struct document *document;
    size_t page; /* where the next part of the document is looked for */
    size_t shape;
    bool is_matched; /* so far */
};

static void
set_text(const struct pass *pass, qpdf_oh dictionary, const char *key,
         const char *text)
{
    qpdf_oh_replace_key(pass->data, dictionary, key,
                        qpdf_oh_new_unicode_string(pass->data, text));
}

/* The next part that begins in the document, on whichever page. */
static const struct shape *
next_part(struct pass *pass)
{
    for (; pass->page < pass->document->n_pages; pass->page++) {
        const struct drawing *page = pass->document->pages[pass->page];

        while (pass->shape < page->n_shapes) {
            const struct shape *shape = &page->shapes[pass->shape++];
            if (shape->kind == SHAPE_BEGIN)
                return shape;
        }
        pass->shape = 0;
    }
    return NULL;
}

static bool
runs_from_right(struct str text)
{
    uint32_t character;

    while (utf8_next(&text, &character))
        if (utf8_is_rtl(character))
            return true;
    return false;
}

/* The words of a part that has no other parts in it; 'begin' is in an array
   that has its end as well. */
static void
add_words(const struct shape *begin, struct buf *words)
{
    for (const struct shape *at = begin + 1; at->kind != SHAPE_END; at++) {
        if (at->kind == SHAPE_BEGIN) {
            buf_empty(words);
            return;
        }
        if (!at->text)
            continue;
        if (words->len)
            buf_add_char(words, ' ');
        buf_add_text(words, at->text);
    }
}

/* cairo draws from left to right, and so are its letters read. */
static void
describe(const struct pass *pass, qpdf_oh element, const struct shape *part)
{
    struct buf words SCOPED(buf_clear) = {0};

    if (part->role == ROLE_FIGURE) {
        if (part->text)
            set_text(pass, element, "/Alt", part->text);
        return;
    }
    add_words(part, &words);
    if (words.len && runs_from_right(buf_str(&words)))
        set_text(pass, element, "/ActualText", buf_text(&words));
}

static void walk(struct pass *pass, qpdf_oh element);

static void
walk_one(struct pass *pass, qpdf_oh element)
{

    if (!qpdf_oh_is_dictionary(pass->data, element)
        || !qpdf_oh_has_key(pass->data, element, "/S"))
        return;
    qpdf_oh tag = qpdf_oh_get_key(pass->data, element, "/S");
    const char *name = qpdf_oh_get_name(pass->data, tag);
    if (strcmp(name, "/Document") != 0 && strcmp(name, "/Link") != 0) {
        const struct shape *part = next_part(pass);

        if (!part || strcmp(name + 1, paint_tag(part->role)) != 0)
            pass->is_matched = false;
        else
            describe(pass, element, part);
    }
    walk(pass, element);
}

/* Whatever is below the element. */
static void
walk(struct pass *pass, qpdf_oh element)
{
    qpdf_oh below = qpdf_oh_get_key(pass->data, element, "/K");

    if (!qpdf_oh_is_array(pass->data, below)) {
        walk_one(pass, below);
        return;
    }
    int n = qpdf_oh_get_array_n_items(pass->data, below);
    for (int i = 0; i < n && pass->is_matched; i++)
        walk_one(pass, qpdf_oh_get_array_item(pass->data, below, i));
}

/* What a font is without what a page does not need. */
typedef bool slim_fn(struct buf *out, struct str font);

/* The program of a font; of others there is nothing to take away. */
static void
slim_font(const struct pass *pass, qpdf_oh descriptor, const char *key,
          slim_fn *add_slim)
{
    qpdf_oh stream = qpdf_oh_get_key(pass->data, descriptor, key);
    unsigned char *bytes = NULL;
    size_t len = 0;
    struct buf slim SCOPED(buf_clear) = {0};

    if (!qpdf_oh_is_stream(pass->data, stream)
        || qpdf_oh_get_stream_data(pass->data, stream, qpdf_dl_all, NULL,
                                   &bytes, &len))
        return;
    if (add_slim(&slim, (struct str){(const char *)bytes, len})) {
        qpdf_oh_replace_stream_data(
            pass->data, stream, (const unsigned char *)slim.bytes, slim.len,
            qpdf_oh_new_null(pass->data), qpdf_oh_new_null(pass->data));
        if (add_slim == outlines_add)
            qpdf_oh_replace_key(
                pass->data, qpdf_oh_get_dict(pass->data, stream), "/Length1",
                qpdf_oh_new_integer(pass->data, (long long)slim.len));
    }
    mem_free(bytes); /* which the library took from the heap */
}

static bool
is_named(const struct pass *pass, qpdf_oh dictionary, const char *key,
         const char *name)
{
    qpdf_oh value = qpdf_oh_get_key(pass->data, dictionary, key);

    return qpdf_oh_is_name(pass->data, value)
           && strcmp(qpdf_oh_get_name(pass->data, value), name) == 0;
}

/* Of letters in the standard's own encoding a reader knows what they are. */
static void
slim_fonts(const struct pass *pass)
{
    int n = qpdf_oh_get_int_value_as_int(
        pass->data,
        qpdf_oh_get_key(pass->data, qpdf_get_trailer(pass->data), "/Size"));

    for (int i = 1; i < n; i++) {
        qpdf_oh object = qpdf_get_object_by_id(pass->data, i, 0);

        if (!qpdf_oh_is_dictionary(pass->data, object))
            continue;
        slim_font(pass, object, "/FontFile2", outlines_add);
        slim_font(pass, object, "/FontFile3", charstrings_add);
        if (is_named(pass, object, "/Encoding", "/WinAnsiEncoding"))
            qpdf_oh_remove_key(pass->data, object, "/ToUnicode");
    }
}

static void
add_to(struct pass *pass)
{
    qpdf_oh root = qpdf_get_root(pass->data);
    int n_pages = qpdf_get_num_pages(pass->data);

    set_text(pass, root, "/Lang", language_tag(pass->document->language));
    qpdf_oh_replace_key(
        pass->data, root, "/ViewerPreferences",
        qpdf_oh_parse(pass->data, "<< /DisplayDocTitle true >>"));
    for (int i = 0; i < n_pages; i++)
        qpdf_oh_replace_key(pass->data, qpdf_get_page_n(pass->data, (size_t)i),
                            "/Tabs", qpdf_oh_new_name(pass->data, "/S"));
    walk(pass, qpdf_oh_get_key(pass->data, root, "/StructTreeRoot"));
    pass->is_matched = pass->is_matched && !next_part(pass);
}

static bool
write_packed(const struct pass *pass, struct buf *pdf)
{

    if (qpdf_init_write_memory(pass->data))
        return false;
    qpdf_set_object_stream_mode(pass->data, qpdf_o_generate);
    qpdf_set_deterministic_ID(pass->data, QPDF_TRUE);
    if (qpdf_write(pass->data))
        return false;
    buf_empty(pdf);
    buf_add(pdf, (struct str){(const char *)qpdf_get_buffer(pass->data),
                              qpdf_get_buffer_length(pass->data)});
    return true;
}

/* What is wrong with the drawn file, which is nobody's fault but ours. */
static const char *
complaint(const struct pass *pass)
{
    qpdf_error error = NULL;

    if (qpdf_has_error(pass->data))
        error = qpdf_get_error(pass->data);
    else if (qpdf_more_warnings(pass->data))
        error = qpdf_next_warning(pass->data);
    if (error)
        return qpdf_get_error_message_detail(pass->data, error);
    return pass->is_matched ? NULL : "the parts of the file are others";
}

/* cairo from 1.18 on may list an object that it has not written, since nothing
   refers to it; then qpdf names it. */
enum { MOST_UNWRITTEN = 64 };

struct unwritten {
    int32_t objects[MOST_UNWRITTEN];
    size_t n;
};

/* Whether this is the complaint, of an object that was not known. */
static bool
learn_unwritten(struct unwritten *unwritten, const char *why)
{
    static const char before[] = "expected ";
    static const char behind[] = " 0 obj";
    struct str text = str_from(why);
    int32_t object;

    if (!str_starts(text, before) || !str_ends(text, behind)
        || unwritten->n == MOST_UNWRITTEN)
        return false;
    text.bytes += strlen(before);
    text.len -= strlen(before) + strlen(behind);
    if (!whole_read(text, &object))
        return false;
    for (size_t i = 0; i < unwritten->n; i++)
        if (unwritten->objects[i] == object)
            return false;
    unwritten->objects[unwritten->n++] = object;
    return true;
}

static const char *
run(struct pass *pass, const struct unwritten *unwritten, struct buf *pdf)
{

    qpdf_silence_errors(pass->data);
    qpdf_set_suppress_warnings(pass->data, QPDF_TRUE);
    qpdf_set_attempt_recovery(pass->data, QPDF_FALSE);
    if (!qpdf_read_memory(pass->data, "page", pdf->bytes, pdf->len, NULL)) {
        for (size_t i = 0; i < unwritten->n; i++)
            qpdf_replace_object(pass->data, unwritten->objects[i], 0,
                                qpdf_oh_new_null(pass->data));
        add_to(pass);
        slim_fonts(pass);
    }
    const char *why = complaint(pass);
    if (!why && !write_packed(pass, pdf))
        why = complaint(pass);
    return why;
}

bool
pdf_pass(const struct document *document, struct buf *pdf, struct diag *diag)
{
    struct unwritten unwritten = {.n = 0};
    bool is_done = false;
    bool goes_on = true;

    while (goes_on) {
        struct pass pass = {
            .data = qpdf_init(), .document = document, .is_matched = true};
        const char *why = run(&pass, &unwritten, pdf);

        is_done = !why;
        goes_on = why && learn_unwritten(&unwritten, why);
        if (why && !goes_on)
            diag_add(diag, MSG_CANNOT_DRAW, (struct place){0}, "qpdf: %s", why);
        qpdf_cleanup(&pass.data);
    }
    return is_done;
}
