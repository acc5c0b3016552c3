/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A questionnaire out of a form made elsewhere; see form_xml.h. */
#include "cli/form_xml.h"

#include "base/map.h"
#include "base/num.h"
#include "cli/print.h"
#include "exchange/source.h"
#include "instrument/read.h"
#include "xml/xml.h"

/* A field that becomes an item. */
struct drafted_item {
    const struct field *field;
    size_t scale;         /* its response scale */
    const char *shown_if; /* NULL: always */
};

/* A response scale, that of the field that has it first. */
struct drafted_scale {
    const struct field *field;
    const char *id;
};

struct drafting {
    struct form_draft *draft;
    struct dictionary lost; /* its list alone is used */
    struct map *names;      /* of fields -> item */
    struct VEC(struct drafted_item) items;
    struct VEC(struct drafted_scale) scales;
};

/* ---- response scales ---- */

static bool
is_same_scale(const struct field *a, const struct field *b)
{
    return field_is_coded_alike(a, b) && a->is_whole == b->is_whole
           && str_equal(a->min, b->min) && str_equal(a->max, b->max)
           && str_equal(a->low, b->low) && str_equal(a->high, b->high);
}

static size_t
scale_of(struct drafting *drafting, const struct field *field)
{
    static const char *const words[] = {
        [FIELD_CHOICE] = "choices", [FIELD_CHOICES] = "boxes",
        [FIELD_NUMBER] = "number",  [FIELD_TEXT] = "words",
        [FIELD_DATE] = "day",
    };

    for (size_t i = 0; i < drafting->scales.n; i++)
        if (is_same_scale(drafting->scales.items[i].field, field))
            return i;
    *vec_add(drafting->draft->arena, &drafting->scales) =
        (struct drafted_scale){field, arena_printf(drafting->draft->arena,
                                                   "%s-%zu", words[field->kind],
                                                   drafting->scales.n + 1)};
    return drafting->scales.n - 1;
}

/* Whether all codes are numbers, and no two are one. */
static bool
has_numbers(const struct field *field)
{
    struct decimal code, other;

    for (size_t i = 0; i < field->n_choices; i++) {
        if (!decimal_read(field->choices[i].code, &code))
            return false;
        for (size_t k = 0; k < i; k++)
            if (decimal_read(field->choices[k].code, &other)
                && decimal_value(code) == decimal_value(other))
                return false;
    }
    return true;
}

static bool
find_ends(const struct field *field, struct decimal *min, struct decimal *max)
{
    return decimal_read(field->min, min) && decimal_read(field->max, max)
           && decimal_value(*min) < decimal_value(*max);
}

static void
add_choice(struct drafting *drafting, const struct field *field, size_t i)
{
    struct buf *out = &drafting->draft->text;
    const struct field_choice *choice = &field->choices[i];
    enum answer_kind kind = field_reason(field, i);
    struct decimal code;
    bool is_number = has_numbers(field);

    if (kind != ANSWERED)
        dictionary_lose(&drafting->lost,
                        "that '%.*s' of '%.*s' is an answer: it says why there "
                        "is none",
                        STR_ARGS(choice->label), STR_ARGS(field->name));
    buf_add_text(out, "    <choice value=\"");
    if (is_number && decimal_read(choice->code, &code))
        num_add(out, decimal_value(code));
    else
        buf_addf(out, "%zu", i + 1);
    buf_add_text(out, "\"");
    if (kind != ANSWERED)
        buf_addf(out, " missing=\"%s\"", answer_kind_names[kind]);
    buf_add_text(out, ">");
    xml_add(out, choice->label.len ? choice->label : choice->code);
    buf_add_text(out, "</choice>\n");
}

static void
add_choices(struct drafting *drafting, const struct drafted_scale *scale)
{
    struct buf *out = &drafting->draft->text;

    buf_addf(out, "  <choices id=\"%s\"%s>\n", scale->id,
             scale->field->kind == FIELD_CHOICES ? " multiple=\"yes\"" : "");
    for (size_t i = 0; i < scale->field->n_choices; i++)
        add_choice(drafting, scale->field, i);
    buf_add_text(out, "  </choices>\n");
    if (!has_numbers(scale->field))
        dictionary_lose(&drafting->lost,
                        "codes of '%.*s' and its like, which are not all "
                        "different numbers: %s counts its choices from 1",
                        STR_ARGS(scale->field->name), scale->id);
}

static void
add_end(struct buf *out, const char *element, struct str words)
{
    if (!words.len)
        return;
    buf_addf(out, "<%s>", element);
    xml_add(out, words);
    buf_addf(out, "</%s>", element);
}

static void
add_range(struct buf *out, const struct drafted_scale *scale,
          struct decimal min, struct decimal max)
{
    buf_addf(out, "  <range id=\"%s\" min=\"", scale->id);
    num_add(out, decimal_value(min));
    buf_add_text(out, "\" max=\"");
    num_add(out, decimal_value(max));
    buf_add_text(out, scale->field->is_whole && !min.scale && !max.scale
                          ? "\" step=\"1\">"
                          : "\">");
    add_end(out, "low", scale->field->low);
    add_end(out, "high", scale->field->high);
    buf_add_text(out, "</range>\n");
}

static void
add_scale(struct drafting *drafting, const struct drafted_scale *scale)
{
    struct buf *out = &drafting->draft->text;
    const struct field *field = scale->field;
    struct decimal min, max;

    switch (field->kind) {
    case FIELD_CHOICE:
    case FIELD_CHOICES:
        add_choices(drafting, scale);
        return;
    case FIELD_NUMBER:
        if (find_ends(field, &min, &max)) {
            add_range(out, scale, min, max);
            return;
        }
        dictionary_lose(&drafting->lost,
                        "that '%.*s' and its like are %snumbers: there are no "
                        "ends of them, and a range needs two",
                        STR_ARGS(field->name), field->is_whole ? "whole " : "");
        buf_addf(out, "  <free id=\"%s\"/>\n", scale->id);
        return;
    case FIELD_TEXT:
        buf_addf(out, "  <free id=\"%s\" lines=\"3\"/>\n", scale->id);
        return;
    case FIELD_DATE:
        buf_addf(out, "  <date id=\"%s\"/>\n", scale->id);
        return;
    }
}

/* ---- when an item is asked ---- */

/* "[a] eq 1" with ids; NULL where it asks what is no item before. */
static const char *
shown_if(struct drafting *drafting, const struct field *field)
{
    struct arena *arena = drafting->draft->arena;
    struct str rest = field->shown_if;
    struct buf out = {0};
    struct str before, name, behind;
    size_t at;

    while (str_cut(rest, "[", &before, &behind)
           && str_cut(behind, "]", &name, &rest)) {
        buf_add(&out, before);
        if (!map_find(drafting->names, name, &at)) {
            buf_clear(&out);
            dictionary_lose(&drafting->lost, "when '%.*s' is shown: %.*s",
                            STR_ARGS(field->name), STR_ARGS(field->shown_if));
            return NULL;
        }
        buf_add_text(&out, drafting->items.items[at].field->id);
    }
    buf_add(&out, rest);
    return arena_take(arena, &out);
}

/* A test of a field is one of numbers: of what becomes text there is none. */
static bool
can_be_asked(const struct field *field)
{
    struct decimal min, max;

    return field->kind == FIELD_NUMBER ? find_ends(field, &min, &max)
           : field->kind == FIELD_CHOICE || field->kind == FIELD_CHOICES
               ? has_numbers(field)
               : true;
}

/* ---- items ---- */

/* Why a field can be none; NULL: it can. */
static const char *
what_is_wrong(const struct drafting *drafting, const struct field *field)
{
    bool has_choices =
        field->kind == FIELD_CHOICE || field->kind == FIELD_CHOICES;

    if (field->is_identifier)
        return "it says who a person is, and is left out";
    if (drafting->items.n == INSTRUMENT_LIMIT_ITEMS)
        return "there are a thousand before it";
    if (has_choices && !field->n_choices)
        return "it has no choices";
    if (field->n_choices > INSTRUMENT_LIMIT_CHOICES)
        return "it has more than 200 choices";
    if (field->kind == FIELD_CHOICES
        && field->n_choices > INSTRUMENT_LIMIT_MULTIPLE)
        return "it has more than 64 boxes";
    return NULL;
}

static void
take_field(struct drafting *drafting, const struct field *field)
{
    struct arena *arena = drafting->draft->arena;
    const char *wrong = what_is_wrong(drafting, field);

    if (field->is_record)
        return;
    if (!str_equal_nocase(field->name, str_from(field->id)) && !wrong)
        dictionary_lose(&drafting->lost, "the name '%.*s', which is %s",
                        STR_ARGS(field->name), field->id);
    if (wrong) {
        dictionary_lose(&drafting->lost, "'%.*s': %s", STR_ARGS(field->name),
                        wrong);
        return;
    }
    struct drafted_item item = {
        .field = field,
        .scale = scale_of(drafting, field),
        .shown_if = field->shown_if.len ? shown_if(drafting, field) : NULL};
    if (can_be_asked(field))
        (void)!map_add(drafting->names, field->name, drafting->items.n);
    *vec_add(arena, &drafting->items) = item;
}

static void
add_item(struct drafting *drafting, const struct drafted_item *item)
{
    struct buf *out = &drafting->draft->text;
    const struct field *field = item->field;

    buf_addf(out, "    <item id=\"%s\" responses=\"%s\"", field->id,
             drafting->scales.items[item->scale].id);
    if (item->shown_if) {
        buf_add_text(out, " relevant=\"");
        xml_add(out, str_from(item->shown_if));
        buf_add_text(out, "\"");
    }
    if (!field->n_choices && field->kind != FIELD_TEXT
        && (identifier_is(field->name) || identifier_is(field->text)))
        buf_add_text(out, " private=\"yes\"");
    if (field->is_required)
        buf_add_text(out, " required=\"yes\"");
    buf_add_text(out, ">\n      <text>");
    xml_add(out, field->text.len ? field->text : field->name);
    buf_add_text(out, "</text></item>\n");
}

static bool
begins_section(const struct drafting *drafting, size_t i)
{
    const struct field *field = drafting->items.items[i].field;
    const struct field *before = i ? drafting->items.items[i - 1].field : NULL;

    return !before || !str_equal(before->group, field->group)
           || !str_equal(before->heading, field->heading);
}

/* "about_you" as a title */
static void
add_title(struct buf *out, struct str group)
{
    struct buf title SCOPED(buf_clear) = {0};

    for (size_t i = 0; i < group.len; i++)
        buf_add_char(&title, group.bytes[i] == '_' ? ' ' : group.bytes[i]);
    xml_add(out, buf_str(&title));
}

static void
add_section(struct drafting *drafting, const struct field *field, size_t n)
{
    struct buf *out = &drafting->draft->text;

    if (n > 1)
        buf_add_text(out, "  </section>\n");
    buf_addf(out, "  <section id=\"section-%zu\">\n", n);
    if (field->group.len) {
        buf_add_text(out, "    <title>");
        add_title(out, field->group);
        buf_add_text(out, "</title>\n");
    }
    if (field->heading.len) {
        buf_add_text(out, "    <instruction>");
        xml_add(out, field->heading);
        buf_add_text(out, "</instruction>\n");
    }
}

/* ---- the whole ---- */

static void
add_lost(struct buf *out, const struct dictionary *dictionary)
{
    for (size_t i = 0; i < dictionary->lost.n; i++) {
        buf_add_text(out, "       - ");
        xml_add_comment(out, str_from(dictionary->lost.items[i]));
        buf_add_char(out, '\n');
    }
}

static void
add_head(struct drafting *drafting, const char *id)
{
    struct form_draft *draft = drafting->draft;
    const struct dictionary *dictionary = draft->dictionary;
    struct buf *out = &draft->text;

    buf_add_text(out,
                 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                 "<!-- Drafted by attune from a form made elsewhere.  There is "
                 "no scale: how it is\n"
                 "     scored, its author has to say.  Read it against the "
                 "form, and look after it:\n"
                 "     attune check\n");
    if (dictionary->n_marked_up)
        buf_addf(out, "     Markup was taken out of %zu text%s.\n",
                 dictionary->n_marked_up,
                 dictionary->n_marked_up == 1 ? "" : "s");
    if (dictionary->lost.n + drafting->lost.lost.n)
        buf_add_text(out, "     What could not be kept:\n");
    add_lost(out, dictionary);
    add_lost(out, &drafting->lost);
    buf_addf(out,
             "-->\n<instrument xmlns=\"" INSTRUMENT_NAMESPACE "\" id=\"%s\" "
             "edition=\"1\"\n            xml:lang=\"%s\" "
             "status=\"unvalidated\">\n  <title>",
             id, draft->lang);
    xml_add(out, dictionary->title.len ? dictionary->title : str_from(id));
    buf_add_text(out,
                 "</title>\n  <about>\n"
                 "    <author>not said by the form</author>\n"
                 "    <licence>not said by the form: ask its author</licence>\n"
                 "  </about>\n");
}

/* The body first, since the head tells what the body has lost. */
static void
add_body(struct drafting *drafting, struct buf *body)
{
    struct buf *out = &drafting->draft->text;
    size_t n_sections = 0;

    for (size_t i = 0; i < drafting->scales.n; i++)
        add_scale(drafting, &drafting->scales.items[i]);
    for (size_t i = 0; i < drafting->items.n; i++) {
        if (begins_section(drafting, i))
            add_section(drafting, drafting->items.items[i].field, ++n_sections);
        add_item(drafting, &drafting->items.items[i]);
    }
    if (n_sections)
        buf_add_text(out, "  </section>\n");
    buf_add_text(out, "</instrument>\n");
    *body = *out;
    *out = (struct buf){0};
}

static void
say(const struct drafting *drafting)
{
    struct form_draft *draft = drafting->draft;
    struct diag *found SCOPED(diag_drop) = diag_new();
    const struct instrument *instrument =
        instrument_read("draft", buf_str(&draft->text), draft->arena, found);

    PRINT_ADD_COUNTS(&draft->said,
                     "# [item|items], no scale; # of the form could not be "
                     "kept: the comment at its head lists what",
                     drafting->items.n,
                     draft->dictionary->lost.n + drafting->lost.lost.n);
    if (!instrument)
        buf_add_text(&draft->said, "; it is not valid yet: attune check says "
                                   "where");
    buf_add_char(&draft->said, '\n');
}

void
form_xml_draft_instrument(struct form_draft *draft, const char *id)
{
    struct drafting drafting = {.draft = draft,
                                .lost = {.arena = draft->arena},
                                .names = map_new(draft->arena, true)};
    struct buf body SCOPED(buf_clear) = {0};

    for (size_t i = 0; i < draft->dictionary->fields.n; i++)
        take_field(&drafting, &draft->dictionary->fields.items[i]);
    add_body(&drafting, &body);
    add_head(&drafting, id);
    buf_add(&draft->text, buf_str(&body));
    say(&drafting);
}
