/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules are put under what they speak of; see recoding.h. */
#include "response/recoding.h"

#include "base/map.h"
#include "base/num.h"
#include "base/utf8.h"

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

struct checking {
    const struct response_options *options;
    struct arena *arena;
    struct diag *diag;
    struct map **items;   /* of each instrument: id -> item */
    struct map *subjects; /* what a rule speaks of -> the rule */
    const struct data_rule **rules;
    size_t n_rules;
    bool of_values; /* of each rule what it says of values, else of columns */
    bool ok;
};

/* ---- in words ---- */

static void
add_rule(struct buf *buf, const struct data_rule *rule, bool of_values)
{
    buf_add_text(buf, of_values ? "--value " : "--column ");
    utf8_add_shown(buf, rule->item);
    if (of_values) {
        buf_add_char(buf, ':');
        utf8_add_shown(buf, rule->from);
    }
    buf_add_char(buf, '=');
    utf8_add_shown(buf, of_values ? rule->to : rule->header);
}

/* A rule of a map is known by its line, an option by its words. */
static const char *
shown_rule(const struct data_rule *rule, struct buf *said)
{
    size_t begin = rule->place.file ? strcspn(buf_text(said), " ") + 1 : 0;

    return buf_text(said) + begin;
}

static void
add_contradiction(struct checking *checking, const struct data_rule *rule,
                  const struct data_rule *before)
{
    struct place place = rule->place;
    struct place other = before->place;
    struct buf said = {0};
    struct buf meant = {0};

    checking->ok = false;
    add_rule(&said, rule, checking->of_values);
    add_rule(&meant, before, checking->of_values);
    diag_add(checking->diag, MSG_MAP_CONTRADICTS, place, "'%s'",
             shown_rule(rule, &said));
    if (other.file)
        diag_hint(checking->diag, "%s:%d says '%s'", other.file, other.line,
                  shown_rule(before, &meant));
    else
        diag_hint(checking->diag, "the other is '%s'", buf_text(&meant));
    buf_clear(&said);
    buf_clear(&meant);
}

/* ---- what a rule speaks of ---- */

/* The rule before that speaks of the same; NULL: 'rule' is the first. */
static const struct data_rule *
find_before(struct checking *checking, const struct data_rule *rule,
            const char *subject)
{
    size_t idx = checking->n_rules;

    if (!map_add(checking->subjects, str_from(subject), idx)) {
        map_find(checking->subjects, str_from(subject), &idx);
        return checking->rules[idx];
    }
    checking->rules[checking->n_rules++] = rule;
    return NULL;
}

/* Numbers are the same however they are written. */
static struct str
cell_key(struct checking *checking, struct str cell)
{
    struct decimal number;
    struct buf key = {0};

    if (!decimal_read(cell, &number))
        return cell;
    num_add(&key, decimal_value(number));
    return str_from(arena_take(checking->arena, &key));
}

static struct str
lowered(struct checking *checking, struct str text)
{
    char *copy = arena_text(checking->arena, text);

    for (char *c = copy; *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return (struct str){copy, text.len};
}

static void
check_column(struct checking *checking, const struct data_rule *rule,
             size_t instrument_idx, size_t item_idx)
{
    struct arena *arena = checking->arena;
    struct str header = lowered(checking, rule->header);
    const struct data_rule *before = find_before(
        checking, rule,
        arena_printf(arena, "item %zu %zu", instrument_idx, item_idx));

    if (before) {
        if (!str_equal_nocase(before->header, header))
            add_contradiction(checking, rule, before);
        return;
    }
    before = find_before(checking, rule,
                         arena_printf(arena, "column %zu %.*s", instrument_idx,
                                      STR_ARGS(header)));
    if (before)
        add_contradiction(checking, rule, before);
}

/* A value cannot be read as something that is no answer of the item. */
static void
check_answer(struct checking *checking, const struct data_rule *rule,
             size_t instrument_idx, size_t item_idx)
{
    const struct instrument *instrument =
        checking->options->instruments[instrument_idx];
    struct answer_rules rules =
        answer_rules_of(instrument, instrument->items[item_idx].response);
    struct answer answer;
    enum answer_fault fault;
    struct buf said = {0};
    struct buf hint = {0};

    rules.codes = checking->options->codes;
    rules.n_codes = checking->options->n_codes;
    fault = answer_read(&rules, rule->to, &answer);
    if (!fault)
        return;
    checking->ok = false;
    add_rule(&said, rule, checking->of_values);
    answer_fault_hint(&rules, fault, rule->to, &hint);
    diag_add(checking->diag, MSG_MAP_NO_ANSWER, rule->place, "'%s'",
             shown_rule(rule, &said));
    diag_hint(checking->diag, "%s", buf_text(&hint));
    buf_clear(&said);
    buf_clear(&hint);
}

static void
check_value(struct checking *checking, const struct data_rule *rule,
            size_t instrument_idx, size_t item_idx)
{
    struct str from = cell_key(checking, rule->from);
    const struct data_rule *before =
        find_before(checking, rule,
                    arena_printf(checking->arena, "value %zu %zu %.*s",
                                 instrument_idx, item_idx, STR_ARGS(from)));

    if (!before)
        check_answer(checking, rule, instrument_idx, item_idx);
    else if (!answer_is_same(before->to, rule->to))
        add_contradiction(checking, rule, before);
}

static void
add_no_item(struct checking *checking, const struct data_rule *rule)
{
    checking->ok = false;
    diag_add(checking->diag,
             checking->of_values ? MSG_DATA_VALUE_ITEM : MSG_DATA_COLUMN_ITEM,
             rule->place, "'%.*s'", STR_ARGS(rule->item));
}

static void
check_rule(struct checking *checking, const struct data_rule *rule)
{
    struct item_name name = item_name_of(rule->item);
    bool is_known = false;

    for (size_t i = 0; i < checking->options->n_instruments; i++) {
        size_t item;

        if (!item_name_fits(&name, checking->options->instruments[i])
            || !map_find(checking->items[i], name.id, &item))
            continue;
        is_known = true;
        if (checking->of_values)
            check_value(checking, rule, i, item);
        else
            check_column(checking, rule, i, item);
    }
    if (!is_known)
        add_no_item(checking, rule);
}

/* A code told with --missing is one kind. */
static void
check_code(struct checking *checking, size_t code_idx)
{
    const struct data_code *codes = checking->options->codes;
    const struct data_code *code = &codes[code_idx];
    struct buf number = {0};
    size_t i = 0;

    while (decimal_compare(codes[i].code, code->code))
        i++;
    if (codes[i].kind == code->kind)
        return;
    checking->ok = false;
    num_add(&number, decimal_value(code->code));
    diag_add(checking->diag, MSG_MAP_CONTRADICTS, (struct place){0},
             "'--missing %s=%s'", buf_text(&number),
             answer_kind_names[code->kind]);
    diag_hint(checking->diag, "the other is '--missing %s=%s'",
              buf_text(&number), answer_kind_names[codes[i].kind]);
    buf_clear(&number);
}

/* ---- all of them ---- */

static void
make_maps(struct checking *checking)
{
    const struct response_options *options = checking->options;

    checking->items =
        ARENA_ARRAY(checking->arena, options->n_instruments, struct map *);
    for (size_t i = 0; i < options->n_instruments; i++) {
        const struct instrument *instrument = options->instruments[i];
        checking->items[i] = map_new(checking->arena, true);
        for (size_t k = 0; k < instrument->n_items; k++)
            map_add(checking->items[i], str_from(instrument->items[k].id), k);
    }
    /* A column is known by its item and by its header. */
    checking->subjects = map_new(checking->arena, false);
    checking->rules = ARENA_ARRAY(checking->arena,
                                  3 * options->n_rules * options->n_instruments,
                                  const struct data_rule *);
}

bool
recoding_check(const struct response_options *options, struct diag *diag)
{
    struct checking checking = {
        .options = options, .arena = arena_new(), .diag = diag, .ok = true};

    make_maps(&checking);
    for (size_t i = 0; i < options->n_codes; i++)
        check_code(&checking, i);
    for (size_t i = 0; i < options->n_rules; i++)
        if (options->rules[i].header.len)
            check_rule(&checking, &options->rules[i]);
    checking.of_values = true;
    for (size_t i = 0; i < options->n_rules; i++)
        if (options->rules[i].from.len)
            check_rule(&checking, &options->rules[i]);
    arena_free(checking.arena);
    return checking.ok;
}
