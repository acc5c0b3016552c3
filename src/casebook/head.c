/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes, reads and proves heads; see head.h. */
#include "casebook/head.h"

#include <string.h>
#include "casebook/fields.h"

static const char magic[16] = "attune head 1\n";

/* Adds the bytes, or takes them. */
static void
put(struct buf *out, const void *bytes, size_t size)
{
    buf_add(out, (struct str){bytes, size});
}

static const char *
get(void *bytes, size_t size, const char *at)
{
    memcpy(bytes, at, size);
    return at + size;
}

void
head_add(struct buf *out, const struct head *head, const struct keyring *ring)
{
    uint8_t proof[SEAL_LINK];
    size_t from = out->len;

    put(out, magic, sizeof magic);
    put(out, head->id, sizeof head->id);
    put(out, head->public_key, sizeof head->public_key);
    put_u64(out, head->n_frames);
    put(out, head->tag, sizeof head->tag);
    put_u64(out, head->n_lines);
    put(out, head->link, sizeof head->link);
    seal_link(proof, ring->head, buf_str_from(out, from));
    put(out, proof, sizeof proof);
}

bool
head_read(struct str bytes, struct head *head)
{
    if (bytes.len != HEAD_SIZE || memcmp(bytes.bytes, magic, sizeof magic) != 0)
        return false;
    const char *at = bytes.bytes + sizeof magic;
    at = get(head->id, sizeof head->id, at);
    at = get(head->public_key, sizeof head->public_key, at);
    head->n_frames = get_u64(at);
    at = get(head->tag, sizeof head->tag, at + 8);
    head->n_lines = get_u64(at);
    get(head->link, sizeof head->link, at + 8);
    return true;
}

bool
head_is_ours(struct str bytes, const struct keyring *ring)
{
    uint8_t proof[SEAL_LINK];

    if (bytes.len != HEAD_SIZE)
        return false;
    size_t len = bytes.len - sizeof proof;
    seal_link(proof, ring->head, (struct str){bytes.bytes, len});
    return seal_equal(proof, bytes.bytes + len, sizeof proof);
}
