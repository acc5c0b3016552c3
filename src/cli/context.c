/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the environment and knows where the shelves are. */
#include "cli/context.h"

#include <string.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/file.h"
#include "base/num.h"
#include "change/verdict.h"
#include "report/template.h"

/* NULL when unset or empty. */
static const char *
environment(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

bool
context_runs_from_build_tree(void)
{
    char path[4096];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);

    if (len < 0)
        return false;
    path[len] = '\0';
    return strcmp(path, BUILD_FOLDER "/attune") == 0;
}

/* $VARIABLE/attune, or the folder below the home where it stands by default. */
static const char *
own_folder(const char *variable, const char *below_home, struct arena *arena)
{
    const char *named = environment(variable);
    const char *home = environment("HOME");

    if (named)
        return arena_printf(arena, "%s/attune", named);
    return home ? arena_printf(arena, "%s/%s/attune", home, below_home) : NULL;
}

/* The first place stays free for an option. */
static size_t
find_folders(const char *folders[N_FOLDERS], const char *variable,
             const char *shelf, struct arena *arena)
{
    size_t n = 1;
    const char *named = environment(variable);
    const char *own = own_folder("XDG_DATA_HOME", ".local/share", arena);

    if (named)
        folders[n++] = named;
    if (own)
        folders[n++] = arena_printf(arena, "%s/%s", own, shelf);
    folders[n++] = arena_printf(
        arena, "%s/%s",
        context_runs_from_build_tree() ? SOURCE_FOLDER : DATA_FOLDER, shelf);
    return n;
}

/* $ATTUNE_CASEBOOK, or where it stands by default. */
static const char *
find_casebook(struct arena *arena)
{
    const char *named = environment("ATTUNE_CASEBOOK");
    const char *own = own_folder("XDG_DATA_HOME", ".local/share", arena);

    if (named)
        return named;
    return own ? arena_printf(arena, "%s/casebook", own) : NULL;
}

/* For a person who always wants it so: a file is easier to make than a
   variable, and whatever it holds, it is there. */
static bool
wants_plain(const struct context *context)
{
    return environment("ATTUNE_PLAIN")
           || (context->config_folder
               && file_exists(arena_printf(context->arena, "%s/plain",
                                           context->config_folder)));
}

static int
width_in_environment(void)
{
    int32_t width;

    return whole_read(str_from(environment("COLUMNS")), &width) && width < 1000
               ? (int)width
               : 0;
}

static void
read_epoch(struct context *context)
{
    struct decimal epoch;
    const char *text = environment("SOURCE_DATE_EPOCH");

    context->has_epoch =
        decimal_read(str_from(text), &epoch) && epoch.scale == 0;
    if (context->has_epoch)
        context->epoch_s = epoch.units;
}

void
context_init(struct context *context)
{
    const char *terminal = environment("TERM");

    *context = (struct context){.arena = arena_new(), .diag = diag_new()};
    context->n_instrument_folders =
        find_folders(context->instrument_folders, "ATTUNE_INSTRUMENTS",
                     "instruments", context->arena);
    context->n_report_folders = find_folders(
        context->report_folders, "ATTUNE_REPORTS", "reports", context->arena);
    context->casebook_folder = find_casebook(context->arena);
    context->casebook_is_named = environment("ATTUNE_CASEBOOK");
    context->config_folder =
        own_folder("XDG_CONFIG_HOME", ".config", context->arena);
    context->state_folder =
        own_folder("XDG_STATE_HOME", ".local/state", context->arena);
    context->terminal_is_dumb = !terminal || strcmp(terminal, "dumb") == 0;
    context->width_cells = width_in_environment();
    context->is_plain = wants_plain(context);
    context->printing.is_plain = context->is_plain;
    context->err_is_terminal = isatty(STDERR_FILENO);
    bool may_redraw = !context->is_plain && !context->terminal_is_dumb;
    if (context->err_is_terminal)
        context->progress = may_redraw ? METER_BAR : METER_LINES;
    context->vector = vector_widest();
    read_epoch(context);
}

void
context_clear(struct context *context)
{
    diag_free(context->diag);
    arena_free(context->arena);
    *context = (struct context){0};
}

bool
context_refuse(struct context *context, const char *hint, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    diag_vadd(context->diag, MSG_USAGE, (struct place){0}, fmt, args);
    va_end(args);
    if (hint)
        diag_hint(context->diag, "%s", hint);
    return false;
}

bool
context_take_vector(struct context *context)
{
    const char *word = environment("ATTUNE_VECTOR");

    return !word || vector_named(word, &context->vector)
           || context_refuse(context, "baseline, avx2, avx512",
                             "ATTUNE_VECTOR names no width of vectors: '%s'",
                             word);
}

bool
context_takes_baseline(struct context *context, const char *baseline)
{
    return !baseline || !verdict_is_backwards(NULL, baseline)
           || context_refuse(context, "FIRST..LAST, as in 1..3",
                             "--baseline %s is written backwards", baseline);
}

/* The folders from the first that is set on. */
static const char *const *
set_folders(const char **folders, size_t *n, const char *first)
{
    folders[0] = first;
    if (first)
        return folders;
    --*n;
    return folders + 1;
}

struct library *
context_library(struct context *context, const char *folder)
{
    size_t n = context->n_instrument_folders;
    const char *const *folders =
        set_folders(context->instrument_folders, &n, folder);

    return library_new(folders, n, context->arena);
}

/* One that is not there, or that no kind is named like. */
static void
refuse_kind(struct context *context, const char *kind,
            const char *const *folders, size_t n)
{
    const char *nearest =
        str_nearest(str_from(kind), report_kind_names, N_REPORT_KINDS);
    const char *list = "";

    if (!nearest || strcmp(nearest, kind) != 0) {
        context_refuse(context, NULL, "no kind of report is named '%s'", kind);
        if (nearest)
            diag_hint(context->diag, "did you mean '%s'?", nearest);
        return;
    }
    for (size_t i = 0; i < n; i++)
        list = arena_printf(context->arena, "%s%s'%s'", list, i ? ", " : "",
                            folders[i]);
    context_refuse(context, NULL, "there is no '%s.xml' in %s", kind, list);
    diag_hint(context->diag, "--reports FOLDER, or ATTUNE_REPORTS=FOLDER, says "
                             "where the templates of pages are");
}

const char *
context_report_path(struct context *context, const char *folder,
                    const char *kind)
{
    size_t n = context->n_report_folders;
    const char *const *folders =
        set_folders(context->report_folders, &n, folder);
    size_t len = strlen(kind);

    if (strchr(kind, '/') || (len > 4 && strcmp(kind + len - 4, ".xml") == 0))
        return kind;
    for (size_t i = 0; i < n; i++) {
        const char *path =
            arena_printf(context->arena, "%s/%s.xml", folders[i], kind);
        if (file_exists(path))
            return path;
    }
    refuse_kind(context, kind, folders, n);
    return NULL;
}
