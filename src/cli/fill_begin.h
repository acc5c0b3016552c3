/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is settled before the first question: where the answers go, what an
   earlier fill left undone, and whether to go on with it. */
#ifndef ATTUNE_CLI_FILL_BEGIN_H
#define ATTUNE_CLI_FILL_BEGIN_H

#include "cli/fill_job.h"
#include "cli/status.h"

/* Opens draft and recorder.  False: with EXIT_DONE the person left it, else
   after adding an error. */
bool fill_begin(struct fill_job *job, enum exit_status *status) MUST_USE;

/* Closes what was opened. */
void fill_close(struct fill_job *job);

#endif
