/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questions, from the first page to what is said when the last is gone. */
#ifndef ATTUNE_CLI_FILL_FORM_H
#define ATTUNE_CLI_FILL_FORM_H

#include "cli/fill_job.h"
#include "cli/status.h"

/* Asks what fill_begin() opened. */
enum exit_status fill_form(struct fill_job *job) MUST_USE;

#endif
