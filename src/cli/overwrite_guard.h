/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps an output from taking the place of a file that is read: answers that
   were written over are answers lost. */
#ifndef ATTUNE_CLI_OVERWRITE_GUARD_H
#define ATTUNE_CLI_OVERWRITE_GUARD_H

#include <stdbool.h>
#include "cli/load.h"

/* False after adding that 'output' is one of the files, or of the files of
   the instruments, by this name or another.  NULL and "-" are no file. */
bool overwrite_guard(struct context *context, const char *output,
                     const struct text_list *files,
                     const struct loaded *loaded) MUST_USE;

#endif
