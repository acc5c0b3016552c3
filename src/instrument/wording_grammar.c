/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of wording files: the text-bearing elements of grammar.c, each
   with 'ref' in place of its definition, in any order.  A text may be empty:
   then it is still to be written. */
#include "instrument/wording_grammar.h"

#define CHILD(rule, how_often, type, member)                                   \
    {                                                                          \
        .element = &rule, .occurs = SCHEMA_##how_often,                        \
        .offset = offsetof(struct type, member), .rank = 1                     \
    }
#define NO_MORE                                                                \
    {                                                                          \
        .element = NULL                                                        \
    }

#define TEXT(rule, word)                                                       \
    static const struct schema_element rule = {.name = word,                   \
                                               .text = SCHEMA_TEXT_ALLOWED}

TEXT(title, "title");
TEXT(notice, "notice");
TEXT(thanks, "thanks");
TEXT(instruction, "instruction");
TEXT(item_text, "text");
TEXT(low, "low");
TEXT(high, "high");
TEXT(unit, "unit");

static const struct schema_attribute ref[] = {
    {"ref", SCHEMA_ID, offsetof(struct worded, ref), true, NULL},
    {.name = NULL},
};
static const struct schema_attribute value[] = {
    {"value", SCHEMA_NUMBER, offsetof(struct worded, value), true, NULL},
    {.name = NULL},
};

/* A part that is one text, and one that is made of several. */
#define ONE_TEXT(rule, word, by)                                               \
    static const struct schema_element rule = {                                \
        .name = word,                                                          \
        .size = sizeof(struct worded),                                         \
        .attributes = by,                                                      \
        .text = SCHEMA_TEXT_ALLOWED,                                           \
        .text_offset = offsetof(struct worded, text)}
#define TEXTS(rule, word, ...)                                                 \
    static const struct schema_element rule = {                                \
        .name = word,                                                          \
        .size = sizeof(struct worded),                                         \
        .attributes = ref,                                                     \
        .children = (const struct schema_child[]){__VA_ARGS__, NO_MORE}}

ONE_TEXT(choice, "choice", value);
ONE_TEXT(alert, "alert", ref);
ONE_TEXT(band, "band", ref);
ONE_TEXT(cutoff, "cutoff", ref);
ONE_TEXT(when, "when", ref);
ONE_TEXT(otherwise, "otherwise", ref);

TEXTS(choices, "choices", CHILD(choice, SOME, worded, parts));
TEXTS(range, "range", CHILD(low, OPTIONAL, worded, low),
      CHILD(high, OPTIONAL, worded, high), CHILD(unit, OPTIONAL, worded, unit));
TEXTS(section, "section", CHILD(title, OPTIONAL, worded, title),
      CHILD(notice, OPTIONAL, worded, notice),
      CHILD(instruction, OPTIONAL, worded, instruction));
TEXTS(item, "item", CHILD(item_text, ONE, worded, text));
TEXTS(scale, "scale", CHILD(title, OPTIONAL, worded, title),
      CHILD(low, OPTIONAL, worded, low), CHILD(high, OPTIONAL, worded, high),
      CHILD(band, ANY, worded, parts), CHILD(cutoff, ANY, worded, cutoffs));
TEXTS(class, "class", CHILD(title, OPTIONAL, worded, title),
      CHILD(when, ANY, worded, parts),
      CHILD(otherwise, OPTIONAL, worded, otherwise));

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
