/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From batches to sums; see item_sums.h. */
#include "score/item_sums.h"

#include <math.h>
#include <string.h>
#include "base/exact.h"
#include "instrument/method.h"
#include "instrument/units.h"
#include "score/terms.h"

_Static_assert((int)BATCH_ROWS <= (int)CROSS_ROWS
                   && (int)CROSS_ROWS <= (int)BATCH_ROOM,
               "a batch is added at once");

/* ---- columns ---- */

/* What an item brings in, but for its weight. */
static double
value_of(const struct item_column *column, double keyed)
{
    bool is_truth = method_of(column->scale)->term == TERM_TRUTH
                    && !column->member->of->is_set;

    return is_truth ? units_counts(column->member->of->count_if, keyed) : keyed;
}

/* Of a position, of a number, or of how many choices count. */
static double
step_of(const struct item_column *column, double keyed)
{
    double value = value_of(column, keyed) - column->zero;

    return column->unit < 1 ? round(value / column->unit) : value;
}

static double
keyed_at(const struct plan_member *member, size_t position)
{
    return member->keyed        ? member->keyed[position]
           : member->of->is_set ? (double)position
           : position           ? member->hi
                                : member->lo;
}

/* Points by which two columns can be told to be one: all positions, or the ends
   of what has none. */
static size_t
n_points(const struct plan_member *member)
{
    return member->keyed ? member->n_keyed : 2;
}

static void
lay_out(struct item_column *column)
{
    const struct plan_member *member = column->member;
    int decimals = member->decimals < 0 ? 0 : member->decimals;

    column->unit = 1 / (double)exact_power(decimals);
    column->zero = 0;
    if (member->of->is_set)
        return;
    double lowest = INFINITY;
    for (size_t i = 0; i < n_points(member); i++)
        lowest = fmin(lowest, value_of(column, keyed_at(member, i)));
    column->zero = lowest;
    for (size_t i = 0; i < member->n_keyed; i++)
        column->at[i] = step_of(column, member->keyed[i]);
}

static bool
is_narrow(const struct item_column *column)
{
    const struct plan_member *member = column->member;
    double highest = member->of->is_set ? INSTRUMENT_LIMIT_MULTIPLE : 0;

    for (size_t i = 0; !member->of->is_set && i < n_points(member); i++)
        highest = fmax(highest, step_of(column, keyed_at(member, i)));
    for (size_t i = 0; i < member->n_keyed; i++)
        if (column->at[i] != floor(column->at[i]))
            return false;
    return member->decimals >= 0 && highest <= CROSS_NARROW;
}

/* Whether one is 'sign' times the other, but for where it begins: a number
   without positions only where it is no matter of true or false. */
static bool
is_alike(const struct item_column *a, const struct item_column *b, double sign)
{
    bool is_straight = method_of(a->scale)->term != TERM_TRUTH
                       && method_of(b->scale)->term != TERM_TRUTH;
    double apart = 0;

    if (a->item_idx != b->item_idx || a->member->of->is_set
        || (!a->member->keyed && !is_straight))
        return false;
    for (size_t i = 0; i < n_points(a->member); i++) {
        double of_a = value_of(a, keyed_at(a->member, i));
        double of_b = sign * value_of(b, keyed_at(b->member, i));
        if (!i)
            apart = of_a - of_b;
        else if (fabs(of_a - of_b - apart) > 1e-9)
            return false;
    }
    return true;
}

double
item_weight(const struct scale *scale, const struct plan_member *member)
{
    double range = member->hi - member->lo;
    bool is_share = method_of(scale)->term == TERM_SHARE && range > 0;

    return member->weight * (is_share ? 100 / range : 1);
}

/* Columns that grow, in the end as many as differ. */
struct columns {
    struct item_column *all;
    size_t n;
};

/* How the member is made of a column, found or added. */
static struct column_use
use_of(struct columns *columns, const struct scale *scale,
       const struct plan_member *member)
{
    struct item_column *own = &columns->all[columns->n];
    double sign = 1;
    size_t i;

    *own = (struct item_column){
        .item_idx = member->item_idx, .scale = scale, .member = member};
    lay_out(own);
    for (i = 0; i < columns->n; i++) {
        if (is_alike(own, &columns->all[i], 1))
            break;
        if (is_alike(own, &columns->all[i], -1)) {
            sign = -1;
            break;
        }
    }
    columns->n += i == columns->n;
    const struct item_column *column = &columns->all[i];
    double first = value_of(own, keyed_at(member, 0));
    double theirs = value_of(column, keyed_at(column->member, 0));
    double weight = item_weight(scale, member);
    return (struct column_use){
        .column = i,
        .factor = sign * weight * column->unit,
        .offset = weight * (first + sign * (column->zero - theirs)),
    };
}

bool
item_layout_tells(const struct item_layout *layout, size_t scale_idx)
{
    const struct scale *scale = &layout->plan->instrument->scales[scale_idx];

    return !scale->is_internal && (layout->with_private || !scale->is_private);
}

static void
lay_out_scale(struct item_layout *layout, const struct op *op,
              struct columns *columns, struct arena *arena)
{
    const struct instrument *instrument = layout->plan->instrument;
    const struct scale *scale = &instrument->scales[op->idx];
    struct column_set *set = &layout->sets[op->idx];
    struct column_use *uses =
        ARENA_ARRAY(arena, op->n_members, struct column_use);
    const struct plan_member **members =
        ARENA_ARRAY(arena, op->n_members, const struct plan_member *);

    for (size_t i = 0; i < op->n_members; i++) {
        const struct plan_member *member = &op->members[i];
        if (instrument->items[member->item_idx].is_private
            && !layout->with_private)
            continue;
        members[set->n_uses] = member;
        uses[set->n_uses++] = use_of(columns, scale, member);
    }
    set->uses = uses;
    layout->members[op->idx] = members;
}

const struct item_layout *
item_layout_new(const struct plan *plan, bool with_private, struct arena *arena)
{
    size_t n_scales = plan->instrument->n_scales;
    struct item_layout *layout = ARENA_NEW(arena, struct item_layout);
    size_t n_members = 0;

    for (size_t i = 0; i < plan->n_ops; i++)
        n_members += plan->ops[i].n_members;
    struct columns columns = {
        .all = ARENA_ARRAY(arena, n_members + 1, struct item_column)};
    *layout = (struct item_layout){
        .plan = plan,
        .with_private = with_private,
        .sets = ARENA_ARRAY(arena, n_scales, struct column_set),
        .members =
            ARENA_ARRAY(arena, n_scales, const struct plan_member *const *),
    };
    for (size_t i = 0; i < plan->n_ops; i++) {
        const struct op *op = &plan->ops[i];
        const struct scale *scale = &plan->instrument->scales[op->idx];
        /* Estimates are made of items that are looked at as if they were added
           up. */
        if (op->code == OP_COMBINE && item_layout_tells(layout, op->idx)
            && (method_join_of(scale)->adds || scale->calibration))
            lay_out_scale(layout, op, &columns, arena);
    }
    layout->columns = columns.all;
    layout->n_columns = columns.n;
    layout->are_narrow = true;
    for (size_t i = 0; i < columns.n; i++)
        layout->are_narrow &= is_narrow(&columns.all[i]);
    return layout;
}

/* ---- rows ---- */

/* FNV-1a, 64 bits, with its bits well mixed: two of a million clients share one
   less than once in ten million files. */
static uint64_t
hash_of(struct str text)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.bytes[i]) * UINT64_C(0x100000001b3);
    hash = (hash ^ (hash >> 32)) * UINT64_C(0xd6e8feb86659fd93);
    hash ^= hash >> 32;
    return hash ? hash : 1;
}

static double
value_at(const struct item_column *column, const struct answers *answers,
         size_t row)
{
    double score = answers->form == FORM_CHOICES
                       ? plan_counted(column->member, answers->choices[row])
                       : plan_keyed(column->member, answers->number[row]);

    return step_of(column, score);
}

/* All rows at once, so that a compiler knows their number; of those behind the
   last there is none. */
static void
see_given(const uint8_t *restrict codes, size_t n_rows, int16_t *restrict given)
{
    for (size_t row = 0; row < CROSS_ROWS; row++)
        given[row] = codes[row] <= code_of_kind(ANSWERED);
    memset(given + n_rows, 0, (CROSS_ROWS - n_rows) * sizeof *given);
}

static void
take_narrow(const struct item_column *column, const struct answers *answers,
            size_t n_rows, int16_t *values, int16_t *given)
{
    int16_t at[N_CODES] = {0};

    for (size_t i = 0; i < column->member->n_keyed; i++)
        at[i] = (int16_t)column->at[i];
    for (size_t row = 0; row < n_rows; row++)
        values[row] = at[answers->code[row]];
    see_given(answers->code, n_rows, given);
    for (size_t row = 0; answers->form != FORM_CODES && row < n_rows; row++)
        if (given[row])
            values[row] = (int16_t)value_at(column, answers, row);
}

static void
take_wide(const struct item_column *column, const struct answers *answers,
          size_t n_rows, double *values, double *given)
{
    for (size_t row = 0; row < n_rows; row++) {
        given[row] = answers->code[row] <= code_of_kind(ANSWERED);
        if (given[row] > 0)
            values[row] = answers->form == FORM_CODES
                              ? column->at[answers->code[row]]
                              : value_at(column, answers, row);
    }
}

static const char **
take_groups(const struct batch *batch, size_t group, struct arena *arena)
{
    const char **groups = ARENA_ARRAY(arena, batch->n_rows, const char *);
    struct buf room SCOPED(buf_clear) = {0};

    for (size_t row = 0; row < batch->n_rows; row++)
        groups[row] =
            arena_text(arena, rows_kept(batch->rows, row, group, &room));
    return groups;
}

static void
take_scores(struct item_rows *rows, const struct scores *scores)
{
    for (size_t i = 0; i < scores->n_scales; i++)
        for (size_t row = 0; row < rows->n_rows; row++)
            rows->scores[i * CROSS_ROWS + row] =
                scores->columns[i].why[row] == WHY_SCORED
                    ? scores->columns[i].value[row]
                    : (double)NAN;
}

static void
take_answers(struct item_rows *rows, const struct batch *batch)
{
    const struct item_layout *layout = rows->layout;
    const struct number_columns *values = &rows->answers.values;
    const struct number_columns *given = &rows->answers.given;

    for (size_t i = 0; i < layout->n_columns; i++) {
        const struct item_column *column = &layout->columns[i];
        const struct answers *answers = &batch->answers[column->item_idx];
        size_t first = i * CROSS_STRIDE;
        if (layout->are_narrow)
            take_narrow(column, answers, rows->n_rows, values->narrow + first,
                        given->narrow + first);
        else
            take_wide(column, answers, rows->n_rows, values->wide + first,
                      given->wide + first);
    }
}

struct item_rows *
item_rows_take(const struct item_layout *layout, const struct batch *batch,
               const struct scores *scores, size_t group, struct arena *arena)
{
    const struct instrument *instrument = layout->plan->instrument;
    struct item_rows *rows = ARENA_NEW(arena, struct item_rows);

    *rows = (struct item_rows){
        .layout = layout,
        .n_rows = batch->n_rows,
        .counts = ARENA_ARRAY(arena, CROSS_ROWS, uint8_t),
        .answers =
            answer_columns_new(layout->n_columns, layout->are_narrow, arena),
        .codes = ARENA_ARRAY(arena, instrument->n_items * CROSS_ROWS, uint8_t),
        .scores = ARENA_ARRAY(arena, instrument->n_scales * CROSS_ROWS, double),
        .clients = ARENA_ARRAY(arena, CROSS_ROWS, uint64_t),
    };
    for (size_t row = 0; row < batch->n_rows; row++) {
        struct str client = rows_text(batch->rows, FACT_CLIENT, row);
        rows->counts[row] =
            batch->state[row] == ROW_TO_SCORE
            && batch_was_asked(batch, row, layout->with_private);
        rows->clients[row] = client.len ? hash_of(client) : 0;
    }
    take_answers(rows, batch);
    for (size_t i = 0; i < instrument->n_items; i++)
        memcpy(rows->codes + i * CROSS_ROWS, batch->answers[i].code,
               batch->n_rows);
    take_scores(rows, scores);
    if (group != SIZE_MAX)
        rows->groups = take_groups(batch, group, arena);
    if (scores->signs) {
        size_t n = (size_t)N_CARE_SIGNS * BATCH_ROWS;
        double *signs = ARENA_ARRAY(arena, n, double);
        memcpy(signs, scores->signs, n * sizeof *signs);
        rows->signs = signs;
    }
    return rows;
}

size_t
item_rows_counted(const struct item_rows *rows)
{
    size_t n = 0;

    for (size_t row = 0; row < rows->n_rows; row++)
        n += rows->counts[row];
    return n;
}

/* ---- people ---- */

struct met {
    uint64_t *slots; /* open addressing; 0: free */
    size_t n_slots;  /* a power of two */
    size_t n;
    uint64_t latest; /* whose rows most often follow */
    struct arena *arena;
};

struct met *
met_new(struct arena *arena)
{
    struct met *met = ARENA_NEW(arena, struct met);

    met->n_slots = 256;
    met->slots = ARENA_ARRAY(arena, met->n_slots, uint64_t);
    met->arena = arena;
    return met;
}

/* False where it is there already. */
static bool
put(struct met *met, uint64_t hash)
{
    size_t slot = hash & (met->n_slots - 1);

    while (met->slots[slot] && met->slots[slot] != hash)
        slot = (slot + 1) & (met->n_slots - 1);
    if (met->slots[slot])
        return false;
    met->slots[slot] = hash;
    met->n++;
    return true;
}

/* False where the client was met before; who is not known never was. */
static bool
meet(struct met *met, uint64_t hash)
{
    if (!hash)
        return true;
    if (hash == met->latest)
        return false;
    if (2 * (met->n + 1) > met->n_slots) {
        struct met larger = {.n_slots = 2 * met->n_slots, .arena = met->arena};
        larger.slots = ARENA_ARRAY(met->arena, larger.n_slots, uint64_t);
        for (size_t i = 0; i < met->n_slots; i++)
            if (met->slots[i])
                put(&larger, met->slots[i]);
        *met = larger;
    }
    met->latest = hash;
    return put(met, hash);
}

void
met_keep_first(struct met *met, struct item_rows *rows)
{
    for (size_t row = 0; row < rows->n_rows; row++)
        if (rows->counts[row] && !meet(met, rows->clients[row]))
            rows->counts[row] = 0;
}

/* ---- sums ---- */

struct item_sums *
item_sums_new(const struct item_layout *layout, bool are_all,
              struct arena *arena)
{
    const struct instrument *instrument = layout->plan->instrument;
    struct item_sums *sums = ARENA_NEW(arena, struct item_sums);
    size_t n = instrument->n_scales;

    *sums = (struct item_sums){
        .layout = layout,
        .people = are_all ? met_new(arena) : NULL,
        .codes = arena_alloc(arena, instrument->n_items, sizeof *sums->codes),
        .cross = cross_sums_new(layout->n_columns, layout->sets, n, arena),
        .scores = ARENA_ARRAY(arena, n, struct score_sums),
        .pairs = ARENA_ARRAY(arena, n * n, struct score_pair),
        .care = care_tally_new(arena),
        .waiting =
            answer_columns_new(layout->n_columns, layout->are_narrow, arena),
    };
    for (size_t i = 0; i < n; i++)
        sums->scores[i].parts = range_parts_of(
            instrument->scales[i].lo, instrument->scales[i].hi,
            units_steps(&instrument->scales[i], instrument->items));
    return sums;
}

static void
add_score(struct score_sums *sums, const struct scale *scale, double score)
{
    if (sums->n == 0)
        sums->from = score;
    double apart = score - sums->from;
    double slack = 1e-9 * (scale->hi - scale->lo);

    sums->n++;
    sums->powers[0] += apart;
    sums->powers[1] += apart * apart;
    sums->powers[2] += apart * apart * apart;
    sums->n_lowest += score <= scale->lo + slack;
    sums->n_highest += score >= scale->hi - slack;
    sums->counts[range_part_at(&sums->parts, score)]++;
}

static void
add_pair(struct score_pair *pair, double a, double b)
{
    pair->n++;
    pair->a += a;
    pair->b += b;
    pair->aa += a * a;
    pair->bb += b * b;
    pair->ab += a * b;
}

/* NaN, no score, goes into nothing. */
static void
add_scores(struct item_sums *sums, const struct item_rows *rows, size_t row)
{
    const struct instrument *instrument = sums->layout->plan->instrument;
    size_t n = instrument->n_scales;

    for (size_t a = 0; a < n; a++) {
        const struct scale *scale = &instrument->scales[a];
        double score = rows->scores[a * CROSS_ROWS + row];
        if (isnan(score) || !item_layout_tells(sums->layout, a))
            continue;
        add_score(&sums->scores[a], scale, score);
        for (size_t b = 0; b < a; b++) {
            double other = rows->scores[b * CROSS_ROWS + row];
            if (!isnan(other))
                add_pair(&sums->pairs[a * n + b], score - sums->scores[a].from,
                         other - sums->scores[b].from);
        }
    }
}

static void
add_signs(struct item_sums *sums, const struct item_rows *rows, size_t row)
{
    for (size_t sign = 0; rows->signs && sign < N_CARE_SIGNS; sign++)
        care_tally_add(sums->care, (enum care_sign)sign,
                       rows->signs[sign * BATCH_ROWS + row]);
}

/* Rows of a batch, some of them. */
struct picked {
    size_t n;
    uint16_t rows[CROSS_ROWS];
};

/* What a column's numbers are counted from: its first, which is this one where
   there is none yet. */
static double
from_first(struct column_sums *column, double value)
{
    if (!column->has_from)
        column->from = value;
    column->has_from = true;
    return column->from;
}

static void
copy_columns(struct item_sums *sums, const struct answer_columns *from,
             const uint16_t *rows, size_t n)
{
    const struct answer_columns *to = &sums->waiting;
    bool are_next = n && rows[n - 1] - rows[0] + (size_t)1 == n;

    for (size_t i = 0; i < sums->cross.n_columns; i++) {
        struct column_sums *column = &sums->cross.columns[i];
        size_t first = i * CROSS_STRIDE;
        size_t next = first + sums->n_waiting;
        if (are_next && !to->values.wide) {
            size_t size = n * sizeof *to->values.narrow;
            memcpy(to->values.narrow + next,
                   from->values.narrow + first + rows[0], size);
            memcpy(to->given.narrow + next,
                   from->given.narrow + first + rows[0], size);
        } else if (to->values.wide)
            for (size_t row = 0; row < n; row++) {
                bool is_given = from->given.wide[first + rows[row]] > 0;
                double value = from->values.wide[first + rows[row]];
                to->given.wide[next + row] = is_given;
                to->values.wide[next + row] =
                    is_given ? value - from_first(column, value) : 0;
            }
        else
            for (size_t row = 0; row < n; row++) {
                to->values.narrow[next + row] =
                    from->values.narrow[first + rows[row]];
                to->given.narrow[next + row] =
                    from->given.narrow[first + rows[row]];
            }
    }
    sums->n_waiting += n;
}

/* What is not overwritten must be 0. */
static void
empty_columns(struct number_columns *columns, size_t n_columns)
{
    size_t n = n_columns * CROSS_STRIDE;

    if (columns->wide)
        memset(columns->wide, 0, n * sizeof *columns->wide);
    else
        memset(columns->narrow, 0, n * sizeof *columns->narrow);
}

void
item_sums_end(struct item_sums *sums, struct arena *scratch)
{
    cross_sums_add(&sums->cross, &sums->waiting, sums->n_waiting, scratch);
    empty_columns(&sums->waiting.values, sums->cross.n_columns);
    empty_columns(&sums->waiting.given, sums->cross.n_columns);
    sums->n_waiting = 0;
}

static void
add_codes(struct item_sums *sums, const struct item_rows *rows,
          const struct picked *picked)
{
    for (size_t i = 0; i < sums->layout->plan->instrument->n_items; i++)
        for (size_t k = 0; k < picked->n; k++)
            sums->codes[i][rows->codes[i * CROSS_ROWS + picked->rows[k]]]++;
}

void
item_sums_add(struct item_sums *sums, const struct item_rows *rows,
              const char *group, struct arena *scratch)
{
    struct picked picked = {0};
    size_t n_done = 0;

    for (size_t row = 0; row < rows->n_rows; row++)
        if (rows->counts[row]
            && (!group || strcmp(rows->groups[row], group) == 0))
            picked.rows[picked.n++] = (uint16_t)row;
    sums->n_rows += picked.n;
    add_codes(sums, rows, &picked);
    for (size_t k = 0; k < picked.n; k++) {
        uint64_t client = rows->clients[picked.rows[k]];
        sums->n_people += !sums->people || meet(sums->people, client);
        add_scores(sums, rows, picked.rows[k]);
        add_signs(sums, rows, picked.rows[k]);
    }
    while (n_done < picked.n) {
        size_t room = CROSS_ROWS - sums->n_waiting;
        size_t n = picked.n - n_done < room ? picked.n - n_done : room;
        copy_columns(sums, &rows->answers, picked.rows + n_done, n);
        n_done += n;
        if (sums->n_waiting == CROSS_ROWS)
            item_sums_end(sums, scratch);
    }
}
