/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of codes seen; see coding.h. */
#include "response/coding.h"

#include <string.h>
#include "base/num.h"

enum {
    ENOUGH_ANSWERS = 100, /* fewer may lack a code by chance */
    MANY_ANSWERS = 1000,  /* of one item alone, when others have the code */
    MANY_POSITIONS = 11,  /* of longer scales the lowest is often not used */
    SHOWN_ITEMS = 5
};

struct item_coding {
    size_t n_answered;
    size_t n_positions;             /* 0: not FORM_CODES */
    bool was_seen[CODE_FIRST_KIND]; /* by position */
    size_t n_seen;
};

struct coding {
    const struct instrument *instrument;
    struct item_coding *items;
    bool has_kind[N_ANSWER_KINDS];
};

/* The positions of FORM_CODES: choices, or the steps of a range. */
static size_t
count_positions(const struct response *response)
{
    int64_t last = -1;

    if (answer_form_of(response) != FORM_CODES)
        return 0;
    if (response->kind == RESPONSE_CHOICES)
        return response->n_choices;
    decimal_on_grid(response->max, response->min, response->step, &last);
    return (size_t)(last + 1);
}

struct coding *
coding_new(const struct instrument *instrument, struct arena *arena)
{
    struct coding *coding = ARENA_NEW(arena, struct coding);

    coding->instrument = instrument;
    coding->items = ARENA_ARRAY(arena, instrument->n_items, struct item_coding);
    for (size_t i = 0; i < instrument->n_items; i++)
        coding->items[i].n_positions =
            count_positions(instrument->items[i].response);
    return coding;
}

static bool
occurs(const struct answers *answers, uint8_t code, size_t n_rows)
{
    return memchr(answers->code, code, n_rows) != NULL;
}

static size_t
count_answered(const uint8_t *codes, size_t n_rows)
{
    size_t n = 0;

    for (size_t row = 0; row < n_rows; row++)
        n += codes[row] < CODE_FIRST_KIND;
    return n;
}

static void
add_item(struct item_coding *item, const struct answers *answers, size_t n_rows)
{
    item->n_answered += count_answered(answers->code, n_rows);
    for (size_t i = 0;
         i < item->n_positions && item->n_seen < item->n_positions; i++) {
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

void
coding_add(struct coding *coding, const struct batch *batch)
{
    for (size_t i = 0; i < batch->instrument->n_items; i++) {
        const struct answers *answers = &batch->answers[i];
        if (answers->is_absent)
            continue;
        add_kinds(coding, answers, batch->n_rows);
        if (coding->items[i].n_positions)
            add_item(&coding->items[i], answers, batch->n_rows);
    }
}

void
coding_join(struct coding *coding, const struct coding *from)
{
    for (size_t i = 0; i < coding->instrument->n_items; i++) {
        struct item_coding *item = &coding->items[i];
        item->n_answered += from->items[i].n_answered;
        for (size_t k = 0; k < item->n_positions; k++) {
            item->n_seen += !item->was_seen[k] && from->items[i].was_seen[k];
            item->was_seen[k] |= from->items[i].was_seen[k];
        }
    }
    for (int kind = 0; kind < N_ANSWER_KINDS; kind++)
        coding->has_kind[kind] |= from->has_kind[kind];
}

/* ---- what is odd ---- */

/* The position of the answer with the lowest value, or of that above 'floor';
   n_choices when there is none. */
static size_t
find_lowest(const struct response *response, const struct choice *floor)
{
    const struct choice *choices = response->choices;
    size_t n = response->n_choices;
    size_t lowest = n;

    for (size_t i = 0; i < n; i++)
        if (!choices[i].missing
            && (!floor || decimal_compare(choices[i].value, floor->value) > 0)
            && (lowest == n
                || decimal_compare(choices[i].value, choices[lowest].value)
                       < 0))
            lowest = i;
    return lowest;
}

static bool
has_enough(const struct item_coding *item)
{
    return item->n_positions > 1 && item->n_answered >= ENOUGH_ANSWERS;
}

static bool
has_one_answer(const struct item_coding *item)
{
    return has_enough(item) && item->n_seen == 1;
}

static bool
lacks_lowest(const struct item_coding *item, const struct response *response)
{
    if (!has_enough(item) || response->kind != RESPONSE_CHOICES
        || item->n_positions > MANY_POSITIONS || item->n_seen < 2)
        return false;
    size_t lowest = find_lowest(response, NULL);
    return lowest < response->n_choices && !item->was_seen[lowest];
}

/* Items that are odd in one way, told in one warning. */
struct odd {
    const struct coding *coding;
    bool is_several;
    struct buf names;
    size_t n_items;
    size_t n_rows; /* of the item with most answers */
};

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

static void
tell_lowest(struct odd *odd, const struct response *response, struct diag *diag)
{
    const struct choice *choices = response->choices;
    size_t lowest = find_lowest(response, NULL);
    size_t next = find_lowest(response, &choices[lowest]);
    struct buf low = {0};
    struct buf high = {0};

    num_add(&low, decimal_value(choices[lowest].value));
    num_add(&high, decimal_value(choices[next].value));
    diag_add(diag, MSG_DATA_NO_LOWEST, (struct place){0},
             "%s: %s never occurs in %zu answers", odd_names(odd),
             buf_text(&low), odd->n_rows);
    diag_hint(diag, "were the answers coded from %s instead of %s?",
              buf_text(&high), buf_text(&low));
    buf_clear(&low);
    buf_clear(&high);
}

/* Data that was coded otherwise lacks the code in every item. */
static bool
all_lack_lowest(const struct coding *coding, const struct response *response)
{
    if (response->kind != RESPONSE_CHOICES)
        return false;
    size_t lowest = find_lowest(response, NULL);
    if (lowest == response->n_choices
        || find_lowest(response, &response->choices[lowest])
               == response->n_choices)
        return false;
    for (size_t i = 0; i < coding->instrument->n_items; i++)
        if (coding->instrument->items[i].response == response
            && coding->items[i].was_seen[lowest])
            return false;
    return true;
}

/* One warning for all items on a response scale. */
static void
warn_lowest(const struct coding *coding, const struct response *response,
            bool is_several, struct diag *diag)
{
    struct odd odd = {.coding = coding, .is_several = is_several};
    size_t n_enough = all_lack_lowest(coding, response) ? 0 : MANY_ANSWERS;

    for (size_t i = 0; i < coding->instrument->n_items; i++)
        if (coding->instrument->items[i].response == response
            && coding->items[i].n_answered >= n_enough
            && lacks_lowest(&coding->items[i], response))
            add_odd(&odd, i);
    if (odd.n_items)
        tell_lowest(&odd, response, diag);
    buf_clear(&odd.names);
}

void
coding_warn(const struct coding *coding, bool is_several, struct diag *diag)
{
    const struct instrument *instrument = coding->instrument;
    struct odd odd = {.coding = coding, .is_several = is_several};

    for (size_t i = 0; i < instrument->n_responses; i++)
        warn_lowest(coding, &instrument->responses[i], is_several, diag);
    for (size_t i = 0; i < instrument->n_items; i++)
        if (has_one_answer(&coding->items[i]))
            add_odd(&odd, i);
    if (odd.n_items)
        diag_add(diag, MSG_DATA_ONE_ANSWER, (struct place){0},
                 "%s: %zu answers", odd_names(&odd), odd.n_rows);
    buf_clear(&odd.names);
}

void
coding_warn_codes(struct coding *const *codings, size_t n_codings,
                  const struct response_options *options, struct diag *diag)
{
    for (size_t c = 0; c < options->n_codes; c++) {
        const struct data_code *code = &options->codes[c];
        struct buf number = {0};
        bool occurs_at_all = false;

        for (size_t i = 0; i < n_codings; i++)
            occurs_at_all |= codings[i]->has_kind[code->kind];
        if (occurs_at_all)
            continue;
        num_add(&number, decimal_value(code->code));
        diag_add(diag, MSG_DATA_NO_CODE, (struct place){0}, "%s as '%s'",
                 buf_text(&number), answer_kind_names[code->kind]);
        buf_clear(&number);
    }
}
