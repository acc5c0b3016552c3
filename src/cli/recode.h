/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How data whose columns or codes are not those of the instrument is to be
   read: --value ITEM:FROM=TO, and --map FILE for many of them. */
#ifndef ATTUNE_CLI_RECODE_H
#define ATTUNE_CLI_RECODE_H

#include <stdbool.h>
#include "cli/context.h"
#include "cli/option.h"
#include "response/bind.h"

/* Fills the list of --value.  False after adding what is wrong. */
bool recode_values(struct context *context, const struct text_list *texts,
                   struct response_options *options) MUST_USE;

/* Adds the lines of a CSV file with the columns item, column, from, to, any of
   the last three left out: a line with 'column' says where an item stands, one
   with 'from' and 'to' how a code of it is read.  False after adding what is
   wrong, each with its place. */
bool recode_map(struct context *context, const char *path,
                struct response_options *options) MUST_USE;

#endif
