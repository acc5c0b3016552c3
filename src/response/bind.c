/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers to items, facts and columns that are passed through. */
#include "response/bind.h"

#include <assert.h>
#include "base/map.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "response/recoding.h"

enum {
    LIMIT_ABSENT = 10, /* absent items that are named */
    HINT_NAMES = 5     /* headers or items that a hint names */
};

/* What a response scale's cells are judged by: its items share it. */
struct judge {
    const struct response *response;
    struct answer_rules rules;
    struct answer_table table;
};

/* One instrument's side of the file. */
struct party {
    const struct instrument *instrument;
    struct map *items; /* id -> item */
    size_t *columns;   /* of each item: its column + 1; 0: none */
    size_t n_bound;
    struct judge *judges; /* one for each response scale, and for each item
                             with values of its own: never more than items,
                             of which each is judged for once */
    size_t n_judges;
};

struct value_list VEC(struct data_rule);

struct binder {
    const struct header *header;
    const struct response_options *options;
    struct arena *arena;
    struct diag *diag;
    struct party *parties;
    struct bound_column *columns;
    struct binding *binding;
    struct bound_item *found; /* room for one of each instrument */
    bool failed;
};

static struct place
place_of_column(const struct binder *binder, size_t column)
{
    struct place place = binder->header->place;

    place.line = binder->header->cells[column].line;
    place.column = binder->header->cells[column].column;
    return place;
}

static void
add_error(struct binder *binder, enum message message, size_t column)
{
    struct str name = binder->header->cells[column].name;

    binder->failed = true;
    diag_add(binder->diag, message, place_of_column(binder, column), "'%.*s'",
             STR_ARGS(name));
}

/* ---- making ---- */

static void
party_init(struct party *party, const struct instrument *instrument,
           struct arena *arena)
{
    party->instrument = instrument;
    party->items = map_new(arena, true);
    party->columns = ARENA_ARRAY(arena, instrument->n_items, size_t);
    for (size_t i = 0; i < instrument->n_items; i++) {
        bool is_new =
            map_add(party->items, str_from(instrument->items[i].id), i);

        assert(is_new);
        (void)is_new;
    }
    party->judges = ARENA_ARRAY(arena, instrument->n_items, struct judge);
}

/* ITEM, or INSTRUMENT.ITEM. */
static bool
names_item(struct str name, const struct instrument *instrument,
           const struct item *item)
{
    struct item_name parts = item_name_of(name);

    return item_name_fits(&parts, instrument)
           && str_equal_nocase(parts.id, str_from(item->id));
}

static struct value_list
values_of(struct binder *binder, const struct instrument *instrument,
          const struct item *item)
{
    struct value_list values = {0};

    for (size_t i = 0; i < binder->options->n_rules; i++)
        if (binder->options->rules[i].from.len
            && names_item(binder->options->rules[i].item, instrument, item))
            *vec_add(binder->arena, &values) = binder->options->rules[i];
    return values;
}

/* Makes what the cells of an item are judged by; 'values' are its own. */
static const struct judge *
judge_new(struct binder *binder, struct party *party,
          const struct response *response, const struct value_list *values)
{
    struct judge *judge = &party->judges[party->n_judges++];

    assert(party->n_judges <= party->instrument->n_items);
    judge->response = response;
    judge->rules = answer_rules_of(party->instrument, response);
    judge->rules.codes = binder->options->codes;
    judge->rules.n_codes = binder->options->n_codes;
    answer_rules_recode(&judge->rules, values->items, values->n);
    judge->rules.keep_raw = binder->options->keep_raw;
    if (judge->rules.form == FORM_CODES)
        answer_table_init(&judge->table, &judge->rules,
                          binder->header->delimiter);
    return judge;
}

/* An instrument has few response scales, so that they are looked through.
   Items with values of their own share with nobody. */
static const struct judge *
judge_of(struct binder *binder, struct party *party, size_t item_idx)
{
    const struct item *item = &party->instrument->items[item_idx];
    struct value_list values = values_of(binder, party->instrument, item);

    for (size_t i = 0; !values.n && i < party->n_judges; i++)
        if (party->judges[i].response == item->response
            && !party->judges[i].rules.n_values)
            return &party->judges[i];
    return judge_new(binder, party, item->response, &values);
}

/* ---- names ---- */

/* ITEM, or INSTRUMENT.ITEM, of any instrument: binder->found. */
static size_t
find_items(struct binder *binder, struct str name)
{
    struct item_name parts = item_name_of(name);
    size_t n = 0;

    for (size_t i = 0; i < binder->options->n_instruments; i++) {
        struct party *party = &binder->parties[i];
        size_t item_idx;

        if (!item_name_fits(&parts, party->instrument)
            || !map_find(party->items, parts.id, &item_idx))
            continue;
        binder->found[n++] =
            (struct bound_item){.instrument_idx = i, .item_idx = item_idx};
    }
    return n;
}

const char bound_differences[] = "differences";

/* Less the ending ".ms", where it has it. */
static struct str
without_time(struct str name)
{
    static const char ending[] = ".ms";
    size_t len = sizeof ending - 1;

    if (name.len <= len
        || !str_equal_nocase((struct str){name.bytes + name.len - len, len},
                             str_from(ending)))
        return name;
    return (struct str){name.bytes, name.len - len};
}

/* How many items 'name' gives the time of; they are in binder->found. */
static size_t
find_timed(struct binder *binder, struct str name)
{
    struct str timed = without_time(name);

    return timed.len < name.len ? find_items(binder, timed) : 0;
}

/* That somebody was long over a private question is private too. */
static enum column_role
role_of_time(const struct binder *binder, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct bound_item *found = &binder->found[i];
        if (binder->options->instruments[found->instrument_idx]
                ->items[found->item_idx]
                .is_private)
            return COLUMN_ASIDE;
    }
    return COLUMN_TIME;
}

static bool
find_fact(struct str name, enum fact *fact)
{
    for (int i = 0; i < N_FACTS; i++) {
        if (str_equal_nocase(name, str_from(fact_names[i]))) {
            *fact = (enum fact)i;
            return true;
        }
    }
    return false;
}

/* ---- columns ---- */

/* Gives the 'n' items in binder->found to a column. */
static void
give_items(struct binder *binder, size_t column, size_t n)
{
    struct bound_column *bound = &binder->columns[column];
    struct bound_item *items =
        ARENA_ARRAY(binder->arena, bound->n_items + n, struct bound_item);

    for (size_t i = 0; i < bound->n_items; i++)
        items[i] = bound->items[i];
    for (size_t i = 0; i < n; i++) {
        struct bound_item item = binder->found[i];
        struct party *party = &binder->parties[item.instrument_idx];
        size_t *owner = &party->columns[item.item_idx];

        if (*owner == column + 1)
            continue; /* told twice */
        if (*owner) {
            struct str other = binder->header->cells[*owner - 1].name;

            add_error(binder, MSG_DATA_ITEM_DOUBLED, column);
            diag_hint(binder->diag, "the column '%.*s' is the item '%s' too",
                      STR_ARGS(other),
                      party->instrument->items[item.item_idx].id);
            continue;
        }
        const struct judge *judge = judge_of(binder, party, item.item_idx);

        *owner = column + 1;
        party->n_bound++;
        item.rules = &judge->rules;
        item.table = judge->rules.form == FORM_CODES ? &judge->table : NULL;
        items[bound->n_items++] = item;
    }
    bound->role = COLUMN_ITEM;
    bound->items = items;
}

/* Whether --column speaks of this header; then its items are given to it. */
static bool
give_told(struct binder *binder, size_t column)
{
    struct str name = binder->columns[column].name;
    bool is_told = false;

    for (size_t i = 0; i < binder->options->n_rules; i++) {
        const struct data_rule *told = &binder->options->rules[i];
        size_t n;

        if (!told->header.len || !str_equal_nocase(name, told->header))
            continue;
        is_told = true;
        n = find_items(binder, told->item);
        if (n)
            give_items(binder, column, n);
    }
    return is_told;
}

static bool
is_told_to_keep(const struct binder *binder, struct str name)
{
    for (size_t i = 0; i < binder->options->n_keep; i++)
        if (str_equal_nocase(name, str_from(binder->options->keep[i])))
            return true;
    return false;
}

/* What stands behind the last '.': the item, whatever it is said to be of. */
static struct str
without_owner(struct str name)
{
    size_t first = name.len;

    while (first && name.bytes[first - 1] != '.')
        first--;
    return (struct str){name.bytes + first, name.len - first};
}

/* A column of another questionnaire, whose answers must not travel on into a
   file of scores, where it says so, or where it has the name
   of a private item of one, in whatever edition and whatever stands before it,
   or of the time that it took. */
static void
set_aside(const struct binder *binder, struct bound_column *bound)
{
    const struct response_options *options = binder->options;
    struct str name = without_time(bound->name);
    struct str owner = item_name_of(name).owner;
    struct str id = without_owner(name);

    if (owner.len && options->is_other
        && options->is_other(options->shelf, owner)) {
        bound->role = COLUMN_ASIDE;
        return;
    }
    if (!options->find_private || !id.len)
        return;
    bound->taken_for = options->find_private(options->shelf, id);
    if (bound->taken_for)
        bound->role = COLUMN_ASIDE;
}

static void
bind_column(struct binder *binder, size_t column)
{
    struct bound_column *bound = &binder->columns[column];
    size_t n;

    if (give_told(binder, column))
        return;
    if (find_fact(bound->name, &bound->fact)) {
        if (binder->binding->has_fact[bound->fact])
            add_error(binder, MSG_DATA_HEADER_DOUBLED, column);
        bound->role = COLUMN_FACT;
        binder->binding->has_fact[bound->fact] = true;
        return;
    }
    n = find_items(binder, bound->name);
    if (n)
        give_items(binder, column, n);
    else if ((n = find_timed(binder, bound->name)) > 0)
        bound->role = role_of_time(binder, n);
    else if (str_equal_nocase(bound->name, str_from(bound_differences)))
        bound->role = COLUMN_ASIDE;
    else if (!is_told_to_keep(binder, bound->name))
        set_aside(binder, bound);
}

/* Items of several instruments in one column need a column that says which. */
static void
check_shared(struct binder *binder, size_t column)
{
    const struct bound_column *bound = &binder->columns[column];

    if (bound->n_items < 2)
        return;
    for (size_t i = 0; i < bound->n_items; i++)
        binder->binding->is_shared[bound->items[i].instrument_idx] = true;
    if (binder->binding->has_fact[FACT_INSTRUMENT])
        return;
    add_error(binder, MSG_DATA_ITEM_AMBIGUOUS, column);
    diag_hint(binder->diag,
              "name the column '%s.%.*s', or let a column 'instrument' say "
              "whose row it is",
              binder->options->instruments[bound->items[0].instrument_idx]->id,
              STR_ARGS(bound->name));
}

/* ---- the whole header ---- */

static void
check_names(struct binder *binder)
{
    struct map *seen = map_new(binder->arena, false);

    for (size_t i = 0; i < binder->header->n_cells; i++) {
        struct str name = binder->header->cells[i].name;

        if (!utf8_is_text(name)) {
            add_error(binder, MSG_DATA_HEADER_NOT_UTF8, i);
            diag_hint(binder->diag, "%s", not_utf8_hint);
        } else if (!map_add(seen, name, i)) {
            add_error(binder, MSG_DATA_HEADER_DOUBLED, i);
            if (!name.len)
                diag_hint(binder->diag, "two columns have no name: are there "
                                        "too many delimiters?");
        }
    }
}

static bool
has_column(const struct binder *binder, struct str name)
{
    for (size_t i = 0; i < binder->header->n_cells; i++) {
        if (str_equal_nocase(binder->header->cells[i].name, name))
            return true;
    }
    return false;
}

/* Headers that are nothing else, for the nearest of them. */
static const char **
free_names(const struct binder *binder)
{
    size_t n = binder->header->n_cells;
    const char **names = ARENA_ARRAY(binder->arena, n + 1, const char *);

    for (size_t i = 0; i < n; i++) {
        if (binder->columns[i].role == COLUMN_KEPT)
            names[i] = arena_text(binder->arena, binder->columns[i].name);
    }
    return names;
}

static void
add_no_column(struct binder *binder, const struct data_rule *told,
              const char *const *names)
{
    const char *nearest =
        str_nearest(told->header, names, binder->header->n_cells);
    struct buf which = {0};

    binder->failed = true;
    if (told->place.file)
        buf_addf(&which, " (%s:%d)", told->place.file, told->place.line);
    diag_add(binder->diag, MSG_DATA_COLUMN_HEADER, binder->header->place,
             "'%.*s'%s", STR_ARGS(told->header), buf_text(&which));
    if (nearest)
        diag_hint(binder->diag, "the nearest is '%s'", nearest);
    buf_clear(&which);
}

static void
check_told(struct binder *binder, const char *const *names)
{
    for (size_t i = 0; i < binder->options->n_rules; i++) {
        const struct data_rule *told = &binder->options->rules[i];
        if (told->header.len && !has_column(binder, told->header))
            add_no_column(binder, told, names);
    }
}

static void
add_absent(struct binder *binder, const struct instrument *instrument,
           const struct item *item, const char *const *names)
{
    bool is_several = binder->options->n_instruments > 1;
    const char *nearest =
        str_nearest(str_from(item->id), names, binder->header->n_cells);

    diag_add(binder->diag, MSG_DATA_ITEM_ABSENT, binder->header->place,
             "'%s%s%s'", is_several ? instrument->id : "",
             is_several ? "." : "", item->id);
    if (nearest)
        diag_hint(binder->diag, "the nearest header is '%s'", nearest);
}

/* Nobody misses an item that nothing rests on. */
static void
warn_absent(struct binder *binder, const struct party *party,
            const char *const *names)
{
    const struct instrument *instrument = party->instrument;
    const bool *is_used = instrument_used_items(instrument, binder->arena);
    size_t n_absent = 0;

    for (size_t i = 0; i < instrument->n_items; i++)
        if (!party->columns[i] && is_used[i] && n_absent++ < LIMIT_ABSENT)
            add_absent(binder, instrument, &instrument->items[i], names);
    if (n_absent > LIMIT_ABSENT)
        diag_add(binder->diag, MSG_DATA_ITEMS_ABSENT, binder->header->place,
                 "%zu more of '%s'", n_absent - LIMIT_ABSENT, instrument->id);
}

/* Where each row says what it is of, a file without items of one questionnaire
   just has no row of it. */
static void
check_absent(struct binder *binder, const char *const *names)
{
    for (size_t i = 0; i < binder->options->n_instruments; i++) {
        const struct party *party = &binder->parties[i];

        if (party->n_bound)
            warn_absent(binder, party, names);
        else if (party->instrument->n_items /* rules over others have none */
                 && !binder->binding->has_fact[FACT_INSTRUMENT])
            diag_add(binder->diag, MSG_DATA_ITEMS_ABSENT, binder->header->place,
                     "none of '%s' is there", party->instrument->id);
    }
}

static void
add_no_item(struct binder *binder)
{
    const struct header *header = binder->header;
    struct buf hint = {0};

    buf_add_text(&hint, header->n_cells == 1
                            ? "is there another delimiter? the header is"
                            : "the headers are");
    for (size_t i = 0; i < header->n_cells && i < HINT_NAMES; i++)
        buf_addf(&hint, " '%.*s'", STR_ARGS(header->cells[i].name));
    buf_add_text(&hint, "; the items are");
    for (size_t i = 0; i < binder->options->n_instruments; i++) {
        const struct instrument *instrument = binder->options->instruments[i];

        for (size_t k = 0; k < instrument->n_items && k < HINT_NAMES; k++)
            buf_addf(&hint, " '%s'", instrument->items[k].id);
        if (instrument->n_items > HINT_NAMES)
            buf_add_text(&hint, " ...");
    }
    binder->failed = true;
    diag_add(binder->diag, MSG_DATA_NO_ITEM, header->place, NULL);
    diag_hint(binder->diag, "%s", buf_text(&hint));
    buf_clear(&hint);
}

static bool
has_items(const struct binder *binder)
{
    for (size_t i = 0; i < binder->options->n_instruments; i++) {
        if (binder->parties[i].n_bound)
            return true;
    }
    return false;
}

/* A code told with --missing that some item has as an answer would silently
   turn answers into blanks. */
static void
check_codes(struct binder *binder, const struct data_code *code)
{
    for (size_t c = 0; c < binder->header->n_cells; c++) {
        const struct bound_column *column = &binder->columns[c];

        for (size_t i = 0; i < column->n_items; i++) {
            struct buf number = {0};

            if (!answer_takes(column->items[i].rules, code->code))
                continue;
            num_add(&number, decimal_value(code->code));
            add_error(binder, MSG_DATA_CODE_IS_ANSWER, c);
            diag_hint(binder->diag, "%s is an answer there", buf_text(&number));
            buf_clear(&number);
            return;
        }
    }
}

static void
bind_columns(struct binder *binder)
{
    size_t n = binder->header->n_cells;

    for (size_t i = 0; i < n; i++) {
        binder->columns[i].name = binder->header->cells[i].name;
        bind_column(binder, i);
    }
    for (size_t i = 0; i < n; i++)
        check_shared(binder, i);
    for (size_t i = 0; i < binder->options->n_codes; i++)
        check_codes(binder, &binder->options->codes[i]);
}

static void
binder_init(struct binder *binder, struct arena *arena)
{
    const struct response_options *options = binder->options;

    binder->arena = arena;
    binder->parties = ARENA_ARRAY(arena, options->n_instruments, struct party);
    for (size_t i = 0; i < options->n_instruments; i++)
        party_init(&binder->parties[i], options->instruments[i], arena);
    binder->found =
        ARENA_ARRAY(arena, options->n_instruments, struct bound_item);
    binder->columns =
        ARENA_ARRAY(arena, binder->header->n_cells, struct bound_column);
    binder->binding = ARENA_NEW(arena, struct binding);
    binder->binding->columns = binder->columns;
    binder->binding->n_columns = binder->header->n_cells;
    binder->binding->is_shared =
        ARENA_ARRAY(arena, options->n_instruments, bool);
}

const struct binding *
bind_header(const struct header *header, const struct response_options *options,
            struct arena *arena, struct diag *diag)
{
    struct binder binder = {.header = header, .options = options, .diag = diag};
    const char **names;

    binder_init(&binder, arena);
    check_names(&binder);
    if (binder.failed)
        return NULL;
    bind_columns(&binder);
    names = free_names(&binder);
    check_told(&binder, names);
    if (!binder.failed && has_items(&binder))
        check_absent(&binder, names);
    else if (!binder.failed && !options->any_file)
        add_no_item(&binder);
    return binder.failed ? NULL : binder.binding;
}
