/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was matched becomes lines; see map_draft.h.  Facts are
   map_facts.c's, how cells are read is map_codes.c's. */
#include "exchange/map_draft.h"

#include "response/facts.h"
#include "exchange/source.h"
#include "exchange/map_writing.h"

enum { LIMIT_LEFT = 50 }; /* columns that are named */

/* ---- items ---- */

static const char *const reason_words[] = {
    [MATCH_ID] = "of their own names",
    [MATCH_TEXT] = "the form asks what they ask",
    [MATCH_AFFIX] = "their ids stand in the headers",
    [MATCH_NUMBER] = "a guess by number: as many columns as items, and none "
                     "that is another",
    [MATCH_NEAR] = "a guess: the form asks nearly what they ask",
    [MATCH_PLACE] = "a guess by place: as many columns of choices as items, in "
                    "this order?",
};

/* How a stretch of items is told in one line. */
struct run {
    struct str item;
    struct str column;
    size_t n_items;
};

static struct str
with_sign(struct map_writing *writing, struct str text,
          const struct map_number *number)
{
    struct str behind = str_skip(text, number->at + number->len);

    return str_from(arena_printf(writing->draft->arena, "%.*s#%.*s",
                                 (int)number->at, text.bytes,
                                 STR_ARGS(behind)));
}

/* The nth number of a text. */
static bool
find_number(struct str text, size_t nth, struct map_number *number)
{
    struct map_number numbers[MAP_LIMIT_NUMBERS];

    if (map_match_numbers(text, numbers) <= nth)
        return false;
    *number = numbers[nth];
    return number->value != SIZE_MAX;
}

/* From an item on, as far as their nth numbers count on from 1, or as their
   ids do: 'e#' or 'a..b'. */
static struct run
find_run(struct map_writing *writing, const struct instrument *instrument,
         const struct map_item *items, size_t first, size_t nth, bool by_ids)
{
    struct run run = {.n_items = 0};
    struct str pattern = STR("");
    struct str id_pattern = STR("");

    for (size_t i = first; i < instrument->n_items; i++) {
        struct map_number number, id_number;
        struct str id = str_from(instrument->items[i].id);
        if (items[i].reason != items[first].reason || items[i].is_turned
            || items[i].is_guess != items[first].is_guess
            || (items[i].column && items[i].column->is_boxes)
            || !find_number(items[i].told, nth, &number))
            break;
        if (by_ids
            && (!find_number(id, 0, &id_number)
                || id_number.value != number.value))
            break;
        if (!by_ids && number.value != i - first + 1)
            break;
        struct str sign = with_sign(writing, items[i].told, &number);
        struct str id_sign =
            by_ids ? with_sign(writing, id, &id_number) : STR("");
        if (i > first
            && (!str_equal(sign, pattern) || !str_equal(id_sign, id_pattern)))
            break;
        pattern = sign;
        id_pattern = id_sign;
        run.n_items++;
    }
    run.column = pattern;
    run.item =
        by_ids
            ? id_pattern
            : str_from(arena_printf(
                writing->draft->arena, "%s..%s", instrument->items[first].id,
                instrument->items[first + run.n_items - (run.n_items > 0)].id));
    return run;
}

/* 'e#' speaks of all items that are called so. */
static bool
is_whole(struct map_writing *writing, const struct instrument *instrument,
         const struct run *run, size_t first)
{
    for (size_t i = 0; i < instrument->n_items; i++) {
        struct map_number number;
        struct str id = str_from(instrument->items[i].id);
        if ((i < first || i >= first + run->n_items)
            && find_number(id, 0, &number)
            && str_equal(with_sign(writing, id, &number), run->item))
            return false;
    }
    return true;
}

static struct run
longest_run(struct map_writing *writing, const struct instrument *instrument,
            const struct map_item *items, size_t first)
{
    struct run longest = {.n_items = 2}; /* two lines are as good */

    for (size_t nth = 0; nth < 3; nth++)
        for (int by_ids = 1; by_ids >= 0; by_ids--) {
            struct run run =
                find_run(writing, instrument, items, first, nth, by_ids);
            if (run.n_items > longest.n_items
                && (!by_ids || is_whole(writing, instrument, &run, first)))
                longest = run;
        }
    return longest;
}

static void
add_item_lines(struct map_writing *writing, size_t instrument_idx,
               enum match_reason reason)
{
    const struct instrument *instrument =
        writing->draft->instruments[instrument_idx];
    const struct map_item *items = writing->match->items[instrument_idx];

    for (size_t i = 0; i < instrument->n_items; i++) {
        if (items[i].reason != reason || !items[i].told.len)
            continue;
        struct run run = longest_run(writing, instrument, items, i);
        struct map_line line = {.owner = instrument->id,
                                .item = str_from(instrument->items[i].id),
                                .column = items[i].told,
                                .is_guess = items[i].is_guess};
        if (run.item.len) {
            line.item = run.item;
            line.column = run.column;
            i += run.n_items - 1;
        } else if (reason == MATCH_NEAR) {
            map_add_comment(writing, "%s asks: %s", instrument->items[i].id,
                            instrument->items[i].text);
        }
        map_add_line(writing, &line);
    }
}

/* Why what is found by names or words is a guess all the same. */
static void
add_doubts(struct map_writing *writing, const struct instrument *instrument,
           const struct map_item *items, enum match_reason reason)
{
    for (size_t i = 0; i < instrument->n_items; i++) {
        const char *id = instrument->items[i].id;
        if (items[i].reason != reason)
            continue;
        if (items[i].asked)
            map_add_comment(writing,
                            "'%.*s' asks what %s asks: where its words are "
                            "right, make it %s's",
                            STR_ARGS(items[i].told), items[i].asked->id,
                            items[i].asked->id);
        if (items[i].is_turned)
            map_add_comment(writing,
                            "'%.*s' tells of answers turned round: if they "
                            "were, say by lines of its own how %s is coded",
                            STR_ARGS(items[i].column->header), id);
        if (items[i].alike)
            map_add_comment(writing, "%s is asked twice, in '%.*s' too: which?",
                            id, STR_ARGS(items[i].alike->header));
    }
}

static void
add_reason(struct map_writing *writing, size_t instrument_idx,
           enum match_reason reason)
{
    const struct instrument *instrument =
        writing->draft->instruments[instrument_idx];
    const struct map_item *items = writing->match->items[instrument_idx];
    struct buf without SCOPED(buf_clear) = {0};
    size_t n = 0;

    for (size_t i = 0; i < instrument->n_items; i++) {
        if (items[i].reason != reason)
            continue;
        n++;
        if (!items[i].told.len)
            buf_addf(&without, " %s", instrument->items[i].id);
        writing->draft->n_found++;
        writing->draft->n_guessed += items[i].is_guess;
    }
    if (!n)
        return;
    map_add_comment(writing, "%s%s%s", reason_words[reason],
                    without.len ? ", and need no line:" : "",
                    buf_text(&without));
    add_doubts(writing, instrument, items, reason);
    add_item_lines(writing, instrument_idx, reason);
}

static void
add_missing(struct map_writing *writing, const struct item *item,
            const struct form_column *doubled)
{
    size_t at;
    bool is_of_several =
        !doubled && map_find(writing->columns.headers, str_from(item->id), &at);

    map_add_comment(writing, "not found: %s%s%s%s", item->id,
                    is_of_several ? ", whose name two columns or two "
                                    "questionnaires have"
                                  : "",
                    item->text ? ": " : "", item->text ? item->text : "");
    if (doubled)
        map_add_comment(writing,
                        "'%.*s' stands twice in the header: call the column "
                        "that is right otherwise, and draft anew",
                        STR_ARGS(doubled->header));
}

static void
add_items(struct map_writing *writing, size_t instrument_idx, struct diag *diag)
{
    const struct instrument *instrument =
        writing->draft->instruments[instrument_idx];
    const struct map_item *items = writing->match->items[instrument_idx];
    const struct map_runs *runs = &writing->match->runs[instrument_idx];
    size_t n = 0;

    for (size_t i = 0; i < instrument->n_items; i++)
        n += items[i].reason != MATCH_NONE;
    if (!n && instrument->n_items)
        map_draft_add_nothing(writing->draft->paths[0], instrument, diag);
    buf_add_char(&writing->draft->text, '\n');
    map_add_comment(writing, "%s: %zu of %zu items found", instrument->id, n,
                    instrument->n_items);
    writing->draft->n_items += instrument->n_items;
    for (int reason = MATCH_ID; reason <= MATCH_PLACE; reason++)
        add_reason(writing, instrument_idx, (enum match_reason)reason);
    if (n < instrument->n_items && runs->first[1])
        map_add_comment(writing,
                        "'%.*s' and '%.*s' begin runs of as many columns as "
                        "items are left: which is it?  A map for each scores "
                        "both",
                        STR_ARGS(runs->first[0]->header),
                        STR_ARGS(runs->first[1]->header));
    for (size_t i = 0; i < instrument->n_items; i++)
        if (!items[i].reason)
            add_missing(writing, &instrument->items[i], items[i].doubled);
    map_add_codes(writing, instrument_idx);
}

/* ---- what is left ---- */

/* A cell that is nothing but an address of mail. */
static bool
is_address(struct str text)
{
    struct str name, house, dot, land;

    return str_cut(text, "@", &name, &house) && name.len
           && str_cut(house, ".", &dot, &land) && dot.len && land.len
           && !memchr(text.bytes, ' ', text.len);
}

/* By its header, by the dictionary, or by what stands in it. */
static bool
says_who(const struct form_column *column)
{
    if (identifier_is(column->header)
        || (column->field && column->field->is_identifier))
        return true;
    for (size_t i = 0; i < column->values.n; i++)
        if (is_address(column->values.items[i].text))
            return true;
    return false;
}

static void
add_left(struct map_writing *writing)
{
    struct buf left SCOPED(buf_clear) = {0};
    bool has_begun = false;
    size_t n_left = 0;
    enum fact fact;

    for (size_t c = 0; c < writing->columns.columns.n; c++) {
        const struct form_column *column = &writing->columns.columns.items[c];
        if (writing->match->is_taken[c] || column->is_box || !column->header.len
            || fact_find(column->header, &fact))
            continue;
        if (!says_who(column)) {
            if (n_left++ >= LIMIT_LEFT)
                continue;
            buf_addf(&left, "%s'%.*s'", left.len ? ", " : "",
                     STR_ARGS(column->header));
            continue;
        }
        if (!has_begun) {
            buf_add_char(&writing->draft->text, '\n');
            map_add_comment(writing, "these may say who people are, and go "
                                     "no further");
        }
        has_begun = true;
        map_add_line(writing, &(struct map_line){.item = STR("-"),
                                                 .column = column->header});
    }
    if (!left.len)
        return;
    buf_add_char(&writing->draft->text, '\n');
    map_add_comment(writing,
                    "passed on as they stand, unless '-,HEADER' drops one, or "
                    "'-,*' all: %s%s",
                    buf_text(&left), n_left > LIMIT_LEFT ? " and more" : "");
}

static void
add_setting(struct map_writing *writing, enum source_setting setting,
            const char *value)
{
    const char *item = arena_printf(writing->draft->arena, "@%s",
                                    source_setting_names[setting]);

    map_add_line(writing, &(struct map_line){.item = str_from(item),
                                             .to = str_from(value)});
}

static void
add_settings(struct map_writing *writing)
{
    const struct source_settings *settings = writing->draft->settings;
    size_t n_texts = writing->columns.n_texts;
    size_t n_below = settings->skip_rows + n_texts;

    for (size_t i = 0; i < N_SOURCE_SETTINGS; i++)
        if (settings->told[i] && !(n_texts && i == SETTING_SKIP_ROWS))
            add_setting(writing, (enum source_setting)i, settings->told[i]);
    if (!n_texts)
        return;
    if (n_below == 2)
        map_add_comment(writing, "two rows of texts and ids stand below the "
                                 "header");
    else
        map_add_comment(writing,
                        "%zu rows that are no answers stand below the header",
                        n_below);
    add_setting(writing, SETTING_SKIP_ROWS,
                arena_printf(writing->draft->arena, "%zu", n_below));
}

static void
add_head(struct map_writing *writing)
{
    size_t n_columns = 0;
    size_t n_rows = writing->columns.n_rows;

    for (size_t c = 0; c < writing->columns.columns.n; c++)
        n_columns += !writing->columns.columns.items[c].is_boxes;
    map_add_comment(writing,
                    "A map that attune has drafted of a form with %zu column%s "
                    "and %zu row%s: read it.",
                    n_columns, n_columns == 1 ? "" : "s", n_rows,
                    n_rows == 1 ? "" : "s");
    map_add_comment(writing, "A line that begins with '?' is a guess: take the "
                             "'?' away where it is right, and");
    map_add_comment(writing, "the line where it is not; till then nothing is "
                             "scored.");
    buf_add_text(&writing->draft->text, "item,column,from,to\n");
}

void
map_draft_add_nothing(const char *path, const struct instrument *instrument,
                      struct diag *diag)
{
    diag_add(diag, MSG_DRAFT_NOTHING, (struct place){.file = path}, "'%s'",
             instrument->id);
    diag_hint(diag, "are its questions in the file? have the form's program "
                    "write them into the headers, or give its --dictionary");
}

bool
map_draft_make(struct map_draft *draft, struct diag *diag)
{
    struct map_writing writing = {.draft = draft};

    if (!form_columns_read(draft->paths, draft->n_paths, draft->settings,
                           draft->dictionary, &writing.columns, draft->arena,
                           diag))
        return false;
    writing.match =
        map_match_new(&writing.columns, draft->instruments, draft->worded,
                      draft->n_instruments, draft->arena);
    add_head(&writing);
    add_settings(&writing);
    map_add_facts(&writing);
    for (size_t i = 0; i < draft->n_instruments; i++)
        add_items(&writing, i, diag);
    add_left(&writing);
    return true;
}
