/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attune show: what cmd_show.c and show_scales.c write. */
#ifndef ATTUNE_CLI_SHOW_SCALES_H
#define ATTUNE_CLI_SHOW_SCALES_H

#include "base/buf.h"
#include "instrument/instrument.h"

/* The page of one instrument, with texts as they stand in the file: what shows
   it spells them out. */
struct show {
    struct buf out;
    struct arena *arena;
};

/* The number in the shortest digits. */
const char *show_number(const struct show *show, struct decimal number);

/* Adds what is said of scales and classes: how each score comes about and all
   that is judged by, with its source. */
void show_scales(struct show *show, const struct instrument *instrument);

#endif
