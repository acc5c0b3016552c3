/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The press of the program, in a file beside others that are installed, or
   beside the program in its build tree.  Declared in render/press.h. */
#include <config.h>

#include <dlfcn.h>
#include <string.h>
#include "cli/context.h"
#include "render/press.h"

const char *
press_path(void)
{
    return context_runs_from_build_tree() ? BUILD_FOLDER "/press.so"
                                          : LIBRARY_FOLDER "/press.so";
}

const struct press *
press_load(struct buf *why)
{
    void *handle = dlopen(press_path(), RTLD_NOW | RTLD_LOCAL);
    const struct press *found = handle ? dlsym(handle, "the_press") : NULL;

    if (found && strcmp(found->version, PACKAGE_VERSION) == 0)
        return found;
    if (found)
        buf_addf(why, "'%s' is of another version of attune", press_path());
    else
        buf_add_text(why, dlerror());
    return NULL;
}
