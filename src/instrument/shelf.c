/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists folders and takes file names apart; see shelf.h. */
#include "instrument/shelf.h"

#include <errno.h>
#include <stdlib.h>
#include "base/file.h"
#include "base/num.h"
#include "base/vec.h"
#include "xml/schema.h"

struct file_list VEC(const struct shelf_file *);

struct shelf {
    struct arena *arena;
    struct file_list files;
    const char *unread; /* a folder; NULL: all were read */
    int error;          /* why */
};

struct shelf *
shelf_new(struct arena *arena)
{
    struct shelf *shelf = ARENA_NEW(arena, struct shelf);
    shelf->arena = arena;
    return shelf;
}

/* ---- names ---- */

/* The part of '*rest' up to the next '.', which goes away with it. */
static struct str
take_part(struct str *rest)
{
    struct str part = *rest;
    const char *dot = rest->len ? memchr(rest->bytes, '.', rest->len) : NULL;
    if (!dot) {
        *rest = (struct str){NULL, 0};
        return part;
    }
    part.len = (size_t)(dot - rest->bytes);
    rest->bytes = dot + 1;
    rest->len -= part.len + 1;
    return part;
}

/* Takes "ID[.N][.LANG].xml" apart; false for any other name. */
static bool
read_name(struct arena *arena, struct str name, struct shelf_file *file)
{
    if (name.len < 4 || memcmp(name.bytes + name.len - 4, ".xml", 4) != 0)
        return false;
    struct str rest = {name.bytes, name.len - 4};
    struct str id = take_part(&rest);
    if (!schema_is_id(id))
        return false;
    struct str part = take_part(&rest);
    if (part.len && whole_read(part, &file->edition))
        part = take_part(&rest);
    if (rest.len)
        return false;
    file->id = arena_text(arena, id);
    file->lang = part.len ? arena_text(arena, part) : NULL;
    return true;
}

/* ---- folders ---- */

static bool
has_folder(const struct shelf *shelf, const char *folder)
{
    for (size_t i = 0; i < shelf->files.n; i++)
        if (strcmp(shelf->files.items[i]->folder, folder) == 0)
            return true;
    return false;
}

/* What cannot be read for want of something else must not be taken for
   nothing: what a file there says is private would be passed on. */
static void
note_unread(struct shelf *shelf, const char *folder, int error)
{
    if (!error || error == ENOENT || error == ENOTDIR || error == EACCES)
        return;
    shelf->unread = folder;
    shelf->error = error;
}

/* A folder is often named twice: by the user, and as the program's own. */
void
shelf_add_folder(struct shelf *shelf, const char *folder, int depth)
{
    const char *own = arena_text(shelf->arena, str_from(folder));
    size_t n;
    const char **paths = file_names(own, "", &n, shelf->arena);
    note_unread(shelf, own, errno);
    bool is_known = has_folder(shelf, own);

    for (size_t i = 0; i < n && !is_known; i++) {
        struct shelf_file file = {.path = paths[i], .folder = own};
        struct str name = str_skip(str_from(paths[i]), strlen(own) + 1);
        if (!read_name(shelf->arena, name, &file))
            continue;
        struct shelf_file *kept = ARENA_NEW(shelf->arena, struct shelf_file);
        *kept = file;
        *vec_add(shelf->arena, &shelf->files) = kept;
    }
    /* What is no folder has nothing in it. */
    for (size_t i = 0; i < n && depth > 0; i++)
        shelf_add_folder(shelf, paths[i], depth - 1);
}

bool
shelf_is_whole(const struct shelf *shelf, struct diag *diag)
{
    if (!shelf->unread)
        return true;
    errno = shelf->error;
    return file_add_error(diag, MSG_CANNOT_READ, shelf->unread);
}

const struct shelf_file *
shelf_add_beside(struct shelf *shelf, const char *path)
{
    struct shelf_file *file = ARENA_NEW(shelf->arena, struct shelf_file);
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    struct str folder =
        slash ? (struct str){path, (size_t)(slash - path)} : STR(".");
    if (slash == path)
        folder = STR("/");
    const char *own = arena_text(shelf->arena, folder);
    if (!read_name(shelf->arena, str_from(name), file))
        file->id = "";
    file->path = path;
    file->folder = own;
    shelf_add_folder(shelf, own, 0);
    return file;
}

/* ---- finding ---- */

static bool
is_beside(const struct shelf_file *a, const struct shelf_file *b)
{
    return strcmp(a->folder, b->folder) == 0 && strcmp(a->id, b->id) == 0;
}

static bool
is_current(const struct shelf_file *file)
{
    return !file->edition && !file->lang;
}

const struct shelf_file *
shelf_find(const struct shelf *shelf, struct str id)
{
    for (size_t i = 0; i < shelf->files.n; i++)
        if (is_current(shelf->files.items[i])
            && str_is(id, shelf->files.items[i]->id))
            return shelf->files.items[i];
    return NULL;
}

const struct shelf_file *
shelf_find_edition(const struct shelf *shelf, const struct shelf_file *current,
                   int32_t edition)
{
    for (size_t i = 0; i < shelf->files.n; i++) {
        const struct shelf_file *file = shelf->files.items[i];
        if (is_beside(file, current) && file->edition == edition && !file->lang)
            return file;
    }
    return NULL;
}

const struct shelf_file *
shelf_next_wording(const struct shelf *shelf,
                   const struct shelf_file *definition,
                   const struct shelf_file *last)
{
    bool is_past = !last;
    for (size_t i = 0; i < shelf->files.n; i++) {
        const struct shelf_file *file = shelf->files.items[i];
        if (is_past && file->lang && file->edition == definition->edition
            && is_beside(file, definition))
            return file;
        if (file == last)
            is_past = true;
    }
    return NULL;
}

const struct shelf_file *
shelf_next_definition(const struct shelf *shelf, const struct shelf_file *last)
{
    bool is_past = !last;
    for (size_t i = 0; i < shelf->files.n; i++) {
        const struct shelf_file *file = shelf->files.items[i];
        if (is_past && !file->lang)
            return file;
        if (file == last)
            is_past = true;
    }
    return NULL;
}

static int
compare_ids(const void *a, const void *b)
{
    const struct shelf_file *const *left = a;
    const struct shelf_file *const *right = b;
    return strcmp((*left)->id, (*right)->id);
}

const struct shelf_file *const *
shelf_definitions(const struct shelf *shelf, struct arena *arena, size_t *n)
{
    struct file_list list = {0};
    for (size_t i = 0; i < shelf->files.n; i++) {
        const struct shelf_file *file = shelf->files.items[i];
        if (is_current(file) && shelf_find(shelf, str_from(file->id)) == file)
            *vec_add(arena, &list) = file;
    }
    if (list.n)
        qsort(list.items, list.n, sizeof *list.items, compare_ids);
    *n = list.n;
    return list.items;
}
