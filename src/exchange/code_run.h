/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Neighbouring columns of codes that one table judges.  Where they end the row,
   and their cells are one digit or blank, as most are, all are taken at once.
   Rows gather in a tile of sixteen, which goes into the columns as a whole. */
#ifndef ATTUNE_EXCHANGE_CODE_RUN_H
#define ATTUNE_EXCHANGE_CODE_RUN_H

#include <stddef.h>
#include <stdint.h>
#include "response/answer.h"
#include "response/vector.h"
#ifdef __x86_64__
#include <immintrin.h>
#define CODE_RUN_WIDE __attribute__((target("avx2,bmi,popcnt")))
#endif

enum { CODE_RUN_ROWS = 16 };

/* As many bytes behind a row may be read, and behind a row of the tile
   written. */
enum { CODE_RUN_BEYOND = 64 };

struct code_run {
    size_t n;          /* columns */
    uint8_t **columns; /* the codes of each, with BATCH_ROOM */
    uint8_t *tile;     /* the first of the run in its first row */
    size_t stride;     /* from row to row */
    char delimiter;
    uint8_t code[256];               /* of a cell of one byte */
    const struct set_bits *set_bits; /* of code_run_set_bits() */
};

/* Of eight bits, the places of those that are set, from the first on. */
struct set_bits {
    uint8_t places[8];
};

/* By the bits; as many bytes again may be read behind each.  In the arena. */
const struct set_bits *code_run_set_bits(struct arena *arena) MUST_USE;

/* Makes the table of a run. */
void code_run_init(struct code_run *run, const struct answer_table *table,
                   char delimiter);

static inline uint8_t *
code_run_row(const struct code_run *run, size_t row)
{
    return run->tile + row % CODE_RUN_ROWS * run->stride;
}

#ifdef __x86_64__
/* What is found in 32 bytes. */
struct code_run_block {
    __m256i codes;    /* of a cell that is such a byte; of one that parts
                         cells, as if one ended behind it: of a blank one */
    uint32_t ends;    /* bits of those that have a delimiter behind them */
    uint32_t asking;  /* of no digit or the like */
    uint32_t parting; /* of delimiters */
};

/* 'digits': the codes of '0' and the fifteen behind it, twice, with all bits
   turned that CODE_ASK has. */
static inline CODE_RUN_WIDE struct code_run_block
code_run_look(__m256i delimiter, __m256i digits, const char *at)
{
    const __m256i ask = _mm256_set1_epi8((char)CODE_ASK);
    const __m256i blank = _mm256_set1_epi8((char)code_of_kind(ANSWER_BLANK));
    __m256i bytes = _mm256_loadu_si256((const void *)at);
    __m256i next = _mm256_loadu_si256((const void *)(at + 1));
    __m256i parting = _mm256_cmpeq_epi8(bytes, delimiter);
    /* What is sixteen or more beyond '0' is looked up as nothing. */
    __m256i from_zero = _mm256_xor_si256(bytes, _mm256_set1_epi8('0'));
    __m256i found = _mm256_shuffle_epi8(
        digits, _mm256_adds_epu8(from_zero, _mm256_set1_epi8(0x70)));
    __m256i codes =
        _mm256_blendv_epi8(_mm256_xor_si256(found, ask), blank, parting);

    return (struct code_run_block){
        .codes = codes,
        .ends =
            (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(next, delimiter)),
        .asking = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(codes, ask)),
        .parting = (uint32_t)_mm256_movemask_epi8(parting),
    };
}

/* The codes of all cells of a run that ends a row of 'len' bytes from 'at' on,
   a CR that ends it among them; false where one is more than a byte, or no
   answer, or there are not so many. What the run says is asked once: for all
   that is known, codes could be put over it. */
static inline CODE_RUN_WIDE bool
code_run_take_wide(const struct code_run *run, const char *at, size_t len,
                   uint8_t *codes)
{
    const __m256i delimiter = _mm256_set1_epi8(run->delimiter);
    const __m256i digits =
        _mm256_xor_si256(_mm256_set1_epi8((char)CODE_ASK),
                         _mm256_broadcastsi128_si256(
                             _mm_loadu_si128((const void *)&run->code['0'])));
    const struct set_bits *set_bits = run->set_bits;
    const uint8_t *behind = codes + run->n;

    len -= len && at[len - 1] == '\r';
    *codes = code_of_kind(ANSWER_BLANK);
    codes += !len || *at == run->delimiter;
    for (size_t i = 0; i < len; i += 32) {
        struct code_run_block block = code_run_look(delimiter, digits, at + i);
        uint32_t ends = block.ends;
        uint32_t within = UINT32_MAX;
        if (len - i <= 32) {
            within >>= 32 - (len - i);
            ends = (ends & within) | UINT32_C(1) << (len - i - 1);
        }
        if (((ends & block.asking) | ~(ends | block.parting)) & within)
            return false;
        const __m128i halves[] = {_mm256_castsi256_si128(block.codes),
                                  _mm256_extracti128_si256(block.codes, 1)};
#pragma GCC unroll 4
        for (size_t k = 0; k < 32; k += 8) {
            uint32_t bits = ends >> k & UINT8_MAX;
            __m128i places = _mm_loadu_si128((const void *)&set_bits[bits]);
            if (k & 8)
                places = _mm_add_epi8(places, _mm_set1_epi8(8));
            _mm_storel_epi64((void *)codes,
                             _mm_shuffle_epi8(halves[k / 16], places));
            codes += (size_t)__builtin_popcount(bits);
        }
        if (codes > behind)
            return false;
    }
    return codes == behind;
}
#endif

/* Moves the tile that holds 'row' into the columns. */
void code_run_settle(const struct code_run *run, size_t row);

#endif
