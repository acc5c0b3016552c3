/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A clerk at the keyboard, from the first answer to the saved row: plain
   scrolling text, a key an answer, from a terminal or a pipe.  Everything
   typed is in the draft before the next item shows. */
#ifndef ATTUNE_FILL_CLERKING_H
#define ATTUNE_FILL_CLERKING_H

#include "fill/clerk.h"
#include "fill/filling.h"

/* Types in the paper form of 'clerk', which is the filling's.  Draft and
   recorder stay open.  Where an earlier process had only left to record it,
   that is done. */
enum filling_end clerking_run(struct filling *filling, struct clerk *clerk,
                              const struct face_options *options,
                              struct diag *diag) MUST_USE;

#endif
