/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A clerk at the keyboard, from the first answer to the saved row: plain
   scrolling text, a key an answer, from a terminal or a pipe.  Everything
   typed is in the draft before the next item shows. */
#ifndef ATTUNE_FILL_CLERKING_H
#define ATTUNE_FILL_CLERKING_H

#include <stdbool.h>
#include "base/arena.h"
#include "base/diag.h"
#include "fill/clerk.h"
#include "fill/draft.h"
#include "fill/face.h"
#include "fill/filling.h"
#include "response/recorder.h"

struct clerking {
    struct face_options options;
    const struct instrument *instrument;
    struct draft *draft;
    const struct recorder_class *recorder_class;
    struct recorder *recorder;
    const struct filling_world *world;
    struct arena *arena;
};

enum clerking_end {
    CLERKING_DONE, /* the row is recorded, whatever an earlier process had left
                      to do */
    CLERKING_LEFT, /* at once: all is kept, and the screen is blank */
    CLERKING_STOPPED, /* a signal, or no more input; all is kept */
    CLERKING_FAILED   /* after adding an error */
};
enum clerking_end clerking_run(const struct clerking *clerking,
                               struct diag *diag) MUST_USE;

#endif
