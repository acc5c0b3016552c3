/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of an instrument as text for a terminal. */
#ifndef ATTUNE_CLI_SHOWN_H
#define ATTUNE_CLI_SHOWN_H

#include "base/buf.h"
#include "base/num.h"

/* Adds the text, made safe to show; "-" for NULL. */
void shown_add(struct buf *out, const char *text);

void shown_add_decimal(struct buf *out, struct decimal number);

#endif
