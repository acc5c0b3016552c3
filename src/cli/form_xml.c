/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wording files, with words or without; see form_xml.h. */
#include "cli/form_xml.h"

#include <string.h>
#include "base/file.h"
#include "cli/print.h"
#include "exchange/map_match.h"
#include "response/answer.h"
#include "xml/schema.h"
#include "xml/xml.h"

/* ---- a file to start from ---- */

bool
form_xml_check_language(struct context *context, const char *lang,
                        const struct instrument *instrument, const char *hint)
{
    if (!schema_is_language(str_from(lang)))
        return context_refuse(context, "such as de, pt-BR or zh-Hans",
                              "'%s' is no language", lang);
    return !instrument || instrument->status == STATUS_SKELETON
           || !str_equal_nocase(str_from(lang), str_from(instrument->lang))
           || context_refuse(context, hint, "'%s' speaks '%s' already",
                             instrument->id, lang);
}

bool
form_xml_write(struct context *context, const char *path, struct str text)
{
    if (file_is_stream(path))
        return file_write_whole(path, text, context->diag);
    if (file_write_new(path, text, context->diag))
        return true;
    return file_exists(path)
           && diag_hint(context->diag, "name another file with --output");
}

/* ---- as XML ---- */

/* An element with its words, or else with the original in a comment. */
static void
add_one(struct buf *out, const struct wording_text *text, struct str words)
{
    const char *element = text->element ? text->element : text->owner;

    buf_addf(out, "<%s", element);
    if (!text->element)
        buf_addf(out, " ref=\"%s\"", text->owner_id);
    else if (text->key)
        buf_addf(out, " %s=\"%.*s\"", text->key, STR_ARGS(text->which));
    buf_add_char(out, '>');
    xml_add(out, words);
    if (!words.len && text->original) {
        buf_add_text(out, "<!-- ");
        xml_add_comment(out, str_from(text->original));
        buf_add_text(out, " -->");
    }
    buf_addf(out, "</%s>\n", element);
}

static bool
is_of_one(const struct wording_text *a, const struct wording_text *b)
{
    return a && b && a->element && b->element && a->owner && b->owner
           && strcmp(a->owner, b->owner) == 0
           && strcmp(a->owner_id, b->owner_id) == 0;
}

void
form_xml_add_texts(struct buf *out, const struct wording_texts *texts,
                   form_words_fn *words, void *aux)
{
    for (size_t i = 0; i < texts->n; i++) {
        const struct wording_text *text = &texts->items[i];
        const struct wording_text *next = i + 1 < texts->n ? text + 1 : NULL;
        bool is_within = text->owner && text->element;

        if (is_within && !is_of_one(i ? text - 1 : NULL, text))
            buf_addf(out, "  <%s ref=\"%s\">\n", text->owner, text->owner_id);
        buf_add_text(out, is_within ? "    " : "  ");
        struct str said = STR("");
        if (words)
            words(aux, text, &said);
        add_one(out, text, said);
        if (is_within && !is_of_one(text, next))
            buf_addf(out, "  </%s>\n", text->owner);
    }
}

/* ---- the words of a form ---- */

struct wording_draft {
    const struct instrument *instrument;
    const struct map_item *items; /* the fields of its items */
};

static const struct field *
field_of(const struct wording_draft *draft, size_t item)
{
    const struct form_column *column = draft->items[item].column;

    return column ? column->field : NULL;
}

/* The first field that is answered on the response scale. */
static const struct field *
field_on(const struct wording_draft *draft, const struct response *response)
{
    for (size_t i = 0; i < draft->instrument->n_items; i++)
        if (draft->instrument->items[i].response == response
            && field_of(draft, i))
            return field_of(draft, i);
    return NULL;
}

static const struct response *
response_of(const struct wording_draft *draft, const char *id)
{
    for (size_t i = 0; i < draft->instrument->n_responses; i++)
        if (strcmp(draft->instrument->responses[i].id, id) == 0)
            return &draft->instrument->responses[i];
    return NULL;
}

/* The label of the same code; where the form counts otherwise but has as many
   choices, that of the same place. */
static struct str
label_of(const struct response *response, const struct field *field,
         struct str value)
{
    bool has_all = true;
    struct str label = STR("");

    for (size_t i = 0; i < response->n_choices; i++) {
        bool is_there = false;
        struct buf number SCOPED(buf_clear) = {0};
        num_add(&number, decimal_value(response->choices[i].value));
        bool is_wanted = answer_is_same(buf_str(&number), value);
        for (size_t k = 0; k < field->n_choices; k++) {
            bool is_same =
                answer_is_same(field->choices[k].code, buf_str(&number));
            is_there |= is_same;
            if (is_same && is_wanted)
                label = field->choices[k].label;
        }
        has_all &= is_there;
    }
    for (size_t i = 0; !has_all && i < response->n_choices; i++) {
        struct buf number SCOPED(buf_clear) = {0};
        num_add(&number, decimal_value(response->choices[i].value));
        if (answer_is_same(buf_str(&number), value))
            label = field->n_choices == response->n_choices
                        ? field->choices[i].label
                        : STR("");
    }
    return label;
}

static void
find_words(void *aux, const struct wording_text *text, struct str *words)
{
    const struct wording_draft *draft = aux;
    size_t item;

    if (!text->owner || !text->element)
        return;
    if (strcmp(text->owner, "item") == 0
        && instrument_find_of(draft->instrument, ID_ITEM,
                              str_from(text->owner_id), &item)
        && field_of(draft, item))
        *words = field_of(draft, item)->text;
    const struct response *response = response_of(draft, text->owner_id);
    const struct field *field = response ? field_on(draft, response) : NULL;
    bool is_range = strcmp(text->owner, "range") == 0;
    if (!field)
        return;
    if (strcmp(text->owner, "choices") == 0 && text->key)
        *words = label_of(response, field, text->which);
    else if (is_range && strcmp(text->element, "low") == 0)
        *words = field->low;
    else if (is_range && strcmp(text->element, "high") == 0)
        *words = field->high;
}

/* What stands above the first question of a section, which skeletons do not
   ask for. */
static void
add_instructions(struct buf *out, const struct wording_draft *draft,
                 const struct wording_texts *texts)
{
    for (size_t i = 0; i < draft->instrument->n_sections; i++) {
        const struct section *section = &draft->instrument->sections[i];
        const struct field *field =
            section->n_items ? field_of(draft, section->first_item) : NULL;
        bool is_asked = false;
        for (size_t k = 0; k < texts->n; k++)
            is_asked |= texts->items[k].owner
                        && strcmp(texts->items[k].owner, "section") == 0;
        if (!field || !field->heading.len || is_asked)
            continue;
        buf_addf(out, "  <section ref=\"%s\">\n    <instruction>", section->id);
        xml_add(out, field->heading);
        buf_add_text(out, "</instruction>\n  </section>\n");
    }
}

static void
say_wording(struct form_draft *draft, const struct instrument *instrument,
            size_t n_guessed)
{
    struct diag *found SCOPED(diag_drop) = diag_new();
    struct wording_texts lacking = {0};
    bool is_valid = wording_read("draft", buf_str(&draft->text), instrument,
                                 &lacking, draft->arena, found)
                    != NULL;

    PRINT_ADD_COUNTS(&draft->said, "# of # [item|items] found", draft->n_found,
                     instrument->n_items);
    if (n_guessed)
        buf_add_text(&draft->said,
                     " by number or place alone: compare each with the form");
    if (is_valid && lacking.n)
        PRINT_ADD_COUNTS(&draft->said,
                         "; # [text is|texts are] still to be written",
                         lacking.n);
    if (!is_valid)
        buf_add_text(&draft->said,
                     "; it is not valid yet: attune check says where");
    buf_add_char(&draft->said, '\n');
}

void
form_xml_draft_wording(struct form_draft *draft,
                       const struct instrument *instrument)
{
    struct form_columns columns;
    struct wording_texts texts = {0};
    struct wording_draft words = {.instrument = instrument};
    size_t n_guessed = 0;

    form_columns_of(draft->dictionary, &columns, draft->arena);
    words.items =
        map_match_new(&columns, &instrument, NULL, 1, draft->arena)->items[0];
    for (size_t i = 0; i < instrument->n_items; i++) {
        draft->n_found += words.items[i].reason != MATCH_NONE;
        n_guessed += words.items[i].is_guess;
    }
    wording_list(instrument, &texts, draft->arena);
    buf_addf(&draft->text,
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
             "<!-- Drafted by attune from a form made elsewhere: %zu of %zu "
             "items found%s.\n"
             "     Compare each with the form.  What is empty keeps the "
             "original.\n"
             "     Choices have the words of the same codes, or places: see "
             "that the least is the least. -->\n"
             "<wording xmlns=\"" INSTRUMENT_NAMESPACE "\" for=\"%s\"\n"
             "         edition=\"%d\" xml:lang=\"%s\">\n",
             draft->n_found, instrument->n_items,
             n_guessed ? ", by number or place alone" : "", instrument->id,
             (int)instrument->edition, draft->lang);
    form_xml_add_texts(&draft->text, &texts, find_words, &words);
    add_instructions(&draft->text, &words, &texts);
    buf_add_text(&draft->text, "</wording>\n");
    say_wording(draft, instrument, n_guessed);
}
