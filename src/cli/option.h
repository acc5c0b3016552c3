/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options as tables: parsing, help, man page and completions all come from
   the same entries. */
#ifndef ATTUNE_CLI_OPTION_H
#define ATTUNE_CLI_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "base/vec.h"

/* Texts given by an option that may be repeated, or operands. */
struct text_list VEC(const char *);

enum option_kind {
    OPTION_FLAG,   /* bool */
    OPTION_TEXT,   /* const char *; as all but flags and lists, once */
    OPTION_CODE,   /* const char *, of a person; '-': see option_ask_codes() */
    OPTION_OUTPUT, /* const char *; a file or folder that is written */
    OPTION_LIST,   /* struct text_list */
    OPTION_WHOLE,  /* int32_t, at least 1 */
    OPTION_NAME    /* int: a position in 'names' */
};

struct option_entry {
    const char *name; /* NULL ends the table */
    char letter;      /* 0: none */
    enum option_kind kind;
    size_t offset;     /* of the field in the command's arguments */
    const char *value; /* its name in the help; NULL of flags.  Shells complete
                          FILE, FOLDER, INSTRUMENT and LANGUAGE; what the
                          first three name can be read (confining.c). */
    const char *const *names; /* of OPTION_NAME; ends with NULL */
    const char *help;
};

/* The row of a table where 'offset' is that of a folder. */
#define OPTION_INSTRUMENTS(offset)                                             \
    {                                                                          \
        "instruments", 0, OPTION_TEXT, offset, "FOLDER", NULL,                 \
            "look for instruments in FOLDER first"                             \
    }

/* Reads the arguments behind a command's name into 'args' (zeroed) and the
   operands.  False after adding what is wrong, with the nearest option. */
bool option_parse(const struct option_entry *entries, int argc, char **argv,
                  void *args, struct text_list *operands, struct arena *arena,
                  struct diag *diag) MUST_USE;

/* Behind the help of each OPTION_CODE. */
#define OPTION_CODE_ASKED                                                      \
    "; '-': it is asked for, and no list of processes shows it"

/* Has each code that was given as '-' typed at the terminal; where standard
   input is none, it is the next line of it.  'await' NULL: it may take as long
   as it will; else false where nobody comes.  False after adding an error. */
bool option_ask_codes(const struct option_entry *entries, void *args,
                      bool (*await)(int fd), struct arena *arena,
                      struct diag *diag) MUST_USE;

/* Shows each option that was given, with its value (NULL: a flag), in the order
   of the table; one of a list for each of its values, and the name of a choice
   in any case. */
typedef void option_fn(void *aux, const struct option_entry *entry,
                       const char *value);
void option_each(const struct option_entry *entries, const void *args,
                 option_fn *given, void *aux);

#endif
