/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the colours can be read, by WCAG 2.1's measure of contrast:
   (L1 + 0.05) / (L2 + 0.05) of the relative luminances. */
#include "unit.h"

#include <math.h>

#include "base/mem.h"
#include "chart/palette.h"

static double
channel(uint32_t color, int shift)
{
    double value = (color >> shift & 0xFF) / 255.0;

    return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static double
luminance(uint32_t color)
{
    return 0.2126 * channel(color, 16) + 0.7152 * channel(color, 8)
           + 0.0722 * channel(color, 0);
}

static double
contrast(uint32_t a, uint32_t b)
{
    double first = luminance(a) + 0.05;
    double second = luminance(b) + 0.05;

    return first > second ? first / second : second / first;
}

/* CIE lightness, 0 to 100: what is left of a colour in grey. */
static double
lightness(uint32_t color)
{
    return 116 * cbrt(luminance(color)) - 16;
}

static void
test_contrast_as_wcag_reckons(void **state)
{
    (void)state;
    assert_true(fabs(contrast(0x000000, 0xFFFFFF) - 21) < 1e-9);
    /* The darkest grey that passes, a published example: 4.54. */
    assert_true(fabs(contrast(0x767676, 0xFFFFFF) - 4.54) < 0.005);
}

static void
test_text_is_readable_on_every_ground(void **state)
{
    static const uint32_t texts[] = {COLOR_INK,  COLOR_SOFT,  COLOR_ACCENT,
                                     COLOR_WARN, COLOR_FIRST, COLOR_SECOND};
    static const uint32_t grounds[] = {COLOR_PAPER, COLOR_BOX, COLOR_ZONE};

    (void)state;
    for (size_t i = 0; i < N_ELEMENTS(texts); i++)
        for (size_t k = 0; k < N_ELEMENTS(grounds); k++)
            assert_true(contrast(texts[i], grounds[k]) >= 4.5);
}

static void
test_colours_differ_in_grey(void **state)
{
    (void)state;
    assert_true(fabs(lightness(COLOR_ACCENT) - lightness(COLOR_WARN)) >= 8);
    assert_true(fabs(lightness(COLOR_FIRST) - lightness(COLOR_SECOND)) >= 8);
    assert_true(fabs(lightness(COLOR_INK) - lightness(COLOR_ACCENT)) > 15);
    assert_true(lightness(COLOR_HAIRLINE) - lightness(COLOR_SOFT) > 40);
    assert_true(lightness(COLOR_PALE) - lightness(COLOR_ACCENT) > 30);
    /* The zone stands out from paper, and the box less than it. */
    assert_true(contrast(COLOR_ZONE, COLOR_PAPER) >= 1.25);
    assert_true(contrast(COLOR_BOX, COLOR_PAPER) < 1.1);
}

UNIT_MAIN(cmocka_unit_test(test_contrast_as_wcag_reckons),
          cmocka_unit_test(test_text_is_readable_on_every_ground),
          cmocka_unit_test(test_colours_differ_in_grey))
