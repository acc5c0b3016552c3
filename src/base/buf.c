/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The growing of a buffer; the adding is in the header, to be inlined. */
#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

void
buf_clear(struct buf *buf)
{
    if (buf->bytes)
        explicit_bzero(buf->bytes, buf->size); /* an answer was in it */
    mem_free(buf->bytes);
    *buf = (struct buf){0};
}

void
buf_reserve(struct buf *buf, size_t n_more)
{
    struct buf grown = {.len = buf->len};

    if (buf->size - buf->len >= n_more)
        return;
    if (n_more > PTRDIFF_MAX - buf->len)
        mem_exhausted();
    grown.size = buf->size < 32 ? 64 : buf->size * 2;
    if (grown.size < buf->len + n_more)
        grown.size = buf->len + n_more;
    grown.bytes = mem_alloc(grown.size);
    if (buf->len)
        memcpy(grown.bytes, buf->bytes, buf->len);
    buf_clear(buf);
    *buf = grown;
}

void
buf_addf(struct buf *buf, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    int len = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    assert(len >= 0);
    buf_reserve(buf, (size_t)len + 1);
    va_start(args, fmt);
    vsnprintf(buf->bytes + buf->len, (size_t)len + 1, fmt, args);
    va_end(args);
    buf->len += (size_t)len;
}

const char *
buf_text(struct buf *buf)
{
    buf_reserve(buf, 1);
    buf->bytes[buf->len] = '\0';
    return buf->bytes;
}
