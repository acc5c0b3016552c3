/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns are held against items, the surest way first; see map_match.h. */
#include "exchange/map_match.h"

#include <stdint.h>
#include "base/fold.h"
#include "base/num.h"
#include "base/utf8.h"
#include "response/facts.h"
#include "exchange/source.h"

enum {
    LIMIT_PAIRS = 1 << 20, /* of items and columns that are looked at closely */
    LIMIT_NEAR = 1 << 14,
    LIMIT_KEY = 400, /* bytes of a text that may be nearly another */
    FEW_VALUES = 12  /* of a column that holds choices */
};

struct matching {
    const struct form_columns *columns;
    const struct instrument *const *instruments;
    const struct instrument *const *worded;
    size_t n_instruments;
    struct arena *arena;
    struct map_match *match;
    size_t instrument_idx; /* of the one that is looked at */
};

static const struct instrument *
instrument_of(const struct matching *matching)
{
    return matching->instruments[matching->instrument_idx];
}

static struct map_item *
items_of(const struct matching *matching)
{
    return matching->match->items[matching->instrument_idx];
}

static const struct form_column *
column_at(const struct matching *matching, size_t column)
{
    return &matching->columns->columns.items[column];
}

/* Whether a column can be that of an item whose name it has. */
static bool
is_open(const struct matching *matching, size_t column)
{
    const struct form_column *it = column_at(matching, column);

    return !matching->match->is_taken[column] && !it->is_box && !it->is_doubled
           && it->header.len;
}

/* Whether a column can be that of an item. */
static bool
is_free(const struct matching *matching, size_t column)
{
    const struct form_column *it = column_at(matching, column);
    enum fact fact;

    return is_open(matching, column) && !fact_find(it->header, &fact)
           && !(it->field && it->field->is_identifier);
}

/* Whether boxes can hold the item's answers, and only they. */
static bool
is_fitting(const struct matching *matching, size_t item, size_t column)
{
    const struct response *response =
        instrument_of(matching)->items[item].response;
    bool takes_several =
        response->kind == RESPONSE_CHOICES && response->multiple;

    return takes_several || !column_at(matching, column)->is_boxes;
}

static void
take(struct matching *matching, size_t item, size_t column,
     enum match_reason reason, bool is_guess)
{
    struct map_item *it = &items_of(matching)[item];
    const struct form_column *found = column_at(matching, column);

    *it = (struct map_item){.reason = reason,
                            .is_guess = is_guess,
                            .told = found->header,
                            .column = found};
    matching->match->is_taken[column] = true;
}

/* ---- what columns ask ---- */

/* Whether a character only parts words (1), or is not looked at (2). */
static int
is_sign(uint32_t c)
{
    if (c == '\'' || c == 0x2018 || c == 0x2019 || c == 0xad)
        return 2;
    return c <= '/'
               ? c < '0'
               : (c > '9' && c < 'A') || (c > 'Z' && c < 'a')
                     || (c > 'z' && c < 0xc0) || (c >= 0x2000 && c < 0x2070)
                     || (c >= 0x3000 && c < 0x3040);
}

/* Without the number that a question may begin with: "1. I was calm". */
static struct str
without_number(struct str key)
{
    size_t len = key.len && (key.bytes[0] == 'q' || key.bytes[0] == 'i');
    size_t first = len;

    while (len < key.len && str_is_digit(key.bytes[len]))
        len++;
    if (len == first || len >= key.len || key.bytes[len] != ' ')
        return key;
    return (struct str){key.bytes + len + 1, key.len - len - 1};
}

/* Words without regard to case, accents and punctuation. */
static struct str
key_of(struct str text, struct arena *arena)
{
    struct buf parted SCOPED(buf_clear) = {0};
    struct buf key = {0};
    uint32_t character;

    while (utf8_next(&text, &character)) {
        int sign = is_sign(character);
        if (sign != 2)
            utf8_add(&parted, sign ? ' ' : character);
    }
    fold_add(&key, buf_str(&parted), FOLD_ACCENTS);
    return without_number(str_from(arena_take(arena, &key)));
}

/* The parts of a text that may be a question: all of it; of a grid what stands
   in the last brackets ("How often? [I was calm]") or behind the last dash. */
enum { N_PARTS = 3 };

static void
find_parts(struct str text, struct str parts[N_PARTS])
{
    parts[0] = text;
    parts[1] = parts[2] = STR("");
    if (str_ends(text, "]"))
        for (size_t i = text.len - 1; i-- > 0 && !parts[1].len;)
            if (text.bytes[i] == '[')
                parts[1] = (struct str){text.bytes + i + 1, text.len - i - 2};
    for (size_t i = text.len; i-- > 2 && !parts[2].len;)
        if (str_is_white(text.bytes[i]) && text.bytes[i - 1] == '-'
            && str_is_white(text.bytes[i - 2]))
            parts[2] = (struct str){text.bytes + i + 1, text.len - i - 1};
}

/* Questions, and those that several items ask. */
struct texts {
    struct map *items;
    struct map *doubled;
};

/* What items ask, in all languages: key -> item. */
static void
add_texts(struct texts *texts, const struct instrument *instrument,
          struct arena *arena)
{
    for (size_t i = 0; instrument && i < instrument->n_items; i++) {
        struct str key = key_of(str_from(instrument->items[i].text), arena);
        size_t before = i;
        if (key.len && !map_add(texts->items, key, i)
            && map_find(texts->items, key, &before) && before != i)
            (void)!map_add(texts->doubled, key, 0);
    }
}

static struct texts
texts_of(const struct matching *matching)
{
    struct texts texts = {map_new(matching->arena, false),
                          map_new(matching->arena, false)};
    const struct instrument *worded =
        matching->worded ? matching->worded[matching->instrument_idx] : NULL;

    add_texts(&texts, instrument_of(matching), matching->arena);
    for (size_t i = 0; worded && i < worded->n_words; i++)
        add_texts(&texts, worded->words[i].instrument, matching->arena);
    return texts;
}

static bool
find_text(const struct matching *matching, const struct texts *texts,
          struct str text, size_t *item)
{
    struct str parts[N_PARTS];
    size_t other;

    find_parts(text, parts);
    for (size_t i = 0; i < N_PARTS; i++) {
        struct str key = key_of(parts[i], matching->arena);
        if (key.len && map_find(texts->items, key, item)
            && !map_find(texts->doubled, key, &other))
            return true;
    }
    return false;
}

/* ---- by ids ---- */

/* ID, or INSTRUMENT.ID. */
static bool
is_named(const struct matching *matching, struct str name, const char *id)
{
    struct str owner, behind;

    return str_equal_nocase(name, str_from(id))
           || (str_cut(name, ".", &owner, &behind)
               && str_equal_nocase(behind, str_from(id))
               && str_equal_nocase(owner,
                                   str_from(instrument_of(matching)->id)));
}

/* Whether another questionnaire that is drafted for has such an item, too. */
static bool
is_of_others(const struct matching *matching, struct str name)
{
    size_t idx;
    size_t n = 0;

    for (size_t i = 0; i < matching->n_instruments; i++)
        n += instrument_find_of(matching->instruments[i], ID_ITEM, name, &idx);
    return n > 1;
}

/* A column of an item's name needs no line, unless it asks what another asks.
 */
static void
doubt_id(const struct matching *matching, const struct texts *texts,
         size_t item, size_t column, bool is_renamed)
{
    const struct form_column *it = column_at(matching, column);
    struct map_item *found = &items_of(matching)[item];
    size_t asked;

    found->is_guess =
        find_text(matching, texts, it->question, &asked) && asked != item;
    if (found->is_guess)
        found->asked = &instrument_of(matching)->items[asked];
    else if (!it->is_boxes && !is_renamed)
        found->told = STR("");
}

/* Columns of the items' names; with 'is_renamed' of what these became when the
   questionnaire was drafted. */
static void
match_named(struct matching *matching, bool is_renamed)
{
    const struct instrument *instrument = instrument_of(matching);
    struct map *ids = map_new(matching->arena, true);
    struct texts texts = texts_of(matching);
    size_t item;

    for (size_t i = 0; i < instrument->n_items; i++)
        (void)!map_add(ids, str_from(instrument->items[i].id), i);
    for (size_t c = 0; c < matching->columns->columns.n; c++) {
        const struct form_column *column = column_at(matching, c);
        struct str name =
            is_renamed && column->id ? str_from(column->id) : column->name;
        struct str owner, id = name;
        enum fact fact;
        if (str_cut(name, ".", &owner, &id)
            && !str_equal_nocase(owner, str_from(instrument->id)))
            id = name;
        if (!map_find(ids, id, &item) || !is_open(matching, c)
            || (!is_renamed && fact_find(column->header, &fact))
            || items_of(matching)[item].reason
            || !is_named(matching, name, instrument->items[item].id)
            || !is_fitting(matching, item, c)
            || (id.len == name.len && is_of_others(matching, id)))
            continue;
        take(matching, item, c, MATCH_ID, false);
        doubt_id(matching, &texts, item, c, is_renamed);
    }
}

static void
match_ids(struct matching *matching)
{
    match_named(matching, false);
}

static void
match_renamed(struct matching *matching)
{
    match_named(matching, true);
}

/* ---- by texts ---- */

/* What asks two columns the same may be of two time points, which their
   headers say: 'takes_doubled' is for what is left then. */
static void
match_asked(struct matching *matching, bool takes_doubled)
{
    size_t n = matching->columns->columns.n;
    struct texts texts = texts_of(matching);
    size_t *asked = ARENA_ARRAY(matching->arena, n, size_t);
    size_t *n_asking =
        ARENA_ARRAY(matching->arena, instrument_of(matching)->n_items, size_t);

    for (size_t c = 0; c < n; c++) {
        const struct form_column *column = column_at(matching, c);
        size_t item;
        bool is_asked =
            is_free(matching, c)
            && (find_text(matching, &texts, column->question, &item)
                || find_text(matching, &texts, column->header, &item))
            && !items_of(matching)[item].reason
            && is_fitting(matching, item, c);
        asked[c] = is_asked ? item : SIZE_MAX;
        if (is_asked)
            n_asking[item]++;
    }
    for (size_t c = 0; c < n; c++) {
        if (asked[c] == SIZE_MAX || (n_asking[asked[c]] > 1 && !takes_doubled))
            continue;
        struct map_item *item = &items_of(matching)[asked[c]];
        if (item->reason)
            item->alike = column_at(matching, c);
        else
            take(matching, asked[c], c, MATCH_TEXT, n_asking[asked[c]] > 1);
    }
}

static void
match_texts(struct matching *matching)
{
    match_asked(matching, false);
}

static void
match_doubled(struct matching *matching)
{
    match_asked(matching, true);
}

/* ---- by ids within headers ---- */

struct affix {
    struct str before;
    struct str behind;
    size_t n_items;
};
struct affixes VEC(struct affix);

static bool
is_word(char c)
{
    return str_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Where the id stands in a header as a word of its own; SIZE_MAX: nowhere. */
static size_t
find_word(struct str header, struct str id)
{
    for (size_t at = 0; at + id.len <= header.len; at++)
        if (str_equal_nocase((struct str){header.bytes + at, id.len}, id)
            && (!at || !is_word(header.bytes[at - 1]))
            && (at + id.len == header.len
                || !is_word(header.bytes[at + id.len])))
            return at;
    return SIZE_MAX;
}

static size_t
n_left(const struct matching *matching)
{
    size_t n = 0;

    for (size_t i = 0; i < instrument_of(matching)->n_items; i++)
        n += !items_of(matching)[i].reason;
    return n;
}

/* Whether closely looking at all that is left is affordable. */
static bool
is_affordable(const struct matching *matching, size_t limit)
{
    size_t n = n_left(matching);

    return n && matching->columns->columns.n <= limit / n;
}

static bool
find_affix(const struct matching *matching, size_t item, size_t column,
           struct affix *affix)
{
    struct str header = column_at(matching, column)->header;
    struct str id = str_from(instrument_of(matching)->items[item].id);
    size_t at =
        is_free(matching, column) && !column_at(matching, column)->is_boxes
            ? find_word(header, id)
            : SIZE_MAX;

    if (at == SIZE_MAX)
        return false;
    *affix =
        (struct affix){{header.bytes, at},
                       {header.bytes + at + id.len, header.len - at - id.len},
                       1};
    return true;
}

static bool
is_same_affix(const struct affix *a, const struct affix *b)
{
    return str_equal_nocase(a->before, b->before)
           && str_equal_nocase(a->behind, b->behind);
}

static void
count_affix(struct affixes *affixes, const struct affix *affix,
            struct arena *arena)
{
    enum { LIMIT_AFFIXES = 200 };

    for (size_t i = 0; i < affixes->n; i++)
        if (is_same_affix(&affixes->items[i], affix)) {
            affixes->items[i].n_items++;
            return;
        }
    if (affixes->n < LIMIT_AFFIXES)
        *vec_add(arena, affixes) = *affix;
}

/* Those that more than half of the items have. */
static struct affixes
frequent_affixes(const struct matching *matching)
{
    struct affixes all = {0};
    struct affixes frequent = {0};
    struct affix affix;
    size_t n = n_left(matching);

    for (size_t i = 0; i < instrument_of(matching)->n_items; i++)
        for (size_t c = 0;
             !items_of(matching)[i].reason && c < matching->columns->columns.n;
             c++)
            if (find_affix(matching, i, c, &affix))
                count_affix(&all, &affix, matching->arena);
    for (size_t i = 0; i < all.n; i++)
        if (all.items[i].n_items > 1 ? all.items[i].n_items * 2 > n : n == 1)
            *vec_add(matching->arena, &frequent) = all.items[i];
    return frequent;
}

/* How far the texts are the same, up to the end of a word; from their ends
   with 'is_behind'. */
static size_t
common_len(struct str a, struct str b, bool is_behind)
{
    size_t len = 0;
    size_t whole = 0;

    while (len < a.len && len < b.len) {
        char ca = is_behind ? a.bytes[a.len - 1 - len] : a.bytes[len];
        char cb = is_behind ? b.bytes[b.len - 1 - len] : b.bytes[len];
        if (ca != cb)
            break;
        len++;
        if (!is_word(ca))
            whole = len;
    }
    return len == a.len && len == b.len ? len : whole;
}

/* "_t1" and "_t2" with '@' for what differs: "_@"; false where one is what the
   other is but for nothing. */
static bool
find_time(const struct matching *matching, const struct affixes *affixes,
          bool is_behind, struct str *pattern, struct str *first)
{
    struct str one =
        is_behind ? affixes->items[0].behind : affixes->items[0].before;
    size_t before = one.len;
    size_t behind = one.len;

    for (size_t i = 1; i < affixes->n; i++) {
        struct str other =
            is_behind ? affixes->items[i].behind : affixes->items[i].before;
        size_t n = common_len(one, other, false);
        before = n < before ? n : before;
        n = common_len(one, other, true);
        behind = n < behind ? n : behind;
    }
    for (size_t i = 0; i < affixes->n; i++) {
        struct str other =
            is_behind ? affixes->items[i].behind : affixes->items[i].before;
        if (other.len <= before + behind)
            return false;
    }
    *first = (struct str){one.bytes + before, one.len - before - behind};
    *pattern = str_from(arena_printf(matching->arena, "%.*s@%.*s", (int)before,
                                     one.bytes, (int)behind,
                                     one.bytes + one.len - behind));
    return true;
}

/* Where all but one of the two sides is the same. */
static bool
find_times(struct matching *matching, const struct affixes *affixes)
{
    struct map_match *match = matching->match;
    bool same_before = true;
    bool same_behind = true;

    for (size_t i = 1; i < affixes->n; i++) {
        same_before &=
            str_equal(affixes->items[i].before, affixes->items[0].before);
        same_behind &=
            str_equal(affixes->items[i].behind, affixes->items[0].behind);
    }
    match->time_before = affixes->items[0].before;
    match->time_behind = affixes->items[0].behind;
    match->has_times =
        (same_before
         && find_time(matching, affixes, true, &match->time_behind,
                      &match->first_time))
        || (same_behind
            && find_time(matching, affixes, false, &match->time_before,
                         &match->first_time));
    return match->has_times;
}

static void
take_times(struct matching *matching, const struct affixes *affixes,
           size_t item)
{
    const struct map_match *match = matching->match;
    struct map_item *it = &items_of(matching)[item];
    struct affix affix;

    for (size_t c = 0; c < matching->columns->columns.n; c++) {
        bool is_one = false;
        if (!find_affix(matching, item, c, &affix))
            continue;
        for (size_t i = 0; i < affixes->n; i++)
            is_one |= is_same_affix(&affixes->items[i], &affix);
        if (!is_one)
            continue;
        take(matching, item, c, MATCH_AFFIX, false);
        it->told = str_from(arena_printf(
            matching->arena, "%.*s%s%.*s", STR_ARGS(match->time_before),
            instrument_of(matching)->items[item].id,
            STR_ARGS(match->time_behind)));
    }
}

static void
match_affixes(struct matching *matching)
{
    size_t n = n_left(matching);
    struct affixes affixes = {0};
    struct affix affix;

    if (!is_affordable(matching, LIMIT_PAIRS))
        return;
    affixes = frequent_affixes(matching);
    if (affixes.n > 1
        && (matching->match->has_times || !find_times(matching, &affixes)))
        return;
    for (size_t i = 0; affixes.n && i < instrument_of(matching)->n_items; i++) {
        if (items_of(matching)[i].reason)
            continue;
        if (affixes.n > 1) {
            take_times(matching, &affixes, i);
            continue;
        }
        for (size_t c = 0; c < matching->columns->columns.n; c++)
            if (!items_of(matching)[i].reason
                && find_affix(matching, i, c, &affix)
                && is_same_affix(&affix, &affixes.items[0]))
                take(matching, i, c, MATCH_AFFIX, affixes.items[0].n_items < n);
    }
}

/* ---- by numbers ---- */

size_t
map_match_digits(struct str text, size_t *at)
{
    size_t n = 0;

    while (*at < text.len && !str_is_digit(text.bytes[*at]))
        (*at)++;
    while (*at + n < text.len && str_is_digit(text.bytes[*at + n]))
        n++;
    return n;
}

static size_t
number_of(struct str digits)
{
    struct decimal number;

    return digits.len && digits.len < 9 && decimal_read(digits, &number)
               ? (size_t)number.units
               : SIZE_MAX;
}

/* A header with its last number taken out, or the one before where 'nth' is
   1. */
static bool
find_number(struct str header, size_t nth, struct affix *affix, size_t *number)
{
    size_t starts[2] = {SIZE_MAX, SIZE_MAX};
    size_t lens[2] = {0, 0};
    size_t n;

    for (size_t at = 0; (n = map_match_digits(header, &at)) > 0; at += n) {
        starts[1] = starts[0];
        lens[1] = lens[0];
        starts[0] = at;
        lens[0] = n;
    }
    if (starts[nth] == SIZE_MAX)
        return false;
    size_t end = starts[nth] + lens[nth];
    *number = number_of((struct str){header.bytes + starts[nth], lens[nth]});
    *affix = (struct affix){
        {header.bytes, starts[nth]}, {header.bytes + end, header.len - end}, 1};
    return *number != SIZE_MAX;
}

/* The number of an id, "i7"; else its position from 1 on. */
static size_t
id_number(const struct instrument *instrument, size_t item)
{
    struct affix affix;
    size_t number;

    return find_number(str_from(instrument->items[item].id), 0, &affix, &number)
               ? number
               : SIZE_MAX;
}

/* The columns of one family, by item: false unless there is one for each item
   that is left, by its id's number, or by its position, and no more. */
static bool
is_family(const struct matching *matching, const struct affix *family,
          size_t nth, bool by_position, size_t *columns)
{
    const struct instrument *instrument = instrument_of(matching);
    struct affix affix;
    size_t number;
    size_t n_columns = 0;
    size_t n_items = 0;

    for (size_t i = 0; i < instrument->n_items; i++)
        columns[i] = SIZE_MAX;
    for (size_t c = 0; c < matching->columns->columns.n; c++) {
        if (!is_free(matching, c) || column_at(matching, c)->is_boxes
            || !find_number(column_at(matching, c)->header, nth, &affix,
                            &number)
            || !is_same_affix(&affix, family))
            continue;
        n_columns++;
        for (size_t i = 0; i < instrument->n_items; i++)
            if ((by_position ? i + 1 : id_number(instrument, i)) == number
                && !items_of(matching)[i].reason && columns[i] == SIZE_MAX) {
                columns[i] = c;
                n_items++;
                break;
            }
    }
    return n_items > 1 && n_items == n_columns && n_items == n_left(matching);
}

/* One family alone may fit. */
static bool
match_family(struct matching *matching, const struct affixes *families,
             size_t nth, bool by_position)
{
    size_t n = instrument_of(matching)->n_items;
    size_t *columns = ARENA_ARRAY(matching->arena, n, size_t);
    size_t *found = ARENA_ARRAY(matching->arena, n, size_t);
    size_t n_found = 0;

    for (size_t i = 0; i < families->n; i++)
        if (is_family(matching, &families->items[i], nth, by_position,
                      columns)) {
            n_found++;
            memcpy(found, columns, n * sizeof *found);
        }
    for (size_t i = 0; n_found == 1 && i < n; i++)
        if (found[i] != SIZE_MAX)
            take(matching, i, found[i], MATCH_NUMBER, true);
    return n_found == 1;
}

static void
match_numbers(struct matching *matching)
{
    if (!is_affordable(matching, LIMIT_PAIRS) || n_left(matching) < 2)
        return;
    for (size_t nth = 0; nth < 2; nth++) {
        struct affixes families = {0};
        struct affixes wide = {0};
        struct affix affix;
        size_t number;
        for (size_t c = 0; c < matching->columns->columns.n; c++)
            if (is_free(matching, c)
                && find_number(column_at(matching, c)->header, nth, &affix,
                               &number))
                count_affix(&families, &affix, matching->arena);
        for (size_t i = 0; i < families.n; i++)
            if (families.items[i].n_items == n_left(matching))
                *vec_add(matching->arena, &wide) = families.items[i];
        if (match_family(matching, &wide, nth, false)
            || match_family(matching, &wide, nth, true))
            return;
    }
}

/* ---- by what is nearly the text, and by place ---- */

static size_t
distance(const struct matching *matching, struct str key,
         const struct form_column *column, size_t limit)
{
    const struct str texts[] = {column->question, column->header};
    size_t nearest = limit + 1;

    for (size_t t = 0; t < N_ELEMENTS(texts); t++) {
        struct str parts[N_PARTS];
        find_parts(texts[t], parts);
        for (size_t i = 0; i < N_PARTS; i++) {
            struct str other = key_of(parts[i], matching->arena);
            if (!other.len || other.len > LIMIT_KEY)
                continue;
            size_t far = str_distance(key, other, limit);
            nearest = far < nearest ? far : nearest;
        }
    }
    return nearest;
}

static void
match_near(struct matching *matching)
{
    const struct instrument *instrument = instrument_of(matching);

    for (size_t i = 0;
         is_affordable(matching, LIMIT_NEAR) && i < instrument->n_items; i++) {
        struct str key =
            key_of(str_from(instrument->items[i].text), matching->arena);
        size_t best = key.len / 5 + 1;
        size_t found = SIZE_MAX;
        if (items_of(matching)[i].reason || key.len < 8 || key.len > LIMIT_KEY)
            continue;
        for (size_t c = 0; c < matching->columns->columns.n; c++) {
            size_t far =
                is_free(matching, c) && is_fitting(matching, i, c)
                    ? distance(matching, key, column_at(matching, c), best - 1)
                    : SIZE_MAX;
            if (far < best) {
                best = far;
                found = c;
            }
        }
        if (found != SIZE_MAX)
            take(matching, i, found, MATCH_NEAR, true);
    }
}

/* Whether a column looks as if choices stood in it. */
static bool
holds_choices(const struct matching *matching, size_t column)
{
    const struct form_column *it = column_at(matching, column);

    return is_free(matching, column) && !it->is_boxes && !it->n_more
           && it->values.n && it->values.n <= FEW_VALUES
           && !identifier_is(it->header);
}

static void
match_places(struct matching *matching)
{
    size_t n = 0;
    size_t column = 0;

    for (size_t c = 0; c < matching->columns->columns.n; c++)
        n += holds_choices(matching, c);
    if (n < 2 || n != n_left(matching)) /* one alone has no order */
        return;
    for (size_t i = 0; i < instrument_of(matching)->n_items; i++) {
        if (items_of(matching)[i].reason)
            continue;
        while (!holds_choices(matching, column))
            column++;
        take(matching, i, column++, MATCH_PLACE, true);
    }
}

/* ---- all of it ---- */

struct map_match *
map_match_new(const struct form_columns *columns,
              const struct instrument *const *instruments,
              const struct instrument *const *worded, size_t n_instruments,
              struct arena *arena)
{
    static void (*const ways[])(struct matching *) = {
        match_ids,     match_renamed, match_texts, match_affixes,
        match_doubled, match_numbers, match_near,  match_places,
    };
    struct map_match *match = ARENA_NEW(arena, struct map_match);
    struct matching matching = {.columns = columns,
                                .instruments = instruments,
                                .worded = worded,
                                .n_instruments = n_instruments,
                                .arena = arena,
                                .match = match};

    match->items = ARENA_ARRAY(arena, n_instruments, struct map_item *);
    match->is_taken = ARENA_ARRAY(arena, columns->columns.n, bool);
    for (size_t i = 0; i < n_instruments; i++)
        match->items[i] =
            ARENA_ARRAY(arena, instruments[i]->n_items, struct map_item);
    for (size_t way = 0; way < N_ELEMENTS(ways); way++)
        for (size_t i = 0; i < n_instruments; i++) {
            matching.instrument_idx = i;
            ways[way](&matching);
        }
    return match;
}
