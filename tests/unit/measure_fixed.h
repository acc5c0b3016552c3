/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A measure to reckon with by hand. */
#ifndef TESTS_UNIT_MEASURE_FIXED_H
#define TESTS_UNIT_MEASURE_FIXED_H

#include "chart/measure.h"

/* Each character 0.55 of the size wide, lines 1.25 of the size high, the
   baseline at 0.95; paragraphs break greedily at blanks. */
extern const struct measure measure_fixed;

#endif
