/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See code_run.h. */
#include "exchange/code_run.h"

#include <string.h>
#ifdef __x86_64__
#include <immintrin.h>
#endif

const struct set_bits *
code_run_set_bits(struct arena *arena)
{
    struct set_bits *set = ARENA_ARRAY(arena, 256 + 1, struct set_bits);

    for (size_t bits = 0; bits < 256; bits++)
        for (size_t i = 0, n = 0; i < 8; i++)
            if (bits >> i & 1)
                set[bits].places[n++] = (uint8_t)i;
    return set;
}

void
code_run_init(struct code_run *run, const struct answer_table *table,
              char delimiter)
{
    run->delimiter = delimiter;
    memcpy(run->code, table->one, sizeof run->code);
    run->code[(unsigned char)delimiter] = run->code['\n'] = CODE_ASK;
}

#ifdef __x86_64__
enum { BLOCK = 32 };

/* What is the same for all blocks of a run. */
struct looking {
    char parting;      /* the delimiter, and */
    __m256i delimiter; /* as many of it */
    __m256i digits; /* the codes of '0' and the fifteen behind it, twice, with
                       all bits turned that CODE_ASK has */
    const struct set_bits *set_bits;
};

/* What is found in 32 bytes. */
struct block {
    __m128i codes[2]; /* of a cell that is such a byte; of one that parts cells,
                         as if one ended behind it: of a blank one */
    uint32_t ends;    /* bits of those that have a delimiter behind them */
    uint32_t asking;  /* of no digit or the like */
    uint32_t parting; /* of delimiters */
};

static inline VECTOR_WIDE struct block
look(const struct looking *looking, const char *at)
{
    const __m256i ask = _mm256_set1_epi8((char)CODE_ASK);
    const __m256i blank = _mm256_set1_epi8((char)code_of_kind(ANSWER_BLANK));
    __m256i bytes = _mm256_loadu_si256((const void *)at);
    __m256i next = _mm256_loadu_si256((const void *)(at + 1));
    __m256i parting = _mm256_cmpeq_epi8(bytes, looking->delimiter);
    /* What is sixteen or more beyond '0' is looked up as nothing. */
    __m256i from_zero = _mm256_xor_si256(bytes, _mm256_set1_epi8('0'));
    __m256i found = _mm256_shuffle_epi8(
        looking->digits, _mm256_adds_epu8(from_zero, _mm256_set1_epi8(0x70)));
    __m256i codes =
        _mm256_blendv_epi8(_mm256_xor_si256(found, ask), blank, parting);

    return (struct block){
        .codes = {_mm256_castsi256_si128(codes),
                  _mm256_extracti128_si256(codes, 1)},
        .ends = (uint32_t)_mm256_movemask_epi8(
            _mm256_cmpeq_epi8(next, looking->delimiter)),
        .asking = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(codes, ask)),
        .parting = (uint32_t)_mm256_movemask_epi8(parting),
    };
}

/* Puts the codes of the cells that end among eight bytes of the block, and
   returns where the next go. */
static inline VECTOR_WIDE uint8_t *
put_eight(const struct looking *looking, const struct block *block, size_t from,
          uint8_t *codes)
{
    uint32_t bits = block->ends >> from & UINT8_MAX;
    __m128i places = _mm_loadu_si128((const void *)&looking->set_bits[bits]);

    if (from & 8)
        places = _mm_add_epi8(places, _mm_set1_epi8(8));
    _mm_storel_epi64((void *)codes,
                     _mm_shuffle_epi8(block->codes[from / 16], places));
    return codes + (size_t)__builtin_popcount(bits);
}

/* A cell is a byte with a delimiter behind it, or nothing between two. */
static inline bool
has_odd(const struct block *block, uint32_t within)
{
    return ((block->ends & block->asking) | ~(block->ends | block->parting))
           & within;
}

/* All cells of the 'len' bytes from 'at' on; false where one is odd, or there
   are not as many as up to 'behind'. */
static inline VECTOR_WIDE bool
take_row(const struct looking *looking, const char *at, size_t len,
         uint8_t *codes, const uint8_t *behind)
{
    *codes = code_of_kind(ANSWER_BLANK);
    codes += !len || *at == looking->parting;
    for (; len > BLOCK; at += BLOCK, len -= BLOCK) {
        struct block block = look(looking, at);
        if (has_odd(&block, UINT32_MAX))
            return false;
#pragma GCC unroll 4
        for (size_t from = 0; from < BLOCK; from += 8)
            codes = put_eight(looking, &block, from, codes);
        if (codes > behind)
            return false;
    }
    if (len) {
        struct block block = look(looking, at);
        uint32_t within = UINT32_MAX >> (BLOCK - len);
        block.ends = (block.ends & within) | UINT32_C(1) << (len - 1);
        if (has_odd(&block, within))
            return false;
#pragma GCC unroll 4
        for (size_t from = 0; from < BLOCK; from += 8)
            if (from < len)
                codes = put_eight(looking, &block, from, codes);
    }
    return codes == behind;
}

VECTOR_WIDE uint32_t
code_run_take_wide(const struct code_run *run, size_t row, size_t n,
                   const char **at, const char *const *behind)
{
    const struct looking looking = {
        .parting = run->delimiter,
        .delimiter = _mm256_set1_epi8(run->delimiter),
        .digits = _mm256_xor_si256(_mm256_set1_epi8((char)CODE_ASK),
                                   _mm256_broadcastsi128_si256(_mm_loadu_si128(
                                       (const void *)&run->code['0']))),
        .set_bits = run->set_bits,
    };
    size_t n_codes = run->n;
    size_t stride = run->stride;
    uint8_t *codes = code_run_row(run, row);
    uint32_t taken = 0;

    for (size_t i = 0; i < n; i++, codes += stride) {
        if (!at[i])
            continue;
        size_t len = (size_t)(behind[i] - 1 - at[i]);
        len -= len && at[i][len - 1] == '\r';
        if (take_row(&looking, at[i], len, codes, codes + n_codes)) {
            at[i] = behind[i];
            taken |= UINT32_C(1) << i;
        }
    }
    return taken;
}
#endif

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
