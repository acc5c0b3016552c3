/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How data whose columns or codes are not those of the instrument is to be
   read: --column ITEM=HEADER, --missing CODE=KIND, --value ITEM:FROM=TO, and
   --map FILE for many of them.  For source_args.c.

   A map is a CSV file with the columns item, column, from, to, any of the last
   three left out: a line with 'column' says where an item stands, one with
   'from' and 'to' how a code of it is read. */
#ifndef ATTUNE_CLI_RECODE_H
#define ATTUNE_CLI_RECODE_H

#include <stdbool.h>
#include "cli/source_args.h"

/* Fills the lists of the options.  False after adding what is wrong, of maps
   each with its place. */
bool recode_fill(const struct source_args *args, struct context *context,
                 struct response_options *options) MUST_USE;

#endif
