/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A saved row that is being corrected: what is to be changed in it, judged as
   the form would have judged it.  cmd_correct.c finds the row and takes lines;
   correct_ask.c asks at a terminal. */
#ifndef ATTUNE_CLI_CORRECTION_H
#define ATTUNE_CLI_CORRECTION_H

#include <stdbool.h>
#include <stddef.h>
#include "cli/context.h"
#include "cli/unlocking.h"
#include "fill/answer_sheet.h"
#include "response/bind.h"
#include "exchange/amendments.h"
#include "exchange/csv_edit.h"

/* A file that is corrected. */
struct corrected_file {
    const char *path;
    struct csv_edit edit;
    const struct binding *binding;
    const struct source_settings *settings; /* how its days are written */
    const struct unlocked_file *unlocked;   /* NULL: it is no casebook's */
};

/* What people call it. */
const char *corrected_file_name(const struct corrected_file *file);

struct correction {
    struct context *context;
    struct corrected_file *file;
    const struct instrument *instrument;
    size_t instrument_idx; /* as the binding has it */
    size_t row;
    struct row_name name;
    const struct str *cells; /* as they stand */
    struct str *wanted;      /* of each column; no bytes: as it stands */
    size_t *column_of;       /* of each item; SIZE_MAX: there is none */
    bool *is_named;          /* of each item: somebody gave it an answer */
    struct answer_sheet *sheet;
    enum asking *asking_before;
    enum asking *asking;
    struct str couple; /* where the file has no column for it; no bytes: none */
    bool removes_row;
    bool with_labels; /* choices may be named by their labels */
    const char *reason;
};

/* 'name' is that of the row; its cells are known.  NULL after adding an error:
   the row was answered by another definition. */
struct correction *correction_new(struct context *context,
                                  struct corrected_file *file,
                                  const struct instrument *instrument,
                                  size_t instrument_idx, size_t row,
                                  bool any_edition) MUST_USE;
void correction_clear(struct correction *correction);

/* The item that is called so, with its instrument before it ("gad-7.i1") or
   not; SIZE_MAX: none. */
size_t correction_find_item(const struct instrument *instrument,
                            struct str name);

/* The item or fact that people call so. */
enum corrected { CORRECTED_NONE, CORRECTED_ITEM, CORRECTED_FACT };
enum corrected correction_find(const struct correction *correction,
                               struct str name, size_t *idx);

/* The cell of an item as it stands. */
struct str correction_old(const struct correction *correction, size_t item_idx);

/* Lets an item, or a fact, be 'value'.  False after adding what is wrong, at
   'place'; then nothing is changed. */
bool correction_set(struct correction *correction, struct str name,
                    struct str value, struct place place,
                    struct diag *diag) MUST_USE;

/* Lets the row be removed; false after adding that no other has its name. */
bool correction_remove(struct correction *correction, struct place place,
                       struct diag *diag) MUST_USE;

/* The first item that is asked now, was not, and has no answer; SIZE_MAX:
   none. */
size_t correction_open_item(const struct correction *correction);

/* Lets items follow that are not asked any more.  False after adding an error:
   some are asked now and have no answer, or have one and are not asked, or
   there is nothing to correct. */
bool correction_follow(struct correction *correction,
                       struct diag *diag) MUST_USE;

/* What follow() has come to, for the file. */
struct amendment *correction_amendments(const struct correction *correction,
                                        size_t *n) MUST_USE;

/* correct_ask.c: asks for all of it at the terminal, as far as
   correction_follow().  False: nothing is to be done, and that was said. */
bool correct_ask(struct correction *correction, bool with_private) MUST_USE;

#endif
