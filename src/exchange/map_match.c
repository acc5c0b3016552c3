/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns are held against items, the surest way first; see map_match.h. */
#include "exchange/map_matching.h"

#include <stdint.h>
#include "base/fold.h"
#include "base/utf8.h"
#include "response/facts.h"
#include "exchange/source.h"

enum {
    LIMIT_NEAR = 1 << 14, /* of items and columns whose texts are compared */
    LIMIT_KEY = 400,      /* bytes of a text that may be nearly another */
    FEW_VALUES = 12       /* of a column that holds choices */
};

/* ---- what is left ---- */

/* Whether a column can be that of an item whose name it has. */
static bool
is_open(const struct matching *matching, size_t column)
{
    const struct form_column *it = column_at(matching, column);

    return !matching->match->is_taken[column] && !it->is_box && !it->is_doubled
           && it->header.len;
}

bool
matching_is_free(const struct matching *matching, size_t column)
{
    const struct form_column *it = column_at(matching, column);
    enum fact fact;

    return is_open(matching, column) && !fact_find(it->header, &fact)
           && !(it->field && it->field->is_identifier);
}

bool
matching_is_plain(const struct matching *matching, size_t column)
{
    return matching_is_free(matching, column)
           && !column_at(matching, column)->is_boxes;
}

size_t
matching_n_left(const struct matching *matching)
{
    size_t n = 0;

    for (size_t i = 0; i < instrument_of(matching)->n_items; i++)
        n += !items_of(matching)[i].reason;
    return n;
}

bool
matching_is_affordable(const struct matching *matching, size_t limit)
{
    size_t n = matching_n_left(matching);

    return n && matching->columns->columns.n <= limit / n;
}

void
matching_take(struct matching *matching, size_t item, size_t column,
              enum match_reason reason, bool is_guess)
{
    const struct form_column *found = column_at(matching, column);

    items_of(matching)[item] = (struct map_item){.reason = reason,
                                                 .is_guess = is_guess,
                                                 .told = found->header,
                                                 .column = found};
    matching->match->is_taken[column] = true;
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
   in the last brackets ("How often? [I was calm]") or behind the last dash; and
   what stands behind a code ("Q4. I was calm"), and before the number that a
   program gives a header which is there twice ("I was calm..1"). */
enum { N_PARTS = 5 };

static void
find_parts(struct str text, struct str parts[N_PARTS])
{
    struct str code;
    size_t len = text.len;

    while (len && str_is_digit(text.bytes[len - 1]))
        len--;
    bool is_numbered =
        len && len < text.len && memchr(".?!_", text.bytes[len - 1], 4);
    parts[4] = is_numbered ? (struct str){text.bytes, len} : STR("");
    parts[0] = text;
    parts[1] = parts[2] = STR("");
    if (!str_cut(text, ". ", &code, &parts[3])
        || memchr(code.bytes, ' ', code.len))
        parts[3] = STR("");
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
texts_of(const struct instrument *instrument, const struct instrument *worded,
         struct arena *arena)
{
    struct texts texts = {map_new(arena, false), map_new(arena, false)};

    add_texts(&texts, instrument, arena);
    for (size_t i = 0; worded && i < worded->n_words; i++)
        add_texts(&texts, worded->words[i].instrument, arena);
    return texts;
}

static bool
find_text(const struct matching *matching, struct str text, size_t *item)
{
    const struct texts *texts = &matching->texts[matching->instrument_idx];
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

/* ---- doubts ---- */

/* Whether words say that answers were turned round; an R behind all others does
   so, too: "I kept quiet (R)", "item_r". */
static bool
is_of_turned(struct str key)
{
    static const char *const words[] = {
        "reversed",     "reverse",    "recoded",     "recode",    "inverted",
        "umgepolt",     "invertiert", "rekodiert",   "umkodiert", "invertida",
        "recodificada", "invertido",  "recodificado"};

    for (struct str word, behind; key.len; key = behind) {
        if (!str_cut(key, " ", &word, &behind)) {
            word = key;
            behind = STR("");
            if (str_equal(word, STR("r")))
                return true;
        }
        for (size_t i = 0; i < N_ELEMENTS(words); i++)
            if (str_equal(word, str_from(words[i])))
                return true;
    }
    return false;
}

bool
map_match_is_turned(struct str text, const struct item *item)
{
    struct arena *arena SCOPED(arena_drop) = arena_new();

    return is_of_turned(key_of(text, arena))
           && !is_of_turned(key_of(str_from(item->text), arena));
}

/* A column that a name or words give to an item is a guess where other words of
   it are another item's, or say that its answers were turned round: what was
   recoded in its place keeps its name. */
static void
doubt_words(const struct matching *matching, size_t item, size_t column)
{
    const struct form_column *it = column_at(matching, column);
    const struct item *own = &instrument_of(matching)->items[item];
    const struct str texts[] = {it->question, it->question_there, it->header};
    struct map_item *found = &items_of(matching)[item];
    size_t n = found->reason == MATCH_ID ? 2 : N_ELEMENTS(texts);
    size_t asked;

    for (size_t i = 0; i < n; i++) {
        if (!found->asked && find_text(matching, texts[i], &asked)
            && asked != item)
            found->asked = &instrument_of(matching)->items[asked];
        found->is_turned |= map_match_is_turned(texts[i], own);
    }
    found->is_guess |= found->asked || found->is_turned;
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

/* A column of an item's name needs no line, unless its words speak against it.
   What has become a name of nothing but a number or a sign, "1" q1, is one by
   chance, unless a dictionary says so. */
static void
doubt_id(const struct matching *matching, size_t item, size_t column,
         bool is_renamed)
{
    const struct form_column *it = column_at(matching, column);
    struct map_item *found = &items_of(matching)[item];
    bool is_by_chance = is_renamed && !it->field
                        && !str_equal_nocase((struct str){it->header.bytes, 1},
                                             (struct str){it->id, 1});

    doubt_words(matching, item, column);
    if (!found->is_guess && !it->is_boxes && !is_renamed)
        found->told = STR("");
    found->is_guess |= is_by_chance;
}

/* Columns of the items' names; with 'is_renamed' of what these became when the
   questionnaire was drafted. */
static void
match_named(struct matching *matching, bool is_renamed)
{
    const struct instrument *instrument = instrument_of(matching);
    struct map *ids = map_new(matching->arena, true);
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
        matching_take(matching, item, c, MATCH_ID, false);
        doubt_id(matching, item, c, is_renamed);
    }
}

/* ---- by texts ---- */

/* What asks two columns the same may be of two time points, which their
   headers say: 'takes_doubled' is for what is left then. */
static void
match_asked(struct matching *matching, bool takes_doubled)
{
    size_t n = matching->columns->columns.n;
    size_t *asked = ARENA_ARRAY(matching->arena, n, size_t);
    size_t *n_asking =
        ARENA_ARRAY(matching->arena, instrument_of(matching)->n_items, size_t);

    for (size_t c = 0; c < n; c++) {
        const struct form_column *column = column_at(matching, c);
        size_t item;
        bool is_asked = matching_is_free(matching, c)
                        && (find_text(matching, column->question, &item)
                            || find_text(matching, column->header, &item))
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
        if (item->reason) {
            item->alike = column_at(matching, c);
            continue;
        }
        matching_take(matching, asked[c], c, MATCH_TEXT,
                      n_asking[asked[c]] > 1);
        doubt_words(matching, asked[c], c);
    }
}

/* Of a header that stands twice nothing is taken. */
static void
find_doubled(struct matching *matching)
{
    size_t item;

    for (size_t c = 0; c < matching->columns->columns.n; c++) {
        const struct form_column *column = column_at(matching, c);
        if (column->is_doubled
            && (find_text(matching, column->question, &item)
                || find_text(matching, column->header, &item)))
            items_of(matching)[item].doubled = column;
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
match_near(struct matching *matching, bool again)
{
    const struct instrument *instrument = instrument_of(matching);

    (void)again;
    for (size_t i = 0; matching_is_affordable(matching, LIMIT_NEAR)
                       && i < instrument->n_items;
         i++) {
        struct str key =
            key_of(str_from(instrument->items[i].text), matching->arena);
        size_t best = key.len / 5 + 1;
        size_t found = SIZE_MAX;
        if (items_of(matching)[i].reason || key.len < 8 || key.len > LIMIT_KEY)
            continue;
        for (size_t c = 0; c < matching->columns->columns.n; c++) {
            size_t far =
                matching_is_free(matching, c) && is_fitting(matching, i, c)
                    ? distance(matching, key, column_at(matching, c), best - 1)
                    : SIZE_MAX;
            if (far < best) {
                best = far;
                found = c;
            }
        }
        if (found != SIZE_MAX)
            matching_take(matching, i, found, MATCH_NEAR, true);
    }
}

/* Whether a column looks as if choices stood in it, and is not one that the
   program adds. */
static bool
holds_choices(const struct matching *matching, size_t column)
{
    const struct form_column *it = column_at(matching, column);

    return matching_is_plain(matching, column) && !it->n_more && it->values.n
           && it->values.n <= FEW_VALUES && !identifier_is(it->header)
           && !program_column_is(it->header);
}

/* "G#Q#[SQ#]" of "G1Q2[SQ001]": what headers are that differ in numbers. */
static struct str
shape_of(struct str header, struct arena *arena)
{
    struct map_number numbers[MAP_LIMIT_NUMBERS];
    size_t n = map_match_numbers(header, numbers);
    struct buf shape = {0};
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        buf_add(&shape, (struct str){header.bytes + at, numbers[i].at - at});
        buf_add_char(&shape, '#');
        at = numbers[i].at + numbers[i].len;
    }
    buf_add(&shape, str_skip(header, at));
    return str_from(arena_take(arena, &shape));
}

/* As many columns of choices as items are left; 'again': among all of one
   shape, such as those of one grid, or of several. */
static void
match_places(struct matching *matching, bool again)
{
    size_t n_columns = matching->columns->columns.n;
    size_t n_left = matching_n_left(matching);
    struct map *shapes = map_new(matching->arena, false);
    size_t *shape = ARENA_ARRAY(matching->arena, n_columns, size_t);
    size_t *n_of = ARENA_ARRAY(matching->arena, n_columns, size_t);
    struct map_runs *runs = &matching->match->runs[matching->instrument_idx];
    size_t n_found = 0;
    size_t column = 0;

    for (size_t c = 0; c < n_columns; c++) {
        struct str text =
            again ? shape_of(column_at(matching, c)->header, matching->arena)
                  : STR("all");
        shape[c] = c;
        if (holds_choices(matching, c) && n_left > 1) { /* one has no order */
            if (!map_add(shapes, text, c))
                (void)map_find(shapes, text, &shape[c]);
            n_of[shape[c]]++;
        }
    }
    for (size_t c = 0; c < n_columns; c++)
        if (n_of[c] == n_left && n_found++ < N_ELEMENTS(runs->first))
            runs->first[n_found - 1] = column_at(matching, c);
    for (size_t i = 0; n_found == 1 && i < instrument_of(matching)->n_items;
         i++) {
        if (items_of(matching)[i].reason)
            continue;
        while (column_at(matching, shape[column]) != runs->first[0]
               || !holds_choices(matching, column))
            column++;
        matching_take(matching, i, column++, MATCH_PLACE, true);
    }
}

/* ---- all of it ---- */

struct map_match *
map_match_new(const struct form_columns *columns,
              const struct instrument *const *instruments,
              const struct instrument *const *worded, size_t n_instruments,
              struct arena *arena)
{
    static const struct {
        void (*go)(struct matching *matching, bool again);
        bool again;
    } ways[] = {
        {match_named, false},        {match_named, true},
        {match_asked, false},        {matching_by_ids, false},
        {match_asked, true},         {matching_by_numbers, false},
        {matching_by_numbers, true}, {match_near, false},
        {match_places, false},       {match_places, true},
    };
    struct map_match *match = ARENA_NEW(arena, struct map_match);
    struct matching matching = {
        .columns = columns,
        .instruments = instruments,
        .n_instruments = n_instruments,
        .texts = ARENA_ARRAY(arena, n_instruments, struct texts),
        .arena = arena,
        .match = match};

    match->items = ARENA_ARRAY(arena, n_instruments, struct map_item *);
    match->runs = ARENA_ARRAY(arena, n_instruments, struct map_runs);
    match->is_taken = ARENA_ARRAY(arena, columns->columns.n, bool);
    for (size_t i = 0; i < n_instruments; i++) {
        match->items[i] =
            ARENA_ARRAY(arena, instruments[i]->n_items, struct map_item);
        matching.texts[i] =
            texts_of(instruments[i], worded ? worded[i] : NULL, arena);
    }
    for (size_t way = 0; way < N_ELEMENTS(ways); way++)
        for (size_t i = 0; i < n_instruments; i++) {
            matching.instrument_idx = i;
            ways[way].go(&matching, ways[way].again);
        }
    for (size_t i = 0; i < n_instruments; i++) {
        matching.instrument_idx = i;
        find_doubled(&matching);
    }
    return match;
}
