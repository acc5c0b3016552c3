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
#include "cli/unlocking.h"
#include "exchange/amendments.h"
#include "score/reading.h"

struct source_args {
    struct text_list from;
    struct text_list instruments;
    struct text_list codes;
    struct text_list columns;
    struct text_list values;
    struct text_list maps;
    struct text_list keep;
    struct text_list drop;
    const char *settings[N_SOURCE_SETTINGS];
    bool is_long_in;
    bool any_edition;
    bool shows_values;
    const char *folder;
    struct unlock_args unlock;
};

/* A definition that is not what the casebook keeps of its edition. */
struct changed_definition {
    const struct instrument *now; /* of a library of its own */
    struct str then;              /* the bytes that are kept */
};

/* Saved responses that are read, and how. */
struct data {
    const struct source_args *args;
    struct context *context;
    struct library *library;
    struct text_list files;   /* those of folders in their place, once loaded */
    struct text_list folders; /* that were named */
    bool is_of_casebook;      /* no file was named: the casebook is read */
    const char *client;  /* of the casebook, whose sessions alone are asked for,
                            as far as they ask for no others'; NULL: all */
    bool keeps_casebook; /* it stays open: the command closes it */
    struct unlocked unlocked; /* what was in it */
    bool takes_new;           /* definitions as they are, not as it kept them */
    bool is_compared;         /* with another reading, by those: not said */
    struct VEC(struct changed_definition) changed; /* of the casebook */
    struct loaded loaded;
    struct response_options options;
    struct source *source; /* NULL until it is opened */
};

/* The files: the operands from 'first' on, and those of --from.  Borrows the
   others. */
struct data source_args_data(const struct source_args *args,
                             struct context *context,
                             const struct text_list *operands, size_t first);

/* Fills what the options say of columns, values and settings into
   data->options; finds the files of folders, and the instruments of
   data->files, of the casebook, or standard input; 'wish' says how, but for
   names and files.  A file
   of a folder without an item is told of, and passed over.  False after adding
   what is wrong. */
bool source_args_load(struct data *data, struct load_wish wish) MUST_USE;

/* load_guard() for the files and whatever else the options say to
   read. */
bool source_args_guard(const struct data *data, const char *output) MUST_USE;

/* Opens the source, by data->options, whose rest is as the command wants
   it.  Problems from here on are those of data, and
   printed so.  False after adding what is wrong. */
bool source_args_open(struct data *data) MUST_USE;
/* Opens it once more, maybe with others loaded and other options; what was said
   of the files is not said again. */
bool source_args_open_again(struct data *data) MUST_USE;
/* Whether every file stays where it can be read once more. */
bool source_args_is_kept(const struct data *data);

/* Adds what was corrected in the files, for nobody but the clinician; what
   cannot be read is told. */
void source_args_amended(const struct data *data,
                         struct amendment_list *amendments);

/* Whether some instrument asks other rows than the one that is scored. */
bool source_args_asks(const struct data *data);

/* A reading of the data, one thread's, with details. */
struct reading source_args_reading(const struct data *data);

/* Warns of what rows show together; each of these is printed, however many
   problems single rows have. */
void source_args_warn(const struct data *data, const struct reading *reading);

/* What a reading that has run amounts to, its source still open. */
enum exit_status source_args_status(const struct reading *reading);

/* What questionnaires were when the casebook had the first session of an
   edition is kept there, and used in the place of what lies on the shelf now:
   no score changes unless somebody wants it (definitions.c).

   Keeps those of the open casebook that are not kept yet, of each edition that
   has sessions there.  Where one that is
   here is not as it was kept, data->library, in which nothing was loaded yet,
   has the kept one in its place, and that is said; but with data->takes_new it
   is in data->changed alone.  False after adding an error. */
bool definitions_keep(struct data *data) MUST_USE;
/* Puts one, and what it rests on, where no other of its edition is kept. */
bool definitions_keep_one(struct data *data,
                          const struct instrument *instrument) MUST_USE;
/* The bytes of that edition's file as the open casebook keeps it. */
bool definitions_kept(const struct data *data, struct str id, int32_t edition,
                      struct str *bytes);
/* That edition: as the open casebook keeps it, else from beside what
   data->library has loaded of another (NULL: none), or from the shelf.  NULL:
   none of them has it.  Each is asked for once. */
const struct instrument *definitions_edition(const struct data *data,
                                             struct str id,
                                             const struct instrument *loaded,
                                             int32_t edition);
/* Keeps the new ones of data->changed, which count from now on. */
bool definitions_take(struct data *data) MUST_USE;

struct coding;
/* Adds how many cells of which columns were read as words of choices, a line;
   nothing where there are none.  The source is open. */
void source_args_add_labels(const struct data *data,
                            const struct coding *codings, bool with_private,
                            struct buf *out);
/* Prints it, less those of private items, to standard error. */
void source_args_print_labels(const struct data *data,
                              const struct coding *codings);

/* Adds "alerts: 3 fired, 1 left unanswered; to read them: attune alerts ...", a
   line; nothing at all where there are none, which is no reassurance.  'what'
   are the alerts, 'counts' are those of each instrument, 'client' NULL: of
   everybody.  The command reads the same files in the same way. */
void source_args_add_alerts(const struct data *data, const char *client,
                            const char *what, const notice_counts *counts,
                            struct buf *out);
/* Prints it to standard error. */
void source_args_print_alerts(const struct data *data, const char *client,
                              const char *what, const notice_counts *counts);

/* Fills the settings of files (source_settings.def) and the rules by which
   columns and values are read: --column ITEM=HEADER, --missing CODE=KIND,
   --value ITEM:FROM=TO, and --map FILE for many of them.  False after adding
   what is wrong, of maps each with its place. */
bool recode_fill(const struct source_args *args, struct context *context,
                 struct response_options *options) MUST_USE;

#endif
