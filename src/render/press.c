/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fonts are found, and documents put on surfaces with them. */
#include <config.h>

#include "render/press.h"

#include <errno.h>
#include <fcntl.h>
#include <fontconfig/fontconfig.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/child.h"
#include "base/file.h"
#include "render/press_build.inc"
#include "render/surface.h"

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

static void
find_fonts(void (*show)(void *aux, const char *path), void *aux,
           struct diag *diag)
{
    size_t n_errors = diag_count(diag, SEVERITY_ERROR);
    GHashTableIter each;
    void *path;

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
    if (diag_count(diag, SEVERITY_ERROR) > n_errors)
        diag_hint(diag, "a page would be set in another font: is the disk "
                        "whole?  'fc-cache -f' looks for fonts anew");
}

/* ---- documents ---- */

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

static struct text_pango *
begin(enum language language)
{
    g_log_set_writer_func(end_at_warning, NULL, NULL);
    struct text_pango *text = text_pango_new(language);
    if (!text_pango_has_font(text))
        child_give_up("no font can be read");
    return text;
}

static bool
put(enum draw_format format, const struct document *document,
    const struct text_pango *text, struct buf *bytes, struct diag *diag)
{
    static surface_fn *const surfaces[] = {
        [DRAW_PDF] = surface_pdf,
        [DRAW_SVG] = surface_svg,
        [DRAW_PNG] = surface_png,
    };
    bool is_good = text_pango_check(text, diag)
                   && surfaces[format](document, text, bytes, diag);

    text_pango_rest(text);
    return is_good;
}

const struct press the_press = {
    .build = PRESS_BUILD,
    .find_fonts = find_fonts,
    .begin = begin,
    .measure = text_pango_measure,
    .put = put,
    .end = text_pango_free,
};
