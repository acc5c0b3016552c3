/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sheet of answers from its first key to the saved row: sheet, draft and
   recorder put together so that nothing is shown as kept before it is.
   filling_run() brings a person's form there through a face; clerking.h a
   clerk's. */
#ifndef ATTUNE_FILL_FILLING_H
#define ATTUNE_FILL_FILLING_H

#include <stdbool.h>
#include <stdint.h>
#include "base/arena.h"
#include "base/diag.h"
#include "fill/draft.h"
#include "fill/face.h"
#include "fill/form.h"
#include "fill/answer_sheet.h"
#include "exchange/recorder.h"

/* What only the outermost room knows. */
struct filling_world {
    int64_t (*now_ms)(void *aux);       /* only goes forward */
    const char *(*now_text)(void *aux); /* ISO date and time */
    bool (*is_stopped)(void *aux);      /* a signal asks to end */
    void *aux;
};

struct filling {
    struct answer_sheet *sheet;
    struct form *form; /* whose the sheet is; NULL: a clerk's */
    struct draft *draft;
    const struct recorder_class *recorder_class;
    struct recorder *recorder;
    const char *mode; /* of the saved row */
    const struct filling_world *world;
    struct arena *arena;
    bool is_handed_over; /* only a code gives the screen back */
    bool was_private;    /* a page was: nothing is left to see of it in the
                            end */
    bool is_finished;    /* out: handed in, and that is kept */
    bool is_handed_in;   /* out: the answers are recorded */
};

enum filling_end {
    FILLING_DONE,    /* it ended: the sheet says how */
    FILLING_OTHER,   /* the person wants the other face: run it */
    FILLING_STOPPED, /* a signal, or no more input: everything is kept */
    FILLING_FAILED   /* after adding an error: the last answer is not kept, or
                        they are kept but not recorded */
};

/* Makes what the last key changed outlive this process, and records what is
   handed in.  The draft goes only when the answers are recorded or thrown
   away. */
bool filling_keep(struct filling *filling, struct diag *diag) MUST_USE;

/* Records what an earlier process had handed in but not recorded. */
bool filling_record(struct filling *filling, const char *finished,
                    bool is_again, struct diag *diag) MUST_USE;

/* Runs the form in an open face.  Draft and recorder stay open.  The screen is
   blank when it ends, however that is, if it showed a private question, and if
   it was handed over and ends without the code. */
enum filling_end filling_run(struct filling *filling,
                             const struct face_class *face_class,
                             struct face *face, struct diag *diag) MUST_USE;

#endif
