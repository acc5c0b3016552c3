/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands on the casebook whose first operand is a word: what there is to do,
   as a table; and what they ask a person for, which is never an argument, since
   histories of shells and lists of processes are read by others. */
#ifndef ATTUNE_CLI_ACTION_H
#define ATTUNE_CLI_ACTION_H

#include "base/buf.h"
#include "cli/status.h"
#include "cli/unlocking.h"

struct action_run {
    struct context *context;
    const void *args; /* of the command */
    const struct unlock_args *unlock;
    const struct text_list *operands; /* the action's word is the first */
    struct casebook *casebook;        /* open, of actions that need it */
    struct buf out;                   /* printed when all is done */
};

struct action {
    const char *name;
    int least; /* operands behind it */
    int most;
    const char *takes; /* them, in words */
    bool is_locked;    /* it does not open the casebook */
    bool (*fits)(const struct action_run *run); /* before a passphrase is asked
                                                   for; NULL: anything does */
    /* False after adding what is wrong; then nothing is printed. */
    bool (*run)(struct action_run *run);
};

/* Does what the first operand says; or, where the first action has the name of
   the command, this one, whose operands begin at once.  'actions' ends with a
   name of NULL, 'args' begins with the struct unlock_args. */
void action_do(struct context *context, const struct action *actions,
               const void *args, const struct text_list *operands);

/* Behind the word, from 1 on; NULL: there are not so many. */
const char *action_operand(const struct action_run *run, size_t number);
/* The client of that operand; 0 after adding an error. */
uint32_t action_client(struct action_run *run, size_t number);

bool action_commit(struct action_run *run) MUST_USE; /* of its casebook */
/* Adds a cell of CSV, and what stands behind it. */
void action_add_cell(struct action_run *run, struct str text, char end);
/* The day, as ISO writes it; and whether one, or a time, comes behind another.
 */
struct str action_today(const struct action_run *run);
bool action_is_later(struct str a, struct str b);

/* ---- asking ---- */

enum reply { REPLY_TEXT, REPLY_DATE, REPLY_PAST_DATE, REPLY_YES_NO };
struct question {
    const char *name;  /* of the field, and of the line NAME=VALUE */
    const char *words; /* at a terminal */
    enum reply reply;
    bool is_needed;
};
/* Asks at a terminal, in turn; else lines NAME=VALUE of standard input answer.
   What was left empty is not among the fields.  False after adding an error. */
bool action_ask(struct action_run *run, const struct question *questions,
                size_t n, struct fields *fields) MUST_USE;
/* All of standard input, a text that is not empty.  False after adding an
   error. */
bool action_read_text(struct action_run *run, const char *words,
                      struct str *text) MUST_USE;

#endif
