/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which items a scale is made of, with which weights, which of them are
   reversed, how many must be answered, and between which ends the score
   lies. */
#include "instrument/unfinished.h"

#include "instrument/attribute.h"
#include "instrument/method.h"
#include "instrument/units.h"
#include "stats/moments.h"
#include "xml/schema.h"

/* One word of a list: an item, or a run of them. */
struct entry {
    size_t first;
    size_t last;
    struct decimal weight;
};

/* A list that is being read: a slot for each item of the instrument puts the
   members in document order and shows doubles. */
struct list {
    struct unfinished *reading;
    const struct xml_element *at;
    const char *attribute;
    bool takes_weights;
    struct member *slots;
    bool *is_taken;
};

static void
word_problem(const struct list *list, enum message message, struct str word)
{
    xml_problem(list->reading->diag, message,
                xml_word_spot(list->at, list->attribute, word), "'%.*s'",
                STR_ARGS(word));
}

/* The part of 'word' before the first 'mark', and what follows it; false when
   there is no mark. */
static bool
cut_at(struct str word, const char *mark, struct str *before, struct str *after)
{
    size_t mark_len = strlen(mark);
    for (size_t i = 0; i + mark_len <= word.len; i++) {
        if (memcmp(word.bytes + i, mark, mark_len) != 0)
            continue;
        *before = (struct str){word.bytes, i};
        *after =
            (struct str){word.bytes + i + mark_len, word.len - i - mark_len};
        return true;
    }
    return false;
}

static bool
is_item(const struct unfinished *r, struct str id)
{
    enum id_kind kind;
    size_t idx;
    return instrument_find(r->instrument, id, &kind, &idx) && kind == ID_ITEM;
}

static bool
find_item(const struct list *list, struct str id, size_t *idx)
{
    const struct unfinished *r = list->reading;
    enum id_kind kind;
    struct str from;
    struct str to;
    bool found = instrument_find(r->instrument, id, &kind, idx);
    if (found && kind == ID_ITEM)
        return true;
    word_problem(list, MSG_ITEM_UNKNOWN, id);
    if (found && kind == ID_SCALE)
        diag_hint(r->diag, "that is a scale: scales of scales are formulas");
    else if (cut_at(id, "-", &from, &to) && is_item(r, from) && is_item(r, to))
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
    diag_hint(list->reading->diag,
              "ids (small letters) parted by blanks; runs and weights "
              "without, as in 'q1..q4 q6*2'");
    return false;
}

static void
hint_weights(const struct list *list)
{
    struct buf methods = {0};
    for (size_t i = 0; i < N_SCALE_METHODS; i++)
        if (method_weighs(&scale_methods[i]))
            buf_addf(&methods, "%s'%s'", methods.len ? ", " : "",
                     scale_methods[i].word);
    diag_hint(list->reading->diag,
              "no weights are taken here; they go with the items of %s",
              buf_text(&methods));
    buf_clear(&methods);
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
    if (decimal_read(text, weight) && weight->units > 0)
        return true;
    word_problem(list, MSG_ITEM_LIST, word);
    diag_hint(list->reading->diag,
              "a weight is a decimal number above zero, without blanks");
    return false;
}

static bool
read_run(const struct list *list, struct str word, struct str from,
         struct str to, struct entry *entry)
{
    if (!schema_is_id(from) || !schema_is_id(to))
        return not_an_entry(list, word);
    bool found = find_item(list, from, &entry->first);
    if (!find_item(list, to, &entry->last) || !found)
        return false;
    if (entry->first <= entry->last)
        return true;
    word_problem(list, MSG_ITEM_LIST, word);
    diag_hint(list->reading->diag, "'%.*s' stands after '%.*s' in the file",
              STR_ARGS(from), STR_ARGS(to));
    return false;
}

static bool
read_entry(const struct list *list, struct str word, struct entry *entry)
{
    struct str id = word;
    struct str rest;
    entry->weight = (struct decimal){1, 0};
    if (cut_at(word, "..", &id, &rest))
        return read_run(list, word, id, rest, entry);
    if (cut_at(word, "*", &id, &rest)
        && !read_weight(list, word, rest, &entry->weight))
        return false;
    if (!schema_is_id(id))
        return not_an_entry(list, word);
    if (!find_item(list, id, &entry->first))
        return false;
    entry->last = entry->first;
    return true;
}

static bool
is_scored(const struct response *response)
{
    /* Without an id it stands for one that was not found: said already. */
    return !response->id[0] || response->kind == RESPONSE_RANGE
           || (response->kind == RESPONSE_CHOICES && !response->multiple);
}

static void
check_scored(const struct list *list, struct str word,
             const struct entry *entry)
{
    const struct unfinished *r = list->reading;
    for (size_t i = entry->first; i <= entry->last; i++) {
        if (is_scored(r->items[i].response))
            continue;
        xml_problem(r->diag, MSG_ITEM_NOT_SCORED,
                    xml_word_spot(list->at, list->attribute, word), "'%s'",
                    r->items[i].id);
        diag_hint(r->diag, "free texts, dates and multiple choices are not "
                           "scored");
    }
}

/* Takes the items of one word; what another word has taken already is named
   as a problem once. */
static void
take_entry(const struct list *list, struct str word, const struct entry *entry)
{
    bool is_double = false;
    for (size_t i = entry->first; i <= entry->last; i++) {
        is_double |= list->is_taken[i];
        list->is_taken[i] = true;
        list->slots[i].weight = entry->weight;
    }
    if (!is_double)
        return;
    word_problem(list, MSG_ITEM_TWICE, word);
    if (list->takes_weights)
        diag_hint(list->reading->diag, "to count it twice, weigh it: '%s*2'",
                  list->reading->items[entry->first].id);
}

static void
read_list(const struct list *list)
{
    struct str rest = attribute_value(list->at, list->attribute);
    struct str word;
    while (str_next_word(&rest, &word)) {
        struct entry entry = {0};
        if (!read_entry(list, word, &entry))
            continue;
        check_scored(list, word, &entry);
        take_entry(list, word, &entry);
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
    struct str word;
    while (str_next_word(&rest, &word)) {
        struct entry entry = {0};
        if (!read_entry(reversed, word, &entry))
            continue;
        take_entry(reversed, word, &entry);
        for (size_t i = entry.first; i <= entry.last; i++) {
            items->slots[i].reversed = true;
            if (items->is_taken[i] || !is_known)
                continue;
            xml_problem(r->diag, MSG_REVERSED_OUTSIDE,
                        xml_word_spot(reversed->at, "reversed", word), "'%s'",
                        r->items[i].id);
            diag_hint(r->diag, "name it in 'items' too");
        }
    }
}

static void
gather_members(struct scale *scale, const struct list *list)
{
    struct unfinished *r = list->reading;
    size_t n = 0;
    for (size_t i = 0; i < r->instrument->n_items; i++)
        n += list->is_taken[i];
    struct member *members = ARENA_ARRAY(r->arena, n, struct member);
    n = 0;
    for (size_t i = 0; i < r->instrument->n_items; i++) {
        if (!list->is_taken[i])
            continue;
        members[n] = list->slots[i];
        members[n].item_idx = i;
        members[n].lo = r->items[i].response->lo;
        members[n].hi = r->items[i].response->hi;
        n++;
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

/* ---- ends ---- */

static bool
members_are_alike(const struct scale *scale)
{
    for (size_t i = 1; i < scale->n_members; i++) {
        const struct member *a = &scale->members[0];
        const struct member *b = &scale->members[i];
        if (a->lo != b->lo || a->hi != b->hi
            || decimal_compare(a->weight, b->weight) != 0)
            return false;
    }
    return scale->n_members > 0;
}

/* The ends of a sum or mean over all items: what stands in for those left out
   lies within them. */
static void
combined_ends(struct scale *scale)
{
    __int128 lo = 0;
    __int128 hi = 0;
    __int128 weight = 0;
    size_t k = scale->n_members;
    for (size_t i = 0; i < k; i++) {
        lo += units_term(scale, i, scale->members[i].lo);
        hi += units_term(scale, i, scale->members[i].hi);
        weight += scale->units->members[i].weight;
    }
    switch (method_of(scale)->blanks) {
    case BLANKS_AVERAGE:
    case BLANKS_PRORATED:
    case BLANKS_NOTHING: /* goes with no such method: see method.c */
        scale->lo = units_score(scale, lo, k, weight);
        scale->hi = units_score(scale, hi, k, weight);
        break;
    }
}

static void
summed_ends(struct scale *scale)
{
    switch (method_of(scale)->term) {
    case TERM_SHARE:
        scale->hi = 100;
        break;
    case TERM_TRUTH:
        scale->hi = (double)scale->n_members;
        break;
    case TERM_WEIGHED:
    case TERM_SCORE:
        combined_ends(scale);
        break;
    case TERM_OPERAND:
        break;
    }
}

/* The ends of the lowest or the highest answer.  When all items must be
   answered, the lowest cannot lie above the upper end of any of them; else
   any one item may be the only one. */
static void
extreme_ends(const struct unfinished *r, struct scale *scale)
{
    bool all = scale->min_answered.all;
    const struct member *m = scale->members;
    for (size_t i = 0; i < scale->n_members; i++)
        if (scale->not_applicable == NOT_APPLICABLE_EXCLUDED
            && r->items[m[i].item_idx].can_be_not_applicable)
            all = false;
    scale->lo = m[0].lo;
    scale->hi = m[0].hi;
    for (size_t i = 1; i < scale->n_members; i++) {
        bool highest_lo = all && method_join_of(scale)->neutral < 0;
        bool lowest_hi = all && method_join_of(scale)->neutral > 0;
        if (highest_lo ? m[i].lo > scale->lo : m[i].lo < scale->lo)
            scale->lo = m[i].lo;
        if (lowest_hi ? m[i].hi < scale->hi : m[i].hi > scale->hi)
            scale->hi = m[i].hi;
    }
}

/* How few answers may do: every member that can be out of the scale is. */
static size_t
fewest_answers(const struct unfinished *r, const struct scale *scale)
{
    size_t n = scale->n_members;
    for (size_t i = 0; i < scale->n_members; i++)
        n -= scale->not_applicable == NOT_APPLICABLE_EXCLUDED
             && r->items[scale->members[i].item_idx].can_be_not_applicable;
    size_t needed = method_needed(scale, n);
    return needed ? needed : 1;
}

/* The median lies lowest where as few as may be are answered, those that reach
   down farthest; and highest where those that reach up farthest are. */
static void
middle_ends(const struct unfinished *r, struct scale *scale)
{
    size_t k = scale->n_members;
    size_t n = fewest_answers(r, scale);
    double *ends = mem_array(2 * k, sizeof(double));
    double *highs = ends + k;
    for (size_t i = 0; i < k; i++) {
        ends[i] = scale->members[i].lo;
        highs[i] = scale->members[i].hi;
    }
    quantile_sort(ends, k);
    quantile_sort(highs, k);
    scale->lo = units_middle(scale, ends[(n - 1) / 2], ends[n / 2]);
    scale->hi =
        units_middle(scale, highs[k - 1 - n / 2], highs[k - 1 - (n - 1) / 2]);
    mem_free(ends);
}

static void
resolve_raw_ends(const struct unfinished *r, struct scale *scale)
{
    if (!method_has_items(scale)) {
        scale->lo = decimal_value(scale->min);
        scale->hi = decimal_value(scale->max);
        return;
    }
    if (!scale->n_members)
        return;
    switch (method_of(scale)->join) {
    case JOIN_SUM:
        summed_ends(scale);
        break;
    case JOIN_LEAST:
    case JOIN_GREATEST:
        extreme_ends(r, scale);
        break;
    case JOIN_MIDDLE:
        middle_ends(r, scale);
        break;
    case JOIN_FORMULA:
        break;
    }
}

static void
resolve_ends(const struct unfinished *r, struct scale *scale)
{
    resolve_raw_ends(r, scale);
    scale->raw_lo = scale->lo;
    scale->raw_hi = scale->hi;
    if (!scale->metric || !scale->metric->n_rows)
        return;
    const struct norm_row *rows = scale->metric->rows;
    scale->lo = decimal_value(rows[0].value);
    scale->hi = decimal_value(rows[scale->metric->n_rows - 1].value);
}

void
members_resolve(struct unfinished *reading, struct scale *scale)
{
    size_t n = reading->instrument->n_items;
    struct list items = {
        .reading = reading,
        .at = scale->at,
        .attribute = "items",
        .takes_weights = method_weighs(method_of(scale)),
        .slots = mem_array(n, sizeof(struct member)),
        .is_taken = mem_array(n, sizeof(bool)),
    };
    struct list reversed = items;
    reversed.attribute = "reversed";
    reversed.takes_weights = false;
    reversed.slots = mem_array(n, sizeof(struct member));
    reversed.is_taken = mem_array(n, sizeof(bool));
    size_t n_problems = diag_total(reading->diag);
    if (attribute_given(scale->at, "items"))
        read_list(&items);
    bool is_known = diag_total(reading->diag) == n_problems;
    if (attribute_given(scale->at, "reversed"))
        mark_reversed(&items, &reversed, is_known);
    gather_members(scale, &items);
    mem_free(items.slots);
    mem_free(items.is_taken);
    mem_free(reversed.slots);
    mem_free(reversed.is_taken);
    read_min_answered(reading, scale);
    scale->can_prorate = members_are_alike(scale);
    if (scale->n_members)
        scale->units = units_new(scale, reading->items, reading->arena);
    resolve_ends(reading, scale);
}
