/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was matched becomes lines; see map_draft.h.  How cells are read is
   map_codes.c's. */
#include "exchange/map_draft.h"

#include <assert.h>
#include "base/date.h"
#include "response/facts.h"
#include "exchange/source.h"
#include "exchange/map_codes.h"

enum { LIMIT_LEFT = 50 }; /* columns that are named */

/* ---- facts ---- */

enum certainty { NO, YES };

static const struct {
    enum fact fact;
    const char *words;
    enum certainty certainty;
} fact_headers[] = {
#define FACT_HEADER(NAME, words, certainty) {FACT_##NAME, words, certainty},
#include "exchange/fact_headers.def"
#undef FACT_HEADER
};

static struct str
words_of(struct str text, struct arena *arena)
{
    struct buf words = {0};

    header_add_words(&words, text);
    return str_trim(str_from(arena_take(arena, &words)));
}

/* What may say that a column is a fact: its header, the two parts of one such
   as LimeSurvey has it ("submitdate. Date submitted"), and its question. */
enum { N_FACT_WORDS = 4 };
struct fact_words {
    struct str words[N_FACT_WORDS];
};

static struct fact_words
fact_words_of(const struct form_column *column, struct arena *arena)
{
    struct str code = STR("");
    struct str text = STR("");

    (void)!str_cut(column->header, ". ", &code, &text);
    return (struct fact_words){{words_of(column->header, arena),
                                words_of(code, arena), words_of(text, arena),
                                words_of(column->question, arena)}};
}

static bool
has_words(const struct fact_words *fact, const char *words)
{
    for (size_t i = 0; i < N_FACT_WORDS; i++)
        if (str_is(fact->words[i], words))
            return true;
    return false;
}

static struct form_column *
column_at(const struct map_writing *writing, size_t column)
{
    return &writing->columns.columns.items[column];
}

/* SIZE_MAX: there is none. */
static size_t
find_fact_column(const struct map_writing *writing,
                 const struct fact_words *facts, const char *words)
{
    for (size_t c = 0; c < writing->columns.columns.n; c++)
        if (!writing->match->is_taken[c] && !column_at(writing, c)->is_box
            && !column_at(writing, c)->is_doubled
            && has_words(&facts[c], words))
            return c;
    return SIZE_MAX;
}

/* Whether some column has the name of the fact. */
static bool
has_fact(const struct map_writing *writing, enum fact fact)
{
    enum fact found;

    for (size_t c = 0; c < writing->columns.columns.n; c++)
        if (fact_find(column_at(writing, c)->header, &found) && found == fact)
            return true;
    return false;
}

/* ---- dates ---- */

static bool
is_iso(const struct form_column *column)
{
    int32_t days, seconds;

    for (size_t i = 0; i < column->values.n; i++)
        if (!date_read(column->values.items[i].text, &days)
            && !date_time_read(column->values.items[i].text, &days, &seconds))
            return false;
    return true;
}

static bool
is_pattern(const struct form_column *column, struct str pattern)
{
    int32_t days, seconds;

    for (size_t i = 0; i < column->values.n; i++)
        if (!date_pattern_read(pattern, column->values.items[i].text, &days,
                               &seconds))
            return false;
    return column->values.n > 0;
}

/* Up to two patterns by which all dates can be read. */
static size_t
find_patterns(struct map_writing *writing, const struct form_column *column,
              struct str found[2])
{
    static const char *const days[] = {"D.M.Y", "M.D.Y", "Y.M.D"};
    static const char *const times[] = {
        "", " H:m", " H:m:s", " H:m p", " H:m:s p", " H:m:s z", " H:m:s p z"};
    size_t n = 0;

    for (const char *sign = "./-"; *sign; sign++)
        for (size_t d = 0; d < N_ELEMENTS(days); d++)
            for (size_t t = 0; t < N_ELEMENTS(times); t++) {
                struct buf pattern = {0};
                for (const char *c = days[d]; *c; c++)
                    buf_add_char(&pattern, *c == '.' ? *sign : *c);
                buf_add_text(&pattern, times[t]);
                struct str text =
                    str_from(arena_take(writing->draft->arena, &pattern));
                if (n < 2 && is_pattern(column, text))
                    found[n++] = text;
            }
    return n;
}

/* Whether it is known how its dates are written. */
static bool
is_dated(struct map_writing *writing, const struct form_column *column)
{
    struct str found[2];

    return writing->draft->settings->date_format.len || is_iso(column)
           || find_patterns(writing, column, found) > 0;
}

static void
add_date_format(struct map_writing *writing, const struct form_column *column)
{
    struct str found[2];
    struct map_line line = {.item = STR("@date-format")};

    if (writing->draft->settings->date_format.len || is_iso(column))
        return;
    size_t n = find_patterns(writing, column, found);
    if (!n) {
        map_add_comment(writing,
                        "the dates in '%.*s' are written in no way that is "
                        "known: show them as 2026-03-31, or name another "
                        "column",
                        STR_ARGS(column->header));
        return;
    }
    if (n == 2)
        map_add_comment(writing, "or is it %.*s? each date can be read so",
                        STR_ARGS(found[1]));
    line.to = found[0];
    line.is_guess = n == 2;
    map_add_line(writing, &line);
}

/* ---- lines of facts ---- */

static const struct {
    const char *word;
    const char *sex;
} sexes[] = {
    {"female", "f"},  {"woman", "f"},      {"weiblich", "f"},
    {"frau", "f"},    {"mujer", "f"},      {"femenino", "f"},
    {"male", "m"},    {"man", "m"},        {"männlich", "m"},
    {"mann", "m"},    {"hombre", "m"},     {"masculino", "m"},
    {"other", "x"},   {"non binary", "x"}, {"nonbinary", "x"},
    {"diverse", "x"}, {"divers", "x"},     {"otro", "x"},
};

/* "female" in the file, or 1 where the dictionary says that it is "Female". */
static void
add_sexes(struct map_writing *writing, const struct form_column *column)
{
    const struct field *field = column->field;
    size_t n_choices = field ? field->n_choices : 0;
    bool has_codes = n_choices > 0 && !map_holds_labels(column, field);
    size_t n = has_codes ? n_choices : column->values.n;

    for (size_t i = 0; i < n && i < 12; i++) {
        struct str from =
            has_codes ? field->choices[i].code : column->values.items[i].text;
        struct str word = has_codes ? field->choices[i].label : from;
        struct str words = words_of(word, writing->draft->arena);
        struct map_line line = {
            .item = STR("sex"), .from = from, .is_guess = true};
        for (size_t k = 0; !line.to.len && k < N_ELEMENTS(sexes); k++)
            if (str_is(words, sexes[k].word))
                line.to = str_from(sexes[k].sex);
        if (!fact_takes(FACT_SEX, from) && (has_codes || line.to.len))
            map_add_line(writing, &line);
    }
}

static void
add_fact(struct map_writing *writing, enum fact fact, size_t column,
         bool is_certain)
{
    const struct form_column *it = column_at(writing, column);
    struct map_line line = {.item = str_from(fact_names[fact]),
                            .column = it->header,
                            .is_guess = !is_certain};

    writing->match->is_taken[column] = true;
    line.is_guess |= fact == FACT_DATE && !is_dated(writing, it);
    map_add_line(writing, &line);
    if (fact == FACT_DATE)
        add_date_format(writing, it);
    else if (fact == FACT_SEX)
        add_sexes(writing, it);
}

/* Its first field says whose row it is in REDCap, and is filled in for all. */
static bool
add_record(struct map_writing *writing)
{
    for (size_t c = 0; c < writing->columns.columns.n; c++) {
        const struct form_column *column = column_at(writing, c);
        if (writing->match->is_taken[c] || !column->field
            || !column->field->is_record)
            continue;
        add_fact(writing, FACT_CLIENT, c, true);
        return true;
    }
    return false;
}

static void
take_timed(struct map_writing *writing, struct str before, struct str behind)
{
    for (size_t c = 0; c < writing->columns.columns.n; c++) {
        struct str header = column_at(writing, c)->header;
        writing->match->is_taken[c] |=
            header.len > before.len + behind.len
            && str_equal((struct str){header.bytes, before.len}, before)
            && str_equal((struct str){header.bytes + header.len - behind.len,
                                      behind.len},
                         behind);
    }
}

/* The columns of a fact at each time point, with what stands before the items'
   ids or without it. */
static bool
add_timed(struct map_writing *writing, enum fact fact)
{
    const struct map_match *match = writing->match;
    struct arena *arena = writing->draft->arena;
    const struct str befores[] = {match->time_before, STR("")};
    size_t n = str_is(match->time_before, "") ? 1 : 2;

    if (!match->has_times || fact == FACT_CLIENT || fact == FACT_COUPLE)
        return false;
    for (size_t i = 0; i < n; i++) {
        struct str before, behind;
        struct str pattern = str_from(
            arena_printf(arena, "%.*s%s%.*s", STR_ARGS(befores[i]),
                         fact_names[fact], STR_ARGS(match->time_behind)));
        size_t at;
        if (!str_cut(pattern, "@", &before, &behind)
            || !map_find(writing->columns.headers,
                         str_from(arena_printf(
                             arena, "%.*s%.*s%.*s", STR_ARGS(before),
                             STR_ARGS(match->first_time), STR_ARGS(behind))),
                         &at))
            continue;
        map_add_line(writing,
                     &(struct map_line){.item = str_from(fact_names[fact]),
                                        .column = pattern});
        take_timed(writing, before, behind);
        return true;
    }
    return false;
}

static void
add_facts(struct map_writing *writing)
{
    bool is_there[N_FACTS] = {false};
    size_t n = writing->columns.columns.n;
    struct fact_words *facts =
        ARENA_ARRAY(writing->draft->arena, n, struct fact_words);

    for (size_t c = 0; c < n; c++)
        facts[c] = fact_words_of(column_at(writing, c), writing->draft->arena);
    for (int fact = 0; fact < N_FACTS; fact++)
        is_there[fact] = has_fact(writing, (enum fact)fact)
                         || add_timed(writing, (enum fact)fact);
    if (writing->match->has_times) {
        map_add_line(writing, &(struct map_line){.item = STR("session"),
                                                 .column = STR("@"),
                                                 .is_guess = true});
        is_there[FACT_SESSION] = true;
    }
    if (!is_there[FACT_CLIENT])
        is_there[FACT_CLIENT] = add_record(writing);
    for (size_t i = 0; i < N_ELEMENTS(fact_headers); i++) {
        size_t column =
            is_there[fact_headers[i].fact]
                ? SIZE_MAX
                : find_fact_column(writing, facts, fact_headers[i].words);
        if (column == SIZE_MAX)
            continue;
        is_there[fact_headers[i].fact] = true;
        add_fact(writing, fact_headers[i].fact, column,
                 fact_headers[i].certainty == YES);
    }
    if (!is_there[FACT_CLIENT])
        map_add_comment(writing, "no column says whose rows these are: "
                                 "client,HEADER,, does");
    if (!is_there[FACT_DATE])
        map_add_comment(writing, "no column says of which day they are: "
                                 "date,HEADER,, does");
}

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
with_sign(struct map_writing *writing, struct str text, size_t at, size_t len)
{
    return str_from(arena_printf(writing->draft->arena, "%.*s#%.*s", (int)at,
                                 text.bytes, (int)(text.len - at - len),
                                 text.bytes + at + len));
}

/* The nth number of a text. */
static bool
find_digits(struct str text, size_t nth, size_t *at, size_t *len,
            size_t *number)
{
    struct decimal value;

    *at = 0;
    for (*len = map_match_digits(text, at); nth && *len; nth--) {
        *at += *len;
        *len = map_match_digits(text, at);
    }
    if (!*len || *len > 9
        || !decimal_read((struct str){text.bytes + *at, *len}, &value))
        return false;
    *number = (size_t)value.units;
    return true;
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
        size_t at, len, number, id_at, id_len, id_number;
        struct str id = str_from(instrument->items[i].id);
        if (items[i].reason != items[first].reason
            || items[i].is_guess != items[first].is_guess
            || (items[i].column && items[i].column->is_boxes)
            || !find_digits(items[i].told, nth, &at, &len, &number))
            break;
        if (by_ids
            && (!find_digits(id, 0, &id_at, &id_len, &id_number)
                || id_number != number))
            break;
        if (!by_ids && number != i - first + 1)
            break;
        struct str sign = with_sign(writing, items[i].told, at, len);
        struct str id_sign =
            by_ids ? with_sign(writing, id, id_at, id_len) : STR("");
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
is_whole(const struct instrument *instrument, const struct run *run,
         size_t first)
{
    for (size_t i = 0; i < instrument->n_items; i++) {
        size_t at, len, number;
        struct str id = str_from(instrument->items[i].id);
        struct str before, behind;
        (void)!str_cut(run->item, "#", &before, &behind);
        if ((i >= first && i < first + run->n_items)
            || !find_digits(id, 0, &at, &len, &number))
            continue;
        if (at == before.len && str_equal((struct str){id.bytes, at}, before)
            && str_equal((struct str){id.bytes + at + len, id.len - at - len},
                         behind))
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
                && (!by_ids || is_whole(instrument, &run, first)))
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
add_missing(struct map_writing *writing, const struct item *item)
{
    size_t at;
    bool is_of_several =
        map_find(writing->columns.headers, str_from(item->id), &at);

    map_add_comment(writing, "not found: %s%s%s%s", item->id,
                    is_of_several ? ", whose name two columns or two "
                                    "questionnaires have"
                                  : "",
                    item->text ? ": " : "", item->text ? item->text : "");
}

static void
add_items(struct map_writing *writing, size_t instrument_idx)
{
    const struct instrument *instrument =
        writing->draft->instruments[instrument_idx];
    const struct map_item *items = writing->match->items[instrument_idx];
    size_t n = 0;

    for (size_t i = 0; i < instrument->n_items; i++)
        n += items[i].reason != MATCH_NONE;
    buf_add_char(&writing->draft->text, '\n');
    map_add_comment(writing, "%s: %zu of %zu items found", instrument->id, n,
                    instrument->n_items);
    writing->draft->n_items += instrument->n_items;
    for (int reason = MATCH_ID; reason <= MATCH_PLACE; reason++)
        add_reason(writing, instrument_idx, (enum match_reason)reason);
    for (size_t i = 0; i < instrument->n_items; i++)
        if (!items[i].reason)
            add_missing(writing, &instrument->items[i]);
    map_add_codes(writing, instrument_idx);
}

/* ---- what is left ---- */

static void
add_left(struct map_writing *writing)
{
    struct buf left SCOPED(buf_clear) = {0};
    bool has_begun = false;
    size_t n_left = 0;
    enum fact fact;

    for (size_t c = 0; c < writing->columns.columns.n; c++) {
        const struct form_column *column = column_at(writing, c);
        if (writing->match->is_taken[c] || column->is_box || !column->header.len
            || fact_find(column->header, &fact))
            continue;
        if (!identifier_is(column->header)) {
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
add_settings(struct map_writing *writing)
{
    const struct source_settings *settings = writing->draft->settings;

    for (size_t i = 0; i < N_SOURCE_SETTINGS; i++)
        if (settings->told[i])
            map_add_line(writing,
                         &(struct map_line){.item = str_from(arena_printf(
                                                writing->draft->arena, "@%s",
                                                source_setting_names[i])),
                                            .to = str_from(settings->told[i])});
    if (!writing->columns.n_texts)
        return;
    map_add_comment(writing, "two rows of texts and ids stand below the "
                             "header");
    map_add_line(writing,
                 &(struct map_line){.item = STR("@skip-rows"), .to = STR("2")});
}

static void
add_head(struct map_writing *writing)
{
    map_add_comment(writing,
                    "A map that attune has drafted of a form with %zu columns "
                    "and %zu rows: read it.",
                    writing->columns.columns.n, writing->columns.n_rows);
    map_add_comment(writing, "A line that begins with '?' is a guess: take the "
                             "'?' away where it is right, and");
    map_add_comment(writing, "the line where it is not; till then nothing is "
                             "scored.");
    buf_add_text(&writing->draft->text, "item,column,from,to\n");
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
    add_facts(&writing);
    for (size_t i = 0; i < draft->n_instruments; i++)
        add_items(&writing, i);
    add_left(&writing);
    return true;
}
