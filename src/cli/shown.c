/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of an instrument as text for a terminal. */
#include "cli/shown.h"

#include "base/utf8.h"

void
shown_add(struct buf *out, const char *text)
{
    utf8_add_shown(out, str_from(text ? text : "-"));
}

void
shown_add_decimal(struct buf *out, struct decimal number)
{
    num_add(out, decimal_value(number));
}
