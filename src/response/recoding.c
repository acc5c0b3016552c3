/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules are put under what they speak of; see recoding.h. */
#include "response/recoding.h"

#include <string.h>
#include "base/map.h"
#include "base/num.h"
#include "base/utf8.h"
#include "response/facts.h"

/* Rules times items: a map of so many would hardly have been read by people. */
enum { LIMIT_VALUES = 1 << 20, SHOWN_INSTRUMENTS = 4 };

/* "a..b", in which the first may have its owner: false where it is no run. */
static bool
cut_run(struct str text, struct str *first, struct str *last)
{
    for (size_t i = 1; i + 2 < text.len; i++)
        if (text.bytes[i] == '.' && text.bytes[i + 1] == '.') {
            *first = (struct str){text.bytes, i};
            *last = str_skip(text, i + 2);
            return true;
        }
    return false;
}

static bool
is_run(struct str item)
{
    struct str first, last;

    return recoded_sign(item) != SIZE_MAX || cut_run(item, &first, &last);
}

/* ---- what rules speak of ---- */

/* How near a rule is. */
enum rank { RANK_ITEM, RANK_RUN, RANK_SCALE, RANK_ALL, N_RANKS };

/* Of one item or fact, while rules come in. */
struct gathered {
    const struct data_rule *columns[N_RANKS];
    size_t numbers[N_RANKS];
    struct VEC(const struct data_rule *) values[N_RANKS];
    struct VEC(const struct data_rule *) boxes; /* of a choice each */
    bool is_closed;
};

struct expanding {
    const struct response_options *options;
    struct arena *arena;
    struct diag *diag;
    struct recoding *recoding;
    struct gathered *gathered; /* of each of all its items and facts */
    struct map **ids;          /* of each instrument: id -> item */
    struct map *subjects;      /* what a rule speaks of -> the rule's index */
    size_t n_values;
    bool of_values; /* of each rule what it says of values, else of columns */
    bool has_time;  /* some column is '@', a time point */
    bool ok;
    bool has_said_where; /* items are looked for */
    /* Of the rule that is looked at: */
    const struct data_rule *rule;
    bool is_told; /* something is wrong with it, and was said */
    bool is_known;
    bool is_answer;                  /* of some item that it speaks of */
    const struct recoded *not_taken; /* the first item that it is none of */
};

static struct gathered *
gathered_of(const struct expanding *expanding, const struct recoded *recoded)
{
    return &expanding->gathered[recoded - expanding->recoding->all];
}

static const struct item *
item_of(const struct expanding *expanding, const struct recoded *recoded)
{
    return &expanding->options->instruments[recoded->instrument_idx]
                ->items[recoded->idx];
}

/* ---- in words ---- */

static void
add_rule(struct buf *buf, const struct data_rule *rule, bool of_values)
{
    if (!rule->place.file)
        buf_add_text(buf, of_values ? "--value " : "--column ");
    utf8_add_shown(buf, rule->item);
    if (of_values) {
        buf_add_char(buf, ':');
        utf8_add_shown(buf, rule->from);
    }
    buf_add_char(buf, '=');
    utf8_add_shown(buf, of_values ? rule->to : rule->header);
}

/* Adds a problem with the rule, which is known by its line, or by its words. */
static void
add_problem(struct expanding *expanding, enum message message)
{
    struct buf said SCOPED(buf_clear) = {0};

    expanding->ok = false;
    expanding->is_told = true;
    add_rule(&said, expanding->rule, expanding->of_values);
    diag_add(expanding->diag, message, expanding->rule->place, "'%s'",
             buf_text(&said));
}

static void
add_contradiction(struct expanding *expanding, const struct data_rule *before)
{
    struct place other = before->place;
    struct buf meant SCOPED(buf_clear) = {0};

    if (expanding->is_told)
        return;
    add_problem(expanding, MSG_MAP_CONTRADICTS);
    add_rule(&meant, before, expanding->of_values);
    if (other.file)
        diag_hint(expanding->diag, "%s:%d says '%s'", other.file, other.line,
                  buf_text(&meant));
    else
        diag_hint(expanding->diag, "the other is '%s'", buf_text(&meant));
}

/* A rule that does not say what it should; 'hint' says how it would. */
static void
add_no_item(struct expanding *expanding, const char *hint)
{
    if (expanding->is_told)
        return;
    expanding->ok = false;
    expanding->is_told = true;
    diag_add(expanding->diag,
             expanding->of_values ? MSG_DATA_VALUE_ITEM : MSG_DATA_COLUMN_ITEM,
             expanding->rule->place, "'%.*s'", STR_ARGS(expanding->rule->item));
    if (hint)
        diag_hint(expanding->diag, "%s", hint);
}

/* Once: where no -i was given, those are read that the files name. */
static void
add_not_found(struct expanding *expanding)
{
    const struct response_options *options = expanding->options;
    struct buf hint SCOPED(buf_clear) = {0};

    buf_add_text(&hint, "it is looked for in");
    for (size_t i = 0; i < options->n_instruments && i < SHOWN_INSTRUMENTS; i++)
        buf_addf(&hint, "%s '%s'", i ? "," : "", options->instruments[i]->id);
    if (options->n_instruments > SHOWN_INSTRUMENTS)
        buf_addf(&hint, " and %zu more",
                 options->n_instruments - SHOWN_INSTRUMENTS);
    buf_add_text(&hint, "; -i names another questionnaire");
    add_no_item(expanding, expanding->has_said_where ? NULL : buf_text(&hint));
    expanding->has_said_where = true;
}

/* ---- one rule, one item ---- */

static const char one_box_hint[] =
    "with 'to' and without 'from' a line says of which choice a box is, beside "
    "that of all of them: k,k___#,, and k,k___abc,,3";

/* The rule before that says something of the same; NULL: this is the first. */
static const struct data_rule *
find_before(struct expanding *expanding, const char *key)
{
    const struct data_rule *rules = expanding->options->rules;
    size_t idx = (size_t)(expanding->rule - rules);
    size_t first = map_take(expanding->subjects, str_from(key), idx);

    return first < idx ? &rules[first] : NULL;
}

/* Numbers are the same however they are written. */
static struct str
cell_key(struct expanding *expanding, struct str cell)
{
    struct decimal number;

    return decimal_read(cell, &number)
               ? str_from(num_text(decimal_value(number), expanding->arena))
               : cell;
}

static struct str
lowered(struct expanding *expanding, struct str text)
{
    char *copy = arena_text(expanding->arena, text);

    for (char *c = copy; *c; c++)
        *c = str_lower(*c);
    return (struct str){copy, text.len};
}

/* 'number' is what '#' stands for.  Items of different instruments may share a
   column. */
static void
take_column(struct expanding *expanding, const struct recoded *recoded,
            enum rank rank, size_t number)
{
    struct gathered *gathered = gathered_of(expanding, recoded);
    const struct data_rule *rule = expanding->rule;
    struct arena *arena = expanding->arena;
    struct str header = lowered(expanding, rule->header);
    const struct data_rule *before = gathered->columns[rank];

    if (before) {
        if (!str_equal_nocase(before->header, header)
            || gathered->numbers[rank] != number)
            add_contradiction(expanding, before);
        if (expanding->is_told && rank == RANK_ITEM
            && (recoded_sign(header) == SIZE_MAX)
                   != (recoded_sign(before->header) == SIZE_MAX))
            diag_hint(expanding->diag, "%s", one_box_hint);
        return;
    }
    gathered->columns[rank] = rule;
    gathered->numbers[rank] = number;
    before = find_before(expanding,
                         arena_printf(arena, "column %s %zu %zu %.*s",
                                      recoded->is_fact ? "facts" : "items",
                                      recoded->instrument_idx, number,
                                      STR_ARGS(header)));
    if (before)
        add_contradiction(expanding, before);
}

/* Whether a rule says of a column that it is the box of one choice. */
static bool
is_of_box(const struct data_rule *rule)
{
    return rule->to.len && !rule->from.len;
}

/* A choice whose box no number tells: "k,k___abc,,3"; or why there is none. */
static void
take_box(struct expanding *expanding, const struct recoded *recoded,
         enum rank rank)
{
    const struct data_rule *rule = expanding->rule;
    struct answer_rules rules = recoded_rules(recoded, expanding->options);
    const struct response *response = rules.response;
    struct decimal number;
    struct answer answer;

    if (rank != RANK_ITEM || response->kind != RESPONSE_CHOICES
        || !response->multiple || recoded_sign(rule->header) != SIZE_MAX) {
        add_no_item(expanding, one_box_hint);
        return;
    }
    bool is_one = decimal_read(rule->to, &number)
                  || answer_kind_of(&rules, rule->to) != ANSWERED;
    if (!is_one || answer_read(&rules, rule->to, &answer) != ANSWER_FINE) {
        if (!expanding->is_told)
            add_problem(expanding, MSG_MAP_NO_ANSWER);
        diag_hint(expanding->diag, "'%.*s' is no choice of '%s'",
                  STR_ARGS(rule->to), item_of(expanding, recoded)->id);
        return;
    }
    const struct data_rule *before = find_before(
        expanding, arena_printf(expanding->arena, "column items %zu 0 %.*s",
                                recoded->instrument_idx,
                                STR_ARGS(lowered(expanding, rule->header))));
    if (before
        && (!is_of_box(before) || !str_equal_nocase(before->item, rule->item)
            || !answer_is_same(before->to, rule->to)))
        add_contradiction(expanding, before);
    if (!before)
        *vec_add(expanding->arena, &gathered_of(expanding, recoded)->boxes) =
            rule;
}

/* Whether an item of several choices has a column for each. */
static bool
has_boxes(const struct gathered *gathered, const struct response *response)
{
    const struct data_rule *column = gathered->columns[RANK_ITEM];

    return column && response->kind == RESPONSE_CHOICES && response->multiple
           && recoded_sign(column->header) != SIZE_MAX;
}

static void
check_box(struct expanding *expanding)
{
    struct decimal number;

    if (decimal_read(expanding->rule->to, &number) && number.scale == 0
        && (number.units == 0 || number.units == 1))
        return;
    if (!expanding->is_told)
        add_problem(expanding, MSG_MAP_NO_ANSWER);
    diag_hint(expanding->diag, "%s", box_hint);
}

/* False where the rule says nothing of the item: what is true of all items is
   not of texts and boxes, but for why there is none. */
static bool
judge_value(struct expanding *expanding, const struct recoded *recoded,
            enum rank rank)
{
    struct gathered *gathered = gathered_of(expanding, recoded);
    struct answer_rules rules = recoded_rules(recoded, expanding->options);
    struct answer answer;
    bool is_answer = answer_kind_of(&rules, expanding->rule->to) == ANSWERED;
    bool is_boxes = has_boxes(gathered, rules.response);

    if (is_answer && rank == RANK_ALL && (rules.form == FORM_TEXT || is_boxes))
        return false;
    gathered->is_closed |= is_answer;
    if (is_boxes) {
        expanding->is_answer = true;
        if (is_answer)
            check_box(expanding);
    } else if (answer_read(&rules, expanding->rule->to, &answer)
               == ANSWER_FINE) {
        expanding->is_answer = true;
    } else if (!expanding->not_taken) {
        expanding->not_taken = recoded;
    }
    return true;
}

static void
take_value(struct expanding *expanding, const struct recoded *recoded,
           enum rank rank)
{
    const struct data_rule *rule = expanding->rule;
    struct str from = cell_key(expanding, rule->from);
    const struct data_rule *before = find_before(
        expanding,
        arena_printf(expanding->arena, "value %d %zu %.*s", (int)rank,
                     (size_t)(recoded - expanding->recoding->all),
                     STR_ARGS(from)));

    if (before && !answer_is_same(before->to, rule->to))
        add_contradiction(expanding, before);
    if (before)
        return;
    *vec_add(expanding->arena, &gathered_of(expanding, recoded)->values[rank]) =
        rule;
    if (expanding->n_values++ == LIMIT_VALUES)
        add_no_item(expanding, "the rules come to more than 1,048,576 values "
                               "of items: that many are not read");
}

static void
take_item(struct expanding *expanding, enum rank rank, size_t instrument_idx,
          size_t item_idx, size_t number)
{
    const struct recoded *recoded =
        &expanding->recoding->items[instrument_idx][item_idx];

    expanding->is_known = true;
    if (expanding->n_values > LIMIT_VALUES)
        return;
    if (!expanding->of_values && is_of_box(expanding->rule))
        take_box(expanding, recoded, rank);
    else if (!expanding->of_values)
        take_column(expanding, recoded, rank, number);
    else if (judge_value(expanding, recoded, rank))
        take_value(expanding, recoded, rank);
}

static void
take_fact(struct expanding *expanding, enum fact fact)
{
    const struct recoded *recoded = &expanding->recoding->facts[fact];
    const struct data_rule *rule = expanding->rule;
    struct buf hint SCOPED(buf_clear) = {0};

    expanding->is_known = expanding->is_answer = true;
    if (!expanding->of_values) {
        if (is_of_box(rule))
            add_no_item(expanding, "a fact has no boxes: 'from' is missing");
        else if ((fact == FACT_CLIENT || fact == FACT_COUPLE)
                 && expanding->has_time
                 && memchr(rule->header.bytes, '@', rule->header.len))
            add_no_item(expanding, "a time point says when, not who");
        else
            take_column(expanding, recoded, RANK_ITEM, 0);
        return;
    }
    if (!fact_takes(fact, rule->to)) {
        add_problem(expanding, MSG_MAP_NO_ANSWER);
        fact_hint(fact, rule->to, expanding->options, &hint);
        diag_hint(expanding->diag, "%s", buf_text(&hint));
        return;
    }
    /* Other facts are what people wrote; of this one, what is not named may
       be the letter of another language. */
    gathered_of(expanding, recoded)->is_closed |=
        fact == FACT_SEX && !fact_is_none(rule->to);
    take_value(expanding, recoded, RANK_ITEM);
}

/* ---- one rule ---- */

static void
take_run(struct expanding *expanding, size_t instrument_idx,
         const struct item_name *from, struct str to)
{
    struct map *ids = expanding->ids[instrument_idx];
    size_t first, last;

    if (!map_find(ids, from->id, &first) || !map_find(ids, to, &last))
        return;
    if (first > last) {
        add_no_item(expanding, "a run goes from an item to one behind it");
        return;
    }
    for (size_t i = first; i <= last; i++)
        take_item(expanding, RANK_RUN, instrument_idx, i, i - first + 1);
}

static void
take_numbered(struct expanding *expanding, size_t instrument_idx,
              struct str pattern)
{
    const struct instrument *instrument =
        expanding->options->instruments[instrument_idx];

    for (size_t i = 0; i < instrument->n_items; i++) {
        size_t number;
        if (recoded_fits_number(pattern, str_from(instrument->items[i].id),
                                &number))
            take_item(expanding, RANK_RUN, instrument_idx, i, number);
    }
}

/* All items that answer on a response scale; NULL: all items. */
static void
take_scale(struct expanding *expanding, size_t instrument_idx,
           const struct response *scale)
{
    const struct instrument *instrument =
        expanding->options->instruments[instrument_idx];

    if (!expanding->of_values) {
        expanding->is_known = true;
        add_no_item(expanding, "a column is of one item, or has a '#' for the "
                               "numbers of a run: e1..e9 or e#");
        return;
    }
    for (size_t i = 0; i < instrument->n_items; i++)
        if (!scale || instrument->items[i].response == scale)
            take_item(expanding, scale ? RANK_SCALE : RANK_ALL, instrument_idx,
                      i, 0);
}

static const struct response *
find_scale(const struct instrument *instrument, struct str id)
{
    for (size_t i = 0; i < instrument->n_responses; i++)
        if (str_equal_nocase(str_from(instrument->responses[i].id), id))
            return &instrument->responses[i];
    return NULL;
}

/* What a name that is no run means in an instrument. */
static void
take_name(struct expanding *expanding, size_t instrument_idx, struct str id)
{
    const struct response *scale;
    size_t item;

    if (str_is(id, "*"))
        take_scale(expanding, instrument_idx, NULL);
    else if (recoded_sign(id) != SIZE_MAX)
        take_numbered(expanding, instrument_idx, id);
    else if (map_find(expanding->ids[instrument_idx], id, &item))
        take_item(expanding, RANK_ITEM, instrument_idx, item, 0);
    else if ((scale = find_scale(
                  expanding->options->instruments[instrument_idx], id)))
        take_scale(expanding, instrument_idx, scale);
}

/* A run is told with a header that has a number, and no other is. */
static bool
has_sign_for_run(struct expanding *expanding)
{
    if (expanding->of_values || !is_run(expanding->rule->item)
        || recoded_sign(expanding->rule->header) != SIZE_MAX)
        return true;
    expanding->is_known = true;
    add_no_item(expanding, "the column of a run has a '#' in the place of the "
                           "number: Q5_#");
    return false;
}

/* Of two '@' nobody knows which word is the time's. */
static bool
has_one_time(struct expanding *expanding)
{
    struct str before, behind, further;

    if (expanding->of_values || !expanding->has_time
        || !str_cut(expanding->rule->header, "@", &before, &behind)
        || !str_cut(behind, "@", &before, &further))
        return true;
    add_no_item(expanding, "'@' stands once in a column, for its time point");
    return false;
}

/* Items that 'to' is no answer of: an error where they were meant, and where
   all were, if there is none that it is an answer of. */
static void
check_taken(struct expanding *expanding)
{
    bool is_all = item_name_of(expanding->rule->item).id.len == 1
                  && str_ends(expanding->rule->item, "*");
    struct buf hint SCOPED(buf_clear) = {0};
    struct str to = expanding->rule->to;
    struct answer answer;

    if (!expanding->not_taken || expanding->is_told
        || (is_all && expanding->is_answer))
        return;
    struct answer_rules rules =
        recoded_rules(expanding->not_taken, expanding->options);
    add_problem(expanding, MSG_MAP_NO_ANSWER);
    answer_fault_hint(&rules, answer_read(&rules, to, &answer), to, &hint);
    diag_hint(expanding->diag, "%s", buf_text(&hint));
}

static void
take_rule(struct expanding *expanding, const struct data_rule *rule)
{
    struct str first = rule->item;
    struct str last;
    bool is_range = cut_run(rule->item, &first, &last);
    struct item_name name = item_name_of(first);
    enum fact fact;

    expanding->rule = rule;
    expanding->is_told = expanding->is_known = expanding->is_answer = false;
    expanding->not_taken = NULL;
    if (!has_one_time(expanding))
        return;
    if (fact_find(rule->item, &fact)) {
        take_fact(expanding, fact);
        return;
    }
    if (!has_sign_for_run(expanding))
        return;
    for (size_t i = 0; i < expanding->options->n_instruments; i++) {
        if (!item_name_fits(&name, expanding->options->instruments[i]))
            continue;
        if (is_range)
            take_run(expanding, i, &name, last);
        else
            take_name(expanding, i, name.id);
    }
    if (!expanding->is_known)
        add_not_found(expanding);
    check_taken(expanding);
}

/* ---- all of them ---- */

static void
make_room(struct expanding *expanding, struct arena *arena)
{
    const struct response_options *options = expanding->options;
    size_t n_instruments = options->n_instruments;
    struct recoding *recoding = ARENA_NEW(arena, struct recoding);

    recoding->n = N_FACTS;
    for (size_t i = 0; i < n_instruments; i++)
        recoding->n += options->instruments[i]->n_items;
    recoding->all = ARENA_ARRAY(arena, recoding->n, struct recoded);
    struct recoded *next = recoding->all;
    recoding->items = ARENA_ARRAY(arena, n_instruments, struct recoded *);
    expanding->ids = ARENA_ARRAY(expanding->arena, n_instruments, struct map *);
    for (size_t i = 0; i < n_instruments; i++) {
        const struct instrument *instrument = options->instruments[i];
        recoding->items[i] = next;
        expanding->ids[i] = map_new(expanding->arena, true);
        for (size_t k = 0; k < instrument->n_items; k++) {
            *next++ = (struct recoded){.instrument_idx = i, .idx = k};
            map_add(expanding->ids[i], str_from(instrument->items[k].id), k);
        }
    }
    recoding->facts = next;
    for (size_t i = 0; i < N_FACTS; i++)
        *next++ = (struct recoded){.is_fact = true, .idx = i};
    expanding->recoding = recoding;
    expanding->gathered =
        ARENA_ARRAY(expanding->arena, recoding->n, struct gathered);
    expanding->subjects = map_new(expanding->arena, false);
}

static bool
has_time(const struct expanding *expanding, const struct data_rule *column)
{
    return expanding->has_time && column && column->header.len > 1
           && memchr(column->header.bytes, '@', column->header.len);
}

/* Boxes of one choice each stand beside the line of all, which says what is
   one. */
static void
check_boxes(struct expanding *expanding, const struct recoded *recoded)
{
    const struct gathered *gathered = gathered_of(expanding, recoded);
    const struct data_rule *column = gathered->columns[RANK_ITEM];

    for (size_t i = 0; i < gathered->boxes.n; i++) {
        expanding->rule = gathered->boxes.items[i];
        expanding->is_told = false;
        if (!column || recoded_sign(column->header) == SIZE_MAX)
            add_no_item(expanding, one_box_hint);
        else if (has_time(expanding, column)
                 != has_time(expanding, expanding->rule))
            add_contradiction(expanding, column);
    }
}

/* What is nearer comes first. */
static void
settle(const struct expanding *expanding, struct recoded *recoded,
       struct arena *arena)
{
    const struct gathered *gathered = gathered_of(expanding, recoded);
    size_t n = 0;

    for (int rank = N_RANKS - 1; rank >= 0; rank--) {
        n += gathered->values[rank].n;
        if (!gathered->columns[rank])
            continue;
        recoded->column = gathered->columns[rank];
        recoded->is_run = rank == RANK_RUN;
        recoded->number = gathered->numbers[rank];
    }
    recoded->is_closed = gathered->is_closed;
    recoded->has_time = has_time(expanding, recoded->column);
    recoded->is_boxes =
        !recoded->is_fact
        && has_boxes(gathered, item_of(expanding, recoded)->response);
    const struct data_rule **boxes =
        ARENA_ARRAY(arena, gathered->boxes.n, const struct data_rule *);
    for (size_t i = 0; i < gathered->boxes.n; i++)
        boxes[recoded->n_boxes++] = gathered->boxes.items[i];
    recoded->boxes = boxes;
    const struct data_rule **values =
        ARENA_ARRAY(arena, n, const struct data_rule *);
    for (int rank = 0; rank < N_RANKS; rank++)
        for (size_t i = 0; i < gathered->values[rank].n; i++)
            values[recoded->n_values++] = gathered->values[rank].items[i];
    recoded->values = values;
}

const struct recoding *
recoding_new(const struct response_options *options, struct arena *arena,
             struct diag *diag)
{
    struct arena *own SCOPED(arena_drop) = arena_new();
    struct expanding expanding = {
        .options = options, .arena = own, .diag = diag, .ok = true};

    make_room(&expanding, arena);
    for (size_t i = 0; i < options->n_rules; i++)
        expanding.has_time |= str_is(options->rules[i].header, "@");
    for (size_t i = 0; i < options->n_rules; i++)
        if (options->rules[i].header.len
            && !data_rule_drops(&options->rules[i]))
            take_rule(&expanding, &options->rules[i]);
    for (size_t i = 0; i < expanding.recoding->n; i++)
        check_boxes(&expanding, &expanding.recoding->all[i]);
    expanding.of_values = true;
    for (size_t i = 0; i < options->n_rules; i++)
        if (options->rules[i].from.len)
            take_rule(&expanding, &options->rules[i]);
    for (size_t i = 0; i < expanding.recoding->n; i++)
        settle(&expanding, &expanding.recoding->all[i], arena);
    return expanding.ok ? expanding.recoding : NULL;
}
