/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes counts with a comma between the thousands. */
#include "cli/thousands.h"

#include <stdio.h>

void
thousands_add(struct buf *out, size_t count)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%zu", count);

    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            buf_add_char(out, ',');
        buf_add_char(out, digits[i]);
    }
}

void
thousands_add_of(struct buf *out, size_t count, const char *one,
                 const char *many)
{
    thousands_add(out, count);
    buf_addf(out, " %s", count == 1 ? one : many);
}
