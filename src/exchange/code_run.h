/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Neighbouring columns of codes that one table judges: a cell of one byte is
   told by the byte before its end, so that all cells that end within 64 bytes
   are taken at once.  Rows gather in a tile of sixteen, which goes into the
   columns as a whole. */
#ifndef ATTUNE_EXCHANGE_CODE_RUN_H
#define ATTUNE_EXCHANGE_CODE_RUN_H

#include <stddef.h>
#include <stdint.h>
#include "response/answer.h"
#include "response/vector.h"
#ifdef __x86_64__
#include <immintrin.h>
#define CODE_RUN_WIDE __attribute__((target("avx2,bmi,popcnt")))
#define CODE_RUN_WIDEST                                                        \
    __attribute__((target("avx512bw,avx512vbmi2,bmi,popcnt")))
#endif

enum { CODE_RUN_ROWS = 16 };

/* So many cells are taken at once.  As many bytes behind a row may be read, and
   behind a row of the tile written. */
enum { CODE_RUN_BEYOND = 64 };

struct code_run {
    size_t n;          /* columns */
    uint8_t **columns; /* the codes of each, with BATCH_ROOM */
    uint8_t *tile;     /* the first of the run in its first row */
    size_t stride;     /* from row to row */
    char delimiter;
    uint8_t code[256]; /* by the byte before the end of a cell */
};

/* Makes the table of a run. */
void code_run_init(struct code_run *run, const struct answer_table *table,
                   char delimiter);

static inline uint8_t *
code_run_row(const struct code_run *run, size_t row)
{
    return run->tile + row % CODE_RUN_ROWS * run->stride;
}

/* The places behind the end of one of the cells, or where the first begins. */
static inline uint64_t
code_run_behind(ptrdiff_t at, uint64_t ends)
{
    return ends << 1 | (at < 0 ? 0 : UINT64_C(1) << at);
}

/* One after the other. */
static inline uint64_t
code_run_take_plain(const struct code_run *run, const char *base, ptrdiff_t at,
                    uint64_t ends, uint8_t *codes)
{
    uint64_t behind = code_run_behind(at, ends);
    uint64_t unclear = ends & ~behind & ~(behind << 1);

    if (ends & 1) {
        *codes++ = code_of_kind(ANSWER_BLANK);
        ends ^= 1;
    }
    for (; ends; ends &= ends - 1) {
        uint8_t code =
            run->code[(unsigned char)base[__builtin_ctzll(ends) - 1]];
        *codes++ = code;
        if (code == CODE_ASK)
            unclear |= ends & -ends;
    }
    return unclear;
}

#ifdef __x86_64__

/* The codes of 32 bytes that stand at every other place, CODE_ASK of those that
   are no digit or the like; returns a bit for each of these. */
static inline CODE_RUN_WIDE uint32_t
code_run_take_pairs(const struct code_run *run, const char *at, uint8_t *codes)
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
static inline CODE_RUN_WIDE uint64_t
code_run_take_wide(const struct code_run *run, const char *base, ptrdiff_t at,
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
            uint64_t asking = code_run_take_pairs(run, base + begin, codes)
                              & UINT64_MAX >> (64 - n);
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

/* Looks up the code of each byte, cell or not, and then picks those before an
   end. */
static inline CODE_RUN_WIDEST uint64_t
code_run_take_widest(const struct code_run *run, const char *base, ptrdiff_t at,
                     uint64_t ends, uint8_t *codes)
{
    const __m512i table = _mm512_maskz_broadcast_i32x4(
        0xffff, _mm_loadu_si128((const void *)&run->code['0']));
    const __m512i ask = _mm512_set1_epi8((char)CODE_ASK);
    const __m512i blank = _mm512_set1_epi8((char)code_of_kind(ANSWER_BLANK));
    uint64_t behind = code_run_behind(at, ends);
    __m512i from_zero = _mm512_xor_si512(_mm512_loadu_si512((const void *)base),
                                         _mm512_set1_epi8('0'));
    __mmask64 is_known =
        _mm512_cmple_epu8_mask(from_zero, _mm512_set1_epi8(15));
    __m512i found = _mm512_mask_shuffle_epi8(ask, is_known, table, from_zero);
    uint64_t asking = _mm512_cmpeq_epi8_mask(found, ask);

    found = _mm512_mask_mov_epi8(found, (ends & behind) >> 1, blank);
    *codes = code_of_kind(ANSWER_BLANK);
    _mm512_storeu_si512((void *)(codes + (ends & 1)),
                        _mm512_maskz_compress_epi8(ends >> 1, found));
    return ends & ~behind & (~(behind << 1) | asking << 1);
}
#endif

/* Puts the codes of cells, one for each bit of 'ends', where the bytes behind
   cells are, counted from 'base'.  The first cell begins at 'at' from there,
   and may begin before.  Returns the ends of those that must be judged one by
   one: longer than a byte, or no answer; their codes mean nothing. */
static inline uint64_t
code_run_take(const struct code_run *run, enum vector vector, const char *base,
              ptrdiff_t at, uint64_t ends, uint8_t *codes)
{
#ifdef __x86_64__
    if (vector == VECTOR_AVX512)
        return code_run_take_widest(run, base, at, ends, codes);
    if (vector == VECTOR_AVX2)
        return code_run_take_wide(run, base, at, ends, codes);
#endif
    (void)vector;
    return code_run_take_plain(run, base, at, ends, codes);
}

/* Moves the tile that holds 'row' into the columns. */
void code_run_settle(const struct code_run *run, size_t row);

#endif
