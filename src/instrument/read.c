/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way of an instrument file: bytes, tree (xml/), model (by grammar.c),
   defaults (here), names and expressions (resolve.c, members.c), rules
   (check.c).  Each step goes on after problems, so that one run names all.
   Ids that are missing are "", which names nothing, so that later steps need
   not ask. */
#include "instrument/read.h"

#include "instrument/calibration.h"
#include "instrument/example.h"
#include "instrument/checking.h"
#include "instrument/grammar.h"
#include "instrument/method.h"
#include "instrument/unfinished.h"

/* ---- limits ---- */

/* So many of a thing, and how many there may be. */
struct amount {
    size_t n;
    size_t limit;
    const char *what;
};

static bool
are_within(struct unfinished *r, const struct xml_element *at,
           const struct amount *amounts, size_t n_amounts)
{
    bool ok = true;
    for (size_t i = 0; i < n_amounts; i++) {
        if (amounts[i].n <= amounts[i].limit)
            continue;
        xml_problem(r->diag, MSG_TOO_MANY, xml_element_spot(at), "%zu %s",
                    amounts[i].n, amounts[i].what);
        diag_hint(r->diag, "at most %zu", amounts[i].limit);
        ok = false;
    }
    return ok;
}

static bool
scale_is_within(struct unfinished *r, const struct scale *scale)
{
    size_t n_bands = 0;
    size_t n_fits = scale->n_band_sets;
    for (size_t i = 0; i < scale->n_band_sets; i++)
        n_bands += scale->band_sets[i].n_bands;
    for (size_t i = 0; i < scale->n_cutoffs; i++)
        n_fits += scale->cutoffs[i].n_points;
    const struct amount parts[] = {
        {n_bands, INSTRUMENT_LIMIT_PARTS, "bands"},
        {n_fits, INSTRUMENT_LIMIT_FITS, "bands and cut-offs of some people"},
        {scale->n_counts, INSTRUMENT_LIMIT_PARTS, "counts"},
        {scale->n_recodes, INSTRUMENT_LIMIT_PARTS, "recodes"},
        {scale->calibration ? scale->calibration->n_parameters : 0,
         INSTRUMENT_LIMIT_ITEMS, "items with parameters"},
        {scale->n_cutoffs, INSTRUMENT_LIMIT_PARTS, "cut-offs"},
        {scale->n_norms, INSTRUMENT_LIMIT_PARTS, "norms"},
        {scale->n_norm_tables, INSTRUMENT_LIMIT_PARTS, "norm tables"},
        {scale->n_reliabilities, INSTRUMENT_LIMIT_PARTS, "reliabilities"},
        {scale->n_changes, INSTRUMENT_LIMIT_PARTS, "changes"},
        {scale->n_mics, INSTRUMENT_LIMIT_PARTS, "minimal important changes"},
    };
    bool ok = are_within(r, scale->at, parts, N_ELEMENTS(parts));
    for (size_t i = 0; i < scale->n_recodes; i++)
        ok &= are_within(r, scale->recodes[i].at,
                         &(struct amount){scale->recodes[i].n_choices,
                                          INSTRUMENT_LIMIT_CHOICES, "choices"},
                         1);
    for (size_t i = 0; i < scale->n_norm_tables; i++)
        ok &= are_within(r, scale->norm_tables[i].at,
                         &(struct amount){scale->norm_tables[i].n_rows,
                                          INSTRUMENT_LIMIT_ROWS, "rows"},
                         1);
    return ok;
}

static bool
choices_are_within(struct unfinished *r, const struct response *response)
{
    struct amount choices = {response->n_choices, INSTRUMENT_LIMIT_CHOICES,
                             "choices"};
    if (response->multiple) {
        choices.limit = INSTRUMENT_LIMIT_MULTIPLE;
        choices.what = "choices of which several may be given";
    }
    return are_within(r, response->at, &choices, 1);
}

static bool
class_is_within(struct unfinished *r, const struct class *class)
{
    struct amount cases = {class->n_cases, INSTRUMENT_LIMIT_CASES, "cases"};
    if (cases.n && !class->cases[cases.n - 1].test_text)
        cases.n--; /* <otherwise> */
    return are_within(r, class->at, &cases, 1);
}

static bool
is_within(struct unfinished *r, const struct raw_instrument *raw)
{
    const struct instrument *all = r->instrument;
    size_t n_alerts = 0;
    size_t n_expectations = 0;
    for (size_t i = 0; i < all->n_items; i++)
        n_alerts += all->items[i].n_alerts;
    for (size_t i = 0; i < all->n_examples; i++)
        n_expectations += all->examples[i].n_expectations;
    const struct amount amounts[] = {
        {all->n_items, INSTRUMENT_LIMIT_ITEMS, "items"},
        {raw->n_sections, INSTRUMENT_LIMIT_ITEMS, "sections"},
        {n_alerts, INSTRUMENT_LIMIT_ALERTS, "alerts"},
        {all->n_responses, INSTRUMENT_LIMIT_RESPONSES, "response scales"},
        {all->n_missing_codes, INSTRUMENT_LIMIT_PARTS, "missing codes"},
        {all->n_scales, INSTRUMENT_LIMIT_SCALES, "scales"},
        {all->n_classes, INSTRUMENT_LIMIT_CLASSES, "classes"},
        {all->n_examples, INSTRUMENT_LIMIT_EXAMPLES, "examples"},
        {n_expectations, INSTRUMENT_LIMIT_EXPECTATIONS, "expectations"},
    };
    bool ok = are_within(r, all->at, amounts, N_ELEMENTS(amounts));
    for (size_t i = 0; i < all->n_responses; i++)
        ok &= choices_are_within(r, &all->responses[i]);
    for (size_t i = 0; i < all->n_classes; i++)
        ok &= class_is_within(r, &all->classes[i]);
    for (size_t i = 0; i < all->n_scales; i++)
        ok &= scale_is_within(r, &all->scales[i]);
    return ok;
}

/* ---- what was not said ---- */

/* The field is no part of the grammar, as a text is no number to it. */
static void
read_minutes(struct unfinished *r, struct about *about)
{
    for (size_t i = 0; about->at && i < about->at->n_children; i++) {
        const struct xml_element *child = &about->at->children[i];
        if (strcmp(child->name, "minutes") != 0 || !child->text[0]
            || (whole_read(str_from(child->text), &about->minutes)
                && about->minutes >= 1))
            continue;
        about->minutes = 0;
        xml_problem(r->diag, MSG_NUMBER_OUT_OF_RANGE, xml_text_spot(child),
                    "'%s'", child->text);
        diag_hint(r->diag, "a whole number of minutes, 1 or more");
    }
}

/* Whoever goes over all choices then meets no score that no answer has. */
static void
score_as_an_answer(struct choice *choices, size_t n)
{
    size_t answer = 0;
    while (answer < n && choices[answer].missing)
        answer++;
    for (size_t i = 0; answer < n && i < n; i++)
        if (choices[i].missing)
            choices[i].score = choices[answer].score;
}

static void
finish_response(struct response *response)
{
    static const char *const kinds[] = {
        [RESPONSE_CHOICES] = "choices",
        [RESPONSE_RANGE] = "range",
        [RESPONSE_FREE] = "free",
        [RESPONSE_DATE] = "date",
    };
    struct choice *choices = reading_own(response->choices);
    while (strcmp(kinds[response->kind], response->at->name) != 0)
        response->kind++;
    if (response->kind == RESPONSE_FREE && !response->lines)
        response->lines = 1;
    if (response->kind == RESPONSE_RANGE) {
        response->lo = decimal_value(response->min);
        response->hi = decimal_value(response->max);
    }
    for (size_t i = 0; i < response->n_choices; i++)
        if (!attribute_given(choices[i].at, "score"))
            choices[i].score = choices[i].value;
    score_as_an_answer(choices, response->n_choices);
    for (size_t i = 0; i < response->n_choices; i++) {
        double score = decimal_value(choices[i].score);
        if (i == 0 || score < response->lo)
            response->lo = score;
        if (i == 0 || score > response->hi)
            response->hi = score;
    }
}

static void
finish_fits(const struct xml_element *at, struct fits *fits)
{
    fits->has_age_from = attribute_given(at, "age-from");
    fits->has_age_to = attribute_given(at, "age-to");
}

/* Gives each part of a scale that is not for everybody its bit. */
static void
finish_part(const struct xml_element *at, struct fits *fits, uint64_t *next)
{
    finish_fits(at, fits);
    if (!fits->sex && !fits->has_age_from && !fits->has_age_to && !fits->lang
        && !fits->group)
        return;
    fits->bit = *next;
    *next <<= 1;
}

static void
finish_cutoff(struct cutoff *cutoff, uint64_t *next)
{
    struct cutoff_point *points = reading_own(cutoff->points);
    cutoff->own.at = cutoff->at;
    for (size_t i = 0; i < cutoff->n_points; i++) {
        finish_part(points[i].at, &points[i].fits, next);
        if (!points[i].source)
            points[i].source = cutoff->own.source;
    }
    if (cutoff->n_points)
        return;
    cutoff->points = &cutoff->own;
    cutoff->n_points = 1;
}

static void
finish_bands(struct scale *scale, uint64_t *next, struct arena *arena)
{
    struct band_set *sets = reading_own(scale->band_sets);
    for (size_t i = 0; i < scale->n_band_sets; i++) {
        finish_part(sets[i].at, &sets[i].fits, next);
        sets[i].first = scale->n_bands;
        scale->n_bands += sets[i].n_bands;
    }
    struct band *bands = ARENA_ARRAY(arena, scale->n_bands, struct band);
    for (size_t i = 0; i < scale->n_band_sets; i++)
        for (size_t j = 0; j < sets[i].n_bands; j++)
            bands[sets[i].first + j] = sets[i].read[j];
    scale->bands = bands;
}

/* The tables that give a metric are set behind those that are norms. */
static void
finish_tables(struct scale *scale)
{
    struct norm_table *tables = reading_own(scale->norm_tables);
    size_t n = 0;
    for (size_t i = 0; i < scale->n_norm_tables; i++) {
        struct norm_table table = tables[i];
        finish_fits(table.at, &tables[i].fits);
        table.fits = tables[i].fits;
        if (table.gives == NORM_METRIC)
            continue;
        for (size_t k = i; k > n; k--)
            tables[k] = tables[k - 1];
        tables[n++] = table;
    }
    scale->n_metrics = scale->n_norm_tables - n;
    scale->metric = scale->n_metrics ? &tables[n] : NULL;
    scale->n_norm_tables = n;
}

static void
finish_calibration(struct calibration *calibration)
{
    static const struct {
        const char *attribute;
        size_t offset;
        int64_t usual;
    } numbers[] = {
        {"prior-sd", offsetof(struct calibration, prior_sd), 1},
        {"from", offsetof(struct calibration, from), -6},
        {"to", offsetof(struct calibration, to), 6},
    };
    for (size_t i = 0; i < N_ELEMENTS(numbers); i++) {
        struct decimal usual = {numbers[i].usual, 0};
        if (!attribute_given(calibration->at, numbers[i].attribute))
            memcpy((char *)calibration + numbers[i].offset, &usual,
                   sizeof usual);
    }
    if (!attribute_given(calibration->at, "points"))
        calibration->n_points = CALIBRATION_POINTS;
}

/* Of a metric as many decimals as its table has. */
static int32_t
usual_decimals(const struct scale *scale)
{
    int32_t most = scale->metric ? 0 : method_of(scale)->decimals;
    if (scale->calibration && scale->calibration->gives_t)
        most--; /* T is ten times as fine */
    for (size_t i = 0; scale->metric && i < scale->metric->n_rows; i++)
        if (scale->metric->rows[i].value.scale > most)
            most = scale->metric->rows[i].value.scale;
    return most;
}

static void
finish_scale(struct scale *scale, struct arena *arena)
{
    struct cutoff *cutoffs = reading_own(scale->cutoffs);
    uint64_t next = 1;
    finish_bands(scale, &next, arena);
    for (size_t i = 0; i < scale->n_cutoffs; i++)
        finish_cutoff(&cutoffs[i], &next);
    struct norm *norms = reading_own(scale->norms);
    struct change *changes = reading_own(scale->changes);
    finish_tables(scale);
    if (scale->calibration)
        finish_calibration(reading_own(scale->calibration));
    if (!scale->title)
        scale->title = scale->id;
    if (!attribute_given(scale->at, "decimals"))
        scale->decimals = usual_decimals(scale);
    for (size_t i = 0; i < scale->n_norms; i++)
        finish_fits(norms[i].at, &norms[i].fits);
    for (size_t i = 0; i < scale->n_changes; i++)
        if (!attribute_given(changes[i].at, "level"))
            changes[i].level = (struct decimal){95, 2};
}

static void
finish_parts(struct unfinished *r)
{
    const struct instrument *all = r->instrument;
    struct response *responses = reading_own(all->responses);
    struct class *classes = reading_own(all->classes);
    struct example *examples = reading_own(all->examples);
    for (size_t i = 0; i < all->n_responses; i++)
        finish_response(&responses[i]);
    for (size_t i = 0; i < all->n_scales; i++)
        finish_scale(&r->scales[i], r->arena);
    for (size_t i = 0; i < all->n_classes; i++)
        if (!classes[i].title)
            classes[i].title = classes[i].id;
    for (size_t i = 0; i < all->n_examples; i++)
        examples[i].has_age = attribute_given(examples[i].at, "age");
}

/* The items of all sections in one array. */
static void
join_sections(struct unfinished *r, const struct raw_instrument *raw)
{
    struct instrument *all = r->instrument;
    struct section *sections =
        ARENA_ARRAY(r->arena, raw->n_sections, struct section);
    for (size_t i = 0; i < raw->n_sections; i++) {
        sections[i] = raw->sections[i].section;
        sections[i].first_item = all->n_items;
        sections[i].n_items = raw->sections[i].n_items;
        all->n_items += sections[i].n_items;
    }
    r->items = ARENA_ARRAY(r->arena, all->n_items, struct item);
    for (size_t i = 0; i < raw->n_sections; i++)
        for (size_t j = 0; j < sections[i].n_items; j++) {
            struct item *item = &r->items[sections[i].first_item + j];
            *item = raw->sections[i].items[j];
            item->section_idx = i;
        }
    all->sections = sections;
    all->n_sections = raw->n_sections;
    all->items = r->items;
}

/* False after adding an error when there is more than the limits allow; the
   rest may only be done when all is within them. */
static bool
finish(struct unfinished *r, struct raw_instrument *raw)
{
    struct instrument *all = r->instrument = &raw->instrument;
    r->scales = reading_own(all->scales);
    join_sections(r, raw);
    if (!is_within(r, raw))
        return false;
    if (!all->title)
        all->title = "";
    if (!all->about)
        all->about = ARENA_NEW(r->arena, struct about);
    read_minutes(r, reading_own(all->about));
    finish_parts(r);
    return true;
}

static void
say_use(struct unfinished *r, struct str id, const char *hint)
{
    xml_problem(r->diag, MSG_USES, xml_word_spot(r->instrument->at, "uses", id),
                "'%.*s'", STR_ARGS(id));
    diag_hint(r->diag, "%s", hint);
}

static bool
is_used(const struct instrument *instrument, struct str id)
{
    for (size_t i = 0; i < instrument->n_uses; i++)
        if (str_is(id, instrument->uses[i]->id))
            return true;
    return false;
}

static void
find_used(struct unfinished *r, const struct instrument_finder *finder)
{
    struct instrument *rules = r->instrument;
    struct str rest = xml_attribute_find(rules->at, "uses")->value;
    struct VEC(const struct instrument *) list = {0};
    struct str id = {0};
    while (str_next_word(&rest, &id)) {
        const struct instrument *used =
            finder ? finder->find(finder->aux, id) : NULL;
        if (!used)
            say_use(r, id,
                    "there is none, beside the file or on a shelf, or it is "
                    "not valid: 'attune list' shows what there is, 'attune "
                    "check' says what is wrong");
        else if (used->uses_text)
            say_use(r, id, "it rests on others itself");
        else if (is_used(rules, id))
            say_use(r, id, "it is named twice");
        else if (list.n == INSTRUMENT_LIMIT_USES)
            say_use(r, id, "at most 10 can be");
        else
            *vec_add(r->arena, &list) = used;
        rules->uses = list.items;
        rules->n_uses = list.n;
    }
    if (rules->n_sections)
        say_use(r, id, "rules over others ask nothing themselves");
}

struct instrument *
instrument_read(const char *path, struct str bytes, struct arena *arena,
                struct diag *diag)
{
    return instrument_read_using(path, bytes, NULL, arena, diag);
}

struct instrument *
instrument_read_using(const char *path, struct str bytes,
                      const struct instrument_finder *finder,
                      struct arena *arena, struct diag *diag)
{
    const struct xml_element *root =
        xml_read(path, bytes, INSTRUMENT_NAMESPACE, arena, diag);
    if (!root)
        return NULL;
    size_t n_before = diag_count(diag, SEVERITY_ERROR);
    struct raw_instrument *raw = ARENA_NEW(arena, struct raw_instrument);
    struct unfinished reading = {.arena = arena, .diag = diag};
    bool ok = schema_read(&grammar_instrument, root, raw, arena, diag);
    if (!raw->instrument.at || !finish(&reading, raw))
        return NULL;
    struct instrument *instrument = reading.instrument;
    instrument->path = path;
    instrument->digest = digest_of(bytes);
    if (instrument->uses_text)
        find_used(&reading, finder);
    resolve_instrument(&reading);
    ok = instrument_check(instrument, diag) && ok;
    ok = ok && diag_count(diag, SEVERITY_ERROR) == n_before;
    return ok ? instrument : NULL;
}
