/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tints between two ends that are light enough for text to stand on. */
#include "chart/palette.h"

#define TINT_LOW 0xF7F2E8
#define TINT_HIGH 0xDFEDEC
#define TINT_EVEN 0xF1F3F5
#define TINT_ODD 0xF8F9FA
#define ZONE_SHARE 0.10

static uint32_t
mixed(uint32_t from, uint32_t to, double share, int shift)
{
    double a = from >> shift & 0xFF;
    double b = to >> shift & 0xFF;

    return (uint32_t)(a + (b - a) * share + 0.5) << shift;
}

static uint32_t
blended(uint32_t from, uint32_t to, double share)
{
    return mixed(from, to, share, 16) | mixed(from, to, share, 8)
           | mixed(from, to, share, 0);
}

uint32_t
palette_tint(size_t idx, size_t n)
{
    double share = n > 1 ? (double)idx / (double)(n - 1) : 0.5;

    return blended(TINT_LOW, TINT_HIGH, share);
}

uint32_t
palette_neutral_tint(size_t idx)
{
    return idx % 2 ? TINT_ODD : TINT_EVEN;
}

uint32_t
palette_zone(uint32_t ground)
{
    return blended(ground, COLOR_SOFT, ZONE_SHARE);
}
