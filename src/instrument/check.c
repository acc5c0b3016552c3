/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of an instrument that its grammar cannot say.  Here: responses,
   sections, items, alerts and classes; scales are in check_scale.c and
   check_norm.c, worked examples in check_example.c. */
#include "instrument/checking.h"

#include <math.h>
#include "instrument/example.h"
#include "instrument/expr.h"

/* ---- responses ---- */

static void
check_choices(const struct checking *c, const struct response *response)
{
    for (size_t i = 0; i < response->n_choices; i++) {
        const struct choice *choice = &response->choices[i];
        checking_words(c, choice->at, choice->label);
        if (!attribute_is_number(choice->at, "value"))
            continue;
        for (size_t j = 0; j < i; j++) {
            const struct choice *earlier = &response->choices[j];
            if (!attribute_is_number(earlier->at, "value")
                || decimal_compare(earlier->value, choice->value) != 0)
                continue;
            attribute_problem(c->diag, MSG_CHOICE_TWICE, choice->at, "value");
            diag_hint(c->diag,
                      "first on line %d; two choices may share a "
                      "'score', not a 'value'",
                      attribute_line(earlier->at));
            break;
        }
    }
}

static void
idle(const struct checking *c, const struct choice *choice, const char *name,
     const char *hint)
{
    attribute_problem(c->diag, MSG_ATTRIBUTE_IDLE, choice->at, name);
    diag_hint(c->diag, "%s", hint);
}

/* Choices that say why there is no answer. */
static void
check_missing_choices(const struct checking *c, const struct response *response)
{
    size_t n_answers = 0;
    for (size_t i = 0; i < response->n_choices; i++) {
        const struct choice *choice = &response->choices[i];
        n_answers += !choice->missing;
        if (!choice->missing)
            continue;
        if (response->multiple)
            idle(c, choice, "missing",
                 "beside other choices, a choice is an answer");
        if (attribute_given(choice->at, "score"))
            idle(c, choice, "score",
                 "with 'missing' the choice is never summed");
    }
    if (response->n_choices && !n_answers)
        idle(c, &response->choices[0], "missing",
             "at least one of the choices is an answer");
}

static void
check_range(const struct checking *c, const struct response *response)
{
    const struct xml_element *at = response->at;
    checking_ends(c, at, "min", "max", false);
    checking_between(c, at, "step", 0, HUGE_VAL);
    int64_t idx;
    if (!attribute_is_number(at, "step") || response->step.units <= 0
        || decimal_compare(response->min, response->max) >= 0
        || !attribute_is_number(at, "min") || !attribute_is_number(at, "max")
        || decimal_on_grid(response->max, response->min, response->step, &idx))
        return;
    attribute_problem(c->diag, MSG_STEP_UNEVEN, at, "step");
    diag_hint(c->diag, "'max' is 'min' plus a whole number of steps");
}

static void
check_responses(const struct checking *c)
{
    const struct instrument *instrument = c->instrument;
    for (size_t i = 0; i < instrument->n_responses; i++) {
        const struct response *response = &instrument->responses[i];
        if (response->kind == RESPONSE_CHOICES)
            check_choices(c, response);
        if (response->kind == RESPONSE_CHOICES)
            check_missing_choices(c, response);
        if (response->kind == RESPONSE_RANGE)
            check_range(c, response);
    }
    checking_doubles(c, &CHECKED(instrument, responses), 1, "response scales");
}

/* ---- missing codes ---- */

static void
check_missing_code(const struct checking *c, size_t code_idx)
{
    const struct instrument *instrument = c->instrument;
    const struct missing_code *code = &instrument->missing_codes[code_idx];
    if (!attribute_is_number(code->at, "code"))
        return;
    for (size_t i = 0; i < code_idx; i++) {
        const struct missing_code *earlier = &instrument->missing_codes[i];
        if (!attribute_is_number(earlier->at, "code")
            || decimal_compare(earlier->code, code->code) != 0)
            continue;
        attribute_problem(c->diag, MSG_CODE_TAKEN, code->at, "code");
        diag_hint(c->diag, "a missing code on line %d",
                  attribute_line(earlier->at));
        return;
    }
    for (size_t i = 0; i < instrument->n_responses; i++) {
        const struct response *response = &instrument->responses[i];
        if (!checking_is_answer(response, code->code))
            continue;
        attribute_problem(c->diag, MSG_CODE_TAKEN, code->at, "code");
        diag_hint(c->diag, "an answer of '%s' on line %d", response->id,
                  attribute_line(response->at));
        return;
    }
}

/* ---- sections, items, alerts, classes ---- */

static void
check_items(const struct checking *c)
{
    const struct instrument *instrument = c->instrument;
    checking_doubles(c, &CHECKED(instrument, sections), 1, "sections");
    for (size_t i = 0; i < instrument->n_items; i++) {
        const struct item *item = &instrument->items[i];
        checking_words(c, item->at, item->text);
        for (size_t j = 0; j < item->n_alerts; j++) {
            const struct alert *alert = &item->alerts[j];
            checking_words(c, alert->at, alert->text);
        }
    }
    checking_doubles(c, checking_alerts(c), instrument->n_items, "alerts");
    if (instrument->n_sections || instrument->uses_text)
        return;
    xml_problem(c->diag, MSG_ELEMENT_MISSING, xml_element_spot(instrument->at),
                "'section' of 'instrument'");
    diag_hint(c->diag, "only rules over other questionnaires ('uses') ask "
                       "nothing themselves");
}

static void
check_class(const struct checking *c, const struct class *class)
{
    for (size_t i = 0; i < class->n_cases; i++)
        checking_words(c, class->cases[i].at, class->cases[i].label);
    checking_doubles(c, &CHECKED(class, cases), 1, "cases of this class");
}

/* ---- scales together ---- */

static size_t
count_members(const struct instrument *instrument)
{
    size_t n = 0;
    for (size_t i = 0; i < instrument->n_scales; i++)
        n += instrument->scales[i].n_members;
    return n;
}

/* Each is a table and a step of the work on every row. */
static void
check_n_members(const struct checking *c)
{
    size_t n = count_members(c->instrument);
    if (n <= INSTRUMENT_LIMIT_MEMBERS)
        return;
    xml_problem(c->diag, MSG_TOO_MANY, xml_element_spot(c->instrument->at),
                "%zu items of all scales together", n);
    diag_hint(c->diag, "at most %d", INSTRUMENT_LIMIT_MEMBERS);
}

/* ---- the work of the worked examples ---- */

static void
count_operations(const struct expr *expr, void *aux)
{
    size_t *n = aux;
    *n += expr_size(expr);
}

/* They are run each time that the instrument is loaded. */
static void
check_work(const struct checking *c)
{
    const struct instrument *instrument = c->instrument;
    size_t n_operations = count_members(instrument);
    size_t n_rows = instrument->n_examples;
    instrument_visit(instrument, count_operations, &n_operations);
    for (size_t i = 0; i < instrument->n_examples; i++)
        n_rows += instrument->examples[i].n_before
                  + (instrument->examples[i].partner != NULL);
    if (n_operations * n_rows <= INSTRUMENT_LIMIT_WORK)
        return;
    xml_problem(c->diag, MSG_TOO_MANY,
                xml_element_spot(instrument->examples[0].at),
                "%zu operations of all worked examples together",
                n_operations * n_rows);
    diag_hint(c->diag,
              "at most %d; a row of answers takes %zu, and they have %zu: "
              "fewer examples, or shorter formulas",
              INSTRUMENT_LIMIT_WORK, n_operations, n_rows);
}

/* ---- items that nothing uses ---- */

/* What could not be read may have been a use. */
static void
check_unused(const struct checking *c)
{
    const struct instrument *instrument = c->instrument;
    const bool *is_used = instrument_used_items(instrument, c->arena);
    if (diag_count(c->diag, SEVERITY_ERROR))
        return;
    for (size_t i = 0; i < instrument->n_items; i++) {
        const struct item *item = &instrument->items[i];
        enum response_kind kind = item->response->kind;
        if (is_used[i] || kind == RESPONSE_FREE || kind == RESPONSE_DATE
            || item->response->multiple)
            continue;
        attribute_problem(c->diag, MSG_ITEM_UNUSED, item->at, "id");
        diag_hint(c->diag, "nothing is wrong if it is asked for its own sake");
    }
}

bool
instrument_check(const struct instrument *instrument, struct diag *diag)
{
    struct checking c = {instrument, arena_new(), diag};
    size_t n_before = diag_count(diag, SEVERITY_ERROR);
    check_responses(&c);
    for (size_t i = 0; i < instrument->n_missing_codes; i++)
        check_missing_code(&c, i);
    check_items(&c);
    check_n_members(&c);
    for (size_t i = 0; i < instrument->n_scales; i++) {
        check_scale(&c, &instrument->scales[i]);
        check_norms(&c, &instrument->scales[i]);
        check_changes(&c, &instrument->scales[i]);
        arena_rewind(c.arena);
    }
    for (size_t i = 0; i < instrument->n_classes; i++)
        check_class(&c, &instrument->classes[i]);
    check_examples(&c);
    check_work(&c);
    check_unused(&c);
    arena_free(c.arena);
    return diag_count(diag, SEVERITY_ERROR) == n_before;
}
