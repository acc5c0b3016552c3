/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How saved responses are to be read: what every command that reads them can
   be told alike.  Its table of options has those of source_options.def. */
#ifndef ATTUNE_CLI_SOURCE_ARGS_H
#define ATTUNE_CLI_SOURCE_ARGS_H

#include <stdbool.h>
#include "base/buf.h"
#include "cli/context.h"
#include "cli/load.h"
#include "cli/option.h"
#include "response/bind.h"

struct source_args {
    struct text_list instruments;
    struct text_list codes;
    struct text_list columns;
    struct text_list values;
    struct text_list maps;
    const char *delimiter;
    bool any_edition;
    bool shows_values;
    const char *folder;
};

/* Fills what the options say, and the instruments; the rest of 'options' is
   left as it is.  False after adding what is wrong with them. */
bool source_args_fill(const struct source_args *args,
                      const struct loaded *loaded, struct context *context,
                      struct response_options *options) MUST_USE;

/* overwrite_guard() for 'files' and whatever else the options say to read. */
bool source_args_guard(const struct source_args *args, struct context *context,
                       const char *output, const struct text_list *files,
                       const struct loaded *loaded) MUST_USE;

/* Adds a command line, quoted for a shell: attune alerts, that reads the same
   files in the same way; 'client' NULL: of everybody. */
void source_args_add_command(const struct source_args *args, const char *client,
                             const struct text_list *files, struct buf *out);

#endif
