/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A PNG is a signature and chunks, each with its length, type and checksum. */
#include "report/logo.h"

#include <string.h>
#include "base/high_first.h"

enum { HEADER_SIZE = 13, CHUNK_SIZE = 12 /* around what it holds */ };

struct chunk {
    struct str type;
    struct str held;
};

/* ISO/IEC 15948, annex D: CRC-32, the lowest bit first. */
static uint32_t
checksum(struct str bytes)
{
    uint32_t sum = UINT32_MAX;

    for (size_t i = 0; i < bytes.len; i++) {
        sum ^= (unsigned char)bytes.bytes[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320 : 0);
    }
    return ~sum;
}

/* False at one that is damaged or cut off. */
static bool
take_chunk(struct str *rest, struct chunk *chunk)
{
    uint32_t len;
    uint32_t sum;

    if (rest->len < CHUNK_SIZE || !high_first_get(*rest, 0, 4, &len)
        || len > rest->len - CHUNK_SIZE)
        return false;
    *chunk = (struct chunk){{rest->bytes + 4, 4}, {rest->bytes + 8, len}};
    if (!high_first_get(*rest, 8 + (size_t)len, 4, &sum)
        || checksum((struct str){rest->bytes + 4, 4 + (size_t)len}) != sum)
        return false;
    *rest = str_skip(*rest, CHUNK_SIZE + (size_t)len);
    return true;
}

/* Whether points of that kind (0 grey, 2 colours, 3 numbers of colours; 4 and 6
   as 0 and 2, with how much shows through) may have so many bits (11.2.2). */
static bool
is_kind(int kind, int n_bits)
{
    int least = kind == 0 || kind == 3 ? 1 : 8;
    int most = kind == 3 ? 8 : 16;

    return kind >= 0 && kind <= 6 && kind != 1 && kind != 5 && n_bits >= least
           && n_bits <= most && (n_bits & (n_bits - 1)) == 0;
}

/* Its points, and how they are written. */
static const char *
read_header(const struct chunk *chunk, struct image *image)
{
    const char *held = chunk->held.bytes;
    uint32_t width;
    uint32_t height;

    if (!str_is(chunk->type, "IHDR") || chunk->held.len != HEADER_SIZE
        || !high_first_get(chunk->held, 0, 4, &width)
        || !high_first_get(chunk->held, 4, 4, &height) || !width || !height
        || !is_kind(held[9], held[8]) || held[10] || held[11])
        return "it is damaged";
    if (width > LOGO_LIMIT_WIDTH || height > LOGO_LIMIT_WIDTH)
        return "it is more than 2000 points wide or high";
    image->width = (int)width;
    image->height = (int)height;
    return NULL;
}

const char *
logo_read(struct str bytes, struct image *image)
{
    static const char signature[] = "\x89PNG\r\n\x1a\n";
    struct str rest = bytes;
    struct chunk chunk;
    bool has_points = false;

    if (!str_starts(bytes, signature))
        return "it is not a PNG";
    rest.bytes += strlen(signature);
    rest.len -= strlen(signature);
    if (!take_chunk(&rest, &chunk))
        return "it is damaged";
    const char *why = read_header(&chunk, image);
    while (!why && !str_is(chunk.type, "IEND")) {
        if (!take_chunk(&rest, &chunk))
            why = "it is damaged";
        has_points |= str_is(chunk.type, "IDAT");
    }
    if (!why && (!has_points || rest.len))
        why = "it is damaged";
    image->bytes = bytes;
    return why;
}
