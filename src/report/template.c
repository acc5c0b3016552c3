/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads report templates.  The grammar is made from the list of blocks, so a
   new block is in it by being listed. */
#include "report/template.h"

#include <string.h>
#include "base/file.h"
#include "instrument/instrument.h"
#include "report/block.h"
#include "report/logo.h"
#include "xml/schema.h"

#define NAMESPACE "urn:attune:report:1"

enum { MAX_CLASSES = 32 };

/* A text in a language. */
struct wording {
    const struct xml_element *at;
    const char *lang; /* NULL: the template's own */
    const char *item; /* of a label: whose */
    const char *text;
};

struct block_element {
    const struct xml_element *at;
    const struct wording *headings;
    size_t n_headings;
    const char *logo; /* of a letterhead, as what it shows */
    const struct wording *alts;
    size_t n_alts;
};

struct report_element {
    const struct xml_element *at;
    const char *id;
    const char *lang;
    const char *primary;
    const char *practices;
    const struct wording *titles;
    size_t n_titles;
    const struct wording *labels;
    size_t n_labels;
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
static const struct schema_attribute label_attributes[] = {
    {"item", SCHEMA_ID, offsetof(struct wording, item), true, NULL},
    {"xml:lang", SCHEMA_LANGUAGE, offsetof(struct wording, lang), false, NULL},
    {0},
};
#define WORDING(rule, word, its_attributes)                                    \
    static const struct schema_element rule = {                                \
        .name = word,                                                          \
        .size = sizeof(struct wording),                                        \
        .attributes = its_attributes,                                          \
        .text = SCHEMA_TEXT_NEEDED,                                            \
        .text_offset = offsetof(struct wording, text)}
WORDING(title_rule, "title", wording_attributes);
WORDING(label_rule, "label", label_attributes);
WORDING(alt_rule, "alt", wording_attributes);
WORDING(heading_rule, "heading", wording_attributes);
static const struct schema_child block_children[] = {
    {&heading_rule, SCHEMA_ANY, offsetof(struct block_element, headings), 0,
     false},
    {0},
};
static const struct schema_attribute letterhead_attributes[] = {
    {"logo", SCHEMA_TEXT, offsetof(struct block_element, logo), false, NULL},
    {0},
};
static const struct schema_child letterhead_children[] = {
    {&heading_rule, SCHEMA_ANY, offsetof(struct block_element, headings), 0,
     false},
    {&alt_rule, SCHEMA_ANY, offsetof(struct block_element, alts), 1, false},
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

/* The grammar: titles, labels, then the blocks in any order, each once. */
struct grammar {
    struct schema_element report;
    struct schema_element blocks[MAX_CLASSES];
    struct schema_child children[MAX_CLASSES + 3];
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
                      offsetof(struct report_element, titles), 0, false},
                     {&label_rule, SCHEMA_ANY,
                      offsetof(struct report_element, labels), 1, false}},
    };
    for (size_t i = 0; block_classes[i]; i++) {
        bool has_logo = block_classes[i] == &block_letterhead;

        grammar->blocks[i] = (struct schema_element){
            .name = block_classes[i]->name,
            .size = sizeof(struct block_element),
            .attributes = has_logo ? letterhead_attributes : NULL,
            .children = has_logo ? letterhead_children : block_children};
        grammar->children[i + 2] = (struct schema_child){
            &grammar->blocks[i], SCHEMA_OPTIONAL,
            offsetof(struct report_element, blocks), 2, true};
    }
}

/* ---- words ---- */

static bool
is_of_one_item(const struct wording *a, const struct wording *b)
{
    return !a->item || strcmp(a->item, b->item) == 0;
}

/* The template's own language stands in for others. */
static void
warn_of_idle(const struct wording *wording, const char *own, struct diag *diag)
{
    enum language spoken;
    const char *lang = wording->lang;

    if (!lang || str_equal_nocase(str_from(lang), str_from(own))
        || language_find(str_from(lang), &spoken))
        return;
    xml_problem(diag, MSG_WORDS_IDLE, xml_value_spot(wording->at, "xml:lang"),
                "'%s' in '%s'", wording->at->name, lang);
    diag_hint(diag, "pages speak: en, es, de, ar");
}

/* Two wordings of one language leave it open which is meant. */
static bool
check_wordings(const struct wording *wordings, size_t n, const char *own,
               struct diag *diag)
{
    bool is_good = true;

    for (size_t i = 0; i < n; i++) {
        const char *lang = wordings[i].lang ? wordings[i].lang : own;

        warn_of_idle(&wordings[i], own, diag);
        for (size_t k = 0; k < i; k++) {
            const char *other = wordings[k].lang ? wordings[k].lang : own;

            if (!str_equal_nocase(str_from(lang), str_from(other))
                || !is_of_one_item(&wordings[i], &wordings[k]))
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
    for (int i = 0; i < N_REPORT_KINDS; i++)
        if (strcmp(report->id, report_kind_names[i]) == 0) {
            *kind = (enum report_kind)i;
            return true;
        }
    xml_problem(diag, MSG_REPORT_KIND, xml_value_spot(report->at, "id"), "'%s'",
                report->id);
    if (!diag_hint_nearest(diag, str_from(report->id), report_kind_names,
                           N_REPORT_KINDS))
        diag_hint(diag, "the kinds of pages: %s", kind_list(arena));
    return false;
}

static bool
fits(const struct block_class *class, enum report_kind kind)
{
    if (kind == KIND_COHORT)
        return class->is_of_many || class->is_of_all;
    if (class->is_for_clinician && !report_kind_is_for(kind, FOR_CLINICIAN))
        return false;
    return !class->is_of_many && (kind != KIND_COUPLE || !class->is_of_one);
}

static const char *
kinds_with(const struct block_class *class, struct arena *arena)
{
    const char *list = NULL;

    for (int i = 0; i < N_REPORT_KINDS; i++)
        if (fits(class, (enum report_kind)i))
            list =
                list ? arena_printf(arena, "%s, %s", list, report_kind_names[i])
                     : report_kind_names[i];
    return list;
}

static bool
check_blocks(const struct report_element *report, enum report_kind kind,
             struct arena *arena, struct diag *diag)
{
    bool is_good = true;

    for (size_t i = 0; i < report->n_blocks; i++) {
        const struct xml_element *at = report->blocks[i].at;
        const struct block_class *class = class_of(at->name);

        if (fits(class, kind))
            continue;
        xml_problem(diag, MSG_REPORT_BLOCK, xml_element_spot(at), "'%s'",
                    at->name);
        is_good = diag_hint(diag, "pages that can have it: %s",
                            kinds_with(class, arena));
    }
    return is_good;
}

/* Labels are of somebody's items. */
static bool
check_labels(const struct report_element *report, struct diag *diag)
{
    if (!report->n_labels || report->practices)
        return check_wordings(report->labels, report->n_labels, report->lang,
                              diag);
    return xml_problem(diag, MSG_ATTRIBUTE_NEEDED, xml_element_spot(report->at),
                       "'practices', since there are labels of them");
}

static bool
check(const struct report_element *report, enum report_kind *kind,
      struct arena *arena, struct diag *diag)
{
    bool is_good = find_kind(report, kind, arena, diag)
                   && check_blocks(report, *kind, arena, diag);

    is_good &=
        check_wordings(report->titles, report->n_titles, report->lang, diag);
    is_good &= check_labels(report, diag);
    for (size_t i = 0; i < report->n_blocks; i++) {
        const struct block_element *block = &report->blocks[i];

        is_good &= check_wordings(block->headings, block->n_headings,
                                  report->lang, diag);
        is_good &=
            check_wordings(block->alts, block->n_alts, report->lang, diag);
    }
    if (report->n_blocks)
        return is_good;
    xml_problem(diag, MSG_REPORT_EMPTY, xml_element_spot(report->at), NULL);
    return diag_hint(diag, "list at least one block, such as <table/>");
}

/* ---- a letterhead's picture ---- */

static bool
refuse_logo(const struct block_element *block, const char *why,
            struct diag *diag)
{
    xml_problem(diag, MSG_REPORT_LOGO, xml_value_spot(block->at, "logo"),
                "'%s': %s", block->logo, why);
    return diag_hint(diag,
                     "a PNG beside the template, of at most 256 KiB and 2000 "
                     "points each way");
}

/* Beside the template, and nowhere else: whoever is sent one need not ask what
   of this machine it reads. */
static bool
find_logo(const char *path, const struct block_element *block,
          struct image *logo, struct arena *arena, struct diag *diag)
{
    const char *end = strrchr(path, '/');
    struct diag *problem SCOPED(diag_drop) = diag_new();
    const char *why;
    struct str bytes;

    if (strpbrk(block->logo, "/\\"))
        return refuse_logo(block, "it is in another folder", diag);
    if (!str_ends(str_from(block->logo), ".png")
        && !str_ends(str_from(block->logo), ".PNG"))
        return refuse_logo(block, "its name does not end in .png", diag);
    logo->path = arena_printf(arena, "%.*s%s", end ? (int)(end + 1 - path) : 0,
                              path, block->logo);
    if (file_is_link(logo->path))
        why = "it is a link, which may lead to another folder";
    else if (file_read_whole(logo->path, LOGO_LIMIT_SIZE, arena, &bytes,
                             problem))
        why = logo_read(bytes, logo);
    else
        why = message_words(diag_get(problem, 0)->message);
    return !why || refuse_logo(block, why, diag);
}

/* ---- the template ---- */

static struct block
block_of(const struct report_element *report, const struct block_element *from,
         enum language language)
{
    return (struct block){
        .at = from->at,
        .class = class_of(from->at->name),
        .heading =
            choose(from->headings, from->n_headings, report->lang, language),
        .alt = choose(from->alts, from->n_alts, report->lang, language),
    };
}

static const struct practice_label *
labels_of(const struct report_element *report, enum language language,
          struct arena *arena)
{
    struct practice_label *labels =
        ARENA_ARRAY(arena, report->n_labels, struct practice_label);

    for (size_t i = 0; i < report->n_labels; i++) {
        const struct wording *from = &report->labels[i];

        labels[i] = (struct practice_label){
            .at = from->at,
            .item = from->item,
            .text = is_in(from, report->lang, language) ? from->text : NULL,
        };
    }
    return labels;
}

/* NULL after adding what is wrong with a picture. */
static const struct template *
template_of(const char *path, const struct report_element *report,
            enum report_kind kind, enum language language, struct arena *arena,
            struct diag *diag)
{
    struct template *template = ARENA_NEW(arena, struct template);
    struct block *blocks = ARENA_ARRAY(arena, report->n_blocks, struct block);

    for (size_t i = 0; i < report->n_blocks; i++) {
        struct image *logo = ARENA_NEW(arena, struct image);

        blocks[i] = block_of(report, &report->blocks[i], language);
        if (!report->blocks[i].logo)
            continue;
        if (!find_logo(path, &report->blocks[i], logo, arena, diag))
            return NULL;
        blocks[i].logo = logo;
    }
    *template = (struct template){
        .at = report->at,
        .path = path,
        .kind = kind,
        .primary = report->primary,
        .practices = report->practices,
        .labels = labels_of(report, language, arena),
        .n_labels = report->n_labels,
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
    return template_of(path, &report, kind, language, arena, diag);
}

const struct block *
template_letterhead(const struct template *template)
{
    for (size_t i = 0; i < template->n_blocks; i++)
        if (template->blocks[i].class == &block_letterhead)
            return &template->blocks[i];
    return NULL;
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

/* False after adding that it is not there, with the nearest that is; NULL where
   nothing is said of it. */
static bool
find_instrument(const struct template *template, const char *attribute,
                struct str name, struct str id,
                const struct template_names *names,
                const struct instrument **instrument, struct diag *diag)
{
    struct diag *why SCOPED(diag_drop) = diag_new();

    *instrument = NULL;
    for (size_t i = 0; i < names->n_loaded && !*instrument; i++)
        if (str_is(id, names->loaded[i]->id))
            *instrument = names->loaded[i];
    if (*instrument || !names->library)
        return true;
    *instrument = library_load_id(names->library, id, 0, why);
    return *instrument
           || refuse_name(template, attribute, name,
                          diag_total(why) ? diag_get(why, 0)->hint : NULL,
                          diag);
}

static bool
check_scale(const struct template *template, struct str name,
            const struct template_names *names, struct arena *arena,
            struct diag *diag)
{
    const struct instrument *instrument;
    struct str owner;
    struct str id;

    if (!str_cut(name, ".", &owner, &id))
        return refuse_name(template, "primary", name,
                           "a scale is named INSTRUMENT.SCALE", diag);
    if (!find_instrument(template, "primary", name, owner, names, &instrument,
                         diag))
        return false;
    if (!instrument)
        return true;
    const char **ids = ARENA_ARRAY(arena, instrument->n_scales, const char *);
    for (size_t i = 0; i < instrument->n_scales; i++) {
        ids[i] = instrument->scales[i].id;
        if (str_is(id, ids[i]))
            return true;
    }
    (void)refuse_name(template, "primary", name, NULL, diag);
    (void)diag_hint_nearest(diag, id, ids, instrument->n_scales);
    return false;
}

static bool
check_label(const struct practice_label *label,
            const struct instrument *instrument, struct arena *arena,
            struct diag *diag)
{
    const char **ids = ARENA_ARRAY(arena, instrument->n_items, const char *);

    for (size_t i = 0; i < instrument->n_items; i++) {
        ids[i] = instrument->items[i].id;
        if (strcmp(ids[i], label->item) == 0)
            return true;
    }
    xml_problem(diag, MSG_ITEM_UNKNOWN, xml_value_spot(label->at, "item"),
                "'%s'", label->item);
    (void)diag_hint_nearest(diag, str_from(label->item), ids,
                            instrument->n_items);
    return false;
}

static bool
check_practices(const struct template *template,
                const struct template_names *names, struct arena *arena,
                struct diag *diag)
{
    struct str id = str_from(template->practices);
    const struct instrument *instrument;
    bool is_good = true;

    if (!template->practices)
        return true;
    if (!find_instrument(template, "practices", id, id, names, &instrument,
                         diag))
        return false;
    for (size_t i = 0; instrument && i < template->n_labels; i++)
        is_good &= check_label(&template->labels[i], instrument, arena, diag);
    return is_good;
}

bool
template_check(const struct template *template,
               const struct template_names *names, struct arena *arena,
               struct diag *diag)
{
    struct str rest = str_from(template->primary ? template->primary : "");
    struct str word;
    bool is_good = true;

    while (str_next_word(&rest, &word))
        is_good &= check_scale(template, word, names, arena, diag);
    return check_practices(template, names, arena, diag) && is_good;
}
