/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of an archive through libzip, which is loaded when it is needed: it
   brings along what every other command would wait for. */
#include <config.h>

#include "exchange/xlsx_file.h"

#ifdef ZIP_LIBRARY

#include <dlfcn.h>
#include <string.h>
#include <zip.h>

#define ZIP_FUNCTIONS(FUNCTION)                                                \
    FUNCTION(zip_source_buffer_create)                                         \
    FUNCTION(zip_source_free)                                                  \
    FUNCTION(zip_open_from_source)                                             \
    FUNCTION(zip_get_num_entries)                                              \
    FUNCTION(zip_get_name)                                                     \
    FUNCTION(zip_stat_index)                                                   \
    FUNCTION(zip_fopen_index)                                                  \
    FUNCTION(zip_fread)                                                        \
    FUNCTION(zip_fclose)                                                       \
    FUNCTION(zip_discard)

struct xlsx_zip {
#define MEMBER(name) __typeof__(name) *name;
    ZIP_FUNCTIONS(MEMBER)
    zip_t *archive;
};

static bool
load(struct xlsx_zip *zip)
{
#define NAMED(name) {#name, offsetof(struct xlsx_zip, name)},
    static const struct {
        const char *name;
        size_t at;
    } functions[] = {ZIP_FUNCTIONS(NAMED)};
    void *handle = dlopen(ZIP_LIBRARY, RTLD_LAZY | RTLD_LOCAL);

    for (size_t i = 0; handle && i < N_ELEMENTS(functions); i++) {
        void **function = (void *)((char *)zip + functions[i].at);
        if (!(*function = dlsym(handle, functions[i].name)))
            handle = NULL;
    }
    return handle;
}

struct xlsx_zip *
xlsx_zip_open(struct str bytes, struct arena *arena, const char **why)
{
    struct xlsx_zip *zip = ARENA_NEW(arena, struct xlsx_zip);

    if (!load(zip)) {
        *why = arena_printf(arena, "%s", dlerror());
        return NULL;
    }
    zip_source_t *source =
        zip->zip_source_buffer_create(bytes.bytes, bytes.len, 0, NULL);
    zip->archive =
        source ? zip->zip_open_from_source(source, ZIP_RDONLY, NULL) : NULL;
    if (zip->archive)
        return zip;
    if (source)
        zip->zip_source_free(source);
    *why = "the archive is damaged";
    return NULL;
}

void
xlsx_zip_close(struct xlsx_zip *zip)
{
    if (zip)
        zip->zip_discard(zip->archive);
}

/* One byte more is asked for than there should be. */
static const char *
unpack(struct xlsx_zip *zip, zip_file_t *file, size_t size, struct buf *part)
{
    buf_reserve(part, size + 1);
    zip_int64_t n = zip->zip_fread(file, part->bytes, size + 1);

    if (n < 0)
        return "a part is damaged";
    part->len = (size_t)n;
    return part->len == size ? NULL : "a part is not as long as it should be";
}

/* How often the archive holds a part of that name; '*idx' is the last. */
static size_t
find(struct xlsx_zip *zip, const char *name, zip_uint64_t *idx)
{
    zip_int64_t n_entries = zip->zip_get_num_entries(zip->archive, 0);
    size_t n = 0;

    for (zip_uint64_t i = 0; n_entries > 0 && i < (zip_uint64_t)n_entries;
         i++) {
        const char *entry = zip->zip_get_name(zip->archive, i, 0);
        if (!entry || strcmp(entry, name) != 0)
            continue;
        *idx = i;
        n++;
    }
    return n;
}

bool
xlsx_zip_read(struct xlsx_zip *zip, const char *name, struct buf *part,
              struct arena *arena, const char **why)
{
    zip_uint64_t idx = 0;
    size_t n_found = find(zip, name, &idx);
    zip_stat_t about;
    zip_file_t *file;

    *why = NULL;
    if (!n_found)
        return false;
    if (n_found > 1)
        *why = arena_printf(arena, "it holds '%s' twice", name);
    else if (zip->zip_stat_index(zip->archive, idx, 0, &about)
             || !(about.valid & ZIP_STAT_SIZE))
        *why = "the archive is damaged";
    else if (about.size > XLSX_LIMIT_PART_SIZE)
        *why = arena_printf(arena, "more than 256 MiB in '%s', unpacked", name);
    else if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD)
             && about.encryption_method != ZIP_EM_NONE)
        *why = "it is locked by a password";
    else if (!(file = zip->zip_fopen_index(zip->archive, idx, 0)))
        *why = "a part cannot be unpacked";
    else {
        *why = unpack(zip, file, (size_t)about.size, part);
        zip->zip_fclose(file);
    }
    return !*why;
}

#endif
