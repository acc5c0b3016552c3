/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of codes seen; see coding.h. */
#include "response/coding.h"

#include <stdio.h>
#include <string.h>
#include "base/num.h"
#include "response/answer.h"

enum {
    ENOUGH_ANSWERS = 100, /* fewer may be one and the same by chance */
    MANY_ANSWERS = 1000,  /* of one item alone, when others have the code */
    MANY_POSITIONS = 11,  /* of longer scales the lowest is often not used */
    SHOWN_ITEMS = 5,
    /* So many answers with the code above the lowest, none with the lowest:
       where the lowest is given a third as often, that happens by chance once
       in a hundred times (0.75 to the 16th). */
    MANY_NEXT = 16,
    /* The answers of one person are more alike than that: then half of all
       must be there, or so many. */
    PLENTY_NEXT = 50,
    MAX_NAME = 200 /* of an item, with its instrument's */
};

/* Counts are of no use once the codes tell enough, and are not made then: no
   answers when all codes were seen, none at 'next' when the lowest was. */
struct item_coding {
    size_t n_answered;
    size_t n_positions;             /* 0: not FORM_CODES */
    bool was_seen[CODE_FIRST_KIND]; /* by position */
    size_t n_seen;
    struct answer_ends ends;
    size_t n_next;   /* answers at 'next' */
    size_t n_beyond; /* bad cells beyond the highest */
    size_t n_labels; /* cells with the words of a choice */
};

struct coding {
    const struct instrument *instrument;
    struct item_coding *items;
    bool asks_kinds; /* codes were told for some */
    bool has_kind[N_ANSWER_KINDS];
};

static bool
occurs(const struct answers *answers, uint8_t code, size_t n_rows)
{
    return memchr(answers->code, code, n_rows) != NULL;
}

/* Sixteen at once, counted in a byte each, which a batch does not overflow. */
static void
count_answers(struct item_coding *item, const uint8_t *codes, size_t n_rows)
{
    typedef uint8_t sixteen __attribute__((vector_size(16)));
    sixteen answered = {0}, nexts = {0};
    uint8_t next = (uint8_t)item->ends.next;
    size_t row = 0;

    for (; row + sizeof answered <= n_rows; row += sizeof answered) {
        sixteen some;
        memcpy(&some, codes + row, sizeof some);
        answered -= (sixteen)(some < CODE_FIRST_KIND);
        nexts -= (sixteen)(some == next);
    }
    for (size_t i = 0; i < sizeof answered; i++) {
        item->n_answered += answered[i];
        item->n_next += nexts[i];
    }
    for (; row < n_rows; row++) {
        item->n_answered += codes[row] < CODE_FIRST_KIND;
        item->n_next += codes[row] == next;
    }
}
_Static_assert(BATCH_ROWS / 16 <= UINT8_MAX, "a byte is too small to count in");

static void
add_item(struct item_coding *item, const struct answers *answers, size_t n_rows)
{
    count_answers(item, answers->code, n_rows);
    for (size_t i = 0; i < item->n_positions; i++) {
        if (item->was_seen[i] || !occurs(answers, (uint8_t)i, n_rows))
            continue;
        item->was_seen[i] = true;
        item->n_seen++;
    }
}

/* The kinds that a code of a data file may stand for. */
static void
add_kinds(struct coding *coding, const struct answers *answers, size_t n_rows)
{
    for (int kind = ANSWER_SKIPPED; kind <= ANSWER_UNCLEAR; kind++)
        if (!coding->has_kind[kind])
            coding->has_kind[kind] =
                occurs(answers, code_of_kind((enum answer_kind)kind), n_rows);
}

static void
add_batch(struct coding *coding, const struct batch *batch)
{
    for (size_t i = 0; i < batch->instrument->n_items; i++) {
        const struct answers *answers = &batch->answers[i];
        struct item_coding *item = &coding->items[i];
        if (answers->is_absent)
            continue;
        item->n_beyond += batch->n_beyond[i];
        item->n_labels += batch->n_labels[i];
        if (coding->asks_kinds)
            add_kinds(coding, answers, batch->n_rows);
        if (item->n_seen < item->n_positions)
            add_item(item, answers, batch->n_rows);
    }
}

static void
join(struct coding *coding, const struct coding *from)
{
    for (size_t i = 0; i < coding->instrument->n_items; i++) {
        struct item_coding *item = &coding->items[i];
        item->n_answered += from->items[i].n_answered;
        item->n_next += from->items[i].n_next;
        item->n_beyond += from->items[i].n_beyond;
        item->n_labels += from->items[i].n_labels;
        for (size_t k = 0; k < item->n_positions; k++) {
            item->n_seen += !item->was_seen[k] && from->items[i].was_seen[k];
            item->was_seen[k] |= from->items[i].was_seen[k];
        }
    }
    for (int kind = 0; kind < N_ANSWER_KINDS; kind++)
        coding->has_kind[kind] |= from->has_kind[kind];
}

/* ---- what is odd ---- */

static bool
has_one_answer(const struct item_coding *item)
{
    return (item->n_positions > 1 && item->n_answered >= ENOUGH_ANSWERS)
           && item->n_seen == 1;
}

static bool
lacks_lowest(const struct item_coding *item)
{
    return item->ends.has_next && !item->was_seen[item->ends.lowest];
}

/* A single item, where others of its response scale have the code. */
static bool
lacks_alone(const struct item_coding *item)
{
    return lacks_lowest(item) && item->n_positions <= MANY_POSITIONS
           && item->n_answered >= MANY_ANSWERS && item->n_seen > 1;
}

/* Items that are odd in one way, told in one warning. */
struct odd {
    const struct coding *coding;
    bool is_several;
    bool hides_private;
    struct buf names;
    size_t n_items;
    size_t n_rows; /* of the item with most answers */
};

/* What is told of one item tells how all answered it. */
static bool
is_hidden(const struct odd *odd, size_t item_idx)
{
    return odd->hides_private
           && odd->coding->instrument->items[item_idx].is_private;
}

static void
add_odd(struct odd *odd, size_t item_idx)
{
    const struct instrument *instrument = odd->coding->instrument;
    const struct item_coding *item = &odd->coding->items[item_idx];

    if (odd->n_rows < item->n_answered)
        odd->n_rows = item->n_answered;
    if (odd->n_items++ >= SHOWN_ITEMS)
        return;
    if (odd->n_items > 1)
        buf_add_char(&odd->names, ' ');
    buf_addf(&odd->names, "'%s%s%s'", odd->is_several ? instrument->id : "",
             odd->is_several ? "." : "", instrument->items[item_idx].id);
}

static const char *
odd_names(struct odd *odd)
{
    if (odd->n_items > SHOWN_ITEMS)
        buf_addf(&odd->names, " and %zu more", odd->n_items - SHOWN_ITEMS);
    return buf_text(&odd->names);
}

/* All items on one response scale, taken together. */
struct pool {
    size_t n_answered;
    size_t n_next;
    size_t n_beyond;
    bool has_lowest;
};

static struct pool
pool_of(const struct coding *coding, const struct response *response)
{
    struct pool pool = {0};

    for (size_t i = 0; i < coding->instrument->n_items; i++) {
        const struct item_coding *item = &coding->items[i];
        if (coding->instrument->items[i].response != response
            || !item->n_positions)
            continue;
        pool.n_answered += item->n_answered;
        pool.n_next += item->n_next;
        pool.n_beyond += item->n_beyond;
        pool.has_lowest |= item->was_seen[item->ends.lowest];
    }
    return pool;
}

/* Data that is coded from one more lacks the lowest code in every item; and
   either something lies beyond the highest, or the count speaks for it. */
static bool
is_shifted(const struct pool *pool)
{
    if (pool->has_lowest || !pool->n_answered)
        return false;
    return pool->n_beyond || pool->n_next >= PLENTY_NEXT
           || (pool->n_next >= MANY_NEXT
               && 2 * pool->n_next >= pool->n_answered);
}

static void
tell_lowest(struct odd *odd, const struct response *response,
            const struct pool *pool, struct diag *diag)
{
    struct answer_ends ends = answer_ends_of(response);
    struct buf low SCOPED(buf_clear) = {0};
    struct buf high SCOPED(buf_clear) = {0};

    num_add(&low, ends.lowest_value);
    num_add(&high, ends.next_value);
    diag_add(diag, MSG_DATA_NO_LOWEST, (struct place){0},
             "%s: %s never occurs in %zu answers", odd_names(odd),
             buf_text(&low), pool ? pool->n_answered : odd->n_rows);
    diag_hint(diag, "were the answers coded from %s instead of %s?%s",
              buf_text(&high), buf_text(&low),
              pool && pool->n_beyond ? " some lie one beyond the highest" : "");
}

/* One warning for all items on a response scale. */
static void
warn_lowest(const struct coding *coding, const struct response *response,
            struct odd odd, struct diag *diag)
{
    const struct instrument *instrument = coding->instrument;
    const struct pool pool = pool_of(coding, response);
    size_t n = answer_n_positions(response);
    bool all = is_shifted(&pool);

    for (size_t i = 0; n <= MANY_POSITIONS && i < instrument->n_items; i++)
        if (instrument->items[i].response == response
            && coding->items[i].ends.has_next
            && (all ? coding->items[i].n_answered > 0
                    : lacks_alone(&coding->items[i]) && !is_hidden(&odd, i)))
            add_odd(&odd, i);
    if (odd.n_items)
        tell_lowest(&odd, response, all ? &pool : NULL, diag);
    buf_clear(&odd.names);
}

static void
coding_warn(const struct coding *coding, bool is_several, bool hides_private,
            struct diag *diag)
{
    const struct instrument *instrument = coding->instrument;
    struct odd odd = {.coding = coding,
                      .is_several = is_several,
                      .hides_private = hides_private};

    for (size_t i = 0; i < instrument->n_responses; i++)
        warn_lowest(coding, &instrument->responses[i], odd, diag);
    for (size_t i = 0; i < instrument->n_items; i++)
        if (has_one_answer(&coding->items[i]) && !is_hidden(&odd, i))
            add_odd(&odd, i);
    if (odd.n_items) {
        diag_add(diag, MSG_DATA_ONE_ANSWER, (struct place){0},
                 "%s: %zu answers", odd_names(&odd), odd.n_rows);
        diag_hint(diag, "was a value filled in for everybody, or is another "
                        "column meant?");
    }
    buf_clear(&odd.names);
}

/* ---- of several instruments ---- */

static void
warn_codes(const struct coding *codings, const struct response_options *options,
           struct diag *diag)
{
    for (size_t c = 0; c < options->n_codes; c++) {
        const struct data_code *code = &options->codes[c];
        struct buf number SCOPED(buf_clear) = {0};
        bool occurs_at_all = false;

        for (size_t i = 0; i < options->n_instruments; i++)
            occurs_at_all |= codings[i].has_kind[code->kind];
        if (occurs_at_all)
            continue;
        num_add(&number, decimal_value(code->code));
        diag_add(diag, MSG_DATA_NO_CODE, (struct place){0}, "%s as '%s'",
                 buf_text(&number), answer_kind_names[code->kind]);
    }
}

struct coding *
codings_new(const struct response_options *options, struct arena *arena)
{
    size_t n = options->n_instruments;
    struct coding *codings = ARENA_ARRAY(arena, n, struct coding);

    for (size_t i = 0; i < n; i++) {
        const struct instrument *instrument = options->instruments[i];
        codings[i].instrument = instrument;
        codings[i].asks_kinds = options->n_codes > 0;
        codings[i].items =
            ARENA_ARRAY(arena, instrument->n_items, struct item_coding);
        for (size_t k = 0; k < instrument->n_items; k++) {
            const struct response *response = instrument->items[k].response;
            codings[i].items[k].n_positions = answer_n_positions(response);
            codings[i].items[k].ends = answer_ends_of(response);
        }
    }
    return codings;
}

void
codings_add(struct coding *codings, struct batch *const *batches, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add_batch(&codings[i], batches[i]);
}

void
codings_join(struct coding *codings, const struct coding *from, size_t n)
{
    for (size_t i = 0; i < n; i++)
        join(&codings[i], &from[i]);
}

size_t
codings_labels(const struct coding *codings, size_t instrument_idx,
               size_t item_idx)
{
    return codings[instrument_idx].items[item_idx].n_labels;
}

/* Seen codes as the bits of numbers; what was read is set from them. */
static void
walk_seen(bool *was_seen, size_t n, const struct count_walk *walk,
          const char *name)
{
    enum { BITS = 32 };

    for (size_t first = 0; first < n; first += BITS) {
        size_t end = first + BITS < n ? first + BITS : n;
        size_t bits = 0;
        for (size_t k = first; k < end; k++)
            bits |= (size_t)was_seen[k] << (k - first);
        count_show(walk, &bits, "seen %s %zu", name, first);
        for (size_t k = first; k < end; k++)
            was_seen[k] = bits >> (k - first) & 1;
    }
}

/* How many were counted before enough was seen hangs on the order of batches,
   which threads change. */
static void
forget_counts(struct item_coding *item)
{
    if (item->n_seen == item->n_positions)
        item->n_answered = 0;
    if (!lacks_lowest(item))
        item->n_next = 0;
}

static void
coding_walk(struct coding *coding, const struct count_walk *walk)
{
    const char *id = coding->instrument->id;

    walk_seen(coding->has_kind, N_ANSWER_KINDS, walk, id);
    for (size_t i = 0; i < coding->instrument->n_items; i++) {
        struct item_coding *item = &coding->items[i];
        char name[MAX_NAME];
        snprintf(name, sizeof name, "%s.%s", id,
                 coding->instrument->items[i].id);
        forget_counts(item);
        count_show(walk, &item->n_answered, "answers %s", name);
        count_show(walk, &item->n_next, "answers %s next", name);
        count_show(walk, &item->n_beyond, "answers %s beyond", name);
        count_show(walk, &item->n_labels, "answers %s labels", name);
        walk_seen(item->was_seen, item->n_positions, walk, name);
        item->n_seen = 0;
        for (size_t k = 0; k < item->n_positions; k++)
            item->n_seen += item->was_seen[k];
    }
}

void
codings_walk(struct coding *codings, size_t n, const struct count_walk *walk)
{
    for (size_t i = 0; i < n; i++)
        coding_walk(&codings[i], walk);
}

void
codings_warn(const struct coding *codings,
             const struct response_options *options, bool hides_private,
             struct diag *diag)
{
    size_t n = options->n_instruments;

    for (size_t i = 0; i < n; i++)
        coding_warn(&codings[i], n > 1, hides_private, diag);
    warn_codes(codings, options, diag);
}
