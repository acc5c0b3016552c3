/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which face a form is seen through: the full screen where the terminal can
   bear it, else plain lines; and from the one to the other in the middle. */
#ifndef ATTUNE_CLI_FILL_FACE_H
#define ATTUNE_CLI_FILL_FACE_H

#include "cli/context.h"
#include "fill/face.h"
#include "fill/filling.h"

struct fill_face {
    const struct context *context;
    struct face_options options;
    bool is_lines; /* asked for */
};

/* Whether it begins as a full screen, if the terminal's size will do. */
bool fill_face_is_screen(const struct fill_face *choice);

/* Runs the form to its end, in one face after the other. */
enum filling_end fill_face_run(const struct fill_face *choice,
                               struct filling *filling,
                               struct diag *diag) MUST_USE;

#endif
