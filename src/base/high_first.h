/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of one to four bytes as fonts and PNG have them, the high one first.
 */
#ifndef ATTUNE_BASE_HIGH_FIRST_H
#define ATTUNE_BASE_HIGH_FIRST_H

#include <stdint.h>
#include "base/buf.h"
#include "base/str.h"

/* False where the bytes end before. */
static inline bool
high_first_get(struct str bytes, size_t at, size_t n_bytes, uint32_t *number)
{
    if (at > bytes.len || bytes.len - at < n_bytes)
        return false;
    *number = 0;
    for (size_t i = 0; i < n_bytes; i++)
        *number = *number << 8 | (unsigned char)bytes.bytes[at + i];
    return true;
}

/* Over bytes that are there. */
static inline void
high_first_set(struct buf *out, size_t at, size_t n_bytes, uint32_t number)
{
    for (size_t i = n_bytes; i--; number >>= 8)
        out->bytes[at + i] = (char)(number & 0xFF);
}

#endif
