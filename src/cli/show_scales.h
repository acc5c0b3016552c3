/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What attune show says of scales and classes. */
#ifndef ATTUNE_CLI_SHOW_SCALES_H
#define ATTUNE_CLI_SHOW_SCALES_H

#include "base/buf.h"
#include "instrument/instrument.h"

void show_scales_add(struct buf *out, const struct instrument *instrument);

#endif
