/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers to items, facts and columns that are passed through. */
#include "response/bind.h"

#include <assert.h>
#include "base/map.h"
#include "base/utf8.h"
#include "response/binder.h"
#include "response/facts.h"
#include "response/recoding.h"

struct place
header_place(const struct header *header, size_t column)
{
    struct place place = header->place;

    place.line = header->cells[column].line;
    place.column = place.line ? header->cells[column].column : 0;
    return place;
}

/* Two rules that want one column. */
static void
add_doubly_told(struct binder *binder, const struct data_rule *rule,
                const struct data_rule *before)
{
    binder->failed = true;
    diag_add(binder->diag, MSG_MAP_CONTRADICTS, rule->place, "'%.*s=%.*s'",
             STR_ARGS(rule->item), STR_ARGS(rule->header));
    if (before->place.file)
        diag_hint(binder->diag, "%s:%d says '%.*s=%.*s'", before->place.file,
                  before->place.line, STR_ARGS(before->item),
                  STR_ARGS(before->header));
    else
        diag_hint(binder->diag, "the other is '--column %.*s=%.*s'",
                  STR_ARGS(before->item), STR_ARGS(before->header));
}

static void
add_error(struct binder *binder, enum message message, size_t column)
{
    struct str name = binder->header->cells[column].name;

    binder->failed = true;
    diag_add(binder->diag, message, header_place(binder->header, column),
             "'%.*s'", STR_ARGS(name));
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

/* Makes what the cells of an item are judged by. */
static const struct judge *
judge_new(struct binder *binder, size_t instrument_idx,
          const struct response *response, const struct recoded *recoded)
{
    struct party *party = &binder->parties[instrument_idx];
    struct judge *judge = &party->judges[party->n_judges++];

    assert(party->n_judges <= party->instrument->n_items);
    judge->response = response;
    judge->rules = answer_rules_of(party->instrument, response);
    judge->rules.codes = binder->options->codes;
    judge->rules.n_codes = binder->options->n_codes;
    judge->rules.values = recoded->values;
    judge->rules.n_values = recoded->n_values;
    judge->rules.is_closed = recoded->is_closed;
    judge->rules.keep_raw = binder->options->keep_raw;
    judge->rules.settings = &binder->options->settings;
    judge->rules.labels = choice_labels_new(
        party->instrument,
        binder->options->worded ? binder->options->worded[instrument_idx]
                                : NULL,
        response, binder->arena);
    if (judge->rules.form == FORM_CODES)
        answer_table_init(&judge->table, &judge->rules,
                          binder->header->delimiter, binder->arena);
    return judge;
}

static bool
has_values(const struct answer_rules *rules, const struct recoded *recoded)
{
    if (rules->n_values != recoded->n_values
        || rules->is_closed != recoded->is_closed)
        return false;
    for (size_t i = 0; i < rules->n_values; i++)
        if (rules->values[i] != recoded->values[i]
            && (!str_equal(rules->values[i]->from, recoded->values[i]->from)
                || !str_equal(rules->values[i]->to, recoded->values[i]->to)))
            return false;
    return true;
}

/* An instrument has few response scales, so that they are looked through.
   Items that are read alike share a judge, and so a run of codes. */
static const struct judge *
judge_of(struct binder *binder, size_t instrument_idx, size_t item_idx)
{
    const struct party *party = &binder->parties[instrument_idx];
    const struct item *item = &party->instrument->items[item_idx];
    static const struct recoded as_they_stand;
    const struct recoded *recoded =
        &binder->recoding->items[instrument_idx][item_idx];

    if (recoded->is_boxes) /* its boxes were read: reshaping.h */
        recoded = &as_they_stand;
    for (size_t i = 0; i < party->n_judges; i++)
        if (party->judges[i].response == item->response
            && has_values(&party->judges[i].rules, recoded))
            return &party->judges[i];
    return judge_new(binder, instrument_idx, item->response, recoded);
}

/* ---- names ---- */

size_t
binder_find_items(struct binder *binder, struct str name)
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

    return timed.len < name.len ? binder_find_items(binder, timed) : 0;
}

/* That somebody was long over a private question is private too. */
static enum column_role
role_of_time(const struct binder *binder, size_t n)
{
    for (size_t i = 0; i < n && !binder->options->passes_times; i++) {
        const struct bound_item *found = &binder->found[i];
        if (binder->options->instruments[found->instrument_idx]
                ->items[found->item_idx]
                .is_private)
            return COLUMN_ASIDE;
    }
    return COLUMN_TIME;
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
        const struct judge *judge =
            judge_of(binder, item.instrument_idx, item.item_idx);

        *owner = column + 1;
        party->n_bound++;
        item.rules = &judge->rules;
        item.table = judge->rules.form == FORM_CODES ? &judge->table : NULL;
        items[bound->n_items++] = item;
    }
    bound->role = COLUMN_ITEM;
    bound->items = items;
}

/* The rule that told where an item stands. */
static const struct data_rule *
rule_of(const struct binder *binder, const struct bound_item *item)
{
    return binder->recoding->items[item->instrument_idx][item->item_idx].column;
}

/* The items that were told to stand in a column: binder->found.  Two of one
   instrument are an error. */
static size_t
find_told(struct binder *binder, size_t column)
{
    const struct recoding *recoding = binder->recoding;
    struct header_parts parts;
    size_t n = 0;

    for (size_t i = 0; i < recoding->n; i++) {
        const struct recoded *told = &recoding->all[i];
        const struct bound_item *last = n ? &binder->found[n - 1] : NULL;
        if (told->is_fact
            || !recoded_stands_in(told, binder->columns[column].name, &parts))
            continue;
        if (last && last->instrument_idx == told->instrument_idx)
            add_doubly_told(binder, told->column, rule_of(binder, last));
        else
            binder->found[n++] = (struct bound_item){
                .instrument_idx = told->instrument_idx, .item_idx = told->idx};
    }
    return n;
}

static void
give_fact(struct binder *binder, size_t column, bool is_told)
{
    struct bound_column *bound = &binder->columns[column];
    const struct recoded *recoded = &binder->recoding->facts[bound->fact];

    bound->role = COLUMN_FACT;
    bound->recoded = recoded->n_values ? recoded : NULL;
    bound->is_told = is_told;
    if (binder->binding->has_fact[bound->fact] || (recoded->column && !is_told))
        add_error(binder, MSG_DATA_HEADER_DOUBLED, column);
    if (recoded->column && !is_told)
        diag_hint(binder->diag,
                  "the column '%.*s' was told to be the %s; a line '-,%.*s' "
                  "of a map leaves this one out",
                  STR_ARGS(recoded->column->header), fact_names[bound->fact],
                  STR_ARGS(bound->name));
    binder->binding->has_fact[bound->fact] = true;
}

/* Whether a rule speaks of this header; then the column is what it says. */
static bool
give_told(struct binder *binder, size_t column)
{
    struct bound_column *bound = &binder->columns[column];
    size_t n = find_told(binder, column);
    bool is_fact =
        recoding_finds_fact(binder->recoding, bound->name, &bound->fact);

    if (n && is_fact)
        add_doubly_told(binder, binder->recoding->facts[bound->fact].column,
                        rule_of(binder, &binder->found[0]));
    if (n)
        give_items(binder, column, n);
    else if (is_fact)
        give_fact(binder, column, true);
    return n || is_fact;
}

/* ---- columns that are dropped ---- */

bool
response_options_drop(const struct response_options *options, struct str name)
{
    for (size_t i = 0; i < options->n_rules; i++)
        if (data_rule_drops(&options->rules[i])
            && str_equal_nocase(options->rules[i].header, name))
            return true;
    return false;
}

bool
response_options_keep(const struct response_options *options, struct str name)
{
    for (size_t i = 0; i < options->n_keep; i++)
        if (str_equal_nocase(name, str_from(options->keep[i])))
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
    return str_skip(name, first);
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

    if (response_options_drop(binder->options, bound->name)) {
        bound->role = COLUMN_ASIDE;
        return;
    }
    if (binder->options->n_rules && give_told(binder, column))
        return;
    if (fact_find(bound->name, &bound->fact)) {
        give_fact(binder, column, false);
        return;
    }
    size_t n = binder_find_items(binder, bound->name);
    if (n)
        give_items(binder, column, n);
    else if ((n = find_timed(binder, bound->name)) > 0)
        bound->role = role_of_time(binder, n);
    else if (str_equal_nocase(bound->name, str_from(bound_differences)))
        bound->role = COLUMN_ASIDE;
    else if (!response_options_keep(binder->options, bound->name))
        set_aside(binder, bound);
    if (bound->role == COLUMN_KEPT
        && response_options_drop(binder->options, STR("*"))
        && !response_options_keep(binder->options, bound->name))
        bound->role = COLUMN_ASIDE;
}

/* Qualtrics has two more rows of names above the answers. */
static void
warn_of_import_ids(const struct binder *binder)
{
    const struct header *header = binder->header;
    size_t i = binder->options->settings.skip_rows;

    while (i < header->n_below
           && !(header->below[i].n_names
                && str_starts(header->below[i].names[0], "{\"ImportId\"")))
        i++;
    if (i >= header->n_below)
        return;
    diag_add(binder->diag, MSG_DATA_IMPORT_IDS, header->place, NULL);
    diag_hint(binder->diag, "--skip-rows %zu passes over them", i + 1);
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

/* A name that is there twice matters where it is one of ours: then two columns
   are one item or fact. */
static void
check_names(struct binder *binder)
{
    for (size_t i = 0; i < binder->header->n_cells; i++) {
        if (utf8_is_text(binder->header->cells[i].name))
            continue;
        add_error(binder, MSG_DATA_HEADER_NOT_UTF8, i);
        diag_hint(binder->diag, "%s",
                  decoder_hint(binder->header->cells[i].name));
    }
}

/* Behind the last column with a name, spreadsheets leave some without. */
static void
pass_over_unnamed(struct binder *binder)
{
    size_t i = binder->header->n_cells;

    while (i-- > 1 && !binder->header->cells[i].name.len)
        binder->columns[i].role = COLUMN_UNNAMED;
}

static bool
has_items(const struct binder *binder)
{
    for (size_t i = 0; i < binder->options->n_instruments; i++)
        if (binder->parties[i].n_bound)
            return true;
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
            struct buf number SCOPED(buf_clear) = {0};

            if (!answer_takes(column->items[i].rules, code->code))
                continue;
            num_add(&number, decimal_value(code->code));
            add_error(binder, MSG_DATA_CODE_IS_ANSWER, c);
            diag_hint(binder->diag, "%s is an answer there", buf_text(&number));
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
    pass_over_unnamed(binder);
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
            const struct recoding *recoding, struct arena *arena,
            struct diag *diag)
{
    struct binder binder = {.header = header,
                            .options = options,
                            .recoding = recoding,
                            .diag = diag};

    binder_init(&binder, arena);
    check_names(&binder);
    if (binder.failed)
        return NULL;
    bind_columns(&binder);
    const char **names = binder_free_names(&binder);
    binder_check_told(&binder, names);
    if (!binder.failed && has_items(&binder)) {
        warn_of_import_ids(&binder);
        binder_check_timeless(&binder);
        binder_check_absent(&binder, names);
    } else if (!binder.failed && !options->any_file)
        binder_add_no_item(&binder);
    return binder.failed ? NULL : binder.binding;
}
