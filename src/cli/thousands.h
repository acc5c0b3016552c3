/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts for people: 2,800. */
#ifndef ATTUNE_CLI_THOUSANDS_H
#define ATTUNE_CLI_THOUSANDS_H

#include <stddef.h>
#include "base/buf.h"

void thousands_add(struct buf *out, size_t count);

/* "1 row", "2,800 rows". */
void thousands_add_of(struct buf *out, size_t count, const char *one,
                      const char *many);

#endif
