/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one 'attune fill' is about: what was asked for, and what has been
   opened for it so far.  Filled from the top: cmd_fill.c reads the options,
   fill_load() finds the instrument, fill_begin.c settles what is gone on with
   and where it goes, fill_sitting.c asks. */
#ifndef ATTUNE_CLI_FILL_JOB_H
#define ATTUNE_CLI_FILL_JOB_H

#include <stdbool.h>
#include "cli/context.h"
#include "casebook/inbox.h"
#include "cli/status.h"
#include "cli/unlocking.h"
#include "fill/draft.h"
#include "fill/filling.h"
#include "fill/terminal.h"
#include "instrument/library.h"
#include "exchange/recorder.h"

struct fill_args {
    const char *folder;
    const char *client;
    const char *couple;
    const char *session;
    const char *date;
    const char *lang;
    const char *into;
    const char *output;
    bool is_lines;
    bool is_handed_over;
    bool is_clerk;
    bool resumes;
    struct unlock_args unlock; /* its casebook is where the answers go */
};

struct fill_job {
    struct context *context;
    const struct fill_args *args;
    const char *name; /* of the instrument, as it was asked for */
    struct library *library;
    const struct instrument *instrument;
    struct face_options io;
    const char *into;     /* the file of --into; NULL: there is none */
    bool is_new_file;     /* it is made */
    bool is_there;        /* the file of -o, before anything was recorded */
    bool has_notice;      /* something was said that a full screen would hide */
    const char *casebook; /* whose inbox the answers go into; NULL: a file's */
    struct inbox *inbox;
    struct inbox_fill inbox_fill;
    struct draft *draft;
    struct recorder *recorder;
    const struct recorder_class *recorder_class;
};

/* fill_job.c */

/* Says a line on standard error, in the words of the person it is for; 'text'
   takes the place of {1} (NULL: there is none), shown so that it cannot speak
   to the terminal. */
void fill_say(const struct fill_job *job, enum word word, const char *text);
/* The same below a line that was begun: a question that nobody answered. */
void fill_say_below(const struct fill_job *job, enum word word);
/* A text of somebody's own, made harmless. */
void fill_say_text(const char *text);
/* The same to whoever starts the fill, who must have read it. */
void fill_notice(struct fill_job *job, enum word word, const char *text);

/* Whether a signal came, or nothing can be shown or read: who was asked has not
   said no. */
bool fill_is_cut_off(const struct fill_job *job);

/* What a fill that did not get to its questions ends with: the signal that
   came, else the gravest of its problems. */
enum exit_status fill_status(const struct fill_job *job);

/* The instrument in its language and edition: */

/* Sets the job's instrument and language.  'lang' may be NULL or "" (its own),
   'edition' 0 (the current one).  False after adding an error. */
bool fill_load(struct fill_job *job, const char *lang,
               int32_t edition) MUST_USE;
/* Loads what the draft was begun with: answers belong to the very words they
   were given to. */
bool fill_load_as_begun(struct fill_job *job) MUST_USE;

/* fill_begin.c: what is settled before the first question */

/* Opens draft and recorder: where the answers go, what an earlier fill left
   undone, and whether to go on with it.  False: with EXIT_DONE the person left
   it, else after adding an error. */
bool fill_begin(struct fill_job *job, enum exit_status *status) MUST_USE;
/* Begins one that is sealed for the casebook. */
bool fill_begin_sealed(struct fill_job *job) MUST_USE;
/* Closes what was opened. */
void fill_close(struct fill_job *job);

/* fill_resume.c: as fill_begin(), where an unfinished form of the casebook is
   gone on with. */
bool fill_resume(struct fill_job *job, enum exit_status *status) MUST_USE;

/* fill_ask.c: what is asked beside the form, in plain lines.  Neither a
   client's code nor an answer is shown. */

/* TYPED_LINE and the line; TYPED_LEAVE, and the screen is blank: but of a
   secret, which may be anything; or TYPED_ENDED, also when a signal came.  The
   question is what 'terminal' is to show.  'is_watched': TYPED_RESTED, and the
   screen is blank, where nobody is there (shell.h). */
enum typed fill_ask_line(struct terminal *terminal, enum typing typing,
                         bool is_watched, struct str *line) MUST_USE;

enum offer_choice {
    OFFER_GO_ON,
    OFFER_BEGIN_ANEW,
    OFFER_KEEP, /* it as it is */
    OFFER_LEFT, /* by a key that leaves at once: the screen is blank */
    OFFER_ENDED /* the input, or a signal came */
};

/* 'is_another': others were offered before it and left as they are. */
enum offer_choice fill_offer(const struct face_options *io,
                             const struct draft_head *head,
                             bool is_another) MUST_USE;

/* Whether the columns are to be added to the file. */
bool fill_offer_columns(const struct face_options *io, const char *path,
                        const char *columns) MUST_USE;

/* Waits for Enter.  OFFER_GO_ON, OFFER_LEFT, or OFFER_ENDED when a signal
   came. */
enum offer_choice fill_offer_wait(const struct face_options *io) MUST_USE;

/* Asks for the edition on the paper until it is a number; false at the end of
   the input. */
bool fill_ask_edition(const struct face_options *io,
                      const struct instrument *instrument,
                      int32_t *edition) MUST_USE;

/* Asks twice; NULL at the end of the input, or when a signal came. */
const char *fill_ask_release_code(const struct face_options *io,
                                  struct arena *arena) MUST_USE;

/* Says why the form had to end without the code, and the practice's words
   (NULL: none), and waits for it.  Returns
   also when a signal asks to end, or there is nobody left to type it: the end
   of a pipe, a terminal that was hung up. */
void fill_await_release(const struct face_options *io, const char *code,
                        enum word why, const char *own_words);

/* fill_sitting.c: the questions, to what is said when the last is gone */

/* Records what the draft holds and an earlier fill had handed in.  False after
   adding an error. */
bool fill_record_late(struct fill_job *job) MUST_USE;
/* Asks what fill_begin() opened, or has a clerk type it in. */
enum exit_status fill_sit(struct fill_job *job) MUST_USE;

#endif
