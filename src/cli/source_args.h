/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How saved responses are to be read, and their opening: what every command
   that reads them can be told alike.  Its table of options has those of
   source_options.def. */
#ifndef ATTUNE_CLI_SOURCE_ARGS_H
#define ATTUNE_CLI_SOURCE_ARGS_H

#include <stdbool.h>
#include "base/buf.h"
#include "cli/context.h"
#include "cli/load.h"
#include "cli/option.h"
#include "cli/status.h"
#include "score/reading.h"

struct source_args {
    struct text_list from;
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

/* Saved responses that are read. */
struct data {
    struct library *library;
    struct text_list files;
    struct loaded loaded;
    struct response_options options;
    struct source *source; /* NULL until it is opened */
};

/* The files: the operands from 'first' on, and those of --from. */
struct text_list source_args_files(const struct source_args *args,
                                   struct context *context,
                                   const struct text_list *operands,
                                   size_t first);

/* Finds the instruments of data->files, standard input where there are none;
   'wish' says how, but for names and files.  False after adding what is
   wrong. */
bool source_args_load(const struct source_args *args, struct context *context,
                      struct load_wish wish, struct data *data) MUST_USE;

/* overwrite_guard() for the files and whatever else the options say to
   read. */
bool source_args_guard(const struct source_args *args, struct context *context,
                       const char *output, const struct data *data) MUST_USE;

/* Opens the source: fills what the options say into data->options, whose rest
   is as the command wants it.  Problems from here on are those of data, and
   printed so.  False after adding what is wrong. */
bool source_args_open(const struct source_args *args, struct context *context,
                      struct data *data) MUST_USE;

/* A reading of the data, one thread's, with details. */
struct reading source_args_reading(struct context *context,
                                   const struct data *data);

/* What a reading that has run amounts to, its source still open. */
enum exit_status source_args_status(const struct reading *reading);

/* Adds a command line, quoted for a shell: attune alerts, that reads the same
   files in the same way; 'client' NULL: of everybody. */
void source_args_add_command(const struct source_args *args, const char *client,
                             const struct text_list *files, struct buf *out);

/* ---- for source_args.c ---- */

/* Fills the rules by which columns and values are read: --column ITEM=HEADER,
   --missing CODE=KIND, --value ITEM:FROM=TO, and --map FILE for many of them: a
   CSV file with the columns item, column, from, to, any of the last three left
   out.  False after adding what is wrong, of maps each with its place. */
bool recode_fill(const struct source_args *args, struct context *context,
                 struct response_options *options) MUST_USE;

#endif
