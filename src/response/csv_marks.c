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
#include "response/csv.h"

/* What is done block for block is compiled twice, with rough ends and without,
   for most files have no use for them. */
#define ALWAYS_INLINE inline __attribute__((always_inline))

/* Of the 64 bytes of a block. */
struct found {
    uint64_t quotes;
    uint64_t parities; /* whether they are an odd number up to a byte */
    uint64_t returns;
    uint64_t lines;   /* LF */
    uint64_t stops;   /* delimiters and LF, wherever they stand */
    uint64_t guarded; /* with_rough: what cells begin with that may have been
                         given an apostrophe, or get one */
};

/* ---- byte for byte ---- */

static uint64_t
mark_bytes(struct csv_marker *marker, const struct found *found)
{
    uint64_t ends = 0;

    for (int i = 0; i < CSV_BLOCK; i++) {
        uint64_t is_quote = found->quotes >> i & 1;
        bool may_open = marker->at_start || marker->behind_quote;
        marker->behind_quote = marker->in_quotes & is_quote;
        if (marker->in_quotes) {
            marker->in_quotes = !is_quote;
            continue;
        }
        marker->in_quotes = is_quote && may_open;
        marker->at_start = found->stops >> i & 1;
        ends |= marker->at_start << i;
    }
    return ends;
}

/* ---- a block ---- */

enum { LAST_BIT = CSV_BLOCK - 1 };

/* The ends of the cells in which one of the bits is, none of which is an end:
   added to all that is no end, it carries as far as that.  '*goes_on': such a
   cell goes on from block to block. */
static inline uint64_t
ends_behind(uint64_t bits, uint64_t ends, uint64_t *goes_on)
{
    uint64_t sum = ~ends + bits + *goes_on;

    *goes_on = (bits | ~(ends | sum)) >> LAST_BIT;
    return sum & ends;
}

/* A block without quotes and CR, and behind no cell that has some: most are. */
static inline bool
is_calm(const struct csv_marker *marker, const struct found *found)
{
    return !(found->quotes | found->returns | marker->in_quotes
             | marker->behind_quote | marker->is_quoted | marker->needs_quotes);
}

static inline void
mark_calm(bool with_rough, struct csv_marker *marker, const struct found *found,
          struct csv_block *block)
{
    uint64_t starts = found->stops << 1 | marker->at_start;

    block->ends = found->stops;
    block->odd = 0;
    marker->at_start = found->stops >> LAST_BIT;
    if (!with_rough)
        return;
    block->rough = ends_behind(found->guarded & starts & ~found->stops,
                               found->stops, &marker->is_rough)
                   | found->lines;
    marker->is_opening = 0;
}

/* Of a block that is marked as a whole; 'inside' are its bytes in quotes. */
static inline void
mark_rough(struct csv_marker *marker, const struct found *found,
           uint64_t inside, struct csv_block *block)
{
    uint64_t starts = block->ends << 1 | marker->at_start;
    uint64_t opening = starts & found->quotes;
    uint64_t behind_quotes =
        (found->quotes & ~inside) << 1 | marker->behind_quote;
    uint64_t rough = (found->returns & ~inside)
                     | (behind_quotes & ~(block->ends | found->quotes))
                     | (found->guarded & ~block->ends
                        & (starts | opening << 1 | marker->is_opening));
    uint64_t quoted = ends_behind(opening, block->ends, &marker->is_quoted);
    uint64_t needing = ends_behind(block->odd & inside & ~opening, block->ends,
                                   &marker->needs_quotes);

    marker->is_opening = opening >> LAST_BIT;
    block->rough = ends_behind(rough, block->ends, &marker->is_rough)
                   | (quoted & ~needing) | (found->lines & block->ends);
}

static ALWAYS_INLINE void
mark_block(bool with_rough, struct csv_marker *marker,
           const struct found *found, struct csv_block *block)
{
    uint64_t quotes = found->quotes;
    uint64_t inside = found->parities ^ (0 - marker->in_quotes);

    block->lines = found->lines;
    if (is_calm(marker, found)) {
        mark_calm(with_rough, marker, found, block);
        return;
    }
    block->ends = found->stops & ~inside;
    /* Only cells begin with quotes, and only quotes are doubled. */
    uint64_t opening =
        (block->ends | quotes) << 1 | marker->at_start | marker->behind_quote;
    bool is_whole = !(quotes & inside & ~opening);
    if (!is_whole)
        block->ends = mark_bytes(marker, found);
    block->odd = quotes | found->returns | (found->stops & ~block->ends);
    if (is_whole) {
        if (with_rough)
            mark_rough(marker, found, inside, block);
        marker->at_start = block->ends >> LAST_BIT;
        marker->in_quotes = inside >> LAST_BIT;
        marker->behind_quote = (quotes & ~inside) >> LAST_BIT;
    } else if (with_rough) {
        block->rough = block->ends;
        marker->is_rough = !marker->at_start;
        marker->is_opening = marker->is_quoted = marker->needs_quotes = 0;
    }
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

static inline uint64_t
parities_plain(uint64_t bits)
{
    for (int shift = 1; shift < CSV_BLOCK; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

static ALWAYS_INLINE void
mark_plain(bool with_rough, struct csv_marker *marker, char delimiter,
           const char *bytes, size_t n_blocks, struct csv_block *blocks)
{
    struct csv_marker now = *marker;
    uint64_t odd_text = 0;

    for (size_t i = 0; i < n_blocks; i++, bytes += CSV_BLOCK) {
        struct found found = {0};
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
            uint64_t lines = equals(eight, '\n');
            if (lines)
                found.lines |= gather(lines) << at;
            found.stops |= gather(equals(eight, delimiter) | lines) << at;
            odd_text |= (eight - each) | eight;
            uint64_t guarded = 0;
            for (size_t k = 0; with_rough && k < sizeof csv_guarded; k++)
                guarded |= equals(eight, csv_guarded[k]);
            found.guarded |= gather(guarded) << at;
        }
        if (found.quotes)
            found.parities = parities_plain(found.quotes);
        mark_block(with_rough, &now, &found, &blocks[i]);
    }
    *marker = now;
    marker->has_odd_text |= (odd_text & highest) != 0;
}

/* ---- finding, 32 bytes at a time ---- */

#ifdef __x86_64__
static inline VECTOR_WIDE uint64_t
mask_of(__m256i low, __m256i high)
{
    return (uint32_t)_mm256_movemask_epi8(low)
           | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

/* By its halves: of each lower one, which upper ones make it a guarded byte,
   and the bits that these are told by. */
struct guarded_halves {
    uint8_t uppers[16];
    uint8_t upper[16];
};

static struct guarded_halves
guarded_halves(void)
{
    struct guarded_halves halves = {{0}, {0}};
    unsigned n_bits = 0; /* few upper halves occur */

    for (size_t i = 0; i < sizeof csv_guarded; i++) {
        unsigned char byte = (unsigned char)csv_guarded[i];
        uint8_t *bit = &halves.upper[byte >> 4];

        if (!*bit)
            *bit = (uint8_t)(1U << n_bits++);
        halves.uppers[byte & 15] |= *bit;
    }
    return halves;
}

/* All bits of bytes that are none. */
static inline VECTOR_WIDE __m256i
unguarded_bytes(const struct guarded_halves *halves, __m256i bytes)
{
    __m256i uppers = _mm256_broadcastsi128_si256(
        _mm_loadu_si128((const void *)halves->uppers));
    __m256i upper = _mm256_broadcastsi128_si256(
        _mm_loadu_si128((const void *)halves->upper));
    const __m256i half = _mm256_set1_epi8(15);
    __m256i shifted = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half);

    return _mm256_cmpeq_epi8(
        _mm256_and_si256(
            _mm256_shuffle_epi8(uppers, _mm256_and_si256(bytes, half)),
            _mm256_shuffle_epi8(upper, shifted)),
        _mm256_setzero_si256());
}

static inline VECTOR_WIDE uint64_t
parities_wide(uint64_t bits)
{
    return (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(
        _mm_cvtsi64_si128((int64_t)bits), _mm_set1_epi8(-1), 0));
}

/* 'least': of all bytes in each place. */
static inline VECTOR_WIDE bool
has_odd_text(__m256i least)
{
    return _mm256_movemask_epi8(
               _mm256_cmpgt_epi8(least, _mm256_setzero_si256()))
           != -1;
}

static ALWAYS_INLINE VECTOR_WIDE void
mark_wide(bool with_rough, struct csv_marker *marker, char delimiter,
          const char *bytes, size_t n_blocks, struct csv_block *blocks)
{
    const struct guarded_halves halves = guarded_halves();
    struct csv_marker now = *marker;
    __m256i least = _mm256_set1_epi8(INT8_MAX);

    for (size_t i = 0; i < n_blocks; i++, bytes += CSV_BLOCK) {
        __m256i low = _mm256_loadu_si256((const void *)bytes);
        __m256i high = _mm256_loadu_si256((const void *)(bytes + 32));
        struct found found = {
            .quotes = csv_equals_wide(low, high, '"'),
            .returns = csv_equals_wide(low, high, '\r'),
            .lines = csv_equals_wide(low, high, '\n'),
            .stops = csv_equals_wide(low, high, delimiter),
        };
        found.parities = parities_wide(found.quotes);
        found.stops |= found.lines;
        if (with_rough)
            found.guarded = ~mask_of(unguarded_bytes(&halves, low),
                                     unguarded_bytes(&halves, high));
        least = _mm256_min_epi8(least, _mm256_min_epi8(low, high));
        mark_block(with_rough, &now, &found, &blocks[i]);
    }
    *marker = now;
    marker->has_odd_text |= has_odd_text(least);
}

/* Tells the lines of calm blocks; false at one that is not calm. */
static VECTOR_WIDE bool
mark_lines(struct csv_marker *marker, const char *bytes, size_t n_blocks,
           struct csv_block *blocks)
{
    const __m256i quote = _mm256_set1_epi8('"'), cr = _mm256_set1_epi8('\r');
    __m256i least = _mm256_set1_epi8(INT8_MAX);

    for (size_t i = 0; i < n_blocks; i++, bytes += CSV_BLOCK) {
        __m256i low = _mm256_loadu_si256((const void *)bytes);
        __m256i high = _mm256_loadu_si256((const void *)(bytes + 32));
        __m256i odd =
            _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(low, quote),
                                            _mm256_cmpeq_epi8(low, cr)),
                            _mm256_or_si256(_mm256_cmpeq_epi8(high, quote),
                                            _mm256_cmpeq_epi8(high, cr)));
        if (!_mm256_testz_si256(odd, odd))
            return false;
        least = _mm256_min_epi8(least, _mm256_min_epi8(low, high));
        blocks[i].ends = blocks[i].lines = csv_equals_wide(low, high, '\n');
    }
    marker->has_odd_text |= has_odd_text(least);
    return true;
}

static VECTOR_WIDE void
mark_at_width(const struct csv_marks *marks, struct csv_marker *marker,
              const char *bytes, size_t n_blocks, struct csv_block *blocks)
{
    if (marks->with_rough)
        mark_wide(true, marker, marks->delimiter, bytes, n_blocks, blocks);
    else
        mark_wide(false, marker, marks->delimiter, bytes, n_blocks, blocks);
}

#endif

/* False where they were thought to be calm, and are not. */
static bool
mark(const struct csv_marks *marks, struct csv_marker *marker,
     const char *bytes, size_t n_blocks, struct csv_block *blocks)
{
#ifdef __x86_64__
    if (marks->is_calm)
        return mark_lines(marker, bytes, n_blocks, blocks);
    if (marks->vector >= VECTOR_AVX2) {
        mark_at_width(marks, marker, bytes, n_blocks, blocks);
        return true;
    }
#endif
    if (marks->with_rough)
        mark_plain(true, marker, marks->delimiter, bytes, n_blocks, blocks);
    else
        mark_plain(false, marker, marks->delimiter, bytes, n_blocks, blocks);
    return true;
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
    marks->marker = (struct csv_marker){.at_start = 1};
    marks->is_calm = marks->vector >= VECTOR_AVX2;
}

/* The last block, which is not full, is looked at anew each time. */
static bool
mark_on(struct csv_marks *marks, struct str bytes)
{
    size_t n = bytes.len / CSV_BLOCK;
    size_t whole = n * CSV_BLOCK;
    char last[CSV_BLOCK];

    if (!mark(marks, &marks->marker, bytes.bytes + marks->n_whole * CSV_BLOCK,
              n - marks->n_whole, marks->blocks + marks->n_whole))
        return false;
    marks->n_whole = n;
    struct csv_marker marker = marks->marker;
    memset(last, ' ', sizeof last);
    if (bytes.len > whole)
        memcpy(last, bytes.bytes + whole, bytes.len - whole);
    if (!mark(marks, &marker, last, 1, &marks->blocks[n]))
        return false;
    marks->is_ascii = !marker.has_odd_text;
    return true;
}

void
csv_marks_go_on(struct csv_marks *marks, struct str bytes)
{
    size_t n = bytes.len / CSV_BLOCK;

    if (marks->size < n + 2 || marks->size / 4 > n + 2) {
        marks->size = n + 2;
        marks->blocks =
            mem_resize(marks->blocks, marks->size, sizeof *marks->blocks);
    }
    marks->blocks[n + 1] = (struct csv_block){0};
    if (mark_on(marks, bytes))
        return;
    csv_marks_begin(marks);
    marks->is_calm = false;
    (void)mark_on(marks, bytes);
}

static ALWAYS_INLINE size_t
count_lines(const struct csv_marks *marks, size_t from, size_t to)
{
    const struct csv_block *first = &marks->blocks[from / CSV_BLOCK];
    const struct csv_block *last = &marks->blocks[to / CSV_BLOCK];
    uint64_t before = first->lines & ((UINT64_C(1) << from % CSV_BLOCK) - 1);
    uint64_t within = last->lines & ((UINT64_C(1) << to % CSV_BLOCK) - 1);
    size_t n = (size_t)__builtin_popcountll(within);

    for (; first < last; first++)
        n += (size_t)__builtin_popcountll(first->lines);
    return n - (size_t)__builtin_popcountll(before);
}

#ifdef __x86_64__
static VECTOR_WIDE size_t
count_lines_wide(const struct csv_marks *marks, size_t from, size_t to)
{
    return count_lines(marks, from, to);
}
#endif

size_t
csv_marks_lines(const struct csv_marks *marks, size_t from, size_t to)
{
#ifdef __x86_64__
    if (marks->vector >= VECTOR_AVX2)
        return count_lines_wide(marks, from, to);
#endif
    return count_lines(marks, from, to);
}

size_t
csv_marks_last_row(const struct csv_marks *marks, struct str bytes)
{
    uint64_t within = (UINT64_C(1) << bytes.len % CSV_BLOCK) - 1;

    for (size_t i = bytes.len / CSV_BLOCK + 1; i-- > 0; within = UINT64_MAX) {
        uint64_t ends = marks->blocks[i].ends & marks->blocks[i].lines & within;
        if (ends)
            return (i + 1) * CSV_BLOCK - (size_t)__builtin_clzll(ends);
    }
    return 0;
}
