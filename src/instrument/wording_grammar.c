/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of wording files: the text-bearing elements of grammar.c, each
   with 'ref' in place of its definition, in any order. */
#include "instrument/wording_grammar.h"

#define REF(type)                                                              \
    (const struct schema_attribute[])                                          \
    {                                                                          \
        {"ref", SCHEMA_ID, offsetof(struct type, worded.ref), true, NULL},     \
        {                                                                      \
            .name = NULL                                                       \
        }                                                                      \
    }
#define CHILD(rule, how_often, type, member)                                   \
    {                                                                          \
        .element = &rule, .occurs = SCHEMA_##how_often,                        \
        .offset = offsetof(struct type, member), .rank = 1                     \
    }
#define NO_MORE                                                                \
    {                                                                          \
        .element = NULL                                                        \
    }

static const struct schema_element title = {.name = "title",
                                            .text = SCHEMA_TEXT_NEEDED};
static const struct schema_element notice = {.name = "notice",
                                             .text = SCHEMA_TEXT_NEEDED};
static const struct schema_element thanks = {.name = "thanks",
                                             .text = SCHEMA_TEXT_NEEDED};
static const struct schema_element instruction = {.name = "instruction",
                                                  .text = SCHEMA_TEXT_NEEDED};
static const struct schema_element item_text = {.name = "text",
                                                .text = SCHEMA_TEXT_NEEDED};
static const struct schema_element low = {.name = "low",
                                          .text = SCHEMA_TEXT_NEEDED};
static const struct schema_element high = {.name = "high",
                                           .text = SCHEMA_TEXT_NEEDED};
static const struct schema_element unit = {.name = "unit",
                                           .text = SCHEMA_TEXT_NEEDED};

static const struct schema_element choice = {
    .name = "choice",
    .size = sizeof(struct raw_worded_choice),
    .attributes =
        (const struct schema_attribute[]){
            {"value", SCHEMA_NUMBER, offsetof(struct raw_worded_choice, value),
             true, NULL},
            {.name = NULL},
        },
    .text = SCHEMA_TEXT_NEEDED,
    .text_offset = offsetof(struct raw_worded_choice, text),
};
static const struct schema_element choices = {
    .name = "choices",
    .size = sizeof(struct raw_worded_choices),
    .attributes = REF(raw_worded_choices),
    .children =
        (const struct schema_child[]){
            CHILD(choice, SOME, raw_worded_choices, choices),
            NO_MORE,
        },
};
static const struct schema_element range = {
    .name = "range",
    .size = sizeof(struct raw_worded_range),
    .attributes = REF(raw_worded_range),
    .children =
        (const struct schema_child[]){
            CHILD(low, OPTIONAL, raw_worded_range, low),
            CHILD(high, OPTIONAL, raw_worded_range, high),
            CHILD(unit, OPTIONAL, raw_worded_range, unit),
            NO_MORE,
        },
};
static const struct schema_element section = {
    .name = "section",
    .size = sizeof(struct raw_worded_section),
    .attributes = REF(raw_worded_section),
    .children =
        (const struct schema_child[]){
            CHILD(title, OPTIONAL, raw_worded_section, title),
            CHILD(notice, OPTIONAL, raw_worded_section, notice),
            CHILD(instruction, OPTIONAL, raw_worded_section, instruction),
            NO_MORE,
        },
};
static const struct schema_element item = {
    .name = "item",
    .size = sizeof(struct raw_worded_item),
    .attributes = REF(raw_worded_item),
    .children =
        (const struct schema_child[]){
            CHILD(item_text, ONE, raw_worded_item, text),
            NO_MORE,
        },
};

#define TEXT_PART(word)                                                        \
    {                                                                          \
        .name = word, .size = sizeof(struct raw_worded_text),                  \
        .attributes = REF(raw_worded_text), .text = SCHEMA_TEXT_NEEDED,        \
        .text_offset = offsetof(struct raw_worded_text, text)                  \
    }

static const struct schema_element alert = TEXT_PART("alert");
static const struct schema_element band = TEXT_PART("band");
static const struct schema_element when = TEXT_PART("when");
static const struct schema_element otherwise = TEXT_PART("otherwise");

static const struct schema_element scale = {
    .name = "scale",
    .size = sizeof(struct raw_worded_scale),
    .attributes = REF(raw_worded_scale),
    .children =
        (const struct schema_child[]){
            CHILD(title, OPTIONAL, raw_worded_scale, title),
            CHILD(low, OPTIONAL, raw_worded_scale, low),
            CHILD(high, OPTIONAL, raw_worded_scale, high),
            CHILD(band, ANY, raw_worded_scale, bands),
            NO_MORE,
        },
};
static const struct schema_element class = {
    .name = "class",
    .size = sizeof(struct raw_worded_class),
    .attributes = REF(raw_worded_class),
    .children =
        (const struct schema_child[]){
            CHILD(title, OPTIONAL, raw_worded_class, title),
            CHILD(when, ANY, raw_worded_class, whens),
            CHILD(otherwise, OPTIONAL, raw_worded_class, otherwise),
            NO_MORE,
        },
};

const struct schema_element wording_grammar = {
    .name = "wording",
    .size = sizeof(struct raw_wording),
    .attributes =
        (const struct schema_attribute[]){
            {"for", SCHEMA_ID, offsetof(struct raw_wording, for_id), true,
             NULL},
            {"edition", SCHEMA_POSITIVE, offsetof(struct raw_wording, edition),
             true, NULL},
            {"xml:lang", SCHEMA_LANGUAGE, offsetof(struct raw_wording, lang),
             true, NULL},
            {.name = NULL},
        },
    .children =
        (const struct schema_child[]){
            CHILD(title, OPTIONAL, raw_wording, title),
            CHILD(notice, OPTIONAL, raw_wording, notice),
            CHILD(thanks, OPTIONAL, raw_wording, thanks),
            CHILD(choices, ANY, raw_wording, choices),
            CHILD(range, ANY, raw_wording, ranges),
            CHILD(section, ANY, raw_wording, sections),
            CHILD(item, ANY, raw_wording, items),
            CHILD(alert, ANY, raw_wording, alerts),
            CHILD(scale, ANY, raw_wording, scales),
            CHILD(class, ANY, raw_wording, classes),
            NO_MORE,
        },
};
