/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays the texts of a wording file over a definition.  The file is read into
   structs of its own (wording_grammar.c), and each part of the definition
   then takes its texts from the part of the wording that refers to it. */
#include "instrument/wording.h"

#include "instrument/attribute.h"
#include "instrument/wording_grammar.h"

struct laying {
    const struct instrument *base;
    const struct raw_wording *wording;
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
    const char *kind;
    const char *id; /* NULL: the instrument itself */
    const struct worded *part;
};

static void
text_problem(const struct laying *l, enum message message,
             const struct owner *owner, const char *name)
{
    const struct xml_element *at =
        owner->part->at ? owner->part->at : l->wording->at;
    if (owner->id)
        xml_problem(l->diag, message, xml_element_spot(at), "'%s' of %s '%s'",
                    name, owner->kind, owner->id);
    else
        xml_problem(l->diag, message, xml_element_spot(at), "'%s'", name);
}

/* Puts the text that holds from now on into '*text'. */
static void
lay(const struct laying *l, const struct owner *owner, const char *name,
    const char *given, const char **text)
{
    if (given && given[0]) {
        if (!*text && l->base->status != STATUS_SKELETON) {
            text_problem(l, MSG_WORDING_UNKNOWN, owner, name);
            diag_hint(l->diag, "the definition has no such text");
        }
        *text = given;
    } else if (*text) {
        text_problem(l, MSG_WORDING_LACKS, owner, name);
    }
}

/* The same of a text that a whole instrument has, although a skeleton may lack
   it. */
static void
lay_needed(const struct laying *l, const struct owner *owner, const char *name,
           const char *given, const char **text)
{
    bool is_lacking = !*text && !(given && given[0]);
    if (is_lacking && l->base->status == STATUS_SKELETON)
        text_problem(l, MSG_WORDING_LACKS, owner, name);
    else
        lay(l, owner, name, given, text);
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
        struct str value = attribute_value(choices[i].at, "value");
        lay_needed(l, &owner,
                   arena_printf(l->arena, "choice %.*s", STR_ARGS(value)),
                   given ? given->text : NULL, &choices[i].label);
    }
    check_choice_values(l, part, response);
    response->choices = choices;
}

static void
lay_range(const struct laying *l, struct response *response,
          const struct worded *part)
{
    struct owner owner = {"range", response->id, part};
    lay(l, &owner, "low", part->low, &response->low);
    lay(l, &owner, "high", part->high, &response->high);
    lay(l, &owner, "unit", part->unit, &response->unit);
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
        lay(l, &owner, "title", part->title, &sections[i].title);
        lay(l, &owner, "notice", part->notice, &sections[i].notice);
        lay(l, &owner, "instruction", part->instruction,
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
        lay_needed(l, &(struct owner){"alert", alerts[i].id, part}, "text",
                   part->text, &alerts[i].text);
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
        lay_needed(l, &(struct owner){"item", items[i].id, part}, "text",
                   part->text, &items[i].text);
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
        lay(l, owner, "title", owner->part->title, title);
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
    for (size_t i = 0; i < n; i++)
        lay_needed(l, owner, arena_printf(l->arena, "band %s", bands[i].id),
                   worded_find(&list, bands[i].id)->text, &bands[i].label);
    scale->bands = bands;
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
        lay(l, &owner, "low", part->low, &scales[i].low);
        lay(l, &owner, "high", part->high, &scales[i].high);
        lay_bands(l, &scales[i], &owner);
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
    for (size_t i = 0; i < n; i++)
        lay_needed(
            l, owner, arena_printf(l->arena, "case %s", cases[i].id),
            worded_find(cases[i].test_text ? &whens : &others, cases[i].id)
                ->text,
            &cases[i].label);
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
    struct owner owner = {"instrument", NULL, &whole};
    lay_needed(l, &owner, "title", wording->title, &out->title);
    lay(l, &owner, "notice", wording->notice, &out->notice);
    lay(l, &owner, "thanks", wording->thanks, &out->thanks);
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

const struct instrument *
wording_read(const char *path, struct str bytes,
             const struct instrument *instrument, struct arena *arena,
             struct diag *diag)
{
    const struct xml_element *root =
        xml_read(path, bytes, INSTRUMENT_NAMESPACE, arena, diag);
    if (!root)
        return NULL;
    size_t n_before = diag_count(diag, SEVERITY_ERROR);
    struct raw_wording *wording = ARENA_NEW(arena, struct raw_wording);
    bool ok = schema_read(&wording_grammar, root, wording, arena, diag);
    if (!wording->at)
        return NULL;
    struct laying l = {instrument, wording, arena, diag};
    if (!check_for(&l))
        return NULL;
    struct instrument *out = ARENA_NEW(arena, struct instrument);
    *out = *instrument;
    out->wording_digest = digest_of(bytes);
    lay_head(&l, out);
    lay_responses(&l, out);
    lay_sections(&l, out);
    lay_items(&l, out);
    lay_scales(&l, out);
    lay_classes(&l, out);
    return ok && diag_count(diag, SEVERITY_ERROR) == n_before ? out : NULL;
}
