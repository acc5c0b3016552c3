/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a header lacks: columns that rules tell of, and items. */
#include "response/binder.h"

#include <string.h>

#include "response/recoding.h"

enum {
    LIMIT_ABSENT = 10, /* absent items that are named */
    HINT_NAMES = 5     /* headers or items that a hint names */
};

/* Whether the rule is where an item or fact was told to stand, and does not. */
static bool
is_missed(const struct binder *binder, const struct data_rule *told,
          const struct recoded *recoded, bool *is_there)
{
    struct header_parts parts;

    if (recoded->column != told)
        return false;
    for (size_t i = 0; !*is_there && i < binder->header->n_cells; i++)
        *is_there =
            recoded_stands_in(recoded, binder->header->cells[i].name, &parts);
    return true;
}

/* Of a run, one column must be there; those of items that are missing are told
   as any others are. */
static bool
is_absent(const struct binder *binder, const struct data_rule *told)
{
    const struct recoding *recoding = binder->recoding;
    bool is_meant = false;
    bool is_there = false;

    for (size_t i = 0; i < recoding->n; i++)
        is_meant |= is_missed(binder, told, &recoding->all[i], &is_there);
    return is_meant && !is_there;
}

const char **
binder_free_names(const struct binder *binder)
{
    size_t n = binder->header->n_cells;
    const char **names = ARENA_ARRAY(binder->arena, n + 1, const char *);

    for (size_t i = 0; i < n; i++)
        if (binder->columns[i].role == COLUMN_KEPT)
            names[i] = arena_text(binder->arena, binder->columns[i].name);
    return names;
}

/* '@' that is a letter like any other, as no line says what time points are. */
static bool
lacks_time(const struct binder *binder, const struct data_rule *told)
{
    for (size_t i = 0; i < binder->options->n_rules; i++)
        if (str_is(binder->options->rules[i].header, "@"))
            return false;
    return told->place.file
           && memchr(told->header.bytes, '@', told->header.len) != NULL;
}

/* Of an option, at the header; of a map, at its line. */
static void
add_no_column(struct binder *binder, const struct data_rule *told,
              const char *const *names)
{
    const char *nearest =
        str_nearest(told->header, names, binder->header->n_cells);

    binder->failed = true;
    if (told->place.file)
        diag_add(binder->diag, MSG_DATA_COLUMN_HEADER, told->place,
                 "'%.*s' in %s", STR_ARGS(told->header),
                 binder->header->place.file);
    else
        diag_add(binder->diag, MSG_DATA_COLUMN_HEADER, binder->header->place,
                 "'%.*s'", STR_ARGS(told->header));
    if (lacks_time(binder, told))
        diag_hint(binder->diag, "'@' stands for time points where a line says "
                                "what they are: session,@");
    else if (nearest)
        diag_hint(binder->diag, "the nearest is '%s'", nearest);
}

void
binder_check_told(struct binder *binder, const char *const *names)
{
    for (size_t i = 0; i < binder->options->n_rules; i++) {
        const struct data_rule *told = &binder->options->rules[i];
        if (told->header.len && is_absent(binder, told))
            add_no_column(binder, told, names);
    }
}

static void
warn_of_timeless(struct binder *binder, size_t column,
                 const struct bound_item *bound)
{
    const struct header_cell *cell = &binder->header->cells[column];
    const struct instrument *instrument =
        binder->parties[bound->instrument_idx].instrument;
    const char *id = instrument->items[bound->item_idx].id;

    diag_add(binder->diag, MSG_DATA_TIMELESS,
             header_place(binder->header, column), "'%.*s'",
             STR_ARGS(cell->name));
    diag_hint(binder->diag,
              "its answer counts at every time point; a line '%s.%s,%.*s,,' of "
              "a map says that it is meant, '-,%.*s,,' leaves it out",
              instrument->id, id, STR_ARGS(cell->name), STR_ARGS(cell->name));
}

void
binder_check_timeless(struct binder *binder)
{
    for (size_t c = 0; c < binder->header->n_cells; c++)
        for (size_t k = 0; k < binder->columns[c].n_items; k++) {
            const struct bound_item *bound = &binder->columns[c].items[k];
            const struct recoded *told =
                &binder->recoding
                     ->items[bound->instrument_idx][bound->item_idx];
            struct header_parts parts;
            if (told->has_time
                && !recoded_stands_in(told, binder->columns[c].name, &parts))
                warn_of_timeless(binder, c, bound);
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

void
binder_check_absent(struct binder *binder, const char *const *names)
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

static size_t
count_items(struct binder *binder, const struct header_row *row)
{
    size_t n = 0;

    for (size_t i = 0; i < row->n_names; i++)
        n += binder_find_items(binder, row->names[i]) > 0;
    return n;
}

/* Items stand in rows below: a title may stand above the header, or there is
   one row an item. */
static void
add_items_below(struct binder *binder, struct buf *hint)
{
    const struct header *header = binder->header;
    size_t counts[2] = {0}; /* of the first rows */

    for (size_t row = 0; row < header->n_below; row++) {
        size_t n = count_items(binder, &header->below[row]);
        size_t number = header->below[row].number;

        if (n > 1) {
            buf_addf(hint,
                     "items stand in row %zu: --header-row %zu takes it for "
                     "the header; ",
                     number, number);
            return;
        }
        if (row < N_ELEMENTS(counts))
            counts[row] = n;
    }
    if (counts[0] && counts[1])
        buf_add_text(hint, "one row an item? --long-in reads it; ");
}

void
binder_add_no_item(struct binder *binder)
{
    const struct header *header = binder->header;
    struct buf hint SCOPED(buf_clear) = {0};

    add_items_below(binder, &hint);
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
}
