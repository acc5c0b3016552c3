/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Combined scales: column loops over tables; see run.h and terms.h.

   Sums are of whole numbers, in limbs where one double would not hold them
   (see instrument/units.h); their order does not matter. */
#include "score/run.h"

#include <assert.h>
#include <math.h>
#include <string.h>
#include "instrument/method.h"
#include "instrument/units.h"
#include "score/small_sums.h"
#include "score/terms.h"

enum { GROUP_SIZE = 4 };

/* Three counts of at most INSTRUMENT_LIMIT_ITEMS in one number. */
enum { TALLY_BITS = 10, TALLY_MASK = (1 << TALLY_BITS) - 1 };
_Static_assert((int)INSTRUMENT_LIMIT_ITEMS <= (int)TALLY_MASK,
               "a tally overflows");

/* What was answered; with the least, and the greatest, that blanks could be. */
enum part { PART_VALUE, PART_LOW, PART_HIGH, N_PARTS };

struct combine {
    const struct op *op;
    const struct scale *scale;
    const struct terms *const *terms;  /* by member */
    bool is_plain;                     /* a sum in one limb, without weights */
    struct small_sums *small[N_PARTS]; /* by enum part; NULL: too large */
    uint16_t *needed;                  /* by the number of items that apply */
    double *times;                     /* by the number of answers, where */
    double *divisor;                   /* doubles hold all: see units_ratio() */
    double offset;
    struct middle *middle;     /* of a median; NULL: of none */
    struct estimate *estimate; /* by a calibration; NULL: by none */
    uint32_t tally[N_CODES];   /* answered, not applicable and bad */
    uint32_t filled[N_CODES];  /* could be answered, may be left out, bad */
    uint64_t blank[N_CODES];   /* 1: blank */
};

/* What the members of a scale bring into each row, limb by limb; of min and
   max the least and the greatest score. */
struct sums {
    double limb[UNITS_MOST_LIMBS][BATCH_ROOM];
};

struct combine_scratch {
    const uint8_t *codes[INSTRUMENT_LIMIT_ITEMS]; /* by member */
    bool is_plain; /* none of them is bad or not applicable; or not known */
    struct sums value;
    struct sums weight;
    uint32_t tally[BATCH_ROOM];
    struct sums low;
    struct sums high;
    struct sums weight_filled;
    uint32_t filled[BATCH_ROWS];
    uint8_t code[BATCH_ROWS];
};

struct combine_scratch *
combine_scratch_new(struct arena *arena)
{
    return ARENA_NEW(arena, struct combine_scratch);
}

/* ---- tables ---- */

static void
put_tallies(struct combine *combine)
{
    const struct calibration *calibration = combine->scale->calibration;
    bool adapts = calibration && calibration->adaptive;
    for (int i = 0; i < N_CODES; i++) {
        uint8_t code = (uint8_t)i;
        enum answer_kind kind = kind_of_code(code);
        bool is_known = code != CODE_OPEN;
        /* What a form that asks only what it needs did not ask is no blank. */
        bool fills = terms_fills(code)
                     && !(is_known && adapts && kind == ANSWER_NOT_ASKED);
        combine->tally[i] =
            (is_known && kind == ANSWERED ? 1U : 0)
            | (is_known && kind == ANSWER_NOT_APPLICABLE ? 1U << TALLY_BITS : 0)
            | (is_known && kind == ANSWER_BAD ? 1U << 2 * TALLY_BITS : 0);
        combine->filled[i] =
            (fills ? 1U : 0) | (code == CODE_OPEN ? 1U << TALLY_BITS : 0)
            | (is_known && kind == ANSWER_BAD ? 1U << 2 * TALLY_BITS : 0);
        combine->blank[i] = is_known && kind != ANSWERED && fills;
    }
}

static bool
is_keyed_alike(const struct plan_member *a, const struct plan_member *b)
{
    if (a->weight != b->weight || a->lo != b->lo || a->hi != b->hi
        || a->of->count_if != b->of->count_if || a->n_keyed != b->n_keyed
        || !a->keyed != !b->keyed)
        return false;
    return !a->n_keyed
           || memcmp(a->keyed, b->keyed, a->n_keyed * sizeof *a->keyed) == 0;
}

/* Most scales have one table, or two where some items are reversed: small
   enough to stay in the processor's cache. */
static const struct terms *
share_terms(const struct terms *const *terms, const struct op *op, size_t idx)
{
    for (size_t i = 0; i < idx; i++)
        if (is_keyed_alike(&op->members[i], &op->members[idx]))
            return terms[i];
    return NULL;
}

/* Of a sum in one limb. */
static struct small_sums *
small_of(const struct combine *combine, enum part part, struct arena *arena)
{
    size_t n = combine->op->n_members;
    const double **terms = ARENA_ARRAY(arena, n, const double *);
    if (!method_join_of(combine->scale)->adds
        || combine->scale->units->n_limbs > 1)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        const struct term_table *const parts[] = {
            [PART_VALUE] = combine->terms[i]->value,
            [PART_LOW] = combine->terms[i]->low,
            [PART_HIGH] = combine->terms[i]->high,
        };
        if (!combine->op->members[i].keyed)
            return NULL;
        terms[i] = parts[part][0].at;
    }
    return small_sums_new(terms, n, arena);
}

struct combine *
combine_new(const struct plan *plan, const struct op *op, struct arena *arena)
{
    struct combine *combine = ARENA_NEW(arena, struct combine);
    combine->op = op;
    combine->scale = &plan->instrument->scales[op->idx];
    const struct terms **terms =
        ARENA_ARRAY(arena, op->n_members, const struct terms *);
    for (size_t i = 0; i < op->n_members; i++) {
        terms[i] = share_terms(terms, op, i);
        if (!terms[i])
            terms[i] = terms_new(combine->scale, i, &op->members[i], arena);
    }
    combine->terms = terms;
    combine->is_plain = method_join_of(combine->scale)->adds
                        && combine->scale->units->n_limbs == 1
                        && !combine->scale->units->has_weights;
    for (int part = 0; part < N_PARTS; part++)
        combine->small[part] = small_of(combine, (enum part)part, arena);
    combine->needed = ARENA_ARRAY(arena, op->n_members + 1, uint16_t);
    combine->times = ARENA_ARRAY(arena, op->n_members + 1, double);
    combine->divisor = ARENA_ARRAY(arena, op->n_members + 1, double);
    for (size_t n = 0; n <= op->n_members; n++) {
        struct units_ratio ratio = units_ratio(combine->scale, n);
        combine->needed[n] = (uint16_t)method_needed(combine->scale, n);
        combine->times[n] = (double)ratio.times;
        combine->divisor[n] = (double)ratio.divisor;
        combine->offset = (double)ratio.offset;
    }
    put_tallies(combine);
    switch (method_of(combine->scale)->join) {
    case JOIN_MIDDLE:
        combine->middle = middle_new(plan, op, arena);
        break;
    case JOIN_ESTIMATE:
        combine->estimate = estimate_new(plan, op, combine->needed, arena);
        break;
    case JOIN_SUM:
    case JOIN_LEAST:
    case JOIN_GREATEST:
    case JOIN_FORMULA:
        break;
    }
    return combine;
}

/* ---- loops over columns ---- */

struct column_group {
    const uint8_t *code[GROUP_SIZE];
    const double *term[GROUP_SIZE];
};

static void
add_group(double *restrict sum, const struct column_group *group, size_t n_rows)
{
    const uint8_t *restrict a = group->code[0], *restrict b = group->code[1],
                            *restrict c = group->code[2],
                            *restrict d = group->code[3];
    const double *restrict ta = group->term[0], *restrict tb = group->term[1],
                           *restrict tc = group->term[2],
                           *restrict td = group->term[3];
    for (size_t row = 0; row < n_rows; row++)
        sum[row] =
            (((sum[row] + ta[a[row]]) + tb[b[row]]) + tc[c[row]]) + td[d[row]];
}

static void
count_group(uint32_t *restrict tally, const uint32_t *restrict table,
            const struct column_group *group, size_t n_rows)
{
    const uint8_t *restrict a = group->code[0], *restrict b = group->code[1],
                            *restrict c = group->code[2],
                            *restrict d = group->code[3];
    for (size_t row = 0; row < n_rows; row++)
        tally[row] +=
            table[a[row]] + table[b[row]] + table[c[row]] + table[d[row]];
}

static void
merge_column(double *restrict best, const uint8_t *restrict code,
             const double *restrict term, size_t n_rows, enum method_join join)
{
    switch (join) {
    case JOIN_SUM:
        for (size_t row = 0; row < n_rows; row++)
            best[row] += term[code[row]];
        break;
    case JOIN_LEAST:
        for (size_t row = 0; row < n_rows; row++)
            best[row] =
                term[code[row]] < best[row] ? term[code[row]] : best[row];
        break;
    case JOIN_GREATEST:
        for (size_t row = 0; row < n_rows; row++)
            best[row] =
                term[code[row]] > best[row] ? term[code[row]] : best[row];
        break;
    case JOIN_MIDDLE: /* as a whole, see middle.c and estimate.c */
    case JOIN_ESTIMATE:
    case JOIN_FORMULA:
        break;
    }
}

static void
count_column(uint32_t *restrict tally, const uint32_t *restrict table,
             const uint8_t *restrict code, size_t n_rows)
{
    for (size_t row = 0; row < n_rows; row++)
        tally[row] += table[code[row]];
}

/* ---- sums ---- */

static size_t
n_limbs_of(const struct combine *combine)
{
    return combine->scale->units->n_limbs;
}

static void
clear_sums(const struct combine *combine, struct sums *sums, double neutral,
           size_t n_rows)
{
    for (size_t i = 0; i < n_limbs_of(combine); i++)
        for (size_t row = 0; row < n_rows; row++)
            sums->limb[i][row] = neutral;
}

/* Merges one member's column into the sums. */
static void
merge_sums(const struct combine *combine, struct sums *sums,
           const uint8_t *code, const struct term_table *tables, size_t n_rows)
{
    for (size_t i = 0; i < n_limbs_of(combine); i++)
        merge_column(sums->limb[i], code, tables[i].at, n_rows,
                     method_of(combine->scale)->join);
}

static void
add_whole(const struct combine *combine, struct sums *sums, size_t row,
          __int128 whole)
{
    size_t n = n_limbs_of(combine);
    for (size_t i = 0; i < n; i++)
        sums->limb[i][row] += terms_limb(whole, i, n);
}

/* Answers that are no positions: numbers, after reversal, and sets. */
static void
merge_numbers(const struct combine *combine, struct sums *sums, size_t idx,
              const struct answers *answers, const uint8_t *code, size_t n_rows)
{
    const struct join *join = method_join_of(combine->scale);
    double *best = sums->limb[0];
    for (size_t row = 0; row < n_rows; row++) {
        if (code[row] != CODE_FIRST_KIND + ANSWERED)
            continue;
        double keyed =
            answers->form == FORM_CHOICES
                ? plan_counted(&combine->op->members[idx],
                               answers->choices[row])
                : plan_keyed(&combine->op->members[idx], answers->number[row]);
        if (join->adds)
            add_whole(combine, sums, row,
                      units_term(combine->scale, idx, keyed));
        else if (join->merge)
            best[row] = join->merge(best[row], keyed);
    }
}

static __int128
whole_of(const struct combine *combine, const struct sums *sums, size_t row)
{
    __int128 whole = 0;
    for (size_t i = n_limbs_of(combine); i-- > 0;)
        whole = (whole << UNITS_LIMB_BITS) + (int64_t)sums->limb[i][row];
    return whole;
}

/* The score that 'n' answers make with what they add up to. */
static inline double
finish(const struct combine *combine, const struct sums *sums, size_t n,
       const struct sums *weights, size_t row)
{
    const struct units *units = combine->scale->units;
    if (combine->is_plain)
        return sums->limb[0][row] * combine->times[n] / combine->divisor[n];
    if (!method_join_of(combine->scale)->adds)
        return sums->limb[0][row];
    if (units->n_limbs > 1)
        return units_score(combine->scale, whole_of(combine, sums, row), n,
                           units->has_weights ? whole_of(combine, weights, row)
                                              : 1);
    double weight = units->has_weights ? weights->limb[0][row] : 1;
    return (sums->limb[0][row] * combine->times[n] + combine->offset * weight)
           / (combine->divisor[n] * weight);
}

/* ---- what was answered ---- */

static const struct answers *
member_answers(const struct run *run, const struct combine *combine,
               size_t member_idx)
{
    return &run->batch->answers[combine->op->members[member_idx].item_idx];
}

/* Adds up GROUP_SIZE members from 'first' on; returns 0, and did nothing,
   where there are fewer or one of them is no column of positions. */
static size_t
add_some(const struct run *run, const struct combine *combine, size_t first,
         struct combine_scratch *scratch)
{
    struct column_group group;
    if (!method_join_of(combine->scale)->adds
        || first + GROUP_SIZE > combine->op->n_members)
        return 0;
    for (size_t i = 0; i < GROUP_SIZE; i++) {
        if (member_answers(run, combine, first + i)->form != FORM_CODES)
            return 0;
        group.code[i] = scratch->codes[first + i];
    }
    for (size_t limb = 0; limb < n_limbs_of(combine); limb++) {
        for (size_t i = 0; i < GROUP_SIZE; i++)
            group.term[i] = combine->terms[first + i]->value[limb].at;
        add_group(scratch->value.limb[limb], &group, run->n_rows);
    }
    return GROUP_SIZE;
}

static void
add_one(const struct run *run, const struct combine *combine, size_t idx,
        struct combine_scratch *scratch)
{
    const struct answers *answers = member_answers(run, combine, idx);
    merge_sums(combine, &scratch->value, answers->code,
               combine->terms[idx]->value, run->n_rows);
    if (answers->form != FORM_CODES)
        merge_numbers(combine, &scratch->value, idx, answers, answers->code,
                      run->n_rows);
}

static void
add_members(const struct run *run, const struct combine *combine,
            struct combine_scratch *scratch)
{
    clear_sums(combine, &scratch->value, terms_neutral(combine->scale),
               run->n_rows);
    for (size_t i = 0; i < combine->op->n_members;) {
        size_t n = add_some(run, combine, i, scratch);
        if (!n)
            add_one(run, combine, i, scratch);
        i += n ? n : 1;
    }
}

static void
count_members(const struct run *run, const struct combine *combine,
              struct combine_scratch *scratch)
{
    const uint8_t **codes = scratch->codes;
    size_t n = combine->op->n_members;
    size_t i = 0;
    memset(scratch->tally, 0, run->n_rows * sizeof(scratch->tally[0]));
    for (; i + GROUP_SIZE <= n; i += GROUP_SIZE) {
        struct column_group group;
        memcpy(group.code, codes + i, sizeof(group.code));
        count_group(scratch->tally, combine->tally, &group, run->n_rows);
    }
    for (; i < n; i++)
        count_column(scratch->tally, combine->tally, codes[i], run->n_rows);
}

/* Many rows at once.  False, and nothing is done, where that cannot be. */
static bool
put_small(const struct run *run, const struct combine *combine, enum part part,
          const struct combine_scratch *scratch, struct sums *sums)
{
    return small_sums_put(combine->small[part], run->batch->vector,
                          scratch->codes, run->n_rows, sums->limb[0]);
}

static void
run_members(const struct run *run, const struct combine *combine,
            struct combine_scratch *scratch)
{
    size_t n = combine->op->n_members;
    for (size_t i = 0; i < n; i++)
        scratch->codes[i] = member_answers(run, combine, i)->code;
    if (!put_small(run, combine, PART_VALUE, scratch, &scratch->value))
        add_members(run, combine, scratch);
    scratch->is_plain = small_counts_put(run->batch->vector, scratch->codes, n,
                                         run->n_rows, scratch->tally);
    if (!scratch->is_plain)
        count_members(run, combine, scratch);
    if (combine->middle)
        middle_values(run, combine->middle, scratch->value.limb[0]);
    if (combine->estimate)
        estimate_values(run, combine->estimate, scratch->value.limb[0]);
    if (!combine->scale->units->has_weights)
        return;
    clear_sums(combine, &scratch->weight, 0, run->n_rows);
    for (size_t i = 0; i < n; i++)
        merge_sums(combine, &scratch->weight, scratch->codes[i],
                   combine->terms[i]->weight, run->n_rows);
}

/* Where nothing is bad or not applicable, and a score is what 'times' and
   'divisor' make of a sum. */
static void
put_plain_scores(const struct combine *combine,
                 const struct combine_scratch *scratch,
                 struct score_column column, size_t n_rows)
{
    const double *sum = scratch->value.limb[0];
    const double *times = combine->times;
    const double *divisor = combine->divisor;
    size_t k = combine->op->n_members;
    size_t needed = combine->needed[k] ? combine->needed[k] : 1;
    size_t n_whole = method_fills_blanks(combine->scale) ? k : 0;
    for (size_t row = 0; row < n_rows; row++) {
        size_t n = scratch->tally[row];
        bool is_scored = n >= needed;
        double value = sum[row] * times[n] / divisor[n];
        column.why[row] = is_scored ? WHY_SCORED : WHY_TOO_FEW;
        column.answered[row] = (uint16_t)n;
        column.items[row] = (uint16_t)k;
        column.prorated[row] = is_scored && n < n_whole;
        column.value[row] = is_scored ? value : 0;
    }
}

static void
put_scores(const struct run *run, const struct combine *combine,
           const struct combine_scratch *scratch)
{
    struct score_column *column = run_column(run, combine->op);
    size_t k = combine->op->n_members;
    bool excludes = terms_excludes(combine->scale);
    bool prorates = method_fills_blanks(combine->scale);
    if (scratch->is_plain && combine->is_plain && !column->error) {
        put_plain_scores(combine, scratch, *column, run->n_rows);
        return;
    }
    for (size_t row = 0; row < run->n_rows; row++) {
        uint32_t tally = scratch->tally[row];
        size_t n = tally & TALLY_MASK;
        size_t n_out = excludes ? tally >> TALLY_BITS & TALLY_MASK : 0;
        enum why why = WHY_SCORED;
        if (tally >> 2 * TALLY_BITS)
            why = WHY_BAD;
        else if (n_out == k)
            why = WHY_NOT_APPLICABLE;
        else if (n < combine->needed[k - n_out] || n == 0)
            why = WHY_TOO_FEW;
        bool is_scored = why == WHY_SCORED;
        column->why[row] = (uint8_t)why;
        column->answered[row] = (uint16_t)n;
        column->items[row] = (uint16_t)(k - n_out);
        column->prorated[row] = is_scored && prorates && n < k;
        column->value[row] = is_scored ? finish(combine, &scratch->value, n,
                                                &scratch->weight, row)
                                       : 0;
        if (column->error && !is_scored)
            column->error[row] = 0;
    }
}

/* ---- what the blanks could make it ---- */

/* The member's answers, CODE_OPEN where it may be left out in the end, unless
   that may let a bad value in. */
static const uint8_t *
filled_codes(const struct run *run, const struct combine *combine, size_t idx,
             struct combine_scratch *scratch)
{
    size_t item_idx = combine->op->members[idx].item_idx;
    const uint8_t *code = run->batch->answers[item_idx].code;
    const uint8_t *open = run->open[item_idx];
    if (!open)
        return code;
    const uint8_t codes[] = {
        [GATE_OPEN] = CODE_OPEN,
        [GATE_OPEN_OVER_BAD] = code_of_kind(ANSWER_BAD),
    };
    for (size_t row = 0; row < run->n_rows; row++)
        scratch->code[row] = open[row] ? codes[open[row]] : code[row];
    return scratch->code;
}

static void
mark_blanks(uint64_t *restrict blanks, const uint8_t *restrict code,
            const uint64_t *restrict table, size_t n_rows, size_t idx)
{
    if (idx >= SCORE_MARKED_BLANKS)
        return;
    for (size_t row = 0; row < n_rows; row++)
        blanks[row] |= table[code[row]] << idx;
}

/* Both ends of a member's part, one row after the other. */
static void
merge_ends(const struct run *run, const struct combine *combine, size_t idx,
           const uint8_t *code, struct combine_scratch *scratch)
{
    const struct answers *answers = member_answers(run, combine, idx);
    const struct terms *terms = combine->terms[idx];
    merge_sums(combine, &scratch->low, code, terms->low, run->n_rows);
    merge_sums(combine, &scratch->high, code, terms->high, run->n_rows);
    if (answers->form == FORM_CODES)
        return;
    merge_numbers(combine, &scratch->low, idx, answers, code, run->n_rows);
    merge_numbers(combine, &scratch->high, idx, answers, code, run->n_rows);
}

static bool
may_be_left_out(const struct run *run, const struct combine *combine)
{
    bool may_open = false;
    for (size_t i = 0; i < combine->op->n_members; i++)
        may_open |= run->open[combine->op->members[i].item_idx] != NULL;
    return may_open;
}

static void
run_ranges(const struct run *run, const struct combine *combine,
           struct combine_scratch *scratch)
{
    size_t n_rows = run->n_rows;
    size_t n = combine->op->n_members;
    uint64_t *blanks = run_column(run, combine->op)->blanks;
    bool is_put =
        !may_be_left_out(run, combine)
        && put_small(run, combine, PART_LOW, scratch, &scratch->low)
        && put_small(run, combine, PART_HIGH, scratch, &scratch->high);
    bool is_full = is_put && scratch->is_plain;
    if (!is_put) {
        clear_sums(combine, &scratch->low, terms_neutral(combine->scale),
                   n_rows);
        clear_sums(combine, &scratch->high, terms_neutral(combine->scale),
                   n_rows);
    }
    clear_sums(combine, &scratch->weight_filled, 0, n_rows);
    for (size_t row = 0; row < n_rows; row++)
        scratch->filled[row] = is_full ? (uint32_t)n : 0;
    memset(blanks, 0, n_rows * sizeof(blanks[0]));
    for (size_t i = 0; i < n; i++) {
        const uint8_t *code = filled_codes(run, combine, i, scratch);
        if (!is_put)
            merge_ends(run, combine, i, code, scratch);
        if (combine->scale->units->has_weights)
            merge_sums(combine, &scratch->weight_filled, code,
                       combine->terms[i]->weight_filled, n_rows);
        if (!is_full)
            count_column(scratch->filled, combine->filled, code, n_rows);
        mark_blanks(blanks, code, combine->blank, n_rows, i);
    }
    if (combine->middle)
        middle_ranges(run, combine->middle, combine->needed,
                      scratch->low.limb[0], scratch->high.limb[0]);
    if (combine->estimate)
        estimate_ranges(run, combine->estimate, scratch->value.limb[0],
                        scratch->low.limb[0], scratch->high.limb[0]);
}

/* Where every item may be left out, any value of the scale may come about
   before that: a range is finite. */
static void
put_range(const struct combine *combine, struct score_column *column,
          size_t row)
{
    if (isinf(column->low[row]))
        column->low[row] = combine->scale->lo;
    if (isinf(column->high[row]))
        column->high[row] = combine->scale->hi;
}

/* What a form without blanks would be: 'n' of its items have an answer then,
   less those that may be left out in the end. */
static void
put_filled(const struct combine *combine, struct score_column *column,
           size_t row, size_t n, size_t n_open)
{
    size_t k = combine->op->n_members;
    size_t least = n - n_open;
    size_t n_items = terms_excludes(combine->scale) ? least : k;
    bool prorates = method_fills_blanks(combine->scale);
    column->out_least[row] = prorates ? (uint16_t)(k - n) : 0;
    column->out_most[row] = prorates ? (uint16_t)(k - least) : 0;
    if (n_open)
        column->blanks[row] = 0;
    column->may_lack[row] = !least || least < combine->needed[n_items];
}

static void
put_ranges(const struct run *run, const struct combine *combine,
           const struct combine_scratch *scratch)
{
    struct score_column *column = run_column(run, combine->op);
    bool excludes = terms_excludes(combine->scale);
    for (size_t row = 0; row < run->n_rows; row++) {
        uint32_t filled = scratch->filled[row];
        size_t n = filled & TALLY_MASK;
        size_t n_open = filled >> TALLY_BITS & TALLY_MASK;
        size_t n_items = excludes ? n : combine->op->n_members;
        bool is_bad = filled >> 2 * TALLY_BITS;
        bool has_range = !is_bad && n > 0 && n >= combine->needed[n_items];
        column->has_range[row] = has_range;
        column->low[row] = column->high[row] = 0;
        column->out_least[row] = column->out_most[row] = 0;
        column->may_lack[row] = 0;
        run->may_miss[combine->op->idx][row] = has_range ? n_open > 0 : !is_bad;
        if (!has_range)
            continue;
        put_filled(combine, column, row, n, n_open);
        const struct sums *weights = &scratch->weight_filled;
        column->low[row] = finish(combine, &scratch->low, n, weights, row);
        column->high[row] = finish(combine, &scratch->high, n, weights, row);
        put_range(combine, column, row);
    }
}

bool
combine_run(const struct run *run, const struct combine *combine,
            struct combine_scratch *scratch)
{
    for (size_t i = 0; i < combine->op->n_members; i++)
        if (member_answers(run, combine, i)->is_absent)
            return false;
    run_members(run, combine, scratch);
    put_scores(run, combine, scratch);
    if (run->with_details) {
        run_ranges(run, combine, scratch);
        put_ranges(run, combine, scratch);
    }
    return true;
}
