/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays the texts of a wording file over a definition.  The file is read into
   structs of its own (grammar.c), and each part of the definition
   then takes its texts from the part of the wording that refers to it. */
#include "instrument/wording.h"

#include "instrument/attribute.h"
#include "instrument/grammar.h"

struct laying {
    const struct instrument *base;
    const struct raw_wording *wording;
    struct wording_texts *lacking;
    struct arena *arena;
    struct diag *diag;
};

/* ---- finding the part of a wording ---- */

/* The parts of one kind, and the ids that they may refer to. */
struct worded_list {
    const struct worded *parts;
    size_t n;
    const char **names;
    size_t n_names;
};

/* Of a part without words every text is NULL. */
static const struct worded *
worded_find(const struct worded_list *list, const char *id)
{
    static const struct worded none = {.ref = ""};
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->parts[i].ref, id) == 0)
            return &list->parts[i];
    return &none;
}

/* A list without names yet, for which there is room. */
static struct worded_list
list_of(const struct laying *l, const struct worded *parts, size_t n,
        size_t n_names)
{
    return (struct worded_list){
        parts, n, ARENA_ARRAY(l->arena, n_names, const char *), 0};
}

static void
add_name(struct worded_list *list, const char *id)
{
    list->names[list->n_names++] = id;
}

/* Names every part that refers to nothing or to what another part of the
   same kind has worded already. */
static void
check_refs(const struct laying *l, const struct worded_list *list)
{
    struct map *names = map_new(l->arena, false);
    struct map *seen = map_new(l->arena, false);
    for (size_t i = 0; i < list->n_names; i++)
        map_add(names, str_from(list->names[i]), i);
    for (size_t i = 0; i < list->n; i++) {
        const struct worded *part = &list->parts[i];
        size_t idx;
        if (!part->ref[0])
            continue;
        if (!map_find(names, str_from(part->ref), &idx)) {
            attribute_problem(l->diag, MSG_WORDING_UNKNOWN, part->at, "ref");
            diag_hint_nearest(l->diag, str_from(part->ref), list->names,
                              list->n_names);
        } else if (!map_add(seen, str_from(part->ref), i)) {
            attribute_problem(l->diag, MSG_ID_TWICE, part->at, "ref");
        }
    }
}

/* A copy of an array of the definition, whose texts may be changed. */
static void *
copy_of(const struct laying *l, const void *parts, size_t n, size_t size)
{
    void *copy = arena_alloc(l->arena, n, size);
    if (n)
        memcpy(copy, parts, n * size);
    return copy;
}
#define COPY(l, parts, n, type)                                                \
    ((type *)copy_of((l), (parts), (n), sizeof(type)))

/* ---- one text ---- */

/* What has texts: "item 'q1'", and its words. */
struct owner {
    const char *element; /* NULL: the wording itself */
    const char *id;
    const struct worded *part;
};

/* Which of them: an element below the owner, or the owner itself, and what
   tells it from the others of its kind. */
struct slot {
    const char *element; /* NULL: the owner itself */
    const char *key;     /* its attribute; NULL: the only one */
    struct str which;
    const struct xml_element *at; /* NULL: it is not there */
};

static struct slot
slot_of(const char *element, const char *id, const struct worded *part)
{
    return (struct slot){element, "ref", str_from(id), part->at};
}

static const struct xml_element *
place_of(const struct laying *l, const struct owner *owner,
         const struct slot *slot)
{
    const struct xml_element *at = slot->at ? slot->at : owner->part->at;
    return at ? at : l->wording->at;
}

static void
note_lacking(const struct laying *l, const struct owner *owner,
             const struct slot *slot, const char *original)
{
    *vec_add(l->arena, l->lacking) = (struct wording_text){
        .at = place_of(l, owner, slot),
        .owner = owner->element,
        .owner_id = owner->id,
        .element = slot->element,
        .key = slot->key,
        .which = slot->which,
        .original = original,
    };
}

/* "'choice 2' of choices 'often'" */
static const char *
text_name(const struct wording_text *text, struct arena *arena)
{
    const char *element = text->element ? text->element : "text";
    const char *of = text->owner ? arena_printf(arena, " of %s '%s'",
                                                text->owner, text->owner_id)
                                 : "";
    return text->which.len ? arena_printf(arena, "'%s %.*s'%s", element,
                                          STR_ARGS(text->which), of)
                           : arena_printf(arena, "'%s'%s", element, of);
}

static void
refuse_text(const struct laying *l, const struct owner *owner,
            const struct slot *slot)
{
    const struct wording_text text = {.owner = owner->element,
                                      .owner_id = owner->id,
                                      .element = slot->element,
                                      .which = slot->which};
    xml_problem(l->diag, MSG_WORDING_UNKNOWN,
                xml_element_spot(place_of(l, owner, slot)), "%s",
                text_name(&text, l->arena));
    diag_hint(l->diag, "the definition has no such text");
}

/* Puts the text that holds from now on into '*text'. */
static void
lay(const struct laying *l, const struct owner *owner, struct slot slot,
    const char *given, const char **text)
{
    bool is_given = given && given[0];
    if (is_given && !*text && l->base->status != STATUS_SKELETON)
        refuse_text(l, owner, &slot);
    if (!is_given && *text)
        note_lacking(l, owner, &slot, *text);
    if (is_given)
        *text = given;
}

/* The same of a text that is the only one of its kind. */
static void
lay_only(const struct laying *l, const struct owner *owner, const char *element,
         const char *given, const char **text)
{
    lay(l, owner, (struct slot){.element = element}, given, text);
}

/* The same of a text that a whole instrument has, although a skeleton may lack
   it. */
static void
lay_needed(const struct laying *l, const struct owner *owner, struct slot slot,
           const char *given, const char **text)
{
    bool is_lacking = !*text && !(given && given[0]);
    if (is_lacking && l->base->status == STATUS_SKELETON)
        note_lacking(l, owner, &slot, NULL);
    else
        lay(l, owner, slot, given, text);
}

/* ---- responses ---- */

/* Choices are referred to by their value, as a number. */
static const struct worded *
choice_find(const struct worded *part, struct decimal value)
{
    for (size_t i = 0; i < part->n_parts; i++)
        if (decimal_compare(part->parts[i].value, value) == 0)
            return &part->parts[i];
    return NULL;
}

static void
check_choice_values(const struct laying *l, const struct worded *part,
                    const struct response *response)
{
    for (size_t i = 0; i < part->n_parts; i++) {
        const struct worded *choice = &part->parts[i];
        bool is_there = false;
        for (size_t j = 0; j < response->n_choices; j++)
            if (decimal_compare(response->choices[j].value, choice->value) == 0)
                is_there = true;
        if (!is_there)
            attribute_problem(l->diag, MSG_WORDING_UNKNOWN, choice->at,
                              "value");
        else if (choice_find(part, choice->value) != choice)
            attribute_problem(l->diag, MSG_CHOICE_TWICE, choice->at, "value");
    }
}

static void
lay_choices(const struct laying *l, struct response *response,
            const struct worded *part)
{
    struct owner owner = {"choices", response->id, part};
    struct choice *choices =
        COPY(l, response->choices, response->n_choices, struct choice);
    for (size_t i = 0; i < response->n_choices; i++) {
        const struct worded *given = choice_find(part, choices[i].value);
        const struct slot slot = {"choice", "value",
                                  attribute_value(choices[i].at, "value"),
                                  given ? given->at : NULL};
        lay_needed(l, &owner, slot, given ? given->text : NULL,
                   &choices[i].label);
    }
    check_choice_values(l, part, response);
    response->choices = choices;
}

static void
lay_range(const struct laying *l, struct response *response,
          const struct worded *part)
{
    struct owner owner = {"range", response->id, part};
    lay_only(l, &owner, "low", part->low, &response->low);
    lay_only(l, &owner, "high", part->high, &response->high);
    lay_only(l, &owner, "unit", part->unit, &response->unit);
}

static void
lay_responses(const struct laying *l, struct instrument *out)
{
    size_t n = out->n_responses;
    struct response *responses = COPY(l, out->responses, n, struct response);
    struct worded_list choices =
        list_of(l, l->wording->choices, l->wording->n_choices, n);
    struct worded_list ranges =
        list_of(l, l->wording->ranges, l->wording->n_ranges, n);
    for (size_t i = 0; i < n; i++)
        if (responses[i].kind == RESPONSE_CHOICES)
            add_name(&choices, responses[i].id);
        else if (responses[i].kind == RESPONSE_RANGE)
            add_name(&ranges, responses[i].id);
    check_refs(l, &choices);
    check_refs(l, &ranges);
    for (size_t i = 0; i < n; i++)
        if (responses[i].kind == RESPONSE_CHOICES)
            lay_choices(l, &responses[i],
                        worded_find(&choices, responses[i].id));
        else if (responses[i].kind == RESPONSE_RANGE)
            lay_range(l, &responses[i], worded_find(&ranges, responses[i].id));
    out->responses = responses;
}

/* ---- sections and items ---- */

static void
lay_sections(const struct laying *l, struct instrument *out)
{
    size_t n = out->n_sections;
    struct section *sections = COPY(l, out->sections, n, struct section);
    struct worded_list list =
        list_of(l, l->wording->sections, l->wording->n_sections, n);
    for (size_t i = 0; i < n; i++)
        add_name(&list, sections[i].id);
    check_refs(l, &list);
    for (size_t i = 0; i < n; i++) {
        const struct worded *part = worded_find(&list, sections[i].id);
        struct owner owner = {"section", sections[i].id, part};
        lay_only(l, &owner, "title", part->title, &sections[i].title);
        lay_only(l, &owner, "notice", part->notice, &sections[i].notice);
        lay_only(l, &owner, "instruction", part->instruction,
                 &sections[i].instruction);
    }
    out->sections = sections;
}

static const struct alert *
lay_alerts(const struct laying *l, const struct item *item,
           const struct worded_list *list)
{
    struct alert *alerts = COPY(l, item->alerts, item->n_alerts, struct alert);
    for (size_t i = 0; i < item->n_alerts; i++) {
        const struct worded *part = worded_find(list, alerts[i].id);
        lay_needed(l, &(struct owner){"alert", alerts[i].id, part},
                   (struct slot){0}, part->text, &alerts[i].text);
    }
    return alerts;
}

static void
lay_items(const struct laying *l, struct instrument *out)
{
    size_t n = out->n_items;
    struct item *items = COPY(l, out->items, n, struct item);
    struct worded_list texts =
        list_of(l, l->wording->items, l->wording->n_items, n);
    struct worded_list alerts = list_of(
        l, l->wording->alerts, l->wording->n_alerts, INSTRUMENT_LIMIT_ALERTS);
    for (size_t i = 0; i < n; i++) {
        add_name(&texts, items[i].id);
        for (size_t j = 0; j < items[i].n_alerts; j++)
            add_name(&alerts, items[i].alerts[j].id);
    }
    check_refs(l, &texts);
    check_refs(l, &alerts);
    for (size_t i = 0; i < n; i++) {
        const struct worded *part = worded_find(&texts, items[i].id);
        items[i].response =
            out->responses + (items[i].response - l->base->responses);
        lay_needed(l, &(struct owner){"item", items[i].id, part},
                   (struct slot){.element = "text"}, part->text,
                   &items[i].text);
        items[i].alerts = lay_alerts(l, &items[i], &alerts);
    }
    out->items = items;
}

/* ---- scales and classes ---- */

/* What has no title is called by its id; any title betters that. */
static void
lay_title(const struct laying *l, const struct owner *owner, const char **title)
{
    if (*title != owner->id || owner->part->title)
        lay_only(l, owner, "title", owner->part->title, title);
}

static void
lay_bands(const struct laying *l, struct scale *scale,
          const struct owner *owner)
{
    size_t n = scale->n_bands;
    struct band *bands = COPY(l, scale->bands, n, struct band);
    struct worded_list list =
        list_of(l, owner->part->parts, owner->part->n_parts, n);
    for (size_t i = 0; i < n; i++)
        add_name(&list, bands[i].id);
    check_refs(l, &list);
    for (size_t i = 0; i < n; i++) {
        const struct worded *part = worded_find(&list, bands[i].id);
        lay_needed(l, owner, slot_of("band", bands[i].id, part), part->text,
                   &bands[i].label);
    }
    scale->bands = bands;
}

/* The two groups that a cut-off separates, in one text as in the
   definition. */
static void
lay_cutoffs(const struct laying *l, struct scale *scale,
            const struct owner *owner)
{
    size_t n = scale->n_cutoffs;
    struct cutoff *cutoffs = COPY(l, scale->cutoffs, n, struct cutoff);
    struct worded_list list =
        list_of(l, owner->part->cutoffs, owner->part->n_cutoffs, n);
    for (size_t i = 0; i < n; i++)
        add_name(&list, cutoffs[i].id);
    check_refs(l, &list);
    for (size_t i = 0; i < n; i++) {
        const struct worded *part = worded_find(&list, cutoffs[i].id);
        struct str worse;
        struct str better;
        lay(l, owner, slot_of("cutoff", cutoffs[i].id, part), part->text,
            &cutoffs[i].separates);
        if (!part->text || cutoff_sides(&cutoffs[i], &worse, &better))
            continue;
        xml_problem(l->diag, MSG_ATTRIBUTE_VALUE, xml_text_spot(part->at),
                    "'%s'", part->text);
        diag_hint(l->diag, "%s", cutoff_sides_hint);
    }
    scale->cutoffs = cutoffs;
}

static void
lay_scales(const struct laying *l, struct instrument *out)
{
    size_t n = out->n_scales;
    struct scale *scales = COPY(l, out->scales, n, struct scale);
    struct worded_list list =
        list_of(l, l->wording->scales, l->wording->n_scales, n);
    for (size_t i = 0; i < n; i++)
        add_name(&list, scales[i].id);
    check_refs(l, &list);
    for (size_t i = 0; i < n; i++) {
        const struct worded *part = worded_find(&list, scales[i].id);
        struct owner owner = {"scale", scales[i].id, part};
        lay_title(l, &owner, &scales[i].title);
        lay_only(l, &owner, "low", part->low, &scales[i].low);
        lay_only(l, &owner, "high", part->high, &scales[i].high);
        lay_bands(l, &scales[i], &owner);
        lay_cutoffs(l, &scales[i], &owner);
    }
    out->scales = scales;
}

static void
lay_cases(const struct laying *l, struct class *class,
          const struct owner *owner)
{
    const struct worded *part = owner->part;
    size_t n = class->n_cases;
    struct class_case *cases = COPY(l, class->cases, n, struct class_case);
    struct worded_list whens = list_of(l, part->parts, part->n_parts, n);
    struct worded_list others =
        list_of(l, part->otherwise, part->otherwise ? 1 : 0, n);
    for (size_t i = 0; i < n; i++)
        add_name(cases[i].test_text ? &whens : &others, cases[i].id);
    check_refs(l, &whens);
    check_refs(l, &others);
    for (size_t i = 0; i < n; i++) {
        bool is_when = cases[i].test_text != NULL;
        const struct worded *given =
            worded_find(is_when ? &whens : &others, cases[i].id);
        lay_needed(l, owner,
                   slot_of(is_when ? "when" : "otherwise", cases[i].id, given),
                   given->text, &cases[i].label);
    }
    class->cases = cases;
}

static void
lay_classes(const struct laying *l, struct instrument *out)
{
    size_t n = out->n_classes;
    struct class *classes = COPY(l, out->classes, n, struct class);
    struct worded_list list =
        list_of(l, l->wording->classes, l->wording->n_classes, n);
    for (size_t i = 0; i < n; i++)
        add_name(&list, classes[i].id);
    check_refs(l, &list);
    for (size_t i = 0; i < n; i++) {
        struct owner owner = {"class", classes[i].id,
                              worded_find(&list, classes[i].id)};
        lay_title(l, &owner, &classes[i].title);
        lay_cases(l, &classes[i], &owner);
    }
    out->classes = classes;
}

/* ---- the whole ---- */

static void
lay_head(const struct laying *l, struct instrument *out)
{
    const struct raw_wording *wording = l->wording;
    const struct worded whole = {.at = wording->at};
    struct owner owner = {.part = &whole};
    lay_needed(l, &owner, (struct slot){.element = "title"}, wording->title,
               &out->title);
    lay_only(l, &owner, "notice", wording->notice, &out->notice);
    lay_only(l, &owner, "thanks", wording->thanks, &out->thanks);
    if (wording->lang[0])
        out->lang = wording->lang;
}

/* Whether the file words this definition at all. */
static bool
check_for(const struct laying *l)
{
    const struct raw_wording *wording = l->wording;
    bool ok = true;
    if (wording->for_id[0] && strcmp(wording->for_id, l->base->id) != 0) {
        attribute_problem(l->diag, MSG_WORDING_FOR, wording->at, "for");
        diag_hint(l->diag, "the definition beside it is '%s'", l->base->id);
        ok = false;
    }
    if (wording->edition && wording->edition != l->base->edition) {
        attribute_problem(l->diag, MSG_WORDING_FOR, wording->at, "edition");
        diag_hint(l->diag, "the definition beside it is edition %d",
                  l->base->edition);
        ok = false;
    }
    return ok;
}

static void
lay_all(const struct laying *l, struct instrument *out)
{
    *out = *l->base;
    lay_head(l, out);
    lay_responses(l, out);
    lay_sections(l, out);
    lay_items(l, out);
    lay_scales(l, out);
    lay_classes(l, out);
}

const struct instrument *
wording_read(const char *path, struct str bytes,
             const struct instrument *instrument, struct wording_texts *lacking,
             struct arena *arena, struct diag *diag)
{
    const struct xml_element *root =
        xml_read(path, bytes, INSTRUMENT_NAMESPACE, arena, diag);
    if (!root)
        return NULL;
    size_t n_before = diag_count(diag, SEVERITY_ERROR);
    struct raw_wording *wording = ARENA_NEW(arena, struct raw_wording);
    bool ok = schema_read(&grammar_wording, root, wording, arena, diag);
    if (!wording->at)
        return NULL;
    struct laying l = {instrument, wording, lacking, arena, diag};
    if (!check_for(&l))
        return NULL;
    struct instrument *out = ARENA_NEW(arena, struct instrument);
    lay_all(&l, out);
    out->wording_digest = digest_of(bytes);
    out->n_lacking = lacking->n;
    return ok && diag_count(diag, SEVERITY_ERROR) == n_before ? out : NULL;
}

/* ---- what is to be worded ---- */

void
wording_list(const struct instrument *instrument, struct wording_texts *texts,
             struct arena *arena)
{
    const struct raw_wording nothing = {.for_id = "", .lang = ""};
    struct instrument out;
    struct laying l = {instrument, &nothing, texts, arena, NULL};
    lay_all(&l, &out);
}

void
wording_tell(const char *path, size_t n_lacking, size_t n_texts,
             struct diag *diag)
{
    if (!n_lacking)
        return;
    diag_add(diag, MSG_WORDING_INCOMPLETE, (struct place){.file = path},
             "%zu of %zu texts %s still to be written", n_lacking, n_texts,
             n_lacking == 1 ? "is" : "are");
    diag_hint(diag, "'attune check --all' names each");
}

void
wording_report(const struct wording_texts *lacking, struct arena *arena,
               struct diag *diag)
{
    for (size_t i = 0; i < lacking->n; i++)
        xml_problem(diag, MSG_WORDING_LACKS,
                    xml_element_spot(lacking->items[i].at), "%s",
                    text_name(&lacking->items[i], arena));
}
