/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives every name in an instrument its meaning, compiles the expressions,
   and carries privacy along everything that rests on a private answer.  What
   a scale's list of items means is members.c's. */
#include "instrument/unfinished.h"

#include "instrument/attribute.h"
#include "instrument/expr.h"

/* ---- ids ---- */

/* The columns of data files that have a meaning of their own. */
static const char *const columns[] = {
#define FACT(NAME, word, type) word,
#include "instrument/reserved.def"
};

static const struct xml_element *
owner_of(const struct unfinished *r, size_t value)
{
    size_t idx = value / 4;
    switch ((enum id_kind)(value % 4)) {
    case ID_ITEM:
        return r->items[idx].at;
    case ID_SCALE:
        return r->scales[idx].at;
    case ID_CLASS:
        break;
    }
    return r->instrument->classes[idx].at;
}

static void
check_reserved(struct unfinished *r, const struct xml_element *at,
               const char *id)
{
    for (size_t i = 0; i < N_ELEMENTS(columns); i++) {
        if (!str_is(str_from(id), columns[i]))
            continue;
        attribute_problem(r->diag, MSG_ID_RESERVED, at, "id");
        diag_hint(r->diag, "data files have a column of this name");
        return;
    }
    if (expr_is_reserved(str_from(id))) {
        attribute_problem(r->diag, MSG_ID_RESERVED, at, "id");
        diag_hint(r->diag, "a keyword or function of expressions");
    }
}

static void
add_id(struct unfinished *r, struct map *ids, const struct xml_element *at,
       const char *id, size_t value)
{
    if (!id[0])
        return;
    check_reserved(r, at, id);
    size_t first;
    if (map_find(ids, str_from(id), &first)) {
        attribute_problem(r->diag, MSG_ID_TWICE, at, "id");
        diag_hint(r->diag,
                  "first on line %d; items, scales and classes share one "
                  "name space",
                  attribute_line(owner_of(r, first)));
        return;
    }
    map_add(ids, str_from(id), value);
}

static void
resolve_ids(struct unfinished *r)
{
    struct instrument *instrument = r->instrument;
    struct map *ids = map_new(r->arena, false);
    for (size_t i = 0; i < instrument->n_items; i++)
        add_id(r, ids, r->items[i].at, r->items[i].id,
               reading_id_value(ID_ITEM, i));
    for (size_t i = 0; i < instrument->n_scales; i++)
        add_id(r, ids, r->scales[i].at, r->scales[i].id,
               reading_id_value(ID_SCALE, i));
    for (size_t i = 0; i < instrument->n_classes; i++)
        add_id(r, ids, r->instrument->classes[i].at,
               r->instrument->classes[i].id, reading_id_value(ID_CLASS, i));
    instrument->ids = ids;
    r->names = ARENA_ARRAY(r->arena, instrument->n_items + instrument->n_scales,
                           const char *);
    for (size_t i = 0; i < instrument->n_items; i++)
        r->names[i] = r->items[i].id[0] ? r->items[i].id : NULL;
    for (size_t i = 0; i < instrument->n_scales; i++)
        r->names[instrument->n_items + i] =
            r->scales[i].id[0] ? r->scales[i].id : NULL;
}

/* ---- responses ---- */

static const struct response *
response_find(struct unfinished *r, const struct map *ids,
              const struct xml_element *at, const char *id)
{
    size_t idx;
    if (map_find(ids, str_from(id), &idx))
        return &r->instrument->responses[idx];
    size_t n = r->instrument->n_responses;
    const char **names = ARENA_ARRAY(r->arena, n, const char *);
    for (size_t i = 0; i < n; i++)
        names[i] = r->instrument->responses[i].id;
    attribute_problem(r->diag, MSG_RESPONSES_UNKNOWN, at, "responses");
    diag_hint_nearest(r->diag, str_from(id), names, n);
    return NULL;
}

/* What an item without a response scale gets, so that the rest of the file
   can still be checked. */
static const struct response *
response_none(struct unfinished *r)
{
    struct response *none = ARENA_NEW(r->arena, struct response);
    none->kind = RESPONSE_FREE;
    none->id = "";
    return none;
}

static const struct response *
resolve_response(struct unfinished *r, const struct map *ids,
                 const struct item *item, const struct response *of_section)
{
    const struct response *response = of_section;
    if (item->responses_id)
        response = response_find(r, ids, item->at, item->responses_id);
    else if (!of_section && !attribute_given(item->at, "responses")) {
        xml_problem(r->diag, MSG_RESPONSES_UNSAID,
                    xml_value_spot(item->at, "id"), "'%s'", item->id);
        diag_hint(r->diag, "give the item or its section 'responses'");
    }
    return response ? response : response_none(r);
}

static void
resolve_responses(struct unfinished *r)
{
    struct instrument *instrument = r->instrument;
    struct map *ids = map_new(r->arena, false);
    for (size_t i = 0; i < instrument->n_responses; i++)
        if (r->instrument->responses[i].id[0])
            map_add(ids, str_from(r->instrument->responses[i].id), i);
    for (size_t i = 0; i < instrument->n_sections; i++) {
        const struct section *section = &instrument->sections[i];
        const struct response *of_section = NULL;
        if (section->responses_id) {
            of_section =
                response_find(r, ids, section->at, section->responses_id);
            if (!of_section)
                of_section = response_none(r);
        }
        for (size_t j = 0; j < section->n_items; j++) {
            struct item *item = &r->items[section->first_item + j];
            item->response = resolve_response(r, ids, item, of_section);
            item->responses_id = item->response->id;
        }
    }
}

/* ---- what expressions see ---- */

struct view {
    struct unfinished *reading;
    size_t n_items; /* the first so many can be seen */
    bool sees_scales;
    struct str *later; /* set to a known item that cannot be seen; or NULL */
    unsigned int asks; /* a bit for each asked_of that it may ask */
};

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

/* "phq-9.total": an item or a scale of a questionnaire that is used. */
static bool
find_used(const struct unfinished *r, struct str name, struct asked *asked)
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

/* Part of a questionnaire that is to be used and was not found: said already.
 */
static bool
is_of_unfound(const struct unfinished *r, struct str name)
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
    if (is_of_unfound(view->reading, name)) {
        /* Any number will do: the file is refused. */
        *operand = (struct expr_operand){
            .kind = EXPR_FACT, .idx = EXPR_AGE, .word = ""};
        return true;
    }
    if ((view->asks >> ASKED_HERE & 1)
        && find_used(view->reading, name, &asked)) {
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

static const struct expr *
compile(struct unfinished *r, const struct xml_element *at,
        const char *attribute, enum expr_type want, const struct view *view)
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

/* A gate sees the items before its own.  One that stands later is not
   unknown, and the nearest name would mislead. */
static const struct expr *
compile_gate(struct unfinished *r, const struct item *item, size_t item_idx)
{
    struct str later = {NULL, 0};
    size_t n_before = diag_total(r->diag);
    struct view view = {r, item_idx, false, &later, 0};
    const struct expr *gate =
        compile(r, item->at, "relevant", EXPR_TRUTH, &view);
    if (later.len && diag_total(r->diag) == n_before + 1)
        diag_hint(r->diag,
                  "'%.*s' is asked later: a gate rests on earlier items only",
                  STR_ARGS(later));
    return gate;
}

/* ---- privacy ---- */

static bool
is_private(const struct unfinished *r, const struct expr_operand *operand)
{
    switch (operand->kind) {
    case EXPR_ITEM:
    case EXPR_SELECTED:
        return r->items[operand->idx].is_private;
    case EXPR_SCALE:
        return r->scales[operand->idx].is_private;
    case EXPR_TOLD:
        return asked_is_private(r->instrument, &r->asked.items[operand->idx]);
    case EXPR_FACT:
    case EXPR_ANSWER:
        break;
    }
    return false;
}

static bool
rests_on_private(const struct unfinished *r, const struct expr *expr)
{
    size_t n;
    const struct expr_operand *operands = expr_operands(expr, &n);
    for (size_t i = 0; i < n; i++)
        if (is_private(r, &operands[i]))
            return true;
    return false;
}

static bool
choices_say_not_applicable(const struct response *response)
{
    for (size_t i = 0; i < response->n_choices; i++)
        if (response->choices[i].missing == ANSWER_NOT_APPLICABLE)
            return true;
    return false;
}

/* In document order: a gate rests on earlier items only, so that their
   privacy is known. */
static void
resolve_items(struct unfinished *r)
{
    bool by_code = false;
    for (size_t i = 0; i < r->instrument->n_missing_codes; i++)
        by_code |=
            r->instrument->missing_codes[i].kind == ANSWER_NOT_APPLICABLE;
    for (size_t i = 0; i < r->instrument->n_items; i++) {
        struct item *item = &r->items[i];
        if (!attribute_given(item->at, "private"))
            item->is_private = item->response->kind == RESPONSE_FREE;
        item->offers_not_applicable =
            choices_say_not_applicable(item->response);
        item->can_be_not_applicable =
            by_code || item->relevant_text || item->offers_not_applicable;
        if (!item->relevant_text)
            continue;
        item->relevant = compile_gate(r, item, i);
        if (rests_on_private(r, item->relevant))
            item->is_private = true;
    }
}

/* ---- scales that rest on scales ---- */

enum visit { VISIT_NEW, VISIT_OPEN, VISIT_DONE };

/* A walk from formula to formula, as deep as there are scales. */
struct walk {
    struct unfinished *reading;
    char *visits;
    size_t *path; /* the scales that are open, outermost first */
    size_t depth;
};

static void
report_cycle(struct walk *walk, size_t idx)
{
    struct unfinished *r = walk->reading;
    struct buf path SCOPED(buf_clear) = {0};
    size_t from = 0;
    while (walk->path[from] != idx)
        from++;
    for (size_t i = from; i < walk->depth; i++)
        buf_addf(&path, "%s -> ", r->scales[walk->path[i]].id);
    buf_addf(&path, "%s", r->scales[idx].id);
    const struct scale *last = &r->scales[walk->path[walk->depth - 1]];
    xml_problem(r->diag, MSG_FORMULA_CYCLE, xml_value_spot(last->at, "formula"),
                "%s", buf_text(&path));
    diag_hint(r->diag, "a formula may use scales that do not use it in turn");
}

/* Which other rows an expression rests on: a bit for each asked_of. */
static unsigned int
asks_of(const struct unfinished *r, const struct expr *expr)
{
    unsigned int asks = 0;
    size_t n;
    const struct expr_operand *operands = expr_operands(expr, &n);
    for (size_t i = 0; i < n; i++)
        if (operands[i].kind == EXPR_SCALE)
            asks |= r->scales[operands[i].idx].asks;
        else if (operands[i].kind == EXPR_TOLD)
            asks |= 1u << r->asked.items[operands[i].idx].of;
    return asks;
}

/* What keeps a formula from asking for it, or NULL.  A row is asked for what it
   has by itself: so no question goes from row to row without an end. */
static const char *
obstacle_to(const struct unfinished *r, const struct expr_operand *operand)
{
    const struct asked *asked = &r->asked.items[operand->idx];
    if (asked->of == ASKED_PARTNER && is_private(r, operand))
        return "what is private, or rests on it, is never told to the partner";
    if (asked->is_scale
        && asked_whose(r->instrument, asked)->scales[asked->idx].asks)
        return "what is asked for must rest on one row alone";
    return NULL;
}

static void
check_asking(const struct unfinished *r, const struct xml_element *at,
             const char *attribute, const struct expr *expr)
{
    size_t n;
    const struct expr_operand *operands = expr_operands(expr, &n);
    for (size_t i = 0; i < n; i++) {
        if (operands[i].kind != EXPR_TOLD)
            continue;
        const struct asked *asked = &r->asked.items[operands[i].idx];
        const char *obstacle = obstacle_to(r, &operands[i]);
        if (!obstacle)
            continue;
        struct buf id SCOPED(buf_clear) = {0};
        asked_add_id(r->instrument, asked, &id);
        xml_problem(r->diag, MSG_ASKED, xml_value_spot(at, attribute),
                    asked_words[asked->of] ? "'%s(%s)'" : "'%s%s'",
                    asked_words[asked->of] ? asked_words[asked->of] : "",
                    buf_text(&id));
        diag_hint(r->diag, "%s", obstacle);
    }
}

static void
say_asking(const struct unfinished *r, const struct xml_element *at,
           const char *attribute, const char *id, const char *hint)
{
    xml_problem(r->diag, MSG_ASKED, xml_value_spot(at, attribute), "'%s'", id);
    diag_hint(r->diag, "%s", hint);
}

/* Whether it is of the couple is said, so that whoever reads the file knows it
   is on no page for one. */
static void
check_couple(const struct unfinished *r, const struct scale *scale)
{
    bool asks_partner = scale->asks >> ASKED_PARTNER & 1;
    if (asks_partner && !scale->of_couple)
        say_asking(r, scale->at, "formula", scale->id,
                   "say of=\"couple\": it is of two people");
    bool is_unread = scale->formula_text && !scale->formula;
    if (!asks_partner && scale->of_couple && !is_unread)
        say_asking(r, scale->at, "of", scale->id,
                   "a scale of the couple asks for partner(\u2026)");
}

/* The scale that an operand rests on, in this row or in another; false: on
   none. */
static bool
scale_below(const struct unfinished *r, const struct expr_operand *operand,
            size_t *idx)
{
    const struct asked *asked =
        operand->kind == EXPR_TOLD ? &r->asked.items[operand->idx] : NULL;
    *idx = asked ? asked->idx : operand->idx;
    return asked ? asked->is_scale && !asked->whose
                 : operand->kind == EXPR_SCALE;
}

static void
visit_scale(struct walk *walk, size_t idx)
{
    struct unfinished *r = walk->reading;
    struct scale *scale = &r->scales[idx];
    walk->visits[idx] = VISIT_OPEN;
    walk->path[walk->depth++] = idx;
    size_t n;
    const struct expr_operand *operands = expr_operands(scale->formula, &n);
    /* One cycle through each formula is named: there can be very many. */
    bool is_reported = false;
    for (size_t i = 0; i < n; i++) {
        size_t below;
        if (!scale_below(r, &operands[i], &below))
            continue;
        if (walk->visits[below] == VISIT_OPEN && !is_reported) {
            report_cycle(walk, below);
            is_reported = true;
        } else if (walk->visits[below] == VISIT_NEW) {
            visit_scale(walk, below);
        }
    }
    scale->is_private = rests_on_private(r, scale->formula);
    scale->asks = asks_of(r, scale->formula);
    check_asking(r, scale->at, "formula", scale->formula);
    check_couple(r, scale);
    for (size_t i = 0; i < scale->n_members; i++)
        if (r->items[scale->members[i].item_idx].is_private)
            scale->is_private = true;
    walk->visits[idx] = VISIT_DONE;
    walk->depth--;
}

/* Whether another fits is checked later. */
static size_t
counterpart_of(const struct instrument *instrument, size_t idx)
{
    const char *id = instrument->scales[idx].counterpart_id;
    size_t found;
    return id && instrument_find_of(instrument, ID_SCALE, str_from(id), &found)
               ? found
               : idx;
}

static void
resolve_scales(struct unfinished *r, const struct view *view)
{
    size_t n = r->instrument->n_scales;
    for (size_t i = 0; i < n; i++) {
        struct scale *scale = &r->scales[i];
        scale->counterpart = counterpart_of(r->instrument, i);
        members_resolve(r, scale);
        if (scale->formula_text)
            scale->formula =
                compile(r, scale->at, "formula", EXPR_NUMBER, view);
    }
    struct walk walk = {
        .reading = r,
        .visits = ARENA_ARRAY(r->arena, n, char),
        .path = ARENA_ARRAY(r->arena, n, size_t),
    };
    for (size_t i = 0; i < n; i++)
        if (walk.visits[i] == VISIT_NEW)
            visit_scale(&walk, i);
}

/* ---- alerts, classes, examples ---- */

static void
resolve_alerts(struct unfinished *r, const struct view *view)
{
    for (size_t i = 0; i < r->instrument->n_items; i++) {
        const struct item *item = &r->items[i];
        struct alert *alerts = reading_own(item->alerts);
        for (size_t j = 0; j < item->n_alerts; j++) {
            struct alert *alert = &alerts[j];
            if (alert->when_text)
                alert->when = compile(r, alert->at, "when", EXPR_TRUTH, view);
            if (asks_of(r, alert->when))
                say_asking(r, alert->at, "when", alert->id,
                           "an alert is judged by its own row alone");
            alert->is_private =
                item->is_private || rests_on_private(r, alert->when);
            if (!attribute_given(alert->at, "unanswered"))
                alert->lists_unanswered = item->is_private;
        }
    }
}

static void
resolve_classes(struct unfinished *r, const struct view *view)
{
    struct class *classes = reading_own(r->instrument->classes);
    for (size_t i = 0; i < r->instrument->n_classes; i++) {
        struct class_case *cases = reading_own(classes[i].cases);
        for (size_t j = 0; j < classes[i].n_cases; j++) {
            struct class_case *one = &cases[j];
            if (one->test_text)
                one->test = compile(r, one->at, "test", EXPR_TRUTH, view);
            check_asking(r, one->at, "test", one->test);
            classes[i].asks |= asks_of(r, one->test);
            if (asks_of(r, one->test) >> ASKED_PARTNER & 1)
                say_asking(r, one->at, "test", one->id,
                           "a class is of one person");
            if (rests_on_private(r, one->test))
                classes[i].is_private = true;
        }
    }
}

static void
resolve_answers(struct unfinished *r, const struct example_answer *shown,
                size_t n)
{
    struct example_answer *answers = reading_own(shown);
    for (size_t i = 0; i < n; i++) {
        struct example_answer *answer = &answers[i];
        if (!answer->item_id[0]
            || instrument_find_of(r->instrument, ID_ITEM,
                                  str_from(answer->item_id), &answer->item_idx))
            continue;
        attribute_problem(r->diag, MSG_EXAMPLE_UNKNOWN, answer->at, "item");
        diag_hint_nearest(r->diag, str_from(answer->item_id), r->names,
                          r->instrument->n_items);
        answer->item_id = "";
    }
}

/* What questionnaires that are used gave. */
static void
resolve_scores(struct unfinished *r, const struct example_score *shown,
               size_t n)
{
    struct example_score *scores = reading_own(shown);
    for (size_t i = 0; i < n; i++)
        if (!find_used(r, str_from(scores[i].of), &scores[i].asked)
            && !is_of_unfound(r, str_from(scores[i].of)))
            attribute_problem(r->diag, MSG_EXAMPLE_UNKNOWN, scores[i].at, "of");
}

void
resolve_instrument(struct unfinished *reading)
{
    resolve_ids(reading);
    resolve_responses(reading);
    resolve_items(reading);
    struct view all = {reading, reading->instrument->n_items, true, NULL, ~0u};
    resolve_scales(reading, &all);
    all.asks &= ~(1u << ASKED_PARTNER);
    resolve_classes(reading, &all);
    all.asks = 0;
    resolve_alerts(reading, &all);
    reading->instrument->asked = reading->asked.items;
    reading->instrument->n_asked = reading->asked.n;
    for (size_t i = 0; i < reading->instrument->n_examples; i++) {
        const struct example *example = &reading->instrument->examples[i];
        for (size_t k = 0; k < example->n_before; k++) {
            resolve_answers(reading, example->before[k].answers,
                            example->before[k].n_answers);
            resolve_scores(reading, example->before[k].scores,
                           example->before[k].n_scores);
        }
        if (example->partner)
            resolve_answers(reading, example->partner->answers,
                            example->partner->n_answers);
        resolve_scores(reading, example->scores, example->n_scores);
        resolve_answers(reading, example->answers, example->n_answers);
    }
    calibration_resolve_free(reading);
}
