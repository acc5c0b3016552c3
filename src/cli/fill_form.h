/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questions, from the first page to what is said when the last is gone. */
#ifndef ATTUNE_CLI_FILL_FORM_H
#define ATTUNE_CLI_FILL_FORM_H

#include "cli/fill_job.h"
#include "cli/status.h"

/* Records what the draft holds and an earlier fill had handed in.  False after
   adding an error. */
bool fill_record_late(struct fill_job *job) MUST_USE;

/* Asks what fill_begin() opened. */
enum exit_status fill_form(struct fill_job *job) MUST_USE;

#endif
