/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From arguments to paths that are kept.  What is read but not named here is
   read no more once a kernel confines us: the tests run confined.  Declared in
   command.h. */
#include "cli/command.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include "base/confine.h"
#include "base/file.h"
#include "render/draw.h"
#include "render/press.h"

/* What libraries read: fonts, words and time zones, descriptions of terminals,
   libraries that are loaded when they are needed. */
static const char *const of_the_system[] = {
    "/usr",          "/lib",           "/lib64",
    "/etc/fonts",    "/etc/localtime", "/etc/ld.so.cache",
    "/etc/terminfo", "/etc/pango",     "/sys/devices/system/cpu/online"};
static const char *const devices[] = {"/dev/null", "/dev/tty"};
static const char *const named_in_environment[] = {"LOCPATH", "TERMINFO",
                                                   "TERMINFO_DIRS"};
/* What stands beside a file of answers and belongs to it. */
static const char *const companions[] = {"", ".shard", ".changes"};

struct confining {
    struct context *context;
    const struct command *command;
    bool has_files;     /* of answers: no casebook is read then */
    bool has_output;    /* one was named */
    bool has_casebook;  /* one was named */
    bool can_unlock;    /* there is an option for it */
    bool asks_command;  /* for the passphrase */
    bool draws_no_font; /* only the words of pages */
    bool draws_pages;   /* a format of pages was named */
};

static void
keep(const struct confining *it, const char *path, enum confine_right right)
{
    if (path && !confine_keep(&it->context->confine, path, right))
        file_add_error(it->context->diag, MSG_CANNOT_OPEN, path);
}

/* What links in a folder lead to, and in those in it: a shelf is so deep. */
static void
keep_links(const struct confining *it, const char *folder, int depth)
{
    size_t n;
    const char **paths = file_names(folder, "", &n, it->context->arena);

    for (size_t i = 0; i < n; i++) {
        if (file_is_link(paths[i]))
            keep(it, paths[i], CONFINE_READ);
        if (depth > 0 && file_is_folder(paths[i]))
            keep_links(it, paths[i], depth - 1);
    }
}

static void
keep_reading(const struct confining *it, const char *path)
{
    keep(it, path, CONFINE_READ);
    keep_links(it, path, 1);
}

static const char *
folder_of(const struct confining *it, const char *path)
{
    return arena_text(it->context->arena, file_folder(path));
}

/* The nearest one that is there: those below it are made. */
static void
keep_folder(const struct confining *it, const char *path,
            enum confine_right right)
{
    while (!file_is_folder(path)) {
        path = folder_of(it, path);
        if (strcmp(path, "/") == 0)
            return;
    }
    keep(it, path, right);
}

/* Where something is written: a folder, a device, or a file that takes the
   place of another when it is whole; of one that is added to, that is read. */
static void
keep_output(const struct confining *it, const char *path,
            enum confine_right right)
{
    char real[PATH_MAX];
    struct stat found;

    if (realpath(path, real))
        path = real;
    bool is_there = stat(path, &found) == 0;
    if (is_there)
        keep(it, path, right);
    if (!is_there || S_ISREG(found.st_mode))
        keep_folder(it, folder_of(it, path), is_there ? CONFINE_PUT : right);
}

/* Wordings, earlier editions and what a definition uses lie beside it, and the
   picture of a template. */
static void
keep_beside(const struct confining *it, const char *folder)
{
    static const char *const suffixes[] = {".xml", ".png", ".PNG"};
    size_t n;

    keep(it, folder, CONFINE_LIST);
    for (size_t s = 0; s < N_ELEMENTS(suffixes); s++) {
        const char **paths =
            file_names(folder, suffixes[s], &n, it->context->arena);
        for (size_t i = 0; i < n; i++)
            keep(it, paths[i], CONFINE_READ);
    }
}

/* Anything that is given, where it names something. */
static void
keep_input(const struct confining *it, const char *text)
{
    for (size_t i = 0; i < N_ELEMENTS(companions); i++)
        keep_reading(
            it, arena_printf(it->context->arena, "%s%s", text, companions[i]));
    if (str_ends(str_from(text), ".xml"))
        keep_beside(it, folder_of(it, text));
}

/* Of other options a value may look like a path: "--decimal ." */
static bool
names_input(const struct option_entry *entry)
{
    return entry->value
           && (strcmp(entry->value, "FILE") == 0
               || strcmp(entry->value, "FOLDER") == 0
               || strcmp(entry->value, "INSTRUMENT") == 0);
}

static void
keep_option(void *aux, const struct option_entry *entry, const char *value)
{
    struct confining *it = aux;
    bool is_casebook = strcmp(entry->name, "casebook") == 0;

    if (entry->kind == OPTION_OUTPUT) {
        /* A form looks at what stands there. */
        bool is_read = is_casebook || it->command == &cmd_fill;
        it->has_output |= !is_casebook;
        if (strcmp(value, "-") != 0)
            keep_output(it, value, is_read ? CONFINE_WRITE : CONFINE_PUT);
    } else if (entry->kind == OPTION_NAME) {
        it->draws_no_font |= strcmp(value, "text") == 0;
        it->draws_pages |= strcmp(value, "pdf") == 0
                           || strcmp(value, "svg") == 0
                           || strcmp(value, "png") == 0;
    } else if (value && names_input(entry)) {
        keep_input(it, value);
    }
    it->has_files |= strcmp(entry->name, "from") == 0;
    it->has_casebook |= is_casebook;
    it->asks_command |= strcmp(entry->name, "passphrase-command") == 0;
}

/* Whether the first operand may be a kind of page, its template or a format,
   even where a file or folder is called so. */
static bool
is_kind(const struct confining *it, const char *operand)
{
    const char *first = it->command->operands;

    return !str_starts(str_from(first + (*first == '[')), "FILE")
           && (!strpbrk(operand, "./") || str_ends(str_from(operand), ".xml"));
}

/* Of what is done with a casebook, a copy alone goes to where an operand says.
 */
static bool
is_written(const struct confining *it, const struct text_list *operands,
           size_t i)
{
    return (it->command->needs & WRITES_OPERANDS)
           && (it->command != &cmd_casebook
               || (i == 1 && strcmp(operands->items[0], "backup") == 0));
}

static void
keep_operands(struct confining *it, const struct text_list *operands)
{
    for (size_t i = 0; i < operands->n; i++) {
        const char *path = operands->items[i];
        it->has_files |= (i || !is_kind(it, path))
                         && (file_is_stream(path) || file_exists(path)
                             || file_is_folder(path));
        keep_input(it, path);
        if (is_written(it, operands, i))
            keep_folder(it, folder_of(it, path), CONFINE_WRITE);
    }
}

/* ---- what is not named ---- */

static void
keep_all(const struct confining *it, const char *const *paths, size_t n,
         enum confine_right right)
{
    for (size_t i = 0; i < n; i++)
        keep(it, paths[i], right);
}

/* One folder, or several with colons between them. */
static void
keep_listed(const struct confining *it, const char *folders)
{
    while (folders && *folders) {
        size_t len = strcspn(folders, ":");
        keep(it, arena_printf(it->context->arena, "%.*s", (int)len, folders),
             CONFINE_READ);
        folders += len + (folders[len] == ':');
    }
}

static void
keep_shelves(const struct confining *it)
{
    const struct context *context = it->context;

    for (size_t i = 0; i < context->n_instrument_folders; i++)
        if (context->instrument_folders[i])
            keep_reading(it, context->instrument_folders[i]);
    for (size_t i = 0; i < context->n_report_folders; i++)
        if (context->report_folders[i])
            keep_reading(it, context->report_folders[i]);
    keep(it, context->config_folder, CONFINE_READ);
    keep_all(it, of_the_system, N_ELEMENTS(of_the_system), CONFINE_READ);
    keep(it, press_path(), CONFINE_READ);
    keep_all(it, devices, N_ELEMENTS(devices), CONFINE_WRITE);
    for (size_t i = 0; i < N_ELEMENTS(named_in_environment); i++)
        keep_listed(it, getenv(named_in_environment[i]));
    if (getenv("HOME"))
        keep(it,
             arena_printf(it->context->arena, "%s/.terminfo", getenv("HOME")),
             CONFINE_READ);
}

/* Who may make it later could write into all that it lies in: the whole home,
   the first time.  What fails here is said by whoever needs it. */
static void
make_state_folder(const struct confining *it)
{
    struct diag *quiet SCOPED(diag_drop) = diag_new();
    const char *folder = it->context->state_folder;
    const char *casebook = it->context->casebook_folder;
    bool is_used = (it->command->needs & WRITES_STATE) || it->has_casebook
                   || (casebook && file_is_folder(casebook));

    if (folder && is_used)
        (void)!file_make_folder(folder, quiet);
}

/* Drafts, what is known of the casebook, and the casebook itself. */
static void
keep_state(const struct confining *it)
{
    const struct context *context = it->context;
    bool may_unlock = it->can_unlock && (it->has_casebook || !it->has_files);

    if (!may_unlock && !(it->command->needs & WRITES_STATE))
        return;
    make_state_folder(it);
    if (context->state_folder)
        keep(it, context->state_folder, CONFINE_WRITE);
    if (context->casebook_folder && it->command == &cmd_casebook)
        keep_folder(it, context->casebook_folder, CONFINE_WRITE);
    else if (context->casebook_folder)
        keep(it, context->casebook_folder, CONFINE_WRITE);
}

/* Each font, too: it may be a link; those of the system are kept already. */
static void
keep_font_path(void *aux, const char *path)
{
    if (strncmp(path, "/usr/", strlen("/usr/")) != 0)
        keep(aux, path, CONFINE_READ);
}

bool
command_confine(struct context *context, const struct command *command,
                const void *args, const struct text_list *operands)
{
    struct confining it = {.context = context, .command = command};

    /* Each line there is a command, confined by itself. */
    if (command == &cmd_casebook && operands->n
        && strcmp(operands->items[0], "open") == 0)
        return true;
    for (const struct option_entry *e = command->options; e->name; e++)
        it.can_unlock |= strcmp(e->name, "casebook") == 0;
    confine_begin(&context->confine);
    option_each(command->options, args, keep_option, &it);
    keep_operands(&it, operands);
    keep_shelves(&it);
    keep_state(&it);
    if (command->needs & READS_ALL)
        keep(&it, "/", CONFINE_READ);
    if ((command->needs & WRITES_HERE) && !it.has_output)
        keep(&it, ".", CONFINE_PUT);
    if (((command->needs & DRAWS) && !it.draws_no_font)
        || ((command->needs & MAY_DRAW) && it.draws_pages))
        draw_find_fonts(keep_font_path, &it, context->diag);
    if (!it.asks_command)
        confine_enter(&context->confine);
    return !diag_count(context->diag, SEVERITY_ERROR);
}
