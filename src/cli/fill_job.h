/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one 'attune fill' is about: what was asked for, and what has been
   opened for it so far.  Filled from the top: cmd_fill.c reads the options,
   fill_load.c the instrument, fill_begin.c settles what is gone on with and
   where it goes, fill_form.c asks. */
#ifndef ATTUNE_CLI_FILL_JOB_H
#define ATTUNE_CLI_FILL_JOB_H

#include <stdbool.h>
#include "cli/context.h"
#include "cli/fill_offer.h"
#include "cli/status.h"
#include "fill/draft.h"
#include "fill/filling.h"
#include "instrument/library.h"
#include "response/recorder.h"

struct fill_args {
    const char *folder;
    const char *client;
    const char *session;
    const char *date;
    const char *lang;
    const char *into;
    const char *output;
    bool is_lines;
    bool is_handed_over;
    bool is_clerk;
};

struct fill_job {
    struct context *context;
    const struct fill_args *args;
    const char *name; /* of the instrument, as it was asked for */
    struct library *library;
    const struct instrument *instrument;
    struct offer_io io;
    bool is_new_file; /* --into makes it */
    bool has_notice;  /* something was said that a full screen would hide */
    size_t n_printed; /* of the problems */
    struct draft *draft;
    struct recorder *recorder;
    const struct recorder_class *recorder_class;
};

/* Adds an error of usage; false. */
bool fill_refuse(struct fill_job *job, const char *what, const char *hint);

/* Says a line to whoever starts the fill; see fill_say(). */
void fill_notice(struct fill_job *job, enum word word, const char *text);
/* Prints the problems that were not printed yet. */
void fill_print_problems(struct fill_job *job);

/* What a fill that did not get to its questions ends with: the signal that
   came, else the gravest of its problems. */
enum exit_status fill_status(const struct fill_job *job);

/* The clocks and signals of this process, for fill/. */
struct filling_world fill_world(struct fill_job *job);

#endif
