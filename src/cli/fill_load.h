/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The instrument that a fill asks, in its language and edition. */
#ifndef ATTUNE_CLI_FILL_LOAD_H
#define ATTUNE_CLI_FILL_LOAD_H

#include "cli/fill_job.h"

/* Sets the job's instrument and language.  'lang' may be NULL or "" (its own),
   'edition' 0 (the current one).  False after adding an error. */
bool fill_load(struct fill_job *job, const char *lang,
               int32_t edition) MUST_USE;

/* Loads what the draft was begun with: answers belong to the very words they
   were given to. */
bool fill_load_as_begun(struct fill_job *job) MUST_USE;

#endif
