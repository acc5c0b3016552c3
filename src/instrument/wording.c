/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays the texts of a wording file over a definition.  The file is read into
   structs of its own (wording_grammar.c), and each part of the definition
   then takes its texts from the part of the wording that refers to it.  What
   is taken is counted off, so that what is left over can be named. */
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

/* The parts of one kind, as an array of structs that begin with a
   struct worded. */
struct worded_list {
    const void *parts;
    size_t n;
    size_t part_size;
    const char *const *names; /* the ids that they may refer to */
    size_t n_names;
};

static const struct worded *
worded_get(const struct worded_list *list, size_t idx)
{
    const char *bytes = list->parts;
    return (const void *)(bytes + idx * list->part_size);
}

static const void *
worded_find(const struct worded_list *list, const char *id)
{
    for (size_t i = 0; i < list->n; i++) {
        const struct worded *part = worded_get(list, i);
        if (part->ref && strcmp(part->ref, id) == 0)
            return part;
    }
    return NULL;
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
        const struct worded *part = worded_get(list, i);
        size_t idx;
        if (!part->ref)
            continue;
        if (!map_find(names, str_from(part->ref), &idx)) {
            attribute_problem(l->diag, MSG_WORDING_UNKNOWN, part->at, "ref");
            attribute_hint_nearest(l->diag, str_from(part->ref), list->names,
                                   list->n_names);
        } else if (!map_add(seen, str_from(part->ref), i)) {
            attribute_problem(l->diag, MSG_ID_TWICE, part->at, "ref");
        }
    }
}

/* ---- one text ---- */

/* Where a text stands: "item 'q1': text". */
struct spot {
    const struct xml_element *at; /* of the wording's part; NULL: not there */
    const char *kind;
    const char *id; /* NULL: the instrument itself */
    const char *text;
};

static void
text_problem(const struct laying *l, enum message message,
             const struct spot *spot)
{
    const struct xml_element *at = spot->at ? spot->at : l->wording->at;
    if (spot->id)
        xml_problem(l->diag, message, xml_element_spot(at), "'%s' of %s '%s'",
                    spot->text, spot->kind, spot->id);
    else
        xml_problem(l->diag, message, xml_element_spot(at), "'%s'", spot->text);
}

/* The text that holds from now on.  'is_needed' says that a whole instrument
   has such a text, although the skeleton may lack it. */
static const char *
lay(const struct laying *l, const char *base, const char *given, bool is_needed,
    struct spot spot)
{
    bool is_skeleton = l->base->status == STATUS_SKELETON;
    if (given && given[0]) {
        if (!base && !is_skeleton) {
            text_problem(l, MSG_WORDING_UNKNOWN, &spot);
            diag_hint(l->diag, "the definition has no such text");
        }
        return given;
    }
    if (base || (is_needed && is_skeleton))
        text_problem(l, MSG_WORDING_LACKS, &spot);
    return base;
}

/* ---- responses ---- */

/* Choices are referred to by their value, as a number. */
static const struct raw_worded_choice *
choice_find(const struct raw_worded_choices *part, struct decimal value)
{
    for (size_t i = 0; part && i < part->n_choices; i++)
        if (decimal_compare(part->choices[i].value, value) == 0)
            return &part->choices[i];
    return NULL;
}

static void
check_choice_values(const struct laying *l,
                    const struct raw_worded_choices *part,
                    const struct response *response)
{
    for (size_t i = 0; part && i < part->n_choices; i++) {
        const struct raw_worded_choice *choice = &part->choices[i];
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
            const struct raw_worded_choices *part)
{
    struct choice *choices =
        ARENA_ARRAY(l->arena, response->n_choices, struct choice);
    for (size_t i = 0; i < response->n_choices; i++) {
        const struct choice *base = &response->choices[i];
        const struct raw_worded_choice *given = choice_find(part, base->value);
        struct str value = attribute_value(base->at, "value");
        choices[i] = *base;
        choices[i].label =
            lay(l, base->label, given ? given->text : NULL, true,
                (struct spot){
                    part ? part->worded.at : NULL, "choices", response->id,
                    arena_printf(l->arena, "choice %.*s", STR_ARGS(value))});
    }
    check_choice_values(l, part, response);
    response->choices = choices;
}

static void
lay_range(const struct laying *l, struct response *response,
          const struct raw_worded_range *part)
{
    struct spot spot = {part ? part->worded.at : NULL, "range", response->id,
                        "low"};
    response->low = lay(l, response->low, part ? part->low : NULL, false, spot);
    spot.text = "high";
    response->high =
        lay(l, response->high, part ? part->high : NULL, false, spot);
    spot.text = "unit";
    response->unit =
        lay(l, response->unit, part ? part->unit : NULL, false, spot);
}

/* The ids of the responses of one kind. */
static const char *const *
response_names(const struct laying *l, enum response_kind kind, size_t *n)
{
    const char **names =
        ARENA_ARRAY(l->arena, l->base->n_responses, const char *);
    *n = 0;
    for (size_t i = 0; i < l->base->n_responses; i++)
        if (l->base->responses[i].kind == kind)
            names[(*n)++] = l->base->responses[i].id;
    return names;
}

static void
lay_responses(const struct laying *l, struct instrument *out)
{
    size_t n = l->base->n_responses;
    struct response *responses = ARENA_ARRAY(l->arena, n, struct response);
    struct worded_list choices = {
        .parts = l->wording->choices,
        .n = l->wording->n_choices,
        .part_size = sizeof(struct raw_worded_choices),
    };
    struct worded_list ranges = {
        .parts = l->wording->ranges,
        .n = l->wording->n_ranges,
        .part_size = sizeof(struct raw_worded_range),
    };
    choices.names = response_names(l, RESPONSE_CHOICES, &choices.n_names);
    ranges.names = response_names(l, RESPONSE_RANGE, &ranges.n_names);
    check_refs(l, &choices);
    check_refs(l, &ranges);
    for (size_t i = 0; i < n; i++) {
        responses[i] = l->base->responses[i];
        if (responses[i].kind == RESPONSE_CHOICES)
            lay_choices(l, &responses[i],
                        worded_find(&choices, responses[i].id));
        if (responses[i].kind == RESPONSE_RANGE)
            lay_range(l, &responses[i], worded_find(&ranges, responses[i].id));
    }
    out->responses = responses;
}

/* ---- sections and items ---- */

static void
lay_section(const struct laying *l, struct section *section,
            const struct raw_worded_section *part)
{
    struct spot spot = {part ? part->worded.at : NULL, "section", section->id,
                        "title"};
    section->title =
        lay(l, section->title, part ? part->title : NULL, false, spot);
    spot.text = "notice";
    section->notice =
        lay(l, section->notice, part ? part->notice : NULL, false, spot);
    spot.text = "instruction";
    section->instruction = lay(l, section->instruction,
                               part ? part->instruction : NULL, false, spot);
}

static void
lay_sections(const struct laying *l, struct instrument *out)
{
    size_t n = l->base->n_sections;
    struct section *sections = ARENA_ARRAY(l->arena, n, struct section);
    const char **names = ARENA_ARRAY(l->arena, n, const char *);
    for (size_t i = 0; i < n; i++)
        names[i] = l->base->sections[i].id;
    struct worded_list list = {
        .parts = l->wording->sections,
        .n = l->wording->n_sections,
        .part_size = sizeof(struct raw_worded_section),
        .names = names,
        .n_names = n,
    };
    check_refs(l, &list);
    for (size_t i = 0; i < n; i++) {
        sections[i] = l->base->sections[i];
        lay_section(l, &sections[i], worded_find(&list, sections[i].id));
    }
    out->sections = sections;
}

static const struct alert *
lay_alerts(const struct laying *l, const struct item *item,
           const struct worded_list *list)
{
    struct alert *alerts = ARENA_ARRAY(l->arena, item->n_alerts, struct alert);
    for (size_t i = 0; i < item->n_alerts; i++) {
        const struct raw_worded_text *part =
            worded_find(list, item->alerts[i].id);
        alerts[i] = item->alerts[i];
        alerts[i].text = lay(l, alerts[i].text, part ? part->text : NULL, true,
                             (struct spot){part ? part->worded.at : NULL,
                                           "alert", alerts[i].id, "text"});
    }
    return alerts;
}

static struct worded_list
text_list(const struct raw_worded_text *parts, size_t n)
{
    return (struct worded_list){
        .parts = parts,
        .n = n,
        .part_size = sizeof(struct raw_worded_text),
    };
}

static void
lay_items(const struct laying *l, struct instrument *out)
{
    size_t n = l->base->n_items;
    struct item *items = ARENA_ARRAY(l->arena, n, struct item);
    const char **names = ARENA_ARRAY(l->arena, n, const char *);
    const char **alert_names =
        ARENA_ARRAY(l->arena, INSTRUMENT_LIMIT_ALERTS, const char *);
    struct worded_list texts = {
        .parts = l->wording->items,
        .n = l->wording->n_items,
        .part_size = sizeof(struct raw_worded_item),
        .names = names,
        .n_names = n,
    };
    struct worded_list alerts =
        text_list(l->wording->alerts, l->wording->n_alerts);
    alerts.names = alert_names;
    for (size_t i = 0; i < n; i++) {
        names[i] = l->base->items[i].id;
        for (size_t j = 0; j < l->base->items[i].n_alerts; j++)
            alert_names[alerts.n_names++] = l->base->items[i].alerts[j].id;
    }
    check_refs(l, &texts);
    check_refs(l, &alerts);
    for (size_t i = 0; i < n; i++) {
        const struct raw_worded_item *part =
            worded_find(&texts, l->base->items[i].id);
        items[i] = l->base->items[i];
        items[i].response =
            out->responses + (items[i].response - l->base->responses);
        items[i].text = lay(l, items[i].text, part ? part->text : NULL, true,
                            (struct spot){part ? part->worded.at : NULL, "item",
                                          items[i].id, "text"});
        items[i].alerts = lay_alerts(l, &l->base->items[i], &alerts);
    }
    out->items = items;
}

/* ---- scales and classes ---- */

static void
lay_bands(const struct laying *l, struct scale *scale,
          const struct raw_worded_scale *part)
{
    size_t n = scale->n_bands;
    struct band *bands = ARENA_ARRAY(l->arena, n, struct band);
    const char **names = ARENA_ARRAY(l->arena, n, const char *);
    for (size_t i = 0; i < n; i++)
        names[i] = scale->bands[i].id;
    struct worded_list list =
        part ? text_list(part->bands, part->n_bands) : (struct worded_list){0};
    list.names = names;
    list.n_names = n;
    check_refs(l, &list);
    for (size_t i = 0; i < n; i++) {
        const struct raw_worded_text *given = worded_find(&list, names[i]);
        bands[i] = scale->bands[i];
        bands[i].label =
            lay(l, bands[i].label, given ? given->text : NULL, true,
                (struct spot){part ? part->worded.at : NULL, "scale", scale->id,
                              arena_printf(l->arena, "band %s", names[i])});
    }
    scale->bands = bands;
}

static void
lay_scale(const struct laying *l, struct scale *scale,
          const struct raw_worded_scale *part)
{
    struct spot spot = {part ? part->worded.at : NULL, "scale", scale->id,
                        "title"};
    /* A scale without a title is called by its id; any title betters that. */
    bool has_title = scale->title != scale->id;
    if (has_title || (part && part->title))
        scale->title =
            lay(l, scale->title, part ? part->title : NULL, false, spot);
    spot.text = "low";
    scale->low = lay(l, scale->low, part ? part->low : NULL, false, spot);
    spot.text = "high";
    scale->high = lay(l, scale->high, part ? part->high : NULL, false, spot);
    lay_bands(l, scale, part);
}

static void
lay_scales(const struct laying *l, struct instrument *out)
{
    size_t n = l->base->n_scales;
    struct scale *scales = ARENA_ARRAY(l->arena, n, struct scale);
    const char **names = ARENA_ARRAY(l->arena, n, const char *);
    for (size_t i = 0; i < n; i++)
        names[i] = l->base->scales[i].id;
    struct worded_list list = {
        .parts = l->wording->scales,
        .n = l->wording->n_scales,
        .part_size = sizeof(struct raw_worded_scale),
        .names = names,
        .n_names = n,
    };
    check_refs(l, &list);
    for (size_t i = 0; i < n; i++) {
        scales[i] = l->base->scales[i];
        lay_scale(l, &scales[i], worded_find(&list, names[i]));
    }
    out->scales = scales;
}

static const struct class_case *
lay_cases(const struct laying *l, const struct class *class,
          const struct raw_worded_class *part)
{
    size_t n = class->n_cases;
    struct class_case *cases = ARENA_ARRAY(l->arena, n, struct class_case);
    const char **names = ARENA_ARRAY(l->arena, n, const char *);
    for (size_t i = 0; i < n; i++)
        names[i] = class->cases[i].id;
    struct worded_list whens =
        part ? text_list(part->whens, part->n_whens) : (struct worded_list){0};
    struct worded_list others = part && part->otherwise
                                    ? text_list(part->otherwise, 1)
                                    : (struct worded_list){0};
    bool has_otherwise = n > 0 && !class->cases[n - 1].test_text;
    whens.names = names;
    whens.n_names = has_otherwise ? n - 1 : n;
    others.names = names + whens.n_names;
    others.n_names = n - whens.n_names;
    check_refs(l, &whens);
    check_refs(l, &others);
    for (size_t i = 0; i < n; i++) {
        const struct raw_worded_text *given =
            worded_find(i < whens.n_names ? &whens : &others, names[i]);
        cases[i] = class->cases[i];
        cases[i].label =
            lay(l, cases[i].label, given ? given->text : NULL, true,
                (struct spot){part ? part->worded.at : NULL, "class", class->id,
                              arena_printf(l->arena, "case %s", names[i])});
    }
    return cases;
}

static void
lay_classes(const struct laying *l, struct instrument *out)
{
    size_t n = l->base->n_classes;
    struct class *classes = ARENA_ARRAY(l->arena, n, struct class);
    const char **names = ARENA_ARRAY(l->arena, n, const char *);
    for (size_t i = 0; i < n; i++)
        names[i] = l->base->classes[i].id;
    struct worded_list list = {
        .parts = l->wording->classes,
        .n = l->wording->n_classes,
        .part_size = sizeof(struct raw_worded_class),
        .names = names,
        .n_names = n,
    };
    check_refs(l, &list);
    for (size_t i = 0; i < n; i++) {
        struct class *class = &classes[i];
        *class = l->base->classes[i];
        const struct raw_worded_class *part = worded_find(&list, class->id);
        if (class->title != class->id || (part && part->title))
            class->title =
                lay(l, class->title, part ? part->title : NULL, false,
                    (struct spot){part ? part->worded.at : NULL, "class",
                                  class->id, "title"});
        class->cases = lay_cases(l, class, part);
    }
    out->classes = classes;
}

/* ---- the whole ---- */

static void
lay_head(const struct laying *l, struct instrument *out)
{
    const struct raw_wording *wording = l->wording;
    struct spot spot = {wording->at, "instrument", NULL, "title"};
    out->title = lay(l, l->base->title, wording->title, true, spot);
    spot.text = "notice";
    out->notice = lay(l, l->base->notice, wording->notice, false, spot);
    spot.text = "thanks";
    out->thanks = lay(l, l->base->thanks, wording->thanks, false, spot);
    if (wording->lang)
        out->lang = wording->lang;
}

/* Whether the file words this definition at all. */
static bool
check_for(const struct laying *l)
{
    const struct raw_wording *wording = l->wording;
    bool ok = true;
    if (wording->for_id && strcmp(wording->for_id, l->base->id) != 0) {
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
