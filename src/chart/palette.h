/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colours of pages and charts.  All that is written with stands out from
   paper, from the box and from the zone by at least 4.5:1 (WCAG 2.1, 1.4.3).
   On a grey print the two colours of data differ by 8 of L* and the zone from
   paper by 1.25:1; what differs in meaning differs in form as well. */
#ifndef ATTUNE_CHART_PALETTE_H
#define ATTUNE_CHART_PALETTE_H

enum color {
    COLOR_PAPER = 0xFFFFFF,
    COLOR_BOX = 0xF6F8FA,      /* under the sentences; paler than the zone */
    COLOR_INK = 0x1D2733,      /* words and numbers that matter */
    COLOR_SOFT = 0x566270,     /* words that stand back; axes */
    COLOR_RULE = 0xD9DEE4,     /* lines that part */
    COLOR_HAIRLINE = 0xE9EDF1, /* a chart's grid */
    COLOR_ZONE = 0xE2E5E9,     /* within the error of the first score: the one
                                  grey that is filled */
    COLOR_ACCENT = 0x0B5773,   /* the data; better */
    COLOR_PALE = 0xA3BFCB,     /* the data where it is dense */
    COLOR_PRACTICE = 0x5E8FA3, /* bars */
    COLOR_FIRST = 0x2A4872,    /* of two partners; neither is that of concern */
    COLOR_SECOND = 0x7B5893,
    COLOR_FIRST_PALE = 0xB4BFCE, /* where they are dense */
    COLOR_SECOND_PALE = 0xD1C5D9,
    COLOR_WARN = 0xA94A0A /* the cut-off; worse */
};

#endif
