/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two parcels for each document: the problems with it, and its bytes, none
   where there was an error. */
#include "render/draw.h"

#include <stdio.h>
#include <fontconfig/fontconfig.h>
#include <glib.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/workers.h"
#include "render/surface.h"

/* A page takes a moment, fonts that were never looked at some seconds. */
enum { PATIENCE_S = 120 };

/* One process, and what of the job is its own. */
struct share {
    const struct draw_job *job;
    size_t first; /* its documents: this one, and each n-th after it */
    size_t n_shares;
    struct child *child; /* NULL: its documents are done */
};

struct draw {
    struct draw_job job;
    struct share *shares;
    size_t n_shares;
    size_t next; /* document */
};

static const char *
field(const GLogField *fields, gsize n_fields, const char *key)
{
    for (gsize i = 0; i < n_fields; i++)
        if (g_strcmp0(fields[i].key, key) == 0 && fields[i].length < 0)
            return fields[i].value;
    return "";
}

/* They warn where they go on without a font, or without a letter. */
static GLogWriterOutput
end_at_warning(GLogLevelFlags level, const GLogField *fields, gsize n_fields,
               gpointer aux)
{
    char why[256];

    (void)aux;
    if (!(level
          & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING)))
        return G_LOG_WRITER_HANDLED;
    snprintf(why, sizeof why, "%s: %s", field(fields, n_fields, "GLIB_DOMAIN"),
             field(fields, n_fields, "MESSAGE"));
    child_give_up(why);
}

static surface_fn *const surfaces[] = {
    [DRAW_PDF] = surface_pdf,
    [DRAW_SVG] = surface_svg,
    [DRAW_PNG] = surface_png,
    [DRAW_TEXT] = surface_text,
};

/* 'text' is NULL where none is drawn. */
static void
draw_document(const struct draw_job *job, size_t number,
              const struct text_pango *text)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    struct diag *diag SCOPED(diag_drop) = diag_new();
    struct buf problems SCOPED(buf_clear) = {0};
    struct buf bytes SCOPED(buf_clear) = {0};
    const struct measure measure =
        text ? text_pango_measure(text) : surface_text_measure;
    const struct document *document =
        job->lay_out(job->aux, number, &measure, arena);
    bool is_good = (!text || text_pango_check(text, diag))
                   && surfaces[job->format](document, text, &bytes, diag);

    diag_pack(diag, &problems);
    child_send(buf_str(&problems));
    child_send(is_good ? buf_str(&bytes) : (struct str){0});
    if (text)
        text_pango_rest(text);
}

static void
draw_share(void *aux)
{
    const struct share *share = aux;
    const struct draw_job *job = share->job;
    struct text_pango *text = NULL;

    if (job->format != DRAW_TEXT) {
        g_log_set_writer_func(end_at_warning, NULL, NULL);
        text = text_pango_new(job->language);
        if (!text_pango_has_font(text))
            child_give_up("no font can be read");
    }
    for (size_t i = share->first; i < job->n; i += share->n_shares)
        draw_document(job, i, text);
    text_pango_free(text);
}

static void
show_all(FcStrList *paths, void (*show)(void *aux, const char *path), void *aux)
{
    const FcChar8 *path;

    while (paths && (path = FcStrListNext(paths)))
        show(aux, (const char *)path);
    if (paths)
        FcStrListDone(paths);
}

/* Fontconfig complains by itself where it can keep nothing for the next time:
   what matters is seen when a page is drawn.  Its stream is taken away, not the
   descriptor, on which we say it when memory runs out meanwhile. */
static FILE *
hush(void)
{
    FILE *before = stderr;

#ifdef __GLIBC__
    FILE *nowhere = fopen("/dev/null", "we");
    if (nowhere)
        stderr = nowhere;
#endif
    return before;
}

static void
unhush(FILE *before)
{
#ifdef __GLIBC__
    if (stderr != before)
        fclose(stderr);
    stderr = before;
#else
    (void)before;
#endif
}

/* A font that is not found for want of memory would be another on the page. */
void
draw_find_fonts(void (*show)(void *aux, const char *path), void *aux)
{
    FcChar8 *path;

    mem_end_libraries(true);
    FILE *before = hush();
    FcConfig *config = FcConfigGetCurrent();
    show_all(FcConfigGetConfigFiles(config), show, aux);
    show_all(FcConfigGetFontDirs(config), show, aux);
    show_all(FcConfigGetCacheDirs(config), show, aux);
    const FcFontSet *fonts = FcConfigGetFonts(config, FcSetSystem);
    for (int i = 0; fonts && i < fonts->nfont; i++)
        if (FcPatternGetString(fonts->fonts[i], FC_FILE, 0, &path)
            == FcResultMatch)
            show(aux, (const char *)path);
    unhush(before);
    mem_end_libraries(false);
}

/* Begins to draw the share's documents from that one on. */
static void
start_share(struct share *share, size_t number)
{
    share->first = number;
    share->child = child_start(draw_share, share, PATIENCE_S);
}

struct draw *
draw_begin(const struct draw_job *job)
{
    struct draw *draw = mem_alloc(sizeof *draw);
    size_t n_processors = workers_default();

    draw->job = *job;
    draw->n_shares = job->n < n_processors ? job->n : n_processors;
    draw->shares = mem_array(draw->n_shares, sizeof *draw->shares);
    for (size_t i = 0; i < draw->n_shares; i++) {
        struct share *share = &draw->shares[i];

        *share = (struct share){.job = &draw->job, .n_shares = draw->n_shares};
        start_share(share, i);
    }
    return draw;
}

/* What it still has to say is thrown away. */
static bool
end_child(struct share *share, struct diag *diag)
{
    struct buf why SCOPED(buf_clear) = {0};
    struct buf said SCOPED(buf_clear) = {0};

    while (child_receive(share->child, &said))
        ;
    buf_empty(&said);
    bool is_good = child_end(share->child, &why, &said);
    share->child = NULL;
    if (!is_good) {
        diag_add(diag, MSG_CANNOT_DRAW, (struct place){0}, "%s",
                 buf_text(&why));
        if (said.len)
            diag_working(diag, "%s", buf_text(&said));
        diag_hint(diag, "nothing was written; is there memory, and can every "
                        "font be read?");
    }
    return is_good;
}

/* False when the child's parcels end before it. */
static bool
receive_document(struct share *share, struct buf *bytes, struct diag *diag)
{
    struct buf problems SCOPED(buf_clear) = {0};

    return child_receive(share->child, &problems)
           && diag_unpack(buf_str(&problems), diag)
           && child_receive(share->child, bytes);
}

bool
draw_next(struct draw *draw, struct arena *arena, struct str *bytes,
          struct diag *diag)
{
    struct share *share = &draw->shares[draw->next % draw->n_shares];
    size_t next_of_share = draw->next++ + draw->n_shares;
    bool is_last = next_of_share >= draw->job.n;
    struct buf parcel SCOPED(buf_clear) = {0};
    bool is_good = receive_document(share, &parcel, diag);

    /* The last one is believed in when its process has ended well. */
    if (!is_good || is_last)
        is_good = end_child(share, diag) && is_good;
    if (!share->child && !is_last)
        start_share(share, next_of_share);
    is_good = is_good && parcel.len;
    if (is_good)
        *bytes = arena_str(arena, buf_str(&parcel));
    return is_good;
}

void
draw_end(struct draw *draw)
{
    struct buf ignored SCOPED(buf_clear) = {0};

    for (size_t i = 0; i < draw->n_shares; i++)
        if (draw->shares[i].child)
            (void)!child_end(draw->shares[i].child, &ignored, &ignored);
    mem_free(draw->shares);
    mem_free(draw);
}
