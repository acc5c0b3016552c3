/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads report templates.  The grammar is made from the list of blocks, so a
   new block is in it by being listed. */
#include "report/template.h"

#include <string.h>
#include "instrument/instrument.h"
#include "report/block.h"
#include "xml/schema.h"

#define NAMESPACE "urn:attune:report:1"

enum { MAX_CLASSES = 32 };

/* A text in a language. */
struct wording {
    const struct xml_element *at;
    const char *lang; /* NULL: the template's own */
    const char *text;
};

struct block_element {
    const struct xml_element *at;
    const struct wording *headings;
    size_t n_headings;
};

struct report_element {
    const struct xml_element *at;
    const char *id;
    const char *lang;
    const char *primary;
    const char *practices;
    const struct wording *titles;
    size_t n_titles;
    const struct block_element *blocks;
    size_t n_blocks;
};

const char *const audience_names[] = {
#define AUDIENCE(NAME, word) word,
#include "report/kinds.def"
#undef AUDIENCE
    NULL};

const char *const report_kind_names[] = {
#define KIND(NAME, id, audience, other) id,
#include "report/kinds.def"
#undef KIND
    NULL};

static const enum audience audiences[N_REPORT_KINDS][2] = {
#define KIND(NAME, id, audience, other) {FOR_##audience, FOR_##other},
#include "report/kinds.def"
#undef KIND
};

enum audience
report_kind_audience(enum report_kind kind)
{
    return audiences[kind][0];
}

bool
report_kind_is_for(enum report_kind kind, enum audience audience)
{
    return audiences[kind][0] == audience || audiences[kind][1] == audience;
}

static const struct schema_attribute wording_attributes[] = {
    {"xml:lang", SCHEMA_LANGUAGE, offsetof(struct wording, lang), false, NULL},
    {0},
};
static const struct schema_element title_rule = {
    .name = "title",
    .size = sizeof(struct wording),
    .attributes = wording_attributes,
    .text = SCHEMA_TEXT_NEEDED,
    .text_offset = offsetof(struct wording, text),
};
static const struct schema_element heading_rule = {
    .name = "heading",
    .size = sizeof(struct wording),
    .attributes = wording_attributes,
    .text = SCHEMA_TEXT_NEEDED,
    .text_offset = offsetof(struct wording, text),
};
static const struct schema_child block_children[] = {
    {&heading_rule, SCHEMA_ANY, offsetof(struct block_element, headings), 0,
     false},
    {0},
};
static const struct schema_attribute report_attributes[] = {
    {"id", SCHEMA_ID, offsetof(struct report_element, id), true, NULL},
    {"xml:lang", SCHEMA_LANGUAGE, offsetof(struct report_element, lang), true,
     NULL},
    {"primary", SCHEMA_TEXT, offsetof(struct report_element, primary), false,
     NULL},
    {"practices", SCHEMA_ID, offsetof(struct report_element, practices), false,
     NULL},
    {0},
};

/* The grammar: a title, then the blocks in any order, each once. */
struct grammar {
    struct schema_element report;
    struct schema_element blocks[MAX_CLASSES];
    struct schema_child children[MAX_CLASSES + 2];
};

static void
make_grammar(struct grammar *grammar)
{
    *grammar = (struct grammar){
        .report = {.name = "report",
                   .size = sizeof(struct report_element),
                   .attributes = report_attributes,
                   .children = grammar->children},
        .children = {{&title_rule, SCHEMA_SOME,
                      offsetof(struct report_element, titles), 0, false}},
    };
    for (size_t i = 0; block_classes[i]; i++) {
        grammar->blocks[i] =
            (struct schema_element){.name = block_classes[i]->name,
                                    .size = sizeof(struct block_element),
                                    .children = block_children};
        grammar->children[i + 1] = (struct schema_child){
            &grammar->blocks[i], SCHEMA_OPTIONAL,
            offsetof(struct report_element, blocks), 1, true};
    }
}

/* ---- words ---- */

/* Two wordings of one language leave it open which is meant. */
static bool
check_wordings(const struct wording *wordings, size_t n, const char *own,
               struct diag *diag)
{
    bool is_good = true;

    for (size_t i = 0; i < n; i++) {
        const char *lang = wordings[i].lang ? wordings[i].lang : own;

        for (size_t k = 0; k < i; k++) {
            const char *other = wordings[k].lang ? wordings[k].lang : own;

            if (!str_equal_nocase(str_from(lang), str_from(other)))
                continue;
            xml_problem(diag, MSG_WORDS_TWICE,
                        xml_value_spot(wordings[i].at, "xml:lang"),
                        "'%s' in '%s'", wordings[i].at->name, lang);
            is_good = false;
            break;
        }
    }
    return is_good;
}

static bool
is_in(const struct wording *wording, const char *own, enum language language)
{
    enum language spoken;
    const char *lang = wording->lang ? wording->lang : own;

    return language_find(str_from(lang), &spoken) && spoken == language;
}

/* The words in 'language', else those of the template's own language. */
static const char *
choose(const struct wording *wordings, size_t n, const char *own,
       enum language language)
{
    for (size_t i = 0; i < n; i++)
        if (is_in(&wordings[i], own, language))
            return wordings[i].text;
    for (size_t i = 0; i < n; i++)
        if (!wordings[i].lang
            || str_equal_nocase(str_from(wordings[i].lang), str_from(own)))
            return wordings[i].text;
    return n ? wordings[0].text : NULL;
}

/* ---- checks that the grammar cannot make ---- */

static const struct block_class *
class_of(const char *name)
{
    size_t i = 0;

    while (strcmp(block_classes[i]->name, name) != 0)
        i++;
    return block_classes[i];
}

static const char *
kind_list(struct arena *arena)
{
    const char *list = report_kind_names[0];

    for (int i = 1; i < N_REPORT_KINDS; i++)
        list = arena_printf(arena, "%s, %s", list, report_kind_names[i]);
    return list;
}

/* What may be shown depends on the kind, so none is made up. */
static bool
find_kind(const struct report_element *report, enum report_kind *kind,
          struct arena *arena, struct diag *diag)
{
    const char *nearest;

    for (int i = 0; i < N_REPORT_KINDS; i++)
        if (strcmp(report->id, report_kind_names[i]) == 0) {
            *kind = (enum report_kind)i;
            return true;
        }
    xml_problem(diag, MSG_REPORT_KIND, xml_value_spot(report->at, "id"), "'%s'",
                report->id);
    nearest =
        str_nearest(str_from(report->id), report_kind_names, N_REPORT_KINDS);
    if (nearest)
        diag_hint(diag, "did you mean '%s'?", nearest);
    else
        diag_hint(diag, "the kinds of pages: %s", kind_list(arena));
    return false;
}

static bool
fits(const struct block_class *class, enum report_kind kind)
{
    if (kind == KIND_COHORT)
        return class->is_of_many || class == &block_head;
    return !class->is_of_many
           && (kind != KIND_COUPLE
               || (!class->is_of_one && !class->is_for_clinician));
}

static bool
check_blocks(const struct report_element *report, enum report_kind kind,
             struct diag *diag)
{
    bool is_good = true;

    for (size_t i = 0; i < report->n_blocks; i++) {
        const struct xml_element *at = report->blocks[i].at;

        if (fits(class_of(at->name), kind))
            continue;
        xml_problem(diag, MSG_REPORT_BLOCK, xml_element_spot(at), "'%s'",
                    at->name);
        is_good = false;
    }
    return is_good;
}

static bool
check(const struct report_element *report, enum report_kind *kind,
      struct arena *arena, struct diag *diag)
{
    bool is_good = find_kind(report, kind, arena, diag)
                   && check_blocks(report, *kind, diag);

    is_good &=
        check_wordings(report->titles, report->n_titles, report->lang, diag);
    for (size_t i = 0; i < report->n_blocks; i++)
        is_good &=
            check_wordings(report->blocks[i].headings,
                           report->blocks[i].n_headings, report->lang, diag);
    if (report->n_blocks)
        return is_good;
    xml_problem(diag, MSG_REPORT_EMPTY, xml_element_spot(report->at), NULL);
    diag_hint(diag, "list at least one block, such as <table/>");
    return false;
}

/* ---- the template ---- */

static const struct template *
template_of(const char *path, const struct report_element *report,
            enum report_kind kind, enum language language, struct arena *arena)
{
    struct template *template = ARENA_NEW(arena, struct template);
    struct block *blocks = ARENA_ARRAY(arena, report->n_blocks, struct block);

    for (size_t i = 0; i < report->n_blocks; i++) {
        const struct block_element *from = &report->blocks[i];

        blocks[i] = (struct block){
            .at = from->at,
            .class = class_of(from->at->name),
            .heading = choose(from->headings, from->n_headings, report->lang,
                              language),
        };
    }
    *template = (struct template){
        .at = report->at,
        .path = path,
        .kind = kind,
        .primary = report->primary,
        .practices = report->practices,
        .title =
            choose(report->titles, report->n_titles, report->lang, language),
        .blocks = blocks,
        .n_blocks = report->n_blocks,
    };
    return template;
}

const struct template *
template_read(const char *path, struct str bytes, enum language language,
              struct arena *arena, struct diag *diag)
{
    const struct xml_element *root =
        xml_read(path, bytes, NAMESPACE, arena, diag);
    struct grammar *grammar = ARENA_NEW(arena, struct grammar);
    struct report_element report = {0};
    enum report_kind kind;

    if (!root)
        return NULL;
    make_grammar(grammar);
    if (!schema_read(&grammar->report, root, &report, arena, diag)
        || !check(&report, &kind, arena, diag))
        return NULL;
    return template_of(path, &report, kind, language, arena);
}

/* ---- names of what is on the shelves ---- */

static bool
refuse_name(const struct template *template, const char *attribute,
            struct str name, const char *hint, struct diag *diag)
{
    xml_problem(diag, MSG_REPORT_SCALE,
                xml_word_spot(template->at, attribute, name), "'%.*s'",
                (int)name.len, name.bytes);
    if (hint)
        diag_hint(diag, "%s", hint);
    return false;
}

/* NULL after adding that it is not there, with the nearest that is. */
static const struct instrument *
find_instrument(const struct template *template, const char *attribute,
                struct str name, struct str id, struct library *library,
                struct diag *diag)
{
    struct diag *why = diag_new();
    const struct instrument *instrument = library_load_id(library, id, 0, why);

    if (!instrument)
        (void)refuse_name(template, attribute, name,
                          diag_total(why) ? diag_get(why, 0)->hint : NULL,
                          diag);
    diag_free(why);
    return instrument;
}

static bool
check_scale(const struct template *template, struct str name,
            struct library *library, struct arena *arena, struct diag *diag)
{
    const char *dot = memchr(name.bytes, '.', name.len);
    const struct instrument *instrument;
    const char **ids;
    struct str id;

    if (!dot)
        return refuse_name(template, "primary", name,
                           "a scale is named INSTRUMENT.SCALE", diag);
    id = (struct str){dot + 1, (size_t)(name.bytes + name.len - dot - 1)};
    instrument = find_instrument(
        template, "primary", name,
        (struct str){name.bytes, (size_t)(dot - name.bytes)}, library, diag);
    if (!instrument)
        return false;
    ids = ARENA_ARRAY(arena, instrument->n_scales, const char *);
    for (size_t i = 0; i < instrument->n_scales; i++) {
        ids[i] = instrument->scales[i].id;
        if (str_is(id, ids[i]))
            return true;
    }
    (void)refuse_name(template, "primary", name, NULL, diag);
    (void)diag_hint_nearest(diag, id, ids, instrument->n_scales);
    return false;
}

bool
template_check(const struct template *template, struct library *library,
               struct arena *arena, struct diag *diag)
{
    struct str rest = str_from(template->primary ? template->primary : "");
    struct str word;
    bool is_good = true;

    while (str_next_word(&rest, &word))
        is_good &= check_scale(template, word, library, arena, diag);
    if (template->practices) {
        struct str id = str_from(template->practices);

        is_good &= find_instrument(template, "practices", id, id, library, diag)
                   != NULL;
    }
    return is_good;
}
