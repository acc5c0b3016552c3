/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the expressions of an instrument see: its items and scales, those of
   questionnaires that it uses, what is known of the person, and other rows that
   may be asked. */
#include "instrument/unfinished.h"

/* Asking for what was asked for before is the same. */
static size_t
asked_idx(struct unfinished *r, struct asked asked)
{
    for (size_t i = 0; i < r->asked.n; i++) {
        const struct asked *each = &r->asked.items[i];
        if (each->of == asked.of && each->is_scale == asked.is_scale
            && each->idx == asked.idx && each->whose == asked.whose)
            return i;
    }
    *vec_add(r->arena, &r->asked) = asked;
    return r->asked.n - 1;
}

static bool
view_ask(const void *aux, struct str function, struct expr_operand *operand)
{
    const struct view *view = aux;
    struct asked asked = {.is_scale = operand->kind == EXPR_SCALE,
                          .idx = operand->idx};
    bool is_other = operand->kind == EXPR_TOLD;
    if (operand->kind == EXPR_FACT && operand->word)
        return true; /* of what was not found */
    if (is_other)
        asked = view->reading->asked.items[operand->idx];
    asked.of = 0;
    while (!str_is(function, asked_words[asked.of]))
        asked.of++;
    if (!(view->asks >> asked.of & 1)
        || (is_other
                ? asked.of == ASKED_PARTNER
                : operand->kind != EXPR_SCALE && operand->kind != EXPR_ITEM))
        return false;
    *operand = (struct expr_operand){.kind = EXPR_TOLD,
                                     .idx = asked_idx(view->reading, asked)};
    return true;
}

bool
view_find_used(const struct unfinished *r, struct str name, struct asked *asked)
{
    const struct instrument *rules = r->instrument;
    struct str owner;
    struct str id;
    enum id_kind kind;
    *asked = (struct asked){.of = ASKED_HERE};
    if (!str_cut(name, ".", &owner, &id))
        return false;
    for (size_t i = 0; i < rules->n_uses; i++)
        if (str_is(owner, rules->uses[i]->id))
            asked->whose = rules->uses[i];
    if (!asked->whose || !instrument_find(asked->whose, id, &kind, &asked->idx))
        return false;
    asked->is_scale = kind == ID_SCALE;
    const struct item *item =
        kind == ID_ITEM ? &asked->whose->items[asked->idx] : NULL;
    return asked->is_scale
           || (item && item->response->kind != RESPONSE_FREE
               && item->response->kind != RESPONSE_DATE
               && !item->response->multiple);
}

bool
view_is_unfound(const struct unfinished *r, struct str name)
{
    struct str rest = str_from(r->instrument->uses_text);
    struct str owner;
    struct str id;
    bool is_listed = false;
    if (!str_cut(name, ".", &owner, &id))
        return false;
    while (str_next_word(&rest, &id))
        is_listed |= str_equal(id, owner);
    for (size_t i = 0; i < r->instrument->n_uses; i++)
        is_listed &= !str_is(owner, r->instrument->uses[i]->id);
    return is_listed;
}

static bool
view_find(const void *aux, struct str name, struct expr_operand *operand)
{
    const struct view *view = aux;
    struct asked asked;
    if (view_is_unfound(view->reading, name)) {
        /* Any number will do: the file is refused. */
        *operand = (struct expr_operand){
            .kind = EXPR_FACT, .idx = EXPR_AGE, .word = ""};
        return true;
    }
    if ((view->asks >> ASKED_HERE & 1)
        && view_find_used(view->reading, name, &asked)) {
        *operand = (struct expr_operand){
            .kind = EXPR_TOLD, .idx = asked_idx(view->reading, asked)};
        return true;
    }
    enum id_kind kind;
    size_t idx;
    *operand = (struct expr_operand){.kind = EXPR_FACT};
    for (; view->sees_scales && operand->idx < N_EXPR_FACTS; operand->idx++)
        if (str_is(name, expr_facts[operand->idx]))
            return true;
    if (!instrument_find(view->reading->instrument, name, &kind, &idx))
        return false;
    if (kind == ID_ITEM && idx < view->n_items)
        operand->kind = EXPR_ITEM;
    else if (kind == ID_SCALE && view->sees_scales)
        operand->kind = EXPR_SCALE;
    else {
        if (kind == ID_ITEM && view->later)
            *view->later = name;
        return false;
    }
    operand->idx = idx;
    return true;
}

static bool
view_find_choice(const void *aux, size_t item_idx, double value,
                 size_t *choice_idx)
{
    const struct view *view = aux;
    const struct response *response = view->reading->items[item_idx].response;
    for (size_t i = 0; i < response->n_choices; i++) {
        if (!response->choices[i].missing
            && decimal_value(response->choices[i].value) == value) {
            *choice_idx = i;
            return true;
        }
    }
    return false;
}

static size_t
view_run(const void *aux, struct str from, struct str to, size_t *first_item)
{
    struct expr_operand first;
    struct expr_operand last;
    if (!view_find(aux, from, &first) || first.kind != EXPR_ITEM
        || !view_find(aux, to, &last) || last.kind != EXPR_ITEM
        || last.idx < first.idx)
        return 0;
    *first_item = first.idx;
    return last.idx - first.idx + 1;
}

/* An item whose response scale was not found is spared: said already. */
static const char *
view_no_number(const void *aux, size_t item_idx)
{
    const struct view *view = aux;
    const struct response *response = view->reading->items[item_idx].response;
    if (!response->id[0])
        return NULL;
    if (response->kind == RESPONSE_FREE)
        return "a free text";
    if (response->kind == RESPONSE_DATE)
        return "a date";
    return response->multiple ? "a choice of several" : NULL;
}

static bool
view_has_norm(const void *aux, size_t scale_idx, enum expr_standing standing)
{
    const struct view *view = aux;
    const struct scale *scale = &view->reading->scales[scale_idx];
    for (size_t i = 0; i < scale->n_norm_tables; i++)
        if (standing == EXPR_T && scale->norm_tables[i].gives == NORM_T)
            return true;
    return scale->n_norms > 0;
}

static const char *
view_nearest(const void *aux, struct str name)
{
    const struct view *view = aux;
    size_t n = view->n_items;
    if (view->sees_scales)
        n += view->reading->instrument->n_scales;
    return str_nearest(name, view->reading->names, n);
}

const struct expr *
view_compile(struct unfinished *r, const struct xml_element *at,
             const char *attribute, enum expr_type want,
             const struct view *view)
{
    struct expr_scope scope = {
        .find = view_find,
        .find_choice = view_find_choice,
        .run = view_run,
        .no_number = view_no_number,
        .has_norm = view_has_norm,
        .ask = view_ask,
        .nearest = view_nearest,
        .aux = view,
    };
    return expr_compile(at, attribute, want, &scope, r->arena, r->diag);
}
