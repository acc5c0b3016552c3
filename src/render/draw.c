/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two parcels for each document: the problems with it, and its bytes, none
   where there was an error. */
#include "render/draw.h"

#include <errno.h>
#include <fcntl.h>
#include <fontconfig/fontconfig.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/child.h"
#include "base/file.h"
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

/* ---- fonts ---- */

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

static void
add_all(FcStrList *paths, GHashTable *found)
{
    FcChar8 *path;

    while (paths && (path = FcStrListNext(paths)))
        g_hash_table_add(found, path);
    if (paths)
        FcStrListDone(paths);
}

/* The folders and files of fonts that there are; the paths stay the
   configuration's. */
static GHashTable *
find(FcConfig *config)
{
    GHashTable *found = g_hash_table_new(g_str_hash, g_str_equal);
    const FcFontSet *fonts = FcConfigGetFonts(config, FcSetSystem);
    FcChar8 *path;

    add_all(FcConfigGetFontDirs(config), found);
    for (int i = 0; fonts && i < fonts->nfont; i++)
        if (FcPatternGetString(fonts->fonts[i], FC_FILE, 0, &path)
            == FcResultMatch)
            g_hash_table_add(found, path);
    return found;
}

/* What is not there, or not ours to see, is as if it were not installed. */
static bool
is_out_of_reach(int error)
{
    return error == ENOENT || error == EACCES || error == EPERM
           || error == ENOTDIR || error == ELOOP;
}

static bool
has_name(const FcChar8 *path, const char *name)
{
    const char *slash = strrchr((const char *)path, '/');

    return slash && strcmp(slash + 1, name) == 0;
}

/* Whether fontconfig knows it, so that a setting leaves it out. */
static bool
is_left_out(FcConfig *config, const char *folder, const char *name)
{
    FcCache *cache = FcDirCacheRead((const FcChar8 *)folder, FcFalse, config);
    FcFontSet *fonts = cache ? FcCacheCopySet(cache) : NULL;
    FcChar8 *path;
    bool is_known = false;

    for (int i = 0; fonts && !is_known && i < fonts->nfont; i++)
        is_known = FcPatternGetString(fonts->fonts[i], FC_FILE, 0, &path)
                       == FcResultMatch
                   && has_name(path, name);
    for (int i = 0; cache && !is_known && i < FcCacheNumSubdir(cache); i++)
        is_known = has_name(FcCacheSubdir(cache, i), name);
    if (fonts)
        FcFontSetDestroy(fonts);
    if (cache)
        FcDirCacheUnload(cache);
    return is_known;
}

static bool
is_named_as_font(const char *path)
{
    static const char *const suffixes[] = {".ttf", ".otf", ".ttc", ".otc"};
    const char *suffix = strrchr(path, '.');

    for (size_t i = 0; suffix && i < N_ELEMENTS(suffixes); i++)
        if (g_ascii_strcasecmp(suffix, suffixes[i]) == 0)
            return true;
    return false;
}

/* One that can be read, or may not be read, and whose bytes are no font. */
static bool
is_no_font(const char *path)
{
    int n_faces;
    FcPattern *font = FcFreeTypeQuery((const FcChar8 *)path, 0, NULL, &n_faces);
    char byte;

    if (font) {
        FcPatternDestroy(font);
        return false;
    }
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool is_read = fd >= 0 && read(fd, &byte, 1) >= 0;
    bool is_kept_from_us = !is_read && is_out_of_reach(errno);
    file_drop(&fd);
    return is_read || is_kept_from_us;
}

/* Holds what lies in a folder of fonts against what was found. */
static bool
check_folder(FcConfig *config, GHashTable *found, const char *folder,
             struct diag *diag)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();
    size_t n;
    const char **paths = file_names(folder, "", &n, arena);

    if (errno && !is_out_of_reach(errno))
        return diag && file_add_error(diag, MSG_CANNOT_OPEN, folder);
    for (size_t i = 0; i < n; i++) {
        const char *path = paths[i];

        if (g_hash_table_contains(found, path)
            || !(is_named_as_font(path) || file_is_folder(path)))
            continue;
        if (!diag)
            return false;
        if (!is_left_out(config, folder, path + strlen(folder) + 1)
            && (file_is_folder(path) || !is_no_font(path)))
            diag_add(diag, MSG_CANNOT_DRAW, (struct place){0},
                     "the fonts of '%s' were passed over", path);
    }
    return true;
}

/* Fontconfig passes over what it cannot read, without a word, and may remember
   it so: words would be set in another font.  'diag' is NULL at the first look:
   then false says that another is needed. */
static bool
check_found(FcConfig *config, GHashTable *found, struct diag *diag)
{
    FcStrList *folders = FcConfigGetFontDirs(config);
    FcChar8 *folder;
    bool is_whole = true;

    while (folders && is_whole && (folder = FcStrListNext(folders)))
        is_whole = check_folder(config, found, (const char *)folder, diag);
    if (folders)
        FcStrListDone(folders);
    return is_whole;
}

/* A font that is not found for want of memory would be another on the page. */
void
draw_find_fonts(void (*show)(void *aux, const char *path), void *aux,
                struct diag *diag)
{
    size_t n_errors = diag_count(diag, SEVERITY_ERROR);
    GHashTableIter each;
    void *path;

    mem_end_libraries(true);
    /* What root has it remember of fonts is for all who draw here. */
    const mode_t mask = umask(0022);
    if (geteuid() != 0)
        umask(mask);
    FILE *before = hush();
    FcConfig *config = FcConfigGetCurrent();
    GHashTable *found = find(config);
    if (!check_found(config, found, NULL)) {
        g_hash_table_unref(found);
        FcInitReinitialize();
        config = FcConfigGetCurrent();
        found = find(config);
        (void)!check_found(config, found, diag);
    }
    add_all(FcConfigGetConfigFiles(config), found);
    add_all(FcConfigGetCacheDirs(config), found);
    g_hash_table_iter_init(&each, found);
    while (g_hash_table_iter_next(&each, &path, NULL))
        show(aux, path);
    g_hash_table_unref(found);
    unhush(before);
    umask(mask);
    mem_end_libraries(false);
    if (diag_count(diag, SEVERITY_ERROR) > n_errors)
        diag_hint(diag, "a page would be set in another font: is the disk "
                        "whole?  'fc-cache -f' looks for fonts anew");
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
