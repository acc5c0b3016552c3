/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See csv_marks.h.  Most blocks are marked as a whole: a byte is inside quotes
   where an odd number of them stands before it.  That holds as long as each
   that opens does so at the begin of a cell, or doubles one; a block where one
   does not is marked byte for byte, and there the rule of csv.c is written
   down. */
#include "response/csv_marks.h"

#include <endian.h>
#include <string.h>
#include "base/mem.h"
#ifdef __x86_64__
#include <immintrin.h>
#endif

/* Of the 64 bytes of a block. */
struct found {
    uint64_t quotes;
    uint64_t returns;
    uint64_t stops; /* delimiters and LF, wherever they stand */
    bool has_odd_text;
};

/* ---- byte for byte ---- */

static uint64_t
mark_bytes(enum csv_within *within, uint64_t quotes, uint64_t stops)
{
    uint64_t ends = 0;

    for (int i = 0; i < CSV_BLOCK; i++) {
        bool is_quote = quotes >> i & 1;
        bool is_stop = stops >> i & 1;
        if (*within == CSV_IN_QUOTES)
            *within = is_quote ? CSV_BEHIND_QUOTE : CSV_IN_QUOTES;
        else if (is_quote && *within != CSV_IN_PLAIN)
            *within = CSV_IN_QUOTES;
        else
            *within = is_stop ? CSV_AT_START : CSV_IN_PLAIN;
        ends |= (uint64_t)(*within == CSV_AT_START) << i;
    }
    return ends;
}

/* ---- a block ---- */

/* Bit i is whether an odd number of the bits 0 to i is set. */
static inline uint64_t
parities(uint64_t bits)
{
    for (int shift = 1; shift < CSV_BLOCK; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

static inline enum csv_within
within_at_last(uint64_t inside, uint64_t quotes, uint64_t ends)
{
    const uint64_t last = UINT64_C(1) << (CSV_BLOCK - 1);

    if (inside & last)
        return CSV_IN_QUOTES;
    if (quotes & last)
        return CSV_BEHIND_QUOTE;
    return ends & last ? CSV_AT_START : CSV_IN_PLAIN;
}

static inline void
mark_block(struct csv_marker *marker, const struct found *found,
           struct csv_block *block)
{
    enum csv_within before = marker->within;
    uint64_t quotes = found->quotes;
    uint64_t inside = before == CSV_IN_QUOTES ? UINT64_MAX : 0;

    if (quotes)
        inside ^= parities(quotes);
    block->ends = found->stops & ~inside;
    /* Only cells begin with quotes, and only quotes are doubled. */
    uint64_t opening = (block->ends | quotes) << 1
                       | (before == CSV_AT_START || before == CSV_BEHIND_QUOTE);
    if (quotes & inside & ~opening)
        block->ends = mark_bytes(&marker->within, quotes, found->stops);
    else
        marker->within = within_at_last(inside, quotes, block->ends);
    block->odd = quotes | found->returns | (found->stops & ~block->ends);
    marker->has_odd_text |= found->has_odd_text;
}

/* ---- finding, eight bytes at a time ---- */

static const uint64_t each = UINT64_C(0x0101010101010101);
static const uint64_t highest = UINT64_C(0x8080808080808080);

/* The highest bit of each of eight bytes that is 'c'. */
static inline uint64_t
equals(uint64_t eight, char c)
{
    uint64_t differ = eight ^ each * (unsigned char)c;

    return ~(((differ & ~highest) + ~highest) | differ) & highest;
}

/* The highest bits side by side. */
static inline uint64_t
gather(uint64_t eight)
{
    return (eight >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static void
mark_plain(struct csv_marker *marker, char delimiter, const char *bytes,
           size_t n_blocks, struct csv_block *blocks)
{
    for (size_t i = 0; i < n_blocks; i++, bytes += CSV_BLOCK) {
        struct found found = {0};
        uint64_t odd_text = 0;
        for (int at = 0; at < CSV_BLOCK; at += 8) {
            uint64_t eight;
            memcpy(&eight, bytes + at, sizeof eight);
            eight = le64toh(eight);
            uint64_t quotes = equals(eight, '"');
            uint64_t returns = equals(eight, '\r');
            if (quotes | returns) {
                found.quotes |= gather(quotes) << at;
                found.returns |= gather(returns) << at;
            }
            found.stops |=
                gather(equals(eight, delimiter) | equals(eight, '\n')) << at;
            odd_text |= (eight - each) | eight;
        }
        found.has_odd_text = odd_text & highest;
        mark_block(marker, &found, &blocks[i]);
    }
}

/* ---- finding, 32 bytes at a time ---- */

#ifdef __x86_64__
#define WIDE __attribute__((target("avx2,bmi")))

static inline WIDE uint64_t
mask_of(__m256i low, __m256i high)
{
    return (uint32_t)_mm256_movemask_epi8(low)
           | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

static inline WIDE uint64_t
equals_wide(__m256i low, __m256i high, char c)
{
    const __m256i wanted = _mm256_set1_epi8(c);

    return mask_of(_mm256_cmpeq_epi8(low, wanted),
                   _mm256_cmpeq_epi8(high, wanted));
}

static WIDE void
mark_wide(struct csv_marker *marker, char delimiter, const char *bytes,
          size_t n_blocks, struct csv_block *blocks)
{
    const __m256i zero = _mm256_setzero_si256();

    for (size_t i = 0; i < n_blocks; i++, bytes += CSV_BLOCK) {
        __m256i low = _mm256_loadu_si256((const void *)bytes);
        __m256i high = _mm256_loadu_si256((const void *)(bytes + 32));
        const struct found found = {
            .quotes = equals_wide(low, high, '"'),
            .returns = equals_wide(low, high, '\r'),
            .stops = equals_wide(low, high, delimiter)
                     | equals_wide(low, high, '\n'),
            .has_odd_text = mask_of(_mm256_cmpgt_epi8(low, zero),
                                    _mm256_cmpgt_epi8(high, zero))
                            != UINT64_MAX,
        };
        mark_block(marker, &found, &blocks[i]);
    }
}

#endif

static void
mark(const struct csv_marks *marks, struct csv_marker *marker,
     const char *bytes, size_t n_blocks, struct csv_block *blocks)
{
#ifdef __x86_64__
    if (marks->vector >= VECTOR_AVX2) {
        mark_wide(marker, marks->delimiter, bytes, n_blocks, blocks);
        return;
    }
#endif
    mark_plain(marker, marks->delimiter, bytes, n_blocks, blocks);
}

/* ---- a stretch ---- */

void
csv_marks_clear(struct csv_marks *marks)
{
    mem_free(marks->blocks);
    marks->blocks = NULL;
    marks->size = 0;
}

void
csv_marks_begin(struct csv_marks *marks)
{
    marks->n_whole = 0;
    marks->marker = (struct csv_marker){.within = CSV_AT_START};
}

/* The last block, which is not full, is looked at anew each time. */
void
csv_marks_go_on(struct csv_marks *marks, struct str bytes)
{
    size_t n = bytes.len / CSV_BLOCK;
    size_t whole = n * CSV_BLOCK;
    char last[CSV_BLOCK];

    if (marks->size < n + 2 || marks->size / 4 > n + 2) {
        marks->size = n + 2;
        marks->blocks =
            mem_resize(marks->blocks, marks->size, sizeof *marks->blocks);
    }
    mark(marks, &marks->marker, bytes.bytes + marks->n_whole * CSV_BLOCK,
         n - marks->n_whole, marks->blocks + marks->n_whole);
    marks->n_whole = n;
    struct csv_marker marker = marks->marker;
    memset(last, ' ', sizeof last);
    if (bytes.len > whole)
        memcpy(last, bytes.bytes + whole, bytes.len - whole);
    mark(marks, &marker, last, 1, &marks->blocks[n]);
    marks->is_ascii = !marker.has_odd_text;
}

size_t
csv_marks_last_row(const struct csv_marks *marks, struct str bytes)
{
    uint64_t within = (UINT64_C(1) << bytes.len % CSV_BLOCK) - 1;

    for (size_t i = bytes.len / CSV_BLOCK + 1; i-- > 0; within = UINT64_MAX)
        for (uint64_t ends = marks->blocks[i].ends & within; ends;) {
            int bit = CSV_BLOCK - 1 - __builtin_clzll(ends);
            size_t at = i * CSV_BLOCK + (size_t)bit;
            if (bytes.bytes[at] == '\n')
                return at + 1;
            ends ^= UINT64_C(1) << bit;
        }
    return 0;
}
