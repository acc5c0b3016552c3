/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that grow at the end. */
#ifndef ATTUNE_BASE_BUF_H
#define ATTUNE_BASE_BUF_H

#include <stddef.h>
#include <string.h>
#include "base/mem.h"
#include "base/str.h"

/* A zeroed struct is an empty buffer. */
struct buf {
    char *bytes;
    size_t len;  /* in use */
    size_t size; /* allocated */
};

/* Wipes its memory, as growing does the old, and frees it; empty afterwards. */
void buf_clear(struct buf *buf);
void buf_reserve(struct buf *buf, size_t n_more); /* room for n_more bytes */
void buf_addf(struct buf *buf, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The text so far, ended by a NUL that does not count in len. */
const char *buf_text(struct buf *buf);

/* Forgets the content, keeps the memory. */
static inline void
buf_empty(struct buf *buf)
{
    buf->len = 0;
}

static inline void
buf_add_char(struct buf *buf, char c)
{
    if (buf->len == buf->size)
        buf_reserve(buf, 1);
    buf->bytes[buf->len++] = c;
}

static inline void
buf_add(struct buf *buf, struct str text)
{
    if (!text.len)
        return;
    if (buf->size - buf->len < text.len)
        buf_reserve(buf, text.len);
    memcpy(buf->bytes + buf->len, text.bytes, text.len);
    buf->len += text.len;
}

static inline void
buf_add_text(struct buf *buf, const char *text)
{
    buf_add(buf, str_from(text));
}

/* What stands from byte 'from' on. */
static inline struct str
buf_str_from(const struct buf *buf, size_t from)
{
    if (from == buf->len)
        return (struct str){NULL, 0};
    return (struct str){buf->bytes + from, buf->len - from};
}

static inline struct str
buf_str(const struct buf *buf)
{
    return (struct str){buf->bytes, buf->len};
}

#endif
