/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See code_run.h.  The widest way looks up the code of each byte, cell or not,
   and then picks those before an end. */
#include "exchange/code_run.h"

#include <string.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

/* The ends that have neither of the two bytes before them behind a cell, nor
   the begin of the first one. */
static inline uint64_t
ends_of_long(ptrdiff_t at, uint64_t ends)
{
    uint64_t first = at < 0 ? 0 : UINT64_C(1) << at;

    return ends & ~(ends << 1 | first) & ~(ends << 2 | first << 1);
}

/* One after the other. */
static uint64_t
take_plain(const struct code_run *run, const char *base, ptrdiff_t at,
           uint64_t ends, uint8_t *codes)
{
    uint64_t unclear = ends_of_long(at, ends);

    for (; ends; ends &= ends - 1) {
        int end = __builtin_ctzll(ends);
        *codes = end ? run->code[(unsigned char)base[end - 1]]
                     : code_of_kind(ANSWER_BLANK);
        if (*codes++ == CODE_ASK)
            unclear |= ends & -ends;
    }
    return unclear;
}

#ifdef __x86_64__
#define WIDE __attribute__((target("avx2,bmi,popcnt")))

/* The codes of 32 bytes that stand at every other place, CODE_ASK of those that
   are no digit or the like; returns a bit for each of these. */
static inline WIDE uint32_t
take_pairs(const struct code_run *run, const char *at, uint8_t *codes)
{
    const __m256i table = _mm256_broadcastsi128_si256(
        _mm_loadu_si128((const void *)&run->code['0']));
    const __m256i even = _mm256_set1_epi16(0xff);
    const __m256i ask = _mm256_set1_epi8((char)CODE_ASK);
    const __m256i last = _mm256_set1_epi8(15);
    __m256i low = _mm256_loadu_si256((const void *)at);
    __m256i high = _mm256_loadu_si256((const void *)(at + 32));
    __m256i from_zero =
        _mm256_xor_si256(_mm256_permute4x64_epi64(
                             _mm256_packus_epi16(_mm256_and_si256(low, even),
                                                 _mm256_and_si256(high, even)),
                             _MM_SHUFFLE(3, 1, 2, 0)),
                         _mm256_set1_epi8('0'));
    __m256i is_known =
        _mm256_cmpeq_epi8(_mm256_max_epu8(from_zero, last), last);
    __m256i found = _mm256_blendv_epi8(
        ask, _mm256_shuffle_epi8(table, from_zero), is_known);

    _mm256_storeu_si256((void *)codes, found);
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(found, ask));
}

/* Most cells are of one byte, so that an end stands at every other place. */
static WIDE uint64_t
take_wide(const struct code_run *run, const char *base, ptrdiff_t at,
          uint64_t ends, uint8_t *codes)
{
    static const uint64_t pairs = UINT64_C(0xaaaaaaaaaaaaaaaa);
    size_t begin = at < 0 ? 0 : (size_t)at;
    uint64_t rest = ends >> begin;
    uint64_t unclear = 0;

    if (at < 0) {
        unclear = ends & -ends;
        begin = (size_t)__builtin_ctzll(ends) + 1;
        rest = ends >> (begin - 1) >> 1;
        codes++;
    }
    while (rest) {
        uint64_t others = rest ^ pairs;
        size_t n = others ? (size_t)__builtin_ctzll(others) / 2 : 32;
        size_t len = 2 * n;
        if (n) {
            uint64_t asking =
                take_pairs(run, base + begin, codes) & UINT64_MAX >> (64 - n);
            for (; asking; asking &= asking - 1)
                unclear |= UINT64_C(2)
                           << (begin + 2 * (size_t)__builtin_ctzll(asking));
        } else {
            len = (size_t)__builtin_ctzll(rest) + 1;
            if (len > 1)
                unclear |= UINT64_C(1) << (begin + len - 1);
            *codes = code_of_kind(ANSWER_BLANK);
            n = 1;
        }
        codes += n;
        begin += len;
        rest = rest >> (len - 1) >> 1;
    }
    return unclear;
}

#define WIDEST __attribute__((target("avx512bw,avx512vbmi2,bmi,popcnt")))

static WIDEST uint64_t
take_widest(const struct code_run *run, const char *base, ptrdiff_t at,
            uint64_t ends, uint8_t *codes)
{
    const __m512i table = _mm512_maskz_broadcast_i32x4(
        0xffff, _mm_loadu_si128((const void *)&run->code['0']));
    __m512i bytes = _mm512_loadu_si512((const void *)base);
    __m512i from_zero = _mm512_xor_si512(bytes, _mm512_set1_epi8('0'));
    __mmask64 is_known =
        _mm512_cmple_epu8_mask(from_zero, _mm512_set1_epi8(15));
    __mmask64 is_behind =
        _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(run->delimiter))
        | _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
    __m512i found = _mm512_mask_shuffle_epi8(_mm512_set1_epi8((char)CODE_ASK),
                                             is_known, table, from_zero);
    __mmask64 asking =
        _mm512_cmpeq_epi8_mask(found, _mm512_set1_epi8((char)CODE_ASK))
        & ~is_behind;
    found = _mm512_mask_mov_epi8(
        found, is_behind, _mm512_set1_epi8((char)code_of_kind(ANSWER_BLANK)));

    *codes = code_of_kind(ANSWER_BLANK);
    _mm512_storeu_si512((void *)(codes + (ends & 1)),
                        _mm512_maskz_compress_epi8(ends >> 1, found));
    return ends_of_long(at, ends) | (asking << 1 & ends);
}

#endif

void
code_run_init(struct code_run *run, const struct answer_table *table,
              char delimiter, enum vector vector)
{
#ifdef __x86_64__
    run->take = vector == VECTOR_AVX512 ? take_widest
                : vector == VECTOR_AVX2 ? take_wide
                                        : take_plain;
#else
    (void)vector;
    run->take = take_plain;
#endif
    run->delimiter = delimiter;
    memcpy(run->code, table->one, sizeof run->code);
    run->code[(unsigned char)delimiter] = code_of_kind(ANSWER_BLANK);
    run->code['\n'] = code_of_kind(ANSWER_BLANK);
}

typedef uint8_t sixteen __attribute__((vector_size(16)));

/* Rows and columns change places: interleaving the halves four times. */
static inline void
transpose(sixteen rows[CODE_RUN_ROWS])
{
#pragma GCC unroll 4
    for (int round = 0; round < 4; round++) {
        sixteen mixed[CODE_RUN_ROWS];
#pragma GCC unroll 8
        for (int i = 0; i < CODE_RUN_ROWS / 2; i++) {
            sixteen a = rows[i], b = rows[i + CODE_RUN_ROWS / 2];
            mixed[2 * i] = __builtin_shufflevector(
                a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
            mixed[2 * i + 1] =
                __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12,
                                        28, 13, 29, 14, 30, 15, 31);
        }
#pragma GCC unroll 16
        for (int i = 0; i < CODE_RUN_ROWS; i++)
            rows[i] = mixed[i];
    }
}

void
code_run_settle(const struct code_run *run, size_t row)
{
    size_t first = row / CODE_RUN_ROWS * CODE_RUN_ROWS;

    for (size_t column = 0; column < run->n; column += CODE_RUN_ROWS) {
        sixteen block[CODE_RUN_ROWS];
#pragma GCC unroll 16
        for (size_t i = 0; i < CODE_RUN_ROWS; i++)
            memcpy(&block[i], run->tile + i * run->stride + column,
                   CODE_RUN_ROWS);
        transpose(block);
        for (size_t i = 0; i < CODE_RUN_ROWS && column + i < run->n; i++)
            memcpy(run->columns[column + i] + first, &block[i], CODE_RUN_ROWS);
    }
}
