/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which items a scale is made of, with which weights, which of them are
   reversed or coded otherwise, and how many must be answered. */
#include "instrument/unfinished.h"

#include <math.h>
#include "instrument/attribute.h"
#include "instrument/expr.h"
#include "instrument/method.h"
#include "instrument/units.h"
#include "xml/schema.h"

/* One word of a list: an item, or a run of them. */
struct entry {
    struct str word;
    size_t first;
    size_t last;
    struct decimal weight;
};

/* For each item of the instrument: puts the members in document order and shows
   doubles. */
struct slot {
    struct member member;
    bool is_taken;
};

/* A list that is being read. */
struct list {
    struct unfinished *reading;
    const struct xml_element *at;
    const char *attribute;
    bool takes_weights;
    bool takes_negative;         /* weights */
    bool takes_sets;             /* of choices */
    const struct expr *count_if; /* of its items */
    struct slot *slots;          /* the list's own */
};

static struct slot *
slots_new(const struct unfinished *r)
{
    return mem_array(r->instrument->n_items, sizeof(struct slot));
}

static void
list_clear(struct list *list)
{
    mem_free(list->slots);
}

static void
word_problem(const struct list *list, enum message message, struct str word)
{
    xml_problem(list->reading->diag, message,
                xml_word_spot(list->at, list->attribute, word), "'%.*s'",
                STR_ARGS(word));
}

static bool
find_item(const struct list *list, struct str id, size_t *idx)
{
    const struct unfinished *r = list->reading;
    size_t other;
    struct str from;
    struct str to;
    if (instrument_find_of(r->instrument, ID_ITEM, id, idx))
        return true;
    word_problem(list, MSG_ITEM_UNKNOWN, id);
    if (instrument_find_of(r->instrument, ID_SCALE, id, &other))
        diag_hint(r->diag, "that is a scale: scales of scales are formulas");
    else if (str_cut(id, "-", &from, &to)
             && instrument_find_of(r->instrument, ID_ITEM, from, &other)
             && instrument_find_of(r->instrument, ID_ITEM, to, &other))
        diag_hint(r->diag, "a run is written '%.*s..%.*s'", STR_ARGS(from),
                  STR_ARGS(to));
    else
        diag_hint_nearest(r->diag, id, r->names, r->instrument->n_items);
    return false;
}

static bool
not_an_entry(const struct list *list, struct str word)
{
    word_problem(list, MSG_ITEM_LIST, word);
    return diag_hint(list->reading->diag,
                     "ids (small letters) parted by blanks; runs "
                     "and weights without, as in 'q1..q4 q6*2'");
}

static void
hint_weights(const struct list *list)
{
    struct buf methods SCOPED(buf_clear) = {0};
    for (size_t i = 0; i < N_SCALE_METHODS; i++)
        if (method_weighs(&scale_methods[i]))
            buf_addf(&methods, "%s'%s'", methods.len ? ", " : "",
                     scale_methods[i].word);
    diag_hint(list->reading->diag,
              "no weights are taken here; they go with the items of %s",
              buf_text(&methods));
}

static bool
read_weight(const struct list *list, struct str word, struct str text,
            struct decimal *weight)
{
    if (!list->takes_weights) {
        word_problem(list, MSG_ITEM_LIST, word);
        hint_weights(list);
        return false;
    }
    if (decimal_read(text, weight)
        && (weight->units > 0 || (weight->units < 0 && list->takes_negative)))
        return true;
    word_problem(list, MSG_ITEM_LIST, word);
    return diag_hint(
        list->reading->diag,
        list->takes_negative
            ? "a weight is a decimal number other than 0, without blanks"
            : "a weight is a decimal number above zero, without blanks; "
              "only a sum has others");
}

static bool
read_run(const struct list *list, struct str from, struct str to,
         struct entry *entry)
{
    if (!schema_is_id(from) || !schema_is_id(to))
        return not_an_entry(list, entry->word);
    bool found = find_item(list, from, &entry->first);
    if (!find_item(list, to, &entry->last) || !found)
        return false;
    if (entry->first <= entry->last)
        return true;
    word_problem(list, MSG_ITEM_LIST, entry->word);
    return diag_hint(list->reading->diag,
                     "'%.*s' stands after '%.*s' in the file", STR_ARGS(from),
                     STR_ARGS(to));
}

static bool
read_entry(const struct list *list, struct entry *entry)
{
    struct str id = entry->word;
    struct str rest;
    entry->weight = (struct decimal){1, 0};
    if (str_cut(entry->word, "..", &id, &rest))
        return read_run(list, id, rest, entry);
    if (str_cut(entry->word, "*", &id, &rest)
        && !read_weight(list, entry->word, rest, &entry->weight))
        return false;
    if (!schema_is_id(id))
        return not_an_entry(list, entry->word);
    if (!find_item(list, id, &entry->first))
        return false;
    entry->last = entry->first;
    return true;
}

/* The next word of what is left that says which items. */
static bool
next_entry(const struct list *list, struct str *rest, struct entry *entry)
{
    while (str_next_word(rest, &entry->word))
        if (read_entry(list, entry))
            return true;
    return false;
}

static bool
is_scored(const struct list *list, const struct response *response)
{
    /* Without an id it stands for one that was not found: said already. */
    return !response->id[0] || response->kind == RESPONSE_RANGE
           || (response->kind == RESPONSE_CHOICES
               && (!response->multiple || list->takes_sets));
}

static void
check_scored(const struct list *list, const struct entry *entry)
{
    const struct unfinished *r = list->reading;
    for (size_t i = entry->first; i <= entry->last; i++) {
        if (is_scored(list, r->items[i].response))
            continue;
        xml_problem(r->diag, MSG_ITEM_NOT_SCORED,
                    xml_word_spot(list->at, list->attribute, entry->word),
                    "'%s'", r->items[i].id);
        diag_hint(r->diag, "free texts and dates are not scored; where several "
                           "choices may be given, they are counted");
    }
}

/* Takes the items of one word; what another word has taken already is named
   as a problem once. */
static void
take_entry(const struct list *list, const struct entry *entry)
{
    bool is_double = false;
    for (size_t i = entry->first; i <= entry->last; i++) {
        struct slot *slot = &list->slots[i];
        is_double |= slot->is_taken;
        slot->is_taken = true;
        slot->member.weight = entry->weight;
        slot->member.count_if = list->count_if;
    }
    if (!is_double)
        return;
    word_problem(list, MSG_ITEM_TWICE, entry->word);
    if (list->takes_weights)
        diag_hint(list->reading->diag, "to count it twice, weigh it: '%s*2'",
                  list->reading->items[entry->first].id);
}

static void
read_list(const struct list *list)
{
    struct str rest = attribute_value(list->at, list->attribute);
    struct entry entry;
    while (next_entry(list, &rest, &entry)) {
        check_scored(list, &entry);
        take_entry(list, &entry);
    }
}

/* ---- reversal ---- */

/* 'is_known' says that the list of items could be read: only then is one that
   is not in it a mistake of 'reversed'. */
static void
mark_reversed(const struct list *items, const struct list *reversed,
              bool is_known)
{
    struct unfinished *r = items->reading;
    struct str rest = attribute_value(reversed->at, reversed->attribute);
    struct entry entry;
    while (next_entry(reversed, &rest, &entry)) {
        if (items->takes_sets)
            check_scored(reversed, &entry);
        take_entry(reversed, &entry);
        for (size_t i = entry.first; i <= entry.last; i++) {
            items->slots[i].member.reversed = true;
            if (items->slots[i].is_taken || !is_known)
                continue;
            xml_problem(r->diag, MSG_REVERSED_OUTSIDE,
                        xml_word_spot(reversed->at, "reversed", entry.word),
                        "'%s'", r->items[i].id);
            diag_hint(r->diag, "name it in 'items' too");
        }
    }
}

/* ---- counts and other codings ---- */

/* Takes the items that have tests of their own, as if 'items' had them. */
static void
read_counts(const struct list *items, struct scale *scale)
{
    struct unfinished *r = items->reading;
    struct buf ids SCOPED(buf_clear) = {0};
    struct buf tests SCOPED(buf_clear) = {0};
    for (size_t i = 0; i < scale->n_counts; i++) {
        const struct counted *counted = &scale->counts[i];
        struct list own = *items;
        own.at = counted->at;
        if (!counted->items_text || !counted->if_text)
            continue;
        own.count_if = expr_compile_condition(own.at, "if", r->arena, r->diag);
        read_list(&own);
        buf_addf(&ids, "%s%s", ids.len ? " " : "", counted->items_text);
        buf_addf(&tests, "%s%s (%s)", tests.len ? "; " : "", counted->if_text,
                 counted->items_text);
    }
    if (scale->n_counts && !attribute_given(scale->at, "items"))
        scale->items_text = arena_text(r->arena, buf_str(&ids));
    if (scale->n_counts && !attribute_given(scale->at, "count-if"))
        scale->count_if_text = arena_text(r->arena, buf_str(&tests));
}

static bool
find_choice(const struct response *response, struct decimal value, size_t *idx)
{
    for (size_t i = 0; i < response->n_choices; i++)
        if (response->choices[i].missing == ANSWERED
            && decimal_compare(response->choices[i].value, value) == 0) {
            *idx = i;
            return true;
        }
    return false;
}

/* Whether a choice can be given a score; says so where the item has it not. */
static bool
finds_recoded(const struct list *list, const struct item *item,
              const struct recoded_choice *to, size_t *idx)
{
    struct unfinished *r = list->reading;
    const struct response *response = item->response;
    if (!response->id[0] || !attribute_is_number(to->at, "from")
        || !attribute_is_number(to->at, "value"))
        return false; /* said already */
    if (!response->multiple && find_choice(response, to->from, idx))
        return true;
    attribute_problem(r->diag, MSG_ATTRIBUTE_VALUE, to->at, "from");
    return diag_hint(r->diag, "'%s' has no single choice of that value",
                     item->id);
}

/* Gives one member the scores of a coding. */
static void
recode_member(const struct list *list, const struct recode *recode,
              struct member *member, size_t item_idx)
{
    struct unfinished *r = list->reading;
    const struct item *item = &r->items[item_idx];
    const struct response *response = item->response;
    double *scores = ARENA_ARRAY(r->arena, response->n_choices, double);
    for (size_t i = 0; i < response->n_choices; i++)
        scores[i] = decimal_value(response->choices[i].score);
    member->decimals = units_decimals(response);
    for (size_t i = 0; i < recode->n_choices; i++) {
        const struct recoded_choice *to = &recode->choices[i];
        size_t choice_idx;
        if (!finds_recoded(list, item, to, &choice_idx))
            continue;
        scores[choice_idx] = decimal_value(to->value);
        if (to->value.scale > member->decimals)
            member->decimals = to->value.scale;
        member->recoded = scores;
    }
}

static void
read_recode(const struct list *items, const struct list *list,
            const struct recode *recode, bool is_known)
{
    struct unfinished *r = list->reading;
    struct str rest = attribute_value(list->at, list->attribute);
    struct entry entry;
    while (next_entry(list, &rest, &entry)) {
        for (size_t i = entry.first; i <= entry.last; i++) {
            struct slot *slot = &items->slots[i];
            if (slot->is_taken && !list->slots[i].is_taken)
                recode_member(list, recode, &slot->member, i);
            if (slot->is_taken || !is_known)
                continue;
            word_problem(list, MSG_ITEM_UNKNOWN, entry.word);
            diag_hint(r->diag, "name it in 'items' too: '%s'", r->items[i].id);
        }
        take_entry(list, &entry);
    }
}

/* A choice is given one score. */
static void
check_recoded_once(struct unfinished *r, const struct recode *recode,
                   size_t idx)
{
    const struct recoded_choice *to = &recode->choices[idx];
    for (size_t i = 0; i < idx; i++)
        if (attribute_is_number(to->at, "from")
            && attribute_is_number(recode->choices[i].at, "from")
            && decimal_compare(recode->choices[i].from, to->from) == 0) {
            attribute_problem(r->diag, MSG_CHOICE_TWICE, to->at, "from");
            return;
        }
}

static void
read_recodes(const struct list *items, const struct scale *scale, bool is_known)
{
    struct list list SCOPED(list_clear) = *items;
    list.takes_weights = false;
    list.slots = slots_new(items->reading);
    for (size_t i = 0; i < scale->n_recodes; i++) {
        list.at = scale->recodes[i].at;
        read_recode(items, &list, &scale->recodes[i], is_known);
        for (size_t j = 0; j < scale->recodes[i].n_choices; j++)
            check_recoded_once(list.reading, &scale->recodes[i], j);
    }
}

/* ---- members ---- */

/* Of several choices those that are counted; none that says why there is no
   answer. */
static uint64_t
counted_choices(const struct response *response, const struct expr *count_if)
{
    uint64_t counted = 0;
    for (size_t i = 0; count_if && i < response->n_choices; i++)
        if (response->choices[i].missing == ANSWERED
            && units_counts(count_if,
                            decimal_value(response->choices[i].score)))
            counted |= (uint64_t)1 << i;
    return counted;
}

static void
put_ends(struct member *member, const struct response *response)
{
    member->lo = response->lo;
    member->hi = response->hi;
    if (member->is_set) {
        member->lo = 0;
        member->hi = __builtin_popcountll(member->counted);
    }
    if (!member->recoded)
        return;
    member->lo = INFINITY;
    member->hi = -INFINITY;
    for (size_t i = 0; i < response->n_choices; i++) {
        if (response->choices[i].missing != ANSWERED)
            continue;
        member->lo = fmin(member->lo, member->recoded[i]);
        member->hi = fmax(member->hi, member->recoded[i]);
    }
}

static void
gather_members(struct scale *scale, const struct list *list)
{
    struct unfinished *r = list->reading;
    size_t n = 0;
    for (size_t i = 0; i < r->instrument->n_items; i++)
        n += list->slots[i].is_taken;
    struct member *members = ARENA_ARRAY(r->arena, n, struct member);
    n = 0;
    for (size_t i = 0; i < r->instrument->n_items; i++) {
        if (!list->slots[i].is_taken)
            continue;
        const struct response *response = r->items[i].response;
        struct member *member = &members[n++];
        *member = list->slots[i].member;
        member->item_idx = i;
        member->is_set = response->multiple;
        if (member->is_set)
            member->counted = counted_choices(response, member->count_if);
        if (!member->recoded)
            member->decimals = member->is_set ? 0 : units_decimals(response);
        put_ends(member, response);
    }
    scale->members = members;
    scale->n_members = n;
}

/* ---- how many answers ---- */

static void
read_min_answered(struct unfinished *r, struct scale *scale)
{
    struct str text = str_trim(attribute_value(scale->at, "min-answered"));
    struct min_answered *min = &scale->min_answered;
    int64_t k = (int64_t)scale->n_members;
    if (!text.len)
        return;
    if (str_is(text, "all")) {
        min->all = true;
        return;
    }
    if (ratio_read(text, &min->ratio)) {
        min->is_share = memchr(text.bytes, '/', text.len)
                        || memchr(text.bytes, '%', text.len);
        int64_t most = min->is_share ? min->ratio.den : k;
        if (min->ratio.num > 0 && (min->ratio.num <= most || !k))
            return;
    }
    attribute_problem(r->diag, MSG_MIN_ANSWERED, scale->at, "min-answered");
    diag_hint(r->diag,
              "'all', a whole number from 1 to %lld, or a share such as '4/5' "
              "or '80%%'",
              (long long)k);
    min->all = true;
}

/* ---- the whole ---- */

void
members_resolve(struct unfinished *reading, struct scale *scale)
{
    struct list items SCOPED(list_clear) = {
        .reading = reading,
        .at = scale->at,
        .attribute = "items",
        .takes_weights = method_weighs(method_of(scale)),
        .takes_negative = method_of(scale)->blanks == BLANKS_PRORATED
                          && scale->prorate == PRORATE_ALIKE,
        .takes_sets = method_of(scale)->term == TERM_TRUTH,
        .slots = slots_new(reading),
    };
    struct list reversed SCOPED(list_clear) = items;
    reversed.attribute = "reversed";
    reversed.takes_weights = false;
    reversed.takes_sets = false;
    reversed.slots = slots_new(reading);
    if (attribute_given(scale->at, "count-if"))
        items.count_if = expr_compile_condition(scale->at, "count-if",
                                                reading->arena, reading->diag);
    size_t n_problems = diag_total(reading->diag);
    if (attribute_given(scale->at, "items"))
        read_list(&items);
    read_counts(&items, scale);
    bool is_known = diag_total(reading->diag) == n_problems;
    if (attribute_given(scale->at, "reversed"))
        mark_reversed(&items, &reversed, is_known);
    read_recodes(&items, scale, is_known);
    gather_members(scale, &items);
    read_min_answered(reading, scale);
    scale->can_prorate = scale->n_members && !scale_unlike_member(scale);
    if (scale->n_members)
        scale->units = units_new(scale, reading->arena);
    calibration_resolve(reading, scale);
    ends_resolve(reading, scale);
}
