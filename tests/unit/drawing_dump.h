/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A drawing as golden files compare it. */
#ifndef ATTUNE_TESTS_DRAWING_DUMP_H
#define ATTUNE_TESTS_DRAWING_DUMP_H

#include "base/buf.h"
#include "chart/drawing.h"

/* One shape a line, numbers to a hundredth of a point. */
void drawing_dump(const struct drawing *drawing, struct buf *buf);

#endif
