/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the shape of the file to the shape of the model: nested lists become
   flat arrays, words become values, and what was not said gets its default.
   Ids that are missing become "", which names nothing, so that later steps
   need not ask. */
#include "instrument/reading.h"

#include "base/vec.h"
#include "instrument/attribute.h"
#include "instrument/method.h"

static const char *
id_or_empty(const char *id)
{
    return id ? id : "";
}

/* The word at the position 'name', when the attribute was given. */
static const char *
word_given(const struct xml_element *at, const char *attribute,
           const char *const *names, int name)
{
    return attribute_given(at, attribute) ? names[name] : NULL;
}

static const char *const *
build_texts(struct reading *r, const struct raw_text *texts, size_t n)
{
    const char **out = ARENA_ARRAY(r->arena, n, const char *);
    for (size_t i = 0; i < n; i++)
        out[i] = texts[i].text ? texts[i].text : "";
    return out;
}

static int32_t
build_minutes(struct reading *r, const struct raw_text *minutes)
{
    int32_t whole = 0;
    if (!minutes || !minutes->text)
        return 0;
    if (!whole_read(str_from(minutes->text), &whole) || whole < 1) {
        xml_problem(r->diag, MSG_NUMBER_OUT_OF_RANGE,
                    xml_text_spot(minutes->at), "'%s'", minutes->text);
        diag_hint(r->diag, "a whole number of minutes, 1 or more");
        return 0;
    }
    return whole;
}

static const struct about *
build_about(struct reading *r, const struct raw_about *raw)
{
    struct about *about = ARENA_NEW(r->arena, struct about);
    if (!raw)
        return about;
    *about = raw->about;
    about->authors = build_texts(r, raw->authors, raw->n_authors);
    about->n_authors = raw->n_authors;
    about->citations = build_texts(r, raw->citations, raw->n_citations);
    about->n_citations = raw->n_citations;
    about->notes = build_texts(r, raw->notes, raw->n_notes);
    about->n_notes = raw->n_notes;
    if (raw->licence) {
        about->licence_spdx = raw->licence->spdx;
        about->licence = raw->licence->text;
    }
    if (raw->recall) {
        about->recall = raw->recall->text;
        about->recall_days = raw->recall->days;
    }
    about->minutes = build_minutes(r, raw->minutes);
    return about;
}

/* ---- responses ---- */

/* The grammar counts the kinds that a file may name from 0 on. */
static enum answer_kind
kind_given(enum answer_kind name_idx)
{
    return (enum answer_kind)((int)name_idx + ANSWER_SKIPPED);
}

static void
build_ends(struct response *response)
{
    if (response->kind == RESPONSE_RANGE) {
        response->lo = decimal_value(response->min);
        response->hi = decimal_value(response->max);
    }
    for (size_t i = 0; i < response->n_choices; i++) {
        double score = decimal_value(response->choices[i].score);
        if (i == 0 || score < response->lo)
            response->lo = score;
        if (i == 0 || score > response->hi)
            response->hi = score;
    }
}

/* Whoever goes over all choices then meets no score that no answer has. */
static void
score_as_an_answer(struct choice *choices, size_t n)
{
    const struct choice *answer = choices;
    while (answer < choices + n && answer->missing)
        answer++;
    for (size_t i = 0; answer < choices + n && i < n; i++)
        if (choices[i].missing)
            choices[i].score = answer->score;
}

static void
build_response(struct reading *r, const struct raw_response *raw,
               enum response_kind kind)
{
    struct response *response = &r->responses[r->instrument->n_responses++];
    *response = raw->response;
    response->kind = kind;
    response->id = id_or_empty(response->id);
    for (size_t i = 0; i < raw->n_choices; i++) {
        struct choice *choice = &raw->choices[i];
        if (!attribute_given(choice->at, "score"))
            choice->score = choice->value;
        if (attribute_given(choice->at, "missing"))
            choice->missing = kind_given(choice->missing);
        if (choice->label && !choice->label[0])
            choice->label = NULL;
    }
    score_as_an_answer(raw->choices, raw->n_choices);
    response->choices = raw->choices;
    response->n_choices = raw->n_choices;
    if (kind == RESPONSE_FREE && !response->lines)
        response->lines = 1;
    build_ends(response);
}

/* The kinds were read apart from each other; their places in the file put
   them in order again. */
static void
build_responses(struct reading *r, const struct raw_instrument *raw)
{
    const struct {
        const struct raw_response *list;
        size_t n;
        enum response_kind kind;
    } kinds[] = {
        {raw->choices, raw->n_choices, RESPONSE_CHOICES},
        {raw->ranges, raw->n_ranges, RESPONSE_RANGE},
        {raw->frees, raw->n_frees, RESPONSE_FREE},
        {raw->dates, raw->n_dates, RESPONSE_DATE},
    };
    size_t next[N_ELEMENTS(kinds)] = {0};
    size_t n = raw->n_choices + raw->n_ranges + raw->n_frees + raw->n_dates;
    r->responses = ARENA_ARRAY(r->arena, n, struct response);
    for (size_t i = 0; i < n; i++) {
        size_t first = N_ELEMENTS(kinds);
        size_t offset = SIZE_MAX;
        for (size_t k = 0; k < N_ELEMENTS(kinds); k++) {
            if (next[k] == kinds[k].n)
                continue;
            size_t here = kinds[k].list[next[k]].response.at->offset;
            if (first == N_ELEMENTS(kinds) || here < offset) {
                first = k;
                offset = here;
            }
        }
        build_response(r, &kinds[first].list[next[first]++], kinds[first].kind);
    }
    r->instrument->responses = r->responses;
}

static void
build_missing_codes(struct reading *r, const struct raw_instrument *raw)
{
    for (size_t i = 0; i < raw->n_missing_codes; i++) {
        struct missing_code *code = &raw->missing_codes[i];
        code->kind = kind_given(code->kind);
    }
    r->instrument->missing_codes = raw->missing_codes;
    r->instrument->n_missing_codes = raw->n_missing_codes;
}

/* ---- sections and items ---- */

static void
build_item(struct reading *r, const struct raw_item *raw, size_t section_idx)
{
    struct item *item = &r->items[r->instrument->n_items++];
    *item = raw->item;
    item->id = id_or_empty(item->id);
    item->section_idx = section_idx;
    item->alerts = &r->alerts[r->n_alerts];
    item->n_alerts = raw->n_alerts;
    for (size_t i = 0; i < raw->n_alerts; i++) {
        struct alert *alert = &r->alerts[r->n_alerts++];
        *alert = raw->alerts[i].alert;
        alert->id = id_or_empty(alert->id);
        alert->lists_unanswered = raw->alerts[i].unanswered == 1;
    }
}

static void
build_sections(struct reading *r, const struct raw_instrument *raw)
{
    struct section *sections =
        ARENA_ARRAY(r->arena, raw->n_sections, struct section);
    for (size_t i = 0; i < raw->n_sections; i++) {
        const struct raw_section *from = &raw->sections[i];
        sections[i] = from->section;
        sections[i].id = id_or_empty(from->section.id);
        sections[i].first_item = r->instrument->n_items;
        sections[i].n_items = from->n_items;
        for (size_t j = 0; j < from->n_items; j++)
            build_item(r, &from->items[j], i);
    }
    r->instrument->sections = sections;
    r->instrument->n_sections = raw->n_sections;
    r->instrument->items = r->items;
}

/* ---- scales ---- */

static void
build_fits(const struct xml_element *at, struct fits *fits)
{
    const char *sex = word_given(at, "sex", grammar_sexes, fits->sex);
    fits->sex = sex ? sex[0] : 0;
    fits->has_age_from = attribute_given(at, "age-from");
    fits->has_age_to = attribute_given(at, "age-to");
}

static void
build_cutoff(struct cutoff *cutoff)
{
    cutoff->id = id_or_empty(cutoff->id);
    if (attribute_given(cutoff->at, "method"))
        cutoff->method = (enum cutoff_method)((int)cutoff->method + CUTOFF_A);
    /* The field holds what 'include' said, which is the opposite. */
    if (attribute_given(cutoff->at, "include"))
        cutoff->excludes_point = !cutoff->excludes_point;
}

static void
build_bands(struct scale *scale, const struct raw_bands *bands)
{
    if (!bands)
        return;
    scale->basis = (enum band_basis)bands->basis;
    scale->bands_source = bands->source;
    for (size_t i = 0; i < bands->n_bands; i++)
        bands->bands[i].id = id_or_empty(bands->bands[i].id);
    scale->bands = bands->bands;
    scale->n_bands = bands->n_bands;
}

static void
build_scale_defaults(struct scale *scale)
{
    const struct xml_element *at = scale->at;
    scale->id = id_or_empty(scale->id);
    if (!scale->title)
        scale->title = scale->id;
    if (!attribute_given(at, "decimals"))
        scale->decimals = method_of(scale)->decimals;
    if (attribute_given(at, "round"))
        scale->round = (enum rounding)((int)scale->round + ROUND_HALF_UP);
    if (attribute_given(at, "not-applicable"))
        scale->not_applicable = (enum not_applicable_rule)(
            (int)scale->not_applicable + NOT_APPLICABLE_EXCLUDED);
}

static void
build_scale(struct scale *scale, const struct raw_scale *raw)
{
    *scale = raw->scale;
    build_scale_defaults(scale);
    build_bands(scale, raw->bands);
    for (size_t i = 0; i < raw->n_cutoffs; i++)
        build_cutoff(&raw->cutoffs[i]);
    for (size_t i = 0; i < raw->n_norms; i++) {
        raw->norms[i].id = id_or_empty(raw->norms[i].id);
        build_fits(raw->norms[i].at, &raw->norms[i].fits);
    }
    for (size_t i = 0; i < raw->n_norm_tables; i++) {
        raw->norm_tables[i].id = id_or_empty(raw->norm_tables[i].id);
        build_fits(raw->norm_tables[i].at, &raw->norm_tables[i].fits);
    }
    for (size_t i = 0; i < raw->n_changes; i++)
        if (!attribute_given(raw->changes[i].at, "level"))
            raw->changes[i].level = (struct decimal){95, 2};
    scale->cutoffs = raw->cutoffs;
    scale->n_cutoffs = raw->n_cutoffs;
    scale->norms = raw->norms;
    scale->n_norms = raw->n_norms;
    scale->norm_tables = raw->norm_tables;
    scale->n_norm_tables = raw->n_norm_tables;
    scale->changes = raw->changes;
    scale->n_changes = raw->n_changes;
}

static void
build_class(struct reading *r, struct class *class, const struct raw_class *raw)
{
    *class = raw->class;
    class->id = id_or_empty(class->id);
    if (!class->title)
        class->title = class->id;
    struct class_case *cases = &r->cases[r->n_cases];
    class->n_cases = raw->n_whens + (raw->otherwise ? 1 : 0);
    for (size_t i = 0; i < class->n_cases; i++) {
        cases[i] = i < raw->n_whens ? raw->whens[i] : *raw->otherwise;
        cases[i].id = id_or_empty(cases[i].id);
    }
    class->cases = cases;
    r->n_cases += class->n_cases;
}

/* ---- examples ---- */

static const struct example_answer *
build_answers(struct reading *r, const struct example_answer *raw, size_t n)
{
    struct example_answer *answers = &r->answers[r->n_answers];
    for (size_t i = 0; i < n; i++) {
        answers[i] = raw[i];
        answers[i].item_id = id_or_empty(raw[i].item_id);
        if (attribute_given(raw[i].at, "missing"))
            answers[i].missing =
                (enum answer_kind)((int)raw[i].missing + ANSWER_SKIPPED);
    }
    r->n_answers += n;
    return answers;
}

static struct expectation
build_expectation(const struct raw_expectation *raw)
{
    const struct xml_element *at = raw->expectation.at;
    struct expectation out = raw->expectation;
    out.beyond = word_given(at, "beyond", grammar_yes_no, raw->beyond);
    out.missing = word_given(at, "missing", grammar_whys, raw->missing);
    out.fires = word_given(at, "fires", grammar_fires, raw->fires);
    return out;
}

static void
build_example(struct reading *r, struct example *example,
              const struct raw_example *raw)
{
    const struct xml_element *at = raw->example.at;
    *example = raw->example;
    example->title = id_or_empty(example->title);
    example->sex = word_given(at, "sex", grammar_sexes, raw->sex);
    example->has_age = attribute_given(at, "age");
    if (raw->before) {
        struct example_before *before =
            ARENA_NEW(r->arena, struct example_before);
        before->at = raw->before->at;
        before->answers =
            build_answers(r, raw->before->answers, raw->before->n_answers);
        before->n_answers = raw->before->n_answers;
        example->before = before;
    }
    example->answers = build_answers(r, raw->answers, raw->n_answers);
    example->n_answers = raw->n_answers;
    struct expectation *expectations =
        ARENA_ARRAY(r->arena, raw->n_expectations, struct expectation);
    for (size_t i = 0; i < raw->n_expectations; i++)
        expectations[i] = build_expectation(&raw->expectations[i]);
    example->expectations = expectations;
    example->n_expectations = raw->n_expectations;
}

static void
build_examples(struct reading *r, const struct raw_instrument *raw)
{
    size_t n_answers = 0;
    for (size_t i = 0; i < raw->n_examples; i++) {
        n_answers += raw->examples[i].n_answers;
        if (raw->examples[i].before)
            n_answers += raw->examples[i].before->n_answers;
    }
    r->answers = ARENA_ARRAY(r->arena, n_answers, struct example_answer);
    struct example *examples =
        ARENA_ARRAY(r->arena, raw->n_examples, struct example);
    for (size_t i = 0; i < raw->n_examples; i++)
        build_example(r, &examples[i], &raw->examples[i]);
    r->instrument->examples = examples;
    r->instrument->n_examples = raw->n_examples;
}

/* ---- limits ---- */

static bool
within(struct reading *r, size_t n, size_t limit, const struct xml_element *at,
       const char *what)
{
    if (n <= limit)
        return true;
    xml_problem(r->diag, MSG_TOO_MANY, xml_element_spot(at), "%zu %s", n, what);
    diag_hint(r->diag, "at most %zu", limit);
    return false;
}

static bool
scale_is_within(struct reading *r, const struct raw_scale *raw)
{
    const struct scale *scale = &raw->scale;
    const struct {
        size_t n;
        const char *what;
    } parts[] = {
        {raw->bands ? raw->bands->n_bands : 0, "bands"},
        {raw->n_cutoffs, "cut-offs"},
        {raw->n_norms, "norms"},
        {raw->n_norm_tables, "norm tables"},
        {scale->n_reliabilities, "reliabilities"},
        {raw->n_changes, "changes"},
        {scale->n_mics, "minimal important changes"},
    };
    bool ok = true;
    for (size_t i = 0; i < N_ELEMENTS(parts); i++)
        ok &= within(r, parts[i].n, INSTRUMENT_LIMIT_PARTS, scale->at,
                     parts[i].what);
    for (size_t i = 0; i < raw->n_norm_tables; i++)
        ok &= within(r, raw->norm_tables[i].n_rows, INSTRUMENT_LIMIT_ROWS,
                     raw->norm_tables[i].at, "rows");
    return ok;
}

static bool
choices_are_within(struct reading *r, const struct raw_response *raw)
{
    const struct response *response = &raw->response;

    if (response->multiple)
        return within(r, raw->n_choices, INSTRUMENT_LIMIT_MULTIPLE,
                      response->at, "choices of which several may be given");
    return within(r, raw->n_choices, INSTRUMENT_LIMIT_CHOICES, response->at,
                  "choices");
}

static bool
is_within(struct reading *r, const struct raw_instrument *raw, size_t n_items,
          size_t n_alerts)
{
    const struct xml_element *at = raw->instrument.at;
    size_t n_responses =
        raw->n_choices + raw->n_ranges + raw->n_frees + raw->n_dates;
    bool ok = within(r, n_items, INSTRUMENT_LIMIT_ITEMS, at, "items");
    ok &= within(r, raw->n_sections, INSTRUMENT_LIMIT_ITEMS, at, "sections");
    ok &= within(r, n_alerts, INSTRUMENT_LIMIT_ALERTS, at, "alerts");
    ok &= within(r, n_responses, INSTRUMENT_LIMIT_RESPONSES, at,
                 "response scales");
    ok &= within(r, raw->n_missing_codes, INSTRUMENT_LIMIT_PARTS, at,
                 "missing codes");
    ok &= within(r, raw->n_scales, INSTRUMENT_LIMIT_SCALES, at, "scales");
    ok &= within(r, raw->n_classes, INSTRUMENT_LIMIT_CLASSES, at, "classes");
    ok &= within(r, raw->n_examples, INSTRUMENT_LIMIT_EXAMPLES, at, "examples");
    size_t n_expectations = 0;
    for (size_t i = 0; i < raw->n_examples; i++)
        n_expectations += raw->examples[i].n_expectations;
    ok &= within(r, n_expectations, INSTRUMENT_LIMIT_EXPECTATIONS, at,
                 "expectations");
    for (size_t i = 0; i < raw->n_choices; i++)
        ok &= choices_are_within(r, &raw->choices[i]);
    for (size_t i = 0; i < raw->n_classes; i++)
        ok &= within(r, raw->classes[i].n_whens, INSTRUMENT_LIMIT_CASES,
                     raw->classes[i].class.at, "cases");
    for (size_t i = 0; i < raw->n_scales; i++)
        ok &= scale_is_within(r, &raw->scales[i]);
    return ok;
}

/* Room for everything that becomes one flat array. */
static bool
build_room(struct reading *r, const struct raw_instrument *raw)
{
    size_t n_items = 0;
    size_t n_alerts = 0;
    size_t n_cases = 0;
    for (size_t i = 0; i < raw->n_sections; i++) {
        n_items += raw->sections[i].n_items;
        for (size_t j = 0; j < raw->sections[i].n_items; j++)
            n_alerts += raw->sections[i].items[j].n_alerts;
    }
    for (size_t i = 0; i < raw->n_classes; i++)
        n_cases += raw->classes[i].n_whens + 1;
    if (!is_within(r, raw, n_items, n_alerts))
        return false;
    r->items = ARENA_ARRAY(r->arena, n_items, struct item);
    r->alerts = ARENA_ARRAY(r->arena, n_alerts, struct alert);
    r->scales = ARENA_ARRAY(r->arena, raw->n_scales, struct scale);
    r->classes = ARENA_ARRAY(r->arena, raw->n_classes, struct class);
    r->cases = ARENA_ARRAY(r->arena, n_cases, struct class_case);
    return true;
}

bool
build_instrument(struct reading *reading, const struct raw_instrument *raw)
{
    struct instrument *instrument =
        ARENA_NEW(reading->arena, struct instrument);
    *instrument = raw->instrument;
    reading->instrument = instrument;
    if (!build_room(reading, raw))
        return false;
    instrument->id = id_or_empty(instrument->id);
    instrument->lang = id_or_empty(instrument->lang);
    instrument->title = id_or_empty(instrument->title);
    instrument->about = build_about(reading, raw->about);
    build_responses(reading, raw);
    build_missing_codes(reading, raw);
    build_sections(reading, raw);
    for (size_t i = 0; i < raw->n_scales; i++)
        build_scale(&reading->scales[i], &raw->scales[i]);
    instrument->scales = reading->scales;
    instrument->n_scales = raw->n_scales;
    for (size_t i = 0; i < raw->n_classes; i++)
        build_class(reading, &reading->classes[i], &raw->classes[i]);
    instrument->classes = reading->classes;
    instrument->n_classes = raw->n_classes;
    build_examples(reading, raw);
    return true;
}
