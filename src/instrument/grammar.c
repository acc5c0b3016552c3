/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of instrument files: which elements and attributes there are,
   how often and in what order they stand, and which field takes each.  All
   rules that need more than one element to be judged are in check.c. */
#include "instrument/grammar.h"

#define NEEDS(word, kind, type, member)                                        \
    {                                                                          \
        word, SCHEMA_##kind, offsetof(struct type, member), true, NULL         \
    }
#define TAKES(word, kind, type, member)                                        \
    {                                                                          \
        word, SCHEMA_##kind, offsetof(struct type, member), false, NULL        \
    }
#define NEEDS_NAME(word, names, type, member)                                  \
    {                                                                          \
        word, SCHEMA_NAME, offsetof(struct type, member), true, names          \
    }
#define TAKES_NAME(word, names, type, member)                                  \
    {                                                                          \
        word, SCHEMA_NAME, offsetof(struct type, member), false, names         \
    }
#define CHILD(rule, how_often, type, member, place)                            \
    {                                                                          \
        .element = &rule, .occurs = SCHEMA_##how_often,                        \
        .offset = offsetof(struct type, member), .rank = place                 \
    }
#define END                                                                    \
    {                                                                          \
        .name = NULL                                                           \
    }
#define NO_MORE                                                                \
    {                                                                          \
        .element = NULL                                                        \
    }

const char *const grammar_statuses[] = {"unvalidated", "validated", "skeleton",
                                        NULL};
const char *const grammar_missing_kinds[] = {
    "skipped",   "declined", "unknown", "not-applicable",
    "not-asked", "unclear",  NULL};
const char *const grammar_directions[] = {"higher-better", "higher-worse",
                                          "neither", NULL};
const char *const grammar_roundings[] = {"half-up", "half-even", NULL};
const char *const grammar_not_applicable[] = {"excluded", "counted", NULL};
const char *const grammar_bases[] = {"norm", "criterion", "range", NULL};
const char *const grammar_cutoff_methods[] = {"a", "b", "c", NULL};
const char *const grammar_sexes[] = {"f", "m", "x", NULL};
const char *const grammar_norm_scores[] = {"t", "percentile", "stanine", "sten",
                                           NULL};
const char *const grammar_reliabilities[] = {"alpha", "omega", "retest", NULL};
const char *const grammar_change_methods[] = {
    "jacobson-truax", "gln", "hll", "en", "nk", "ha", "points", NULL};
const char *const grammar_unanswered[] = {"ignore", "list", NULL};
const char *const grammar_yes_no[] = {"no", "yes", NULL};
const char *const grammar_fires[] = {"no", "yes", "unknown", NULL};
const char *const grammar_whys[] = {
    "too-few", "bad", "operand", "not-applicable", "outside", "no-case", NULL};

/* ---- elements that are nothing but a text ---- */

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
static const struct schema_element construct = {.name = "construct",
                                                .text = SCHEMA_TEXT_NEEDED};

/* ---- about ---- */

static const struct schema_element author = {
    .name = "author",
    .size = sizeof(struct raw_text),
    .text = SCHEMA_TEXT_NEEDED,
    .text_offset = offsetof(struct raw_text, text),
};
static const struct schema_element citation = {
    .name = "citation",
    .size = sizeof(struct raw_text),
    .text = SCHEMA_TEXT_NEEDED,
    .text_offset = offsetof(struct raw_text, text),
};
static const struct schema_element note = {
    .name = "note",
    .size = sizeof(struct raw_text),
    .text = SCHEMA_TEXT_NEEDED,
    .text_offset = offsetof(struct raw_text, text),
};
static const struct schema_element minutes = {
    .name = "minutes",
    .size = sizeof(struct raw_text),
    .text = SCHEMA_TEXT_NEEDED,
    .text_offset = offsetof(struct raw_text, text),
};
static const struct schema_element licence = {
    .name = "licence",
    .size = sizeof(struct raw_licence),
    .attributes =
        (const struct schema_attribute[]){
            TAKES("spdx", TEXT, raw_licence, spdx),
            END,
        },
    .text = SCHEMA_TEXT_ALLOWED,
    .text_offset = offsetof(struct raw_licence, text),
};
static const struct schema_element recall = {
    .name = "recall",
    .size = sizeof(struct raw_recall),
    .attributes =
        (const struct schema_attribute[]){
            TAKES("days", POSITIVE, raw_recall, days),
            END,
        },
    .text = SCHEMA_TEXT_NEEDED,
    .text_offset = offsetof(struct raw_recall, text),
};
static const struct schema_element about = {
    .name = "about",
    .size = sizeof(struct raw_about),
    .children =
        (const struct schema_child[]){
            CHILD(author, SOME, raw_about, authors, 1),
            CHILD(licence, OPTIONAL, raw_about, licence, 1),
            CHILD(citation, ANY, raw_about, citations, 1),
            CHILD(construct, OPTIONAL, raw_about, about.construct, 1),
            CHILD(recall, OPTIONAL, raw_about, recall, 1),
            CHILD(minutes, OPTIONAL, raw_about, minutes, 1),
            CHILD(note, ANY, raw_about, notes, 1),
            NO_MORE,
        },
};

/* ---- responses ---- */

static const struct schema_element choice = {
    .name = "choice",
    .size = sizeof(struct choice),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("value", NUMBER, choice, value),
            TAKES("score", NUMBER, choice, score),
            TAKES_NAME("missing", grammar_missing_kinds, choice, missing),
            END,
        },
    .text = SCHEMA_TEXT_ALLOWED,
    .text_offset = offsetof(struct choice, label),
};
static const struct schema_element choices = {
    .name = "choices",
    .size = sizeof(struct raw_response),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, raw_response, response.id),
            TAKES("multiple", YES_NO, raw_response, response.multiple),
            END,
        },
    .children =
        (const struct schema_child[]){
            CHILD(choice, SOME, raw_response, choices, 1),
            NO_MORE,
        },
};
static const struct schema_element range = {
    .name = "range",
    .size = sizeof(struct raw_response),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, raw_response, response.id),
            NEEDS("min", NUMBER, raw_response, response.min),
            NEEDS("max", NUMBER, raw_response, response.max),
            TAKES("step", NUMBER, raw_response, response.step),
            END,
        },
    .children =
        (const struct schema_child[]){
            CHILD(low, OPTIONAL, raw_response, response.low, 1),
            CHILD(high, OPTIONAL, raw_response, response.high, 2),
            CHILD(unit, OPTIONAL, raw_response, response.unit, 3),
            NO_MORE,
        },
};
static const struct schema_element free_text = {
    .name = "free",
    .size = sizeof(struct raw_response),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, raw_response, response.id),
            TAKES("lines", POSITIVE, raw_response, response.lines),
            END,
        },
};
static const struct schema_element date = {
    .name = "date",
    .size = sizeof(struct raw_response),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, raw_response, response.id),
            END,
        },
};
static const struct schema_element missing = {
    .name = "missing",
    .size = sizeof(struct missing_code),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("code", NUMBER, missing_code, code),
            NEEDS_NAME("kind", grammar_missing_kinds, missing_code, kind),
            END,
        },
};

/* ---- sections ---- */

static const struct schema_element alert = {
    .name = "alert",
    .size = sizeof(struct raw_alert),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, raw_alert, alert.id),
            NEEDS("when", TEXT, raw_alert, alert.when_text),
            TAKES_NAME("unanswered", grammar_unanswered, raw_alert, unanswered),
            END,
        },
    .text = SCHEMA_TEXT_ALLOWED,
    .text_offset = offsetof(struct raw_alert, alert.text),
};
static const struct schema_element item = {
    .name = "item",
    .size = sizeof(struct raw_item),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, raw_item, item.id),
            TAKES("responses", ID, raw_item, item.responses_id),
            TAKES("number", TEXT, raw_item, item.number),
            TAKES("relevant", TEXT, raw_item, item.relevant_text),
            TAKES("required", YES_NO, raw_item, item.required),
            TAKES("private", YES_NO, raw_item, item.is_private),
            END,
        },
    .children =
        (const struct schema_child[]){
            CHILD(item_text, OPTIONAL, raw_item, item.text, 1),
            CHILD(alert, ANY, raw_item, alerts, 2),
            NO_MORE,
        },
};
static const struct schema_element section = {
    .name = "section",
    .size = sizeof(struct raw_section),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, raw_section, section.id),
            TAKES("responses", ID, raw_section, section.responses_id),
            END,
        },
    .children =
        (const struct schema_child[]){
            CHILD(title, OPTIONAL, raw_section, section.title, 1),
            CHILD(notice, OPTIONAL, raw_section, section.notice, 2),
            CHILD(instruction, OPTIONAL, raw_section, section.instruction, 3),
            CHILD(item, SOME, raw_section, items, 4),
            NO_MORE,
        },
};

/* ---- scales ---- */

static const struct schema_element band = {
    .name = "band",
    .size = sizeof(struct band),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, band, id),
            NEEDS("from", NUMBER, band, from),
            END,
        },
    .text = SCHEMA_TEXT_ALLOWED,
    .text_offset = offsetof(struct band, label),
};
static const struct schema_element bands = {
    .name = "bands",
    .size = sizeof(struct raw_bands),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS_NAME("basis", grammar_bases, raw_bands, basis),
            TAKES("source", OPTIONAL_TEXT, raw_bands, source),
            END,
        },
    .children =
        (const struct schema_child[]){
            CHILD(band, SOME, raw_bands, bands, 1),
            NO_MORE,
        },
};
static const struct schema_element cutoff = {
    .name = "cutoff",
    .size = sizeof(struct cutoff),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, cutoff, id),
            TAKES("at", NUMBER, cutoff, point),
            TAKES("include", YES_NO, cutoff, excludes_point),
            TAKES_NAME("method", grammar_cutoff_methods, cutoff, method),
            TAKES("clinical", ID, cutoff, clinical_id),
            TAKES("functional", ID, cutoff, functional_id),
            TAKES("source", OPTIONAL_TEXT, cutoff, source),
            END,
        },
};

/* Whom a norm fits: the same attributes for norms and their tables. */
#define FITS(type)                                                             \
    TAKES_NAME("sex", grammar_sexes, type, fits.sex),                          \
        TAKES("age-from", WHOLE, type, fits.age_from),                         \
        TAKES("age-to", WHOLE, type, fits.age_to),                             \
        TAKES("lang", LANGUAGE, type, fits.lang),                              \
        TAKES("group", TEXT, type, fits.group)

static const struct schema_element norm = {
    .name = "norm",
    .size = sizeof(struct norm),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, norm, id),
            NEEDS("mean", NUMBER, norm, mean),
            NEEDS("sd", NUMBER, norm, sd),
            NEEDS("n", POSITIVE, norm, n),
            FITS(norm),
            TAKES("source", OPTIONAL_TEXT, norm, source),
            END,
        },
};
static const struct schema_element row = {
    .name = "row",
    .size = sizeof(struct norm_row),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("from", NUMBER, norm_row, from),
            NEEDS("value", NUMBER, norm_row, value),
            END,
        },
};
static const struct schema_element norm_table = {
    .name = "norm-table",
    .size = sizeof(struct norm_table),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, norm_table, id),
            NEEDS_NAME("gives", grammar_norm_scores, norm_table, gives),
            TAKES("n", POSITIVE, norm_table, n),
            FITS(norm_table),
            TAKES("source", OPTIONAL_TEXT, norm_table, source),
            END,
        },
    .children =
        (const struct schema_child[]){
            CHILD(row, SOME, norm_table, rows, 1),
            NO_MORE,
        },
};
static const struct schema_element reliability = {
    .name = "reliability",
    .size = sizeof(struct reliability),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, reliability, id),
            NEEDS_NAME("kind", grammar_reliabilities, reliability, kind),
            NEEDS("value", NUMBER, reliability, value),
            TAKES("n", POSITIVE, reliability, n),
            TAKES("days", POSITIVE, reliability, days),
            TAKES("sample", TEXT, reliability, sample),
            TAKES("source", OPTIONAL_TEXT, reliability, source),
            END,
        },
};
static const struct schema_element change = {
    .name = "change",
    .size = sizeof(struct change),
    .attributes =
        (const struct schema_attribute[]){
            TAKES("id", ID, change, id),
            NEEDS_NAME("method", grammar_change_methods, change, method),
            TAKES("norm", ID, change, norm_id),
            TAKES("norm-post", ID, change, norm_post_id),
            TAKES("reliability", ID, change, reliability_id),
            TAKES("reliability-post", ID, change, reliability_post_id),
            TAKES("r12", NUMBER, change, r12),
            TAKES("level", NUMBER, change, level),
            TAKES("cutoff", ID, change, cutoff_id),
            TAKES("at", NUMBER, change, points),
            TAKES("sample", TEXT, change, sample),
            TAKES("source", OPTIONAL_TEXT, change, source),
            END,
        },
};
static const struct schema_element mic = {
    .name = "mic",
    .size = sizeof(struct mic),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("value", NUMBER, mic, value),
            TAKES("source", OPTIONAL_TEXT, mic, source),
            END,
        },
};
static const struct schema_element scale = {
    .name = "scale",
    .size = sizeof(struct raw_scale),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, raw_scale, scale.id),
            NEEDS_NAME("method", scale_method_names, raw_scale, scale.method),
            TAKES("items", TEXT, raw_scale, scale.items_text),
            TAKES("reversed", TEXT, raw_scale, scale.reversed_text),
            TAKES("min-answered", TEXT, raw_scale, scale.min_answered_text),
            NEEDS_NAME("direction", grammar_directions, raw_scale,
                       scale.direction),
            TAKES("decimals", WHOLE, raw_scale, scale.decimals),
            TAKES_NAME("round", grammar_roundings, raw_scale, scale.round),
            TAKES("formula", TEXT, raw_scale, scale.formula_text),
            TAKES("min", NUMBER, raw_scale, scale.min),
            TAKES("max", NUMBER, raw_scale, scale.max),
            TAKES("count-if", TEXT, raw_scale, scale.count_if_text),
            TAKES_NAME("not-applicable", grammar_not_applicable, raw_scale,
                       scale.not_applicable),
            TAKES("internal", YES_NO, raw_scale, scale.is_internal),
            END,
        },
    .children =
        (const struct schema_child[]){
            CHILD(title, OPTIONAL, raw_scale, scale.title, 1),
            CHILD(low, OPTIONAL, raw_scale, scale.low, 2),
            CHILD(high, OPTIONAL, raw_scale, scale.high, 3),
            CHILD(bands, OPTIONAL, raw_scale, bands, 4),
            CHILD(cutoff, ANY, raw_scale, cutoffs, 5),
            CHILD(norm, ANY, raw_scale, norms, 6),
            CHILD(norm_table, ANY, raw_scale, norm_tables, 7),
            CHILD(reliability, ANY, raw_scale, scale.reliabilities, 8),
            CHILD(change, ANY, raw_scale, changes, 9),
            CHILD(mic, ANY, raw_scale, scale.mics, 10),
            NO_MORE,
        },
    .order_offset = offsetof(struct raw_scale, scale.order),
};

/* ---- classes ---- */

static const struct schema_element when = {
    .name = "when",
    .size = sizeof(struct class_case),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, class_case, id),
            NEEDS("test", TEXT, class_case, test_text),
            END,
        },
    .text = SCHEMA_TEXT_ALLOWED,
    .text_offset = offsetof(struct class_case, label),
};
static const struct schema_element otherwise = {
    .name = "otherwise",
    .size = sizeof(struct class_case),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, class_case, id),
            END,
        },
    .text = SCHEMA_TEXT_ALLOWED,
    .text_offset = offsetof(struct class_case, label),
};
static const struct schema_element class = {
    .name = "class",
    .size = sizeof(struct raw_class),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, raw_class, class.id),
            END,
        },
    .children =
        (const struct schema_child[]){
            CHILD(title, OPTIONAL, raw_class, class.title, 1),
            CHILD(when, SOME, raw_class, whens, 2),
            CHILD(otherwise, OPTIONAL, raw_class, otherwise, 3),
            NO_MORE,
        },
    .order_offset = offsetof(struct raw_class, class.order),
};

/* ---- examples ---- */

static const struct schema_element answer = {
    .name = "answer",
    .size = sizeof(struct example_answer),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("item", ID, example_answer, item_id),
            TAKES("value", TEXT, example_answer, value),
            TAKES_NAME("missing", grammar_missing_kinds, example_answer,
                       missing),
            END,
        },
};
static const struct schema_element before = {
    .name = "before",
    .size = sizeof(struct raw_before),
    .children =
        (const struct schema_child[]){
            CHILD(answer, ANY, raw_before, answers, 1),
            NO_MORE,
        },
};
static const struct schema_element expect = {
    .name = "expect",
    .size = sizeof(struct raw_expectation),
    .attributes =
        (const struct schema_attribute[]){
            TAKES("scale", ID, raw_expectation, expectation.scale_id),
            TAKES("class", ID, raw_expectation, expectation.class_id),
            TAKES("alert", ID, raw_expectation, expectation.alert_id),
            TAKES("value", TEXT, raw_expectation, expectation.value),
            TAKES("band", ID, raw_expectation, expectation.band),
            TAKES("t", TEXT, raw_expectation, expectation.t),
            TAKES("percentile", TEXT, raw_expectation, expectation.percentile),
            TAKES_NAME("beyond", grammar_yes_no, raw_expectation, beyond),
            TAKES("verdict", TEXT, raw_expectation, expectation.verdict),
            TAKES_NAME("missing", grammar_whys, raw_expectation, missing),
            TAKES("when", ID, raw_expectation, expectation.when),
            TAKES_NAME("fires", grammar_fires, raw_expectation, fires),
            END,
        },
};
static const struct schema_element example = {
    .name = "example",
    .size = sizeof(struct raw_example),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("title", TEXT, raw_example, example.title),
            TAKES_NAME("sex", grammar_sexes, raw_example, sex),
            TAKES("age", WHOLE, raw_example, example.age),
            TAKES("lang", LANGUAGE, raw_example, example.lang),
            TAKES("group", TEXT, raw_example, example.group),
            END,
        },
    .children =
        (const struct schema_child[]){
            CHILD(before, OPTIONAL, raw_example, before, 1),
            CHILD(answer, ANY, raw_example, answers, 2),
            CHILD(expect, SOME, raw_example, expectations, 3),
            NO_MORE,
        },
};

/* ---- the whole ---- */

const struct schema_element grammar_instrument = {
    .name = "instrument",
    .size = sizeof(struct raw_instrument),
    .attributes =
        (const struct schema_attribute[]){
            NEEDS("id", ID, raw_instrument, instrument.id),
            NEEDS("edition", POSITIVE, raw_instrument, instrument.edition),
            NEEDS("xml:lang", LANGUAGE, raw_instrument, instrument.lang),
            NEEDS_NAME("status", grammar_statuses, raw_instrument,
                       instrument.status),
            TAKES("show-scores", YES_NO, raw_instrument,
                  instrument.show_scores),
            END,
        },
    .children =
        (const struct schema_child[]){
            CHILD(title, ONE, raw_instrument, instrument.title, 1),
            CHILD(about, ONE, raw_instrument, about, 2),
            CHILD(notice, OPTIONAL, raw_instrument, instrument.notice, 3),
            CHILD(choices, ANY, raw_instrument, choices, 4),
            CHILD(range, ANY, raw_instrument, ranges, 4),
            CHILD(free_text, ANY, raw_instrument, frees, 4),
            CHILD(date, ANY, raw_instrument, dates, 4),
            CHILD(missing, ANY, raw_instrument, missing_codes, 4),
            CHILD(section, SOME, raw_instrument, sections, 5),
            CHILD(thanks, OPTIONAL, raw_instrument, instrument.thanks, 6),
            CHILD(scale, ANY, raw_instrument, scales, 7),
            CHILD(class, ANY, raw_instrument, classes, 7),
            CHILD(example, ANY, raw_instrument, examples, 8),
            NO_MORE,
        },
};
