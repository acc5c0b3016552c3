/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Administrations as the last line of their fill in the inbox. */
#ifndef ATTUNE_CASEBOOK_INBOX_RECORDER_H
#define ATTUNE_CASEBOOK_INBOX_RECORDER_H

#include "casebook/inbox.h"
#include "exchange/recorder.h"

extern const struct recorder_class inbox_recorder;

/* Of that fill, which is borrowed. */
struct recorder *inbox_recorder_open(struct inbox_fill *fill,
                                     struct arena *arena) MUST_USE;

#endif
