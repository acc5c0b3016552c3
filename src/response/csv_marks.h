/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the cells of a stretch of CSV end: its bytes are looked at 64 together,
   and told as one bit each.  Where quotes or CR are among them, all are marked
   at once, for what is inside quotes rests on all that stands before; where
   there are none, each is looked at when its row is taken. */
#ifndef ATTUNE_RESPONSE_CSV_MARKS_H
#define ATTUNE_RESPONSE_CSV_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/str.h"
#include "response/vector.h"
#ifdef __x86_64__
#include <immintrin.h>
#endif

enum { CSV_BLOCK = 64 };

/* Of the bytes of a block, the first in the lowest bit. */
struct csv_block {
    uint64_t ends;  /* delimiters and LF outside quotes */
    uint64_t lines; /* LF, wherever they stand */
    uint64_t odd;   /* those for which a cell must be quoted: '"', CR, and
                       delimiters and LF inside quotes */
    uint64_t rough; /* with_rough: those ends behind which a new row begins, or
                       before which a cell stands that may be written
                       otherwise than it stands */
};

/* What is known of the bytes up to a block, each as 0 or 1: where in a cell the
   next byte stands (at none of these: in a plain one, or in what follows a
   closing quote); of the cell that goes on there, whether the quote that opens
   it was the last byte, it is quoted, must be, and is rough in another way. */
struct csv_marker {
    uint64_t at_start;
    uint64_t in_quotes;
    uint64_t behind_quote; /* which closes them, unless another quote follows */
    uint64_t is_opening;
    uint64_t is_quoted;
    uint64_t needs_quotes;
    uint64_t is_rough;
    bool has_odd_text; /* some byte is no ASCII, or is NUL */
};

/* Zeroed but for the first three members, and cleared in the end. */
struct csv_marks {
    char delimiter;
    enum vector vector;
    bool with_rough;
    bool is_calm; /* no byte is '"' or CR, and the width can look at bytes as
                     they stand: in blocks only lines are told, which end
                     rows, and 'ends' is the same */
    struct csv_block *blocks; /* two more than the bytes fill */
    size_t size;
    size_t n_whole;           /* blocks that are full */
    struct csv_marker marker; /* behind those */
    bool is_ascii;            /* all bytes, and none is NUL */
};

void csv_marks_clear(struct csv_marks *marks);

/* Forgets all bytes: what comes begins at the begin of a row.  What was never
   begun is not calm. */
void csv_marks_begin(struct csv_marks *marks);

/* Looks at those of the bytes that were not looked at.  The bytes of before
   must be the first of them. */
void csv_marks_go_on(struct csv_marks *marks, struct str bytes);

/* Behind the last row end of bytes that are all, or the first, of those that
   were looked at; 0 when there is none. */
size_t csv_marks_last_row(const struct csv_marks *marks, struct str bytes);

/* The bits of 64 bytes from any one on, which stand in two blocks. */
static inline uint64_t
csv_marks_from(uint64_t block, uint64_t next, size_t at)
{
    return block >> at % CSV_BLOCK
           | next << 1 << (CSV_BLOCK - 1 - at % CSV_BLOCK);
}

#ifdef __x86_64__
static inline VECTOR_WIDE uint64_t
csv_equals_wide(__m256i low, __m256i high, char c)
{
    const __m256i wanted = _mm256_set1_epi8(c);

    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted))
           | (uint64_t)(uint32_t)_mm256_movemask_epi8(
                 _mm256_cmpeq_epi8(high, wanted))
                 << 32;
}

#endif

/* Where one of the 64 bytes from any on is 'c'; of marks that are calm. */
#ifdef __x86_64__
static inline VECTOR_WIDE uint64_t
csv_calm_equals(const char *at, char c)
{
    return csv_equals_wide(_mm256_loadu_si256((const void *)at),
                           _mm256_loadu_si256((const void *)(at + 32)), c);
}
#else
static inline uint64_t
csv_calm_equals(const char *at, char c)
{
    (void)at, (void)c;
    return 0; /* none are */
}
#endif

/* The ends of cells among them. */
#ifdef __x86_64__
VECTOR_WIDE
#endif
static inline uint64_t
csv_calm_ends(const char *at, char delimiter)
{
    return csv_calm_equals(at, delimiter) | csv_calm_equals(at, '\n');
}

/* Likewise of any marks.  'bytes' are those that were looked at; as many may be
   read behind them. */
static inline uint64_t
csv_marks_ends(const struct csv_marks *marks, const char *bytes, size_t at)
{
    const struct csv_block *block = &marks->blocks[at / CSV_BLOCK];

    return marks->is_calm ? csv_calm_ends(bytes + at, marks->delimiter)
                          : csv_marks_from(block[0].ends, block[1].ends, at);
}

/* The number of LF in [from, to). */
size_t csv_marks_lines(const struct csv_marks *marks, size_t from, size_t to);

/* The first odd byte of [at, end); 'end' when there is none. */
static inline size_t
csv_marks_next_odd(const struct csv_marks *marks, size_t at, size_t end)
{
    size_t i = at / CSV_BLOCK;
    uint64_t odd = marks->blocks[i].odd & UINT64_MAX << at % CSV_BLOCK;

    while (!odd && (i + 1) * CSV_BLOCK < end)
        odd = marks->blocks[++i].odd;
    if (!odd)
        return end;
    at = i * CSV_BLOCK + (size_t)__builtin_ctzll(odd);
    return at < end ? at : end;
}

#endif
