/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See code_run.h.  The wide way looks up and judges a pair of bytes, the digit
   and the delimiter, in 16 bits, and takes sixteen pairs at once. */
#include "response/code_run.h"

#include <string.h>
#include "response/answer.h"
#ifdef __x86_64__
#include <immintrin.h>
#endif

enum { PAIRS = 16, SIDE = CODE_RUN_ROWS };

/* One after the other. */
static const char *
take_plain(const struct code_run *run, const char *at, char delimiter,
           uint8_t *codes, size_t *n, size_t end)
{
    for (; *n < end; ++*n) {
        unsigned from_zero = (unsigned char)at[0] - (unsigned)'0';
        if (at[0] == delimiter) {
            codes[*n] = code_of_kind(ANSWER_BLANK);
            at++;
        } else if (from_zero < 16 && at[1] == delimiter
                   && run->codes[from_zero] != CODE_ASK) {
            codes[*n] = run->codes[from_zero];
            at += 2;
        } else {
            break;
        }
    }
    return at;
}

#ifdef __x86_64__
#define WIDE __attribute__((target("avx2,bmi")))

/* Bit 2i and 2i + 1: pair i is a code of the table and the delimiter; the
   codes of all go to 'codes'. */
static inline WIDE uint32_t
take_pairs(__m256i table, __m256i pattern, const char *at, uint8_t *codes)
{
    const __m256i low_bytes = _mm256_set1_epi16(0x00ff);
    __m256i bytes =
        _mm256_xor_si256(_mm256_loadu_si256((const void *)at), pattern);
    __m256i found =
        _mm256_and_si256(_mm256_shuffle_epi8(table, bytes), low_bytes);
    __m256i packed =
        _mm256_permute4x64_epi64(_mm256_packus_epi16(found, found), 0x08);
    __m256i is_known = _mm256_cmpeq_epi16(
        _mm256_and_si256(bytes, _mm256_set1_epi16((short)0xfff0)),
        _mm256_setzero_si256());
    __m256i is_unclear = _mm256_cmpeq_epi16(found, _mm256_set1_epi16(CODE_ASK));

    _mm_storeu_si128((void *)codes, _mm256_castsi256_si128(packed));
    return (uint32_t)_mm256_movemask_epi8(
        _mm256_andnot_si256(is_unclear, is_known));
}

static WIDE const char *
take_wide(const struct code_run *run, const char *at, char delimiter,
          uint8_t *codes, size_t *n, size_t end)
{
    const __m256i table =
        _mm256_broadcastsi128_si256(_mm_loadu_si128((const void *)run->codes));
    const __m256i pattern = _mm256_set1_epi16(
        (short)((unsigned)(unsigned char)delimiter << 8 | '0'));
    size_t to = *n;

    while (to < end) {
        uint32_t is_good = take_pairs(table, pattern, at, codes + to);
        size_t n_good = PAIRS;

        if (is_good != UINT32_MAX)
            n_good = (size_t)__builtin_ctz(~is_good) / 2;
        if (n_good > end - to)
            n_good = end - to;
        to += n_good;
        at += 2 * n_good;
        if (n_good == PAIRS || to == end)
            continue;
        if (*at != delimiter)
            break;
        codes[to++] = code_of_kind(ANSWER_BLANK);
        at++;
    }
    *n = to;
    return at;
}

#endif

const char *
code_run_take(const struct code_run *run, enum vector vector, const char *at,
              char delimiter, uint8_t *codes, size_t *n, size_t end)
{
#ifdef __x86_64__
    if (vector >= VECTOR_AVX2)
        return take_wide(run, at, delimiter, codes, n, end);
#endif
    (void)vector;
    return take_plain(run, at, delimiter, codes, n, end);
}

typedef uint8_t sixteen __attribute__((vector_size(16)));

/* Rows and columns change places: interleaving the halves four times. */
static inline void
transpose(sixteen rows[SIDE])
{
#pragma GCC unroll 4
    for (int round = 0; round < 4; round++) {
        sixteen mixed[SIDE];
#pragma GCC unroll 8
        for (int i = 0; i < SIDE / 2; i++) {
            sixteen a = rows[i], b = rows[i + SIDE / 2];
            mixed[2 * i] = __builtin_shufflevector(
                a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            mixed[2 * i + 1] =
                __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12,
                                        28, 13, 29, 14, 30, 15, 31);
        }
#pragma GCC unroll 16
        for (int i = 0; i < SIDE; i++)
            rows[i] = mixed[i];
    }
}

void
code_run_settle(const struct code_run *run, size_t row)
{
    size_t first = row / SIDE * SIDE;

    for (size_t column = 0; column < run->n; column += SIDE) {
        sixteen block[SIDE];
#pragma GCC unroll 16
        for (size_t i = 0; i < SIDE; i++)
            memcpy(&block[i], run->tile + i * run->stride + column, SIDE);
        transpose(block);
        for (size_t i = 0; i < SIDE && column + i < run->n; i++)
            memcpy(run->columns[column + i] + first, &block[i], SIDE);
    }
}
