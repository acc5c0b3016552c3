/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colours of pages and charts.  All that is written with stands out from
   white and from every tint by at least 4.5:1 (WCAG 2.1, 1.4.3); what differs
   in meaning differs in shape or dash as well. */
#ifndef ATTUNE_CHART_PALETTE_H
#define ATTUNE_CHART_PALETTE_H

#include <stddef.h>
#include <stdint.h>

enum color {
    COLOR_PAPER = 0xFFFFFF,
    COLOR_INK = 0x1D2733,      /* words and numbers that matter */
    COLOR_SOFT = 0x566270,     /* words that stand back; axes */
    COLOR_RULE = 0xD9DEE4,     /* lines that part */
    COLOR_HAIRLINE = 0xE9EDF1, /* a chart's grid on paper */
    COLOR_ACCENT = 0x0B5773,   /* the data; better */
    COLOR_WARN = 0x9E4409      /* the cut-off; worse */
};

/* The tint of the band 'idx' of 'n', counted from the worse end: calm, from
   sand to sea. */
uint32_t palette_tint(size_t idx, size_t n);

/* The tint of the band 'idx' where no end is the better one: two greys in
   turn. */
uint32_t palette_neutral_tint(size_t idx);

/* The zone of changes that are not more than error, on that ground. */
uint32_t palette_zone(uint32_t ground);

#endif
