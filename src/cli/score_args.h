/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What attune score can be asked for: its options, and the words about them. */
#ifndef ATTUNE_CLI_SCORE_ARGS_H
#define ATTUNE_CLI_SCORE_ARGS_H

#include <stdbool.h>
#include <stdint.h>
#include "cli/context.h"
#include "cli/load.h"
#include "cli/option.h"
#include "cli/source_args.h"

struct score_args {
    struct source_args reading;
    const char *output;
    int format; /* of sink_formats */
    bool is_long;
    bool with_details;
    bool with_changes;
    bool with_couples;
    bool with_private;
    struct text_list keep;
    bool is_rounded;
    bool is_strict;
    bool is_raw;
    bool is_quiet;
    int32_t n_threads;
    const char *prefix;
    const char *norm;
    const char *baseline;
    const char *manifest;
};

extern const struct option_entry score_options[];

/* False after adding options that do not go together, or that name what is
   not there. */
bool score_args_check(const struct score_args *args,
                      const struct loaded *loaded,
                      struct context *context) MUST_USE;

/* Adds a wrong usage with its hint (or NULL); always false. */
bool score_args_refuse(struct context *context, const char *text,
                       const char *hint);

#endif
