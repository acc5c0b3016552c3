/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands, as a table: help, man page and completions walk it. */
#ifndef ATTUNE_CLI_COMMAND_H
#define ATTUNE_CLI_COMMAND_H

#include <stddef.h>
#include "cli/context.h"
#include "cli/option.h"
#include "cli/status.h"

struct action;

/* What a command needs besides what its arguments name: it has nothing else
   once it is confined (command_confine). */
enum command_need {
    WRITES_HERE = 1,     /* the folder, where no output is named */
    WRITES_OPERANDS = 2, /* them, and beside them */
    WRITES_STATE = 4,    /* drafts and the casebook, whatever is named */
    READS_ALL = 8,       /* what it reads names more, which is not known yet */
    DRAWS = 16,          /* fonts */
    MAY_DRAW = 32        /* likewise, for a format of pages */
};

struct command {
    const char *name;
    const char *summary;     /* one line, lower case, no full stop */
    const char *operands;    /* "[FILE...]", ways to go on with '|' between
                                them; "" for none.  Shells complete what stands
                                there in lower case, and FILE, PART, FOLDER,
                                INSTRUMENT, LANGUAGE, KIND, COMMAND. */
    const char *description; /* paragraphs parted by blank lines */
    const char
        *examples; /* command lines, one a line, each below its "# why" */
    const struct option_entry *options;
    bool tells_figures; /* of scores (output/figure.h): help lists them */
    size_t args_size;   /* of the struct that the options are read into */
    unsigned needs;     /* of enum command_need */
    /* What there is to do in the casebook (cli/action.h), where its struct
       begins with the unlock_args; NULL: 'run' does it. */
    const struct action *actions;
    /* What it ends with, where its problems do not amount to worse. */
    enum exit_status (*run)(struct context *context, const void *args,
                            const struct text_list *operands);
};

extern const struct command cmd_alerts;
extern const struct command cmd_casebook;
extern const struct command cmd_check;
extern const struct command cmd_client;
extern const struct command cmd_consent;
extern const struct command cmd_correct;
extern const struct command cmd_draft;
extern const struct command cmd_drafts;
extern const struct command cmd_explain;
extern const struct command cmd_export;
extern const struct command cmd_fill;
extern const struct command cmd_form;
extern const struct command cmd_help;
extern const struct command cmd_import;
extern const struct command cmd_items;
extern const struct command cmd_list;
extern const struct command cmd_merge;
extern const struct command cmd_new;
extern const struct command cmd_note;
extern const struct command cmd_report;
extern const struct command cmd_score;
extern const struct command cmd_show;
extern const struct command cmd_today;

/* All of them in the order of help; ends with NULL. */
extern const struct command *const commands[];

/* What attune is for, said by --version and the man page. */
extern const char *const program_purpose;

const struct command *command_find(const char *name); /* NULL: none */

/* confining.c: gives up all of the computer that the command does not need
   (base/confine.h) and keeps the files that its arguments name, the shelves,
   what is the program's own, fonts, the terminal.  For a process of one thread,
   before a file is read.  Where a command of the user's is to be run for a
   passphrase, only confine_enter() of the context's gives up.  False after
   adding an error: something would be missing that is there. */
bool command_confine(struct context *context, const struct command *command,
                     const void *args,
                     const struct text_list *operands) MUST_USE;

/* The nearest command's name to a wrong one, or NULL. */
const char *command_nearest(const char *name);

#endif
