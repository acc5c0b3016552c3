/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of worked examples: answers that can be given and expectations
   that can be met.  Whether they are met is found out by proof/examples.c. */
#include "instrument/checking.h"

#include "base/date.h"
#include "instrument/example.h"

/* ---- answers ---- */

static bool
is_number_answer(const struct response *response, struct str text)
{
    struct decimal number;
    return decimal_read(text, &number) && checking_is_answer(response, number);
}

static bool
are_choices(const struct response *response, struct str text)
{
    struct str rest = text;
    struct str word;
    if (str_is(text, "none"))
        return true;
    while (str_next_word(&rest, &word))
        if (!is_number_answer(response, word))
            return false;
    return true;
}

static bool
is_answer_of(const struct response *response, struct str text)
{
    int32_t days;
    if (!response->id[0] || response->kind == RESPONSE_FREE)
        return true;
    if (response->kind == RESPONSE_DATE)
        return date_read(text, &days);
    if (response->multiple)
        return are_choices(response, text);
    return is_number_answer(response, text);
}

/* An example that shows what becomes of a bad value holds one. */
static bool
shows_bad_value(const struct example *example)
{
    for (size_t i = 0; i < example->n_expectations; i++) {
        const char *missing = example->expectations[i].missing;
        if (missing && strcmp(missing, "bad") == 0)
            return true;
    }
    return false;
}

static void
check_answer(const struct checking *c, const struct example_answer *answer,
             bool may_be_bad)
{
    bool has_value = attribute_given(answer->at, "value");
    bool has_kind = attribute_given(answer->at, "missing");
    if (has_value == has_kind) {
        xml_problem(c->diag,
                    has_value ? MSG_ATTRIBUTE_IDLE : MSG_ATTRIBUTE_NEEDED,
                    xml_name_spot(answer->at, "value"), "'value'");
        diag_hint(c->diag, "an answer has a 'value' or is 'missing'; a blank "
                           "is left out");
    }
    if (!has_value || !answer->value || !answer->item_id[0] || may_be_bad)
        return;
    const struct item *item = &c->instrument->items[answer->item_idx];
    if (is_answer_of(item->response, str_trim(str_from(answer->value))))
        return;
    attribute_problem(c->diag, MSG_EXAMPLE_ANSWER, answer->at, "value");
    diag_hint(c->diag, "'%s' is answered by '%s' on line %d", item->id,
              item->response->id, attribute_line(item->response->at));
}

static void
check_answers(const struct checking *c, const struct example_answer *answers,
              size_t n, bool may_be_bad)
{
    const struct xml_element **seen = ARENA_ARRAY(
        c->arena, c->instrument->n_items, const struct xml_element *);
    for (size_t i = 0; i < n; i++) {
        const struct example_answer *answer = &answers[i];
        check_answer(c, answer, may_be_bad);
        if (!answer->item_id[0])
            continue;
        const struct xml_element **first = &seen[answer->item_idx];
        if (*first) {
            attribute_problem(c->diag, MSG_EXAMPLE_TWICE, answer->at, "item");
            diag_hint(c->diag, "first on line %d", attribute_line(*first));
        }
        *first = answer->at;
    }
}

/* ---- expectations ---- */

static void
problem_with(const struct checking *c, const struct expectation *expectation,
             const char *attribute, const char *hint)
{
    xml_problem(c->diag, MSG_EXAMPLE_EXPECTS,
                xml_name_spot(expectation->at, attribute), "'%s'", attribute);
    diag_hint(c->diag, "%s", hint);
}

/* The next of the attributes, parted by blanks, that was given; NULL: none. */
static const char *
next_given(const struct expectation *expectation, struct str *attributes)
{
    struct str word;
    while (str_next_word(attributes, &word))
        for (size_t i = 0; i < expectation->at->n_attributes; i++)
            if (str_is(word, expectation->at->attributes[i].name))
                return expectation->at->attributes[i].name;
    return NULL;
}

static bool
has_any(const struct expectation *expectation, const char *attributes)
{
    struct str rest = str_from(attributes);
    return next_given(expectation, &rest);
}

/* Names each attribute of the list that was given though it may not be. */
static void
check_idle(const struct checking *c, const struct expectation *expectation,
           const char *attributes, const char *hint)
{
    struct str rest = str_from(attributes);
    for (const char *name; (name = next_given(expectation, &rest));)
        problem_with(c, expectation, name, hint);
}

static void
check_figure(const struct checking *c, const struct expectation *expectation,
             const char *attribute)
{
    if (attribute_given(expectation->at, attribute)
        && !attribute_is_number(expectation->at, attribute)) {
        attribute_problem(c->diag, MSG_EXAMPLE_EXPECTS, expectation->at,
                          attribute);
        diag_hint(c->diag, "a number, with as many digits as are to hold");
    }
}

/* Finds what an attribute of the expectation names. */
static bool
find_named(const struct checking *c, const struct expectation *expectation,
           const char *attribute, struct checked_list list, size_t *idx)
{
    return checking_named(c, MSG_EXAMPLE_UNKNOWN, expectation->at, attribute,
                          &list, 1, idx);
}

static void
expect_scale(const struct checking *c, const struct example *example,
             const struct expectation *expectation)
{
    size_t idx;
    check_idle(c, expectation, "when fires",
               "'when' goes with a class, 'fires' with an alert");
    if (!has_any(expectation, "value band t percentile beyond verdict missing"))
        problem_with(c, expectation, "scale",
                     "say what is expected: value, band, t, percentile, "
                     "beyond, verdict or missing");
    if (expectation->missing)
        check_idle(c, expectation, "value band t percentile beyond verdict",
                   "a score that is missing has none");
    check_figure(c, expectation, "value");
    check_figure(c, expectation, "t");
    check_figure(c, expectation, "percentile");
    if (!find_named(c, expectation, "scale", CHECKED(c->instrument, scales),
                    &idx))
        return;
    const struct scale *scale = &c->instrument->scales[idx];
    if (expectation->band)
        (void)find_named(c, expectation, "band", CHECKED(scale, bands), &idx);
    if (!scale->n_cutoffs)
        check_idle(c, expectation, "beyond", "the scale has no cut-off");
    if (!scale->n_norms && !scale->n_norm_tables)
        check_idle(c, expectation, "t percentile", "the scale has no norm");
    if (!scale->n_changes || !example->n_before)
        check_idle(c, expectation, "verdict",
                   "a verdict needs a 'change' in the scale and a 'before' in "
                   "the example");
}

static void
expect_class(const struct checking *c, const struct expectation *expectation)
{
    size_t idx;
    check_idle(c, expectation, "value band t percentile beyond verdict fires",
               "of a class 'when' or 'missing' is expected");
    if (has_any(expectation, "when") == has_any(expectation, "missing"))
        problem_with(c, expectation, "class",
                     "of a class either 'when' or 'missing' is expected");
    if (!find_named(c, expectation, "class", CHECKED(c->instrument, classes),
                    &idx)
        || !expectation->when)
        return;
    const struct class *class = &c->instrument->classes[idx];
    (void)find_named(c, expectation, "when", CHECKED(class, cases), &idx);
}

static void
expect_alert(const struct checking *c, const struct expectation *expectation)
{
    size_t idx;
    check_idle(c, expectation,
               "value band t percentile beyond verdict missing when",
               "of an alert 'fires' is expected");
    if (!has_any(expectation, "fires"))
        problem_with(c, expectation, "alert",
                     "say whether it 'fires': yes, no or unknown");
    (void)checking_named(c, MSG_EXAMPLE_UNKNOWN, expectation->at, "alert",
                         checking_alerts(c), c->instrument->n_items, &idx);
}

static void
check_expectation(const struct checking *c, const struct example *example,
                  const struct expectation *expectation)
{
    const struct xml_element *at = expectation->at;
    int n_named = attribute_given(at, "scale") + attribute_given(at, "class")
                  + attribute_given(at, "alert");
    if (n_named != 1) {
        checking_element_problem(c, MSG_EXAMPLE_EXPECTS, at);
        diag_hint(c->diag, "name one scale, one class or one alert");
        return;
    }
    if (expectation->scale_id)
        expect_scale(c, example, expectation);
    if (expectation->class_id)
        expect_class(c, expectation);
    if (expectation->alert_id)
        expect_alert(c, expectation);
}

void
check_examples(const struct checking *c)
{
    for (size_t i = 0; i < c->instrument->n_examples; i++) {
        const struct example *example = &c->instrument->examples[i];
        bool may_be_bad = shows_bad_value(example);
        for (size_t k = 0; k < example->n_before; k++)
            check_answers(c, example->before[k].answers,
                          example->before[k].n_answers, may_be_bad);
        if (example->partner)
            check_answers(c, example->partner->answers,
                          example->partner->n_answers, may_be_bad);
        check_answers(c, example->answers, example->n_answers, may_be_bad);
        for (size_t j = 0; j < example->n_expectations; j++)
            check_expectation(c, example, &example->expectations[j]);
        arena_rewind(c->arena);
    }
}
