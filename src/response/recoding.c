/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules are put under what they speak of; see recoding.h. */
#include "response/recoding.h"

#include <string.h>
#include "base/map.h"
#include "base/num.h"
#include "base/utf8.h"
#include "response/facts.h"

/* Rules times items: a map of so many would hardly have been read by people. */
enum { LIMIT_VALUES = 1 << 20 };

const char box_hint[] =
    "a box is 1 where it is ticked, and 0 or empty where it is not";

struct item_name
item_name_of(struct str name)
{
    const char *dot = name.len ? memchr(name.bytes, '.', name.len) : NULL;
    size_t len = dot ? (size_t)(dot - name.bytes) : 0;

    if (!dot)
        return (struct item_name){.id = name};
    return (struct item_name){.has_owner = true,
                              .owner = {name.bytes, len},
                              .id = {dot + 1, name.len - len - 1}};
}

bool
item_name_fits(const struct item_name *name,
               const struct instrument *instrument)
{
    return !name->has_owner
           || str_equal_nocase(name->owner, str_from(instrument->id));
}

/* ---- headers with a number ---- */

static size_t
count_digits(struct str text)
{
    size_t n = 0;

    while (n < text.len && str_is_digit(text.bytes[n]))
        n++;
    return n;
}

/* Digits as a number; what is too long for any item is SIZE_MAX. */
static size_t
number_of(struct str digits)
{
    size_t number = 0;

    for (size_t i = 0; i < digits.len; i++) {
        if (number > SIZE_MAX / 100)
            return SIZE_MAX;
        number = number * 10 + (size_t)(digits.bytes[i] - '0');
    }
    return number;
}

static struct str
rest_of(struct str text, size_t from)
{
    return (struct str){text.bytes + from, text.len - from};
}

/* The place of '#'; SIZE_MAX: there is none. */
static size_t
find_sign(struct str text)
{
    const char *at = text.len ? memchr(text.bytes, '#', text.len) : NULL;

    return at ? (size_t)(at - text.bytes) : SIZE_MAX;
}

/* Whether 'name' is 'pattern' with a number in the place of its '#'. */
static bool
fits_number(struct str pattern, struct str name, size_t *number)
{
    size_t sign = find_sign(pattern);

    if (sign == SIZE_MAX || name.len <= sign)
        return false;
    struct str digits = {name.bytes + sign, count_digits(rest_of(name, sign))};
    struct str before = {name.bytes, sign};
    *number = number_of(digits);
    return digits.len
           && str_equal_nocase(before, (struct str){pattern.bytes, sign})
           && str_equal_nocase(rest_of(name, sign + digits.len),
                               rest_of(pattern, sign + 1));
}

/* "a..b", in which the first may have its owner: false where it is no run. */
static bool
cut_run(struct str text, struct str *first, struct str *last)
{
    for (size_t i = 1; i + 2 < text.len; i++)
        if (text.bytes[i] == '.' && text.bytes[i + 1] == '.') {
            *first = (struct str){text.bytes, i};
            *last = rest_of(text, i + 2);
            return true;
        }
    return false;
}

static bool
is_run(struct str item)
{
    struct str first, last;

    return find_sign(item) != SIZE_MAX || cut_run(item, &first, &last);
}

bool
data_rule_drops(const struct data_rule *rule)
{
    return str_is(rule->item, "-");
}

/* How long a number is in a header, with its sign where '#' stands for a
   choice: exports write the minus of a code as '_'. */
static size_t
count_number(const struct recoded *recoded, struct str text)
{
    size_t sign = recoded->is_boxes && text.len
                  && (text.bytes[0] == '-' || text.bytes[0] == '_');
    size_t n = count_digits(rest_of(text, sign));

    return n ? sign + n : 0;
}

static bool
is_same_letter(char a, char b)
{
    return str_equal_nocase((struct str){&a, 1}, (struct str){&b, 1});
}

static bool
fits(const struct recoded *recoded, struct str pattern, struct str header,
     struct header_parts *parts)
{
    for (; pattern.len; pattern = rest_of(pattern, 1)) {
        size_t n = 1;
        if (pattern.bytes[0] == '#' && (recoded->is_run || recoded->is_boxes)) {
            n = count_number(recoded, header);
            parts->box = (struct str){header.bytes, n};
            if (!n
                || (recoded->is_run
                    && number_of(parts->box) != recoded->number))
                return false;
        } else if (pattern.bytes[0] == '@' && recoded->has_time) {
            while (n <= header.len
                   && !fits(recoded, rest_of(pattern, 1), rest_of(header, n),
                            parts))
                n++;
            parts->time = (struct str){header.bytes, n};
            return n <= header.len;
        } else if (!header.len
                   || !is_same_letter(pattern.bytes[0], header.bytes[0])) {
            return false;
        }
        header = rest_of(header, n);
    }
    return !header.len;
}

struct str
recoded_header(const struct recoded *recoded, struct arena *arena)
{
    struct str header = recoded->column->header;
    size_t sign = recoded->is_run ? find_sign(header) : SIZE_MAX;

    if (sign == SIZE_MAX)
        return header;
    return str_from(arena_printf(arena, "%.*s%zu%.*s", (int)sign, header.bytes,
                                 recoded->number, (int)(header.len - sign - 1),
                                 header.bytes + sign + 1));
}

bool
recoded_stands_in(const struct recoded *recoded, struct str header,
                  struct header_parts *parts)
{
    *parts = (struct header_parts){.time = STR("")};
    return recoded->column
           && fits(recoded, recoded->column->header, header, parts);
}

bool
recoded_read(const struct recoded *recoded, struct str *cell)
{
    struct str text = str_trim(*cell);

    for (size_t i = 0; i < recoded->n_values; i++)
        if (answer_is_same(text, recoded->values[i]->from)) {
            *cell = recoded->values[i]->to;
            return true;
        }
    return !recoded->is_closed || fact_is_none(text);
}

/* ---- what rules speak of ---- */

/* How near a rule is. */
enum rank { RANK_ITEM, RANK_RUN, RANK_SCALE, RANK_ALL, N_RANKS };

/* Of one item or fact, while rules come in. */
struct gathered {
    const struct data_rule *columns[N_RANKS];
    size_t numbers[N_RANKS];
    struct VEC(const struct data_rule *) values[N_RANKS];
    bool is_closed;
};

struct expanding {
    const struct response_options *options;
    struct arena *arena;
    struct diag *diag;
    struct map **ids;        /* of each instrument: id -> item */
    struct gathered **items; /* likewise, by item */
    struct gathered facts[N_FACTS];
    struct map *subjects; /* what a rule speaks of -> the rule's index */
    size_t n_values;
    bool of_values; /* of each rule what it says of values, else of columns */
    bool has_time;  /* some column is '@', a time point */
    bool ok;
    /* Of the rule that is looked at: */
    const struct data_rule *rule;
    bool is_told; /* something is wrong with it, and was said */
    bool is_known;
    bool is_answer;   /* of some item that it speaks of */
    size_t not_taken; /* the first item that it is none of: instrument, */
    size_t not_taken_item;
};

/* An item that a rule speaks of. */
struct subject {
    enum rank rank;
    size_t instrument_idx;
    size_t item_idx;
    size_t number; /* of RANK_RUN: that '#' stands for */
};

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
    struct buf said = {0};

    expanding->ok = false;
    expanding->is_told = true;
    add_rule(&said, expanding->rule, expanding->of_values);
    diag_add(expanding->diag, message, expanding->rule->place, "'%s'",
             buf_text(&said));
    buf_clear(&said);
}

static void
add_contradiction(struct expanding *expanding, const struct data_rule *before)
{
    struct place other = before->place;
    struct buf meant = {0};

    if (expanding->is_told)
        return;
    add_problem(expanding, MSG_MAP_CONTRADICTS);
    add_rule(&meant, before, expanding->of_values);
    if (other.file)
        diag_hint(expanding->diag, "%s:%d says '%s'", other.file, other.line,
                  buf_text(&meant));
    else
        diag_hint(expanding->diag, "the other is '%s'", buf_text(&meant));
    buf_clear(&meant);
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

/* ---- one rule, one item ---- */

/* The rule before that speaks of the same; NULL: this is the first. */
static const struct data_rule *
find_before(struct expanding *expanding, const char *subject)
{
    const struct data_rule *rules = expanding->options->rules;
    size_t idx = (size_t)(expanding->rule - rules);

    if (map_add(expanding->subjects, str_from(subject), idx))
        return NULL;
    map_find(expanding->subjects, str_from(subject), &idx);
    return &rules[idx];
}

/* Numbers are the same however they are written. */
static struct str
cell_key(struct expanding *expanding, struct str cell)
{
    struct decimal number;
    struct buf key = {0};

    if (!decimal_read(cell, &number))
        return cell;
    num_add(&key, decimal_value(number));
    return str_from(arena_take(expanding->arena, &key));
}

static struct str
lowered(struct expanding *expanding, struct str text)
{
    char *copy = arena_text(expanding->arena, text);

    for (char *c = copy; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return (struct str){copy, text.len};
}

/* 'who' is whose column it is, 'where' of whom each has a column of its own. */
static void
take_column(struct expanding *expanding, struct gathered *gathered,
            enum rank rank, size_t number, const char *who, const char *where)
{
    const struct data_rule *rule = expanding->rule;
    struct str header = lowered(expanding, rule->header);
    const struct data_rule *before =
        find_before(expanding, arena_printf(expanding->arena, "whose %d %s",
                                            (int)rank, who));

    if (before) {
        if (!str_equal_nocase(before->header, header)
            || gathered->numbers[rank] != number)
            add_contradiction(expanding, before);
        return;
    }
    gathered->columns[rank] = rule;
    gathered->numbers[rank] = number;
    before = find_before(expanding,
                         arena_printf(expanding->arena, "column %s %zu %.*s",
                                      where, number, STR_ARGS(header)));
    if (before)
        add_contradiction(expanding, before);
}

/* Whether an item of several choices has a column for each. */
static bool
has_boxes(const struct gathered *gathered, const struct response *response)
{
    const struct data_rule *column = gathered->columns[RANK_ITEM];

    return column && response->kind == RESPONSE_CHOICES && response->multiple
           && find_sign(column->header) != SIZE_MAX;
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
judge_value(struct expanding *expanding, const struct subject *subject,
            struct gathered *gathered)
{
    const struct response_options *options = expanding->options;
    const struct instrument *instrument =
        options->instruments[subject->instrument_idx];
    const struct response *response =
        instrument->items[subject->item_idx].response;
    struct answer_rules rules = answer_rules_of(instrument, response);
    struct answer answer;

    rules.codes = options->codes;
    rules.n_codes = options->n_codes;
    bool is_answer = answer_kind_of(&rules, expanding->rule->to) == ANSWERED;
    bool is_boxes = has_boxes(gathered, response);
    if (is_answer && subject->rank == RANK_ALL
        && (rules.form == FORM_TEXT || is_boxes))
        return false;
    gathered->is_closed |= is_answer;
    if (is_boxes) {
        expanding->is_answer = true;
        if (is_answer)
            check_box(expanding);
        return true;
    }
    if (answer_read(&rules, expanding->rule->to, &answer) == ANSWER_FINE) {
        expanding->is_answer = true;
    } else if (expanding->not_taken == SIZE_MAX) {
        expanding->not_taken = subject->instrument_idx;
        expanding->not_taken_item = subject->item_idx;
    }
    return true;
}

static void
take_value(struct expanding *expanding, struct gathered *gathered,
           enum rank rank, const char *who)
{
    const struct data_rule *rule = expanding->rule;
    struct str from = cell_key(expanding, rule->from);
    const struct data_rule *before = find_before(
        expanding, arena_printf(expanding->arena, "value %d %s %.*s", (int)rank,
                                who, STR_ARGS(from)));

    if (before && !answer_is_same(before->to, rule->to))
        add_contradiction(expanding, before);
    if (before)
        return;
    *vec_add(expanding->arena, &gathered->values[rank]) = rule;
    if (expanding->n_values++ == LIMIT_VALUES)
        add_no_item(expanding, "the rules come to more than 1,048,576 values "
                               "of items: that many are not read");
}

static void
take_subject(struct expanding *expanding, struct subject subject)
{
    struct gathered *gathered =
        &expanding->items[subject.instrument_idx][subject.item_idx];
    struct arena *arena = expanding->arena;
    const char *who = arena_printf(arena, "%zu.%zu", subject.instrument_idx,
                                   subject.item_idx);

    expanding->is_known = true;
    if (expanding->n_values > LIMIT_VALUES)
        return;
    if (!expanding->of_values)
        take_column(expanding, gathered, subject.rank, subject.number, who,
                    arena_printf(arena, "%zu", subject.instrument_idx));
    else if (judge_value(expanding, &subject, gathered))
        take_value(expanding, gathered, subject.rank, who);
}

static void
add_fact_hint(struct expanding *expanding, enum fact fact)
{
    struct buf hint SCOPED(buf_clear) = {0};

    fact_hint(fact, expanding->rule->to, expanding->options, &hint);
    diag_hint(expanding->diag, "%s", buf_text(&hint));
}

static void
take_fact(struct expanding *expanding, enum fact fact)
{
    struct gathered *gathered = &expanding->facts[fact];

    expanding->is_known = expanding->is_answer = true;
    if (!expanding->of_values && (fact == FACT_CLIENT || fact == FACT_COUPLE)
        && expanding->has_time
        && memchr(expanding->rule->header.bytes, '@',
                  expanding->rule->header.len)) {
        add_no_item(expanding, "a time point says when, not who");
        return;
    }
    if (!expanding->of_values) {
        take_column(expanding, gathered, RANK_ITEM, 0, fact_names[fact],
                    "facts");
        return;
    }
    if (!fact_takes(fact, expanding->rule->to)) {
        add_problem(expanding, MSG_MAP_NO_ANSWER);
        add_fact_hint(expanding, fact);
        return;
    }
    /* Other facts are what people wrote; of this one, what is not named may
       be the letter of another language. */
    gathered->is_closed |=
        fact == FACT_SEX && !fact_is_none(expanding->rule->to);
    take_value(expanding, gathered, RANK_ITEM, fact_names[fact]);
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
        take_subject(expanding, (struct subject){RANK_RUN, instrument_idx, i,
                                                 i - first + 1});
}

static void
take_numbered(struct expanding *expanding, size_t instrument_idx,
              struct str pattern)
{
    const struct instrument *instrument =
        expanding->options->instruments[instrument_idx];

    for (size_t i = 0; i < instrument->n_items; i++) {
        size_t number;
        if (fits_number(pattern, str_from(instrument->items[i].id), &number))
            take_subject(expanding,
                         (struct subject){RANK_RUN, instrument_idx, i, number});
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
            take_subject(expanding,
                         (struct subject){scale ? RANK_SCALE : RANK_ALL,
                                          instrument_idx, i, 0});
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
    else if (find_sign(id) != SIZE_MAX)
        take_numbered(expanding, instrument_idx, id);
    else if (map_find(expanding->ids[instrument_idx], id, &item))
        take_subject(expanding,
                     (struct subject){RANK_ITEM, instrument_idx, item, 0});
    else if ((scale = find_scale(
                  expanding->options->instruments[instrument_idx], id)))
        take_scale(expanding, instrument_idx, scale);
}

/* A run is told with a header that has a number, and no other is. */
static bool
has_sign_for_run(struct expanding *expanding)
{
    if (expanding->of_values || !is_run(expanding->rule->item)
        || find_sign(expanding->rule->header) != SIZE_MAX)
        return true;
    expanding->is_known = true;
    add_no_item(expanding, "the column of a run has a '#' in the place of the "
                           "number: Q5_#");
    return false;
}

/* Items that 'to' is no answer of: an error where they were meant, and where
   all were, if there is none that it is an answer of. */
static void
check_taken(struct expanding *expanding)
{
    const struct response_options *options = expanding->options;
    bool is_all = item_name_of(expanding->rule->item).id.len == 1
                  && str_ends(expanding->rule->item, "*");
    struct buf hint = {0};

    if (expanding->not_taken == SIZE_MAX || expanding->is_told
        || (is_all && expanding->is_answer))
        return;
    const struct instrument *instrument =
        options->instruments[expanding->not_taken];
    const struct item *item = &instrument->items[expanding->not_taken_item];
    struct answer_rules rules = answer_rules_of(instrument, item->response);
    struct answer answer;
    rules.codes = options->codes;
    rules.n_codes = options->n_codes;
    add_problem(expanding, MSG_MAP_NO_ANSWER);
    answer_fault_hint(&rules, answer_read(&rules, expanding->rule->to, &answer),
                      expanding->rule->to, &hint);
    diag_hint(expanding->diag, "%s", buf_text(&hint));
    buf_clear(&hint);
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
    expanding->not_taken = SIZE_MAX;
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
        add_no_item(expanding, NULL);
    check_taken(expanding);
}

/* A code told with --missing is one kind. */
static void
check_code(struct expanding *expanding, size_t code_idx)
{
    const struct data_code *codes = expanding->options->codes;
    const struct data_code *code = &codes[code_idx];
    struct buf number = {0};
    size_t i = 0;

    while (decimal_compare(codes[i].code, code->code))
        i++;
    if (codes[i].kind == code->kind)
        return;
    expanding->ok = false;
    num_add(&number, decimal_value(code->code));
    diag_add(expanding->diag, MSG_MAP_CONTRADICTS, (struct place){0},
             "'--missing %s=%s'", buf_text(&number),
             answer_kind_names[code->kind]);
    diag_hint(expanding->diag, "the other is '--missing %s=%s'",
              buf_text(&number), answer_kind_names[codes[i].kind]);
    buf_clear(&number);
}

/* ---- all of them ---- */

static void
make_room(struct expanding *expanding)
{
    const struct response_options *options = expanding->options;
    struct arena *arena = expanding->arena;

    expanding->ids = ARENA_ARRAY(arena, options->n_instruments, struct map *);
    expanding->items =
        ARENA_ARRAY(arena, options->n_instruments, struct gathered *);
    for (size_t i = 0; i < options->n_instruments; i++) {
        const struct instrument *instrument = options->instruments[i];
        expanding->ids[i] = map_new(arena, true);
        expanding->items[i] =
            ARENA_ARRAY(arena, instrument->n_items, struct gathered);
        for (size_t k = 0; k < instrument->n_items; k++)
            map_add(expanding->ids[i], str_from(instrument->items[k].id), k);
    }
    expanding->subjects = map_new(arena, false);
}

static bool
has_time(const struct expanding *expanding, const struct data_rule *column)
{
    return expanding->has_time && column && column->header.len > 1
           && memchr(column->header.bytes, '@', column->header.len);
}

/* What is nearer comes first. */
static struct recoded
settle(const struct expanding *expanding, const struct gathered *gathered,
       struct arena *arena)
{
    struct recoded recoded = {.is_closed = gathered->is_closed};
    size_t n = 0;

    for (int rank = N_RANKS - 1; rank >= 0; rank--) {
        n += gathered->values[rank].n;
        if (!gathered->columns[rank])
            continue;
        recoded.column = gathered->columns[rank];
        recoded.is_run = rank == RANK_RUN;
        recoded.number = gathered->numbers[rank];
    }
    recoded.has_time = has_time(expanding, recoded.column);
    const struct data_rule **values =
        ARENA_ARRAY(arena, n, const struct data_rule *);
    for (int rank = 0; rank < N_RANKS; rank++)
        for (size_t i = 0; i < gathered->values[rank].n; i++)
            values[recoded.n_values++] = gathered->values[rank].items[i];
    recoded.values = values;
    return recoded;
}

static const struct recoding *
settle_all(const struct expanding *expanding, struct arena *arena)
{
    const struct response_options *options = expanding->options;
    struct recoding *recoding = ARENA_NEW(arena, struct recoding);

    recoding->items =
        ARENA_ARRAY(arena, options->n_instruments, struct recoded *);
    for (size_t i = 0; i < options->n_instruments; i++) {
        size_t n = options->instruments[i]->n_items;
        recoding->items[i] = ARENA_ARRAY(arena, n, struct recoded);
        for (size_t k = 0; k < n; k++) {
            const struct gathered *gathered = &expanding->items[i][k];
            recoding->items[i][k] = settle(expanding, gathered, arena);
            recoding->items[i][k].is_boxes =
                has_boxes(gathered, options->instruments[i]->items[k].response);
        }
    }
    for (int fact = 0; fact < N_FACTS; fact++)
        recoding->facts[fact] =
            settle(expanding, &expanding->facts[fact], arena);
    return recoding;
}

const struct recoding *
recoding_new(const struct response_options *options, struct arena *arena,
             struct diag *diag)
{
    struct expanding expanding = {
        .options = options, .arena = arena_new(), .diag = diag, .ok = true};
    const struct recoding *recoding;

    make_room(&expanding);
    for (size_t i = 0; i < options->n_rules; i++)
        expanding.has_time |= str_is(options->rules[i].header, "@");
    for (size_t i = 0; i < options->n_codes; i++)
        check_code(&expanding, i);
    for (size_t i = 0; i < options->n_rules; i++)
        if (options->rules[i].header.len
            && !data_rule_drops(&options->rules[i]))
            take_rule(&expanding, &options->rules[i]);
    expanding.of_values = true;
    for (size_t i = 0; i < options->n_rules; i++)
        if (options->rules[i].from.len)
            take_rule(&expanding, &options->rules[i]);
    recoding = settle_all(&expanding, arena);
    arena_free(expanding.arena);
    return expanding.ok ? recoding : NULL;
}
