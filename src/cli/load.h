/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Instruments made ready to score: found, read, proved. */
#ifndef ATTUNE_CLI_LOAD_H
#define ATTUNE_CLI_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include "cli/context.h"
#include "cli/option.h"
#include "response/bind.h"
#include "exchange/source.h"
#include "score/plan.h"

struct loaded {
    const struct instrument **instruments;
    const struct plan **plans; /* one for each instrument */
    size_t n;
};

/* Compiles an instrument that stands its proof (proof/proof.h); NULL after
   adding what is wrong with it.  Of what there is no more than a warning,
   'attune check' tells. */
const struct plan *load_plan(struct context *context,
                             const struct instrument *instrument) MUST_USE;

/* Which instruments to load, and how. */
struct load_wish {
    const struct text_list *named; /* by --instrument; none: those that the
                                      header of the first file speaks of
                                      (INSTRUMENT.ITEM) or that its first row
                                      is of (column 'instrument') */
    const struct text_list *files; /* one or more */
    bool all_files;                /* look into every file instead */
    bool all_rows; /* and at every row of what is read of it at once */
    const struct response_options *told; /* of how the files are read */
    const char *lang; /* NULL: as they are; else where they have words in it */
    bool with_words;  /* know what words there are: library_with_words() */
};

/* False after adding problems. */
bool load_instruments(struct context *context, struct library *library,
                      const struct load_wish *wish,
                      struct loaded *loaded) MUST_USE;

/* Lets headers be held against the shelves: columns of installed instruments
   that are not loaded, and private items of all, are not passed through.  What
   is there is looked up when the first such header asks.  Of a casebook's
   sessions whatever is no fact is an answer, maybe of an edition that is on no
   shelf any more, and no header is passed through. */
void load_others(struct context *context, struct library *library,
                 const struct loaded *loaded, bool are_sessions,
                 struct response_options *options);

/* Keeps an output from taking the place of a file that is read: answers that
   were written over are answers lost.  False after adding that 'output' is one
   of the files, or of the files of the instruments, by this name or another.
   NULL is no file; "-" is standard output, among the files standard input. */
bool load_guard(struct context *context, const char *output,
                const struct text_list *files,
                const struct loaded *loaded) MUST_USE;

/* Likewise of one other file, which is there or not.  False after adding that
   'output' would take the place 'of_what', or that this cannot be told. */
bool load_spare(struct context *context, const char *output, const char *other,
                const char *of_what) MUST_USE;

/* Lets the words of choices be understood in cells, and those of rows' digests
   be compared, in every language that there is. */
void load_words(struct library *library, const struct loaded *loaded,
                struct response_options *options, struct arena *arena);

#endif
