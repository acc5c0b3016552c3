/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gives every name in an instrument its meaning, compiles the expressions,
   and carries privacy along everything that rests on a private answer.  What
   a scale's list of items means is members.c's. */
#include "instrument/unfinished.h"

#include "instrument/attribute.h"
#include "instrument/example.h"
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

/* ---- gates ---- */

/* A gate sees the items before its own.  One that stands later is not
   unknown, and the nearest name would mislead. */
static const struct expr *
compile_gate(struct unfinished *r, const struct item *item, size_t item_idx)
{
    struct str later = {NULL, 0};
    size_t n_before = diag_total(r->diag);
    struct view view = {r, item_idx, false, &later, 0};
    const struct expr *gate =
        view_compile(r, item->at, "relevant", EXPR_TRUTH, &view);
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
                view_compile(r, scale->at, "formula", EXPR_NUMBER, view);
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
                alert->when =
                    view_compile(r, alert->at, "when", EXPR_TRUTH, view);
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
                one->test = view_compile(r, one->at, "test", EXPR_TRUTH, view);
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
        if (!view_find_used(r, str_from(scores[i].of), &scores[i].asked)
            && !view_is_unfound(r, str_from(scores[i].of)))
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
