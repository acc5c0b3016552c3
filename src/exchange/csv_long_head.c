/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header of CSV with one row an item: a column for each item in the place
   of the two that name it and its value; see csv_long.c. */
#include <config.h>

#include "exchange/csv_file.h"

#include "base/map.h"
#include "response/facts.h"
#include "response/recoding.h"

static bool
find_column(const struct header *header, const char *told, const char *usual,
            size_t *column)
{
    for (size_t i = 0; i < header->n_cells; i++) {
        if (str_equal_nocase(header->cells[i].name,
                             str_from(told ? told : usual))) {
            *column = i;
            return true;
        }
    }
    return false;
}

static bool
is_fact(const struct source_file *file, struct str name, enum fact *fact)
{
    return recoding_finds_fact(file->recoding, name, fact)
           || (fact_find(name, fact) && !file->recoding->facts[*fact].column);
}

static enum part
part_of(enum fact fact, bool has_session)
{
    switch (fact) {
    case FACT_CLIENT:
    case FACT_COUPLE:
    case FACT_SESSION:
    case FACT_INSTRUMENT:
        return PART_KEY;
    case FACT_DATE:
        return has_session ? PART_SAME_DAY : PART_DAY;
    case FACT_TIME:
    case FACT_STARTED:
    case FACT_FINISHED:
        return PART_FIRST;
    case FACT_EDITION:
    case FACT_LANG:
    case FACT_SEX:
    case FACT_AGE:
    case FACT_GROUP:
    case FACT_MODE:
    case FACT_PHASE:
    case FACT_NOTE:
    case FACT_NORM:
    case FACT_DIGEST:
    case N_FACTS:
        break;
    }
    return PART_SAME;
}

/* The new header while it is made. */
struct making {
    struct csv_long *by_item;
    const struct source_file *file;
    const struct response_options *options;
    struct header_cell *cells;
    size_t n_cells;
    struct buf left_out;
    bool has_key;
};

static void
add_column(struct making *making, size_t column, enum part part)
{
    making->by_item->columns[column] =
        (struct long_column){part, making->n_cells};
    making->cells[making->n_cells++] = making->file->header.cells[column];
    making->has_key |= part == PART_KEY || part == PART_DAY;
}

static bool
has_session(const struct source_file *file)
{
    enum fact fact;

    for (size_t i = 0; i < file->header.n_cells; i++)
        if (is_fact(file, file->header.cells[i].name, &fact)
            && fact == FACT_SESSION)
            return true;
    return false;
}

static void
take_columns(struct making *making)
{
    const struct header *header = &making->file->header;
    bool by_session = has_session(making->file);
    enum fact fact;

    for (size_t i = 0; i < header->n_cells; i++) {
        struct str name = header->cells[i].name;

        if (i == making->by_item->item || i == making->by_item->value)
            continue;
        if (is_fact(making->file, name, &fact))
            add_column(making, i, part_of(fact, by_session));
        else if (response_options_keep(making->options, name))
            add_column(making, i, PART_SAME);
        else if (!response_options_drop(making->options, name)
                 && !response_options_drop(making->options, STR("*")))
            buf_addf(&making->left_out, "%s'%.*s'",
                     making->left_out.len ? " " : "", STR_ARGS(name));
    }
}

/* The item stands under the name that its own column would have, and is found
   by its id as well. */
static void
take_item(struct making *making, const struct recoded *recoded)
{
    struct csv_long *by_item = making->by_item;
    const struct instrument *instrument =
        making->options->instruments[recoded->instrument_idx];
    const char *id = instrument->items[recoded->idx].id;
    struct str name = recoded->column
                          ? recoded_header(recoded, by_item->arena)
                          : str_from(arena_printf(by_item->arena, "%s.%s",
                                                  instrument->id, id));
    size_t at = making->n_cells;

    making->cells[making->n_cells++] = (struct header_cell){
        .name = name,
        .line = making->file->header.place.line,
        .column = making->file->header.cells[by_item->item].column};
    map_add(by_item->items, name, at);
    /* Of two instruments that share a name, neither has it alone. */
    if (!recoded->column && !map_add(by_item->items, str_from(id), at))
        map_add(by_item->shared, str_from(id), at);
}

/* Whether a rule spreads an item over columns, which is what these files do
   not. */
static bool
is_spread(const struct recoding *recoding)
{
    for (size_t i = 0; i < recoding->n; i++)
        if (!recoding->all[i].is_fact
            && (recoding->all[i].has_time || recoding->all[i].is_boxes))
            return true;
    return false;
}

static bool
refuse(const struct source_file *file, struct diag *diag, enum message message,
       const char *detail, const char *hint)
{
    diag_add(diag, message, file->header.place, "%s", detail);
    return diag_hint(diag, "%s", hint);
}

/* Whether "item=HEADER" may have been meant of an item. */
static bool
has_item_called_so(const struct response_options *options)
{
    for (size_t i = 0; i < options->n_instruments; i++)
        for (size_t k = 0; k < options->instruments[i]->n_items; k++) {
            struct str id = str_from(options->instruments[i]->items[k].id);
            if (str_equal_nocase(id, STR("item"))
                || str_equal_nocase(id, STR("value")))
                return true;
        }
    return false;
}

static bool
make_header(struct making *making, struct diag *diag)
{
    const struct source_file *file = making->file;
    const struct response_options *options = making->options;
    struct csv_long *by_item = making->by_item;

    if (!find_column(&file->header, options->long_item, "item", &by_item->item)
        || !find_column(&file->header, options->long_value, "value",
                        &by_item->value))
        return refuse(file, diag, MSG_DATA_NOT_LONG,
                      "there is no column 'item', or none 'value'",
                      has_item_called_so(options)
                          ? "--column item=HEADER and --column value=HEADER "
                            "tell them; an item that is called so is told with "
                            "its questionnaire's id and a '.' before it"
                          : "--column item=HEADER and --column value=HEADER "
                            "tell them");
    if (is_spread(file->recoding))
        return refuse(file, diag, MSG_DATA_NOT_LONG,
                      "a rule tells of time points or boxes in columns",
                      "each row has its own session and item here");
    take_columns(making);
    for (size_t i = 0; i < file->recoding->n; i++)
        if (!file->recoding->all[i].is_fact)
            take_item(making, &file->recoding->all[i]);
    if (!making->has_key)
        return refuse(file, diag, MSG_DATA_NOT_LONG,
                      "no column says whose answers they are",
                      "--column client=HEADER tells it");
    if (making->left_out.len) {
        diag_add(diag, MSG_DATA_LONG_LEFT, file->header.place, "%s",
                 buf_text(&making->left_out));
        diag_hint(diag, "--keep HEADER passes one on that is the same in a "
                        "whole session");
    }
    return true;
}

bool
csv_long_open(struct source_file *file, const struct response_options *options,
              struct arena *arena, struct diag *diag)
{
    struct csv_long *by_item = ARENA_NEW(arena, struct csv_long);
    struct making making = {
        .by_item = by_item,
        .file = file,
        .options = options,
    };

    if (!source_csv.open(file, options, arena, diag))
        return false;
    making.cells = ARENA_ARRAY(arena, file->header.n_cells + file->recoding->n,
                               struct header_cell);
    if (options->n_shards) {
        diag_add(diag, MSG_DATA_NOT_CUT, (struct place){.file = file->name},
                 NULL);
        return diag_hint(diag, "a session has several rows");
    }
    *by_item = (struct csv_long){
        .arena = arena,
        .columns = ARENA_ARRAY(arena, file->header.n_cells, struct long_column),
        .n_columns = file->header.n_cells,
        .items = map_new(arena, true),
        .shared = map_new(arena, true),
        .seen = map_new(arena, false),
        .next_line = ((struct csv_file *)file->own)->n_lines + 1,
    };
    bool ok = make_header(&making, diag);
    buf_clear(&making.left_out);
    file->header.cells = making.cells;
    file->header.n_cells = making.n_cells;
    file->header.n_below = 0;
    ((struct csv_file *)file->own)->by_item = by_item;
    return ok;
}
