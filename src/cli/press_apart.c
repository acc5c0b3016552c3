/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The press of the program, in a file beside others that are installed, or
   beside the program in its build tree.  Declared in render/press.h. */
#include <config.h>

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "cli/context.h"
#include "render/press.h"
#include "render/press_build.inc"

const char *
press_path(void)
{
    return context_runs_from_build_tree() ? BUILD_FOLDER "/press.so"
                                          : LIBRARY_FOLDER "/press.so";
}

/* What is cut off is mapped all the same, and a step behind its end is a
   signal.  Last in the file is the list of its sections. */
static bool
is_cut_off(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ElfW(Ehdr) head;
    struct stat about;
    bool is_cut =
        fd >= 0 && read(fd, &head, sizeof head) == sizeof head
        && fstat(fd, &about) == 0
        && (uint64_t)about.st_size
               < head.e_shoff + (uint64_t)head.e_shnum * head.e_shentsize;

    if (fd >= 0)
        close(fd);
    return is_cut;
}

const struct press *
press_load(struct buf *why)
{
    const char *path = press_path();
    void *handle =
        is_cut_off(path) ? NULL : dlopen(path, RTLD_NOW | RTLD_LOCAL);
    const struct press *found = handle ? dlsym(handle, "the_press") : NULL;
    const char *error = dlerror();

    if (found && strcmp(found->build, PRESS_BUILD) == 0)
        return found;
    if (error)
        buf_add_text(why, error);
    else
        buf_addf(why, "'%s' is %s", path,
                 found ? "of another build of attune" : "cut off");
    return NULL;
}
