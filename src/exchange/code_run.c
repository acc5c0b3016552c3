/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See code_run.h.  The wide ways look up the code of each byte, cell or not,
   and then pick those before an end. */
#include "exchange/code_run.h"

#include <string.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

void
code_run_init(struct code_run *run, const struct answer_table *table,
              char delimiter)
{
    run->delimiter = delimiter;
    memcpy(run->code, table->one, sizeof run->code);
    run->code[(unsigned char)delimiter] = code_of_kind(ANSWER_BLANK);
    run->code['\n'] = code_of_kind(ANSWER_BLANK);
}

/* The ends that have neither of the two bytes before them behind a cell. */
static inline uint64_t
ends_of_long(uint64_t ends)
{
    return ends & ~(ends << 1 | 1) & ~(ends << 2 | 2);
}

/* One after the other. */
static struct code_run_taken
take_plain(const struct code_run *run, const char *at, uint64_t ends,
           uint8_t *codes)
{
    struct code_run_taken taken = {.unclear = ends_of_long(ends)};

    for (; ends; ends &= ends - 1) {
        uint8_t code = run->code[(unsigned char)at[__builtin_ctzll(ends) - 1]];
        codes[taken.n++] = code;
        if (code == CODE_ASK)
            taken.unclear |= ends & -ends;
    }
    return taken;
}

#ifdef __x86_64__
#define WIDE __attribute__((target("avx2,bmi,popcnt")))

/* Of eight bits: the places of those that are set, side by side. */
#define PLACE(bits, i)                                                         \
    (((uint64_t)(bits) >> (i)&1) * (uint64_t)(i)                               \
     << 8 * __builtin_popcount((bits) & ((1 << (i)) - 1)))
#define PLACES(bits)                                                           \
    PLACE(bits, 0) | PLACE(bits, 1) | PLACE(bits, 2) | PLACE(bits, 3)          \
        | PLACE(bits, 4) | PLACE(bits, 5) | PLACE(bits, 6) | PLACE(bits, 7)
#define FROM(bits)                                                             \
    PLACES(bits), PLACES(bits + 1), PLACES(bits + 2), PLACES(bits + 3)
#define FROM_16(bits)                                                          \
    FROM(bits), FROM(bits + 4), FROM(bits + 8), FROM(bits + 12)
#define FROM_64(bits)                                                          \
    FROM_16(bits), FROM_16(bits + 16), FROM_16(bits + 32), FROM_16(bits + 48)
static const uint64_t places_of[256] = {FROM_64(0), FROM_64(64), FROM_64(128),
                                        FROM_64(192)};

/* Codes of 32 bytes, CODE_ASK of those that are no digit or the like. */
static inline WIDE __m256i
look_up(const struct code_run *run, const char *at)
{
    const __m256i table = _mm256_broadcastsi128_si256(
        _mm_loadu_si128((const void *)&run->code['0']));
    __m256i bytes = _mm256_loadu_si256((const void *)at);
    __m256i from_zero = _mm256_xor_si256(bytes, _mm256_set1_epi8('0'));
    __m256i is_known = _mm256_cmpeq_epi8(
        _mm256_and_si256(from_zero, _mm256_set1_epi8((char)0xf0)),
        _mm256_setzero_si256());
    __m256i is_behind = _mm256_or_si256(
        _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(run->delimiter)),
        _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n')));
    __m256i codes =
        _mm256_blendv_epi8(_mm256_set1_epi8((char)CODE_ASK),
                           _mm256_shuffle_epi8(table, from_zero), is_known);
    return _mm256_blendv_epi8(
        codes, _mm256_set1_epi8((char)code_of_kind(ANSWER_BLANK)), is_behind);
}

static inline WIDE uint64_t
ask_bits(__m256i codes)
{
    return (uint32_t)_mm256_movemask_epi8(
        _mm256_cmpeq_epi8(codes, _mm256_set1_epi8((char)CODE_ASK)));
}

static WIDE struct code_run_taken
take_wide(const struct code_run *run, const char *at, uint64_t ends,
          uint8_t *codes)
{
    uint8_t found[64];
    __m256i low = look_up(run, at - 1), high = look_up(run, at + 31);
    uint64_t asking = ask_bits(low) | ask_bits(high) << 32;
    struct code_run_taken taken = {.unclear =
                                       ends_of_long(ends) | (asking & ends)};

    _mm256_storeu_si256((void *)found, low);
    _mm256_storeu_si256((void *)(found + 32), high);
    for (size_t i = 0; i < sizeof found && ends >> i; i += 8) {
        size_t some = ends >> i & 0xff;
        __m128i eight = _mm_loadl_epi64((const void *)(found + i));
        __m128i places = _mm_loadl_epi64((const void *)&places_of[some]);
        _mm_storel_epi64((void *)(codes + taken.n),
                         _mm_shuffle_epi8(eight, places));
        taken.n += (size_t)__builtin_popcountll(some);
    }
    return taken;
}

#define WIDEST __attribute__((target("avx512bw,avx512vbmi2,bmi,popcnt")))

static WIDEST struct code_run_taken
take_widest(const struct code_run *run, const char *at, uint64_t ends,
            uint8_t *codes)
{
    const __m512i table = _mm512_maskz_broadcast_i32x4(
        0xffff, _mm_loadu_si128((const void *)&run->code['0']));
    __m512i bytes = _mm512_loadu_si512((const void *)(at - 1));
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

    _mm512_storeu_si512((void *)codes, _mm512_maskz_compress_epi8(ends, found));
    return (struct code_run_taken){(size_t)__builtin_popcountll(ends),
                                   ends_of_long(ends) | (asking & ends)};
}

#endif

struct code_run_taken
code_run_take(const struct code_run *run, enum vector vector, const char *at,
              uint64_t ends, uint8_t *codes)
{
#ifdef __x86_64__
    if (vector == VECTOR_AVX512)
        return take_widest(run, at, ends, codes);
    if (vector == VECTOR_AVX2)
        return take_wide(run, at, ends, codes);
#endif
    (void)vector;
    return take_plain(run, at, ends, codes);
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
