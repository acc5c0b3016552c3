/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The man page, out of the tables, in mdoc. */
#ifndef ATTUNE_CLI_MANUAL_H
#define ATTUNE_CLI_MANUAL_H

#include "base/buf.h"

void manual_add(struct buf *out);

#endif
