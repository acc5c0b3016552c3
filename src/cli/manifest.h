/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a run of score was made of and what it made, as JSON: by it a file of
   scores can be traced back to the very bytes that it came from. */
#ifndef ATTUNE_CLI_MANIFEST_H
#define ATTUNE_CLI_MANIFEST_H

#include <stdbool.h>
#include "cli/option.h"
#include "cli/score_run.h"

struct manifest {
    const struct score_job *job;
    struct norm_tally *const *norms;    /* of each instrument; counted where the
                                           job is with details */
    const struct option_entry *options; /* the table, and what was given */
    const void *args;
    bool with_private;  /* what rests on private answers is counted too */
    const char *output; /* path; NULL: standard output */
    size_t output_size; /* bytes */
    struct digest output_digest;
};

/* Adds the manifest to 'out'. */
void manifest_add(const struct manifest *manifest, struct buf *out);

#endif
