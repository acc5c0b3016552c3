/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A survey file of Qualtrics (.qsf), which is JSON; see dictionary.h.  Lists
   stand there as objects, or as arrays where their names happen to count from
   0, or as null or false where they are empty. */
#include <config.h>

#include "exchange/dictionary.h"

#ifdef HAVE_JANSSON

#include <jansson.h>
#include "base/num.h"

struct survey {
    struct dictionary *dictionary;
    struct arena *arena;
    const json_t *elements;
    struct map *questions; /* id -> position among the elements */
    struct str block;      /* of the question that is looked at */
};

/* ---- JSON ---- */

static struct str
text_of(const struct survey *survey, const json_t *value)
{
    if (json_is_string(value))
        return (struct str){json_string_value(value),
                            json_string_length(value)};
    return json_is_number(value)
               ? str_from(num_text(json_number_value(value), survey->arena))
               : STR("");
}

/* One that outlives the JSON. */
static struct str
kept(const struct survey *survey, const json_t *value)
{
    return arena_str(survey->arena, text_of(survey, value));
}

static struct str
member(const struct survey *survey, const json_t *object, const char *name)
{
    return text_of(survey, json_object_get(object, name));
}

/* What a list has under a name. */
static json_t *
part(const struct survey *survey, const json_t *list, struct str name)
{
    struct decimal idx;

    if (json_is_array(list) && decimal_read(name, &idx) && idx.scale == 0
        && idx.units >= 0)
        return json_array_get(list, (size_t)idx.units);
    return json_object_get(list, arena_text(survey->arena, name));
}

typedef void each_fn(struct survey *survey, struct str name, json_t *value,
                     void *aux);

/* Each of a list, in the order of 'order' where there is one. */
static void
each(struct survey *survey, json_t *list, const json_t *order, each_fn *show,
     void *aux)
{
    size_t i;
    json_t *value;
    const char *name;

    if (json_is_array(order) && json_array_size(order)) {
        json_array_foreach(order, i, value)
        {
            struct str id = text_of(survey, value);
            json_t *found = part(survey, list, id);
            if (found)
                show(survey, id, found, aux);
        }
    } else if (json_is_array(list)) {
        json_array_foreach(list, i, value)
            show(survey, str_from(arena_printf(survey->arena, "%zu", i)), value,
                 aux);
    } else {
        json_object_foreach(list, name, value)
            show(survey, str_from(arena_text(survey->arena, str_from(name))),
                 value, aux);
    }
}

/* ---- questions ---- */

struct choice_list VEC(struct field_choice);

struct coded {
    const json_t *recoded; /* RecodeValues */
    struct choice_list choices;
};

static void
add_choice(struct survey *survey, struct str id, json_t *value, void *aux)
{
    struct coded *coded = aux;
    struct str code = text_of(survey, part(survey, coded->recoded, id));

    if (!code.len)
        code = id;
    *vec_add(survey->arena, &coded->choices) = (struct field_choice){
        arena_str(survey->arena, code),
        dictionary_text(survey->dictionary, member(survey, value, "Display"))};
}

static void
take_choices(struct survey *survey, json_t *list, const json_t *order,
             const json_t *payload, struct field *field)
{
    struct coded coded = {.recoded = json_object_get(payload, "RecodeValues")};

    each(survey, list, order, add_choice, &coded);
    field->choices = coded.choices.items;
    field->n_choices = coded.choices.n;
}

/* Rows of a matrix, or of sliders: a column each. */
struct matrix {
    const json_t *payload;
    const struct field *like;
};

static void
add_statement(struct survey *survey, struct str id, json_t *value, void *aux)
{
    const struct matrix *matrix = aux;
    struct field field = *matrix->like;
    json_t *tags = json_object_get(matrix->payload, "ChoiceDataExportTags");
    struct str tag = kept(survey, part(survey, tags, id));

    if (!tag.len)
        tag =
            str_from(arena_printf(survey->arena, "%.*s_%.*s",
                                  STR_ARGS(matrix->like->name), STR_ARGS(id)));
    field.heading = matrix->like->text;
    field.name = tag;
    field.text =
        dictionary_text(survey->dictionary, member(survey, value, "Display"));
    if (field.kind == FIELD_CHOICES)
        field.boxes =
            str_from(arena_printf(survey->arena, "%.*s_#", STR_ARGS(tag)));
    dictionary_add(survey->dictionary, &field);
}

static bool
is_several(struct str selector)
{
    return str_starts(selector, "MA") || str_is(selector, "MSB")
           || str_is(selector, "MultipleAnswer");
}

static void
take_matrix(struct survey *survey, json_t *payload, struct field *field)
{
    struct matrix matrix = {payload, field};

    if (is_several(member(survey, payload, "SubSelector")))
        field->kind = FIELD_CHOICES;
    take_choices(survey, json_object_get(payload, "Answers"),
                 json_object_get(payload, "AnswerOrder"), payload, field);
    each(survey, json_object_get(payload, "Choices"),
         json_object_get(payload, "ChoiceOrder"), add_statement, &matrix);
}

static void
take_slider(struct survey *survey, json_t *payload, struct field *field)
{
    const json_t *setting = json_object_get(payload, "Configuration");
    struct matrix matrix = {payload, field};

    field->kind = FIELD_NUMBER;
    field->min = kept(survey, json_object_get(setting, "CSSliderMin"));
    field->max = kept(survey, json_object_get(setting, "CSSliderMax"));
    each(survey, json_object_get(payload, "Choices"),
         json_object_get(payload, "ChoiceOrder"), add_statement, &matrix);
}

static void
take_entry(const struct survey *survey, const json_t *payload,
           struct field *field)
{
    const json_t *settings =
        json_object_get(json_object_get(payload, "Validation"), "Settings");

    struct str type = member(survey, settings, "ContentType");

    field->kind = str_is(type, "ValidNumber") ? FIELD_NUMBER : FIELD_TEXT;
    field->is_identifier = str_is(type, "ValidEmail")
                           || str_is(type, "ValidPhone")
                           || str_is(type, "ValidZip");
    if (type.len && field->kind == FIELD_TEXT && !field->is_identifier)
        dictionary_lose(survey->dictionary, "how '%.*s' is checked: %.*s",
                        STR_ARGS(field->name), STR_ARGS(type));
}

static void
take_question(struct survey *survey, json_t *payload)
{
    struct str type = member(survey, payload, "QuestionType");
    struct str selector = member(survey, payload, "Selector");
    const json_t *settings =
        json_object_get(json_object_get(payload, "Validation"), "Settings");
    struct field field = {
        .name = kept(survey, json_object_get(payload, "DataExportTag")),
        .group = survey->block,
        .text = dictionary_text(survey->dictionary,
                                member(survey, payload, "QuestionText")),
        .is_required = str_is(member(survey, settings, "ForceResponse"), "ON"),
    };

    if (!field.name.len)
        return;
    if (json_object_get(payload, "DisplayLogic")
        || json_object_get(payload, "InPageDisplayLogic"))
        dictionary_lose(survey->dictionary,
                        "when '%.*s' is shown: its display logic",
                        STR_ARGS(field.name));
    if (str_is(type, "MC")) {
        if (is_several(selector)) {
            field.kind = FIELD_CHOICES;
            field.boxes = str_from(
                arena_printf(survey->arena, "%.*s_#", STR_ARGS(field.name)));
        }
        take_choices(survey, json_object_get(payload, "Choices"),
                     json_object_get(payload, "ChoiceOrder"), payload, &field);
        dictionary_add(survey->dictionary, &field);
    } else if (str_is(type, "Matrix") && str_is(selector, "Likert")) {
        take_matrix(survey, payload, &field);
    } else if (str_is(type, "Slider")) {
        take_slider(survey, payload, &field);
    } else if (str_is(type, "TE") && !str_is(selector, "FORM")) {
        take_entry(survey, payload, &field);
        dictionary_add(survey->dictionary, &field);
    } else {
        dictionary_lose(survey->dictionary, "'%.*s' of type %.*s: %.*s",
                        STR_ARGS(field.name), STR_ARGS(type),
                        STR_ARGS(field.text));
    }
}

/* ---- the survey ---- */

static json_t *
find_question(const struct survey *survey, struct str id)
{
    size_t at;

    return map_find(survey->questions, id, &at) ? json_object_get(
               json_array_get(survey->elements, at), "Payload")
                                                : NULL;
}

static void
take_block_element(struct survey *survey, struct str name, json_t *element,
                   void *aux)
{
    json_t *question =
        find_question(survey, member(survey, element, "QuestionID"));

    (void)name;
    (void)aux;
    if (json_is_object(question))
        take_question(survey, question);
}

/* Questions that were thrown away are not asked. */
static void
take_block(struct survey *survey, struct str name, json_t *block, void *aux)
{
    (void)name;
    (void)aux;
    if (str_is(member(survey, block, "Type"), "Trash"))
        return;
    survey->block = kept(survey, json_object_get(block, "Description"));
    each(survey, json_object_get(block, "BlockElements"), NULL,
         take_block_element, NULL);
}

static bool
refuse(const char *path, const json_error_t *error, struct diag *diag)
{
    diag_add(diag, MSG_DICTIONARY,
             (struct place){path, error->line > 0 ? error->line : 0,
                            error->column > 0 ? error->column : 0, 0, false},
             "%s", error->text);
    return diag_hint(diag, "a survey of Qualtrics is exported by 'Tools > "
                           "Import/Export > Export Survey' as .qsf");
}

static void
take_elements(struct survey *survey)
{
    size_t i;
    json_t *element;

    json_array_foreach(survey->elements, i, element)
    {
        if (str_is(member(survey, element, "Element"), "SQ"))
            (void)!map_add(survey->questions,
                           member(survey, element, "PrimaryAttribute"), i);
    }
    json_array_foreach(survey->elements, i, element)
    {
        if (str_is(member(survey, element, "Element"), "BL"))
            each(survey, json_object_get(element, "Payload"), NULL, take_block,
                 NULL);
    }
}

bool
dictionary_read_qualtrics(const char *path, struct str bytes,
                          struct dictionary *dictionary, struct diag *diag)
{
    struct survey survey = {.dictionary = dictionary,
                            .arena = dictionary->arena,
                            .questions = map_new(dictionary->arena, false)};
    json_error_t error = {.text = "it holds no questions"};
    json_t *root = json_loadb(bytes.bytes, bytes.len, 0, &error);

    if (!root)
        return refuse(path, &error, diag);
    dictionary->title =
        kept(&survey, json_object_get(json_object_get(root, "SurveyEntry"),
                                      "SurveyName"));
    survey.elements = json_object_get(root, "SurveyElements");
    take_elements(&survey);
    json_decref(root);
    if (!dictionary->fields.n)
        return refuse(path, &(json_error_t){.text = "it asks no question"},
                      diag);
    return true;
}

#else

bool
dictionary_read_qualtrics(const char *path, struct str bytes,
                          struct dictionary *dictionary, struct diag *diag)
{
    (void)bytes;
    (void)dictionary;
    diag_add(diag, MSG_DICTIONARY, (struct place){.file = path}, NULL);
    return diag_hint(diag, "it is JSON, and this attune was built without "
                           "jansson, which reads surveys of Qualtrics (.qsf)");
}

#endif
