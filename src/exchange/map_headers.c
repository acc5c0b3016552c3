/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What headers say of items: their ids within other words, perhaps at several
   time points, and numbers that count on; see map_matching.h. */
#include "exchange/map_matching.h"

#include <stdint.h>
#include "base/num.h"

/* What stands in a header around an id or a number. */
struct affix {
    struct str before;
    struct str behind;
    size_t n_items;
    const struct field *coding; /* of those with the same choices; NULL: any */
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

static bool
find_affix(const struct matching *matching, size_t item, size_t column,
           struct affix *affix)
{
    struct str header = column_at(matching, column)->header;
    struct str id = str_from(instrument_of(matching)->items[item].id);
    size_t at =
        matching_is_plain(matching, column) ? find_word(header, id) : SIZE_MAX;

    if (at == SIZE_MAX)
        return false;
    *affix =
        (struct affix){{header.bytes, at},
                       {header.bytes + at + id.len, header.len - at - id.len},
                       1,
                       NULL};
    return true;
}

static bool
is_same_affix(const struct affix *a, const struct affix *b)
{
    return str_equal_nocase(a->before, b->before)
           && str_equal_nocase(a->behind, b->behind)
           && (a->coding == b->coding
               || (a->coding && b->coding
                   && field_is_coded_alike(a->coding, b->coding)));
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

/* ---- by ids within headers ---- */

/* Those that more than half of the items have. */
static struct affixes
frequent_affixes(const struct matching *matching)
{
    struct affixes all = {0};
    struct affixes frequent = {0};
    struct affix affix;
    size_t n = matching_n_left(matching);

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
        matching_take(matching, item, c, MATCH_AFFIX, false);
        it->told = str_from(arena_printf(
            matching->arena, "%.*s%s%.*s", STR_ARGS(match->time_before),
            instrument_of(matching)->items[item].id,
            STR_ARGS(match->time_behind)));
    }
}

void
matching_by_ids(struct matching *matching, bool again)
{
    size_t n = matching_n_left(matching);
    struct affixes affixes = {0};
    struct affix affix;

    (void)again;
    if (!matching_is_affordable(matching, MATCHING_LIMIT_PAIRS))
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
                matching_take(matching, i, c, MATCH_AFFIX,
                              affixes.items[0].n_items < n);
    }
}

/* ---- by numbers ---- */

size_t
map_match_numbers(struct str text, struct map_number numbers[MAP_LIMIT_NUMBERS])
{
    size_t n = 0;

    for (size_t at = 0; at < text.len && n < MAP_LIMIT_NUMBERS; at++) {
        struct map_number number = {.at = at};
        struct decimal value;
        while (at < text.len && str_is_digit(text.bytes[at]))
            at++;
        number.len = at - number.at;
        if (!number.len)
            continue;
        number.value =
            number.len < 9
                    && decimal_read(
                        (struct str){text.bytes + number.at, number.len},
                        &value)
                ? (size_t)value.units
                : SIZE_MAX;
        numbers[n++] = number;
    }
    return n;
}

/* A header with its last number taken out, or the one before where 'nth' is 1.
 */
static bool
find_number(struct str header, size_t nth, struct affix *affix, size_t *number)
{
    struct map_number numbers[MAP_LIMIT_NUMBERS];
    size_t n = map_match_numbers(header, numbers);

    if (n <= nth)
        return false;
    const struct map_number *it = &numbers[n - 1 - nth];
    size_t end = it->at + it->len;
    *number = it->value;
    *affix = (struct affix){{header.bytes, it->at},
                            {header.bytes + end, header.len - end},
                            1,
                            NULL};
    return *number != SIZE_MAX;
}

/* Of columns that can be one of many, which have the same number or, with
   'by_coding', also the same choices. */
struct counting {
    size_t nth;
    bool by_coding;
};

static bool
find_member(const struct matching *matching, size_t column,
            const struct counting *counting, struct affix *affix,
            size_t *number)
{
    const struct form_column *it = column_at(matching, column);

    if (!matching_is_plain(matching, column)
        || !find_number(it->header, counting->nth, affix, number))
        return false;
    affix->coding = counting->by_coding ? it->field : NULL;
    return !counting->by_coding || it->field;
}

/* The number of an id: 7 of "i7". */
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
          const struct counting *counting, bool by_position, size_t *columns)
{
    const struct instrument *instrument = instrument_of(matching);
    struct affix affix;
    size_t number;
    size_t n_columns = 0;
    size_t n_items = 0;

    for (size_t i = 0; i < instrument->n_items; i++)
        columns[i] = SIZE_MAX;
    for (size_t c = 0; c < matching->columns->columns.n; c++) {
        if (!find_member(matching, c, counting, &affix, &number)
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
    return n_items > 1 && n_items == n_columns
           && n_items == matching_n_left(matching);
}

/* Whether a word is a time by its number: "T1", "wave 2". */
static bool
is_time(struct str word)
{
    static const char *const words[] = {
        "t",         "time",    "tp",     "timepoint", "w",
        "wave",      "week",    "day",    "month",     "visit",
        "session",   "sitting", "mzp",    "messung",   "zeit",
        "zeitpunkt", "woche",   "tag",    "monat",     "sitzung",
        "semana",    "momento", "sesión", "tiempo",    "mes",
    };
    struct map_number numbers[MAP_LIMIT_NUMBERS];

    if (map_match_numbers(word, numbers) != 1
        || numbers[0].at + numbers[0].len != word.len)
        return false;
    struct str letters = {word.bytes, numbers[0].at};
    if (letters.len && !is_word(letters.bytes[letters.len - 1]))
        letters.len--;
    for (size_t i = 0; i < N_ELEMENTS(words); i++)
        if (str_equal_nocase(letters, str_from(words[i])))
            return true;
    return false;
}

/* Whether families are the same at several times; false leaves nothing. */
static bool
are_timed(struct matching *matching, const struct affixes *families)
{
    struct map_match *match = matching->match;
    struct str before, behind;

    if (match->has_times || !find_times(matching, families))
        return false;
    bool is_before = str_cut(match->time_before, "@", &before, &behind);
    if (!is_before)
        (void)!str_cut(match->time_behind, "@", &before, &behind);
    for (size_t i = 0; i < families->n; i++) {
        const struct affix *it = &families->items[i];
        struct str side = is_before ? it->before : it->behind;
        size_t at = before.len;
        while (at && str_is_digit(side.bytes[before.len])
               && !is_word(side.bytes[at - 1])) /* "wave 1" */
            at--;
        while (at && at < before.len && is_word(side.bytes[at - 1]))
            at--;
        match->has_times &=
            is_time((struct str){side.bytes + at, side.len - at - behind.len});
    }
    return match->has_times;
}

static void
take_timed(struct matching *matching, const struct affixes *families,
           const struct counting *counting, const size_t *columns)
{
    const struct map_match *match = matching->match;
    size_t n = instrument_of(matching)->n_items;
    struct affix affix;
    size_t number;

    for (size_t k = 0; k < families->n * n; k++) {
        if (columns[k] == SIZE_MAX
            || !find_member(matching, columns[k], counting, &affix, &number))
            continue;
        struct str header = column_at(matching, columns[k])->header;
        struct str digits = {affix.before.bytes + affix.before.len,
                             header.len - affix.before.len - affix.behind.len};
        matching_take(matching, k % n, columns[k], MATCH_NUMBER, true);
        items_of(matching)[k % n].told = str_from(arena_printf(
            matching->arena, "%.*s%.*s%.*s", STR_ARGS(match->time_before),
            STR_ARGS(digits), STR_ARGS(match->time_behind)));
    }
}

/* One family alone may fit, or one at several times; of others it is told where
   the first two begin. */
static bool
match_family(struct matching *matching, const struct affixes *families,
             const struct counting *counting, bool by_position)
{
    size_t n = instrument_of(matching)->n_items;
    size_t *all = ARENA_ARRAY(matching->arena, families->n * n, size_t);
    struct map_runs *runs = &matching->match->runs[matching->instrument_idx];
    struct affixes fitting = {0};

    for (size_t i = 0; i < families->n; i++) {
        size_t *columns = all + fitting.n * n;
        if (!is_family(matching, &families->items[i], counting, by_position,
                       columns))
            continue;
        for (size_t k = 0; k < n && fitting.n < N_ELEMENTS(runs->first); k++)
            if (columns[k] != SIZE_MAX) {
                runs->first[fitting.n] = column_at(matching, columns[k]);
                break;
            }
        *vec_add(matching->arena, &fitting) = families->items[i];
    }
    for (size_t i = 0; fitting.n == 1 && i < n; i++)
        if (all[i] != SIZE_MAX)
            matching_take(matching, i, all[i], MATCH_NUMBER, true);
    if (fitting.n > 1 && are_timed(matching, &fitting))
        take_timed(matching, &fitting, counting, all);
    return fitting.n > 0;
}

void
matching_by_numbers(struct matching *matching, bool again)
{
    if (!matching_is_affordable(matching, MATCHING_LIMIT_PAIRS)
        || matching_n_left(matching) < 2)
        return;
    for (size_t nth = 0; nth < 2; nth++) {
        struct counting counting = {nth, again};
        struct affixes families = {0};
        struct affixes wide = {0};
        struct affix affix;
        size_t number;
        for (size_t c = 0; c < matching->columns->columns.n; c++)
            if (find_member(matching, c, &counting, &affix, &number))
                count_affix(&families, &affix, matching->arena);
        for (size_t i = 0; i < families.n; i++)
            if (families.items[i].n_items == matching_n_left(matching))
                *vec_add(matching->arena, &wide) = families.items[i];
        if (match_family(matching, &wide, &counting, false)
            || match_family(matching, &wide, &counting, true))
            return;
    }
}
